//! Secrets and people at all four providers, through `tvist` and the watch at their most talkative: what is private is in
//! no log, no error, no name of a file and no file of the data (README, promise 5).

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tvist_sandbox::{Fault, FaultRule};
use tvist_tests::{Desktop, Tvist, binary, results, until, workspace};

use crate::papers::pdf;
use crate::shop::{Shop, list, word};

const PATIENCE: Duration = Duration::from_secs(60);

/// Things that are nobody else's, each with what it is.
#[derive(Default)]
struct Canaries {
    all: Vec<(String, String)>,
    /// By their first bytes, so that a log is gone through once.
    heads: HashMap<[u8; 4], Vec<usize>>,
}

impl Canaries {
    fn add(&mut self, what: &str, text: &str) {
        let text = text.trim();
        let known = self.all.iter().any(|(_, known)| known == text);
        let Some(head) = text.as_bytes().first_chunk::<4>().filter(|_| !known) else {
            return;
        };
        self.heads.entry(*head).or_default().push(self.all.len());
        self.all.push((what.to_owned(), text.to_owned()));
    }

    fn found_in(&self, bytes: &[u8]) -> Option<&(String, String)> {
        bytes.windows(4).enumerate().find_map(|(at, head)| {
            let some = self.heads.get(head)?;
            let here = some.iter().map(|index| &self.all[*index]);
            here.into_iter().find(|(_, text)| {
                bytes[at..].starts_with(text.as_bytes()) && stands_alone(bytes, at, text)
            })
        })
    }

    #[track_caller]
    fn none_in(&self, place: &str, bytes: &[u8]) {
        if let Some((what, text)) = self.found_in(bytes) {
            let text_bytes = text.as_bytes();
            let at = bytes
                .windows(text_bytes.len())
                .position(|w| w == text_bytes);
            let near = at.unwrap_or_default();
            let before = &bytes[near.saturating_sub(300)..near];
            panic!(
                "{what} ({text}) is in {place}, after {}",
                String::from_utf8_lossy(before)
            );
        }
    }

    /// What wasn't met at all would be found nowhere.
    #[track_caller]
    fn are_all_in(&self, met: &str) {
        for (what, text) in &self.all {
            let escaped = Value::from(text.as_str()).to_string();
            let is_met = met.contains(text) || met.contains(escaped.trim_matches('"'));
            assert!(is_met, "{what} ({text}) was never there");
        }
    }
}

/// Four digits are a card's only where they stand alone; anything longer counts wherever it stands.
fn stands_alone(bytes: &[u8], at: usize, text: &str) -> bool {
    let joins = |place: Option<usize>| {
        let byte = place.and_then(|place| bytes.get(place));
        byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'.' || *byte == b'=')
    };
    text.len() > 5 || (!joins(at.checked_sub(1)) && !joins(Some(at + text.len())))
}

/// An owner with an account at each provider, everything said and done remembered.
struct Owner {
    desktop: Desktop,
    shop: Shop,
    tvist: Tvist,
    /// Nobody else's, neither in a log nor in an answer.
    secrets: Canaries,
    /// People, and what was written about them: their owner is shown them, and nobody else.
    people: Canaries,
    /// What `tvist` was given, and what it answered.
    met: String,
    /// Standard error of everything.
    log: Vec<u8>,
    /// Standard output of everything, and of what failed.
    told: Vec<u8>,
    refused: Vec<u8>,
}

impl Owner {
    fn new() -> Self {
        let desktop = Desktop::start();
        let shop = Shop::open();
        shop.control().keep_bodies();
        let tvist = Tvist::new(&shop.folder().join("data")).on(&desktop);
        Self {
            desktop,
            tvist: tvist.env("TVIST_LOG", "trace"),
            shop,
            secrets: Canaries::default(),
            people: Canaries::default(),
            met: String::new(),
            log: Vec::new(),
            told: Vec::new(),
            refused: Vec::new(),
        }
    }

