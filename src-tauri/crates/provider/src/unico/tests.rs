use super::*;
use crate::loopback::{Kept, Seen, Server, Synchronise as _, cut, told};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::sync::Mutex;
use tvist_domain::Status;
use tvist_domain::cpf::Cpf;

struct World {
    tokens: u32,
    revoked: u32,
    sign_in: (u16, Value),
    transaction: (u16, Value),
    analysis: (u16, Value),
    answer: Answering,
    probative: Value,
}

impl Default for World {
    fn default() -> Self {
        Self {
            tokens: 0,
            revoked: 0,
            sign_in: (200, Value::Null),
            transaction: (200, json!({"status": "approved"})),
            analysis: (200, json!({"id": "a-1", "status": "analyzing"})),
            answer: Answering::Told(200, json!({"id": "a-1"})),
            probative: json!({}),
        }
    }
}

enum Answering {
    Told(u16, Value),
    Cut,
}

type Shared = Arc<Mutex<World>>;

pub(super) struct Fixed;

impl Clock for Fixed {
    fn now(&self) -> Timestamp {
        "2025-06-02T12:00:00Z".parse().unwrap()
    }
}

pub(super) fn credentials() -> UnicoCredentials {
    UnicoCredentials {
        private_key: SecretString::from(token::tests::PKCS8),
        service_account: "loja".to_owned(),
        tenant_id: "1111".to_owned(),
    }
}

async fn world() -> (Server, Shared, Unico) {
    let shared = Shared::default();
    let state = Arc::clone(&shared);
    let server =
        Server::start(move |seen, base| handle(&mut state.lock().unwrap(), seen, base)).await;
    let adapter = Unico::new(
        &credentials(),
        Some(server.base.clone()),
        Environment::Test,
        Arc::new(Fixed),
    )
    .unwrap();
    (server, shared, adapter)
}

fn handle(world: &mut World, seen: &Seen, base: &str) -> Response {
    if seen.path == "/oauth2/token" {
        assert_statement(seen, base);
        if world.sign_in.0 != 200 {
            return told(world.sign_in.0, world.sign_in.1.clone());
        }
        world.tokens += 1;
        let token = format!("token-{}", world.tokens);
        return told(
            200,
            json!({"access_token": token, "expires_in": "3600", "token_type": "Bearer"}),
        );
    }
    let bearer = seen.header("authorization").unwrap_or_default();
    let number: u32 = bearer
        .strip_prefix("Bearer token-")
        .and_then(|n| n.parse().ok())
        .unwrap_or(0);
    if number <= world.revoked {
        return told(401, json!({"code": "40101", "message": "no"}));
    }
    let path = seen
        .path
        .strip_prefix("/api/public/v1/credit/transactions/")
        .unwrap_or_default();
    let parts: Vec<&str> = path.split('/').collect();
    match (seen.method.as_str(), parts.as_slice()) {
        ("GET", ["t-1"]) => told(world.transaction.0, world.transaction.1.clone()),
        ("GET", ["t-1", "probative"]) => told(200, world.probative.clone()),
        ("GET", ["t-1", "chargeback", "a-1"]) => told(world.analysis.0, world.analysis.1.clone()),
        ("POST", ["t-1", "chargeback"]) => match &world.answer {
            Answering::Told(status, body) => told(*status, body.clone()),
            Answering::Cut => cut(200),
        },
        _ => told(
            404,
            json!({"error": {"code": "40401", "description": "transaction not found"}}),
        ),
    }
}

fn assert_statement(seen: &Seen, base: &str) {
    use base64::Engine as _;
    let form: std::collections::HashMap<String, String> = url::form_urlencoded::parse(&seen.body)
        .into_owned()
        .collect();
    assert_eq!(
        form["grant_type"],
        "urn:ietf:params:oauth:grant-type:jwt-bearer"
    );
    let payload = form["assertion"].split('.').nth(1).unwrap().to_owned();
    let payload = base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(payload)
        .unwrap();
    let claims: Value = serde_json::from_slice(&payload).unwrap();
    assert_eq!(claims["aud"], base);
    assert_eq!(claims["iat"], Fixed.now().timestamp() - 30);
}

