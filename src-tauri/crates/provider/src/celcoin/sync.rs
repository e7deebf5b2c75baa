//! What is new or changed, at a provider that can't tell what changed since (celcoin.md §2.3).

use super::Celcoin;
use super::filter::{ListFilter, Span};
use super::list::{Rows, id};
use super::wire;
use crate::ProviderError;
use crate::reading::{Cursor, Outlet, Record, StoredCases, SyncScope};
use chrono::{Duration, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use tvist_domain::Dispute;
use tvist_domain::clock::{Timestamp, earlier, held, span};
use tvist_domain::rules::celcoin::{ZONE, rhythm};

/// Cases asked for in one request.
const AT_A_TIME: usize = 50;

/// Where reading stopped.
#[derive(Debug, Serialize, Deserialize)]
struct Mark {
    last: Timestamp,
    full: Timestamp,
    /// How to find cases that hadn't ended: there is no reading by id.
    #[serde(default)]
    open: BTreeMap<String, Handle>,
}

/// By what a case can be asked for: there is no reading by id (§2.3).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Handle {
    process: Option<String>,
    transaction: Option<String>,
    charge: Option<String>,
    /// When it was made, as told.
    created: Option<Timestamp>,
}

impl Handle {
    pub(super) fn of(case: &Dispute) -> Self {
        Self {
            process: case.reference.clone(),
            transaction: case.transaction.id.clone(),
            charge: case.transaction.parent_id.clone(),
            created: wire::created(&case.raw),
        }
    }

    /// Its charge, where that is the best that it can be asked for by.
    fn charge_alone(&self) -> Option<String> {
        let named = self.process.is_some() || self.transaction.is_some();
        self.charge.clone().filter(|_| !named)
    }

    /// The day on which it was made, where that is the best that it can be asked for by.
    fn day_alone(&self) -> Option<NaiveDate> {
        let named = self.process.is_some() || self.transaction.is_some() || self.charge.is_some();
        self.created.filter(|_| !named).map(day)
    }

    /// The ways to ask for these, the surer one first.
    fn filters(handles: &[&Self]) -> Vec<ListFilter> {
        let all = |member: fn(&Self) -> &Option<String>| -> Vec<String> {
            handles.iter().filter_map(|h| member(h).clone()).collect()
        };
        let by_process = ListFilter {
            process: all(|h| &h.process),
            ..ListFilter::default()
        };
        let by_transaction = ListFilter {
            transaction_ids: all(|h| &h.transaction),
            ..ListFilter::default()
        };
        let by_charge = ListFilter {
            charge_ids: handles.iter().filter_map(|h| h.charge_alone()).collect(),
            ..ListFilter::default()
        };
        let days = handles.iter().filter_map(|h| h.day_alone());
        let days: BTreeSet<NaiveDate> = days.collect();
        [by_process, by_transaction, by_charge]
            .into_iter()
            .filter(|filter| !filter.parameters().is_empty())
            .chain(days.into_iter().map(created_around))
            .collect()
    }
}

struct Walk<'a> {
    adapter: &'a Celcoin,
    stored: &'a dyn StoredCases,
    pages: Outlet,
    now: Timestamp,
    seen: HashSet<String>,
    open: BTreeMap<String, Handle>,
}

impl Celcoin {
    pub(super) async fn walk(
        &self,
        scope: SyncScope,
        stored: &dyn StoredCases,
        pages: Outlet,
    ) -> Result<Cursor, ProviderError> {
        let mark: Option<Mark> = scope.cursor.and_then(|c| serde_json::from_value(c).ok());
        let mark = mark.filter(|m| !scope.full && span(m.full, scope.now) < rhythm::FULL);
        let mut walk = Walk {
            adapter: self,
            stored,
            pages,
            now: scope.now,
            seen: HashSet::new(),
            open: BTreeMap::new(),
        };
        let mut last_full = scope.now;
        let left = match &mark {
            None => {
                walk.list(&ListFilter::default()).await?;
                walk.reread(&scope.reread, &BTreeMap::new()).await?
            }
            Some(mark) => {
                last_full = mark.full;
                walk.list(&not_ended()).await?;
                walk.list(&created_since(earlier(mark.last, rhythm::OVERLAP)))
                    .await?;
                walk.reread(&scope.reread, &mark.open).await?
            }
        };
        if !left.is_empty() && mark.is_some() {
            // Nobody knows how to ask for these: only a full pass can find them.
            walk.list(&ListFilter::default()).await?;
            last_full = scope.now;
        }
        walk.gone(left).await;
        let mark = Mark {
            last: scope.now,
            full: last_full,
            open: walk.open,
        };
        serde_json::to_value(mark)
            .map_err(|_| crate::classify::protocol("the cursor can't be kept"))
    }

