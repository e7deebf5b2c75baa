use crate::fixture::{Folder, day, dispute, one_case};
use data_encoding::HEXLOWER;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use tvist_domain::submission::{OutcomeReport, State, Statement, Submission};
use tvist_domain::{AccountId, Act, DisputeId, Money, SubmissionId};
use tvist_store::{SentFile, Settlement, Store, StoreError, SubmissionRecord};

const CONTENTS: [&[u8]; 2] = [b"%PDF-1 receipt", b"%PDF-1 letter"];

fn record(account: &AccountId, dispute_id: &DisputeId, kind: Act, round: &str) -> SubmissionRecord {
    let file = |n: usize| SentFile {
        field: format!("field_{n}"),
        name: format!("{n}.pdf"),
        media_type: "application/pdf".into(),
        sha256: HEXLOWER.encode(&Sha256::digest(CONTENTS[n])),
        bytes: CONTENTS[n].len() as u64,
        pages: 1,
        remote_id: None,
    };
    SubmissionRecord {
        submission: Submission {
            id: SubmissionId::new(),
            subject: dispute_id.clone().into(),
            kind,
            round: round.into(),
            state: State::Intended,
            at: day(3),
            request_id: None,
            on_a_word: false,
        },
        account: account.clone(),
        intent: "sub_mark".into(),
        draft_revision: 4,
        seal: "ab".repeat(32),
        key: None,
        key_used_at: None,
        call: None,
        before: serde_json::to_value(dispute("dp_1")).unwrap(),
        fields: BTreeMap::from([("product_description".into(), "A lamp".into())]),
        amount: Some(Money::new(24_900, "EUR")),
        answer: None,
        refusal: None,
        seen_nothing_at: None,
        note: None,
        statement: None,
        settled_at: None,
        files: vec![file(0), file(1)],
    }
}

fn contents() -> Vec<Vec<u8>> {
    CONTENTS.iter().map(|c| c.to_vec()).collect()
}

async fn intend(store: &Store, record: &SubmissionRecord) -> Result<(), StoreError> {
    store.submission_intend(record, &contents()).await
}

pub async fn try_intend(
    store: &Store,
    account: &AccountId,
    dispute: &DisputeId,
) -> Result<(), StoreError> {
    intend(store, &record(account, dispute, Act::Submit, "chargeback")).await
}

pub async fn intend_one(store: &Store, account: &AccountId, dispute: &DisputeId) -> SubmissionId {
    let record = record(account, dispute, Act::Submit, "chargeback");
    intend(store, &record).await.unwrap();
    record.submission.id
}

pub async fn settle_one(store: &Store, account: &AccountId, dispute: &DisputeId) {
    let id = intend_one(store, account, dispute).await;
    bring_to(store, &id, State::Refused).await;
}

async fn settle(store: &Store, id: &SubmissionId, state: State) -> Result<(), StoreError> {
    store
        .submission_settle(id, &Settlement::new(state, day(5)))
        .await
}

