//! `backup`, `restore`: one encrypted file, and a data folder made from it.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tvist_tests::{Desktop, Outcome, Tvist};

use crate::support::shop::{Shop, list, word};

const PASSPHRASE: &str = "canary korrekt häst";

fn backup(shop: &Shop, out: &Path, more: &[&str]) -> Outcome {
    let args = ["backup", "--out", out.to_str().unwrap()];
    let input = json!({"passphrase": PASSPHRASE});
    shop.tvist
        .run_with_json(&[&args[..], more].concat(), &input)
}

fn restore(tvist: &Tvist, file: &Path, passphrase: &str) -> Outcome {
    let input = json!({"passphrase": passphrase});
    let outcome = tvist.run_with_json(&["restore", file.to_str().unwrap()], &input);
    assert!(!outcome.stdout.contains("canary") && !outcome.stderr.contains("canary"));
    outcome
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|part| part == text.as_bytes())
}

/// A case without the moment of asking, which `if_nothing` and the like don't depend on.
fn cases(tvist: &Tvist) -> Vec<Value> {
    let desk = tvist.run(&["disputes"]).expect(0);
    let mut whole: Vec<Value> = list(&desk, "disputes")
        .iter()
        .map(|case| tvist.run(&["dispute", word(case, "id")]).expect(0))
        .collect();
    whole.sort_by_key(|case| word(case, "id").to_owned());
    whole
}

