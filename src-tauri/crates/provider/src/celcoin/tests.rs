//! Tests of the Celcoin adapter against a small Celcoin on this machine.

mod list;
mod send;
mod session;

use super::*;
use crate::loopback::{Kept, Seen, Server, Synchronise as _, cut, told};
use crate::reading::Cursor;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tvist_domain::{Act, Status};

#[derive(Default)]
struct World {
    tokens: u32,
    /// Tokens up to this number aren't accepted.
    revoked: u32,
    rows: Vec<Value>,
    /// Every page is the first one.
    stuck: bool,
    siblings: bool,
    /// Rows that a page has at most, whatever was asked for.
    largest: Option<usize>,
    /// How many rows each page says it has.
    says: Option<usize>,
    put: Put,
    forbidden: bool,
    /// What the list answers instead of a page.
    no_page: Option<Value>,
}

#[derive(Default, Clone, Copy, PartialEq)]
enum Put {
    #[default]
    Good,
    SaysNo,
    CutAfter,
    CutBefore,
    ErrorAfter,
    Odd,
    Invalid,
}

type Shared = Arc<Mutex<World>>;

pub(super) fn row(id: u32, status: &str) -> Value {
    json!({
        "galaxPayId": id, "createdAt": "2025-06-02 10:14:09", "expire": "2025-06-06 00:00:00",
        "process": format!("77-{id}"), "value": 25990, "status": status, "description": "Titular nao reconhece",
        "DocumentsChargeback": null, "Transaction": {"galaxPayId": id + 1000, "myId": format!("p-{id}-1")},
        "PaymentBill": {"galaxPayId": id + 5000, "myId": format!("p-{id}")}
    })
}

pub(super) fn credentials() -> CelcoinCredentials {
    CelcoinCredentials {
        client_id: "client-id".to_owned(),
        client_secret: SecretString::from("client-secret"),
        account: Some("42".to_owned()),
        certificate: None,
    }
}

async fn world() -> (Server, Shared, Celcoin) {
    let shared = Shared::default();
    let state = Arc::clone(&shared);
    let server = Server::start(move |seen, _| handle(&mut state.lock().unwrap(), seen)).await;
    let limits = Limits {
        per_second: 1_000,
        first_pause: Duration::from_millis(5),
        apart: Duration::from_millis(20),
        ..Limits::default()
    };
    let adapter = Celcoin::with_limits(
        credentials(),
        Some(server.base.clone()),
        Environment::Test,
        limits,
    )
    .unwrap();
    (server, shared, adapter)
}

