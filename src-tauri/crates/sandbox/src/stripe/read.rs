//! Everything that only reads: lists and single objects (stripe.md §6).

use serde_json::{Value, json};

use super::account::Account;
use super::auth::Rights;
use super::error::Refusal;
use super::event::Types;
use super::page::{Created, Cursor, envelope};
use super::params::Params;
use crate::server::Answer;

const PAGING: [&str; 5] = [
    "created",
    "ending_before",
    "expand",
    "limit",
    "starting_after",
];

/// One reading request.
pub(crate) struct Reading<'a> {
    pub(crate) account: &'a Account,
    pub(crate) rights: &'a Rights,
    pub(crate) params: &'a Params,
    pub(crate) now: i64,
    pub(crate) base: &'a str,
}

/// What a reading gives.
pub(crate) enum Found {
    /// An object or list, still to be expanded.
    Object(Value),
    /// The bytes of a file.
    Bytes(Answer),
}

impl Reading<'_> {
    /// Answers the path, or nothing if there is no such route.
    pub(crate) fn answer(&self, path: &[&str]) -> Option<Result<Found, Refusal>> {
        if let ["v1", "files", id, "contents"] = path {
            return Some(self.contents(id));
        }
        let found = match path {
            ["v1", "disputes"] => self.disputes(),
            ["v1", "disputes", id] => self.dispute(id),
            ["v1", "radar", "early_fraud_warnings"] => self.warnings(),
            ["v1", "radar", "early_fraud_warnings", id] => self.warning(id),
            ["v1", "files"] => self.files(),
            ["v1", "files", id] => self.file(id),
            ["v1", "refunds"] => self.refunds(),
            ["v1", "refunds", id] => self.refund(id),
            ["v1", "balance_transactions"] => self.transactions(),
            ["v1", "balance_transactions", id] => self.transaction(id),
            ["v1", "events"] => self.events(),
            ["v1", "events", id] => self.event(id),
            ["v1", "charges", id] => self.charge(id),
            ["v1", "payment_intents", id] => self.intent(id),
            ["v1", "customers", id] => self.customer(id),
            ["v1", "account"] => self.only_expand().map(|()| self.account.render()),
            ["v1", "accounts", id] => self.own_account(id),
            ["v1", "balance"] => self.balance(),
            _ => return None,
        };
        Some(found.map(Found::Object))
    }

    fn need(&self, right: &str) -> Result<(), Refusal> {
        self.rights.need(right, &self.account.id)
    }

    fn only_expand(&self) -> Result<(), Refusal> {
        self.params.only(&["expand"])
    }

    fn paging(&self, more: &[&str]) -> Result<(Cursor, Created), Refusal> {
        let mut known = PAGING.to_vec();
        known.extend(more);
        self.params.only(&known)?;
        Ok((Cursor::of(self.params)?, Created::of(self.params)?))
    }

    fn disputes(&self) -> Result<Value, Refusal> {
        self.need("dispute_read")?;
        let (cursor, created) = self.paging(&["charge", "payment_intent"])?;
        let charge = self.params.text("charge")?;
        let intent = self.params.text("payment_intent")?;
        let rows = self.account.disputes.iter().rev().filter(|dispute| {
            created.holds(dispute.created)
                && charge.is_none_or(|id| id == dispute.charge)
                && intent.is_none_or(|id| id == dispute.payment_intent)
        });
        let (page, more) = cursor.cut(rows, |dispute| &dispute.id, "dispute")?;
        let data = page
            .into_iter()
            .map(|dispute| self.account.render_dispute(dispute, self.now))
            .collect();
        Ok(envelope("/v1/disputes", data, more))
    }

    fn dispute(&self, id: &str) -> Result<Value, Refusal> {
        self.need("dispute_read")?;
        self.only_expand()?;
        let dispute = self.account.dispute(id)?;
        Ok(self.account.render_dispute(dispute, self.now))
    }

    fn warnings(&self) -> Result<Value, Refusal> {
        self.need("early_fraud_warning_read")?;
        let (cursor, created) = self.paging(&["charge", "payment_intent"])?;
        let charge = self.params.text("charge")?;
        let intent = self.params.text("payment_intent")?;
        let rows = self.account.warnings.iter().rev().filter(|warning| {
            created.holds(warning.created)
                && charge.is_none_or(|id| id == warning.charge)
                && intent.is_none_or(|id| id == warning.payment_intent)
        });
        let (page, more) = cursor.cut(rows, |warning| &warning.id, "early_fraud_warning")?;
        let data = page
            .into_iter()
            .map(super::object::Warning::render)
            .collect();
        Ok(envelope("/v1/radar/early_fraud_warnings", data, more))
    }

    fn warning(&self, id: &str) -> Result<Value, Refusal> {
        self.need("early_fraud_warning_read")?;
        self.only_expand()?;
        self.account.warning(id).map(super::object::Warning::render)
    }

    fn files(&self) -> Result<Value, Refusal> {
        self.need("file_read")?;
        let (cursor, created) = self.paging(&["purpose"])?;
        let purpose = self.params.text("purpose")?;
        let rows = self.account.files.iter().rev().filter(|file| {
            created.holds(file.created) && purpose.is_none_or(|wanted| wanted == file.purpose)
        });
        let (page, more) = cursor.cut(rows, |file| &file.id, "file")?;
        let data = page
            .into_iter()
            .map(|file| file.render(self.base))
            .collect();
        Ok(envelope("/v1/files", data, more))
    }

    fn file(&self, id: &str) -> Result<Value, Refusal> {
        self.need("file_read")?;
        self.only_expand()?;
        self.account
            .file(id)
            .map(|file| file.render(self.base))
            .ok_or_else(|| Refusal::no_such("file", id, "file"))
    }

    fn contents(&self, id: &str) -> Result<Found, Refusal> {
        self.need("file_read")?;
        match self.account.file(id) {
            Some(file) if file.expires() > self.now => Ok(Found::Bytes(Answer::bytes(
                200,
                file.content_type(),
                file.bytes.clone(),
            ))),
            _ => Err(Refusal::no_such("file", id, "file")),
        }
    }

    fn refunds(&self) -> Result<Value, Refusal> {
        self.need("charge_read")?;
        let (cursor, created) = self.paging(&["charge", "payment_intent"])?;
        let charge = self.params.text("charge")?;
        let intent = self.params.text("payment_intent")?;
        let rows = self.account.refunds.iter().rev().filter(|refund| {
            created.holds(refund.created)
                && charge.is_none_or(|id| id == refund.charge)
                && intent.is_none_or(|id| id == refund.payment_intent)
        });
        let (page, more) = cursor.cut(rows, |refund| &refund.id, "refund")?;
        let data = page
            .into_iter()
            .map(super::object::Refund::render)
            .collect();
        Ok(envelope("/v1/refunds", data, more))
    }

    fn refund(&self, id: &str) -> Result<Value, Refusal> {
        self.need("charge_read")?;
        self.only_expand()?;
        self.account
            .refunds
            .iter()
            .find(|refund| refund.id == id)
            .map(super::object::Refund::render)
            .ok_or_else(|| Refusal::no_such("refund", id, "id"))
    }

    /// `source=du_…` finds nothing, `source=ch_…` finds what belongs to the charge, its disputes
    /// included (stripe.md §9, as observed).
    fn transactions(&self) -> Result<Value, Refusal> {
        self.need("balance_read")?;
        let (cursor, created) = self.paging(&["currency", "payout", "source", "type"])?;
        let kind = self.params.text("type")?;
        let currency = self.params.text("currency")?;
        let source = self.params.text("source")?;
        let payout = self.params.text("payout")?;
        let rows = self.account.transactions.iter().rev().filter(|line| {
            created.holds(line.created)
                && payout.is_none()
                && kind.is_none_or(|wanted| wanted == line.kind)
                && currency.is_none_or(|wanted| wanted == line.currency)
                && source.is_none_or(|wanted| {
                    line.charge.as_deref() == Some(wanted)
                        || (!wanted.starts_with("du_")
                            && !wanted.starts_with("dp_")
                            && line.source.as_deref() == Some(wanted))
                })
        });
        let (page, more) = cursor.cut(rows, |line| &line.id, "balance_transaction")?;
        let data = page.into_iter().map(|line| line.render(self.now)).collect();
        Ok(envelope("/v1/balance_transactions", data, more))
    }

    fn transaction(&self, id: &str) -> Result<Value, Refusal> {
        self.need("balance_read")?;
        self.only_expand()?;
        self.account
            .transaction(id)
            .map(|line| line.render(self.now))
            .ok_or_else(|| Refusal::no_such("balance_transaction", id, "id"))
    }

    fn events(&self) -> Result<Value, Refusal> {
        self.need("event_read")?;
        let (cursor, created) = self.paging(&["delivery_success", "type", "types"])?;
        let types = Types::of(self.params)?;
        // Nothing is ever delivered to a webhook here, so nothing ever failed.
        let wanted = self.params.boolean("delivery_success")? != Some(false);
        let rows = self
            .account
            .recent_events(self.now)
            .filter(|event| wanted && created.holds(event.created) && types.hold(&event.kind));
        let (page, more) = cursor.cut(rows, |event| &event.id, "event")?;
        let data = page.into_iter().map(|event| event.body.clone()).collect();
        Ok(envelope("/v1/events", data, more))
    }

    fn event(&self, id: &str) -> Result<Value, Refusal> {
        self.need("event_read")?;
        self.only_expand()?;
        self.account
            .recent_events(self.now)
            .find(|event| event.id == id)
            .map(|event| event.body.clone())
            .ok_or_else(|| Refusal::no_such("event", id, "id"))
    }

    fn charge(&self, id: &str) -> Result<Value, Refusal> {
        self.need("charge_read")?;
        self.only_expand()?;
        self.account.charge(id).map(super::charge::Charge::render)
    }

    fn intent(&self, id: &str) -> Result<Value, Refusal> {
        self.need("payment_intent_read")?;
        self.params.only(&["client_secret", "expand"])?;
        self.account
            .charge_of_intent(id)
            .map(super::charge::Charge::render_intent)
            .ok_or_else(|| Refusal::no_such("payment_intent", id, "intent"))
    }

    fn customer(&self, id: &str) -> Result<Value, Refusal> {
        self.need("customer_read")?;
        self.only_expand()?;
        self.account
            .charge_of_customer(id)
            .map(super::charge::Charge::render_customer)
            .ok_or_else(|| Refusal::no_such("customer", id, "id"))
    }

    fn own_account(&self, id: &str) -> Result<Value, Refusal> {
        self.need("connected_account_read")?;
        self.only_expand()?;
        if id == self.account.id {
            return Ok(self.account.render());
        }
        Err(Refusal::foreign_account(id))
    }

    fn balance(&self) -> Result<Value, Refusal> {
        self.need("balance_read")?;
        self.only_expand()?;
        let mut sums: std::collections::BTreeMap<&str, i64> = std::collections::BTreeMap::new();
        for line in &self.account.transactions {
            *sums.entry(&line.currency).or_default() += line.amount - line.fee;
        }
        let available: Vec<Value> = sums
            .into_iter()
            .map(|(currency, amount)| json!({"amount": amount, "currency": currency}))
            .collect();
        Ok(json!({
            "object": "balance", "available": available, "livemode": false, "pending": [],
        }))
    }
}
