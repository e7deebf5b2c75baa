//! A stateful Stripe server: disputes, files, refunds, balance and events, strict to stripe.md.

mod account;
mod act;
mod auth;
mod charge;
mod compelling;
mod dispute;
mod error;
mod event;
mod expand;
mod file;
mod idempotency;
mod life;
mod money;
mod page;
mod params;
mod read;
mod refund;
mod sample;
mod update;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::chance::Chance;
use crate::server::{Answer, Call, Effects, Failure, Provider, RateReason};
use account::Account;
use auth::{Keys, Rights};
use error::Refusal;
use event::Cause;
use expand::Expansion;
use file::StoredFile;
use idempotency::{Repeats, fingerprint};
use params::Params;
use read::{Found, Reading};
use update::Update;

/// The API version this server speaks.
pub(crate) const VERSION: &str = "2026-10-28.endive";

/// How a Stripe server is set up.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) seed: u64,
    pub(crate) start: DateTime<Utc>,
    /// Number of disputes; the hand-written set without it.
    pub(crate) disputes: Option<usize>,
    pub(crate) smart: bool,
    pub(crate) appeals: bool,
}

/// The server.
pub(crate) struct StripeServer {
    accounts: BTreeMap<String, Account>,
    /// The account whose keys these are.
    main: String,
    connected: String,
    pub(crate) secret_key: String,
    keys: Keys,
    repeats: Repeats,
    chance: Chance,
    /// Reads answer from these books until then.
    frozen: Option<(DateTime<Utc>, BTreeMap<String, Account>)>,
}

/// What a request asks for, once its key, account and parameters are known.
struct Order<'a> {
    call: &'a Call,
    account: String,
    rights: Rights,
    params: Params,
    version: String,
    request_id: &'a str,
    now: DateTime<Utc>,
}

impl StripeServer {
    pub(crate) fn new(settings: &Settings) -> Self {
        let mut chance = Chance::named(settings.seed, "stripe server");
        let main = sample::main_account(settings);
        let connected = sample::connected_account(settings);
        let secret_key = format!("sk_test_{}", chance.letters(24));
        let mut keys = Keys::default();
        keys.add(&secret_key, Rights::All);
        let (main_id, connected_id) = (main.id.clone(), connected.id.clone());
        let accounts = [main, connected]
            .into_iter()
            .map(|account| (account.id.clone(), account))
            .collect();
        Self {
            accounts,
            main: main_id,
            connected: connected_id,
            secret_key,
            keys,
            repeats: Repeats::default(),
            chance,
            frozen: None,
        }
    }

    /// The id of the connected account, for the header `Stripe-Account`.
    pub(crate) fn connected_account(&self) -> &str {
        &self.connected
    }

    fn handle(&mut self, call: &Call, id: &str, now: DateTime<Utc>) -> Result<Answer, Refusal> {
        let order = self.take(call, id, now)?;
        let key = Repeats::key_of(call);
        let print = fingerprint(call);
        if let Some(key) = &key {
            if Repeats::too_long(call) {
                return Err(Refusal::bad_param(
                    "Idempotency-Key",
                    "Idempotency keys are at most 255 characters long.",
                ));
            }
            if let Some(answer) = self.repeats.find(key, &print, now)? {
                return Ok(answer);
            }
        }
        let outcome = self.carry_out(&order);
        let (answer, kept) = match outcome {
            Ok(answer) => (answer, true),
            Err(refusal) => (refusal.answer(id), refusal.kept),
        };
        let answer = answer.with("request-id", id);
        if let Some(key) = &key
            && kept
        {
            self.repeats.keep(key, print, &answer, now);
        }
        Ok(answer)
    }

