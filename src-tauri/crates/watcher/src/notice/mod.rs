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

use crate::face::StoodView;
use crate::handover::Left;
use crate::presence::Presence;
use crate::words::Words;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tvist_engine::domain::DisputeId;
use tvist_engine::{Engine, Notice};

/// So long an answer may come after the end of its notice.
const AFTER_CLOSING: Duration = Duration::from_secs(2);

/// The notices that may still be seen.
#[derive(Default)]
pub(crate) struct Notices {
    shower: Shower,
    open: Mutex<HashMap<u32, About>>,
}

/// What a notice is about.
#[derive(Debug, Clone)]
struct About {
    cases: Vec<DisputeId>,
    /// It is about warnings of fraud.
    warned: bool,
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
    pub(crate) async fn show(&self, presence: &Presence, words: &Words, notice: &Notice) -> bool {
        let later = notice.can_wait.then(|| words.say("notice-later", None));
        let shown = Shown {
            title: &notice.title,
            body: &notice.body,
            open: words.say("notice-open", None),
            later,
            urgent: notice.urgent,
        };
        match self.shower.show(presence, &shown).await {
            Ok(id) => {
                let about = About {
                    cases: notice.cases.clone(),
                    warned: notice.is_warning(),
                };
                self.open().insert(id, about);
                true
            }
            Err(error) => {
                tracing::info!(%error, "a notice can't be shown");
                false
            }
        }
    }

    /// Takes back the notices whose cases wait for nothing any more.
    pub(crate) async fn review(&self, engine: &Engine) {
        for Left { id, cases, warned } in self.left() {
            let mut waits = if warned {
                let glance = engine.glance().await;
                glance.map_or(true, |glance| glance.warned > 0)
            } else {
                cases.is_empty()
            };
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

    /// Those that may still be seen.
    pub(crate) fn left(&self) -> Vec<Left> {
        let open = self.open();
        open.iter()
            .map(|(id, about)| Left {
                id: *id,
                cases: about.cases.clone(),
                warned: about.warned,
            })
            .collect()
    }

    /// Answers those of a program that made room for this one.
    pub(crate) async fn take_over(&self, presence: &Presence, left: Vec<Left>) {
        self.open().extend(left.into_iter().map(|notice| {
            let (cases, warned) = (notice.cases, notice.warned);
            (notice.id, About { cases, warned })
        }));
        if let Err(error) = self.shower.listen(presence).await {
            tracing::info!(%error, "earlier notices can't be answered");
        }
    }

    fn open(&self) -> MutexGuard<'_, HashMap<u32, About>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Does what the owner answered.
async fn answered(presence: Presence, id: u32, answer: Answer) {
    if answer == Answer::Closed {
        // An answer and the end of its notice come together, and not in this order everywhere.
        tokio::time::sleep(AFTER_CLOSING).await;
    }
    let Some(About { cases, warned }) = presence.notices().open().remove(&id) else {
        return;
    };
    match (answer, cases.first()) {
        (Answer::Open, Some(case)) => presence.face().open(Some(StoodView::case(case.as_str()))),
        (Answer::Open, None) if warned => presence.face().open(Some(StoodView::place("desk"))),
        (Answer::Open, None) => presence.face().open(Some(StoodView::place("accounts"))),
        (Answer::Later, _) => presence.snooze(&cases).await,
        (Answer::Closed, _) => {}
    }
}
