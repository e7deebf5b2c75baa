use crate::fixture::{Folder, account, day, dispute, one_case, reading, reminder};
use serde_json::json;
use tvist_domain::balance::Booked;
use tvist_domain::clock::{Timestamp, held};
use tvist_domain::dispute::{Customer, DueDate, Movement, SpecialEvidence};
use tvist_domain::evidence::Kind;
use tvist_domain::ladder::Rung;
use tvist_domain::timeline::{Entry, EntryKind, EntrySource};
use tvist_domain::{AccountId, Dispute, DisputeId, Money, NextStep, Provider, Stage, Status};
use tvist_store::{StoreError, Upsert};

fn rich() -> Dispute {
    Dispute {
        reference: Some("R-77".into()),
        customer: Customer {
            name: Some("Anna Öst".into()),
            email: Some("anna@shop.example".into()),
            ..Customer::default()
        },
        movements: vec![Movement {
            id: "txn_1".into(),
            at: day(2),
            amount: Money::new(-24_900, "EUR"),
            fee: Money::new(2_000, "EUR"),
            kind: Booked::Dispute,
        }],
        special_evidence: vec![SpecialEvidence {
            kind: "visa_compelling_evidence_3".into(),
            status: None,
            required_actions: vec!["x".into()],
        }],
        staged_texts: vec![("a".into(), "b".into())],
        raw: json!({"id": "dp_1", "nested": {"deep": [1, 2.5, null, "ü"]}, "a": 1}),
        ..dispute("dp_1")
    }
}

/// Earlier versions stored dates as they came, and what they had measured of a clock.
#[tokio::test]
async fn dates_that_cant_be_come_back_as_none_or_as_the_nearest_that_can() {
    for end in [Timestamp::MIN_UTC, Timestamp::MAX_UTC] {
        let folder = Folder::new();
        let store = folder.open().await;
        let account = account();
        store.account_insert(&account).await.unwrap();
        let mut case = rich();
        case.opened_at = end;
        case.due = DueDate::At(end);
        case.transaction.at = Some(end);
        case.movements[0].at = end;
        let happened = Entry {
            at: end,
            kind: EntryKind::Opened,
            detail: None,
            money: None,
            source: EntrySource::Provider,
        };
        let upsert = Upsert {
            entries: vec![happened],
            ..reading(case)
        };
        let ids = store.apply_page(&account.id, vec![upsert], day(3)).await;
        let id = ids.unwrap().remove(0);
        store.account_set_skew(&account.id, i64::MAX).await.unwrap();
        let read = store.dispute(&id).await.unwrap().unwrap().dispute;
        let can_be = |at: Timestamp| at == held(at);
        assert!(can_be(read.opened_at) && can_be(read.movements[0].at));
        assert_eq!((read.due, read.transaction.at), (DueDate::NotGiven, None));
        let told = store.timeline(&id).await.unwrap();
        assert!(told.iter().all(|entry| can_be(entry.at)));
        let account = store.account(&account.id).await.unwrap().unwrap();
        assert_eq!(account.skew_seconds, None);
        assert_eq!(account.provider_now(day(3)), day(3));
        // The next reading puts the columns right too.
        let now = store.apply_page(&account.id, vec![reading(rich())], day(4));
        now.await.unwrap();
        let read = store.dispute(&id).await.unwrap().unwrap().dispute;
        assert_eq!(read, rich());
    }
}

#[tokio::test]
async fn a_case_comes_back_whole() {
    let folder = Folder::new();
    let store = folder.open().await;
    let account = account();
    store.account_insert(&account).await.unwrap();
    let ids = store
        .apply_page(&account.id, vec![reading(rich())], day(2))
        .await
        .unwrap();
    let filed = store.dispute(&ids[0]).await.unwrap().unwrap();
    assert_eq!(filed.dispute, rich());
    assert_eq!(
        (filed.id.clone(), filed.account.clone()),
        (ids[0].clone(), account.id.clone())
    );
    assert_eq!((filed.known_at, filed.read_at), (day(2), day(2)));
    assert_eq!(
        (filed.ended_at, filed.vanished_at, filed.step),
        (None, None, NextStep::Answer)
    );
    assert_eq!(
        store
            .dispute_by_provider_id(&account.id, "dp_1")
            .await
            .unwrap(),
        Some(filed.clone())
    );
    assert_eq!(
        store
            .dispute_by_provider_id(&account.id, "dp_2")
            .await
            .unwrap(),
        None
    );
    assert_eq!(
        store
            .dispute_by_provider_id(&AccountId::new(), "dp_1")
            .await
            .unwrap(),
        None
    );
    assert_eq!(
        store
            .disputes_by_provider_ids(&account.id, &["dp_0", "dp_1"])
            .await
            .unwrap(),
        [filed]
    );
    assert_eq!(store.dispute(&DisputeId::new()).await.unwrap(), None);
}

