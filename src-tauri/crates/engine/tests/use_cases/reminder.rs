//! Reminders before each safe date: their ladder, quiet hours, a pause, a snooze, and the summary in the tray.

use chrono::Duration;
use tvist_engine::domain::Provider;
use tvist_engine::domain::clock::Timestamp;
use tvist_engine::domain::ladder::Rung;
use tvist_engine::setting::Settings;
use tvist_engine::view::ReminderView;
use tvist_engine::{Error, Watch};

use crate::shop::Shop;

fn far(shop: &Shop) -> Timestamp {
    shop.engine.now() + Duration::days(90)
}

async fn all(shop: &Shop) -> Vec<ReminderView> {
    let now = shop.engine.now();
    shop.engine.reminders(now, far(shop), None).await.unwrap()
}

#[tokio::test]
async fn the_ladder_counts_back_from_each_safe_date() {
    for provider in [Provider::Stripe, Provider::Clearhaus, Provider::Celcoin] {
        let shop = Shop::of(provider, 2).await;
        let all = all(&shop).await;
        assert!(!all.is_empty(), "{provider:?}");
        assert!(all.is_sorted_by_key(|one| one.at), "{provider:?}");
        for one in &all {
            assert_eq!(
                one.safe_at - one.at,
                one.rung.before(),
                "{provider:?} {one:?}"
            );
            assert!(one.safe_at < one.deadline);
            let case = shop.engine.dispute(one.dispute.as_str()).await.unwrap();
            let deadline = case.case.deadline.unwrap();
            assert_eq!((one.deadline, one.safe_at), (deadline.at, deadline.safe_at));
            if let Some(name) = &case.case.customer.name {
                assert!(!one.title.contains(name.as_str()) && !one.body.contains(name.as_str()));
            }
        }
        let first = all[0].at;
        let now = shop.engine.now();
        let before = shop.engine.reminders(now, first, None).await.unwrap();
        assert!(
            before.iter().all(|one| one.at < first),
            "the end of a span is left out"
        );
        let on = shop
            .engine
            .reminders(first, first + Duration::seconds(1), None)
            .await
            .unwrap();
        assert!(!on.is_empty(), "its beginning belongs to it");
    }
}

#[tokio::test]
async fn quiet_hours_move_all_rungs_but_the_last() {
    let shop = Shop::small(Provider::Stripe).await;
    let now = shop.engine.now();
    let loud = all(&shop).await;
    let hours = "00:00-23:59".parse().unwrap();
    let quiet = shop
        .engine
        .reminders(now, far(&shop), Some(hours))
        .await
        .unwrap();
    let safe = |all: &[ReminderView]| {
        let safe = all.iter().filter(|one| one.rung == Rung::SAFE);
        safe.map(|one| one.at).collect::<Vec<_>>()
    };
    assert_eq!(safe(&loud), safe(&quiet));
    assert!(
        quiet
            .iter()
            .zip(&loud)
            .any(|(quiet, loud)| quiet.at != loud.at)
    );
    // Those that are set hold where none are given.
    let own = Settings {
        quiet_hours: Some("00:00-23:59".into()),
        ..Settings::default()
    };
    shop.engine.set_settings(&own).await.unwrap();
    let set = all(&shop).await;
    let times = |all: &[ReminderView]| all.iter().map(|one| one.at).collect::<Vec<_>>();
    assert_eq!(times(&set), times(&quiet));
}

/// The next notice of cases; what else there is to tell is noted and passed over.
async fn due(watch: &mut Watch) -> Option<tvist_engine::Notice> {
    loop {
        let notice = watch.tick(false).await.unwrap()?;
        if !notice.cases.is_empty() {
            return Some(notice);
        }
        watch.shown(&notice).await.unwrap();
    }
}

#[tokio::test]
async fn a_pause_holds_everything_back_but_the_last_safe_moment() {
    let shop = Shop::of(Provider::Celcoin, 3).await;
    let engine = &shop.engine;
    let mut watch = engine.watch().unwrap().unwrap();
    while let Some(notice) = due(&mut watch).await {
        watch.shown(&notice).await.unwrap();
    }
    assert_eq!(engine.paused_until().await.unwrap(), None);
    let until = far(&shop);
    engine.pause_reminders(until).await.unwrap();
    assert_eq!(
        shop.second().await.paused_until().await.unwrap(),
        Some(until)
    );
    let summary = engine.desk_summary().await.unwrap();
    assert_eq!(
        summary.paused_until.as_ref().map(|(at, _)| *at),
        Some(until)
    );
    for _ in 0..6 {
        shop.move_on(6 * 3_600);
        if let Some(notice) = due(&mut watch).await {
            assert!(notice.urgent, "{notice:?}");
            watch.shown(&notice).await.unwrap();
        }
    }
    engine.resume_reminders().await.unwrap();
    assert_eq!(engine.paused_until().await.unwrap(), None);
    let morning = engine.pause_until_morning().await.unwrap();
    assert!(morning > engine.now() && morning - engine.now() < Duration::hours(36));
    shop.clock.move_on(40 * 3_600);
    assert_eq!(
        engine.paused_until().await.unwrap(),
        None,
        "a pause ends by itself"
    );
}

