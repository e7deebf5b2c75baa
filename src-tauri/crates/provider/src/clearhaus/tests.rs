use super::*;
use crate::adapter::Outcome;
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

#[tokio::test]
async fn a_first_sync_reads_every_page_once_and_skips_what_is_broken() {
    let (server, shared, adapter) = world().await;
    let base = base(&server);
    shared.lock().unwrap().disputes = vec![
        record(&base, "d1", "open"),
        record(&base, "d2", "won"),
        json!({"id": "d3", "status": "open"}),
        record(&base, "d4", "something_new"),
        json!(["odd"]),
    ];
    let mut kept = Kept::default();
    let cursor = adapter
        .sync(scope(None, NOW, &[]), &mut kept)
        .await
        .unwrap();
    assert_eq!(kept.ids(), ["d1", "d2", "d4"]);
    assert_eq!(kept.skipped.len(), 2, "{:?}", kept.skipped);
    assert_eq!(
        kept.skipped[0],
        (Some("d3".to_owned()), "no amount".to_owned())
    );
    let case = &kept.cases[0];
    assert_eq!(case.zone, "Europe/Helsinki");
    assert_eq!(
        case.due.instant(),
        Some("2025-03-16T22:00:00Z".parse().unwrap())
    );
    assert_eq!(case.network.as_deref(), Some("mastercard"));
    assert_eq!(kept.cases[2].status, Status::Unknown);
    let open: Vec<&String> = cursor["open"].as_object().unwrap().keys().collect();
    assert_eq!(open, ["d1", "d4"]);
    assert_eq!(server.count("GET /accounts/a1"), 1, "the zone is read once");
    assert_eq!(server.count("POST /oauth/token"), 1);
    assert!(
        server
            .seen()
            .iter()
            .all(|s| s.path == "/oauth/token" || s.header("accept").is_some())
    );
}

/// clearhaus.md §1.5 leaves the zone open: the earliest that it may be, marked as assumed, and asked for once only.
#[tokio::test]
async fn an_account_that_tells_no_zone_gives_the_earliest_one() {
    for account in [
        None,
        Some(json!({"timezone": "Nordics/Lund"})),
        Some(json!({})),
    ] {
        let (server, shared, adapter) = world().await;
        let base = base(&server);
        {
            let mut world = shared.lock().unwrap();
            world.account = account.clone();
            world.disputes = (1..=4)
                .map(|n| record(&base, &format!("d{n}"), "open"))
                .collect();
        }
        let mut kept = Kept::default();
        adapter
            .sync(scope(None, NOW, &[]), &mut kept)
            .await
            .unwrap();
        assert_eq!(kept.cases.len(), 4);
        for case in &kept.cases {
            assert!(case.zone_assumed, "{account:?}");
            assert_eq!(case.zone, "Europe/Helsinki");
            // An hour before Copenhagen's midnight.
            let due = Some("2025-03-16T22:00:00Z".parse().unwrap());
            assert_eq!(case.due.instant(), due);
        }
        assert_eq!(server.count("GET /accounts/a1"), 1, "{account:?}");
    }
}

