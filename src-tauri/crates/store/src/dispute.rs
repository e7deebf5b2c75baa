//! Table `dispute`: cases as they were last read, one by one or by account.

use crate::Result;
use crate::column::{from_json, instant, maybe_instant, millis, word};
use crate::error::StoreError;
use crate::open::Store;
use serde_json::Value;
use sqlx::sqlite::SqliteConnection;
use tvist_domain::clock::{Timestamp, earlier};
use tvist_domain::status::Group;
use tvist_domain::{AccountId, Dispute, DisputeId, NextStep};

/// A stored case.
#[derive(Clone, PartialEq)]
pub struct StoredDispute {
    pub id: DisputeId,
    pub account: AccountId,
    /// As last read, the provider's own object included.
    pub dispute: Dispute,
    /// When it was first seen.
    pub known_at: Timestamp,
    pub read_at: Timestamp,
    /// When its end was first seen; none again when it was reopened.
    pub ended_at: Option<Timestamp>,
    /// Since when the provider doesn't know it any more.
    pub vanished_at: Option<Timestamp>,
    /// The next step as it was placed on the desk ([`Store::place_due`]).
    pub step: NextStep,
}

impl std::fmt::Debug for StoredDispute {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoredDispute")
            .field("id", &self.id)
            .field("status", &self.dispute.status)
            .field("step", &self.step)
            .finish_non_exhaustive()
    }
}

/// The columns that make a [`StoredDispute`], of the table named `dispute`.
pub(crate) const COLUMNS: &str = "dispute.id, dispute.account, dispute.body, dispute.raw, dispute.known_at, \
     dispute.read_at, dispute.ended_at, dispute.vanished_at, dispute.step";

#[derive(sqlx::FromRow)]
pub(crate) struct DisputeRow {
    id: String,
    account: String,
    body: String,
    raw: String,
    known_at: i64,
    read_at: i64,
    ended_at: Option<i64>,
    vanished_at: Option<i64>,
    step: String,
}

impl TryFrom<DisputeRow> for StoredDispute {
    type Error = StoreError;

    fn try_from(row: DisputeRow) -> Result<Self> {
        let mut dispute: Dispute = from_json(&row.body, "dispute.body")?;
        dispute = dispute.mended();
        dispute.raw = from_json(&row.raw, "dispute.raw")?;
        Ok(Self {
            id: DisputeId::from_text(row.id),
            account: AccountId::from_text(row.account),
            dispute,
            known_at: instant(row.known_at, "dispute.known_at")?,
            read_at: instant(row.read_at, "dispute.read_at")?,
            ended_at: maybe_instant(row.ended_at, "dispute.ended_at")?,
            vanished_at: maybe_instant(row.vanished_at, "dispute.vanished_at")?,
            step: word(NextStep::from_word(&row.step), "dispute.step")?,
        })
    }
}

pub(crate) fn filed(rows: Vec<DisputeRow>) -> Result<Vec<StoredDispute>> {
    rows.into_iter().map(StoredDispute::try_from).collect()
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, account, body, raw, known_at, read_at, ended_at, vanished_at, step FROM dispute ",
            $rest
        )
    };
}

