//! What a look at the connection finds.

use super::{KEY, at, credentials, stripe};
use crate::ProviderError;
use crate::adapter::{Adapter as _, Check};
use crate::http::testing::{Reaction, Seen, Server, deserted, json as good, quick};
use crate::stripe::Stripe;
use serde_json::{Value, json};

fn empty() -> Value {
    json!({"object": "list", "data": [], "has_more": false})
}

fn forbidden(message: &str) -> Reaction {
    Reaction::Json(
        403,
        json!({"error": {"type": "invalid_request_error", "message": message}}),
    )
}

async fn check(
    key: &str,
    react: impl Fn(&Seen) -> Reaction + Send + Sync + 'static,
) -> (Result<Check, ProviderError>, Vec<Seen>) {
    let server = Server::start(react).await;
    let stripe = Stripe::with_limits(credentials(key), Some(server.base.clone()), quick()).unwrap();
    (
        stripe.check(at("2026-11-22T05:00:00Z")).await,
        server.seen(),
    )
}

#[tokio::test]
async fn a_good_key_lacks_nothing_and_only_reads_happen() {
    let (check, seen) = check(KEY, |_| {
        Reaction::With(
            200,
            vec![("date", "Sun, 22 Nov 2026 05:02:00 GMT".into())],
            empty().to_string().into_bytes(),
        )
    })
    .await;
    let check = check.unwrap();
    assert!(check.ok && check.missing.is_empty() && !check.too_powerful);
    assert_eq!(check.live, Some(false));
    assert_eq!(check.account_name, None);
    let skew = check.skew_seconds.unwrap();
    assert!((115..=121).contains(&skew), "{skew}");
    assert!(seen.iter().all(|seen| seen.method == "GET"));
    // It isn't asked for what §2.1 gives it no right to.
    assert!(seen.iter().all(|seen| seen.path() != "/v1/account"));
    assert!(
        seen.iter()
            .all(|seen| seen.header("authorization") == Some("Bearer rk_test_51CANARYkey"))
    );
}

#[tokio::test]
async fn each_missing_right_is_named() {
    let (check, _) = check(KEY, |seen| match seen.path() {
        "/v1/events" => forbidden("The provided key does not have the required permissions for this endpoint. Having the 'rak_event_read' permission would allow this request to continue."),
        "/v1/balance_transactions" | "/v1/refunds" | "/v1/radar/early_fraud_warnings"
        | "/v1/files" => forbidden("No."),
        // Nothing may hang on a call that the provider's document doesn't have (stripe.md §6).
        "/v1/charges" => Reaction::Json(404, json!({})),
        "/v1/account" => Reaction::Json(403, json!({})),
        _ => good(empty()),
    })
    .await;
    let check = check.unwrap();
    assert!(check.ok, "it works without them");
    let rights: Vec<(&str, &str)> = check
        .missing
        .iter()
        .map(|m| (m.right.as_str(), m.needed_for.as_str()))
        .collect();
    assert_eq!(
        rights,
        [
            ("rak_event_read", "events_read"),
            ("rak_balance_transaction_source_read", "balance_read"),
            ("rak_charge_read", "charges_read"),
            ("rak_early_fraud_warning_read", "warnings_read"),
            ("rak_file_read", "files_read")
        ]
    );
    assert!(check.missing.iter().all(|m| !m.required));
    assert_eq!(check.account_name, None);
}

#[tokio::test]
async fn without_the_right_to_disputes_it_can_t_work() {
    let (check, _) = check(KEY, |seen| match seen.path() {
        "/v1/disputes" => forbidden("Having the 'rak_dispute_read' permission would allow this."),
        _ => good(empty()),
    })
    .await;
    let check = check.unwrap();
    assert!(!check.ok);
    assert_eq!(check.missing[0].right, "rak_dispute_read");
    assert!(check.missing[0].required);
}

#[tokio::test]
async fn a_wrong_key_and_a_missing_right_are_told_apart() {
    let (wrong, seen) = check(KEY, |_| Reaction::Json(401, json!({"error": {"type": "invalid_request_error", "message": "Invalid API Key provided: rk_test_51CANARYkey"}}))).await;
    let wrong = wrong.unwrap_err();
    assert!(matches!(wrong, ProviderError::Unauthorized { .. }));
    assert!(!format!("{wrong} {wrong:?}").contains("CANARY"));
    assert_eq!(seen.len(), 1);
    let (account, _) = check(KEY, |_| {
        Reaction::Json(
            403,
            json!({"error": {"code": "account_invalid", "message": "x"}}),
        )
    })
    .await;
    assert!(
        matches!(account, Err(ProviderError::Unauthorized { code: Some(code) }) if code == "account_invalid")
    );
}

