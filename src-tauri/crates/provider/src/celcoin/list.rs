//! Reading the list of chargebacks, page by page, with the charges and transactions beside them (celcoin.md §2.3, §2.6).

use super::Celcoin;
use super::convert::{self, Facts};
use super::filter::ListFilter;
use super::wire;
use crate::ProviderError;
use crate::classify::protocol;
use crate::lenient::Fields;
use crate::reading::Record;
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::sync::atomic::Ordering;
use tvist_domain::Dispute;
use tvist_domain::clock::Timestamp;

/// Rows of one page, as in the sibling list's sample; the largest is unknown (§2.3).
const LIMIT: usize = 100;
/// Rows that a page shares with the one before: the order is unknown, and rows may move while they are read.
const OVERLAP: usize = 10;
/// Pages after which a list is taken for endless.
const PAGES: usize = 1_000;

/// A walk through one list.
pub(super) struct Rows {
    parameters: Vec<(&'static str, String)>,
    /// How many rows there can be at most, where the filter names them.
    named: Option<usize>,
    start: usize,
    pages: usize,
    /// Whether the page before wasn't full.
    short: bool,
    done: bool,
    seen: HashSet<String>,
    /// The first row of the page before.
    first: Option<String>,
}

impl Rows {
    pub(super) fn new(adapter: &Celcoin, filter: &ListFilter) -> Self {
        let mut parameters = filter.parameters();
        parameters.extend(adapter.account.clone().map(|account| ("account", account)));
        Self {
            parameters,
            named: filter.named(),
            start: 0,
            pages: 0,
            short: false,
            done: false,
            seen: HashSet::new(),
            first: None,
        }
    }

    /// The rows of the next page that weren't on an earlier one; none after the last.
    ///
    /// A page that isn't full needn't be the last: how many rows a page has at most isn't known (§2.3), and a server
    /// that gives fewer than were asked for must not hide a case. So the end is where a page brings nothing new.
    pub(super) async fn next(
        &mut self,
        adapter: &Celcoin,
    ) -> Result<Option<Vec<Value>>, ProviderError> {
        if self.done {
            return Ok(None);
        }
        self.pages = self.pages.saturating_add(1);
        if self.pages > PAGES {
            return Err(protocol("a list without an end"));
        }
        let mut parameters = self.parameters.clone();
        parameters.push(("startAt", self.start.to_string()));
        parameters.push(("limit", LIMIT.to_string()));
        let page = match adapter.session.get("/chargebacks", &parameters).await {
            // Past the end of a list a server may answer so; what came before stands.
            Err(ProviderError::Rejected(_) | ProviderError::NotFound) if self.short => {
                self.done = true;
                return Ok(None);
            }
            page => page?,
        };
        if !wire::is_page(&page, "Chargebacks") {
            return Err(protocol("a list without rows"));
        }
        let rows = wire::rows(&page, "Chargebacks");
        let first = rows.first().and_then(id);
        let fresh: Vec<Value> = rows
            .iter()
            .filter(|row| id(row).is_none_or(|id| self.seen.insert(id)))
            .cloned()
            .collect();
        let full = rows.len() >= LIMIT;
        self.short = !full;
        // Each page starts further down, so the same first row shows a server that doesn't go on: what lies behind it
        // would be missed in silence.
        let stuck = fresh.is_empty() && first.is_some() && first == self.first;
        if stuck || (full && fresh.is_empty()) {
            return Err(protocol("a list that gives the same page again and again"));
        }
        self.first = first;
        let all_named = self.named.is_some_and(|named| self.seen.len() >= named);
        self.done = !full && (fresh.is_empty() || all_named);
        let overlap = OVERLAP.min(rows.len() / 2);
        self.start = self
            .start
            .saturating_add(rows.len().saturating_sub(overlap));
        Ok(Some(fresh))
    }
}

pub(super) fn id(row: &Value) -> Option<String> {
    Fields::any_case(row).text("galaxPayId")
}

impl Celcoin {
    /// Every chargeback that a filter lets through, each once.
    ///
    /// # Errors
    /// When a page can't be read.
    pub async fn list(
        &self,
        filter: &ListFilter,
        now: Timestamp,
    ) -> Result<Vec<Record>, ProviderError> {
        let mut rows = Rows::new(self, filter);
        let mut records = Vec::new();
        while let Some(fresh) = rows.next(self).await? {
            let fresh = fresh.into_iter().map(|row| (row, None)).collect();
            records.extend(self.records(fresh, now).await);
        }
        Ok(records)
    }

