//! The Celcoin server behind the seam that all providers share.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::CelcoinServer;
use crate::server::{Answer, Call, Delivery, Effects, Failure, Provider};

/// The chargeback a call is about.
fn subject(call: &Call) -> Option<u64> {
    match call.segments().as_slice() {
        ["baas", "v1", "cash", "chargebacks", "lose", id]
        | ["baas", "v1", "cash", "chargebacks", id] => id.parse().ok(),
        _ => None,
    }
}

impl Provider for CelcoinServer {
    fn name(&self) -> &'static str {
        "celcoin"
    }

    fn answer(&mut self, call: &Call, now: DateTime<Utc>) -> Answer {
        self.handle(call, now)
    }

    fn advance_to(&mut self, now: DateTime<Utc>) {
        self.books.run_until(now.timestamp());
    }

    fn next_change(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp(self.books.next_change(now.timestamp())?, 0)
    }

    fn outbox(&mut self) -> Vec<Delivery> {
        std::mem::take(&mut self.books.outbox)
    }

    fn admit(&mut self, _call: &Call, _now: DateTime<Utc>) -> Result<Option<String>, Box<Answer>> {
        Ok(None)
    }

    fn release(&mut self, _mark: &str) {}

    fn failure(&mut self, _call: &Call, failure: &Failure, _now: DateTime<Utc>) -> Answer {
        let (status, message) = match failure {
            Failure::Broken(status) => (*status, "Erro interno"),
            Failure::Conflict | Failure::Locked => (409, "Conflito"),
            Failure::RateLimited(_) => (429, "Limite de requisicoes atingido"),
            Failure::TokenExpired => {
                self.tokens.expire_all();
                (401, "Token invalido ou expirado")
            }
        };
        Answer::json(
            status,
            &json!({"error": {"message": message, "details": {}}}),
        )
    }

    // Celcoin knows no idempotency keys: nothing is kept for repeats.
    fn remember(&mut self, _call: &Call, _answer: &Answer, _now: DateTime<Utc>) {}

    fn forget(&mut self, _call: &Call) {}

    fn someone_else(&mut self, call: &Call, now: DateTime<Utc>) -> bool {
        let Some(id) = subject(call) else {
            return false;
        };
        let at = now.timestamp();
        if call.segments().contains(&"lose") {
            self.books.give_up(id, at, true)
        } else {
            self.books.send(id, at, (1, 0), true)
        }
    }

    fn deadline_of(&self, call: &Call) -> Option<i64> {
        Some(self.books.find(subject(call)?)?.expire)
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
