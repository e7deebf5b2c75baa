//! Handing over to the program without a window, and taking over from it: with the window closed and nothing under way, it
//! takes the place of this one.
//!
//! A web view leaves a process and its libraries behind; the watch needs neither. Where that program is missing, or the
//! system isn't Linux, this one watches on by itself.

use crate::background::{self, Background};
use crate::desktop::Desktop;
use crate::smoke;
use std::time::Duration;
use tauri::{AppHandle, Manager as _};
use tvist_watcher::handover::{self, WATCHER};
use tvist_watcher::{Handover, Presence, resident};

/// Whether everything has ended is looked at this often.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// Hands over each time that the window was given back, once nothing is under way.
pub async fn whenever_closed(app: AppHandle) {
    let background = app.state::<Background>();
    loop {
        background.closed().await;
        if handover::beside(WATCHER).is_some() {
            when_idle(&app).await;
        }
    }
}

/// Waits until nothing is under way, then hands over. A window that is opened meanwhile keeps this program.
async fn when_idle(app: &AppHandle) {
    let desktop = app.state::<Desktop>();
    let background = app.state::<Background>();
    loop {
        tokio::time::sleep(LOOK_AGAIN).await;
        // Practice lives with its servers in this very process.
        if !background.is_unwanted() || desktop.practised().await.is_some() {
            return;
        }
        if desktop.is_idle() {
            break;
        }
    }
    desktop.close().await;
    // Wanted at the last moment, the window keeps this program.
    if background.is_unwanted() {
        at_once(&Handover {
            at: background.location(),
            notices: app.state::<Presence>().notices_left(),
        });
    }
    background::keep_open(app.clone()).await;
}

/// The program without a window takes this one's place; comes back only where that can't be.
pub fn at_once(left: &Handover) {
    let error = left.replace(WATCHER);
    tracing::warn!(%error, "the window's program watches by itself");
}

/// Whether a window can be shown here. Asked first: a start that can't show one must leave the watch to whoever watches.
#[must_use]
pub fn has_screen() -> bool {
    gtk::init().is_ok()
}

/// Takes the place of the program without a window, if one watches over the same data; what it has left. Not for a test.
#[must_use]
pub fn in_place_of_another() -> Option<Handover> {
    if smoke::is_asked() {
        return None;
    }
    resident::in_place_of_another()
}
