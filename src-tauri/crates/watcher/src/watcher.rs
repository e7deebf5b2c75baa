//! The driver of the engine's watch: it only sleeps, for one tick at a time, and passes on what a tick brings.

use crate::alive::alive;
use crate::display::Display;
use crate::sync_state::SyncState;
use crate::tick_timer::TickTimer;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;
use tvist_engine::domain::clock::{Timestamp, rfc3339};
use tvist_engine::domain::{clock_jump, skew};
use tvist_engine::{Engine, Event, Notice, Watch};

/// How long the end of a watch waits until the notice that is being shown is noted as shown.
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
    fn desktop(self) -> bool {
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
    display: Display,
    followed: Followed,
    shared: Arc<Shared>,
}

/// The watch that tray and notices are of, if there is one. Clones are the same.
#[derive(Clone, Default)]
pub(crate) struct Followed(Arc<watch::Sender<Option<Watcher>>>);

impl Followed {
    /// They are of this watch from now on, or no longer.
    fn set(&self, watcher: &Watcher, yes: bool) {
        self.0.send_if_modified(|now| {
            let is_it = now.as_ref().is_some_and(|one| one.is(watcher));
            if yes && !is_it {
                *now = Some(watcher.clone());
            } else if !yes && is_it {
                *now = None;
            }
            yes != is_it
        });
    }

    /// The watch; where there is none yet, the one that begins in this time.
    pub(crate) async fn within(&self, time: Duration) -> Option<Watcher> {
        let mut now = self.0.subscribe();
        let there = tokio::time::timeout(time, now.wait_for(Option::is_some)).await;
        there.ok()?.ok()?.clone()
    }
}

struct Shared {
    reach: Mutex<Reach>,
    /// Wakes the driver before the pause is over.
    wake: Notify,
    /// The owner asked for a sync of all accounts.
    asked: AtomicBool,
    running: AtomicU32,
    next: Mutex<Option<Timestamp>>,
    /// Held while a notice is shown and noted as shown.
    showing: tokio::sync::Mutex<()>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
}

impl Watcher {
    /// Begins to watch.
    #[must_use]
    pub(crate) fn begin(
        runtime: &Handle,
        display: Display,
        followed: Followed,
        engine: Engine,
        reach: Reach,
    ) -> Self {
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
            display,
            followed,
            shared: Arc::new(shared),
        };
        let tasks = [
            runtime.spawn(watcher.clone().keeps("listen", |watcher| watcher.listen())),
            runtime.spawn(watcher.clone().keeps("drive", |watcher| watcher.drive())),
        ];
        *locked(&watcher.shared.tasks) = tasks.into();
        watcher.followed.set(&watcher, reach.desktop());
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
        self.followed.set(self, reach.desktop());
        self.settings_changed().await;
    }

    /// Watches no more, and waits until nothing of it is left.
    pub async fn end(&self) {
        self.followed.set(self, false);
        // Shown but not noted, a notice would come once more from whoever watches next.
        let _shown = tokio::time::timeout(NOTED, self.shared.showing.lock()).await;
        let tasks = std::mem::take(&mut *locked(&self.shared.tasks));
        for task in tasks {
            task.abort();
            let _ = task.await;
        }
    }

    /// Whether both are the same watch.
    fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }

    fn reach(&self) -> Reach {
        *locked(&self.shared.reach)
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Syncs all accounts as soon as possible, whatever the schedule says.
    pub fn sync_now(&self) {
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
        self.tell(&Event::WatchChanged);
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
        let timer = TickTimer::new(clock_jump::BEAT);
        let mut watching = None;
        let mut readings = None;
        loop {
            if watching.is_none() {
                // Another process may watch this folder; it may end.
                watching = self.engine.watch().unwrap_or_default();
            }
            let asked = self.shared.asked.swap(false, Ordering::Relaxed);
            if let Some(watch) = &mut watching {
                self.tick(watch, asked).await;
                // Whoever wrote to the database, this process or another: the tray shows it.
                if readings.replace(watch.readings()) != Some(watch.readings()) {
                    self.refresh().await;
                } else if self.reach().desktop() {
                    self.display.redraw(self.engine.now());
                }
            } else if asked {
                let _ = self.engine.sync(None, false).await;
            }
            tokio::select! {
                () = timer.is_over() => {}
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
            self.tell(&Event::WatchChanged);
        }
    }

    fn tell(&self, event: &Event) {
        if self.reach().page() {
            self.display.hear(event);
        }
    }

    /// Shows in the tray how the desk stands now.
    async fn refresh(&self) {
        if self.reach().desktop() {
            self.display.refresh(&self.engine).await;
        }
    }

    async fn show(&self, watch: &mut Watch, notice: &Notice) {
        let _showing = self.shared.showing.lock().await;
        let reach = self.reach();
        let shown = (reach.desktop() && self.display.show(&self.engine, notice).await)
            || (reach.page() && self.display.host().say(notice));
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
                Ok(event) => self.hears(&event).await,
                // Too much at once to be told one by one: everything may be different.
                Err(RecvError::Lagged(_)) => self.tell(&Event::DisputesChanged { ids: Vec::new() }),
                Err(RecvError::Closed) => return,
            }
        }
    }

    /// What an event means here comes first: whoever hears of it reads what is true by then.
    async fn hears(&self, event: &Event) {
        match event {
            Event::DisputesChanged { .. } => self.show_again().await,
            Event::WarningsChanged { .. } => {
                self.show_again().await;
                self.look_again();
            }
            Event::AccountsChanged => self.look_again(),
            Event::SyncStarted { .. } => {
                self.shared.running.fetch_add(1, Ordering::Relaxed);
            }
            Event::SyncEnded { .. } => {
                let less = |n: u32| Some(n.saturating_sub(1));
                let running = &self.shared.running;
                let _ = running.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
            }
            Event::DraftChanged { .. } | Event::WatchChanged => {}
        }
        self.tell(event);
    }

    /// Shows in tray and notices what is different.
    async fn show_again(&self) {
        self.refresh().await;
        if self.reach().desktop() {
            self.display.notices().review(&self.engine).await;
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
