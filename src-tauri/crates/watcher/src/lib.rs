//! The program that watches, with or without a window: the engine's watch driven, its notices shown, its tray described.
//!
//! Two programs are built on it. The window (`tvist-desktop`) watches while it is open. On Linux `tvist-watcher` takes its
//! place when the window is closed and gives the place back when it is opened: one process, one watch, and a web view only
//! while somebody looks at it. A task that a fault of the program breaks begins again (`alive.rs`).

mod alive;
mod display;
pub mod handover;
pub mod help;
mod host;
mod location;
pub mod log;
mod notice;
mod presence;
pub mod receiver;
#[cfg(target_os = "linux")]
pub mod resident;
mod sync_state;
mod tick_timer;
pub mod tray;
mod watcher;
pub mod words;

pub use handover::Handover;
pub use host::WindowHost;
pub use location::Location;
pub use presence::{OPENED_AGAIN, Presence};
pub use sync_state::SyncState;
pub use watcher::{Reach, Watcher};
