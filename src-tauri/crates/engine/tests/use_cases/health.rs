//! What holds here: the database, its keychain, the clock, how fresh accounts are, what broke; and the look at every page.

use std::fs;

use keyring_core::mock;
use tvist_engine::domain::Provider;
use tvist_engine::domain::freshness::Freshness;
use tvist_engine::{
    DatabaseHealth, DocumentWorker, Engine, Error, KeychainHealth, KeychainSource, OpenOptions,
};

use crate::shop::{Shop, fleeting, refusal};

fn options(folder: &std::path::Path, keychain: std::sync::Arc<mock::Store>) -> OpenOptions {
    OpenOptions {
        keychain: KeychainSource::of(keychain),
        document_worker: DocumentWorker::InProcess,
        ..OpenOptions::new(folder)
    }
}

#[tokio::test]
async fn a_shop_that_is_well_says_so() {
    let shop = Shop::of(Provider::Clearhaus, 1).await;
    let health = shop.engine.health().await.unwrap();
    assert_eq!(health.database, DatabaseHealth::Open);
    assert_eq!(health.keychain, KeychainHealth::Open);
    assert_eq!(health.clock.wrong, Some(false));
    assert_eq!(health.freshness.len(), 1);
    assert_eq!(health.freshness[0].state, Freshness::Fresh);
    assert_eq!(health.freshness[0].synced_at, Some(shop.engine.now()));
    assert!(health.breakdowns.is_empty() && health.calendar.is_none());
    let integrity = shop.engine.integrity().await.unwrap();
    assert!(
        integrity.sound && integrity.findings.is_empty(),
        "{integrity:?}"
    );
    assert!(shop.control().requests().is_empty());
}

#[tokio::test]
async fn a_wrong_clock_and_refused_credentials_are_told() {
    let shop = Shop::of(Provider::Stripe, 1).await;
    assert_eq!(shop.engine.clock_skew().await.unwrap(), Some(0));
    shop.clock.move_on(-600);
    shop.engine.sync(None, false).await.unwrap();
    assert_eq!(shop.engine.clock_skew().await.unwrap(), Some(600));
    let health = shop.engine.health().await.unwrap();
    assert_eq!(
        (health.clock.skew_seconds, health.clock.wrong),
        (Some(600), Some(true))
    );
    shop.spoil_all("GET", "*", refusal(401));
    shop.engine.sync(None, false).await.unwrap();
    let health = shop.engine.health().await.unwrap();
    assert_eq!(health.freshness[0].state, Freshness::Refused);
}

#[tokio::test]
async fn a_part_that_broke_is_counted_and_forgotten_after_a_month_of_peace() {
    let shop = Shop::with(|servers| servers.disputes(1)).await;
    assert!(shop.engine.breakdowns().await.unwrap().is_empty());
    for task in ["visit", "settle", "visit"] {
        shop.clock.move_on(60);
        shop.engine.note_breakdown(task).await.unwrap();
    }
    let broke = shop.second().await.breakdowns().await.unwrap();
    let told: Vec<(&str, u32)> = broke
        .iter()
        .map(|one| (one.task.as_str(), one.times))
        .collect();
    assert_eq!(told, [("visit", 2), ("settle", 1)]);
    assert_eq!(broke[0].last_at, shop.engine.now());
    assert_eq!(shop.engine.health().await.unwrap().breakdowns.len(), 2);
    shop.clock.move_on(30 * 86_400);
    assert!(shop.engine.breakdowns().await.unwrap().is_empty());
    shop.engine.note_breakdown("visit").await.unwrap();
    assert_eq!(shop.engine.breakdowns().await.unwrap()[0].times, 1);
}

#[tokio::test]
async fn what_cant_be_opened_is_looked_at_all_the_same() {
    let shop = Shop::of(Provider::Clearhaus, 1).await;
    let folder = shop.folder.path();
    let held = || options(folder, shop.keychain.clone());
    let strange = || options(folder, mock::Store::new().unwrap());
    shop.engine.clone().close().await;
    let health = Engine::health_of(held()).await;
    assert_eq!(
        (health.database, health.keychain),
        (DatabaseHealth::Open, KeychainHealth::Open)
    );
    let health = Engine::health_of(strange()).await;
    assert_eq!(
        (health.database, health.keychain),
        (DatabaseHealth::NoKey, KeychainHealth::Open)
    );
    let database = folder.join("tvist.db");
    let bytes = fs::read(&database).unwrap();
    fs::write(&database, vec![0x55; bytes.len()]).unwrap();
    let health = Engine::health_of(held()).await;
    assert!(
        matches!(
            health.database,
            DatabaseHealth::Damaged | DatabaseHealth::NoKey
        ),
        "{health:?}"
    );
    assert!(Engine::open(held()).await.is_err());
    for end in ["", "-wal", "-shm", "-journal"] {
        let _ = fs::remove_file(folder.join(format!("tvist.db{end}")));
    }
    let health = Engine::health_of(held()).await;
    assert_eq!(health.database, DatabaseHealth::Missing);
    let missing = Engine::open(held()).await;
    assert!(
        matches!(missing, Err(Error::DatabaseMissing)),
        "{missing:?}"
    );
}

#[tokio::test]
async fn where_nothing_was_begun_a_look_makes_nothing() {
    let folder = fleeting();
    let data = folder.path().join("data");
    let keychain = mock::Store::new().unwrap();
    let health = Engine::health_of(options(&data, keychain)).await;
    assert_eq!(
        (health.database, health.keychain),
        (DatabaseHealth::None, KeychainHealth::Open)
    );
    assert!(!data.exists());
}
