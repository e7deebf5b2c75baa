//! Opening the file: how every connection is set up, and what must hold before anything is read.

use crate::copy::make_private_file;
use crate::error::{Cause, StoreError};
use crate::key::DatabaseKey;
use crate::teardown;
use crate::{Result, schema};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection, Sqlite, SqliteConnection, Transaction};
use std::path::Path;
use std::time::Duration;

/// The database's name in the data folder.
pub const DATABASE_FILE: &str = "tvist.db";

/// How long a connection waits for another process: less than the pool waits for a connection, which would give up on one
/// that goes on waiting and holds what the next one needs.
const BUSY: Duration = Duration::from_secs(20);
/// How long a write waits for its turn within this process; a backup may hold it that long.
const TURN: Duration = Duration::from_secs(120);
const READERS: u32 = 4;

/// The handle to the one database. Clones share its connections.
#[derive(Clone)]
pub struct Store {
    pub(crate) writer: SqlitePool,
    pub(crate) reader: SqlitePool,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").finish_non_exhaustive()
    }
}

impl Store {
    /// Opens `tvist.db` in `dir`, making both on the first start, and brings an older schema up to date; a copy of the
    /// old file is kept in `dir` first.
    ///
    /// # Errors
    /// [`StoreError::WrongKey`], [`StoreError::TooNew`], [`StoreError::Locked`], [`StoreError::Full`],
    /// [`StoreError::ReadOnly`], [`StoreError::Corrupt`]; none of them changes the file.
    pub async fn open(dir: &Path, key: &DatabaseKey) -> Result<Self> {
        make_private_dir(dir)?;
        let file = dir.join(DATABASE_FILE);
        make_private_file(&file)?;
        prepare().await?;
        let options = options(&file, key);
        let mut first = connect_first(&file, &options).await?;
        require_safe_journal(&mut first).await?;
        schema::bring_up_to_date(&mut first, &options, dir, key).await?;
        first.close().await?;
        let pool = || {
            SqlitePoolOptions::new()
                .idle_timeout(None)
                .max_lifetime(None)
                .acquire_timeout(TURN)
        };
        Ok(Self {
            writer: pool().max_connections(1).connect_lazy_with(options.clone()),
            // Not opened read-only: who finds the journal of a crashed process must be able to roll it back.
            reader: pool()
                .max_connections(READERS)
                .connect_lazy_with(options.pragma("query_only", "ON")),
        })
    }

    /// Closes all connections after the calls that are under way.
    pub async fn close(self) {
        self.reader.close().await;
        self.writer.close().await;
    }

    /// Begins a write. Taking the lock at once keeps two processes from waiting for each other.
    pub(crate) async fn write(&self) -> Result<Transaction<'static, Sqlite>> {
        Ok(self.writer.begin_with("BEGIN IMMEDIATE").await?)
    }
}

/// Whether the database in `dir` looks as one that is encrypted: whole pages, the first of them without any order. One that
/// its key doesn't open and that doesn't look so is damaged, whatever the key.
#[must_use]
pub fn is_sealed(dir: &Path) -> bool {
    let read = || -> std::io::Result<bool> {
        let mut file = std::fs::File::open(dir.join(DATABASE_FILE))?;
        let whole = file.metadata()?.len().is_multiple_of(PAGE as u64);
        let mut page = [0; PAGE];
        std::io::Read::read_exact(&mut file, &mut page)?;
        let mut seen = [false; 256];
        for byte in page {
            seen[usize::from(byte)] = true;
        }
        let kinds = seen.iter().filter(|seen| **seen).count();
        Ok(whole && kinds > FEWEST_KINDS)
    };
    read().unwrap_or(false)
}

/// SQLCipher's usual size of a page, in bytes.
const PAGE: usize = 4096;
/// A page of random bytes has all of the 256, or very nearly.
const FEWEST_KINDS: usize = 200;

/// How every connection is set up.
///
/// The rollback journal is chosen over WAL because the SQLite inside this SQLCipher can damage a WAL file when two
/// connections write at once (sqlite.org/wal.html, "The WAL-reset bug"). `synchronous=FULL` makes a committed intention
/// survive a power cut; `fullfsync` makes macOS flush its drive. `secure_delete` overwrites what is erased.
pub(crate) fn options(file: &Path, key: &DatabaseKey) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .pragma("key", format!("\"{}\"", *key.raw_literal()))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Truncate)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .pragma("fullfsync", "ON")
        .pragma("temp_store", "MEMORY")
        .pragma("secure_delete", "ON")
        // What a file says of itself is believed no further than need be: neither the functions that its schema calls nor
        // the sizes that its pages tell.
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        // In KiB: enough to keep the indexes of a large desk at hand.
        .pragma("cache_size", "-32768")
        .disable_statement_logging()
}

/// What this process needs before its first connection.
pub(crate) async fn prepare() -> Result<()> {
    let silenced = silence_cipher().await;
    teardown::leave_before_it();
    silenced
}

/// SQLCipher would otherwise write its own lines to standard error when a key doesn't fit. The level is the process's.
async fn silence_cipher() -> Result<()> {
    let silent = SqliteConnectOptions::new()
        .in_memory(true)
        .pragma("cipher_log_level", "NONE")
        .disable_statement_logging();
    Ok(silent.connect().await?.close().await?)
}

/// Opens the first connection and proves the key by reading.
///
/// Where two processes meet an empty file, the slower one has made up a salt that isn't the file's; it must look again.
async fn connect_first(file: &Path, options: &SqliteConnectOptions) -> Result<SqliteConnection> {
    for _ in 0..3 {
        let was_empty = std::fs::metadata(file)?.len() == 0;
        match connect_and_read(options).await {
            Err(StoreError::WrongKey) if was_empty => {}
            result => return result,
        }
    }
    connect_and_read(options).await
}

