//! Outcomes that nobody knows: settled by reading, never by sending again, or by the owner's word, which is kept as such.

use tvist_engine::Error;
use tvist_engine::domain::Act;
use tvist_engine::domain::submission::{OutcomeReport, State};
use tvist_sandbox::{Fault, FaultRule};

use crate::deed::{ACCEPT, ANSWER, Deed, REFUND, Scene, each};
use crate::shop::{codes, refusal};

/// The act is confirmed, its call meets the fault, and no reading after it is possible.
async fn in_doubt(deed: Deed, lost: Fault) -> Scene {
    let scene = Scene::of(deed).await;
    let reads = format!("/v1/disputes/{}", scene.case);
    scene.shop.spoil(deed.method, &scene.path(), lost);
    // Two readings come before the call.
    let rule = FaultRule::next("GET", &reads, refusal(400)).nth(3).times(0);
    scene.shop.control().add_fault(rule);
    let told = scene.shop.engine.perform(&scene.case, deed.act, None).await;
    let told = told.expect_err("nobody knows");
    assert!(matches!(told, Error::OutcomeUnknown { .. }), "{told:?}");
    assert_eq!(told.exit_code(), 5);
    scene
}

#[tokio::test]
async fn without_an_open_question_nothing_is_asked() {
    let scene = Scene::of(ANSWER).await;
    assert!(scene.shop.engine.reconcile().await.unwrap().is_empty());
    scene
        .shop
        .engine
        .perform(&scene.case, Act::Submit, None)
        .await
        .unwrap();
    scene.shop.control().clear_requests();
    assert!(scene.shop.engine.reconcile().await.unwrap().is_empty());
    assert!(scene.shop.control().requests().is_empty());
    let nothing = scene
        .shop
        .engine
        .outcome_stated(&scene.case, OutcomeReport::Arrived)
        .await;
    assert!(
        matches!(nothing, Err(Error::NotFound { .. })),
        "{nothing:?}"
    );
}

/// Each act: its call is cut before the effect, which two readings prove; done again, its answer is lost after the effect,
/// which one reading proves; and then it is over.
#[tokio::test]
async fn a_lost_call_is_settled_by_reading_and_a_lost_answer_is_no_question() {
    each(lost_and_found).await;
}

async fn lost_and_found(deed: Deed) {
    let scene = Scene::of(deed).await;
    let (engine, case) = (&scene.shop.engine, scene.case.as_str());
    scene
        .shop
        .spoil(deed.method, &scene.path(), Fault::ResetBeforeApply);
    let told = engine.perform(case, deed.act, None).await.unwrap_err();
    assert!(
        matches!(told, Error::OutcomeUnknown { .. }),
        "{deed:?}: {told:?}"
    );
    assert_eq!((scene.effects(), scene.calls()), (0, 1), "{deed:?}");
    assert_eq!(scene.shop.states(case).await, [State::Unknown], "{deed:?}");
    let seen = engine.dispute(case).await.unwrap();
    assert!(!seen.case.allowed.contains(&deed.act), "{deed:?}: it waits");

    // Two readings agree, some time apart.
    scene.shop.move_on(11);
    let settled = scene.shop.second().await.reconcile().await.unwrap();
    assert_eq!(settled.len(), 1, "{deed:?}");
    assert_eq!(settled[0].submission.state, State::NotArrived, "{deed:?}");
    assert_eq!(settled[0].note.as_deref(), Some("read_nothing"), "{deed:?}");
    assert_eq!(scene.calls(), 1, "{deed:?}: reading sends nothing");

    scene
        .shop
        .spoil(deed.method, &scene.path(), Fault::ResetAfterApply);
    let done = engine.perform(case, deed.act, None).await;
    let done = done.unwrap_or_else(|e| panic!("{deed:?}: {e:?}"));
    assert_eq!(done.submission.state, State::Accepted, "{deed:?}");
    assert_eq!((scene.effects(), scene.calls()), (1, 2), "{deed:?}");
    let third = engine.perform(case, deed.act, None).await;
    assert!(
        matches!(third, Err(Error::Refused(_))),
        "{deed:?}: {third:?}"
    );
    let states = scene.shop.states(case).await;
    assert_eq!(states, [State::NotArrived, State::Accepted], "{deed:?}");
    assert_eq!(scene.effects(), 1, "{deed:?}");
}