fn request() -> AnalysisRequest {
    let document = |label: &str, bytes: &[u8]| AnalysisDocument {
        label: label.to_owned(),
        bytes: bytes.to_vec(),
    };
    AnalysisRequest {
        transaction: "t-1".to_owned(),
        at: "2025-06-02T03:00:00Z".parse().unwrap(),
        requestor: Cpf::parse("529.982.247-25").unwrap(),
        name: "Ana Exemplo".to_owned(),
        reason: "Chargeback por fraude".to_owned(),
        observation: None,
        documents: vec![
            document("aviso.pdf", b"%PDF-1.7\n%demo"),
            document("dados.pdf", b"%PDF-1.7\n%demo2"),
        ],
    }
}

#[tokio::test]
async fn a_request_carries_exactly_what_is_documented() {
    let (server, _shared, adapter) = world().await;
    let call = adapter.request(&request()).unwrap();
    assert_eq!(
        adapter.request(&request()).unwrap(),
        call,
        "same request, same bytes"
    );
    let outcome = adapter.send_request(&call).await;
    let Outcome::Accepted { answer, .. } = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(analysis_id(&answer).as_deref(), Some("a-1"));
    let post = server.seen().pop().unwrap();
    assert_eq!(
        post.json(),
        json!({
            "datetime": "2025-06-02T03:00:00.000Z", "requestor": {"key": "cpf", "value": "52998224725"},
            "name": "Ana Exemplo", "reason": "Chargeback por fraude",
            "documents": [{"label": "aviso.pdf", "data": "JVBERi0xLjcKJWRlbW8="}, {"label": "dados.pdf", "data": "JVBERi0xLjcKJWRlbW8y"}]
        })
    );
    let with = AnalysisRequest {
        observation: Some("Pedido 8841".to_owned()),
        ..request()
    };
    let body: Value = serde_json::from_str(&adapter.request(&with).unwrap().body).unwrap();
    assert_eq!(body["observation"], "Pedido 8841");
}

#[tokio::test]
async fn only_an_answer_with_the_id_is_taken_as_yes() {
    for (answering, expected) in [
        (Answering::Told(201, json!({"id": "a-1"})), "accepted"),
        (Answering::Told(200, json!({})), "unknown"),
        (Answering::Told(200, json!({"id": ""})), "unknown"),
        (Answering::Cut, "unknown"),
        (
            Answering::Told(500, json!({"code": "50001", "message": "internal"})),
            "unknown",
        ),
        (
            Answering::Told(
                400,
                json!({"code": "40033", "message": "replicated chargeback"}),
            ),
            "refused",
        ),
        (
            Answering::Told(
                403,
                json!({"error": {"code": "40301", "description": "not allowed"}}),
            ),
            "refused",
        ),
    ] {
        let (server, shared, adapter) = world().await;
        shared.lock().unwrap().answer = answering;
        let call = adapter.request(&request()).unwrap();
        let outcome = adapter.send_request(&call).await;
        let word = match &outcome {
            Outcome::Accepted { .. } => "accepted",
            Outcome::Refused(refusal) => {
                assert!(refusal.code.is_some());
                "refused"
            }
            Outcome::NotSent(_) => "not sent",
            Outcome::Unknown { .. } => "unknown",
        };
        assert_eq!(word, expected, "{outcome:?}");
        let posts = server
            .lines()
            .iter()
            .filter(|l| l.ends_with("/chargeback") && l.starts_with("POST"))
            .count();
        assert_eq!(posts, 1, "once, whatever happens");
    }
}

