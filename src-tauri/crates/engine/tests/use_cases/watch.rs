//! The watch: one program at a time, visits when they are due, each reminder once, and warnings and accounts told once.

use tvist_engine::domain::Provider;
use tvist_engine::domain::freshness::Freshness;
use tvist_engine::{Event, Notice, Watch};
use tvist_sandbox::Fault;

use crate::deed::{ANSWER, Scene};
use crate::shop::{Shop, refusal};

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// One look; notices of warnings and accounts are noted and passed over.
async fn look(watch: &mut Watch) -> Option<Notice> {
    for _ in 0..4 {
        let notice = watch.tick(false).await.unwrap()?;
        if !notice.cases.is_empty() {
            return Some(notice);
        }
        watch.shown(&notice).await.unwrap();
    }
    None
}

/// Time goes by here and at the provider, without a jump that the watch would take for sleep.
fn pass(shop: &Shop, seconds: i64) {
    shop.move_on(seconds);
}

#[tokio::test]
async fn one_program_watches_a_folder_at_a_time() {
    let shop = Shop::small(Provider::Clearhaus).await;
    let second = shop.second().await;
    let first = shop.engine.watch().unwrap().unwrap();
    assert!(second.watch().unwrap().is_none());
    drop(first);
    assert!(second.watch().unwrap().is_some());
}

#[tokio::test]
async fn a_reminder_comes_once_however_often_it_is_looked() {
    let shop = Shop::small(Provider::Clearhaus).await;
    let mut watch = shop.engine.watch().unwrap().unwrap();
    // The most urgent case is due tomorrow: by its safe date at the latest it is told.
    let mut shown = Vec::new();
    for _ in 0..8 {
        if let Some(notice) = look(&mut watch).await {
            assert!(!notice.title.is_empty() && !notice.body.is_empty());
            watch.shown(&notice).await.unwrap();
            shown.push(notice);
            assert!(look(&mut watch).await.is_none(), "once");
        }
        pass(&shop, 12 * HOUR);
    }
    assert!(shown.len() >= 2, "{shown:?}");
    assert!(shown.iter().any(|notice| notice.urgent), "a safe date came");
    let urgent = shop.case(Provider::Clearhaus, "fraud-due-tomorrow");
    let id = shop.engine.resolve(&urgent).await.unwrap();
    assert!(shown.iter().any(|notice| notice.cases.contains(&id)));
    // A program that starts now tells none of them again.
    while let Some(notice) = look(&mut watch).await {
        watch.shown(&notice).await.unwrap();
    }
    drop(watch);
    let second = shop.second().await;
    let mut watch = second.watch().unwrap().unwrap();
    let again = look(&mut watch).await;
    assert!(again.is_none(), "{again:?}");
}

#[tokio::test]
async fn a_notice_that_couldnt_be_shown_comes_again_a_while_later() {
    let shop = Shop::small(Provider::Clearhaus).await;
    let mut watch = shop.engine.watch().unwrap().unwrap();
    let notice = loop {
        pass(&shop, HOUR);
        if let Some(notice) = look(&mut watch).await {
            break notice;
        }
    };
    watch.not_shown();
    pass(&shop, 60);
    assert!(look(&mut watch).await.is_none(), "not at every tick");
    pass(&shop, 300);
    let again = look(&mut watch).await.unwrap();
    assert_eq!(again.cases, notice.cases);
}

#[tokio::test]
async fn what_was_missed_asleep_is_told_at_the_first_look_and_read_before() {
    let shop = Shop::small(Provider::Clearhaus).await;
    let mut watch = shop.engine.watch().unwrap().unwrap();
    look(&mut watch).await;
    shop.control().clear_requests();
    pass(&shop, 3 * DAY);
    let notice = look(&mut watch).await.unwrap();
    assert!(!notice.cases.is_empty());
    assert!(
        !shop.control().requests().is_empty(),
        "read before it is told"
    );
}

#[tokio::test]
async fn a_case_that_was_settled_meanwhile_is_not_reminded_of() {
    let scene = Scene::of(ANSWER).await;
    let shop = &scene.shop;
    let id = shop.engine.resolve(&scene.case).await.unwrap();
    let mut watch = shop.engine.watch().unwrap().unwrap();
    // Somebody else answers it at the provider; nothing is read here meanwhile.
    let act = serde_json::json!({"act": "other_submit", "dispute": scene.case});
    shop.does(Provider::Stripe, &act);
    pass(shop, 30 * DAY);
    while let Some(notice) = look(&mut watch).await {
        assert!(!notice.cases.contains(&id), "{notice:?}");
        watch.shown(&notice).await.unwrap();
    }
}

