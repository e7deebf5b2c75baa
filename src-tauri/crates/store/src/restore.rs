//! Taking over what a backup holds: rows of known tables into a schema of our own, and nothing else of the file.
//!
//! Whoever made a backup may not have been this program. So its schema has to be the one that this program writes, it
//! brings no trigger, view or table along, its search index is left behind and made anew, and what it says goes through
//! the checks of our own tables.

use crate::error::StoreError;
use crate::key::DatabaseKey;
use crate::open::{DATABASE_FILE, Store, connect_and_read, options, prepare, require_safe_journal};
use crate::{Result, schema, search};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, SqliteConnection};
use std::path::{Path, PathBuf};
use tvist_domain::Dispute;

/// Cases whose words are read at one time.
const CHUNK: i64 = 500;

/// A backup's database that is sealed with its key, and of our own schema.
pub struct Source {
    file: PathBuf,
    key: DatabaseKey,
}

impl Source {
    /// Opens `tvist.db` in `dir`, which nobody else uses, and brings it up to date.
    ///
    /// # Errors
    /// [`StoreError::WrongKey`]; [`StoreError::Corrupt`] when a page's seal is broken, or the schema is none of ours;
    /// [`StoreError::TooNew`].
    pub async fn open(dir: &Path, key: DatabaseKey) -> Result<Self> {
        let file = dir.join(DATABASE_FILE);
        prepare().await?;
        let options = options(&file, &key).create_if_missing(false);
        let mut connection = connect_and_read(&options).await?;
        require_safe_journal(&mut connection).await?;
        let broken: Vec<String> = sqlx::query_scalar("PRAGMA cipher_integrity_check")
            .fetch_all(&mut connection)
            .await?;
        if !broken.is_empty() {
            return Err(StoreError::Corrupt);
        }
        require_ours(&mut connection).await?;
        schema::bring_up_to_date(&mut connection, &options, dir, &key).await?;
        connection.close().await?;
        Ok(Self { file, key })
    }
}

/// Whether the schema is the very one that a version of this program writes. What is compared is the text of each table,
/// index and trigger; spaces and quotes aside, since a change of a table's name leaves them differently.
async fn require_ours(connection: &mut SqliteConnection) -> Result<()> {
    let mut fresh = schema::fresh_of_same(connection).await?;
    let ours = objects(&mut fresh).await?;
    fresh.close().await?;
    if objects(connection).await? == ours {
        Ok(())
    } else {
        Err(StoreError::Corrupt)
    }
}

/// Kind, name and text of everything in the schema. Of the tables inside the search index only the names count: SQLite
/// makes them, and they are left behind.
async fn objects(
    connection: &mut SqliteConnection,
) -> Result<Vec<(String, String, String, String)>> {
    let rows: Vec<(String, String, String, Option<String>)> =
        sqlx::query_as("SELECT type, name, tbl_name, sql FROM main.sqlite_schema ORDER BY 1, 2")
            .fetch_all(connection)
            .await?;
    let bare = |text: String| -> String {
        text.chars()
            .filter(|c| !c.is_whitespace() && !"\"'`[]".contains(*c))
            .collect()
    };
    let object = |(kind, name, table, text): (String, String, String, Option<String>)| {
        let text = text.filter(|_| !name.starts_with("dispute_search_"));
        (kind, name, table, bare(text.unwrap_or_default()))
    };
    Ok(rows.into_iter().map(object).collect())
}

impl Store {
    /// Whether no account and no case is in it.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn is_untouched(&self) -> Result<bool> {
        let mut connection = self.reader.acquire().await?;
        holds_nothing(&mut connection).await
    }

    /// Puts everything that `source` holds in place of what is here, in one transaction; settings of these names stay out.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when an account or a case is here; that the source can't be read or doesn't fit our
    /// tables. Nothing is changed then.
    pub async fn take_over(&self, source: &Source, without: &[&str]) -> Result<()> {
        let turn = self.writer.acquire().await?;
        let file = source
            .file
            .to_str()
            .ok_or(StoreError::Other(crate::Cause::Unstorable(
                "a path that is no text",
            )))?;
        // A connection of its own: whatever happens, no other one is left with a second file attached.
        let mut connection = self.writer.connect_options().connect().await?;
        sqlx::query("ATTACH DATABASE ?1 AS source KEY ?2")
            .bind(file)
            .bind(source.key.raw_literal().as_str())
            .execute(&mut connection)
            .await?;
        let filled = fill(&mut connection, without).await;
        let closed = connection.close().await;
        drop(turn);
        filled.and(closed.map_err(Into::into))
    }
}

