use crate::fixture::{Folder, account, day, dispute, reading};
use proptest::prelude::*;
use tvist_domain::deadline::{self, SafetyMargin};
use tvist_domain::dispute::DueDate;
use tvist_domain::{Dispute, NextStep, Provider, Stage, Status, order};
use tvist_store::{Filed, Query, Store, Upsert};

fn all(now: i64) -> Query {
    Query {
        limit: 100,
        now: day(now),
        ..Query::default()
    }
}

async fn listed(store: &Store, query: &Query) -> (u64, Vec<String>) {
    let (total, filed) = store.disputes_page(query).await.unwrap();
    (
        total,
        filed.into_iter().map(|f| f.dispute.provider_id).collect(),
    )
}

fn case(id: &str, step: NextStep, status: Status, due: DueDate, opened: i64) -> Upsert {
    let dispute = Dispute {
        status,
        due,
        opened_at: day(opened),
        ..dispute(id)
    };
    Upsert {
        step,
        ..reading(dispute)
    }
}

fn cases() -> Vec<Upsert> {
    use DueDate::{At, NotGiven};
    vec![
        case("closed-old", NextStep::None, Status::Lost, At(day(1)), 1),
        case(
            "waiting",
            NextStep::Wait,
            Status::UnderReview,
            At(day(2)),
            1,
        ),
        case(
            "answer-9",
            NextStep::Answer,
            Status::NeedsResponse,
            At(day(9)),
            1,
        ),
        case(
            "answer-undated",
            NextStep::Answer,
            Status::NeedsResponse,
            NotGiven,
            9,
        ),
        case(
            "talk-2",
            NextStep::TalkToCustomer,
            Status::NeedsResponse,
            At(day(2)),
            1,
        ),
        case(
            "answer-3-old",
            NextStep::Answer,
            Status::NeedsResponse,
            At(day(3)),
            1,
        ),
        case(
            "answer-3-new",
            NextStep::Answer,
            Status::NeedsResponse,
            At(day(3)),
            2,
        ),
        case("closed-new", NextStep::None, Status::Won, At(day(20)), 5),
        case("look-4", NextStep::Look, Status::Unknown, At(day(4)), 1),
        case(
            "refund-1",
            NextStep::RefundOrWait,
            Status::NeedsResponse,
            At(day(1)),
            1,
        ),
    ]
}

#[tokio::test]
async fn the_most_urgent_comes_first() {
    let folder = Folder::new();
    let store = folder.open().await;
    let account = account();
    store.account_insert(&account).await.unwrap();
    store
        .apply_page(&account.id, cases(), day(1))
        .await
        .unwrap();
    let (total, ids) = listed(&store, &all(1)).await;
    assert_eq!(total, 10);
    assert_eq!(
        ids,
        [
            "answer-3-new",
            "answer-3-old",
            "look-4",
            "answer-9",
            "answer-undated",
            "refund-1",
            "talk-2",
            "waiting",
            "closed-new",
            "closed-old"
        ]
    );
    let page = Query {
        limit: 3,
        offset: 8,
        ..all(1)
    };
    assert_eq!(
        listed(&store, &page).await,
        (10, vec!["closed-new".to_owned(), "closed-old".to_owned()])
    );
    assert_eq!(
        listed(&store, &Query { limit: 0, ..all(1) }).await,
        (10, vec![])
    );
    assert_eq!(
        listed(
            &store,
            &Query {
                offset: u64::MAX,
                limit: u32::MAX,
                ..all(1)
            }
        )
        .await,
        (10, vec![])
    );
}

