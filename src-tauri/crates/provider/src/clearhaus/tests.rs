//! Tests of the Clearhaus adapter against a small Clearhaus on this machine.

mod comment;
mod file;
mod session;
mod stamp;
mod sync;

use super::*;
use crate::call::Outcome;
use crate::loopback::{Kept, Seen, Server, Synchronise as _, cut, told};
use crate::reading::Cursor;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tvist_domain::Status;

/// A small Clearhaus: its disputes by id, and switches for what goes wrong.
#[derive(Default)]
struct World {
    tokens: u32,
    /// Tokens up to this number aren't accepted.
    revoked: u32,
    life: Option<i64>,
    disputes: Vec<Value>,
    /// Ids that no list shows.
    unlisted: Vec<String>,
    files: Vec<(Value, Vec<u8>)>,
    /// What the account tells; none where it can't be read.
    account: Option<Value>,
    /// Where uploads go: another server.
    uploads: String,
    stamp: Stamp,
    no_disputes: bool,
    /// The root answers a token that has ended as it answers strangers, instead of refusing it.
    root_is_open: bool,
    /// Where the root says that tokens are given, and where disputes lie.
    tokens_at: Option<String>,
    disputes_at: Option<String>,
    /// What reading this case by its own link answers instead of it.
    unreadable: Option<(&'static str, u16, &'static str)>,
    /// The second page names the first one as its next.
    leads_back: bool,
    /// What the list of disputes answers instead of a collection.
    no_collection: Option<Value>,
    download_redirects_to: Option<String>,
    /// Remarks that were written here.
    written: Vec<Value>,
    comment: Stamp,
    /// What becomes of the answer when a file is entered.
    entering: Stamp,
}

#[derive(Default, Clone, Copy, PartialEq)]
enum Stamp {
    #[default]
    Good,
    CutAfter,
    ErrorAfter,
    CutBefore,
    Refused,
    Silent,
    RedirectsAway,
}

type Shared = Arc<Mutex<World>>;

pub(super) fn record(base: &str, id: &str, status: &str) -> Value {
    let own = format!("{base}/disputes/{id}");
    let mut raw = json!({
        "id": id, "reference": "74987654321098765432109", "amount": 1999, "currency": "DKK",
        "opened_at": "2025-03-03", "due_at": "2025-03-17", "status": status,
        "reason": "fraud", "reason_code": "4837", "type": "1st_chargeback",
        "_links": {
            "self": {"href": own},
            "ch:transaction": {"href": format!("{base}/transactions/t-{id}")},
            "ch:account": {"href": format!("{base}/accounts/a1{{?page}}")},
            "ch:files": {"href": format!("{own}/files{{?page,per_page}}")},
            "ch:comments": {"href": format!("{own}/comments{{?page,per_page}}")}
        }
    });
    if status == "open" {
        raw["_links"]["ch:stamps"] = json!([
            {"name": "refuted", "href": format!("{own}/stamps/refuted")},
            {"name": "accepted", "href": format!("{own}/stamps/accepted")}
        ]);
    }
    raw
}

async fn world() -> (Server, Shared, Clearhaus) {
    let shared = Shared::default();
    shared.lock().unwrap().account = Some(json!({"timezone": "Europe/Helsinki"}));
    let state = Arc::clone(&shared);
    let server =
        Server::start(move |seen, base| handle(&mut state.lock().unwrap(), seen, base)).await;
    let limits = Limits {
        apart: Duration::from_millis(20),
        ..Limits::default()
    };
    let adapter = Clearhaus::with_limits(
        "client-id".to_owned(),
        SecretString::from("client-secret"),
        Some(server.base.clone()),
        Environment::Test,
        limits,
    )
    .unwrap();
    (server, shared, adapter)
}

fn base(server: &Server) -> String {
    server.base.as_str().trim_end_matches('/').to_owned()
}

