//! Answers, acceptances, refunds: rehearsed, confirmed by their seal, done once; what stops them, and what is kept of them.

use serde_json::json;
use tvist_engine::domain::submission::State;
use tvist_engine::domain::{Act, Provider, Status};
use tvist_engine::{Error, Event};
use tvist_sandbox::Fault;

use crate::deed::{ACCEPT, ANSWER, DEFEND, Deed, REFUND, REFUTE, Scene, each};
use crate::shop::{Shop, codes, paper, refusal};

/// Each act from its rehearsal to its receipt: a refusal does nothing and is told in the provider's words, another seal is
/// none, of two programs at once one acts, and then it is over.
#[tokio::test]
async fn each_act_is_rehearsed_then_done_once_by_its_seal() {
    each(rehearsed_then_done_once).await;
}

#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
async fn rehearsed_then_done_once(deed: Deed) {
    let scene = Scene::of(deed).await;
    let (engine, case) = (&scene.shop.engine, scene.case.as_str());
    let rehearsal = engine.rehearse(case, deed.act).await.unwrap();
    assert!(
        rehearsal.rehearsal && rehearsal.ready,
        "{deed:?}: {rehearsal:?}"
    );
    assert_eq!(
        (rehearsal.act, rehearsal.undo_seconds),
        (deed.act, 10),
        "{deed:?}"
    );
    let is_answer = deed.act == Act::Submit;
    assert_eq!(rehearsal.files.len(), usize::from(is_answer), "{deed:?}");
    assert_eq!(rehearsal.amount.is_some(), !is_answer, "{deed:?}");
    assert_eq!(rehearsal.meters.is_some(), is_answer, "{deed:?}");
    let asked = scene.shop.control().requests();
    assert!(asked.is_empty(), "{deed:?}: a rehearsal asks nobody");

    let stale = engine.perform(case, deed.act, Some("another seal")).await;
    assert_eq!(
        codes(&stale.unwrap_err()),
        ["changed_since_review"],
        "{deed:?}"
    );
    assert!(scene.shop.writes().is_empty(), "{deed:?}");
    assert!(engine.receipts(case).await.unwrap().is_empty(), "{deed:?}");

    scene.shop.spoil(deed.method, &scene.path(), refusal(400));
    let refused = engine.perform(case, deed.act, None).await.unwrap_err();
    assert!(
        matches!(refused, Error::ProviderRefused(_)),
        "{deed:?}: {refused:?}"
    );
    assert_eq!(
        (refused.exit_code(), refused.kind().as_str()),
        (4, "provider_refused")
    );
    assert_eq!(
        refused.view().provider_error.unwrap().status,
        400,
        "{deed:?}"
    );
    assert_eq!((scene.effects(), scene.calls()), (0, 1), "{deed:?}");

    let second = scene.shop.second().await;
    // Without a wait the first would be done before the second has begun.
    scene.shop.control().set_latency(5);
    let seal = Some(rehearsal.seal.as_str());
    let (one, other) = tokio::join!(
        Box::pin(engine.perform(case, deed.act, seal)),
        Box::pin(second.perform(case, deed.act, seal))
    );
    let (done, lost) = match (one, other) {
        (Ok(done), Err(lost)) | (Err(lost), Ok(done)) => (done, lost),
        both => panic!("{deed:?}: {both:?}"),
    };
    assert_eq!(codes(&lost), ["in_progress"], "{deed:?}");
    assert_eq!(done.submission.state, State::Accepted, "{deed:?}");
    assert_eq!(
        (done.submission.kind, done.receipt.kind),
        (deed.act, deed.act),
        "{deed:?}"
    );
    assert_eq!((scene.effects(), scene.calls()), (1, 2), "{deed:?}");
    for again in [
        engine.perform(case, deed.act, None).await,
        second.perform(case, deed.act, seal).await,
    ] {
        assert!(
            matches!(again, Err(Error::Refused(_))),
            "{deed:?}: {again:?}"
        );
    }
    assert_eq!((scene.effects(), scene.calls()), (1, 2), "{deed:?}");

    let receipts = second.receipts(case).await.unwrap();
    let [refusal, receipt] = &receipts[..] else {
        panic!("{deed:?}: {receipts:?}");
    };
    assert_eq!(refusal.state, State::Refused, "{deed:?}");
    assert_eq!(refusal.refusal.as_ref().unwrap().status, 400, "{deed:?}");
    assert_eq!(
        (receipt.state, receipt.at),
        (State::Accepted, done.receipt.at),
        "{deed:?}"
    );
    assert!(
        receipt.answer.is_some() && receipt.refusal.is_none(),
        "{deed:?}"
    );
    let sent: Vec<&str> = receipt.files.iter().map(|f| f.sha256.as_str()).collect();
    let shown: Vec<&str> = rehearsal.files.iter().map(|f| f.sha256.as_str()).collect();
    assert_eq!(
        sent, shown,
        "{deed:?}: the files that were shown are those that left"
    );
    assert_eq!(receipt.fields, rehearsal.fields, "{deed:?}");
    assert_eq!(receipt.amount, rehearsal.amount, "{deed:?}");
}

