//! The desk: the most urgent first, every filter alone and together, pages, counts, and names for cases.

use tvist_engine::domain::status::Group;
use tvist_engine::domain::{Category, NextStep, Provider, Stage, Status};
use tvist_engine::view::CaseView;
use tvist_engine::{DeskQuery, Error, Narrow};

use crate::shop::Shop;

/// Twelve cases of each provider that has a list.
async fn full() -> Shop {
    let shop = Shop::with(|servers| servers.disputes(12)).await;
    for provider in [Provider::Stripe, Provider::Clearhaus, Provider::Celcoin] {
        let mut new = shop.new_account(provider);
        new.label = provider.as_str().to_owned();
        shop.engine.account_add(new).await.unwrap();
    }
    shop.engine.sync(None, true).await.unwrap();
    shop
}

async fn desk(shop: &Shop, query: DeskQuery) -> Vec<CaseView> {
    shop.engine.desk(&query).await.unwrap().disputes
}

/// The filter finds what the whole desk has by the same condition, no more and no less.
async fn agrees(shop: &Shop, what: &str, query: DeskQuery, holds: impl Fn(&CaseView) -> bool) {
    let all = desk(shop, DeskQuery::default()).await;
    let expected: Vec<_> = all.into_iter().filter(holds).map(|c| c.id).collect();
    let found: Vec<_> = desk(shop, query).await.into_iter().map(|c| c.id).collect();
    assert_eq!(found, expected, "{what}");
}

