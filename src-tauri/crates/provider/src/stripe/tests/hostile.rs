//! Whatever Stripe, or somebody in its place, answers: a case, a record that is skipped, or an error; never an end.

use super::{at, card, charge, credentials, klarna, stripe, with};
use crate::adapter::{Adapter as _, File};
use crate::hostile::quoting::{self, Shown};
use crate::hostile::{self, CASES, Hostile, derived, server};
use crate::lenient::Fields;
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

async fn everything(stripe: &Stripe) -> Shown {
    let mut shown = Shown::default();
    let now = at("2026-11-22T10:00:00Z");
    let case = super::read(card());
    shown.note(stripe.check(now).await);
    hostile::syncs_twice(stripe, &mut shown, ["du_1card", "du_2"], now).await;
    let file = File {
        field: "receipt".into(),
        name: "receipt.pdf".into(),
        media_type: "application/pdf",
        bytes: b"%PDF".to_vec(),
    };
    shown.note(stripe.upload(&case, &file).await);
    shown.note(stripe.documents(&case).await);
    shown.note(stripe.document_bytes(&case, "file_1").await);
    shown.note(stripe.earlier_payments(&case).await);
    shown.note(stripe.answer_manually(&case).await);
    if let Ok(call) = stripe.accept(&case, "intent") {
        shown.also(&stripe.send(&call, &case).await);
        shown.note(stripe.judge(&call, &case, "intent").await);
    }
    shown.note(stripe.beside(&case).await);
    let _ = stripe.provider_now();
    shown
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

#[tokio::test]
async fn a_call_that_is_quoted_back_brings_nothing_private_along() {
    const KEY: &str = "rk_test_CANARYkey9903stripe";
    let _ = crate::heard::log();
    let mut shown = Shown::default();
    for (status, signs_in) in quoting::WAYS {
        let server = quoting::start(status, signs_in).await;
        let base = Some(server.base.clone());
        let limits = server::impatient();
        let stripe = Stripe::with_limits(credentials(KEY), base, limits).unwrap();
        shown.and(&everything(&stripe).await);
    }
    shown.has_none_of(&[KEY]);
}
