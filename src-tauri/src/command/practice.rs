//! Practice: in, out, and on in time.

use crate::desktop::Desktop;
use crate::error::Result;
use crate::view::PracticeStep;
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

/// Moves time on in practice, and reads what has happened at the providers meanwhile.
///
/// # Errors
/// When nothing is practised, or the moved day can't be kept.
#[tauri::command]
#[specta::specta]
pub async fn practice_move_on(desktop: State<'_, Desktop>, step: PracticeStep) -> Result<()> {
    desktop.move_on(step).await
}

/// Opens the owner's data again.
///
/// # Errors
/// When it can't be opened.
#[tauri::command]
#[specta::specta]
pub async fn practice_leave(desktop: State<'_, Desktop>) -> Result<()> {
    desktop.leave_practice(None).await
}
