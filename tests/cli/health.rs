//! `health`: what holds on this machine, also where the data can't be opened, and then nothing is made.

use std::fs;

use serde_json::json;
use tvist_tests::{Desktop, Keyring, Tvist};

use crate::support::shop::{Shop, list};

#[test]
fn what_holds_is_told_by_trying_it() {
    let shop = Shop::ready();
    let health = shop.ok(&["health"]);
    assert_eq!(health["database"], "open", "{health}");
    assert_eq!(health["keychain"], "open");
    // In the very program that people get, its worker tries to open, to connect and to fork.
    let held = cfg!(target_os = "linux");
    assert_eq!(
        health["worker"],
        json!({"files": held, "network": held, "syscalls": held})
    );
    assert_eq!(health["core_dumps"], "off");
    assert_eq!(health["clock"]["wrong"], false, "{health}");
    let account = &list(&health, "freshness")[0];
    assert_eq!(account["state"], "fresh");
    assert!(account["synced_at"].is_string(), "{account}");
    let text = shop.text(&["health"]);
    assert!(text.contains("network     refused"), "{text}");
}

#[test]
fn a_missing_database_is_called_missing_and_a_spoilt_one_damaged() {
    let shop = Shop::ready();
    let database = shop.folder().join("data/tvist.db");
    let whole = fs::read(&database).unwrap();
    for (bytes, health, kind) in [
        (None, "missing", "database_missing"),
        (Some(Vec::new()), "damaged", "store_corrupt"),
        (Some(vec![0; whole.len()]), "damaged", "store_corrupt"),
        (
            Some(whole[..whole.len() / 2 + 1].to_vec()),
            "damaged",
            "store_corrupt",
        ),
    ] {
        fs::remove_file(&database).unwrap();
        if let Some(bytes) = &bytes {
            fs::write(&database, bytes).unwrap();
        }
        assert_eq!(shop.ok(&["health"])["database"], health);
        let error = shop.ends(1, &["disputes"]);
        assert_eq!(error["error"]["kind"], kind, "{error}");
        let message = error["error"]["message"].as_str().unwrap();
        assert!(message.contains(health), "{message}");
        assert_eq!(database.exists(), bytes.is_some(), "nothing was made");
        fs::write(&database, b"").unwrap();
    }
    fs::write(&database, whole).unwrap();
    assert_eq!(shop.ok(&["health"])["database"], "open");
}

#[test]
fn where_nothing_was_begun_nothing_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let health = Tvist::new(&data).run(&["health"]).expect(0);
    assert_eq!(health["database"], "none", "{health}");
    assert_eq!(health["freshness"], json!([]));
    assert_eq!(health["clock"]["skew_seconds"], json!(null));
    assert!(!data.exists());
    let without = Desktop::with_keyring(Keyring::None);
    let health = Tvist::new(&data).on(&without).run(&["health"]).expect(0);
    assert_eq!(health["keychain"], "none", "{health}");
    assert!(!data.exists());
}