#[tokio::test]
async fn what_was_changed_after_the_rehearsal_is_rehearsed_anew() {
    let scene = Scene::of(ANSWER).await;
    let (engine, case) = (&scene.shop.engine, scene.case.as_str());
    let before = engine.rehearse(case, Act::Submit).await.unwrap();
    for (slot, text) in [
        ("product_description", "Hand grinder Brasa, steel"),
        ("uncategorized_text", "A new one was sent."),
    ] {
        engine.evidence_text(case, slot, text).await.unwrap();
        let stale = engine.perform(case, Act::Submit, Some(&before.seal)).await;
        assert_eq!(
            codes(&stale.unwrap_err()),
            ["changed_since_review"],
            "{slot}"
        );
    }
    assert!(scene.shop.writes().is_empty());
    let after = engine.rehearse(case, Act::Submit).await.unwrap();
    assert_ne!(before.seal, after.seal);
    assert_eq!(after.fields["uncategorized_text"], "A new one was sent.");
    // Taken back, it is the very answer that was reviewed first.
    engine.evidence_undo(case).await.unwrap();
    engine.evidence_undo(case).await.unwrap();
    let done = engine.perform(case, Act::Submit, Some(&before.seal)).await;
    assert_eq!(done.unwrap().submission.state, State::Accepted);
    assert_eq!(scene.effects(), 1);
}

#[tokio::test]
async fn what_changed_at_the_provider_stops_the_act_before_anything_is_sent() {
    for (act, code) in [
        (json!({"act": "other_submit"}), "already_answered"),
        (json!({"act": "other_close"}), "not_answerable"),
        (json!({"act": "decide", "won": false}), "not_answerable"),
    ] {
        let scene = Scene::of(ANSWER).await;
        let rehearsal = scene.shop.engine.rehearse(&scene.case, Act::Submit).await;
        let mut act = act;
        act["dispute"] = json!(scene.case);
        scene.shop.does(Provider::Stripe, &act);
        let seal = rehearsal.unwrap().seal;
        let stopped = scene
            .shop
            .engine
            .perform(&scene.case, Act::Submit, Some(&seal));
        let stopped = stopped.await.unwrap_err();
        assert!(
            codes(&stopped).contains(&code.to_owned()),
            "{act}: {stopped:?}"
        );
        assert_eq!(stopped.exit_code(), 3);
        assert!(scene.shop.writes().is_empty(), "{act}");
        assert_eq!(scene.effects(), 0, "{act}");
    }
}

#[tokio::test]
async fn an_amount_that_changed_after_the_rehearsal_is_another_act() {
    for deed in [ACCEPT, REFUND] {
        let scene = Scene::of(deed).await;
        let rehearsal = scene
            .shop
            .engine
            .rehearse(&scene.case, deed.act)
            .await
            .unwrap();
        let members = json!({"amount": 4_000});
        let act = json!({"act": "set", "dispute": scene.case, "members": members});
        scene.shop.does(deed.provider, &act);
        let stopped = scene
            .shop
            .engine
            .perform(&scene.case, deed.act, Some(&rehearsal.seal))
            .await;
        assert_eq!(
            codes(&stopped.unwrap_err()),
            ["changed_since_review"],
            "{deed:?}"
        );
        assert_eq!((scene.effects(), scene.calls()), (0, 0), "{deed:?}");
        let anew = scene
            .shop
            .engine
            .rehearse(&scene.case, deed.act)
            .await
            .unwrap();
        assert_eq!(anew.amount.unwrap().minor, 4_000, "{deed:?}");
    }
}

#[tokio::test]
async fn somebody_else_in_the_same_moment_is_not_taken_for_us() {
    let scene = Scene::of(ANSWER).await;
    scene.shop.spoil("POST", &scene.path(), Fault::SecondWriter);
    let told = scene
        .shop
        .engine
        .perform(&scene.case, Act::Submit, None)
        .await;
    assert!(told.is_err(), "{told:?}");
    assert_eq!(scene.effects(), 0, "ours did nothing");
    let settled = scene.shop.engine.reconcile().await.unwrap();
    assert!(
        settled
            .iter()
            .all(|s| s.submission.state != State::Accepted),
        "{settled:?}"
    );
    assert!(
        !scene
            .shop
            .states(&scene.case)
            .await
            .contains(&State::Accepted)
    );
}

