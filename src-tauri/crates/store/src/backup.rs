//! Copies of the whole database under a key of their own, and looking whether the file is sound.

use crate::key::DatabaseKey;
use crate::open::Store;
use crate::{Result, copy};
use std::path::Path;

/// What a look at the whole file found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Integrity {
    /// SQLite's and SQLCipher's own words; they name tables and pages, nothing that is stored in them.
    pub findings: Vec<String>,
}

impl Integrity {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }
}

impl Store {
    /// Writes a complete copy to `out`, encrypted with `key`. The file appears when it is complete; one that was there
    /// before is replaced. Writes of this process wait meanwhile; reads don't.
    ///
    /// # Errors
    /// [`StoreError::Full`], [`StoreError::ReadOnly`], or that the database can't be read; `out` is unchanged then.
    pub async fn backup_to(&self, out: &Path, key: &DatabaseKey) -> Result<()> {
        let turn = self.writer.acquire().await?;
        copy::copy(&self.writer.connect_options(), out, key).await?;
        drop(turn);
        Ok(())
    }

    /// Reads every page and every index. Takes as long as the file is large; writes of this process wait meanwhile.
    ///
    /// # Errors
    /// When the file can't be read at all.
    pub async fn check(&self) -> Result<Integrity> {
        let _turn = self.writer.acquire().await?;
        let mut connection = self.reader.acquire().await?;
        // Each answers with lines; SQLCipher's gives none where all is well, SQLite's gives "ok".
        let mut findings: Vec<String> = sqlx::query_scalar("PRAGMA cipher_integrity_check")
            .fetch_all(&mut *connection)
            .await?;
        if !findings.is_empty() {
            // SQLite can't look into pages that don't open.
            return Ok(Integrity { findings });
        }
        let of_sqlite: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check")
            .fetch_all(&mut *connection)
            .await?;
        findings.extend(of_sqlite.into_iter().filter(|line| line != "ok"));
        let dangling: Vec<String> =
            sqlx::query_scalar("SELECT DISTINCT \"table\" FROM pragma_foreign_key_check")
                .fetch_all(&mut *connection)
                .await?;
        findings.extend(
            dangling
                .into_iter()
                .map(|table| format!("broken reference in {table}")),
        );
        Ok(Integrity { findings })
    }
}
