//! Lists of cases: filtered, searched, most urgent first, a page at a time.

use crate::dispute::{DisputeRow, Filed, filed};
use crate::open::Store;
use crate::{Result, column, search};
use sqlx::{QueryBuilder, Sqlite};
use tvist_domain::clock::Instant;
use tvist_domain::status::Group;
use tvist_domain::{AccountId, NextStep, Provider, Stage, Status};

/// Which cases, and which part of the list.
#[derive(Debug, Clone, Default)]
pub struct Query {
    pub stage: Option<Stage>,
    pub status: Option<Status>,
    pub step: Option<NextStep>,
    pub provider: Option<Provider>,
    pub account: Option<AccountId>,
    /// What somebody typed; every word must begin some word of the case.
    pub search: Option<String>,
    /// Leaves out cases that have ended.
    pub open_only: bool,
    pub limit: u32,
    pub offset: u64,
    /// By when a step that has a last date is judged.
    pub now: Instant,
}

/// Sorts after every date.
pub(crate) const NO_DEADLINE: i64 = i64::MAX;

const ORDER: &str = "dispute.desk, dispute.deadline_at, dispute.opened_at DESC, dispute.id";

/// The place of a step's group on the desk.
pub(crate) fn place(step: NextStep) -> i64 {
    match step.group() {
        Group::AnswerNow => 0,
        Group::Talk => 1,
        Group::Waiting => 2,
        Group::Closed => 3,
    }
}

impl Store {
    /// How many cases the query fits, and its page of them in the order of the desk (`tvist_domain::order`, then by id).
    ///
    /// A case that was stored with the step `answer` counts as `look` once its last date is over.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn disputes_page(&self, query: &Query) -> Result<(u64, Vec<Filed>)> {
        // One transaction, so that the total and the page are of the same moment.
        let mut tx = self.reader.begin().await?;
        let mut count = QueryBuilder::new("SELECT count(*) FROM dispute WHERE ");
        conditions(&mut count, query);
        let total: i64 = count.build_query_scalar().fetch_one(&mut *tx).await?;
        let mut page = QueryBuilder::new(format!(
            "SELECT {} FROM (SELECT seq FROM dispute WHERE ",
            crate::dispute::COLUMNS
        ));
        conditions(&mut page, query);
        page.push(format_args!(" ORDER BY {ORDER} LIMIT "))
            .push_bind(i64::from(query.limit));
        page.push(" OFFSET ")
            .push_bind(i64::try_from(query.offset).unwrap_or(i64::MAX));
        page.push(format_args!(
            ") page JOIN dispute ON dispute.seq = page.seq ORDER BY {ORDER}"
        ));
        let rows: Vec<DisputeRow> = page.build_query_as().fetch_all(&mut *tx).await?;
        tx.commit().await?;
        Ok((column::unsigned(total, "a count")?, filed(rows)?))
    }
}

fn conditions(sql: &mut QueryBuilder<Sqlite>, query: &Query) {
    sql.push("true");
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
    if let Some(step) = query.step {
        with_step(sql, step, query.now);
    }
    if let Some(expression) = query.search.as_deref().and_then(search::expression) {
        sql.push(" AND seq IN (SELECT rowid FROM dispute_search WHERE dispute_search MATCH ");
        sql.push_bind(expression).push(")");
    }
}

fn with_step(sql: &mut QueryBuilder<Sqlite>, step: NextStep, now: Instant) {
    // The group is named too, since the index begins with it.
    sql.push(" AND desk = ").push_bind(place(step));
    let now = column::millis(now);
    match step {
        NextStep::Answer => {
            sql.push(" AND step = 'answer' AND (due_at IS NULL OR due_at > ")
                .push_bind(now)
                .push(")");
        }
        NextStep::Look => {
            sql.push(" AND (step = 'look' OR (step = 'answer' AND due_at <= ")
                .push_bind(now)
                .push("))");
        }
        NextStep::TalkToCustomer | NextStep::RefundOrWait | NextStep::Wait | NextStep::None => {
            sql.push(" AND step = ").push_bind(step.as_str());
        }
    }
}
