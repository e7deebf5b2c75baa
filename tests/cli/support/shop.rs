//! A small shop: a Stripe server with invented cases, a data folder, and `tvist` between them.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tvist_engine::clock::SystemClock;
use tvist_engine::domain::clock::Clock;
use tvist_sandbox::{Builder, Control, LoggedRequest, Running, Sandbox};
use tvist_tests::{Tvist, binary};

/// Everything that a test needs; ends with it.
pub struct Shop {
    pub tvist: Tvist,
    sandbox: Running,
    // The servers' tasks run on it.
    _runtime: Runtime,
    folder: TempDir,
}

impl Shop {
    /// A server, and no account yet.
    pub fn open() -> Self {
        Self::open_with(|builder| builder)
    }

    /// The same with wishes for the server.
    pub fn open_with(wishes: impl FnOnce(Builder) -> Builder) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime for the server");
        let builder = wishes(Sandbox::builder(SystemClock.now()));
        let sandbox = runtime
            .block_on(builder.start())
            .expect("the server starts on loopback");
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self {
            tvist: Tvist::new(&folder.path().join("data")),
            sandbox,
            _runtime: runtime,
            folder,
        }
    }

    /// With one account, synchronised, and the server's log empty.
    pub fn ready() -> Self {
        let shop = Self::open();
        let _ = shop.add_account("Shop");
        shop.ok(&["sync"]);
        shop.control().clear_requests();
        shop
    }

    /// Adds the server's account.
    pub fn add_account(&self, label: &str) -> Value {
        self.add_with(label, &self.sandbox.stripe().secrets.clone())
    }

    /// Adds the account of any of the server's providers.
    pub fn add_account_of(&self, provider: &str) -> Value {
        self.add_to(&self.tvist, provider)
    }

    /// The same to another data folder.
    pub fn add_to(&self, tvist: &Tvist, provider: &str) -> Value {
        let (args, secrets) = self.adding(provider);
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        tvist.run_with_json(&args, &secrets).expect(0)
    }

    /// The command that adds the account of any of the server's providers, and the secrets that it reads.
    pub fn adding(&self, provider: &str) -> (Vec<String>, Value) {
        let all = self.sandbox.accounts();
        let served = &all[provider];
        let base = served["api_base"]
            .as_str()
            .expect("the server says where it is");
        let mut args = [
            "account",
            "add",
            provider,
            "--label",
            provider,
            "--environment",
            "test",
            "--api-base",
            base,
        ]
        .map(str::to_owned)
        .to_vec();
        for (name, value) in served["options"].as_object().into_iter().flatten() {
            let value = value.as_str().unwrap_or_default();
            args.extend(["--option".to_owned(), format!("{name}={value}")]);
        }
        (args, served["secrets"].clone())
    }

    /// What a provider's account is added with: `api_base`, `secrets`, `options`.
    pub fn served(&self, provider: &str) -> Value {
        self.sandbox.accounts()[provider].clone()
    }

    /// Adds an account with these secrets.
    pub fn add_with(&self, label: &str, secrets: &Value) -> Value {
        let base = self.api_base().to_owned();
        let args = [
            "account",
            "add",
            "stripe",
            "--label",
            label,
            "--api-base",
            &base,
        ];
        self.tvist.run_with_json(&args, secrets).expect(0)
    }

    pub fn api_base(&self) -> &str {
        &self.sandbox.stripe().api_base
    }

    /// The key that the server takes.
    pub fn secret_key(&self) -> &str {
        self.sandbox.stripe().secrets["secret_key"]
            .as_str()
            .expect("the server names its key")
    }

    /// A key with these rights only.
    pub fn key_with(&self, rights: &[&str]) -> String {
        let key = self.does(json!({"act": "key", "rights": rights}));
        key["key"]
            .as_str()
            .expect("the server made a key")
            .to_owned()
    }

    /// The transaction at Unico with this word in this member.
    pub fn at_unico(&self, member: &str, wanted: &str) -> Value {
        let all = self
            .control()
            .act("unico", &json!({"act": "transactions"}))
            .expect("the server tells its transactions");
        let found = list(&all, "transactions")
            .iter()
            .find(|t| t[member] == wanted);
        found.cloned().expect("there is such a transaction")
    }

    pub fn control(&self) -> Control {
        self.sandbox.control()
    }

    /// Something happens at the provider.
    #[track_caller]
    pub fn does(&self, act: Value) -> Value {
        self.control()
            .act("stripe", &act)
            .unwrap_or_else(|problem| panic!("{act}: {problem}"))
    }

    /// All cases that the provider has.
    pub fn at_provider(&self) -> Vec<Value> {
        self.cases_at("stripe")
    }

    fn cases_at(&self, provider: &str) -> Vec<Value> {
        let all = self.control().act(provider, &json!({"act": "disputes"}));
        let all = all.unwrap_or_else(|problem| panic!("{provider}: {problem}"));
        all["disputes"].as_array().cloned().unwrap_or_default()
    }

    /// The provider's id of a case of the practice set.
    #[track_caller]
    pub fn case(&self, name: &str) -> String {
        self.case_of("stripe", name)
    }

    /// The same at any of the server's providers.
    #[track_caller]
    pub fn case_of(&self, provider: &str, name: &str) -> String {
        let cases = self.cases_at(provider);
        let found = cases.iter().find(|case| case["case"] == name);
        let id = found.and_then(|case| case["id"].as_str());
        id.unwrap_or_else(|| panic!("no case {name} among {cases:?}"))
            .to_owned()
    }

    /// The provider's id of a warning of the practice set.
    #[track_caller]
    pub fn warning(&self, name: &str) -> String {
        let all = self.does(json!({"act": "warnings"}));
        let found = list(&all, "warnings").iter().find(|w| w["case"] == name);
        let id = found.and_then(|warning| warning["id"].as_str());
        id.unwrap_or_else(|| panic!("no warning {name} in {all}"))
            .to_owned()
    }

    /// How often an act really happened to a case.
    pub fn effect(&self, case: &str, act: &str) -> u64 {
        self.control().effect("stripe", case, act)
    }

    /// The document of a command that must end well.
    #[track_caller]
    pub fn ok(&self, args: &[&str]) -> Value {
        self.ends(0, args)
    }

    /// The document of a command that must end with this code.
    #[track_caller]
    pub fn ends(&self, code: i32, args: &[&str]) -> Value {
        self.tvist.run(args).expect(code)
    }

    /// What was sent that may have changed something.
    pub fn writes(&self) -> Vec<LoggedRequest> {
        let requests = self.control().requests().into_iter();
        requests.filter(|request| request.method != "GET").collect()
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Puts a file beside the data folder; gives its path.
    pub fn file(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.folder().join(name);
        std::fs::write(&path, bytes).expect("a file can be written");
        path.to_str()
            .expect("the paths of tests are UTF-8")
            .to_owned()
    }

    /// Runs without `--json`, as a person does.
    pub fn for_people(&self, args: &[&str]) -> Output {
        Command::new(binary("tvist"))
            .args(args)
            .env("TVIST_DATA_DIR", self.folder().join("data"))
            .output()
            .expect("tvist can be started")
    }

    /// What a person reads.
    #[track_caller]
    pub fn text(&self, args: &[&str]) -> String {
        let output = self.for_people(args);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {errors}");
        String::from_utf8(output.stdout).expect("tvist writes UTF-8")
    }
}

/// The items of a list in a document.
#[track_caller]
pub fn list<'a>(document: &'a Value, name: &str) -> &'a Vec<Value> {
    document[name]
        .as_array()
        .unwrap_or_else(|| panic!("no list {name} in {document}"))
}

/// A text in a document.
#[track_caller]
pub fn word<'a>(document: &'a Value, name: &str) -> &'a str {
    document[name]
        .as_str()
        .unwrap_or_else(|| panic!("no text {name} in {document}"))
}

/// The codes of the problems in an error or a check.
pub fn codes(document: &Value) -> Vec<String> {
    let problems = match &document["error"] {
        Value::Null => &document["problems"],
        error => &error["problems"],
    };
    let problems = problems.as_array().cloned().unwrap_or_default();
    let codes = problems
        .iter()
        .filter_map(|problem| problem["code"].as_str());
    codes.map(ToOwned::to_owned).collect()
}
