//! Payments that a bank has warned of: listed, given back once before they are disputed, and what stops that.

use serde_json::json;
use tvist_engine::domain::Provider;
use tvist_engine::domain::submission::State;
use tvist_engine::{Error, Event};
use tvist_sandbox::Fault;

use crate::shop::{Shop, codes, refusal};

async fn shop(name: &str) -> (Shop, String) {
    let shop = Shop::at(Provider::Stripe).await;
    shop.control().clear_requests();
    let id = shop.warning(name);
    (shop, id)
}

fn refunds(shop: &Shop, id: &str) -> (u64, usize) {
    let calls = shop
        .writes()
        .iter()
        .filter(|w| w.path == "/v1/refunds")
        .count();
    (shop.effect(Provider::Stripe, id, "refund"), calls)
}

#[tokio::test]
async fn warnings_are_listed_with_those_first_that_can_be_answered() {
    let (shop, id) = shop("warned-stolen").await;
    let all = shop.engine.warnings(None).await.unwrap();
    assert_eq!(all.len(), 4);
    assert!(all.is_sorted_by_key(|w| !w.actionable));
    let named = shop.engine.warnings(Some("Shop")).await.unwrap();
    assert_eq!(named.len(), 4);
    let one = shop.engine.warning(&id).await.unwrap();
    assert!(one.actionable && one.refundable && one.dispute.is_none());
    assert_eq!(one.left, one.amount);
    let payment = one.transaction.id.clone().unwrap();
    for name in [one.id.as_str(), payment.as_str()] {
        assert_eq!(
            shop.engine.warning(name).await.unwrap().provider_id,
            id,
            "{name}"
        );
    }
    let part = shop
        .engine
        .warning(&shop.warning("warned-part-refunded"))
        .await
        .unwrap();
    assert_eq!(part.left.unwrap().minor, 12_800);
    let over = shop
        .engine
        .warning(&shop.warning("warned-refunded"))
        .await
        .unwrap();
    assert!(!over.refundable);
    let disputed = shop
        .engine
        .warning(&shop.warning("warned-disputed"))
        .await
        .unwrap();
    let case = shop
        .engine
        .dispute(disputed.dispute.unwrap().as_str())
        .await
        .unwrap();
    assert_eq!(case.case.transaction.id, disputed.transaction.id);
    for told in [
        shop.engine.warning("nobody").await.map(|_| ()),
        shop.engine.warnings(Some("nobody")).await.map(|_| ()),
        shop.engine.warning_rehearse("nobody").await.map(|_| ()),
        shop.engine.warning_refund("nobody", None).await.map(|_| ()),
    ] {
        assert!(matches!(told, Err(Error::NotFound { .. })), "{told:?}");
    }
    assert!(shop.control().requests().is_empty());
}

#[tokio::test]
async fn a_payment_is_given_back_once_by_its_seal_and_the_warning_is_over() {
    let (shop, id) = shop("warned-stolen").await;
    let mut events = shop.engine.events();
    let rehearsal = shop.engine.warning_rehearse(&id).await.unwrap();
    assert!(rehearsal.rehearsal && rehearsal.ready);
    assert_eq!(rehearsal.amount.as_ref().unwrap().minor, 18_900);
    assert_eq!(rehearsal.fields["amount"], "18900");
    assert!(rehearsal.problems.iter().all(|p| !p.blocks) && !rehearsal.problems.is_empty());
    assert!(rehearsal.saves.is_some());
    let stale = shop
        .engine
        .warning_refund(&id, Some("another"))
        .await
        .unwrap_err();
    assert_eq!(codes(&stale), ["changed_since_review"]);
    assert!(shop.writes().is_empty());
    let second = shop.second().await;
    shop.control().set_latency(5);
    let seal = Some(rehearsal.seal.as_str());
    let (one, other) = tokio::join!(
        Box::pin(shop.engine.warning_refund(&id, seal)),
        Box::pin(second.warning_refund(&id, seal))
    );
    let (done, lost) = match (one, other) {
        (Ok(done), Err(lost)) | (Err(lost), Ok(done)) => (done, lost),
        both => panic!("{both:?}"),
    };
    assert_eq!(codes(&lost), ["in_progress"]);
    assert_eq!(done.submission.state, State::Accepted);
    assert_eq!(refunds(&shop, &id), (1, 1));
    let again = shop.engine.warning_refund(&id, None).await;
    assert!(matches!(again, Err(Error::Refused(_))), "{again:?}");
    assert_eq!(refunds(&shop, &id), (1, 1));
    let now = shop.engine.warning(&id).await.unwrap();
    assert!(!now.refundable);
    assert_eq!(now.left.unwrap().minor, 0);
    assert_eq!(now.submissions[0].state, State::Accepted);
    let receipts = shop.engine.receipts(&id).await.unwrap();
    assert_eq!(receipts[0].amount, rehearsal.amount);
    let mut told = false;
    while let Ok(event) = events.try_recv() {
        told |= matches!(event, Event::WarningsChanged { .. });
    }
    // Of the program that did it.
    assert!(told || lost.exit_code() == 3);
}

