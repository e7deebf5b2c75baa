//! Making room and taking it: with the window closed and nothing under way, the program without a window takes the place of this one.
//!
//! A web view leaves a process and its libraries behind; the watch needs neither. Where that program is missing, or the
//! system isn't Linux, this one watches on by itself.

use crate::background::Background;
use crate::desktop::Desktop;
use crate::{smoke, window};
use std::time::Duration;
use tauri::{AppHandle, Manager as _};
use tvist_watcher::handover::{self, WATCHER};
use tvist_watcher::{Handover, Presence, resident};

/// Whether everything has ended is looked at this often.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// Waits until nothing is under way, then makes room. A window that is opened meanwhile keeps this program.
pub async fn when_idle(app: AppHandle) {
    if handover::beside(WATCHER).is_none() {
        return;
    }
    let desktop = app.state::<Desktop>();
    loop {
        tokio::time::sleep(LOOK_AGAIN).await;
        // Practice lives with its servers in this very process.
        if window::is_open(&app) || desktop.practised().await.is_some() {
            return;
        }
        if desktop.is_idle() {
            break;
        }
    }
    desktop.close().await;
    if window::is_open(&app) {
        // Opened at the last moment: its page opens the data again.
        return;
    }
    let left = Handover {
        at: app.state::<Background>().stood(),
        notices: app.state::<Presence>().notices_left(),
    };
    at_once(&left);
    let _ = desktop.opened().await;
}

/// The program without a window takes this one's place; comes back only where that can't be.
pub fn at_once(left: &Handover) {
    let error = left.replace(WATCHER);
    tracing::warn!(%error, "the window's program watches by itself");
}

/// Takes the place of the program without a window, if one watches; what it has left. Not for a start that can show no
/// window, or is a test: then the watch must go on.
#[must_use]
pub fn in_place_of_another() -> Option<Handover> {
    let screen = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if smoke::is_asked() || !(screen("WAYLAND_DISPLAY") || screen("DISPLAY")) {
        return None;
    }
    resident::in_place_of_another()
}
