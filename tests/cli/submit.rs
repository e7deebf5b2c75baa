//! `submit`, `accept`, `refund`, `receipts`, `documents`: once, and only with `--confirm`.

use std::fs;

use serde_json::{Value, json};

use crate::support::answer::gather;
use crate::support::shop::{Shop, codes, list, word};

fn allowed(shop: &Shop, case: &str) -> Vec<Value> {
    let dispute = shop.ok(&["dispute", case]);
    list(&dispute, "allowed").clone()
}

#[test]
fn an_answer_is_rehearsed_then_sent_once() {
    let shop = Shop::ready();
    let case = shop.case("klarna-faulty-goods");
    gather(&shop, &case);
    let rehearsal = shop.ok(&["submit", &case]);
    assert_eq!(rehearsal["rehearsal"], true);
    assert_eq!(rehearsal["ready"], true, "{rehearsal}");
    assert_eq!(rehearsal["fields"]["shipping_carrier"], "DHL");
    assert_eq!(list(&rehearsal, "files").len(), 1);
    assert_eq!(shop.writes(), [], "a rehearsal sends nothing");
    assert_eq!(shop.effect(&case, "submit"), 0);

    let outcome = shop.ok(&["submit", &case, "--confirm"]);
    assert_eq!(outcome["submission"]["state"], "accepted");
    assert_eq!(outcome["submission"]["kind"], "submit");
    assert_eq!(shop.effect(&case, "submit"), 1);
    let writes = shop.writes();
    let submits: Vec<_> = writes
        .iter()
        .filter(|write| write.path.ends_with(&case))
        .collect();
    assert_eq!(submits.len(), 1, "{writes:?}");
    assert_eq!(
        submits[0].submit.as_deref(),
        Some("true"),
        "always explicit"
    );
    assert!(
        writes.iter().all(|write| write.keyed),
        "every write carries its key"
    );

    let dispute = shop.ok(&["dispute", &case]);
    assert_eq!(dispute["status"], "under_review");
    assert!(!list(&dispute, "allowed").contains(&json!("submit")));
    assert_eq!(dispute["submissions"][0]["state"], "accepted");
    assert_eq!(
        dispute["submissions"][0]["request_id"],
        outcome["submission"]["request_id"]
    );

    let again = shop.ends(3, &["submit", &case, "--confirm"]);
    assert!(
        codes(&again).contains(&"already_answered".to_owned()),
        "{again}"
    );
    assert_eq!(shop.effect(&case, "submit"), 1);
}

#[test]
fn the_receipt_says_what_was_sent_and_the_documents_give_it_back() {
    let shop = Shop::ready();
    let case = shop.case("klarna-faulty-goods");
    gather(&shop, &case);
    assert_eq!(shop.ok(&["receipts", &case]), json!({"receipts": []}));
    let pack = shop.folder().join("pack");
    let manifest = shop.ok(&["evidence", "pack", &case, "--out", pack.to_str().unwrap()]);
    shop.ok(&["submit", &case, "--confirm"]);

    let receipts = shop.ok(&["receipts", &case]);
    let receipt = &list(&receipts, "receipts")[0];
    assert_eq!(receipt["kind"], "submit");
    assert_eq!(receipt["state"], "accepted");
    assert!(word(receipt, "request_id").starts_with("req_"));
    assert_eq!(receipt["answer"]["id"], case);
    assert_eq!(
        receipt["fields"]["shipping_tracking_number"],
        "00340434161094021501"
    );
    assert_eq!(
        receipt["files"][0]["sha256"],
        manifest["files"][0]["sha256"]
    );

    let documents = shop.ok(&["documents", &case]);
    let document = &list(&documents, "documents")[0];
    assert_eq!(document["origin"], "app");
    let out = shop.folder().join("sent.pdf");
    let out_text = out.to_str().unwrap();
    shop.ok(&[
        "documents",
        "get",
        &case,
        word(document, "id"),
        "--out",
        out_text,
    ]);
    let packed = pack.join(word(&manifest["files"][0], "path"));
    assert_eq!(fs::read(out).unwrap(), fs::read(packed).unwrap());
    let nowhere = shop.folder().join("no such folder").join("sent.pdf");
    let args = [
        "documents",
        "get",
        &case,
        word(document, "id"),
        "--out",
        nowhere.to_str().unwrap(),
    ];
    assert_eq!(shop.tvist.run(&args).expect(1)["error"]["kind"], "file");
}

