//! Erasing cases for good, and table `erased`: the marks by which an ended one doesn't come in again.

use crate::column::{maybe_from_json, millis, to_json};
use crate::dispute::StoredDispute;
use crate::error::StoreError;
use crate::open::Store;
use crate::{Result, search};
use data_encoding::HEXLOWER;
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::{Sqlite, SqliteConnection, Transaction};
use std::collections::{HashMap, HashSet};
use tvist_domain::AccountId;

impl Store {
    /// Erases cases with their timelines, drafts, documents, submissions, reminders and the warnings that came before
    /// them, all or none. `settings` are the
    /// names of what else belongs to them. What lay in the file is overwritten (`secure_delete`), and the search index is
    /// rewritten without their words. A mark stays of each, from which nothing can be read: it keeps a reading from
    /// bringing the case in again as long as the provider has ended it.
    ///
    /// # Errors
    /// [`StoreError::Missing`]; [`StoreError::Conflict`] when a case was read again since it was looked at, or while the
    /// outcome of a submission is open, since forgetting it could let a second one happen; or that the database can't be
    /// written. Nothing is erased then.
    pub async fn erase(&self, cases: &[StoredDispute], settings: &[String]) -> Result<()> {
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

async fn erase_one(tx: &mut Transaction<'static, Sqlite>, case: &StoredDispute) -> Result<()> {
    let id = case.id.as_str();
    let open: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM submission WHERE state IN ('intended', 'sending', 'unknown') \
         AND (dispute = ?1 OR warning IN (SELECT id FROM warning WHERE dispute = ?1)))",
    )
    .bind(id)
    .fetch_one(&mut **tx)
    .await?;
    if open {
        return Err(StoreError::Conflict);
    }
    // The warnings that the case came of go with it, and don't come in again either.
    let warned: Vec<String> =
        sqlx::query_scalar("SELECT provider_id FROM warning WHERE dispute = ?1")
            .bind(id)
            .fetch_all(&mut **tx)
            .await?;
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
    for provider_id in warned.iter().map(String::as_str).chain([provider_id]) {
        sqlx::query("INSERT INTO erased (account, mark) VALUES (?1, ?2) ON CONFLICT DO NOTHING")
            .bind(account.as_str())
            .bind(mark(account, provider_id))
            .execute(&mut **tx)
            .await?;
    }
    sqlx::query("DELETE FROM skipped WHERE account = ?1 AND provider_id = ?2")
        .bind(account.as_str())
        .bind(provider_id)
        .execute(&mut **tx)
        .await?;
    forget_in_cursor(tx, case).await
}

/// Takes a case out of the mark where its account's reading stopped: an adapter keeps by what it asks for cases. A mark that
/// is about the case itself goes whole, and everything is read anew.
async fn forget_in_cursor(
    tx: &mut Transaction<'static, Sqlite>,
    case: &StoredDispute,
) -> Result<()> {
    let kept: Option<String> = sqlx::query_scalar("SELECT cursor FROM account WHERE id = ?1")
        .bind(case.account.as_str())
        .fetch_optional(&mut **tx)
        .await?
        .flatten();
    let Some(mut cursor) = maybe_from_json::<Value>(kept.as_deref(), "account.cursor")? else {
        return Ok(());
    };
    let names = [
        Some(case.dispute.provider_id.as_str()),
        case.dispute.reference.as_deref(),
        case.dispute.transaction.id.as_deref(),
    ];
    let names: Vec<&str> = names.into_iter().flatten().collect();
    let before = cursor.clone();
    let left = (!is_about(&mut cursor, &names)).then_some(&cursor);
    if left == Some(&before) {
        return Ok(());
    }
    let left = left.map(|left| to_json(left, "a cursor")).transpose()?;
    sqlx::query("UPDATE account SET cursor = ?2 WHERE id = ?1")
        .bind(case.account.as_str())
        .bind(left)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Whether a value names the case itself; what is inside it and about the case is taken out.
fn is_about(value: &mut Value, names: &[&str]) -> bool {
    match value {
        Value::Null | Value::Bool(_) => false,
        Value::Number(number) => names.contains(&number.to_string().as_str()),
        // Also as a part of an address.
        Value::String(text) => text
            .split(['/', '?', '&', '=', '#'])
            .chain([text.as_str()])
            .any(|part| names.contains(&part)),
        Value::Array(items) => {
            items.retain_mut(|item| !is_about(item, names));
            false
        }
        Value::Object(members) => {
            // What stands under the case's own name says nothing of what stands beside it.
            members.retain(|name, _| !names.contains(&name.as_str()));
            let about = members
                .values_mut()
                .any(|member| !member.is_array() && !member.is_object() && is_about(member, names));
            if !about {
                members.retain(|_, member| !is_about(member, names));
            }
            about
        }
    }
}

/// Tells a case without naming it.
fn mark(account: &AccountId, provider_id: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(format!("{account}\n{provider_id}")))
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_case_leaves_nothing_in_a_mark_and_the_others_stay() {
        let names = ["dsp-1", "P-77", "42"];
        for (mut cursor, about, left) in [
            // As Clearhaus' adapter keeps it: by address.
            (
                json!({"last": "2026-11-22", "open": {"dsp-1": "https://x.test/disputes/dsp-1", "dsp-12": "https://x.test/disputes/dsp-12"}}),
                false,
                json!({"last": "2026-11-22", "open": {"dsp-12": "https://x.test/disputes/dsp-12"}}),
            ),
            // As Celcoin's: by process and transaction.
            (
                json!({"open": {"7": {"process": "P-77", "transaction": null}, "8": {"process": "P-8", "transaction": "9"}}}),
                false,
                json!({"open": {"8": {"process": "P-8", "transaction": "9"}}}),
            ),
            (
                json!({"ids": ["dsp-1", 42, "dsp-3"]}),
                false,
                json!({"ids": ["dsp-3"]}),
            ),
            // Where reading stopped at this very case.
            (
                json!({"newest": "dsp-1", "seen": 3}),
                true,
                json!({"newest": "dsp-1", "seen": 3}),
            ),
            (
                json!({"newest": "dsp-10"}),
                false,
                json!({"newest": "dsp-10"}),
            ),
        ] {
            assert_eq!(is_about(&mut cursor, &names), about, "{cursor}");
            assert_eq!(cursor, left);
        }
    }
}
