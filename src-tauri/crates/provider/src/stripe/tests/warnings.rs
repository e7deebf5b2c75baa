//! Early fraud warnings: what is read of them, and the refund that answers one.

use super::{at, charge, stripe, with};
use crate::ProviderError;
use crate::http::testing::{Reaction, Seen, Server, json as good};
use crate::stripe::compose::decoded;
use crate::stripe::warnings::warning;
use crate::warning::{WarningScope, WarningsRead, Warns as _};
use proptest::prelude::*;
use serde_json::{Value, json};
use tvist_domain::Money;
use tvist_domain::submission::Verdict;

const NOW: &str = "2026-11-22T06:00:00Z";
const LIST: &str = "/v1/radar/early_fraud_warnings";

fn one(id: &str) -> Value {
    json!({"id": id, "object": "radar.early_fraud_warning", "actionable": true, "charge": charge(),
        "created": 1_795_290_000, "fraud_type": "made_with_stolen_card", "livemode": true, "payment_intent": "pi_1"})
}

fn event(id: &str, warning: &str) -> Value {
    json!({"id": id, "type": "radar.early_fraud_warning.updated", "created": 1_795_300_000,
        "data": {"object": {"id": warning, "object": "radar.early_fraud_warning"}}})
}

fn page(entries: &[Value], more: bool) -> Reaction {
    good(json!({"object": "list", "data": entries, "has_more": more, "url": "/"}))
}

fn forbidden() -> Reaction {
    Reaction::Json(
        403,
        json!({"error": {"type": "invalid_request_error", "message": "Having the 'rak_early_fraud_warning_read' permission would allow this."}}),
    )
}

fn scope(cursor: Option<Value>) -> WarningScope {
    WarningScope {
        cursor,
        full: false,
        reread: Vec::new(),
        now: at(NOW),
    }
}

fn ids(read: &WarningsRead) -> Vec<&str> {
    read.warnings
        .iter()
        .map(|w| w.provider_id.as_str())
        .collect()
}

#[test]
fn a_warning_is_read_with_its_payment_and_an_unknown_word_is_kept() {
    let read = warning(with(one("issfr_1"), "fraud_type", json!("made_by_robots"))).unwrap();
    assert_eq!(read.fraud_type.as_deref(), Some("made_by_robots"));
    assert_eq!(read.transaction.id.as_deref(), Some("ch_1"));
    assert_eq!(read.left(), Some(Money::new(12_990, "EUR")));
    assert_eq!(read.customer.name.as_deref(), Some("Ida Probst"));
    assert_eq!(read.order.reference.as_deref(), Some("A-2291"));
    // Not expanded: the payment is named, and nothing of it is known.
    let bare = warning(with(one("issfr_1"), "charge", json!("ch_1"))).unwrap();
    assert_eq!(bare.transaction.id.as_deref(), Some("ch_1"));
    assert_eq!((bare.left(), bare.disputed), (None, None));
    for member in ["id", "created", "actionable"] {
        let broken = with(one("issfr_1"), member, Value::Null);
        assert_eq!(warning(broken).unwrap_err().1, member);
    }
}

proptest! {
    #[test]
    fn no_object_ends_the_program(text in "\\PC*", number in any::<i64>(), float in any::<f64>(), flag in any::<bool>(), pick in 0usize..7, place in 0usize..10) {
        let places = ["id", "actionable", "charge", "created", "fraud_type", "payment_intent", "charge.amount",
            "charge.amount_refunded", "charge.currency", "charge.created"];
        let value = [json!(text), json!(number), json!(float), json!(flag), Value::Null, json!([text]), json!({"id": number})][pick].clone();
        if let Ok(read) = warning(with(one("issfr_1"), places[place], value)) {
            let _ = read.left();
            let _ = crate::stripe::compose::refund_of(&read.provider_id, &read.transaction, &Money::new(number, "ISK"), "sub_1");
        }
    }
}

