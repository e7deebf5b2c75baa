//! Warnings: stored, linked to the case that comes of them, erased with it; and no payment given back twice.

use crate::fixture::{Folder, account, day, dispute, reading};
use serde_json::json;
use std::collections::BTreeMap;
use tvist_domain::dispute::{Customer, Order, Transaction};
use tvist_domain::submission::{State, Submission};
use tvist_domain::{
    Act, Dispute, Money, Provider, Stage, Status, Subject, SubmissionId, Warning, WarningId,
    warning,
};
use tvist_store::{Account, Settlement, Store, StoreError, SubmissionRecord};

fn warned(id: &str, payment: &str) -> Warning {
    Warning {
        provider: Provider::Stripe,
        provider_id: id.into(),
        at: day(2),
        actionable: true,
        fraud_type: Some("a_word_of_tomorrow".into()),
        transaction: paid(payment),
        customer: Customer::default(),
        order: Order::default(),
        disputed: Some(false),
        live: false,
        raw: json!({"id": id}),
    }
}

fn paid(payment: &str) -> Transaction {
    Transaction {
        id: Some(payment.into()),
        amount: Some(Money::new(24_900, "EUR")),
        ..Transaction::default()
    }
}

fn case_of(id: &str, payment: &str) -> Dispute {
    Dispute {
        transaction: paid(payment),
        ..dispute(id)
    }
}

async fn shop(store: &Store) -> Account {
    let account = account();
    store.account_insert(&account).await.unwrap();
    account
}

async fn file(store: &Store, account: &Account, warnings: &[Warning], n: i64) -> Vec<WarningId> {
    store
        .warnings_file(&account.id, warnings, day(n), day(n))
        .await
        .unwrap()
}

fn refund(account: &Account, subject: Subject, before: &impl serde::Serialize) -> SubmissionRecord {
    SubmissionRecord {
        submission: Submission {
            id: SubmissionId::new(),
            subject,
            kind: Act::Refund,
            round: warning::ROUND.into(),
            state: State::Intended,
            at: day(3),
            request_id: None,
            on_a_word: false,
        },
        account: account.id.clone(),
        intent: "sub_mark".into(),
        draft_revision: 0,
        seal: "ab".repeat(32),
        key: None,
        key_used_at: None,
        call: None,
        before: serde_json::to_value(before).unwrap(),
        fields: BTreeMap::new(),
        amount: Some(Money::new(24_900, "EUR")),
        answer: None,
        refusal: None,
        seen_nothing_at: None,
        note: None,
        statement: None,
        settled_at: None,
        files: Vec::new(),
    }
}

async fn bring_to(store: &Store, id: &SubmissionId, state: State) {
    let call = json!({"key": "k"});
    store.submission_sending(id, &call, day(4)).await.unwrap();
    let settlement = Settlement::new(state, day(5));
    store.submission_settle(id, &settlement).await.unwrap();
}

#[tokio::test]
async fn a_warning_comes_in_once_and_a_newer_reading_stands() {
    let folder = Folder::new();
    let store = folder.open().await;
    let account = shop(&store).await;
    let first = warned("issfr_1", "ch_1");
    let ids = file(&store, &account, std::slice::from_ref(&first), 3).await;
    assert_eq!(ids.len(), 1);
    let stored = store.warning(&ids[0]).await.unwrap().unwrap();
    assert_eq!(stored.warning, first);
    assert_eq!((stored.dispute, stored.known_at), (None, day(3)));
    // The same again says nothing new; another word does.
    assert!(
        file(&store, &account, std::slice::from_ref(&first), 4)
            .await
            .is_empty()
    );
    let over = Warning {
        actionable: false,
        ..first.clone()
    };
    assert_eq!(
        file(&store, &account, std::slice::from_ref(&over), 6).await,
        ids
    );
    // A reading that began before that one doesn't undo it.
    let first = [first];
    let late = store.warnings_file(&account.id, &first, day(5), day(7));
    assert!(late.await.unwrap().is_empty());
    assert!(
        !store
            .warning(&ids[0])
            .await
            .unwrap()
            .unwrap()
            .warning
            .actionable
    );
    for which in ["issfr_1", "ch_1", ids[0].as_str()] {
        assert_eq!(store.warning_find(which).await.unwrap(), ids, "{which}");
    }
}

#[tokio::test]
async fn it_is_told_once_and_waits_until_there_is_a_case() {
    let folder = Folder::new();
    let store = folder.open().await;
    let account = shop(&store).await;
    let ids = file(&store, &account, &[warned("issfr_1", "ch_1")], 3).await;
    assert_eq!(store.warnings_untold().await.unwrap().len(), 1);
    assert_eq!(store.warnings_waiting().await.unwrap(), 1);
    store.warnings_told(&ids, day(3)).await.unwrap();
    assert!(store.warnings_untold().await.unwrap().is_empty());
    // Whichever comes first, the case and the warning find each other.
    let cases = vec![
        reading(case_of("du_1", "ch_1")),
        reading(case_of("du_2", "ch_2")),
    ];
    let cases = store.apply_page(&account.id, cases, day(4)).await.unwrap();
    let later = file(&store, &account, &[warned("issfr_2", "ch_2")], 5).await;
    for (warning, case) in [(&ids[0], &cases[0]), (&later[0], &cases[1])] {
        let stored = store.warning(warning).await.unwrap().unwrap();
        assert_eq!(stored.dispute.as_ref(), Some(case));
    }
    assert_eq!(store.warnings_waiting().await.unwrap(), 0);
    assert!(store.warnings_untold().await.unwrap().is_empty());
}

