//! Copies of the whole database under a key of their own, and looking whether the file is sound.

use crate::Result;
use crate::error::{Cause, StoreError};
use crate::key::DatabaseKey;
use crate::open::{Store, make_private_file};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, SqliteConnection};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

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
        copy(&self.writer.connect_options(), out, key).await?;
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

/// Copies the database that `source` opens to `out`. A connection of its own does it: whatever happens, no other one is
/// left with a second file attached.
pub(crate) async fn copy(
    source: &SqliteConnectOptions,
    out: &Path,
    key: &DatabaseKey,
) -> Result<()> {
    let out = std::path::absolute(out)?;
    let unfinished = beside(&out);
    remove_if_there(&unfinished)?;
    make_private_file(&unfinished)?;
    let result = match source.connect().await {
        Ok(mut connection) => {
            let exported = export(&mut connection, &unfinished, key).await;
            let closed = connection.close().await;
            exported.and(closed.map_err(Into::into))
        }
        Err(e) => Err(e.into()),
    };
    let result = result.and_then(|()| Ok(std::fs::rename(&unfinished, &out)?));
    if result.is_err() {
        // The first error tells more than one about tidying up.
        let _ = remove_if_there(&unfinished);
    }
    result
}

async fn export(connection: &mut SqliteConnection, to: &Path, key: &DatabaseKey) -> Result<()> {
    let to = to.to_str().ok_or(StoreError::Other(Cause::Unstorable(
        "a path that is no text",
    )))?;
    sqlx::query("ATTACH DATABASE ?1 AS copy KEY ?2")
        .bind(to)
        .bind(key.raw_literal().as_str())
        .execute(&mut *connection)
        .await?;
    let mut tx = connection.begin().await?;
    let version: i64 = sqlx::query_scalar("PRAGMA main.user_version")
        .fetch_one(&mut *tx)
        .await?;
    sqlx::query("SELECT sqlcipher_export('copy')")
        .execute(&mut *tx)
        .await?;
    sqlx::raw_sql(AssertSqlSafe(format!(
        "PRAGMA copy.user_version = {version}"
    )))
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    sqlx::query("DETACH DATABASE copy")
        .execute(&mut *connection)
        .await?;
    Ok(())
}

fn beside(out: &Path) -> PathBuf {
    let mut name = OsString::from(out.file_name().unwrap_or_default());
    name.push(format!(".{}.part", std::process::id()));
    out.with_file_name(name)
}

fn remove_if_there(file: &Path) -> Result<()> {
    match std::fs::remove_file(file) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(e.into()),
        _ => Ok(()),
    }
}
