//! Whatever Celcoin, or somebody in its place, answers: a case, a row that is skipped, or an error; never an end.

use super::convert::{self, Facts};
use super::tests::{credentials, row};
use super::{Celcoin, CelcoinCredentials, list, webhook, wire};
use crate::adapter::{Adapter as _, File, Pack, Prepared};
use crate::hostile::quoting::{self, Shown};
use crate::hostile::{self, CASES, Hostile, derived, server};
use crate::http::testing::Server;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tvist_domain::clock::Timestamp;
use tvist_domain::provider::Environment;

fn seen() -> Timestamp {
    "2025-06-03T12:00:00Z".parse().unwrap()
}

fn charge() -> Value {
    json!({
        "galaxPayId": 5007, "Customer": {"name": "Ana Exemplo", "document": "52998224725", "emails": ["ana@example.test"]},
        "PaymentMethodCreditCard": {"Card": {"number": "4111 **** **** 0004", "brand": {"id": "visa", "name": "Visa"}}},
        "Transactions": [{"galaxPayId": 1007, "value": 25990, "payday": "2025-05-20", "tid": "tid-1"}]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(CASES))]

    #[test]
    fn any_row_is_a_case_or_is_skipped(seed in any::<u64>()) {
        let mut hostile = Hostile::new(seed);
        let body = hostile.body(&[row(7, "awaitingDocumentation"), row(8, "lostDispute")]);
        let charge = hostile.body(&[charge()]);
        let transaction = charge.pointer("/Transactions/0").cloned().unwrap_or_default();
        let facts = Facts::read(&transaction, Some(&charge));
        if let Ok(case) = convert::dispute(&body, &facts, true, seen()) {
            derived::look_at(&case, seen());
            prop_assert_eq!(Facts::known(&case), facts);
        }
        let _ = (list::id(&body), wire::created(&body), wire::documents(&body));
        let page = json!({"Chargebacks": body, "totalQtdFoundInPage": charge});
        let _ = (wire::rows(&page, "Chargebacks"), wire::is_page(&page, "Chargebacks"));
        let called = json!({"event": webhook::EVENT, "confirmHash": charge, "Chargeback": body});
        let _ = webhook::parse(called.to_string().as_bytes()).map(|hint| hint.usable());
        let _ = webhook::parse(body.to_string().as_bytes());
    }
}

fn honest(path: &str) -> (Value, bool) {
    match path {
        "/v5/token" => (json!({"access_token": "t", "expires_in": 2400}), false),
        path if path.ends_with("/chargebacks") => {
            let rows = [row(7, "awaitingDocumentation"), row(8, "inAnalysis")];
            (json!({"totalQtdFoundInPage": 2, "Chargebacks": rows}), true)
        }
        path if path.ends_with("/charges") => (json!({"Charges": [charge()]}), true),
        _ => (json!({"type": true}), true),
    }
}

/// Asks for everything that there is to ask for.
async fn everything(server: &Server, credentials: CelcoinCredentials) -> Shown {
    let mut shown = Shown::default();
    let whole = convert::dispute(
        &row(7, "awaitingDocumentation"),
        &Facts::default(),
        false,
        seen(),
    );
    let case = whole.unwrap();
    let file = Prepared {
        file: File {
            field: "documents".into(),
            name: "a.pdf".into(),
            media_type: "application/pdf",
            bytes: b"%PDF".to_vec(),
        },
        remote: None,
    };
    let pack = Pack {
        fields: BTreeMap::new(),
    };
    let base = Some(server.base.clone());
    let limits = server::impatient();
    let celcoin = Celcoin::with_limits(credentials, base, Environment::Test, limits).unwrap();
    shown.note(celcoin.check(seen()).await);
    hostile::syncs_twice(&celcoin, &mut shown, ["7", "9"], seen()).await;
    shown.note(celcoin.read(&case).await);
    let call = celcoin.answer(&case, &pack, std::slice::from_ref(&file), "intent");
    let call = call.unwrap();
    shown.also(&celcoin.send(&call, &case).await);
    shown.note(celcoin.judge(&call, &case, "intent").await);
    shown
}

#[tokio::test]
async fn any_answer_of_a_server_is_an_outcome() {
    for seed in 0..server::SEEDS {
        let server = server::start(seed, |seen| honest(seen.path())).await;
        everything(&server, credentials()).await;
        assert!(!server.seen().is_empty());
    }
}

#[tokio::test]
async fn a_call_that_is_quoted_back_brings_nothing_private_along() {
    const SECRET: &str = "CANARYsecret9903celcoin";
    let _ = crate::heard::log();
    let mut shown = Shown::default();
    for (status, signs_in) in quoting::WAYS {
        let server = quoting::start(status, signs_in).await;
        let with = CelcoinCredentials {
            client_secret: SECRET.into(),
            ..credentials()
        };
        shown.and(&everything(&server, with).await);
    }
    shown.has_none_of(&[SECRET, quoting::TOKEN]);
}