#[tokio::test]
async fn filters_fit_together_and_an_answer_that_is_too_late_counts_as_a_look() {
    let folder = Folder::new();
    let store = folder.open().await;
    let (first, second) = (account(), account());
    store.account_insert(&first).await.unwrap();
    store.account_insert(&second).await.unwrap();
    store.apply_page(&first.id, cases(), day(1)).await.unwrap();
    let danish = Dispute {
        provider: Provider::Clearhaus,
        stage: Stage::Inquiry,
        ..dispute("ch-1")
    };
    store
        .apply_page(&second.id, vec![reading(danish)], day(1))
        .await
        .unwrap();

    let count = async |query: Query| listed(&store, &query).await.0;
    assert_eq!(
        count(Query {
            step: Some(NextStep::Answer),
            ..all(1)
        })
        .await,
        5
    );
    assert_eq!(
        count(Query {
            step: Some(NextStep::Look),
            ..all(1)
        })
        .await,
        1
    );
    // On day 3 two answers are too late, to the second.
    let late = Query {
        step: Some(NextStep::Look),
        ..all(3)
    };
    assert_eq!(
        listed(&store, &late).await.1,
        ["answer-3-new", "answer-3-old", "look-4"]
    );
    assert_eq!(
        count(Query {
            step: Some(NextStep::Answer),
            ..all(3)
        })
        .await,
        3
    );
    let just_before = Query {
        now: day(3) - chrono::Duration::seconds(1),
        ..late
    };
    assert_eq!(count(just_before).await, 1);

    assert_eq!(
        count(Query {
            open_only: true,
            ..all(1)
        })
        .await,
        9
    );
    assert_eq!(
        count(Query {
            status: Some(Status::Won),
            ..all(1)
        })
        .await,
        1
    );
    assert_eq!(
        count(Query {
            status: Some(Status::Won),
            open_only: true,
            ..all(1)
        })
        .await,
        0
    );
    assert_eq!(
        count(Query {
            stage: Some(Stage::Inquiry),
            ..all(1)
        })
        .await,
        1
    );
    assert_eq!(
        count(Query {
            provider: Some(Provider::Clearhaus),
            ..all(1)
        })
        .await,
        1
    );
    assert_eq!(
        count(Query {
            provider: Some(Provider::Clearhaus),
            account: Some(first.id.clone()),
            ..all(1)
        })
        .await,
        0
    );
    assert_eq!(
        count(Query {
            account: Some(second.id),
            search: Some("249".into()),
            ..all(1)
        })
        .await,
        1
    );
    assert_eq!(
        count(Query {
            stage: Some(Stage::Chargeback),
            step: Some(NextStep::Wait),
            search: Some("wait".into()),
            ..all(1)
        })
        .await,
        1
    );
}

#[tokio::test]
async fn another_step_is_another_place() {
    let folder = Folder::new();
    let store = folder.open().await;
    let account = account();
    store.account_insert(&account).await.unwrap();
    let ids = store
        .apply_page(
            &account.id,
            vec![reading(dispute("a")), reading(dispute("b"))],
            day(1),
        )
        .await
        .unwrap();
    store.set_step(&ids[0], NextStep::Wait).await.unwrap();
    assert_eq!(listed(&store, &all(1)).await.1, ["b", "a"]);
    assert_eq!(
        store.dispute(&ids[0]).await.unwrap().unwrap().step,
        NextStep::Wait
    );
    assert_eq!(
        listed(
            &store,
            &Query {
                step: Some(NextStep::Wait),
                ..all(1)
            }
        )
        .await
        .1,
        ["a"]
    );
    assert!(
        store
            .set_step(&tvist_domain::DisputeId::new(), NextStep::Wait)
            .await
            .is_err()
    );
}