#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
fn handle(world: &mut World, seen: &Seen, base: &str) -> Response {
    let bearer = seen.header("authorization").unwrap_or_default().to_owned();
    match seen.path.as_str() {
        "/oauth/token" => {
            assert_eq!(
                seen.header("authorization"),
                Some("Basic Y2xpZW50LWlkOmNsaWVudC1zZWNyZXQ=")
            );
            let form = String::from_utf8(seen.body.clone()).unwrap();
            let audience =
                url::form_urlencoded::byte_serialize(base.as_bytes()).collect::<String>();
            assert_eq!(
                form,
                format!("grant_type=client_credentials&audience={audience}")
            );
            world.tokens += 1;
            let token = format!("token-{}", world.tokens);
            return told(
                200,
                json!({"access_token": token, "token_type": "Bearer", "expires_in": world.life.unwrap_or(86400)}),
            );
        }
        "/" if bearer.is_empty() => {
            return told(
                200,
                json!({"_links": {"oauth2-token": {"href": world.tokens_at.clone().unwrap_or_else(|| format!("{base}/oauth/token"))}}}),
            );
        }
        _ => {}
    }
    let number: u32 = bearer
        .strip_prefix("Bearer token-")
        .and_then(|n| n.parse().ok())
        .unwrap_or(0);
    if world.root_is_open && seen.path == "/" && number <= world.revoked {
        let links = json!({"oauth2-token": {"href": format!("{base}/oauth/token")}});
        return told(200, json!({"_links": links}));
    }
    if number <= world.revoked {
        return told(401, json!({"error": "invalid_token"}));
    }
    let parts: Vec<&str> = seen.path.trim_matches('/').split('/').collect();
    match (seen.method.as_str(), parts.as_slice()) {
        ("GET", [""]) => root(world, base),
        ("GET", ["disputes"]) => match &world.no_collection {
            Some(other) => told(200, other.clone()),
            None => list(world, seen, base),
        },
        ("GET", ["disputes", id]) if world.unreadable.is_some_and(|(odd, ..)| odd == *id) => {
            let (_, status, body) = world.unreadable.unwrap_or_default();
            (axum::http::StatusCode::from_u16(status).unwrap(), body).into_response()
        }
        ("GET", ["disputes", id]) => {
            let found = world.disputes.iter().find(|d| d["id"] == **id);
            found.map_or_else(|| told(404, json!({})), |d| told(200, d.clone()))
        }
        ("GET", ["transactions", id]) => told(
            200,
            json!({"id": id, "amount": 1999, "currency": "DKK", "processed_at": "2025-01-19T14:03:27Z",
                   "reference": "SE-1042", "card": {"scheme": "mastercard", "last4": "0004"}}),
        ),
        ("GET", ["accounts"]) => told(
            200,
            json!({"_embedded": {"ch:accounts": [{"name": "Nordbutik"}]}}),
        ),
        ("GET", ["accounts", _]) => match &world.account {
            Some(account) => told(200, account.clone()),
            None => told(403, json!({})),
        },
        ("PUT", ["disputes", id, "stamps", name]) => set_stamp(world, base, id, name),
        ("POST", ["disputes", _, "files"]) => create_file(world, seen, base),
        ("GET", ["disputes", _, "files"]) => {
            let files: Vec<Value> = world.files.iter().map(|(f, _)| f.clone()).collect();
            told(200, json!({"_embedded": {"ch:files": files}}))
        }
        ("GET", ["files", n, "content"]) => content(world, n),
        ("GET", ["files", n]) => told(200, world.files[n.parse::<usize>().unwrap()].0.clone()),
        ("PATCH", ["files", n]) => {
            let (file, _) = &mut world.files[n.parse::<usize>().unwrap()];
            for (name, value) in seen.json().as_object().unwrap() {
                assert_ne!(name, "label", "read-only (§1.6)");
                file[name] = value.clone();
            }
            told(200, file.clone())
        }
        ("DELETE", ["files", _]) => axum::http::StatusCode::NO_CONTENT.into_response(),
        ("GET", ["disputes", _, "comments"]) => {
            let mut comments = vec![
                json!({"id": "c1", "body": "Please add the delivery proof.", "created_at": "2025-03-05T09:12:44.120Z",
                       "_embedded": {"author": {"name": "Dispute team"}}}),
                json!({"body": null}),
            ];
            comments.extend(world.written.clone());
            told(200, json!({"_embedded": {"ch:comments": comments}}))
        }
        ("POST", ["disputes", _, "comments"]) => write_comment(world, seen),
        _ => told(404, json!({})),
    }
}

fn root(world: &World, base: &str) -> Response {
    let mut links = json!({
        "oauth2-token": {"href": format!("{base}/oauth/token")},
        "ch:accounts": {"href": format!("{base}/accounts{{?query,page,per_page}}")},
        "ch:transactions": {"href": format!("{base}/transactions{{?query,per_page}}")}
    });
    if !world.no_disputes {
        links["ch:disputes"] = json!({"href": format!("{base}/disputes{{?query,page,per_page}}")});
    }
    if let Some(elsewhere) = &world.disputes_at {
        links["ch:disputes"] = json!({"href": elsewhere});
    }
    told(200, json!({"_links": links}))
}

/// Two entries a page; each page repeats the last entry of the one before.
fn list(world: &World, seen: &Seen, base: &str) -> Response {
    let query = seen.param("query").unwrap_or_default();
    let status = query.strip_prefix("status:");
    let since = query.strip_prefix("opened:>=");
    let hits: Vec<&Value> = world
        .disputes
        .iter()
        .filter(|d| !world.unlisted.iter().any(|id| d["id"] == **id))
        .filter(|d| status.is_none_or(|s| d["status"] == s))
        .filter(|d| since.is_none_or(|s| d["opened_at"].as_str().unwrap_or_default() >= s))
        .collect();
    let page: usize = seen.param("page").and_then(|p| p.parse().ok()).unwrap_or(1);
    let from = ((page - 1) * 2).saturating_sub(usize::from(page > 1));
    let items: Vec<Value> = hits
        .iter()
        .skip(from)
        .take(2 + usize::from(page > 1))
        .map(|v| (*v).clone())
        .collect();
    let query = url::form_urlencoded::byte_serialize(query.as_bytes()).collect::<String>();
    let mut links = json!({});
    if page * 2 < hits.len() {
        let next = match page {
            2 if world.leads_back => 1,
            _ => page + 1,
        };
        let href = format!("{base}/disputes?query={query}&page={next}");
        links["next"] = json!({"href": href});
    }
    told(
        200,
        json!({"count": items.len(), "page": page, "per_page": 2,
               "_links": links,
               "_embedded": {"ch:disputes": items}}),
    )
}

