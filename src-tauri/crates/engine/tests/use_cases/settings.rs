//! Settings: each kept, refused where it can't be, and reminders that were told under the old ones not told again.

use tvist_engine::domain::deadline::SafetyMargin;
use tvist_engine::domain::ladder::Ladder;
use tvist_engine::domain::{Act, Provider};
use tvist_engine::setting::{Settings, ladder_with};
use tvist_engine::{DeskQuery, Error};

use crate::shop::Shop;

#[tokio::test]
async fn what_was_set_holds_for_every_program_and_what_was_never_set_has_its_default() {
    let shop = Shop::with(|servers| servers.disputes(1)).await;
    assert_eq!(shop.engine.settings().await.unwrap(), Settings::default());
    let own = Settings {
        margin: SafetyMargin {
            hours: 48,
            short_hours: 12,
        },
        quiet_hours: Some("22:00-07:00".into()),
        language: Some("sv".into()),
        theme: Some("dark".into()),
        ladder: ladder_with(&Ladder::default(), "36h").unwrap(),
        names_in_notices: true,
        close_to_tray: Some(false),
    };
    shop.engine.set_settings(&own).await.unwrap();
    assert_eq!(shop.second().await.settings().await.unwrap(), own);
    shop.engine
        .set_settings(&Settings::default())
        .await
        .unwrap();
    assert_eq!(shop.engine.settings().await.unwrap(), Settings::default());
}

#[tokio::test]
async fn a_value_that_cant_be_is_refused_and_nothing_is_changed() {
    let shop = Shop::with(|servers| servers.disputes(1)).await;
    let margin = |hours, short_hours| Settings {
        margin: SafetyMargin { hours, short_hours },
        ..Settings::default()
    };
    let quiet = |text: &str| Settings {
        quiet_hours: Some(text.into()),
        ..Settings::default()
    };
    let language = |text: &str| Settings {
        language: Some(text.into()),
        ..Settings::default()
    };
    let theme = |text: &str| Settings {
        theme: Some(text.into()),
        ..Settings::default()
    };
    for wrong in [
        margin(14 * 24 + 1, 6),
        margin(6, 24),
        quiet("22-7"),
        quiet("25:00-07:00"),
        quiet(""),
        language("fr"),
        language("EN"),
        theme("blue"),
    ] {
        let told = shop.engine.set_settings(&wrong).await;
        assert!(matches!(told, Err(Error::Usage(_))), "{wrong:?}: {told:?}");
    }
    assert_eq!(shop.engine.settings().await.unwrap(), Settings::default());
}

#[tokio::test]
async fn the_margin_moves_each_safe_date_and_no_last_one() {
    let shop = Shop::small(Provider::Stripe).await;
    let dates = async || {
        let desk = shop.engine.desk(&DeskQuery::default()).await.unwrap();
        let of = |case: tvist_engine::view::CaseView| case.deadline.map(|d| (d.at, d.safe_at));
        desk.disputes.into_iter().filter_map(of).collect::<Vec<_>>()
    };
    let before = dates().await;
    let margin = SafetyMargin {
        hours: 72,
        short_hours: 6,
    };
    let own = Settings {
        margin,
        ..Settings::default()
    };
    shop.engine.set_settings(&own).await.unwrap();
    let after = dates().await;
    assert_eq!(before.len(), after.len());
    for ((at, safe), (same, other)) in before.iter().zip(&after) {
        assert_eq!(at, same);
        let hours = (*same - *other).num_hours();
        assert!(hours == 72 || hours == 6, "{hours}");
        assert!((*at - *safe).num_hours() <= 24);
    }
}

#[tokio::test]
async fn reminders_speak_the_language_that_was_chosen() {
    let shop = Shop::small(Provider::Stripe).await;
    let now = shop.engine.now();
    let later = now + chrono::Duration::days(60);
    let mut titles = std::collections::BTreeSet::new();
    for language in ["en", "sv", "de", "pt-BR"] {
        let own = Settings {
            language: Some(language.into()),
            ..Settings::default()
        };
        shop.engine.set_settings(&own).await.unwrap();
        let all = shop.engine.reminders(now, later, None).await.unwrap();
        titles.insert(all[0].title.clone());
        assert_eq!(
            shop.engine
                .desk_summary()
                .await
                .unwrap()
                .language
                .as_deref(),
            Some(language)
        );
    }
    assert_eq!(titles.len(), 4, "{titles:?}");
}

#[tokio::test]
async fn a_new_margin_or_ladder_tells_nothing_again_that_was_told() {
    let shop = Shop::small(Provider::Clearhaus).await;
    let mut watch = shop.engine.watch().unwrap().unwrap();
    while let Some(notice) = watch.tick(false).await.unwrap() {
        watch.shown(&notice).await.unwrap();
    }
    let ladder = ladder_with(&Ladder::default(), "20d").unwrap();
    let margin = SafetyMargin {
        hours: 25,
        short_hours: 6,
    };
    for own in [
        Settings {
            ladder: ladder.clone(),
            ..Settings::default()
        },
        Settings {
            ladder,
            margin,
            ..Settings::default()
        },
    ] {
        shop.engine.set_settings(&own).await.unwrap();
        let told = watch.tick(false).await.unwrap();
        assert!(told.is_none(), "{told:?}");
    }
    let case = shop.case(Provider::Clearhaus, "not-provided");
    assert!(
        shop.engine
            .rehearse(&case, Act::Accept)
            .await
            .unwrap()
            .ready
    );
}
