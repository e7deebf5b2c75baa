//! The events since the last time: hints at which cases to read again (stripe.md §10).

use super::Stripe;
use super::call::list;
use super::sync::{Mark, PAGE};
use super::wire::{Object, is_id};
use crate::ProviderError;
use std::collections::BTreeSet;

/// More events than this in one go: the whole list is cheaper and can't miss anything.
const MOST_PAGES: usize = 50;
/// More than this many seen events aren't remembered; those beyond are only read once more.
const MOST_REMEMBERED: usize = 5_000;

/// What the events say.
pub(super) struct Events {
    /// Cases that something happened to.
    pub(super) touched: BTreeSet<String>,
    pub(super) newest: Option<i64>,
    /// Those that the next time may list again.
    pub(super) seen: BTreeSet<String>,
}

impl Stripe {
    /// Reads the events; none when they can't serve: the key lacks the right, or there are too many.
    pub(super) async fn events_since(&self, known: &Mark) -> Result<Option<Events>, ProviderError> {
        let from = known.events_from();
        let mut events = Events {
            touched: BTreeSet::new(),
            newest: None,
            seen: BTreeSet::new(),
        };
        let mut recent = Vec::new();
        let mut after: Option<String> = None;
        for _ in 0..MOST_PAGES {
            let mut query = vec![
                ("type", "charge.dispute.*".to_owned()),
                ("created[gte]", from.to_string()),
                ("limit", PAGE.to_string()),
            ];
            query.extend(after.take().map(|id| ("starting_after", id)));
            let value = match self.get("/v1/events", &query, "/v1/events").await {
                Ok(value) => value,
                Err(ProviderError::Forbidden { .. }) => return Ok(None),
                Err(error) => return Err(error),
            };
            let (entries, more) = list(value)?;
            let mut news = false;
            for entry in &entries {
                let event = Object(entry);
                let Some(id) = event.text("id").filter(|id| is_id(id)) else {
                    continue;
                };
                news |= events.seen.insert(id.clone());
                let created = event.int("created");
                events.newest = events.newest.max(created);
                recent.push((created, id.clone()));
                let case = event.text("data.object.id").filter(|case| is_id(case));
                if let Some(case) = case
                    && !known.events_seen.contains(&id)
                {
                    events.touched.insert(case);
                }
                after = Some(id);
            }
            if !more {
                events.remember(known, recent);
                return Ok(Some(events));
            }
            if !news {
                return Ok(None);
            }
        }
        Ok(None)
    }
}

impl Events {
    /// Keeps only the ids that the next time's span, which starts later, can list again.
    fn remember(&mut self, known: &Mark, recent: Vec<(Option<i64>, String)>) {
        let next = Mark {
            newest_event: self.newest.max(known.newest_event),
            ..known.clone()
        };
        // The next span starts no earlier than this one's newest event allows with the old reading time.
        let from = next.events_from();
        self.seen = recent
            .into_iter()
            .filter(|(created, _)| created.is_none_or(|at| at >= from))
            .map(|(_, id)| id)
            .take(MOST_REMEMBERED)
            .collect();
    }
}
