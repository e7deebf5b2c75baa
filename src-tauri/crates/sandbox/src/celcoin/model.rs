//! Chargebacks, charges and the webhook (celcoin.md §2.3–§2.7).

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde_json::{Map, Value, json};

use crate::server::{Delivery, Effects};

/// São Paulo: three hours behind UTC all year.
const ZONE_SECONDS: i32 = -3 * 3_600;

/// A moment as the API writes it: local time of São Paulo without an offset.
pub(crate) fn local_text(at: i64) -> String {
    local(at).format("%Y-%m-%d %H:%M:%S").to_string()
}

/// The local day of a moment.
pub(crate) fn local_day(at: i64) -> NaiveDate {
    local(at).date_naive()
}

fn local(at: i64) -> DateTime<FixedOffset> {
    let utc = DateTime::from_timestamp(at, 0).unwrap_or_default();
    match FixedOffset::east_opt(ZONE_SECONDS) {
        Some(zone) => utc.with_timezone(&zone),
        None => utc.fixed_offset(),
    }
}

/// One chargeback with its payment.
#[derive(Debug, Clone)]
pub(crate) struct Chargeback {
    pub(crate) id: u64,
    pub(crate) case: String,
    pub(crate) created: i64,
    pub(crate) expire: i64,
    pub(crate) process: String,
    /// Cents of BRL.
    pub(crate) value: i64,
    pub(crate) status: String,
    pub(crate) description: String,
    /// When documents were sent.
    pub(crate) documents: Option<i64>,
    /// How many, and how many bytes together.
    pub(crate) received: (usize, usize),
    pub(crate) payment: Payment,
    pub(crate) wins: bool,
    pub(crate) extra: Map<String, Value>,
}

/// The payment behind a chargeback.
#[derive(Debug, Clone)]
pub(crate) struct Payment {
    pub(crate) transaction: u64,
    pub(crate) transaction_own: String,
    /// The single charge; none for a subscription.
    pub(crate) charge: Option<(u64, String)>,
    pub(crate) tid: String,
    pub(crate) authorization: String,
    pub(crate) paid: i64,
    pub(crate) customer: &'static str,
    pub(crate) document: &'static str,
    pub(crate) product: &'static str,
}

impl Chargeback {
    /// The entity; parts of transaction and charge go inside.
    pub(crate) fn render(&self) -> Value {
        let mut body = json!({
            "galaxPayId": self.id, "createdAt": local_text(self.created),
            "expire": local_text(self.expire), "process": self.process, "value": self.value,
            "status": self.status, "description": self.description,
            "DocumentsChargeback": self.documents.map(|at| json!({"createdAt": local_text(at)})),
            "Transaction": {
                "galaxPayId": self.payment.transaction, "myId": self.payment.transaction_own,
            },
        });
        if let Value::Object(members) = &mut body {
            if let Some((id, own)) = &self.payment.charge {
                members.insert("PaymentBill".into(), json!({"galaxPayId": id, "myId": own}));
            }
            for (name, value) in &self.extra {
                members.insert(name.clone(), value.clone());
            }
        }
        body
    }

    pub(crate) fn render_transaction(&self) -> Value {
        let payment = &self.payment;
        json!({
            "galaxPayId": payment.transaction, "myId": payment.transaction_own,
            "value": self.value, "payday": local_day(payment.paid).to_string(), "installment": 1,
            "statusDate": local_text(self.created), "status": "chargeback", "fee": 0,
            "statusDescription": "Chargeback", "tid": payment.tid,
            "authorizationCode": payment.authorization, "reasonDenied": null,
            "AbecsReasonDenied": null,
        })
    }

    pub(crate) fn render_charge(&self) -> Option<Value> {
        let (id, own) = self.payment.charge.as_ref()?;
        Some(json!({
            "galaxPayId": id, "myId": own, "value": self.value,
            "additionalInfo": self.payment.product, "status": "closed",
            "payday": local_day(self.payment.paid).to_string(), "mainPaymentMethodId": "creditcard",
            "Customer": {
                "name": self.payment.customer, "document": self.payment.document,
                "emails": ["cliente@example.com"],
            },
            "Transactions": [self.render_transaction()],
        }))
    }
}

/// Where changes are told, and the word that proves it.
#[derive(Debug, Clone)]
pub(crate) struct Webhook {
    pub(crate) url: String,
    pub(crate) events: Vec<String>,
    pub(crate) hash: String,
}

/// Everything the server knows.
#[derive(Clone, Default)]
pub(crate) struct Books {
    /// Newest first.
    pub(crate) chargebacks: Vec<Chargeback>,
    pub(crate) webhook: Option<Webhook>,
    pub(crate) outbox: Vec<Delivery>,
    pub(crate) timers: BTreeMap<(i64, u64), (u64, Timer)>,
    pub(crate) timer_count: u64,
    pub(crate) effects: BTreeMap<String, Effects>,
}

impl Books {
    pub(crate) fn find(&self, id: u64) -> Option<&Chargeback> {
        self.chargebacks.iter().find(|found| found.id == id)
    }

    pub(crate) fn find_mut(&mut self, id: u64) -> Option<&mut Chargeback> {
        self.chargebacks.iter_mut().find(|found| found.id == id)
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

    /// Tells the webhook about a chargeback.
    pub(crate) fn tell(&mut self, id: u64) {
        let Some(webhook) = self.webhook.clone() else {
            return;
        };
        let event = "chargeback.update";
        if !webhook.events.iter().any(|known| known == event) {
            return;
        }
        if let Some(found) = self.find(id) {
            let whole = found.render();
            let mut entity = whole.clone();
            if let Value::Object(members) = &mut entity {
                members.remove("Transaction");
                members.remove("PaymentBill");
            }
            let mut body = json!({
                "event": event, "confirmHash": webhook.hash, "Chargeback": entity,
                "Transaction": whole["Transaction"],
            });
            if let Some(charge) = whole.get("PaymentBill") {
                body["PaymentBill"] = charge.clone();
            }
            self.outbox.push(Delivery {
                url: webhook.url,
                body,
            });
        }
    }
}

/// Something that time brings about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Timer {
    /// The time for documents is over.
    Expired,
    /// The analysis is done.
    Decided,
}
