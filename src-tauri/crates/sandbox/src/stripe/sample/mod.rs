//! The practice set: a small shop's invented cases, told as histories that the server's own rules
//! then play out.

mod bulk;
mod buyers;
mod cases;
mod closed_cases;

use std::collections::BTreeMap;

use super::Settings;
use super::account::Account;
use super::charge::{Charge, Method, Parcel};
use super::dispute::{Details, Dispute, Plan};
use super::life::{DAY, end_of_day};
use super::money::Transaction;
use crate::chance::Chance;

/// How a case was paid.
#[derive(Debug, Clone, Copy)]
pub(super) enum Paid {
    /// Brand, case type, the network's reason code.
    Card(&'static str, &'static str, Option<&'static str>),
    /// Klarna's reason.
    Klarna(&'static str),
    /// A method this server knows nothing about: its name and one member.
    Other(&'static str, &'static str),
}

/// When the answer is due.
#[derive(Debug, Clone, Copy)]
pub(super) enum Due {
    /// At the end of the UTC day so many days after the dispute came in.
    After(i64),
    /// No date is known.
    Unknown,
    /// `0`: no answer is possible.
    Never,
}

/// What happened since, with the days before the start instant at which it did.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    Escalated,
    Staged(&'static [(&'static str, &'static str)]),
    Submitted,
    Won,
    Lost,
    Closed,
    Withdrawn,
    /// Minor units.
    Refunded(i64),
}

/// One case of the practice set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Case {
    pub(super) name: &'static str,
    pub(super) buyer: usize,
    pub(super) order: &'static str,
    pub(super) product: &'static str,
    pub(super) goods: bool,
    /// Minor units.
    pub(super) amount: i64,
    pub(super) currency: &'static str,
    /// The disputed part, if it is not the whole.
    pub(super) part: Option<i64>,
    pub(super) paid: Paid,
    pub(super) secure: bool,
    pub(super) parcel: Option<(&'static str, &'static str)>,
    pub(super) reason: &'static str,
    pub(super) status: &'static str,
    /// Days from the payment to the dispute.
    pub(super) bought: i64,
    /// Days from the dispute to the start instant, in tenths.
    pub(super) tenths_ago: i64,
    pub(super) due: Due,
    pub(super) steps: &'static [(i64, Step)],
    pub(super) smart: bool,
    pub(super) wins: bool,
    pub(super) escalates: bool,
    pub(super) appeal: bool,
    pub(super) still: bool,
    pub(super) loss: &'static str,
    pub(super) loss_late: bool,
    pub(super) eligible: &'static [&'static str],
    /// Earlier payments with the same card, in days before the disputed one.
    pub(super) earlier: &'static [i64],
}

/// What most cases have in common.
pub(super) const PLAIN: Case = Case {
    name: "",
    buyer: 0,
    order: "",
    product: "",
    goods: true,
    amount: 0,
    currency: "eur",
    part: None,
    paid: Paid::Card("visa", "chargeback", None),
    secure: false,
    parcel: None,
    reason: "general",
    status: "needs_response",
    bought: 30,
    tenths_ago: 30,
    due: Due::After(14),
    steps: &[],
    smart: false,
    wins: true,
    escalates: false,
    appeal: false,
    still: false,
    loss: "reason_unspecified",
    loss_late: false,
    eligible: &[],
    earlier: &[],
};

const SHOP: &str = "Tallgren & Moss";
const DESCRIPTOR: &str = "TALLGREN MOSS";

/// The account the practice key belongs to.
pub(super) fn main_account(settings: &Settings) -> Account {
    let mut account = Account::new(settings.seed, SHOP);
    account.smart = settings.smart;
    account.appeals = settings.appeals;
    let start = settings.start.timestamp();
    let wanted = settings.disputes.unwrap_or(usize::MAX);
    let told = cases::OPEN.iter().chain(closed_cases::CLOSED);
    for case in told.take(wanted) {
        tell(&mut account, settings.seed, case, start);
    }
    if let Some(wanted) = settings.disputes {
        bulk::fill(&mut account, settings.seed, wanted, start);
    }
    account.sort();
    account.run_until(start);
    account.sort();
    account
}

/// A second account, reached with the header `Stripe-Account`.
pub(super) fn connected_account(settings: &Settings) -> Account {
    let mut account = Account::new(settings.seed, "Tallgren & Moss Outlet");
    let start = settings.start.timestamp();
    for case in cases::OPEN.iter().skip(3).take(2) {
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
    let all: Vec<&Case> = cases::OPEN.iter().chain(closed_cases::CLOSED).collect();
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

/// Builds one case and plays its history. Returns the dispute's id.
fn tell(account: &mut Account, seed: u64, case: &Case, start: i64) -> String {
    let mut chance = Chance::named(seed, case.name);
    let minute = i64::try_from(chance.below(50_000)).unwrap_or(0);
    let opened = start - case.tenths_ago * DAY / 10;
    let bought = opened - case.bought * DAY - minute;
    let charge = payment(account, seed, case, bought, &mut chance);
    let charge_id = charge.id.clone();
    earlier_payments(account, seed, case, &charge);
    let dispute = incoming(account, seed, case, &charge, opened);
    let id = dispute.id.clone();
    pay(account, charge);
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
    let details = match case.paid {
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
    };
    // Test mode fills these two from the payment (stripe.md §3).
    let evidence = BTreeMap::from([
        ("customer_name".to_owned(), charge.buyer.name.clone()),
        ("customer_email_address".into(), charge.buyer.email.clone()),
    ]);
    Dispute {
        id: account.named_id(seed, "du", case.name),
        amount: case.part.unwrap_or(case.amount),
        currency: case.currency.into(),
        charge: charge.id.clone(),
        payment_intent: charge.payment_intent.clone(),
        created: opened,
        status: case.status.into(),
        reason: case.reason.into(),
        details,
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
            smart_packet: case.smart,
            still: case.still,
        },
        case: case.name.to_owned(),
        escalated: None,
        refunded_since: 0,
    }
}
