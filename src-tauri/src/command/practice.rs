//! Practice: in and out.

use crate::desktop::Desktop;
use crate::error::Result;
use tauri::State;

/// Opens practice in place of the owner's data.
///
/// # Errors
/// When it can't be started.
#[tauri::command]
#[specta::specta]
pub async fn practice_start(desktop: State<'_, Desktop>) -> Result<()> {
    desktop.practise().await
}

/// Opens the owner's data again.
///
/// # Errors
/// When it can't be opened.
#[tauri::command]
#[specta::specta]
pub async fn practice_leave(desktop: State<'_, Desktop>) -> Result<()> {
    desktop.leave_practice().await
}
