use super::envelope::{HEADER, MAGIC};
use super::restore::{OFF, holds_database, source};
use super::*;
use crate::sample::{at, dispute};
use std::collections::BTreeMap;
use tvist_domain::AccountId;
use tvist_domain::provider::{Environment, Provider};
use tvist_store::Account;

const PASSPHRASE: &str = "korrekt häst batteri";
/// A credential that was too long for a keychain.
const LONG: &[u8] = b"-----BEGIN PRIVATE KEY----- canaryCanaryCanary";

fn secret(text: &str) -> SecretString {
    SecretString::from(text.to_owned())
}

fn account() -> Account {
    Account {
        id: AccountId::from_text("acc_1"),
        provider: Provider::Unico,
        label: "Butiken".into(),
        environment: Environment::Live,
        api_base: None,
        options: BTreeMap::new(),
        practice: false,
        added_at: at("2026-11-01T00:00:00Z"),
        cursor: None,
        synced_at: None,
        swept_at: None,
        attempt_at: None,
        last_error: None,
        skew_seconds: None,
    }
}

/// A store with an account, a long credential and something to remember.
async fn filled() -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path(), &DatabaseKey::random())
        .await
        .unwrap();
    let account = account();
    store.account_insert(&account).await.unwrap();
    store
        .secret_put(&account.id, "secrets", LONG)
        .await
        .unwrap();
    let remembered = serde_json::to_value(dispute("du_1")).unwrap();
    store.setting_set("remembered", &remembered).await.unwrap();
    (dir, store)
}

fn names(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).unwrap();
    let mut names: Vec<String> = entries
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_backup_brings_everything_back_but_credentials() {
    let (_dir, store) = filled().await;
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("tvist.backup");
    write(&store, &out, &secret(PASSPHRASE), false)
        .await
        .unwrap();
    assert_eq!(names(place.path()), ["tvist.backup"]);
    let bytes = fs::read(&out).unwrap();
    assert!(bytes.starts_with(MAGIC));
    for plain in ["SQLite format 3", "Butiken", "canaryCanary", "du_1"] {
        let found = bytes
            .windows(plain.len())
            .any(|part| part == plain.as_bytes());
        assert!(!found, "{plain}");
    }
    let back = tempfile::tempdir().unwrap();
    let (restored, _) = extract(&out, &secret(PASSPHRASE), back.path())
        .await
        .unwrap();
    assert_eq!(restored.accounts().await.unwrap(), [account()]);
    let remembered: Option<serde_json::Value> = restored.setting_get("remembered").await.unwrap();
    assert_eq!(remembered, store.setting_get("remembered").await.unwrap());
    let id = account().id;
    assert_eq!(restored.secret_get(&id, "secrets").await.unwrap(), None);
    let kept = store.secret_get(&id, "secrets").await.unwrap();
    assert_eq!(kept.as_deref(), Some(LONG), "the original keeps it");
}

#[tokio::test]
async fn no_file_is_overwritten_unless_asked() {
    let (_dir, store) = filled().await;
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("a");
    fs::write(&out, "mine").unwrap();
    let result = write(&store, &out, &secret(PASSPHRASE), false).await;
    assert!(matches!(result, Err(Error::File { .. })), "{result:?}");
    assert_eq!(fs::read(&out).unwrap(), b"mine");
    write(&store, &out, &secret(PASSPHRASE), true)
        .await
        .unwrap();
    assert!(fs::read(&out).unwrap().starts_with(MAGIC));
    assert_eq!(names(place.path()), ["a"]);
    // One that appears at the last moment.
    let finished = place.path().join("finished");
    fs::write(&finished, "new").unwrap();
    assert!(place_fails(&finished, &out));
}

fn place_fails(finished: &Path, out: &Path) -> bool {
    matches!(place(finished, out, false), Err(Error::File { .. }))
}

