//! `account`: adding, listing, checking and removing.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::support::shop::{Shop, list, word};

#[test]
fn an_account_is_added_listed_checked_and_removed() {
    let shop = Shop::open();
    let added = shop.add_account("Tallgren & Moss");
    let id = word(&added, "id");
    assert_eq!(added["provider"], "stripe");
    assert_eq!(added["label"], "Tallgren & Moss");
    assert_eq!(added["environment"], "test");
    assert_eq!(added["api_base"], shop.api_base());

    let listed = shop.ok(&["account", "list"]);
    assert_eq!(list(&listed, "accounts").len(), 1);
    assert_eq!(listed["accounts"][0]["id"], id);

    let checked = shop.ok(&["account", "check", id]);
    assert_eq!(checked["account"], id);
    assert_eq!(checked["ok"], true);
    assert_eq!(list(&checked, "missing").len(), 0, "{checked}");
    assert_eq!(checked["hosts"], json!([shop.api_base()]));
    assert!(
        checked["skew_seconds"]
            .as_i64()
            .is_some_and(|skew| skew.abs() <= 2),
        "{checked}"
    );
    assert_eq!(shop.writes(), [], "a check changes nothing");

    let removed = shop.ok(&["account", "remove", "Tallgren & Moss"]);
    assert_eq!(removed, json!({"removed": id}));
    let listed = shop.ok(&["account", "list"]);
    assert_eq!(list(&listed, "accounts").len(), 0);
    let error = shop.ends(1, &["account", "check", id]);
    assert_eq!(error["error"]["kind"], "not_found");
}

#[test]
fn a_key_that_lacks_a_right_fails_the_check_and_the_right_is_named() {
    let shop = Shop::open();
    let key = shop.key_with(&[
        "dispute_read",
        "file_write",
        "charge_read",
        "payment_intent_read",
        "event_read",
    ]);
    let account = shop.add_with("Narrow", &json!({"secret_key": key}));
    let outcome = shop.tvist.run(&["account", "check", word(&account, "id")]);
    assert!(!outcome.stdout.contains(&key) && !outcome.stderr.contains(&key));
    let checked = outcome.expect(0);
    let optional = list(&checked, "missing");
    assert!(
        !optional.is_empty(),
        "the balance can't be read with this key: {checked}"
    );

    let blind = shop.key_with(&["file_write", "event_read"]);
    let account = shop.add_with("Blind", &json!({"secret_key": blind}));
    let checked = shop.ends(1, &["account", "check", word(&account, "id")]);
    let missing = list(&checked, "missing");
    let required = missing.iter().filter(|right| right["required"] == true);
    let named: Vec<&str> = required.map(|right| word(right, "right")).collect();
    assert!(
        named
            .iter()
            .any(|right| right.to_lowercase().contains("dispute")),
        "{checked}"
    );
}

#[test]
fn a_wrong_key_can_t_connect() {
    let shop = Shop::open();
    let account = shop.add_with(
        "Wrong",
        &json!({"secret_key": "sk_test_thisIsNobodysKey0000"}),
    );
    let outcome = shop.tvist.run(&["account", "check", word(&account, "id")]);
    assert!(
        !outcome.stdout.contains("thisIsNobodysKey"),
        "{}",
        outcome.stdout
    );
    assert!(
        !outcome.stderr.contains("thisIsNobodysKey"),
        "{}",
        outcome.stderr
    );
    assert_eq!(outcome.code, Some(1), "{}", outcome.stdout);
}