    /// Checks key, version and account, and reads the parameters.
    fn take<'a>(
        &self,
        call: &'a Call,
        request_id: &'a str,
        now: DateTime<Utc>,
    ) -> Result<Order<'a>, Refusal> {
        let rights = self.keys.check(call)?.clone();
        let version = call.header("stripe-version").unwrap_or(VERSION);
        let day = version.get(..10).unwrap_or_default();
        if chrono::NaiveDate::parse_from_str(day, "%Y-%m-%d").is_err() {
            return Err(Refusal::bad_version(version));
        }
        let named = call
            .header("stripe-account")
            .or_else(|| call.header("stripe-context"));
        let account = named.unwrap_or(&self.main);
        if !self.accounts.contains_key(account) {
            return Err(Refusal::foreign_account(account));
        }
        let params = if call.method == "POST" && !call.is_content("multipart/form-data") {
            let mut pairs = call.query_pairs();
            pairs.extend(url::form_urlencoded::parse(&call.body).into_owned());
            Params::from_pairs(pairs)
        } else {
            Params::from_pairs(call.query_pairs())
        };
        Ok(Order {
            call,
            account: account.to_owned(),
            rights,
            params,
            version: day.to_owned(),
            request_id,
            now,
        })
    }

    fn carry_out(&mut self, order: &Order) -> Result<Answer, Refusal> {
        let path = order.call.segments();
        let unknown =
            || Refusal::no_such_route(order.call.method.as_str(), order.call.path.as_str());
        if order.call.method == "GET" {
            return self.read(order, &path).ok_or_else(unknown)?;
        }
        if order.call.method != "POST" {
            return Err(unknown());
        }
        let body = self.write(order, &path).ok_or_else(unknown)??;
        self.expanded(order, body)
    }

    /// The books that reads see.
    fn books(&self, order: &Order) -> Option<&Account> {
        match &self.frozen {
            Some((until, books)) if order.now < *until => books.get(&order.account),
            _ => self.accounts.get(&order.account),
        }
    }

    fn read(&self, order: &Order, path: &[&str]) -> Option<Result<Answer, Refusal>> {
        let account = self.books(order)?;
        let reading = Reading {
            account,
            rights: &order.rights,
            params: &order.params,
            now: order.now.timestamp(),
            base: &order.call.base,
        };
        Some(match reading.answer(path)? {
            Err(refusal) => Err(refusal),
            Ok(Found::Bytes(answer)) => Ok(answer),
            Ok(Found::Object(body)) => Self::expand(account, order, body),
        })
    }

    fn expanded(&self, order: &Order, body: Value) -> Result<Answer, Refusal> {
        match self.accounts.get(&order.account) {
            Some(account) => Self::expand(account, order, body),
            None => Err(Refusal::foreign_account(&order.account)),
        }
    }

    fn expand(account: &Account, order: &Order, mut body: Value) -> Result<Answer, Refusal> {
        let paths = order.params.list("expand")?;
        let expansion = Expansion {
            account,
            rights: &order.rights,
            now: order.now.timestamp(),
            base: &order.call.base,
        };
        expansion.apply(&mut body, &paths)?;
        Ok(Answer::json(200, &body))
    }

    fn write(&mut self, order: &Order, path: &[&str]) -> Option<Result<Value, Refusal>> {
        let at = order.now.timestamp();
        let account = self.accounts.get_mut(&order.account)?;
        account.cause = Cause {
            request: Some(order.request_id.to_owned()),
            key: order.call.header("idempotency-key").map(ToOwned::to_owned),
        };
        let rights = &order.rights;
        Some(match path {
            ["v1", "disputes", id] => rights
                .need("dispute_write", &account.id)
                .and_then(|()| {
                    let update = Update {
                        params: &order.params,
                        version: &order.version,
                        at,
                    };
                    account.update_dispute(id, &update)
                })
                .and_then(|()| Ok(account.render_dispute(account.dispute(id)?, at))),
            ["v1", "disputes", id, "close"] => rights
                .need("dispute_write", &account.id)
                .and_then(|()| account.concede(id, &order.params, at))
                .and_then(|()| Ok(account.render_dispute(account.dispute(id)?, at))),
            ["v1", "refunds"] => rights
                .need("charge_write", &account.id)
                .and_then(|()| account.create_refund(&order.params, at))
                .and_then(|id| {
                    account
                        .refunds
                        .iter()
                        .find(|refund| refund.id == id)
                        .map(refund::Refund::render)
                        .ok_or_else(|| Refusal::no_such("refund", &id, "id"))
                }),
            ["v1", "files"] => rights
                .need("file_write", &account.id)
                .and_then(|()| account.upload(order.call, at))
                .map(|file| file.render(&order.call.base)),
            _ => return None,
        })
    }
}

impl Account {
    /// `POST /v1/disputes/{id}/close`: only a chargeback that waits for an answer is lost by it;
    /// an inquiry is not settled (stripe.md §4).
    fn concede(&mut self, id: &str, params: &Params, at: i64) -> Result<(), Refusal> {
        params.only(&["expand"])?;
        let dispute = self.dispute(id)?;
        match dispute.status.as_str() {
            "warning_needs_response" | "warning_under_review" => Ok(()),
            "needs_response" | "appeal_needs_response" => {
                self.close(id, at, false);
                Ok(())
            }
            _ if dispute.is_closed() => Err(Refusal::closed()),
            _ => Err(Refusal::rule("This dispute cannot be closed now.")),
        }
    }

    fn upload(&mut self, call: &Call, at: i64) -> Result<StoredFile, Refusal> {
        let upload = file::read_upload(call)?;
        let file = StoredFile {
            id: self.id("file"),
            created: at,
            filename: upload.filename,
            purpose: upload.purpose,
            kind: upload.kind,
            pages: upload.pages,
            bytes: upload.bytes,
            dispute: None,
        };
        self.files.push(file.clone());
        Ok(file)
    }
}

/// The dispute that a call is about: the one in the path, or that of the charge in a refund.
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
            account.disputes_of(&charge).pop()
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
