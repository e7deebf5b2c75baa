//! Celcoin's calls: registering an address, what is in force, and a receiver that believes nothing but a hint.

use std::net::SocketAddr;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tvist_engine::domain::Provider;
use tvist_engine::{Error, Event};
use tvist_sandbox::Fault;

use crate::shop::{Shop, refusal};

const PATH: &str = "/baas/v1/cash/webhooks";
const CELCOIN: Provider = Provider::Celcoin;

fn url(name: &str) -> String {
    format!("https://hooks.example.test/{name}")
}

#[tokio::test]
async fn an_address_is_rehearsed_then_registered_and_known() {
    let shop = Shop::of(CELCOIN, 1).await;
    let engine = &shop.engine;
    let known = engine.webhook_known("Shop").await.unwrap();
    assert!(known.url.is_none() && !known.confirmed && !known.others.is_empty());
    let rehearsal = engine
        .webhook_rehearse("Shop", &url("one"), None)
        .await
        .unwrap();
    assert!(!rehearsal.registered && rehearsal.replaces.is_none());
    assert_eq!(rehearsal.events, ["chargeback.update"]);
    assert_eq!(rehearsal.problems[0].code, "webhook_replaces");
    assert!(
        shop.control().requests().is_empty(),
        "a rehearsal asks nobody"
    );
    let done = engine
        .webhook_register("Shop", &url("one"), None)
        .await
        .unwrap();
    assert!(done.registered && done.replaces.is_none());
    let in_force = shop.does(CELCOIN, &json!({"act": "webhook"}));
    assert_eq!(in_force["url"], url("one"));
    let known = shop.second().await.webhook_known("Shop").await.unwrap();
    assert_eq!(known.url, Some(url("one")));
    assert!(known.confirmed && known.at == Some(engine.now()));
    let again = engine
        .webhook_register("Shop", &url("two"), None)
        .await
        .unwrap();
    assert_eq!(again.replaces, Some(url("one")));
}

#[tokio::test]
async fn a_merchants_other_events_are_kept() {
    let shop = Shop::of(CELCOIN, 1).await;
    let engine = &shop.engine;
    let others = [
        "transaction.updateStatus".to_owned(),
        "company.cashOut".to_owned(),
    ];
    let asked = [
        "chargeback.update",
        "transaction.updateStatus",
        "company.cashOut",
    ];
    let rehearsal = engine
        .webhook_rehearse("Shop", &url("one"), Some(&others))
        .await
        .unwrap();
    assert_eq!(rehearsal.events, asked);
    let done = engine
        .webhook_register("Shop", &url("one"), Some(&others))
        .await
        .unwrap();
    assert_eq!(done.events, asked);
    let known = engine.webhook_known("Shop").await.unwrap();
    let kept: Vec<&str> = known
        .others
        .iter()
        .filter(|e| e.kept)
        .map(|e| e.name.as_str())
        .collect();
    assert_eq!(kept, ["transaction.updateStatus", "company.cashOut"]);
    let again = engine
        .webhook_register("Shop", &url("one"), None)
        .await
        .unwrap();
    assert_eq!(again.events, asked, "what was kept once stays kept");
    let none = engine
        .webhook_register("Shop", &url("one"), Some(&[]))
        .await
        .unwrap();
    assert_eq!(none.events, ["chargeback.update"]);
}

#[tokio::test]
async fn what_can_be_no_address_event_or_account_is_refused() {
    let shop = Shop::of(CELCOIN, 1).await;
    let engine = &shop.engine;
    for wrong in [
        "",
        "hooks",
        "ftp://hooks.example.test/x",
        "http://hooks.example.test/x",
    ] {
        for told in [
            engine.webhook_rehearse("Shop", wrong, None).await,
            engine.webhook_register("Shop", wrong, None).await,
        ] {
            assert!(matches!(told, Err(Error::Usage(_))), "{wrong}: {told:?}");
        }
    }
    let event = ["two words".to_owned()];
    let told = engine
        .webhook_register("Shop", &url("one"), Some(&event))
        .await;
    assert!(matches!(told, Err(Error::Usage(_))), "{told:?}");
    let nobody = engine.webhook_known("nobody").await;
    assert!(matches!(nobody, Err(Error::NotFound { .. })), "{nobody:?}");
    let other = Shop::of(Provider::Clearhaus, 1).await;
    let told = other
        .engine
        .webhook_register("Shop", &url("one"), None)
        .await;
    assert!(told.is_err(), "{told:?}");
    assert!(shop.writes().is_empty() && other.writes().is_empty());
}