#[tokio::test]
async fn a_file_that_is_not_taken_ends_the_answer_before_its_call() {
    for (deed, path, status) in [
        (ANSWER, "/v1/files", 400),
        (REFUTE, "/disputes/*/files", 403),
    ] {
        let scene = Scene::of(deed).await;
        scene.shop.spoil("POST", path, refusal(status));
        let told = scene
            .shop
            .engine
            .perform(&scene.case, Act::Submit, None)
            .await;
        assert!(told.is_err(), "{deed:?}");
        assert_eq!((scene.effects(), scene.calls()), (0, 0), "{deed:?}");
        let receipts = scene.shop.engine.receipts(&scene.case).await.unwrap();
        assert_eq!(receipts[0].state, State::NotArrived, "{deed:?}");
        assert!(
            receipts[0].note.as_deref().unwrap().starts_with("upload_"),
            "{receipts:?}"
        );
        scene.shop.control().clear_faults();
        scene
            .shop
            .engine
            .perform(&scene.case, Act::Submit, None)
            .await
            .unwrap();
        assert_eq!((scene.effects(), scene.calls()), (1, 1), "{deed:?}");
    }
}

#[tokio::test]
async fn a_case_that_cant_be_read_directly_before_is_not_acted_on() {
    let scene = Scene::of(ACCEPT).await;
    let path = format!("/v1/disputes/{}", scene.case);
    for nth in [1, 2] {
        let rule = tvist_sandbox::FaultRule::next("GET", &path, refusal(400)).nth(nth);
        scene.shop.control().clear_faults();
        scene.shop.control().add_fault(rule);
        let told = scene
            .shop
            .engine
            .perform(&scene.case, Act::Accept, None)
            .await;
        assert!(matches!(told, Err(Error::Provider(_))), "{nth}: {told:?}");
        assert_eq!((scene.effects(), scene.calls()), (0, 0), "{nth}");
    }
    scene.shop.control().clear_faults();
    scene
        .shop
        .engine
        .perform(&scene.case, Act::Accept, None)
        .await
        .unwrap();
    assert_eq!(scene.effects(), 1);
}

#[tokio::test]
async fn an_empty_draft_is_no_answer() {
    for deed in [ANSWER, REFUTE, DEFEND] {
        let shop = Shop::of(deed.provider, 2).await;
        let case = shop.case(deed.provider, deed.case);
        let rehearsal = shop.engine.rehearse(&case, Act::Submit).await.unwrap();
        assert!(!rehearsal.ready && rehearsal.files.is_empty(), "{deed:?}");
        let told = shop
            .engine
            .perform(&case, Act::Submit, None)
            .await
            .unwrap_err();
        assert!(
            codes(&told).contains(&"nothing_to_send".to_owned()),
            "{deed:?}: {told:?}"
        );
        assert!(shop.writes().is_empty(), "{deed:?}");
    }
}

#[tokio::test]
async fn an_act_that_the_case_or_the_program_doesnt_have_is_refused() {
    let shop = Shop::small(Provider::Stripe).await;
    let inquiry = shop.case(Provider::Stripe, "klarna-return-inquiry");
    let chargeback = shop.case(Provider::Stripe, "card-not-received");
    shop.gather(&inquiry).await;
    for (case, act) in [
        (&inquiry, Act::Submit),
        (&inquiry, Act::Accept),
        (&chargeback, Act::Refund),
    ] {
        let rehearsal = shop.engine.rehearse(case, act).await.unwrap();
        assert!(!rehearsal.ready, "{act:?}");
        let told = shop.engine.perform(case, act, Some(&rehearsal.seal)).await;
        assert!(matches!(told, Err(Error::Refused(_))), "{act:?}: {told:?}");
    }
    for act in [Act::Comment, Act::Upload, Act::RequestAnalysis] {
        let told = shop.engine.perform(&chargeback, act, None).await;
        assert!(matches!(told, Err(Error::Usage(_))), "{act:?}: {told:?}");
    }
    for told in [
        shop.engine
            .perform("nobody", Act::Submit, None)
            .await
            .map(|_| ()),
        shop.engine
            .rehearse("nobody", Act::Submit)
            .await
            .map(|_| ()),
        shop.engine.receipts("nobody").await.map(|_| ()),
    ] {
        assert!(matches!(told, Err(Error::NotFound { .. })), "{told:?}");
    }
    assert!(shop.writes().is_empty());
}