#[tokio::test]
async fn the_list_is_read_page_by_page_once_and_then_only_what_events_name() {
    let server = Server::start(|seen: &Seen| match seen.path() {
        LIST => match seen.query("starting_after").as_deref() {
            None => page(
                &[
                    one("issfr_3"),
                    with(one("issfr_2"), "created", json!("soon")),
                ],
                true,
            ),
            Some("issfr_2") => page(&[one("issfr_1")], false),
            Some(_) => Reaction::Reset,
        },
        "/v1/events" => page(
            &[event("evt_1", "issfr_2"), event("evt_0", "issfr_2")],
            false,
        ),
        "/v1/radar/early_fraud_warnings/issfr_2" => {
            good(with(one("issfr_2"), "actionable", json!(false)))
        }
        _ => Reaction::Reset,
    })
    .await;
    let stripe = stripe(&server);
    let first = stripe.read(&scope(None)).await.unwrap();
    assert_eq!(ids(&first), ["issfr_3", "issfr_1"]);
    let skipped = (
        Some("issfr_2".to_owned()),
        "created is missing or unreadable".to_owned(),
    );
    assert_eq!(first.skipped, [skipped]);
    assert!(server.seen().iter().all(|seen| seen.path() != "/v1/events"));

    let second = stripe.read(&scope(Some(first.cursor))).await.unwrap();
    assert_eq!(ids(&second), ["issfr_2"]);
    assert!(!second.warnings[0].actionable);
    // What was seen isn't read again, and nothing else is: one request.
    let before = server.seen().len();
    let third = stripe.read(&scope(Some(second.cursor))).await.unwrap();
    assert!(third.warnings.is_empty());
    assert_eq!(server.seen().len(), before + 1);
}

#[tokio::test]
async fn without_the_right_to_events_the_list_serves_and_without_its_own_it_says_so() {
    let server = Server::start(|seen: &Seen| match seen.path() {
        LIST => page(&[one("issfr_1")], false),
        _ => forbidden(),
    })
    .await;
    let stripe = stripe(&server);
    let first = stripe.read(&scope(None)).await.unwrap();
    let second = stripe.read(&scope(Some(first.cursor))).await.unwrap();
    assert_eq!(ids(&second), ["issfr_1"]);

    let closed = Server::start(|_: &Seen| forbidden()).await;
    let refused = super::stripe(&closed).read(&scope(None)).await;
    assert!(matches!(refused, Err(ProviderError::Forbidden { .. })));
}

#[tokio::test]
async fn a_list_that_goes_on_for_ever_is_broken() {
    let server = Server::start(|_: &Seen| page(&[one("issfr_1")], true)).await;
    let read = stripe(&server).read(&scope(None)).await;
    assert!(matches!(read, Err(ProviderError::Protocol { .. })));
}

#[tokio::test]
async fn the_refund_is_of_what_is_left_and_its_own_mark_tells_whose_it_was() {
    let server = Server::start(|seen: &Seen| match seen.path() {
        "/v1/refunds" => {
            let ours = json!({"id": "re_1", "object": "refund", "amount": 9_990, "status": "succeeded",
                "charge": "ch_1", "metadata": {"tvist_intent": "sub_1"}});
            page(&[ours], false)
        }
        _ => good(one("issfr_1")),
    })
    .await;
    let stripe = stripe(&server);
    let before = warning(with(one("issfr_1"), "charge.amount_refunded", json!(3_000))).unwrap();
    let call = stripe.refund(&before, "sub_1").unwrap();
    assert_eq!(decoded(&call.body, "amount").as_deref(), Some("9990"));
    assert_eq!(decoded(&call.body, "charge").as_deref(), Some("ch_1"));
    assert!(call.key.is_some());
    let (verdict, now) = stripe.judge(&call, &before, "sub_1").await.unwrap();
    assert_eq!(verdict, Verdict::Landed);
    assert_eq!(now.provider_id, "issfr_1");
    let (verdict, _) = stripe.judge(&call, &before, "sub_2").await.unwrap();
    assert_ne!(verdict, Verdict::Landed);
    // Nothing left, or nothing to be seen: no call.
    for (path, value) in [
        ("charge.amount_refunded", json!(12_990)),
        ("charge", json!("ch_1")),
    ] {
        let none = warning(with(one("issfr_1"), path, value)).unwrap();
        assert!(stripe.refund(&none, "sub_1").is_err());
    }
}