    /// Says something to `tvist`; gives its exit code and its document.
    fn says_with(&mut self, args: &[&str], input: &str) -> (i32, Value) {
        self.met.push_str(&args.join("\n"));
        self.met.push_str(input);
        let outcome = self.tvist.run_with(args, input);
        let code = outcome.code.unwrap_or(-1);
        assert!((0..=6).contains(&code), "{args:?}: {outcome:?}");
        self.log.extend(outcome.stderr.bytes());
        self.told.extend(outcome.stdout.bytes());
        self.met.push_str(&outcome.stdout);
        if code != 0 {
            self.refused.extend(outcome.stdout.bytes());
        }
        (code, outcome.json)
    }

    fn says(&mut self, args: &[&str]) -> (i32, Value) {
        self.says_with(args, "")
    }

    #[track_caller]
    fn does(&mut self, args: &[&str]) -> Value {
        let (code, document) = self.says(args);
        assert_eq!(code, 0, "{args:?}: {document}");
        document
    }

    /// Adds an account at each provider, with everything that can be secret about one.
    fn moves_in(&mut self) {
        for provider in ["stripe", "clearhaus", "celcoin", "unico"] {
            let served = self.shop.served(provider);
            let mut secrets = served["secrets"].clone();
            if provider == "celcoin" {
                let keys = "src-tauri/crates/document/src/certificate/pair/pair.p12";
                let pair = fs::read(workspace().join(keys)).unwrap();
                secrets["client_certificate"] = json!(STANDARD.encode(pair));
                secrets["client_certificate_passphrase"] = json!("segredo");
            }
            for (name, secret) in secrets.as_object().unwrap() {
                self.keeps_secret(&format!("{provider}'s {name}"), secret.as_str().unwrap());
            }
            let mut args = vec!["account", "add", provider, "--label", provider];
            args.extend([
                "--environment",
                "test",
                "--api-base",
                word(&served, "api_base"),
            ]);
            let options: Vec<String> = served["options"]
                .as_object()
                .into_iter()
                .flatten()
                .map(|(name, value)| format!("{name}={}", value.as_str().unwrap()))
                .collect();
            for option in &options {
                args.extend(["--option", option]);
            }
            let (code, added) = self.says_with(&args, &secrets.to_string());
            assert_eq!(code, 0, "{provider}: {added}");
        }
        let profile = fs::read_to_string(self.data().join("profile")).unwrap();
        let key = format!("database:{}", profile.trim());
        let key = self.desktop.secret("tvist", &key).unwrap();
        self.met.push_str(&key);
        self.keeps_secret("the database's key", &key);
    }

    /// Each line of a long secret is one.
    fn keeps_secret(&mut self, what: &str, secret: &str) {
        let lines = secret.lines().filter(|line| !line.starts_with("-----"));
        for (number, line) in lines.enumerate() {
            self.secrets.add(&format!("{what}, line {number}"), line);
        }
    }

    /// Takes down everybody whom the providers tell of.
    fn knows_people(&mut self) {
        let desk = self.does(&["disputes", "--limit", "500"]);
        for case in list(&desk, "disputes") {
            let provider = word(case, "provider");
            for (group, members) in [
                (
                    "customer",
                    &["name", "email", "phone", "billing_address", "document"][..],
                ),
                (
                    "order",
                    &[
                        "shipping_name",
                        "shipping_address",
                        "tracking_number",
                        "receipt_url",
                    ],
                ),
                ("transaction", &["card_last4", "acquirer_reference"]),
            ] {
                for member in members {
                    let told = case[group][member].as_str().unwrap_or_default();
                    self.people
                        .add(&format!("{provider}'s {group}.{member}"), told);
                }
            }
        }
        // What only the whole case tells.
        let cards = list(&desk, "disputes").iter();
        let cards = cards.filter(|case| !case["transaction"]["card_last4"].is_null());
        for case in cards.filter(|case| case["provider"] == "stripe").take(5) {
            let case = self.does(&["dispute", word(case, "id")]);
            for place in [
                "/billing_details/address/line1",
                "/metadata/customer_ip",
                "/payment_method_details/card/fingerprint",
            ] {
                let told = case["raw"]["charge"].pointer(place).and_then(Value::as_str);
                self.people
                    .add(&format!("stripe's {place}"), told.unwrap_or_default());
            }
        }
    }

