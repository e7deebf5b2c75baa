//! The practice set: a small shop's invented cases, told as histories that the server's own rules
//! then play out.

mod bulk;
mod buyers;
mod card_cases;
mod closed_cases;
mod klarna_cases;
mod odd_cases;
mod story;
mod warned;

use std::collections::BTreeMap;

use super::Settings;
use super::account::Account;
use super::charge::{Charge, Method, Parcel};
use super::day::{DAY, end_of_day};
use super::dispute::{Details, Dispute, Plan};
use super::object::Transaction;
use crate::chance::Chance;
use story::{Case, Due, PLAIN, Paid, STAGED_SHIPPING, Step};

const SHOP: &str = "Tallgren & Moss";
const DESCRIPTOR: &str = "TALLGREN MOSS";

/// The account the practice key belongs to.
pub(super) fn main_account(settings: &Settings) -> Account {
    let mut account = Account::new(settings.seed, SHOP);
    account.smart = settings.smart;
    account.appeals = settings.appeals;
    let start = settings.start.timestamp();
    let wanted = settings.disputes.unwrap_or(usize::MAX);
    for case in told().into_iter().take(wanted) {
        tell(&mut account, settings.seed, case, start);
    }
    match settings.disputes {
        Some(wanted) => bulk::fill(&mut account, settings.seed, wanted, start),
        // With a number of disputes asked for there are no others, now or later.
        None => warned::tell(&mut account, settings.seed, start),
    }
    account.sort();
    account.run_until(start);
    account.sort();
    account
}

/// All cases; a small set still has some of each kind.
fn told() -> Vec<&'static Case> {
    let kinds = [
        klarna_cases::KLARNA,
        card_cases::CARDS,
        closed_cases::CLOSED,
        odd_cases::ODD,
    ];
    let most = kinds.iter().map(|kind| kind.len()).max().unwrap_or(0);
    (0..most)
        .flat_map(|at| kinds.iter().filter_map(move |kind| kind.get(at)))
        .collect()
}

/// A second account, reached with the header `Stripe-Account`.
pub(super) fn connected_account(settings: &Settings) -> Account {
    let mut account = Account::new(settings.seed, "Tallgren & Moss Outlet");
    let start = settings.start.timestamp();
    for case in card_cases::CARDS.iter().take(2) {
        tell(&mut account, settings.seed.wrapping_add(1), case, start);
    }
    account.sort();
    account
}

/// More disputes come in now, like the named case or like the first ones in turn.
pub(super) fn add_now(
    account: &mut Account,
    like: Option<&str>,
    count: u64,
    at: i64,
) -> Result<Vec<String>, String> {
    let all = told();
    let chosen: Vec<&Case> = match like {
        Some(name) => all.into_iter().filter(|case| case.name == name).collect(),
        None => all
            .into_iter()
            .filter(|case| case.steps.is_empty() && case.status.ends_with("needs_response"))
            .collect(),
    };
    if chosen.is_empty() {
        return Err(format!("no case {}", like.unwrap_or_default()));
    }
    let mut ids = Vec::new();
    for (case, number) in chosen.iter().cycle().zip(0..count) {
        let fresh = Case {
            tenths_ago: 0,
            steps: &[],
            ..**case
        };
        let seed = u64::try_from(at).unwrap_or(0) ^ (account.disputes.len() as u64);
        ids.push(tell(account, seed.wrapping_add(number), &fresh, at));
    }
    Ok(ids)
}

/// A bank warns now of a new payment, which is disputed so many days later, if given. Returns the warning's id.
pub(super) fn warn_now(account: &mut Account, at: i64, days: Option<i64>) -> Option<String> {
    warned::add_now(account, at, days)
}

