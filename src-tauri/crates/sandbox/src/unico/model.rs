//! Transactions and analyses (unico.md §3.3–§3.5).

use std::collections::BTreeMap;

use crate::server::Effects;

/// One identity check of a payment.
#[derive(Debug, Clone)]
pub(crate) struct Transaction {
    pub(crate) id: String,
    pub(crate) case: String,
    pub(crate) status: String,
    /// Unix seconds.
    pub(crate) created: i64,
    pub(crate) credit: bool,
    pub(crate) order: String,
    pub(crate) analysis: Option<Analysis>,
    /// Whether Unico will find that it erred.
    pub(crate) granted: bool,
}

/// Unico's examination of its own decision.
#[derive(Debug, Clone)]
pub(crate) struct Analysis {
    pub(crate) id: String,
    /// Unix seconds.
    pub(crate) requested: i64,
    pub(crate) documents: usize,
    /// Set from the control side instead of following from time.
    pub(crate) forced: Option<String>,
}

const HOUR: i64 = 3_600;
/// An analysis waits for an hour and takes three days.
const WAITS: i64 = HOUR;
const TAKES: i64 = 72 * HOUR;

impl Transaction {
    /// The status of its analysis at `now`.
    pub(crate) fn analysis_status(&self, now: i64) -> Option<&str> {
        let analysis = self.analysis.as_ref()?;
        if let Some(word) = &analysis.forced {
            return Some(word);
        }
        Some(match now - analysis.requested {
            age if age < WAITS => "waiting",
            age if age < TAKES => "analyzing",
            _ if self.granted => "approved",
            _ => "refused",
        })
    }
}

/// Everything the server knows.
#[derive(Clone, Default)]
pub(crate) struct Books {
    pub(crate) transactions: Vec<Transaction>,
    pub(crate) effects: BTreeMap<String, Effects>,
}

impl Books {
    pub(crate) fn find(&self, id: &str) -> Option<&Transaction> {
        self.transactions.iter().find(|found| found.id == id)
    }

    pub(crate) fn find_mut(&mut self, id: &str) -> Option<&mut Transaction> {
        self.transactions.iter_mut().find(|found| found.id == id)
    }

    /// The next moment after `now` at which an analysis takes another status.
    pub(crate) fn next_change(&self, now: i64) -> Option<i64> {
        self.transactions
            .iter()
            .filter_map(|found| found.analysis.as_ref())
            .filter(|analysis| analysis.forced.is_none())
            .flat_map(|analysis| [WAITS, TAKES].map(|after| analysis.requested + after))
            .filter(|at| *at > now)
            .min()
    }

    pub(crate) fn begin(&mut self, id: &str, analysis: Analysis, by_other: bool) {
        if let Some(found) = self.find_mut(id) {
            found.analysis = Some(analysis);
        }
        let act = if by_other {
            "analysis_by_other"
        } else {
            "analysis"
        };
        let counts = self.effects.entry(id.to_owned()).or_default();
        *counts.entry(act.to_owned()).or_default() += 1;
    }
}
