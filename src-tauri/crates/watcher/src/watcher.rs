//! The driver of the engine's watch: it only sleeps, for one beat at a time, and passes on what a tick brings.

use crate::face::{SyncState, Told};
use crate::presence::Presence;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Notify;
use tokio::sync::broadcast::error::RecvError;
use tokio::task::JoinHandle;
use tvist_engine::domain::clock::{Instant, rfc3339};
use tvist_engine::domain::pulse;
use tvist_engine::{Engine, Event, Notice, Watch};

/// The watch over one engine's data.
#[derive(Clone)]
pub struct Watcher {
    engine: Engine,
    presence: Presence,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    /// Wakes the driver before the beat is over.
    wake: Notify,
    /// The owner asked for a visit to all accounts.
    asked: AtomicBool,
    running: AtomicU32,
    next: Mutex<Option<Instant>>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
}

impl Watcher {
    /// Begins to watch.
    #[must_use]
    pub(crate) fn begin(presence: Presence, engine: Engine) -> Self {
        let watcher = Self {
            engine,
            presence,
            shared: Arc::default(),
        };
        let runtime = watcher.presence.runtime();
        let tasks = [
            runtime.spawn(watcher.clone().listen()),
            runtime.spawn(watcher.clone().drive()),
        ];
        let mut kept = watcher.shared.tasks.lock();
        kept.as_mut()
            .unwrap_or_else(|broken| broken.get_mut())
            .extend(tasks);
        drop(kept);
        watcher
    }

    /// Watches no more, and waits until nothing of it is left.
    pub async fn end(&self) {
        self.presence.rest();
        let tasks = std::mem::take(
            &mut *self
                .shared
                .tasks
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        );
        for task in tasks {
            task.abort();
            let _ = task.await;
        }
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
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

    /// What was set is another now: the tray, the page and the next look follow.
    pub async fn settings_changed(&self) {
        self.presence.refresh(&self.engine).await;
        self.tell_state().await;
        self.look_again();
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

    async fn drive(self) {
        let mut watch = None;
        let mut readings = None;
        loop {
            if watch.is_none() {
                // Another process may watch this folder; it may end.
                watch = self.engine.watch().unwrap_or_default();
            }
            let asked = self.shared.asked.swap(false, Ordering::Relaxed);
            if let Some(watch) = &mut watch {
                self.tick(watch, asked).await;
                // Whoever wrote to the database, this process or another: the tray shows it.
                if readings.replace(watch.readings()) == Some(watch.readings()) {
                    self.presence.redraw(self.engine.now());
                } else {
                    self.presence.refresh(&self.engine).await;
                }
            } else if asked {
                let _ = self.engine.sync(None, false).await;
            }
            let _ = tokio::time::timeout(pulse::BEAT, self.shared.wake.notified()).await;
        }
    }

    async fn tick(&self, watch: &mut Watch, asked: bool) {
        match watch.tick(asked).await {
            Ok(Some(notice)) => self.show(watch, &notice).await,
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
            self.tell_state().await;
        }
    }

    async fn tell_state(&self) {
        self.presence.tell(Told::Sync(self.state().await));
    }

    async fn show(&self, watch: &mut Watch, notice: &Notice) {
        if !self.presence.show(&self.engine, notice).await {
            watch.not_shown();
        } else if let Err(error) = watch.shown(notice).await {
            tracing::warn!(code = error.kind(), "a notice can't be noted as shown");
            watch.not_shown();
        }
    }

    /// Passes on what the engine says.
    async fn listen(self) {
        let mut events = self.engine.events();
        self.presence.refresh(&self.engine).await;
        loop {
            match events.recv().await {
                Ok(event) => self.hears(event).await,
                // Too much at once to be told one by one: everything may be different.
                Err(RecvError::Lagged(_)) => self.presence.tell(Told::Disputes(Vec::new())),
                Err(RecvError::Closed) => return,
            }
        }
    }

    async fn hears(&self, event: Event) {
        let told = match event {
            Event::DisputesChanged { ids } => {
                self.presence.refresh(&self.engine).await;
                self.presence.notices().review(&self.engine).await;
                Told::Disputes(ids)
            }
            Event::DraftChanged { id } => Told::Draft(id),
            Event::AccountsChanged => {
                self.look_again();
                Told::Accounts
            }
            Event::SyncStarted { .. } => {
                self.shared.running.fetch_add(1, Ordering::Relaxed);
                Told::Sync(self.state().await)
            }
            Event::SyncEnded { .. } => {
                let less = |n: u32| Some(n.saturating_sub(1));
                let running = &self.shared.running;
                let _ = running.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
                self.presence.tell(Told::Accounts);
                Told::Sync(self.state().await)
            }
        };
        self.presence.tell(told);
    }
}