/// Builds one case and plays its history. Returns the dispute's id.
fn tell(account: &mut Account, seed: u64, case: &Case, start: i64) -> String {
    let mut chance = Chance::named(seed, case.name);
    let minute = i64::try_from(chance.below(50_000)).unwrap_or(0);
    let opened = start - case.tenths_ago * DAY / 10;
    let bought = opened - case.bought * DAY - minute;
    let shared = case.also.and_then(|name| {
        let id = account.named_id(seed, "ch", name);
        account.charges.get(&id).cloned()
    });
    let new = shared.is_none();
    let charge = match shared {
        Some(charge) => charge,
        None => payment(account, seed, case, bought, &mut chance),
    };
    let charge_id = charge.id.clone();
    let dispute = incoming(account, seed, case, &charge, opened);
    let id = dispute.id.clone();
    if new {
        earlier_payments(account, seed, case, &charge);
        pay(account, charge);
    }
    account.open(dispute);
    if case.status == "lost" {
        account.lose(&id, opened, case.loss, case.loss_late);
    }
    if case.status == "prevented" {
        let amount = case.part.unwrap_or(case.amount);
        account.book_refund(&charge_id, amount, None, BTreeMap::new(), opened);
    }
    for (days, step) in case.steps {
        play(account, &id, &charge_id, step, start - days * DAY);
    }
    id
}

fn play(account: &mut Account, id: &str, charge: &str, step: &Step, at: i64) {
    match step {
        Step::Escalated => account.escalate(id, at),
        Step::Staged(fields) => {
            if let Some(dispute) = account.dispute_mut(id) {
                for (name, text) in *fields {
                    dispute.evidence.insert((*name).into(), (*text).into());
                    dispute.prefilled.retain(|known| known != name);
                }
            }
        }
        Step::Submitted => account.submit(id, at, "manual", false),
        Step::Won => account.decide(id, at, true),
        Step::Lost => account.decide(id, at, false),
        Step::Closed => account.close(id, at, false),
        Step::Withdrawn => account.settle_inquiry(id, at),
        Step::Refunded(amount) => {
            let reason = Some("requested_by_customer".to_owned());
            account.book_refund(charge, *amount, reason, BTreeMap::new(), at);
            account.settle_by_refund(charge, *amount, at, false);
        }
    }
    // The past is not this run's doing: effects count from the start on.
    account.effects.remove(id);
}

fn payment(account: &Account, seed: u64, case: &Case, created: i64, chance: &mut Chance) -> Charge {
    let buyer = buyers::buyer(case.buyer);
    let (prefix, method) = match case.paid {
        Paid::Card(brand, ..) => (
            "ch",
            Method::Card {
                brand: brand.into(),
                last4: chance.digits(4),
                fingerprint: chance.letters(16),
                three_d_secure: case.secure.then_some("authenticated"),
            },
        ),
        Paid::Klarna(_) | Paid::Other(..) => ("py", Method::Klarna),
    };
    let mut metadata = BTreeMap::from([("order_id".to_owned(), case.order.to_owned())]);
    metadata.insert("customer_account_id".into(), buyer.account.clone());
    metadata.insert("customer_ip".into(), buyer.ip.clone());
    let named = |prefix: &str| account.named_id(seed, prefix, case.name);
    Charge {
        id: named(prefix),
        payment_intent: named("pi"),
        customer: account.named_id(seed, "cus", &buyer.email),
        amount: case.amount,
        amount_refunded: 0,
        currency: case.currency.into(),
        created,
        method,
        parcel: case.parcel.map(|(carrier, tracking)| Parcel {
            carrier: carrier.into(),
            tracking: tracking.into(),
        }),
        goods: case.goods,
        description: case.product.into(),
        metadata,
        descriptor: DESCRIPTOR.into(),
        receipt_number: format!("{}-{}", chance.digits(4), chance.digits(4)),
        transaction: named("txn"),
        disputed: false,
        buyer,
    }
}

