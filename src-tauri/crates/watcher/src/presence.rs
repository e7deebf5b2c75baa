//! The program's presence on the desktop while it watches: what it shows, whom it watches over, and what the owner does
//! with tray and notices.

use crate::display::Display;
use crate::handover::Left;
use crate::host::WindowHost;
use crate::location::Location;
use crate::notice::{Answered, Notices};
use crate::tray;
use crate::watcher::{Followed, Reach, Watcher};
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tvist_engine::Engine;
use tvist_engine::domain::DisputeId;

/// Data that can't be opened (a keychain that is still locked after login) is tried again this often.
pub const OPENED_AGAIN: Duration = Duration::from_secs(60);
/// How long an answer waits until the data that it is about are open.
const DATA_OPENS: Duration = Duration::from_secs(20);

/// One for the whole life of the program. Clones are the same.
#[derive(Clone)]
pub struct Presence {
    display: Display,
    runtime: Handle,
    /// The watch that tray and notices are of.
    followed: Followed,
}

impl Presence {
    /// Nothing is watched yet.
    #[must_use]
    pub fn new(host: Arc<dyn WindowHost>, runtime: Handle) -> Self {
        let (answers, answered) = unbounded_channel();
        let notices = Notices::new(runtime.clone(), answers);
        let presence = Self {
            display: Display::new(host, notices),
            runtime: runtime.clone(),
            followed: Followed::default(),
        };
        runtime.spawn(presence.clone().answer(answered));
        presence
    }

    /// Begins to watch over an engine's data.
    #[must_use]
    pub fn watch(&self, engine: Engine, reach: Reach) -> Watcher {
        let (display, followed) = (self.display.clone(), self.followed.clone());
        Watcher::begin(&self.runtime, display, followed, engine, reach)
    }

    /// The notices that may still be seen, for the next program.
    #[must_use]
    pub fn notices_left(&self) -> Vec<Left> {
        self.display.notices().left()
    }

    /// Answers notices that the program before this one has shown.
    pub async fn take_over(&self, notices: Vec<Left>) {
        if !notices.is_empty() {
            self.display.notices().take_over(notices).await;
        }
    }

    /// Shows that nothing can be watched, since the data is locked.
    pub fn locked(&self) {
        self.display.locked();
    }

    /// Does what the owner chose in the tray's menu.
    pub fn chosen(&self, id: &str) {
        let host = self.display.host();
        match tray::Choice::of(id) {
            Some(tray::Choice::Case(case)) => host.open(Some(Location::case(case))),
            Some(tray::Choice::Account) => host.open(Some(Location::place("accounts"))),
            Some(tray::Choice::Warned) => host.open(Some(Location::place("desk"))),
            Some(tray::Choice::Open) => host.open(None),
            Some(tray::Choice::Quit) => host.quit(),
            Some(tray::Choice::Act(act)) => {
                let presence = self.clone();
                self.runtime.spawn(async move { presence.act(act).await });
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
            tray::Act::Sync => return watcher.sync_now(),
        };
        if let Err(error) = done {
            tracing::warn!(code = error.kind(), "reminders can't be paused or resumed");
        }
        watcher.settings_changed().await;
    }

    /// Does what the owner answered to notices, each by itself: one that waits for data keeps no other from being opened.
    async fn answer(self, mut answered: UnboundedReceiver<Answered>) {
        while let Some(answer) = answered.recv().await {
            match answer {
                Answered::Open(at) => self.display.host().open(Some(at)),
                Answered::Later(cases) => {
                    let presence = self.clone();
                    self.runtime
                        .spawn(async move { presence.snooze(&cases).await });
                }
            }
        }
    }

    /// Reminds of these cases later.
    async fn snooze(&self, cases: &[DisputeId]) {
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
        self.followed.within(DATA_OPENS).await
    }
}
