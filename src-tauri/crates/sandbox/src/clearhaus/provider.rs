//! The Clearhaus server behind the seam that all providers share.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::ClearhausServer;
use super::life::lost_at;
use crate::server::{Answer, Call, Effects, Failure, Provider};

/// The dispute a call is about.
fn subject(call: &Call) -> Option<String> {
    match call.segments().as_slice() {
        ["disputes", id, ..] => Some((*id).to_owned()),
        _ => None,
    }
}

impl Provider for ClearhausServer {
    fn name(&self) -> &'static str {
        "clearhaus"
    }

    fn settle_in(&mut self, base: &str, side: &str) {
        base.clone_into(&mut self.base);
        side.clone_into(&mut self.side);
    }

    fn answer(&mut self, call: &Call, now: DateTime<Utc>) -> Answer {
        self.handle(call, now)
    }

    fn advance_to(&mut self, now: DateTime<Utc>) {
        self.books.run_until(now.timestamp(), &mut self.chance);
    }

    fn next_change(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let at = self.books.next_change(now.timestamp(), &self.chance)?;
        DateTime::from_timestamp(at, 0)
    }

    fn admit(&mut self, _call: &Call, _now: DateTime<Utc>) -> Result<Option<String>, Box<Answer>> {
        Ok(None)
    }

    fn release(&mut self, _mark: &str) {}

    fn failure(&mut self, _call: &Call, failure: &Failure, _now: DateTime<Utc>) -> Answer {
        let (status, message) = match failure {
            Failure::Broken(status) => (*status, "Internal error"),
            Failure::Conflict | Failure::Locked => (409, "Conflict"),
            Failure::RateLimited(_) => (429, "Too many requests"),
            Failure::TokenExpired => {
                self.tokens.expire_all();
                (401, "Unauthorized")
            }
        };
        Answer::json(status, &json!({"message": message}))
    }

    // Clearhaus knows no idempotency keys: nothing is kept for repeats.
    fn remember(&mut self, _call: &Call, _answer: &Answer, _now: DateTime<Utc>) {}

    fn forget(&mut self, _call: &Call) {}

    fn someone_else(&mut self, call: &Call, now: DateTime<Utc>) -> bool {
        match call.segments().as_slice() {
            ["disputes", id, "stamps", stamp] => self.books.stamp(id, stamp, now.timestamp(), true),
            _ => false,
        }
    }

    fn deadline_of(&self, call: &Call) -> Option<i64> {
        let dispute = self.books.dispute(&subject(call)?)?;
        Some(lost_at(dispute.due))
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
