//! An invented case for the tests of this folder and of the insights.

use serde_json::json;
use tvist_domain::balance::Booked;
use tvist_domain::dispute::{Customer, DueDate, Movement};
use tvist_domain::{
    AccountId, Category, Dispute, DisputeId, Money, NextStep, Provider, Reason, Stage, Status,
};
use tvist_store::StoredDispute;

/// A chargeback over 129.90 EUR that waits for an answer.
pub(crate) fn dispute(provider_id: &str) -> Dispute {
    Dispute {
        reference: Some("TM-10570".into()),
        network: Some("visa".into()),
        reason: Reason {
            category: Category::ProductNotReceived,
            provider_code: Some("product_not_received".into()),
            network_code: Some("13.1".into()),
        },
        due: DueDate::At(at("2026-11-30T22:59:59Z")),
        customer: Customer {
            name: Some("Alva Ekström".into()),
            email: Some("alva@example.test".into()),
            ..Customer::default()
        },
        movements: vec![movement("txn_1", -12_990, 2_000, "EUR")],
        raw: json!({"id": provider_id}),
        ..Dispute::bare(
            Provider::Stripe,
            provider_id,
            Stage::Chargeback,
            Status::NeedsResponse,
            Money::new(12_990, "EUR"),
            at("2026-11-03T08:00:00Z"),
        )
    }
}

/// Money that was booked on 3 November 2026, late in the evening of UTC.
pub(crate) fn movement(id: &str, amount: i64, fee: i64, currency: &str) -> Movement {
    Movement {
        id: id.to_owned(),
        at: at("2026-11-03T23:30:00Z"),
        amount: Money::new(amount, currency),
        fee: Money::new(fee, currency),
        kind: Booked::Dispute,
    }
}

/// The case as it is stored.
pub(crate) fn filed(dispute: Dispute) -> StoredDispute {
    StoredDispute {
        id: DisputeId::from_text(format!("dsp_{}", dispute.provider_id)),
        account: AccountId::from_text("acc_1"),
        known_at: dispute.opened_at,
        read_at: dispute.opened_at,
        ended_at: None,
        vanished_at: None,
        step: NextStep::Answer,
        dispute,
    }
}

pub(crate) fn at(text: &str) -> tvist_domain::clock::Timestamp {
    text.parse().expect("the tests write instants")
}