    /// Rows as cases, each with what its charge tells; what an earlier reading has of it isn't read again.
    pub(super) async fn records(
        &self,
        rows: Vec<(Value, Option<Dispute>)>,
        now: Timestamp,
    ) -> Vec<Record> {
        let facts = self.facts(&rows).await;
        rows.into_iter()
            .map(|(row, known)| {
                let transaction = wire::pointer(Fields::any_case(&row), "Transaction").galax_pay_id;
                let read = transaction.and_then(|id| facts.get(&id).cloned());
                let facts = read
                    .or_else(|| known.as_ref().map(Facts::known))
                    .unwrap_or_default();
                let seen = known.as_ref().map_or(now, |k| k.opened_at);
                match convert::dispute(&row, &facts, self.live, seen) {
                    Ok(case) => Record::Case(Box::new(case)),
                    Err(why) => Record::Skipped {
                        provider_id: id(&row),
                        why: why.to_owned(),
                    },
                }
            })
            .collect()
    }

    /// What charges and transactions tell, by the transaction's id. It is an extra: that it can't be read hides nothing.
    async fn facts(&self, rows: &[(Value, Option<Dispute>)]) -> HashMap<String, Facts> {
        let mut charges = Vec::new();
        let mut transactions = Vec::new();
        for (row, known) in rows {
            let fields = Fields::any_case(row);
            let transaction = wire::pointer(fields, "Transaction").galax_pay_id;
            let has = |k: &Dispute| k.transaction.id == transaction && !Facts::known(k).is_empty();
            if known.as_ref().is_some_and(has) {
                continue;
            }
            let Some(transaction) = transaction else {
                continue;
            };
            match wire::pointer(fields, "PaymentBill").galax_pay_id {
                Some(charge) => charges.push(charge),
                None => transactions.push(transaction),
            }
        }
        let mut facts = HashMap::new();
        for charge in self.siblings("/charges", "Charges", charges).await {
            for transaction in Fields::any_case(&charge).list("Transactions") {
                if let Some(id) = transaction.text("galaxPayId") {
                    facts.insert(id, Facts::read(transaction.value(), Some(&charge)));
                }
            }
        }
        for transaction in self
            .siblings("/transactions", "Transactions", transactions)
            .await
        {
            if let Some(id) = id(&transaction) {
                let charge = Fields::any_case(&transaction)
                    .child("Charge")
                    .map(Fields::value);
                facts.insert(id, Facts::read(&transaction, charge));
            }
        }
        facts
    }

    /// Charges or transactions by their ids (§2.6). Credentials that may not read them aren't tried again.
    async fn siblings(&self, path: &'static str, name: &str, mut ids: Vec<String>) -> Vec<Value> {
        ids.sort();
        ids.dedup();
        let mut found = Vec::new();
        for some in ids.chunks(LIMIT) {
            if !self.siblings_readable.load(Ordering::Relaxed) {
                break;
            }
            let mut parameters = vec![
                ("galaxPayIds", some.join(",")),
                ("startAt", "0".to_owned()),
                ("limit", LIMIT.to_string()),
            ];
            // Neighbouring routes take it as well (§2.3).
            parameters.extend(self.account.clone().map(|account| ("account", account)));
            match self.session.get(path, &parameters).await {
                Ok(page) => found.extend(wire::rows(&page, name).to_vec()),
                Err(
                    ProviderError::Forbidden { .. }
                    | ProviderError::NotFound
                    | ProviderError::Rejected(_),
                ) => {
                    self.siblings_readable.store(false, Ordering::Relaxed);
                }
                Err(_) => break,
            }
        }
        found
    }
}