fn write_comment(world: &mut World, seen: &Seen) -> Response {
    let made =
        json!({"id": "c2", "body": seen.json()["body"], "created_at": "2025-03-06T09:12:44.120Z"});
    match world.comment {
        Stamp::CutBefore => return cut(201),
        Stamp::Refused => return told(422, json!({"message": "too long"})),
        _ => world.written.push(made.clone()),
    }
    match world.comment {
        Stamp::CutAfter => cut(201),
        Stamp::ErrorAfter => told(500, json!({})),
        _ => told(201, made),
    }
}

fn set_stamp(world: &mut World, base: &str, id: &str, name: &str) -> Response {
    if world.stamp == Stamp::CutBefore {
        return cut(200);
    }
    if world.stamp == Stamp::Refused {
        return told(422, json!({"message": "no documentation"}));
    }
    if world.stamp == Stamp::RedirectsAway {
        return (
            axum::http::StatusCode::TEMPORARY_REDIRECT,
            [("location", "http://127.0.0.1:9/x")],
        )
            .into_response();
    }
    if world.stamp != Stamp::Silent {
        let status = if name == "refuted" {
            "under_review"
        } else {
            "lost"
        };
        let place = world.disputes.iter().position(|d| d["id"] == id).unwrap();
        world.disputes[place] = record(base, id, status);
    }
    match world.stamp {
        Stamp::CutAfter => cut(200),
        Stamp::ErrorAfter => told(500, json!({})),
        _ => axum::http::StatusCode::NO_CONTENT.into_response(),
    }
}

fn create_file(world: &mut World, seen: &Seen, base: &str) -> Response {
    if world.entering == Stamp::CutBefore {
        return cut(201);
    }
    let n = world.files.len();
    let mut file = seen.json();
    file["_links"] = json!({
        "self": {"href": format!("{base}/files/{n}")},
        "ch:data": [
            {"name": "upload", "href": format!("{}/u/{n}?Expires=1&Signature=demo", world.uploads)},
            {"name": "download", "href": format!("{base}/files/{n}/content")}
        ]
    });
    world.files.push((file.clone(), Vec::new()));
    match world.entering {
        Stamp::CutAfter => cut(201),
        Stamp::ErrorAfter => told(500, json!({})),
        Stamp::Silent => told(200, Value::Null),
        _ => told(201, file),
    }
}

fn content(world: &World, n: &str) -> Response {
    if let Some(target) = &world.download_redirects_to {
        return (
            axum::http::StatusCode::FOUND,
            [("location", target.clone())],
        )
            .into_response();
    }
    world.files[n.parse::<usize>().unwrap()]
        .1
        .clone()
        .into_response()
}

/// A host of files: refuses a bearer token, keeps the bytes in the world.
async fn files_host(shared: &Shared, refuse_typed: bool) -> Server {
    let state = Arc::clone(shared);
    let host = Server::start(move |seen, _| {
        if refuse_typed && seen.header("content-type").is_some() {
            return told(403, json!("SignatureDoesNotMatch"));
        }
        let n: usize = seen.path.trim_start_matches("/u/").parse().unwrap_or(0);
        state.lock().unwrap().files[n].1 = seen.body.clone();
        axum::http::StatusCode::OK.into_response()
    })
    .await;
    shared.lock().unwrap().uploads = base(&host);
    host
}

fn scope(cursor: Option<Cursor>, now: &str, reread: &[&str]) -> SyncScope {
    SyncScope {
        cursor,
        full: false,
        reread: reread.iter().map(|s| (*s).to_owned()).collect(),
        now: now.parse().unwrap(),
    }
}

const NOW: &str = "2025-03-05T12:00:00Z";

async fn one_case(server: &Server, shared: &Shared, adapter: &Clearhaus) -> Dispute {
    shared.lock().unwrap().disputes = vec![record(&base(server), "d1", "open")];
    let mut kept = Kept::default();
    adapter
        .sync(scope(None, NOW, &[]), &mut kept)
        .await
        .unwrap();
    kept.cases.pop().unwrap()
}

fn pdf() -> File {
    File {
        field: "documents".to_owned(),
        name: "documents.pdf".to_owned(),
        media_type: "application/pdf",
        bytes: b"%PDF-1.7 demo".to_vec(),
    }
}

fn other_pdf() -> File {
    File {
        bytes: b"%PDF-1.7 another one".to_vec(),
        ..pdf()
    }
}

fn prepared() -> Vec<Prepared> {
    let remote = Remote {
        field: "documents".to_owned(),
        id: "0".to_owned(),
        bytes: 13,
    };
    vec![Prepared {
        file: pdf(),
        remote: Some(remote),
    }]
}

fn no_pack() -> Pack {
    Pack {
        fields: std::collections::BTreeMap::new(),
    }
}
