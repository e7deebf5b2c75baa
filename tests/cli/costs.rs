//! What an act costs is said before it is done and booked as it was; refunds already made are facts.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::answer::gather;
use crate::support::shop::{Shop, codes, list, word};

/// The movements of a case: kind and minor units.
fn moved(dispute: &Value) -> Vec<(&str, i64)> {
    let moved = list(dispute, "moved").iter();
    moved
        .map(|one| (word(one, "kind"), one["amount"]["minor"].as_i64().unwrap()))
        .collect()
}

#[test]
fn what_answering_a_card_costs_is_named_before_and_booked_after() {
    let shop = Shop::ready();
    let case = shop.case("card-not-received");
    gather(&shop, &case);
    let before = shop.ok(&["dispute", &case]);
    let cost = &before["costs"]["submit"][0];
    assert_eq!(cost["kind"], "countered_fee");
    assert_eq!(cost["source"], "assumed");
    assert_eq!(cost["returned_on_win"], true);
    let amount = cost["amount"]["minor"].as_i64().unwrap();
    assert!(amount > 0, "{cost}");
    let rehearsal = shop.ok(&["submit", &case]);
    assert_eq!(rehearsal["costs"], before["costs"]["submit"]);
    let text = shop.text(&["submit", &case]);
    assert!(
        text.contains("for fighting it, back if won (assumed, as of 2026-10-09)"),
        "{text}"
    );

    shop.ok(&["submit", &case, "--confirm"]);
    let after = shop.ok(&["refresh", &case]);
    assert!(
        moved(&after).contains(&("countered_fee", -amount)),
        "{after}"
    );
    let both = before["fee"]["minor"].as_i64().unwrap() + amount;
    assert_eq!(after["fee"]["minor"], both);
    let disputed = after["amount"]["minor"].as_i64().unwrap();
    assert_eq!(after["at_risk"]["minor"], disputed + both, "fees included");
    let fates: Vec<&str> = list(&after["standing"], "fees")
        .iter()
        .map(|fee| word(fee, "fate"))
        .collect();
    assert_eq!(fates, ["kept", "withheld"]);

    shop.does(json!({"act": "decide", "dispute": case, "won": true}));
    shop.ok(&["sync"]);
    let won = shop.ok(&["dispute", &case]);
    assert!(moved(&won).contains(&("countered_fee", amount)), "{won}");
    assert_eq!(won["standing"]["fees"][1]["fate"], "given_back");
}

#[test]
fn what_a_klarna_answer_and_an_inquiry_cost_is_nothing_with_a_page_that_says_so() {
    let shop = Shop::ready();
    for name in ["klarna-faulty-goods", "card-inquiry"] {
        let dispute = shop.ok(&["dispute", &shop.case(name)]);
        assert_eq!(dispute["costs"]["submit"], json!([]), "{name}");
        let page = word(&dispute["costs"]["said_by"], "submit");
        assert!(page.starts_with("https://"), "{page}");
    }
}

#[test]
fn a_case_that_is_lost_in_part_counts_with_what_is_gone() {
    let shop = Shop::ready();
    let case = shop.case("card-under-review");
    let amount = shop.ok(&["dispute", &case])["amount"]["minor"]
        .as_i64()
        .unwrap();
    let currency = word(&shop.ok(&["dispute", &case])["amount"], "currency").to_owned();
    let lost = |shop: &Shop| {
        let insights = shop.ok(&["insights"]);
        let sums = list(&insights["lost"], "money").iter();
        let mut sums = sums.filter(|sum| sum["currency"] == currency.as_str());
        sums.next().map_or(0, |sum| sum["minor"].as_i64().unwrap())
    };
    let before = lost(&shop);
    shop.does(json!({"act": "decide", "dispute": case, "returned": 4_000}));
    shop.ok(&["sync"]);
    let dispute = shop.ok(&["dispute", &case]);
    assert_eq!(dispute["status"], "lost");
    assert_eq!(dispute["standing"]["outcome"]["minor"], amount - 4_000);
    assert_eq!(dispute["standing"]["given_back"]["minor"], 4_000);
    assert_eq!(lost(&shop) - before, amount - 4_000);
}

