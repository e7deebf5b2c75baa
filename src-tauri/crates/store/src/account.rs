//! Table `account`: one set of credentials at one provider, without the credentials, and how far its reading got.

use crate::Result;
use crate::column::{from_json, instant, maybe_from_json, maybe_instant, millis, to_json, word};
use crate::error::StoreError;
use crate::open::Store;
use serde_json::Value;
use std::collections::BTreeMap;
use tvist_domain::clock::{Timestamp, seconds_later};
use tvist_domain::provider::Environment;
use tvist_domain::{AccountId, Provider, skew};

/// One account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub id: AccountId,
    pub provider: Provider,
    /// The owner's name for it.
    pub label: String,
    pub environment: Environment,
    /// Another host than the provider's own; loopback only.
    pub api_base: Option<String>,
    pub options: BTreeMap<String, String>,
    pub practice: bool,
    pub added_at: Timestamp,
    /// Where the next reading goes on, in the adapter's own form.
    pub cursor: Option<Value>,
    /// The last reading that got through.
    pub synced_at: Option<Timestamp>,
    /// The last reading of everything that got through.
    pub swept_at: Option<Timestamp>,
    /// The last reading, whether it got through or not.
    pub attempt_at: Option<Timestamp>,
    /// The code of the last reading's error; none when it got through.
    pub last_error: Option<String>,
    /// Seconds that the provider's clock is ahead of ours.
    pub skew_seconds: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct AccountRow {
    id: String,
    provider: String,
    label: String,
    environment: String,
    api_base: Option<String>,
    options: String,
    practice: bool,
    added_at: i64,
    cursor: Option<String>,
    synced_at: Option<i64>,
    swept_at: Option<i64>,
    attempt_at: Option<i64>,
    last_error: Option<String>,
    skew_seconds: Option<i64>,
}

impl TryFrom<AccountRow> for Account {
    type Error = StoreError;

    fn try_from(row: AccountRow) -> Result<Self> {
        Ok(Self {
            id: AccountId::from_text(row.id),
            provider: word(row.provider.parse().ok(), "account.provider")?,
            label: row.label,
            environment: word(environment(&row.environment), "account.environment")?,
            api_base: row.api_base,
            options: from_json(&row.options, "account.options")?,
            practice: row.practice,
            added_at: instant(row.added_at, "account.added_at")?,
            cursor: maybe_from_json(row.cursor.as_deref(), "account.cursor")?,
            synced_at: maybe_instant(row.synced_at, "account.synced_at")?,
            swept_at: maybe_instant(row.swept_at, "account.swept_at")?,
            attempt_at: maybe_instant(row.attempt_at, "account.attempt_at")?,
            last_error: row.last_error,
            // Earlier versions kept whatever an answer's header said.
            skew_seconds: row.skew_seconds.and_then(skew::believable),
        })
    }
}

fn environment(word: &str) -> Option<Environment> {
    [Environment::Live, Environment::Test]
        .into_iter()
        .find(|e| e.as_str() == word)
}

impl Account {
    /// Now by the provider's clock, as far as its skew is known.
    #[must_use]
    pub fn provider_now(&self, now: Timestamp) -> Timestamp {
        seconds_later(now, self.skew_seconds.unwrap_or(0))
    }
}

impl Store {
    /// Stores a new account.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when its id is taken, or that the database can't be written.
    pub async fn account_insert(&self, account: &Account) -> Result<()> {
        let cursor = account
            .cursor
            .as_ref()
            .map(|cursor| to_json(cursor, "a cursor"))
            .transpose()?;
        sqlx::query(
            "INSERT INTO account (id, provider, label, environment, api_base, options, practice, added_at, cursor, \
             synced_at, swept_at, attempt_at, last_error, skew_seconds) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        )
        .bind(account.id.as_str())
        .bind(account.provider.as_str())
        .bind(account.label.as_str())
        .bind(account.environment.as_str())
        .bind(account.api_base.as_deref())
        .bind(to_json(&account.options, "options")?)
        .bind(account.practice)
        .bind(millis(account.added_at))
        .bind(cursor)
        .bind(account.synced_at.map(millis))
        .bind(account.swept_at.map(millis))
        .bind(account.attempt_at.map(millis))
        .bind(account.last_error.as_deref())
        .bind(account.skew_seconds)
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// All accounts, the first added first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn accounts(&self) -> Result<Vec<Account>> {
        let rows: Vec<AccountRow> =
            sqlx::query_as("SELECT * FROM account ORDER BY added_at, rowid")
                .fetch_all(&self.reader)
                .await?;
        rows.into_iter().map(Account::try_from).collect()
    }

    /// One account.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn account(&self, id: &AccountId) -> Result<Option<Account>> {
        let row: Option<AccountRow> = sqlx::query_as("SELECT * FROM account WHERE id = ?1")
            .bind(id.as_str())
            .fetch_optional(&self.reader)
            .await?;
        row.map(Account::try_from).transpose()
    }

