//! What lies on the disk: nothing readable, one owner, one key, no newer schema.

use crate::fixture::{Folder, account, day, dispute, literal, reading};
use serde_json::json;
use sha2::Digest as _;
use sqlx::Connection as _;
use std::path::Path;
use tvist_domain::dispute::{Customer, Order};
use tvist_domain::evidence::{Item, Kind, Media};
use tvist_domain::timeline::{Entry, EntryKind, EntrySource};
use tvist_domain::{Dispute, ItemId};
use tvist_store::{DATABASE_FILE, DatabaseKey, SCHEMA_VERSION, Store, StoreError, Upsert};

fn entropy(bytes: &[u8]) -> f64 {
    let mut counts = [0_u32; 256];
    for byte in bytes {
        counts[usize::from(*byte)] += 1;
    }
    counts
        .iter()
        .filter(|count| **count > 0)
        .map(|count| f64::from(*count) / bytes.len() as f64)
        .map(|share| -share * share.log2())
        .sum()
}

fn planted() -> Vec<String> {
    (0..1000)
        .map(|n| {
            let hash = sha2::Sha256::digest(format!("name {n}"));
            let letters: String = hash
                .iter()
                .take(14)
                .map(|b| char::from(b'a' + b % 26))
                .collect();
            format!("Q{letters}")
        })
        .collect()
}

fn assert_unreadable(file: &Path, names: &[String], bits: f64) {
    let bytes = std::fs::read(file).unwrap();
    assert!(
        bytes.len() > 20_000,
        "{} is too short to tell",
        file.display()
    );
    assert!(!bytes.starts_with(b"SQLite format 3"), "{}", file.display());
    assert!(
        entropy(&bytes) > bits,
        "{} has only {} bits a byte",
        file.display(),
        entropy(&bytes)
    );
    // Names are 15 letters: any that lies in the clear begins with the same four bytes somewhere.
    let heads: std::collections::HashMap<&[u8], &str> = names
        .iter()
        .map(|name| (&name.as_bytes()[..4], name.as_str()))
        .collect();
    for (place, window) in bytes.windows(4).enumerate() {
        if let Some(name) = heads.get(window) {
            assert!(
                !bytes[place..].starts_with(name.as_bytes()),
                "{name} lies in {}",
                file.display()
            );
        }
    }
}

