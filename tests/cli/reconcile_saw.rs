//! An outcome that reading can't tell: the owner's word settles it, is kept as the owner's word, and sends nothing.

use serde_json::{Value, json};
use tvist_sandbox::{Fault, FaultRule};

use crate::support::answer::gather;
use crate::support::answer::reads_before_sending;
use crate::support::shop::{Shop, codes, list};

const CASE: &str = "klarna-faulty-goods";

fn unreadable() -> Fault {
    Fault::ErrorBeforeApply {
        status: 503,
        cached: false,
    }
}

/// An answer whose fate nobody knows, while reads go wrong in a way.
fn in_doubt(lost: Fault, reads: Fault) -> (Shop, String) {
    let shop = Shop::ready();
    let case = shop.case(CASE);
    gather(&shop, &case);
    let path = format!("/v1/disputes/{case}");
    let control = shop.control();
    control.add_fault(FaultRule::next("POST", &path, lost));
    control.add_fault(
        FaultRule::next("GET", &path, reads)
            .nth(reads_before_sending(CASE) + 1)
            .times(0),
    );
    let error = shop.ends(5, &["submit", &case, "--confirm"]);
    assert_eq!(error["error"]["kind"], "outcome_unknown");
    (shop, case)
}

fn posts(shop: &Shop, case: &str) -> usize {
    let path = format!("/v1/disputes/{case}");
    shop.writes()
        .iter()
        .filter(|write| write.path == path)
        .count()
}

fn told(shop: &Shop, case: &str, kind: &str) -> Vec<Value> {
    let dispute = shop.ok(&["dispute", case]);
    let entries = list(&dispute, "timeline").iter();
    entries.filter(|e| e["kind"] == kind).cloned().collect()
}

#[test]
fn what_reading_cant_tell_the_owner_may_and_it_is_kept_as_the_owners_word() {
    // The case moved, but to a word that nobody has heard of.
    let (shop, case) = in_doubt(
        Fault::ResetBeforeApply,
        Fault::UnknownFields { words: true },
    );
    let open = shop.ends(5, &["reconcile"]);
    assert_eq!(open["submissions"][0]["state"], "unknown", "{open}");
    let sent = posts(&shop, &case);

    let stated = shop.ok(&["reconcile", &case, "--saw", "not_arrived"]);
    assert_eq!(stated["submissions"][0]["state"], "not_arrived", "{stated}");
    assert_eq!(stated["submissions"][0]["note"], "owner");
    assert_eq!(posts(&shop, &case), sent, "a word sends nothing");
    let receipts = shop.ok(&["receipts", &case]);
    let statement = &receipts["receipts"][0]["statement"];
    assert_eq!(statement["said"], "not_arrived", "{receipts}");
    assert!(statement["at"].is_string() && statement["by"].is_string());
    let told = told(&shop, &case, "seen_missing");
    assert_eq!(told.len(), 1);
    assert_eq!(told[0]["source"], "owner");
    assert_eq!(told[0]["detail"], statement["by"]);
    assert!(
        shop.text(&["receipts", &case]).contains("stated"),
        "a person reads it too"
    );

    shop.control().clear_faults();
    shop.ok(&["submit", &case, "--confirm"]);
    assert_eq!(shop.effect(&case, "submit"), 1);
}

#[test]
fn that_nothing_arrived_is_not_taken_when_reading_proves_otherwise_or_cant_be_done() {
    let (shop, case) = in_doubt(Fault::ResetAfterApply, unreadable());
    let refused = shop.ends(3, &["reconcile", &case, "--saw", "not_arrived"]);
    assert_eq!(codes(&refused), ["reading_needed"]);
    let dispute = shop.ok(&["dispute", &case]);
    assert_eq!(dispute["submissions"][0]["state"], "unknown");

    shop.control().clear_faults();
    let settled = shop.ok(&["reconcile", &case, "--saw", "not_arrived"]);
    assert_eq!(settled["submissions"][0]["state"], "accepted", "{settled}");
    assert_eq!(settled["submissions"][0]["note"], "read");
    let receipts = shop.ok(&["receipts", &case]);
    assert_eq!(receipts["receipts"][0]["statement"], Value::Null);
    shop.ends(3, &["submit", &case, "--confirm"]);
    assert_eq!(shop.effect(&case, "submit"), 1, "never a second one");
}

