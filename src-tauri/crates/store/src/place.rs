//! Keeping the desk true: a case whose stored step may not hold any more gets the one that holds.

use crate::Result;
use crate::column::{maybe_instant, millis, to_json};
use crate::dispute::{COLUMNS, DisputeRow, StoredDispute, filed, place};
use crate::open::Store;
use sqlx::{QueryBuilder, Sqlite};
use std::collections::HashMap;
use tvist_domain::clock::Timestamp;
use tvist_domain::step::StepSpan;
use tvist_domain::submission::Submission;
use tvist_domain::{AccountId, Dispute, DisputeId};

/// Cases that are placed in one transaction.
const AT_ONCE: usize = 500;

impl Store {
    /// Places cases anew whose span is over at `now`, by their providers' clocks, or of which a submission has moved; `step`
    /// tells the step and its span. Where nothing is due, which is nearly always, three indexes are looked at and nothing
    /// is written. Gives the cases that have another step now.
    ///
    /// # Errors
    /// When the database can't be read or written.
    pub async fn place_due(
        &self,
        now: Timestamp,
        step: impl Fn(&Dispute, &[Submission], Timestamp) -> StepSpan + Sync,
    ) -> Result<Vec<DisputeId>> {
        let due: Vec<i64> = sqlx::query_scalar(
            "SELECT seq FROM dispute WHERE placed = 0 \
             UNION SELECT dispute.seq FROM account CROSS JOIN dispute ON dispute.account = account.id \
                 WHERE dispute.step_until <= ?1 + coalesce(account.skew_seconds, 0) * 1000 \
             UNION SELECT dispute.seq FROM account CROSS JOIN dispute ON dispute.account = account.id \
                 WHERE dispute.step_from > ?1 + coalesce(account.skew_seconds, 0) * 1000",
        )
        .bind(millis(now))
        .fetch_all(&self.reader)
        .await?;
        let mut moved = Vec::new();
        if due.is_empty() {
            return Ok(moved);
        }
        let accounts = self.accounts().await?;
        let clocks: HashMap<AccountId, Timestamp> = accounts
            .into_iter()
            .map(|account| (account.id.clone(), account.provider_now(now)))
            .collect();
        for some in due.chunks(AT_ONCE) {
            moved.extend(self.place(some, now, &clocks, &step).await?);
        }
        Ok(moved)
    }

    async fn place(
        &self,
        seqs: &[i64],
        now: Timestamp,
        clocks: &HashMap<AccountId, Timestamp>,
        step: &(impl Fn(&Dispute, &[Submission], Timestamp) -> StepSpan + Sync),
    ) -> Result<Vec<DisputeId>> {
        let mut moved = Vec::new();
        // In one transaction with what it is computed from: a submission that moves waits.
        let mut tx = self.write().await?;
        let mut stale: QueryBuilder<Sqlite> = QueryBuilder::new(format!(
            "SELECT {COLUMNS} FROM dispute WHERE seq IN (SELECT value FROM json_each("
        ));
        stale.push_bind(to_json(&seqs, "rows")?).push("))");
        let rows: Vec<DisputeRow> = stale.build_query_as().fetch_all(&mut *tx).await?;
        let cases: Vec<StoredDispute> = filed(rows)?;
        let ids: Vec<&DisputeId> = cases.iter().map(|case| &case.id).collect();
        let submissions = crate::submission::brief(&mut tx, &ids).await?;
        for case in &cases {
            let theirs = clocks.get(&case.account).copied().unwrap_or(now);
            let done = submissions.get(&case.id).map_or(&[][..], Vec::as_slice);
            let span = step(&case.dispute, done, theirs);
            sqlx::query(
                "UPDATE dispute SET step = ?2, desk = ?3, step_from = ?4, step_until = ?5, placed = 1 WHERE id = ?1",
            )
            .bind(case.id.as_str())
            .bind(span.step.as_str())
            .bind(place(span.step))
            .bind(span.from.map(millis))
            .bind(span.until.map(millis))
            .execute(&mut *tx)
            .await?;
            if span.step != case.step {
                moved.push(case.id.clone());
            }
        }
        tx.commit().await?;
        Ok(moved)
    }

    /// When the next case has another step by time alone, by this machine's clock; none where no case will.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn next_turn(&self) -> Result<Option<Timestamp>> {
        let at: Option<i64> = sqlx::query_scalar(
            "SELECT min(turn) FROM (SELECT min(dispute.step_until) - coalesce(account.skew_seconds, 0) * 1000 AS turn \
             FROM account CROSS JOIN dispute ON dispute.account = account.id \
             WHERE dispute.step_until IS NOT NULL GROUP BY account.id)",
        )
        .fetch_one(&self.reader)
        .await?;
        maybe_instant(at, "dispute.step_until")
    }
}
