//! Storing a page of readings in one transaction: cases, what their timelines gained, the provider's objects, the index.

use crate::column::NO_DEADLINE;
use crate::column::{millis, to_json};
use crate::dispute::place;
use crate::error::StoreError;
use crate::open::Store;
use crate::{Result, erase, search, timeline, warning};
use data_encoding::HEXLOWER;
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};
use std::collections::{HashMap, HashSet};
use tvist_domain::clock::Timestamp;
use tvist_domain::deadline::SafetyMargin;
use tvist_domain::rules;
use tvist_domain::step::StepSpan;
use tvist_domain::timeline::Entry;
use tvist_domain::{AccountId, Dispute, DisputeId};

/// One reading to store.
#[derive(Clone)]
pub struct Upsert {
    pub dispute: Dispute,
    pub step: StepSpan,
    /// What the timeline gains.
    pub entries: Vec<Entry>,
    /// Whether the reading differs from what is known in what matters. What is stored is compared anyway.
    pub changed: bool,
}

impl std::fmt::Debug for Upsert {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Upsert")
            .field("step", &self.step)
            .field("changed", &self.changed)
            .finish_non_exhaustive()
    }
}

/// Rows that one statement takes: far below SQLite's limit of 32,766 parameters.
const ROWS_AT_ONCE: usize = 100;

/// How many former objects of a case are kept, the newest: a provider whose object differs at every reading fills no disk.
const PAST_KEPT: i64 = 100;

/// A reading in the form of its row.
struct Prepared {
    dispute: Dispute,
    step: StepSpan,
    entries: Vec<Entry>,
    body: String,
    raw: String,
    raw_sha256: String,
}

impl Prepared {
    fn new(mut upsert: Upsert) -> Result<Self> {
        let raw = to_json(
            &std::mem::replace(&mut upsert.dispute.raw, Value::Null),
            "an object",
        )?;
        let raw_sha256 = HEXLOWER.encode(&Sha256::digest(raw.as_bytes()));
        let body = to_json(&upsert.dispute, "a dispute")?;
        Ok(Self {
            dispute: upsert.dispute,
            step: upsert.step,
            entries: upsert.entries,
            body,
            raw,
            raw_sha256,
        })
    }
}

/// What is stored of a case, as far as storing its next reading needs it.
#[derive(sqlx::FromRow)]
struct Known {
    seq: i64,
    id: String,
    provider_id: String,
    body: String,
    raw_sha256: String,
    step: String,
    step_from: Option<i64>,
    step_until: Option<i64>,
}

impl Known {
    fn is_placed(&self, span: &StepSpan) -> bool {
        self.step == span.step.as_str()
            && self.step_from == span.from.map(millis)
            && self.step_until == span.until.map(millis)
    }
}

impl Store {
    /// Stores readings as [`Store::file_page`] does, where none is of a case that was erased.
    ///
    /// # Errors
    /// Those of [`Store::file_page`]; [`StoreError::Missing`] when a case is one that was erased.
    pub async fn apply_page(
        &self,
        account: &AccountId,
        page: Vec<Upsert>,
        now: Timestamp,
    ) -> Result<Vec<DisputeId>> {
        let filed = self.file_page(account, page, now).await?;
        filed
            .into_iter()
            .map(|id| id.ok_or(StoreError::Missing("dispute")))
            .collect()
    }

    /// Stores readings in one transaction and gives their ids in the same order. New cases come to be; known ones are
    /// updated, and are no longer gone, since they were seen. `entries` are appended to the timelines; the
    /// provider's former object is kept. Where a case comes twice, the later reading holds and both are told.
    ///
    /// A case that was erased has none: it isn't stored as long as the provider has ended it. One that the provider
    /// opened again is a new case, since its clock must not be missed.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without the account, [`StoreError::Full`] and others: nothing was stored then.
    pub async fn file_page(
        &self,
        account: &AccountId,
        page: Vec<Upsert>,
        now: Timestamp,
    ) -> Result<Vec<Option<DisputeId>>> {
        let mut places: Vec<usize> = Vec::with_capacity(page.len());
        let mut readings: Vec<Prepared> = Vec::with_capacity(page.len());
        let mut seen: HashMap<String, usize> = HashMap::new();
        for upsert in page {
            let mut reading = Prepared::new(upsert)?;
            let key = reading.dispute.provider_id.clone();
            if let Some(&place) = seen.get(&key) {
                let mut entries = std::mem::take(&mut readings[place].entries);
                entries.append(&mut reading.entries);
                reading.entries = entries;
                readings[place] = reading;
                places.push(place);
            } else {
                seen.insert(key, readings.len());
                places.push(readings.len());
                readings.push(reading);
            }
        }
        let mut tx = self.write().await?;
        let mut ids = Vec::with_capacity(readings.len());
        for chunk in readings.chunks(ROWS_AT_ONCE) {
            ids.extend(store_chunk(&mut tx, account, chunk, now).await?);
        }
        tx.commit().await?;
        Ok(places.into_iter().map(|place| ids[place].clone()).collect())
    }
}

