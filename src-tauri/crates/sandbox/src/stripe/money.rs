//! Balance transactions and fees (stripe.md §9, §12.4).

use super::account::Account;
use super::dispute::Details;
use super::object::Transaction;

/// 17 June 2025: disputes opened from then on have the countered fee (stripe.md §9).
const COUNTERED_SINCE: i64 = 1_750_118_400;

/// Fee for a card chargeback received (stripe.md §9; third-party figures), in minor units.
pub(crate) fn card_received(currency: &str) -> i64 {
    match currency {
        "usd" | "cad" => 1_500,
        "aud" => 2_500,
        "sek" | "nok" => 20_000,
        "dkk" => 15_000,
        "jpy" => 1_500,
        "kwd" => 5_000,
        "brl" => 5_000,
        _ => 2_000,
    }
}

/// Fee for fighting a card chargeback, given back on a win (stripe.md §9). None in Mexico, Japan.
pub(crate) fn card_countered(currency: &str) -> i64 {
    match currency {
        "jpy" | "mxn" => 0,
        other => card_received(other),
    }
}

/// Klarna's single fee (stripe.md §12.4), in minor units.
pub(crate) fn klarna(currency: &str) -> i64 {
    match currency {
        "nok" | "dkk" | "sek" => 20_000,
        "pln" => 9_000,
        "czk" => 55_000,
        "usd" => 1_500,
        "aud" | "nzd" => 2_500,
        _ => 2_000,
    }
}

/// The network's fee for fighting a compliance case: 500 USD (stripe.md §11.2).
pub(crate) const COMPLIANCE_FEE_USD: i64 = 50_000;

impl Account {
    fn fee_line(&mut self, id: &str, at: i64, amount: i64, currency: &str, text: &str) {
        let charge = self.dispute(id).ok().map(|dispute| dispute.charge.clone());
        let transaction = Transaction {
            id: self.id("txn"),
            amount,
            fee: 0,
            fee_text: "",
            currency: currency.to_owned(),
            created: at,
            kind: "stripe_fee",
            category: "fee",
            description: format!("{text} ({id})"),
            source: None,
            charge,
        };
        self.add_transaction(transaction);
    }

    /// A line of its own in the balance, not inside the dispute (stripe.md §9); none for packets
    /// of Smart Disputes.
    pub(crate) fn take_counter_fee(&mut self, id: &str, at: i64, method: &str) {
        let Ok(dispute) = self.dispute(id) else {
            return;
        };
        // Not for Klarna, PayPal or an older dispute (stripe.md §9).
        let opened = dispute.escalated.unwrap_or(dispute.created);
        if !matches!(dispute.details, Details::Card { .. }) || opened < COUNTERED_SINCE {
            return;
        }
        let currency = dispute.currency.clone();
        let fee = card_countered(&currency);
        if method == "manual" && fee > 0 {
            self.fee_line(id, at, -fee, &currency, "Dispute countered fee");
        }
    }

    pub(crate) fn return_counter_fee(&mut self, id: &str, at: i64) {
        let end = format!("({id})");
        let taken: Vec<(i64, String)> = self
            .transactions
            .iter()
            .filter(|line| line.kind == "stripe_fee" && line.description.ends_with(&end))
            .map(|line| (line.amount, line.currency.clone()))
            .collect();
        for (amount, currency) in taken {
            self.fee_line(id, at, -amount, &currency, "Dispute fee returned");
        }
    }

    pub(crate) fn take_network_fee(&mut self, id: &str, at: i64) {
        self.fee_line(id, at, -COMPLIANCE_FEE_USD, "usd", "Compliance network fee");
    }
}