/// Books a payment with its line in the balance.
fn pay(account: &mut Account, charge: Charge) {
    let fee = charge.amount * 15 / 1000 + 25;
    account.add_transaction(Transaction {
        id: charge.transaction.clone(),
        amount: charge.amount,
        fee,
        fee_text: "Stripe processing fees",
        currency: charge.currency.clone(),
        created: charge.created,
        kind: if charge.id.starts_with("py_") {
            "payment"
        } else {
            "charge"
        },
        category: "charge",
        description: charge.description.clone(),
        source: Some(charge.id.clone()),
        charge: Some(charge.id.clone()),
    });
    account.add_charge(charge);
}

/// Earlier payments by the same buyer with the same card (or, for duplicates, the twin).
fn earlier_payments(account: &mut Account, seed: u64, case: &Case, charge: &Charge) {
    for (number, days) in case.earlier.iter().enumerate() {
        let name = format!("{} earlier {number}", case.name);
        let mut prior = charge.clone();
        prior.id = account.named_id(seed, "ch", &name);
        prior.payment_intent = account.named_id(seed, "pi", &name);
        prior.transaction = account.named_id(seed, "txn", &name);
        prior.created = if *days == 0 {
            charge.created - 240
        } else {
            charge.created - days * DAY
        };
        if *days > 0 {
            prior.description = "Filter papers, 200 pieces".into();
            prior.amount = 1_190 + i64::try_from(number).unwrap_or(0) * 700;
        }
        let order = format!("{}-{}", case.order, number + 1);
        prior.metadata.insert("order_id".into(), order);
        pay(account, prior);
    }
}

fn incoming(account: &Account, seed: u64, case: &Case, charge: &Charge, opened: i64) -> Dispute {
    // Older objects have another prefix (stripe.md §3).
    let prefix = if case.tenths_ago > 1_000 { "dp" } else { "du" };
    // Test mode fills these two from the payment (stripe.md §3).
    let evidence = BTreeMap::from([
        ("customer_name".to_owned(), charge.buyer.name.clone()),
        ("customer_email_address".into(), charge.buyer.email.clone()),
    ]);
    Dispute {
        id: account.named_id(seed, prefix, case.name),
        amount: case.part.unwrap_or(case.amount),
        currency: case.currency.into(),
        charge: charge.id.clone(),
        payment_intent: charge.payment_intent.clone(),
        created: opened,
        status: case.status.into(),
        reason: case.reason.into(),
        details: details(case),
        refundable: false,
        eligibility: case.eligible.to_vec(),
        metadata: BTreeMap::new(),
        intended: (account.smart && case.smart).then(|| "prefer_manual".to_owned()),
        evidence,
        prefilled: vec!["customer_name", "customer_email_address"],
        compelling: None,
        fee_acknowledged: None,
        appeal: None,
        due_by: match case.due {
            Due::After(days) => Some(end_of_day(opened + days * DAY)),
            Due::Unknown => None,
            Due::Never => Some(0),
        },
        past_due: false,
        submission_count: 0,
        submission_method: "not_submitted",
        transactions: Vec::new(),
        extra: serde_json::Map::new(),
        plan: Plan {
            escalates: case.escalates,
            wins: case.wins,
            appeal: case.appeal,
            loss_code: case.loss,
            loss_code_late: case.loss_late,
            smart_packet: case.smart && case.packet,
            still: case.still,
        },
        case: case.name.to_owned(),
        escalated: None,
        refunded_since: 0,
    }
}

/// What the network says about a case.
fn details(case: &Case) -> Details {
    match case.paid {
        Paid::Card(brand, case_type, code) => Details::Card {
            brand: brand.into(),
            case_type: case_type.into(),
            network_reason: code.map(ToOwned::to_owned),
        },
        Paid::Klarna(reason) => Details::Klarna {
            reason: Some(reason.into()),
            loss: None,
        },
        Paid::Other(kind, member) => Details::Other {
            kind: kind.into(),
            members: serde_json::json!({member: "PP-D-48213", "reason_code": null}),
        },
    }
}
