//! Tables `submission`, `submission_file`: irreversible calls, stored before they are made and kept for ever.
//!
//! The schema refuses a second live one of a kind, a step that can't follow, and any change of what was sealed; so a
//! second window or process loses here, whatever it believes.

use crate::Result;
use crate::column::{millis, signed, to_json, word};
use crate::error::{Cause, StoreError};
use crate::open::Store;
use crate::settlement::Settlement;
use crate::submission_record::{BriefRow, FileRow, SentFile, SubmissionRecord, SubmissionRow};
use data_encoding::HEXLOWER;
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::SqliteConnection;
use std::collections::HashMap;
use tvist_domain::clock::Timestamp;
use tvist_domain::submission::{State, Submission};
use tvist_domain::{DisputeId, Subject, SubmissionId, WarningId};

/// A submission with the case that it counts for: its own, or the one that came of its warning.
#[derive(sqlx::FromRow)]
struct OfCase {
    of_case: String,
    #[sqlx(flatten)]
    brief: BriefRow,
}

impl Store {
    /// Stores an intention with the bytes of its files, in the order of `record.files`; durable when this returns.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when one of this kind is live for the case already, or was accepted in this round;
    /// [`StoreError::Missing`] without the case or account; that a file isn't what the record says; or that the database
    /// can't be written. Nothing may be sent then.
    pub async fn submission_intend(
        &self,
        record: &SubmissionRecord,
        contents: &[Vec<u8>],
    ) -> Result<()> {
        let matches = record.files.len() == contents.len()
            && record.files.iter().zip(contents).all(|(file, content)| {
                file.bytes == content.len() as u64
                    && file.sha256 == HEXLOWER.encode(&Sha256::digest(content))
            });
        if !matches {
            return Err(StoreError::Other(Cause::Unstorable(
                "a file that isn't what its record says",
            )));
        }
        let mut tx = self.write().await?;
        let subject = match record.submission.subject {
            Subject::Case(_) => "dispute",
            Subject::Warning(_) => "warning",
        };
        insert(&mut tx, record).await.map_err(|e| e.of(subject))?;
        for (position, (file, content)) in record.files.iter().zip(contents).enumerate() {
            insert_file(&mut tx, &record.submission.id, position, file, content).await?;
        }
        Ok(tx.commit().await?)
    }

