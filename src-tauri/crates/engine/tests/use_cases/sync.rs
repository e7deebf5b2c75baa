//! Reading accounts: what comes in, that a second reading without news brings nothing, and that no failure loses anything.

use serde_json::json;
use tvist_engine::domain::{Act, Provider, Status};
use tvist_engine::{Error, Event};
use tvist_sandbox::Fault;

use crate::shop::{Shop, refusal};

const LISTED: [Provider; 3] = [Provider::Stripe, Provider::Clearhaus, Provider::Celcoin];

#[tokio::test]
async fn the_first_reading_brings_every_case_and_the_next_one_nothing() {
    for provider in Provider::ALL {
        let shop = Shop::with(|servers| servers.disputes(8)).await;
        shop.account(provider).await;
        let first = shop.engine.sync(None, false).await.unwrap();
        let known = shop.cases().await;
        assert_eq!(first.len(), 1);
        assert!(
            first[0].ok && first[0].error.is_none(),
            "{provider:?}: {first:?}"
        );
        assert_eq!(first[0].new as usize, known.len(), "{provider:?}");
        let expected = if provider == Provider::Unico { 0 } else { 8 };
        assert_eq!(known.len(), expected, "{provider:?}");
        shop.move_on(60);
        let second = shop.engine.sync(None, false).await.unwrap();
        assert_eq!((second[0].new, second[0].changed), (0, 0), "{provider:?}");
        assert_eq!(shop.cases().await, known, "{provider:?}");
        assert!(
            shop.writes().is_empty(),
            "{provider:?}: reading writes nothing"
        );
        assert!(first[0].skipped.is_empty(), "{provider:?}");
    }
}

/// What ends a case at each provider.
fn ended(provider: Provider, case: &str) -> serde_json::Value {
    match provider {
        Provider::Stripe => json!({"act": "other_close", "dispute": case}),
        _ => json!({"act": "decide", "dispute": case, "won": false}),
    }
}

#[tokio::test]
async fn a_change_at_the_provider_comes_with_the_next_reading_and_is_told() {
    for (provider, name) in [
        (Provider::Stripe, "card-not-received"),
        (Provider::Clearhaus, "not-provided"),
        (Provider::Celcoin, "fraud"),
    ] {
        let shop = Shop::of(provider, 2).await;
        let case = shop.case(provider, name);
        let id = shop.engine.resolve(&case).await.unwrap();
        let mut events = shop.engine.events();
        shop.does(provider, &ended(provider, &case));
        shop.move_on(60);
        let synced = shop.engine.sync(None, false).await.unwrap();
        assert_eq!((synced[0].new, synced[0].changed), (0, 1), "{provider:?}");
        let now = shop.engine.dispute(&case).await.unwrap();
        assert_eq!(now.case.status, Status::Lost, "{provider:?}");
        let mut told = Vec::new();
        while let Ok(event) = events.try_recv() {
            told.push(event);
        }
        let account = now.case.account.clone();
        assert_eq!(
            told[0],
            Event::SyncStarted {
                account: account.clone()
            }
        );
        assert!(
            told.contains(&Event::DisputesChanged { ids: vec![id] }),
            "{told:?}"
        );
        assert!(
            told.contains(&Event::SyncEnded { account, ok: true }),
            "{told:?}"
        );
    }
}

#[tokio::test]
async fn a_new_case_comes_in_and_one_is_read_by_itself() {
    let shop = Shop::small(Provider::Stripe).await;
    let new = shop.does(Provider::Stripe, &json!({"act": "new_dispute", "count": 2}));
    shop.move_on(60);
    let synced = shop.engine.sync(Some("Shop"), false).await.unwrap();
    assert_eq!(synced[0].new, 2);
    let case = new["ids"][0].as_str().unwrap();
    let before = shop.engine.dispute(case).await.unwrap();
    shop.does(
        Provider::Stripe,
        &json!({"act": "other_close", "dispute": case}),
    );
    shop.move_on(60);
    shop.control().clear_requests();
    let after = shop.engine.refresh(case).await.unwrap();
    assert_ne!(before.case.status, after.case.status);
    assert_eq!(after.case.read_at, shop.engine.now());
    let asked = shop.control().requests();
    let of_cases: Vec<_> = asked
        .iter()
        .filter(|r| r.path.contains("/disputes"))
        .collect();
    assert!(
        of_cases.iter().all(|r| r.path.ends_with(case)),
        "{of_cases:?}"
    );
    let unknown = shop.engine.refresh("nobody").await;
    assert!(
        matches!(unknown, Err(Error::NotFound { .. })),
        "{unknown:?}"
    );
}

