//! Whatever Stripe, or somebody in its place, answers: a case, a record that is skipped, or an error; never an end.

use super::{at, card, charge, credentials, klarna, stripe, with};
use crate::adapter::{Adapter as _, File, SyncScope};
use crate::hostile::{CASES, Hostile, derived, server};
use crate::lenient::Fields;
use crate::loopback::Kept;
use crate::stripe::wire::Envelope;
use crate::stripe::{Stripe, call, convert, earlier};
use proptest::prelude::*;
use serde_json::{Value, json};

fn wholes() -> Vec<Value> {
    let inquiry = with(card(), "status", json!("warning_needs_response"));
    let mga = with(
        with(card(), "currency", json!("mga")),
        "charge.currency",
        json!("isk"),
    );
    vec![card(), klarna(), inquiry, mga]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(CASES))]

    #[test]
    fn any_record_is_a_case_or_is_skipped(seed in any::<u64>()) {
        let body = Hostile::new(seed).body(&wholes());
        let seen = at("2026-11-22T10:00:00Z");
        if let Ok(case) = convert::dispute(body.clone()) {
            derived::look_at(&case, seen);
        }
        let _ = call::list(json!({"data": body, "has_more": body}));
        let _ = call::list(body.clone());
        let error = json!({"error": body});
        let _ = Envelope::read(Some(&error)).map(|e| (e.right(), e.says_something()));
        let _ = earlier::earlier(Fields::exact(&Hostile::new(seed).body(&[charge()])));
    }
}

/// What an honest Stripe would answer.
fn honest(path: &str) -> Value {
    let list = |data: Vec<Value>| json!({"object": "list", "data": data, "has_more": false});
    match path {
        "/v1/disputes" => list(vec![card(), klarna()]),
        "/v1/events" => list(vec![
            json!({"id": "evt_1", "created": 1_794_556_020, "data": {"object": {"id": "du_1card"}}}),
        ]),
        "/v1/balance_transactions" => list(vec![json!({"id": "txn_9", "source": charge()})]),
        "/v1/files" => json!({"id": "file_1", "object": "file", "size": 4, "type": "pdf"}),
        "/v1/account" => json!({"id": "acct_1", "business_profile": {"name": "Kaffeehaus"}}),
        path if path.starts_with("/v1/charges") => charge(),
        _ => card(),
    }
}

async fn everything(stripe: &Stripe) {
    let now = at("2026-11-22T10:00:00Z");
    let case = super::read(card());
    let _ = stripe.check(now).await;
    let mut cursor = None;
    for full in [true, false] {
        let mut kept = Kept::default();
        let scope = SyncScope {
            cursor: cursor.take(),
            full,
            reread: vec!["du_1card".to_owned(), "du_2".to_owned()],
            now,
        };
        cursor = stripe.sync(scope, &mut kept).await.ok();
        for case in &kept.cases {
            derived::look_at(case, now);
        }
    }
    let file = File {
        field: "receipt".into(),
        name: "receipt.pdf".into(),
        media_type: "application/pdf",
        bytes: b"%PDF".to_vec(),
    };
    let _ = stripe.upload(&case, &file).await;
    let _ = stripe.documents(&case).await;
    let _ = stripe.document_bytes(&case, "file_1").await;
    let _ = stripe.earlier_payments(&case).await;
    let _ = stripe.answer_manually(&case).await;
    if let Ok(call) = stripe.accept(&case, "intent") {
        let _ = stripe.send(&call, &case).await;
        let _ = stripe.judge(&call, &case, "intent").await;
    }
    let _ = stripe.provider_now();
}

#[tokio::test]
async fn any_answer_of_a_server_is_an_outcome() {
    for seed in 0..server::SEEDS {
        let server = server::start(seed, |seen| (honest(seen.path()), true)).await;
        let base = Some(server.base.clone());
        let limits = server::impatient();
        let stripe = Stripe::with_limits(credentials(super::KEY), base, limits).unwrap();
        everything(&stripe).await;
        assert!(!server.seen().is_empty());
    }
    // The same walk through an honest one gets everywhere.
    let server =
        crate::http::testing::Server::start(|seen| crate::http::testing::json(honest(seen.path())))
            .await;
    everything(&stripe(&server)).await;
    assert!(server.seen().len() > 8);
}