async fn store_chunk(
    connection: &mut SqliteConnection,
    account: &AccountId,
    chunk: &[Prepared],
    now: Timestamp,
) -> Result<Vec<Option<DisputeId>>> {
    let known = known(connection, account, chunk).await?;
    let unknown = chunk.iter().map(|r| r.dispute.provider_id.as_str());
    let unknown = unknown.filter(|id| !known.contains_key(*id));
    let erased = erase::among(connection, account, unknown).await?;
    let next_seq: i64 = sqlx::query_scalar("SELECT coalesce(max(seq), 0) + 1 FROM dispute")
        .fetch_one(&mut *connection)
        .await?;
    let plan = Plan::of(chunk, &known, &erased, next_seq);
    erase::returned(connection, account, &plan.returned).await?;
    keep_replaced(connection, &plan.replaced).await?;
    write_rows(connection, account, &plan.write, now).await?;
    warning::link(connection, account).await?;
    touch(connection, &plan.seen, now).await?;
    search::remove(connection, &plan.misindexed).await?;
    search::insert(connection, plan.index.into_iter()).await?;
    timeline::append(connection, &plan.entries).await?;
    Ok(plan.ids)
}

/// What has to be done for a page, given what is known.
#[derive(Default)]
struct Plan<'a> {
    /// The cases of the page, in its order; none for what was erased.
    ids: Vec<Option<DisputeId>>,
    /// The provider's ids of erased cases that it opened again.
    returned: Vec<&'a str>,
    /// Rows to insert or update.
    write: Vec<(i64, DisputeId, &'a Prepared)>,
    /// Rows that stay as they are.
    seen: Vec<i64>,
    /// Rows whose provider's object goes to the past.
    replaced: Vec<i64>,
    /// Rows whose words in the index are out of date.
    misindexed: Vec<i64>,
    /// Rows and the words that they are found by.
    index: Vec<(i64, String)>,
    entries: Vec<(DisputeId, &'a Entry)>,
}

impl<'a> Plan<'a> {
    fn of(
        chunk: &'a [Prepared],
        known: &HashMap<String, Known>,
        erased: &HashSet<&str>,
        mut next_seq: i64,
    ) -> Self {
        let mut plan = Self::default();
        for reading in chunk {
            let provider_id = reading.dispute.provider_id.as_str();
            let id = if let Some(row) = known.get(provider_id) {
                plan.update(row, reading)
            } else {
                if erased.contains(provider_id) {
                    if reading.dispute.status.is_ended() {
                        plan.ids.push(None);
                        continue;
                    }
                    plan.returned.push(provider_id);
                }
                let id = DisputeId::new();
                plan.write.push((next_seq, id.clone(), reading));
                plan.index
                    .push((next_seq, search::text_of(&reading.dispute)));
                next_seq += 1;
                id
            };
            plan.entries
                .extend(reading.entries.iter().map(|entry| (id.clone(), entry)));
            plan.ids.push(Some(id));
        }
        plan
    }

    fn update(&mut self, row: &Known, reading: &'a Prepared) -> DisputeId {
        let id = DisputeId::from_text(row.id.as_str());
        let same_body = row.body == reading.body;
        let same_raw = row.raw_sha256 == reading.raw_sha256;
        if !same_raw {
            self.replaced.push(row.seq);
        }
        if !same_body {
            self.misindexed.push(row.seq);
            self.index
                .push((row.seq, search::text_of(&reading.dispute)));
        }
        if same_body && same_raw && row.is_placed(&reading.step) {
            self.seen.push(row.seq);
        } else {
            self.write.push((row.seq, id.clone(), reading));
        }
        id
    }
}

async fn known(
    connection: &mut SqliteConnection,
    account: &AccountId,
    chunk: &[Prepared],
) -> Result<HashMap<String, Known>> {
    let provider_ids: Vec<&str> = chunk
        .iter()
        .map(|r| r.dispute.provider_id.as_str())
        .collect();
    let rows: Vec<Known> = sqlx::query_as(
        "SELECT seq, id, provider_id, body, raw_sha256, step, step_from, step_until FROM dispute \
         WHERE account = ?1 AND provider_id IN (SELECT value FROM json_each(?2))",
    )
    .bind(account.as_str())
    .bind(to_json(&provider_ids, "ids")?)
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.provider_id.clone(), row))
        .collect())
}

