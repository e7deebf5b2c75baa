//! `webhook`: what is in force stays written down until another address is confirmed, secrets go with the account; and a
//! receiver that believes nothing but a hint, and isn't held up by whoever reaches its port.

use std::fs;
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tvist_sandbox::{Fault, FaultRule};
use tvist_tests::{Desktop, Running, Tvist, binary, pause, until};

use crate::support::shop::{Shop, codes, word};

const PATH: &str = "/baas/v1/cash/webhooks";

fn celcoin() -> (Shop, String) {
    let shop = Shop::open();
    let account = word(&shop.add_account_of("celcoin"), "id").to_owned();
    (shop, account)
}

#[test]
fn a_lost_answer_overwrites_nothing() {
    let (shop, account) = celcoin();
    let register = |url: &str, more: &[&str]| {
        let args = ["webhook", "register", &account, "--url", url];
        shop.tvist.run(&[&args[..], more].concat())
    };
    let [first, second, third] =
        ["one", "two", "three"].map(|name| format!("https://hooks.example.test/{name}"));
    let _ = register(&first, &["--confirm"]).expect(0);
    shop.control()
        .add_fault(FaultRule::next("PUT", PATH, Fault::ResetAfterApply).of("celcoin"));
    let _ = register(&second, &["--confirm"]).expect(5);

    let rehearsal = register(&third, &[]).expect(0);
    assert_eq!(rehearsal["replaces"], first.as_str(), "{rehearsal}");
    assert!(
        codes(&rehearsal).contains(&"webhook_unsure".to_owned()),
        "{rehearsal}"
    );

    let again = register(&second, &["--confirm"]).expect(0);
    assert_eq!(again["replaces"], first.as_str());
    let rehearsal = register(&third, &[]).expect(0);
    assert_eq!(rehearsal["replaces"], second.as_str());
    assert!(!codes(&rehearsal).contains(&"webhook_unsure".to_owned()));
}

#[test]
fn the_hash_leaves_the_keychain_with_its_account() {
    let (shop, _) = celcoin();
    let desktop = Desktop::start();
    let tvist = Tvist::new(&shop.folder().join("elsewhere")).on(&desktop);
    let account = shop.add_to(&tvist, "celcoin");
    let id = word(&account, "id");
    let url = "https://hooks.example.test/celcoin";
    let _ = tvist
        .run(&["webhook", "register", id, "--url", url, "--confirm"])
        .expect(0);
    let entry = |folder: &str| {
        let profile = shop.folder().join(folder).join("profile");
        let profile = std::fs::read_to_string(profile).unwrap();
        format!("webhook:{}:{id}", profile.trim())
    };
    assert!(desktop.secrets("tvist").contains(&entry("elsewhere")));

    // A folder made from its backup hears calls, and each keeps its own hash.
    let phrase = serde_json::json!({"passphrase": "blue bicycle"});
    let backup = shop.folder().join("tvist.backup");
    let backup = backup.to_str().unwrap();
    let _ = tvist
        .run_with_json(&["backup", "--out", backup], &phrase)
        .expect(0);
    let second = Tvist::new(&shop.folder().join("second")).on(&desktop);
    let _ = second
        .run_with_json(&["restore", backup], &phrase)
        .expect(0);
    let _ = tvist.run(&["account", "remove", id]).expect(0);
    let left = desktop.secrets("tvist");
    assert!(!left.contains(&entry("elsewhere")) && left.contains(&entry("second")));
    let _ = second.run(&["account", "remove", id]).expect(0);
    let left = desktop.secrets("tvist");
    assert!(!left.contains(id), "{left}");
}

