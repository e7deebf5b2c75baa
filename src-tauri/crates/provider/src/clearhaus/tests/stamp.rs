//! Refuting and accepting: once, proven by reading.

use super::*;

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
async fn stamps_are_set_once_and_proven_by_reading() {
    for (act, stamp, expected, landed) in [
        (Act::Submit, Stamp::Good, "accepted", Some(Verdict::Landed)),
        (Act::Accept, Stamp::Good, "accepted", Some(Verdict::Landed)),
        (
            Act::Submit,
            Stamp::CutAfter,
            "unknown",
            Some(Verdict::Landed),
        ),
        (
            Act::Submit,
            Stamp::ErrorAfter,
            "unknown",
            Some(Verdict::Landed),
        ),
        (
            Act::Submit,
            Stamp::CutBefore,
            "unknown",
            Some(Verdict::Nothing),
        ),
        (
            Act::Submit,
            Stamp::Silent,
            "unknown",
            Some(Verdict::Nothing),
        ),
        (
            Act::Submit,
            Stamp::RedirectsAway,
            "unknown",
            Some(Verdict::Nothing),
        ),
        (Act::Accept, Stamp::Refused, "refused", None),
    ] {
        let (server, shared, adapter) = world().await;
        let case = one_case(&server, &shared, &adapter).await;
        shared.lock().unwrap().stamp = stamp;
        let call = match act {
            Act::Submit => adapter
                .answer(&case, &no_pack(), &prepared(), "intent")
                .unwrap(),
            _ => adapter.accept(&case, "intent").unwrap(),
        };
        let outcome = adapter.send(&call, &case).await;
        let (word, said) = match &outcome {
            Outcome::Accepted { .. } => ("accepted", None),
            Outcome::Refused(refusal) => ("refused", Some(refusal.message.as_str())),
            Outcome::NotSent(_) => ("not sent", None),
            Outcome::Unknown { .. } => ("unknown", None),
        };
        assert_eq!(word, expected, "{act:?}");
        assert_eq!(said, (expected == "refused").then_some("no documentation"));
        let puts: Vec<Seen> = server
            .seen()
            .into_iter()
            .filter(|s| s.method == "PUT")
            .collect();
        assert_eq!(puts.len(), 1, "once, whatever happens");
        assert!(puts[0].body.is_empty());
        if let Some(landed) = landed {
            assert_eq!(
                adapter.judge(&call, &case, "intent").await.unwrap().0,
                landed
            );
        }
    }
}

#[tokio::test]
async fn a_token_that_ends_just_then_costs_no_second_stamp() {
    let (server, shared, adapter) = world().await;
    let case = one_case(&server, &shared, &adapter).await;
    let call = adapter.accept(&case, "intent").unwrap();
    shared.lock().unwrap().revoked = 1;
    let outcome = adapter.send(&call, &case).await;
    assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
    let puts: Vec<String> = server
        .seen()
        .into_iter()
        .filter(|s| s.method == "PUT")
        .map(|s| s.header("authorization").unwrap().to_owned())
        .collect();
    assert_eq!(puts, ["Bearer token-1", "Bearer token-2"]);
}

#[tokio::test]
async fn a_stamp_elsewhere_or_without_its_link_is_never_set() {
    let (server, shared, adapter) = world().await;
    let case = one_case(&server, &shared, &adapter).await;
    assert!(
        adapter.answer(&case, &no_pack(), &[], "i").is_err(),
        "nothing to show"
    );
    let elsewhere = Server::start(|_, _| told(200, json!({}))).await;
    let mut call = adapter.accept(&case, "i").unwrap();
    call.target = format!("{}/disputes/d1/stamps/accepted", base(&elsewhere));
    assert!(matches!(
        adapter.send(&call, &case).await,
        Outcome::NotSent(ProviderError::ForeignHost)
    ));
    assert!(elsewhere.seen().is_empty());
    shared.lock().unwrap().disputes = vec![record(&base(&server), "d1", "under_review")];
    let reviewed = adapter.read(&case).await.unwrap();
    assert!(matches!(
        adapter.accept(&reviewed, "i"),
        Err(ProviderError::Unsupported)
    ));
}

#[tokio::test]
async fn a_case_that_moved_under_a_refused_token_is_not_stamped_again() {
    let (server, shared, adapter) = world().await;
    let case = one_case(&server, &shared, &adapter).await;
    let call = adapter.accept(&case, "intent").unwrap();
    // Delivered twice: the first one landed, the second one met a token that had ended.
    shared.lock().unwrap().revoked = 1;
    shared.lock().unwrap().disputes = vec![record(&base(&server), "d1", "lost")];
    let outcome = adapter.send(&call, &case).await;
    assert!(matches!(outcome, Outcome::Unknown { .. }), "{outcome:?}");
    assert_eq!(server.count("PUT /disputes/d1/stamps/accepted"), 1);
}
