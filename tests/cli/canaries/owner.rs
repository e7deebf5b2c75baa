//! An owner whose every word to `tvist` is remembered, with all that came back.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tvist_sandbox::{Fault, FaultRule};
use tvist_tests::{Desktop, Tvist, binary, workspace};

use super::private::Canaries;
use crate::support::shop::{Shop, list, word};

/// An owner with an account at each provider, everything said and done remembered.
pub struct Owner {
    pub desktop: Desktop,
    pub shop: Shop,
    pub tvist: Tvist,
    /// Nobody else's, neither in a log nor in an answer.
    pub secrets: Canaries,
    /// People, and what was written about them: their owner is shown them, and nobody else.
    pub people: Canaries,
    /// What `tvist` was given, and what it answered.
    pub met: String,
    /// Standard error of everything.
    pub log: Vec<u8>,
    /// Standard output of everything, and of what failed.
    pub told: Vec<u8>,
    pub refused: Vec<u8>,
}

impl Owner {
    pub fn new() -> Self {
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
    pub fn says_with(&mut self, args: &[&str], input: &str) -> (i32, Value) {
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

    pub fn says(&mut self, args: &[&str]) -> (i32, Value) {
        self.says_with(args, "")
    }

    #[track_caller]
    pub fn does(&mut self, args: &[&str]) -> Value {
        let (code, document) = self.says(args);
        assert_eq!(code, 0, "{args:?}: {document}");
        document
    }

    /// Adds an account at each provider, with everything that can be secret about one.
    pub fn moves_in(&mut self) {
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
    pub fn keeps_secret(&mut self, what: &str, secret: &str) {
        let lines = secret.lines().filter(|line| !line.starts_with("-----"));
        for (number, line) in lines.enumerate() {
            self.secrets.add(&format!("{what}, line {number}"), line);
        }
    }

    /// Takes down everybody whom the providers tell of.
    pub fn knows_people(&mut self) {
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

    pub fn writes(&mut self, what: &str, text: &str) {
        self.people.add(what, text);
    }

    pub fn data(&self) -> PathBuf {
        self.shop.folder().join("data")
    }

    /// Starts the watch with a fault of the program itself.
    pub fn watches(&self, planted: &str, log: &Path) -> Talking {
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

    pub fn spoil(&self, provider: &str, method: &str, path: &str, fault: Fault) {
        let rule = FaultRule::next(method, path, fault).of(provider).times(0);
        self.shop.control().add_fault(rule);
    }

    /// Everything private is where it belongs and nowhere else.
    #[track_caller]
    pub fn has_kept_it(&self) {
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
pub fn files(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
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
pub struct Talking(pub Child);

impl Drop for Talking {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
