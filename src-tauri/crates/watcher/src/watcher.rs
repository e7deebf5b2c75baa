//! The driver of the engine's watch: it only sleeps, for one beat at a time, and passes on what a tick brings.

use crate::alive::alive;
use crate::beat::Beat;
use crate::face::{SyncState, Told};
use crate::presence::Presence;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::sync::broadcast::error::RecvError;
use tokio::task::JoinHandle;
use tvist_engine::domain::clock::{Instant, rfc3339};
use tvist_engine::domain::{pulse, skew};
use tvist_engine::{Engine, Event, Notice, Watch};

/// So long the end of a watch waits until what is being shown is noted as shown.
const NOTED: Duration = Duration::from_secs(5);

/// Whom a watch speaks to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Tray, notices and the page.
    Everywhere,
    /// Tray and notices: the page shows other data.
    Desktop,
    /// The page alone: tray and notices are of other data.
    Page,
}

impl Reach {
    pub(crate) fn desktop(self) -> bool {
        self != Self::Page
    }

    fn page(self) -> bool {
        self != Self::Desktop
    }
}

/// The watch over one engine's data.
#[derive(Clone)]
pub struct Watcher {
    engine: Engine,
    presence: Presence,
    shared: Arc<Shared>,
}

struct Shared {
    reach: Mutex<Reach>,
    /// Wakes the driver before the beat is over.
    wake: Notify,
    /// The owner asked for a visit to all accounts.
    asked: AtomicBool,
    running: AtomicU32,
    next: Mutex<Option<Instant>>,
    /// Held while a notice is shown and noted as shown.
    showing: tokio::sync::Mutex<()>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
}

impl Watcher {
    /// Begins to watch.
    #[must_use]
    pub(crate) fn begin(presence: Presence, engine: Engine, reach: Reach) -> Self {
        let shared = Shared {
            reach: Mutex::new(reach),
            wake: Notify::new(),
            asked: AtomicBool::default(),
            running: AtomicU32::default(),
            next: Mutex::default(),
            showing: tokio::sync::Mutex::default(),
            tasks: Mutex::default(),
        };
        let watcher = Self {
            engine,
            presence,
            shared: Arc::new(shared),
        };
        let runtime = watcher.presence.runtime();
        let tasks = [
            runtime.spawn(watcher.clone().keeps("listen", |watcher| watcher.listen())),
            runtime.spawn(watcher.clone().keeps("drive", |watcher| watcher.drive())),
        ];
        *locked(&watcher.shared.tasks) = tasks.into();
        watcher
    }

    /// Keeps a task of the watch going, whatever becomes of it.
    async fn keeps<F: Future<Output = ()>>(self, task: &'static str, begin: impl Fn(Self) -> F) {
        let broke = || async {
            tracing::error!(task, "a task of the watch broke and begins again");
            if let Err(error) = self.engine.note_breakdown(task).await {
                tracing::warn!(code = error.kind(), "that it broke can't be noted");
            }
        };
        alive(|| begin(self.clone()), broke).await;
    }

    /// Speaks to others from now on.
    pub async fn speaks(&self, reach: Reach) {
        *locked(&self.shared.reach) = reach;
        self.presence.follows(self, reach.desktop());
        self.settings_changed().await;
    }

    /// Watches no more, and waits until nothing of it is left.
    pub async fn end(&self) {
        self.presence.follows(self, false);
        // Shown but not noted, a notice would come once more from whoever watches next.
        let _shown = tokio::time::timeout(NOTED, self.shared.showing.lock()).await;
        let tasks = std::mem::take(&mut *locked(&self.shared.tasks));
        for task in tasks {
            task.abort();
            let _ = task.await;
        }
    }

    /// Whether both are the same watch.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }

    pub(crate) fn reach(&self) -> Reach {
        *locked(&self.shared.reach)
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
        self.refresh().await;
        self.tell_state().await;
        self.look_again();
    }

    /// Where the watch stands.
    pub async fn state(&self) -> SyncState {
        let accounts = self.engine.accounts().await.unwrap_or_default();
        let last = accounts.iter().map(|a| a.synced_at).min().flatten();
        let next = *locked(&self.shared.next);
        let off = self.engine.clock_skew().await.ok().flatten();
        let paused_until = self.engine.paused_until().await.ok().flatten();
        SyncState {
            running: self.shared.running.load(Ordering::Relaxed) > 0,
            last: last.map(rfc3339),
            next: next.map(rfc3339),
            paused_until: paused_until.map(rfc3339),
            skew_seconds: off.and_then(|s| i32::try_from(s).ok()).unwrap_or_default(),
            clock: skew::state(off),
        }
    }

    async fn drive(self) {
        let beat = Beat::new(pulse::BEAT);
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
                if readings.replace(watch.readings()) != Some(watch.readings()) {
                    self.refresh().await;
                } else if self.reach().desktop() {
                    self.presence.redraw(self.engine.now());
                }
            } else if asked {
                let _ = self.engine.sync(None, false).await;
            }
            tokio::select! {
                () = beat.is_over() => {}
                () = self.shared.wake.notified() => {}
            }
        }
    }

    async fn tick(&self, watch: &mut Watch, asked: bool) {
        match watch.tick(asked).await {
            Ok(Some(notice)) => self.show(watch, &notice).await,
            Ok(None) => {}
            Err(error) => tracing::warn!(code = error.kind(), "a tick failed"),
        }
        let next = watch.next_visit();
        let known = std::mem::replace(&mut *locked(&self.shared.next), next);
        // An idle tick says nothing.
        if known != next || asked {
            self.tell_state().await;
        }
    }

    async fn tell_state(&self) {
        self.tell(Told::Sync(self.state().await));
    }

    fn tell(&self, told: Told) {
        if self.reach().page() {
            self.presence.face().tell(told);
        }
    }

    /// Shows in the tray how the desk stands now.
    async fn refresh(&self) {
        if self.reach().desktop() {
            self.presence.refresh(&self.engine).await;
        }
    }

    async fn show(&self, watch: &mut Watch, notice: &Notice) {
        let _showing = self.shared.showing.lock().await;
        let reach = self.reach();
        let shown = (reach.desktop() && self.presence.show(&self.engine, notice).await)
            || (reach.page() && self.presence.face().say(notice));
        if !shown {
            watch.not_shown();
        } else if let Err(error) = watch.shown(notice).await {
            tracing::warn!(code = error.kind(), "a notice can't be noted as shown");
            watch.not_shown();
        }
    }

    /// Passes on what the engine says.
    async fn listen(self) {
        let mut events = self.engine.events();
        self.refresh().await;
        loop {
            match events.recv().await {
                Ok(event) => self.hears(event).await,
                // Too much at once to be told one by one: everything may be different.
                Err(RecvError::Lagged(_)) => self.tell(Told::Disputes(Vec::new())),
                Err(RecvError::Closed) => return,
            }
        }
    }

    async fn hears(&self, event: Event) {
        let told = match event {
            Event::DisputesChanged { ids } => {
                self.refresh().await;
                if self.reach().desktop() {
                    self.presence.notices().review(&self.engine).await;
                }
                Told::Disputes(ids)
            }
            Event::WarningsChanged { .. } => {
                self.refresh().await;
                if self.reach().desktop() {
                    self.presence.notices().review(&self.engine).await;
                }
                self.look_again();
                Told::Warnings
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
                self.tell(Told::Accounts);
                Told::Sync(self.state().await)
            }
        };
        self.tell(told);
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