#[tokio::test]
async fn one_case_that_cant_be_read_never_stops_the_others() {
    for (status, body, why) in [
        (403, "{}", "reading it is forbidden (HTTP 403)"),
        (
            422,
            r#"{"error": "Anna Andersson"}"#,
            "refused with HTTP 422",
        ),
        (200, "<html>please sign in</html>", "the body is no JSON"),
        (302, "", "a redirect where none is expected"),
        (500, "{}", "the provider can't answer for it (HTTP 500)"),
    ] {
        let (server, shared, adapter) = world().await;
        let base = base(&server);
        let ids = ["d1", "d2", "d3"];
        shared.lock().unwrap().disputes = ids.map(|id| record(&base, id, "open")).into();
        let mut kept = Kept::default();
        let first = adapter.sync(scope(None, NOW, &[]), &mut kept);
        let cursor = first.await.unwrap();
        {
            // All three are decided, and none is in a list any more; the first can't be read.
            let mut world = shared.lock().unwrap();
            world.disputes = ids.map(|id| record(&base, id, "lost")).into();
            world.unlisted = ids.map(str::to_owned).into();
            world.unreadable = Some(("d1", status, body));
        }
        let mut kept = Kept::default();
        let later = "2025-03-06T12:00:00Z";
        let read = adapter.sync(scope(Some(cursor), later, &[]), &mut kept);
        let cursor = read
            .await
            .unwrap_or_else(|error| panic!("{status}: {error}"));
        assert_eq!(kept.ids(), ["d2", "d3"], "{status}");
        assert_eq!(kept.skipped, [(Some("d1".to_owned()), why.to_owned())]);
        // It is asked for again, whatever the engine asks, until it can be read.
        shared.lock().unwrap().unreadable = None;
        let mut kept = Kept::default();
        let later = "2025-03-06T18:00:00Z";
        let read = adapter.sync(scope(Some(cursor), later, &[]), &mut kept);
        read.await.unwrap();
        assert_eq!(
            (kept.ids(), kept.skipped.len()),
            (vec!["d1"], 0),
            "{status}"
        );
    }
}

#[tokio::test]
async fn a_list_that_leads_back_is_an_error_and_what_was_read_is_kept() {
    let (server, shared, adapter) = world().await;
    let base = base(&server);
    {
        let mut world = shared.lock().unwrap();
        let ids = ["d1", "d2", "d3", "d4", "d5", "d6"];
        world.disputes = ids.map(|id| record(&base, id, "open")).into();
        world.leads_back = true;
    }
    let mut kept = Kept::default();
    let read = adapter.sync(scope(None, NOW, &[]), &mut kept).await;
    assert!(
        matches!(read, Err(ProviderError::Protocol { .. })),
        "{read:?}"
    );
    assert_eq!(kept.ids(), ["d1", "d2", "d3", "d4"]);
    shared.lock().unwrap().leads_back = false;
    let mut kept = Kept::default();
    adapter
        .sync(scope(None, NOW, &[]), &mut kept)
        .await
        .unwrap();
    assert_eq!(kept.ids().len(), 6);
}

#[tokio::test]
async fn a_later_sync_asks_by_status_and_follows_what_left_the_lists() {
    let (server, shared, adapter) = world().await;
    let base = base(&server);
    shared.lock().unwrap().disputes = vec![
        record(&base, "d1", "open"),
        record(&base, "d2", "under_review"),
        record(&base, "d3", "open"),
    ];
    let mut kept = Kept::default();
    let cursor = adapter
        .sync(scope(None, NOW, &[]), &mut kept)
        .await
        .unwrap();
    {
        let mut world = shared.lock().unwrap();
        world.disputes.retain(|d| d["id"] != "d3");
        world.disputes[1] = record(&base, "d2", "won");
        world.disputes[1]["opened_at"] = json!("2024-01-01");
        world.disputes.push(record(&base, "d5", "lost"));
    }
    let from = server.seen().len();
    let mut kept = Kept::default();
    let cursor = adapter
        .sync(
            scope(Some(cursor), "2025-03-06T12:00:00Z", &["d1", "d2"]),
            &mut kept,
        )
        .await
        .unwrap();
    let queries: Vec<String> = server.seen()[from..]
        .iter()
        .filter_map(|s| s.param("query"))
        .collect();
    assert_eq!(
        queries,
        [
            "status:open",
            "status:under_review",
            "status:refuted",
            "opened:>=2025-02-26"
        ]
    );
    assert_eq!(kept.ids(), ["d1", "d5", "d2"]);
    assert_eq!(kept.cases[2].status, Status::Won);
    assert_eq!(
        (kept.gone, kept.skipped),
        (vec!["d3".to_owned()], Vec::new())
    );
    // A week after the last full pass everything is read again.
    let from = server.seen().len();
    adapter
        .sync(
            scope(Some(cursor), "2025-03-12T12:00:00Z", &[]),
            &mut Kept::default(),
        )
        .await
        .unwrap();
    assert!(
        server.seen()[from..]
            .iter()
            .all(|s| s.param("query").is_none_or(|q| q.is_empty()))
    );
}

