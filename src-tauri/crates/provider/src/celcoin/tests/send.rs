//! Documents, giving up, registering an address: once, settled by reading.

use super::*;

#[tokio::test]
async fn documents_and_giving_up_are_sent_once_and_settled_by_reading() {
    for (act, put, expected, landed) in [
        (Act::Submit, Put::Good, "accepted", Some(Verdict::Landed)),
        (Act::Accept, Put::Good, "accepted", Some(Verdict::Landed)),
        (Act::Submit, Put::SaysNo, "refused", Some(Verdict::Nothing)),
        (Act::Submit, Put::Invalid, "refused", Some(Verdict::Nothing)),
        (Act::Submit, Put::CutAfter, "unknown", Some(Verdict::Landed)),
        (
            Act::Submit,
            Put::CutBefore,
            "unknown",
            Some(Verdict::Nothing),
        ),
        (
            Act::Accept,
            Put::ErrorAfter,
            "unknown",
            Some(Verdict::Landed),
        ),
        (Act::Submit, Put::Odd, "unknown", Some(Verdict::Landed)),
    ] {
        let (server, shared, adapter) = world().await;
        let case = one_case(&shared, &adapter).await;
        shared.lock().unwrap().put = put;
        let call = match act {
            Act::Submit => adapter
                .answer(&case, &no_pack(), &documents(), "i")
                .unwrap(),
            _ => adapter.accept(&case, "i").unwrap(),
        };
        let outcome = adapter.send(&call, &case).await;
        let word = match &outcome {
            crate::Outcome::Accepted { .. } => "accepted",
            crate::Outcome::Refused(_) => "refused",
            crate::Outcome::NotSent(_) => "not sent",
            crate::Outcome::Unknown { .. } => "unknown",
        };
        assert_eq!(word, expected, "{act:?} {outcome:?}");
        let puts: Vec<Seen> = server
            .seen()
            .into_iter()
            .filter(|s| s.method == "PUT")
            .collect();
        assert_eq!(puts.len(), 1, "once, whatever happens");
        if act == Act::Submit {
            assert_eq!(puts[0].path, "/baas/v1/cash/chargebacks/7");
            assert_eq!(puts[0].json(), json!({"files": ["JVBERi0xLjcKJWRlbW8="]}));
        } else {
            assert_eq!(puts[0].path, "/baas/v1/cash/chargebacks/lose/7");
            assert_eq!(puts[0].json(), json!({}));
        }
        if let Some(landed) = landed {
            assert_eq!(
                adapter.judge(&call, &case, "i").await.unwrap().0,
                landed,
                "{act:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_token_that_ends_just_then_costs_no_second_sending() {
    let (server, shared, adapter) = world().await;
    let case = one_case(&shared, &adapter).await;
    let call = adapter
        .answer(&case, &no_pack(), &documents(), "i")
        .unwrap();
    shared.lock().unwrap().revoked = 1;
    let outcome = adapter.send(&call, &case).await;
    assert!(
        matches!(outcome, crate::Outcome::Accepted { .. }),
        "{outcome:?}"
    );
    assert_eq!(server.count("PUT /baas/v1/cash/chargebacks/7"), 2);
}

#[tokio::test]
async fn a_case_that_moved_under_a_refused_token_is_not_answered_again() {
    let (server, shared, adapter) = world().await;
    let case = one_case(&shared, &adapter).await;
    let call = adapter
        .answer(&case, &no_pack(), &documents(), "i")
        .unwrap();
    // Delivered twice: the first one landed, the second one met a token that had ended.
    shared.lock().unwrap().revoked = 1;
    shared.lock().unwrap().rows[0]["DocumentsChargeback"] =
        json!({"createdAt": "2025-06-03 09:00:00"});
    let outcome = adapter.send(&call, &case).await;
    assert!(
        matches!(outcome, crate::Outcome::Unknown { .. }),
        "{outcome:?}"
    );
    assert_eq!(server.count("PUT /baas/v1/cash/chargebacks/7"), 1);
}

#[tokio::test]
async fn odd_calls_are_never_made() {
    let (server, shared, adapter) = world().await;
    let mut case = one_case(&shared, &adapter).await;
    let mut call = adapter.accept(&case, "i").unwrap();
    call.target = "/baas/v1/cash/chargebacks/lose/7/../8".to_owned();
    assert!(matches!(
        adapter.send(&call, &case).await,
        crate::Outcome::NotSent(_)
    ));
    case.provider_id = "7/../8".to_owned();
    assert!(adapter.accept(&case, "i").is_err());
    assert!(adapter.answer(&case, &no_pack(), &[], "i").is_err());
    assert!(!server.lines().iter().any(|l| l.starts_with("PUT")));
}

#[tokio::test]
async fn registering_a_webhook_gives_the_hash_apart_from_the_answer() {
    let (server, _shared, adapter) = world().await;
    let url = Url::parse("https://hooks.example.test/celcoin").unwrap();
    let call = adapter.registration(&url, &[]).unwrap();
    let registered = adapter.register(&call).await;
    let hash = registered.confirm_hash.as_ref().unwrap();
    assert_eq!(hash.expose_secret(), "0f1e2d3c4b5a69788796a5b4c3d2e1f0");
    assert_eq!(registered.events, [webhook::EVENT]);
    let shown = format!("{registered:?}");
    assert!(!shown.contains("0f1e2d3c"), "{shown}");
    let put = server.seen().pop().unwrap();
    assert_eq!(
        put.json(),
        json!({"url": "https://hooks.example.test/celcoin", "events": ["chargeback.update"]})
    );
    for odd in [
        "http://hooks.example.test/x",
        "https://u:p@hooks.example.test/",
        "ftp://127.0.0.1/",
    ] {
        assert!(
            adapter
                .registration(&Url::parse(odd).unwrap(), &[])
                .is_err(),
            "{odd}"
        );
    }
    let others =
        |names: &[&str]| -> Vec<String> { names.iter().map(|n| (*n).to_owned()).collect() };
    let named = others(&[
        "transaction.updateStatus",
        "chargeback.update",
        "new.event",
        "new.event",
    ]);
    let more = adapter.registration(&url, &named).unwrap();
    assert_eq!(
        more.events,
        ["chargeback.update", "transaction.updateStatus", "new.event"]
    );
    for odd in ["", "a b", "a\nb", "é", &"x".repeat(256)] {
        assert!(
            adapter.registration(&url, &others(&[odd])).is_err(),
            "{odd}"
        );
    }
}
