//! Payments that a bank has warned of: some that can still be given back, some for which it is too late.

use super::{Case, PLAIN, Paid, incoming, pay, payment};
use crate::chance::Chance;
use crate::stripe::account::Account;
use crate::stripe::day::DAY;
use crate::stripe::object::Timer;
use crate::stripe::object::Warning;

/// One warning of the practice set.
struct Warned {
    /// The payment, and the dispute that would come of it.
    case: Case,
    fraud_type: &'static str,
    /// Hours from the warning to the start instant.
    hours_ago: i64,
    /// Minor units that were given back before.
    refunded: i64,
    /// Days after the start instant at which the buyer disputes it.
    disputed_in: Option<i64>,
}

const WARNED: &[Warned] = &[
    Warned {
        case: Case {
            name: "warned-stolen",
            buyer: 3,
            order: "TM-10641",
            product: "Hand grinder Brasa, steel",
            amount: 18_900,
            paid: Paid::Card("visa", "chargeback", Some("10.4")),
            parcel: Some(("DHL", "00340434161094033107")),
            reason: "fraudulent",
            bought: 6,
            ..PLAIN
        },
        fraud_type: "made_with_stolen_card",
        hours_ago: 9,
        refunded: 0,
        disputed_in: Some(4),
    },
    Warned {
        case: Case {
            name: "warned-part-refunded",
            buyer: 12,
            order: "TM-10637",
            product: "Espresso cups Lund, set of six",
            amount: 15_800,
            paid: Paid::Card("mastercard", "chargeback", Some("4837")),
            parcel: Some(("GLS", "50219340122")),
            reason: "fraudulent",
            bought: 11,
            ..PLAIN
        },
        fraud_type: "unauthorized_use_of_card",
        hours_ago: 31,
        refunded: 3_000,
        disputed_in: None,
    },
    Warned {
        case: Case {
            name: "warned-refunded",
            buyer: 9,
            order: "TM-10602",
            product: "Wool blanket Fjord",
            amount: 9_900,
            paid: Paid::Card("visa", "chargeback", Some("10.4")),
            reason: "fraudulent",
            bought: 14,
            ..PLAIN
        },
        fraud_type: "misc",
        hours_ago: 150,
        refunded: 9_900,
        disputed_in: None,
    },
];

/// The warnings of the practice set.
pub(super) fn tell(account: &mut Account, seed: u64, start: i64) {
    for warned in WARNED {
        add(account, seed, warned, start);
    }
    // The bank warned of one that is disputed by now, too.
    let disputed = account.disputes.iter().find(|d| d.case == "card-fraud-ce3");
    if let Some(dispute) = disputed {
        let warning = Warning {
            id: account.named_id(seed, "issfr", "warned-disputed"),
            charge: dispute.charge.clone(),
            payment_intent: dispute.payment_intent.clone(),
            created: dispute.created - 2 * DAY,
            fraud_type: "unauthorized_use_of_card".into(),
            actionable: false,
            case: "warned-disputed".into(),
            dispute: None,
        };
        account.warn(warning);
    }
}

/// A bank warns now of a payment like the first one. Returns the warning's id.
pub(super) fn add_now(account: &mut Account, at: i64, disputed_in: Option<i64>) -> Option<String> {
    let fresh = Warned {
        hours_ago: 0,
        disputed_in,
        case: WARNED.first()?.case,
        fraud_type: "made_with_stolen_card",
        refunded: 0,
    };
    let seed = u64::try_from(at).unwrap_or(0) ^ (account.warnings.len() as u64 + 1);
    Some(add(account, seed, &fresh, at))
}

fn add(account: &mut Account, seed: u64, warned: &Warned, start: i64) -> String {
    let case = &warned.case;
    let mut chance = Chance::named(seed, case.name);
    let at = start - warned.hours_ago * 3_600;
    let charge = payment(account, seed, case, at - case.bought * DAY, &mut chance);
    let (charge_id, payment_intent) = (charge.id.clone(), charge.payment_intent.clone());
    let dispute = incoming(account, seed, case, &charge, at);
    pay(account, charge);
    if warned.refunded > 0 {
        let reason = Some("requested_by_customer".to_owned());
        let metadata = std::collections::BTreeMap::new();
        account.book_refund(&charge_id, warned.refunded, reason, metadata, at - DAY);
    }
    let id = account.named_id(seed, "issfr", case.name);
    account.warn(Warning {
        id: id.clone(),
        charge: charge_id,
        payment_intent,
        created: at,
        fraud_type: warned.fraud_type.into(),
        actionable: false,
        case: case.name.into(),
        dispute: Some(Box::new(dispute)),
    });
    if let Some(days) = warned.disputed_in {
        account.set_timer(start + days * DAY, &id, Timer::Warned);
    }
    id
}
