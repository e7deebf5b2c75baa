//! What still moves in table `submission` after an outcome was written down: the owner's word, and proof that comes late.

use crate::Result;
use crate::column::{millis, to_json};
use crate::error::StoreError;
use crate::open::Store;
use crate::submission::state;
use crate::submission_record::{BY_THE_OWNER, SubmissionRecord};
use tvist_domain::clock::Timestamp;
use tvist_domain::submission::{State, Statement};
use tvist_domain::{AccountId, SubmissionId};

impl Store {
    /// Settles, or settles anew, by the owner's word. An outcome that something else proved stays.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the outcome was proven meanwhile, or another one was accepted in this round;
    /// [`StoreError::Missing`]; or that the database can't be written.
    pub async fn submission_state(&self, id: &SubmissionId, statement: &Statement) -> Result<()> {
        let next = statement.said.state();
        let mut tx = self.write().await?;
        let rests_on_a_word: bool = sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM submission WHERE id = ?1 AND statement IS NOT NULL AND note = ?2)",
        )
        .bind(id.as_str())
        .bind(BY_THE_OWNER)
        .fetch_one(&mut *tx)
        .await?;
        let now = state(&mut tx, id).await?;
        let may = now == State::Unknown || (rests_on_a_word && now.may_be_corrected_to(next));
        if !may {
            return Err(StoreError::Conflict);
        }
        sqlx::query(
            "UPDATE submission SET state = ?2, statement = ?3, note = ?4, settled_at = ?5 WHERE id = ?1",
        )
        .bind(id.as_str())
        .bind(next.as_str())
        .bind(to_json(statement, "a statement")?)
        .bind(BY_THE_OWNER)
        .bind(millis(statement.at))
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    /// Corrects a submission that was believed not to have arrived: proof came late. Tells whether it was; not where
    /// another one of its kind was accepted in the round, or repeated the very call with its mark and isn't settled yet:
    /// then the proof may be of that one.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn submission_prove(&self, id: &SubmissionId, at: Timestamp) -> Result<bool> {
        let done = sqlx::query(
            "UPDATE submission SET state = 'accepted', note = 'late_proof', settled_at = ?2 \
             WHERE id = ?1 AND state = 'not_arrived' AND call IS NOT NULL AND NOT EXISTS (SELECT 1 FROM submission other \
                 WHERE other.account = submission.account \
                   AND coalesce(other.dispute, other.warning) = coalesce(submission.dispute, submission.warning) \
                   AND other.kind = submission.kind AND other.round = submission.round \
                   AND (other.state = 'accepted' \
                        OR other.intent = submission.intent AND other.state IN ('sending', 'unknown')))",
        )
        .bind(id.as_str())
        .bind(millis(at))
        .execute(&self.writer)
        .await?;
        Ok(done.rows_affected() > 0)
    }

    /// The submissions that were made and believed lost since then, and whose act wasn't done again; the newest first, a
    /// few.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn submissions_lost(&self, since: Timestamp) -> Result<Vec<SubmissionRecord>> {
        let rows = sqlx::query_as(
            "SELECT * FROM submission WHERE state = 'not_arrived' AND call IS NOT NULL AND settled_at >= ?1 \
             AND NOT EXISTS (SELECT 1 FROM submission other \
                 WHERE other.account = submission.account \
                   AND coalesce(other.dispute, other.warning) = coalesce(submission.dispute, submission.warning) \
                   AND other.kind = submission.kind AND other.round = submission.round AND other.state = 'accepted') \
             ORDER BY at DESC, rowid DESC LIMIT 20",
        )
        .bind(millis(since))
        .fetch_all(&self.reader)
        .await?;
        self.records(rows).await
    }

    /// The submissions with one of these marks that are believed not to have arrived though their call was made, oldest
    /// first: one query for a whole page of readings.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn submissions_not_arrived(
        &self,
        account: &AccountId,
        marks: &[&str],
    ) -> Result<Vec<SubmissionRecord>> {
        let rows = sqlx::query_as(
            "SELECT * FROM submission WHERE account = ?1 AND state = 'not_arrived' AND call IS NOT NULL \
             AND intent IN (SELECT value FROM json_each(?2)) ORDER BY at, rowid",
        )
        .bind(account.as_str())
        .bind(to_json(marks, "marks")?)
        .fetch_all(&self.reader)
        .await?;
        self.records(rows).await
    }
}