/// Keeps the provider's objects that are about to be replaced. One that came back is kept once.
async fn keep_replaced(connection: &mut SqliteConnection, seqs: &[i64]) -> Result<()> {
    if seqs.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "INSERT INTO dispute_raw_past (dispute, sha256, read_at, raw) \
         SELECT id, raw_sha256, read_at, raw FROM dispute WHERE seq IN (SELECT value FROM json_each(?1)) \
         ON CONFLICT (dispute, sha256) DO NOTHING",
    )
    .bind(to_json(seqs, "rows")?)
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "DELETE FROM dispute_raw_past WHERE rowid IN (SELECT rowid FROM ( \
             SELECT rowid, row_number() OVER (PARTITION BY dispute ORDER BY read_at DESC, rowid DESC) AS nth \
             FROM dispute_raw_past WHERE dispute IN (SELECT id FROM dispute WHERE seq IN (SELECT value FROM json_each(?1)))) \
         WHERE nth > ?2)",
    )
    .bind(to_json(seqs, "rows")?)
    .bind(PAST_KEPT)
    .execute(connection)
    .await?;
    Ok(())
}

/// Writes rows. The step of a case with submissions is placed anew afterwards: one of them may have moved since it was
/// computed.
async fn write_rows(
    connection: &mut SqliteConnection,
    account: &AccountId,
    rows: &[(i64, DisputeId, &Prepared)],
    now: Timestamp,
) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let now = millis(now);
    let mut insert: QueryBuilder<Sqlite> = QueryBuilder::new(
        "INSERT INTO dispute (seq, id, account, provider, provider_id, reference, stage, status, step, desk, \
         step_from, step_until, placed, deadline_at, due_at, opened_at, ended, known_at, read_at, ended_at, raw_sha256, \
         body, raw) ",
    );
    insert.push_values(rows, |mut row, (seq, id, reading)| {
        let dispute = &reading.dispute;
        let ended = dispute.status.is_ended();
        // The owner's margin doesn't move the deadline itself.
        let deadline = rules::deadline(dispute, SafetyMargin::default());
        row.push_bind(*seq)
            .push_bind(id.as_str())
            .push_bind(account.as_str())
            .push_bind(dispute.provider.as_str())
            .push_bind(dispute.provider_id.as_str())
            .push_bind(dispute.reference.as_deref())
            .push_bind(dispute.stage.as_str())
            .push_bind(dispute.status.as_str())
            .push_bind(reading.step.step.as_str())
            .push_bind(place(reading.step.step))
            .push_bind(reading.step.from.map(millis))
            .push_bind(reading.step.until.map(millis))
            .push_bind(true)
            .push_bind(deadline.map_or(NO_DEADLINE, |d| millis(d.at)))
            .push_bind(dispute.due.instant().map(millis))
            .push_bind(millis(dispute.opened_at))
            .push_bind(ended)
            .push_bind(now)
            .push_bind(now)
            .push_bind(ended.then_some(now))
            .push_bind(reading.raw_sha256.as_str())
            .push_bind(reading.body.as_str())
            .push_bind(reading.raw.as_str());
    });
    insert.push(
        " ON CONFLICT DO UPDATE SET reference = excluded.reference, stage = excluded.stage, \
         status = excluded.status, step = excluded.step, desk = excluded.desk, \
         step_from = excluded.step_from, step_until = excluded.step_until, \
         placed = NOT EXISTS (SELECT 1 FROM submission WHERE submission.dispute = dispute.id) \
             AND NOT EXISTS (SELECT 1 FROM warning WHERE warning.dispute = dispute.id), \
         deadline_at = excluded.deadline_at, \
         due_at = excluded.due_at, opened_at = excluded.opened_at, ended = excluded.ended, read_at = excluded.read_at, \
         ended_at = iif(excluded.ended, coalesce(ended_at, excluded.ended_at), NULL), vanished_at = NULL, gone_at = NULL, \
         raw_sha256 = excluded.raw_sha256, body = excluded.body, raw = excluded.raw",
    );
    insert
        .build()
        .execute(connection)
        .await
        .map_err(|e| StoreError::from(e).of("account"))?;
    Ok(())
}

/// Notes that cases were seen as they are stored.
async fn touch(connection: &mut SqliteConnection, seqs: &[i64], now: Timestamp) -> Result<()> {
    if seqs.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "UPDATE dispute SET read_at = ?2, vanished_at = NULL, gone_at = NULL WHERE seq IN (SELECT value FROM json_each(?1))",
    )
    .bind(to_json(seqs, "rows")?)
    .bind(millis(now))
    .execute(connection)
    .await?;
    Ok(())
}
