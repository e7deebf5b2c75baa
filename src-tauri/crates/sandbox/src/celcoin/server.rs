//! Routes of the cash API.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};

use super::model::{Books, Chargeback, Webhook, local_day};
use super::{Settings, sample};
use crate::chance::Chance;
use crate::server::multipart::text_fields;
use crate::server::{Answer, Call, Tokens};

const TOKEN_SECONDS: i64 = 2_400;
/// Rows of a page unless asked otherwise, and at most.
const MOST_ROWS: usize = 100;
const EVENTS: [&str; 6] = [
    "chargeback.update",
    "company.cashOut",
    "company.internalTransfer",
    "company.verifyDocuments",
    "subscription.addTransaction",
    "transaction.updateStatus",
];

/// The server.
pub(crate) struct CelcoinServer {
    pub(super) books: Books,
    pub(super) client_id: String,
    pub(super) client_secret: String,
    pub(super) tokens: Tokens,
    pub(super) chance: Chance,
    /// The next sending of documents answers 200 with `type: false` and is not taken.
    pub(super) soft_refusal: bool,
    /// Reads answer from these books until then.
    pub(super) frozen: Option<(DateTime<Utc>, Books)>,
}

/// A refusal in the form of the cash API (celcoin.md §2.8).
fn refuse(status: u16, message: &str, field: &str, text: &str) -> Answer {
    let details = if field.is_empty() {
        json!({})
    } else {
        json!({field: [text]})
    };
    Answer::json(
        status,
        &json!({"error": {"message": message, "details": details}}),
    )
}

fn invalid(field: &str, text: &str) -> Answer {
    refuse(400, "Erro de validacao", field, text)
}

fn done() -> Answer {
    Answer::json(200, &json!({"type": true}))
}

/// The query of one request.
struct Asked(Vec<(String, String)>);

impl Asked {
    fn text(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    fn number(&self, name: &str, without: usize) -> Result<usize, Answer> {
        self.text(name).map_or(Ok(without), |text| {
            text.parse().map_err(|_| invalid(name, "Numero invalido"))
        })
    }

    /// Whether `value` is among the comma list of this parameter; true without it.
    fn lists(&self, name: &str, value: Option<&str>) -> bool {
        self.text(name)
            .is_none_or(|list| list.split(',').any(|wanted| Some(wanted.trim()) == value))
    }

    fn day(&self, name: &str) -> Result<Option<NaiveDate>, Answer> {
        self.text(name)
            .map(|text| {
                NaiveDate::parse_from_str(text, "%Y-%m-%d")
                    .map_err(|_| invalid(name, "Data invalida"))
            })
            .transpose()
    }

    /// Whether a day lies between `…From` and `…To`, both included.
    fn between(&self, name: &str, at: Option<i64>) -> Result<bool, Answer> {
        let from = self.day(&format!("{name}From"))?;
        let to = self.day(&format!("{name}To"))?;
        if from.is_none() && to.is_none() {
            return Ok(true);
        }
        let day = at.map(local_day);
        Ok(day.is_some_and(|day| {
            from.is_none_or(|from| day >= from) && to.is_none_or(|to| day <= to)
        }))
    }

    /// The page of these rows.
    fn page(&self, name: &str, rows: Vec<Value>) -> Result<Answer, Answer> {
        let limit = self.number("limit", MOST_ROWS)?;
        if !(1..=MOST_ROWS).contains(&limit) {
            return Err(invalid("limit", "Limite invalido"));
        }
        let from = self.number("startAt", 0)?;
        let page: Vec<Value> = rows.into_iter().skip(from).take(limit).collect();
        Ok(Answer::json(
            200,
            &json!({"totalQtdFoundInPage": page.len(), name: page}),
        ))
    }
}

impl CelcoinServer {
    pub(crate) fn new(settings: &Settings) -> Self {
        let mut chance = Chance::named(settings.seed, "celcoin server");
        Self {
            books: sample::books(settings),
            client_id: format!("{}.celcoinapi.practice", chance.hex(12)),
            client_secret: chance.hex(64),
            tokens: Tokens::default(),
            chance,
            soft_refusal: false,
            frozen: None,
        }
    }

    pub(crate) fn secrets(&self) -> Value {
        json!({"client_id": self.client_id, "client_secret": self.client_secret})
    }

