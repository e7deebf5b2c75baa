//! The program without its window: closing it keeps the watch, and whoever opens it again is where they were.
//!
//! The web view is given back with its memory; its place is kept here and told to the next page.

use crate::desktop::Desktop;
use crate::event::Change;
use crate::window;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tauri::{AppHandle, Manager as _};
use tauri_specta::Event as _;
use tokio::sync::Notify;
use tvist_engine::Notice;
use tvist_watcher::{Presence, StoodView, tray};

/// So long a page that is about to go may take to store what was typed.
const LAST_WORDS: Duration = Duration::from_secs(1);
/// Data that can't be opened (a keychain that is still locked after login) is tried again this often.
const TRY_AGAIN: Duration = Duration::from_secs(60);

/// What is known of the window while there may be none.
#[derive(Default)]
pub struct Background {
    stood: Mutex<Option<StoodView>>,
    /// A page runs in the window and has read its beginnings.
    page: AtomicBool,
    /// The owner is being asked what closing the window means.
    asking: AtomicBool,
    /// The page has stored what was typed.
    stored: Notify,
}

/// What closing the window does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Closing {
    Ask,
    Hide,
    Quit,
}

impl Background {
    /// With the place where the first page is to stand, if not at the beginning.
    #[must_use]
    pub fn new(stood: Option<StoodView>) -> Self {
        Self {
            stood: Mutex::new(stood),
            ..Self::default()
        }
    }

    /// A page has read its beginnings; where it should stand, if not at the beginning.
    pub fn page_is_up(&self) -> Option<StoodView> {
        self.page.store(true, Ordering::Relaxed);
        self.asking.store(false, Ordering::Relaxed);
        self.stood()
    }

    /// The page stands here now.
    pub fn stands(&self, at: StoodView) {
        *self.place() = Some(at);
    }

    /// The page has stored what was typed.
    pub fn has_stored(&self) {
        self.stored.notify_one();
    }

    /// Where the page stands, or stood.
    pub fn stood(&self) -> Option<StoodView> {
        self.place().clone()
    }

    fn place(&self) -> std::sync::MutexGuard<'_, Option<StoodView>> {
        self.stood.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Opens the data although no page asks for it.
pub async fn keep_open(app: AppHandle) {
    loop {
        let desktop = app.state::<Desktop>();
        if desktop.opened().await.is_ok() {
            return;
        }
        app.state::<Presence>().locked();
        tokio::time::sleep(TRY_AGAIN).await;
        // Where there is a page its owner decides when to try again.
        if !window::is_open(&app) {
            let _ = desktop.reopen().await;
        }
    }
}

/// The owner closes the window: the watch goes on, or the program ends, as they have chosen or choose now.
pub async fn close(app: AppHandle) {
    let background = app.state::<Background>();
    match closing(&app).await {
        // Whoever closes it once more while being asked has answered.
        Closing::Ask if !background.asking.swap(true, Ordering::Relaxed) => {
            let tray = tray::is_hosted().await;
            let _ = Change::Closing { tray }.emit(&app);
        }
        Closing::Hide => hide(&app).await,
        Closing::Ask | Closing::Quit => quit(&app).await,
    }
}

async fn closing(app: &AppHandle) -> Closing {
    if !app.state::<Background>().page.load(Ordering::Relaxed) {
        return Closing::Quit;
    }
    // Data that can't be opened, or is empty, needs no watch.
    let Ok(engine) = app.state::<Desktop>().engine().await else {
        return Closing::Quit;
    };
    if !engine.accounts().await.is_ok_and(|a| !a.is_empty()) {
        return Closing::Quit;
    }
    let settings = engine.settings().await.unwrap_or_default();
    match settings.close_to_tray {
        Some(true) => Closing::Hide,
        Some(false) => Closing::Quit,
        None => Closing::Ask,
    }
}

/// The window stays open after all.
pub fn stay(app: &AppHandle) {
    let background = app.state::<Background>();
    background.asking.store(false, Ordering::Relaxed);
}

/// Gives the web view back and goes on without it.
pub async fn hide(app: &AppHandle) {
    last_words(app).await;
    let background = app.state::<Background>();
    background.page.store(false, Ordering::Relaxed);
    background.asking.store(false, Ordering::Relaxed);
    window::give_back(app);
    #[cfg(target_os = "linux")]
    tauri::async_runtime::spawn(crate::retreat::when_idle(app.clone()));
}

/// Ends the program.
pub async fn quit(app: &AppHandle) {
    last_words(app).await;
    app.exit(0);
}

/// Lets the page store what was typed.
async fn last_words(app: &AppHandle) {
    let background = app.state::<Background>();
    if background.page.load(Ordering::Relaxed) && window::is_open(app) {
        let _ = Change::Leaving.emit(app);
        let _ = tokio::time::timeout(LAST_WORDS, background.stored.notified()).await;
    }
}

/// Opens a place in the window.
pub fn open(app: &AppHandle, stood: StoodView) {
    app.state::<Background>().stands(stood.clone());
    // A page that is still loading reads it from there.
    let _ = Change::Open { at: stood }.emit(app);
    window::show(app);
}

/// Says in the window what the system can't show; whether anybody can see it.
pub fn tell_in_window(app: &AppHandle, notice: &Notice) -> bool {
    let page = app.state::<Background>().page.load(Ordering::Relaxed);
    let told = Change::Notice {
        title: notice.title.clone(),
        body: notice.body.clone(),
    };
    page && window::is_open(app) && told.emit(app).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_stands_where_the_last_one_stood() {
        let background = Background::default();
        assert!(background.page_is_up().is_none());
        let at = StoodView {
            place: "deadlines".into(),
            dispute: Some("dsp_1".into()),
        };
        background.stands(at.clone());
        assert_eq!(background.page_is_up(), Some(at));
    }
}
