//! What is new or changed: the whole list, or the events since the last time and what they touched.
//!
//! Stripe has neither a filter by state nor one by change (stripe.md §1 rule 8), so the list and the events are
//! combined as §10 advises. Events are hints only: what they name is read again.

use super::call::list;
use super::wire::is_id;
use super::{Stripe, convert};
use crate::ProviderError;
use crate::lenient::Fields;
use crate::reading::{Cursor, Outlet, Record, StoredCases, SyncScope};
use crate::unread::Unread;
use chrono::Duration;
use futures::StreamExt as _;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeSet, HashSet};
use std::sync::{Mutex, PoisonError};
use tvist_domain::clock::{Timestamp, from_unix, span};

/// Older cursors start over, as events reach back 30 days only (stripe.md §10).
const CURSOR_LIFE: Duration = Duration::days(25);
/// The most that a list call gives (stripe.md §6).
pub(super) const PAGE: usize = 100;
/// Reads of single cases at a time.
const READS_AT_ONCE: usize = 4;
/// Cases that were read one by one are handed over in pages of this size.
const HANDED_AT_ONCE: usize = 25;
/// The list's order isn't guaranteed (stripe.md §16): this much before the newest known case counts as new ground.
const OVERLAP: Duration = Duration::hours(1);
/// With more cases than this to be read again, further pages of the list may be cheaper than single reads.
const WORTH_LISTING: usize = 10;
/// A list that goes on after so many pages is long enough to be read in several places at a time.
const LONG: usize = 3;
const LONG_PAGES: i64 = 3;
/// For each so many cases to be read again, one more page without them is risked.
const BARREN_FOR_EACH: usize = 25;
/// No merchant has more pages than this; a list that goes on is broken.
pub(super) const MOST_PAGES: usize = 100_000;

/// Where the last synchronisation stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Mark {
    /// Version of this form.
    pub(super) v: u8,
    /// Unix seconds by Stripe's clock, or by ours where that was behind.
    pub(super) synced_at: i64,
    /// When the newest known case was opened.
    pub(super) newest_case: Option<i64>,
    /// When the newest known event happened.
    pub(super) newest_event: Option<i64>,
    /// Events that were seen and may be listed again.
    pub(super) events_seen: BTreeSet<String>,
}

impl Mark {
    /// From a stored cursor, if it is one of ours and young enough.
    fn read(cursor: Option<&Cursor>, now: Timestamp) -> Option<Self> {
        let mark: Self = serde_json::from_value(cursor?.clone()).ok()?;
        let at = from_unix(mark.synced_at)?;
        (mark.v == 1 && span(at, now) < CURSOR_LIFE).then_some(mark)
    }

    /// From when on events are asked for. Whatever the clocks say, nothing after the newest known event may be missed;
    /// before the first one, the newest case serves.
    pub(super) fn events_from(&self) -> i64 {
        let known = self.newest_event.max(self.newest_case);
        known
            .map_or(self.synced_at, |known| known.min(self.synced_at))
            .saturating_sub(OVERLAP.num_seconds())
    }
}

/// How far paging in turn went.
enum Listing {
    Done,
    /// There is more, opened no later than `edge`; a page spans about `width` seconds.
    Long {
        edge: i64,
        width: i64,
    },
}

/// What one synchronisation has gathered so far.
pub(super) struct Round {
    pub(super) pages: Outlet,
    /// Cases that were handed over.
    listed: HashSet<String>,
    newest_case: Option<i64>,
    now: Timestamp,
}

/// One page of the dispute list, read.
pub(super) struct Listed {
    pub(super) records: Vec<Record>,
    pub(super) more: bool,
    /// Where the next page starts.
    pub(super) after: Option<String>,
    pub(super) newest: Option<i64>,
    pub(super) oldest: Option<i64>,
    /// Every entry tells when it was opened, and none comes before a newer one.
    pub(super) ordered: bool,
}

