//! Any number of further disputes: mostly long closed, as in a shop that has been open for years.

use std::collections::BTreeMap;

use super::{Case, Due, PLAIN, Paid, closed_cases, incoming, pay, payment, tell};
use crate::chance::Chance;
use crate::stripe::account::Account;
use crate::stripe::day::DAY;
use crate::stripe::dispute::Details;
use crate::stripe::money::{self};
use crate::stripe::object::Transaction;

const PRODUCTS: [&str; 8] = [
    "Hand grinder Brasa, steel",
    "Pour-over kettle Lysa",
    "Filter papers, 400 pieces",
    "Wool blanket Fjord",
    "Coffee sampler, four origins",
    "Moka pot Etna",
    "Travel coffee set Vandra",
    "Enamel pot Sotra",
];
const CARD_REASONS: [(&str, &str, &str); 6] = [
    ("fraudulent", "10.4", "4837"),
    ("product_not_received", "13.1", "4855"),
    ("product_unacceptable", "13.3", "4853"),
    ("credit_not_processed", "13.6", "4860"),
    ("duplicate", "12.6.1", "4834"),
    ("subscription_canceled", "13.2", "4841"),
];
const KLARNA_REASONS: [(&str, &str); 5] = [
    ("product_not_received", "goods_not_received"),
    ("credit_not_processed", "return"),
    ("product_unacceptable", "faulty_goods"),
    ("general", "incorrect_invoice"),
    ("fraudulent", "unauthorized_purchase"),
];
const CURRENCIES: [&str; 6] = ["eur", "sek", "dkk", "gbp", "usd", "brl"];
/// Of a hundred further disputes so many are still open.
const OPEN_PERCENT: u64 = 4;
/// The oldest disputes are this old, in days.
const OLDEST: u64 = 720;

/// Adds disputes until there are `wanted`.
pub(super) fn fill(account: &mut Account, seed: u64, wanted: usize, start: i64) {
    for number in account.disputes.len()..wanted {
        let mut chance = Chance::named(seed, &format!("bulk {number}"));
        let case = invent(&mut chance);
        let own = seed.wrapping_mul(31).wrapping_add(number as u64);
        if case.tenths_ago < 300 {
            tell(account, own, &case, start);
        } else {
            remember(account, own, &case, start, &mut chance);
        }
    }
}

fn invent(chance: &mut Chance) -> Case {
    let open = chance.percent(OPEN_PERCENT);
    let number = |n: u64| i64::try_from(n).unwrap_or(0);
    let tenths_ago = if open {
        number(chance.below(90))
    } else {
        350 + number(chance.below(OLDEST * 10 - 350))
    };
    let klarna = chance.percent(30);
    let (paid, reason) = if klarna {
        let (reason, code) = *chance.pick(&KLARNA_REASONS);
        (Paid::Klarna(code), reason)
    } else {
        let (reason, visa, mastercard) = *chance.pick(&CARD_REASONS);
        let (brand, code) = if chance.percent(60) {
            ("visa", visa)
        } else {
            ("mastercard", mastercard)
        };
        (Paid::Card(brand, "chargeback", Some(code)), reason)
    };
    let won = chance.percent(45);
    let inquiry = klarna && reason != "fraudulent";
    let status = match (open, inquiry) {
        (true, true) => "warning_needs_response",
        (true, false) => "needs_response",
        (false, true) if chance.percent(50) => "warning_closed",
        (false, _) if won => "won",
        _ => "lost",
    };
    let loss = closed_cases::CLOSED[usize::try_from(chance.below(4)).unwrap_or(0)].loss;
    Case {
        name: "bulk",
        buyer: usize::try_from(chance.below(1_000)).unwrap_or(0),
        order: "TM-00000",
        product: chance.pick::<&str>(&PRODUCTS),
        amount: 1_500 + number(chance.below(60_000)),
        currency: chance.pick::<&str>(&CURRENCIES),
        paid,
        reason,
        status,
        bought: 8 + number(chance.below(60)),
        tenths_ago,
        due: Due::After(match (inquiry, reason, klarna) {
            (true, ..) => 21,
            (_, "fraudulent", true) => 5,
            _ => 14,
        }),
        loss,
        ..PLAIN
    }
}

/// A dispute that was over long ago: only its books are left, no events.
fn remember(account: &mut Account, seed: u64, case: &Case, start: i64, chance: &mut Chance) {
    let opened = start - case.tenths_ago * DAY / 10;
    let mut charge = payment(account, seed, case, opened - case.bought * DAY, chance);
    let order = format!("TM-{}", chance.digits(5));
    charge.metadata = BTreeMap::from([("order_id".to_owned(), order)]);
    charge.disputed = true;
    let mut dispute = incoming(account, seed, case, &charge, opened);
    pay(account, charge);
    let taken = case.status != "warning_closed";
    dispute.refundable = case.status != "lost";
    if let (Details::Klarna { loss, .. }, "lost") = (&mut dispute.details, case.status) {
        *loss = Some(case.loss.to_owned());
    }
    if taken {
        dispute.submission_count = 1;
        dispute.submission_method = "manual";
        let klarna = dispute.is_klarna();
        let fee = if klarna {
            money::klarna(case.currency)
        } else {
            money::card_received(case.currency)
        };
        let mut book = |amount: i64, fee: i64, category: &'static str, at: i64, text: &str| {
            let transaction = Transaction {
                id: account.id("txn"),
                amount,
                fee,
                fee_text: "Dispute fee",
                currency: case.currency.into(),
                created: at,
                kind: "adjustment",
                category,
                description: format!("{text} for {}", dispute.charge),
                source: Some(dispute.id.clone()),
                charge: Some(dispute.charge.clone()),
            };
            dispute.transactions.push(transaction.id.clone());
            account.add_transaction(transaction);
        };
        book(
            -case.amount,
            fee,
            "dispute",
            opened,
            "Chargeback withdrawal",
        );
        if case.status == "won" {
            let back = if klarna { -fee } else { 0 };
            let at = opened + 30 * DAY;
            book(
                case.amount,
                back,
                "dispute_reversal",
                at,
                "Chargeback reversal",
            );
        }
    }
    account.add_dispute(dispute);
}
