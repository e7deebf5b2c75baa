//! Notices of the system, with what the owner may answer: open the case, or be reminded later.
//!
//! Linux speaks to the desktop's own service on the session bus, which tells of clicks; other systems show, and the tray
//! and the window do the rest.

#[cfg(target_os = "linux")]
mod freedesktop;
#[cfg(not(target_os = "linux"))]
mod plain;

#[cfg(target_os = "linux")]
use freedesktop::Shower;
#[cfg(not(target_os = "linux"))]
use plain::Shower;

use crate::background;
use crate::desktop::Desktop;
use crate::words::Words;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tauri::{AppHandle, Manager as _};
use tvist_engine::domain::DisputeId;
use tvist_engine::{Engine, Notice};

/// So long an answer may come after the end of its notice.
const AFTER_CLOSING: Duration = Duration::from_secs(2);

/// The notices that may still be seen.
#[derive(Default)]
pub struct Notices {
    shower: Shower,
    open: Mutex<HashMap<u32, Vec<DisputeId>>>,
}

/// What goes to the system.
struct Shown<'a> {
    title: &'a str,
    body: &'a str,
    open: String,
    /// The label for being reminded later, where that leaves time.
    later: Option<String>,
    /// Stays until it is seen.
    urgent: bool,
}

/// What the owner did with a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Open,
    Later,
    /// It is gone, unanswered.
    Closed,
}

impl Notices {
    /// Shows a notice; whether the system took it.
    pub async fn show(&self, app: &AppHandle, notice: &Notice) -> bool {
        let words = match app.state::<Desktop>().words().await {
            Ok(words) => words,
            Err(_) => Words::new(None),
        };
        let later = notice.can_wait.then(|| words.say("notice-later", None));
        let shown = Shown {
            title: &notice.title,
            body: &notice.body,
            open: words.say("notice-open", None),
            later,
            urgent: notice.urgent,
        };
        match self.shower.show(app, &shown).await {
            Ok(id) => {
                self.open().insert(id, notice.cases.clone());
                true
            }
            Err(error) => {
                tracing::info!(%error, "a notice can't be shown");
                false
            }
        }
    }

    /// Takes back the notices whose cases wait for nothing any more.
    pub async fn review(&self, engine: &Engine) {
        let open: Vec<(u32, Vec<DisputeId>)> = {
            let open = self.open();
            open.iter()
                .map(|(id, cases)| (*id, cases.clone()))
                .collect()
        };
        for (id, cases) in open {
            let mut waits = cases.is_empty();
            for case in &cases {
                let view = engine.dispute(case.as_str()).await;
                // One that can't be read now may wait all the same.
                waits |= view.map_or(true, |view| view.case.deadline.is_some());
            }
            if !waits {
                self.open().remove(&id);
                self.shower.close(id).await;
            }
        }
    }

    fn open(&self) -> MutexGuard<'_, HashMap<u32, Vec<DisputeId>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Does what the owner answered.
async fn answered(app: AppHandle, id: u32, answer: Answer) {
    if answer == Answer::Closed {
        // An answer and the end of its notice come together, and not in this order everywhere.
        tokio::time::sleep(AFTER_CLOSING).await;
    }
    let Some(cases) = app.state::<Notices>().open().remove(&id) else {
        return;
    };
    match (answer, cases.first()) {
        (Answer::Open, Some(case)) => background::open_case(&app, case.as_str()),
        (Answer::Open, None) => background::open_place(&app, "accounts"),
        (Answer::Later, _) => snooze(&app, &cases).await,
        (Answer::Closed, _) => {}
    }
}

async fn snooze(app: &AppHandle, cases: &[DisputeId]) {
    let Ok(opened) = app.state::<Desktop>().opened().await else {
        return;
    };
    for case in cases {
        if let Err(error) = opened.engine.snooze(case.as_str(), None).await {
            tracing::info!(code = error.kind(), "a reminder can't be put off");
        }
    }
    opened.watcher.look_again();
}
