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

#[tokio::test]
async fn long_lists_are_read_with_an_overlap_and_each_case_once() {
    let (server, shared, adapter) = world().await;
    let mut rows: Vec<Value> = (1..=230).map(|id| row(id, "winsDispute")).collect();
    rows.insert(3, json!({"galaxPayId": 999}));
    shared.lock().unwrap().rows = rows;
    let mut kept = Kept::default();
    adapter
        .sync(scope(None, NOW, &[]), &mut kept)
        .await
        .unwrap();
    assert_eq!(kept.cases.len(), 230);
    assert_eq!(
        kept.skipped,
        [(Some("999".to_owned()), "no value".to_owned())]
    );
    let starts: Vec<String> = server
        .seen()
        .iter()
        .filter_map(|s| s.param("startAt"))
        .filter(|s| s != "0")
        .collect();
    assert_eq!(starts, ["90", "180", "221"]);
}

#[tokio::test]
async fn a_server_with_smaller_pages_than_asked_for_hides_no_case() {
    for largest in [1, 2, 7, 50] {
        let (_server, shared, adapter) = world().await;
        shared.lock().unwrap().rows = (1..=60).map(|id| row(id, "inAnalysis")).collect();
        shared.lock().unwrap().largest = Some(largest);
        let mut kept = Kept::default();
        adapter
            .sync(scope(None, NOW, &[]), &mut kept)
            .await
            .unwrap();
        assert_eq!(kept.cases.len(), 60, "{largest}");
        let known = kept.cases.pop().unwrap();
        assert!(adapter.read(&known).await.is_ok(), "{largest}");
    }
}

#[tokio::test]
async fn an_error_with_http_200_is_no_empty_list() {
    for (other, empty) in [
        (json!({"error": {"message": "Falha"}}), false),
        (json!([]), false),
        (json!(null), false),
        (json!({}), false),
        (json!({"totalQtdFoundInPage": 0}), true),
        (json!({"Chargebacks": []}), true),
    ] {
        let (_server, shared, adapter) = world().await;
        shared.lock().unwrap().no_page = Some(other.clone());
        let read = adapter
            .sync(scope(None, NOW, &[]), &mut Kept::default())
            .await;
        assert_eq!(read.is_ok(), empty, "{other}");
    }
}

#[tokio::test]
async fn a_list_that_never_moves_on_is_told_of_and_what_was_read_is_kept() {
    for (rows, largest) in [(100, None), (130, Some(50)), (3, Some(1))] {
        let (_server, shared, adapter) = world().await;
        {
            let mut world = shared.lock().unwrap();
            world.rows = (1..=rows).map(|id| row(id, "winsDispute")).collect();
            world.largest = largest;
            world.stuck = true;
        }
        let mut kept = Kept::default();
        let failed = adapter.sync(scope(None, NOW, &[]), &mut kept).await;
        assert!(
            matches!(failed, Err(ProviderError::Protocol { .. })),
            "{rows}"
        );
        assert_eq!(kept.cases.len(), largest.unwrap_or(100), "{rows}");
    }
}

#[tokio::test]
async fn what_a_page_says_of_its_rows_passes_no_case_over() {
    for says in [0, 1, 99, 100, 250, usize::MAX] {
        let (_server, shared, adapter) = world().await;
        shared.lock().unwrap().rows = (1..=250).map(|id| row(id, "winsDispute")).collect();
        shared.lock().unwrap().says = Some(says);
        let mut kept = Kept::default();
        let read = adapter.sync(scope(None, NOW, &[]), &mut kept).await;
        assert!(read.is_ok(), "{says}");
        assert_eq!(kept.cases.len(), 250, "{says}");
    }
}