/// A provider whose object differs at every reading fills no disk.
#[tokio::test]
async fn of_an_object_that_never_comes_to_rest_the_newest_are_kept() {
    let folder = Folder::new();
    let store = folder.open().await;
    let (account, id) = one_case(&store).await;
    for n in 0..130 {
        let restless = Dispute {
            raw: json!({"id": "dp_1", "n": n}),
            ..dispute("dp_1")
        };
        let at = day(2) + chrono::Duration::minutes(n + 1);
        store
            .apply_page(&account.id, vec![reading(restless)], at)
            .await
            .unwrap();
    }
    let past = store.dispute_raw_past(&id).await.unwrap();
    let kept: Vec<_> = past.iter().map(|(_, raw)| raw["n"].as_i64()).collect();
    let newest: Vec<_> = (29..129).map(Some).collect();
    assert_eq!(kept, newest);
}

#[tokio::test]
async fn a_page_updates_what_is_known_and_keeps_what_was_said() {
    let folder = Folder::new();
    let store = folder.open().await;
    let (account, first) = one_case(&store).await;
    let moved = Dispute {
        status: Status::UnderReview,
        raw: json!({"id": "dp_1", "status": "under_review"}),
        ..dispute("dp_1")
    };
    let update = Upsert {
        step: NextStep::Wait.into(),
        ..reading(moved.clone())
    };
    let ids = store
        .apply_page(
            &account.id,
            vec![reading(dispute("dp_2")), update.clone()],
            day(3),
        )
        .await
        .unwrap();
    assert_eq!(ids[1], first);
    assert_ne!(ids[0], first);
    let filed = store.dispute(&first).await.unwrap().unwrap();
    assert_eq!(filed.dispute, moved);
    assert_eq!(
        (filed.known_at, filed.read_at, filed.step),
        (day(2), day(3), NextStep::Wait)
    );

    // The same again changes the time of reading only; what was said twice is kept once.
    store
        .apply_page(&account.id, vec![update], day(4))
        .await
        .unwrap();
    store
        .apply_page(&account.id, vec![reading(dispute("dp_1"))], day(5))
        .await
        .unwrap();
    let filed = store.dispute(&first).await.unwrap().unwrap();
    assert_eq!((filed.known_at, filed.read_at), (day(2), day(5)));
    let past = store.dispute_raw_past(&first).await.unwrap();
    assert_eq!(past, [(day(2), dispute("dp_1").raw), (day(4), moved.raw)]);
}

#[tokio::test]
async fn a_case_that_comes_twice_on_a_page_is_one_case() {
    let folder = Folder::new();
    let store = folder.open().await;
    let account = account();
    store.account_insert(&account).await.unwrap();
    let entry = |kind| Entry {
        at: day(2),
        kind,
        detail: None,
        money: None,
        source: EntrySource::Observed,
    };
    let page = vec![
        Upsert {
            entries: vec![entry(EntryKind::StatusChanged)],
            ..reading(dispute("dp_1"))
        },
        reading(dispute("dp_2")),
        Upsert {
            entries: vec![entry(EntryKind::Lost)],
            ..reading(Dispute {
                status: Status::Lost,
                ..dispute("dp_1")
            })
        },
    ];
    let ids = store.apply_page(&account.id, page, day(2)).await.unwrap();
    assert_eq!(ids[0], ids[2]);
    assert_eq!(store.disputes_all().await.unwrap().len(), 2);
    assert_eq!(
        store
            .dispute(&ids[0])
            .await
            .unwrap()
            .unwrap()
            .dispute
            .status,
        Status::Lost
    );
    let told: Vec<EntryKind> = store
        .timeline(&ids[0])
        .await
        .unwrap()
        .iter()
        .map(|e| e.kind)
        .collect();
    assert_eq!(told, [EntryKind::StatusChanged, EntryKind::Lost]);
}