fn any_case() -> impl Strategy<Value = (usize, usize, Option<i64>, i64)> {
    (
        0..NextStep::ALL.len(),
        0..Status::ALL.len(),
        proptest::option::of(1..5_i64),
        1..4_i64,
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// The list is in the domain's order, and pages put together give the list.
    #[test]
    fn the_list_is_in_the_domains_order(cases in proptest::collection::vec(any_case(), 0..25), size in 1..9_u32) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let folder = Folder::new();
            let store = folder.open().await;
            let account = account();
            store.account_insert(&account).await.unwrap();
            let page = cases.iter().enumerate().map(|(n, (step, status, due, opened))| {
                let due = due.map_or(DueDate::NotGiven, |d| DueDate::At(day(d)));
                case(&format!("dp_{n}"), NextStep::ALL[*step], Status::ALL[*status], due, *opened)
            });
            store.apply_page(&account.id, page.collect(), day(1)).await.unwrap();
            let (total, filed) = store.disputes_page(&all(1)).await.unwrap();
            assert_eq!(total, cases.len() as u64);
            let keys: Vec<_> = filed
                .iter()
                .map(|f| {
                    let deadline = deadline::of(&f.dispute, SafetyMargin::default()).map(|d| d.at);
                    (order::key(f.step.group(), deadline, f.dispute.opened_at), f.id.clone())
                })
                .collect();
            assert!(keys.is_sorted(), "{keys:?}");
            let mut pieces = Vec::new();
            for offset in (0..total).step_by(size as usize) {
                pieces.extend(store.disputes_page(&Query { limit: size, offset, ..all(1) }).await.unwrap().1);
            }
            assert_eq!(pieces, filed);
        });
    }

    /// Totals and pages are what counting one by one gives, after changes and removals, for any query.
    #[test]
    fn totals_and_pages_are_what_counting_gives(
        cases in proptest::collection::vec((any_case(), any::<bool>()), 1..25),
        again in proptest::collection::vec((0..25_usize, any_case()), 0..15),
        erased in proptest::collection::vec(0..25_usize, 0..5),
        query in any_query(),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let folder = Folder::new();
            let store = folder.open().await;
            let (first, second) = (account(), account());
            store.account_insert(&first).await.unwrap();
            store.account_insert(&second).await.unwrap();
            let make = |n: usize, (step, status, due, opened): (usize, usize, Option<i64>, i64)| {
                let due = due.map_or(DueDate::NotGiven, |d| DueDate::At(day(d)));
                let mut made = case(&format!("dp_{n}"), NextStep::ALL[step], Status::ALL[status], due, opened);
                made.dispute.stage = Stage::ALL[(step + status) % 3];
                made.dispute.customer.name = Some(["Anna", "Annika", "Bo"][n % 3].into());
                made
            };
            let mut ids = Vec::new();
            for (n, (values, is_first)) in cases.iter().enumerate() {
                let owner = if *is_first { &first } else { &second };
                ids.extend(store.apply_page(&owner.id, vec![make(n, *values)], day(1)).await.unwrap());
            }
            for (n, values) in again {
                if let Some((_, is_first)) = cases.get(n) {
                    let owner = if *is_first { &first } else { &second };
                    store.apply_page(&owner.id, vec![make(n, values)], day(2)).await.unwrap();
                }
            }
            for n in erased {
                if let Some(id) = ids.get(n)
                    && let Some(filed) = store.dispute(id).await.unwrap()
                {
                    store.erase(&[filed], &[]).await.unwrap();
                }
            }
            let (query, of_account) = query;
            let query = Query { account: of_account.map(|one| if one { first.id.clone() } else { second.id.clone() }), ..query };
            let fits = |f: &Filed| {
                let late = matches!(f.dispute.due, DueDate::At(at) if at <= query.now);
                let step = if f.step == NextStep::Answer && late { NextStep::Look } else { f.step };
                query.stage.is_none_or(|s| s == f.dispute.stage)
                    && query.status.is_none_or(|s| s == f.dispute.status)
                    && query.step.is_none_or(|s| s == step)
                    && query.account.as_ref().is_none_or(|a| *a == f.account)
                    && !(query.open_only && f.dispute.status.is_ended())
                    && query.search.as_ref().is_none_or(|s| {
                        f.dispute.customer.name.as_ref().unwrap().to_lowercase().starts_with(s.as_str())
                    })
            };
            let (_, mut expected) = store.disputes_page(&all(1)).await.unwrap();
            expected.retain(fits);
            let (total, page) = store.disputes_page(&query).await.unwrap();
            assert_eq!((total, page), (expected.len() as u64, expected));
        });
    }
}

fn any_query() -> impl Strategy<Value = (Query, Option<bool>)> {
    use proptest::option::weighted;
    let words = |n: usize| weighted(0.3, 0..n);
    (
        words(3),
        words(Status::ALL.len()),
        weighted(0.5, 0..NextStep::ALL.len()),
        weighted(0.3, any::<bool>()),
        weighted(
            0.3,
            proptest::sample::select(vec!["ann", "anni", "bo", "zz"]),
        ),
        any::<bool>(),
        0..6_i64,
    )
        .prop_map(
            |(stage, status, step, of_account, search, open_only, now)| {
                let query = Query {
                    stage: stage.map(|n| Stage::ALL[n]),
                    status: status.map(|n| Status::ALL[n]),
                    step: step.map(|n| NextStep::ALL[n]),
                    search: search.map(str::to_owned),
                    open_only,
                    ..all(now)
                };
                (query, of_account)
            },
        )
}