/// The process and the transaction may be missing (celcoin.md §2.3): there is no reading by id, but other filters.
#[tokio::test]
async fn a_case_without_a_handle_is_read_again_by_what_it_has() {
    let bare = |also: &[&str]| {
        let mut bare = row(7, "awaitingDocumentation");
        for name in ["process", "Transaction"].iter().chain(also) {
            bare[*name] = Value::Null;
        }
        bare
    };
    for (also, filter) in [
        (&[][..], "chargeGalaxPayIds"),
        (&["PaymentBill"], "createdAtFrom"),
        (&["PaymentBill", "createdAt"], "status"),
    ] {
        let (server, shared, adapter) = world().await;
        let others = (1..=6).map(|id| row(id, "inAnalysis"));
        shared.lock().unwrap().rows = others.chain([bare(also)]).collect();
        let mut kept = Kept::default();
        let first = adapter.sync(scope(None, NOW, &[]), &mut kept);
        let cursor = first.await.unwrap();
        let case = kept.cases.pop().unwrap();
        assert_eq!((case.provider_id.as_str(), &case.reference), ("7", &None));
        let from = server.seen().len();
        let again = adapter.read(&case).await.unwrap();
        assert_eq!(again, case, "{filter}");
        assert!(
            server.seen()[from..]
                .iter()
                .any(|s| s.param(filter).is_some())
        );
        // Its answer is made and judged like any other's.
        let call = adapter.accept(&case, "intent").unwrap();
        let outcome = adapter.send(&call, &case).await;
        assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
        shared.lock().unwrap().rows[6]["status"] = json!("lostDispute");
        let (verdict, now) = adapter.judge(&call, &case, "intent").await.unwrap();
        assert_eq!((verdict, now.status), (Verdict::Landed, Status::Lost));
        // The next synchronisation learns of its end too, and reads nothing as gone.
        let mut kept = Kept::default();
        let later = "2025-06-04T12:00:00Z";
        let read = adapter.sync(scope(Some(cursor), later, &[]), &mut kept);
        read.await.unwrap();
        assert!(kept.ids().contains(&"7"), "{filter}: {:?}", kept.ids());
        assert_eq!(kept.skipped, []);
    }
}

#[tokio::test]
async fn a_later_sync_asks_for_what_is_open_or_new_and_follows_the_rest() {
    let (server, shared, adapter) = world().await;
    shared.lock().unwrap().rows = vec![
        row(1, "awaitingDocumentation"),
        row(2, "inAnalysis"),
        row(3, "odd"),
        row(4, "inAnalysis"),
    ];
    let mut kept = Kept::default();
    let cursor = adapter
        .sync(scope(None, NOW, &[]), &mut kept)
        .await
        .unwrap();
    assert_eq!(kept.ids(), ["1", "2", "3", "4"]);
    {
        let mut world = shared.lock().unwrap();
        for place in [1, 2] {
            world.rows[place]["createdAt"] = json!("2024-01-01 00:00:00");
        }
        world.rows[1]["status"] = json!("winsDispute");
        world.rows.remove(3);
        world.rows.push(row(5, "lostDispute"));
    }
    let from = server.seen().len();
    let mut kept = Kept::default();
    adapter
        .sync(
            scope(Some(cursor), "2025-06-04T12:00:00Z", &["1", "2"]),
            &mut kept,
        )
        .await
        .unwrap();
    assert_eq!(kept.ids(), ["1", "5", "2", "3"]);
    assert_eq!(kept.cases[2].status, Status::Won);
    assert_eq!(
        (kept.gone, kept.skipped),
        (vec!["4".to_owned()], Vec::new())
    );
    let seen = server.seen();
    let asked: Vec<&Seen> = seen[from..]
        .iter()
        .filter(|s| s.path.ends_with("/chargebacks"))
        .collect();
    assert_eq!(
        asked[0].param("status").as_deref(),
        Some("awaitingDocumentation,inAnalysis")
    );
    assert_eq!(
        asked[2].param("createdAtFrom").as_deref(),
        Some("2025-05-27")
    );
    assert_eq!(asked[4].param("process").as_deref(), Some("77-2,77-3,77-4"));
    assert_eq!(
        asked[6].param("transactionGalaxPayIds").as_deref(),
        Some("1002,1003,1004")
    );
}

#[tokio::test]
async fn charges_tell_who_bought_and_their_absence_hides_nothing() {
    let (server, shared, adapter) = world().await;
    shared.lock().unwrap().siblings = true;
    let case = one_case(&shared, &adapter).await;
    assert_eq!(case.customer.name.as_deref(), Some("Ana Exemplo"));
    assert_eq!(case.transaction.amount, Some(Money::new(25_990, "BRL")));
    // What is known isn't read again, and stays when it can't be read.
    let charges = server.count("GET /baas/v1/cash/charges");
    shared.lock().unwrap().siblings = false;
    let again = adapter.read(&case).await.unwrap();
    assert_eq!(again, case);
    assert_eq!(server.count("GET /baas/v1/cash/charges"), charges);
    let (server, shared, adapter) = world().await;
    let bare = one_case(&shared, &adapter).await;
    assert_eq!(bare.customer.name, None);
    adapter.read(&bare).await.unwrap();
    assert_eq!(
        server.count("GET /baas/v1/cash/charges"),
        1,
        "not asked for again once refused"
    );
}