/// Goes an allowed way to a state.
async fn bring_to(store: &Store, id: &SubmissionId, state: State) {
    if state == State::Intended {
        return;
    }
    store
        .submission_sending(id, &json!({"path": "/x"}), day(4))
        .await
        .unwrap();
    if state != State::Sending {
        settle(store, id, state).await.unwrap();
    }
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
async fn a_submission_is_kept_whole_from_intention_to_receipt() {
    let folder = Folder::new();
    let store = folder.open().await;
    let (account, case) = one_case(&store).await;
    let mut expected = record(&account.id, &case, Act::Submit, "chargeback");
    let id = expected.submission.id.clone();
    intend(&store, &expected).await.unwrap();
    assert_eq!(
        store.submission(&id).await.unwrap().as_ref(),
        Some(&expected)
    );

    store
        .submission_file_uploaded(&id, 1, "file_1")
        .await
        .unwrap();
    let call = json!({"path": "/v1/disputes/dp_1", "body": "submit=true", "key": "key-1"});
    store.submission_sending(&id, &call, day(4)).await.unwrap();
    expected.files[1].remote_id = Some("file_1".into());
    expected.submission.state = State::Sending;
    expected.call = Some(call);
    expected.key = Some("key-1".into());
    expected.key_used_at = Some(day(4));
    assert_eq!(store.submissions_open().await.unwrap(), [expected.clone()]);

    store
        .submission_settle(
            &id,
            &Settlement::new(State::Unknown, day(5))
                .request_id(Some("req_1"))
                .note("cut off"),
        )
        .await
        .unwrap();
    expected.submission.state = State::Unknown;
    expected.submission.request_id = Some("req_1".into());
    expected.note = Some("cut off".into());
    assert_eq!(
        store.submission(&id).await.unwrap().as_ref(),
        Some(&expected)
    );
    store.submission_saw_nothing(&id, day(6)).await.unwrap();
    store.submission_saw_nothing(&id, day(7)).await.unwrap();
    expected.seen_nothing_at = Some(day(6));

    let answer = json!({"status": "under_review"});
    store
        .submission_settle(
            &id,
            &Settlement::new(State::Accepted, day(8)).answer(&answer),
        )
        .await
        .unwrap();
    expected.submission.state = State::Accepted;
    expected.answer = Some(answer);
    expected.settled_at = Some(day(8));
    store.close().await;

    let store = folder.open().await;
    assert_eq!(
        store.submissions_of(&case).await.unwrap(),
        [expected.clone()]
    );
    assert_eq!(
        store.domain_submissions(&case).await.unwrap(),
        [expected.submission.clone()]
    );
    let many = store
        .domain_submissions_of(&[&case, &DisputeId::new()])
        .await
        .unwrap();
    assert_eq!(many, [(case.clone(), vec![expected.submission])].into());
    assert_eq!(store.submissions_open().await.unwrap(), []);
    for (index, content) in CONTENTS.iter().enumerate() {
        assert_eq!(
            store
                .submission_file_bytes(&id, index)
                .await
                .unwrap()
                .as_deref(),
            Some(*content)
        );
    }
    assert_eq!(store.submission_file_bytes(&id, 2).await.unwrap(), None);
    assert!(matches!(
        store.submission_saw_nothing(&id, day(9)).await,
        Err(StoreError::Conflict)
    ));
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
async fn steps_follow_the_domains_order_in_the_calls_and_in_the_schema() {
    let folder = Folder::new();
    let store = folder.open().await;
    let (account, case) = one_case(&store).await;
    for from in State::ALL {
        for to in State::ALL {
            let round = format!("{}-{}", from.as_str(), to.as_str());
            let record = record(&account.id, &case, Act::Submit, &round);
            let id = &record.submission.id;
            intend(&store, &record).await.unwrap();
            bring_to(&store, id, *from).await;

            let mut raw = folder.raw().await;
            sqlx::raw_sql("BEGIN IMMEDIATE")
                .execute(&mut raw)
                .await
                .unwrap();
            let by_schema = sqlx::query(
                "UPDATE submission SET state = ?2, settled_at = iif(?2 IN ('accepted', 'refused', 'not_arrived'), 1, NULL), \
                 call = coalesce(call, '{}') WHERE id = ?1",
            )
            .bind(id.as_str())
            .bind(to.as_str())
            .execute(&mut raw)
            .await;
            sqlx::raw_sql("ROLLBACK").execute(&mut raw).await.unwrap();
            // A call that was made may prove to have arrived; the owner's word is tested by itself.
            let late_proof = (*from, *to) == (State::NotArrived, State::Accepted);
            assert_eq!(
                by_schema.is_ok(),
                from.may_become(*to) || late_proof,
                "{round} in the schema: {by_schema:?}"
            );

            let by_call = if *to == State::Sending {
                store.submission_sending(id, &json!({}), day(5)).await
            } else {
                settle(&store, id, *to).await
            };
            match by_call {
                Ok(()) => assert!(from.may_become(*to), "{round}"),
                Err(StoreError::Conflict) => assert!(!from.may_become(*to), "{round}"),
                Err(e) => panic!("{round}: {e:?}"),
            }
            // Leave nothing live behind for the next pair.
            if store
                .submission(id)
                .await
                .unwrap()
                .unwrap()
                .submission
                .state
                == State::Sending
            {
                settle(&store, id, State::Refused).await.unwrap();
            }
            let end = store
                .submission(id)
                .await
                .unwrap()
                .unwrap()
                .submission
                .state;
            if end.is_open_question() {
                settle(&store, id, State::NotArrived).await.unwrap();
            }
        }
    }
}

#[tokio::test]
async fn one_of_a_kind_is_live_at_a_time_and_one_succeeds_in_a_round() {
    let folder = Folder::new();
    let store = folder.open().await;
    let (account, case) = one_case(&store).await;
    let make = |kind, round| record(&account.id, &case, kind, round);
    let first = make(Act::Submit, "inquiry");
    intend(&store, &first).await.unwrap();
    assert!(matches!(
        intend(&store, &first).await,
        Err(StoreError::Conflict)
    ));
    for state in [State::Intended, State::Sending, State::Unknown] {
        if state == State::Sending {
            store
                .submission_sending(&first.submission.id, &json!({}), day(4))
                .await
                .unwrap();
        } else if state == State::Unknown {
            settle(&store, &first.submission.id, state).await.unwrap();
        }
        let result = intend(&store, &make(Act::Submit, "chargeback")).await;
        assert!(
            matches!(result, Err(StoreError::Conflict)),
            "{state:?}: {result:?}"
        );
    }
    // Another kind is another question.
    let other = make(Act::Accept, "inquiry");
    intend(&store, &other).await.unwrap();
    bring_to(&store, &other.submission.id, State::NotArrived).await;
    intend(&store, &make(Act::Accept, "inquiry")).await.unwrap();

    settle(&store, &first.submission.id, State::Accepted)
        .await
        .unwrap();
    assert!(matches!(
        intend(&store, &make(Act::Submit, "inquiry")).await,
        Err(StoreError::Conflict)
    ));
    let next = make(Act::Submit, "chargeback");
    intend(&store, &next).await.unwrap();
    bring_to(&store, &next.submission.id, State::Accepted).await;
    assert!(matches!(
        intend(&store, &make(Act::Submit, "chargeback")).await,
        Err(StoreError::Conflict)
    ));
    let told: Vec<State> = store
        .submissions_of(&case)
        .await
        .unwrap()
        .iter()
        .map(|s| s.submission.state)
        .collect();
    assert_eq!(
        told,
        [
            State::Accepted,
            State::NotArrived,
            State::Intended,
            State::Accepted
        ]
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_handles_that_race_exactly_one_intends_and_one_sends() {
    let folder = Folder::new();
    let handles = [folder.open().await, folder.open().await];
    let (account, case) = one_case(&handles[0]).await;
    for turn in 0..10 {
        let round = format!("round {turn}");
        let mut racing = tokio::task::JoinSet::new();
        for n in 0..6 {
            let store = handles[n % 2].clone();
            let record = record(&account.id, &case, Act::Submit, &round);
            racing.spawn(async move { (intend(&store, &record).await, record.submission.id) });
        }
        let mut won = Vec::new();
        while let Some(result) = racing.join_next().await {
            match result.unwrap() {
                (Ok(()), id) => won.push(id),
                (Err(StoreError::Conflict), _) => {}
                (Err(e), _) => panic!("{e:?}"),
            }
        }
        assert_eq!(won.len(), 1);
        let call = json!({});
        let (one, two) = tokio::join!(
            handles[0].submission_sending(&won[0], &call, day(4)),
            handles[1].submission_sending(&won[0], &call, day(4)),
        );
        assert_eq!(
            [one.is_ok(), two.is_ok()].iter().filter(|ok| **ok).count(),
            1
        );
        settle(&handles[turn % 2], &won[0], State::Accepted)
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn what_was_sealed_stays() {
    let folder = Folder::new();
    let store = folder.open().await;
    let (account, case) = one_case(&store).await;
    let id = intend_one(&store, &account.id, &case).await;
    bring_to(&store, &id, State::Unknown).await;
    let before = store.submission(&id).await.unwrap();
    let mut raw = folder.raw().await;
    for attempt in [
        "UPDATE submission SET seal = 'x'",
        "UPDATE submission SET fields = '{}'",
        "UPDATE submission SET key = 'x'",
        "UPDATE submission SET call = '{\"other\":1}'",
        "UPDATE submission SET round = 'x'",
        "UPDATE submission SET intent = 'x'",
        "DELETE FROM submission",
        "REPLACE INTO submission (id, account, dispute, kind, round, state, at, intent, draft_revision, seal, before, fields) \
         SELECT id, account, dispute, kind, round, 'intended', at, intent, 0, 'x', '{}', '{}' FROM submission",
        "UPDATE submission_file SET content = x'00', bytes = 1",
        "UPDATE submission_file SET name = 'x'",
        "DELETE FROM submission_file",
    ] {
        assert!(
            sqlx::raw_sql(attempt).execute(&mut raw).await.is_err(),
            "{attempt}"
        );
        assert_eq!(store.submission(&id).await.unwrap(), before, "{attempt}");
    }
}

#[tokio::test]
async fn an_intention_that_isnt_right_is_not_stored() {
    let folder = Folder::new();
    let store = folder.open().await;
    let (account, case) = one_case(&store).await;
    let right = record(&account.id, &case, Act::Submit, "chargeback");
    let mut swapped = contents();
    swapped.reverse();
    for wrong in [swapped, contents()[..1].to_vec(), Vec::new()] {
        assert_eq!(
            store
                .submission_intend(&right, &wrong)
                .await
                .unwrap_err()
                .code(),
            "other"
        );
    }
    let nobodys = record(&account.id, &DisputeId::new(), Act::Submit, "chargeback");
    assert!(matches!(
        intend(&store, &nobodys).await,
        Err(StoreError::Missing("dispute"))
    ));
    let mut on_its_way = right.clone();
    on_its_way.submission.state = State::Sending;
    assert!(intend(&store, &on_its_way).await.is_err());
    assert_eq!(store.submissions_open().await.unwrap(), []);

    let nothing = SubmissionId::new();
    assert_eq!(store.submission(&nothing).await.unwrap(), None);
    assert!(matches!(
        store.submission_sending(&nothing, &json!({}), day(4)).await,
        Err(StoreError::Missing("submission"))
    ));
    assert!(matches!(
        settle(&store, &nothing, State::Accepted).await,
        Err(StoreError::Missing("submission"))
    ));
    assert!(
        store
            .submission_file_uploaded(&nothing, 0, "x")
            .await
            .is_err()
    );

    let mut bare = right;
    bare.amount = None;
    bare.files.clear();
    store.submission_intend(&bare, &[]).await.unwrap();
    store
        .submission_sending(&bare.submission.id, &json!({}), day(4))
        .await
        .unwrap();
    let stored = store
        .submission(&bare.submission.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (stored.key_used_at, stored.amount, stored.files.len()),
        (None, None, 0)
    );
}

fn seen(said: OutcomeReport) -> Statement {
    Statement {
        said,
        by: "vera".into(),
        at: day(9),
    }
}

#[tokio::test]
async fn an_account_isnt_removed_under_an_open_question_and_nothing_begins_under_a_removed_one() {
    let folder = Folder::new();
    let store = folder.open().await;
    let other = folder.open().await;
    let (account, case) = one_case(&store).await;
    let begun = record(&account.id, &case, Act::Submit, "inquiry");
    intend(&other, &begun).await.unwrap();
    for state in [State::Intended, State::Sending, State::Unknown] {
        match state {
            State::Sending => bring_to(&store, &begun.submission.id, state).await,
            State::Unknown => settle(&store, &begun.submission.id, state).await.unwrap(),
            _ => {}
        }
        assert!(
            matches!(
                store.account_remove(&account.id, &[]).await,
                Err(StoreError::Conflict)
            ),
            "{state:?}"
        );
    }
    settle(&store, &begun.submission.id, State::NotArrived)
        .await
        .unwrap();
    store.setting_set("webhook:1", &1).await.unwrap();
    store.setting_set("kept", &1).await.unwrap();
    store
        .account_remove(&account.id, &["webhook:1".into()])
        .await
        .unwrap();
    assert_eq!(
        store.settings_named("webhook:").await.unwrap(),
        Vec::<String>::new()
    );
    assert_eq!(store.settings_named("kept").await.unwrap(), ["kept"]);
    let late = record(&account.id, &case, Act::Submit, "chargeback");
    assert!(matches!(
        intend(&other, &late).await,
        Err(StoreError::Missing(_))
    ));
}

#[tokio::test]
async fn of_a_removal_and_a_beginning_at_once_only_one_happens() {
    for _ in 0..20 {
        let folder = Folder::new();
        let (store, other) = (folder.open().await, folder.open().await);
        let (account, case) = one_case(&store).await;
        let begun = record(&account.id, &case, Act::Submit, "inquiry");
        let (removed, intended) = tokio::join!(
            store.account_remove(&account.id, &[]),
            intend(&other, &begun)
        );
        assert_ne!(
            removed.is_ok(),
            intended.is_ok(),
            "{removed:?} {intended:?}"
        );
    }
}

#[tokio::test]
async fn the_owners_word_settles_an_open_question_and_may_be_taken_back() {
    let folder = Folder::new();
    let store = folder.open().await;
    let (account, case) = one_case(&store).await;
    let asked = record(&account.id, &case, Act::Submit, "inquiry");
    let id = &asked.submission.id;
    intend(&store, &asked).await.unwrap();
    assert!(
        matches!(
            store
                .submission_state(id, &seen(OutcomeReport::NotArrived))
                .await,
            Err(StoreError::Conflict)
        ),
        "an intention is no question for the owner"
    );
    bring_to(&store, id, State::Unknown).await;
    store
        .submission_state(id, &seen(OutcomeReport::Arrived))
        .await
        .unwrap();
    let kept = store.submission(id).await.unwrap().unwrap();
    assert_eq!(kept.submission.state, State::Accepted);
    assert_eq!(kept.statement, Some(seen(OutcomeReport::Arrived)));
    assert_eq!(kept.settled_at, Some(day(9)));
    store
        .submission_state(id, &seen(OutcomeReport::NotArrived))
        .await
        .unwrap();
    let kept = store.submission(id).await.unwrap().unwrap();
    assert_eq!(kept.submission.state, State::NotArrived);

    // What was proven stays, whatever is said.
    assert!(store.submission_prove(id, day(10)).await.unwrap());
    let kept = store.submission(id).await.unwrap().unwrap();
    assert_eq!(
        (kept.submission.state, kept.note.as_deref()),
        (State::Accepted, Some("late_proof"))
    );
    assert!(matches!(
        store
            .submission_state(id, &seen(OutcomeReport::NotArrived))
            .await,
        Err(StoreError::Conflict)
    ));
}

#[tokio::test]
async fn late_proof_corrects_only_what_was_sent_and_only_one_of_a_round() {
    let folder = Folder::new();
    let store = folder.open().await;
    let (account, case) = one_case(&store).await;
    let never = record(&account.id, &case, Act::Submit, "inquiry");
    intend(&store, &never).await.unwrap();
    settle(&store, &never.submission.id, State::NotArrived)
        .await
        .unwrap();
    assert!(
        !store
            .submission_prove(&never.submission.id, day(9))
            .await
            .unwrap(),
        "it was never sent"
    );

    let lost = record(&account.id, &case, Act::Submit, "inquiry");
    intend(&store, &lost).await.unwrap();
    bring_to(&store, &lost.submission.id, State::Unknown).await;
    settle(&store, &lost.submission.id, State::NotArrived)
        .await
        .unwrap();
    let marks = [lost.intent.as_str(), never.intent.as_str(), "somebody's"];
    let found = store
        .submissions_not_arrived(&account.id, &marks)
        .await
        .unwrap();
    assert_eq!(
        found.iter().map(|r| &r.submission.id).collect::<Vec<_>>(),
        [&lost.submission.id]
    );

    let again = record(&account.id, &case, Act::Submit, "inquiry");
    intend(&store, &again).await.unwrap();
    bring_to(&store, &again.submission.id, State::Accepted).await;
    assert!(
        !store
            .submission_prove(&lost.submission.id, day(9))
            .await
            .unwrap(),
        "the later one was accepted"
    );
}

/// The same call made again carries the mark of the first: what a reading shows of it settles the one that is open.
#[tokio::test]
async fn proof_of_a_call_that_was_repeated_is_left_to_the_repetition() {
    let folder = Folder::new();
    let store = folder.open().await;
    let (account, case) = one_case(&store).await;
    let lost = record(&account.id, &case, Act::Submit, "inquiry");
    intend(&store, &lost).await.unwrap();
    bring_to(&store, &lost.submission.id, State::NotArrived).await;
    let again = SubmissionRecord {
        intent: lost.intent.clone(),
        ..record(&account.id, &case, Act::Submit, "inquiry")
    };
    intend(&store, &again).await.unwrap();
    bring_to(&store, &again.submission.id, State::Sending).await;
    let proven = store.submission_prove(&lost.submission.id, day(9)).await;
    assert!(!proven.unwrap(), "it is under way");
    settle(&store, &again.submission.id, State::Unknown)
        .await
        .unwrap();
    let proven = store.submission_prove(&lost.submission.id, day(9)).await;
    assert!(!proven.unwrap(), "its outcome is open");
    settle(&store, &again.submission.id, State::Accepted)
        .await
        .unwrap();
    let kept = store.submission(&again.submission.id).await.unwrap();
    assert_eq!(kept.unwrap().submission.state, State::Accepted);
}