#[tokio::test]
async fn an_open_question_blocks_the_case_and_its_account_until_it_is_settled() {
    for deed in [ANSWER, ACCEPT, REFUND] {
        let scene = in_doubt(deed, Fault::ResetAfterApply).await;
        let (engine, case) = (&scene.shop.engine, scene.case.as_str());
        assert_eq!(scene.effects(), 1, "{deed:?}: it did arrive");
        let still = engine.reconcile().await.unwrap();
        assert_eq!(still[0].submission.state, State::Unknown, "{deed:?}");
        let same = engine.perform(case, deed.act, None).await.unwrap_err();
        assert!(
            matches!(same, Error::OutcomeUnknown { .. }),
            "{deed:?}: {same:?}"
        );
        for other in [Act::Submit, Act::Accept, Act::Refund] {
            if other != deed.act {
                let told = engine.perform(case, other, None).await.unwrap_err();
                assert_eq!(codes(&told), ["outcome_unknown"], "{deed:?} {other:?}");
            }
        }
        let rehearsal = engine.rehearse(case, deed.act).await.unwrap();
        assert!(!rehearsal.ready, "{deed:?}");
        let removal = engine.account_remove("Shop").await.unwrap_err();
        assert_eq!(codes(&removal), ["outcome_unknown"], "{deed:?}");
        assert_eq!(engine.accounts().await.unwrap().len(), 1, "{deed:?}");
        let erasing = engine.erase(case).await;
        assert!(
            matches!(erasing, Err(Error::Refused(_))),
            "{deed:?}: {erasing:?}"
        );
        assert_eq!(scene.calls(), 1, "{deed:?}");

        scene.shop.control().clear_faults();
        let settled = engine.reconcile().await.unwrap();
        assert_eq!(settled[0].submission.state, State::Accepted, "{deed:?}");
        assert_eq!(settled[0].note.as_deref(), Some("read"), "{deed:?}");
        assert!(engine.reconcile().await.unwrap().is_empty(), "{deed:?}");
        assert_eq!((scene.effects(), scene.calls()), (1, 1), "{deed:?}");
        engine.account_remove("Shop").await.unwrap();
    }
}

#[tokio::test]
async fn asked_again_the_act_finds_its_own_outcome_first() {
    let scene = in_doubt(ANSWER, Fault::ResetAfterApply).await;
    scene.shop.control().clear_faults();
    let found = scene
        .shop
        .engine
        .perform(&scene.case, Act::Submit, None)
        .await;
    assert_eq!(found.unwrap().submission.state, State::Accepted);
    assert_eq!((scene.effects(), scene.calls()), (1, 1), "found, not sent");
}

#[tokio::test]
async fn a_refusal_that_nobody_could_read_after_is_unknown_and_keeps_its_words() {
    let scene = in_doubt(ACCEPT, refusal(400)).await;
    let (engine, case) = (&scene.shop.engine, scene.case.as_str());
    assert_eq!(scene.effects(), 0);
    let again = engine.perform(case, Act::Accept, None).await.unwrap_err();
    let Error::OutcomeUnknown { refusal, .. } = &again else {
        panic!("{again:?}");
    };
    assert_eq!(refusal.as_ref().unwrap().status, 400);
    assert_eq!(again.view().provider_error.unwrap().status, 400);
    scene.shop.control().clear_faults();
    scene.shop.move_on(1);
    engine.sync(None, false).await.unwrap();
    assert_eq!(scene.calls(), 1);
    assert_eq!(
        scene.shop.states(case).await,
        [State::Unknown],
        "a reading of all cases settles nothing"
    );
}

