//! `sync`: what it brings, what it counts, and how it fails.

use serde_json::{Value, json};

use crate::support::shop::{Shop, list, word};

fn one(document: &Value) -> &Value {
    let accounts = list(document, "accounts");
    assert_eq!(accounts.len(), 1, "{document}");
    &accounts[0]
}

#[test]
fn everything_comes_once_and_then_only_what_changed() {
    let shop = Shop::open();
    let account = shop.add_account("Shop");
    let first = shop.ok(&["sync"]);
    let all = shop.at_provider().len();
    assert_eq!(one(&first)["account"], account["id"]);
    assert_eq!(one(&first)["ok"], true);
    assert_eq!(one(&first)["new"], all);
    assert_eq!(one(&first)["error"], Value::Null);
    assert_eq!(one(&first)["requests"], shop.control().requests().len());
    assert!(
        one(&first)["seconds"]
            .as_f64()
            .is_some_and(|seconds| seconds > 0.0)
    );

    let second = shop.ok(&["sync", "--account", word(&account, "id")]);
    assert_eq!(one(&second)["new"], 0);
    assert_eq!(one(&second)["changed"], 0);

    let inquiry = shop.case("card-inquiry");
    shop.does(json!({"act": "escalate", "dispute": inquiry}));
    for like in ["card-not-received", "klarna-return-inquiry"] {
        shop.does(json!({"act": "new_dispute", "like": like}));
    }
    let third = shop.ok(&["sync"]);
    assert_eq!(one(&third)["new"], 2);
    assert_eq!(one(&third)["changed"], 1);
    let dispute = shop.ok(&["dispute", &inquiry]);
    assert_eq!(dispute["stage"], "chargeback");

    let full = shop.ok(&["sync", "--full"]);
    assert_eq!(one(&full)["new"], 0);
    assert_eq!(one(&full)["unchanged"], all + 2);
    assert_eq!(shop.writes(), [], "reading changes nothing");
}

#[test]
fn without_an_account_there_is_nothing_to_do() {
    let shop = Shop::open();
    assert_eq!(shop.ok(&["sync"]), json!({"accounts": []}));
}

#[test]
fn one_failed_account_doesn_t_hold_up_the_others() {
    let shop = Shop::open();
    let key = shop.key_with(&[
        "dispute_write",
        "file_write",
        "charge_write",
        "event_read",
        "payment_intent_read",
    ]);
    let good = shop.add_account("Good");
    let bad = shop.add_with("Bad", &json!({"secret_key": key}));
    shop.does(json!({"act": "expire_key", "key": key}));

    let outcome = shop.tvist.run(&["sync"]);
    assert!(!outcome.stdout.contains(&key) && !outcome.stderr.contains(&key));
    let document = outcome.expect(6);
    let accounts = list(&document, "accounts");
    let of = |account: &Value| {
        accounts
            .iter()
            .find(|one| one["account"] == account["id"])
            .unwrap()
    };
    assert_eq!(of(&good)["ok"], true);
    assert!(of(&good)["new"].as_u64().unwrap() > 0);
    assert_eq!(of(&bad)["ok"], false);
    assert_eq!(
        of(&bad)["error"]["kind"],
        "provider_unauthorized",
        "{document}"
    );

    let alone = shop.ends(6, &["sync", "--account", "Bad"]);
    assert_eq!(one(&alone)["ok"], false);
}

#[test]
fn what_could_not_be_tried_has_failed_and_still_has_its_document() {
    let shop = Shop::open();
    let document = shop.ends(1, &["sync", "--account", "nobody"]);
    assert_eq!(document["accounts"], json!([]));
    assert_eq!(document["error"]["kind"], "not_found");
}
