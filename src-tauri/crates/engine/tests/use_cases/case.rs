//! One case, whole: what it shows at each provider, what is set at the provider beside an answer, earlier payments.

use serde_json::json;
use tvist_engine::domain::{Act, Provider};
use tvist_engine::view::DisputeView;
use tvist_engine::{DeskQuery, Error};

use crate::deed::{DEFEND, REFUTE};
use crate::shop::{Shop, codes, refusal};

const PATH: &str = "enhanced_evidence.visa_compelling_evidence_3";

#[tokio::test]
async fn every_case_of_the_practice_sets_is_shown_whole() {
    for provider in [Provider::Stripe, Provider::Clearhaus, Provider::Celcoin] {
        let shop = Shop::at(provider).await;
        let desk = shop.engine.desk(&DeskQuery::default()).await.unwrap();
        for listed in desk.disputes {
            let case = shop.engine.dispute(listed.id.as_str()).await.unwrap();
            let what = format!("{provider:?} {}", case.case.provider_id);
            // One truth: the list and the page say the same.
            let (list, page) = (json!(listed), json!(case.case));
            assert_eq!(list, page, "{what}");
            assert!(!case.timeline.is_empty(), "{what}");
            assert!(case.timeline.is_sorted_by_key(|e| e.at), "{what}");
            assert!(
                case.timeline
                    .iter()
                    .all(|e| !e.title.is_empty() && e.title != e.kind.as_str())
            );
            assert!(case.raw.is_object(), "{what}");
            let ended = case.case.status.is_ended();
            assert!(
                !(ended && case.case.allowed.contains(&Act::Submit)),
                "{what}"
            );
            if let Some(deadline) = &case.case.deadline {
                assert!(deadline.safe_at < deadline.at, "{what}");
            }
            assert_eq!(
                case.erasable,
                shop.engine
                    .erase_rehearse(listed.id.as_str())
                    .await
                    .unwrap()
                    .ready,
                "{what}"
            );
        }
    }
}

#[tokio::test]
async fn what_a_case_allows_can_be_rehearsed_and_nothing_else_can() {
    let shop = Shop::at(Provider::Stripe).await;
    let desk = shop.engine.desk(&DeskQuery::default()).await.unwrap();
    for case in desk.disputes {
        for act in [Act::Accept, Act::Refund] {
            let rehearsal = shop.engine.rehearse(case.id.as_str(), act).await.unwrap();
            let allowed = case.allowed.contains(&act);
            assert_eq!(
                rehearsal.ready, allowed,
                "{} {act:?}: {:?}",
                case.provider_id, rehearsal.problems
            );
        }
    }
    assert!(shop.writes().is_empty());
}

#[tokio::test]
async fn a_case_that_the_provider_no_longer_knows_stays_and_says_so() {
    let shop = Shop::of(Provider::Stripe, 2).await;
    let case = shop.case(Provider::Stripe, "card-not-received");
    shop.gather(&case).await;
    let path = format!("/v1/disputes/{case}");
    shop.spoil_all("GET", &path, refusal(404));
    // One answer may be a mistake: two that agree, some time apart, are believed.
    for reading in 1..=2 {
        let known = shop.engine.dispute(&case).await.unwrap();
        assert!(!known.case.vanished, "{reading}");
        let told = shop.engine.refresh(&case).await;
        assert!(
            matches!(told, Err(Error::Provider(_))),
            "{reading}: {told:?}"
        );
        shop.move_on(60);
    }
    let gone = shop.engine.dispute(&case).await.unwrap();
    assert!(gone.case.vanished);
    assert_eq!(gone.evidence.items.len(), 1, "what was gathered stays");
    shop.control().clear_faults();
    let back = shop.engine.refresh(&case).await.unwrap();
    assert!(!back.case.vanished);
}

async fn own_answer() -> (Shop, String) {
    let shop = Shop::at(Provider::Stripe).await;
    shop.control().clear_requests();
    let case = shop.case(Provider::Stripe, "real-not-received");
    (shop, case)
}

fn may_answer(case: &DisputeView) -> bool {
    case.standing
        .own_answer
        .as_ref()
        .is_some_and(|own| own.may_answer)
}

#[tokio::test]
async fn the_providers_own_answer_is_switched_off_once_and_nothing_is_sent_by_it() {
    let (shop, case) = own_answer().await;
    assert!(may_answer(&shop.engine.dispute(&case).await.unwrap()));
    let rehearsal = shop.engine.rehearse_manual(&case).await.unwrap();
    assert!(rehearsal.rehearsal && rehearsal.ready && rehearsal.sets == "manual");
    assert!(shop.writes().is_empty());
    for _ in 0..2 {
        let after = shop.engine.answer_manually(&case).await.unwrap();
        assert!(!may_answer(&after));
        assert!(after.case.allowed.contains(&Act::Submit));
    }
    let writes = shop.writes();
    assert_eq!(
        writes.len(),
        1,
        "what is manual isn't set again: {writes:?}"
    );
    assert_eq!(writes[0].submit.as_deref(), Some("false"));
    assert_eq!(shop.effect(Provider::Stripe, &case, "submit"), 0);
}

