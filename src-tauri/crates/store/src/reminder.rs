//! Table `reminder`: which rungs were shown, so that none is shown twice.

use crate::Result;
use crate::column::{instant, millis, word};
use crate::error::StoreError;
use crate::open::Store;
use tvist_domain::DisputeId;
use tvist_domain::clock::Timestamp;
use tvist_domain::ladder::Rung;
use tvist_domain::notice::Told;
use tvist_domain::reminder::Reminder;

impl Store {
    /// Takes down that these reminders were shown, all or none. A rung of another safe deadline is another reminder; one
    /// that was shown before keeps the earlier date, since a later one was by a clock that ran ahead.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without a case, or that the database can't be written.
    pub async fn reminders_tell(&self, reminders: &[Reminder], now: Timestamp) -> Result<()> {
        let mut tx = self.write().await?;
        for reminder in reminders {
            sqlx::query(
                "INSERT INTO reminder (dispute, rung, safe_at, shown_at) VALUES (?1, ?2, ?3, ?4) \
                 ON CONFLICT (dispute, rung, safe_at) DO UPDATE SET shown_at = min(shown_at, excluded.shown_at)",
            )
            .bind(reminder.dispute.as_str())
            .bind(reminder.rung.to_string())
            .bind(millis(reminder.safe_at))
            .bind(millis(now))
            .execute(&mut *tx)
            .await
            .map_err(|e| StoreError::from(e).of("dispute"))?;
        }
        Ok(tx.commit().await?)
    }

    /// The reminders of a case that were shown, in that order.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn reminders_told(&self, id: &DisputeId) -> Result<Vec<Told>> {
        let rows: Vec<(String, i64, i64)> = sqlx::query_as(
            "SELECT rung, safe_at, shown_at FROM reminder WHERE dispute = ?1 ORDER BY shown_at, safe_at, rung",
        )
        .bind(id.as_str())
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter()
            .map(|(rung, safe_at, shown_at)| {
                Ok(Told {
                    rung: word(rung.parse::<Rung>().ok(), "reminder.rung")?,
                    safe_at: instant(safe_at, "reminder.safe_at")?,
                    at: instant(shown_at, "reminder.shown_at")?,
                })
            })
            .collect()
    }
}
