//! What is new or changed, at a provider that can't tell what changed since (celcoin.md §2.3).

use super::Celcoin;
use super::filter::{ListFilter, Span};
use super::list::{Rows, id};
use crate::ProviderError;
use crate::adapter::{Cursor, Find, Page, Record, SyncScope};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use tvist_domain::Dispute;
use tvist_domain::clock::Instant;
use tvist_domain::rules::celcoin::{ZONE, rhythm};

/// Cases asked for in one request.
const AT_A_TIME: usize = 50;

/// Where reading stopped.
#[derive(Debug, Serialize, Deserialize)]
struct Mark {
    last: Instant,
    full: Instant,
    /// How to find cases that hadn't ended: there is no reading by id.
    #[serde(default)]
    open: BTreeMap<String, Handle>,
}

/// By what a case can be asked for.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Handle {
    process: Option<String>,
    transaction: Option<String>,
}

impl Handle {
    pub(super) fn of(case: &Dispute) -> Self {
        Self {
            process: case.reference.clone(),
            transaction: case.transaction.id.clone(),
        }
    }

    /// The ways to ask for these, the surer one first.
    fn filters(handles: &[&Self]) -> Vec<ListFilter> {
        let processes: Vec<String> = handles.iter().filter_map(|h| h.process.clone()).collect();
        let transactions: Vec<String> = handles
            .iter()
            .filter_map(|h| h.transaction.clone())
            .collect();
        let by_process = ListFilter {
            process: processes,
            ..ListFilter::default()
        };
        let by_transaction = ListFilter {
            transaction_ids: transactions,
            ..ListFilter::default()
        };
        [by_process, by_transaction]
            .into_iter()
            .filter(|filter| !filter.parameters().is_empty())
            .collect()
    }
}

struct Walk<'a> {
    adapter: &'a Celcoin,
    find: &'a mut dyn Find,
    now: Instant,
    seen: HashSet<String>,
    open: BTreeMap<String, Handle>,
}

impl Celcoin {
    pub(super) async fn walk(
        &self,
        scope: SyncScope,
        find: &mut dyn Find,
    ) -> Result<Cursor, ProviderError> {
        let mark: Option<Mark> = scope.cursor.and_then(|c| serde_json::from_value(c).ok());
        let mark = mark.filter(|m| !scope.full && scope.now - m.full < rhythm::FULL);
        let mut walk = Walk {
            adapter: self,
            find,
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
                walk.list(&created_since(mark.last - rhythm::OVERLAP))
                    .await?;
                walk.reread(&scope.reread, &mark.open).await?
            }
        };
        if !left.is_empty() && mark.is_some() {
            // Nobody knows how to ask for these: only a full pass can find them.
            walk.list(&ListFilter::default()).await?;
            last_full = scope.now;
        }
        walk.gone(left).await?;
        let mark = Mark {
            last: scope.now,
            full: last_full,
            open: walk.open,
        };
        serde_json::to_value(mark)
            .map_err(|_| crate::classify::protocol("the cursor can't be kept"))
    }

    /// Reads one case by what it can be asked for.
    pub(super) async fn reread(&self, known: &Dispute) -> Result<Dispute, ProviderError> {
        let handle = Handle::of(known);
        for filter in Handle::filters(&[&handle]) {
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

fn created_since(at: Instant) -> ListFilter {
    ListFilter {
        created: Span {
            from: Some(at.with_timezone(&ZONE).date_naive()),
            to: None,
        },
        ..ListFilter::default()
    }
}

impl Walk<'_> {
    async fn list(&mut self, filter: &ListFilter) -> Result<(), ProviderError> {
        let mut rows = Rows::new(self.adapter, filter);
        while let Some(fresh) = rows.next(self.adapter).await? {
            self.hand_over(fresh).await?;
        }
        Ok(())
    }

    async fn hand_over(&mut self, rows: Vec<Value>) -> Result<(), ProviderError> {
        let mut pairs = Vec::with_capacity(rows.len());
        for row in rows {
            let known = match id(&row) {
                Some(id) if !self.seen.insert(id.clone()) => continue,
                Some(id) => self.find.known(&id).await,
                None => None,
            };
            pairs.push((row, known));
        }
        let records = self.adapter.records(pairs, self.now).await;
        self.deliver(records).await
    }

    async fn deliver(&mut self, records: Vec<Record>) -> Result<(), ProviderError> {
        for record in &records {
            if let Record::Case(case) = record
                && !case.status.is_ended()
            {
                self.open.insert(case.provider_id.clone(), Handle::of(case));
            }
        }
        if records.is_empty() {
            return Ok(());
        }
        let stored = self.find.page(Page { records }).await;
        stored.map_err(|error| ProviderError::Store(Arc::from(error)))
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
            let known = self.find.known(id).await.map(|case| Handle::of(&case));
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
            self.hand_over(mine).await?;
        }
        Ok(())
    }

    /// Tells of cases that the provider doesn't know any more.
    async fn gone(&mut self, ids: Vec<String>) -> Result<(), ProviderError> {
        let gone = ids.into_iter().filter(|id| !self.seen.contains(id));
        let records = gone
            .map(|id| Record::Skipped {
                provider_id: Some(id),
                why: "gone".to_owned(),
            })
            .collect();
        self.deliver(records).await
    }
}
