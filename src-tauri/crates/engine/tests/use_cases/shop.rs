//! A shop: the engine over a fresh data folder, its accounts at the practice servers, and the clock that all of them share.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use keyring_core::mock;
use tempfile::TempDir;
use tvist_engine::domain::Provider;
use tvist_engine::domain::clock::{Clock, Instant, from_unix};
use tvist_engine::domain::provider::Environment;
use tvist_engine::view::AccountView;
use tvist_engine::{DeskQuery, DocumentWorker, Engine, KeychainSource, NewAccount, OpenOptions};
use tvist_sandbox::{Builder, Running, Sandbox};

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
    fn now(&self) -> Instant {
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
        let opens: Instant = OPENS.parse().unwrap();
        let clock = Arc::new(Hand(AtomicI64::new(opens.timestamp())));
        let servers = wishes(Sandbox::builder(opens)).standing_clock();
        let servers = servers.start().await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let keychain = mock::Store::new().unwrap();
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

    /// The ids of all cases on the desk.
    pub async fn cases(&self) -> Vec<String> {
        let desk = self.engine.desk(&DeskQuery::default()).await.unwrap();
        desk.disputes
            .into_iter()
            .map(|case| case.id.to_string())
            .collect()
    }
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