#[tokio::test]
async fn a_large_page_keeps_its_order() {
    let folder = Folder::new();
    let store = folder.open().await;
    let account = account();
    store.account_insert(&account).await.unwrap();
    let page: Vec<Upsert> = (0..250)
        .map(|n| reading(dispute(&format!("dp_{n}"))))
        .collect();
    let ids = store.apply_page(&account.id, page, day(2)).await.unwrap();
    for n in [0, 99, 100, 249] {
        let filed = store
            .dispute_by_provider_id(&account.id, &format!("dp_{n}"))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(filed.id, ids[n]);
    }
    assert_eq!(
        store
            .apply_page(&account.id, Vec::new(), day(3))
            .await
            .unwrap(),
        []
    );
}

#[tokio::test]
async fn a_page_without_its_account_stores_nothing() {
    let folder = Folder::new();
    let store = folder.open().await;
    let result = store
        .apply_page(&AccountId::new(), vec![reading(dispute("dp_1"))], day(2))
        .await;
    assert!(
        matches!(result, Err(StoreError::Missing("account"))),
        "{result:?}"
    );
    assert!(store.disputes_all().await.unwrap().is_empty());
}

#[tokio::test]
async fn the_first_end_is_kept_until_a_case_is_reopened() {
    let folder = Folder::new();
    let store = folder.open().await;
    let (account, id) = one_case(&store).await;
    let with = |status| {
        vec![reading(Dispute {
            status,
            ..dispute("dp_1")
        })]
    };
    for (status, now, ended_at) in [
        (Status::UnderReview, 3, None),
        (Status::Lost, 4, Some(day(4))),
        (Status::Lost, 5, Some(day(4))),
        (Status::Closed, 6, Some(day(4))),
        (Status::NeedsResponse, 7, None),
        (Status::Won, 8, Some(day(8))),
    ] {
        store
            .apply_page(&account.id, with(status), day(now))
            .await
            .unwrap();
        assert_eq!(
            store.dispute(&id).await.unwrap().unwrap().ended_at,
            ended_at,
            "{status:?} on day {now}"
        );
        let open = store.disputes_open(&account.id).await.unwrap();
        assert_eq!(open.is_empty(), status.is_ended());
        assert_eq!(store.disputes_watched().await.unwrap(), open);
    }
}

#[tokio::test]
async fn a_case_that_vanished_comes_back_when_it_is_seen() {
    let folder = Folder::new();
    let store = folder.open().await;
    let (account, id) = one_case(&store).await;
    let apart = chrono::Duration::minutes(1);
    let gone = async |at| store.note_gone(&id, at, apart).await.unwrap();
    let vanished = async || store.dispute(&id).await.unwrap().unwrap().vanished_at;
    assert!(!gone(day(3)).await, "one reading may be wrong");
    assert!(!gone(day(3) + chrono::Duration::seconds(59)).await);
    assert_eq!(vanished().await, None);
    assert!(gone(day(4)).await, "a second one agrees");
    assert!(!gone(day(5)).await, "it is told once");
    assert_eq!(vanished().await, Some(day(4)));
    store
        .apply_page(&account.id, vec![reading(dispute("dp_1"))], day(5))
        .await
        .unwrap();
    assert_eq!(vanished().await, None);
    assert!(!gone(day(6)).await, "it begins anew");
    assert_eq!(vanished().await, None);
    assert!(matches!(
        store.note_gone(&DisputeId::new(), day(1), apart).await,
        Err(StoreError::Missing("dispute"))
    ));
}

