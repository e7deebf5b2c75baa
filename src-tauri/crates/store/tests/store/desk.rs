use crate::fixture::{Folder, account, day, dispute, reading};
use proptest::prelude::*;
use tvist_domain::clock::Timestamp;
use tvist_domain::days::DaySpan;
use tvist_domain::deadline::SafetyMargin;
use tvist_domain::dispute::{DueDate, Method};
use tvist_domain::rules;
use tvist_domain::step::StepSpan;
use tvist_domain::submission::{State, Submission};
use tvist_domain::{Category, Dispute, NextStep, Provider, Stage, Status, order};
use tvist_store::{Narrow, Query, Settlement, Store, StoredDispute, Upsert};

fn all() -> Query {
    Query {
        limit: 100,
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
        step: step.into(),
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
    let (total, ids) = listed(&store, &all()).await;
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
        ..all()
    };
    assert_eq!(
        listed(&store, &page).await,
        (10, vec!["closed-new".to_owned(), "closed-old".to_owned()])
    );
    assert_eq!(
        listed(&store, &Query { limit: 0, ..all() }).await,
        (10, vec![])
    );
    assert_eq!(
        listed(
            &store,
            &Query {
                offset: u64::MAX,
                limit: u32::MAX,
                ..all()
            }
        )
        .await,
        (10, vec![])
    );
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
async fn filters_fit_together() {
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
            ..all()
        })
        .await,
        5
    );
    assert_eq!(
        count(Query {
            step: Some(NextStep::Look),
            ..all()
        })
        .await,
        1
    );
    assert_eq!(
        count(Query {
            open_only: true,
            ..all()
        })
        .await,
        9
    );
    assert_eq!(
        count(Query {
            status: Some(Status::Won),
            ..all()
        })
        .await,
        1
    );
    assert_eq!(
        count(Query {
            status: Some(Status::Won),
            open_only: true,
            ..all()
        })
        .await,
        0
    );
    assert_eq!(
        count(Query {
            stage: Some(Stage::Inquiry),
            ..all()
        })
        .await,
        1
    );
    assert_eq!(
        count(Query {
            provider: Some(Provider::Clearhaus),
            ..all()
        })
        .await,
        1
    );
    assert_eq!(
        count(Query {
            provider: Some(Provider::Clearhaus),
            account: Some(first.id.clone()),
            ..all()
        })
        .await,
        0
    );
    assert_eq!(
        count(Query {
            account: Some(second.id),
            search: Some("249".into()),
            ..all()
        })
        .await,
        1
    );
    assert_eq!(
        count(Query {
            stage: Some(Stage::Chargeback),
            step: Some(NextStep::Wait),
            search: Some("wait".into()),
            ..all()
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
    // Nothing is due: neither time nor a submission has moved anything.
    let never = |_: &Dispute, _: &[Submission], _| panic!("nothing is to be placed");
    assert_eq!(store.place_due(day(1), never).await.unwrap(), []);
    let upsert = Upsert {
        step: NextStep::Wait.into(),
        ..reading(dispute("a"))
    };
    store
        .apply_page(&account.id, vec![upsert], day(2))
        .await
        .unwrap();
    assert_eq!(listed(&store, &all()).await.1, ["b", "a"]);
    let waits = Query {
        step: Some(NextStep::Wait),
        ..all()
    };
    assert_eq!(listed(&store, &waits).await.1, ["a"]);
    assert_eq!(
        store.dispute(&ids[0]).await.unwrap().unwrap().step,
        NextStep::Wait
    );
}

/// A date turns the step and the place, by the provider's clock; a clock that is set back turns it again.
#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
async fn a_step_turns_when_its_span_is_over_by_the_providers_clock() {
    let folder = Folder::new();
    let store = folder.open().await;
    let (right, ahead) = (account(), account());
    store.account_insert(&right).await.unwrap();
    store.account_insert(&ahead).await.unwrap();
    // Its provider is an hour further than this machine.
    store.account_set_skew(&ahead.id, 3_600).await.unwrap();
    let talks = |id: &str| {
        let talk = case(
            id,
            NextStep::TalkToCustomer,
            Status::NeedsResponse,
            DueDate::At(day(5)),
            1,
        );
        Upsert {
            step: StepSpan {
                until: Some(day(5)),
                ..NextStep::TalkToCustomer.into()
            },
            ..talk
        }
    };
    store
        .apply_page(&right.id, vec![talks("right")], day(1))
        .await
        .unwrap();
    store
        .apply_page(&ahead.id, vec![talks("ahead")], day(1))
        .await
        .unwrap();
    let turning = |case: &Dispute, _: &[Submission], now: Timestamp| {
        let due = case.due.instant().unwrap();
        let step = if now < due {
            NextStep::TalkToCustomer
        } else {
            NextStep::Look
        };
        StepSpan {
            step,
            from: (now >= due).then_some(due),
            until: (now < due).then_some(due),
        }
    };
    let hour = chrono::Duration::hours(1);
    let second = chrono::Duration::seconds(1);
    let looks = Query {
        step: Some(NextStep::Look),
        ..all()
    };
    assert_eq!(store.next_turn().await.unwrap(), Some(day(5) - hour));
    for (now, expected) in [
        (day(5) - hour - second, &[][..]),
        (day(5) - hour, &["ahead"]),
        (day(5) - second, &["ahead"]),
        (day(5), &["ahead", "right"]),
        // The clock was set back.
        (day(5) - second, &["ahead"]),
        (day(4), &[]),
    ] {
        store.place_due(now, turning).await.unwrap();
        let (total, mut ids) = listed(&store, &looks).await;
        ids.sort();
        assert_eq!(ids, expected, "{now}");
        assert_eq!(total, expected.len() as u64, "{now}");
        // Those to look at come before those to talk about.
        let (_, all) = listed(&store, &all()).await;
        let first: Vec<&String> = all.iter().take(expected.len()).collect();
        assert!(
            first.iter().all(|id| expected.contains(&id.as_str())),
            "{now}: {all:?}"
        );
        let moved = store.place_due(now, turning).await.unwrap();
        assert_eq!(moved, [], "{now}: once");
    }
}

/// Whatever moves a submission asks for the case's place anew, in the same transaction.
#[tokio::test]
async fn a_case_is_placed_anew_when_a_submission_of_it_moves() {
    let folder = Folder::new();
    let store = folder.open().await;
    let (account, id) = crate::fixture::one_case(&store).await;
    let by_state = |_: &Dispute, done: &[Submission], _: Timestamp| {
        StepSpan::from(match done.last().map(|s| s.state) {
            None => NextStep::Answer,
            Some(State::Accepted) => NextStep::Wait,
            Some(_) => NextStep::Look,
        })
    };
    let placed = async || {
        store.place_due(day(3), by_state).await.unwrap();
        store.dispute(&id).await.unwrap().unwrap().step
    };
    assert_eq!(placed().await, NextStep::Answer);
    let submission = crate::submission::intend_one(&store, &account.id, &id).await;
    assert_eq!(placed().await, NextStep::Look);
    let call = serde_json::json!({});
    store
        .submission_sending(&submission, &call, day(3))
        .await
        .unwrap();
    store
        .submission_settle(&submission, &Settlement::new(State::Accepted, day(3)))
        .await
        .unwrap();
    // A page that was planned before it moved doesn't hide that.
    store
        .apply_page(&account.id, vec![reading(dispute("dp_1"))], day(4))
        .await
        .unwrap();
    assert_eq!(placed().await, NextStep::Wait);
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
            let (total, filed) = store.disputes_page(&all()).await.unwrap();
            assert_eq!(total, cases.len() as u64);
            let keys: Vec<_> = filed
                .iter()
                .map(|f| {
                    let deadline = rules::deadline(&f.dispute, SafetyMargin::default()).map(|d| d.at);
                    (order::key(f.step.group(), deadline, f.dispute.opened_at), f.id.clone())
                })
                .collect();
            assert!(keys.is_sorted(), "{keys:?}");
            let mut pieces = Vec::new();
            for offset in (0..total).step_by(size as usize) {
                pieces.extend(store.disputes_page(&Query { limit: size, offset, ..all() }).await.unwrap().1);
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
            let fits = |f: &StoredDispute| {
                query.stage.is_none_or(|s| s == f.dispute.stage)
                    && query.status.is_none_or(|s| s == f.dispute.status)
                    && query.step.is_none_or(|s| s == f.step)
                    && query.account.as_ref().is_none_or(|a| *a == f.account)
                    && !(query.open_only && f.dispute.status.is_ended())
                    && query.search.as_ref().is_none_or(|s| {
                        f.dispute.customer.name.as_ref().unwrap().to_lowercase().starts_with(s.as_str())
                    })
            };
            let (_, mut expected) = store.disputes_page(&all()).await.unwrap();
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
    )
        .prop_map(|(stage, status, step, of_account, search, open_only)| {
            let query = Query {
                stage: stage.map(|n| Stage::ALL[n]),
                status: status.map(|n| Status::ALL[n]),
                step: step.map(|n| NextStep::ALL[n]),
                search: search.map(str::to_owned),
                open_only,
                ..all()
            };
            (query, of_account)
        })
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
async fn lists_are_narrowed_by_what_cases_show() {
    let folder = Folder::new();
    let store = folder.open().await;
    let account = account();
    store.account_insert(&account).await.unwrap();
    let case = |id: &str, change: &dyn Fn(&mut Dispute)| {
        let mut dispute = dispute(id);
        change(&mut dispute);
        reading(dispute)
    };
    let page = vec![
        case("plain", &|_| {}),
        case("wallet", &|d| d.method = Method::Other("pix".into())),
        case("klarna", &|d| d.method = Method::Klarna),
        case("sent", &|d| d.documents_sent_at = Some(day(4))),
        case("late", &|d| {
            d.opened_at = day(9);
            d.zone = "America/Sao_Paulo".into();
        }),
        case("undated", &|d| d.due = DueDate::NotGiven),
        case("paid", &|d| {
            d.transaction.id = Some("ch_1".into());
            d.transaction.parent_id = Some("pi_1".into());
            d.order.reference = Some("A'; DROP TABLE dispute; --".into());
        }),
    ];
    store.apply_page(&account.id, page, day(10)).await.unwrap();
    let every = [
        "klarna", "late", "paid", "plain", "sent", "undated", "wallet",
    ];
    let list = |text: &str| vec![text.to_owned()];
    let days = |text: &str| text.parse::<DaySpan>().unwrap();
    for (narrow, expected) in [
        (Narrow::default(), &every[..]),
        (
            Narrow {
                method: Some("pix".into()),
                ..Narrow::default()
            },
            &["wallet"],
        ),
        (
            Narrow {
                transactions: list("pi_1"),
                ..Narrow::default()
            },
            &["paid"],
        ),
        (
            Narrow {
                charges: list("ch_1"),
                orders: list("A'; DROP TABLE dispute; --"),
                ..Narrow::default()
            },
            &["paid"],
        ),
        (
            Narrow {
                charges: list("pi_1"),
                ..Narrow::default()
            },
            &[],
        ),
        (
            Narrow {
                sent: days("2026-11-04..2026-11-05"),
                ..Narrow::default()
            },
            &["sent"],
        ),
        (
            Narrow {
                opened: days("2026-11-09..2026-11-10"),
                ..Narrow::default()
            },
            &["late"],
        ),
        (
            Narrow {
                deadline: days("2026-01-01.."),
                ..Narrow::default()
            },
            &["klarna", "late", "paid", "plain", "sent", "wallet"],
        ),
        (
            Narrow {
                reasons: vec![Category::ProductNotReceived],
                statuses: vec![Status::NeedsResponse, Status::Won],
                provider_statuses: list("needs_response"),
                ..Narrow::default()
            },
            &every[..],
        ),
        (
            Narrow {
                reasons: vec![Category::Unknown],
                ..Narrow::default()
            },
            &[],
        ),
    ] {
        let query = Query {
            narrow: narrow.clone(),
            ..all()
        };
        let (total, mut found) = listed(&store, &query).await;
        found.sort();
        assert_eq!(found, expected, "{narrow:?}");
        assert_eq!(total, expected.len() as u64, "{narrow:?}");
    }
}