#[tokio::test]
async fn a_secret_key_may_do_too_much_and_tells_its_world() {
    for (key, powerful, live) in [
        ("sk_live_51CANARY", true, Some(true)),
        ("sk_test_51CANARY", true, Some(false)),
        ("rk_live_51CANARY", false, Some(true)),
        ("practice-key", false, None),
    ] {
        let (check, _) = check(key, |seen| match seen.path() {
            "/v1/account" => good(
                json!({"country": "AT", "settings": {"dashboard": {"display_name": "Kaffeehaus"}}}),
            ),
            _ => good(empty()),
        })
        .await;
        let check = check.unwrap();
        assert_eq!((check.too_powerful, check.live), (powerful, live), "{key}");
        let name = powerful.then_some("Kaffeehaus");
        assert_eq!(check.account_name.as_deref(), name, "{key}");
        assert_eq!(check.country.as_deref(), powerful.then_some("AT"), "{key}");
    }
    let (check, _) = check("practice", |_| {
        good(json!({"data": [{"id": "du_1", "livemode": true}]}))
    })
    .await;
    assert_eq!(check.unwrap().live, Some(true));
}

#[tokio::test]
async fn nobody_there_is_an_error_of_the_connection() {
    let stripe = Stripe::with_limits(credentials(KEY), Some(deserted()), quick()).unwrap();
    let error = stripe.check(at("2026-11-22T05:00:00Z")).await.unwrap_err();
    assert!(matches!(
        error,
        ProviderError::Transport { what: "connect" }
    ));
    assert!(error.is_transient());
}

#[tokio::test]
async fn what_it_can_do_without_may_be_out_of_order() {
    let (check, _) = check(KEY, |seen| match seen.path() {
        "/v1/disputes" => good(empty()),
        _ => Reaction::Json(404, json!({})),
    })
    .await;
    assert!(check.unwrap().ok);
}

#[test]
fn credentials_that_can_t_be_any_are_refused() {
    for bad in [
        "",
        "   ",
        "sk live",
        "rk_test_\nX-Evil: 1",
        "nyckel-åäö",
        "pk_live_123",
    ] {
        assert!(
            matches!(
                Stripe::new(credentials(bad), None),
                Err(ProviderError::Settings { .. })
            ),
            "{bad:?}"
        );
    }
    let mut with_account = credentials(KEY);
    with_account.connected_account = Some("acct_1\r\nX: y".into());
    assert!(Stripe::new(with_account, None).is_err());
    assert!(
        Stripe::new(credentials(" rk_test_1 \n"), None).is_ok(),
        "blanks around it come from pasting"
    );
    assert!(Stripe::new(credentials(KEY), "https://example.com".parse().ok()).is_err());
}

#[tokio::test]
async fn a_connected_account_is_named_in_every_call() {
    let server = Server::start(|_| good(empty())).await;
    let mut with_account = credentials(KEY);
    with_account.connected_account = Some("acct_7".into());
    let stripe = Stripe::with_limits(with_account, Some(server.base.clone()), quick()).unwrap();
    stripe.check(at("2026-11-22T05:00:00Z")).await.unwrap();
    assert!(
        server
            .seen()
            .iter()
            .all(|seen| seen.header("stripe-account") == Some("acct_7"))
    );
    assert_eq!(stripe.requests(), server.seen().len() as u64);
    let _ = super::stripe(&server)
        .check(at("2026-11-22T05:00:00Z"))
        .await;
    assert_eq!(server.seen().last().unwrap().header("stripe-account"), None);
}

#[tokio::test]
async fn reading_a_case_that_is_gone_or_another_says_so() {
    let known = super::read(super::card());
    for (reaction, expected) in [
        (
            Reaction::Json(404, json!({"error": {"code": "resource_missing"}})),
            "not_found",
        ),
        (good(super::klarna()), "protocol"),
        (good(json!([])), "protocol"),
        (Reaction::With(200, vec![], b"<html>".to_vec()), "protocol"),
        (Reaction::Json(500, json!({})), "unavailable"),
        (Reaction::Json(429, json!({})), "rate_limited"),
        (
            Reaction::With(
                302,
                vec![("location", "https://evil.example/".into())],
                vec![],
            ),
            "foreign_host",
        ),
        (
            Reaction::With(302, vec![("location", "/v1/else".into())], vec![]),
            "protocol",
        ),
        (Reaction::Reset, "transport"),
    ] {
        let server = Server::start(move |_| reaction.clone()).await;
        let error = stripe(&server).read(&known).await.unwrap_err();
        assert_eq!(error.code(), expected);
    }
}
