//! What the page is told without asking: subscribe first, then read once, then re-read what an event names.
//!
//! Two kinds, since two rooms speak. What the engine says of the data goes to the page as it is. What concerns this program
//! and its window (other data is open, the window closes, files hover over it) the engine knows nothing of.

use serde::{Deserialize, Serialize};
use tvist_engine::Event;
use tvist_watcher::Location;

/// What the engine says, as it says it.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type, tauri_specta::Event)]
#[serde(transparent)]
pub struct EngineEvent(pub Event);

/// What concerns the program and its window.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type, tauri_specta::Event)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ShellEvent {
    /// Other data is open now: the owner's, or practice; at a place, where one is meant.
    Mode { at: Option<Location> },
    /// Time was moved on in practice: everything that counts from now is different.
    Clock { ahead_seconds: u32 },
    /// The owner is to be asked what closing the window means; whether the desktop shows a tray icon.
    Closing { tray: bool },
    /// The page is about to go: what was typed is to be stored, then `left` called.
    Leaving,
    /// Someone outside the page, in the tray or at a notice, opened this.
    Open { at: Location },
    /// A notice that the system can't show.
    Notice { title: String, body: String },
    /// Files hover over the window (`over`), at this point of the page, or have left it.
    Drag { over: bool, x: i32, y: i32 },
    /// Files were let go at this point. The token stands for them; their paths stay here.
    Drop {
        token: String,
        files: u32,
        x: i32,
        y: i32,
    },
}
