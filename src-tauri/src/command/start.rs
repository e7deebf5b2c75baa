//! What the page needs first, another try to open the data, and where reading stands.

use crate::background::Background;
use crate::desktop::Desktop;
use crate::error::Result;
use crate::view::StartView;
use crate::{login, smoke};
use tauri::{AppHandle, State};
use tvist_engine::setting::Settings;
use tvist_watcher::SyncState;

/// What the page needs first. Data that can't be opened is told in it, not by failing.
///
/// # Errors
/// When the settings can't be read.
#[tauri::command]
#[specta::specta]
pub async fn start(
    app: AppHandle,
    desktop: State<'_, Desktop>,
    background: State<'_, Background>,
) -> Result<StartView> {
    smoke::page_is_up(&app);
    let location = background.page_is_up();
    let login = login::is_on();
    let version = app.package_info().version.to_string();
    match desktop.opened().await {
        Ok(opened) => Ok(StartView {
            version,
            practised: desktop.practised().await,
            failure: None,
            settings: opened.engine.settings().await?,
            sync: opened.watcher.state().await,
            location,
            login,
        }),
        Err(failure) => Ok(StartView {
            version,
            practised: None,
            failure: Some(failure),
            settings: Settings::default(),
            sync: SyncState::default(),
            location,
            login,
        }),
    }
}

/// Tries once more to open the data.
///
/// # Errors
/// Why it still can't be opened.
#[tauri::command]
#[specta::specta]
pub async fn reopen(desktop: State<'_, Desktop>) -> Result<()> {
    desktop.reopen().await
}

/// Where reading from the providers stands.
///
/// # Errors
/// Why the data can't be opened.
#[tauri::command]
#[specta::specta]
pub async fn sync_state(desktop: State<'_, Desktop>) -> Result<SyncState> {
    Ok(desktop.opened().await?.watcher.state().await)
}