#[tokio::test]
async fn no_payment_is_given_back_for_a_warning_and_for_its_case() {
    let folder = Folder::new();
    let store = folder.open().await;
    let account = shop(&store).await;
    let inquiry = Dispute {
        stage: Stage::Inquiry,
        ..case_of("du_1", "ch_1")
    };
    let cases = vec![reading(inquiry.clone())];
    let case = store
        .apply_page(&account.id, cases, day(2))
        .await
        .unwrap()
        .remove(0);
    let warning = warned("issfr_1", "ch_1");
    let id = file(&store, &account, std::slice::from_ref(&warning), 3)
        .await
        .remove(0);
    let mine = refund(&account, id.clone().into(), &warning);
    let theirs = || refund(&account, case.clone().into(), &inquiry);
    store.submission_intend(&mine, &[]).await.unwrap();
    let second = refund(&account, id.clone().into(), &warning);
    for refused in [second, theirs()] {
        let result = store.submission_intend(&refused, &[]).await;
        assert!(matches!(result, Err(StoreError::Conflict)), "{result:?}");
    }
    bring_to(&store, &mine.submission.id, State::Accepted).await;
    let result = store.submission_intend(&theirs(), &[]).await;
    assert!(matches!(result, Err(StoreError::Conflict)), "{result:?}");
    // The case counts it as its own, and the warning what was made for the case.
    let of_case = store.domain_submissions(&case).await.unwrap();
    assert_eq!(of_case.len(), 1);
    assert_eq!(of_case[0].subject, Subject::from(id.clone()));
    assert_eq!(store.refunds_of_warned(&id).await.unwrap(), of_case);
    // One of another payment is no business of theirs.
    let other = warned("issfr_2", "ch_2");
    let other_id = file(&store, &account, std::slice::from_ref(&other), 6)
        .await
        .remove(0);
    let free = refund(&account, other_id.clone().into(), &other);
    store.submission_intend(&free, &[]).await.unwrap();
    assert_eq!(store.refunds_of_warned(&other_id).await.unwrap().len(), 1);
}

#[tokio::test]
async fn erasing_the_case_takes_the_warning_and_what_was_sent_for_it() {
    let folder = Folder::new();
    let store = folder.open().await;
    let account = shop(&store).await;
    let warning = warned("issfr_1", "ch_1");
    let id = file(&store, &account, std::slice::from_ref(&warning), 3)
        .await
        .remove(0);
    let sent = refund(&account, id.clone().into(), &warning);
    store.submission_intend(&sent, &[]).await.unwrap();
    let lost = Dispute {
        status: Status::Lost,
        ..case_of("du_1", "ch_1")
    };
    let case = store
        .apply_page(&account.id, vec![reading(lost)], day(4))
        .await
        .unwrap()
        .remove(0);
    let filed = store.dispute(&case).await.unwrap().unwrap();
    let open = store.erase(std::slice::from_ref(&filed), &[]).await;
    assert!(matches!(open, Err(StoreError::Conflict)), "{open:?}");
    bring_to(&store, &sent.submission.id, State::Accepted).await;
    store.erase(&[filed], &[]).await.unwrap();
    assert!(store.warning(&id).await.unwrap().is_none());
    assert!(
        store
            .submission(&sent.submission.id)
            .await
            .unwrap()
            .is_none()
    );
    assert!(file(&store, &account, &[warning], 6).await.is_empty());
    assert!(store.warnings(None).await.unwrap().is_empty());
}

#[tokio::test]
async fn an_account_takes_its_warnings_along_but_not_while_an_outcome_is_open() {
    let folder = Folder::new();
    let store = folder.open().await;
    let account = shop(&store).await;
    let warning = warned("issfr_1", "ch_1");
    let id = file(&store, &account, std::slice::from_ref(&warning), 3)
        .await
        .remove(0);
    let sent = refund(&account, id.into(), &warning);
    store.submission_intend(&sent, &[]).await.unwrap();
    let kept = store.account_remove(&account.id, &[]).await;
    assert!(matches!(kept, Err(StoreError::Conflict)), "{kept:?}");
    bring_to(&store, &sent.submission.id, State::NotArrived).await;
    // What came to nothing may be done again.
    let again = refund(&account, sent.submission.subject.clone(), &warning);
    store.submission_intend(&again, &[]).await.unwrap();
    bring_to(&store, &again.submission.id, State::Refused).await;
    store.account_remove(&account.id, &[]).await.unwrap();
    assert!(store.warnings(None).await.unwrap().is_empty());
}