#[tokio::test]
async fn each_providers_case_is_read_again_by_its_id_or_reference() {
    for (provider, name) in [
        (Provider::Stripe, "klarna-faulty-goods"),
        (Provider::Clearhaus, "duplicate"),
        (Provider::Celcoin, "defect"),
    ] {
        let shop = Shop::small(provider).await;
        let case = shop.case(provider, name);
        let id = shop.engine.resolve(&case).await.unwrap();
        shop.move_on(5);
        let read = shop.engine.refresh(id.as_str()).await.unwrap();
        assert_eq!(read.case.provider_id, case, "{provider:?}");
        assert_eq!(read.case.read_at, shop.engine.now(), "{provider:?}");
    }
}

#[tokio::test]
async fn a_failure_is_told_by_its_kind_kept_with_the_account_and_loses_nothing() {
    for provider in LISTED {
        let shop = Shop::of(provider, 2).await;
        let known = shop.cases().await;
        for (fault, kind) in [
            (refusal(401), "provider_unauthorized"),
            (refusal(403), "provider_forbidden"),
            (refusal(400), "provider_rejected"),
        ] {
            shop.spoil_all("GET", "*", fault);
            shop.move_on(60);
            let failed = shop.engine.sync(None, true).await.unwrap();
            assert!(!failed[0].ok, "{provider:?} {kind}");
            let error = failed[0].error.as_ref().unwrap();
            assert_eq!(error.kind, kind, "{provider:?}");
            let account = &shop.engine.accounts().await.unwrap()[0];
            assert_eq!(account.last_error.as_deref(), Some(kind), "{provider:?}");
            assert_eq!(shop.cases().await, known, "{provider:?} {kind}");
            shop.control().clear_faults();
        }
        shop.move_on(60);
        let mended = shop.engine.sync(None, false).await.unwrap();
        assert!(mended[0].ok, "{provider:?}: {mended:?}");
        let account = &shop.engine.accounts().await.unwrap()[0];
        assert_eq!(account.last_error, None, "{provider:?}");
        assert_eq!(account.synced_at, Some(shop.engine.now()), "{provider:?}");
    }
}

#[tokio::test]
async fn a_token_that_ended_is_renewed_without_a_word() {
    for (provider, name) in [
        (Provider::Clearhaus, "amount"),
        (Provider::Celcoin, "fraud"),
    ] {
        let shop = Shop::of(provider, 9).await;
        let case = shop.case(provider, name);
        shop.does(provider, &json!({"act": "expire_tokens"}));
        assert!(
            shop.engine.sync(None, false).await.unwrap()[0].ok,
            "{provider:?}"
        );
        shop.does(provider, &json!({"act": "expire_tokens"}));
        shop.engine.refresh(&case).await.unwrap();
    }
}

#[tokio::test]
async fn one_account_that_fails_doesnt_stop_the_others() {
    let shop = Shop::with(|servers| servers.disputes(2)).await;
    for provider in LISTED {
        shop.account(provider).await;
    }
    let rule = tvist_sandbox::FaultRule::next("GET", "*", refusal(401));
    shop.control().add_fault(rule.of("clearhaus").times(0));
    let synced = shop.engine.sync(None, false).await.unwrap();
    let ok: Vec<bool> = synced.iter().map(|one| one.ok).collect();
    assert_eq!(ok.iter().filter(|ok| !**ok).count(), 1, "{synced:?}");
    assert_eq!(shop.cases().await.len(), 4);
}

