//! Planted secrets: none of them shows in a log line of any level, an error or a debug print.

use super::compose::pack;
use super::{at, card, credentials, read, with};
use crate::adapter::{Adapter as _, File};
use crate::http::testing::{Reaction, Server, json as good, quick};
use crate::stripe::Stripe;
use serde_json::json;

const SECRETS: [&str; 7] = [
    "CANARYkey7781",
    "CANARYname7781",
    "CANARYtext7781",
    "CANARYfile7781",
    "CANARYanswer7781",
    "canary7781.mail",
    "CANARYquery7781",
];

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
async fn no_secret_shows_anywhere() {
    // For the whole process, so that lines of the libraries below are caught too, at every level.
    let log = crate::heard::log();
    let mut shown = String::new();
    for status in [200, 400, 401, 403, 404, 429, 500] {
        let server = Server::start(move |seen| {
            if status == 200 {
                return good(with(
                    card(),
                    "charge.billing_details.name",
                    json!("CANARYname7781"),
                ));
            }
            // A provider that quotes the key and everything it was sent.
            let quoted = format!(
                "CANARYanswer7781 {} {}",
                seen.header("authorization").unwrap_or(""),
                seen.body
            );
            Reaction::With(
                status,
                vec![("request-id", "CANARYkey7781 x".into())],
                json!({"error": {"type": "t", "code": "CANARYanswer7781", "param": quoted}})
                    .to_string()
                    .into_bytes(),
            )
        })
        .await;
        let mut secret = credentials("rk_test_CANARYkey7781");
        secret.connected_account = Some("acct_1".into());
        let stripe =
            Stripe::with_limits(secret.clone(), Some(server.base.clone()), quick()).unwrap();
        let case = read(with(
            card(),
            "charge.receipt_email",
            json!("a@canary7781.mail"),
        ));
        shown.push_str(&format!("{secret:?}"));
        shown.push_str(&format!(
            "{:?}",
            stripe.check(at("2026-11-22T05:00:00Z")).await.map(|c| c.ok)
        ));
        if let Err(error) = stripe.read(&case).await {
            shown.push_str(&format!("{error} {error:?}"));
        }
        let file = File {
            field: "receipt".into(),
            name: "CANARYfile7781.pdf".into(),
            media_type: "application/pdf",
            bytes: b"CANARYfile7781".to_vec(),
        };
        if let Err(error) = stripe.upload(&case, &file).await {
            shown.push_str(&format!("{error} {error:?}"));
        }
        let call = stripe
            .answer(
                &case,
                &pack(&[("uncategorized_text", "CANARYtext7781")]),
                &[],
                "sub_1",
            )
            .unwrap();
        shown.push_str(&format!("{call:?} {file:?}"));
        shown.push_str(&format!("{:?}", stripe.send(&call, &case).await));
        let _ = stripe
            .get(
                "/v1/things",
                &[("q", "CANARYquery7781".to_owned())],
                "/v1/things",
            )
            .await;
    }
    let lines = log.text();
    assert!(
        lines.contains("/v1/disputes/:id"),
        "something was logged: {}",
        lines.len()
    );
    assert!(
        lines.contains("hyper"),
        "the libraries' lines are there too"
    );
    log.has_none_of(&SECRETS);
    for secret in SECRETS {
        assert!(!shown.contains(secret), "{secret} in: {shown}");
    }
}

#[test]
fn a_quoted_key_is_taken_out_of_the_providers_words() {
    let stripe = Stripe::new(credentials("rk_test_CANARYkey7781"), None).unwrap();
    let envelope = crate::stripe::wire::Envelope::read(Some(
        &json!({"error": {"type": "t", "message": "Bad key rk_test_CANARYkey7781!"}}),
    ));
    let answer = crate::http::Answer {
        status: 400,
        request_id: None,
        should_retry: None,
        replayed: false,
        retry_after: None,
        limited: false,
        date: None,
        location: None,
        json: None,
        bytes: vec![],
    };
    assert_eq!(stripe.refusal(&answer, envelope).message, "Bad key [key]!");
}