/// Registering replaces the merchant's events too, and Celcoin tells of none: the named ones stay, and stay named.
#[test]
fn a_merchant_s_other_events_are_kept() {
    let (shop, account) = celcoin();
    let url = "https://hooks.example.test/celcoin";
    let register = |more: &[&str]| {
        let args = ["webhook", "register", &account, "--url", url];
        shop.tvist.run(&[&args[..], more].concat())
    };
    let asked = json!([
        "chargeback.update",
        "transaction.updateStatus",
        "company.cashOut"
    ]);
    let named = [
        "--event",
        "transaction.updateStatus",
        "--event",
        "company.cashOut",
    ];
    let rehearsal = register(&named).expect(0);
    assert_eq!(rehearsal["events"], asked, "{rehearsal}");
    assert_eq!(shop.writes().len(), 0);
    shop.control().keep_bodies();
    let done = register(&[&named[..], &["--confirm"]].concat()).expect(0);
    assert_eq!(done["events"], asked, "{done}");
    let again = register(&["--confirm"]).expect(0);
    assert_eq!(again["events"], asked, "what was kept once stays kept");
    let sent: Vec<Value> = shop
        .control()
        .bodies()
        .iter()
        .filter_map(|body| serde_json::from_slice::<Value>(body).ok())
        .filter(|body| body["url"] == url)
        .collect();
    assert_eq!(sent.len(), 2);
    assert!(sent.iter().all(|body| body["events"] == asked), "{sent:?}");
    let _ = register(&["--event", "two words"]).expect(2);
}

/// A receiver, with the hash that its calls must show and a case that they may name.
struct Receiving {
    shop: Shop,
    /// Ends with the test.
    _serving: Running,
    address: SocketAddr,
    hash: String,
    case: String,
    /// Its keyring holds the hash.
    _desktop: Desktop,
}

impl Receiving {
    fn start() -> Self {
        let desktop = Desktop::start();
        let (shop, _) = celcoin();
        let tvist = Tvist::new(&shop.folder().join("receiving")).on(&desktop);
        let account = shop.add_to(&tvist, "celcoin");
        let id = word(&account, "id");
        let args = ["webhook", "register", id, "--url", URL, "--confirm"];
        let _ = tvist.run(&args).expect(0);
        let _ = tvist.run(&["sync"]).expect(0);
        let profile = fs::read_to_string(shop.folder().join("receiving/profile")).unwrap();
        let hash = desktop.secret("tvist", &format!("webhook:{}:{id}", profile.trim()));
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap();
        drop(free);
        let serving = tvist.spawn(&["webhook", "serve", "--listen", &address.to_string()]);
        until(Duration::from_secs(20), "the receiver", || {
            TcpStream::connect(address).ok()
        });
        shop.control().clear_requests();
        let case = shop.case_of("celcoin", "fraud-soon");
        Self {
            shop,
            _serving: serving,
            address,
            hash: hash.expect("the hash is in the keyring"),
            case,
            _desktop: desktop,
        }
    }

    /// The body of a right call, with the chargeback as it is given.
    fn body(&self, hash: &str, chargeback: &Value) -> Vec<u8> {
        let body =
            json!({"event": "chargeback.update", "confirmHash": hash, "Chargeback": chargeback});
        body.to_string().into_bytes()
    }

    /// Whether the provider is asked for the case within some seconds; what was asked before is forgotten.
    fn is_read_again(&self) -> bool {
        let asked = (0..50).any(|_| {
            pause(Duration::from_millis(100));
            let requests = self.shop.control().requests();
            requests.iter().any(|one| one.path.contains("chargeback"))
        });
        self.shop.control().clear_requests();
        asked
    }

    fn call(&self, path: &str, body: &[u8]) -> (u16, Duration) {
        call(self.address, "POST", path, body)
    }
}

const URL: &str = "https://hooks.example.test/celcoin";

/// One call: the status of its answer, and how long that took.
fn call(address: SocketAddr, method: &str, path: &str, body: &[u8]) -> (u16, Duration) {
    let start = Instant::now();
    let mut stream = TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(body).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(
        answer.to_ascii_lowercase().contains("connection: close"),
        "{answer}"
    );
    let status = answer.split(' ').nth(1).and_then(|word| word.parse().ok());
    (
        status.unwrap_or_else(|| panic!("no answer: {answer}")),
        start.elapsed(),
    )
}

