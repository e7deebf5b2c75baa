//! Deadlines: the page that shows them, and the folder that calendar programs watch.

use crate::desktop::Desktop;
use crate::error::{Failure, Result};
use std::path::PathBuf;
use tauri::{AppHandle, State};
use tokio::sync::oneshot;
use tvist_engine::{CalendarView, DeadlinesView};

/// Every case that waits for its owner, by its last date.
///
/// # Errors
/// When the database can't be read.
#[tauri::command]
#[specta::specta]
pub async fn deadlines(desktop: State<'_, Desktop>) -> Result<DeadlinesView> {
    Ok(desktop.engine().await?.deadlines().await?)
}

/// The folder for calendar programs.
///
/// # Errors
/// When the database can't be read.
#[tauri::command]
#[specta::specta]
pub async fn calendar(desktop: State<'_, Desktop>) -> Result<CalendarView> {
    Ok(desktop.engine().await?.calendar().await?)
}

/// Lets the owner choose the folder; nothing changes when they change their mind.
///
/// # Errors
/// When no dialog can be shown, or the database can't be written.
#[tauri::command]
#[specta::specta]
pub async fn calendar_choose(
    app: AppHandle,
    desktop: State<'_, Desktop>,
    title: String,
) -> Result<CalendarView> {
    let engine = desktop.engine().await?;
    let now = engine.calendar().await?;
    match pick_folder(&app, title).await? {
        Some(folder) => Ok(engine.set_calendar(Some(folder), now.names).await?),
        None => Ok(now),
    }
}

/// Allows buyers' names in the calendar, or not.
///
/// # Errors
/// When the database can't be written.
#[tauri::command]
#[specta::specta]
pub async fn calendar_names(desktop: State<'_, Desktop>, names: bool) -> Result<CalendarView> {
    let engine = desktop.engine().await?;
    let folder = engine.calendar().await?.folder.map(PathBuf::from);
    Ok(engine.set_calendar(folder, names).await?)
}

/// Keeps no calendar any more, and takes its file away.
///
/// # Errors
/// When the database can't be written.
#[tauri::command]
#[specta::specta]
pub async fn calendar_off(desktop: State<'_, Desktop>) -> Result<CalendarView> {
    let engine = desktop.engine().await?;
    let names = engine.calendar().await?.names;
    Ok(engine.set_calendar(None, names).await?)
}

async fn pick_folder(app: &AppHandle, title: String) -> Result<Option<PathBuf>> {
    let (answer, waiting) = oneshot::channel();
    // Dialogs belong to the main thread.
    app.run_on_main_thread(move || {
        let mut dialog = rfd::AsyncFileDialog::new().set_title(title);
        // Beginning among recent files, GTK's dialog lets no folder be chosen.
        if let Some(begin) = dirs::document_dir().or_else(dirs::home_dir) {
            dialog = dialog.set_directory(begin);
        }
        let dialog = dialog.pick_folder();
        tauri::async_runtime::spawn(async move {
            let _ = answer.send(dialog.await.map(|folder| folder.path().to_owned()));
        });
    })
    .map_err(|_| Failure::new("stopped"))?;
    Ok(waiting.await.unwrap_or_default())
}