#[tokio::test]
async fn a_case_whose_address_nobody_knows_brings_a_full_pass() {
    let (server, shared, adapter) = world().await;
    let base = base(&server);
    let mut old = record(&base, "d9", "won");
    old["opened_at"] = json!("2024-01-01");
    shared.lock().unwrap().disputes = vec![old];
    let cursor = json!({"last": NOW, "full": NOW});
    let mut kept = Kept::default();
    adapter
        .sync(scope(Some(cursor), NOW, &["d9", "d10"]), &mut kept)
        .await
        .unwrap();
    assert_eq!(kept.ids(), ["d9"]);
    assert_eq!(
        (kept.gone, kept.skipped),
        (vec!["d10".to_owned()], Vec::new())
    );
}

#[tokio::test]
async fn what_is_known_of_a_payment_is_not_read_again() {
    let (server, shared, adapter) = world().await;
    let case = one_case(&server, &shared, &adapter).await;
    let before = server.count("GET /transactions/t-d1");
    let mut kept = Kept::default();
    kept.known.insert("d1".to_owned(), case.clone());
    adapter
        .sync(scope(None, NOW, &[]), &mut kept)
        .await
        .unwrap();
    assert_eq!(server.count("GET /transactions/t-d1"), before);
    assert_eq!(kept.cases[0], case);
}

#[tokio::test]
async fn what_is_no_collection_is_no_empty_list() {
    for (other, empty) in [
        (json!([]), false),
        (json!(null), false),
        (json!({"error": "x"}), false),
        (json!({"count": 0}), true),
    ] {
        let (_server, shared, adapter) = world().await;
        shared.lock().unwrap().no_collection = Some(other.clone());
        let read = adapter
            .sync(scope(None, NOW, &[]), &mut Kept::default())
            .await;
        assert_eq!(read.is_ok(), empty, "{other}");
    }
}

#[tokio::test]
async fn without_the_link_there_is_no_access() {
    let (_server, shared, adapter) = world().await;
    shared.lock().unwrap().no_disputes = true;
    let failed = adapter
        .sync(scope(None, NOW, &[]), &mut Kept::default())
        .await;
    assert!(
        matches!(failed, Err(ProviderError::Forbidden { right: Some(r) }) if r == "ch:disputes")
    );
    let check = adapter.check(NOW.parse().unwrap()).await.unwrap();
    assert!(!check.ok);
    assert_eq!(check.missing[0].right, "ch:disputes");
    assert_eq!(check.account_name.as_deref(), Some("Nordbutik"));
    assert!(check.skew_seconds.is_some());
}

#[tokio::test]
async fn the_token_is_fetched_once_kept_and_renewed() {
    let (server, shared, adapter) = world().await;
    let case = one_case(&server, &shared, &adapter).await;
    let reads = futures::future::join_all((0..8).map(|_| adapter.read(&case))).await;
    assert!(reads.iter().all(Result::is_ok));
    assert_eq!(server.count("POST /oauth/token"), 1);
    // It stops being accepted: renewed once, by whoever comes first.
    shared.lock().unwrap().revoked = 1;
    let reads = futures::future::join_all((0..4).map(|_| adapter.read(&case))).await;
    assert!(reads.iter().all(Result::is_ok));
    assert_eq!(server.count("POST /oauth/token"), 2);
    // No token is accepted: told after one more try.
    shared.lock().unwrap().revoked = 99;
    let read = adapter.read(&case).await;
    assert!(matches!(read, Err(ProviderError::Unauthorized { .. })));
    assert_eq!(server.count("POST /oauth/token"), 3);
}

