//! What an answer to an irreversible call proves (rules R6 and R7).

use super::compose::pack;
use super::{card, klarna, read, stripe, with};
use crate::adapter::Adapter as _;
use crate::call::{Irreversible, Outcome};
use crate::http::testing::{Reaction, Server, deserted, json as good, quick};
use crate::stripe::Stripe;
use crate::stripe::compose::{answer, close, refund};
use crate::stripe::judge::{answered, conceded, paid_back};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tvist_domain::Dispute;
use tvist_domain::submission::Verdict;

const INTENT: &str = "sub_42";

fn an_answer() -> (Irreversible, Dispute) {
    let case = read(card());
    let call = answer(
        &case,
        &pack(&[("customer_name", "CANARYname")]),
        &[],
        INTENT,
    )
    .unwrap();
    (call, case)
}

fn a_close() -> (Irreversible, Dispute) {
    let case = read(card());
    (close(&case, INTENT).unwrap(), case)
}

fn a_refund() -> (Irreversible, Dispute) {
    let case = read(klarna());
    (refund(&case, &case.amount, INTENT).unwrap(), case)
}

/// The end of a call that meets these answers in order, and how many requests it took.
async fn end(made: (Irreversible, Dispute), reactions: Vec<Reaction>) -> (Outcome, usize) {
    let turn = AtomicUsize::new(0);
    let server = Server::start(move |_| {
        let at = turn.fetch_add(1, Ordering::SeqCst);
        reactions[at.min(reactions.len() - 1)].clone()
    })
    .await;
    let (call, case) = made;
    let outcome = stripe(&server).send(&call, &case).await;
    let seen = server.seen();
    for request in &seen {
        assert_eq!(request.body, call.body, "the same bytes");
        assert_eq!(
            request.header("idempotency-key"),
            call.key.as_deref(),
            "the same key"
        );
        assert_eq!(request.header("stripe-version"), Some("2026-10-28.endive"));
        assert_eq!(request.target, call.target);
    }
    (outcome, seen.len())
}

fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Accepted { .. } => "accepted",
        Outcome::Refused(_) => "refused",
        Outcome::NotSent(_) => "not sent",
        Outcome::Unknown { .. } => "unknown",
    }
}

fn error(status: u16, kind: &str, code: Option<&str>) -> Reaction {
    let mut error = json!({"type": kind, "message": "No."});
    if let Some(code) = code {
        error["code"] = json!(code);
    }
    Reaction::Json(status, json!({"error": error}))
}

