//! The driver of the engine's watch: it only sleeps, for one beat at a time, and passes on what a tick brings.

use crate::background;
use crate::event::Change;
use crate::notice::Notices;
use crate::tray;
use crate::view::SyncState;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use tauri::async_runtime::JoinHandle;
use tauri::{AppHandle, Manager as _};
use tauri_specta::Event as _;
use tokio::sync::Notify;
use tvist_engine::domain::clock::{Instant, rfc3339};
use tvist_engine::domain::pulse;
use tvist_engine::{Engine, Notice, Watch};

/// The watch over one engine's data.
#[derive(Clone)]
pub struct Watcher {
    engine: Engine,
    shared: Arc<Shared>,
    driver: Arc<Mutex<Option<JoinHandle<()>>>>,
}

#[derive(Default)]
struct Shared {
    /// Wakes the driver before the beat is over.
    wake: Notify,
    /// The owner asked for a visit to all accounts.
    asked: AtomicBool,
    running: AtomicU32,
    next: Mutex<Option<Instant>>,
}

impl Watcher {
    /// Begins to watch.
    #[must_use]
    pub fn begin(app: AppHandle, engine: Engine) -> Self {
        let watcher = Self {
            engine,
            shared: Arc::default(),
            driver: Arc::default(),
        };
        let driver = tauri::async_runtime::spawn(watcher.clone().drive(app));
        if let Ok(mut slot) = watcher.driver.lock() {
            *slot = Some(driver);
        }
        watcher
    }

    /// Watches no more.
    pub fn end(&self) {
        if let Some(driver) = self.driver.lock().ok().and_then(|mut d| d.take()) {
            driver.abort();
        }
    }

    /// Visits all accounts as soon as possible, whatever the schedule says.
    pub fn visit_now(&self) {
        self.shared.asked.store(true, Ordering::Relaxed);
        self.shared.wake.notify_one();
    }

    /// Looks at the clock and the schedule at once: something that they depend on is different.
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

    /// Where the watch stands.
    pub async fn state(&self) -> SyncState {
        let accounts = self.engine.accounts().await.unwrap_or_default();
        let last = accounts.iter().map(|a| a.synced_at).min().flatten();
        let next = self.shared.next.lock().ok().and_then(|n| *n);
        let skew = self.engine.clock_skew().await.ok().flatten();
        let paused_until = self.engine.paused_until().await.ok().flatten();
        SyncState {
            running: self.shared.running.load(Ordering::Relaxed) > 0,
            last: last.map(rfc3339),
            next: next.map(rfc3339),
            paused_until: paused_until.map(rfc3339),
            skew_seconds: skew.and_then(|s| i32::try_from(s).ok()).unwrap_or_default(),
        }
    }

    async fn drive(self, app: AppHandle) {
        let mut watch = None;
        let mut readings = None;
        loop {
            if watch.is_none() {
                // Another process may watch this folder; it may end.
                watch = self.engine.watch().unwrap_or_default();
            }
            let asked = self.shared.asked.swap(false, Ordering::Relaxed);
            if let Some(watch) = &mut watch {
                self.tick(&app, watch, asked).await;
                // Whoever wrote to the database, this process or another: the tray shows it.
                if readings.replace(watch.readings()) == Some(watch.readings()) {
                    tray::redraw(&app, self.engine.now());
                } else {
                    tray::refresh(&app, &self.engine).await;
                }
            } else if asked {
                let _ = self.engine.sync(None, false).await;
            }
            let _ = tokio::time::timeout(pulse::BEAT, self.shared.wake.notified()).await;
        }
    }

    async fn tick(&self, app: &AppHandle, watch: &mut Watch, asked: bool) {
        match watch.tick(asked).await {
            Ok(Some(notice)) => self.show(app, watch, &notice).await,
            Ok(None) => {}
            Err(error) => tracing::warn!(code = error.kind(), "a tick failed"),
        }
        let next = watch.next_visit();
        let known = self
            .shared
            .next
            .lock()
            .map(|mut n| std::mem::replace(&mut *n, next));
        // An idle tick says nothing.
        if known.is_ok_and(|known| known != next) || asked {
            self.tell_state(app).await;
        }
    }

    /// Tells the page where the watch stands.
    pub async fn tell_state(&self, app: &AppHandle) {
        let state = self.state().await;
        let _ = Change::Sync { state }.emit(app);
    }

    async fn show(&self, app: &AppHandle, watch: &mut Watch, notice: &Notice) {
        let shown = app.state::<Notices>().show(app, notice).await;
        let shown = shown || background::tell_in_window(app, notice);
        if !shown {
            watch.not_shown();
        } else if let Err(error) = watch.shown(notice).await {
            tracing::warn!(code = error.kind(), "a notice can't be noted as shown");
            watch.not_shown();
        }
    }
}
