//! What a program that watches is to its owner: with a window or without one, both have these.

use crate::tray::Shown;
use serde::{Deserialize, Serialize};
use tvist_engine::Notice;
use tvist_engine::domain::DisputeId;
use tvist_engine::domain::skew::ClockState;

/// The side of a program that its owner sees. Its methods are called from any thread and must not wait.
pub trait Face: Send + Sync + 'static {
    /// Opens the window or brings it to the front; at a place, where one is meant.
    fn open(&self, at: Option<StoodView>);
    /// Ends the program.
    fn quit(&self);
    /// Shows the icon, if it is another one than before, and the menu. Whether that was possible.
    fn draw(&self, shown: &Shown, another_picture: bool) -> bool;
    /// Passes on what may be different now.
    fn tell(&self, told: Told);
    /// Says in a window what the system can't show; whether anybody can see it.
    fn say(&self, notice: &Notice) -> bool;
}

/// What may be different now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// These cases; none named means any of them.
    Disputes(Vec<DisputeId>),
    /// Some of the warnings of fraud.
    Warnings,
    Draft(DisputeId),
    Accounts,
    Sync(SyncState),
}

/// A place of the window, and the case that is open in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct StoodView {
    /// The page's own word for it.
    pub place: String,
    pub dispute: Option<String>,
}

impl StoodView {
    /// A case, where it is answered.
    #[must_use]
    pub fn case(case: &str) -> Self {
        Self {
            place: "desk".to_owned(),
            dispute: Some(case.to_owned()),
        }
    }

    /// A place with nothing open in it.
    #[must_use]
    pub fn place(place: &str) -> Self {
        Self {
            place: place.to_owned(),
            dispute: None,
        }
    }
}

/// Where the reading from the providers stands. Instants are RFC 3339 in UTC.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct SyncState {
    pub running: bool,
    /// When all accounts had been read for the last time.
    pub last: Option<String>,
    pub next: Option<String>,
    /// Reminders are paused until then.
    pub paused_until: Option<String>,
    /// How far this machine's clock is behind the providers', in seconds; 0 before the first reading.
    pub skew_seconds: i32,
    /// What that means to the owner.
    pub clock: ClockState,
}
