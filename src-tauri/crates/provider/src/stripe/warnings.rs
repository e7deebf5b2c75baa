//! Early fraud warnings: what a buyer's bank reports before there is a dispute (stripe.md §11.4).
//!
//! The list is read once, and again when the events can't say what changed; between, the events name what to read again.
//! A visit costs one read, as long as nothing happened.

use super::call::list;
use super::sync::{PAGE, endless};
use super::wire::is_id;
use super::{Stripe, compose, facts, judge};
use crate::ProviderError;
use crate::call::{Irreversible, Outcome};
use crate::lenient::Fields;
use crate::warning::{WarningScope, WarningsRead, Warns};
use async_trait::async_trait;
use chrono::Duration;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeSet, HashSet};
use tvist_domain::clock::{Timestamp, from_unix};
use tvist_domain::submission::Verdict;
use tvist_domain::{Provider, Warning};

const PATH: &str = "/v1/radar/early_fraud_warnings";
const KINDS: &str = "radar.early_fraud_warning.*";
/// How far back the list is read. Nobody publishes how long after its warning a dispute may still come: half a year is our
/// own, generous choice, and what an event names is read whatever its age.
const WORTH: Duration = Duration::days(180);
/// Older cursors start over, as events reach back 30 days only (stripe.md §10).
const CURSOR_LIFE: Duration = Duration::days(25);
/// Events may be listed late: this much is asked for again.
const OVERLAP: Duration = Duration::hours(1);
/// More pages than this in one go: a list that goes on is broken, and too many events say less than the list.
const MOST_PAGES: usize = 200;
const MOST_EVENT_PAGES: usize = 10;
/// With more of them to be read again, the list is cheaper than single reads.
const WORTH_LISTING: usize = 20;

/// Where the last reading stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Mark {
    /// Version of this form.
    v: u8,
    /// Unix seconds by Stripe's clock, or by ours where that was behind.
    read_at: i64,
    /// Events that were seen and may be listed again.
    seen: BTreeSet<String>,
}

impl Mark {
    fn of(scope: &WarningScope) -> Option<Self> {
        let mark: Self = serde_json::from_value(scope.cursor.clone()?).ok()?;
        let at = from_unix(mark.read_at)?;
        let young = scope.now.signed_duration_since(at) < CURSOR_LIFE;
        (mark.v == 1 && !scope.full && young).then_some(mark)
    }

    fn from(&self) -> i64 {
        self.read_at.saturating_sub(OVERLAP.num_seconds())
    }
}

/// What the events name.
struct Named {
    touched: BTreeSet<String>,
    seen: BTreeSet<String>,
}

#[async_trait]
impl Warns for Stripe {
    async fn read(&self, scope: &WarningScope) -> Result<WarningsRead, ProviderError> {
        let started = tokio::time::Instant::now();
        let mark = Mark::of(scope);
        let named = match &mark {
            Some(mark) => self.warning_events(mark).await?,
            None => None,
        };
        let mut read = WarningsRead {
            warnings: Vec::new(),
            skipped: Vec::new(),
            cursor: Value::Null,
        };
        let mut seen = BTreeSet::new();
        let mut wanted: BTreeSet<String> = scope
            .reread
            .iter()
            .filter(|id| is_id(id))
            .cloned()
            .collect();
        let list = named.is_none();
        if let Some(named) = named {
            seen = named.seen;
            wanted.extend(named.touched);
        }
        if list || wanted.len() > WORTH_LISTING {
            self.list_warnings(scope.now, &mut read).await?;
            for warning in &read.warnings {
                wanted.remove(&warning.provider_id);
            }
        }
        for id in wanted {
            match self.read_one(&id).await {
                Ok(warning) => read.warnings.push(warning),
                Err(ProviderError::NotFound) => {}
                Err(ProviderError::Protocol { what }) => read.skipped.push((Some(id), what)),
                Err(error) => return Err(error),
            }
        }
        let by_stripe = self.http.provider_time(started).map(|at| at.timestamp());
        let ours = scope.now.timestamp();
        read.cursor = serde_json::to_value(Mark {
            v: 1,
            read_at: by_stripe.map_or(ours, |at| at.min(ours)),
            seen,
        })
        .map_err(|_| super::call::unusable("cursor"))?;
        Ok(read)
    }

