//! Analyses at Unico: rehearsed, asked for once, followed, identified by the owner where the answer was lost.

use chrono::NaiveDate;
use serde_json::json;
use tvist_engine::domain::submission::{OutcomeReport, State};
use tvist_engine::domain::{Provider, Status};
use tvist_engine::{Error, NewAnalysis};
use tvist_sandbox::Fault;

use crate::papers::{CARD, pdf};
use crate::shop::{Shop, codes, paper, refusal};

const UNICO: Provider = Provider::Unico;

/// What is wrong with a request.
type Change = Box<dyn Fn(&mut NewAnalysis)>;

struct Scene {
    shop: Shop,
    transaction: String,
}

impl Scene {
    async fn of(name: &str) -> Self {
        let shop = Shop::with(|servers| servers.disputes(1)).await;
        shop.account(UNICO).await;
        let transaction = shop.transaction(name);
        shop.control().clear_requests();
        Self { shop, transaction }
    }

    fn created(&self) -> NaiveDate {
        let examples = self.shop.servers.served("unico").unwrap().examples.clone();
        let all = examples.as_array().unwrap();
        let own = all
            .iter()
            .find(|one| one["transaction"] == self.transaction.as_str());
        own.unwrap()["created"].as_str().unwrap().parse().unwrap()
    }

    fn request(&self) -> NewAnalysis {
        NewAnalysis {
            dispute: None,
            account: None,
            transaction: self.transaction.clone(),
            created: self.created(),
            credit: Some(true),
            requestor_cpf: "529.982.247-25".into(),
            name: "Ana Exemplo".into(),
            reason: "Chargeback por fraude".into(),
            observation: None,
            files: vec![paper("notice.pdf", pdf(&["The acquirer's notice"]))],
            merge: false,
            vouched: Vec::new(),
        }
    }

    fn effects(&self) -> u64 {
        self.shop.effect(UNICO, &self.transaction, "analysis")
    }

    fn path(&self) -> String {
        format!(
            "/api/public/v1/credit/transactions/{}/chargeback",
            self.transaction
        )
    }
}

#[tokio::test]
async fn an_analysis_is_rehearsed_then_asked_for_once_and_followed_to_its_end() {
    let scene = Scene::of("approved").await;
    let engine = &scene.shop.engine;
    let rehearsal = engine.analysis_rehearse(&scene.request()).await.unwrap();
    assert!(rehearsal.rehearsal && rehearsal.ready, "{rehearsal:?}");
    assert_eq!(rehearsal.files.len(), 1);
    assert!(scene.shop.control().requests().is_empty());
    let asked = engine.analysis_request(scene.request()).await.unwrap();
    assert_eq!(asked.status, Status::UnderReview);
    let known = asked.analysis.clone().unwrap();
    assert_eq!(scene.effects(), 1);
    let again = engine.analysis_request(scene.request()).await.unwrap_err();
    assert!(
        codes(&again).contains(&"analysis_asked_before".to_owned()),
        "{again:?}"
    );
    let elsewhere = scene
        .shop
        .second()
        .await
        .analysis_request(scene.request())
        .await;
    assert!(matches!(elsewhere, Err(Error::Refused(_))), "{elsewhere:?}");
    assert_eq!(scene.effects(), 1);
    let receipts = engine.receipts(asked.id.as_str()).await.unwrap();
    assert_eq!(receipts[0].state, State::Accepted);
    assert_eq!(
        receipts[0].files[0].sha256, rehearsal.files[0].sha256,
        "what was shown left"
    );

    let act = json!({"act": "decide", "transaction": scene.transaction, "status": "approved"});
    scene.shop.does(UNICO, &act);
    scene.shop.move_on(60);
    let all = engine.analyses_refresh().await.unwrap();
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].provider_status, "approved");
    assert_eq!(all[0].analysis.as_ref(), Some(&known));
    let listed = engine.analyses().await.unwrap();
    assert_eq!(listed[0].status, all[0].status);
    assert_eq!(listed[0].created, Some(scene.created().to_string()));
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a table")]
async fn what_isnt_met_is_told_before_anything_is_sent() {
    let scene = Scene::of("approved").await;
    let engine = &scene.shop.engine;
    let many = || {
        (0..4)
            .map(|n| paper(&format!("{n}.pdf"), pdf(&["Page"])))
            .collect()
    };
    let number = format!("Paid with {CARD}");
    let changes: Vec<(&str, Change)> = vec![
        (
            "analysis_cpf",
            Box::new(|new| new.requestor_cpf = "52998224724".into()),
        ),
        (
            "analysis_cpf",
            Box::new(|new| new.requestor_cpf = "1".into()),
        ),
        (
            "analysis_name_missing",
            Box::new(|new| new.name = " ".into()),
        ),
        (
            "analysis_reason_missing",
            Box::new(|new| new.reason = String::new()),
        ),
        (
            "card_number_in_text",
            Box::new(move |new| new.observation = Some(number.clone())),
        ),
        (
            "card_number",
            Box::new(|new| {
                new.files = vec![paper("card.pdf", pdf(&[&format!("Card {CARD}")]))];
            }),
        ),
    ];
    for (code, change) in changes {
        let mut new = scene.request();
        change(&mut new);
        let rehearsal = engine.analysis_rehearse(&new).await.unwrap();
        assert!(!rehearsal.ready, "{code}");
        assert!(
            rehearsal
                .problems
                .iter()
                .any(|p| p.code == code && p.blocks),
            "{code}: {rehearsal:?}"
        );
        let told = engine.analysis_request(new).await.unwrap_err();
        assert!(codes(&told).contains(&code.to_owned()), "{code}: {told:?}");
        assert!(!told.to_string().contains("4111"), "{code}");
    }
    for (what, files) in [("none", Vec::new()), ("four", many())] {
        let new = NewAnalysis {
            files,
            ..scene.request()
        };
        assert!(
            !engine.analysis_rehearse(&new).await.unwrap().ready,
            "{what}"
        );
    }
    let merged = NewAnalysis {
        files: many(),
        merge: true,
        ..scene.request()
    };
    let rehearsal = engine.analysis_rehearse(&merged).await.unwrap();
    assert!(rehearsal.ready, "{rehearsal:?}");
    assert_eq!(rehearsal.files.len(), 3);
    assert_eq!(scene.effects(), 0);
    assert!(scene.shop.writes().is_empty());
}