#[test]
fn a_right_call_is_answered_at_once_and_the_case_is_read_again_a_wrong_one_reads_nothing() {
    let receiving = Receiving::start();
    let named = json!({"galaxPayId": receiving.case.clone()});
    let right = receiving.body(&receiving.hash, &named);
    let wrong = receiving.body("0f1e2d3c4b5a69788796a5b4c3d2e1f0", &named);
    let large = vec![b' '; 1024 * 1024 + 1];
    for (name, path, body, status) in [
        ("wrong hash", "/celcoin", wrong, 401),
        (
            "no hash",
            "/celcoin",
            br#"{"event":"chargeback.update","Chargeback":{"galaxPayId":1}}"#.to_vec(),
            401,
        ),
        ("no JSON", "/celcoin", b"{".to_vec(), 400),
        ("no object", "/", b"[]".to_vec(), 400),
        (
            "nothing named",
            "/celcoin",
            receiving.body(&receiving.hash, &json!(null)),
            400,
        ),
        ("too large", "/celcoin", large, 413),
        ("elsewhere", "/admin", right.clone(), 404),
    ] {
        let (answered, took) = receiving.call(path, &body);
        assert_eq!(answered, status, "{name}");
        assert!(took < Duration::from_secs(5), "{name}: {took:?}");
    }
    assert_eq!(call(receiving.address, "GET", "/celcoin", b"").0, 405);
    assert!(!receiving.is_read_again(), "none of these reads anything");

    let listed = receiving.body(&receiving.hash, &json!([named]));
    for (name, path, body) in [
        ("one", "/celcoin", &right),
        ("forwarded without its path", "/", &right),
        ("as a list", "/celcoin", &listed),
    ] {
        let (answered, took) = receiving.call(path, body);
        assert_eq!(answered, 204, "{name}");
        assert!(took < Duration::from_secs(1), "{name}: {took:?}");
        assert!(receiving.is_read_again(), "{name}");
    }
}

#[test]
fn whoever_only_holds_connections_open_keeps_nobody_out() {
    let receiving = Receiving::start();
    let named = json!({"galaxPayId": receiving.case.clone()});
    let right = receiving.body(&receiving.hash, &named);
    assert_eq!(receiving.call("/celcoin", &right).0, 204);
    let half = |text: &str| {
        let mut stream = TcpStream::connect(receiving.address).unwrap();
        stream.write_all(text.as_bytes()).unwrap();
        stream
    };
    let held: Vec<TcpStream> = (0..300)
        .map(|n| match n % 3 {
            0 => half(""),
            1 => half("POST /celcoin HTTP/1.1\r\nHost: a"),
            _ => half("POST /celcoin HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{"),
        })
        .collect();
    let (answered, took) = receiving.call("/celcoin", &right);
    assert_eq!(answered, 204);
    assert!(took < Duration::from_secs(5), "{took:?}");
    // And those that are left go, whatever they wait for.
    for mut stream in held {
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        let ended = stream.read_to_end(&mut Vec::new());
        let ended = ended.map_or_else(|e| e.kind() == ErrorKind::ConnectionReset, |_| true);
        assert!(ended, "a connection is still open");
    }
}

#[test]
fn a_port_that_others_reach_is_said_to_be_one() {
    let (shop, _) = celcoin();
    let listen = |at: &str| {
        let output = Command::new("timeout")
            .args(["3"])
            .arg(binary("tvist"))
            .args(["webhook", "serve", "--listen", at])
            .env("TVIST_DATA_DIR", shop.folder().join("data"))
            .output()
            .unwrap();
        String::from_utf8(output.stderr).unwrap()
    };
    let said = listen("0.0.0.0:0");
    assert!(
        said.contains("other machines can reach this port"),
        "{said}"
    );
    let said = listen("127.0.0.1:0");
    assert!(said.contains("receiving at http://127.0.0.1"), "{said}");
    assert!(!said.contains("other machines"), "{said}");
}
