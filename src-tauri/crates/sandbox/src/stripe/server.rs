//! The order of one request: key, account, replay, route, expansion, keeping the answer.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::account::Account;
use super::auth::{Keys, Rights};
use super::error::Refusal;
use super::event::Cause;
use super::expand::Expansion;
use super::file::{self, StoredFile};
use super::idempotency::{Repeats, fingerprint};
use super::params::Params;
use super::read::{Found, Reading};
use super::update::Update;
use super::{Settings, VERSION, sample};
use crate::chance::Chance;
use crate::server::{Answer, Call};

/// The server.
pub(crate) struct StripeServer {
    pub(super) accounts: BTreeMap<String, Account>,
    /// The account whose keys these are.
    pub(super) main: String,
    connected: String,
    pub(crate) secret_key: String,
    pub(super) keys: Keys,
    pub(super) repeats: Repeats,
    pub(super) chance: Chance,
    /// Reads answer from these books until then.
    pub(super) frozen: Option<(DateTime<Utc>, BTreeMap<String, Account>)>,
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

    pub(super) fn handle(
        &mut self,
        call: &Call,
        id: &str,
        now: DateTime<Utc>,
    ) -> Result<Answer, Refusal> {
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
                        .map(super::object::Refund::render)
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
    pub(super) fn concede(&mut self, id: &str, params: &Params, at: i64) -> Result<(), Refusal> {
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
