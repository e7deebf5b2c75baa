//! Settings: stored with the data that is open.

use crate::desktop::Desktop;
use crate::error::Result;
use tauri::State;
use tvist_engine::setting::Settings;

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
