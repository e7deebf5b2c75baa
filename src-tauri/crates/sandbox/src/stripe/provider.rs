//! The Stripe server behind the seam that all providers share.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::account::Account;
use super::error::Refusal;
use super::event::Cause;
use super::idempotency::{Repeats, fingerprint};
use super::params::Params;
use super::{StripeServer, VERSION};
use crate::server::{Answer, Call, Effects, Failure, Provider, RateReason};

/// The dispute that a call is about: the one in the path, or that of the charge in a refund; of a charge that isn't
/// disputed the warning.
fn subject(account: &Account, call: &Call) -> Option<String> {
    match call.segments().as_slice() {
        ["v1", "disputes", id, ..] => Some((*id).to_owned()),
        ["v1", "refunds"] => {
            let params = Params::parse(&call.body);
            let charge = match params.text("charge").ok()? {
                Some(id) => id.to_owned(),
                None => account
                    .charge_of_intent(params.text("payment_intent").ok()??)?
                    .id
                    .clone(),
            };
            let warned = || account.warnings_of(&charge).pop();
            account.disputes_of(&charge).pop().or_else(warned)
        }
        _ => None,
    }
}

impl StripeServer {
    fn account_of(&self, call: &Call) -> Option<&Account> {
        let named = call.header("stripe-account").unwrap_or(&self.main);
        self.accounts.get(named)
    }

    fn request_id(&mut self) -> String {
        format!("req_{}", self.chance.letters(14))
    }
}

impl Provider for StripeServer {
    fn name(&self) -> &'static str {
        "stripe"
    }

    fn answer(&mut self, call: &Call, now: DateTime<Utc>) -> Answer {
        let id = self.request_id();
        let mut answer = match self.handle(call, &id, now) {
            Ok(answer) => answer,
            Err(refusal) => refusal.answer(&id),
        };
        if let Some(key) = call.header("idempotency-key") {
            answer = answer.with("idempotency-key", key);
        }
        let version = call.header("stripe-version").unwrap_or(VERSION).to_owned();
        answer
            .with("request-id", id)
            .with("stripe-version", version)
    }

    fn advance_to(&mut self, now: DateTime<Utc>) {
        for account in self.accounts.values_mut() {
            account.run_until(now.timestamp());
        }
    }

    fn next_change(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let next = |account: &Account| account.next_change(now.timestamp());
        let at = self.accounts.values().filter_map(next).min()?;
        DateTime::from_timestamp(at, 0)
    }

    fn admit(&mut self, call: &Call, _now: DateTime<Utc>) -> Result<Option<String>, Box<Answer>> {
        let Some(key) = Repeats::key_of(call) else {
            return Ok(None);
        };
        match self.repeats.begin(&key) {
            Ok(()) => Ok(Some(key)),
            Err(refusal) => {
                let id = self.request_id();
                Err(Box::new(refusal.answer(&id).with("request-id", id)))
            }
        }
    }

    fn release(&mut self, mark: &str) {
        self.repeats.end(mark);
    }

    fn failure(&mut self, _call: &Call, failure: &Failure, _now: DateTime<Utc>) -> Answer {
        let id = self.request_id();
        let refusal = match failure {
            Failure::Broken(status) => Refusal::broken(*status),
            Failure::Conflict => Refusal::key_in_use(),
            Failure::RateLimited(_) => Refusal::rate_limited(),
            Failure::Locked => Refusal::locked(),
            Failure::TokenExpired => Refusal::expired_key(),
        };
        let mut answer = refusal.answer(&id).with("request-id", id);
        if let Failure::RateLimited(reason) = failure {
            let word = match reason {
                RateReason::GlobalRate => "global-rate",
                RateReason::EndpointRate => "endpoint-rate",
                RateReason::GlobalConcurrency => "global-concurrency",
                RateReason::EndpointConcurrency => "endpoint-concurrency",
                RateReason::ResourceSpecific => "resource-specific",
            };
            answer = answer.with("stripe-rate-limited-reason", word);
        }
        answer
    }

    fn remember(&mut self, call: &Call, answer: &Answer, now: DateTime<Utc>) {
        if let Some(key) = Repeats::key_of(call) {
            self.repeats.keep(&key, fingerprint(call), answer, now);
        }
    }

    fn forget(&mut self, call: &Call) {
        if let Some(key) = Repeats::key_of(call) {
            self.repeats.forget(&key);
        }
    }

    fn someone_else(&mut self, call: &Call, now: DateTime<Utc>) -> bool {
        let named = call
            .header("stripe-account")
            .unwrap_or(&self.main)
            .to_owned();
        let Some(account) = self.accounts.get_mut(&named) else {
            return false;
        };
        let Some(id) = subject(account, call) else {
            return false;
        };
        account.cause = Cause::default();
        if let Ok(warning) = account.warning(&id) {
            let charge = warning.charge.clone();
            return account
                .refund_by_other(&charge, None, now.timestamp())
                .is_ok();
        }
        let act = match call.segments().as_slice() {
            ["v1", "disputes", _, "close"] => "close",
            ["v1", "refunds"] => "refund",
            _ => "submit",
        };
        account.other_does(act, &id, now.timestamp()).is_ok()
    }

    fn deadline_of(&self, call: &Call) -> Option<i64> {
        let account = self.account_of(call)?;
        let dispute = account.dispute(&subject(account, call)?).ok()?;
        dispute.due_by.filter(|due| *due > 0)
    }

    fn freeze_reads(&mut self, until: DateTime<Utc>) {
        self.frozen = Some((until, self.accounts.clone()));
    }

    fn effects(&self) -> BTreeMap<String, Effects> {
        self.accounts
            .values()
            .flat_map(|account| account.effects.clone())
            .collect()
    }

    fn act(&mut self, act: &Value, now: DateTime<Utc>) -> Result<Value, String> {
        self.carry_out_act(act, now.timestamp())
    }
}