    async fn read_one(&self, provider_id: &str) -> Result<Warning, ProviderError> {
        if !is_id(provider_id) {
            return Err(ProviderError::NotFound);
        }
        let path = format!("{PATH}/{provider_id}");
        let template = "/v1/radar/early_fraud_warnings/:id";
        let value = self.get_with_charge(&path, &[], "charge", template).await?;
        let warning = warning(value).map_err(|(_, why)| super::call::unusable(why))?;
        if warning.provider_id == provider_id {
            Ok(warning)
        } else {
            Err(super::call::unusable("id"))
        }
    }

    fn refund(&self, warning: &Warning, intent: &str) -> Result<Irreversible, ProviderError> {
        let left = warning
            .left()
            .ok_or_else(|| compose::unfit("the payment can't be seen"))?;
        compose::refund_of(&warning.provider_id, &warning.transaction, &left, intent)
    }

    async fn send(&self, call: &Irreversible) -> Outcome {
        self.perform(call, None).await
    }

    async fn judge(
        &self,
        call: &Irreversible,
        before: &Warning,
        intent: &str,
    ) -> Result<(Verdict, Warning), ProviderError> {
        let refunds = self.refunds(&before.transaction).await?;
        let verdict = judge::paid_back(call, &before.transaction, &refunds, intent);
        let now = Warns::read_one(self, &before.provider_id).await?;
        Ok((verdict, now))
    }
}

impl Stripe {
    /// The warnings that the events since the last reading name; none when the events can't serve.
    async fn warning_events(&self, mark: &Mark) -> Result<Option<Named>, ProviderError> {
        let mut named = Named {
            touched: BTreeSet::new(),
            seen: BTreeSet::new(),
        };
        let mut after: Option<String> = None;
        for _ in 0..MOST_EVENT_PAGES {
            let mut query = vec![
                ("type", KINDS.to_owned()),
                ("created[gte]", mark.from().to_string()),
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
                let event = Fields::exact(entry);
                let Some(id) = event.text("id").filter(|id| is_id(id)) else {
                    continue;
                };
                news |= named.seen.insert(id.clone());
                if !mark.seen.contains(&id) {
                    let warning = event.text("data.object.id").filter(|id| is_id(id));
                    named.touched.extend(warning);
                }
                after = Some(id);
            }
            if !more {
                return Ok(Some(named));
            }
            if !news {
                return Ok(None);
            }
        }
        Ok(None)
    }

    /// The list, newest first.
    async fn list_warnings(
        &self,
        now: Timestamp,
        read: &mut WarningsRead,
    ) -> Result<(), ProviderError> {
        let from = now.timestamp().saturating_sub(WORTH.num_seconds());
        let mut used = HashSet::new();
        let mut after: Option<String> = None;
        for _ in 0..MOST_PAGES {
            let mut query = vec![
                ("limit", PAGE.to_string()),
                ("created[gte]", from.to_string()),
            ];
            query.extend(after.take().map(|id| ("starting_after", id)));
            let value = self
                .get_with_charge(PATH, &query, "data.charge", PATH)
                .await?;
            let (entries, more) = list(value)?;
            let last = entries
                .iter()
                .rev()
                .find_map(|entry| Fields::exact(entry).text("id").filter(|id| is_id(id)));
            for entry in entries {
                match warning(entry) {
                    Ok(warning) => read.warnings.push(warning),
                    Err((id, why)) => read
                        .skipped
                        .push((id, format!("{why} is missing or unreadable"))),
                }
            }
            if !more {
                return Ok(());
            }
            after = last.filter(|id| used.insert(id.clone()));
            if after.is_none() {
                break;
            }
        }
        Err(endless())
    }
}

/// Stripe's object as a warning; else its id, if that can be read, and which member can't. Pure.
pub(super) fn warning(value: Value) -> Result<Warning, (Option<String>, &'static str)> {
    let object = Fields::exact(&value);
    let id = object.text("id").filter(|id| is_id(id));
    let unreadable = |why| (id.clone(), why);
    let provider_id = id.clone().ok_or_else(|| unreadable("id"))?;
    let at = object
        .int("created")
        .and_then(from_unix)
        .ok_or_else(|| unreadable("created"))?;
    // Without the word nothing is offered: a refund that may not help is no help.
    let actionable = object
        .truth("actionable")
        .ok_or_else(|| unreadable("actionable"))?;
    Ok(Warning {
        provider: Provider::Stripe,
        provider_id,
        at,
        actionable,
        fraud_type: object.text("fraud_type"),
        transaction: facts::transaction(object),
        customer: facts::customer(object),
        order: facts::order(object),
        disputed: object.child("charge").and_then(|c| c.truth("disputed")),
        live: object.truth("livemode").unwrap_or(true),
        raw: value,
    })
}
