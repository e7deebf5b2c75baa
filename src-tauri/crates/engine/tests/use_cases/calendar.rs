//! The calendar's folder: off until it is chosen, kept current, taken away where it isn't wanted, and never over another's file.

use std::fs;
use std::path::PathBuf;

use tvist_engine::CalendarProblem;
use tvist_engine::domain::{Act, Provider};

use crate::deed::{ACCEPT, Scene};
use crate::shop::Shop;

fn folder(shop: &Shop, name: &str) -> PathBuf {
    let folder = shop.folder.path().join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[tokio::test]
async fn the_file_is_written_where_it_is_wanted_and_taken_away_where_not() {
    let shop = Shop::of(Provider::Stripe, 2).await;
    let off = shop.engine.calendar().await.unwrap();
    assert!(off.folder.is_none() && !off.names && off.problem.is_none());
    let (first, second) = (folder(&shop, "first"), folder(&shop, "second"));
    let on = shop
        .engine
        .set_calendar(Some(first.clone()), false)
        .await
        .unwrap();
    assert_eq!(on.folder.as_deref(), first.to_str());
    assert_eq!(on.problem, None);
    let text = fs::read_to_string(first.join(&on.file)).unwrap();
    assert!(text.contains("BEGIN:VEVENT"), "{text}");
    assert!(shop.control().requests().is_empty());
    let moved = shop
        .engine
        .set_calendar(Some(second.clone()), false)
        .await
        .unwrap();
    assert!(!first.join(&on.file).exists());
    assert!(second.join(&moved.file).exists());
    assert_eq!(shop.second().await.calendar().await.unwrap(), moved);
    let off = shop.engine.set_calendar(None, false).await.unwrap();
    assert!(off.folder.is_none());
    assert!(!second.join(&moved.file).exists());
    shop.engine.refresh_calendar().await.unwrap();
    assert!(!second.join(&moved.file).exists(), "off is off");
}

#[tokio::test]
async fn buyers_are_named_only_where_that_is_allowed() {
    let shop = Shop::of(Provider::Stripe, 2).await;
    let desk = shop
        .engine
        .desk(&tvist_engine::DeskQuery::default())
        .await
        .unwrap();
    let names: Vec<String> = desk
        .disputes
        .into_iter()
        .filter_map(|c| c.customer.name)
        .collect();
    let at = folder(&shop, "calendar");
    for named in [false, true] {
        let view = shop
            .engine
            .set_calendar(Some(at.clone()), named)
            .await
            .unwrap();
        assert_eq!(view.names, named);
        let text = fs::read_to_string(at.join(&view.file))
            .unwrap()
            .replace("\r\n ", "");
        assert_eq!(names.iter().any(|name| text.contains(name.as_str())), named);
    }
}

#[tokio::test]
async fn it_follows_the_cases() {
    let scene = Scene::of(ACCEPT).await;
    let at = folder(&scene.shop, "calendar");
    let view = scene
        .shop
        .engine
        .set_calendar(Some(at.clone()), false)
        .await
        .unwrap();
    let read = || fs::read_to_string(at.join(&view.file)).unwrap();
    let before = read();
    scene.shop.engine.refresh_calendar().await.unwrap();
    assert_eq!(read(), before, "nothing new, nothing written");
    scene
        .shop
        .engine
        .perform(&scene.case, Act::Accept, None)
        .await
        .unwrap();
    scene.shop.engine.sync(None, false).await.unwrap();
    let after = read();
    assert_ne!(after, before);
    assert!(after.contains("STATUS:CANCELLED"), "{after}");
}

#[tokio::test]
async fn what_isnt_ours_stays_and_a_folder_that_is_gone_is_told() {
    let shop = Shop::of(Provider::Stripe, 2).await;
    let at = folder(&shop, "calendar");
    fs::write(at.join("Tvist.ics"), "somebody's own").unwrap();
    let view = shop
        .engine
        .set_calendar(Some(at.clone()), false)
        .await
        .unwrap();
    assert_eq!(view.problem, Some(CalendarProblem::NotOurs));
    assert_eq!(
        fs::read_to_string(at.join("Tvist.ics")).unwrap(),
        "somebody's own"
    );
    assert_eq!(
        shop.engine.health().await.unwrap().calendar,
        Some(CalendarProblem::NotOurs)
    );
    fs::remove_file(at.join("Tvist.ics")).unwrap();
    shop.engine.refresh_calendar().await.unwrap();
    assert_eq!(shop.engine.calendar().await.unwrap().problem, None);
    fs::remove_dir_all(&at).unwrap();
    shop.engine.refresh_calendar().await.unwrap();
    assert_eq!(
        shop.engine.calendar().await.unwrap().problem,
        Some(CalendarProblem::Folder)
    );
    let nowhere = shop.folder.path().join("nowhere");
    let view = shop
        .engine
        .set_calendar(Some(nowhere), false)
        .await
        .unwrap();
    assert_eq!(view.problem, Some(CalendarProblem::Folder));
}
