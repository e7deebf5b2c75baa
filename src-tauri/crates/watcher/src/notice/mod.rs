//! Notices of the system, with what the owner may answer: open the case, or be reminded later.
//!
//! Linux speaks to the desktop's own service on the session bus, which tells of clicks; other systems show, and the tray
//! and the window do the rest.

#[cfg(target_os = "linux")]
mod freedesktop;
mod message;
#[cfg(not(target_os = "linux"))]
mod plain;

#[cfg(target_os = "linux")]
use freedesktop::Shower;
#[cfg(not(target_os = "linux"))]
use plain::Shower;

use crate::handover::Left;
use crate::location::Location;
use crate::words::Words;
use message::{Answer, Shown};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tvist_engine::domain::DisputeId;
use tvist_engine::{Engine, Notice};

/// How long after the end of its notice an answer may come.
const AFTER_CLOSING: Duration = Duration::from_secs(2);

/// The notices that may still be seen.
pub(crate) struct Notices {
    shower: Shower,
    open: Open,
}

/// Clones are the same.
#[derive(Clone, Default)]
struct Open(Arc<Mutex<HashMap<u32, About>>>);

/// What the owner wants who has answered a notice.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Answered {
    /// The window, there.
    Open(Location),
    /// To be reminded of these cases later.
    Later(Vec<DisputeId>),
}

/// What a notice is about.
#[derive(Debug, Clone)]
struct About {
    cases: Vec<DisputeId>,
    /// It is about warnings of fraud.
    warned: bool,
}

impl Notices {
    /// None is seen yet. What the owner answers goes to `answers`.
    pub(crate) fn new(runtime: Handle, answers: UnboundedSender<Answered>) -> Self {
        let (heard, signals) = unbounded_channel();
        let open = Open::default();
        runtime.spawn(open.clone().answer(signals, answers));
        Self {
            shower: Shower::new(runtime, heard),
            open,
        }
    }

    /// Shows a notice; whether the system took it.
    pub(crate) async fn show(&self, words: &Words, notice: &Notice) -> bool {
        let later = notice.can_wait.then(|| words.say("notice-later", None));
        let shown = Shown {
            title: &notice.title,
            body: &notice.body,
            open: words.say("notice-open", None),
            later,
            urgent: notice.urgent,
        };
        match self.shower.show(&shown).await {
            Ok(id) => {
                let about = About {
                    cases: notice.cases.clone(),
                    warned: notice.is_warning(),
                };
                self.open.locked().insert(id, about);
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
                let summary = engine.desk_summary().await;
                summary.map_or(true, |summary| summary.warned > 0)
            } else {
                cases.is_empty()
            };
            for case in &cases {
                let view = engine.dispute(case.as_str()).await;
                // One that can't be read now may wait all the same.
                waits |= view.map_or(true, |view| view.case.deadline.is_some());
            }
            if !waits {
                self.open.locked().remove(&id);
                self.shower.close(id).await;
            }
        }
    }

    /// Those that may still be seen.
    pub(crate) fn left(&self) -> Vec<Left> {
        let open = self.open.locked();
        open.iter()
            .map(|(id, about)| Left {
                id: *id,
                cases: about.cases.clone(),
                warned: about.warned,
            })
            .collect()
    }

    /// Answers those of a program that made room for this one.
    pub(crate) async fn take_over(&self, left: Vec<Left>) {
        self.open.locked().extend(left.into_iter().map(|notice| {
            let (cases, warned) = (notice.cases, notice.warned);
            (notice.id, About { cases, warned })
        }));
        if let Err(error) = self.shower.listen().await {
            tracing::info!(%error, "earlier notices can't be answered");
        }
    }
}

impl Open {
    fn locked(&self) -> MutexGuard<'_, HashMap<u32, About>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hands on what the owner answers.
    async fn answer(
        self,
        mut signals: UnboundedReceiver<(u32, Answer)>,
        answers: UnboundedSender<Answered>,
    ) {
        while let Some((id, answer)) = signals.recv().await {
            let (open, answers) = (self.clone(), answers.clone());
            tokio::spawn(async move {
                if answer == Answer::Closed {
                    // An answer and the end of its notice come together, and not in this order everywhere.
                    tokio::time::sleep(AFTER_CLOSING).await;
                }
                let about = open.locked().remove(&id);
                if let Some(answered) = about.and_then(|about| answered(about, answer)) {
                    // Nobody receives any more: the program ends.
                    let _ = answers.send(answered);
                }
            });
        }
    }
}

/// What an answer to a notice means; nothing where it is gone unanswered.
fn answered(About { cases, warned }: About, answer: Answer) -> Option<Answered> {
    match (answer, cases.first()) {
        (Answer::Open, Some(case)) => Some(Answered::Open(Location::case(case.as_str()))),
        (Answer::Open, None) if warned => Some(Answered::Open(Location::place("desk"))),
        (Answer::Open, None) => Some(Answered::Open(Location::place("accounts"))),
        (Answer::Later, _) => Some(Answered::Later(cases)),
        (Answer::Closed, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn an_answer_leads_to_what_the_notice_is_about_also_when_its_end_comes_first() {
        let case = DisputeId::from_text("dsp_1");
        let about = |cases: &[DisputeId], warned| About {
            cases: cases.to_vec(),
            warned,
        };
        let open = Open::default();
        open.locked().extend([
            (1, about(std::slice::from_ref(&case), false)),
            (2, about(&[], true)),
            (3, about(&[], false)),
            (4, about(std::slice::from_ref(&case), false)),
            (5, about(&[], false)),
        ]);
        let (heard, signals) = unbounded_channel();
        let (answers, mut answered) = unbounded_channel();
        let task = tokio::spawn(open.clone().answer(signals, answers));
        for signal in [
            (1, Answer::Closed),
            (1, Answer::Open),
            (2, Answer::Open),
            (3, Answer::Open),
            (4, Answer::Later),
            (5, Answer::Closed),
            (6, Answer::Open),
        ] {
            heard.send(signal).unwrap();
        }
        drop(heard);
        task.await.unwrap();
        let mut all = Vec::new();
        while let Some(one) = answered.recv().await {
            all.push(one);
        }
        assert_eq!(
            all,
            [
                Answered::Open(Location::case("dsp_1")),
                Answered::Open(Location::place("desk")),
                Answered::Open(Location::place("accounts")),
                Answered::Later(vec![case]),
            ]
        );
        assert!(open.locked().is_empty());
    }
}