#[tokio::test]
async fn where_the_provider_never_answers_by_itself_there_is_nothing_to_switch_off() {
    for deed in [REFUTE, DEFEND] {
        let shop = Shop::of(deed.provider, 2).await;
        let case = shop.case(deed.provider, deed.case);
        let rehearsal = shop.engine.rehearse_manual(&case).await.unwrap();
        assert!(!rehearsal.ready, "{deed:?}");
        assert_eq!(rehearsal.problems[0].code, "no_own_answer", "{deed:?}");
        assert!(
            shop.engine.answer_manually(&case).await.is_err(),
            "{deed:?}"
        );
        assert!(shop.writes().is_empty(), "{deed:?}");
    }
}

#[tokio::test]
async fn a_setting_that_fails_is_told_and_the_case_is_as_it_was() {
    let (shop, case) = own_answer().await;
    let path = format!("/v1/disputes/{case}");
    shop.spoil("POST", &path, refusal(400));
    let told = shop.engine.answer_manually(&case).await;
    assert!(
        matches!(told, Err(Error::Provider(_) | Error::ProviderRefused(_))),
        "{told:?}"
    );
    assert!(may_answer(&shop.engine.dispute(&case).await.unwrap()));
    shop.does(
        Provider::Stripe,
        &json!({"act": "other_submit", "dispute": case}),
    );
    let late = shop.engine.answer_manually(&case).await.unwrap_err();
    assert_eq!(codes(&late), ["not_answerable"]);
    let rehearsal = shop.engine.rehearse_manual(&case).await.unwrap();
    assert_eq!(rehearsal.problems[0].code, "not_answerable");
}

/// States everything that qualifies, about two of these payments.
async fn state(shop: &Shop, case: &str, payments: &[String]) {
    let mut facts = vec![
        (
            "disputed_transaction.product_description".to_owned(),
            "Hand grinder".to_owned(),
        ),
        (
            "disputed_transaction.merchandise_or_services".to_owned(),
            "merchandise".to_owned(),
        ),
        (
            "every_transaction.customer_purchase_ip".to_owned(),
            "203.0.113.24".to_owned(),
        ),
        (
            "every_transaction.customer_email_address".to_owned(),
            "jonas.keller@example.com".to_owned(),
        ),
    ];
    for (n, payment) in payments.iter().take(2).enumerate() {
        let prior = format!("prior_undisputed_transactions.{n}");
        facts.push((format!("{prior}.charge"), payment.clone()));
        facts.push((
            format!("{prior}.product_description"),
            "Filter papers".to_owned(),
        ));
    }
    for (name, value) in facts {
        let name = format!("{PATH}.{name}");
        shop.engine
            .evidence_fact(case, &name, &value)
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn special_evidence_is_put_there_unsent_and_judged() {
    let shop = Shop::small(Provider::Stripe).await;
    let case = shop.case(Provider::Stripe, "card-fraud-ce3");
    let nothing = shop.engine.special_evidence_check(&case).await.unwrap_err();
    assert_eq!(codes(&nothing), ["ce3_nothing_stated"]);
    let found = shop.engine.earlier_payments(&case).await.unwrap();
    assert!(found.complete);
    assert!(
        found.payments.is_sorted_by(|a, b| a.at >= b.at),
        "the newest first"
    );
    let ids: Vec<String> = found.payments.iter().map(|p| p.id.clone()).collect();
    assert_eq!(ids.len(), 3, "a fourth is too young");
    state(&shop, &case, &ids).await;
    let rehearsal = shop.engine.rehearse_special_evidence(&case).await.unwrap();
    assert!(
        rehearsal.ready && rehearsal.sets == "eligibility",
        "{rehearsal:?}"
    );
    assert!(rehearsal.fields.values().any(|value| *value == ids[0]));
    assert!(shop.writes().is_empty(), "stating sends nothing");
    let judged = shop.engine.special_evidence_check(&case).await.unwrap();
    let compelling = judged.standing.compelling.unwrap();
    assert_eq!(compelling.status.as_deref(), Some("qualified"));
    assert!(compelling.is_current);
    let writes = shop.writes();
    assert_eq!(writes.len(), 1);
    assert_eq!(writes[0].submit.as_deref(), Some("false"));
    assert_eq!(shop.effect(Provider::Stripe, &case, "submit"), 0);
}

#[tokio::test]
async fn only_cases_that_can_use_them_are_asked_for_earlier_payments() {
    for (provider, name) in [
        (Provider::Stripe, "card-not-received"),
        (Provider::Clearhaus, "fraud-secure"),
        (Provider::Celcoin, "fraud"),
    ] {
        let shop = Shop::of(provider, 3).await;
        let case = shop.case(provider, name);
        for told in [
            shop.engine.earlier_payments(&case).await.map(|_| ()),
            shop.engine.special_evidence_check(&case).await.map(|_| ()),
        ] {
            assert_eq!(
                codes(&told.unwrap_err()),
                ["ce3_not_offered"],
                "{provider:?}"
            );
        }
        assert!(
            !shop
                .engine
                .rehearse_special_evidence(&case)
                .await
                .unwrap()
                .ready
        );
        assert!(shop.writes().is_empty());
    }
}

#[tokio::test]
async fn a_case_that_somebody_is_at_is_left_alone() {
    let (shop, case) = own_answer().await;
    let second = shop.second().await;
    shop.control().set_latency(10);
    let (one, other) = tokio::join!(
        Box::pin(shop.engine.answer_manually(&case)),
        Box::pin(second.answer_manually(&case))
    );
    let lost = one.err().or(other.err()).unwrap();
    assert_eq!(codes(&lost), ["in_progress"]);
    assert_eq!(shop.writes().len(), 1);
}
