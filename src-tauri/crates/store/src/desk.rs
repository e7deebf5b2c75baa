//! Lists of cases: filtered, searched, most urgent first, a page at a time.

use crate::dispute::{DisputeRow, StoredDispute, filed, place};
use crate::narrow::Narrow;
use crate::open::Store;
use crate::{Result, column, search};
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};
use tvist_domain::{AccountId, NextStep, Provider, Stage, Status};

/// Which cases, and which part of the list.
#[derive(Debug, Clone, Default)]
pub struct Query {
    pub stage: Option<Stage>,
    pub status: Option<Status>,
    pub step: Option<NextStep>,
    pub provider: Option<Provider>,
    pub account: Option<AccountId>,
    pub narrow: Narrow,
    /// What somebody typed; every word must begin some word of the case.
    pub search: Option<String>,
    /// Leaves out cases that have ended.
    pub open_only: bool,
    pub limit: u32,
    pub offset: u64,
}

const ORDER: &str = "dispute.desk, dispute.deadline_at, dispute.opened_at DESC, dispute.id";

/// A search that hits more cases than this walks the desk and asks of each case whether it was hit; one that hits fewer
/// takes the hits and sorts them.
const MANY: i64 = 2_000;

/// A search with how many cases it hits, whatever the other conditions.
struct Hits {
    expression: String,
    count: i64,
}

impl Store {
    /// How many cases the query fits, and its page of them in the order of the desk (`tvist_domain::order`, then by id).
    ///
    /// A case has the step that was stored; [`Store::place_due`] brings those up to date that time or an act has moved.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn disputes_page(&self, query: &Query) -> Result<(u64, Vec<StoredDispute>)> {
        // One transaction, so that the total and the page are of the same moment.
        let mut tx = self.reader.begin().await?;
        let hits = match query.search.as_deref().and_then(search::expression) {
            Some(expression) => Some(Hits {
                count: search::count(&mut tx, &expression).await?,
                expression,
            }),
            None => None,
        };
        let zones = query.narrow.zones(&mut tx).await?;
        let total = total(&mut tx, query, hits.as_ref(), &zones).await?;
        let rows = if query.offset < total {
            page(&mut tx, query, hits.as_ref(), &zones).await?
        } else {
            Vec::new()
        };
        tx.commit().await?;
        Ok((total, filed(rows)?))
    }
}

async fn total(
    connection: &mut SqliteConnection,
    query: &Query,
    hits: Option<&Hits>,
    zones: &[String],
) -> Result<u64> {
    let total: i64 = match hits {
        Some(hits) if hits.count == 0 || !query.has_filter() => hits.count,
        _ if hits.is_some() || !query.narrow.is_empty() => {
            let mut count = QueryBuilder::new("SELECT count(*) FROM dispute WHERE true");
            filters(&mut count, query);
            with_step(&mut count, query);
            query.narrow.push(&mut count, zones)?;
            with_hits(&mut count, hits);
            count.build_query_scalar().fetch_one(connection).await?
        }
        _ => tallied(connection, query).await?,
    };
    column::unsigned(total, "dispute_tally.cases")
}

/// Cases by their stored step, without counting them.
async fn tallied(connection: &mut SqliteConnection, query: &Query) -> Result<i64> {
    let mut sum = QueryBuilder::new("SELECT coalesce(sum(cases), 0) FROM dispute_tally WHERE true");
    filters(&mut sum, query);
    if let Some(step) = query.step {
        sum.push(" AND step = ").push_bind(step.as_str());
    }
    Ok(sum.build_query_scalar().fetch_one(connection).await?)
}

async fn page(
    connection: &mut SqliteConnection,
    query: &Query,
    hits: Option<&Hits>,
    zones: &[String],
) -> Result<Vec<DisputeRow>> {
    let mut page = QueryBuilder::new(format!(
        "SELECT {} FROM (SELECT seq FROM dispute WHERE true",
        crate::dispute::COLUMNS
    ));
    filters(&mut page, query);
    with_step(&mut page, query);
    query.narrow.push(&mut page, zones)?;
    with_hits(&mut page, hits);
    page.push(format_args!(" ORDER BY {ORDER} LIMIT "))
        .push_bind(i64::from(query.limit));
    page.push(" OFFSET ")
        .push_bind(i64::try_from(query.offset).unwrap_or(i64::MAX));
    page.push(format_args!(
        ") page JOIN dispute ON dispute.seq = page.seq ORDER BY {ORDER}"
    ));
    Ok(page.build_query_as().fetch_all(connection).await?)
}

impl Query {
    fn has_filter(&self) -> bool {
        self.open_only
            || !self.narrow.is_empty()
            || self.stage.is_some()
            || self.status.is_some()
            || self.step.is_some()
            || self.provider.is_some()
            || self.account.is_some()
    }
}

/// The conditions that hold of cases and of their tally alike.
fn filters(sql: &mut QueryBuilder<Sqlite>, query: &Query) {
    if query.open_only {
        sql.push(" AND ended = 0");
    }
    if let Some(stage) = query.stage {
        sql.push(" AND stage = ").push_bind(stage.as_str());
    }
    if let Some(status) = query.status {
        sql.push(" AND status = ").push_bind(status.as_str());
    }
    if let Some(provider) = query.provider {
        sql.push(" AND provider = ").push_bind(provider.as_str());
    }
    if let Some(account) = &query.account {
        sql.push(" AND account = ")
            .push_bind(account.as_str().to_owned());
    }
}

fn with_step(sql: &mut QueryBuilder<Sqlite>, query: &Query) {
    let Some(step) = query.step else {
        return;
    };
    // The group is named too, since the index begins with it.
    sql.push(" AND desk = ").push_bind(place(step));
    sql.push(" AND step = ").push_bind(step.as_str());
}

fn with_hits(sql: &mut QueryBuilder<Sqlite>, hits: Option<&Hits>) {
    if let Some(hits) = hits {
        // The plus keeps SQLite from looking each hit up.
        sql.push(if hits.count > MANY {
            " AND +seq"
        } else {
            " AND seq"
        });
        sql.push(" IN (SELECT rowid FROM dispute_search WHERE dispute_search MATCH ");
        sql.push_bind(hits.expression.clone()).push(")");
    }
}
