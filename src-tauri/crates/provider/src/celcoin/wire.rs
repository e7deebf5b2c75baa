//! Celcoin's objects as they come. Names are matched whatever their case: page and sample disagree (celcoin.md §2.3).

use crate::lenient::Fields;
use chrono::{NaiveDate, NaiveDateTime};
use serde_json::Value;
use tvist_domain::clock::{Timestamp, believable, from_text};
use tvist_domain::rules::celcoin::ZONE;
use tvist_domain::zone;

/// A reference to another object, by Celcoin's id and by the merchant's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Pointer {
    pub galax_pay_id: Option<String>,
    pub my_id: Option<String>,
}

/// A chargeback (§2.3).
pub(super) struct Chargeback<'a> {
    pub galax_pay_id: String,
    pub created_at: Option<Timestamp>,
    pub expire: Option<Timestamp>,
    pub process: Option<String>,
    /// Cents of BRL.
    pub value: i64,
    pub status: String,
    pub description: Option<String>,
    /// When documents were sent, as told; none before that.
    pub documents: Option<String>,
    pub transaction: Pointer,
    pub bill: Pointer,
    pub raw: &'a Value,
}

impl<'a> Chargeback<'a> {
    /// # Errors
    /// What is missing: the id or the value.
    pub(super) fn read(raw: &'a Value) -> Result<Self, &'static str> {
        let fields = Fields::any_case(raw);
        Ok(Self {
            galax_pay_id: fields.text("galaxPayId").ok_or("no id")?,
            created_at: fields.text("createdAt").as_deref().and_then(instant),
            expire: fields.text("expire").as_deref().and_then(instant),
            process: fields.text("process"),
            value: fields.minor("value").ok_or("no value")?,
            status: fields.text("status").unwrap_or_default(),
            description: fields.text("description"),
            documents: documents(raw),
            transaction: pointer(fields, "Transaction"),
            bill: pointer(fields, "PaymentBill"),
            raw,
        })
    }
}

/// When a chargeback was made, as told.
pub(super) fn created(raw: &Value) -> Option<Timestamp> {
    let text = Fields::any_case(raw).text("createdAt")?;
    instant(&text)
}

/// When documents were sent; a node without a time counts as well.
pub(super) fn documents(raw: &Value) -> Option<String> {
    let node = Fields::any_case(raw)
        .list("DocumentsChargeback")
        .into_iter()
        .next_back()?;
    let empty = node
        .value()
        .as_object()
        .is_none_or(serde_json::Map::is_empty);
    (!empty).then(|| node.text("createdAt").unwrap_or_default())
}

pub(super) fn pointer(fields: Fields<'_>, name: &str) -> Pointer {
    let child = fields.child(name);
    Pointer {
        galax_pay_id: child.and_then(|c| c.text("galaxPayId")),
        my_id: child.and_then(|c| c.text("myId")),
    }
}

/// A text without an offset is meant in São Paulo and taken literally, midnight too (§2.3). One that names no date that
/// can be is none.
pub(super) fn instant(text: &str) -> Option<Timestamp> {
    if let Some(at) = from_text(text) {
        return Some(at);
    }
    let local = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
        .into_iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        .or_else(|| text.parse::<NaiveDate>().ok()?.and_hms_opt(0, 0, 0))?;
    believable(zone::instant(local, ZONE))
}

/// Whether an answer is a page of a list at all, be it an empty one: an error that comes with HTTP 200 must not be taken
/// for an empty list.
pub(super) fn is_page(page: &Value, name: &str) -> bool {
    let fields = Fields::any_case(page);
    fields.get(name).is_some() || fields.int("totalQtdFoundInPage").is_some()
}

/// The rows of a page of a list. What the page says of their number isn't believed: paging by a number that may mean
/// something else could pass a case over in silence (§2.3).
pub(super) fn rows<'a>(page: &'a Value, name: &str) -> &'a [Value] {
    match Fields::any_case(page).get(name) {
        Some(Value::Array(rows)) => rows.as_slice(),
        Some(one @ Value::Object(_)) => std::slice::from_ref(one),
        _ => &[],
    }
}
