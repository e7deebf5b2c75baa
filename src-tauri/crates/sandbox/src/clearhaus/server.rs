//! Routes of the Merchant API and of the foreign host that takes uploads.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::dql::Query;
use super::model::{Books, Comment, Dispute, Document};
use super::render::{Links, Page};
use super::{Settings, sample};
use crate::chance::Chance;
use crate::server::{Answer, Call, Tokens, basic};

const HAL: &str = "application/hal+json";
/// Tokens live 24 hours.
const TOKEN_SECONDS: i64 = 86_400;
/// Signed upload addresses live so long.
const UPLOAD_SECONDS: i64 = 900;
/// Rows of a page unless asked otherwise, and at most.
const PER_PAGE: usize = 20;
const MOST_PER_PAGE: usize = 50;

/// The server.
pub(crate) struct ClearhausServer {
    pub(super) books: Books,
    pub(super) client_id: String,
    pub(super) client_secret: String,
    /// The client may see disputes.
    pub(super) disputes_allowed: bool,
    pub(super) tokens: Tokens,
    pub(super) chance: Chance,
    pub(super) base: String,
    pub(super) side: String,
    /// Reads answer from these books until then.
    pub(super) frozen: Option<(DateTime<Utc>, Books)>,
}

/// A refusal; the body's form is not documented, so it is plain.
fn refuse(status: u16, message: &str) -> Answer {
    Answer::json(status, &json!({"message": message}))
}

fn hal(status: u16, body: &Value) -> Answer {
    Answer::bytes(status, HAL, body.to_string())
}

impl ClearhausServer {
    pub(crate) fn new(settings: &Settings) -> Self {
        let mut chance = Chance::named(settings.seed, "clearhaus server");
        Self {
            books: sample::books(settings),
            client_id: chance.uuid(),
            client_secret: chance.letters(40),
            disputes_allowed: true,
            tokens: Tokens::default(),
            chance,
            base: String::new(),
            side: String::new(),
            frozen: None,
        }
    }

    pub(crate) fn secrets(&self) -> Value {
        json!({"client_id": self.client_id, "client_secret": self.client_secret})
    }

    pub(super) fn handle(&mut self, call: &Call, now: DateTime<Utc>) -> Answer {
        if call.base == self.side {
            return self.foreign(call, now);
        }
        let path = call.segments();
        match (call.method.as_str(), path.as_slice()) {
            ("POST", ["oauth", "token"]) => self.token(call, now),
            ("GET", []) => {
                let known = self.tokens.admit(call, now);
                hal(200, &self.links().root(known, self.disputes_allowed))
            }
            _ if !self.tokens.admit(call, now) => refuse(401, "Unauthorized")
                .with("www-authenticate", "Bearer error=\"invalid_token\""),
            ("GET", path) => {
                let answer = self.read(call, path, now);
                answer.unwrap_or_else(|| refuse(404, "Not found"))
            }
            ("OPTIONS", path) => allow(path),
            (_, path) => self.write(call, path, now),
        }
    }

