//! Without a keychain, or with a locked one, nothing is stored anywhere.

use std::fs;
use std::path::Path;

use serde_json::json;
use tvist_tests::{Desktop, Keyring, Tvist};

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