#[tokio::test]
async fn a_transaction_that_unico_doesnt_approve_or_know_is_not_asked_about() {
    for (name, code) in [
        ("inconclusive", "analysis_not_approved"),
        ("waiting", "analysis_not_approved"),
        ("too-old", "analysis_too_old"),
    ] {
        let scene = Scene::of(name).await;
        let told = scene
            .shop
            .engine
            .analysis_request(scene.request())
            .await
            .unwrap_err();
        assert!(matches!(told, Error::Refused(_)), "{name} {code}: {told:?}");
        assert_eq!(scene.effects(), 0, "{name}");
        assert!(scene.shop.writes().is_empty(), "{name}");
    }
    let scene = Scene::of("approved").await;
    let new = NewAnalysis {
        transaction: "00000000-0000-4000-8000-000000000000".into(),
        ..scene.request()
    };
    let told = scene.shop.engine.analysis_request(new).await.unwrap_err();
    assert_eq!(codes(&told), ["analysis_transaction_unknown"]);
    let nobody = NewAnalysis {
        account: Some("nobody".into()),
        ..scene.request()
    };
    let told = scene.shop.engine.analysis_request(nobody).await;
    assert!(matches!(told, Err(Error::NotFound { .. })), "{told:?}");
}

#[tokio::test]
async fn a_lost_answer_stays_unknown_until_the_owner_brings_the_id() {
    let scene = Scene::of("approved").await;
    let engine = &scene.shop.engine;
    scene
        .shop
        .spoil("POST", &scene.path(), Fault::ResetAfterApply);
    let lost = engine.analysis_request(scene.request()).await;
    assert!(
        matches!(lost, Err(Error::OutcomeUnknown { .. })),
        "{lost:?}"
    );
    assert_eq!(scene.effects(), 1);
    let still = engine.reconcile().await.unwrap();
    assert_eq!(
        still[0].submission.state,
        State::Unknown,
        "nothing can be read of it"
    );
    let again = engine.analysis_request(scene.request()).await;
    assert!(matches!(again, Err(Error::Refused(_))), "{again:?}");
    let arrived = engine
        .outcome_stated(&scene.transaction, OutcomeReport::Arrived)
        .await;
    assert_eq!(codes(&arrived.unwrap_err()), ["analysis_needs_id"]);
    let invented = "00000000-0000-4000-8000-000000000000";
    assert!(
        engine
            .analysis_identify(&scene.transaction, invented)
            .await
            .is_err()
    );
    let all = scene.shop.does(UNICO, &json!({"act": "transactions"}));
    let all = all["transactions"].as_array().unwrap();
    let own = all
        .iter()
        .find(|t| t["id"] == scene.transaction.as_str())
        .unwrap();
    let id = own["analysis"]["id"].as_str().unwrap();
    let known = engine
        .analysis_identify(&scene.transaction, id)
        .await
        .unwrap();
    assert_eq!(known.analysis.as_deref(), Some(id));
    assert_eq!(
        scene.shop.states(known.id.as_str()).await,
        [State::Accepted]
    );
    assert!(engine.reconcile().await.unwrap().is_empty());
    assert_eq!(scene.effects(), 1);
}

