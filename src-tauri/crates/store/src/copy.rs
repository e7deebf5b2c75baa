//! A complete copy of an open database under a key of its own, in a file that only its owner can read.

use crate::Result;
use crate::error::{Cause, StoreError};
use crate::key::DatabaseKey;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, SqliteConnection};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

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

/// Makes the file before SQLite does, so that only its owner can read it from the first byte on.
pub(crate) fn make_private_file(file: &Path) -> Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(file) {
        Err(e) if e.kind() != std::io::ErrorKind::AlreadyExists => Err(e.into()),
        _ => Ok(()),
    }
}

/// How the name of a copy from before a migration begins.
pub(crate) const BEGINNING: &str = "tvist-before-schema-";

/// The name of the copy that is made before schema `found` becomes schema `known`.
pub(crate) fn name(known: u32, found: u32) -> String {
    format!("{BEGINNING}{known}-from-{found}.db")
}

/// The schemas of a copy's name, the newer one first; none where it is no whole copy of ours.
pub(crate) fn schemas(name: &str) -> Option<(u32, u32)> {
    let (known, found) = name
        .strip_prefix(BEGINNING)?
        .strip_suffix(".db")?
        .split_once("-from-")?;
    Some((known.parse().ok()?, found.parse().ok()?))
}
