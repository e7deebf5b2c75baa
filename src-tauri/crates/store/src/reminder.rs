//! Table `reminder`: which rungs were shown, so that none is shown twice.

use crate::Result;
use crate::column::{instant, millis, word};
use crate::error::StoreError;
use crate::open::Store;
use tvist_domain::DisputeId;
use tvist_domain::clock::Instant;
use tvist_domain::reminder::Rung;

impl Store {
    /// Claims the right to show a reminder: yes for the first that asks, never again afterwards, whatever process asks.
    /// A rung of another safe deadline is another reminder.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without the case, or that the database can't be written.
    pub async fn reminder_claim(
        &self,
        id: &DisputeId,
        rung: Rung,
        safe_at: Instant,
        now: Instant,
    ) -> Result<bool> {
        let done = sqlx::query(
            "INSERT INTO reminder (dispute, rung, safe_at, shown_at) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT (dispute, rung, safe_at) DO NOTHING",
        )
        .bind(id.as_str())
        .bind(rung.as_str())
        .bind(millis(safe_at))
        .bind(millis(now))
        .execute(&self.writer)
        .await
        .map_err(|e| StoreError::from(e).of("dispute"))?;
        Ok(done.rows_affected() > 0)
    }

    /// The reminders of a case that were claimed: each rung with the safe deadline that it was for.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn reminder_shown(&self, id: &DisputeId) -> Result<Vec<(Rung, Instant)>> {
        let rows: Vec<(String, i64)> =
            sqlx::query_as("SELECT rung, safe_at FROM reminder WHERE dispute = ?1 ORDER BY shown_at, safe_at, rung")
                .bind(id.as_str())
                .fetch_all(&self.reader)
                .await?;
        rows.into_iter()
            .map(|(rung, safe_at)| {
                Ok((
                    word(Rung::from_word(&rung), "reminder.rung")?,
                    instant(safe_at, "reminder.safe_at")?,
                ))
            })
            .collect()
    }
}
