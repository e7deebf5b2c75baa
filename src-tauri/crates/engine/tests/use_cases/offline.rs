//! Without a network: everything but what reads or sends at a provider, tried with the servers gone.

use chrono::Duration;
use tvist_engine::domain::{Act, Provider};
use tvist_engine::setting::Settings;
use tvist_engine::{DeskQuery, ExportQuery, Format};

use crate::deed::{ANSWER, REFUTE, Scene};
use crate::papers::pdf;
use crate::shop::{Shop, paper};

/// A case with a draft, and no server any more.
async fn cut(scene: Scene) -> (Shop, String) {
    let Scene { mut shop, case, .. } = scene;
    let gone = Shop::with(|servers| servers.disputes(0)).await.servers;
    std::mem::replace(&mut shop.servers, gone).stop().await;
    (shop, case)
}

#[tokio::test]
async fn a_draft_is_gathered_looked_at_and_packed() {
    for deed in [ANSWER, REFUTE] {
        let (shop, case) = cut(Scene::of(deed).await).await;
        let engine = &shop.engine;
        let files = vec![paper("more.pdf", pdf(&["One page"]))];
        let draft = engine.evidence_add(&case, files, None).await.unwrap();
        let item = draft.items.last().unwrap().id.to_string();
        engine.evidence_move(&case, &item, "receipt").await.unwrap();
        engine
            .evidence_text(&case, "customer_name", "Alva")
            .await
            .unwrap();
        engine
            .evidence_fact(&case, "goods", "digital")
            .await
            .unwrap();
        engine.page_picture(&case, &item, 0, 20).await.unwrap();
        engine.evidence_undo(&case).await.unwrap();
        engine.evidence_redo(&case).await.unwrap();
        assert!(
            engine.evidence_check(&case).await.unwrap().ready,
            "{deed:?}"
        );
        let folder = shop.folder.path().join("pack");
        let packed = engine.evidence_pack(&case, &folder).await.unwrap();
        let shown = engine.evidence_manifest(&case).await.unwrap();
        assert_eq!(packed.files.len(), shown.files.len(), "{deed:?}");
        engine.pack_page_picture(&case, 0, 0, 20).await.unwrap();
        let rehearsal = engine.rehearse(&case, Act::Submit).await.unwrap();
        assert!(rehearsal.ready, "{deed:?}: {rehearsal:?}");
        engine.evidence_remove(&case, &item).await.unwrap();
        let left = engine.evidence_list(&case).await.unwrap();
        assert_eq!(left.items.len(), 1, "{deed:?}");
    }
}

#[tokio::test]
async fn cases_dates_and_reminders_are_shown() {
    let (shop, case) = cut(Scene::of(ANSWER).await).await;
    let engine = &shop.engine;
    let desk = engine.desk(&DeskQuery::default()).await.unwrap();
    assert_eq!(desk.total, 1);
    let seen = engine.dispute(&case).await.unwrap();
    assert_eq!(engine.resolve(&case).await.unwrap(), seen.case.id);
    assert_eq!(engine.deadlines().await.unwrap().dated.len(), 1);
    assert_eq!(engine.desk_summary().await.unwrap().due, 1);
    let now = engine.now();
    let later = now + Duration::days(60);
    assert!(!engine.reminders(now, later, None).await.unwrap().is_empty());
    engine.snooze(&case, None).await.unwrap();
    engine.pause_reminders(later).await.unwrap();
    assert_eq!(engine.paused_until().await.unwrap(), Some(later));
    engine.resume_reminders().await.unwrap();
    assert!(engine.warnings(None).await.unwrap().is_empty());
    assert!(engine.analyses().await.unwrap().is_empty());
    assert!(engine.receipts(&case).await.unwrap().is_empty());
    assert!(engine.reconcile().await.unwrap().is_empty());
    assert!(!engine.erase_rehearse(&case).await.unwrap().ready);
    for act in [Act::Accept, Act::Refund] {
        engine.rehearse(&case, act).await.unwrap();
    }
    assert!(engine.watch().unwrap().is_some());
}

#[tokio::test]
async fn files_settings_and_health_need_nobody() {
    let (shop, case) = cut(Scene::of(ANSWER).await).await;
    let engine = &shop.engine;
    for format in Format::ALL {
        let made = engine.export(&ExportQuery::new(format)).await.unwrap();
        assert_eq!(made.view.cases, 1, "{format:?}");
    }
    let one = ExportQuery {
        dispute: Some(case),
        ..ExportQuery::new(Format::Ics)
    };
    assert!(engine.export(&one).await.unwrap().view.entries > 0);
    assert_eq!(engine.insights(None, None).await.unwrap().all.open.count, 1);
    let calendar = shop.folder.path().join("calendar");
    std::fs::create_dir(&calendar).unwrap();
    let view = engine.set_calendar(Some(calendar), false).await.unwrap();
    assert_eq!(view.problem, None);
    let own = Settings {
        theme: Some("dark".into()),
        ..Settings::default()
    };
    engine.set_settings(&own).await.unwrap();
    assert_eq!(engine.settings().await.unwrap(), own);
    assert!(engine.integrity().await.unwrap().sound);
    assert_eq!(engine.health().await.unwrap().freshness.len(), 1);
    assert_eq!(
        engine.accounts().await.unwrap()[0].provider,
        Provider::Stripe
    );
    assert!(engine.breakdowns().await.unwrap().is_empty());
    assert_eq!(engine.clock_skew().await.unwrap(), Some(0));
    engine.account_remove("Shop").await.unwrap();
    assert!(engine.accounts().await.unwrap().is_empty());
}
