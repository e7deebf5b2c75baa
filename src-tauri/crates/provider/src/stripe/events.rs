//! The events since the last time: hints at which cases to read again (stripe.md §10).

use super::Stripe;
use super::call::list;
use super::sync::{Mark, PAGE};
use super::wire::is_id;
use crate::ProviderError;
use crate::lenient::Fields;
use std::collections::BTreeSet;

/// More events than this in one go: the whole list is cheaper and can't miss anything.
const MOST_PAGES: usize = 50;
/// More than this many seen events aren't remembered; those beyond are only read once more.
const MOST_REMEMBERED: usize = 5_000;

/// What is worth knowing of: everything about disputes, and refunds, which may be of a disputed payment and may fail later
/// (stripe.md §8, §10; a list of types takes no star).
const TYPES: [&str; 8] = [
    "charge.dispute.created",
    "charge.dispute.updated",
    "charge.dispute.closed",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.funds_reinstated",
    "refund.created",
    "refund.updated",
    "refund.failed",
];

/// What the events say.
pub(super) struct Events {
    /// Cases that something happened to.
    pub(super) touched: BTreeSet<String>,
    /// Payments of which a refund changed.
    pub(super) refunded: BTreeSet<String>,
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
            refunded: BTreeSet::new(),
            newest: None,
            seen: BTreeSet::new(),
        };
        let mut recent = Vec::new();
        let mut after: Option<String> = None;
        for _ in 0..MOST_PAGES {
            let mut query = vec![
                ("created[gte]", from.to_string()),
                ("limit", PAGE.to_string()),
            ];
            query.extend(TYPES.iter().map(|kind| ("types[]", (*kind).to_owned())));
            query.extend(after.take().map(|id| ("starting_after", id)));
            let value = match self.get("/v1/events", &query, "/v1/events").await {
                Ok(value) => value,
                Err(ProviderError::Forbidden { .. }) => return Ok(None),
                Err(error) => return Err(error),
            };
            let (entries, more) = list(value)?;
            let mut news = false;
            for entry in &entries {
                let event = Fields::exact(entry);
                let Some(id) = event.text("id").filter(|id| is_id(id)) else {
                    continue;
                };
                news |= events.seen.insert(id.clone());
                let created = event.int("created");
                events.newest = events.newest.max(created);
                recent.push((created, id.clone()));
                if !known.events_seen.contains(&id) {
                    events.note(event);
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
    /// Takes in what one event is about: a case, or the payment of a refund.
    fn note(&mut self, event: Fields<'_>) {
        let kind = event.text("type").unwrap_or_default();
        let (about, among) = if kind.starts_with("refund.") {
            (event.id("data.object.charge"), &mut self.refunded)
        } else {
            (event.text("data.object.id"), &mut self.touched)
        };
        among.extend(about.filter(|id| is_id(id)));
    }

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
