//! Erasing a case for good: its row, and by the schema's references everything that hangs on it.

use crate::Result;
use crate::error::StoreError;
use crate::open::Store;
use tvist_domain::DisputeId;

impl Store {
    /// Erases a case with its timeline, drafts, documents, submissions and reminders. What lay in the file is
    /// overwritten (`secure_delete`), and the search index is rewritten without its words.
    ///
    /// # Errors
    /// [`StoreError::Missing`]; [`StoreError::Conflict`] while the outcome of a submission is open, since forgetting it
    /// could let a second one happen; or that the database can't be written.
    pub async fn erase(&self, id: &DisputeId) -> Result<()> {
        let mut tx = self.write().await?;
        let open: bool = sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM submission WHERE dispute = ?1 AND state IN ('intended', 'sending', 'unknown'))",
        )
        .bind(id.as_str())
        .fetch_one(&mut *tx)
        .await?;
        if open {
            return Err(StoreError::Conflict);
        }
        let gone = sqlx::query("DELETE FROM dispute WHERE id = ?1")
            .bind(id.as_str())
            .execute(&mut *tx)
            .await?;
        if gone.rows_affected() == 0 {
            return Err(StoreError::Missing("dispute"));
        }
        crate::search::forget_erased(&mut tx).await?;
        Ok(tx.commit().await?)
    }
}
