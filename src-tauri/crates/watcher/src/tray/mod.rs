//! The tray: how the desk stands as a picture with a number, and a menu. All it does can be done in the window too.
//!
//! What it shows is a value, made from a summary at the desk and the present moment, and drawn only where it differs from
//! what is there: an idle tick draws nothing.

mod picture;
#[cfg(test)]
mod tests;

use crate::words::Words;
pub use picture::Picture;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tvist_engine::domain::clock::Timestamp;
use tvist_engine::domain::formatting;
use tvist_engine::domain::freshness::Freshness;
use tvist_engine::domain::skew::{self, ClockState};
use tvist_engine::{DeskSummary, SummaryCase};

const CASE: &str = "case:";
const ACCOUNT: &str = "account:";
const WARNED: &str = "warned";
const OPEN: &str = "open";
const QUIT: &str = "quit";
const SYNC: &str = "sync";
const PAUSE: &str = "pause";
const RESUME: &str = "resume";

/// What the tray shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    pub picture: Picture,
    pub lines: Vec<Line>,
}

/// One line of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// Says something.
    Says(String),
    /// Does what its id names.
    Does {
        id: String,
        text: String,
    },
    Separator,
}

impl Line {
    fn does(id: impl Into<String>, text: String) -> Self {
        Self::Does {
            id: id.into(),
            text,
        }
    }
}

/// What the owner chose in the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice<'a> {
    Case(&'a str),
    Account,
    Warned,
    Open,
    Quit,
    Act(Act),
}

/// What is done without a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    Sync,
    Pause,
    Resume,
}

impl<'a> Choice<'a> {
    /// What a line's id means.
    pub(crate) fn of(id: &'a str) -> Option<Self> {
        if let Some(case) = id.strip_prefix(CASE) {
            return Some(Self::Case(case));
        }
        match id {
            WARNED => Some(Self::Warned),
            OPEN => Some(Self::Open),
            QUIT => Some(Self::Quit),
            SYNC => Some(Self::Act(Act::Sync)),
            PAUSE => Some(Self::Act(Act::Pause)),
            RESUME => Some(Self::Act(Act::Resume)),
            _ => id.starts_with(ACCOUNT).then_some(Self::Account),
        }
    }
}

/// What is known and what is drawn.
#[derive(Default)]
pub(crate) struct Tray {
    summary: Mutex<Option<DeskSummary>>,
    drawn: Mutex<Option<Shown>>,
}

impl Tray {
    pub(crate) fn knows(&self, summary: DeskSummary) {
        *self.known() = Some(summary);
    }

    /// Shows what is known as of now.
    pub(crate) fn draw(&self, now: Timestamp, draw: impl FnOnce(&Shown, bool) -> bool) {
        let shown = {
            let summary = self.known();
            let language = summary.as_ref().and_then(|g| g.language.as_deref());
            shown(summary.as_ref(), now, &Words::new(language))
        };
        self.show(shown, draw);
    }

    /// Shows that nothing is known, since the data can't be opened.
    pub(crate) fn draw_locked(&self, draw: impl FnOnce(&Shown, bool) -> bool) {
        let words = Words::new(None);
        let mut lines = vec![Line::Says(words.say("tray-locked", None)), Line::Separator];
        lines.extend(ends(&words));
        let picture = Picture::Due(0);
        self.show(Shown { picture, lines }, draw);
    }

    /// `draw` gets what is to be seen and whether the picture is another one; it tells whether it could show it.
    fn show(&self, shown: Shown, draw: impl FnOnce(&Shown, bool) -> bool) {
        let mut drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        if drawn.as_ref() == Some(&shown) {
            return;
        }
        let another = drawn.as_ref().is_none_or(|d| d.picture != shown.picture);
        if draw(&shown, another) {
            *drawn = Some(shown);
        }
    }