#[tokio::test]
async fn that_nothing_arrived_is_the_owners_word_and_it_may_be_asked_again() {
    let scene = Scene::of("approved").await;
    let engine = &scene.shop.engine;
    scene
        .shop
        .spoil("POST", &scene.path(), Fault::ResetBeforeApply);
    assert!(engine.analysis_request(scene.request()).await.is_err());
    let stated = engine
        .outcome_stated(&scene.transaction, OutcomeReport::NotArrived)
        .await
        .unwrap();
    assert_eq!(stated.submission.state, State::NotArrived);
    assert!(stated.submission.on_a_word);
    engine.analysis_request(scene.request()).await.unwrap();
    assert_eq!(scene.effects(), 1);
}

#[tokio::test]
async fn a_refusal_is_believed_only_where_its_own_word_proves_it() {
    let scene = Scene::of("not-credit").await;
    let refused = scene
        .shop
        .engine
        .analysis_request(scene.request())
        .await
        .unwrap_err();
    assert!(matches!(refused, Error::ProviderRefused(_)), "{refused:?}");
    assert_eq!(
        scene.shop.states(&scene.transaction).await,
        [State::Refused]
    );
    assert_eq!(scene.effects(), 0);
    let scene = Scene::of("approved").await;
    scene.shop.spoil("POST", &scene.path(), refusal(422));
    let unclear = scene
        .shop
        .engine
        .analysis_request(scene.request())
        .await
        .unwrap_err();
    assert!(
        matches!(unclear, Error::OutcomeUnknown { .. }),
        "{unclear:?}"
    );
    assert_eq!(
        scene.shop.states(&scene.transaction).await,
        [State::Unknown]
    );
}

#[tokio::test]
async fn the_probative_set_is_fetched_on_the_owners_wish_only() {
    let scene = Scene::of("approved").await;
    let set = scene
        .shop
        .engine
        .analysis_probative(None, &scene.transaction)
        .await
        .unwrap();
    assert!(set.starts_with(b"%PDF-"));
    let named = scene
        .shop
        .engine
        .analysis_probative(Some("Shop"), &scene.transaction)
        .await;
    assert_eq!(named.unwrap(), set);
    let none = scene.shop.transaction("inconclusive");
    assert!(
        scene
            .shop
            .engine
            .analysis_probative(None, &none)
            .await
            .is_err()
    );
    let shop = Shop::with(|servers| servers.disputes(1)).await;
    let nobody = shop.engine.analysis_probative(None, &none).await;
    assert!(matches!(nobody, Err(Error::NotFound { .. })), "{nobody:?}");
}

#[tokio::test]
async fn an_analysis_hangs_on_the_case_that_it_is_for() {
    let scene = Scene::of("approved").await;
    let shop = &scene.shop;
    shop.account(Provider::Celcoin).await;
    shop.engine.sync(None, true).await.unwrap();
    let case = shop.case(Provider::Celcoin, "fraud");
    let before = shop.engine.dispute(&case).await.unwrap();
    assert!(before.analyses.is_empty() && before.examinable);
    let new = NewAnalysis {
        dispute: Some(case.clone()),
        account: Some("Shop".into()),
        ..scene.request()
    };
    // Two accounts have that label: the id is needed.
    let told = shop.engine.analysis_request(new).await;
    assert!(matches!(told, Err(Error::Ambiguous { .. })), "{told:?}");
    let new = NewAnalysis {
        dispute: Some(case.clone()),
        ..scene.request()
    };
    let asked = shop.engine.analysis_request(new).await.unwrap();
    assert_eq!(asked.dispute, Some(before.case.id));
    let after = shop.engine.dispute(&case).await.unwrap();
    assert_eq!(after.analyses.len(), 1);
    assert_eq!(after.analyses[0].id, asked.id);
    assert_eq!(after.analyses[0].result, None, "it isn't decided");
}
