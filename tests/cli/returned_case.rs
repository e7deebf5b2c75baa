//! A case that comes back from review: told as such, its deadline armed again, and answered once more.

use serde_json::{Value, json};

use crate::support::shop::{Shop, list};

fn shop_with(provider: &str) -> Shop {
    let shop = Shop::open();
    let _ = shop.add_account_of(provider);
    let _ = shop.tvist.run(&["sync"]).expect(0);
    shop
}

#[test]
fn a_clearhaus_case_that_comes_back_is_answered_again() {
    let shop = shop_with("clearhaus");
    let case = shop.case_of("clearhaus", "not-provided");
    let first = shop.file("first.txt", b"The parcel was sent on 4 November.");
    let _ = shop
        .tvist
        .run(&["evidence", "add", &case, &first])
        .expect(0);
    let _ = shop.tvist.run(&["submit", &case, "--confirm"]).expect(0);
    let under_review = shop.tvist.run(&["dispute", &case]).expect(0);
    assert_eq!(under_review["status"], "under_review");
    assert!(!list(&under_review, "allowed").contains(&json!("submit")));

    let _ = shop
        .control()
        .act("clearhaus", &json!({"act": "return", "dispute": case}))
        .expect("the staff sends it back");
    let _ = shop.tvist.run(&["sync"]).expect(0);
    let back = shop.tvist.run(&["dispute", &case]).expect(0);
    assert_eq!(back["next_step"], "answer");
    assert!(list(&back, "allowed").contains(&json!("submit")));
    assert!(back["deadline"].is_object(), "its deadline is armed again");
    let told = |entry: &&Value| entry["kind"] == "returned";
    assert_eq!(list(&back, "timeline").iter().filter(told).count(), 1);

    let second = shop.file(
        "second.txt",
        b"The carrier's proof of delivery: 6 November, signed.",
    );
    let _ = shop
        .tvist
        .run(&["evidence", "add", &case, &second])
        .expect(0);
    let _ = shop.tvist.run(&["submit", &case, "--confirm"]).expect(0);
    assert_eq!(
        shop.control().effect("clearhaus", &case, "submit"),
        2,
        "once in each round"
    );
    let _ = shop.tvist.run(&["submit", &case, "--confirm"]).expect(3);
}

/// A second chargeback is answered like the first; an appeal with fields of its own is another provider's.
#[test]
fn a_clearhaus_case_of_the_second_round_is_answered_with_what_the_draft_holds() {
    let shop = shop_with("clearhaus");
    let case = shop.case_of("clearhaus", "second-round");
    let before = shop.tvist.run(&["dispute", &case]).expect(0);
    assert_eq!(before["stage"], "pre_arbitration");
    let _ = shop.tvist.run(&["submit", &case, "--confirm"]).expect(3);
    let words = "The buyer confirmed on 3 November that the goods arrived whole.";
    let text = ["evidence", "text", &case, "uncategorized_text", words];
    let _ = shop.tvist.run(&text).expect(0);
    let file = shop.file("scan.txt", b"The repair was refused by the buyer.");
    let _ = shop.tvist.run(&["evidence", "add", &case, &file]).expect(0);
    let check = shop.tvist.run(&["evidence", "check", &case]).expect(0);
    assert_eq!(check["ready"], true, "{check}");
    assert_eq!(check["meters"]["pages"], 2, "the letter and the file");
    let _ = shop.tvist.run(&["submit", &case, "--confirm"]).expect(0);
    assert_eq!(shop.control().effect("clearhaus", &case, "submit"), 1);
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
fn an_analysis_is_asked_for_once_and_followed() {
    let shop = shop_with("unico");
    let transactions = shop
        .control()
        .act("unico", &json!({"act": "transactions"}))
        .expect("there are some");
    let approved = transactions["transactions"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|t| {
            t["status"] == "approved" && t["type"].as_str().is_none_or(|kind| kind == "credit")
        })
        .and_then(|t| t["id"].as_str())
        .expect("one was approved")
        .to_owned();
    let paper = shop.file(
        "notice.pdf",
        &crate::support::papers::pdf(&["The acquirer's notice"]),
    );
    let created = "2026-11-01";
    let request = |cpf: &str, more: &[&str]| {
        let mut args = vec![
            "analysis",
            "request",
            "--transaction",
            &approved,
            "--created",
            created,
            "--requestor-cpf",
            cpf,
            "--name",
            "Ana Exemplo",
            "--reason",
            "Chargeback por fraude",
        ];
        args.extend(more);
        shop.tvist.run(&args)
    };
    let with_file = ["--file", paper.as_str(), "--confirm"];
    let _ = request("52998224725", &["--confirm"]).expect(3);
    let _ = request("11111111111", &with_file).expect(3);
    let _ = request("52998224725", &["--file", paper.as_str()]).expect(0);
    assert_eq!(
        shop.control().effect("unico", &approved, "analysis"),
        0,
        "a rehearsal sends nothing"
    );
    let asked = request("52998224725", &with_file).expect(0);
    assert!(asked["analysis"].is_string(), "{asked}");
    let _ = request("52998224725", &with_file).expect(3);
    assert_eq!(shop.control().effect("unico", &approved, "analysis"), 1);
    let followed = shop.tvist.run(&["analysis", "refresh"]).expect(0);
    assert_eq!(list(&followed, "analyses").len(), 1);

    // Whoever is at work on the case is not disturbed.
    let id = asked["id"].as_str().expect("it is a case of its own");
    let path = shop.folder().join(format!("data/case-{id}.lock"));
    let at_work = std::fs::File::create(path).expect("the lock is a file");
    at_work.lock().expect("nobody holds it");
    let identify = [
        "analysis",
        "identify",
        id,
        asked["analysis"].as_str().unwrap_or_default(),
    ];
    let busy = shop.tvist.run(&identify).expect(3);
    assert_eq!(crate::support::shop::codes(&busy), ["in_progress"]);
    drop(at_work);
    let _ = shop.tvist.run(&identify).expect(0);
}