#[tokio::test]
async fn one_case_is_found_by_process_or_transaction() {
    let (_server, shared, adapter) = world().await;
    let case = one_case(&shared, &adapter).await;
    shared.lock().unwrap().rows[0]["process"] = json!("changed");
    assert_eq!(
        adapter.read(&case).await.unwrap().reference.as_deref(),
        Some("changed")
    );
    shared.lock().unwrap().rows.clear();
    assert!(matches!(
        adapter.read(&case).await,
        Err(ProviderError::NotFound)
    ));
}

#[tokio::test]
async fn the_token_is_kept_and_renewed_once() {
    let (server, shared, adapter) = world().await;
    let case = one_case(&shared, &adapter).await;
    assert_eq!(server.count("POST /v5/token"), 1);
    shared.lock().unwrap().revoked = 1;
    adapter.read(&case).await.unwrap();
    assert_eq!(server.count("POST /v5/token"), 2);
    shared.lock().unwrap().revoked = 99;
    assert!(matches!(
        adapter.read(&case).await,
        Err(ProviderError::Unauthorized { .. })
    ));
    assert_eq!(server.count("POST /v5/token"), 3);
}

#[tokio::test]
async fn documents_and_giving_up_are_sent_once_and_settled_by_reading() {
    for (act, put, expected, landed) in [
        (Act::Submit, Put::Good, "accepted", Some(Verdict::Landed)),
        (Act::Accept, Put::Good, "accepted", Some(Verdict::Landed)),
        (Act::Submit, Put::SaysNo, "refused", Some(Verdict::Nothing)),
        (Act::Submit, Put::Invalid, "refused", Some(Verdict::Nothing)),
        (Act::Submit, Put::CutAfter, "unknown", Some(Verdict::Landed)),
        (
            Act::Submit,
            Put::CutBefore,
            "unknown",
            Some(Verdict::Nothing),
        ),
        (
            Act::Accept,
            Put::ErrorAfter,
            "unknown",
            Some(Verdict::Landed),
        ),
        (Act::Submit, Put::Odd, "unknown", Some(Verdict::Landed)),
    ] {
        let (server, shared, adapter) = world().await;
        let case = one_case(&shared, &adapter).await;
        shared.lock().unwrap().put = put;
        let call = match act {
            Act::Submit => adapter
                .answer(&case, &no_pack(), &documents(), "i")
                .unwrap(),
            _ => adapter.accept(&case, "i").unwrap(),
        };
        let outcome = adapter.send(&call, &case).await;
        let word = match &outcome {
            crate::Outcome::Accepted { .. } => "accepted",
            crate::Outcome::Refused(_) => "refused",
            crate::Outcome::NotSent(_) => "not sent",
            crate::Outcome::Unknown { .. } => "unknown",
        };
        assert_eq!(word, expected, "{act:?} {outcome:?}");
        let puts: Vec<Seen> = server
            .seen()
            .into_iter()
            .filter(|s| s.method == "PUT")
            .collect();
        assert_eq!(puts.len(), 1, "once, whatever happens");
        if act == Act::Submit {
            assert_eq!(puts[0].path, "/baas/v1/cash/chargebacks/7");
            assert_eq!(puts[0].json(), json!({"files": ["JVBERi0xLjcKJWRlbW8="]}));
        } else {
            assert_eq!(puts[0].path, "/baas/v1/cash/chargebacks/lose/7");
            assert_eq!(puts[0].json(), json!({}));
        }
        if let Some(landed) = landed {
            assert_eq!(
                adapter.judge(&call, &case, "i").await.unwrap().0,
                landed,
                "{act:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_token_that_ends_just_then_costs_no_second_sending() {
    let (server, shared, adapter) = world().await;
    let case = one_case(&shared, &adapter).await;
    let call = adapter
        .answer(&case, &no_pack(), &documents(), "i")
        .unwrap();
    shared.lock().unwrap().revoked = 1;
    let outcome = adapter.send(&call, &case).await;
    assert!(
        matches!(outcome, crate::Outcome::Accepted { .. }),
        "{outcome:?}"
    );
    assert_eq!(server.count("PUT /baas/v1/cash/chargebacks/7"), 2);
}

#[tokio::test]
async fn a_case_that_moved_under_a_refused_token_is_not_answered_again() {
    let (server, shared, adapter) = world().await;
    let case = one_case(&shared, &adapter).await;
    let call = adapter
        .answer(&case, &no_pack(), &documents(), "i")
        .unwrap();
    // Delivered twice: the first one landed, the second one met a token that had ended.
    shared.lock().unwrap().revoked = 1;
    shared.lock().unwrap().rows[0]["DocumentsChargeback"] =
        json!({"createdAt": "2025-06-03 09:00:00"});
    let outcome = adapter.send(&call, &case).await;
    assert!(
        matches!(outcome, crate::Outcome::Unknown { .. }),
        "{outcome:?}"
    );
    assert_eq!(server.count("PUT /baas/v1/cash/chargebacks/7"), 1);
}

#[tokio::test]
async fn the_token_goes_to_no_other_host() {
    let elsewhere = Server::start(|_, _| told(200, json!({"type": true}))).await;
    let target = elsewhere.base.to_string();
    let server = Server::start(move |seen, _| {
        if seen.path == "/v5/token" && seen.query.is_empty() {
            return told(200, json!({"access_token": "token-1", "expires_in": 2400}));
        }
        let away = [("location", target.clone())];
        (axum::http::StatusCode::TEMPORARY_REDIRECT, away).into_response()
    })
    .await;
    let adapter =
        Celcoin::new(credentials(), Some(server.base.clone()), Environment::Test).unwrap();
    let (_other, shared, other) = world().await;
    let case = one_case(&shared, &other).await;
    assert!(adapter.read(&case).await.is_err());
    assert!(adapter.check(NOW.parse().unwrap()).await.is_err());
    let answer = adapter.answer(&case, &no_pack(), &documents(), "i");
    for call in [answer, adapter.accept(&case, "i")] {
        let outcome = adapter.send(&call.unwrap(), &case).await;
        assert!(
            matches!(outcome, crate::Outcome::Unknown { .. }),
            "{outcome:?}"
        );
    }
    assert!(elsewhere.seen().is_empty());
}

#[tokio::test]
async fn the_credentials_go_to_no_other_host() {
    let elsewhere = Server::start(|_, _| told(200, json!({"access_token": "t"}))).await;
    let target = elsewhere.base.join("v5/token").unwrap().to_string();
    let server = Server::start(move |_, _| {
        let away = [("location", target.clone())];
        (axum::http::StatusCode::PERMANENT_REDIRECT, away).into_response()
    })
    .await;
    let adapter =
        Celcoin::new(credentials(), Some(server.base.clone()), Environment::Test).unwrap();
    assert!(adapter.check(NOW.parse().unwrap()).await.is_err());
    assert!(elsewhere.seen().is_empty());
}

#[tokio::test]
async fn odd_calls_are_never_made() {
    let (server, shared, adapter) = world().await;
    let mut case = one_case(&shared, &adapter).await;
    let mut call = adapter.accept(&case, "i").unwrap();
    call.target = "/baas/v1/cash/chargebacks/lose/7/../8".to_owned();
    assert!(matches!(
        adapter.send(&call, &case).await,
        crate::Outcome::NotSent(_)
    ));
    case.provider_id = "7/../8".to_owned();
    assert!(adapter.accept(&case, "i").is_err());
    assert!(adapter.answer(&case, &no_pack(), &[], "i").is_err());
    assert!(!server.lines().iter().any(|l| l.starts_with("PUT")));
}

#[tokio::test]
async fn registering_a_webhook_gives_the_hash_apart_from_the_answer() {
    let (server, _shared, adapter) = world().await;
    let url = Url::parse("https://hooks.example.test/celcoin").unwrap();
    let call = adapter.registration(&url, &[]).unwrap();
    let registered = adapter.register(&call).await;
    let hash = registered.confirm_hash.as_ref().unwrap();
    assert_eq!(hash.expose_secret(), "0f1e2d3c4b5a69788796a5b4c3d2e1f0");
    assert_eq!(registered.events, [webhook::EVENT]);
    let shown = format!("{registered:?}");
    assert!(!shown.contains("0f1e2d3c"), "{shown}");
    let put = server.seen().pop().unwrap();
    assert_eq!(
        put.json(),
        json!({"url": "https://hooks.example.test/celcoin", "events": ["chargeback.update"]})
    );
    for odd in [
        "http://hooks.example.test/x",
        "https://u:p@hooks.example.test/",
        "ftp://127.0.0.1/",
    ] {
        assert!(
            adapter
                .registration(&Url::parse(odd).unwrap(), &[])
                .is_err(),
            "{odd}"
        );
    }
    let others =
        |names: &[&str]| -> Vec<String> { names.iter().map(|n| (*n).to_owned()).collect() };
    let named = others(&[
        "transaction.updateStatus",
        "chargeback.update",
        "new.event",
        "new.event",
    ]);
    let more = adapter.registration(&url, &named).unwrap();
    assert_eq!(
        more.events,
        ["chargeback.update", "transaction.updateStatus", "new.event"]
    );
    for odd in ["", "a b", "a\nb", "é", &"x".repeat(256)] {
        assert!(
            adapter.registration(&url, &others(&[odd])).is_err(),
            "{odd}"
        );
    }
}

#[tokio::test]
async fn the_check_names_what_is_missing() {
    let (_server, shared, adapter) = world().await;
    let now = NOW.parse().unwrap();
    assert!(adapter.check(now).await.unwrap().ok);
    shared.lock().unwrap().forbidden = true;
    let check = adapter.check(now).await.unwrap();
    assert_eq!(
        (check.ok, check.missing[0].right.as_str()),
        (false, "chargebacks")
    );
    shared.lock().unwrap().revoked = 99;
    let error = adapter.check(now).await.unwrap_err();
    let shown = format!("{error} {error:?} {:?}", credentials());
    assert!(
        !shown.contains("client-secret") && !shown.contains("token-"),
        "{shown}"
    );
}

#[test]
fn requests_leave_one_by_one_a_second_apart() {
    let limits = limits();
    assert_eq!((limits.per_second, limits.in_flight), (1, 1));
    for (millis, expected) in [(1_000, 1), (250, 4), (3_000, 1), (0, 1_000)] {
        assert_eq!(per_second(Duration::from_millis(millis)), expected);
    }
}

#[test]
fn a_certificate_in_pem_is_taken() {
    let pair = ClientCertificate {
        certificate: SecretString::from(include_str!("test_keys/certificate.pem")),
        private_key: SecretString::from(include_str!("../unico/test_keys/pkcs8.pem")),
    };
    let with = CelcoinCredentials {
        certificate: Some(pair),
        ..credentials()
    };
    let adapter = Celcoin::new(with, None, Environment::Live).unwrap();
    assert!(adapter.certified && adapter.live && !adapter.local);
    // Refused in production in spite of it: the address isn't on the list.
    let forbidden = ProviderError::Forbidden { right: None };
    assert_eq!(adapter.missing(&forbidden).unwrap().right, "ip_allow_list");
    let bare = Celcoin::new(credentials(), None, Environment::Live).unwrap();
    assert_eq!(
        bare.missing(&forbidden).unwrap().right,
        "client_certificate"
    );
    let tls = ProviderError::Transport { what: "tls" };
    assert_eq!(bare.missing(&tls).unwrap().right, "client_certificate");
    assert!(adapter.missing(&tls).is_none());
}

#[test]
fn a_certificate_that_is_none_is_told_without_showing_it() {
    let odd = ClientCertificate {
        certificate: SecretString::from("-----BEGIN CERTIFICATE-----\nAAAA"),
        private_key: SecretString::from("private-words"),
    };
    let with = CelcoinCredentials {
        certificate: Some(odd),
        ..credentials()
    };
    let error = Celcoin::new(with, None, Environment::Live).err().unwrap();
    assert!(matches!(error, ProviderError::Settings { .. }));
    assert!(!format!("{error:?}").contains("private-words"));
}