fn taken() -> Value {
    with(
        with(card(), "status", json!("under_review")),
        "metadata",
        json!({"tvist_intent": INTENT}),
    )
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a table")]
async fn every_end_of_an_answer() {
    let marked = with(card(), "metadata", json!({"tvist_intent": INTENT}));
    let counted = with(card(), "evidence_details.submission_count", json!(1));
    let moved = with(card(), "status", json!("under_review"));
    let other_case = with(taken(), "id", json!("du_other"));
    let whole = taken().to_string();
    let cut = crate::http::testing::response(200, &[], whole.as_bytes());
    let cut = cut[..cut.len() - 40].to_vec();
    let bad = "invalid_request_error";
    let in_use = || error(409, bad, Some("idempotency_key_in_use"));
    for (name, reactions, end_word, requests) in [
        ("taken", vec![good(taken())], "accepted", 1),
        ("marked", vec![good(marked)], "accepted", 1),
        ("counted", vec![good(counted)], "accepted", 1),
        ("moved", vec![good(moved)], "accepted", 1),
        (
            "replayed",
            vec![Reaction::With(
                200,
                vec![("idempotent-replayed", "true".into())],
                whole.clone().into_bytes(),
            )],
            "accepted",
            1,
        ),
        ("unchanged", vec![good(card())], "unknown", 1),
        ("another case", vec![good(other_case)], "unknown", 1),
        (
            "an unknown word",
            vec![good(with(card(), "status", json!("new_word")))],
            "unknown",
            1,
        ),
        ("no object", vec![good(json!([]))], "unknown", 1),
        (
            "empty",
            vec![Reaction::With(200, vec![], vec![])],
            "unknown",
            1,
        ),
        (
            "no content",
            vec![Reaction::With(204, vec![], vec![])],
            "unknown",
            1,
        ),
        (
            "broken JSON",
            vec![Reaction::With(
                200,
                vec![],
                whole.as_bytes()[..200].to_vec(),
            )],
            "unknown",
            1,
        ),
        (
            "HTML",
            vec![Reaction::With(200, vec![], b"<html>ok</html>".to_vec())],
            "unknown",
            1,
        ),
        ("cut", vec![Reaction::Raw(cut)], "unknown", 1),
        ("reset", vec![Reaction::Reset, good(taken())], "unknown", 1),
        (
            "silence",
            vec![Reaction::Silence, good(taken())],
            "unknown",
            1,
        ),
        (
            "late",
            vec![Reaction::Late(Duration::from_secs(5), taken())],
            "unknown",
            1,
        ),
        (
            "500",
            vec![error(500, "api_error", None), good(taken())],
            "unknown",
            1,
        ),
        (
            "503 that asks for more",
            vec![
                Reaction::With(
                    503,
                    vec![("stripe-should-retry", "true".into())],
                    b"{}".to_vec(),
                ),
                good(taken()),
            ],
            "unknown",
            1,
        ),
        (
            "a stored 500",
            vec![Reaction::With(
                500,
                vec![("idempotent-replayed", "true".into())],
                b"{}".to_vec(),
            )],
            "unknown",
            1,
        ),
        (
            "redirect",
            vec![Reaction::With(
                307,
                vec![("location", "/v1/x".into())],
                vec![],
            )],
            "unknown",
            1,
        ),
        ("refused", vec![error(400, bad, None)], "refused", 1),
        (
            "too many pages",
            vec![error(
                400,
                bad,
                Some("dispute_evidence_page_limit_exceeded"),
            )],
            "refused",
            1,
        ),
        (
            "key",
            vec![error(401, bad, Some("api_key_expired"))],
            "refused",
            1,
        ),
        ("right", vec![error(403, bad, None)], "refused", 1),
        (
            "gone",
            vec![error(404, bad, Some("resource_missing"))],
            "refused",
            1,
        ),
        (
            "conflict",
            vec![error(409, bad, Some("other"))],
            "refused",
            1,
        ),
        ("unprocessable", vec![error(422, bad, None)], "refused", 1),
        (
            "the key was used with other bytes",
            vec![error(400, "idempotency_error", None)],
            "unknown",
            1,
        ),
        (
            "400 of something else",
            vec![Reaction::With(400, vec![], b"<html>".to_vec())],
            "unknown",
            1,
        ),
        (
            "an empty envelope",
            vec![Reaction::Json(400, json!({"error": {}}))],
            "unknown",
            1,
        ),
        (
            "another envelope",
            vec![Reaction::Json(403, json!({"message": "x"}))],
            "unknown",
            1,
        ),
        ("408", vec![error(408, "x", None)], "unknown", 1),
        (
            "slow down, then taken",
            vec![error(429, bad, Some("rate_limit")), good(taken())],
            "accepted",
            2,
        ),
        (
            "locked, then taken",
            vec![error(429, bad, Some("lock_timeout")), good(taken())],
            "accepted",
            2,
        ),
        (
            "locked (409), then taken",
            vec![error(409, bad, Some("lock_timeout")), good(taken())],
            "accepted",
            2,
        ),
        (
            "slow down for ever",
            vec![error(429, bad, Some("rate_limit"))],
            "refused",
            4,
        ),
        (
            "slow down, then reset",
            vec![error(429, bad, None), Reaction::Reset],
            "unknown",
            2,
        ),
        (
            "in use, then taken",
            vec![in_use(), good(taken())],
            "accepted",
            2,
        ),
        ("in use for ever", vec![in_use()], "unknown", 4),
        (
            "in use, then slow down for ever",
            vec![in_use(), error(429, bad, None)],
            "unknown",
            4,
        ),
        (
            "in use, then refused",
            vec![in_use(), error(400, bad, None)],
            "refused",
            2,
        ),
    ] {
        let (outcome, made) = end(an_answer(), reactions).await;
        assert_eq!(word(&outcome), end_word, "{name}");
        assert_eq!(made, requests, "{name}");
        assert!(!format!("{outcome:?}").contains("CANARYname"), "{name}");
    }
}

#[tokio::test]
async fn a_refusal_keeps_the_providers_words() {
    let reaction = Reaction::With(
        400,
        vec![("request-id", "req_77".into())],
        json!({"error": {"type": "invalid_request_error", "message": "This dispute is\nalready closed"}}).to_string().into_bytes(),
    );
    let (outcome, _) = end(an_answer(), vec![reaction]).await;
    let Outcome::Refused(refusal) = outcome else {
        panic!()
    };
    assert_eq!(refusal.status, 400);
    assert_eq!(refusal.code, None);
    assert_eq!(refusal.message, "This dispute is already closed");
    assert_eq!(refusal.request_id.as_deref(), Some("req_77"));
}

#[tokio::test]
async fn nobody_there_means_not_sent() {
    let base = deserted();
    let stripe = Stripe::with_limits(super::credentials(super::KEY), Some(base), quick()).unwrap();
    let (call, case) = an_answer();
    assert_eq!(word(&stripe.send(&call, &case).await), "not sent");
    let mut foreign = call;
    for target in [
        "https://evil.example/v1/disputes/du_1",
        "//evil.example/v1",
        "/evil",
    ] {
        foreign.target = target.to_owned();
        assert_eq!(
            word(&stripe.send(&foreign, &case).await),
            "not sent",
            "{target}"
        );
    }
}

#[tokio::test]
async fn every_end_of_a_close() {
    let lost = with(card(), "status", json!("lost"));
    for (name, body, end_word) in [
        ("lost", lost.clone(), "accepted"),
        ("another case", with(lost, "id", json!("du_2")), "unknown"),
        ("still open", card(), "unknown"),
        ("won", with(card(), "status", json!("won")), "unknown"),
    ] {
        let (outcome, requests) = end(a_close(), vec![good(body)]).await;
        assert_eq!((word(&outcome), requests), (end_word, 1), "{name}");
    }
    let (outcome, _) = end(a_close(), vec![error(400, "invalid_request_error", None)]).await;
    assert_eq!(word(&outcome), "refused");
}

fn refund_object() -> Value {
    json!({"id": "re_1", "object": "refund", "amount": 5900, "currency": "eur", "charge": "py_1",
        "payment_intent": "pi_2", "status": "succeeded", "metadata": {"tvist_intent": INTENT}})
}

#[tokio::test]
async fn every_end_of_a_refund() {
    for (name, body, end_word) in [
        ("succeeded", refund_object(), "accepted"),
        (
            "pending",
            with(refund_object(), "status", json!("pending")),
            "accepted",
        ),
        (
            "a status of tomorrow",
            with(refund_object(), "status", json!("new_word")),
            "accepted",
        ),
        (
            "failed",
            with(refund_object(), "status", json!("failed")),
            "refused",
        ),
        (
            "canceled",
            with(refund_object(), "status", json!("canceled")),
            "refused",
        ),
        (
            "without its mark",
            with(refund_object(), "metadata", json!({})),
            "unknown",
        ),
        (
            "another's mark",
            with(refund_object(), "metadata.tvist_intent", json!("x")),
            "unknown",
        ),
        (
            "another payment",
            with(refund_object(), "charge", json!("py_9")),
            "unknown",
        ),
        (
            "another object",
            with(refund_object(), "object", json!("charge")),
            "unknown",
        ),
        (
            "nameless",
            with(refund_object(), "id", Value::Null),
            "unknown",
        ),
    ] {
        let (outcome, requests) = end(a_refund(), vec![good(body)]).await;
        assert_eq!((word(&outcome), requests), (end_word, 1), "{name}");
    }
    let disputed = error(400, "invalid_request_error", Some("charge_disputed"));
    let (outcome, _) = end(a_refund(), vec![disputed]).await;
    let Outcome::Refused(refusal) = outcome else {
        panic!()
    };
    assert_eq!(refusal.code.as_deref(), Some("charge_disputed"));
}

#[test]
fn whose_answer_it_was() {
    let before = read(card());
    let now = |changes: &[(&str, Value)]| {
        let value = changes.iter().fold(card(), |value, (path, member)| {
            with(value, path, member.clone())
        });
        answered(&before, &read(value), INTENT)
    };
    let count = |n: i64| ("evidence_details.submission_count", json!(n));
    let status = |word: &str| ("status", json!(word));
    let mark = |intent: &str| ("metadata", json!({"tvist_intent": intent}));
    assert_eq!(
        now(&[mark(INTENT), count(1), status("under_review")]),
        Verdict::Landed
    );
    assert_eq!(now(&[mark(INTENT)]), Verdict::Landed);
    assert_eq!(now(&[mark(INTENT), status("won")]), Verdict::Landed);
    assert_eq!(
        now(&[count(1), status("under_review")]),
        Verdict::SomebodyElse
    );
    assert_eq!(now(&[count(1)]), Verdict::SomebodyElse);
    assert_eq!(
        now(&[mark("sub_other"), count(1), status("under_review")]),
        Verdict::SomebodyElse
    );
    assert_eq!(now(&[status("lost")]), Verdict::SomebodyElse);
    assert_eq!(now(&[]), Verdict::Nothing);
    assert_eq!(now(&[("metadata", json!({"a": "b"}))]), Verdict::Nothing);
    assert_eq!(now(&[status("new_word")]), Verdict::CannotTell);
    assert_eq!(
        now(&[("metadata", Value::Null), count(1)]),
        Verdict::CannotTell
    );
    assert_eq!(now(&[("metadata", Value::Null)]), Verdict::Nothing);
    // An inquiry that escalated meanwhile got no answer.
    let inquiry = read(with(card(), "status", json!("warning_needs_response")));
    assert_eq!(answered(&inquiry, &read(card()), INTENT), Verdict::Nothing);
}

#[test]
fn whether_it_was_conceded() {
    let now = |word: &str| conceded(&read(with(card(), "status", json!(word))));
    assert_eq!(now("lost"), Verdict::Landed);
    assert_eq!(now("needs_response"), Verdict::Nothing);
    assert_eq!(now("under_review"), Verdict::SomebodyElse);
    assert_eq!(now("won"), Verdict::SomebodyElse);
    assert_eq!(now("new_word"), Verdict::CannotTell);
}

#[test]
fn whose_refund_it_was() {
    let (call, before) = a_refund();
    let verdict = |refunds: &[Value]| paid_back(&call, &before.transaction, refunds, INTENT);
    let foreign = with(refund_object(), "metadata", json!({}));
    let failed = with(refund_object(), "status", json!("failed"));
    assert_eq!(verdict(&[]), Verdict::Nothing);
    assert_eq!(
        verdict(&[foreign.clone(), refund_object()]),
        Verdict::Landed
    );
    assert_eq!(verdict(std::slice::from_ref(&failed)), Verdict::TurnedDown);
    assert_eq!(
        verdict(std::slice::from_ref(&foreign)),
        Verdict::SomebodyElse
    );
    assert_eq!(
        verdict(&[with(foreign.clone(), "amount", json!(100))]),
        Verdict::Nothing
    );
    assert_eq!(
        verdict(&[with(foreign.clone(), "status", json!("canceled"))]),
        Verdict::Nothing
    );
    // One that was there before isn't anybody's answer to this, in whichever unit Stripe counts.
    let mut kronur = before.clone();
    kronur.transaction.refunded = Some(tvist_domain::Money::new(59, "ISK"));
    assert_eq!(
        paid_back(
            &call,
            &kronur.transaction,
            std::slice::from_ref(&foreign),
            INTENT
        ),
        Verdict::Nothing
    );
    let mut refunded_before = before.clone();
    refunded_before.transaction.refunded = Some(tvist_domain::Money::new(5900, "EUR"));
    assert_eq!(
        paid_back(
            &call,
            &refunded_before.transaction,
            std::slice::from_ref(&foreign),
            INTENT
        ),
        Verdict::Nothing
    );
}

#[tokio::test]
async fn a_lost_refund_is_found_on_the_last_page() {
    let server = Server::start(|seen| match seen.path() {
        "/v1/refunds" => {
            assert_eq!(seen.query("charge").as_deref(), Some("py_1"));
            let other = |n: usize| {
                with(
                    with(refund_object(), "id", json!(format!("re_x{n}"))),
                    "metadata",
                    json!({}),
                )
            };
            match seen.query("starting_after").as_deref() {
                None => {
                    good(json!({"object": "list", "has_more": true, "data": [other(1), other(2)]}))
                }
                Some("re_x2") => {
                    good(json!({"object": "list", "has_more": false, "data": [refund_object()]}))
                }
                Some(_) => Reaction::Reset,
            }
        }
        _ => good(klarna()),
    })
    .await;
    let (call, before) = a_refund();
    let (verdict, now) = stripe(&server).judge(&call, &before, INTENT).await.unwrap();
    assert_eq!(verdict, Verdict::Landed);
    assert_eq!(now.provider_id, before.provider_id);
    let posts = server
        .seen()
        .iter()
        .filter(|seen| seen.method != "GET")
        .count();
    assert_eq!(posts, 0, "judging only reads");
}

#[tokio::test]
async fn a_list_of_refunds_that_repeats_itself_settles_nothing() {
    let server = Server::start(|seen| match seen.path() {
        "/v1/refunds" => {
            let other = with(refund_object(), "metadata", json!({}));
            good(json!({"has_more": true, "data": [other]}))
        }
        _ => good(klarna()),
    })
    .await;
    let (call, before) = a_refund();
    assert!(stripe(&server).judge(&call, &before, INTENT).await.is_err());
    assert!(server.seen().len() < 10);
}
