//! The page of deadlines: every case that waits for its owner, on its day.

use tvist_engine::DeskQuery;
use tvist_engine::domain::Provider;
use tvist_engine::domain::status::Group;

use crate::shop::Shop;

#[tokio::test]
async fn each_waiting_case_is_on_its_day_or_among_those_without_one() {
    let shop = Shop::at(Provider::Stripe).await;
    shop.control().clear_requests();
    let view = shop.engine.deadlines().await.unwrap();
    assert!(!view.zone.is_empty());
    assert!(
        view.dated
            .is_sorted_by_key(|one| one.case.deadline.as_ref().map(|d| d.at))
    );
    let open = DeskQuery {
        open_only: true,
        ..DeskQuery::default()
    };
    let desk = shop.engine.desk(&open).await.unwrap().disputes;
    let waits = |group: Group| !matches!(group, Group::Waiting | Group::Closed);
    let mut expected: Vec<String> = desk
        .iter()
        .filter(|c| waits(c.group))
        .map(|c| c.id.to_string())
        .collect();
    let dated = view.dated.iter().map(|one| &one.case);
    let mut shown: Vec<String> = dated
        .chain(&view.undated)
        .map(|c| c.id.to_string())
        .collect();
    expected.sort();
    shown.sort();
    assert_eq!(shown, expected);
    assert!(!view.undated.is_empty(), "one has no date");
    for one in &view.dated {
        assert!(one.safe_day <= one.day, "{}", one.case.provider_id);
        let at = one.case.deadline.as_ref().unwrap().at;
        assert_eq!(one.overdue, at <= shop.engine.now());
    }
    assert!(shop.control().requests().is_empty());
}

#[tokio::test]
async fn a_date_that_passes_is_overdue_from_that_second_on() {
    let shop = Shop::of(Provider::Clearhaus, 2).await;
    let first = &shop.engine.deadlines().await.unwrap().dated[0];
    let (id, at) = (
        first.case.id.clone(),
        first.case.deadline.as_ref().unwrap().at,
    );
    for (moved, overdue) in [
        ((at - shop.engine.now()).num_seconds() - 1, false),
        (1, true),
    ] {
        shop.clock.move_on(moved);
        let view = shop.engine.deadlines().await.unwrap();
        let one = view.dated.iter().find(|one| one.case.id == id);
        assert_eq!(one.map(|one| one.overdue), Some(overdue), "{moved}");
    }
}

#[tokio::test]
async fn without_cases_there_are_no_dates() {
    let shop = Shop::with(|servers| servers.disputes(1)).await;
    let view = shop.engine.deadlines().await.unwrap();
    assert!(view.dated.is_empty() && view.undated.is_empty());
}