    /// Removes an account with all that is stored of it: cases, timelines, drafts, documents, submissions. `settings` are
    /// the names of what else belongs to it. A submission that begins at the same moment either is here first, or finds
    /// no account any more.
    ///
    /// # Errors
    /// [`StoreError::Missing`]; [`StoreError::Conflict`] while the outcome of a submission is open, since forgetting it
    /// could let a second one happen; or that the database can't be written.
    pub async fn account_remove(&self, id: &AccountId, settings: &[String]) -> Result<()> {
        let mut tx = self.write().await?;
        let open: bool = sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM submission WHERE account = ?1 AND state IN ('intended', 'sending', 'unknown'))",
        )
        .bind(id.as_str())
        .fetch_one(&mut *tx)
        .await?;
        if open {
            return Err(StoreError::Conflict);
        }
        sqlx::query("DELETE FROM setting WHERE name IN (SELECT value FROM json_each(?1))")
            .bind(to_json(settings, "names")?)
            .execute(&mut *tx)
            .await?;
        let removed = sqlx::query("DELETE FROM account WHERE id = ?1")
            .bind(id.as_str())
            .execute(&mut *tx)
            .await?
            .rows_affected();
        found(removed)?;
        crate::search::forget_erased(&mut tx).await?;
        Ok(tx.commit().await?)
    }

    /// Notes a reading that got through, with the place where the next one goes on. `full` says that it read everything.
    ///
    /// # Errors
    /// [`StoreError::Missing`], or that the database can't be written.
    pub async fn account_set_synced(
        &self,
        id: &AccountId,
        cursor: Option<&Value>,
        at: Timestamp,
        full: bool,
    ) -> Result<()> {
        let cursor = cursor
            .map(|cursor| to_json(cursor, "a cursor"))
            .transpose()?;
        let done = sqlx::query(
            "UPDATE account SET cursor = ?2, synced_at = ?3, attempt_at = ?3, last_error = NULL, \
             swept_at = iif(?4, ?3, swept_at) WHERE id = ?1",
        )
        .bind(id.as_str())
        .bind(cursor)
        .bind(millis(at))
        .bind(full)
        .execute(&self.writer)
        .await?;
        found(done.rows_affected())
    }

    /// Notes a reading that failed, by its error's code.
    ///
    /// # Errors
    /// [`StoreError::Missing`], or that the database can't be written.
    pub async fn account_set_error(&self, id: &AccountId, at: Timestamp, code: &str) -> Result<()> {
        let done = sqlx::query("UPDATE account SET attempt_at = ?2, last_error = ?3 WHERE id = ?1")
            .bind(id.as_str())
            .bind(millis(at))
            .bind(code)
            .execute(&self.writer)
            .await?;
        found(done.rows_affected())
    }

    /// Forgets the last reading's error, as its cause is gone.
    ///
    /// # Errors
    /// [`StoreError::Missing`], or that the database can't be written.
    pub async fn account_clear_error(&self, id: &AccountId) -> Result<()> {
        let done = sqlx::query("UPDATE account SET last_error = NULL WHERE id = ?1")
            .bind(id.as_str())
            .execute(&self.writer)
            .await?;
        found(done.rows_affected())
    }

    /// Notes by how many seconds the provider's clock is ahead of ours.
    ///
    /// # Errors
    /// [`StoreError::Missing`], or that the database can't be written.
    pub async fn account_set_skew(&self, id: &AccountId, seconds: i64) -> Result<()> {
        let done = sqlx::query("UPDATE account SET skew_seconds = ?2 WHERE id = ?1")
            .bind(id.as_str())
            .bind(seconds)
            .execute(&self.writer)
            .await?;
        found(done.rows_affected())
    }
}

fn found(rows: u64) -> Result<()> {
    if rows == 0 {
        Err(StoreError::Missing("account"))
    } else {
        Ok(())
    }
}
