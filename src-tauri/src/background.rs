//! The program without its window: closing it keeps the watch, and whoever opens it again is where they were.
//!
//! The web view is given back with its memory; its place is kept here and told to the next page.

use crate::desktop::Desktop;
use crate::event::ShellEvent;
use crate::window;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tauri::{AppHandle, Manager as _};
use tauri_specta::Event as _;
use tokio::sync::Notify;
use tvist_engine::Notice;
use tvist_watcher::{Location, OPENED_AGAIN, Presence, tray};

/// How long a page that is about to go may take to store what was typed.
const LAST_WORDS: Duration = Duration::from_secs(1);
/// How long the closing of the window waits for data that is being opened.
const DATA_OPENS: Duration = Duration::from_secs(2);

/// What is known of the window while there may be none.
#[derive(Default)]
pub struct Background {
    location: Mutex<Option<Location>>,
    /// The watch ran without a window before this one.
    watched: bool,
    phase: Mutex<Phase>,
    /// The page has stored what was typed.
    stored: Notify,
    /// The window was given back.
    closed: Notify,
}

/// How it stands with the window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Phase {
    /// Wanted; its page hasn't read its beginnings yet.
    #[default]
    Loading,
    /// A page runs in it.
    Open,
    /// The owner is being asked what closing it means.
    Asking,
    /// The page stores what was typed, and goes then, unless it `stays`: something that is confirmed leaves in a moment, or is
    /// leaving, and would be lost with the page.
    Leaving { stays: bool },
    /// The owner has closed it, and hasn't wanted it since.
    Closed,
}

/// What the window waits for before it can go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Farewell {
    /// It is about to go, or gone.
    Begun,
    /// No page runs in it.
    None,
    /// Its page stores what was typed.
    LastWords,
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
    pub fn new(location: Option<Location>, watched: bool) -> Self {
        Self {
            location: Mutex::new(location),
            watched,
            ..Self::default()
        }
    }

    /// A page has read its beginnings; gives where it should stand, if not at the beginning.
    pub fn page_is_up(&self) -> Option<Location> {
        let mut phase = self.phase();
        if matches!(*phase, Phase::Loading | Phase::Asking) {
            *phase = Phase::Open;
        }
        drop(phase);
        self.location()
    }

    /// The page stands here now.
    pub fn set_location(&self, at: Location) {
        *locked(&self.location) = Some(at);
    }

    /// Where the page stands, or stood.
    pub fn location(&self) -> Option<Location> {
        locked(&self.location).clone()
    }

    /// The page has stored what was typed.
    pub fn has_stored(&self) {
        self.stored.notify_one();
    }

    /// The owner wants the window. Said before anything that takes time, so that nobody makes room meanwhile.
    pub fn wants_window(&self) {
        let mut phase = self.phase();
        *phase = match *phase {
            Phase::Closed => Phase::Loading,
            Phase::Leaving { .. } => Phase::Open,
            other => other,
        };
    }

    /// Whether the owner has closed the window, and hasn't wanted it since.
    #[must_use]
    pub fn is_unwanted(&self) -> bool {
        matches!(*self.phase(), Phase::Closed | Phase::Leaving { .. })
    }

    /// Waits until the window was given back.
    #[cfg(target_os = "linux")]
    pub async fn closed(&self) {
        self.closed.notified().await;
    }

    fn has_page(&self) -> bool {
        !matches!(*self.phase(), Phase::Loading | Phase::Closed)
    }

    /// The owner is being asked; false where they were already, which is an answer too.
    fn begin_asking(&self) -> bool {
        let mut phase = self.phase();
        let first = *phase != Phase::Asking;
        if *phase == Phase::Open {
            *phase = Phase::Asking;
        }
        first
    }

    /// The window stays open after all.
    fn stay(&self) {
        let mut phase = self.phase();
        *phase = match *phase {
            Phase::Asking => Phase::Open,
            Phase::Leaving { .. } => Phase::Leaving { stays: true },
            other => other,
        };
    }

    /// The window is to go.
    fn begin_leaving(&self) -> Farewell {
        let mut phase = self.phase();
        match *phase {
            Phase::Leaving { .. } | Phase::Closed => Farewell::Begun,
            Phase::Loading => {
                *phase = Phase::Closed;
                Farewell::None
            }
            Phase::Open | Phase::Asking => {
                *phase = Phase::Leaving { stays: false };
                Farewell::LastWords
            }
        }
    }

    /// Whether the page still goes: it has nothing that must leave first, and nobody has wanted the window since.
    fn goes(&self) -> bool {
        *self.phase() == Phase::Leaving { stays: false }
    }

    /// The page has gone; false where the window was wanted again before that.
    fn end_leaving(&self) -> bool {
        let mut phase = self.phase();
        if matches!(*phase, Phase::Leaving { .. }) {
            *phase = Phase::Closed;
        }
        *phase == Phase::Closed
    }

    fn phase(&self) -> MutexGuard<'_, Phase> {
        locked(&self.phase)
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
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
        Closing::Ask if background.begin_asking() => {
            let tray = tray::is_hosted().await;
            let _ = ShellEvent::Closing { tray }.emit(&app);
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
        Some(Wish::Unsaid) if background.has_page() => Closing::Ask,
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
    app.state::<Background>().stay();
}

