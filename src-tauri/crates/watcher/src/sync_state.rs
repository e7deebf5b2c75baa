//! Where reading from the providers stands, as a window shows it.

use serde::{Deserialize, Serialize};
use tvist_engine::domain::skew::ClockState;

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