#[tokio::test]
async fn what_isn_t_whole_or_isn_t_ours_doesn_t_open() {
    let (_dir, store) = filled().await;
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("whole");
    write(&store, &out, &secret(PASSPHRASE), false)
        .await
        .unwrap();
    let whole = fs::read(&out).unwrap();
    let mut flipped = whole.clone();
    let middle = HEADER + (whole.len() - HEADER) / 2;
    flipped[middle] ^= 1;
    let mut salted = whole.clone();
    salted[30] ^= 1;
    let mut greedy = whole.clone();
    greedy[12..16].copy_from_slice(&u32::MAX.to_le_bytes());
    let mut lazy = whole.clone();
    lazy[12..16].copy_from_slice(&0_u32.to_le_bytes());
    let cut = whole[..whole.len() - 4096].to_vec();
    let longer = [whole.as_slice(), b"x"].concat();
    for (name, bytes, phrase) in [
        ("wrong passphrase", whole.clone(), "korrekt hast batteri"),
        ("flipped", flipped, PASSPHRASE),
        ("salted", salted, PASSPHRASE),
        ("greedy", greedy, PASSPHRASE),
        ("lazy", lazy, PASSPHRASE),
        ("cut", cut, PASSPHRASE),
        ("longer", longer, PASSPHRASE),
        ("empty", Vec::new(), PASSPHRASE),
        ("stranger", b"SQLite format 3\0".repeat(400), PASSPHRASE),
    ] {
        let file = place.path().join("file");
        fs::write(&file, bytes).unwrap();
        let back = tempfile::tempdir().unwrap();
        let result = extract(&file, &secret(phrase), back.path()).await;
        assert!(
            matches!(result, Err(Error::Backup)),
            "{name}: {:?}",
            result.err()
        );
    }
    let mut newer = whole;
    newer[8] = 2;
    let file = place.path().join("file");
    fs::write(&file, newer).unwrap();
    assert!(matches!(
        open(&file),
        Err(Error::Store(StoreError::TooNew { found: 2, known: 1 }))
    ));
    assert!(matches!(
        open(Path::new("/nowhere/at/all")),
        Err(Error::File { .. })
    ));
}

#[test]
fn a_header_comes_back_as_it_was_written() {
    let header = Header {
        body: 12_345_678_901,
        ..Header::fresh()
    };
    let bytes: [u8; HEADER] = header.to_bytes().try_into().unwrap();
    assert_eq!(Header::from_bytes(&bytes).unwrap(), header);
    assert_ne!(Header::fresh(), Header::fresh());
}

#[test]
fn a_new_passphrase_has_eight_characters_or_more() {
    for short in ["", "sju tkn", "åäöåäöå"] {
        let refused = require(&secret(short));
        assert!(matches!(refused, Err(Error::Usage(_))), "{short}");
    }
    assert!(require(&secret("åäö åäöå")).is_ok());
}

#[test]
fn empty_files_that_a_lost_database_left_are_no_database() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["tvist.db", "tvist.db-journal"] {
        assert!(!holds_database(dir.path()), "{name}");
        fs::write(dir.path().join(name), b"").unwrap();
        assert!(!holds_database(dir.path()), "{name}, empty");
        fs::write(dir.path().join(name), b"x").unwrap();
        assert!(holds_database(dir.path()), "{name}");
        fs::write(dir.path().join(name), b"").unwrap();
    }
}

#[tokio::test]
async fn what_would_open_a_port_or_write_outside_is_off_after_a_restore() {
    let (_dir, store) = filled().await;
    let off = [
        crate::watch::webhook::LISTENS,
        crate::export::CALENDAR_SETTING,
    ];
    assert_eq!(OFF, off);
    for name in off {
        store.setting_set(name, &"on").await.unwrap();
    }
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("tvist.backup");
    write(&store, &out, &secret(PASSPHRASE), false)
        .await
        .unwrap();
    let unpacked = tempfile::tempdir().unwrap();
    let source = source(&out, &secret(PASSPHRASE), unpacked.path())
        .await
        .unwrap();
    let fresh = tempfile::tempdir().unwrap();
    let fresh = Store::open(fresh.path(), &DatabaseKey::random())
        .await
        .unwrap();
    fresh.take_over(&source, OFF).await.unwrap();
    for name in off {
        let kept: Option<String> = fresh.setting_get(name).await.unwrap();
        assert_eq!(kept, None, "{name}");
    }
    let remembered: Option<serde_json::Value> = fresh.setting_get("remembered").await.unwrap();
    assert!(remembered.is_some());
}