#[test]
fn that_it_arrived_is_taken_without_a_reading_and_may_be_taken_back() {
    let (shop, case) = in_doubt(Fault::ResetBeforeApply, unreadable());
    let stated = shop.ok(&["reconcile", &case, "--saw", "arrived"]);
    assert_eq!(stated["submissions"][0]["state"], "accepted", "{stated}");
    assert_eq!(told(&shop, &case, "seen_arrived").len(), 1);
    shop.control().clear_faults();
    // A word isn't proof: while the provider still waits for an answer, the owner is reminded.
    let dispute = shop.ok(&["refresh", &case]);
    let safe = dispute["deadline"]["safe_at"].as_str().expect("a deadline");
    let ladder = shop.ok(&[
        "reminders",
        "--from",
        "2000-01-01T00:00:00Z",
        "--to",
        "2100-01-01T00:00:00Z",
    ]);
    let reminds = |r: &&Value| r["dispute"] == dispute["id"] && r["at"] == safe;
    assert_eq!(
        list(&ladder, "reminders").iter().filter(reminds).count(),
        1,
        "{ladder}"
    );
    // Nor does it leave the owner's sight: it isn't among those that only wait, and what silence does stays said.
    assert_eq!(dispute["next_step"], "look", "{dispute}");
    assert_eq!(dispute["submissions"][0]["on_a_word"], true);
    assert_eq!(dispute["if_nothing"]["outcome"], "lost");
    assert!(!list(&dispute, "allowed").contains(&json!("submit")));
    let step = |step: &str| {
        let desk = shop.ok(&["disputes", "--step", step]);
        let mut cases = list(&desk, "disputes").iter();
        cases.any(|row| row["id"] == dispute["id"])
    };
    assert!(step("look") && !step("wait"));
    let rows = shop.ok(&["disputes"]);
    let place = |id: &Value| {
        list(&rows, "disputes")
            .iter()
            .position(|row| row["id"] == *id)
    };
    let first_waiting = list(&rows, "disputes")
        .iter()
        .position(|row| row["next_step"] == "wait");
    assert!(
        place(&dispute["id"]) < first_waiting,
        "above what only waits"
    );
    shop.ends(3, &["submit", &case, "--confirm"]);

    // It was a slip, and reading doesn't contradict.
    let stated = shop.ok(&["reconcile", &case, "--saw", "not_arrived"]);
    assert_eq!(stated["submissions"][0]["state"], "not_arrived", "{stated}");
    assert_eq!(shop.effect(&case, "submit"), 0);
    shop.ok(&["submit", &case, "--confirm"]);
    assert_eq!(shop.effect(&case, "submit"), 1);
    let dispute = shop.ok(&["dispute", &case]);
    let states: Vec<&Value> = list(&dispute, "submissions")
        .iter()
        .map(|s| &s["state"])
        .collect();
    assert_eq!(states, [&json!("not_arrived"), &json!("accepted")]);
}

#[test]
fn without_an_open_question_there_is_nothing_to_state() {
    let shop = Shop::ready();
    let case = shop.case(CASE);
    let error = shop.ends(1, &["reconcile", &case, "--saw", "arrived"]);
    assert_eq!(error["error"]["kind"], "not_found");
    shop.ends(2, &["reconcile", &case]);
    shop.ends(2, &["reconcile", "--saw", "arrived"]);
    shop.ends(2, &["reconcile", &case, "--saw", "perhaps"]);
}
