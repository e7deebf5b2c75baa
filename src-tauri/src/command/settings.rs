//! Settings: stored with the data that is open.

use crate::desktop::Desktop;
use crate::error::Result;
use tauri::State;
use tvist_engine::HealthView;
use tvist_engine::domain::ladder::Ladder;
use tvist_engine::setting::{self, Settings};

/// What holds on this computer, found out by trying it.
///
/// # Errors
/// When the database can't be read, or this system names no folder for data.
#[tauri::command]
#[specta::specta]
pub async fn health(desktop: State<'_, Desktop>) -> Result<HealthView> {
    desktop.health().await
}

/// Stores the settings.
///
/// # Errors
/// When one can't be used.
#[tauri::command]
#[specta::specta]
pub async fn settings_save(desktop: State<'_, Desktop>, settings: Settings) -> Result<()> {
    let opened = desktop.opened().await?;
    opened.engine.set_settings(&settings).await?;
    opened.watcher.settings_changed().await;
    Ok(())
}

/// The ladder of reminders that is usual. Nothing is stored.
#[tauri::command]
#[specta::specta]
#[must_use]
pub fn ladder_usual() -> Ladder {
    Ladder::default()
}

/// The ladder with one more rung, whose distance is as the owner wrote it: `14d`, `12h`. Nothing is stored.
///
/// # Errors
/// When it is no distance that a rung can have, or the ladder can't take it.
#[tauri::command]
#[specta::specta]
pub fn ladder_with(ladder: Ladder, distance: String) -> Result<Ladder> {
    Ok(setting::ladder_with(&ladder, &distance)?)
}