async fn holds_nothing(connection: &mut SqliteConnection) -> Result<bool> {
    let held: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM main.account) OR EXISTS (SELECT 1 FROM main.dispute)",
    )
    .fetch_one(connection)
    .await?;
    Ok(!held)
}

async fn fill(connection: &mut SqliteConnection, without: &[&str]) -> Result<()> {
    let mut tx = connection.begin_with("BEGIN IMMEDIATE").await?;
    if !holds_nothing(&mut tx).await? {
        return Err(StoreError::Conflict);
    }
    run(&mut tx, "PRAGMA defer_foreign_keys = ON").await?;
    // They guard what is done step by step; a whole record comes in at once. The same transaction makes them again.
    let guards: Vec<(String, String)> =
        sqlx::query_as("SELECT name, sql FROM main.sqlite_schema WHERE type = 'trigger'")
            .fetch_all(&mut *tx)
            .await?;
    for (name, _) in &guards {
        run(&mut tx, &format!("DROP TRIGGER main.{}", quoted(name))).await?;
    }
    for table in tables(&mut tx).await? {
        let columns = columns(&mut tx, &table).await?;
        let table = quoted(&table);
        run(&mut tx, &format!("DELETE FROM main.{table}")).await?;
        let copy =
            format!("INSERT INTO main.{table} ({columns}) SELECT {columns} FROM source.{table}");
        run(&mut tx, &copy).await?;
    }
    for (_, made) in &guards {
        run(&mut tx, made).await?;
    }
    for name in without {
        sqlx::query("DELETE FROM main.setting WHERE name = ?1")
            .bind(*name)
            .execute(&mut *tx)
            .await?;
    }
    index(&mut tx).await?;
    Ok(tx.commit().await?)
}

/// The tables with rows of their own: not the search index, and not SQLite's.
async fn tables(connection: &mut SqliteConnection) -> Result<Vec<String>> {
    let names = "SELECT name FROM main.sqlite_schema WHERE type = 'table' \
        AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE 'dispute\\_search%' ESCAPE '\\'";
    Ok(sqlx::query_scalar(names).fetch_all(connection).await?)
}

