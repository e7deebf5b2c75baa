//! The program without its window: where the page stands, closing, starting at login, pausing reminders.

use crate::background::{self, Background};
use crate::desktop::Desktop;
use crate::error::Result;
use crate::login;
use tauri::{AppHandle, State};
use tvist_watcher::Location;

/// The page stands here now, so that the next one begins there.
#[tauri::command]
#[specta::specta]
pub fn location_set(background: State<'_, Background>, at: Location) {
    background.set_location(at);
}

/// The page has stored what was typed and may go.
#[tauri::command]
#[specta::specta]
pub fn left(background: State<'_, Background>) {
    background.has_stored();
}

/// What the owner answered when closing the window: to be kept, and done now. None: the window stays open after all.
///
/// # Errors
/// When it can't be stored.
#[tauri::command]
#[specta::specta]
pub async fn close_answer(
    app: AppHandle,
    desktop: State<'_, Desktop>,
    keep: Option<bool>,
) -> Result<()> {
    let Some(keep) = keep else {
        background::stay(&app);
        return Ok(());
    };
    let engine = desktop.engine().await?;
    let mut settings = engine.settings().await?;
    settings.close_to_tray = Some(keep);
    engine.set_settings(&settings).await?;
    if keep {
        background::hide(&app).await;
    } else {
        background::quit(&app).await;
    }
    Ok(())
}

/// Starts the program at login from now on, hidden, or no more; gives what holds then.
///
/// # Errors
/// When the system refuses.
#[tauri::command]
#[specta::specta]
pub async fn login_switch(on: bool) -> Result<bool> {
    login::switch(on)?;
    Ok(login::is_on())
}

/// Pauses reminders until tomorrow morning, or resumes them. The page hears the new state.
///
/// # Errors
/// When it can't be stored.
#[tauri::command]
#[specta::specta]
pub async fn reminders_pause(desktop: State<'_, Desktop>, pause: bool) -> Result<()> {
    let opened = desktop.opened().await?;
    if pause {
        opened.engine.pause_until_morning().await?;
    } else {
        opened.engine.resume_reminders().await?;
    }
    opened.watcher.settings_changed().await;
    Ok(())
}
