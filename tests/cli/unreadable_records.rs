//! What an honest server never does: a record that can't be read, a case that is gone for one answer or for good.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tvist_engine::domain::clock::{Clock, Timestamp};
use tvist_engine::{DocumentWorker, Engine, NewAccount, OpenOptions};
use tvist_sandbox::{Fault, FaultRule};
use tvist_tests::{Tvist, binary};

use crate::support::shop::{Shop, list, word};

/// A Stripe of a few lines: what it lists, and what it gives for an id.
#[derive(Clone, Default)]
struct Spoilt {
    listed: Arc<Mutex<Vec<Value>>>,
    by_id: Arc<Mutex<BTreeMap<String, Value>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Spoilt {
    /// Serves on loopback until the test ends; gives the address.
    fn serve(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let spoilt = self.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
                let Some(Ok(first)) = lines.next() else {
                    continue;
                };
                while lines
                    .next()
                    .is_some_and(|line| line.is_ok_and(|line| !line.is_empty()))
                {}
                let path = first.split(' ').nth(1).unwrap_or_default();
                let (status, body) = spoilt.answer(path.split('?').next().unwrap_or_default());
                let body = body.to_string();
                let _ = write!(
                    stream,
                    "HTTP/1.1 {status} OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
                     Connection: close\r\nRequest-Id: req_1\r\n\r\n{body}",
                    body.len()
                );
            }
        });
        address
    }

    fn answer(&self, path: &str) -> (u16, Value) {
        self.asked.lock().unwrap().push(path.to_owned());
        let page = |data: Vec<Value>| json!({"object": "list", "data": data, "has_more": false, "url": path});
        match path {
            "/v1/disputes" => (200, page(self.listed.lock().unwrap().clone())),
            "/v1/events" => (200, page(Vec::new())),
            _ => match self
                .by_id
                .lock()
                .unwrap()
                .get(path.rsplit('/').next().unwrap_or_default())
            {
                Some(object) => (200, object.clone()),
                None => (
                    404,
                    json!({"error": {"type": "invalid_request_error", "code": "resource_missing", "message": "No such dispute"}}),
                ),
            },
        }
    }

    fn asked_for(&self, path: &str) -> usize {
        self.asked
            .lock()
            .unwrap()
            .iter()
            .filter(|p| *p == path)
            .count()
    }
}

/// Two cases as Stripe gives them.
fn two_cases() -> [Value; 2] {
    let shop = Shop::ready();
    ["card-not-received", "klarna-faulty-goods"]
        .map(|name| shop.ok(&["dispute", &shop.case(name)])["raw"].clone())
}

#[test]
fn a_record_that_cant_be_read_is_asked_for_again_until_it_is_read() {
    let [good, whole] = two_cases();
    let id = word(&whole, "id").to_owned();
    let mut broken = whole.clone();
    broken.as_object_mut().unwrap().remove("amount");
    let spoilt = Spoilt::default();
    *spoilt.listed.lock().unwrap() = vec![good.clone(), broken.clone()];
    spoilt.by_id.lock().unwrap().insert(id.clone(), broken);
    spoilt
        .by_id
        .lock()
        .unwrap()
        .insert(word(&good, "id").to_owned(), good.clone());
    let folder = tempfile::tempdir().unwrap();
    let tvist = Tvist::new(&folder.path().join("data"));
    let base = spoilt.serve();
    let args = [
        "account",
        "add",
        "stripe",
        "--label",
        "Shop",
        "--api-base",
        &base,
    ];
    let secrets = json!({"secret_key": "sk_test_inventedKey00"});
    let _ = tvist.run_with_json(&args, &secrets).expect(0);
    let sync = || tvist.run(&["sync"]).expect(0)["accounts"][0].clone();

    let first = sync();
    assert_eq!(
        (&first["new"], &first["ok"]),
        (&json!(1), &json!(true)),
        "{first}"
    );
    // From now on the list shows newer cases only.
    *spoilt.listed.lock().unwrap() = vec![good];
    let path = format!("/v1/disputes/{id}");
    assert_eq!(spoilt.asked_for(&path), 0);
    assert_eq!(sync()["new"], 0, "still broken");
    assert_eq!(spoilt.asked_for(&path), 1, "but asked for");

    spoilt.by_id.lock().unwrap().insert(id.clone(), whole);
    assert_eq!(sync()["new"], 1, "now it is read");
    let desk = tvist.run(&["disputes"]).expect(0);
    assert!(
        list(&desk, "disputes")
            .iter()
            .any(|d| d["provider_id"] == id.as_str())
    );
}

