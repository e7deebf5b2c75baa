//! Table `skipped`: records that a provider listed and that couldn't be read, so that they are asked for again.

use crate::Result;
use crate::column::{millis, to_json};
use crate::open::Store;
use tvist_domain::AccountId;
use tvist_domain::clock::Timestamp;

impl Store {
    /// Notes that records couldn't be read.
    ///
    /// # Errors
    /// [`crate::StoreError::Missing`] without the account, or that the database can't be written.
    pub async fn skipped_note(
        &self,
        account: &AccountId,
        provider_ids: &[&str],
        at: Timestamp,
    ) -> Result<()> {
        sqlx::query(
            "INSERT INTO skipped (account, provider_id, since, tried_at) SELECT ?1, value, ?3, ?3 FROM json_each(?2) \
             WHERE true ON CONFLICT (account, provider_id) DO UPDATE SET tried_at = excluded.tried_at",
        )
        .bind(account.as_str())
        .bind(to_json(provider_ids, "ids")?)
        .bind(millis(at))
        .execute(&self.writer)
        .await
        .map_err(|e| crate::StoreError::from(e).of("account"))?;
        Ok(())
    }

    /// The records that are still to be read, those that wait longest since their last try first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn skipped(&self, account: &AccountId, limit: u32) -> Result<Vec<String>> {
        Ok(sqlx::query_scalar(
            "SELECT provider_id FROM skipped WHERE account = ?1 ORDER BY tried_at, provider_id LIMIT ?2",
        )
        .bind(account.as_str())
        .bind(i64::from(limit))
        .fetch_all(&self.reader)
        .await?)
    }

    /// Strikes records that were read, or that there are no more.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn skipped_forget(&self, account: &AccountId, provider_ids: &[&str]) -> Result<()> {
        sqlx::query(
            "DELETE FROM skipped WHERE account = ?1 AND provider_id IN (SELECT value FROM json_each(?2))",
        )
        .bind(account.as_str())
        .bind(to_json(provider_ids, "ids")?)
        .execute(&self.writer)
        .await?;
        Ok(())
    }
}
