//! What the page is told without asking: subscribe first, then read once, then re-read what a change names.

use serde::{Deserialize, Serialize};
use tvist_watcher::{StoodView, SyncState};

/// Something that the page may be showing has changed, or files come in by the mouse.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type, tauri_specta::Event)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Change {
    /// These cases are new or different; none named means any of them.
    Disputes { ids: Vec<String> },
    /// Warnings of fraud are new or different.
    Warnings,
    /// A draft was saved.
    Draft { id: String },
    /// Accounts were added, removed, or their state changed.
    Accounts,
    /// Reading began or ended.
    Sync { state: SyncState },
    /// Other data is open now: the owner's, or practice; at a place, where one is meant.
    Mode { at: Option<StoodView> },
    /// Time was moved on in practice: everything that counts from now is different.
    Clock { ahead_seconds: u32 },
    /// The owner is to be asked what closing the window means; whether the desktop shows a tray icon.
    Closing { tray: bool },
    /// The page is about to go: what was typed is to be stored, then `left` called.
    Leaving,
    /// Someone outside the page, in the tray or at a notice, opened this.
    Open { at: StoodView },
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