#[tokio::test]
async fn a_token_that_ended_in_sleep_is_renewed_where_the_root_refuses_nobody() {
    let (_server, shared, adapter) = world().await;
    let now = NOW.parse().unwrap();
    assert!(adapter.check(now).await.unwrap().ok);
    {
        let mut world = shared.lock().unwrap();
        (world.root_is_open, world.revoked) = (true, 1);
    }
    assert!(adapter.check(now).await.unwrap().ok);
    assert_eq!(shared.lock().unwrap().tokens, 2);
}

#[tokio::test]
async fn a_short_lived_token_is_used_to_its_half() {
    let (server, shared, adapter) = world().await;
    shared.lock().unwrap().life = Some(0);
    shared.lock().unwrap().disputes = vec![record(&base(&server), "d1", "open")];
    adapter
        .sync(scope(None, NOW, &[]), &mut Kept::default())
        .await
        .unwrap();
    assert!(server.count("POST /oauth/token") > 1);
}

#[tokio::test]
async fn a_file_goes_to_the_signed_address_without_the_token() {
    for refuse_typed in [false, true] {
        let (server, shared, adapter) = world().await;
        let host = files_host(&shared, refuse_typed).await;
        let case = one_case(&server, &shared, &adapter).await;
        let remote = adapter.upload(&case, &pdf()).await.unwrap();
        assert_eq!((remote.id.as_str(), remote.bytes), ("0", 13));
        let puts = host.seen();
        assert_eq!(puts.len(), 1 + usize::from(refuse_typed));
        for put in &puts {
            assert_eq!(put.header("authorization"), None);
            assert_eq!(put.body, pdf().bytes);
        }
        assert_eq!(puts[0].header("content-type"), Some("application/pdf"));
        if refuse_typed {
            assert_eq!(puts[1].header("content-type"), None);
        }
        let documents = adapter.documents(&case).await.unwrap();
        assert_eq!(documents.len(), 1);
        assert_eq!(documents[0].id, remote.id);
        assert_eq!(
            adapter.document_bytes(&case, "0").await.unwrap(),
            pdf().bytes
        );
        assert!(matches!(
            adapter.document_bytes(&case, "7").await,
            Err(ProviderError::NotFound)
        ));
    }
}

#[tokio::test]
async fn an_entry_whose_answer_was_lost_is_filled_and_not_made_twice() {
    for (how, made) in [
        (Stamp::CutAfter, true),
        (Stamp::ErrorAfter, true),
        (Stamp::Silent, true),
        (Stamp::CutBefore, false),
    ] {
        let (server, shared, adapter) = world().await;
        let host = files_host(&shared, false).await;
        let case = one_case(&server, &shared, &adapter).await;
        // One of the same name with other bytes lies there already: it isn't taken for ours.
        adapter.upload(&case, &other_pdf()).await.unwrap();
        shared.lock().unwrap().entering = how;
        let remote = adapter.upload(&case, &pdf()).await;
        assert_eq!(remote.is_ok(), made);
        assert_eq!(remote.map(|r| r.id).ok(), made.then(|| "1".to_owned()));
        assert_eq!(server.count("POST /disputes/d1/files"), 2);
        assert_eq!(host.seen().len(), 1 + usize::from(made));
    }
}

