//! The schema's versions: bringing an older file up to date in one transaction, refusing a newer one.

use crate::error::StoreError;
use crate::key::DatabaseKey;
use crate::{Result, copy};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, SqliteConnection};
use std::path::Path;

/// The scripts in order; the n-th leads to schema version n. A script that was released never changes.
const SCRIPTS: &[&str] = &[
    include_str!("../migrations/0001_first.sql"),
    include_str!("../migrations/0002_corrections.sql"),
    include_str!("../migrations/0003_erased.sql"),
    include_str!("../migrations/0004_ladder.sql"),
    include_str!("../migrations/0005_units.sql"),
    include_str!("../migrations/0006_steps.sql"),
    include_str!("../migrations/0007_undone.sql"),
    include_str!("../migrations/0008_narrow.sql"),
    include_str!("../migrations/0009_warnings.sql"),
];

/// The schema that this version writes; the file carries it as SQLite's `user_version`.
pub const SCHEMA_VERSION: u32 = SCRIPTS.len() as u32;

pub(crate) async fn bring_up_to_date(
    connection: &mut SqliteConnection,
    options: &SqliteConnectOptions,
    dir: &Path,
    key: &DatabaseKey,
) -> Result<()> {
    run(connection, SCRIPTS, options, dir, key).await
}

async fn run(
    connection: &mut SqliteConnection,
    scripts: &'static [&'static str],
    options: &SqliteConnectOptions,
    dir: &Path,
    key: &DatabaseKey,
) -> Result<()> {
    let known = scripts.len() as u32;
    if is_current(version(connection).await?, known)? {
        return Ok(());
    }
    let mut tx = connection.begin_with("BEGIN IMMEDIATE").await?;
    // Another process may have done it while this one waited for the lock.
    let found = version(&mut tx).await?;
    if is_current(found, known)? {
        return Ok(());
    }
    if found > 0 {
        // A second connection reads what was there before this transaction.
        let copy = dir.join(copy::name(known, found));
        copy::copy(options, &copy, key).await?;
    }
    for script in &scripts[found as usize..] {
        sqlx::raw_sql(*script).execute(&mut *tx).await?;
    }
    sqlx::raw_sql(AssertSqlSafe(format!("PRAGMA user_version = {known}")))
        .execute(&mut *tx)
        .await?;
    Ok(tx.commit().await?)
}

/// An empty database in memory, of the very version that a file's schema has.
pub(crate) async fn fresh_of_same(connection: &mut SqliteConnection) -> Result<SqliteConnection> {
    let found = version(connection).await?;
    is_current(found, SCHEMA_VERSION)?;
    let options = SqliteConnectOptions::new().in_memory(true);
    let mut fresh = options.disable_statement_logging().connect().await?;
    for script in &SCRIPTS[..found as usize] {
        sqlx::raw_sql(*script).execute(&mut fresh).await?;
    }
    Ok(fresh)
}

async fn version(connection: &mut SqliteConnection) -> Result<u32> {
    let version: i64 = sqlx::query_scalar("PRAGMA user_version")
        .fetch_one(connection)
        .await?;
    // A negative number is none that we ever wrote.
    Ok(u32::try_from(version).unwrap_or(u32::MAX))
}