    fn writes(&mut self, what: &str, text: &str) {
        self.people.add(what, text);
    }

    fn data(&self) -> PathBuf {
        self.shop.folder().join("data")
    }

    /// Starts the watch with a fault of the program itself.
    fn watches(&self, planted: &str, log: &Path) -> Talking {
        let watching = Command::new(binary("tvist-watcher"))
            .envs(self.desktop.env().iter().map(|(name, value)| (name, value)))
            .env("TVIST_DATA_DIR", self.data())
            .env("TVIST_LOG", "trace")
            .env("TVIST_FAULT", planted)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(log).unwrap())
            .spawn();
        Talking(watching.unwrap())
    }

    fn spoil(&self, provider: &str, method: &str, path: &str, fault: Fault) {
        let rule = FaultRule::next(method, path, fault).of(provider).times(0);
        self.shop.control().add_fault(rule);
    }

    /// Everything private is where it belongs and nowhere else.
    #[track_caller]
    fn has_kept_it(&self) {
        assert!(self.secrets.all.len() + self.people.all.len() >= 40);
        self.secrets.are_all_in(&self.met);
        self.people.are_all_in(&self.met);
        for canaries in [&self.secrets, &self.people] {
            canaries.none_in("the log", &self.log);
            canaries.none_in("an error", &self.refused);
            let mut names = String::new();
            for file in files(self.shop.folder()).chain(files(self.desktop.folder())) {
                names.push_str(&file.to_string_lossy());
                names.push('\n');
            }
            canaries.none_in("the name of a file", names.as_bytes());
            for file in files(&self.data()) {
                let bytes = fs::read(&file).unwrap_or_default();
                canaries.none_in(&file.to_string_lossy(), &bytes);
            }
        }
        self.secrets.none_in("an answer", &self.told);
        let log = String::from_utf8_lossy(&self.log);
        for mark in ["PRIVATE KEY", "BEGIN CERTIFICATE", "eyJ"] {
            assert!(!log.contains(mark), "{mark} is in the log");
        }
    }
}

/// All files below a folder.
fn files(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => waiting.push(entry.path()),
                _ => found.push(entry.path()),
            }
        }
    }
    found.into_iter()
}

/// A program that runs on, ended with the test.
struct Talking(Child);

impl Drop for Talking {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn nothing_private_is_in_a_log_an_error_a_name_or_a_file_of_the_data() {
    let mut owner = Owner::new();
    owner.moves_in();
    for provider in ["stripe", "clearhaus", "celcoin", "unico"] {
        owner.does(&["account", "check", provider]);
    }
    owner.does(&["sync"]);
    owner.knows_people();
    answers(&mut owner);
    asks_unico(&mut owner);
    is_called(&mut owner);
    makes_mistakes(&mut owner);
    meets_trouble(&mut owner);