async fn plant(store: &Store, names: &[String]) {
    let account = account();
    store.account_insert(&account).await.unwrap();
    store
        .secret_put(&account.id, "key", names[0].as_bytes())
        .await
        .unwrap();
    store.setting_set("owner", &names[1]).await.unwrap();
    let page = names.iter().enumerate().map(|(n, name)| Upsert {
        entries: vec![Entry {
            at: day(2),
            kind: EntryKind::Sent,
            detail: Some(name.clone()),
            money: None,
            source: EntrySource::App,
        }],
        ..reading(Dispute {
            customer: Customer {
                name: Some(name.clone()),
                ..Customer::default()
            },
            order: Order {
                description: Some(name.clone()),
                ..Order::default()
            },
            raw: json!({"name": name}),
            ..dispute(&format!("dp_{n}"))
        })
    });
    let ids = store
        .apply_page(&account.id, page.collect(), day(2))
        .await
        .unwrap();
    for (id, name) in ids.iter().zip(names).take(20) {
        store
            .draft_set_text(id, Kind::CustomerName, Some(name), day(3))
            .await
            .unwrap();
        let item = Item {
            id: ItemId::new(),
            name: name.clone(),
            slot: Kind::Receipt,
            placing: tvist_domain::evidence::Placing::Guessed,
            media: Media::Text,
            bytes: name.len() as u64,
            pages: 1,
            sha256: String::new(),
            held_as: None,
            vouched: std::collections::BTreeSet::new(),
            unread: std::collections::BTreeSet::new(),
        };
        store
            .draft_add_item(id, item, name.clone().into_bytes(), day(3))
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn nothing_readable_lies_in_the_file_its_journal_or_a_backup() {
    let folder = Folder::new();
    let names = planted();
    let store = folder.open().await;
    plant(&store, &names).await;
    let copy = folder.dir.path().join("copy.db");
    store
        .backup_to(&copy, &DatabaseKey::random())
        .await
        .unwrap();

    // A transaction that is larger than the cache puts the old pages into the journal and new ones into the file.
    let mut raw = folder.raw().await;
    sqlx::raw_sql("PRAGMA journal_mode = TRUNCATE; PRAGMA cache_size = 5; BEGIN IMMEDIATE; UPDATE dispute SET raw = upper(raw) || body")
        .execute(&mut raw)
        .await
        .unwrap();
    let journal = folder.dir.path().join("tvist.db-journal");
    // Its headers are padded with zeros.
    assert_unreadable(&journal, &names, 7.5);
    sqlx::raw_sql("ROLLBACK").execute(&mut raw).await.unwrap();
    store.close().await;
    assert_unreadable(&folder.dir.path().join(DATABASE_FILE), &names, 7.9);
    assert_unreadable(&copy, &names, 7.9);
    let mut files: Vec<String> = std::fs::read_dir(folder.dir.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    assert_eq!(files, ["copy.db", "tvist.db", "tvist.db-journal"]);
}

#[tokio::test]
async fn only_its_key_opens_a_file_and_another_changes_nothing() {
    let folder = Folder::new();
    let store = folder.open().await;
    plant(&store, &planted()[..2]).await;
    store.close().await;
    let file = folder.dir.path().join(DATABASE_FILE);
    let before = std::fs::read(&file).unwrap();
    let result = Store::open(folder.dir.path(), &DatabaseKey::random()).await;
    assert!(matches!(result, Err(StoreError::WrongKey)), "{result:?}");
    assert_eq!(std::fs::read(&file).unwrap(), before);
    assert_eq!(folder.open().await.disputes_all().await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_file_that_is_no_database_is_left_alone() {
    let folder = Folder::new();
    let file = folder.dir.path().join(DATABASE_FILE);
    let text = "not a database, but somebody's file. ".repeat(500);
    std::fs::write(&file, &text).unwrap();
    let result = Store::open(folder.dir.path(), &folder.key).await;
    assert!(matches!(result, Err(StoreError::WrongKey)), "{result:?}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
}

#[tokio::test]
async fn a_newer_schema_is_refused_and_left_alone() {
    let folder = Folder::new();
    folder.open().await.close().await;
    let mut raw = folder.raw().await;
    sqlx::raw_sql("PRAGMA user_version = 999")
        .execute(&mut raw)
        .await
        .unwrap();
    let result = Store::open(folder.dir.path(), &folder.key).await;
    assert!(
        matches!(
            result,
            Err(StoreError::TooNew {
                found: 999,
                known: SCHEMA_VERSION
            })
        ),
        "{result:?}"
    );
    let version: i64 = sqlx::query_scalar("PRAGMA user_version")
        .fetch_one(&mut raw)
        .await
        .unwrap();
    assert_eq!(version, 999);
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_can_read_the_folder_and_the_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new();
    let dir = folder.dir.path().join("new").join("data");
    let store = Store::open(&dir, &folder.key).await.unwrap();
    plant(&store, &planted()[..2]).await;
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&dir), 0o700);
    assert_eq!(mode(&dir.join(DATABASE_FILE)), 0o600);
    let copy = dir.join("copy.db");
    store.backup_to(&copy, &folder.key).await.unwrap();
    assert_eq!(mode(&copy), 0o600);
}

/// The SQLite in use can damage a file in WAL mode when two write at once.
#[tokio::test]
async fn a_file_in_wal_mode_is_taken_out_of_it_or_not_opened() {
    let folder = Folder::new();
    let store = folder.open().await;
    store.setting_set("a", &1).await.unwrap();
    store.close().await;
    let mut raw = folder.raw().await;
    let mode: String = sqlx::query_scalar("PRAGMA journal_mode = WAL")
        .fetch_one(&mut raw)
        .await
        .unwrap();
    assert_eq!(mode, "wal");
    sqlx::raw_sql("UPDATE setting SET value = '2'")
        .execute(&mut raw)
        .await
        .unwrap();
    let result = Store::open(folder.dir.path(), &folder.key).await;
    assert!(result.is_err(), "somebody else still holds it in WAL mode");
    raw.close().await.unwrap();

    let store = folder.open().await;
    assert_eq!(store.setting_get::<i32>("a").await.unwrap(), Some(2));
    store.setting_set("a", &3).await.unwrap();
    assert!(!folder.dir.path().join("tvist.db-wal").exists());
    let mut raw = folder.raw().await;
    let mode: String = sqlx::query_scalar("PRAGMA journal_mode")
        .fetch_one(&mut raw)
        .await
        .unwrap();
    assert_ne!(mode, "wal");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_may_open_a_new_folder_at_once() {
    for _ in 0..5 {
        let folder = Folder::new();
        let mut opening = tokio::task::JoinSet::new();
        for n in 0..6 {
            let (dir, key) = (folder.dir.path().to_owned(), folder.key.clone());
            opening.spawn(async move {
                let store = Store::open(&dir, &key).await.unwrap();
                store.setting_set(&format!("n{n}"), &n).await.unwrap();
            });
        }
        while let Some(result) = opening.join_next().await {
            result.unwrap();
        }
        let store = folder.open().await;
        for n in 0..6 {
            assert_eq!(
                store.setting_get::<i32>(&format!("n{n}")).await.unwrap(),
                Some(n)
            );
        }
    }
}

#[tokio::test]
async fn debug_output_and_errors_show_no_key() {
    let folder = Folder::new();
    let store = folder.open().await;
    let shown = format!("{store:?} {:?}", folder.key);
    let hex = literal(&folder.key);
    assert!(
        !shown.contains(&hex[2..20]) && !shown.contains(folder.key.to_base64().as_str()),
        "{shown}"
    );
}