/// What a crash leaves between the entry and the note of its id: the next run knows nothing of it.
#[tokio::test]
async fn what_a_crash_left_is_used_and_nothing_is_taken_away() {
    // What lay in the entry, whether the draft was changed since, and what the next run does.
    let whole = pdf().bytes;
    let theirs = b"%PDF-1.7 not ours".to_vec();
    for (label, held, changed, used, put, resized) in [
        ("merchant documentation", Vec::new(), false, true, 1, 0),
        ("merchant documentation", Vec::new(), true, true, 1, 1),
        ("merchant documentation", whole.clone(), false, true, 0, 0),
        ("merchant documentation", whole, true, false, 1, 0),
        ("merchant documentation", theirs, false, false, 1, 0),
        ("customer invoice", Vec::new(), false, false, 1, 0),
    ] {
        let (server, shared, adapter) = world().await;
        let host = files_host(&shared, false).await;
        let case = one_case(&server, &shared, &adapter).await;
        adapter.upload(&case, &pdf()).await.unwrap();
        let before = (host.seen().len(), server.count("POST /disputes/d1/files"));
        {
            let (entry, bytes) = &mut shared.lock().unwrap().files[0];
            entry["label"] = json!(label);
            *bytes = held.clone();
        }
        let file = if changed { other_pdf() } else { pdf() };
        let remote = adapter.upload(&case, &file).await.unwrap();
        let about = format!("{label}, {held:?}, {changed}");
        assert_eq!(remote.id == "0", used, "{about}");
        assert_eq!(host.seen().len() - before.0, put, "{about}");
        let made = server.count("POST /disputes/d1/files") - before.1;
        assert_eq!(made, usize::from(!used), "{about}");
        assert_eq!(server.count("PATCH /files/0"), resized, "{about}");
        assert_eq!(server.count("DELETE /files/0"), 0, "{about}");
        let at: usize = remote.id.parse().unwrap();
        let files = &shared.lock().unwrap().files;
        assert_eq!(files[at].1, file.bytes, "{about}");
        assert_eq!(files[at].0["size"], file.bytes.len(), "{about}");
        assert!(used || files[0].1 == held, "{about}");
    }
}

#[tokio::test]
async fn other_bytes_than_those_sent_are_noticed_and_taken_away() {
    let (server, shared, adapter) = world().await;
    let swallowing = Server::start(|_, _| axum::http::StatusCode::OK.into_response()).await;
    shared.lock().unwrap().uploads = base(&swallowing);
    let case = one_case(&server, &shared, &adapter).await;
    let failed = adapter.upload(&case, &pdf()).await;
    assert!(matches!(failed, Err(ProviderError::Protocol { .. })));
    assert_eq!(server.count("DELETE /files/0"), 1);
}

