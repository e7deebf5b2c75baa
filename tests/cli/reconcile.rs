//! Refusals and lost answers: exit codes 4 and 5, and what `reconcile` makes of them.

use std::time::Duration;

use serde_json::{Value, json};
use tvist_sandbox::{Fault, FaultRule};
use tvist_tests::until;

use crate::support::answer::{gather, reads_before_sending};
use crate::support::shop::{Shop, codes, list};

const CASE: &str = "klarna-faulty-goods";

#[test]
fn a_refusal_of_the_provider_is_told_in_its_words() {
    let shop = Shop::ready();
    let case = shop.case(CASE);
    gather(&shop, &case);
    let fault = Fault::ErrorBeforeApply {
        status: 400,
        cached: false,
    };
    let path = format!("/v1/disputes/{case}");
    shop.control()
        .add_fault(FaultRule::next("POST", &path, fault));
    let error = shop.ends(4, &["submit", &case, "--confirm"]);
    assert_eq!(error["error"]["kind"], "provider_refused");
    assert_eq!(error["error"]["provider_error"]["status"], 400);
    assert!(
        error["error"]["provider_error"]["message"]
            .as_str()
            .is_some_and(|words| !words.is_empty())
    );
    let dispute = shop.ok(&["dispute", &case]);
    assert_eq!(dispute["submissions"][0]["state"], "refused");
    assert_eq!(shop.effect(&case, "submit"), 0);

    shop.ok(&["submit", &case, "--confirm"]);
    assert_eq!(shop.effect(&case, "submit"), 1);
}

#[test]
fn a_lost_answer_that_reading_proves_is_no_question() {
    let shop = Shop::ready();
    let case = shop.case(CASE);
    gather(&shop, &case);
    let path = format!("/v1/disputes/{case}");
    shop.control()
        .add_fault(FaultRule::next("POST", &path, Fault::ResetAfterApply));
    let outcome = shop.ok(&["submit", &case, "--confirm"]);
    assert_eq!(outcome["submission"]["state"], "accepted");
    assert_eq!(shop.effect(&case, "submit"), 1);
}

#[test]
fn an_outcome_that_nobody_knows_blocks_until_it_is_settled() {
    let shop = Shop::ready();
    let case = shop.case(CASE);
    gather(&shop, &case);
    let path = format!("/v1/disputes/{case}");
    let blind = Fault::ErrorBeforeApply {
        status: 503,
        cached: false,
    };
    let control = shop.control();
    control.add_fault(FaultRule::next("POST", &path, Fault::ResetAfterApply));
    control.add_fault(
        FaultRule::next("GET", &path, blind.clone())
            .nth(reads_before_sending(CASE) + 1)
            .times(0),
    );
    let error = shop.ends(5, &["submit", &case, "--confirm"]);
    assert_eq!(error["error"]["kind"], "outcome_unknown");
    assert_eq!(shop.effect(&case, "submit"), 1, "it did arrive");

    control.clear_faults();
    control.add_fault(FaultRule::next("GET", &path, blind).times(0));
    let open = shop.ends(5, &["reconcile"]);
    assert_eq!(open["submissions"][0]["state"], "unknown", "{open}");
    let dispute = shop.ok(&["dispute", &case]);
    assert!(!list(&dispute, "allowed").contains(&json!("submit")));
    let rehearsal = shop.ok(&["submit", &case]);
    assert_eq!(rehearsal["ready"], false);
    assert!(
        codes(&rehearsal).contains(&"outcome_unknown".to_owned()),
        "{rehearsal}"
    );
    shop.ends(5, &["submit", &case, "--confirm"]);

    control.clear_faults();
    let settled = shop.ok(&["reconcile"]);
    assert_eq!(settled["submissions"][0]["state"], "accepted", "{settled}");
    assert_eq!(shop.ok(&["reconcile"]), json!({"submissions": []}));
    assert_eq!(shop.effect(&case, "submit"), 1, "never a second one");
    let posts = shop.writes().into_iter().filter(|write| write.path == path);
    assert_eq!(posts.count(), 1, "settled by reading");
}

#[test]
fn what_never_arrived_may_be_done_again() {
    let shop = Shop::ready();
    let case = shop.case("card-not-received");
    let path = format!("/v1/disputes/{case}/close");
    shop.control()
        .add_fault(FaultRule::next("POST", &path, Fault::ResetBeforeApply).times(0));
    let first = shop.tvist.run(&["accept", &case, "--confirm"]);
    assert!(matches!(first.code, Some(1 | 5)), "{first:?}");
    assert_eq!(shop.effect(&case, "close"), 0);
    shop.control().clear_faults();
    shop.ok(&["reconcile"]);
    let dispute = shop.ok(&["dispute", &case]);
    assert_eq!(
        dispute["submissions"][0]["state"], "not_arrived",
        "{}",
        dispute["submissions"]
    );
    assert!(list(&dispute, "allowed").contains(&json!("accept")));
    shop.ok(&["accept", &case, "--confirm"]);
    assert_eq!(shop.effect(&case, "close"), 1);
}

/// The refund of a payment, as the provider lists it.
fn refund_of(shop: &Shop, charge: &str) -> Option<String> {
    let url = format!("{}/v1/refunds?charge={charge}", shop.api_base());
    let bearer = format!("Bearer {}", shop.secret_key());
    let answer = ureq::get(&url).header("authorization", &bearer).call();
    let listed: Value = answer.ok()?.body_mut().read_json().ok()?;
    listed["data"][0]["id"].as_str().map(str::to_owned)
}

/// stripe.md §8: a refund can turn `failed`, when nobody hears the answer that made it.
#[test]
fn a_refund_that_failed_behind_a_lost_answer_is_a_refusal() {
    let shop = Shop::ready();
    let case = shop.case("klarna-return-inquiry");
    let cases = shop.at_provider();
    let about = cases.iter().find(|known| known["id"] == case.as_str());
    let charge = about.and_then(|known| known["charge"].as_str()).unwrap();
    let silent = Fault::Silence {
        ms: 4_000,
        applied: true,
    };
    shop.control()
        .add_fault(FaultRule::next("POST", "/v1/refunds", silent));
    let outcome = std::thread::scope(|scope| {
        let refund = scope.spawn(|| shop.tvist.run(&["refund", &case, "--confirm"]));
        let id = until(Duration::from_secs(60), "the refund", || {
            refund_of(&shop, charge)
        });
        shop.does(json!({"act": "fail_refund", "refund": id}));
        refund.join().unwrap()
    });
    let error = outcome.expect(4);
    assert_eq!(error["error"]["kind"], "provider_refused", "{error}");
    let dispute = shop.ok(&["dispute", &case]);
    assert_eq!(dispute["submissions"][0]["state"], "refused");
    assert_eq!(shop.ok(&["reconcile"]), json!({"submissions": []}));
    assert_eq!(shop.effect(&case, "refund"), 1, "never a second one");
}
