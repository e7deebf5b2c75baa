//! Refunds: what may be given back, and what that does to a dispute (stripe.md §8).

use std::collections::BTreeMap;

use super::account::Account;
use super::error::Refusal;
use super::object::{Refund, Transaction};
use super::params::Params;
use super::update::read_metadata;

const KNOWN: [&str; 9] = [
    "amount",
    "charge",
    "expand",
    "metadata",
    "payment_intent",
    "reason",
    "refund_application_fee",
    "reverse_transfer",
    "instructions_email",
];
const REASONS: [&str; 3] = ["duplicate", "fraudulent", "requested_by_customer"];

impl Account {
    /// `POST /v1/refunds`: returns the new refund's id.
    pub(crate) fn create_refund(&mut self, params: &Params, at: i64) -> Result<String, Refusal> {
        params.only(&KNOWN)?;
        let charge = self.charge_to_refund(params)?;
        let wanted = params.integer("amount")?;
        if let Some(amount) = wanted
            && amount < 1
        {
            return Err(Refusal::bad_integer("amount", &amount.to_string()));
        }
        let reason = params.text("reason")?.map(ToOwned::to_owned);
        if reason
            .as_deref()
            .is_some_and(|reason| !REASONS.contains(&reason))
        {
            return Err(Refusal::bad_param("reason", "Invalid reason."));
        }
        let mut metadata = BTreeMap::new();
        read_metadata(params, &mut metadata)?;
        let rest = self.refundable_rest(&charge)?;
        let amount = wanted.unwrap_or(rest);
        if amount > rest {
            return Err(Refusal::rule_about(
                "amount",
                format!(
                    "Refund amount ({amount}) is greater than unrefunded amount on charge ({rest})"
                ),
            ));
        }
        let id = self.book_refund(&charge, amount, reason, metadata, at);
        self.settle_by_refund(&charge, amount, at, false);
        Ok(id)
    }

    fn charge_to_refund(&self, params: &Params) -> Result<String, Refusal> {
        if let Some(id) = params.text("charge")? {
            return match self.charges.get(id) {
                Some(charge) => Ok(charge.id.clone()),
                None => Err(Refusal::names_nothing("charge", id, "charge")),
            };
        }
        let Some(id) = params.text("payment_intent")? else {
            return Err(Refusal::missing_param("charge"));
        };
        match self.charge_of_intent(id) {
            Some(charge) => Ok(charge.id.clone()),
            None => Err(Refusal::names_nothing(
                "payment_intent",
                id,
                "payment_intent",
            )),
        }
    }

    /// What may still be refunded; refuses while a chargeback holds the money.
    fn refundable_rest(&self, id: &str) -> Result<i64, Refusal> {
        let charge = self.charge(id)?;
        let held = self
            .disputes_of(id)
            .iter()
            .filter_map(|dispute| self.dispute(dispute).ok())
            .any(super::dispute::Dispute::holds_money);
        if held {
            return Err(Refusal::about_charge(
                "charge_disputed",
                id,
                format!("Charge {id} has been charged back; cannot issue a refund."),
            ));
        }
        if charge.refundable() <= 0 {
            return Err(Refusal::about_charge(
                "charge_already_refunded",
                id,
                format!("Charge {id} has already been refunded."),
            ));
        }
        Ok(charge.refundable())
    }

    /// Books a refund and tells it.
    pub(crate) fn book_refund(
        &mut self,
        charge: &str,
        amount: i64,
        reason: Option<String>,
        metadata: BTreeMap<String, String>,
        at: i64,
    ) -> String {
        let (currency, payment_intent) = match self.charges.get(charge) {
            Some(charge) => (charge.currency.clone(), charge.payment_intent.clone()),
            None => return String::new(),
        };
        let id = self.id(if charge.starts_with("py_") {
            "pyr"
        } else {
            "re"
        });
        let transaction = self.id("txn");
        self.add_transaction(Transaction {
            id: transaction.clone(),
            amount: -amount,
            fee: 0,
            fee_text: "",
            currency: currency.clone(),
            created: at,
            kind: "refund",
            category: "refund",
            description: format!("Refund for {charge}"),
            source: Some(id.clone()),
            charge: Some(charge.to_owned()),
        });
        let refund = Refund {
            id: id.clone(),
            amount,
            currency,
            charge: charge.to_owned(),
            payment_intent,
            created: at,
            reason,
            status: "succeeded".into(),
            failure_reason: None,
            metadata,
            transaction,
        };
        let body = refund.render();
        self.refunds.push(refund);
        if let Some(charge) = self.charges.get_mut(charge) {
            charge.amount_refunded += amount;
        }
        self.record("refund.created", at, &body, None);
        self.record_charge("charge.refunded", charge, at);
        self.review_warnings(charge, at);
        id
    }

    /// A refund of the whole disputed amount settles Klarna's inquiry, and a smaller one leaves the rest
    /// (stripe.md §12.1); a card's is settled by nothing less than the whole payment (§8).
    pub(crate) fn settle_by_refund(&mut self, charge: &str, amount: i64, at: i64, by_other: bool) {
        let rest = self
            .charges
            .get(charge)
            .map_or(0, super::charge::Charge::refundable);
        for id in self.warnings_of(charge) {
            self.count(&id, "refund", by_other);
        }
        for id in self.disputes_of(charge) {
            self.count(&id, "refund", by_other);
            let Some(dispute) = self.dispute_mut(&id) else {
                continue;
            };
            dispute.refunded_since += amount;
            if rest <= 0 {
                dispute.refundable = false;
            }
            let open = dispute.is_inquiry() && dispute.status != "warning_closed";
            let by_part = dispute.is_klarna() && dispute.refunded_since >= dispute.amount;
            if open && (by_part || rest <= 0) {
                self.settle_inquiry(&id, at);
            }
        }
    }
}
