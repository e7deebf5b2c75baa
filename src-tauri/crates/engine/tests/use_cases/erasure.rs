//! Erasing a case for good: what it takes, what stands in the way, and that it stays away.

use serde_json::json;
use tvist_engine::domain::{Act, Provider};
use tvist_engine::{DeskQuery, Error, Event, ExportQuery, Format};

use crate::deed::{ACCEPT, Scene};
use crate::shop::{Shop, codes};

#[tokio::test]
async fn an_erased_case_is_nowhere_and_stays_away() {
    let scene = Scene::of(ACCEPT).await;
    let (engine, case) = (&scene.shop.engine, scene.case.as_str());
    engine
        .evidence_text(case, "customer_name", "Zzyzx Quillfeather")
        .await
        .unwrap();
    engine.perform(case, Act::Accept, None).await.unwrap();
    let id = engine.resolve(case).await.unwrap();
    let rehearsal = engine.erase_rehearse(case).await.unwrap();
    assert!(rehearsal.rehearsal && rehearsal.ready, "{rehearsal:?}");
    assert_eq!((rehearsal.submissions, rehearsal.files), (1, 0));
    assert_eq!(rehearsal.provider_id, case);
    assert!(!rehearsal.problems.is_empty() && rehearsal.problems.iter().all(|p| !p.blocks));
    let mut events = engine.events();
    scene.shop.control().clear_requests();
    let erased = engine.erase(case).await.unwrap();
    assert!(!erased.rehearsal);
    assert!(
        scene.shop.control().requests().is_empty(),
        "no provider is asked"
    );
    assert_eq!(
        events.try_recv().unwrap(),
        Event::DisputesChanged {
            ids: vec![id.clone()]
        }
    );
    for name in [case, id.as_str()] {
        let gone = engine.dispute(name).await;
        assert!(matches!(gone, Err(Error::NotFound { .. })), "{gone:?}");
    }
    let query = DeskQuery {
        search: Some("quillfeather".into()),
        ..DeskQuery::default()
    };
    assert!(engine.desk(&query).await.unwrap().disputes.is_empty());
    let record = engine
        .export(&ExportQuery::new(Format::Json))
        .await
        .unwrap();
    let record = String::from_utf8(record.bytes).unwrap();
    assert!(!record.contains(case) && !record.contains("Quillfeather"));
    // The provider's list names it still.
    for full in [false, true] {
        scene.shop.move_on(60);
        assert!(engine.sync(None, full).await.unwrap()[0].ok);
        assert!(engine.dispute(case).await.is_err(), "{full}");
    }
    let twice = engine.erase(case).await;
    assert!(matches!(twice, Err(Error::NotFound { .. })), "{twice:?}");
    assert!(engine.integrity().await.unwrap().sound);
}

#[tokio::test]
async fn a_case_that_something_is_to_come_of_is_not_erased() {
    for (provider, name) in [
        (Provider::Stripe, "card-not-received"),
        (Provider::Clearhaus, "not-provided"),
        (Provider::Celcoin, "fraud"),
    ] {
        let shop = Shop::of(provider, 2).await;
        let case = shop.case(provider, name);
        let rehearsal = shop.engine.erase_rehearse(&case).await.unwrap();
        assert!(!rehearsal.ready, "{provider:?}");
        let told = shop.engine.erase(&case).await.unwrap_err();
        let blocking = rehearsal
            .problems
            .iter()
            .filter(|p| p.blocks)
            .map(|p| p.code.clone());
        assert_eq!(codes(&told), blocking.collect::<Vec<_>>(), "{provider:?}");
        shop.engine.dispute(&case).await.unwrap();
    }
}

#[tokio::test]
async fn while_somebody_is_at_a_case_it_is_not_erased() {
    let scene = Scene::of(ACCEPT).await;
    let (engine, case) = (&scene.shop.engine, scene.case.as_str());
    let second = scene.shop.second().await;
    scene.shop.control().set_latency(10);
    let erasing = async {
        // Once it reads at the provider, it is at the case.
        while scene.shop.control().requests().is_empty() {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
        second.erase(case).await
    };
    let (acted, erased) = tokio::join!(
        Box::pin(engine.perform(case, Act::Accept, None)),
        Box::pin(erasing)
    );
    acted.unwrap();
    assert!(matches!(erased, Err(Error::Refused(_))), "{erased:?}");
    second.erase(case).await.unwrap();
    assert!(engine.dispute(case).await.is_err());
}

#[tokio::test]
async fn a_case_that_is_opened_again_after_it_was_erased_comes_back() {
    let shop = Shop::of(Provider::Stripe, 3).await;
    let case = shop.case(Provider::Stripe, "card-won");
    let ready = shop.engine.erase_rehearse(&case).await.unwrap().ready;
    assert!(ready);
    shop.engine.erase(&case).await.unwrap();
    let due = shop.engine.now().timestamp() + 10 * 86_400;
    let members = json!({"status": "needs_response", "due_by": due});
    shop.does(
        Provider::Stripe,
        &json!({"act": "set", "dispute": case, "members": members}),
    );
    shop.move_on(60);
    shop.engine.sync(None, true).await.unwrap();
    let back = shop.engine.dispute(&case).await.unwrap();
    assert!(back.evidence.items.is_empty() && back.case.submissions.is_empty());
}
