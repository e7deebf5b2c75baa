//! Clearhaus's objects as they come, read leniently: only what a case can't be without is asked for.

use super::link::Links;
use crate::lenient::Fields;
use chrono::NaiveDate;
use serde_json::Value;
use tvist_domain::clock::{Timestamp, believable_day, from_text};

/// A dispute (clearhaus.md §1.5).
pub(super) struct Dispute<'a> {
    pub id: String,
    pub reference: Option<String>,
    pub amount: i64,
    pub currency: String,
    pub opened_at: Option<NaiveDate>,
    pub due_at: Option<NaiveDate>,
    pub expires_at: Option<NaiveDate>,
    pub partial: Option<bool>,
    pub status: String,
    pub reason_code: Option<String>,
    pub reason: Option<String>,
    pub kind: Option<String>,
    pub links: Links<'a>,
    pub raw: &'a Value,
}

impl<'a> Dispute<'a> {
    /// # Errors
    /// What is missing: the id, the amount or the currency.
    pub(super) fn read(raw: &'a Value) -> Result<Self, &'static str> {
        let fields = Fields::exact(raw);
        Ok(Self {
            id: fields.text("id").ok_or("no id")?,
            reference: fields.text("reference"),
            amount: fields.minor("amount").ok_or("no amount")?,
            currency: fields.text("currency").ok_or("no currency")?,
            opened_at: fields.text("opened_at").as_deref().and_then(date),
            due_at: fields.text("due_at").as_deref().and_then(date),
            expires_at: fields.text("expires_at").as_deref().and_then(date),
            partial: fields.truth("partial"),
            status: fields.text("status").unwrap_or_default(),
            reason_code: fields.text("reason_code"),
            reason: fields.text("reason"),
            kind: fields.text("type"),
            links: Links::of(raw),
            raw,
        })
    }
}

/// A calendar date; the date part where a time follows it.
fn date(text: &str) -> Option<NaiveDate> {
    believable_day(text.get(..10)?.parse().ok()?)
}

/// The related transaction, as far as a case shows it (§1.9).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Transaction {
    pub id: Option<String>,
    pub processed_at: Option<Timestamp>,
    pub amount: Option<i64>,
    pub currency: Option<String>,
    pub reference: Option<String>,
    pub text_on_statement: Option<String>,
    pub arn: Option<String>,
    pub threed_secure: Option<String>,
    pub threed_secure_status: Option<String>,
    pub threed_secure_version: Option<String>,
    pub scheme: Option<String>,
    pub last4: Option<String>,
    pub bin: Option<String>,
    pub country: Option<String>,
    pub rrn: Option<String>,
    pub region: Option<String>,
    pub recurring: Option<bool>,
    pub payment_method: Option<String>,
    /// From the networks' reports of fraud.
    pub fraud_type: Option<String>,
    pub fraud_date: Option<String>,
}

impl Transaction {
    pub(super) fn read(raw: &Value) -> Self {
        let fields = Fields::exact(raw);
        let secure = fields.child("3dsecure");
        let card = fields.child("card");
        let fraud = fields.child("fraud");
        Self {
            id: fields.text("id"),
            processed_at: fields.text("processed_at").as_deref().and_then(from_text),
            amount: fields.minor("amount"),
            currency: fields.text("currency"),
            reference: fields.text("reference"),
            text_on_statement: fields.text("text_on_statement"),
            arn: fields.text("arn"),
            threed_secure: fields.text("threed_secure"),
            threed_secure_status: secure.and_then(|s| s.text("status")),
            threed_secure_version: secure.and_then(|s| s.text("version")),
            scheme: card.and_then(|c| c.text("scheme")),
            last4: card.and_then(|c| c.text("last4")),
            bin: card.and_then(|c| c.text("bin")),
            country: card.and_then(|c| c.text("country")),
            rrn: fields.text("rrn"),
            region: fields.text("region"),
            recurring: fields.truth("recurring"),
            payment_method: fields.text("payment_method"),
            fraud_type: fraud.and_then(|f| f.text("type")),
            fraud_date: fraud.and_then(|f| f.text("date")),
        }
    }
}

/// A file at a dispute (§1.6).
pub(super) struct File {
    pub label: Option<String>,
    pub name: Option<String>,
    pub content_type: Option<String>,
    pub size: Option<u64>,
}

impl File {
    pub(super) fn read(raw: &Value) -> Self {
        let fields = Fields::exact(raw);
        Self {
            label: fields.text("label"),
            name: fields.text("name"),
            content_type: fields.text("content_type"),
            size: fields.int("size").and_then(|n| u64::try_from(n).ok()),
        }
    }
}

/// A remark (§1.7).
pub(super) struct Comment {
    pub body: Option<String>,
    pub created_at: Option<Timestamp>,
    pub author: Option<String>,
}

impl Comment {
    pub(super) fn read(raw: &Value) -> Self {
        let fields = Fields::exact(raw);
        let author = fields.child("_embedded").and_then(|e| e.child("author"));
        Self {
            body: fields.text("body"),
            created_at: fields.text("created_at").as_deref().and_then(from_text),
            author: author.and_then(|a| a.text("name").or_else(|| a.text("email"))),
        }
    }
}

/// The items that a collection embeds.
pub(super) fn items<'a>(collection: &'a Value, rel: &str) -> &'a [Value] {
    match collection.get("_embedded").and_then(|e| e.get(rel)) {
        Some(Value::Array(items)) => items,
        Some(one @ Value::Object(_)) => std::slice::from_ref(one),
        _ => &[],
    }
}