    pub(super) fn links(&self) -> Links<'_> {
        Links {
            base: &self.base,
            side: &self.side,
        }
    }

    fn token(&mut self, call: &Call, now: DateTime<Utc>) -> Answer {
        let wrong = |status, error: &str| Answer::json(status, &json!({"error": error}));
        if basic(call) != Some((self.client_id.clone(), self.client_secret.clone())) {
            return wrong(401, "invalid_client");
        }
        let form: Vec<(String, String)> = url::form_urlencoded::parse(&call.body)
            .into_owned()
            .collect();
        let field = |name: &str| {
            form.iter()
                .find(|(known, _)| known == name)
                .map(|(_, value)| value.as_str())
        };
        if field("grant_type") != Some("client_credentials") {
            return wrong(400, "unsupported_grant_type");
        }
        if field("audience") != Some(self.base.as_str()) {
            return wrong(400, "invalid_request");
        }
        let token = self
            .tokens
            .issue("ch-demo-", &mut self.chance, now, TOKEN_SECONDS);
        Answer::json(
            200,
            &json!({"access_token": token, "token_type": "Bearer", "expires_in": TOKEN_SECONDS}),
        )
    }

    fn read(&self, call: &Call, path: &[&str], now: DateTime<Utc>) -> Option<Answer> {
        let books = match &self.frozen {
            Some((until, books)) if now < *until => books,
            _ => &self.books,
        };
        let links = self.links();
        if !self.disputes_allowed && path.contains(&"disputes") {
            return Some(refuse(403, "Forbidden"));
        }
        let body = match path {
            ["accounts"] => page_of(call, "ch:accounts", |page| {
                page.render(&books.merchants, |merchant| links.merchant(merchant))
            }),
            ["accounts", id] => {
                let found = books.merchants.iter().find(|merchant| merchant.id == *id)?;
                links.merchant(found)
            }
            ["disputes"] => return Some(disputes(books, &links, call, None, now)),
            ["accounts", id, "disputes"] => {
                return Some(disputes(books, &links, call, Some(id), now));
            }
            ["disputes", id] => links.dispute(books.dispute(id)?),
            ["disputes", id, "files"] => {
                let of: Vec<&Document> = books
                    .documents
                    .iter()
                    .filter(|document| document.dispute == *id)
                    .collect();
                page_of(call, "ch:files", |page| {
                    page.render(&of, |document| links.document(document))
                })
            }
            ["disputes", id, "comments"] => {
                let of: Vec<&Comment> = books
                    .comments
                    .iter()
                    .filter(|comment| comment.dispute == *id)
                    .collect();
                page_of(call, "ch:comments", |page| {
                    page.render(&of, |comment| links.comment(comment))
                })
            }
            ["files", id] => links.document(books.document(id)?),
            ["files", id, "content"] => return content(books, id),
            ["comments", id] => {
                let found = books.comments.iter().find(|comment| comment.id == *id)?;
                links.comment(found)
            }
            ["transactions"] => page_of(call, "ch:transactions", |page| {
                page.render(&books.transactions, |found| links.transaction(found))
            }),
            ["transactions", id] => {
                let found = books.transactions.iter().find(|found| found.id == *id)?;
                links.transaction(found)
            }
            _ => return None,
        };
        Some(hal(200, &body))
    }

    fn write(&mut self, call: &Call, path: &[&str], now: DateTime<Utc>) -> Answer {
        let at = now.timestamp();
        match (call.method.as_str(), path) {
            ("PUT", ["disputes", id, "stamps", stamp]) => {
                if !call.body.is_empty() {
                    return refuse(400, "A stamp takes no body");
                }
                if self.books.stamp(id, stamp, at, false) {
                    Answer::empty(204)
                } else {
                    refuse(404, "Not found")
                }
            }
            ("POST", ["disputes", id, "files"]) if self.books.dispute(id).is_some() => {
                self.create_document(call, id, at)
            }
            ("POST", ["disputes", id, "comments"]) if self.books.dispute(id).is_some() => {
                self.create_comment(call, id, now)
            }
            ("PATCH", ["files", id]) => self.change_document(call, id),
            ("DELETE", ["files", id]) => {
                let before = self.books.documents.len();
                self.books
                    .documents
                    .retain(|document| document.id != *id || !document.own);
                if self.books.documents.len() < before {
                    Answer::empty(204)
                } else {
                    refuse(404, "Not found")
                }
            }
            (_, ["disputes", id]) if self.books.dispute(id).is_some() => {
                refuse(405, "Method not allowed").with("allow", "GET, OPTIONS")
            }
            _ => refuse(404, "Not found"),
        }
    }

    fn create_document(&mut self, call: &Call, dispute: &str, at: i64) -> Answer {
        let Ok(wish) = serde_json::from_slice::<Value>(&call.body) else {
            return refuse(400, "The body is no JSON");
        };
        let text = |name: &str| wish[name].as_str().filter(|text| !text.is_empty());
        let (Some(label), Some(content_type)) = (text("label"), text("content_type")) else {
            return refuse(422, "label and content_type are required");
        };
        let document = Document {
            id: self.chance.uuid(),
            dispute: dispute.to_owned(),
            label: label.to_owned(),
            name: text("name").unwrap_or(label).to_owned(),
            content_type: content_type.to_owned(),
            size: wish["size"].as_u64(),
            bytes: None,
            own: true,
            upload_until: at + UPLOAD_SECONDS,
            signature: self.chance.hex(32),
        };
        let body = self.links().document(&document);
        let own = body["_links"]["self"]["href"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        self.books.documents.push(document);
        self.books.count(dispute, "file", false);
        hal(201, &body).with("location", own)
    }

    fn change_document(&mut self, call: &Call, id: &str) -> Answer {
        let Ok(wish) = serde_json::from_slice::<Value>(&call.body) else {
            return refuse(400, "The body is no JSON");
        };
        if wish.get("label").is_some() {
            return refuse(422, "label cannot be changed");
        }
        let Some(document) = self.books.document_mut(id).filter(|found| found.own) else {
            return refuse(404, "Not found");
        };
        if let Some(name) = wish["name"].as_str() {
            name.clone_into(&mut document.name);
        }
        if let Some(kind) = wish["content_type"].as_str() {
            kind.clone_into(&mut document.content_type);
        }
        if let Some(size) = wish["size"].as_u64() {
            document.size = Some(size);
        }
        let document = document.clone();
        hal(200, &self.links().document(&document))
    }

    fn create_comment(&mut self, call: &Call, dispute: &str, now: DateTime<Utc>) -> Answer {
        let wish = serde_json::from_slice::<Value>(&call.body).unwrap_or_default();
        let Some(body) = wish["body"].as_str().filter(|text| !text.trim().is_empty()) else {
            return refuse(422, "body is required");
        };
        let comment = Comment {
            id: self.chance.uuid(),
            dispute: dispute.to_owned(),
            body: body.to_owned(),
            created_ms: now.timestamp_millis(),
            author: "Tallgren & Moss",
            email: "owner@shop.example.com",
        };
        let shown = self.links().comment(&comment);
        self.books.comments.push(comment);
        self.books.count(dispute, "comment", false);
        hal(201, &shown)
    }

    /// The host of the signed addresses: it takes one PUT per file and no credentials.
    fn foreign(&mut self, call: &Call, now: DateTime<Utc>) -> Answer {
        let no = |status, code: &str| {
            let page = format!("<Error><Code>{code}</Code></Error>");
            Answer::bytes(status, "application/xml", page)
        };
        if call.headers.contains_key("authorization") {
            return no(400, "InvalidArgument");
        }
        let path = call.segments();
        let ("PUT", ["u", id]) = (call.method.as_str(), path.as_slice()) else {
            return no(404, "NoSuchKey");
        };
        let pairs = call.query_pairs();
        let given = |name: &str| {
            pairs
                .iter()
                .find(|(known, _)| known == name)
                .map(|(_, value)| value.clone())
        };
        let at = now.timestamp();
        let Some(document) = self.books.document_mut(id) else {
            return no(404, "NoSuchKey");
        };
        let signed = given("Signature").as_deref() == Some(document.signature.as_str())
            && given("Expires") == Some(document.upload_until.to_string());
        let typed = call
            .header("content-type")
            .is_none_or(|kind| kind == document.content_type);
        if !signed || !typed {
            return no(403, "SignatureDoesNotMatch");
        }
        if at >= document.upload_until {
            return no(403, "AccessDenied");
        }
        document.size = Some(call.body.len() as u64);
        document.bytes = Some(call.body.clone());
        let dispute = document.dispute.clone();
        self.books.count(&dispute, "upload", false);
        Answer::empty(200)
    }
}

