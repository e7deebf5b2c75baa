//! A shop: the engine over a fresh data folder, its accounts at the practice servers, and the clock that all of them share.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use keyring_core::api::CredentialStoreApi as _;
use keyring_core::mock;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use tvist_engine::domain::Provider;
use tvist_engine::domain::clock::{Clock, Timestamp, from_unix};
use tvist_engine::domain::provider::Environment;
use tvist_engine::domain::submission::State;
use tvist_engine::view::AccountView;
use tvist_engine::{
    DeskQuery, DocumentWorker, Engine, Error, KeychainSource, NewAccount, NewFile, OpenOptions,
};
use tvist_sandbox::{Builder, Control, Fault, FaultRule, LoggedRequest, Running, Sandbox};

/// The moment at which every shop opens.
pub const OPENS: &str = "2026-11-02T09:00:00Z";

/// A clock that stands where it was put, in Unix seconds.
pub struct Hand(AtomicI64);

impl Hand {
    pub fn move_on(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        from_unix(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

/// A shop without accounts; they are opened with [`Shop::account`].
pub struct Shop {
    pub engine: Engine,
    pub servers: Running,
    pub clock: Arc<Hand>,
    pub keychain: Arc<mock::Store>,
    pub folder: TempDir,
}

impl Shop {
    /// With the whole practice set at each provider.
    pub async fn open() -> Self {
        Self::with(|servers| servers).await
    }

    /// With practice servers of the caller's wishes.
    pub async fn with(wishes: impl FnOnce(Builder) -> Builder) -> Self {
        let opens: Timestamp = OPENS.parse().unwrap();
        let clock = Arc::new(Hand(AtomicI64::new(opens.timestamp())));
        let servers = wishes(Sandbox::builder(opens)).standing_clock();
        let servers = servers.start().await.unwrap();
        let (folder, keychain) = Begun::of().await.copy();
        let engine = engine(folder.path(), &keychain, &clock).await;
        Self {
            engine,
            servers,
            clock,
            keychain,
            folder,
        }
    }

    /// With an account at the provider that was read once.
    pub async fn at(provider: Provider) -> Self {
        let shop = Self::open().await;
        shop.account(provider).await;
        shop.engine.sync(None, true).await.unwrap();
        shop
    }

    /// With an account at the provider that was read once and has only its first six cases; the log is empty.
    pub async fn small(provider: Provider) -> Self {
        Self::of(provider, 6).await
    }

    /// The same with this many cases.
    pub async fn of(provider: Provider, cases: usize) -> Self {
        let shop = Self::with(|servers| servers.disputes(cases)).await;
        shop.account(provider).await;
        shop.engine.sync(None, true).await.unwrap();
        shop.control().clear_requests();
        shop
    }

    /// What adding an account at the provider takes.
    pub fn new_account(&self, provider: Provider) -> NewAccount {
        let served = self.servers.served(provider.as_str()).unwrap();
        let options = served.options.as_object().into_iter().flatten();
        let options = options.filter_map(|(name, v)| Some((name.clone(), v.as_str()?.to_owned())));
        NewAccount {
            provider,
            label: "Shop".into(),
            environment: Some(Environment::Test),
            api_base: Some(served.api_base.clone()),
            options: options.collect::<BTreeMap<_, _>>(),
            secrets: served.secrets.clone().into(),
            practice: false,
        }
    }

    pub async fn account(&self, provider: Provider) -> AccountView {
        let new = self.new_account(provider);
        self.engine.account_add(new).await.unwrap()
    }

    /// Another program on the same data, with the same keychain and clock.
    pub async fn second(&self) -> Engine {
        engine(self.folder.path(), &self.keychain, &self.clock).await
    }

    /// Moves program and providers on together.
    pub fn move_on(&self, seconds: i64) {
        self.clock.move_on(seconds);
        self.servers.control().advance_to(self.clock.now());
    }

    /// The strings of the practice servers.
    pub fn control(&self) -> Control {
        self.servers.control()
    }

    /// Something happens at the provider.
    #[track_caller]
    pub fn does(&self, provider: Provider, act: &Value) -> Value {
        let done = self.control().act(provider.as_str(), act);
        done.unwrap_or_else(|problem| panic!("{act}: {problem}"))
    }

    /// The provider's id of a case of the practice set.
    #[track_caller]
    pub fn case(&self, provider: Provider, name: &str) -> String {
        let all = self.does(provider, &json!({"act": "disputes"}));
        named(&all["disputes"], name)
    }

    /// The provider's id of a warning of the practice set.
    #[track_caller]
    pub fn warning(&self, name: &str) -> String {
        let all = self.does(Provider::Stripe, &json!({"act": "warnings"}));
        named(&all["warnings"], name)
    }

    /// Unico's id of a transaction of the practice set.
    #[track_caller]
    pub fn transaction(&self, name: &str) -> String {
        let all = self.does(Provider::Unico, &json!({"act": "transactions"}));
        named(&all["transactions"], name)
    }

    /// How often an act really happened.
    pub fn effect(&self, provider: Provider, id: &str, act: &str) -> u64 {
        self.control().effect(provider.as_str(), id, act)
    }

    /// What was sent that may have changed something; signing in doesn't.
    pub fn writes(&self) -> Vec<LoggedRequest> {
        let all = self.control().requests().into_iter();
        all.filter(|request| request.method != "GET" && !request.path.contains("token"))
            .collect()
    }

    /// Spoils the next call with this method and path.
    pub fn spoil(&self, method: &str, path: &str, fault: Fault) {
        self.control()
            .add_fault(FaultRule::next(method, path, fault));
    }

    /// Spoils each call with this method and path.
    pub fn spoil_all(&self, method: &str, path: &str, fault: Fault) {
        let rule = FaultRule::next(method, path, fault);
        self.control().add_fault(rule.times(0));
    }

    /// Puts a note into the draft of a case: enough for an answer at every provider.
    pub async fn gather(&self, case: &str) {
        let note = paper(
            "note.txt",
            b"The parcel was handed over on 4 November.".to_vec(),
        );
        let slot = Some("customer_communication");
        self.engine
            .evidence_add(case, vec![note], slot)
            .await
            .unwrap();
    }

    /// The states of a case's submissions, oldest first.
    pub async fn states(&self, case: &str) -> Vec<State> {
        let case = self.engine.dispute(case).await.unwrap().case;
        case.submissions.iter().map(|s| s.state).collect()
    }

    /// The ids of all cases on the desk.
    pub async fn cases(&self) -> Vec<String> {
        let desk = self.engine.desk(&DeskQuery::default()).await.unwrap();
        desk.disputes
            .into_iter()
            .map(|case| case.id.to_string())
            .collect()
    }
}

/// A data folder that was opened once and never used, with what the keychain holds of it: making one takes longer than most
/// tests.
struct Begun {
    files: Vec<(String, Vec<u8>)>,
    entry: (String, String),
}

impl Begun {
    /// The one of this process.
    async fn of() -> &'static Self {
        static BEGUN: OnceCell<Begun> = OnceCell::const_new();
        BEGUN.get_or_init(Self::make).await
    }

    async fn make() -> Self {
        let (folder, keychain) = (fleeting(), mock::Store::new().unwrap());
        let opens: Timestamp = OPENS.parse().unwrap();
        let clock = Arc::new(Hand(AtomicI64::new(opens.timestamp())));
        engine(folder.path(), &keychain, &clock).await.close().await;
        let files = fs::read_dir(folder.path()).unwrap().map(|file| {
            let file = file.unwrap();
            let name = file.file_name().into_string().unwrap();
            (name, fs::read(file.path()).unwrap())
        });
        let entries = keychain.search(&HashMap::new()).unwrap();
        let (_, name) = entries[0].get_specifiers().unwrap();
        Self {
            files: files.collect(),
            entry: (name, entries[0].get_password().unwrap()),
        }
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "a keychain that has its entry already"
    )]
    fn copy(&self) -> (TempDir, Arc<mock::Store>) {
        let (folder, keychain) = (fleeting(), mock::Store::new().unwrap());
        for (name, bytes) in &self.files {
            fs::write(folder.path().join(name), bytes).unwrap();
        }
        let (name, key) = &self.entry;
        let entry = keychain.build("tvist", name, None).unwrap();
        entry.set_password(key).unwrap();
        (folder, keychain)
    }
}

/// A folder in memory where there is one: no power is cut here.
pub fn fleeting() -> TempDir {
    let memory = tempfile::tempdir_in("/dev/shm");
    memory.or_else(|_| tempfile::tempdir()).unwrap()
}

/// A file that the owner hands over.
pub fn paper(name: &str, bytes: Vec<u8>) -> NewFile {
    NewFile {
        name: name.to_owned(),
        bytes,
    }
}

/// The codes of the problems that an error tells.
pub fn codes(error: &Error) -> Vec<String> {
    let problems = error.view().problems;
    problems.into_iter().map(|problem| problem.code).collect()
}

/// A refusal with this status, before anything is done.
pub fn refusal(status: u16) -> Fault {
    Fault::ErrorBeforeApply {
        status,
        cached: false,
    }
}

#[track_caller]
fn named(all: &Value, name: &str) -> String {
    let all = all.as_array().unwrap();
    let found = all.iter().find(|one| one["case"] == name);
    let id = found.and_then(|one| one["id"].as_str());
    id.unwrap_or_else(|| panic!("no {name} among {all:?}"))
        .to_owned()
}

async fn engine(folder: &Path, keychain: &Arc<mock::Store>, clock: &Arc<Hand>) -> Engine {
    let options = OpenOptions {
        keychain: KeychainSource::of(keychain.clone()),
        document_worker: DocumentWorker::InProcess,
        ..OpenOptions::new(folder)
    };
    Engine::open_with_clock(options, clock.clone())
        .await
        .unwrap()
}