#[test]
fn everything_comes_back_in_another_folder() {
    let shop = Shop::ready();
    let case = shop.case("klarna-faulty-goods");
    shop.ok(&["evidence", "text", &case, "shipping_carrier", "Paketgården"]);
    let out = shop.folder().join("tvist.backup");
    let done = backup(&shop, &out, &[]).expect(0);
    let bytes = fs::read(&out).unwrap();
    assert_eq!(done["bytes"], bytes.len());
    assert_eq!(done["credentials"], false);
    let key = shop.secret_key().to_owned();
    for plain in [
        "SQLite format 3",
        "Paketgården",
        case.as_str(),
        key.as_str(),
        PASSPHRASE,
    ] {
        assert!(!holds(&bytes, plain), "{plain}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(
            fs::metadata(&out).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }

    let folder = shop.folder().join("elsewhere").join("data");
    let other = Tvist::new(&folder);
    let restored = restore(&other, &out, PASSPHRASE).expect(0);
    assert_eq!(restored["disputes"], done["disputes"]);
    assert_eq!(list(&restored, "accounts").len(), 1);
    // The same keychain still has the account's key.
    assert_eq!(restored["without_credentials"], json!([]));
    assert_eq!(cases(&other), cases(&shop.tvist));
    let synced = other.run(&["sync"]).expect(0);
    assert_eq!(synced["accounts"][0]["ok"], true);

    // The new folder has a key of its own.
    let (old, new) = (shop.folder().join("data/tvist.db"), folder.join("tvist.db"));
    assert_ne!(fs::read(&old).unwrap()[..16], fs::read(&new).unwrap()[..16]);
    fs::copy(&old, &new).unwrap();
    let error = other.run(&["disputes"]).expect(1);
    assert_eq!(error["error"]["kind"], "key_missing");
}

#[test]
fn another_machine_shows_the_cases_and_says_what_is_missing() {
    let shop = Shop::ready();
    let out = shop.folder().join("tvist.backup");
    let _ = backup(&shop, &out, &[]).expect(0);
    let machine = Desktop::start();
    let there = Tvist::new(&shop.folder().join("there")).on(&machine);
    let restored = restore(&there, &out, PASSPHRASE).expect(0);
    let accounts = list(&restored, "accounts");
    assert_eq!(restored["without_credentials"], json!([accounts[0]["id"]]));
    let desk = there.run(&["disputes"]).expect(0);
    assert_eq!(desk["total"], restored["disputes"]);
    assert!(!machine.secrets("tvist").contains(shop.secret_key()));
    let synced = there.run(&["sync"]).expect(6);
    assert_eq!(synced["accounts"][0]["ok"], false);
}

#[test]
fn a_failed_restore_leaves_nothing() {
    let shop = Shop::ready();
    let out = shop.folder().join("tvist.backup");
    let _ = backup(&shop, &out, &[]).expect(0);
    let folder = shop.folder().join("new");
    let new = Tvist::new(&folder);
    let cut = shop.folder().join("cut");
    let bytes = fs::read(&out).unwrap();
    fs::write(&cut, &bytes[..bytes.len() / 2]).unwrap();
    for (file, passphrase, kind) in [
        (&out, "canary wrong", "backup"),
        (&cut, PASSPHRASE, "backup"),
        (&shop.folder().join("data/tvist.db"), PASSPHRASE, "backup"),
        (&shop.folder().join("nowhere"), PASSPHRASE, "file"),
    ] {
        let error = restore(&new, file, passphrase).expect(1);
        assert_eq!(error["error"]["kind"], kind, "{}", file.display());
        assert!(!folder.exists(), "{}", file.display());
    }
    let before = cases(&shop.tvist);
    let error = restore(&shop.tvist, &out, PASSPHRASE).expect(1);
    assert_eq!(error["error"]["kind"], "file");
    assert_eq!(cases(&shop.tvist), before, "a used folder is left as it is");
    let _ = restore(&new, &out, PASSPHRASE).expect(0);
}

#[test]
fn a_wrong_passphrase_leaves_the_folder_as_it_was_and_an_untouched_database_is_no_hindrance() {
    let shop = Shop::ready();
    let out = shop.folder().join("tvist.backup");
    let done = backup(&shop, &out, &[]).expect(0);
    let folder = shop.folder().join("new");
    let new = Tvist::new(&folder);
    let names = || -> Vec<_> {
        let entries = fs::read_dir(&folder).into_iter().flatten();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    // A folder without anything, one with somebody's file, one whose database was never used.
    let _ = restore(&new, &out, "canary wrong").expect(1);
    assert!(!folder.exists());
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("notes"), "mine").unwrap();
    let _ = restore(&new, &out, "canary wrong").expect(1);
    assert_eq!(names(), ["notes"]);
    let empty = new.run(&["disputes"]).expect(0);
    assert_eq!(empty["total"], 0);
    let before = names();
    let database = fs::read(folder.join("tvist.db")).unwrap();
    let _ = restore(&new, &out, "canary wrong").expect(1);
    assert_eq!(names(), before);
    assert_eq!(fs::read(folder.join("tvist.db")).unwrap(), database);

    let restored = restore(&new, &out, PASSPHRASE).expect(0);
    assert_eq!(restored["disputes"], done["disputes"]);
    assert_eq!(cases(&new), cases(&shop.tvist));
    let found = new.run(&["disputes", "--search", "a"]).expect(0);
    let wanted = shop.ok(&["disputes", "--search", "a"]);
    assert_eq!(found["total"], wanted["total"], "the search index is there");
    assert_eq!(new.run(&["integrity"]).expect(0)["sound"], true);
    // It is in use now.
    let error = restore(&new, &out, PASSPHRASE).expect(1);
    assert_eq!(error["error"]["kind"], "file");
}

#[test]
fn a_new_backup_wants_more_than_a_few_characters() {
    let shop = Shop::ready();
    let out = shop.folder().join("short");
    let args = ["backup", "--out", out.to_str().unwrap()];
    let refused = shop
        .tvist
        .run_with_json(&args, &json!({"passphrase": "canary1"}));
    assert!(!refused.stderr.contains("canary1"));
    let error = refused.expect(2);
    let message = error["error"]["message"].as_str().unwrap();
    assert!(message.contains("at least 8 characters"), "{message}");
    assert!(!out.exists());
}

#[test]
fn no_file_is_overwritten_and_no_passphrase_is_no_backup() {
    let shop = Shop::ready();
    let out = shop.folder().join("mine");
    fs::write(&out, "mine").unwrap();
    assert_eq!(backup(&shop, &out, &[]).expect(1)["error"]["kind"], "file");
    assert_eq!(fs::read(&out).unwrap(), b"mine");
    let _ = backup(&shop, &out, &["--replace"]).expect(0);
    assert_ne!(fs::read(&out).unwrap(), b"mine");
    let fresh = shop.folder().join("fresh");
    let args = ["backup", "--out", fresh.to_str().unwrap()];
    for input in [
        "",
        "{}",
        "{\"passphrase\": \"\"}",
        "{\"passphrase\": 1}",
        "canary",
    ] {
        let outcome = shop.tvist.run_with(&args, input);
        assert!(!outcome.stderr.contains("canary"));
        assert_eq!(outcome.expect(2)["error"]["kind"], "usage", "{input}");
    }
    assert!(!fresh.exists());
    let mut names: Vec<_> = fs::read_dir(shop.folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["data", "mine"], "nothing unfinished is left");
}