pub(crate) async fn connect_and_read(options: &SqliteConnectOptions) -> Result<SqliteConnection> {
    let mut connection = options.connect().await?;
    let _: i64 = sqlx::query_scalar("SELECT count(*) FROM sqlite_schema")
        .fetch_one(&mut connection)
        .await?;
    Ok(connection)
}

/// Refuses a file in WAL mode where SQLite has the WAL-reset bug. Connections ask for TRUNCATE, but SQLite stays in WAL
/// while another process holds the file that way.
pub(crate) async fn require_safe_journal(connection: &mut SqliteConnection) -> Result<()> {
    let mode: String = sqlx::query_scalar("PRAGMA journal_mode")
        .fetch_one(&mut *connection)
        .await?;
    let version: String = sqlx::query_scalar("SELECT sqlite_version()")
        .fetch_one(&mut *connection)
        .await?;
    if is_safe_journal(&mode, &version) {
        Ok(())
    } else {
        Err(StoreError::Other(Cause::UnsafeJournal))
    }
}

/// WAL is safe from 3.51.3 on, and in 3.50.7, to which the repair was carried back (sqlite.org/wal.html).
fn is_safe_journal(mode: &str, version: &str) -> bool {
    if !mode.eq_ignore_ascii_case("wal") {
        return true;
    }
    let mut parts = version
        .split('.')
        .map(|part| part.parse::<u32>().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    let version = (next(), next(), next());
    version >= (3, 51, 3) || ((3, 50, 7)..(3, 51, 0)).contains(&version)
}

fn make_private_dir(dir: &Path) -> Result<()> {
    if dir.is_dir() {
        return Ok(());
    }
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    Ok(builder.create(dir)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn pragma(pool: &SqlitePool, name: &str) -> String {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!("PRAGMA {name}")))
            .fetch_one(pool)
            .await
            .unwrap();
        sqlx::Row::try_get_unchecked::<String, _>(&row, 0).unwrap()
    }

    #[tokio::test]
    async fn every_connection_is_set_up_alike() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path(), &DatabaseKey::random())
            .await
            .unwrap();
        for pool in [&store.writer, &store.reader] {
            for (name, value) in [
                ("journal_mode", "truncate"),
                ("synchronous", "2"),
                ("fullfsync", "1"),
                ("foreign_keys", "1"),
                ("busy_timeout", "20000"),
                ("temp_store", "2"),
                ("secure_delete", "1"),
                ("trusted_schema", "0"),
                ("cell_size_check", "1"),
            ] {
                assert_eq!(pragma(pool, name).await, value, "{name}");
            }
        }
        assert_eq!(pragma(&store.reader, "query_only").await, "1");
        assert!(
            sqlx::raw_sql("DELETE FROM setting")
                .execute(&store.reader)
                .await
                .is_err()
        );
    }

    #[tokio::test]
    async fn no_space_is_said_and_loses_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path(), &DatabaseKey::random())
            .await
            .unwrap();
        store.setting_set("before", &1).await.unwrap();
        let pages: i64 = pragma(&store.writer, "page_count").await.parse().unwrap();
        pragma(&store.writer, &format!("max_page_count = {}", pages + 5)).await;
        let large = "x".repeat(100_000);
        let result = store.setting_set("large", &large).await;
        assert!(matches!(result, Err(StoreError::Full)), "{result:?}");
        assert_eq!(store.setting_get::<String>("large").await.unwrap(), None);
        store.setting_set("small", &2).await.unwrap();
        pragma(&store.writer, "max_page_count = 100000").await;
        store.setting_set("large", &large).await.unwrap();
        assert_eq!(store.setting_get::<i32>("before").await.unwrap(), Some(1));
        assert!(store.check().await.unwrap().is_sound());
    }

    #[tokio::test]
    async fn what_isn_t_encrypted_any_more_is_told_apart() {
        let dir = tempfile::tempdir().unwrap();
        let key = DatabaseKey::random();
        Store::open(dir.path(), &key).await.unwrap().close().await;
        let file = dir.path().join(DATABASE_FILE);
        let whole = std::fs::read(&file).unwrap();
        assert!(is_sealed(dir.path()));
        let zeros = vec![0; whole.len()];
        let first = [&zeros[..4096], &whole[4096..]].concat();
        let text = b"SQLite format 3\0 CREATE TABLE account".repeat(4096);
        for (name, bytes) in [
            ("zeros", zeros),
            ("first page", first),
            ("cut", whole[..whole.len() - 7].to_vec()),
            ("text", text),
            ("short", whole[..100].to_vec()),
            ("empty", Vec::new()),
        ] {
            std::fs::write(&file, bytes).unwrap();
            assert!(!is_sealed(dir.path()), "{name}");
        }
    }

    #[test]
    fn wal_is_refused_only_where_it_can_do_harm() {
        for (mode, version, safe) in [
            ("truncate", "3.50.4", true),
            ("wal", "3.50.4", false),
            ("WAL", "3.50.6", false),
            ("wal", "3.50.7", true),
            ("wal", "3.51.0", false),
            ("wal", "3.51.2", false),
            ("wal", "3.51.3", true),
            ("wal", "3.54.1", true),
            ("wal", "4.0.0", true),
            ("wal", "something", false),
        ] {
            assert_eq!(is_safe_journal(mode, version), safe, "{mode} {version}");
        }
    }
}