    fn known(&self) -> MutexGuard<'_, Option<DeskSummary>> {
        self.summary.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What there is to see before anything is known.
#[must_use]
pub fn first() -> Shown {
    shown(None, Timestamp::UNIX_EPOCH, &Words::new(None))
}

/// Whether the desktop shows tray icons at all.
#[cfg(target_os = "linux")]
pub async fn is_hosted() -> bool {
    let asked = async {
        let bus = zbus::Connection::session().await?;
        let proxy = zbus::fdo::DBusProxy::new(&bus).await?;
        let watcher = zbus::names::BusName::try_from("org.kde.StatusNotifierWatcher")?;
        Ok::<bool, zbus::Error>(proxy.name_has_owner(watcher).await?)
    };
    asked.await.unwrap_or(false)
}

/// Whether the system shows tray icons at all.
#[cfg(not(target_os = "linux"))]
pub async fn is_hosted() -> bool {
    true
}

fn shown(summary: Option<&DeskSummary>, now: Timestamp, words: &Words) -> Shown {
    let mut lines = Vec::new();
    let mut picture = Picture::Calm;
    if let Some(summary) = summary {
        picture = match summary.due {
            0 if summary.troubled.is_empty() => Picture::Calm,
            due if summary.is_urgent(now) && !summary.practice => Picture::Urgent(due),
            due => Picture::Due(due),
        };
        if summary.practice {
            lines.push(Line::Says(words.say("tray-practice", None)));
        }
        lines.push(Line::Says(match summary.due {
            0 => words.say("tray-calm", None),
            due => words.say("tray-due", Some(due)),
        }));
        let moment = summary.corrected(now);
        lines.extend(
            summary
                .first
                .iter()
                .map(|case| case_line(case, moment, words)),
        );
        if summary.warned > 0 {
            let text = words.say("tray-warned", Some(summary.warned));
            lines.push(Line::does(WARNED, text));
        }
        lines.extend(summary.troubled.iter().map(|account| {
            let id = match account.freshness {
                Freshness::Refused => "tray-refused",
                Freshness::Stale | Freshness::Fresh => "tray-stale",
            };
            let label = format!("{} — {}", account.provider.name(), account.label);
            let text = words.say_of(id, &[("account", &label)]);
            Line::does(format!("{ACCOUNT}{}", account.id), text)
        }));
        if skew::state(summary.skew_seconds) != ClockState::Right {
            lines.push(Line::does(OPEN, words.say("tray-clock", None)));
        }
        lines.push(Line::Separator);
        lines.push(Line::does(SYNC, words.say("tray-sync", None)));
        lines.push(match &summary.paused_until {
            Some((until, text)) if *until > now => {
                Line::does(RESUME, words.say_of("tray-resume", &[("until", text)]))
            }
            _ => Line::does(PAUSE, words.say("tray-pause", None)),
        });
        lines.push(Line::Separator);
    }
    lines.extend(ends(words));
    Shown { picture, lines }
}

fn ends(words: &Words) -> [Line; 2] {
    [
        Line::does(OPEN, words.say("tray-open", None)),
        Line::does(QUIT, words.say("tray-quit", None)),
    ]
}

fn case_line(case: &SummaryCase, now: Timestamp, words: &Words) -> Line {
    let left = case.deadline - now;
    let (id, count) = if left.num_seconds() <= 0 {
        ("tray-left-none", 0)
    } else if left.num_hours() < 2 {
        ("tray-left-minutes", left.num_minutes().max(1))
    } else if left.num_hours() < 48 {
        ("tray-left-hours", left.num_hours())
    } else {
        ("tray-left-days", left.num_days())
    };
    let left = words.say(id, u32::try_from(count).ok());
    let amount = formatting::amount(&case.amount, words.language());
    let args = [
        ("who", case.who.as_str()),
        ("amount", &amount),
        ("left", &left),
    ];
    Line::does(
        format!("{CASE}{}", case.id),
        words.say_of("tray-case", &args),
    )
}