#[test]
fn what_is_no_account_is_refused_and_nothing_is_kept() {
    let shop = Shop::open();
    let base = shop.api_base().to_owned();
    let with_path = format!("{base}/v1");
    let secrets = json!({"secret_key": shop.secret_key()});
    for (rest, secrets) in [
        (
            &["--api-base", "http://203.0.113.9:8080"][..],
            secrets.clone(),
        ),
        (
            &["--api-base", "https://api.stripe.com.evil.test"],
            secrets.clone(),
        ),
        (&["--api-base", &with_path], secrets.clone()),
        (
            &["--api-base", &base, "--environment", "live"],
            secrets.clone(),
        ),
        (
            &["--api-base", &base, "--option", "nonsense"],
            secrets.clone(),
        ),
        (&["--api-base", &base], json!({})),
        (&["--api-base", &base], json!({"secret_key": "  "})),
        (
            &["--api-base", &base],
            json!({"secret_key": "pk_test_publishable00"}),
        ),
        (&["--api-base", &base], json!(["sk_test_canary"])),
        (&["--api-base", &base], json!("sk_test_canary")),
    ] {
        let args = [&["account", "add", "stripe", "--label", "Shop"], rest].concat();
        let outcome = shop.tvist.run_with_json(&args, &secrets);
        assert!(!outcome.stdout.contains("canary"), "{}", outcome.stdout);
        assert!(!outcome.stderr.contains("canary"), "{}", outcome.stderr);
        let error = outcome.expect(2);
        assert_eq!(error["error"]["kind"], "usage", "{rest:?}");
    }
    let listed = shop.ok(&["account", "list"]);
    assert_eq!(list(&listed, "accounts").len(), 0);
    assert_eq!(shop.control().requests(), []);
}

/// As an issuer hands it out, by the passphrase "segredo".
const PAIR: &[u8] = include_bytes!("../../src-tauri/crates/document/src/certificate/pair/pair.p12");

#[test]
fn a_certificate_file_is_opened_by_its_passphrase_and_what_is_wrong_with_it_is_told() {
    let shop = Shop::open();
    let (args, secrets) = shop.adding("celcoin");
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let add = |file: &[u8], passphrase: &str| {
        let mut secrets = secrets.clone();
        secrets["client_certificate"] = json!(STANDARD.encode(file));
        secrets["client_certificate_passphrase"] = json!(passphrase);
        shop.tvist.run_with_json(&args, &secrets)
    };
    for (file, passphrase, kind) in [
        (PAIR, "outro", "certificate_wrong_passphrase"),
        (
            b"%PDF-1.7 words",
            "segredo",
            "certificate_not_a_certificate",
        ),
        (
            &PAIR[..PAIR.len() / 2],
            "segredo",
            "certificate_not_a_certificate",
        ),
    ] {
        let outcome = add(file, passphrase);
        assert!(!outcome.stdout.contains(passphrase), "{}", outcome.stdout);
        assert!(!outcome.stderr.contains(passphrase), "{}", outcome.stderr);
        assert_eq!(outcome.expect(1)["error"]["kind"], kind);
    }
    let listed = shop.ok(&["account", "list"]);
    assert_eq!(list(&listed, "accounts").len(), 0);
    assert_eq!(shop.control().requests(), []);

    // The pair that was in it is one that calls can be made with.
    let added = add(PAIR, "segredo").expect(0);
    let checked = shop.ok(&["account", "check", word(&added, "id")]);
    assert_eq!(checked["ok"], true, "{checked}");
}

#[test]
fn the_list_is_a_table_for_people() {
    let shop = Shop::open();
    assert!(
        shop.text(&["account", "list"])
            .starts_with("No account yet.")
    );
    let account = shop.add_account("Åsas butik");
    let table = shop.text(&["account", "list"]);
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), 2, "{table}");
    assert!(lines[0].starts_with("ID "), "{table}");
    assert!(
        lines[1].starts_with(word(&account, "id")) && lines[1].contains("Åsas butik"),
        "{table}"
    );
}

#[test]
fn why_unico_lets_nobody_in_is_told_in_plain_words() {
    let shop = Shop::open();
    let account = shop.add_account_of("unico");
    let off = json!({"act": "active", "active": false});
    shop.control().act("unico", &off).expect("the other side");
    let error = shop.ends(1, &["account", "check", word(&account, "id")]);
    let error = &error["error"];
    assert_eq!(error["kind"], "provider_unauthorized");
    let message = word(error, "message");
    assert!(message.contains("1.0.14"), "{message}");
    assert!(
        message.contains("the service account isn't active"),
        "{message}"
    );
    assert_eq!(error["problems"][0]["code"], "sign_in_inactive");
}