#[test]
fn what_can_t_be_asked_for_makes_no_call() {
    let adapter = Unico::new(&credentials(), None, Environment::Live, Arc::new(Fixed)).unwrap();
    let document = |bytes: &[u8]| AnalysisDocument {
        label: "x.pdf".to_owned(),
        bytes: bytes.to_vec(),
    };
    for odd in [
        AnalysisRequest {
            documents: Vec::new(),
            ..request()
        },
        AnalysisRequest {
            documents: vec![document(b"%PDF-"); 4],
            ..request()
        },
        AnalysisRequest {
            documents: vec![document(b"\x89PNG")],
            ..request()
        },
        AnalysisRequest {
            name: " ".to_owned(),
            ..request()
        },
        AnalysisRequest {
            transaction: "../t".to_owned(),
            ..request()
        },
    ] {
        assert!(matches!(
            adapter.request(&odd),
            Err(ProviderError::Unsupported)
        ));
    }
}

#[tokio::test]
async fn an_analysis_and_its_transaction_are_followed() {
    let (_server, shared, adapter) = world().await;
    assert_eq!(adapter.transaction_status("t-1").await.unwrap(), "approved");
    for (word, expected) in [
        ("waiting", Status::UnderReview),
        ("analyzing", Status::UnderReview),
        ("approved", Status::Won),
        ("refused", Status::Lost),
        ("paused", Status::Unknown),
    ] {
        shared.lock().unwrap().analysis = (200, json!({"id": "a-1", "status": word}));
        let analysis = adapter.analysis("t-1", "a-1").await.unwrap();
        assert_eq!(
            (analysis.status, analysis.provider_status.as_str()),
            (expected, word)
        );
    }
    assert!(matches!(
        adapter.analysis("t-1", "a-2").await,
        Err(ProviderError::NotFound)
    ));
    assert!(matches!(
        adapter.analysis("t-1", "../x").await,
        Err(ProviderError::NotFound)
    ));
}

#[tokio::test]
async fn the_probative_set_is_fetched_without_the_token() {
    let (_server, shared, adapter) = world().await;
    let evidence = Server::start(|_, _| b"%PDF-probative".to_vec().into_response()).await;
    shared.lock().unwrap().probative = json!({"link": format!("{}p/4c1d.pdf", evidence.base)});
    assert_eq!(adapter.probative("t-1").await.unwrap(), b"%PDF-probative");
    assert_eq!(evidence.seen()[0].header("authorization"), None);
    let page = Server::start(|_, _| "<html>expired".into_response()).await;
    shared.lock().unwrap().probative = json!({"link": page.base.as_str()});
    assert!(matches!(
        adapter.probative("t-1").await,
        Err(ProviderError::Protocol { .. })
    ));
}

#[tokio::test]
async fn the_token_is_kept_and_renewed_once() {
    let (server, shared, adapter) = world().await;
    for _ in 0..3 {
        adapter.transaction_status("t-1").await.unwrap();
    }
    assert_eq!(server.count("POST /oauth2/token"), 1);
    shared.lock().unwrap().revoked = 1;
    adapter.transaction_status("t-1").await.unwrap();
    assert_eq!(server.count("POST /oauth2/token"), 2);
}

#[tokio::test]
async fn the_check_explains_a_wrong_clock() {
    let (_server, shared, adapter) = world().await;
    let now = Fixed.now();
    assert!(adapter.check(now).await.unwrap().ok);
    shared.lock().unwrap().revoked = 99;
    shared.lock().unwrap().sign_in = (
        400,
        json!({"error": {"code": "1.2.4", "description": "expired"}}),
    );
    let check = adapter.check(now).await.unwrap();
    assert_eq!(
        (check.ok, check.missing[0].right.as_str()),
        (false, "clock")
    );
    assert!(
        check.skew_seconds.unwrap() > 0,
        "the server lives after 2025"
    );
    shared.lock().unwrap().sign_in = (400, json!({"code": "1.0.14", "message": "inactive"}));
    let error = adapter.check(now).await.unwrap_err();
    assert!(matches!(&error, ProviderError::Unauthorized { code: Some(c) } if c == "1.0.14"));
}