/// A clock that is moved by hand.
struct Hand(AtomicI64);

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        "2026-11-22T10:00:00Z".parse::<Timestamp>().unwrap()
            + chrono::Duration::seconds(self.0.load(Ordering::SeqCst))
    }
}

async fn engine(data: &Path, base: String, clock: Arc<Hand>) -> Engine {
    let mut options = OpenOptions::new(data);
    options.document_worker = DocumentWorker::Program(binary("tvist"));
    let engine = Engine::open_with_clock(options, clock).await.unwrap();
    let account = NewAccount {
        provider: tvist_engine::domain::Provider::Stripe,
        label: "Shop".into(),
        environment: None,
        api_base: Some(base),
        options: BTreeMap::new(),
        secrets: json!({"secret_key": "sk_test_inventedKey00"}).into(),
        practice: false,
    };
    engine.account_add(account).await.unwrap();
    engine
}

#[tokio::test]
async fn one_answer_doesnt_make_a_case_vanish_and_a_second_one_some_time_later_does() {
    let [case, _] = tokio::task::spawn_blocking(two_cases).await.unwrap();
    let id = word(&case, "id").to_owned();
    let spoilt = Spoilt::default();
    *spoilt.listed.lock().unwrap() = vec![case.clone()];
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(Hand(AtomicI64::new(0)));
    let engine = engine(folder.path(), spoilt.serve(), clock.clone()).await;
    engine.sync(None, true).await.unwrap();
    let vanished = async || {
        let case = engine.dispute(&id).await.unwrap();
        let told = case
            .timeline
            .iter()
            .filter(|e| e.kind.as_str() == "vanished")
            .count();
        assert_eq!(
            told,
            usize::from(case.case.vanished),
            "told when it is believed"
        );
        case.case.vanished
    };
    let gone = async |after: i64| {
        clock.0.fetch_add(after, Ordering::SeqCst);
        assert!(engine.refresh(&id).await.is_err());
        vanished().await
    };
    assert!(!gone(1).await, "one answer may be a mistake");
    assert!(!gone(5).await, "another one at once is the same copy's");
    spoilt.by_id.lock().unwrap().insert(id.clone(), case);
    clock.0.fetch_add(300, Ordering::SeqCst);
    engine.refresh(&id).await.unwrap();
    spoilt.by_id.lock().unwrap().clear();
    assert!(!gone(300).await, "seen in between: it begins anew");
    assert!(gone(120).await, "two that agree");
    engine.close().await;
}

/// A hotel's network answers in the provider's place until somebody signs in there: no key is blamed for that, no case is
/// lost, and what is said tells of the network or the provider, not of the account.
#[test]
fn behind_a_captive_portal_nothing_is_lost_and_no_key_is_blamed() {
    let shop = Shop::ready();
    let known = |shop: &Shop| -> BTreeMap<String, Value> {
        let cases = shop.ok(&["disputes"]);
        let cases = list(&cases, "disputes").iter();
        cases
            .map(|one| (word(one, "id").to_owned(), one["status"].clone()))
            .collect()
    };
    let before = known(&shop);
    let portal = Fault::Redirect {
        to: "http://127.0.0.1:9/sign-in".into(),
        status: 302,
        applied: false,
    };
    let asks = Fault::ErrorBeforeApply {
        status: 511,
        cached: false,
    };
    for fault in [portal, asks] {
        shop.control()
            .add_fault(FaultRule::next("GET", "*", fault.clone()).times(0));
        let told = shop.ends(6, &["sync"]);
        let kind = word(&told["accounts"][0]["error"], "kind");
        assert!(kind.starts_with("provider_"), "{fault:?}: {told}");
        let accounts = shop.ok(&["account", "list"]);
        assert_ne!(accounts["accounts"][0]["freshness"], "refused", "{fault:?}");
        assert_eq!(known(&shop), before, "{fault:?}");
        shop.control().clear_faults();
        shop.ok(&["sync"]);
        let accounts = shop.ok(&["account", "list"]);
        assert_eq!(accounts["accounts"][0]["freshness"], "fresh", "{fault:?}");
        assert_eq!(known(&shop), before, "{fault:?}");
    }
}
