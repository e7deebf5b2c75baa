//! Random walks through the life of disputes: whatever is asked, in whatever order, the books stay
//! right.

use chrono::DateTime;

use super::account::Account;
use super::dispute::Dispute;
use super::params::Params;
use super::sample::main_account;
use super::update::Update;
use super::{Settings, VERSION};
use crate::chance::Chance;

const WALKS: u64 = 120;
const STEPS: usize = 60;

fn account(seed: u64, start: i64) -> Account {
    main_account(&Settings {
        seed,
        start: DateTime::from_timestamp(start, 0).unwrap(),
        disputes: None,
        smart: seed.is_multiple_of(2),
        appeals: seed.is_multiple_of(3),
    })
}

/// One random act on one dispute; refusals are as welcome as effects.
fn step(account: &mut Account, id: &str, chance: &mut Chance, at: i64) {
    let texts = [
        "evidence[shipping_carrier]=DHL",
        "evidence[uncategorized_text]=winning_evidence",
        "evidence[uncategorized_text]=losing_evidence",
        "evidence[uncategorized_text]=escalate_inquiry_evidence",
        "evidence[appeal][card][reason_for_filing]=because",
        "evidence[enhanced_evidence][visa_compliance][fee_acknowledged]=true",
        "evidence[shipping_carrier]=",
        "metadata[a]=b",
    ];
    let submit = ["", "&submit=true", "&submit=false"];
    match chance.below(6) {
        0..=2 => {
            let form = format!("{}{}", chance.pick(&texts), chance.pick(&submit));
            let params = Params::parse(form.as_bytes());
            let update = Update {
                params: &params,
                version: VERSION,
                at,
            };
            let _ = account.update_dispute(id, &update);
        }
        3 => {
            let _ = account.concede(id, &Params::default(), at);
        }
        _ => {
            let charge = account.dispute(id).unwrap().charge.clone();
            let amount = if chance.percent(50) {
                String::new()
            } else {
                format!("&amount={}", 1 + chance.below(30_000))
            };
            let form = format!("charge={charge}{amount}");
            let _ = account.create_refund(&Params::parse(form.as_bytes()), at);
        }
    }
}

fn taken(account: &Account, dispute: &Dispute) -> i64 {
    dispute
        .transactions
        .iter()
        .filter_map(|id| account.transaction(id))
        .map(|line| line.amount)
        .sum()
}

fn assert_right(account: &Account, id: &str) {
    let dispute = account.dispute(id).unwrap();
    let status = dispute.status.as_str();
    let expected = match status {
        "needs_response"
        | "under_review"
        | "lost"
        | "appeal_needs_response"
        | "appeal_under_review" => -dispute.amount,
        "won"
        | "prevented"
        | "warning_needs_response"
        | "warning_under_review"
        | "warning_closed" => 0,
        _ => return,
    };
    assert_eq!(
        taken(account, dispute),
        expected,
        "{} {status}",
        dispute.case
    );
    let charge = &account.charges[&dispute.charge];
    assert!((0..=charge.amount).contains(&charge.amount_refunded));
    let refunded: i64 = account
        .refunds
        .iter()
        .filter(|refund| refund.charge == charge.id)
        .map(|refund| refund.amount)
        .sum();
    assert_eq!(refunded, charge.amount_refunded);
    if dispute.holds_money() {
        assert!(!dispute.refundable, "{} {status}", dispute.case);
    }
    let effects = account.effects.get(id).cloned().unwrap_or_default();
    let count = |act: &str| effects.get(act).copied().unwrap_or(0);
    assert!(count("close") + count("close_by_other") <= 1);
    // An inquiry's answer, the chargeback's and the appeal's; Klarna takes one alone.
    let most = if dispute.is_klarna() { 1 } else { 3 };
    assert!(
        count("submit") + count("submit_by_other") <= most,
        "{}",
        dispute.case
    );
}

/// What may follow what (stripe.md §4); a lost case turns only from the control side.
fn may_follow(before: &str, after: &str) -> bool {
    before == after
        || match before {
            "warning_needs_response" => after != "appeal_under_review",
            "warning_under_review" => !after.starts_with("appeal"),
            "needs_response" | "under_review" => !after.starts_with("warning"),
            "appeal_needs_response" | "appeal_under_review" => {
                ["won", "lost", "appeal_under_review"].contains(&after)
            }
            _ => false,
        }
}

#[test]
fn the_books_stay_right_whatever_is_asked() {
    let start = 1_795_323_600;
    let mut moves = std::collections::BTreeSet::new();
    for seed in 0..WALKS {
        let mut account = account(seed, start);
        let mut chance = Chance::named(seed, "walk");
        let ids: Vec<String> = account
            .disputes
            .iter()
            .map(|dispute| dispute.id.clone())
            .collect();
        let (id, mut at) = (chance.pick(&ids).clone(), start);
        for _ in 0..STEPS {
            let before = account.dispute(&id).unwrap().status.clone();
            if chance.percent(40) {
                let longest = if chance.percent(50) { 10 } else { 20 * 86_400 };
                at += i64::try_from(chance.below(longest)).unwrap();
                account.run_until(at);
            } else {
                step(&mut account, &id, &mut chance, at);
            }
            assert_right(&account, &id);
            let after = account.dispute(&id).unwrap().status.clone();
            assert!(may_follow(&before, &after), "{before} to {after}");
            moves.insert((before, after));
        }
    }
    // The walks really went somewhere.
    for (before, after) in [
        ("warning_needs_response", "needs_response"),
        ("warning_needs_response", "warning_closed"),
        ("needs_response", "under_review"),
        ("needs_response", "lost"),
        ("under_review", "won"),
        ("under_review", "lost"),
    ] {
        let made = moves.contains(&(before.to_owned(), after.to_owned()));
        assert!(made, "{before} to {after} never happened");
    }
}
