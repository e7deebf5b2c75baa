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
use tvist_watcher::{OPENED_AGAIN, Presence, StoodView, tray};

/// So long a page that is about to go may take to store what was typed.
const LAST_WORDS: Duration = Duration::from_secs(1);
/// So long whoever closes the window waits for data that is being opened.
const DATA_OPENS: Duration = Duration::from_secs(2);

/// What is known of the window while there may be none.
#[derive(Default)]
pub struct Background {
    stood: Mutex<Option<StoodView>>,
    /// The watch ran without a window before this one.
    watched: bool,
    /// A page runs in the window and has read its beginnings.
    page: AtomicBool,
    /// The owner is being asked what closing the window means.
    asking: AtomicBool,
    /// Something that is confirmed leaves in a moment, or is leaving, and would be lost with the page.
    sends: AtomicBool,
    /// The owner has closed the window, and hasn't wanted it since.
    unwanted: AtomicBool,
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
    /// With the place where the first page is to stand, if not at the beginning, and whether the watch ran without a window
    /// before.
    #[must_use]
    pub fn new(stood: Option<StoodView>, watched: bool) -> Self {
        Self {
            stood: Mutex::new(stood),
            watched,
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

    /// The owner wants the window. Said before anything that takes time, so that nobody makes room meanwhile.
    pub fn wants_window(&self) {
        self.unwanted.store(false, Ordering::Relaxed);
    }

    /// Whether the owner has closed the window, and hasn't wanted it since.
    #[must_use]
    pub fn is_unwanted(&self) -> bool {
        self.unwanted.load(Ordering::Relaxed)
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
        tokio::time::sleep(OPENED_AGAIN).await;
        // Where there is a page its owner decides when to try again.
        if !window::is_open(&app) {
            let _ = desktop.reopen().await;
        }
    }
}

/// The owner closes the window: the watch goes on, or the program ends, as they have chosen or choose now.
pub async fn close(app: AppHandle) {
    let background = app.state::<Background>();
    if background.is_unwanted() {
        // It is about to go: whoever closes it twice means no more than that.
        return;
    }
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
    let background = app.state::<Background>();
    match wish(app).await {
        Some(Wish::Hide) => Closing::Hide,
        // A page that isn't there yet can't ask.
        Some(Wish::Unsaid) if background.page.load(Ordering::Relaxed) => Closing::Ask,
        // The wish can't be read, but somebody watched before this window: the watch goes on, and tries again.
        None if background.watched => Closing::Hide,
        Some(Wish::Quit | Wish::Unsaid) | None => Closing::Quit,
    }
}

/// What the owner has chosen for the end of the window.
enum Wish {
    Hide,
    Quit,
    Unsaid,
}

/// Data with nothing in it needs no watch. None where it can't be read.
async fn wish(app: &AppHandle) -> Option<Wish> {
    let desktop = app.state::<Desktop>();
    let opened = tokio::time::timeout(DATA_OPENS, desktop.engine()).await;
    let engine = opened.ok()?.ok()?;
    if engine.accounts().await.ok()?.is_empty() {
        return Some(Wish::Quit);
    }
    Some(match engine.settings().await.ok()?.close_to_tray {
        Some(true) => Wish::Hide,
        Some(false) => Wish::Quit,
        None => Wish::Unsaid,
    })
}

/// The window stays open after all.
pub fn stay(app: &AppHandle) {
    let background = app.state::<Background>();
    background.asking.store(false, Ordering::Relaxed);
    background.sends.store(true, Ordering::Relaxed);
}

/// Gives the web view back and goes on without it.
pub async fn hide(app: &AppHandle) {
    let background = app.state::<Background>();
    if background.unwanted.swap(true, Ordering::Relaxed) {
        return;
    }
    let goes = last_words(app).await;
    background.asking.store(false, Ordering::Relaxed);
    if !goes {
        return show(app);
    }
    if !background.is_unwanted() {
        // Wanted again before it was gone.
        return;
    }
    background.page.store(false, Ordering::Relaxed);
    window::keep_place(app);
    window::give_back(app);
    #[cfg(target_os = "linux")]
    tauri::async_runtime::spawn(crate::retreat::when_idle(app.clone()));
}

/// Ends the program.
pub async fn quit(app: &AppHandle) {
    if last_words(app).await {
        app.exit(0);
    } else {
        show(app);
    }
}

/// Lets the page store what was typed; whether it can go then.
async fn last_words(app: &AppHandle) -> bool {
    let background = app.state::<Background>();
    if background.page.load(Ordering::Relaxed) && window::is_open(app) {
        // An answer that came too late for an earlier question is none to this one.
        let _ = tokio::time::timeout(Duration::ZERO, background.stored.notified()).await;
        background.sends.store(false, Ordering::Relaxed);
        let _ = Change::Leaving.emit(app);
        let _ = tokio::time::timeout(LAST_WORDS, background.stored.notified()).await;
        return !background.sends.load(Ordering::Relaxed);
    }
    true
}

/// Opens the window.
pub fn show(app: &AppHandle) {
    app.state::<Background>().wants_window();
    window::show(app);
}

/// Opens the window as soon as the program is set up, which makes a window of its own.
pub fn show_soon(app: &AppHandle) {
    let wanted = app.clone();
    let asked = app.run_on_main_thread(move || {
        // Not on this thread: it makes the window.
        tauri::async_runtime::spawn(async move { show(&wanted) });
    });
    if let Err(error) = asked {
        tracing::warn!(%error, "the window can't be opened");
    }
}

/// Opens a place in the window.
pub fn open(app: &AppHandle, stood: StoodView) {
    app.state::<Background>().stands(stood.clone());
    // A page that is still loading reads it from there.
    let _ = Change::Open { at: stood }.emit(app);
    show(app);
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