async fn columns(connection: &mut SqliteConnection, table: &str) -> Result<String> {
    let names: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info(?1, 'main')")
        .bind(table)
        .fetch_all(connection)
        .await?;
    let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    Ok(names.join(", "))
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

async fn run(connection: &mut SqliteConnection, statement: &str) -> Result<()> {
    sqlx::raw_sql(AssertSqlSafe(statement.to_owned()))
        .execute(connection)
        .await?;
    Ok(())
}

/// Makes the search index from the cases; before there were any, it was empty. One that can't be read is kept all the same: only searching doesn't find it.
async fn index(connection: &mut SqliteConnection) -> Result<()> {
    let mut last = i64::MIN;
    loop {
        let rows: Vec<(i64, String)> = sqlx::query_as(
            "SELECT seq, body FROM main.dispute WHERE seq > ?1 ORDER BY seq LIMIT ?2",
        )
        .bind(last)
        .bind(CHUNK)
        .fetch_all(&mut *connection)
        .await?;
        let Some((seq, _)) = rows.last() else {
            return Ok(());
        };
        last = *seq;
        let words: Vec<(i64, String)> = rows
            .into_iter()
            .filter_map(|(seq, body)| {
                let dispute: Dispute = serde_json::from_str(&body).ok()?;
                Some((seq, search::text_of(&dispute)))
            })
            .collect();
        search::insert(connection, words.into_iter()).await?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Account;
    use std::collections::BTreeMap;
    use tvist_domain::AccountId;
    use tvist_domain::provider::{Environment, Provider};

    fn account() -> Account {
        Account {
            id: AccountId::from_text("acc_1"),
            provider: Provider::Stripe,
            label: "Butiken".into(),
            environment: Environment::Live,
            api_base: None,
            options: BTreeMap::new(),
            practice: false,
            added_at: "2026-11-01T00:00:00Z".parse().unwrap(),
            cursor: None,
            synced_at: None,
            swept_at: None,
            attempt_at: None,
            last_error: None,
            skew_seconds: None,
        }
    }

    /// A database with an account and two settings, and whatever else these statements make of it.
    async fn made(statements: &str) -> (tempfile::TempDir, [u8; 32]) {
        let (dir, key) = (tempfile::tempdir().unwrap(), [7; 32]);
        let store = Store::open(dir.path(), &DatabaseKey::from_bytes(key))
            .await
            .unwrap();
        store.account_insert(&account()).await.unwrap();
        store.setting_set("kept", &1).await.unwrap();
        store.setting_set("webhook_listens", &1).await.unwrap();
        run(&mut store.writer.acquire().await.unwrap(), statements)
            .await
            .unwrap();
        store.close().await;
        (dir, key)
    }

    async fn empty() -> (tempfile::TempDir, Store) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path(), &DatabaseKey::random())
            .await
            .unwrap();
        (dir, store)
    }

    async fn schema_of(store: &Store) -> Vec<(String, Option<String>)> {
        sqlx::query_as("SELECT name, sql FROM sqlite_schema ORDER BY type, name")
            .fetch_all(&store.reader)
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn rows_come_over_and_the_schema_stays_ours() {
        let (from, key) = made("SELECT 1").await;
        let source = Source::open(from.path(), DatabaseKey::from_bytes(key))
            .await
            .unwrap();
        let (_dir, store) = empty().await;
        let before = schema_of(&store).await;
        assert!(store.is_untouched().await.unwrap());
        store
            .take_over(&source, &["webhook_listens"])
            .await
            .unwrap();
        assert_eq!(store.accounts().await.unwrap(), [account()]);
        assert_eq!(store.setting_get::<i32>("kept").await.unwrap(), Some(1));
        let left_out = store.setting_get::<i32>("webhook_listens").await.unwrap();
        assert_eq!(left_out, None);
        assert_eq!(
            schema_of(&store).await,
            before,
            "the guards are there again"
        );
        assert!(store.check().await.unwrap().is_sound());
        // Over what somebody has begun to use, nothing is put.
        assert!(!store.is_untouched().await.unwrap());
        let again = store.take_over(&source, &[]).await;
        assert!(matches!(again, Err(StoreError::Conflict)), "{again:?}");
    }

    #[tokio::test]
    async fn a_schema_that_isn_t_ours_is_no_backup() {
        for statements in [
            "CREATE TRIGGER foreign_one AFTER INSERT ON setting BEGIN DELETE FROM account; END",
            "CREATE VIEW foreign_one AS SELECT * FROM account",
            "CREATE TABLE foreign_one (a)",
            "CREATE INDEX foreign_one ON setting (lower(value))",
            "DROP TRIGGER submission_kept",
            "ALTER TABLE setting ADD COLUMN more TEXT GENERATED ALWAYS AS (name)",
        ] {
            let (from, key) = made(statements).await;
            let opened = Source::open(from.path(), DatabaseKey::from_bytes(key)).await;
            assert!(
                matches!(opened, Err(StoreError::Corrupt)),
                "{statements}: {:?}",
                opened.err()
            );
        }
        let (from, _) = made("SELECT 1").await;
        let opened = Source::open(from.path(), DatabaseKey::random()).await;
        assert!(matches!(opened, Err(StoreError::WrongKey)));
    }

    #[tokio::test]
    async fn what_the_search_index_of_the_file_says_is_left_behind() {
        let (from, key) =
            made("INSERT INTO dispute_search (rowid, text) VALUES (7, 'planted')").await;
        let source = Source::open(from.path(), DatabaseKey::from_bytes(key))
            .await
            .unwrap();
        let (_dir, store) = empty().await;
        store.take_over(&source, &[]).await.unwrap();
        let found = search::count(&mut store.reader.acquire().await.unwrap(), "\"planted\"").await;
        assert_eq!(found.unwrap(), 0);
    }
}