    pub(super) fn handle(&mut self, call: &Call, now: DateTime<Utc>) -> Answer {
        let path = call.segments();
        if (call.method.as_str(), path.as_slice()) == ("POST", &["v5", "token"]) {
            return self.token(call, now);
        }
        if !self.tokens.admit(call, now) {
            return refuse(401, "Token invalido ou expirado", "", "");
        }
        let ["baas", "v1", "cash", rest @ ..] = path.as_slice() else {
            return refuse(404, "Rota nao encontrada", "", "");
        };
        let answer = match (call.method.as_str(), rest) {
            ("GET", rest) => self.read(call, rest, now),
            ("PUT", ["chargebacks", "lose", id]) => self.lose(id, now),
            ("PUT", ["chargebacks", id]) => self.send(call, id, now),
            ("PUT", ["webhooks"]) => self.register(call),
            ("POST", ["chargeback", "simulate"]) => self.simulate(call, now),
            _ => Err(refuse(404, "Rota nao encontrada", "", "")),
        };
        answer.unwrap_or_else(|refusal| refusal)
    }

    /// Only a multipart form is taken.
    fn token(&mut self, call: &Call, now: DateTime<Utc>) -> Answer {
        let Some(fields) = text_fields(call) else {
            return refuse(400, "multipart/form-data esperado", "", "");
        };
        let field = |name: &str| {
            fields
                .iter()
                .find(|(known, _)| known == name)
                .map(|(_, value)| value.as_str())
        };
        if field("grant_type") != Some("client_credentials") {
            return invalid("grant_type", "client_credentials esperado");
        }
        if field("client_id") != Some(self.client_id.as_str())
            || field("client_secret") != Some(self.client_secret.as_str())
        {
            return refuse(401, "Credenciais invalidas", "", "");
        }
        let token = self
            .tokens
            .issue("cc-demo-", &mut self.chance, now, TOKEN_SECONDS);
        Answer::json(
            200,
            &json!({"access_token": token, "token_type": "bearer", "expires_in": TOKEN_SECONDS}),
        )
    }

    fn read(&self, call: &Call, path: &[&str], now: DateTime<Utc>) -> Result<Answer, Answer> {
        let books = match &self.frozen {
            Some((until, books)) if now < *until => books,
            _ => &self.books,
        };
        let asked = Asked(call.query_pairs());
        let rows = &books.chargebacks;
        match path {
            ["chargebacks"] => {
                let mut found = Vec::new();
                for row in rows {
                    if wanted(&asked, row)? {
                        found.push(row.render());
                    }
                }
                asked.page("Chargebacks", found)
            }
            ["charges"] => {
                let found = rows
                    .iter()
                    .filter(|row| {
                        let charge = row.payment.charge.as_ref();
                        let id = charge.map(|(id, _)| id.to_string());
                        asked.lists("galaxPayIds", id.as_deref())
                            && asked.lists("myIds", charge.map(|(_, own)| own.as_str()))
                    })
                    .filter_map(Chargeback::render_charge)
                    .collect();
                asked.page("Charges", found)
            }
            ["transactions"] => {
                let found = rows
                    .iter()
                    .filter(|row| {
                        let payment = &row.payment;
                        let id = payment.transaction.to_string();
                        let charge = payment.charge.as_ref().map(|(id, _)| id.to_string());
                        asked.lists("galaxPayIds", Some(&id))
                            && asked.lists("myIds", Some(&payment.transaction_own))
                            && asked.lists("chargeGalaxPayIds", charge.as_deref())
                    })
                    .map(Chargeback::render_transaction)
                    .collect();
                asked.page("Transactions", found)
            }
            _ => Err(refuse(404, "Rota nao encontrada", "", "")),
        }
    }

    fn known(&self, id: &str) -> Result<u64, Answer> {
        id.parse()
            .ok()
            .filter(|id| self.books.find(*id).is_some())
            .ok_or_else(|| refuse(404, "Chargeback nao encontrado", "", ""))
    }

