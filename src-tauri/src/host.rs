//! The window's program as its watch sees it.

use crate::background::Background;
use crate::desktop::Desktop;
use crate::event::EngineEvent;
use crate::{background, tray};
use tauri::{AppHandle, Manager as _};
use tauri_specta::Event as _;
use tvist_engine::{Event, Notice};
use tvist_watcher::tray::Shown;
use tvist_watcher::{Location, WindowHost};

/// A program that has a window, or can make one.
pub struct DesktopHost(pub AppHandle);

impl WindowHost for DesktopHost {
    fn open(&self, at: Option<Location>) {
        let app = self.0.clone();
        app.state::<Background>().wants_window();
        tauri::async_runtime::spawn(async move {
            let desktop = app.state::<Desktop>();
            match at {
                // A case of the owner's own is meant, and practice stands before it.
                Some(at) if desktop.owner_is_aside().await => {
                    // For a page that is made only now.
                    app.state::<Background>().set_location(at.clone());
                    background::show(&app);
                    if let Err(failure) = desktop.leave_practice(Some(at)).await {
                        tracing::warn!(code = failure.code, "practice can't be left");
                    }
                }
                Some(at) => background::open(&app, at),
                None => background::show(&app),
            }
        });
    }

    fn quit(&self) {
        let app = self.0.clone();
        tauri::async_runtime::spawn(async move { background::quit(&app).await });
    }

    fn draw(&self, shown: &Shown, another_picture: bool) -> bool {
        tray::draw(&self.0, shown, another_picture)
    }

    fn hear(&self, event: &Event) {
        // Nobody listens while the page loads; it reads everything then.
        let _ = EngineEvent(event.clone()).emit(&self.0);
    }

    fn say(&self, notice: &Notice) -> bool {
        background::tell_in_window(&self.0, notice)
    }
}