#[tokio::test]
async fn what_stands_in_the_way_is_told_before_anything_is_sent() {
    for (name, code) in [
        ("warned-refunded", "already_refunded"),
        ("warned-disputed", "payment_disputed"),
    ] {
        let (shop, id) = shop(name).await;
        let rehearsal = shop.engine.warning_rehearse(&id).await.unwrap();
        assert!(!rehearsal.ready, "{name}");
        let told = shop.engine.warning_refund(&id, None).await.unwrap_err();
        assert!(!codes(&told).is_empty(), "{name} {code}: {told:?}");
        assert!(shop.writes().is_empty(), "{name}");
    }
}

#[tokio::test]
async fn what_somebody_else_gave_back_meanwhile_is_another_refund() {
    let (shop, id) = shop("warned-stolen").await;
    let rehearsal = shop.engine.warning_rehearse(&id).await.unwrap();
    let act = json!({"act": "refund_warned", "warning": id, "amount": 1_000});
    shop.does(Provider::Stripe, &act);
    let stale = shop
        .engine
        .warning_refund(&id, Some(&rehearsal.seal))
        .await
        .unwrap_err();
    assert_eq!(codes(&stale), ["changed_since_review"]);
    let anew = shop.engine.warning_rehearse(&id).await.unwrap();
    assert_eq!(anew.amount.unwrap().minor, 17_900);
    assert_eq!(anew.refunded_before.unwrap().minor, 1_000);
    let done = shop
        .engine
        .warning_refund(&id, Some(&anew.seal))
        .await
        .unwrap();
    assert_eq!(done.receipt.amount.unwrap().minor, 17_900);
    let disputed = shop.warning("warned-part-refunded");
    shop.does(
        Provider::Stripe,
        &json!({"act": "dispute_warned", "warning": disputed}),
    );
    let told = shop
        .engine
        .warning_refund(&disputed, None)
        .await
        .unwrap_err();
    assert_eq!(codes(&told), ["payment_disputed"]);
}

#[tokio::test]
async fn a_lost_refund_is_settled_by_reading_and_a_refusal_does_nothing() {
    let (shop, id) = shop("warned-stolen").await;
    shop.spoil("POST", "/v1/refunds", refusal(400));
    let refused = shop.engine.warning_refund(&id, None).await;
    assert!(
        matches!(refused, Err(Error::ProviderRefused(_))),
        "{refused:?}"
    );
    assert_eq!(refunds(&shop, &id), (0, 1));
    shop.spoil("POST", "/v1/refunds", Fault::ResetBeforeApply);
    let lost = shop.engine.warning_refund(&id, None).await;
    assert!(
        matches!(lost, Err(Error::OutcomeUnknown { .. })),
        "{lost:?}"
    );
    let removal = shop.engine.account_remove("Shop").await.unwrap_err();
    assert_eq!(codes(&removal), ["outcome_unknown"]);
    shop.move_on(11);
    let settled = shop.engine.reconcile().await.unwrap();
    assert_eq!(settled[0].submission.state, State::NotArrived);
    assert!(settled[0].warning.is_some() && settled[0].dispute.is_none());
    shop.spoil("POST", "/v1/refunds", Fault::ResetAfterApply);
    let found = shop.engine.warning_refund(&id, None).await.unwrap();
    assert_eq!(found.submission.state, State::Accepted);
    assert_eq!(refunds(&shop, &id), (1, 3));
}
