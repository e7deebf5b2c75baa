//! One rule for the list and the case: filter, order, badge and what is shown agree, also where time or an act has moved a
//! case since it was read, and by the provider's clock.

use std::time::Duration;

use chrono::TimeDelta;
use serde_json::{Value, json};
use tvist_engine::clock::SystemClock;
use tvist_engine::domain::clock::Clock;
use tvist_sandbox::{Fault, FaultRule, Sandbox};
use tvist_tests::until;

use crate::support::answer::gather;
use crate::support::shop::{Shop, list, word};

const STEPS: [&str; 6] = [
    "answer",
    "talk_to_customer",
    "refund_or_wait",
    "wait",
    "look",
    "none",
];

fn group(step: &str) -> usize {
    match step {
        "answer" | "look" => 0,
        "talk_to_customer" | "refund_or_wait" => 1,
        "wait" => 2,
        _ => 3,
    }
}

/// Every filter gives exactly the cases that show its step, the order goes by what is shown, and so does the badge; the case
/// itself says the same. Gives the case's step.
#[track_caller]
fn one_rule(shop: &Shop, case: &str) -> String {
    let desk = shop.ok(&["disputes"]);
    let rows = list(&desk, "disputes");
    let groups: Vec<usize> = rows.iter().map(|r| group(word(r, "next_step"))).collect();
    assert!(groups.is_sorted(), "{groups:?}");
    for step in STEPS {
        let shown = rows.iter().filter(|r| r["next_step"] == step);
        let shown: Vec<&str> = shown.map(|r| word(r, "id")).collect();
        let filtered = shop.ok(&["disputes", "--step", step]);
        let listed: Vec<&str> = list(&filtered, "disputes")
            .iter()
            .map(|r| word(r, "id"))
            .collect();
        assert_eq!(listed, shown, "{step}");
        assert_eq!(filtered["total"], shown.len(), "{step}");
    }
    let whole = shop.ok(&["dispute", case]);
    let row = rows.iter().find(|r| r["id"] == whole["id"]);
    let row = row.expect("the case is on the desk");
    assert_eq!(row["next_step"], whole["next_step"]);
    assert_eq!(row["allowed"], whole["allowed"]);
    word(&whole, "next_step").to_owned()
}

#[test]
fn a_case_whose_fate_a_crash_left_open_is_listed_as_it_is_shown() {
    let shop = Shop::ready();
    let case = shop.case("klarna-faulty-goods");
    gather(&shop, &case);
    assert_eq!(one_rule(&shop, &case), "answer");
    let dying = shop.tvist.clone().env("TVIST_FAULT", "sent");
    assert_eq!(dying.run(&["submit", &case, "--confirm"]).code, None);
    assert_eq!(one_rule(&shop, &case), "look");
    shop.ok(&["reconcile"]);
    assert_eq!(one_rule(&shop, &case), "wait");
}

#[test]
fn an_answer_that_was_taken_and_not_read_since_waits_in_the_list_too() {
    let shop = Shop::ready();
    let case = shop.case("klarna-faulty-goods");
    gather(&shop, &case);
    let path = format!("/v1/disputes/{case}");
    let blind = Fault::ErrorBeforeApply {
        status: 503,
        cached: false,
    };
    let blind = FaultRule::next("GET", &path, blind)
        .nth(crate::support::answer::reads_before_sending("klarna-faulty-goods") + 1);
    shop.control().add_fault(blind.times(0));
    shop.ok(&["submit", &case, "--confirm"]);
    assert_eq!(one_rule(&shop, &case), "wait");
}

/// A shop whose provider is so far ahead of this machine, with dates that are over in a moment, by the provider's clock.
#[test]
fn a_date_that_is_over_at_the_provider_is_over_here_whatever_this_machines_clock_says() {
    for hours in [6, -6, 0] {
        let by = TimeDelta::hours(hours);
        let shop = Shop::open_with(|_| Sandbox::builder(SystemClock.now() + by));
        let _ = shop.add_account("Shop");
        let card = shop.case("card-not-received");
        let klarna = shop.case("klarna-return-inquiry");
        let due = shop.control().now() + TimeDelta::seconds(25);
        for case in [&card, &klarna] {
            let members = json!({"due_by": due.timestamp()});
            shop.does(json!({"act": "set", "dispute": case, "members": members}));
        }
        shop.ok(&["sync"]);
        let submit = json!("submit");
        assert_eq!(one_rule(&shop, &card), "answer", "{hours} h");
        assert_eq!(one_rule(&shop, &klarna), "refund_or_wait", "{hours} h");
        until(Duration::from_secs(60), "the date", || {
            (shop.control().now() > due + TimeDelta::seconds(3)).then_some(())
        });
        assert_eq!(one_rule(&shop, &card), "look", "{hours} h");
        assert_eq!(one_rule(&shop, &klarna), "look", "{hours} h: overdue");
        let whole = shop.ok(&["dispute", &card]);
        assert!(!list(&whole, "allowed").contains(&submit), "{hours} h");
        let rehearsal = shop.ok(&["submit", &card]);
        assert_eq!(rehearsal["ready"], false, "{hours} h: {rehearsal}");
    }
}

#[test]
fn two_faces_that_read_the_same_tell_it_once() {
    let shop = Shop::ready();
    let case = shop.case("card-not-received");
    shop.does(json!({"act": "other_submit", "dispute": case}));
    shop.control().set_latency(100);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| shop.ok(&["refresh", &case]));
        }
    });
    let dispute = shop.ok(&["dispute", &case]);
    let told: Vec<&Value> = list(&dispute, "timeline")
        .iter()
        .filter(|e| e["source"] == "observed")
        .collect();
    let mut kinds: Vec<&str> = told.iter().map(|e| word(e, "kind")).collect();
    let all = kinds.len();
    kinds.sort_unstable();
    kinds.dedup();
    assert!(!kinds.is_empty(), "{}", dispute["timeline"]);
    assert_eq!(kinds.len(), all, "{told:?}");
}

/// What the program holds it lists and gives without its provider, and says that it couldn't ask.
#[test]
fn what_was_sent_is_given_without_a_network() {
    let shop = Shop::open();
    let _ = shop.add_account_of("clearhaus");
    shop.ok(&["sync"]);
    let case = shop.case_of("clearhaus", "not-provided");
    let file = shop.file("first.txt", b"The parcel was sent on 4 November.");
    shop.ok(&["evidence", "add", &case, &file]);
    shop.ok(&["submit", &case, "--confirm"]);
    let asked = shop.ok(&["documents", &case]);
    assert_eq!(asked["unasked"], Value::Null, "{asked}");

    let cut = FaultRule::next("GET", "*", Fault::ResetBeforeApply);
    shop.control().add_fault(cut.times(0));
    let held = shop.ok(&["documents", &case]);
    let ours: Vec<&Value> = list(&held, "documents").iter().collect();
    assert_eq!(ours.len(), 1, "{held}");
    assert_eq!(ours[0]["origin"], "app");
    assert!(
        word(&held["unasked"], "kind").starts_with("provider_"),
        "{held}"
    );
    assert!(
        shop.text(&["documents", &case])
            .contains("couldn't be asked")
    );
    let out = shop.folder().join("again.pdf");
    let out = out.to_str().unwrap();
    shop.ok(&["documents", "get", &case, word(ours[0], "id"), "--out", out]);
    let receipts = shop.ok(&["receipts", &case]);
    let sent = &receipts["receipts"][0]["files"][0];
    assert_eq!(std::fs::metadata(out).unwrap().len(), sent["bytes"]);
}
