//! Table `warning`: warnings of fraud before there is a dispute, and the case that came of each.

use crate::column::{from_json, instant, maybe_instant, millis, to_json, unsigned};
use crate::error::StoreError;
use crate::open::Store;
use crate::submission_record::BriefRow;
use crate::{Result, erase};
use serde_json::Value;
use sqlx::SqliteConnection;
use tvist_domain::clock::Timestamp;
use tvist_domain::submission::Submission;
use tvist_domain::{AccountId, DisputeId, Warning, WarningId};

/// A stored warning.
#[derive(Clone, PartialEq)]
pub struct Warned {
    pub id: WarningId,
    pub account: AccountId,
    /// As last read, the provider's own object included.
    pub warning: Warning,
    /// The case that came of it, once there is one.
    pub dispute: Option<DisputeId>,
    /// When it was first seen.
    pub known_at: Timestamp,
    pub read_at: Timestamp,
    /// When its owner was told of it.
    pub told_at: Option<Timestamp>,
}

impl std::fmt::Debug for Warned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Warned")
            .field("id", &self.id)
            .field("actionable", &self.warning.actionable)
            .finish_non_exhaustive()
    }
}

#[derive(sqlx::FromRow)]
struct WarningRow {
    id: String,
    account: String,
    dispute: Option<String>,
    known_at: i64,
    read_at: i64,
    told_at: Option<i64>,
    body: String,
    raw: String,
}

impl TryFrom<WarningRow> for Warned {
    type Error = StoreError;

    fn try_from(row: WarningRow) -> Result<Self> {
        let mut warning: Warning = from_json(&row.body, "warning.body")?;
        warning.raw = from_json(&row.raw, "warning.raw")?;
        Ok(Self {
            id: WarningId::from_text(row.id),
            account: AccountId::from_text(row.account),
            warning,
            dispute: row.dispute.map(DisputeId::from_text),
            known_at: instant(row.known_at, "warning.known_at")?,
            read_at: instant(row.read_at, "warning.read_at")?,
            told_at: maybe_instant(row.told_at, "warning.told_at")?,
        })
    }
}

fn warned(rows: Vec<WarningRow>) -> Result<Vec<Warned>> {
    rows.into_iter().map(Warned::try_from).collect()
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, account, dispute, known_at, read_at, told_at, body, raw FROM warning ",
            $rest
        )
    };
}

impl Store {
    /// Stores readings of warnings that began at `began`, in one transaction, and gives the ids of those that are new or
    /// different. One that was read since then stays as it is, and so does one that was erased with its case.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without the account, or that the database can't be written: nothing was stored then.
    pub async fn warnings_file(
        &self,
        account: &AccountId,
        readings: &[Warning],
        began: Timestamp,
        now: Timestamp,
    ) -> Result<Vec<WarningId>> {
        let mut tx = self.write().await?;
        let ids = readings.iter().map(|w| w.provider_id.as_str());
        let erased = erase::among(&mut tx, account, ids).await?;
        let mut changed = Vec::new();
        for warning in readings {
            if !erased.contains(warning.provider_id.as_str()) {
                changed.extend(file_one(&mut tx, account, warning, began, now).await?);
            }
        }
        link(&mut tx, account).await?;
        tx.commit().await?;
        Ok(changed)
    }

