//! Without a keychain, or with a locked one, nothing is stored anywhere; entries are the data folder's own.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;
use tvist_tests::{Desktop, Keyring, Tvist};

use crate::support::shop::{Shop, word};

const KEY: &str = "sk_test_canaryCanaryCanary00";

fn add(tvist: &Tvist) -> tvist_tests::Outcome {
    let args = [
        "account",
        "add",
        "stripe",
        "--label",
        "Shop",
        "--api-base",
        "http://127.0.0.1:9",
    ];
    tvist.run_with_json(&args, &json!({"secret_key": KEY}))
}

/// All bytes below a folder.
fn everything(folder: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().is_dir() {
            bytes.extend(everything(&entry.path()));
        } else {
            bytes.extend(fs::read(entry.path()).unwrap_or_default());
        }
    }
    bytes
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|part| part == text.as_bytes())
}

#[test]
fn no_keychain_no_account_and_a_way_out() {
    for (keyring, kind, help) in [
        (Keyring::None, "no_keychain", "gnome-keyring"),
        (Keyring::Locked, "keychain_locked", "unlock"),
    ] {
        let desktop = Desktop::with_keyring(keyring);
        let folder = tempfile::tempdir().unwrap();
        let tvist = Tvist::new(folder.path()).on(&desktop);
        let outcome = add(&tvist);
        assert!(!outcome.stdout.contains("canary") && !outcome.stderr.contains("canary"));
        let error = outcome.expect(1);
        assert_eq!(error["error"]["kind"], kind);
        assert!(
            error["error"]["message"].as_str().unwrap().contains(help),
            "{error}"
        );
        assert!(!holds(&everything(folder.path()), KEY));
        let listed = tvist.run(&["account", "list"]).expect(1);
        assert_eq!(listed["error"]["kind"], kind);
        let synced = tvist.run(&["sync"]).expect(1);
        assert_eq!(synced["accounts"], json!([]));
    }
}

#[test]
fn secrets_are_in_the_keychain_and_leave_with_their_account() {
    let desktop = Desktop::start();
    let folder = tempfile::tempdir().unwrap();
    let tvist = Tvist::new(folder.path()).on(&desktop);
    let account = add(&tvist).expect(0);
    assert!(desktop.secrets("tvist").contains(KEY));
    assert!(!holds(&everything(folder.path()), KEY));
    let _ = tvist
        .run(&["account", "remove", account["id"].as_str().unwrap()])
        .expect(0);
    assert!(!desktop.secrets("tvist").contains(KEY));
}

/// A data folder with the shop's account, on a keychain of its own.
fn folder_with_account(desktop: &Desktop, shop: &Shop, name: &str) -> (Tvist, PathBuf, String) {
    let folder = shop.folder().join(name);
    let tvist = Tvist::new(&folder).on(desktop);
    let account = shop.add_to(&tvist, "stripe");
    (tvist, folder, word(&account, "id").to_owned())
}

fn profile(folder: &Path) -> String {
    let text = fs::read_to_string(folder.join("profile")).unwrap();
    text.trim().to_owned()
}

/// The folder's own entry for an account.
fn own(folder: &Path, id: &str) -> String {
    format!("account:{}:{id}", profile(folder))
}

/// As an earlier version named it.
fn old(id: &str) -> String {
    format!("account:{id}")
}

fn held(desktop: &Desktop, name: &str) -> bool {
    desktop.secret("tvist", name).is_some()
}

/// Brings the keychain into the state that an earlier version left.
fn as_before(desktop: &Desktop, folder: &Path, id: &str) {
    let name = own(folder, id);
    let secret = desktop.secret("tvist", &name).unwrap();
    desktop.drop_secret("tvist", &name);
    desktop.keep_secret("tvist", &old(id), &secret);
}

fn back_up(tvist: &Tvist, shop: &Shop) -> PathBuf {
    let out = shop.folder().join("tvist.backup");
    let args = ["backup", "--out", out.to_str().unwrap(), "--replace"];
    let _ = tvist.run_with_json(&args, &phrase()).expect(0);
    out
}

fn restored(desktop: &Desktop, shop: &Shop, backup: &Path, name: &str) -> (Tvist, PathBuf) {
    let folder = shop.folder().join(name);
    let tvist = Tvist::new(&folder).on(desktop);
    let done = tvist.run_with_json(&["restore", backup.to_str().unwrap()], &phrase());
    assert_eq!(done.expect(0)["without_credentials"], json!([]));
    (tvist, folder)
}

