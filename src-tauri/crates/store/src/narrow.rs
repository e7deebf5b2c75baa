//! What a list of cases can be narrowed to beyond its place on the desk: words, references and spans of days.

use crate::Result;
use crate::column::{millis, to_json};
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};
use tvist_domain::days::DaySpan;
use tvist_domain::{Category, Status};

/// Conditions that all have to hold; an empty one narrows nothing. Words and references are compared whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Narrow {
    pub statuses: Vec<Status>,
    /// The providers' own words for the status.
    pub provider_statuses: Vec<String>,
    /// What a case is about, as it is shown: the provider's word, and where that says nothing the owner's.
    pub reasons: Vec<Category>,
    /// `card`, `klarna`, …, or the provider's own word.
    pub method: Option<String>,
    /// What people quote: ARN, process number, order.
    pub references: Vec<String>,
    /// The provider's ids of transactions; at Stripe those of payments too.
    pub transactions: Vec<String>,
    /// The provider's ids of charges.
    pub charges: Vec<String>,
    /// The shop's own references.
    pub orders: Vec<String>,
    /// When the case was opened, by the days of its own zone, as all spans.
    pub opened: DaySpan,
    /// The last date that is shown; a case without one isn't within any span.
    pub deadline: DaySpan,
    /// When documents were sent: the provider's date, else that of our accepted answer.
    pub sent: DaySpan,
}

/// When documents were sent, in milliseconds.
const SENT_AT: &str = "coalesce(dispute.sent_at, (SELECT max(submission.settled_at) FROM submission \
     WHERE submission.dispute = dispute.id AND submission.kind = 'submit' AND submission.state = 'accepted'))";

/// The reason that is shown.
const SHOWN_REASON: &str = "coalesce(nullif(dispute.reason, 'unknown'), (SELECT draft.body ->> '$.facts.reason' \
     FROM draft WHERE draft.dispute = dispute.id), 'unknown')";

impl Narrow {
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Adds the conditions to a statement over `dispute` that has a `WHERE`.
    pub(crate) fn push(&self, sql: &mut QueryBuilder<Sqlite>, zones: &[String]) -> Result<()> {
        let statuses: Vec<&str> = self.statuses.iter().map(|s| s.as_str()).collect();
        let reasons: Vec<&str> = self.reasons.iter().map(|r| r.as_str()).collect();
        one_of(sql, " AND dispute.status IN ", &statuses)?;
        one_of(
            sql,
            " AND dispute.provider_status IN ",
            &self.provider_statuses,
        )?;
        one_of(sql, &format!(" AND {SHOWN_REASON} IN "), &reasons)?;
        if let Some(method) = &self.method {
            sql.push(" AND dispute.method = ").push_bind(method.clone());
        }
        one_of(sql, " AND dispute.reference IN ", &self.references)?;
        one_of(sql, " AND dispute.order_reference IN ", &self.orders)?;
        if !self.transactions.is_empty() {
            sql.push(" AND (");
            one_of(sql, "dispute.transaction_id IN ", &self.transactions)?;
            one_of(
                sql,
                " OR dispute.provider = 'stripe' AND dispute.parent_id IN ",
                &self.transactions,
            )?;
            sql.push(")");
        }
        if !self.charges.is_empty() {
            // Celcoin's transaction belongs to a charge; elsewhere the transaction is the charge.
            sql.push(" AND (");
            one_of(
                sql,
                "dispute.provider = 'celcoin' AND dispute.parent_id IN ",
                &self.charges,
            )?;
            one_of(
                sql,
                " OR dispute.provider <> 'celcoin' AND dispute.transaction_id IN ",
                &self.charges,
            )?;
            sql.push(")");
        }
        within(sql, "dispute.opened_at", &self.opened, zones);
        // Sorts after every date where there is none, so it must not count as a date.
        if !self.deadline.is_open() {
            sql.push(" AND dispute.deadline_at < ")
                .push_bind(crate::column::NO_DEADLINE);
        }
        within(sql, "dispute.deadline_at", &self.deadline, zones);
        within(sql, SENT_AT, &self.sent, zones);
        Ok(())
    }

    /// The zones that the cases are in, which only spans of days ask for.
    pub(crate) async fn zones(&self, connection: &mut SqliteConnection) -> Result<Vec<String>> {
        if self.opened.is_open() && self.deadline.is_open() && self.sent.is_open() {
            return Ok(Vec::new());
        }
        Ok(sqlx::query_scalar("SELECT DISTINCT zone FROM dispute")
            .fetch_all(connection)
            .await?)
    }
}

fn one_of<T: serde::Serialize>(
    sql: &mut QueryBuilder<Sqlite>,
    condition: &str,
    values: &[T],
) -> Result<()> {
    if !values.is_empty() {
        sql.push(condition)
            .push("(SELECT value FROM json_each(")
            .push_bind(to_json(values, "a list")?)
            .push("))");
    }
    Ok(())
}

/// Each case is judged by the days of its own zone.
fn within(sql: &mut QueryBuilder<Sqlite>, column: &str, span: &DaySpan, zones: &[String]) {
    if span.is_open() {
        return;
    }
    sql.push(" AND (false");
    for zone in zones {
        let (from, to) = span.bounds(zone);
        sql.push(" OR dispute.zone = ").push_bind(zone.clone());
        if let Some(from) = from {
            sql.push(format_args!(" AND {column} >= "))
                .push_bind(millis(from));
        }
        if let Some(to) = to {
            sql.push(format_args!(" AND {column} < "))
                .push_bind(millis(to));
        }
    }
    sql.push(")");
}