    fn send(&mut self, call: &Call, id: &str, now: DateTime<Utc>) -> Result<Answer, Answer> {
        let id = self.known(id)?;
        let wish: Value = serde_json::from_slice(&call.body)
            .map_err(|_| invalid("Chargeback.files", "JSON invalido"))?;
        let files = wish["files"]
            .as_array()
            .filter(|files| !files.is_empty())
            .ok_or_else(|| invalid("Chargeback.files", "Arquivo obrigatorio"))?;
        let mut bytes = 0;
        for file in files {
            // Standard alphabet with padding, nothing in front of it.
            let read = file.as_str().and_then(|text| STANDARD.decode(text).ok());
            match read {
                Some(read) if !read.is_empty() => bytes += read.len(),
                _ => return Err(invalid("Chargeback.files", "Arquivo invalido")),
            }
        }
        if std::mem::take(&mut self.soft_refusal) {
            return Ok(Answer::json(200, &json!({"type": false})));
        }
        if self
            .books
            .send(id, now.timestamp(), (files.len(), bytes), false)
        {
            Ok(done())
        } else {
            Err(invalid(
                "Chargeback.status",
                "Chargeback nao aguarda documentacao",
            ))
        }
    }

    fn lose(&mut self, id: &str, now: DateTime<Utc>) -> Result<Answer, Answer> {
        let id = self.known(id)?;
        if self.books.give_up(id, now.timestamp(), false) {
            Ok(done())
        } else {
            Err(invalid(
                "Chargeback.status",
                "Chargeback nao pode ser desistido",
            ))
        }
    }

    /// One URL for the whole account family: a new one replaces the old.
    fn register(&mut self, call: &Call) -> Result<Answer, Answer> {
        let wish: Value = serde_json::from_slice(&call.body)
            .map_err(|_| invalid("Webhook.url", "JSON invalido"))?;
        let url = wish["url"]
            .as_str()
            .filter(|url| url.len() <= 255 && url::Url::parse(url).is_ok())
            .ok_or_else(|| invalid("Webhook.url", "URL invalida"))?;
        let events: Vec<String> = wish["events"]
            .as_array()
            .map(|events| {
                events
                    .iter()
                    .filter_map(|event| event.as_str().map(ToOwned::to_owned))
                    .collect()
            })
            .unwrap_or_default();
        if events.is_empty() || events.iter().any(|event| !EVENTS.contains(&event.as_str())) {
            return Err(invalid("Webhook.events", "Evento invalido"));
        }
        let hash = self.chance.hex(32);
        self.books.count("webhook", "register", false);
        self.books.webhook = Some(Webhook {
            url: url.to_owned(),
            events: events.clone(),
            hash: hash.clone(),
        });
        Ok(Answer::json(
            200,
            &json!({"type": true, "confirmHash": hash, "events": events}),
        ))
    }

    /// The sandbox simulator: a chargeback on a captured transaction.
    fn simulate(&mut self, call: &Call, now: DateTime<Utc>) -> Result<Answer, Answer> {
        let wish: Value = serde_json::from_slice(&call.body)
            .map_err(|_| invalid("Chargeback.tid", "JSON invalido"))?;
        let value = wish["chargebackvalue"]
            .as_i64()
            .filter(|value| *value > 0)
            .ok_or_else(|| invalid("Chargeback.value", "Valor invalido"))?;
        let tid = wish["tid"]
            .as_str()
            .filter(|tid| !tid.is_empty())
            .ok_or_else(|| invalid("Chargeback.tid", "Tid obrigatorio"))?;
        let id = sample::simulate(
            &mut self.books,
            &mut self.chance,
            value,
            tid,
            now.timestamp(),
        );
        self.books.arm(id, now.timestamp());
        self.books.tell(id);
        Ok(done())
    }
}

fn wanted(asked: &Asked, row: &Chargeback) -> Result<bool, Answer> {
    let charge = row.payment.charge.as_ref();
    let charge_id = charge.map(|(id, _)| id.to_string());
    let transaction = row.payment.transaction.to_string();
    Ok(asked.lists("status", Some(&row.status))
        && asked.lists("process", Some(&row.process))
        && asked.lists("chargeGalaxPayIds", charge_id.as_deref())
        && asked.lists("chargeMyIds", charge.map(|(_, own)| own.as_str()))
        && asked.lists("transactionGalaxPayIds", Some(&transaction))
        && asked.between("createdAt", Some(row.created))?
        && asked.between("expiryDate", Some(row.expire))?
        && asked.between("sendDocument", row.documents)?)
}
