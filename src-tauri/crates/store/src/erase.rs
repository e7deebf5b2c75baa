//! Erasing cases for good, and table `erased`: the marks by which an ended one doesn't come in again.

use crate::apply::hex;
use crate::column::{millis, to_json};
use crate::dispute::Filed;
use crate::error::StoreError;
use crate::open::Store;
use crate::{Result, search};
use sha2::{Digest, Sha256};
use sqlx::{Sqlite, SqliteConnection, Transaction};
use std::collections::{HashMap, HashSet};
use tvist_domain::AccountId;

impl Store {
    /// Erases cases with their timelines, drafts, documents, submissions and reminders, all or none. `settings` are the
    /// names of what else belongs to them. What lay in the file is overwritten (`secure_delete`), and the search index is
    /// rewritten without their words. A mark stays of each, from which nothing can be read: it keeps a reading from
    /// bringing the case in again as long as the provider has ended it.
    ///
    /// # Errors
    /// [`StoreError::Missing`]; [`StoreError::Conflict`] when a case was read again since it was looked at, or while the
    /// outcome of a submission is open, since forgetting it could let a second one happen; or that the database can't be
    /// written. Nothing is erased then.
    pub async fn erase(&self, cases: &[Filed], settings: &[String]) -> Result<()> {
        let mut tx = self.write().await?;
        for case in cases {
            erase_one(&mut tx, case).await?;
        }
        sqlx::query("DELETE FROM setting WHERE name IN (SELECT value FROM json_each(?1))")
            .bind(to_json(settings, "names")?)
            .execute(&mut *tx)
            .await?;
        search::forget_erased(&mut tx).await?;
        Ok(tx.commit().await?)
    }
}

async fn erase_one(tx: &mut Transaction<'static, Sqlite>, case: &Filed) -> Result<()> {
    let id = case.id.as_str();
    let open: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM submission WHERE dispute = ?1 AND state IN ('intended', 'sending', 'unknown'))",
    )
    .bind(id)
    .fetch_one(&mut **tx)
    .await?;
    if open {
        return Err(StoreError::Conflict);
    }
    let gone = sqlx::query("DELETE FROM dispute WHERE id = ?1 AND read_at = ?2")
        .bind(id)
        .bind(millis(case.read_at))
        .execute(&mut **tx)
        .await?;
    if gone.rows_affected() == 0 {
        crate::dispute::require(tx, &case.id).await?;
        return Err(StoreError::Conflict);
    }
    let (account, provider_id) = (&case.account, case.dispute.provider_id.as_str());
    sqlx::query("INSERT INTO erased (account, mark) VALUES (?1, ?2) ON CONFLICT DO NOTHING")
        .bind(account.as_str())
        .bind(mark(account, provider_id))
        .execute(&mut **tx)
        .await?;
    sqlx::query("DELETE FROM skipped WHERE account = ?1 AND provider_id = ?2")
        .bind(account.as_str())
        .bind(provider_id)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Tells a case without naming it.
fn mark(account: &AccountId, provider_id: &str) -> String {
    hex(&Sha256::digest(format!("{account}\n{provider_id}")))
}

/// Which of the provider's ids are of cases that were erased.
pub(crate) async fn among<'a>(
    connection: &mut SqliteConnection,
    account: &AccountId,
    provider_ids: impl Iterator<Item = &'a str>,
) -> Result<HashSet<&'a str>> {
    let by_mark: HashMap<String, &str> = provider_ids.map(|id| (mark(account, id), id)).collect();
    if by_mark.is_empty() {
        return Ok(HashSet::new());
    }
    let marks: Vec<&String> = by_mark.keys().collect();
    let found: Vec<String> = sqlx::query_scalar(
        "SELECT mark FROM erased WHERE account = ?1 AND mark IN (SELECT value FROM json_each(?2))",
    )
    .bind(account.as_str())
    .bind(to_json(&marks, "marks")?)
    .fetch_all(connection)
    .await?;
    Ok(found
        .iter()
        .filter_map(|mark| by_mark.get(mark).copied())
        .collect())
}

/// Strikes the marks of cases that the provider opened again.
pub(crate) async fn returned(
    connection: &mut SqliteConnection,
    account: &AccountId,
    provider_ids: &[&str],
) -> Result<()> {
    if provider_ids.is_empty() {
        return Ok(());
    }
    let marks: Vec<String> = provider_ids.iter().map(|id| mark(account, id)).collect();
    sqlx::query(
        "DELETE FROM erased WHERE account = ?1 AND mark IN (SELECT value FROM json_each(?2))",
    )
    .bind(account.as_str())
    .bind(to_json(&marks, "marks")?)
    .execute(connection)
    .await?;
    Ok(())
}