#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
fn handle(world: &mut World, seen: &Seen) -> Response {
    if seen.path == "/v5/token" {
        assert_eq!(seen.header("authorization"), None);
        assert!(
            seen.header("content-type")
                .unwrap()
                .starts_with("multipart/form-data; boundary=")
        );
        let form = String::from_utf8(seen.body.clone()).unwrap();
        for (name, value) in [
            ("client_id", "client-id"),
            ("client_secret", "client-secret"),
            ("grant_type", "client_credentials"),
        ] {
            assert!(
                form.contains(&format!("name=\"{name}\"\r\n\r\n{value}\r\n--")),
                "{form}"
            );
        }
        world.tokens += 1;
        let token = format!("token-{}", world.tokens);
        return told(
            200,
            json!({"access_token": token, "token_type": "bearer", "expires_in": 2400}),
        );
    }
    let bearer = seen.header("authorization").unwrap_or_default();
    let number: u32 = bearer
        .strip_prefix("Bearer token-")
        .and_then(|n| n.parse().ok())
        .unwrap_or(0);
    if number <= world.revoked {
        return told(401, json!({"error": {"message": "token"}}));
    }
    if world.forbidden {
        return told(403, json!({"error": "Forbidden"}));
    }
    match (
        seen.method.as_str(),
        seen.path.strip_prefix("/baas/v1/cash").unwrap_or_default(),
    ) {
        ("GET", "/chargebacks") => list(world, seen),
        ("GET", "/charges") if world.siblings => {
            assert_eq!(seen.param("account").as_deref(), Some("42"));
            let charges: Vec<Value> = seen
                .param("galaxPayIds")
                .unwrap()
                .split(',')
                .map(charge)
                .collect();
            told(
                200,
                json!({"totalQtdFoundInPage": charges.len(), "Charges": charges}),
            )
        }
        ("PUT", "/webhooks") => told(
            200,
            json!({"type": true, "confirmHash": "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "events": seen.json()["events"]}),
        ),
        ("PUT", path) => put(world, path),
        _ => told(404, json!({"error": "Not found"})),
    }
}

fn charge(id: &str) -> Value {
    let number: u32 = id.parse().unwrap();
    json!({"galaxPayId": number, "Customer": {"name": "Ana Exemplo"},
           "Transactions": [{"galaxPayId": number - 4000, "value": 25990, "payday": "2025-05-20"}]})
}

fn list(world: &World, seen: &Seen) -> Response {
    if let Some(other) = &world.no_page {
        return told(200, other.clone());
    }
    assert_eq!(seen.param("account").as_deref(), Some("42"));
    let one_of = |name: &str, value: &Value| {
        let wanted = seen.param(name);
        let text = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        wanted.is_none_or(|w| w.split(',').any(|w| w == text))
    };
    let hits: Vec<&Value> = world
        .rows
        .iter()
        .filter(|r| one_of("status", &r["status"]))
        .filter(|r| one_of("process", &r["process"]))
        .filter(|r| one_of("transactionGalaxPayIds", &r["Transaction"]["galaxPayId"]))
        .filter(|r| one_of("chargeGalaxPayIds", &r["PaymentBill"]["galaxPayId"]))
        .filter(|r| {
            let made = r["createdAt"].as_str().unwrap_or_default();
            seen.param("createdAtTo")
                .is_none_or(|d| made.get(..10) <= Some(d.as_str()))
        })
        .filter(|r| {
            seen.param("createdAtFrom")
                .is_none_or(|d| r["createdAt"].as_str().unwrap_or_default() >= d.as_str())
        })
        .collect();
    let number = |name: &str| seen.param(name).unwrap().parse::<usize>().unwrap();
    let start = if world.stuck { 0 } else { number("startAt") };
    let limit = number("limit").min(world.largest.unwrap_or(usize::MAX));
    let rows: Vec<&Value> = hits.into_iter().skip(start).take(limit).collect();
    told(
        200,
        json!({"totalQtdFoundInPage": world.says.unwrap_or(rows.len()), "Chargebacks": rows}),
    )
}

fn put(world: &mut World, path: &str) -> Response {
    let id: u32 = path.rsplit('/').next().unwrap().parse().unwrap();
    match world.put {
        Put::SaysNo => {
            return told(
                200,
                json!({"type": false, "error": {"message": "Prazo encerrado"}}),
            );
        }
        Put::Invalid => {
            return told(
                400,
                json!({"error": {"message": "Erro", "details": {"Chargeback.files": ["Invalido"]}}}),
            );
        }
        Put::CutBefore => return cut(200),
        _ => {}
    }
    let row = world
        .rows
        .iter_mut()
        .find(|r| r["galaxPayId"] == id)
        .unwrap();
    if path.contains("/lose/") {
        row["status"] = json!("lostDispute");
    } else {
        row["status"] = json!("inAnalysis");
        row["DocumentsChargeback"] = json!({"createdAt": "2025-06-03 09:00:00"});
    }
    match world.put {
        Put::CutAfter => cut(200),
        Put::ErrorAfter => told(503, json!({})),
        Put::Odd => "ok".into_response(),
        _ => told(200, json!({"type": true})),
    }
}

const NOW: &str = "2025-06-03T12:00:00Z";

fn scope(cursor: Option<Cursor>, now: &str, reread: &[&str]) -> SyncScope {
    SyncScope {
        cursor,
        full: false,
        reread: reread.iter().map(|s| (*s).to_owned()).collect(),
        now: now.parse().unwrap(),
    }
}

async fn one_case(shared: &Shared, adapter: &Celcoin) -> Dispute {
    shared.lock().unwrap().rows = vec![row(7, "awaitingDocumentation")];
    let mut kept = Kept::default();
    adapter
        .sync(scope(None, NOW, &[]), &mut kept)
        .await
        .unwrap();
    kept.cases.pop().unwrap()
}

fn documents() -> Vec<Prepared> {
    vec![Prepared {
        file: File {
            field: "documents".to_owned(),
            name: "documents.pdf".to_owned(),
            media_type: "application/pdf",
            bytes: b"%PDF-1.7\n%demo".to_vec(),
        },
        remote: None,
    }]
}

fn no_pack() -> Pack {
    Pack {
        fields: std::collections::BTreeMap::new(),
    }
}
