//! Table `timeline`: what was observed and done, only ever appended to.

use crate::Result;
use crate::column::{instant, millis, money, word};
use crate::error::StoreError;
use crate::open::Store;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};
use tvist_domain::DisputeId;
use tvist_domain::timeline::{Entry, EntryKind, EntrySource};

/// Rows that one statement takes.
const ROWS_AT_ONCE: usize = 500;

#[derive(sqlx::FromRow)]
struct EntryRow {
    at: i64,
    kind: String,
    detail: Option<String>,
    money_minor: Option<i64>,
    currency: Option<String>,
    source: String,
}

impl TryFrom<EntryRow> for Entry {
    type Error = StoreError;

    fn try_from(row: EntryRow) -> Result<Self> {
        Ok(Self {
            at: instant(row.at, "timeline.at")?,
            kind: word(EntryKind::from_word(&row.kind), "timeline.kind")?,
            detail: row.detail,
            money: money(row.money_minor, row.currency),
            source: word(EntrySource::from_word(&row.source), "timeline.source")?,
        })
    }
}

impl Store {
    /// What was stored of a case's timeline, oldest first; entries of one instant in the order in which they were told.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn timeline(&self, id: &DisputeId) -> Result<Vec<Entry>> {
        let rows: Vec<EntryRow> = sqlx::query_as(
            "SELECT at, kind, detail, money_minor, currency, source FROM timeline WHERE dispute = ?1 ORDER BY at, seq",
        )
        .bind(id.as_str())
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(Entry::try_from).collect()
    }

    /// Appends to a case's timeline.
    ///
    /// # Errors
    /// [`StoreError::Missing`] without the case, or that the database can't be written.
    pub async fn timeline_append(&self, id: &DisputeId, entries: &[Entry]) -> Result<()> {
        let mut tx = self.write().await?;
        crate::dispute::require(&mut tx, id).await?;
        let entries: Vec<_> = entries.iter().map(|entry| (id.clone(), entry)).collect();
        append(&mut tx, &entries).await?;
        Ok(tx.commit().await?)
    }
}

pub(crate) async fn append(
    connection: &mut SqliteConnection,
    entries: &[(DisputeId, &Entry)],
) -> Result<()> {
    for chunk in entries.chunks(ROWS_AT_ONCE) {
        let mut insert: QueryBuilder<Sqlite> = QueryBuilder::new(
            "INSERT INTO timeline (dispute, at, kind, detail, money_minor, currency, source) ",
        );
        insert.push_values(chunk, |mut row, (id, entry)| {
            row.push_bind(id.as_str())
                .push_bind(millis(entry.at))
                .push_bind(entry.kind.as_str())
                .push_bind(entry.detail.as_deref())
                .push_bind(entry.money.as_ref().map(|m| m.minor))
                .push_bind(entry.money.as_ref().map(|m| m.currency.as_str()))
                .push_bind(entry.source.as_str());
        });
        insert
            .build()
            .execute(&mut *connection)
            .await
            .map_err(|e| StoreError::from(e).of("dispute"))?;
    }
    Ok(())
}
