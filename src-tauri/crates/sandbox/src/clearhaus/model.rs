//! Accounts, disputes, transactions, files and comments (clearhaus.md §1.3–§1.9).

use std::collections::BTreeMap;

use axum::body::Bytes;
use chrono::NaiveDate;
use serde_json::{Map, Value};

use crate::server::Effects;

/// One merchant account.
#[derive(Debug, Clone)]
pub(crate) struct Merchant {
    pub(crate) id: String,
    pub(crate) name: &'static str,
    pub(crate) country: &'static str,
    pub(crate) currency: &'static str,
    pub(crate) mid: String,
    pub(crate) timezone: &'static str,
}

/// Which stamps a dispute shows while it is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stamps {
    /// Both, as an array.
    Both,
    /// Only `refuted`, as a single object.
    OnlyRefuted,
}

/// One dispute.
#[derive(Debug, Clone)]
pub(crate) struct Dispute {
    pub(crate) id: String,
    pub(crate) case: String,
    pub(crate) reference: String,
    pub(crate) amount: i64,
    pub(crate) currency: &'static str,
    pub(crate) partial: bool,
    pub(crate) opened: NaiveDate,
    pub(crate) due: NaiveDate,
    pub(crate) expires: NaiveDate,
    pub(crate) status: String,
    pub(crate) reason_code: &'static str,
    pub(crate) reason: String,
    pub(crate) kind: &'static str,
    pub(crate) transaction: String,
    pub(crate) account: String,
    pub(crate) stamps: Stamps,
    /// The review ends in the merchant's favour.
    pub(crate) wins: bool,
    /// Clearhaus sends the first answer back, whatever it holds.
    pub(crate) returns: bool,
    pub(crate) extra: Map<String, Value>,
}

/// The payment behind a dispute.
#[derive(Debug, Clone)]
pub(crate) struct Transaction {
    pub(crate) id: String,
    pub(crate) account: String,
    pub(crate) body: Value,
}

/// A document, with or without bytes yet.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    pub(crate) id: String,
    pub(crate) dispute: String,
    pub(crate) label: String,
    pub(crate) name: String,
    pub(crate) content_type: String,
    pub(crate) size: Option<u64>,
    pub(crate) bytes: Option<Bytes>,
    /// Put there by the merchant and not by the issuer.
    pub(crate) own: bool,
    /// Until when the signed upload address is good, unix seconds.
    pub(crate) upload_until: i64,
    pub(crate) signature: String,
}

/// A comment, seen by Clearhaus's staff and the merchant only.
#[derive(Debug, Clone)]
pub(crate) struct Comment {
    pub(crate) id: String,
    pub(crate) dispute: String,
    pub(crate) body: String,
    pub(crate) created_ms: i64,
    pub(crate) author: &'static str,
    pub(crate) email: &'static str,
}

/// Everything the server knows.
#[derive(Clone, Default)]
pub(crate) struct Books {
    pub(crate) merchants: Vec<Merchant>,
    /// Newest first.
    pub(crate) disputes: Vec<Dispute>,
    pub(crate) transactions: Vec<Transaction>,
    pub(crate) documents: Vec<Document>,
    pub(crate) comments: Vec<Comment>,
    pub(crate) timers: BTreeMap<(i64, u64), (String, Timer)>,
    pub(crate) timer_count: u64,
    pub(crate) effects: BTreeMap<String, Effects>,
}

impl Books {
    pub(crate) fn dispute(&self, id: &str) -> Option<&Dispute> {
        self.disputes.iter().find(|dispute| dispute.id == id)
    }

    pub(crate) fn dispute_mut(&mut self, id: &str) -> Option<&mut Dispute> {
        self.disputes.iter_mut().find(|dispute| dispute.id == id)
    }

    pub(crate) fn document(&self, id: &str) -> Option<&Document> {
        self.documents.iter().find(|document| document.id == id)
    }

    pub(crate) fn document_mut(&mut self, id: &str) -> Option<&mut Document> {
        self.documents.iter_mut().find(|document| document.id == id)
    }

    /// The merchant id (MID) of a dispute's account.
    pub(crate) fn mid(&self, dispute: &Dispute) -> &str {
        self.merchants
            .iter()
            .find(|merchant| merchant.id == dispute.account)
            .map_or("", |merchant| merchant.mid.as_str())
    }

    pub(crate) fn count(&mut self, id: &str, act: &str, by_other: bool) {
        let act = if by_other {
            format!("{act}_by_other")
        } else {
            act.to_owned()
        };
        let counts = self.effects.entry(id.to_owned()).or_default();
        *counts.entry(act).or_default() += 1;
    }
}

/// Something that time brings about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Timer {
    /// The answer day is over.
    DueOver,
    /// Clearhaus's staff has looked at the answer.
    Reviewed,
    /// The issuer has decided.
    Decided,
}