#[tokio::test]
async fn the_owners_word_is_taken_where_reading_cant_tell_and_kept_as_a_word() {
    let scene = in_doubt(ANSWER, Fault::ResetAfterApply).await;
    let (engine, case) = (&scene.shop.engine, scene.case.as_str());
    let stated = engine
        .outcome_stated(case, OutcomeReport::Arrived)
        .await
        .unwrap();
    assert_eq!(stated.submission.state, State::Accepted);
    assert!(stated.submission.on_a_word);
    assert_eq!(stated.note.as_deref(), Some("owner"));
    assert_eq!(scene.calls(), 1, "a word sends nothing");
    let receipts = engine.receipts(case).await.unwrap();
    let statement = receipts[0].statement.as_ref().unwrap();
    assert_eq!(
        (statement.said, statement.at),
        (OutcomeReport::Arrived, engine.now())
    );
    let seen = engine.dispute(case).await.unwrap();
    let kinds: Vec<&str> = seen.timeline.iter().map(|e| e.kind.as_str()).collect();
    assert!(kinds.contains(&"seen_arrived"), "{kinds:?}");
    let again = engine.perform(case, Act::Submit, None).await;
    assert!(again.is_err(), "{again:?}");
    assert_eq!((scene.effects(), scene.calls()), (1, 1));
}

#[tokio::test]
async fn that_nothing_arrived_is_not_taken_against_a_reading_or_without_one() {
    let scene = in_doubt(ANSWER, Fault::ResetAfterApply).await;
    let (engine, case) = (&scene.shop.engine, scene.case.as_str());
    scene.shop.control().clear_faults();
    let reads = format!("/v1/disputes/{case}");
    scene.shop.spoil_all("GET", &reads, refusal(400));
    let unread = engine.outcome_stated(case, OutcomeReport::NotArrived).await;
    assert_eq!(codes(&unread.unwrap_err()), ["reading_needed"]);
    assert_eq!(scene.shop.states(case).await, [State::Unknown]);
    scene.shop.control().clear_faults();
    let proven = engine
        .outcome_stated(case, OutcomeReport::NotArrived)
        .await
        .unwrap();
    assert_eq!(proven.submission.state, State::Accepted);
    assert!(!proven.submission.on_a_word);
    assert_eq!(proven.note.as_deref(), Some("read"));
    assert_eq!((scene.effects(), scene.calls()), (1, 1));
}

#[tokio::test]
async fn that_it_arrived_is_taken_without_a_reading() {
    let scene = in_doubt(ACCEPT, Fault::ResetBeforeApply).await;
    scene.shop.control().clear_faults();
    let reads = format!("/v1/disputes/{}", scene.case);
    scene.shop.spoil_all("GET", &reads, refusal(400));
    let submissions = scene.shop.engine.dispute(&scene.case).await.unwrap();
    let id = submissions.case.submissions[0].id.to_string();
    // By the submission's own id as well as by its case's.
    let stated = scene
        .shop
        .engine
        .outcome_stated(&id, OutcomeReport::Arrived)
        .await;
    assert!(stated.unwrap().submission.on_a_word);
    assert_eq!((scene.effects(), scene.calls()), (0, 1));
}

#[tokio::test]
async fn while_a_living_program_is_at_it_another_leaves_the_question_open() {
    let scene = in_doubt(ANSWER, Fault::ResetAfterApply).await;
    scene.shop.control().clear_faults();
    scene.shop.control().set_latency(20);
    let second = scene.shop.second().await;
    let (one, other) = tokio::join!(scene.shop.engine.reconcile(), second.reconcile());
    let states: Vec<State> = [one, other]
        .into_iter()
        .flat_map(|settled| settled.unwrap())
        .map(|settled| settled.submission.state)
        .collect();
    assert!(states.contains(&State::Accepted), "{states:?}");
    assert_eq!(scene.shop.states(&scene.case).await, [State::Accepted]);
    assert_eq!((scene.effects(), scene.calls()), (1, 1));
}
