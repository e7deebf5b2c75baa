//! Table `secret`: credentials that don't fit into a keychain entry; the file's encryption is what protects them.

use crate::Result;
use crate::open::Store;
use tvist_domain::AccountId;

impl Store {
    /// Stores a secret of an account, in place of an earlier one of that name.
    ///
    /// # Errors
    /// [`crate::StoreError::Missing`] without the account, or that the database can't be written.
    pub async fn secret_put(&self, account: &AccountId, name: &str, sealed: &[u8]) -> Result<()> {
        sqlx::query(
            "INSERT INTO secret (account, name, sealed) VALUES (?1, ?2, ?3) \
             ON CONFLICT (account, name) DO UPDATE SET sealed = excluded.sealed",
        )
        .bind(account.as_str())
        .bind(name)
        .bind(sealed)
        .execute(&self.writer)
        .await
        .map_err(|e| crate::StoreError::from(e).of("account"))?;
        Ok(())
    }

    /// A secret of an account.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn secret_get(&self, account: &AccountId, name: &str) -> Result<Option<Vec<u8>>> {
        Ok(
            sqlx::query_scalar("SELECT sealed FROM secret WHERE account = ?1 AND name = ?2")
                .bind(account.as_str())
                .bind(name)
                .fetch_optional(&self.reader)
                .await?,
        )
    }

    /// Removes a secret of an account; one that isn't there is fine.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn secret_remove(&self, account: &AccountId, name: &str) -> Result<()> {
        sqlx::query("DELETE FROM secret WHERE account = ?1 AND name = ?2")
            .bind(account.as_str())
            .bind(name)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Wipes all secrets of all accounts, as a copy that leaves the machine wants it.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn secrets_wipe(&self) -> Result<()> {
        sqlx::query("DELETE FROM secret")
            .execute(&self.writer)
            .await?;
        Ok(())
    }
}