#[tokio::test]
async fn a_lost_answer_overwrites_nothing_and_a_refusal_leaves_no_trace() {
    let shop = Shop::of(CELCOIN, 1).await;
    let engine = &shop.engine;
    engine
        .webhook_register("Shop", &url("one"), None)
        .await
        .unwrap();
    shop.spoil("PUT", PATH, refusal(400));
    let refused = engine.webhook_register("Shop", &url("two"), None).await;
    assert!(
        matches!(refused, Err(Error::ProviderRefused(_))),
        "{refused:?}"
    );
    assert_eq!(
        engine.webhook_known("Shop").await.unwrap().url,
        Some(url("one"))
    );
    shop.spoil("PUT", PATH, Fault::ResetAfterApply);
    let lost = engine.webhook_register("Shop", &url("two"), None).await;
    assert!(
        matches!(lost, Err(Error::OutcomeUnknown { .. })),
        "{lost:?}"
    );
    let known = engine.webhook_known("Shop").await.unwrap();
    assert_eq!((known.url, known.confirmed), (Some(url("two")), false));
    let rehearsal = engine
        .webhook_rehearse("Shop", &url("three"), None)
        .await
        .unwrap();
    assert_eq!(
        rehearsal.replaces,
        Some(url("one")),
        "what was confirmed last"
    );
    assert!(
        rehearsal
            .problems
            .iter()
            .any(|p| p.code == "webhook_unsure")
    );
    let again = engine
        .webhook_register("Shop", &url("two"), None)
        .await
        .unwrap();
    assert!(again.registered);
    assert!(engine.webhook_known("Shop").await.unwrap().confirmed);
}

#[tokio::test]
async fn where_the_window_listens_is_kept() {
    let shop = Shop::with(|servers| servers.disputes(1)).await;
    assert_eq!(shop.engine.webhook_listens().await.unwrap(), None);
    let at: SocketAddr = "127.0.0.1:4567".parse().unwrap();
    shop.engine.set_webhook_listens(Some(at)).await.unwrap();
    assert_eq!(
        shop.second().await.webhook_listens().await.unwrap(),
        Some(at)
    );
    shop.engine.set_webhook_listens(None).await.unwrap();
    assert_eq!(shop.engine.webhook_listens().await.unwrap(), None);
}

/// One call; gives its status.
async fn call(at: SocketAddr, path: &str, body: &Value) -> u16 {
    let mut stream = TcpStream::connect(at).await.unwrap();
    let body = body.to_string();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {at}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all((head + &body).as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer.split(' ').nth(1).unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_right_call_makes_the_case_be_read_and_a_wrong_one_reads_nothing() {
    let shop = Shop::of(CELCOIN, 1).await;
    let case = shop.case(CELCOIN, "fraud");
    shop.engine
        .webhook_register("Shop", &url("celcoin"), None)
        .await
        .unwrap();
    let (tell, told) = oneshot::channel();
    let engine = shop.engine.clone();
    let anywhere: SocketAddr = "127.0.0.1:0".parse().unwrap();
    let serving = tokio::spawn(async move {
        let ready = move |at| tell.send(at).unwrap();
        engine.webhook_serve(anywhere, ready).await
    });
    let at = told.await.unwrap();
    shop.control().clear_requests();
    let body = |hash: &str| json!({"event": "chargeback.update", "confirmHash": hash, "Chargeback": {"galaxPayId": case}});
    let wrong = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
    assert_eq!(call(at, "/celcoin", &body(wrong)).await, 401);
    assert_eq!(call(at, "/elsewhere", &body(wrong)).await, 404);
    assert_eq!(call(at, "/celcoin", &json!([])).await, 400);
    assert!(shop.control().requests().is_empty());

    shop.does(
        CELCOIN,
        &json!({"act": "decide", "dispute": case, "won": false}),
    );
    shop.move_on(60);
    let id = shop.engine.resolve(&case).await.unwrap();
    let mut events = shop.engine.events();
    let hash = hash(&shop);
    assert_eq!(call(at, "/celcoin", &body(&hash)).await, 204);
    while events.recv().await.unwrap()
        != (Event::DisputesChanged {
            ids: vec![id.clone()],
        })
    {}
    let seen = shop.engine.dispute(&case).await.unwrap();
    assert_eq!(seen.case.provider_status, "lostDispute");
    let busy = shop.engine.webhook_serve(at, |_| ()).await;
    assert!(matches!(busy, Err(Error::File { .. })), "the port is taken");
    serving.abort();
}

/// The hash that registering gave, as the keychain holds it.
fn hash(shop: &Shop) -> String {
    use keyring_core::api::CredentialStoreApi as _;
    let entries = shop
        .keychain
        .search(&std::collections::HashMap::new())
        .unwrap();
    let own = entries.iter().find(|e| {
        e.get_specifiers()
            .is_some_and(|(_, name)| name.starts_with("webhook"))
    });
    own.unwrap().get_password().unwrap()
}