    /// One submission.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn submission(&self, id: &SubmissionId) -> Result<Option<SubmissionRecord>> {
        let rows = sqlx::query_as("SELECT * FROM submission WHERE id = ?1")
            .bind(id.as_str())
            .fetch_all(&self.reader)
            .await?;
        Ok(self.records(rows).await?.pop())
    }

    /// The submissions of a case, oldest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn submissions_of(&self, dispute: &DisputeId) -> Result<Vec<SubmissionRecord>> {
        let rows = sqlx::query_as("SELECT * FROM submission WHERE dispute = ?1 ORDER BY at, rowid")
            .bind(dispute.as_str())
            .fetch_all(&self.reader)
            .await?;
        self.records(rows).await
    }

    /// The submissions that were made for this very case or warning, oldest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn submissions_about(&self, subject: &Subject) -> Result<Vec<SubmissionRecord>> {
        match subject {
            Subject::Case(id) => self.submissions_of(id).await,
            Subject::Warning(id) => {
                let rows = sqlx::query_as(
                    "SELECT * FROM submission WHERE warning = ?1 ORDER BY at, rowid",
                )
                .bind(id.as_str())
                .fetch_all(&self.reader)
                .await?;
                self.records(rows).await
            }
        }
    }

    /// The submissions whose outcome is open, oldest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn submissions_open(&self) -> Result<Vec<SubmissionRecord>> {
        let rows = sqlx::query_as(
            "SELECT * FROM submission WHERE state IN ('intended', 'sending', 'unknown') ORDER BY at, rowid",
        )
        .fetch_all(&self.reader)
        .await?;
        self.records(rows).await
    }

    /// The submissions of a case as the rules need them, oldest first; with them the refunds of its payment that were made
    /// for a warning before there was the case.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn domain_submissions(&self, dispute: &DisputeId) -> Result<Vec<Submission>> {
        let mut found = self.domain_submissions_of(&[dispute]).await?;
        Ok(found.remove(dispute).unwrap_or_default())
    }

    /// The submissions of many cases at once as the rules need them, by case, oldest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn domain_submissions_of(
        &self,
        disputes: &[&DisputeId],
    ) -> Result<HashMap<DisputeId, Vec<Submission>>> {
        let mut connection = self.reader.acquire().await?;
        brief(&mut connection, disputes).await
    }

    /// Notes the provider's id of an uploaded file.
    ///
    /// # Errors
    /// [`StoreError::Missing`], or that the database can't be written.
    pub async fn submission_file_uploaded(
        &self,
        id: &SubmissionId,
        index: usize,
        remote_id: &str,
    ) -> Result<()> {
        let done = sqlx::query(
            "UPDATE submission_file SET remote_id = ?3 WHERE submission = ?1 AND position = ?2",
        )
        .bind(id.as_str())
        .bind(signed(index, "a position")?)
        .bind(remote_id)
        .execute(&self.writer)
        .await?;
        if done.rows_affected() == 0 {
            Err(StoreError::Missing("submission file"))
        } else {
            Ok(())
        }
    }

    /// Notes that a file was taken away again at the provider.
    ///
    /// # Errors
    /// That the database can't be written.
    pub async fn submission_file_withdrawn(&self, id: &SubmissionId, index: usize) -> Result<()> {
        sqlx::query(
            "UPDATE submission_file SET remote_id = NULL WHERE submission = ?1 AND position = ?2",
        )
        .bind(id.as_str())
        .bind(signed(index, "a position")?)
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// Marks an intention as on its way, with the call as it will go out; durable when this returns. The call's member
    /// `key` is its idempotency key; the key's life begins with its first use.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when it isn't an intention any more; [`StoreError::Missing`]; or that the database can't
    /// be written. Nothing may be sent then.
    pub async fn submission_sending(
        &self,
        id: &SubmissionId,
        call: &Value,
        at: Timestamp,
    ) -> Result<()> {
        let mut tx = self.write().await?;
        if state(&mut tx, id).await? != State::Intended {
            return Err(StoreError::Conflict);
        }
        sqlx::query(
            "UPDATE submission SET state = 'sending', call = ?2, key = ?2 ->> '$.key', \
             key_used_at = iif(?2 ->> '$.key' IS NULL, NULL, coalesce(key_used_at, ?3)) WHERE id = ?1",
        )
        .bind(id.as_str())
        .bind(to_json(call, "a call")?)
        .bind(millis(at))
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    /// Takes the next step: an outcome, or that it is unknown. What is given is stored; what isn't stays.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when its state can't follow ([`State::may_become`]), or when another one was accepted in
    /// this round; [`StoreError::Missing`]; or that the database can't be written.
    pub async fn submission_settle(&self, id: &SubmissionId, next: &Settlement) -> Result<()> {
        let json = |value: &Option<Value>, what| {
            let text = value.as_ref().map(|value| to_json(value, what));
            text.transpose()
        };
        let answer = json(&next.answer, "an answer")?;
        let refusal = json(&next.refusal, "a refusal")?;
        let mut tx = self.write().await?;
        if !state(&mut tx, id).await?.may_become(next.state) {
            return Err(StoreError::Conflict);
        }
        sqlx::query(
            "UPDATE submission SET state = ?2, request_id = coalesce(?3, request_id), answer = coalesce(?4, answer), \
             refusal = coalesce(?5, refusal), note = coalesce(?6, note), settled_at = ?7 WHERE id = ?1",
        )
        .bind(id.as_str())
        .bind(next.state.as_str())
        .bind(next.request_id.as_deref())
        .bind(answer)
        .bind(refusal)
        .bind(next.note.as_deref())
        .bind((!next.state.is_open_question()).then(|| millis(next.at)))
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    /// Notes that a reading showed no trace of it; the first such reading counts. One dated in the future was so by a clock
    /// that has been set back since, and is replaced.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when its outcome is certain already; [`StoreError::Missing`]; or that the database can't
    /// be written.
    pub async fn submission_saw_nothing(&self, id: &SubmissionId, at: Timestamp) -> Result<()> {
        let mut tx = self.write().await?;
        if !state(&mut tx, id).await?.is_open_question() {
            return Err(StoreError::Conflict);
        }
        sqlx::query(
            "UPDATE submission SET seen_nothing_at = min(coalesce(seen_nothing_at, ?2), ?2) WHERE id = ?1",
        )
        .bind(id.as_str())
        .bind(millis(at))
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    /// The bytes of a file as they were sealed.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn submission_file_bytes(
        &self,
        id: &SubmissionId,
        index: usize,
    ) -> Result<Option<Vec<u8>>> {
        Ok(sqlx::query_scalar(
            "SELECT content FROM submission_file WHERE submission = ?1 AND position = ?2",
        )
        .bind(id.as_str())
        .bind(signed(index, "a position")?)
        .fetch_optional(&self.reader)
        .await?)
    }

    /// Joins submissions with their files.
    pub(crate) async fn records(&self, rows: Vec<SubmissionRow>) -> Result<Vec<SubmissionRecord>> {
        let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
        let file_rows: Vec<FileRow> = sqlx::query_as(
            "SELECT submission, field, name, media_type, sha256, bytes, pages, remote_id FROM submission_file \
             WHERE submission IN (SELECT value FROM json_each(?1)) ORDER BY submission, position",
        )
        .bind(to_json(&ids, "ids")?)
        .fetch_all(&self.reader)
        .await?;
        let mut files: HashMap<String, Vec<SentFile>> = HashMap::new();
        for row in file_rows {
            files
                .entry(row.submission.clone())
                .or_default()
                .push(row.try_into()?);
        }
        rows.into_iter()
            .map(|row| {
                let files = files.remove(&row.id).unwrap_or_default();
                row.record(files)
            })
            .collect()
    }
}

/// The submissions of cases as the rules need them, by case, oldest first.
pub(crate) async fn brief(
    connection: &mut SqliteConnection,
    disputes: &[&DisputeId],
) -> Result<HashMap<DisputeId, Vec<Submission>>> {
    let rows: Vec<OfCase> = sqlx::query_as(
        "WITH wanted (id) AS (SELECT value FROM json_each(?1)) \
         SELECT dispute AS of_case, id, dispute, warning, kind, round, state, at, request_id, statement, note, \
             rowid AS n FROM submission WHERE dispute IN (SELECT id FROM wanted) \
         UNION ALL \
         SELECT w.dispute, s.id, s.dispute, s.warning, s.kind, s.round, s.state, s.at, s.request_id, s.statement, \
             s.note, s.rowid FROM warning w JOIN submission s ON s.warning = w.id \
         WHERE w.dispute IN (SELECT id FROM wanted) ORDER BY at, n",
    )
    .bind(to_json(disputes, "ids")?)
    .fetch_all(connection)
    .await?;
    let mut by_dispute: HashMap<DisputeId, Vec<Submission>> = HashMap::new();
    for row in rows {
        by_dispute
            .entry(DisputeId::from_text(row.of_case))
            .or_default()
            .push(row.brief.try_into()?);
    }
    Ok(by_dispute)
}

pub(crate) async fn state(connection: &mut SqliteConnection, id: &SubmissionId) -> Result<State> {
    let state: Option<String> = sqlx::query_scalar("SELECT state FROM submission WHERE id = ?1")
        .bind(id.as_str())
        .fetch_optional(connection)
        .await?;
    let state = state.ok_or(StoreError::Missing("submission"))?;
    word(State::from_word(&state), "submission.state")
}

async fn insert(connection: &mut SqliteConnection, record: &SubmissionRecord) -> Result<()> {
    let json = |value: &Option<Value>| {
        value
            .as_ref()
            .map(|value| to_json(value, "a call"))
            .transpose()
    };
    let submission = &record.submission;
    sqlx::query(
        "INSERT INTO submission (id, account, dispute, kind, round, state, at, request_id, draft_revision, seal, key, \
         key_used_at, call, before, fields, money_minor, currency, answer, refusal, seen_nothing_at, note, settled_at, intent, statement, warning) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25)",
    )
    .bind(submission.id.as_str())
    .bind(record.account.as_str())
    .bind(submission.subject.case().map(DisputeId::as_str))
    .bind(submission.kind.as_str())
    .bind(submission.round.as_str())
    .bind(submission.state.as_str())
    .bind(millis(submission.at))
    .bind(submission.request_id.as_deref())
    .bind(signed(record.draft_revision, "a revision")?)
    .bind(record.seal.as_str())
    .bind(record.key.as_deref())
    .bind(record.key_used_at.map(millis))
    .bind(json(&record.call)?)
    .bind(to_json(&record.before, "a case")?)
    .bind(to_json(&record.fields, "fields")?)
    .bind(record.amount.as_ref().map(|money| money.minor))
    .bind(record.amount.as_ref().map(|money| money.currency.as_str()))
    .bind(json(&record.answer)?)
    .bind(json(&record.refusal)?)
    .bind(record.seen_nothing_at.map(millis))
    .bind(record.note.as_deref())
    .bind(record.settled_at.map(millis))
    .bind(record.intent.as_str())
    .bind(
        record
            .statement
            .as_ref()
            .map(|statement| to_json(statement, "a statement"))
            .transpose()?,
    )
    .bind(submission.subject.warning().map(WarningId::as_str))
    .execute(connection)
    .await?;
    Ok(())
}

async fn insert_file(
    connection: &mut SqliteConnection,
    id: &SubmissionId,
    position: usize,
    file: &SentFile,
    content: &[u8],
) -> Result<()> {
    sqlx::query(
        "INSERT INTO submission_file (submission, position, field, name, media_type, sha256, bytes, pages, remote_id, \
         content) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )
    .bind(id.as_str())
    .bind(signed(position, "a position")?)
    .bind(file.field.as_str())
    .bind(file.name.as_str())
    .bind(file.media_type.as_str())
    .bind(file.sha256.as_str())
    .bind(signed(file.bytes, "a size")?)
    .bind(i64::from(file.pages))
    .bind(file.remote_id.as_deref())
    .bind(content)
    .execute(connection)
    .await?;
    Ok(())
}