    /// Reads one case by what it can be asked for. One that tells nothing by which it could be is looked for among those
    /// that haven't ended, then among all.
    pub(super) async fn reread(&self, known: &Dispute) -> Result<Dispute, ProviderError> {
        let mut filters = Handle::filters(&[&Handle::of(known)]);
        if filters.is_empty() {
            filters = vec![not_ended(), ListFilter::default()];
        }
        for filter in filters {
            let mut rows = Rows::new(self, &filter);
            while let Some(fresh) = rows.next(self).await? {
                let Some(row) = fresh
                    .into_iter()
                    .find(|row| id(row).as_ref() == Some(&known.provider_id))
                else {
                    continue;
                };
                let records = self
                    .records(vec![(row, Some(known.clone()))], known.opened_at)
                    .await;
                return match records.into_iter().next() {
                    Some(Record::Case(case)) => Ok(*case),
                    _ => Err(crate::classify::protocol("the case lacks its value")),
                };
            }
        }
        Err(ProviderError::NotFound)
    }
}

fn not_ended() -> ListFilter {
    ListFilter {
        status: vec!["awaitingDocumentation".to_owned(), "inAnalysis".to_owned()],
        ..ListFilter::default()
    }
}

/// The day in São Paulo.
fn day(at: Timestamp) -> NaiveDate {
    held(at).with_timezone(&ZONE).date_naive()
}

/// Those made on this day; the days beside it too, since whether both ends of a span are included isn't told (§2.3).
fn created_around(day: NaiveDate) -> ListFilter {
    let beside = |days: i64| day.checked_add_signed(Duration::days(days));
    ListFilter {
        created: Span {
            from: beside(-1),
            to: beside(1),
        },
        ..ListFilter::default()
    }
}

fn created_since(at: Timestamp) -> ListFilter {
    ListFilter {
        created: Span {
            from: Some(day(at)),
            to: None,
        },
        ..ListFilter::default()
    }
}

impl Walk<'_> {
    async fn list(&mut self, filter: &ListFilter) -> Result<(), ProviderError> {
        let mut rows = Rows::new(self.adapter, filter);
        while let Some(fresh) = rows.next(self.adapter).await? {
            self.hand_over(fresh).await;
        }
        Ok(())
    }

    async fn hand_over(&mut self, rows: Vec<Value>) {
        let mut pairs = Vec::with_capacity(rows.len());
        for row in rows {
            let known = match id(&row) {
                Some(id) if !self.seen.insert(id.clone()) => continue,
                Some(id) => self.stored.known(&id).await,
                None => None,
            };
            pairs.push((row, known));
        }
        let records = self.adapter.records(pairs, self.now).await;
        self.deliver(records).await;
    }

    async fn deliver(&mut self, records: Vec<Record>) {
        for record in &records {
            if let Record::Case(case) = record
                && !case.status.is_ended()
            {
                self.open.insert(case.provider_id.clone(), Handle::of(case));
            }
        }
        self.pages.put(records).await;
    }

    /// Asks for what should be open and was in no list, some at a time. Gives those that weren't found.
    async fn reread(
        &mut self,
        wanted: &[String],
        before: &BTreeMap<String, Handle>,
    ) -> Result<Vec<String>, ProviderError> {
        let mut ids: Vec<String> = wanted.iter().chain(before.keys()).cloned().collect();
        ids.sort();
        ids.dedup();
        ids.retain(|id| !self.seen.contains(id));
        let mut handles = Vec::with_capacity(ids.len());
        for id in &ids {
            let known = self.stored.known(id).await.map(|case| Handle::of(&case));
            handles.push(
                known
                    .or_else(|| before.get(id).cloned())
                    .unwrap_or_default(),
            );
        }
        let some: Vec<&Handle> = handles.iter().collect();
        for (ids, handles) in ids.chunks(AT_A_TIME).zip(some.chunks(AT_A_TIME)) {
            for filter in Handle::filters(handles) {
                if ids.iter().any(|id| !self.seen.contains(id)) {
                    self.wanted(&filter, ids).await?;
                }
            }
        }
        ids.retain(|id| !self.seen.contains(id));
        Ok(ids)
    }

    /// Lists by a filter and takes only the cases that were asked for.
    async fn wanted(&mut self, filter: &ListFilter, ids: &[String]) -> Result<(), ProviderError> {
        let mut rows = Rows::new(self.adapter, filter);
        while let Some(fresh) = rows.next(self.adapter).await? {
            let mine = fresh
                .into_iter()
                .filter(|row| id(row).is_some_and(|id| ids.contains(&id)));
            let mine: Vec<Value> = mine.collect();
            self.hand_over(mine).await;
        }
        Ok(())
    }

    /// Tells of cases that the provider doesn't know any more.
    async fn gone(&mut self, ids: Vec<String>) {
        let gone = ids.into_iter().filter(|id| !self.seen.contains(id));
        let records = gone
            .map(|provider_id| Record::Gone { provider_id })
            .collect();
        self.deliver(records).await;
    }
}