    let log = String::from_utf8_lossy(&owner.log).into_owned();
    for place in [
        "/v1/disputes",
        "/disputes",
        "/chargebacks",
        "/oauth/token",
        "/oauth2/token",
    ] {
        assert!(
            log.contains(&format!("path=\"{place}")),
            "nothing was logged of {place}"
        );
    }
    assert!(log.contains("not answered"), "every call was answered");
    owner.has_kept_it();
}

/// Gathers and sends an answer at each provider that takes one, with words of the owner's own everywhere.
fn answers(owner: &mut Owner) {
    let inputs = tempfile::tempdir().unwrap();
    for (provider, name) in [
        ("stripe", "klarna-faulty-goods"),
        ("clearhaus", "not-provided"),
        ("celcoin", "fraud-soon"),
    ] {
        let case = owner.shop.case_of(provider, name);
        let text = format!("Zanzibarkrokan-{provider} was written by hand");
        let said = format!("Qvarnholmsvagen-{provider} stands in the file");
        let file_name = format!("Ullabritta-{provider}.pdf");
        let fact = format!("Faktotum-{provider}");
        owner.writes("the owner's text", &text);
        owner.writes("the name of a file", &file_name);
        owner.writes("the owner's fact", &fact);
        owner.people.add("what a file says", &said);
        owner.met.push_str(&said);
        let file = inputs.path().join(&file_name);
        fs::write(&file, pdf(&[&said])).unwrap();
        let file = file.to_str().unwrap();
        owner.does(&["evidence", "add", &case, file, "--slot", "receipt"]);
        owner.does(&["evidence", "text", &case, "product_description", &text]);
        let _ = owner.says(&["evidence", "fact", &case, "goods", &fact]);
        owner.does(&["evidence", "check", &case]);
        let pack = owner.shop.folder().join(format!("pack-{provider}"));
        owner.does(&["evidence", "pack", &case, "--out", pack.to_str().unwrap()]);
        owner.does(&["submit", &case]);
        owner.does(&["submit", &case, "--confirm"]);
        owner.does(&["receipts", &case]);
        owner.does(&["documents", &case]);
        owner.does(&["disputes", "--search", &text]);
    }
    let case = owner.shop.case_of("clearhaus", "not-provided");
    let remark = "Ragnhildur was remarked upon";
    owner.writes("a remark", remark);
    owner.does(&["comments", "add", &case, remark]);
    owner.does(&["comments", &case]);
    let warning = owner.shop.warning("warned-stolen");
    owner.does(&["warnings", "refund", &warning, "--confirm"]);
    let inquiry = owner.shop.case("klarna-return-inquiry");
    owner.does(&["refund", &inquiry, "--confirm"]);
    for format in ["csv", "ics", "json"] {
        let out = owner.shop.folder().join(format!("all.{format}"));
        owner.does(&["export", "--format", format, "--out", out.to_str().unwrap()]);
    }
}

fn asks_unico(owner: &mut Owner) {
    let inputs = tempfile::tempdir().unwrap();
    let transaction = owner.shop.at_unico("case", "approved")["id"].clone();
    let transaction = transaction.as_str().unwrap();
    let notice = inputs.path().join("Aviso-Iracema.pdf");
    fs::write(&notice, pdf(&["Jaboticabal foi avisada"])).unwrap();
    owner
        .people
        .add("what a notice says", "Jaboticabal foi avisada");
    owner.met.push_str("Jaboticabal foi avisada");
    owner.writes("the name of a notice", "Aviso-Iracema.pdf");
    let created = owner.shop.control().now() - chrono::TimeDelta::days(21);
    let created = created.date_naive().to_string();
    let mut args = vec!["analysis", "request", "--transaction", transaction];
    args.extend(["--created", &created, "--requestor-cpf", "52998224725"]);
    args.extend(["--name", "Iracema Exemplo", "--reason", "Motivo-Tocantins"]);
    args.extend(["--observation", "Observacao-Araguaia"]);
    args.extend(["--file", notice.to_str().unwrap()]);
    for text in [
        "52998224725",
        "Iracema Exemplo",
        "Motivo-Tocantins",
        "Observacao-Araguaia",
    ] {
        owner.writes("what an analysis is asked with", text);
    }
    owner.does(&args);
    args.push("--confirm");
    owner.does(&args);
    owner.does(&["analysis", "list"]);
    owner.does(&["analysis", "refresh"]);
    // The signed statements that bought tokens.
    for body in owner.shop.control().bodies() {
        let body = String::from_utf8_lossy(&body).into_owned();
        if let Some((_, statement)) = body.split_once("assertion=") {
            let statement = statement.split('&').next().unwrap_or_default();
            owner.met.push_str(statement);
            owner.secrets.add("a signed statement", statement);
        }
    }
}

/// Calls that are received, with the right hash and a wrong one.
fn is_called(owner: &mut Owner) {
    let url = "https://hooks.example.test/celcoin";
    owner.does(&["webhook", "register", "celcoin", "--url", url, "--confirm"]);
    let accounts = owner.does(&["account", "list"]);
    let account = list(&accounts, "accounts")
        .iter()
        .find(|one| one["label"] == "celcoin");
    let id = word(account.unwrap(), "id").to_owned();
    let profile = fs::read_to_string(owner.data().join("profile")).unwrap();
    let entry = format!("webhook:{}:{id}", profile.trim());
    let hash = owner.desktop.secret("tvist", &entry).unwrap();
    owner.met.push_str(&hash);
    owner.secrets.add("the calls' hash", &hash);
    let wrong = "5afe0f1e2d3c4b5a69788796a5b4c3d2";
    owner.met.push_str(wrong);
    owner.secrets.add("a stranger's hash", wrong);

    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let log = owner.shop.folder().join("serve.log");
    let serving = Command::new(binary("tvist"))
        .args(["webhook", "serve", "--listen", &address.to_string()])
        .envs(
            owner
                .desktop
                .env()
                .iter()
                .map(|(name, value)| (name, value)),
        )
        .env("TVIST_DATA_DIR", owner.data())
        .env("TVIST_LOG", "trace")
        .stdout(Stdio::null())
        .stderr(File::create(&log).unwrap())
        .spawn()
        .unwrap();
    let serving = Talking(serving);
    until(PATIENCE, "the receiver", || {
        TcpStream::connect(address).ok()
    });
    owner.shop.control().clear_requests();
    let person = "Honorina Chamada";
    owner.people.add("whom a call names", person);
    owner.met.push_str(person);
    let case: u64 = owner.shop.case_of("celcoin", "fraud").parse().unwrap();
    for hash in [wrong, &hash] {
        let named = json!({"galaxPayId": case, "Customer": {"name": person}});
        let body = json!({"event": "chargeback.update", "confirmHash": hash, "Chargeback": named});
        for body in [body.to_string(), format!("{{\"{person}\": \"{hash}\"")] {
            let mut stream = TcpStream::connect(address).unwrap();
            let head = format!(
                "POST /celcoin HTTP/1.1\r\nHost: {address}\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            );
            stream.set_read_timeout(Some(PATIENCE)).unwrap();
            stream.write_all(head.as_bytes()).unwrap();
            let mut answer = String::new();
            let _ = stream.read_to_string(&mut answer);
            assert!(answer.starts_with("HTTP/1.1 "), "{answer}");
        }
    }
    until(PATIENCE, "the case read again", || {
        let requests = owner.shop.control().requests();
        requests
            .iter()
            .any(|one| one.path.contains("chargeback"))
            .then_some(())
    });
    drop(serving);
    let log = fs::read(log).unwrap();
    assert!(!log.is_empty());
    owner.log.extend(log);
}

/// Secrets at the wrong place, misspelt, too short, of another account.
fn makes_mistakes(owner: &mut Owner) {
    let misplaced = "sk_test_misplacedMisplaced01";
    let broken = "sk_test_brokenBrokenBroken02";
    let unknown = "sk_test_unknownUnknownUnkn03";
    let strange = "sk_test_strangeStrangeStra04";
    for (secret, args, input) in [
        (
            misplaced,
            &[
                "account", "add", "stripe", "--label", "x", "--option", misplaced,
            ][..],
            "",
        ),
        (
            broken,
            &["account", "add", "stripe", "--label", "x"],
            &format!("{{\"secret_key\": \"{broken}\""),
        ),
        (
            unknown,
            &["account", "add", "stripe", "--label", "x"],
            &format!("{{\"secret\": \"{unknown}\"}}"),
        ),
        (
            strange,
            &["account", "renew", "stripe"],
            &format!("{{\"secret_key\": \"{strange}\"}}"),
        ),
    ] {
        owner.secrets.add("a secret at the wrong place", secret);
        let (code, _) = owner.says_with(args, input);
        assert_ne!(code, 0, "{args:?}");
    }
    let phrase = "bla cykel i regn";
    owner.secrets.add("a backup's passphrase", phrase);
    let out = owner.shop.folder().join("tvist.backup");
    let out = out.to_str().unwrap();
    let (code, _) = owner.says_with(
        &["backup", "--out", out],
        &json!({"passphrase": phrase}).to_string(),
    );
    assert_eq!(code, 0);
    let wrong = "gron cykel i sno";
    owner.secrets.add("a wrong passphrase", wrong);
    let (code, _) = owner.says_with(&["restore", out], &json!({"passphrase": wrong}).to_string());
    assert_eq!(code, 1);
    let number = "4111 1111 1111 1111";
    owner.people.add("a card number", number);
    let case = owner.shop.case("card-not-received");
    let _ = owner.says(&["evidence", "text", &case, "product_description", number]);
    let _ = owner.says(&["submit", &case, "--confirm"]);
    let (code, _) = owner.says(&["dispute", "nowhere"]);
    assert_eq!(code, 1);
}

/// Each provider refuses, breaks and speaks nonsense.
fn meets_trouble(owner: &mut Owner) {
    let status = |status| Fault::ErrorBeforeApply {
        status,
        cached: false,
    };
    for (provider, name) in [
        ("stripe", "card-fraud-ce3"),
        ("clearhaus", "credit-partial"),
        ("celcoin", "not-received"),
    ] {
        let case = owner.shop.case_of(provider, name);
        for fault in [status(400), status(401), Fault::BrokenJson] {
            let is_tried_again = matches!(fault, Fault::BrokenJson);
            owner.spoil(provider, "GET", "*", fault);
            let _ = owner.says(&["refresh", &case]);
            if !is_tried_again {
                let _ = owner.says(&["sync", "--account", provider]);
            }
            owner.shop.control().clear_faults();
        }
        // The answer to what can't be taken back is lost.
        let method = if provider == "stripe" { "POST" } else { "PUT" };
        owner.spoil(provider, method, "*", Fault::ResetAfterApply);
        let _ = owner.says(&["accept", &case, "--confirm"]);
        owner.shop.control().clear_faults();
        let _ = owner.says(&["reconcile"]);
    }
    owner.spoil("unico", "*", "*", status(401));
    let _ = owner.says(&["analysis", "refresh"]);
    let _ = owner.says(&["account", "check", "unico"]);
    owner.shop.control().clear_faults();
}

/// The watch reads all four, meets faults of providers and of its own, and reminds.
#[test]
fn the_watch_logs_nothing_private_whatever_breaks() {
    let mut owner = Owner::new();
    owner.moves_in();
    let unauthorised = Fault::ErrorBeforeApply {
        status: 401,
        cached: false,
    };
    owner.spoil("clearhaus", "GET", "/disputes*", unauthorised);
    owner.spoil("celcoin", "GET", "*", Fault::BrokenJson);
    owner.shop.control().clear_requests();
    let read = ["/v1/disputes", "/chargebacks", "/oauth/token"];
    for (planted, lines) in [
        (
            "panic-tick-once",
            &["planted: tick", read[0], read[1], read[2]][..],
        ),
        ("panic-visit", &["planted: visit"]),
    ] {
        let log = results("cli-canaries").join(format!("{planted}.log"));
        let watching = owner.watches(planted, &log);
        until(PATIENCE, "all that breaks in the watch", || {
            let log = fs::read_to_string(&log).unwrap();
            lines.iter().all(|line| log.contains(line)).then_some(())
        });
        drop(watching);
        owner.log.extend(fs::read(log).unwrap());
        // What was read isn't read again before its time: an account that is new is.
        let _ = owner.shop.add_to(&owner.tvist, "stripe");
    }
    // Whom it may have met.
    owner.shop.control().clear_faults();
    owner.does(&["sync"]);
    owner.knows_people();
    owner.has_kept_it();
}