#[tokio::test]
async fn a_snooze_never_goes_past_the_safe_date_and_the_case_comes_again() {
    let shop = Shop::of(Provider::Clearhaus, 2).await;
    let engine = &shop.engine;
    let case = shop.case(Provider::Clearhaus, "not-provided");
    let safe = engine
        .dispute(&case)
        .await
        .unwrap()
        .case
        .deadline
        .unwrap()
        .safe_at;
    let wished = engine.now() + Duration::hours(3);
    assert_eq!(engine.snooze(&case, Some(wished)).await.unwrap(), wished);
    let end = engine
        .snooze(&case, Some(safe + Duration::days(9)))
        .await
        .unwrap();
    assert!(end <= safe, "{end} {safe}");
    let suggested = engine.snooze(&case, None).await.unwrap();
    assert!(suggested > engine.now() && suggested <= safe);
    let urgent = shop.case(Provider::Clearhaus, "fraud-due-tomorrow");
    let none = engine.snooze(&urgent, None).await.unwrap();
    assert_eq!(none, engine.now(), "its safe date leaves no time");

    engine.snooze(&case, Some(engine.now())).await.unwrap();
    let id = engine.resolve(&case).await.unwrap();
    let mut watch = engine.watch().unwrap().unwrap();
    let until_it_comes = async |watch: &mut Watch| loop {
        match due(watch).await {
            Some(notice) if notice.cases.contains(&id) => return notice,
            Some(notice) => watch.shown(&notice).await.unwrap(),
            None => shop.move_on(6 * 3_600),
        }
    };
    let notice = until_it_comes(&mut watch).await;
    assert!(notice.can_wait);
    watch.shown(&notice).await.unwrap();
    let until = engine.snooze(&case, None).await.unwrap();
    assert!(due(&mut watch).await.is_none(), "it is snoozed");
    shop.move_on((until - engine.now()).num_seconds() + 1);
    let again = due(&mut watch).await.unwrap();
    assert!(again.cases.contains(&id), "{again:?}");
    watch.shown(&again).await.unwrap();
    let told = engine.snooze("nobody", None).await;
    assert!(matches!(told, Err(Error::NotFound { .. })), "{told:?}");
}

#[tokio::test]
async fn a_case_without_a_date_cant_be_snoozed() {
    let shop = Shop::of(Provider::Stripe, 3).await;
    let won = shop.case(Provider::Stripe, "card-won");
    let told = shop.engine.snooze(&won, None).await;
    assert!(matches!(told, Err(Error::NotFound { .. })), "{told:?}");
}

#[tokio::test]
async fn names_stand_in_a_notice_only_where_the_owner_allows_it() {
    let shop = Shop::small(Provider::Stripe).await;
    let buyers: Vec<String> = {
        let desk = shop
            .engine
            .desk(&tvist_engine::DeskQuery::default())
            .await
            .unwrap();
        desk.disputes
            .into_iter()
            .filter_map(|case| case.customer.name)
            .collect()
    };
    let names = |summary: &tvist_engine::DeskSummary| {
        summary.first.iter().any(|one| buyers.contains(&one.who))
    };
    let summary = shop.engine.desk_summary().await.unwrap();
    assert!(!summary.first.is_empty() && summary.first.len() <= 3);
    assert!(summary.first.is_sorted_by_key(|one| one.deadline));
    assert!(!names(&summary));
    let own = Settings {
        names_in_notices: true,
        ..Settings::default()
    };
    shop.engine.set_settings(&own).await.unwrap();
    assert!(names(&shop.engine.desk_summary().await.unwrap()));
    assert!(
        all(&shop)
            .await
            .iter()
            .any(|one| buyers.iter().any(|b| one.body.contains(b.as_str())))
    );
}

#[tokio::test]
async fn a_glance_over_nothing_is_empty() {
    let shop = Shop::with(|servers| servers.disputes(1)).await;
    let summary = shop.engine.desk_summary().await.unwrap();
    assert_eq!(
        (summary.due, summary.warned, summary.practice),
        (0, 0, false)
    );
    assert!(summary.first.is_empty() && summary.troubled.is_empty());
    assert!(!summary.is_urgent(shop.engine.now()));
    assert!(all(&shop).await.is_empty());
}