#[tokio::test]
async fn near_the_deadline_there_is_no_time_to_take_it_back_and_after_it_no_answer() {
    for (deed, left, undo) in [(ANSWER, 3_600, 10), (ANSWER, 90, 0), (ACCEPT, 90, 0)] {
        let scene = Scene::of(deed).await;
        let due = scene.shop.engine.dispute(&scene.case).await.unwrap();
        let due = due.case.deadline.unwrap().at;
        let now = scene.shop.engine.now();
        scene.shop.move_on((due - now).num_seconds() - left);
        let rehearsal = scene.shop.engine.rehearse(&scene.case, deed.act).await;
        assert_eq!(rehearsal.unwrap().undo_seconds, undo, "{deed:?} {left}");
        scene.shop.clock.move_on(left + 1);
        let late = scene
            .shop
            .engine
            .rehearse(&scene.case, deed.act)
            .await
            .unwrap();
        if deed.act == Act::Submit {
            let codes: Vec<&str> = late.problems.iter().map(|p| p.code.as_str()).collect();
            assert!(codes.contains(&"deadline_passed"), "{codes:?}");
        }
        assert!(scene.shop.writes().is_empty());
    }
}

#[tokio::test]
async fn with_a_clock_that_is_a_day_off_nothing_is_sent() {
    let scene = Scene::of(ANSWER).await;
    let (engine, case) = (&scene.shop.engine, scene.case.as_str());
    scene.shop.clock.move_on(-2 * 86_400);
    engine.sync(None, false).await.unwrap();
    assert!(engine.clock_skew().await.unwrap().unwrap() > 86_400);
    let rehearsal = engine.rehearse(case, Act::Submit).await.unwrap();
    assert!(!rehearsal.ready);
    assert_eq!(rehearsal.problems.last().unwrap().code, "clock_wrong");
    let told = engine.perform(case, Act::Submit, None).await.unwrap_err();
    assert_eq!(codes(&told), ["clock_wrong"]);
    assert!(scene.shop.writes().is_empty());
    // Set right, it goes.
    scene.shop.clock.move_on(2 * 86_400);
    engine.sync(None, false).await.unwrap();
    engine.perform(case, Act::Submit, None).await.unwrap();
    assert_eq!(scene.effects(), 1);
}

#[tokio::test]
async fn an_act_tells_whoever_shows_the_case_and_stands_in_its_timeline() {
    let scene = Scene::of(ACCEPT).await;
    let mut events = scene.shop.engine.events();
    scene
        .shop
        .engine
        .perform(&scene.case, Act::Accept, None)
        .await
        .unwrap();
    let id = scene.shop.engine.resolve(&scene.case).await.unwrap();
    let mut told = 0;
    while let Ok(event) = events.try_recv() {
        told += u32::from(
            event
                == Event::DisputesChanged {
                    ids: vec![id.clone()],
                },
        );
    }
    assert!(told > 0);
    let case = scene.shop.engine.dispute(&scene.case).await.unwrap();
    assert_eq!(case.case.status, Status::Lost);
    assert!(!case.case.allowed.contains(&Act::Accept));
    let kinds: Vec<&str> = case.timeline.iter().map(|e| e.kind.as_str()).collect();
    assert!(kinds.contains(&"accepted"), "{kinds:?}");
}

#[tokio::test]
async fn a_case_that_came_back_may_be_answered_once_more_with_what_is_new() {
    let scene = Scene::of(REFUTE).await;
    let (engine, case) = (&scene.shop.engine, scene.case.as_str());
    engine.perform(case, Act::Submit, None).await.unwrap();
    scene.shop.move_on(86_400);
    scene.shop.does(
        Provider::Clearhaus,
        &json!({"act": "return", "dispute": case}),
    );
    engine.sync(None, true).await.unwrap();
    let back = engine.dispute(case).await.unwrap();
    assert!(
        back.case.allowed.contains(&Act::Submit),
        "{:?}",
        back.case.allowed
    );
    let more = paper("proof.txt", b"Signed for at the door.".to_vec());
    engine
        .evidence_add(case, vec![more], Some("shipping_documentation"))
        .await
        .unwrap();
    let rehearsal = engine.rehearse(case, Act::Submit).await.unwrap();
    assert!(rehearsal.ready, "{rehearsal:?}");
    engine
        .perform(case, Act::Submit, Some(&rehearsal.seal))
        .await
        .unwrap();
    assert_eq!(scene.effects(), 2, "once a round");
    assert_eq!(
        scene.shop.states(case).await,
        [State::Accepted, State::Accepted]
    );
    let third = engine.perform(case, Act::Submit, None).await;
    assert!(matches!(third, Err(Error::Refused(_))), "{third:?}");
}
