//! The program's presence on the desktop while it watches: the tray and the notices of whatever is watched now, and what
//! the owner does with them.

use crate::face::{Face, StoodView};
use crate::handover::Left;
use crate::notice::Notices;
use crate::tray::{self, Tray};
use crate::watcher::{Reach, Watcher};
use crate::words::Words;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::watch;
use tvist_engine::domain::DisputeId;
use tvist_engine::domain::clock::Instant;
use tvist_engine::{Engine, Notice};

/// Data that can't be opened (a keychain that is still locked after login) is tried again this often.
pub const OPENED_AGAIN: Duration = Duration::from_secs(60);
/// So long an answer waits for the data that it is about to be open.
const DATA_OPENS: Duration = Duration::from_secs(20);

/// One for the whole life of the program. Clones are the same.
#[derive(Clone)]
pub struct Presence(Arc<Inner>);

struct Inner {
    face: Arc<dyn Face>,
    runtime: Handle,
    notices: Notices,
    tray: Tray,
    watcher: watch::Sender<Option<Watcher>>,
}

impl Presence {
    /// Nothing is watched yet.
    #[must_use]
    pub fn new(face: Arc<dyn Face>, runtime: Handle) -> Self {
        Self(Arc::new(Inner {
            face,
            runtime,
            notices: Notices::default(),
            tray: Tray::default(),
            watcher: watch::Sender::new(None),
        }))
    }

    /// Begins to watch over an engine's data.
    #[must_use]
    pub fn watch(&self, engine: Engine, reach: Reach) -> Watcher {
        let watcher = Watcher::begin(self.clone(), engine, reach);
        self.follows(&watcher, reach.desktop());
        watcher
    }

    /// Tray and notices are of this watch from now on, or no longer.
    pub(crate) fn follows(&self, watcher: &Watcher, yes: bool) {
        self.0.watcher.send_if_modified(|now| {
            let is_it = now.as_ref().is_some_and(|one| one.is(watcher));
            if yes && !is_it {
                *now = Some(watcher.clone());
            } else if !yes && is_it {
                *now = None;
            }
            yes != is_it
        });
    }

    pub(crate) fn face(&self) -> &dyn Face {
        &*self.0.face
    }

    pub(crate) fn runtime(&self) -> &Handle {
        &self.0.runtime
    }

    pub(crate) fn notices(&self) -> &Notices {
        &self.0.notices
    }

    /// The notices that may still be seen, for the next program.
    #[must_use]
    pub fn notices_left(&self) -> Vec<Left> {
        self.0.notices.left()
    }

    /// Answers notices that the program before this one has shown.
    pub async fn take_over(&self, notices: Vec<Left>) {
        if !notices.is_empty() {
            self.0.notices.take_over(self, notices).await;
        }
    }

    /// Shows a notice by the system; whether that took it.
    pub(crate) async fn show(&self, engine: &Engine, notice: &Notice) -> bool {
        let settings = engine.settings().await.unwrap_or_default();
        let words = Words::new(settings.language.as_deref());
        self.0.notices.show(self, &words, notice).await
    }

    /// Shows how the desk stands now. A tray that can't be changed is no reason to fail.
    pub(crate) async fn refresh(&self, engine: &Engine) {
        if let Ok(glance) = engine.glance().await {
            self.0.tray.knows(glance);
            self.redraw(engine.now());
        }
    }

    /// Shows what time has changed.
    pub(crate) fn redraw(&self, now: Instant) {
        self.0.tray.draw(&*self.0.face, now);
    }

    /// Shows that nothing can be watched, since the data is locked.
    pub fn locked(&self) {
        self.0.tray.draw_locked(&*self.0.face);
    }

    /// Does what the owner chose in the tray's menu.
    pub fn chosen(&self, id: &str) {
        let face = self.face();
        match tray::Choice::of(id) {
            Some(tray::Choice::Case(case)) => face.open(Some(StoodView::case(case))),
            Some(tray::Choice::Account) => face.open(Some(StoodView::place("accounts"))),
            Some(tray::Choice::Warned) => face.open(Some(StoodView::place("desk"))),
            Some(tray::Choice::Open) => face.open(None),
            Some(tray::Choice::Quit) => face.quit(),
            Some(tray::Choice::Act(act)) => {
                let presence = self.clone();
                self.0.runtime.spawn(async move { presence.act(act).await });
            }
            None => {}
        }
    }

    async fn act(&self, act: tray::Act) {
        let Some(watcher) = self.watcher().await else {
            return;
        };
        let engine = watcher.engine();
        let done = match act {
            tray::Act::Pause => engine.pause_until_morning().await.map(|_| ()),
            tray::Act::Resume => engine.resume_reminders().await,
            tray::Act::Sync => return watcher.visit_now(),
        };
        if let Err(error) = done {
            tracing::warn!(code = error.kind(), "reminders can't be paused or resumed");
        }
        watcher.settings_changed().await;
    }

    /// Reminds of these cases later.
    pub(crate) async fn snooze(&self, cases: &[DisputeId]) {
        let Some(watcher) = self.watcher().await else {
            return;
        };
        for case in cases {
            if let Err(error) = watcher.engine().snooze(case.as_str(), None).await {
                tracing::info!(code = error.kind(), "a reminder can't be put off");
            }
        }
        watcher.look_again();
    }

    /// Who watches now. Data that is being opened is waited for.
    async fn watcher(&self) -> Option<Watcher> {
        let mut now = self.0.watcher.subscribe();
        let there = tokio::time::timeout(DATA_OPENS, now.wait_for(Option::is_some)).await;
        there.ok()?.ok()?.clone()
    }
}
