//! Whatever Unico, or somebody in its place, answers: a standing, an outcome, or an error; never an end.

use super::session::{error, words};
use super::tests::{Fixed, credentials};
use super::{AnalysisDocument, AnalysisRequest, Unico, analysis_id};
use crate::adapter::Adapter as _;
use crate::classify;
use crate::hostile::quoting::{self, Shown};
use crate::hostile::{CASES, Hostile, server};
use crate::http::testing::Server;
use crate::lenient::Fields;
use crate::loopback::{Kept, Synchronise as _};
use crate::reading::SyncScope;
use crate::token::Granted;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::time::Instant as Tick;
use tvist_domain::clock::Timestamp;
use tvist_domain::cpf::Cpf;
use tvist_domain::provider::Environment;
use tvist_domain::rules::unico;

fn wholes() -> Vec<Value> {
    vec![
        json!({"id": "a-1", "status": "analyzing"}),
        json!({"error": {"code": 40032, "description": "transaction state is invalid"}}),
        json!({"error": "invalid_grant", "error_description": "1.2.4: token expired"}),
        json!({"access_token": "t", "expires_in": "3600", "token_type": "Bearer"}),
        json!({"code": "40101", "message": "no"}),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(CASES))]

    #[test]
    fn any_answer_is_read_or_refused(seed in any::<u64>()) {
        let mut hostile = Hostile::new(seed);
        let body = hostile.body(&wholes());
        let status = hostile.one_of(&[200, 400, 401, 403, 404, 409, 429, 500, 503, 999]);
        let answer = classify::tests::answer(status, body.clone());
        let said = words(&answer);
        prop_assert!(said.message.chars().count() <= 301);
        let told = error(&answer);
        prop_assert!(!told.code().is_empty() && !told.to_string().is_empty());
        let _ = unico::meaning(status, said.code.as_deref().unwrap_or_default());
        let _ = said.code.as_deref().map(unico::sign_in);
        prop_assert!(analysis_id(&body).is_none_or(|id| id.len() <= 64));
        let _ = body.get("status").and_then(Value::as_str).map(unico::analysis_status);
        let _ = Granted::read(Fields::exact(&body), Tick::now(), i64::MAX);
    }
}

/// Asks for everything that there is to ask for.
async fn everything(server: &Server) -> Shown {
    let mut shown = Shown::default();
    let now: Timestamp = "2025-06-02T12:00:00Z".parse().unwrap();
    let request = AnalysisRequest {
        transaction: "t-1".to_owned(),
        at: now,
        requestor: Cpf::parse("52998224725").unwrap(),
        name: "Loja".to_owned(),
        reason: "Fraude".to_owned(),
        observation: None,
        documents: vec![AnalysisDocument {
            label: "a.pdf".to_owned(),
            bytes: b"%PDF-1.7".to_vec(),
        }],
    };
    let unico = Unico::with_limits(
        &credentials(),
        Some(server.base.clone()),
        Environment::Test,
        Arc::new(Fixed),
        server::impatient(),
    )
    .unwrap();
    shown.note(unico.check(now).await);
    let scope = SyncScope {
        cursor: None,
        full: true,
        reread: Vec::new(),
        now,
    };
    assert!(unico.sync(scope, &mut Kept::default()).await.is_ok());
    for _ in 0..3 {
        shown.note(unico.transaction_status("t-1").await);
        shown.note(unico.analysis("t-1", "a-1").await);
    }
    shown.note(unico.probative("t-1").await);
    let call = unico.request(&request).unwrap();
    shown.also(&unico.send_request(&call).await);
    let _ = unico.provider_now();
    shown
}

#[tokio::test]
async fn any_answer_of_a_server_is_an_outcome() {
    for seed in 0..server::SEEDS {
        let server = server::start(seed, |seen| match seen.path() {
            "/oauth2/token" => (json!({"access_token": "t", "expires_in": 3600}), false),
            path if path.ends_with("/probative") => (json!({"link": "http://127.0.0.1:1/x"}), true),
            _ => (json!({"id": "a-1", "status": "approved"}), true),
        })
        .await;
        everything(&server).await;
        assert!(!server.seen().is_empty());
    }
}

#[tokio::test]
async fn a_call_that_is_quoted_back_brings_nothing_private_along() {
    let _ = crate::heard::log();
    let mut shown = Shown::default();
    for (status, signs_in) in quoting::WAYS {
        let server = quoting::start(status, signs_in).await;
        shown.and(&everything(&server).await);
    }
    // Every signed statement begins like this.
    shown.has_none_of(&["eyJhbGciOiJSUzI1NiI", quoting::TOKEN]);
}