#[tokio::test]
async fn a_case_is_found_by_any_of_its_names() {
    let folder = Folder::new();
    let store = folder.open().await;
    let account = account();
    store.account_insert(&account).await.unwrap();
    let named = |id: &str, reference: &str| {
        reading(Dispute {
            reference: Some(reference.into()),
            ..dispute(id)
        })
    };
    let ids = store
        .apply_page(
            &account.id,
            vec![
                named("dp_1", "same"),
                named("dp_2", "same"),
                named("dp_3", "dp_1"),
            ],
            day(2),
        )
        .await
        .unwrap();
    let find = async |text: &str| {
        let mut found = store.dispute_find(text).await.unwrap();
        found.sort();
        found
    };
    let sorted = |of: &[usize]| {
        let mut ids: Vec<DisputeId> = of.iter().map(|n| ids[*n].clone()).collect();
        ids.sort();
        ids
    };
    assert_eq!(find(ids[1].as_str()).await, sorted(&[1]));
    assert_eq!(find("dp_2").await, sorted(&[1]));
    assert_eq!(find("same").await, sorted(&[0, 1]));
    assert_eq!(find("dp_1").await, sorted(&[0, 2]));
    assert_eq!(find("dp").await, []);
}

#[tokio::test]
async fn every_word_of_the_domain_has_a_place() {
    let folder = Folder::new();
    let store = folder.open().await;
    let account = account();
    store.account_insert(&account).await.unwrap();
    let mut page = Vec::new();
    for provider in Provider::ALL {
        for stage in Stage::ALL {
            for status in Status::ALL {
                for step in NextStep::ALL {
                    let id = format!("{}-{}", provider.as_str(), page.len());
                    let dispute = Dispute {
                        provider,
                        stage: *stage,
                        status: *status,
                        ..dispute(&id)
                    };
                    page.push(Upsert {
                        step: (*step).into(),
                        ..reading(dispute)
                    });
                }
            }
        }
    }
    let sent = page.clone();
    let ids = store.apply_page(&account.id, page, day(2)).await.unwrap();
    for (id, sent) in ids.iter().zip(&sent).step_by(97) {
        let filed = store.dispute(id).await.unwrap().unwrap();
        assert_eq!(
            (&filed.dispute, filed.step),
            (&sent.dispute, sent.step.step)
        );
    }
    let rungs = (1..=720).filter_map(Rung::hours).chain([Rung::SAFE]);
    let rungs = rungs.map(|rung| reminder(&ids[0], rung, day(9)));
    let rungs: Vec<_> = rungs.collect();
    store.reminders_tell(&rungs, day(8)).await.unwrap();
    let told = store.reminders_told(&ids[0]).await.unwrap();
    assert_eq!(told.len(), rungs.len());
    for kind in EntryKind::ALL {
        for source in EntrySource::ALL {
            let entry = Entry {
                at: day(2),
                kind: *kind,
                detail: Some("d".into()),
                money: Some(Money::new(-1, "SEK")),
                source: *source,
            };
            store
                .timeline_append(&ids[0], std::slice::from_ref(&entry))
                .await
                .unwrap();
            assert_eq!(store.timeline(&ids[0]).await.unwrap().last(), Some(&entry));
        }
    }
}

#[tokio::test]
async fn bad_text_in_a_column_is_an_error_that_doesnt_repeat_it() {
    let folder = Folder::new();
    let store = folder.open().await;
    let (_, id) = one_case(&store).await;
    store
        .draft_set_text(&id, Kind::ProductDescription, Some("x"), day(3))
        .await
        .unwrap();
    let mut raw = folder.raw().await;
    for (spoil, repair) in [
        (
            "UPDATE dispute SET body = '{\"provider\":\"Secretname\"}'",
            "UPDATE dispute SET body = body",
        ),
        (
            "UPDATE dispute SET raw = 'Secretname'",
            "UPDATE dispute SET raw = '{}'",
        ),
    ] {
        sqlx::raw_sql(spoil).execute(&mut raw).await.unwrap();
        let error = store.dispute(&id).await.unwrap_err();
        assert_eq!(error.code(), "other");
        let told = format!(
            "{error} {error:?} {:?}",
            std::error::Error::source(&error).map(ToString::to_string)
        );
        assert!(
            !told.contains("Secretname") && told.contains("dispute."),
            "{told}"
        );
        sqlx::raw_sql(repair).execute(&mut raw).await.unwrap();
    }
    sqlx::raw_sql("UPDATE draft SET body = '{\"revision\":1,\"items\":5}'")
        .execute(&mut raw)
        .await
        .unwrap();
    assert!(store.draft(&id).await.is_err());
    sqlx::raw_sql("UPDATE account SET options = '[]'")
        .execute(&mut raw)
        .await
        .unwrap();
    assert!(store.accounts().await.is_err());
}