impl Stripe {
    pub(super) async fn synchronise(
        &self,
        scope: SyncScope,
        stored: &dyn StoredCases,
        pages: Outlet,
    ) -> Result<Cursor, ProviderError> {
        // What happens while this runs is asked for the next time.
        let started = tokio::time::Instant::now();
        let known = Mark::read(scope.cursor.as_ref(), scope.now).filter(|_| !scope.full);
        let mut round = Round {
            pages,
            listed: HashSet::new(),
            newest_case: known.as_ref().and_then(|k| k.newest_case),
            now: scope.now,
        };
        let mut mark = Mark {
            v: 1,
            synced_at: scope.now.timestamp(),
            newest_case: None,
            newest_event: known.as_ref().and_then(|k| k.newest_event),
            events_seen: BTreeSet::new(),
        };
        let events = match &known {
            Some(known) => self.events_since(known).await?,
            None => None,
        };
        let mut touched = BTreeSet::new();
        let mut ground = None;
        if let (Some(known), Some(events)) = (&known, events) {
            touched = events.touched;
            if !events.refunded.is_empty() {
                let payments: Vec<String> = events.refunded.into_iter().collect();
                touched.extend(stored.about_payments(&payments).await);
            }
            mark.newest_event = events.newest.max(mark.newest_event);
            mark.events_seen = events.seen;
            // A cursor without a case comes from an empty account: everything is new ground then.
            ground = known.newest_case;
        }
        let mut wanted = touched;
        wanted.extend(scope.reread);
        self.list_disputes(&mut round, &mut wanted, ground).await?;
        if let Some(at) = self.http.provider_time(started) {
            mark.synced_at = mark.synced_at.min(at.timestamp());
        }
        self.read_again(&mut round, wanted).await?;
        mark.newest_case = round.newest_case;
        tracing::debug!(listed = round.listed.len(), "synchronised");
        serde_json::to_value(mark).map_err(|_| super::call::unusable("cursor"))
    }

    /// Outlet through the list down to `ground`, or to its end without one. A long list is read in several places at a
    /// time, as long as it is in order.
    async fn list_disputes(
        &self,
        round: &mut Round,
        wanted: &mut BTreeSet<String>,
        ground: Option<i64>,
    ) -> Result<(), ProviderError> {
        match self.list_in_turn(round, wanted, ground, true).await? {
            Listing::Done => Ok(()),
            Listing::Long { edge, width } => {
                if self.list_at_once(round, wanted, edge, width).await? {
                    return Ok(());
                }
                // The order isn't guaranteed (stripe.md §16); page after page misses nothing in any order.
                self.list_in_turn(round, wanted, None, false).await?;
                Ok(())
            }
        }
    }

    /// Page after page; gives each as it comes, while the next one is on its way. With `may_split` it stops where
    /// the list proves to be long and in order.
    async fn list_in_turn(
        &self,
        round: &mut Round,
        wanted: &mut BTreeSet<String>,
        ground: Option<i64>,
        may_split: bool,
    ) -> Result<Listing, ProviderError> {
        let mut used = HashSet::new();
        // A page that brings fewer than two wanted cases was no cheaper than single reads; a few such are risked.
        let mut barren = 0;
        let mut may_split = may_split && ground.is_none();
        let mut newest = None;
        let mut page = self.page(None, None).await?;
        for number in 1..=MOST_PAGES {
            may_split &= page.ordered;
            newest = newest.or(page.newest);
            let wanted_before = wanted.len();
            let records = round.take(page.records, wanted);
            let found = wanted_before.saturating_sub(wanted.len());
            barren = usize::from(found < 2).saturating_add(barren);
            let worth = wanted.len() >= WORTH_LISTING
                && barren <= (wanted.len() / BARREN_FOR_EACH).saturating_add(1);
            let reached = ground.is_some_and(|ground| {
                page.oldest
                    .is_none_or(|oldest| oldest < ground.saturating_sub(OVERLAP.num_seconds()))
            });
            if !page.more || (reached && !worth) {
                round.pages.put(records).await;
                return Ok(Listing::Done);
            }
            if let (true, LONG, Some(newest), Some(edge)) = (may_split, number, newest, page.oldest)
            {
                round.pages.put(records).await;
                let width = newest.saturating_sub(edge) / LONG_PAGES;
                return Ok(Listing::Long { edge, width });
            }
            let after = page.after.filter(|after| used.insert(after.clone()));
            let Some(after) = after else {
                round.pages.put(records).await;
                return Err(endless());
            };
            let ((), next) =
                futures::join!(round.pages.put(records), self.page(Some(&after), None));
            page = next?;
        }
        Err(endless())
    }

