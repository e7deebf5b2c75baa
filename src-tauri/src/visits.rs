//! When each account is read: the driver of the engine's schedule, which only sleeps.

use crate::event::Change;
use crate::view::SyncState;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tauri::AppHandle;
use tauri::async_runtime::JoinHandle;
use tauri_specta::Event as _;
use tokio::sync::Notify;
use tvist_engine::Engine;
use tvist_engine::clock::SystemClock;
use tvist_engine::domain::AccountId;
use tvist_engine::domain::clock::{Clock as _, Instant, rfc3339};
use tvist_engine::domain::schedule;
use tvist_engine::view::AccountView;

/// The longest sleep: after the machine slept, what fell due is found within this time.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);

/// The visits to the accounts of one engine.
#[derive(Clone)]
pub struct Visits {
    engine: Engine,
    shared: Arc<Shared>,
    driver: Arc<Mutex<Option<JoinHandle<()>>>>,
}

#[derive(Default)]
struct Shared {
    /// Wakes the driver before its sleep is over.
    wake: Notify,
    /// The owner asked for a visit to all accounts.
    now: AtomicBool,
    running: AtomicU32,
    tried: Mutex<HashMap<AccountId, Tried>>,
    next: Mutex<Option<Instant>>,
}

#[derive(Debug, Clone, Copy)]
struct Tried {
    at: Instant,
    failures: u32,
}

impl Visits {
    /// Begins to visit, after settling what was left unknown.
    #[must_use]
    pub fn begin(app: AppHandle, engine: Engine) -> Self {
        let visits = Self {
            engine,
            shared: Arc::default(),
            driver: Arc::default(),
        };
        let driver = tauri::async_runtime::spawn(visits.clone().drive(app));
        if let Ok(mut slot) = visits.driver.lock() {
            *slot = Some(driver);
        }
        visits
    }

    /// Visits no more.
    pub fn end(&self) {
        if let Some(driver) = self.driver.lock().ok().and_then(|mut d| d.take()) {
            driver.abort();
        }
    }

    /// Visits all accounts as soon as possible, whatever the schedule says.
    pub fn visit_now(&self) {
        self.shared.now.store(true, Ordering::Relaxed);
        self.shared.wake.notify_one();
    }

    /// Looks at the schedule again: accounts came or went.
    pub fn look_again(&self) {
        self.shared.wake.notify_one();
    }

    /// A visit has begun.
    pub async fn started(&self) -> SyncState {
        self.shared.running.fetch_add(1, Ordering::Relaxed);
        self.state().await
    }

    /// A visit has ended.
    pub async fn ended(&self) -> SyncState {
        let _ = self
            .shared
            .running
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| {
                Some(n.saturating_sub(1))
            });
        self.state().await
    }

    /// Where the reading stands.
    pub async fn state(&self) -> SyncState {
        let accounts = self.engine.accounts().await.unwrap_or_default();
        let last = accounts.iter().map(|a| a.synced_at).min().flatten();
        let next = self.shared.next.lock().ok().and_then(|n| *n);
        SyncState {
            running: self.shared.running.load(Ordering::Relaxed) > 0,
            last: last.map(rfc3339),
            next: next.map(rfc3339),
        }
    }

    async fn drive(self, app: AppHandle) {
        let started = SystemClock.now();
        // Spread so that programs which start together don't all ask at once; any number will do.
        let spread = f64::from(std::process::id() % 100) / 100.0;
        if let Err(error) = self.engine.reconcile().await {
            tracing::warn!(
                code = error.kind(),
                "what was left unknown can't be settled now"
            );
        }
        loop {
            let accounts = self.engine.accounts().await.unwrap_or_default();
            let asked = self.shared.now.swap(false, Ordering::Relaxed);
            for account in &accounts {
                if asked || self.due(account, started, spread) <= SystemClock.now() {
                    self.visit(account).await;
                }
            }
            let accounts = self.engine.accounts().await.unwrap_or_default();
            let next = accounts.iter().map(|a| self.due(a, started, spread)).min();
            if let Ok(mut slot) = self.shared.next.lock() {
                *slot = next;
            }
            let state = self.state().await;
            let _ = Change::Sync { state }.emit(&app);
            let wait = next.map_or(LONGEST_SLEEP, |at| {
                (at - SystemClock.now()).to_std().unwrap_or_default()
            });
            let _ =
                tokio::time::timeout(wait.min(LONGEST_SLEEP), self.shared.wake.notified()).await;
        }
    }

    async fn visit(&self, account: &AccountView) {
        let at = SystemClock.now();
        let ok = match self.engine.sync(Some(account.id.as_str()), false).await {
            Ok(views) => views.iter().all(|v| v.ok),
            Err(error) => {
                tracing::warn!(code = error.kind(), "an account can't be visited");
                false
            }
        };
        if let Ok(mut tried) = self.shared.tried.lock() {
            let failures = tried.get(&account.id).map_or(0, |t| t.failures);
            let failures = if ok { 0 } else { failures.saturating_add(1) };
            tried.insert(account.id.clone(), Tried { at, failures });
        }
    }

    fn due(&self, account: &AccountView, started: Instant, spread: f64) -> Instant {
        let tried = self
            .shared
            .tried
            .lock()
            .ok()
            .and_then(|t| t.get(&account.id).copied());
        let visits = schedule::Visits {
            provider: account.provider,
            tried_at: tried.map(|t| t.at).or(account.synced_at),
            done_at: account.synced_at,
            open_read_at: account.synced_at,
            swept_at: account.synced_at,
            failures: tried.map_or(0, |t| t.failures),
            refused: account.last_error.as_deref() == Some("provider_unauthorized"),
            short_window_open: false,
        };
        schedule::next_visit(&visits, started, spread)
    }
}