#[tokio::test]
async fn what_cant_be_understood_is_kept_and_shown() {
    for (provider, name) in [
        (Provider::Stripe, "card-not-received"),
        (Provider::Clearhaus, "not-provided"),
        (Provider::Celcoin, "fraud"),
    ] {
        let shop = Shop::of(provider, 2).await;
        let case = shop.case(provider, name);
        let members = json!({"status": "quite_new", "tomorrows_member": "kept"});
        shop.does(
            provider,
            &json!({"act": "set", "dispute": case, "members": members}),
        );
        shop.move_on(60);
        assert!(
            shop.engine.sync(None, true).await.unwrap()[0].ok,
            "{provider:?}"
        );
        let seen = shop.engine.dispute(&case).await.unwrap();
        assert_eq!(seen.case.status, Status::Unknown, "{provider:?}");
        assert_eq!(seen.case.provider_status, "quite_new", "{provider:?}");
        assert_eq!(seen.raw["tomorrows_member"], "kept", "{provider:?}");
        let allowed = seen.case.allowed;
        for act in [Act::Submit, Act::Accept, Act::Refund] {
            assert!(!allowed.contains(&act), "{provider:?}: {allowed:?}");
        }
    }
}

#[tokio::test]
async fn a_broken_answer_is_a_failure_of_the_reading_and_not_of_the_case() {
    let shop = Shop::of(Provider::Stripe, 2).await;
    let case = shop.case(Provider::Stripe, "card-not-received");
    let before = shop.engine.dispute(&case).await.unwrap();
    let path = format!("/v1/disputes/{case}");
    for fault in [refusal(400), Fault::UnknownFields { words: false }] {
        let harmless = matches!(fault, Fault::UnknownFields { .. });
        shop.spoil("GET", &path, fault);
        let read = shop.engine.refresh(&case).await;
        assert_eq!(read.is_ok(), harmless, "{read:?}");
        shop.control().clear_faults();
    }
    let after = shop.engine.dispute(&case).await.unwrap();
    assert_eq!(before.case.status, after.case.status);
    assert_eq!(before.case.amount, after.case.amount);
}

#[tokio::test]
async fn two_programs_that_read_at_once_store_each_case_once() {
    let shop = Shop::with(|servers| servers.disputes(6).latency(2)).await;
    shop.account(Provider::Clearhaus).await;
    let second = shop.second().await;
    let (one, other) = tokio::join!(
        Box::pin(shop.engine.sync(None, true)),
        Box::pin(second.sync(None, true))
    );
    let (one, other) = (one.unwrap(), other.unwrap());
    assert!(one[0].ok && other[0].ok);
    assert_eq!(one[0].new + other[0].new, 6);
    assert_eq!(shop.cases().await.len(), 6);
}

#[tokio::test]
async fn a_page_that_cannot_be_stored_ends_the_reading_and_the_next_one_brings_everything() {
    let shop = Shop::with(|servers| servers.disputes(230)).await;
    let account = shop.account(Provider::Stripe).await;
    let turn = format!("filing-{}.lock", account.id);
    let turn = shop.folder.path().join(turn);
    // Nobody gets a turn at storing where a folder stands in the lock's place.
    std::fs::create_dir(&turn).unwrap();
    shop.control().clear_requests();
    let failed = shop.engine.sync(None, false).await.unwrap();
    let error = failed[0].error.as_ref().unwrap();
    assert_eq!(
        error.kind, "file",
        "the cause is ours, not the provider's: {error:?}"
    );
    let asked = shop.control().requests();
    let lists = asked.iter().filter(|r| r.path == "/v1/disputes").count();
    assert!(lists <= 2, "{lists} pages of three");
    assert!(shop.cases().await.is_empty());
    std::fs::remove_dir(&turn).unwrap();
    shop.move_on(60);
    let read = shop.engine.sync(None, false).await.unwrap();
    assert!(read[0].ok, "{read:?}");
    assert_eq!(read[0].new, 230, "the cursor didn't move");
}
