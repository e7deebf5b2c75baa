//! Making room: with the window closed and nothing under way, the program without a window takes the place of this one.
//!
//! A web view leaves a process and its libraries behind; the watch needs neither. Where that program is missing, or the
//! system isn't Linux, this one watches on by itself.

use crate::background::Background;
use crate::desktop::Desktop;
use crate::window;
use std::time::Duration;
use tauri::{AppHandle, Manager as _};
use tvist_watcher::handover::{self, WATCHER};
use tvist_watcher::{Handover, Presence};

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
    let error = left.replace(WATCHER);
    tracing::warn!(%error, "the watch goes on here");
    let _ = desktop.opened().await;
}