impl Store {
    /// One case.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn dispute(&self, id: &DisputeId) -> Result<Option<StoredDispute>> {
        let row: Option<DisputeRow> = sqlx::query_as(select!("WHERE id = ?1"))
            .bind(id.as_str())
            .fetch_optional(&self.reader)
            .await?;
        row.map(StoredDispute::try_from).transpose()
    }

    /// The case that the provider knows by this id.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn dispute_by_provider_id(
        &self,
        account: &AccountId,
        provider_id: &str,
    ) -> Result<Option<StoredDispute>> {
        let row: Option<DisputeRow> =
            sqlx::query_as(select!("WHERE provider_id = ?2 AND account = ?1"))
                .bind(account.as_str())
                .bind(provider_id)
                .fetch_optional(&self.reader)
                .await?;
        row.map(StoredDispute::try_from).transpose()
    }

    /// The cases of a page that are known already, by the provider's ids, in any order: one query for a whole page.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn disputes_by_provider_ids(
        &self,
        account: &AccountId,
        provider_ids: &[&str],
    ) -> Result<Vec<StoredDispute>> {
        let ids = crate::column::to_json(provider_ids, "ids")?;
        let rows = sqlx::query_as(select!(
            "WHERE account = ?1 AND provider_id IN (SELECT value FROM json_each(?2))"
        ))
        .bind(account.as_str())
        .bind(ids)
        .fetch_all(&self.reader)
        .await?;
        filed(rows)
    }

    /// Every case that is called so: by our id, the provider's id or its reference, exactly.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn dispute_find(&self, text: &str) -> Result<Vec<DisputeId>> {
        let ids: Vec<String> = sqlx::query_scalar(
            "SELECT id FROM dispute WHERE id = ?1 UNION SELECT id FROM dispute WHERE provider_id = ?1 \
             UNION SELECT id FROM dispute WHERE reference = ?1",
        )
        .bind(text)
        .fetch_all(&self.reader)
        .await?;
        Ok(ids.into_iter().map(DisputeId::from_text).collect())
    }

    /// The cases of an account that haven't ended.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn disputes_open(&self, account: &AccountId) -> Result<Vec<StoredDispute>> {
        let rows = sqlx::query_as(select!("WHERE account = ?1 AND ended = 0 ORDER BY seq"))
            .bind(account.as_str())
            .fetch_all(&self.reader)
            .await?;
        filed(rows)
    }

    /// The cases of all accounts that haven't ended.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn disputes_watched(&self) -> Result<Vec<StoredDispute>> {
        filed(
            sqlx::query_as(select!("WHERE ended = 0 ORDER BY seq"))
                .fetch_all(&self.reader)
                .await?,
        )
    }

    /// All cases, in the order in which they became known.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn disputes_all(&self) -> Result<Vec<StoredDispute>> {
        filed(
            sqlx::query_as(select!("ORDER BY seq"))
                .fetch_all(&self.reader)
                .await?,
        )
    }

    /// Cases whose payment may have refunds or fees of its own, and of which that wasn't read yet, or which are open or
    /// ended after `ended_after`: open ones first, then the newest.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn disputes_with_money_beside(
        &self,
        account: &AccountId,
        ended_after: Timestamp,
        limit: u32,
    ) -> Result<Vec<StoredDispute>> {
        let rows = sqlx::query_as(select!(
            "WHERE account = ?1 AND (ended = 0 OR ended_at > ?2 OR json_extract(body, '$.money_read.at') IS NULL) \
             AND json_extract(body, '$.transaction.id') IS NOT NULL \
             AND (json_extract(body, '$.submission_count') > 0 \
                  OR json_extract(body, '$.transaction.refunded.minor') > 0 \
                  OR json_array_length(body, '$.refunds') > 0) \
             ORDER BY ended, opened_at DESC LIMIT ?3"
        ))
        .bind(account.as_str())
        .bind(millis(ended_after))
        .bind(limit)
        .fetch_all(&self.reader)
        .await?;
        filed(rows)
    }

    /// The provider's ids of the cases that are about one of these payments.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn disputes_about_payments(
        &self,
        account: &AccountId,
        payments: &[String],
    ) -> Result<Vec<String>> {
        Ok(sqlx::query_scalar(
            "SELECT provider_id FROM dispute WHERE account = ?1 \
             AND json_extract(body, '$.transaction.id') IN (SELECT value FROM json_each(?2))",
        )
        .bind(account.as_str())
        .bind(crate::column::to_json(payments, "ids")?)
        .fetch_all(&self.reader)
        .await?)
    }

    /// What the provider's object was like before, oldest first, each with the time of its last reading.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn dispute_raw_past(&self, id: &DisputeId) -> Result<Vec<(Timestamp, Value)>> {
        let rows: Vec<(i64, String)> = sqlx::query_as(
            "SELECT read_at, raw FROM dispute_raw_past WHERE dispute = ?1 ORDER BY read_at, rowid",
        )
        .bind(id.as_str())
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter()
            .map(|(at, raw)| {
                Ok((
                    instant(at, "dispute_raw_past.read_at")?,
                    from_json(&raw, "dispute_raw_past.raw")?,
                ))
            })
            .collect()
    }

    /// Notes a reading by which the provider doesn't know the case. It counts as vanished once another such reading, at
    /// least `apart` after the first, agrees; seeing the case in between begins anew, and so does a first one from the
    /// future, by a clock that was set back since. Tells whether this one decided.
    ///
    /// # Errors
    /// [`StoreError::Missing`], or that the database can't be written.
    pub async fn note_gone(
        &self,
        id: &DisputeId,
        at: Timestamp,
        apart: chrono::Duration,
    ) -> Result<bool> {
        let decided: Option<bool> = sqlx::query_scalar(
            "UPDATE dispute SET gone_at = min(coalesce(gone_at, ?2), ?2), \
             vanished_at = iif(vanished_at IS NULL AND gone_at <= ?3, ?2, vanished_at) \
             WHERE id = ?1 RETURNING coalesce(vanished_at = ?2, 0)",
        )
        .bind(id.as_str())
        .bind(millis(at))
        .bind(millis(earlier(at, apart)))
        .fetch_optional(&self.writer)
        .await?;
        decided.ok_or(StoreError::Missing("dispute"))
    }
}

/// The place of a step's group on the desk.
pub(crate) fn place(step: NextStep) -> i64 {
    match step.group() {
        Group::AnswerNow => 0,
        Group::Talk => 1,
        Group::Waiting => 2,
        Group::Closed => 3,
    }
}

/// Fails when there is no such case.
pub(crate) async fn require(connection: &mut SqliteConnection, id: &DisputeId) -> Result<()> {
    let there: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM dispute WHERE id = ?1)")
        .bind(id.as_str())
        .fetch_one(connection)
        .await?;
    if there {
        Ok(())
    } else {
        Err(StoreError::Missing("dispute"))
    }
}