    /// All warnings, or those of one account; the newest first, those that a refund can still answer before the others.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn warnings(&self, account: Option<&AccountId>) -> Result<Vec<Warned>> {
        let rows = sqlx::query_as(select!(
            "WHERE ?1 IS NULL OR account = ?1 ORDER BY actionable DESC, at DESC, id"
        ))
        .bind(account.map(AccountId::as_str))
        .fetch_all(&self.reader)
        .await?;
        warned(rows)
    }

    /// One warning.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn warning(&self, id: &WarningId) -> Result<Option<Warned>> {
        let row: Option<WarningRow> = sqlx::query_as(select!("WHERE id = ?1"))
            .bind(id.as_str())
            .fetch_optional(&self.reader)
            .await?;
        row.map(Warned::try_from).transpose()
    }

    /// The warnings that `which` names: by our id, or by the provider's id of the warning or of its payment.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn warning_find(&self, which: &str) -> Result<Vec<WarningId>> {
        let ids: Vec<String> = sqlx::query_scalar(
            "SELECT id FROM warning WHERE id = ?1 OR provider_id = ?1 OR payment = ?1",
        )
        .bind(which)
        .fetch_all(&self.reader)
        .await?;
        Ok(ids.into_iter().map(WarningId::from_text).collect())
    }

    /// The refunds of a warning's payment as the rules need them, oldest first: those that were made for it, for another
    /// warning of the same payment, or for a case.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn refunds_of_warned(&self, id: &WarningId) -> Result<Vec<Submission>> {
        let rows: Vec<BriefRow> = sqlx::query_as(
            "SELECT s.id, s.dispute, s.warning, s.kind, s.round, s.state, s.at, s.request_id, s.statement, s.note \
             FROM warning w JOIN submission s ON s.account = w.account \
             WHERE w.id = ?1 AND s.kind = 'refund' AND (s.warning = w.id OR s.payment = w.payment) ORDER BY s.at, s.rowid",
        )
        .bind(id.as_str())
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(Submission::try_from).collect()
    }

    /// The warnings that a refund can still answer and of which nobody was told, the newest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn warnings_untold(&self) -> Result<Vec<Warned>> {
        let rows = sqlx::query_as(select!(
            "WHERE actionable = 1 AND dispute IS NULL AND told_at IS NULL ORDER BY at DESC, id"
        ))
        .fetch_all(&self.reader)
        .await?;
        warned(rows)
    }

    /// How many warnings a refund can still answer.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn warnings_waiting(&self) -> Result<u32> {
        let count: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM warning WHERE actionable = 1 AND dispute IS NULL",
        )
        .fetch_one(&self.reader)
        .await?;
        unsigned(count, "a count")
    }

    /// Notes that the owner was told of warnings.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn warnings_told(&self, ids: &[WarningId], at: Timestamp) -> Result<()> {
        sqlx::query(
            "UPDATE warning SET told_at = coalesce(told_at, ?2) WHERE id IN (SELECT value FROM json_each(?1))",
        )
        .bind(to_json(ids, "ids")?)
        .bind(millis(at))
        .execute(&self.writer)
        .await?;
        Ok(())
    }
}

/// Stores one reading; gives its id when it is new or different.
async fn file_one(
    connection: &mut SqliteConnection,
    account: &AccountId,
    warning: &Warning,
    began: Timestamp,
    now: Timestamp,
) -> Result<Option<WarningId>> {
    let mut bare = warning.clone();
    let raw = to_json(&std::mem::replace(&mut bare.raw, Value::Null), "an object")?;
    let body = to_json(&bare, "a warning")?;
    let known: Option<(String, i64, String, String)> = sqlx::query_as(
        "SELECT id, read_at, body, raw FROM warning WHERE account = ?1 AND provider_id = ?2",
    )
    .bind(account.as_str())
    .bind(warning.provider_id.as_str())
    .fetch_optional(&mut *connection)
    .await?;
    let (id, same) = match known {
        // A date that is still to come was by a clock that ran ahead, and counts for nothing.
        Some((_, read_at, ..)) if millis(began) < read_at && read_at <= millis(now) => {
            return Ok(None);
        }
        Some((id, _, was, raw_was)) => (WarningId::from_text(id), was == body && raw_was == raw),
        None => (WarningId::new(), false),
    };
    sqlx::query(
        "INSERT INTO warning (id, account, provider_id, at, actionable, payment, known_at, read_at, body, raw) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8, ?9) \
         ON CONFLICT (account, provider_id) DO UPDATE SET at = excluded.at, actionable = excluded.actionable, \
         payment = coalesce(excluded.payment, payment), read_at = excluded.read_at, body = excluded.body, raw = excluded.raw",
    )
    .bind(id.as_str())
    .bind(account.as_str())
    .bind(warning.provider_id.as_str())
    .bind(millis(warning.at))
    .bind(warning.actionable)
    .bind(warning.transaction.id.as_deref())
    .bind(millis(began))
    .bind(body)
    .bind(raw)
    .execute(connection)
    .await
    .map_err(|e| StoreError::from(e).of("account"))?;
    Ok((!same).then_some(id))
}

/// Notes of each warning that has no case yet the case of its payment, if there is one by now.
pub(crate) async fn link(connection: &mut SqliteConnection, account: &AccountId) -> Result<()> {
    sqlx::query(
        "UPDATE warning SET dispute = found.id FROM ( \
             SELECT w.id AS warning, (SELECT d.id FROM dispute d WHERE d.account = w.account AND d.transaction_id = w.payment \
                 ORDER BY d.opened_at DESC LIMIT 1) AS id \
             FROM warning w WHERE w.account = ?1 AND w.dispute IS NULL) AS found \
         WHERE warning.id = found.warning AND found.id IS NOT NULL",
    )
    .bind(account.as_str())
    .execute(connection)
    .await?;
    Ok(())
}
