//! The window's program as its watch sees it.

use crate::event::Change;
use crate::{background, tray, window};
use tauri::AppHandle;
use tauri_specta::Event as _;
use tvist_engine::Notice;
use tvist_watcher::tray::Shown;
use tvist_watcher::{Face, StoodView, Told};

/// A program that has a window, or can make one.
pub struct Windowed(pub AppHandle);

impl Face for Windowed {
    fn open(&self, at: Option<StoodView>) {
        match at {
            Some(at) => background::open(&self.0, at),
            None => window::show(&self.0),
        }
    }

    fn quit(&self) {
        let app = self.0.clone();
        tauri::async_runtime::spawn(async move { background::quit(&app).await });
    }

    fn draw(&self, shown: &Shown, another_picture: bool) -> bool {
        tray::draw(&self.0, shown, another_picture)
    }

    fn tell(&self, told: Told) {
        let change = match told {
            Told::Disputes(ids) => Change::Disputes {
                ids: ids.iter().map(ToString::to_string).collect(),
            },
            Told::Draft(id) => Change::Draft { id: id.to_string() },
            Told::Accounts => Change::Accounts,
            Told::Sync(state) => Change::Sync { state },
        };
        // Nobody listens while the page loads; it reads everything then.
        let _ = change.emit(&self.0);
    }

    fn say(&self, notice: &Notice) -> bool {
        background::tell_in_window(&self.0, notice)
    }
}