#[test]
fn an_acceptance_is_rehearsed_then_done_once() {
    let shop = Shop::ready();
    let case = shop.case("card-not-received");
    let rehearsal = shop.ok(&["accept", &case]);
    assert_eq!(rehearsal["ready"], true, "{rehearsal}");
    assert_eq!(shop.writes(), []);
    let outcome = shop.ok(&["accept", &case, "--confirm"]);
    assert_eq!(outcome["submission"]["state"], "accepted");
    assert_eq!(shop.effect(&case, "close"), 1);
    assert_eq!(shop.ok(&["dispute", &case])["status"], "lost");
    shop.ends(3, &["accept", &case, "--confirm"]);
    assert_eq!(shop.effect(&case, "close"), 1);
}

#[test]
fn a_klarna_inquiry_is_refunded_and_never_answered() {
    let shop = Shop::ready();
    let case = shop.case("klarna-return-inquiry");
    assert!(allowed(&shop, &case).contains(&json!("refund")));
    assert!(!allowed(&shop, &case).contains(&json!("submit")));
    gather(&shop, &case);
    let rehearsal = shop.ok(&["submit", &case]);
    assert_eq!(
        rehearsal["ready"], false,
        "a rehearsal says so and ends well"
    );
    let refused = shop.ends(3, &["submit", &case, "--confirm"]);
    assert!(
        codes(&refused).contains(&"inquiry_takes_no_evidence".to_owned()),
        "{refused}"
    );
    assert_eq!(shop.writes(), []);

    let rehearsal = shop.ok(&["refund", &case]);
    assert_eq!(
        rehearsal["amount"],
        json!({"minor": 129_900, "currency": "SEK"})
    );
    assert_eq!(shop.writes(), []);
    let outcome = shop.ok(&["refund", &case, "--confirm"]);
    assert_eq!(outcome["submission"]["kind"], "refund");
    assert_eq!(shop.effect(&case, "refund"), 1);
    assert_eq!(shop.ok(&["dispute", &case])["status"], "closed");
    shop.ends(3, &["refund", &case, "--confirm"]);
    assert_eq!(shop.effect(&case, "refund"), 1);
}

#[test]
fn an_open_chargeback_is_not_refunded() {
    let shop = Shop::ready();
    let case = shop.case("card-not-received");
    assert!(!allowed(&shop, &case).contains(&json!("refund")));
    let refused = shop.ends(3, &["refund", &case, "--confirm"]);
    assert!(!codes(&refused).is_empty());
    assert_eq!(shop.writes(), []);
}

#[test]
fn what_changed_at_the_provider_meanwhile_stops_the_act() {
    let shop = Shop::ready();
    let case = shop.case("klarna-faulty-goods");
    gather(&shop, &case);
    shop.does(json!({"act": "other_submit", "dispute": case}));
    let refused = shop.ends(3, &["submit", &case, "--confirm"]);
    assert!(!codes(&refused).is_empty(), "{refused}");
    assert_eq!(shop.effect(&case, "submit"), 0);
    assert_eq!(shop.effect(&case, "submit_by_other"), 1);
}

#[test]
fn people_see_every_field_before_it_is_sent() {
    let shop = Shop::ready();
    let case = shop.case("klarna-faulty-goods");
    gather(&shop, &case);
    let text = shop.text(&["submit", &case]);
    assert!(text.starts_with("Rehearsal: nothing was sent."), "{text}");
    for part in [
        "shipping_carrier",
        "DHL",
        "00340434161094021501",
        "Hand grinder Brasa, steel",
        "pages",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let text = shop.text(&["submit", &case, "--confirm"]);
    assert!(text.contains("accepted"), "{text}");
    assert!(shop.text(&["receipts", &case]).contains("req_"));
}

#[test]
fn stripe_has_no_comments() {
    let shop = Shop::ready();
    let case = shop.case("klarna-faulty-goods");
    let error = shop.ends(1, &["comments", &case]);
    assert!(
        word(&error["error"], "kind").starts_with("provider_"),
        "{error}"
    );
}