fn content(books: &Books, id: &str) -> Option<Answer> {
    let document = books.document(id)?;
    let bytes = document.bytes.clone()?;
    Some(Answer::bytes(200, &document.content_type, bytes))
}

fn allow(path: &[&str]) -> Answer {
    let methods = match path {
        ["disputes", _, "stamps", _] => "PUT, OPTIONS",
        ["disputes", _, "files" | "comments"] => "GET, POST, OPTIONS",
        ["files", _] => "GET, PATCH, DELETE, OPTIONS",
        _ => "GET, OPTIONS",
    };
    Answer::empty(204).with("allow", methods)
}

fn page_of(call: &Call, rel: &'static str, render: impl Fn(&Page) -> Value) -> Value {
    let pairs = call.query_pairs();
    render(&page(call, &pairs, rel))
}

fn page<'a>(call: &Call, pairs: &'a [(String, String)], rel: &'static str) -> Page<'a> {
    let given = |name: &str| {
        pairs
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    };
    let number = |name: &str, without: usize| {
        given(name)
            .and_then(|text| text.parse::<usize>().ok())
            .unwrap_or(without)
            .max(1)
    };
    Page {
        href: format!("{}{}", call.base, call.path),
        query: given("query"),
        page: number("page", 1),
        per_page: number("per_page", PER_PAGE).min(MOST_PER_PAGE),
        rel,
    }
}

fn disputes(
    books: &Books,
    links: &Links,
    call: &Call,
    account: Option<&str>,
    now: DateTime<Utc>,
) -> Answer {
    let pairs = call.query_pairs();
    let page = page(call, &pairs, "ch:disputes");
    let query = match Query::read(page.query.unwrap_or_default(), now.date_naive()) {
        Ok(query) => query,
        Err(word) => return refuse(400, &format!("Cannot understand {word}")),
    };
    let found: Vec<&Dispute> = books
        .disputes
        .iter()
        .filter(|dispute| account.is_none_or(|id| id == dispute.account))
        .filter(|dispute| query.holds(books, dispute))
        .collect();
    hal(200, &page.render(&found, |dispute| links.dispute(dispute)))
}
