//! The Unico server behind the seam that all providers share.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::UnicoServer;
use super::model::Analysis;
use super::server::may_be_examined;
use crate::server::{Answer, Call, Effects, Failure, Provider};

/// The transaction a call is about.
fn subject(call: &Call) -> Option<String> {
    match call.segments().as_slice() {
        ["api", "public", "v1", "credit", "transactions", id, ..] => Some((*id).to_owned()),
        _ => None,
    }
}

impl Provider for UnicoServer {
    fn name(&self) -> &'static str {
        "unico"
    }

    fn settle_in(&mut self, base: &str, side: &str) {
        base.clone_into(&mut self.base);
        side.clone_into(&mut self.side);
    }

    fn answer(&mut self, call: &Call, now: DateTime<Utc>) -> Answer {
        self.handle(call, now)
    }

    // Analyses follow from the clock by themselves.
    fn advance_to(&mut self, _now: DateTime<Utc>) {}

    fn next_change(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let at = self.books.next_change(now.timestamp())?;
        DateTime::from_timestamp(at, 0)
    }

    fn admit(&mut self, _call: &Call, _now: DateTime<Utc>) -> Result<Option<String>, Box<Answer>> {
        Ok(None)
    }

    fn release(&mut self, _mark: &str) {}

    fn failure(&mut self, _call: &Call, failure: &Failure, _now: DateTime<Utc>) -> Answer {
        let (status, code, message) = match failure {
            Failure::Broken(status) => (*status, "50001", "internal error"),
            Failure::Conflict | Failure::Locked => (409, "40901", "conflict"),
            // The same code as a contract error, told apart by the HTTP status (unico.md §3.6).
            Failure::RateLimited(_) => (429, "40001", "rate limit reached"),
            Failure::TokenExpired => {
                self.tokens.expire_all();
                (401, "40101", "unauthorized")
            }
        };
        Answer::json(status, &json!({"code": code, "message": message}))
    }

    // Unico knows no idempotency keys: nothing is kept for repeats.
    fn remember(&mut self, _call: &Call, _answer: &Answer, _now: DateTime<Utc>) {}

    fn forget(&mut self, _call: &Call) {}

    fn someone_else(&mut self, call: &Call, now: DateTime<Utc>) -> bool {
        let at = now.timestamp();
        let Some(id) = subject(call) else {
            return false;
        };
        let free = self
            .books
            .find(&id)
            .is_some_and(|found| found.analysis.is_none() && may_be_examined(found, at));
        if free {
            let analysis = Analysis {
                id: self.chance.uuid(),
                requested: at,
                documents: 1,
                forced: None,
            };
            self.books.begin(&id, analysis, true);
        }
        free
    }

    /// The moment from which the transaction is too old.
    fn deadline_of(&self, call: &Call) -> Option<i64> {
        let found = self.books.find(&subject(call)?)?;
        Some(found.created + 90 * 86_400)
    }

    fn clock_jumps(&mut self, by: TimeDelta) {
        self.tokens.prolong(by);
    }

    fn freeze_reads(&mut self, until: DateTime<Utc>) {
        self.frozen = Some((until, self.books.clone()));
    }

    fn effects(&self) -> BTreeMap<String, Effects> {
        self.books.effects.clone()
    }

    fn act(&mut self, act: &Value, now: DateTime<Utc>) -> Result<Value, String> {
        self.carry_out(act, now.timestamp())
    }
}
