//! What is new or changed, at a provider that can't tell what changed since: a plan of queries (clearhaus.md §1.4).

use super::Clearhaus;
use super::link::Links;
use super::list::{Pages, takes_query};
use crate::ProviderError;
use crate::lenient::Fields;
use crate::reading::{Cursor, Outlet, Record, StoredCases, SyncScope};
use crate::unread::Unread;
use futures::StreamExt;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};
use tvist_domain::Dispute;
use tvist_domain::clock::{Timestamp, earlier, span};
use tvist_domain::rules::clearhaus::rhythm;

/// One query each: whether `status:` takes a list isn't documented (§1.4).
const OPEN: [&str; 3] = ["status:open", "status:under_review", "status:refuted"];
/// Transactions read at a time.
const AT_A_TIME: usize = 4;

/// Where reading stopped.
#[derive(Debug, Serialize, Deserialize)]
struct Mark {
    last: Timestamp,
    full: Timestamp,
    /// The own addresses of cases that hadn't ended: the only way to one that is in no list any more.
    #[serde(default)]
    open: BTreeMap<String, String>,
}

/// One synchronisation under way.
struct Walk<'a> {
    adapter: &'a Clearhaus,
    stored: &'a dyn StoredCases,
    pages: Outlet,
    now: Timestamp,
    seen: HashSet<String>,
    open: BTreeMap<String, String>,
}

impl Clearhaus {
    pub(super) async fn walk(
        &self,
        scope: SyncScope,
        stored: &dyn StoredCases,
        pages: Outlet,
    ) -> Result<Cursor, ProviderError> {
        let root = self.session.root().await?;
        let list = self.dispute_list(&root)?;
        let mark: Option<Mark> = scope.cursor.and_then(|c| serde_json::from_value(c).ok());
        let mut full = scope.full
            || !takes_query(list)
            || mark
                .as_ref()
                .is_none_or(|m| span(m.full, scope.now) >= rhythm::FULL);
        let mut walk = Walk {
            adapter: self,
            stored,
            pages,
            now: scope.now,
            seen: HashSet::new(),
            open: BTreeMap::new(),
        };
        walk.queries(list, full, mark.as_ref()).await?;
        let before = mark.as_ref().map(|m| &m.open);
        let mut left = walk.reread(&scope.reread, before).await?;
        if !left.is_empty() && !full {
            // Nobody knows the address of these: only a full pass can find them.
            full = true;
            walk.queries(list, true, None).await?;
            left.retain(|id| !walk.seen.contains(id));
        }
        walk.gone(left).await;
        let last_full = mark.filter(|_| !full).map_or(scope.now, |m| m.full);
        let mark = Mark {
            last: scope.now,
            full: last_full,
            open: walk.open,
        };
        serde_json::to_value(mark)
            .map_err(|_| crate::classify::protocol("the cursor can't be kept"))
    }

    /// The link to the disputes. That it isn't there means that these credentials don't have them (§1.3).
    fn dispute_list<'r>(&self, root: &'r Value) -> Result<&'r str, ProviderError> {
        Links::of(root)
            .href("ch:disputes")
            .ok_or_else(|| ProviderError::Forbidden {
                right: Some("ch:disputes".to_owned()),
            })
    }
}

impl Walk<'_> {
    async fn queries(
        &mut self,
        list: &str,
        full: bool,
        mark: Option<&Mark>,
    ) -> Result<(), ProviderError> {
        let since = mark.map(|m| {
            format!(
                "opened:>={}",
                earlier(m.last, rhythm::OVERLAP).format("%Y-%m-%d")
            )
        });
        let queries: Vec<Option<&str>> = match (full, &since) {
            (true, _) | (_, None) => vec![None],
            (false, Some(since)) => OPEN.into_iter().chain([since.as_str()]).map(Some).collect(),
        };
        for query in queries {
            let session = &self.adapter.session;
            let mut pages = Pages::new(session, list, query, "ch:disputes", "/disputes")?;
            while let Some(items) = pages.next(session).await? {
                let fresh: Vec<Value> = items
                    .into_iter()
                    .filter(|item| self.is_fresh(item))
                    .collect();
                self.hand_over(fresh).await;
            }
        }
        Ok(())
    }

    /// Whether the entry wasn't on an earlier page. One without an id is always told of.
    fn is_fresh(&mut self, item: &Value) -> bool {
        Fields::exact(item)
            .text("id")
            .is_none_or(|id| self.seen.insert(id))
    }

    /// Turns entries into cases, a few at a time, and hands them over as one page.
    async fn hand_over(&mut self, items: Vec<Value>) {
        let mut pairs: Vec<(Value, Option<Dispute>)> = Vec::with_capacity(items.len());
        for item in items {
            let known = match Fields::exact(&item).text("id") {
                Some(id) => self.stored.known(&id).await,
                None => None,
            };
            pairs.push((item, known));
        }
        let (adapter, now) = (self.adapter, self.now);
        let records: Vec<Record> = futures::stream::iter(pairs)
            .map(|(item, known)| async move {
                match adapter.case(&item, known.as_ref(), now).await {
                    Ok(case) => Record::Case(Box::new(case)),
                    Err(why) => Record::Skipped {
                        provider_id: Fields::exact(&item).text("id"),
                        why: why.to_owned(),
                    },
                }
            })
            .buffered(AT_A_TIME)
            .collect()
            .await;
        self.deliver(records).await;
    }

    async fn deliver(&mut self, records: Vec<Record>) {
        for record in &records {
            if let Record::Case(case) = record
                && !case.status.is_ended()
                && let Some(href) = Links::of(&case.raw).href("self")
            {
                self.open.insert(case.provider_id.clone(), href.to_owned());
            }
        }
        self.pages.put(records).await;
    }

    /// Reads by their own links what should be open and was in no list. Gives those whose link nobody knows.
    async fn reread(
        &mut self,
        wanted: &[String],
        before: Option<&BTreeMap<String, String>>,
    ) -> Result<Vec<String>, ProviderError> {
        let mut ids: Vec<&String> = wanted
            .iter()
            .chain(before.into_iter().flat_map(BTreeMap::keys))
            .collect();
        ids.sort();
        ids.dedup();
        let mut left = Vec::new();
        let mut unread = Unread::default();
        for id in ids {
            if self.seen.contains(id) {
                continue;
            }
            let known = self.stored.known(id).await;
            let stored = known.as_ref().and_then(|k| Links::of(&k.raw).href("self"));
            let Some(href) = stored.or_else(|| before?.get(id).map(String::as_str)) else {
                left.push(id.clone());
                continue;
            };
            self.seen.insert(id.clone());
            match self.adapter.reread_raw(href).await {
                Ok(record) => self.hand_over(vec![record]).await,
                Err(error) => {
                    let unread = unread.record(id.clone(), error)?;
                    if !matches!(unread, Record::Gone { .. }) {
                        // The only way to it: it is asked for again at the next visit.
                        self.open.insert(id.clone(), href.to_owned());
                    }
                    self.deliver(vec![unread]).await;
                }
            }
        }
        Ok(left)
    }

    /// Tells of cases that the provider doesn't know any more.
    async fn gone(&mut self, ids: Vec<String>) {
        let records = ids
            .into_iter()
            .map(|provider_id| Record::Gone { provider_id })
            .collect();
        self.deliver(records).await;
    }
}
