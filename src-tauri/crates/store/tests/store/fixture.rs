//! A folder with a database, invented cases, and a raw look past the store.

use base64::Engine as _;
use chrono::Duration;
use data_encoding::HEXLOWER;
use serde_json::json;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, SqliteConnection};
use std::collections::BTreeMap;
use std::path::Path;
use tempfile::TempDir;
use tvist_domain::clock::Timestamp;
use tvist_domain::dispute::DueDate;
use tvist_domain::provider::Environment;
use tvist_domain::{
    AccountId, Category, Dispute, DisputeId, Money, NextStep, Provider, Reason, Stage, Status,
};
use tvist_store::{Account, DatabaseKey, Store, Upsert};

pub struct Folder {
    pub dir: TempDir,
    pub key: DatabaseKey,
}

impl Folder {
    pub fn new() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
            key: DatabaseKey::random(),
        }
    }

    pub async fn open(&self) -> Store {
        Store::open(self.dir.path(), &self.key).await.unwrap()
    }

    pub async fn raw(&self) -> SqliteConnection {
        raw(&self.dir.path().join("tvist.db"), &self.key).await
    }
}

/// A connection of our own to an encrypted file.
pub async fn raw(file: &Path, key: &DatabaseKey) -> SqliteConnection {
    SqliteConnectOptions::new()
        .filename(file)
        .pragma("key", format!("\"{}\"", literal(key)))
        .connect()
        .await
        .unwrap()
}

pub fn literal(key: &DatabaseKey) -> String {
    let bytes = base64::engine::general_purpose::STANDARD
        .decode(key.to_base64().as_str())
        .unwrap();
    format!("x'{}'", HEXLOWER.encode(&bytes))
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Noon of the day in November 2026; days beyond the month go on.
pub fn day(n: i64) -> Timestamp {
    at("2026-11-01T12:00:00Z") + Duration::days(n - 1)
}

pub fn account() -> Account {
    Account {
        id: AccountId::new(),
        provider: Provider::Stripe,
        label: "Shop".into(),
        environment: Environment::Test,
        api_base: Some("http://127.0.0.1:9".into()),
        options: BTreeMap::from([("connected_account".into(), "acct_1".into())]),
        practice: false,
        added_at: day(1),
        cursor: None,
        synced_at: None,
        swept_at: None,
        attempt_at: None,
        last_error: None,
        skew_seconds: None,
    }
}

pub fn dispute(provider_id: &str) -> Dispute {
    Dispute {
        provider_status: "needs_response".into(),
        network: Some("visa".into()),
        reason: Reason {
            category: Category::ProductNotReceived,
            provider_code: Some("product_not_received".into()),
            network_code: Some("13.1".into()),
        },
        due: DueDate::At(day(20)),
        live: false,
        raw: json!({"id": provider_id, "object": "dispute"}),
        ..Dispute::bare(
            Provider::Stripe,
            provider_id,
            Stage::Chargeback,
            Status::NeedsResponse,
            Money::new(24_900, "EUR"),
            day(1),
        )
    }
}

pub fn reading(dispute: Dispute) -> Upsert {
    Upsert {
        dispute,
        step: NextStep::Answer.into(),
        entries: Vec::new(),
        changed: true,
    }
}

/// Stores an account and one case of it.
pub async fn one_case(store: &Store) -> (Account, DisputeId) {
    let account = account();
    store.account_insert(&account).await.unwrap();
    let ids = store
        .apply_page(&account.id, vec![reading(dispute("dp_1"))], day(2))
        .await
        .unwrap();
    (account, ids[0].clone())
}

/// One reminder of a case, at its safe deadline.
pub fn reminder(
    id: &tvist_domain::DisputeId,
    rung: tvist_domain::ladder::Rung,
    safe_at: Timestamp,
) -> tvist_domain::reminder::Reminder {
    tvist_domain::reminder::Reminder {
        dispute: id.clone(),
        rung,
        at: safe_at,
        deadline: safe_at,
        safe_at,
    }
}