#[tokio::test]
async fn there_is_no_list() {
    let (server, _shared, adapter) = world().await;
    let scope = SyncScope {
        cursor: None,
        full: true,
        reread: Vec::new(),
        now: Fixed.now(),
    };
    adapter.sync(scope, &mut Kept::default()).await.unwrap();
    assert!(server.seen().is_empty());
}

#[test]
fn no_secret_shows() {
    let shown = format!("{:?}", credentials());
    assert!(
        !shown.contains("BEGIN") && !shown.contains("MII"),
        "{shown}"
    );
}

#[tokio::test]
async fn the_token_goes_to_no_other_host() {
    let elsewhere =
        Server::start(|_, _| told(200, json!({"id": "a-9", "status": "approved"}))).await;
    let target = elsewhere.base.to_string();
    let server = Server::start(move |seen, base| {
        if seen.path == "/oauth2/token" {
            assert_statement(seen, base);
            return told(200, json!({"access_token": "token-1", "expires_in": 3600}));
        }
        let away = [("location", target.clone())];
        (axum::http::StatusCode::TEMPORARY_REDIRECT, away).into_response()
    })
    .await;
    let base = Some(server.base.clone());
    let adapter = Unico::new(&credentials(), base, Environment::Test, Arc::new(Fixed)).unwrap();
    assert!(adapter.transaction_status("t-1").await.is_err());
    assert!(adapter.analysis("t-1", "a-1").await.is_err());
    assert!(adapter.probative("t-1").await.is_err());
    let call = adapter.request(&request()).unwrap();
    let outcome = adapter.send_request(&call).await;
    assert!(matches!(outcome, Outcome::Unknown { .. }), "{outcome:?}");
    assert!(elsewhere.seen().is_empty());
}

#[tokio::test]
async fn the_signed_statement_goes_to_no_other_host() {
    let elsewhere = Server::start(|_, _| told(200, json!({"access_token": "t"}))).await;
    let target = elsewhere.base.join("oauth2/token").unwrap().to_string();
    let server = Server::start(move |_, _| {
        let away = [("location", target.clone())];
        (axum::http::StatusCode::PERMANENT_REDIRECT, away).into_response()
    })
    .await;
    let base = Some(server.base.clone());
    let adapter = Unico::new(&credentials(), base, Environment::Test, Arc::new(Fixed)).unwrap();
    assert!(adapter.transaction_status("t-1").await.is_err());
    assert!(elsewhere.seen().is_empty());
}

#[tokio::test]
async fn a_redirect_of_the_probative_set_is_followed_without_the_token() {
    let (server, shared, adapter) = world().await;
    let last = Server::start(|_, _| b"%PDF-1.7 probative".to_vec().into_response()).await;
    let target = last.base.join("p.pdf").unwrap().to_string();
    let first = Server::start(move |_, _| {
        let away = [("location", target.clone())];
        (axum::http::StatusCode::FOUND, away).into_response()
    })
    .await;
    // A link to the provider's own host gets no token either: it is handed out.
    for base in [&first.base, &last.base] {
        shared.lock().unwrap().probative = json!({"link": base.join("p/1").unwrap().to_string()});
        assert!(adapter.probative("t-1").await.unwrap().starts_with(b"%PDF"));
    }
    let own = server.base.join("p/own").unwrap().to_string();
    shared.lock().unwrap().probative = json!({"link": own});
    let _ = adapter.probative("t-1").await;
    let handed = server.seen().into_iter().filter(|s| s.path == "/p/own");
    for seen in first.seen().into_iter().chain(last.seen()).chain(handed) {
        assert_eq!(seen.header("authorization"), None);
    }
}