#[test]
fn a_card_inquiry_that_was_refunded_in_part_is_still_open_and_its_refund_is_the_first_evidence() {
    let shop = Shop::ready();
    let case = shop.case("card-inquiry");
    let whole = shop.ok(&["dispute", &case])["amount"]["minor"]
        .as_i64()
        .unwrap();
    // Only a part is disputed: the refund of it leaves something of the payment.
    let part = whole - 1_000;
    shop.does(json!({"act": "set", "dispute": case, "members": {"amount": part}}));
    shop.ok(&["refresh", &case]);
    let rehearsal = shop.ok(&["refund", &case]);
    assert_eq!(rehearsal["amount"]["minor"], part);
    assert_eq!(rehearsal["leaves_open"], true);
    shop.ok(&["refund", &case, "--confirm"]);
    let after = shop.ok(&["refresh", &case]);
    assert_eq!(after["status"], "needs_response");
    assert_eq!(after["next_step"], "answer");
    let allowed = list(&after, "allowed");
    assert!(
        allowed.contains(&json!("submit")) && !allowed.contains(&json!("refund")),
        "{after}"
    );
    assert!(!after["deadline"].is_null());
    assert_eq!(moved(&after), [("refund", -part)]);
    let refund = &after["refunds"][0];
    assert_eq!(refund["amount"]["minor"], part);
    assert_eq!(refund["status"], "succeeded");
    assert!(word(refund, "reference").starts_with("745"));
    let first = &after["evidence"]["slots"][0];
    assert_eq!(
        (word(first, "slot"), word(first, "weight")),
        ("refund_proof", "deciding")
    );
    let told = shop.ok(&["submit", &case])["fields"]["refund_refusal_explanation"].clone();
    let told = told.as_str().unwrap();
    assert!(
        told.contains(word(refund, "reference")) && told.contains(word(refund, "id")),
        "{told}"
    );
    assert_eq!(shop.effect(&case, "refund"), 1);
}

#[test]
fn a_refund_pays_no_more_than_is_left_and_warns_of_the_one_before() {
    let shop = Shop::ready();
    let case = shop.case("klarna-return-inquiry");
    let whole = shop.ok(&["dispute", &case])["amount"]["minor"]
        .as_i64()
        .unwrap();
    let charge = shop.ok(&["dispute", &case])["transaction"]["id"].clone();
    let key = shop.secret_key();
    let url = format!("{}/v1/refunds", shop.api_base());
    let paid = ureq::post(&url)
        .header("authorization", format!("Bearer {key}"))
        .send_form([("charge", charge.as_str().unwrap()), ("amount", "4500")]);
    assert!(paid.is_ok(), "{paid:?}");
    shop.ok(&["sync"]);
    let dispute = shop.ok(&["dispute", &case]);
    assert_eq!(dispute["refunds"][0]["amount"]["minor"], 4_500);
    assert_eq!(dispute["standing"]["refunded"]["whole"], false);
    let rehearsal = shop.ok(&["refund", &case]);
    assert_eq!(rehearsal["amount"]["minor"], whole - 4_500);
    assert_eq!(rehearsal["ready"], true);
    assert_eq!(codes(&rehearsal), ["refunded_before"]);
    shop.ok(&["refund", &case, "--confirm"]);
    assert_eq!(shop.effect(&case, "refund"), 2, "somebody's and ours");
}

#[test]
fn a_refund_that_fails_is_noticed_by_its_event() {
    let shop = Shop::ready();
    let case = shop.case("card-inquiry");
    shop.does(json!({"act": "other_refund", "dispute": case}));
    shop.ok(&["sync"]);
    let closed = shop.ok(&["dispute", &case]);
    assert_eq!(closed["standing"]["refunded"]["whole"], true);
    let refund = word(&closed["refunds"][0], "id").to_owned();
    shop.control().advance(TimeDelta::hours(30));
    shop.does(json!({"act": "fail_refund", "refund": refund}));
    shop.ok(&["sync"]);
    let after = shop.ok(&["dispute", &case]);
    assert_eq!(after["refunds"][0]["status"], "failed", "{after}");
    assert_eq!(after["standing"]["refunded"], Value::Null);
    let timeline = list(&after, "timeline");
    assert!(
        timeline
            .iter()
            .any(|entry| entry["kind"] == "refund_failed")
    );
}