#[tokio::test]
async fn an_account_is_visited_when_it_is_due_or_asked_for_and_that_is_told() {
    let shop = Shop::small(Provider::Stripe).await;
    let mut watch = shop.engine.watch().unwrap().unwrap();
    let mut events = shop.engine.events();
    let id = shop.engine.accounts().await.unwrap()[0].id.clone();
    look(&mut watch).await;
    let next = watch.next_visit().unwrap();
    assert!(next > shop.engine.now());
    shop.control().clear_requests();
    look(&mut watch).await;
    assert!(shop.control().requests().is_empty(), "it isn't due");
    watch.tick(true).await.unwrap();
    let ended = Event::SyncEnded {
        account: id,
        ok: true,
    };
    loop {
        if events.recv().await.unwrap() == ended {
            break;
        }
    }
    assert!(!shop.control().requests().is_empty());
    let readings = watch.readings();
    look(&mut watch).await;
    look(&mut watch).await;
    let settled = watch.readings();
    look(&mut watch).await;
    assert!(settled >= readings);
    assert_eq!(watch.readings(), settled, "an idle look asks nothing");
}

#[tokio::test]
async fn credentials_that_are_refused_are_told_once_an_episode() {
    let shop = Shop::small(Provider::Stripe).await;
    shop.spoil_all("GET", "/v1/*", refusal(401));
    let failed = shop.engine.sync(None, false).await.unwrap();
    assert_eq!(
        failed[0].error.as_ref().unwrap().kind,
        "provider_unauthorized"
    );
    let mut watch = shop.engine.watch().unwrap().unwrap();
    let notice = watch.tick(false).await.unwrap().unwrap();
    assert!(notice.cases.is_empty() && !notice.is_warning());
    assert!(notice.body.contains("Shop"), "{}", notice.body);
    watch.shown(&notice).await.unwrap();
    assert!(watch.tick(false).await.unwrap().is_none());
    let summary = shop.engine.desk_summary().await.unwrap();
    assert_eq!(summary.troubled[0].freshness, Freshness::Refused);
    // Mended and broken again it is another episode.
    shop.control().clear_faults();
    shop.engine.sync(None, false).await.unwrap();
    assert!(watch.tick(false).await.unwrap().is_none());
    shop.spoil_all("GET", "/v1/*", refusal(401));
    shop.engine.sync(None, false).await.unwrap();
    assert!(watch.tick(false).await.unwrap().is_some());
}

#[tokio::test]
async fn payments_that_a_bank_warned_of_are_told_once_without_a_name() {
    let shop = Shop::at(Provider::Stripe).await;
    let mut watch = shop.engine.watch().unwrap().unwrap();
    let mut warned = None;
    for _ in 0..6 {
        let Some(notice) = watch.tick(false).await.unwrap() else {
            break;
        };
        if notice.is_warning() {
            warned = Some(notice.clone());
        }
        watch.shown(&notice).await.unwrap();
    }
    let warned = warned.unwrap();
    assert!(warned.cases.is_empty() && !warned.urgent);
    for warning in shop.engine.warnings(None).await.unwrap() {
        if let Some(name) = warning.customer.name {
            assert!(!warned.body.contains(&name), "{}", warned.body);
        }
    }
    assert_eq!(shop.engine.desk_summary().await.unwrap().warned, 2);
}

#[tokio::test]
async fn what_is_left_unknown_is_settled_while_it_watches() {
    let scene = Scene::of(ANSWER).await;
    let reads = format!("/v1/disputes/{}", scene.case);
    scene
        .shop
        .spoil("POST", &scene.path(), Fault::ResetAfterApply);
    let rule = tvist_sandbox::FaultRule::next("GET", &reads, refusal(400));
    scene.shop.control().add_fault(rule.nth(3).times(1));
    let told = scene
        .shop
        .engine
        .perform(&scene.case, scene.deed.act, None)
        .await;
    assert!(told.is_err());
    scene.shop.control().clear_faults();
    let mut events = scene.shop.engine.events();
    let mut watch = scene.shop.engine.watch().unwrap().unwrap();
    watch.tick(false).await.unwrap();
    let accepted = tvist_engine::domain::submission::State::Accepted;
    while scene.shop.states(&scene.case).await != [accepted] {
        events.recv().await.unwrap();
    }
    assert_eq!((scene.effects(), scene.calls()), (1, 1));
}