/// Gives the web view back and goes on without it.
pub async fn hide(app: &AppHandle) {
    let background = app.state::<Background>();
    match background.begin_leaving() {
        Farewell::Begun => return,
        Farewell::LastWords if !last_words(app).await => return show(app),
        Farewell::LastWords | Farewell::None => {}
    }
    if !background.end_leaving() {
        // Wanted again before it was gone.
        return;
    }
    window::keep_place(app);
    window::give_back(app);
    background.closed.notify_one();
}

/// Ends the program.
pub async fn quit(app: &AppHandle) {
    let background = app.state::<Background>();
    background.begin_leaving();
    if background.has_page() && !last_words(app).await {
        return show(app);
    }
    app.exit(0);
}

/// Lets the page store what was typed; whether it can go then.
async fn last_words(app: &AppHandle) -> bool {
    let background = app.state::<Background>();
    if !window::is_open(app) {
        return true;
    }
    // An answer that came too late for an earlier question is none to this one.
    let _ = tokio::time::timeout(Duration::ZERO, background.stored.notified()).await;
    let _ = ShellEvent::Leaving.emit(app);
    let _ = tokio::time::timeout(LAST_WORDS, background.stored.notified()).await;
    background.goes()
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
pub fn open(app: &AppHandle, at: Location) {
    app.state::<Background>().set_location(at.clone());
    // A page that is still loading reads it from there.
    let _ = ShellEvent::Open { at }.emit(app);
    show(app);
}

/// Says in the window what the system can't show; whether anybody can see it.
pub fn tell_in_window(app: &AppHandle, notice: &Notice) -> bool {
    let page = app.state::<Background>().has_page();
    let told = ShellEvent::Notice {
        title: notice.title.clone(),
        body: notice.body.clone(),
    };
    page && window::is_open(app) && told.emit(app).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open() -> Background {
        let background = Background::default();
        background.page_is_up();
        background
    }

    #[test]
    fn the_next_page_stands_where_the_last_one_stood() {
        let background = Background::default();
        assert!(background.page_is_up().is_none());
        let at = Location {
            place: "deadlines".into(),
            dispute: Some("dsp_1".into()),
        };
        background.set_location(at.clone());
        assert_eq!(background.page_is_up(), Some(at));
    }

    #[test]
    fn a_page_has_its_last_words_and_one_that_is_not_there_has_none() {
        let background = Background::default();
        assert!(!background.has_page());
        assert_eq!(background.begin_leaving(), Farewell::None);
        assert!(background.end_leaving() && background.is_unwanted());
        // It is gone: a page that speaks so late is none.
        background.page_is_up();
        assert!(background.is_unwanted() && !background.has_page());
        let background = open();
        assert_eq!(background.begin_leaving(), Farewell::LastWords);
        assert_eq!(background.begin_leaving(), Farewell::Begun);
        assert!(background.has_page() && background.is_unwanted());
        assert!(background.end_leaving() && !background.has_page());
    }

    #[test]
    fn a_window_that_is_wanted_while_it_goes_stays() {
        let background = open();
        background.begin_leaving();
        background.wants_window();
        assert!(!background.end_leaving());
        assert!(background.has_page() && !background.is_unwanted());
        background.begin_leaving();
        assert!(background.end_leaving());
        background.wants_window();
        assert!(!background.is_unwanted() && !background.has_page());
    }

    #[test]
    fn what_is_confirmed_keeps_the_page_for_this_once() {
        let background = open();
        background.begin_leaving();
        assert!(background.goes());
        background.stay();
        assert!(!background.goes());
        background.wants_window();
        assert!(!background.goes());
        background.begin_leaving();
        assert!(background.goes());
    }

    #[test]
    fn whoever_is_asked_is_asked_once_until_it_is_answered() {
        let background = open();
        assert!(background.begin_asking());
        assert!(!background.begin_asking());
        background.stay();
        assert!(background.begin_asking());
        // A page that begins anew has no question on it.
        background.page_is_up();
        assert!(background.begin_asking());
        assert_eq!(background.begin_leaving(), Farewell::LastWords);
    }
}