fn phrase() -> serde_json::Value {
    json!({"passphrase": "blue bicycle"})
}

#[test]
fn what_one_folder_removes_the_other_one_keeps() {
    let shop = Shop::open();
    let desktop = Desktop::start();
    let (first, at, id) = folder_with_account(&desktop, &shop, "first");
    let backup = back_up(&first, &shop);
    let (second, there) = restored(&desktop, &shop, &backup, "second");
    assert!(held(&desktop, &own(&at, &id)) && held(&desktop, &own(&there, &id)));

    let _ = second.run(&["account", "remove", &id]).expect(0);
    assert!(!held(&desktop, &own(&there, &id)));
    let _ = first.run(&["sync"]).expect(0);

    let (third, beside) = restored(&desktop, &shop, &backup, "third");
    let _ = first.run(&["account", "remove", &id]).expect(0);
    assert!(!held(&desktop, &own(&at, &id)));
    let _ = third.run(&["sync"]).expect(0);
    let _ = third.run(&["account", "remove", &id]).expect(0);
    assert!(!held(&desktop, &own(&beside, &id)));
    assert!(!desktop.secrets("tvist").contains(shop.secret_key()));
}

#[test]
fn an_entry_of_an_earlier_version_goes_only_where_nobody_else_can_need_it() {
    let shop = Shop::open();
    let desktop = Desktop::start();
    let (first, at, id) = folder_with_account(&desktop, &shop, "first");
    as_before(&desktop, &at, &id);
    let _ = first.run(&["sync"]).expect(0);
    assert!(held(&desktop, &own(&at, &id)), "it is the folder's own now");
    assert!(!held(&desktop, &old(&id)), "and nobody else's");

    let backup = back_up(&first, &shop);
    let (second, there) = restored(&desktop, &shop, &backup, "second");
    // As two folders lie there that this version hasn't opened yet.
    as_before(&desktop, &at, &id);
    desktop.drop_secret("tvist", &own(&there, &id));
    let _ = second.run(&["sync"]).expect(0);
    assert!(held(&desktop, &own(&there, &id)));
    assert!(held(&desktop, &old(&id)), "the first folder needs it");
    let _ = second.run(&["account", "remove", &id]).expect(0);
    assert!(!held(&desktop, &own(&there, &id)));
    assert!(held(&desktop, &old(&id)), "the first folder needs it");
    let _ = first.run(&["sync"]).expect(0);
    assert!(held(&desktop, &old(&id)), "the second one can be opened");

    // Once it can't be opened any more, nobody needs it.
    desktop.drop_secret("tvist", &format!("database:{}", profile(&there)));
    let _ = first.run(&["account", "remove", &id]).expect(0);
    assert!(!held(&desktop, &old(&id)) && !held(&desktop, &own(&at, &id)));
    assert!(!desktop.secrets("tvist").contains(shop.secret_key()));
}

#[test]
fn a_key_that_was_renewed_is_not_left_under_its_former_name() {
    let shop = Shop::open();
    let desktop = Desktop::start();
    let (tvist, folder, id) = folder_with_account(&desktop, &shop, "data");
    as_before(&desktop, &folder, &id);
    let key = shop.key_with(&[
        "dispute_write",
        "dispute_read",
        "file_write",
        "charge_read",
        "payment_intent_read",
        "event_read",
    ]);
    let renewed = tvist.run_with_json(&["account", "renew", &id], &json!({"secret_key": key}));
    let _ = renewed.expect(0);
    assert!(!desktop.secrets("tvist").contains(shop.secret_key()));
}

#[test]
fn a_folder_that_lost_its_database_takes_its_entries_along() {
    let shop = Shop::open();
    let desktop = Desktop::start();
    let (tvist, folder, id) = folder_with_account(&desktop, &shop, "data");
    let backup = back_up(&tvist, &shop);
    let lost = own(&folder, &id);
    fs::remove_file(folder.join("tvist.db")).unwrap();
    let (tvist, folder) = restored(&desktop, &shop, &backup, "data");
    assert_ne!(own(&folder, &id), lost);
    assert!(held(&desktop, &own(&folder, &id)) && !held(&desktop, &lost));
    let _ = tvist.run(&["sync"]).expect(0);
    let _ = tvist.run(&["account", "remove", &id]).expect(0);
    assert!(!desktop.secrets("tvist").contains(shop.secret_key()));
}