#[tokio::test]
async fn each_filter_finds_what_the_cases_themselves_show() {
    let shop = full().await;
    for stage in Stage::ALL {
        let query = DeskQuery {
            stage: Some(*stage),
            ..DeskQuery::default()
        };
        agrees(&shop, stage.as_str(), query, |c| c.stage == *stage).await;
    }
    for status in Status::ALL {
        let query = DeskQuery {
            status: Some(*status),
            ..DeskQuery::default()
        };
        agrees(&shop, status.as_str(), query, |c| c.status == *status).await;
    }
    for step in NextStep::ALL {
        let query = DeskQuery {
            step: Some(*step),
            ..DeskQuery::default()
        };
        agrees(&shop, step.as_str(), query, |c| c.next_step == *step).await;
    }
    for provider in Provider::ALL {
        let query = DeskQuery {
            provider: Some(provider),
            ..DeskQuery::default()
        };
        agrees(&shop, provider.as_str(), query, |c| c.provider == provider).await;
        if provider != Provider::Unico {
            let account = Some(provider.as_str().to_owned());
            let query = DeskQuery {
                account,
                ..DeskQuery::default()
            };
            agrees(&shop, "its account", query, |c| c.provider == provider).await;
        }
    }
    for category in Category::ALL {
        let narrow = Narrow {
            reasons: vec![*category],
            ..Narrow::default()
        };
        let query = DeskQuery {
            narrow,
            ..DeskQuery::default()
        };
        agrees(&shop, category.as_str(), query, |c| {
            c.reason.category == *category
        })
        .await;
    }
    let open = DeskQuery {
        open_only: true,
        ..DeskQuery::default()
    };
    agrees(&shop, "open", open, |c| !c.status.is_ended()).await;
    assert!(shop.writes().is_empty());
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
async fn narrow_filters_take_any_of_several_words_and_all_of_several_filters() {
    let shop = full().await;
    let narrow = |narrow: Narrow| DeskQuery {
        narrow,
        ..DeskQuery::default()
    };
    let statuses = vec![Status::Won, Status::Lost];
    let query = narrow(Narrow {
        statuses,
        ..Narrow::default()
    });
    agrees(&shop, "won or lost", query, |c| {
        matches!(c.status, Status::Won | Status::Lost)
    })
    .await;
    let words = vec!["needs_response".to_owned(), "open".to_owned()];
    let query = narrow(Narrow {
        provider_statuses: words.clone(),
        ..Narrow::default()
    });
    agrees(&shop, "words", query, |c| {
        words.contains(&c.provider_status)
    })
    .await;
    for method in ["card", "klarna"] {
        let query = narrow(Narrow {
            method: Some(method.into()),
            ..Narrow::default()
        });
        agrees(&shop, method, query, |c| c.method == method).await;
    }
    let all = desk(&shop, DeskQuery::default()).await;
    for case in all.iter().step_by(5) {
        if let Some(reference) = &case.reference {
            let references = vec![reference.clone()];
            let query = narrow(Narrow {
                references,
                ..Narrow::default()
            });
            agrees(&shop, reference, query, |c| {
                c.reference.as_ref() == Some(reference)
            })
            .await;
        }
        if let Some(order) = &case.order.reference {
            let query = narrow(Narrow {
                orders: vec![order.clone()],
                ..Narrow::default()
            });
            agrees(&shop, order, query, |c| {
                c.order.reference.as_ref() == Some(order)
            })
            .await;
        }
    }
    let both = DeskQuery {
        provider: Some(Provider::Stripe),
        status: Some(Status::NeedsResponse),
        narrow: Narrow {
            method: Some("klarna".into()),
            ..Narrow::default()
        },
        ..DeskQuery::default()
    };
    agrees(&shop, "all of them", both, |c| {
        c.provider == Provider::Stripe && c.status == Status::NeedsResponse && c.method == "klarna"
    })
    .await;
}

#[tokio::test]
async fn the_desk_comes_in_pages_that_are_the_whole_and_counts_what_waits() {
    let shop = full().await;
    let whole = shop.engine.desk(&DeskQuery::default()).await.unwrap();
    assert_eq!(whole.total as usize, whole.disputes.len());
    assert_eq!(whole.total, 36);
    let waits = |c: &&CaseView| c.group == Group::AnswerNow && !c.status.is_ended();
    let waiting = whole.disputes.iter().filter(waits).count();
    assert_eq!(whole.waiting as usize, waiting);
    assert_eq!(shop.engine.desk_summary().await.unwrap().due, whole.waiting);
    let mut pages = Vec::new();
    for offset in (0..40).step_by(7) {
        let query = DeskQuery {
            limit: Some(7),
            offset,
            ..DeskQuery::default()
        };
        let page = shop.engine.desk(&query).await.unwrap();
        assert_eq!((page.total, page.waiting), (36, whole.waiting), "{offset}");
        pages.extend(page.disputes.into_iter().map(|c| c.id));
    }
    let ids: Vec<_> = whole.disputes.iter().map(|c| c.id.clone()).collect();
    assert_eq!(pages, ids);
    // The most urgent first.
    let first = |c: &&CaseView| c.next_step == NextStep::Answer;
    let dates: Vec<_> = whole
        .disputes
        .iter()
        .take_while(first)
        .filter_map(|c| c.deadline.as_ref())
        .collect();
    assert!(dates.len() > 3);
    assert!(dates.is_sorted_by_key(|deadline| deadline.at));
    let nothing = DeskQuery {
        limit: Some(0),
        ..DeskQuery::default()
    };
    assert!(
        shop.engine
            .desk(&nothing)
            .await
            .unwrap()
            .disputes
            .is_empty()
    );
}

#[tokio::test]
async fn a_search_finds_a_case_by_what_people_quote() {
    let shop = full().await;
    let case = desk(
        &shop,
        DeskQuery {
            provider: Some(Provider::Stripe),
            ..DeskQuery::default()
        },
    )
    .await;
    let case = case
        .into_iter()
        .find(|c| c.customer.name.is_some())
        .unwrap();
    let name = case.customer.name.clone().unwrap();
    let order = case.order.reference.clone().unwrap();
    let word = name.split(' ').next().unwrap().to_lowercase();
    for text in [
        name.as_str(),
        order.as_str(),
        case.provider_id.as_str(),
        word.as_str(),
    ] {
        let query = DeskQuery {
            search: Some(text.to_owned()),
            ..DeskQuery::default()
        };
        let found = desk(&shop, query).await;
        assert!(found.iter().any(|c| c.id == case.id), "{text}");
        assert!(found.len() < 36, "{text}");
    }
    let query = DeskQuery {
        search: Some("zzqq".into()),
        ..DeskQuery::default()
    };
    assert!(desk(&shop, query).await.is_empty());
}

#[tokio::test]
async fn a_case_is_named_by_our_id_the_providers_or_a_reference_that_only_one_has() {
    let shop = full().await;
    let all = desk(&shop, DeskQuery::default()).await;
    for case in all.iter().step_by(7) {
        for name in [case.id.as_str(), case.provider_id.as_str()] {
            assert_eq!(shop.engine.resolve(name).await.unwrap(), case.id, "{name}");
        }
    }
    for nobody in ["", "nobody", "dsp_0"] {
        let told = shop.engine.resolve(nobody).await;
        assert!(
            matches!(told, Err(Error::NotFound { .. })),
            "{nobody}: {told:?}"
        );
    }
    let account = DeskQuery {
        account: Some("nobody".into()),
        ..DeskQuery::default()
    };
    let told = shop.engine.desk(&account).await;
    assert!(matches!(told, Err(Error::NotFound { .. })), "{told:?}");
    // The same account twice: its cases have the same names.
    let mut again = shop.new_account(Provider::Clearhaus);
    again.label = "again".into();
    shop.engine.account_add(again).await.unwrap();
    shop.engine.sync(Some("again"), true).await.unwrap();
    let twice = all
        .iter()
        .find(|c| c.provider == Provider::Clearhaus)
        .unwrap();
    let told = shop.engine.resolve(&twice.provider_id).await;
    assert!(matches!(told, Err(Error::Ambiguous { .. })), "{told:?}");
    assert_eq!(
        shop.engine.resolve(twice.id.as_str()).await.unwrap(),
        twice.id
    );
}

#[tokio::test]
async fn what_time_alone_changes_is_shown_without_a_reading() {
    let shop = Shop::small(Provider::Stripe).await;
    let case = shop.case(Provider::Stripe, "card-not-received");
    let before = shop.engine.dispute(&case).await.unwrap().case;
    assert_eq!(before.next_step, NextStep::Answer);
    let due = before.deadline.unwrap().at;
    shop.clock
        .move_on((due - shop.engine.now()).num_seconds() + 1);
    shop.control().clear_requests();
    let after = desk(&shop, DeskQuery::default()).await;
    let after = after.into_iter().find(|c| c.provider_id == case).unwrap();
    assert_ne!(after.next_step, NextStep::Answer);
    assert!(!after.allowed.contains(&tvist_engine::domain::Act::Submit));
    assert!(shop.control().requests().is_empty());
}

#[tokio::test]
async fn spans_of_days_hold_their_first_day_and_not_their_last() {
    let shop = full().await;
    let all = desk(&shop, DeskQuery::default()).await;
    let mut days: Vec<_> = all.iter().map(|c| c.opened_at.date_naive()).collect();
    days.sort();
    let middle = days[days.len() / 2];
    let found = async |narrow: Narrow| {
        let query = DeskQuery {
            narrow,
            ..DeskQuery::default()
        };
        desk(&shop, query)
            .await
            .into_iter()
            .map(|c| c.id)
            .collect::<Vec<_>>()
    };
    for (whole, before, after) in [
        (
            all.len(),
            Narrow {
                opened: format!("..{middle}").parse().unwrap(),
                ..Narrow::default()
            },
            Narrow {
                opened: format!("{middle}..").parse().unwrap(),
                ..Narrow::default()
            },
        ),
        (
            all.iter().filter(|c| c.deadline.is_some()).count(),
            Narrow {
                deadline: "..2026-11-08".parse().unwrap(),
                ..Narrow::default()
            },
            Narrow {
                deadline: "2026-11-08..".parse().unwrap(),
                ..Narrow::default()
            },
        ),
    ] {
        let (before, after) = (found(before).await, found(after).await);
        assert!(!before.is_empty() && !after.is_empty());
        assert!(
            before.iter().all(|id| !after.contains(id)),
            "none is in both"
        );
        assert_eq!(before.len() + after.len(), whole);
    }
    let sent = Narrow {
        sent: "2026-01-01..".parse().unwrap(),
        ..Narrow::default()
    };
    let dated = all.iter().filter(|c| c.documents_sent_at.is_some()).count();
    assert_eq!(found(sent).await.len(), dated);
}

#[tokio::test]
async fn what_an_owner_stated_is_found_by_it_where_the_provider_says_nothing() {
    let shop = Shop::of(Provider::Celcoin, 3).await;
    let case = shop.case(Provider::Celcoin, "fraud");
    shop.engine
        .evidence_fact(&case, "reason", "fraudulent")
        .await
        .unwrap();
    let narrow = Narrow {
        reasons: vec![Category::Fraudulent],
        ..Narrow::default()
    };
    let query = DeskQuery {
        narrow,
        ..DeskQuery::default()
    };
    let found = desk(&shop, query).await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].provider_id, case);
    assert_eq!(found[0].reason.category, Category::Fraudulent);
}
