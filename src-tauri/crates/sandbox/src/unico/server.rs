//! Routes of the identity host, the transactions API and the host of probative sets.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::assertion::{self, Expected};
use super::model::{Analysis, Books, Transaction};
use super::request::{self, Fault};
use super::{Settings, sample};
use crate::chance::Chance;
use crate::paper::letter;
use crate::server::{Answer, Call, Tokens};

const GRANT: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const TOKEN_SECONDS: i64 = 3_600;
/// A probative link is good for five minutes.
const LINK_SECONDS: i64 = 300;
/// An analysis may be asked for while the transaction is younger than this.
const YOUNGER_THAN_DAYS: i64 = 90;
const DAY: i64 = 86_400;

/// The server.
pub(crate) struct UnicoServer {
    pub(super) books: Books,
    pub(super) account: String,
    pub(super) tenant: String,
    /// The service account may ask for analyses.
    pub(super) allowed: bool,
    /// The application is switched on.
    pub(super) active: bool,
    pub(super) tokens: Tokens,
    pub(super) chance: Chance,
    pub(super) base: String,
    pub(super) side: String,
    /// Reads answer from these books until then.
    pub(super) frozen: Option<(DateTime<Utc>, Books)>,
}

/// The form of the chargeback guide: code and message at the top.
fn flat(status: u16, code: &str, message: &str) -> Answer {
    Answer::json(status, &json!({"code": code, "message": message}))
}

/// The form of the transaction guides and of the identity host: inside `error`.
fn nested(status: u16, code: &str, description: &str) -> Answer {
    Answer::json(
        status,
        &json!({"error": {"code": code, "description": description}}),
    )
}

fn is_uuid(text: &str) -> bool {
    uuid::Uuid::parse_str(text).is_ok()
}

impl UnicoServer {
    pub(crate) fn new(settings: &Settings) -> Self {
        let mut chance = Chance::named(settings.seed, "unico server");
        Self {
            books: sample::books(settings),
            account: "tallgren".into(),
            tenant: chance.uuid(),
            allowed: true,
            active: true,
            tokens: Tokens::default(),
            chance,
            base: String::new(),
            side: String::new(),
            frozen: None,
        }
    }

    pub(crate) fn secrets() -> Value {
        json!({"private_key": assertion::PRIVATE_KEY})
    }

    pub(crate) fn options(&self) -> Value {
        json!({"service_account": self.account, "tenant_id": self.tenant})
    }

    /// The transactions, since the API lists none.
    pub(crate) fn examples(&self) -> Value {
        let rows: Vec<Value> = self
            .books
            .transactions
            .iter()
            .map(|found| {
                let created = DateTime::from_timestamp(found.created, 0).unwrap_or_default();
                json!({
                    "transaction": found.id, "created": created.date_naive().to_string(),
                    "order": found.order, "case": found.case,
                })
            })
            .collect();
        json!(rows)
    }

    pub(super) fn handle(&mut self, call: &Call, now: DateTime<Utc>) -> Answer {
        if call.base == self.side {
            return self.foreign(call, now.timestamp());
        }
        let path = call.segments();
        if (call.method.as_str(), path.as_slice()) == ("POST", &["oauth2", "token"]) {
            return self.token(call, now);
        }
        let [
            "api",
            "public",
            "v1",
            "credit",
            "transactions",
            id,
            rest @ ..,
        ] = path.as_slice()
        else {
            return nested(404, "40400", "not found");
        };
        if !self.tokens.admit(call, now) {
            return nested(401, "40101", "unauthorized");
        }
        if !is_uuid(id) {
            return flat(400, "40004", "transaction id is invalid");
        }
        let at = now.timestamp();
        match (call.method.as_str(), rest) {
            ("GET", rest) => self.read(id, rest, now),
            ("POST", ["chargeback"]) => self.request(call, id, at),
            _ => nested(405, "40500", "method not allowed"),
        }
    }

