//! What came of the cases: each counted once, by provider, reason and month, money never mixed.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use tvist_engine::domain::{Provider, Status};
use tvist_engine::insights::{InsightsView, Tallies};
use tvist_engine::{DeskQuery, Error};

use crate::shop::Shop;

fn day(text: &str) -> Option<NaiveDate> {
    Some(text.parse().unwrap())
}

fn counts(all: &Tallies) -> [u32; 4] {
    [&all.won, &all.lost, &all.open, &all.closed].map(|tally| tally.count)
}

fn sums<'a>(parts: impl Iterator<Item = &'a Tallies>) -> [u32; 4] {
    parts.fold([0; 4], |sum, part| {
        let part = counts(part);
        [0, 1, 2, 3].map(|n| sum[n] + part[n])
    })
}

fn adds_up(view: &InsightsView) {
    let all = counts(&view.all);
    for (what, parts) in [
        ("provider", &view.by.provider),
        ("reason", &view.by.reason),
        ("month", &view.by.month),
    ] {
        assert_eq!(sums(parts.values()), all, "{what}");
    }
}

#[tokio::test]
async fn every_case_is_counted_once_and_every_part_adds_up() {
    let shop = Shop::with(|servers| servers.disputes(12)).await;
    for provider in [Provider::Stripe, Provider::Clearhaus, Provider::Celcoin] {
        shop.account(provider).await;
    }
    shop.engine.sync(None, true).await.unwrap();
    let view = shop.engine.insights(None, None).await.unwrap();
    adds_up(&view);
    let desk = shop
        .engine
        .desk(&DeskQuery::default())
        .await
        .unwrap()
        .disputes;
    assert_eq!(counts(&view.all).iter().sum::<u32>() as usize, desk.len());
    let won = desk
        .iter()
        .filter(|case| case.status == Status::Won)
        .count();
    assert_eq!(view.all.won.count as usize, won);
    assert_eq!(view.by.provider.len(), 3);
    let mut currencies = BTreeMap::new();
    for money in &view.all.open.money {
        *currencies.entry(&money.currency).or_insert(0) += 1;
    }
    assert!(
        currencies.len() > 2 && currencies.values().all(|n| *n == 1),
        "{currencies:?}"
    );
}

#[tokio::test]
async fn a_span_takes_its_first_day_and_leaves_its_last_one() {
    let shop = Shop::of(Provider::Clearhaus, 12).await;
    let desk = shop
        .engine
        .desk(&DeskQuery::default())
        .await
        .unwrap()
        .disputes;
    let mut days: Vec<NaiveDate> = desk.iter().map(|c| c.opened_at.date_naive()).collect();
    days.sort();
    let middle = days[days.len() / 2];
    let before = shop.engine.insights(None, Some(middle)).await.unwrap();
    let after = shop.engine.insights(Some(middle), None).await.unwrap();
    let all = shop.engine.insights(None, None).await.unwrap();
    assert_eq!(
        sums([&before.all, &after.all].into_iter()),
        counts(&all.all)
    );
    let expected = days.iter().filter(|day| **day < middle).count();
    assert_eq!(counts(&before.all).iter().sum::<u32>() as usize, expected);
    let nothing = shop
        .engine
        .insights(Some(middle), Some(middle))
        .await
        .unwrap();
    assert_eq!(counts(&nothing.all), [0; 4]);
    let told = shop
        .engine
        .insights(day("2026-11-02"), day("2026-11-01"))
        .await;
    assert!(matches!(told, Err(Error::Usage(_))), "{told:?}");
}

#[tokio::test]
async fn a_reason_that_the_owner_stated_counts_where_the_provider_names_none() {
    let shop = Shop::of(Provider::Celcoin, 3).await;
    let case = shop.case(Provider::Celcoin, "fraud");
    shop.engine
        .evidence_fact(&case, "reason", "duplicate")
        .await
        .unwrap();
    let view = shop.engine.insights(None, None).await.unwrap();
    assert_eq!(counts(&view.by.reason["duplicate"]).iter().sum::<u32>(), 1);
}