fn is_current(found: u32, known: u32) -> Result<bool> {
    if found > known {
        return Err(StoreError::TooNew { found, known });
    }
    Ok(found == known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::open::{DATABASE_FILE, Store, options};

    const NEXT: &[&str] = &[
        SCRIPTS[0],
        SCRIPTS[1],
        SCRIPTS[2],
        SCRIPTS[3],
        SCRIPTS[4],
        SCRIPTS[5],
        SCRIPTS[6],
        SCRIPTS[7],
        SCRIPTS[8],
        "ALTER TABLE setting ADD COLUMN changed_at INTEGER",
    ];
    const BROKEN: &[&str] = &[
        SCRIPTS[0],
        SCRIPTS[1],
        SCRIPTS[2],
        SCRIPTS[3],
        SCRIPTS[4],
        SCRIPTS[5],
        SCRIPTS[6],
        SCRIPTS[7],
        SCRIPTS[8],
        "ALTER TABLE setting ADD COLUMN a INTEGER; ALTER TABLE nothing ADD COLUMN b INTEGER",
    ];

    async fn old_file() -> (tempfile::TempDir, DatabaseKey, SqliteConnectOptions) {
        let (dir, key) = (tempfile::tempdir().unwrap(), DatabaseKey::random());
        let store = Store::open(dir.path(), &key).await.unwrap();
        store.setting_set("a", &1).await.unwrap();
        store.close().await;
        let options = options(&dir.path().join(DATABASE_FILE), &key);
        (dir, key, options)
    }

    /// An empty file as an earlier version made it.
    async fn file_of_schema(version: usize) -> (tempfile::TempDir, DatabaseKey, SqliteConnection) {
        let (dir, key) = (tempfile::tempdir().unwrap(), DatabaseKey::random());
        let options = options(&dir.path().join(DATABASE_FILE), &key).create_if_missing(true);
        let mut connection = options.connect().await.unwrap();
        let scripts = &SCRIPTS[..version];
        run(&mut connection, scripts, &options, dir.path(), &key)
            .await
            .unwrap();
        (dir, key, connection)
    }

    /// A lost case of an account of its own, both with this id.
    fn case_of(id: &str, provider: &str, stage: &str, body: &str) -> String {
        format!(
            "INSERT INTO account VALUES ('{id}', '{provider}', 'Shop', 'test', NULL, '{{}}', 0, 1, NULL, NULL, NULL, NULL, NULL, NULL);
             INSERT INTO dispute (id, account, provider, provider_id, stage, status, step, desk, deadline_at, opened_at, \
                 ended, known_at, read_at, raw_sha256, body, raw) \
             VALUES ('{id}', '{id}', '{provider}', 'du_1', '{stage}', 'lost', 'none', 3, 1, 1, 1, 1, 1, \
                 '0000000000000000000000000000000000000000000000000000000000000000', '{body}', '{{}}');"
        )
    }

    #[tokio::test]
    async fn an_older_file_is_copied_before_it_is_changed() {
        let (dir, key, options) = old_file().await;
        let mut connection = options.connect().await.unwrap();
        run(&mut connection, NEXT, &options, dir.path(), &key)
            .await
            .unwrap();
        run(&mut connection, NEXT, &options, dir.path(), &key)
            .await
            .unwrap();
        assert_eq!(version(&mut connection).await.unwrap(), SCHEMA_VERSION + 1);
        let result = Store::open(dir.path(), &key).await;
        assert!(
            matches!(
                result,
                Err(StoreError::TooNew {
                    found: 10,
                    known: 9
                })
            ),
            "{result:?}"
        );

        // The copy is what the older version can go back to.
        let copy = dir.path().join("tvist-before-schema-10-from-9.db");
        assert!(
            !std::fs::read(&copy)
                .unwrap()
                .starts_with(b"SQLite format 3")
        );
        let back = tempfile::tempdir().unwrap();
        std::fs::copy(&copy, back.path().join(DATABASE_FILE)).unwrap();
        let store = Store::open(back.path(), &key).await.unwrap();
        assert_eq!(store.setting_get::<i32>("a").await.unwrap(), Some(1));
    }

    #[tokio::test]
    async fn a_change_that_fails_changes_nothing() {
        let (dir, key, options) = old_file().await;
        let mut connection = options.connect().await.unwrap();
        assert!(
            run(&mut connection, BROKEN, &options, dir.path(), &key)
                .await
                .is_err()
        );
        connection.close().await.unwrap();
        let store = Store::open(dir.path(), &key).await.unwrap();
        assert_eq!(store.setting_get::<i32>("a").await.unwrap(), Some(1));
        let columns: i64 = sqlx::query_scalar("SELECT count(*) FROM pragma_table_info('setting')")
            .fetch_one(&store.reader)
            .await
            .unwrap();
        assert_eq!(columns, 2);
    }

    /// A file of the first schema, with a case whose timeline and submission must come through.
    #[tokio::test]
    async fn a_file_of_the_first_schema_keeps_its_timeline_and_its_guards() {
        let (dir, key, mut connection) = file_of_schema(1).await;
        sqlx::raw_sql(AssertSqlSafe(format!(
            "{}
             INSERT INTO timeline (dispute, at, kind, source) VALUES ('d', 5, 'lost', 'observed');",
            case_of("d", "stripe", "chargeback", "{}")
        )))
        .execute(&mut connection)
        .await
        .unwrap();
        connection.close().await.unwrap();

        let store = Store::open(dir.path(), &key).await.unwrap();
        let told: Vec<(i64, String)> = sqlx::query_as("SELECT at, kind FROM timeline")
            .fetch_all(&store.reader)
            .await
            .unwrap();
        assert_eq!(told, [(5, "lost".to_owned())]);
        for guarded in [
            "UPDATE timeline SET at = 6",
            "DELETE FROM timeline",
            "INSERT OR REPLACE INTO timeline (seq, dispute, at, kind, source) VALUES (1, 'd', 6, 'won', 'app')",
            "INSERT INTO timeline (dispute, at, kind, source) VALUES ('nobody', 6, 'won', 'app')",
        ] {
            let done = sqlx::query(guarded).execute(&store.writer).await;
            assert!(done.is_err(), "{guarded}");
        }
        sqlx::query("DELETE FROM account")
            .execute(&store.writer)
            .await
            .unwrap();
        let left: i64 = sqlx::query_scalar("SELECT count(*) FROM timeline")
            .fetch_one(&store.reader)
            .await
            .unwrap();
        assert_eq!(left, 0, "the references hold in the new table too");
    }

    /// A file from before the ladder was the owner's, with each kind of settings that it may hold.
    #[tokio::test]
    #[expect(clippy::too_many_lines, reason = "one story, told in its order")]
    async fn a_file_of_the_third_schema_keeps_its_reminders_and_its_ladder() {
        let whole = r#"["7d","3d","1d","4h","safe"]"#;
        for (before, after) in [
            (r#"["3d","4h"]"#, r#"["7d","1d","safe"]"#),
            (r#"["7d","3d","1d","4h"]"#, r#"["safe"]"#),
            (r#"["safe"]"#, whole),
            ("[]", whole),
        ] {
            let (dir, key, mut connection) = file_of_schema(3).await;
            sqlx::raw_sql(AssertSqlSafe(format!(
                "{}
                 INSERT INTO reminder VALUES ('d', '7d', 9000, 2000), ('d', 'safe', 9000, 9000), ('d', '7d', 8000, 1000);
                 INSERT INTO setting VALUES
                     ('settings', '{{\"margin\":{{\"hours\":24,\"short_hours\":6}},\"rungs_off\":{before},\"theme\":null}}'),
                     ('other', '{{\"rungs_off\":[\"7d\"]}}');",
                case_of("d", "stripe", "chargeback", "{}")
            )))
            .execute(&mut connection)
            .await
            .unwrap();
            connection.close().await.unwrap();

            let store = Store::open(dir.path(), &key).await.unwrap();
            let kept: Vec<(String, i64, i64)> =
                sqlx::query_as("SELECT rung, safe_at, shown_at FROM reminder ORDER BY shown_at")
                    .fetch_all(&store.reader)
                    .await
                    .unwrap();
            let row = |rung: &str, safe_at, shown_at| (rung.to_owned(), safe_at, shown_at);
            let all = [
                row("7d", 8000, 1000),
                row("7d", 9000, 2000),
                row("safe", 9000, 9000),
            ];
            assert_eq!(kept, all);
            let setting = async |name: &str| {
                let value = store.setting_get::<serde_json::Value>(name).await;
                value.unwrap().unwrap().to_string()
            };
            assert_eq!(
                setting("settings").await,
                format!(
                    r#"{{"ladder":{after},"margin":{{"hours":24,"short_hours":6}},"theme":null}}"#
                ),
                "{before}"
            );
            assert_eq!(setting("other").await, r#"{"rungs_off":["7d"]}"#);
            for bad in [
                "'24h'", "'48h'", "'31d'", "'721h'", "'0d'", "'0h'", "'07d'", "'7'", "'7w'", "'d'",
                "'7d '", "'1.5d'", "''", "'7D'",
            ] {
                let sql = format!("INSERT INTO reminder VALUES ('d', {bad}, 1, 1)");
                let done = sqlx::query(AssertSqlSafe(sql)).execute(&store.writer).await;
                assert!(done.is_err(), "{bad}");
            }
            let done = sqlx::query("INSERT INTO reminder VALUES ('nobody', '14d', 1, 1)");
            assert!(done.execute(&store.writer).await.is_err());
            sqlx::query("DELETE FROM account")
                .execute(&store.writer)
                .await
                .unwrap();
            let left: i64 = sqlx::query_scalar("SELECT count(*) FROM reminder")
                .fetch_one(&store.reader)
                .await
                .unwrap();
            assert_eq!(left, 0, "they go with their case");
        }
    }

    /// Settings that never knew of rungs are left as they are.
    #[tokio::test]
    async fn settings_without_rungs_come_through_unchanged() {
        let (dir, key, mut connection) = file_of_schema(3).await;
        sqlx::query("INSERT INTO setting VALUES ('settings', '{\"language\":\"sv\"}')")
            .execute(&mut connection)
            .await
            .unwrap();
        connection.close().await.unwrap();
        let store = Store::open(dir.path(), &key).await.unwrap();
        let value = store.setting_get::<serde_json::Value>("settings").await;
        assert_eq!(value.unwrap().unwrap().to_string(), r#"{"language":"sv"}"#);
    }

    /// A file from before amounts were in the currency's own minor units.
    #[tokio::test]
    async fn a_file_of_the_fourth_schema_has_stripes_amounts_counted_anew() {
        let (dir, key, mut connection) = file_of_schema(4).await;
        let isk = r#"{"amount":{"minor":500000,"currency":"ISK"},"id":"é","movements":[{"amount":{"minor":-500000,"currency":"ISK"},"fee":{"minor":1500,"currency":"EUR"}}],"transaction":{"amount":{"minor":70,"currency":"UGX"},"refunded":{"minor":5000,"currency":"MGA"}}}"#;
        let counted = r#"{"amount":{"minor":5000,"currency":"ISK"},"id":"é","movements":[{"amount":{"minor":-5000,"currency":"ISK"},"fee":{"minor":1500,"currency":"EUR"}}],"transaction":{"amount":{"minor":1,"currency":"UGX"},"refunded":{"minor":500000,"currency":"MGA"}}}"#;
        for provider in ["stripe", "clearhaus"] {
            sqlx::raw_sql(AssertSqlSafe(format!(
                "{}
                 INSERT INTO timeline (dispute, at, kind, money_minor, currency, source) \
                 VALUES ('{provider}', 5, 'lost', -500000, 'ISK', 'provider'), ('{provider}', 6, 'lost', 700, 'SEK', 'provider');
                 INSERT INTO submission (id, account, dispute, kind, round, state, at, intent, draft_revision, seal, before, fields, \
                     money_minor, currency) \
                 VALUES ('{provider}', '{provider}', '{provider}', 'refund', 'r', 'intended', 1, 'i', 0, 's', '{isk}', \
                     '{{\"amount\":\"500000\",\"currency\":\"ISK\"}}', 500000, 'ISK');",
                case_of(provider, provider, "inquiry", isk)
            )))
            .execute(&mut connection)
            .await
            .unwrap();
        }
        connection.close().await.unwrap();

        let store = Store::open(dir.path(), &key).await.unwrap();
        for (provider, body, minor) in [("stripe", counted, 5000), ("clearhaus", isk, 500_000)] {
            let read: String = sqlx::query_scalar("SELECT body FROM dispute WHERE id = ?1")
                .bind(provider)
                .fetch_one(&store.reader)
                .await
                .unwrap();
            assert_eq!(read, body);
            let told: Vec<(i64, String)> = sqlx::query_as(
                "SELECT money_minor, currency FROM timeline WHERE dispute = ?1 ORDER BY at",
            )
            .bind(provider)
            .fetch_all(&store.reader)
            .await
            .unwrap();
            assert_eq!(told, [(-minor, "ISK".to_owned()), (700, "SEK".to_owned())]);
            let sent: (i64, String, String) =
                sqlx::query_as("SELECT money_minor, fields, before FROM submission WHERE id = ?1")
                    .bind(provider)
                    .fetch_one(&store.reader)
                    .await
                    .unwrap();
            let fields = format!(r#"{{"amount":"{minor}","currency":"ISK"}}"#);
            assert_eq!(sent, (minor, fields, body.to_owned()));
        }
        for guarded in [
            "UPDATE timeline SET money_minor = 1",
            "UPDATE submission SET money_minor = 1",
        ] {
            let done = sqlx::query(guarded).execute(&store.writer).await;
            assert!(done.is_err(), "{guarded}");
        }
    }

    /// A file from before submissions could be about a warning: what was sent stays, with its files and its guards.
    #[tokio::test]
    async fn a_file_of_the_eighth_schema_keeps_what_was_sent() {
        let (dir, key, mut connection) = file_of_schema(8).await;
        sqlx::raw_sql(AssertSqlSafe(format!(
            "{}
             INSERT INTO submission (id, account, dispute, kind, round, state, at, intent, draft_revision, seal, before, fields) \
             VALUES ('s', 'd', 'd', 'refund', 'r', 'intended', 1, 'i', 0, 's', '{{\"transaction\":{{\"id\":\"ch_1\"}}}}', '{{}}');
             UPDATE submission SET state = 'sending', call = '{{}}';
             INSERT INTO submission_file VALUES ('s', 0, 'f', 'a.pdf', 'application/pdf', '{}', 3, 1, NULL, x'010203');",
            case_of("d", "stripe", "inquiry", "{}"),
            "0".repeat(64)
        )))
        .execute(&mut connection)
        .await
        .unwrap();
        connection.close().await.unwrap();

        let store = Store::open(dir.path(), &key).await.unwrap();
        let kept: (String, String, String) =
            sqlx::query_as("SELECT state, dispute, payment FROM submission")
                .fetch_one(&store.reader)
                .await
                .unwrap();
        assert_eq!(kept, ("sending".into(), "d".into(), "ch_1".into()));
        let bytes: Vec<u8> =
            sqlx::query_scalar("SELECT content FROM submission_file WHERE submission = 's'")
                .fetch_one(&store.reader)
                .await
                .unwrap();
        assert_eq!(bytes, [1, 2, 3]);
        let again = "INSERT INTO submission (id, account, dispute, kind, round, state, at, intent, draft_revision, seal, before, fields) \
             VALUES ('t', 'd', 'd', 'refund', 'other', 'intended', 1, 'i', 0, 's', '{}', '{}')";
        for guarded in [
            again,
            "UPDATE submission SET seal = 'x'",
            "UPDATE submission SET call = '{\"a\":1}'",
            "UPDATE submission SET state = 'intended'",
            "UPDATE submission SET warning = 'w'",
            "UPDATE submission_file SET content = x'01'",
            "DELETE FROM submission_file",
            "DELETE FROM submission",
        ] {
            let done = sqlx::query(guarded).execute(&store.writer).await;
            assert!(done.is_err(), "{guarded}");
        }
        sqlx::query("DELETE FROM account")
            .execute(&store.writer)
            .await
            .unwrap();
        let left: i64 = sqlx::query_scalar("SELECT count(*) FROM submission_file")
            .fetch_one(&store.reader)
            .await
            .unwrap();
        assert_eq!(left, 0, "the references hold in the new tables too");
    }
}