    fn token(&mut self, call: &Call, now: DateTime<Utc>) -> Answer {
        let form: Vec<(String, String)> = url::form_urlencoded::parse(&call.body)
            .into_owned()
            .collect();
        let field = |name: &str| {
            form.iter()
                .find(|(known, _)| known == name)
                .map_or("", |(_, value)| value.as_str())
        };
        if field("grant_type") != GRANT {
            return nested(400, "1.1.2", "The grant type is wrong.");
        }
        if !self.active {
            return nested(400, "1.0.14", "The application is inactive.");
        }
        let issuer = format!("{}@{}.iam.acesso.io", self.account, self.tenant);
        let expected = Expected {
            issuer: &issuer,
            audience: &self.base,
            now: now.timestamp(),
        };
        if let Err(wrong) = assertion::check(field("assertion"), &expected) {
            return nested(400, wrong.0, wrong.1);
        }
        let token = self
            .tokens
            .issue("un-demo-", &mut self.chance, now, TOKEN_SECONDS);
        Answer::json(
            200,
            &json!({"access_token": token, "expires_in": TOKEN_SECONDS, "token_type": "Bearer"}),
        )
    }

    fn read(&self, id: &str, rest: &[&str], now: DateTime<Utc>) -> Answer {
        let books = match &self.frozen {
            Some((until, books)) if now < *until => books,
            _ => &self.books,
        };
        let Some(found) = books.find(id) else {
            return nested(404, "40401", "transaction not found");
        };
        let at = now.timestamp();
        match rest {
            [] => Answer::json(200, &json!({"status": found.status})),
            ["probative"] if found.status == "approved" => {
                let until = at + LINK_SECONDS;
                let link = format!("{}/p/{}.pdf?until={until}", self.side, found.id);
                Answer::json(200, &json!({"link": link}))
            }
            ["probative"] => nested(400, "40009", "transaction status is invalid"),
            ["chargeback", analysis] => show(found, analysis, at),
            _ => nested(404, "40400", "not found"),
        }
    }

    fn request(&mut self, call: &Call, id: &str, at: i64) -> Answer {
        if !self.allowed {
            return flat(403, "40301", "not allowed");
        }
        let documents = match request::check(&call.body) {
            Ok(documents) => documents,
            Err(Fault::Contract) => return flat(400, "40001", "invalid request"),
            Err(Fault::Field(name)) => {
                return flat(400, "40002", &format!("{name} is malformed or missing"));
            }
        };
        let Some(found) = self.books.find(id) else {
            return flat(404, "40401", "transaction not found");
        };
        if found.analysis.is_some() {
            return flat(400, "40033", "replicated chargeback");
        }
        if !may_be_examined(found, at) {
            return flat(400, "40032", "transaction state is invalid");
        }
        let analysis = Analysis {
            id: self.chance.uuid(),
            requested: at,
            documents,
            forced: None,
        };
        let answer = Answer::json(200, &json!({"id": analysis.id}));
        self.books.begin(id, analysis, false);
        answer
    }

    /// The host of probative sets: no credentials, five minutes.
    fn foreign(&self, call: &Call, now: i64) -> Answer {
        let no = |status| Answer::bytes(status, "text/plain", "no");
        if call.headers.contains_key("authorization") {
            return no(400);
        }
        let path = call.segments();
        let ("GET", ["p", name]) = (call.method.as_str(), path.as_slice()) else {
            return no(404);
        };
        let until = call
            .query_pairs()
            .into_iter()
            .find(|(known, _)| known == "until")
            .and_then(|(_, text)| text.parse::<i64>().ok());
        if until.is_none_or(|until| now >= until) {
            return no(403);
        }
        match self.books.find(name.trim_end_matches(".pdf")) {
            Some(found) => {
                let order = format!("Order {}", found.order);
                let lines = ["Probative set, invented for practice.", order.as_str()];
                Answer::bytes(200, "application/pdf", letter(&lines))
            }
            None => no(404),
        }
    }
}

/// Approved, of type credit, younger than 90 days.
pub(super) fn may_be_examined(found: &Transaction, at: i64) -> bool {
    found.status == "approved" && found.credit && at - found.created < YOUNGER_THAN_DAYS * DAY
}

fn show(found: &Transaction, analysis: &str, at: i64) -> Answer {
    let known = found.analysis.as_ref().filter(|known| known.id == analysis);
    match (known, found.analysis_status(at)) {
        (Some(known), Some(status)) => {
            Answer::json(200, &json!({"id": known.id, "status": status}))
        }
        _ => nested(404, "40402", "chargeback not found"),
    }
}