    /// One page of the list, of cases opened no later than `until` (Unix seconds) where given.
    pub(super) async fn page(
        &self,
        after: Option<&str>,
        until: Option<i64>,
    ) -> Result<Listed, ProviderError> {
        let mut query = vec![("limit", PAGE.to_string())];
        query.extend(after.map(|after| ("starting_after", after.to_owned())));
        query.extend(until.map(|until| ("created[lte]", until.to_string())));
        let value = self
            .get_with_charge("/v1/disputes", &query, "data.charge", "/v1/disputes")
            .await?;
        let (entries, more) = list(value)?;
        let after = entries
            .iter()
            .rev()
            .find_map(|entry| Fields::exact(entry).text("id").filter(|id| is_id(id)));
        let opened: Vec<i64> = entries
            .iter()
            .filter_map(|entry| Fields::exact(entry).int("created"))
            .collect();
        Ok(Listed {
            more,
            after,
            newest: opened.iter().max().copied(),
            oldest: opened.iter().min().copied(),
            ordered: opened.len() == entries.len() && opened.is_sorted_by(|a, b| a >= b),
            records: entries.into_iter().map(record).collect(),
        })
    }

    /// Reads the cases that the list didn't show, a few at a time.
    async fn read_again(
        &self,
        round: &mut Round,
        wanted: BTreeSet<String>,
    ) -> Result<(), ProviderError> {
        let unread = Mutex::new(Unread::default());
        let reads = futures::stream::iter(wanted)
            .map(|id| self.read_one(id, &unread))
            .buffer_unordered(READS_AT_ONCE)
            .chunks(HANDED_AT_ONCE);
        let mut reads = std::pin::pin!(reads);
        while let Some(chunk) = reads.next().await {
            let mut failure = None;
            let mut records = Vec::with_capacity(chunk.len());
            for result in chunk {
                match result {
                    Ok(record) => records.push(record),
                    Err(error) => failure = failure.or(Some(error)),
                }
            }
            let records = round.take(records, &mut BTreeSet::new());
            round.pages.put(records).await;
            if let Some(failure) = failure {
                return Err(failure);
            }
        }
        Ok(())
    }

    /// One case, or why it can't be had; only what concerns all cases is an error.
    async fn read_one(&self, id: String, unread: &Mutex<Unread>) -> Result<Record, ProviderError> {
        match self.dispute(&id).await {
            Ok(dispute) => Ok(Record::Case(Box::new(dispute))),
            Err(error) => {
                let mut unread = unread.lock().unwrap_or_else(PoisonError::into_inner);
                unread.record(id, error)
            }
        }
    }
}

impl Round {
    /// Keeps what wasn't handed over before, and strikes it from what is wanted.
    pub(super) fn take(
        &mut self,
        records: Vec<Record>,
        wanted: &mut BTreeSet<String>,
    ) -> Vec<Record> {
        records
            .into_iter()
            .filter(|record| {
                let id = match record {
                    Record::Case(case) => {
                        // One that says it was opened after now must not hide those that really are newer.
                        let opened = case.opened_at.min(self.now).timestamp();
                        self.newest_case = self.newest_case.max(Some(opened));
                        &case.provider_id
                    }
                    Record::Gone { provider_id }
                    | Record::Skipped {
                        provider_id: Some(provider_id),
                        ..
                    } => provider_id,
                    Record::Skipped {
                        provider_id: None, ..
                    } => return true,
                };
                wanted.remove(id);
                self.listed.insert(id.clone())
            })
            .collect()
    }
}

fn record(value: Value) -> Record {
    match convert::dispute(value) {
        Ok(dispute) => Record::Case(Box::new(dispute)),
        Err(unreadable) => Record::Skipped {
            provider_id: unreadable.provider_id,
            why: format!("{} is missing or unreadable", unreadable.why),
        },
    }
}

pub(super) fn endless() -> ProviderError {
    ProviderError::Protocol {
        what: "the list doesn't end".to_owned(),
    }
}