#[tokio::test]
async fn a_download_that_leads_elsewhere_loses_the_token() {
    let (server, shared, adapter) = world().await;
    let _host = files_host(&shared, false).await;
    let case = one_case(&server, &shared, &adapter).await;
    adapter.upload(&case, &pdf()).await.unwrap();
    let elsewhere = Server::start(|_, _| b"%PDF-elsewhere".to_vec().into_response()).await;
    shared.lock().unwrap().download_redirects_to = Some(format!("{}/f", base(&elsewhere)));
    let bytes = adapter.document_bytes(&case, "0").await.unwrap();
    assert_eq!(bytes, b"%PDF-elsewhere");
    assert_eq!(elsewhere.seen()[0].header("authorization"), None);
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
async fn stamps_are_set_once_and_proven_by_reading() {
    for (act, stamp, expected, landed) in [
        (Act::Submit, Stamp::Good, "accepted", Some(Verdict::Landed)),
        (Act::Accept, Stamp::Good, "accepted", Some(Verdict::Landed)),
        (
            Act::Submit,
            Stamp::CutAfter,
            "unknown",
            Some(Verdict::Landed),
        ),
        (
            Act::Submit,
            Stamp::ErrorAfter,
            "unknown",
            Some(Verdict::Landed),
        ),
        (
            Act::Submit,
            Stamp::CutBefore,
            "unknown",
            Some(Verdict::Nothing),
        ),
        (
            Act::Submit,
            Stamp::Silent,
            "unknown",
            Some(Verdict::Nothing),
        ),
        (
            Act::Submit,
            Stamp::RedirectsAway,
            "unknown",
            Some(Verdict::Nothing),
        ),
        (Act::Accept, Stamp::Refused, "refused", None),
    ] {
        let (server, shared, adapter) = world().await;
        let case = one_case(&server, &shared, &adapter).await;
        shared.lock().unwrap().stamp = stamp;
        let call = match act {
            Act::Submit => adapter
                .answer(&case, &no_pack(), &prepared(), "intent")
                .unwrap(),
            _ => adapter.accept(&case, "intent").unwrap(),
        };
        let outcome = adapter.send(&call, &case).await;
        let (word, said) = match &outcome {
            Outcome::Accepted { .. } => ("accepted", None),
            Outcome::Refused(refusal) => ("refused", Some(refusal.message.as_str())),
            Outcome::NotSent(_) => ("not sent", None),
            Outcome::Unknown { .. } => ("unknown", None),
        };
        assert_eq!(word, expected, "{act:?}");
        assert_eq!(said, (expected == "refused").then_some("no documentation"));
        let puts: Vec<Seen> = server
            .seen()
            .into_iter()
            .filter(|s| s.method == "PUT")
            .collect();
        assert_eq!(puts.len(), 1, "once, whatever happens");
        assert!(puts[0].body.is_empty());
        if let Some(landed) = landed {
            assert_eq!(
                adapter.judge(&call, &case, "intent").await.unwrap().0,
                landed
            );
        }
    }
}

#[tokio::test]
async fn a_token_that_ends_just_then_costs_no_second_stamp() {
    let (server, shared, adapter) = world().await;
    let case = one_case(&server, &shared, &adapter).await;
    let call = adapter.accept(&case, "intent").unwrap();
    shared.lock().unwrap().revoked = 1;
    let outcome = adapter.send(&call, &case).await;
    assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
    let puts: Vec<String> = server
        .seen()
        .into_iter()
        .filter(|s| s.method == "PUT")
        .map(|s| s.header("authorization").unwrap().to_owned())
        .collect();
    assert_eq!(puts, ["Bearer token-1", "Bearer token-2"]);
}

#[tokio::test]
async fn a_stamp_elsewhere_or_without_its_link_is_never_set() {
    let (server, shared, adapter) = world().await;
    let case = one_case(&server, &shared, &adapter).await;
    assert!(
        adapter.answer(&case, &no_pack(), &[], "i").is_err(),
        "nothing to show"
    );
    let elsewhere = Server::start(|_, _| told(200, json!({}))).await;
    let mut call = adapter.accept(&case, "i").unwrap();
    call.target = format!("{}/disputes/d1/stamps/accepted", base(&elsewhere));
    assert!(matches!(
        adapter.send(&call, &case).await,
        Outcome::NotSent(ProviderError::ForeignHost)
    ));
    assert!(elsewhere.seen().is_empty());
    shared.lock().unwrap().disputes = vec![record(&base(&server), "d1", "under_review")];
    let reviewed = adapter.read(&case).await.unwrap();
    assert!(matches!(
        adapter.accept(&reviewed, "i"),
        Err(ProviderError::Unsupported)
    ));
}

#[tokio::test]
async fn links_that_lead_elsewhere_get_neither_secret_nor_token() {
    let (_server, shared, adapter) = world().await;
    let elsewhere = Server::start(|_, _| told(200, json!({}))).await;
    shared.lock().unwrap().tokens_at = Some(format!("{}/oauth/token", base(&elsewhere)));
    let failed = adapter.check(NOW.parse().unwrap()).await;
    assert!(matches!(failed, Err(ProviderError::ForeignHost)));
    shared.lock().unwrap().tokens_at = None;
    shared.lock().unwrap().disputes_at =
        Some(format!("{}/disputes{{?query,page}}", base(&elsewhere)));
    let failed = adapter
        .sync(scope(None, NOW, &[]), &mut Kept::default())
        .await;
    assert!(matches!(failed, Err(ProviderError::ForeignHost)));
    assert!(elsewhere.seen().is_empty());
}

#[tokio::test]
async fn comments_are_read_and_written() {
    let (server, shared, adapter) = world().await;
    let case = one_case(&server, &shared, &adapter).await;
    let comments = adapter.comments(&case).await.unwrap();
    assert_eq!(comments.len(), 1);
    assert_eq!(comments[0].author.as_deref(), Some("Dispute team"));
    let made = adapter.comment(&case, "Proof on page 3.").await.unwrap();
    assert_eq!(made.body, "Proof on page 3.");
    assert!(made.at.is_some());
}

#[tokio::test]
async fn a_remark_is_written_once_and_a_lost_answer_settled_by_reading() {
    for (how, written, sent) in [
        (Stamp::Good, true, false),
        (Stamp::CutAfter, true, false),
        (Stamp::ErrorAfter, true, false),
        (Stamp::CutBefore, false, true),
        (Stamp::Refused, false, false),
    ] {
        let (server, shared, adapter) = world().await;
        let case = one_case(&server, &shared, &adapter).await;
        shared.lock().unwrap().comment = how;
        // The same words were there already: only one more of them counts.
        shared.lock().unwrap().written = vec![json!({"id": "c0", "body": "On page 3."})];
        let made = adapter.comment(&case, "On page 3.").await;
        assert_eq!(made.is_ok(), written);
        assert_eq!(made.is_err_and(|broken| broken.sent), sent);
        assert_eq!(server.count("POST /disputes/d1/comments"), 1);
    }
}

#[tokio::test]
async fn a_case_that_moved_under_a_refused_token_is_not_stamped_again() {
    let (server, shared, adapter) = world().await;
    let case = one_case(&server, &shared, &adapter).await;
    let call = adapter.accept(&case, "intent").unwrap();
    // Delivered twice: the first one landed, the second one met a token that had ended.
    shared.lock().unwrap().revoked = 1;
    shared.lock().unwrap().disputes = vec![record(&base(&server), "d1", "lost")];
    let outcome = adapter.send(&call, &case).await;
    assert!(matches!(outcome, Outcome::Unknown { .. }), "{outcome:?}");
    assert_eq!(server.count("PUT /disputes/d1/stamps/accepted"), 1);
}

#[tokio::test]
async fn a_document_is_taken_away_again_by_its_own_link() {
    let (server, shared, adapter) = world().await;
    let _host = files_host(&shared, false).await;
    let case = one_case(&server, &shared, &adapter).await;
    let remote = adapter.upload(&case, &pdf()).await.unwrap();
    adapter.withdraw(&case, &remote.id).await.unwrap();
    assert_eq!(server.count("DELETE /files/0"), 1);
    // What isn't there isn't asked for.
    adapter.withdraw(&case, "77").await.unwrap();
    assert_eq!(server.count("DELETE /files/77"), 0);
}

/// Every link of a case that leads elsewhere, in whatever it is used for: the token doesn't follow.
#[tokio::test]
async fn no_link_of_an_answer_carries_the_token_elsewhere() {
    let (server, shared, adapter) = world().await;
    let elsewhere =
        Server::start(|_, _| told(200, json!({"id": "d1", "amount": 1, "currency": "SEK"}))).await;
    let case = one_case(&server, &shared, &adapter).await;
    let mut foreign = case.raw.clone();
    let links = foreign["_links"].as_object_mut().unwrap();
    for (rel, link) in links.iter_mut() {
        match link {
            Value::Array(several) => {
                for one in several {
                    one["href"] = json!(format!("{}/{rel}", base(&elsewhere)));
                }
            }
            one => one["href"] = json!(format!("{}/{rel}{{?page}}", base(&elsewhere))),
        }
    }
    shared.lock().unwrap().disputes = vec![foreign.clone()];
    let case = Dispute {
        raw: foreign,
        ..case
    };
    assert!(adapter.read(&case).await.is_err());
    assert!(adapter.documents(&case).await.is_err());
    assert!(adapter.document_bytes(&case, "0").await.is_err());
    assert!(adapter.upload(&case, &pdf()).await.is_err());
    assert!(adapter.withdraw(&case, "0").await.is_err());
    assert!(adapter.comments(&case).await.is_err());
    assert!(adapter.comment(&case, "x").await.is_err());
    let stamp = adapter.accept(&case, "i").unwrap();
    let outcome = adapter.send(&stamp, &case).await;
    assert!(matches!(outcome, Outcome::NotSent(_)), "{outcome:?}");
    let mut kept = Kept::default();
    adapter
        .sync(scope(None, NOW, &[]), &mut kept)
        .await
        .unwrap();
    assert_eq!(kept.cases.len(), 1, "the case itself is there all the same");
    assert!(elsewhere.seen().is_empty(), "{:?}", elsewhere.lines());
}

#[tokio::test]
async fn redirects_of_reads_and_of_the_token_are_not_followed() {
    for token_too in [false, true] {
        let elsewhere = Server::start(|_, _| told(200, json!({"access_token": "t"}))).await;
        let target = elsewhere.base.to_string();
        let server = Server::start(move |seen, base| {
            let root = seen.path == "/" && seen.header("authorization").is_none();
            if root {
                return told(
                    200,
                    json!({"_links": {"oauth2-token": {"href": format!("{base}/t")}}}),
                );
            }
            if seen.path == "/t" && !token_too {
                return told(200, json!({"access_token": "token-1", "expires_in": 600}));
            }
            let away = [("location", target.clone())];
            (axum::http::StatusCode::PERMANENT_REDIRECT, away).into_response()
        })
        .await;
        let adapter = Clearhaus::new(
            "client-id".to_owned(),
            SecretString::from("client-secret"),
            Some(server.base.clone()),
            Environment::Test,
        )
        .unwrap();
        assert!(adapter.check(NOW.parse().unwrap()).await.is_err());
        assert!(elsewhere.seen().is_empty());
    }
}

#[tokio::test]
async fn a_limited_token_address_is_asked_again_only_when_it_says_after_how_long() {
    for (pause, asked) in [(Some("1"), 2), (None, 1), (Some("600"), 1)] {
        let count = Arc::new(Mutex::new(0));
        let counted = Arc::clone(&count);
        let server = Server::start(move |seen, base| match seen.path.as_str() {
            "/t" => {
                *counted.lock().unwrap() += 1;
                if *counted.lock().unwrap() > 1 {
                    return told(200, json!({"access_token": "token-1", "expires_in": 600}));
                }
                let mut limited = told(429, json!({"error": "slow down"}));
                if let Some(pause) = pause {
                    limited
                        .headers_mut()
                        .insert("retry-after", pause.parse().unwrap());
                }
                limited
            }
            _ => told(
                200,
                json!({"_links": {"oauth2-token": {"href": format!("{base}/t")},
                                             "ch:disputes": {"href": format!("{base}/d")}}}),
            ),
        })
        .await;
        let adapter = Clearhaus::new(
            "client-id".to_owned(),
            SecretString::from("client-secret"),
            Some(server.base.clone()),
            Environment::Test,
        )
        .unwrap();
        let checked = adapter.check(NOW.parse().unwrap()).await;
        assert_eq!(checked.is_ok(), asked == 2, "{pause:?}");
        assert_eq!(*count.lock().unwrap(), asked, "{pause:?}");
    }
}

#[tokio::test]
async fn no_secret_shows_in_errors() {
    let (_server, shared, adapter) = world().await;
    shared.lock().unwrap().revoked = 99;
    let error = adapter.check(NOW.parse().unwrap()).await.unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(
        !shown.contains("client-secret") && !shown.contains("token-"),
        "{shown}"
    );
}
