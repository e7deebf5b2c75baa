//! The documents of a case: those at its provider, and those that this program sent.

use crate::desktop::Desktop;
use crate::dialog;
use crate::error::{Failure, Result};
use tauri::{AppHandle, State};
use tvist_engine::owner_file;
use tvist_engine::view::DocumentsView;

/// The documents of a case: the issuer's, the merchant's, and what this program sent. That the provider can't be asked is
/// told with them.
///
/// # Errors
/// When the database can't be read.
#[tauri::command]
#[specta::specta]
pub async fn documents(desktop: State<'_, Desktop>, dispute: String) -> Result<DocumentsView> {
    Ok(desktop.engine().await?.documents(&dispute).await?)
}

/// Saves a document byte for byte where the owner says; false when they changed their mind.
///
/// # Errors
/// When it can't be fetched or written.
#[tauri::command]
#[specta::specta]
pub async fn document_save(
    app: AppHandle,
    desktop: State<'_, Desktop>,
    dispute: String,
    document: String,
    name: String,
) -> Result<bool> {
    let engine = desktop.engine().await?;
    // Fetched first: a place is only asked for when there is something to put there.
    let bytes = engine.document_get(&dispute, &document).await?;
    let title = desktop.words().await?.say("dialog-save", None);
    let Some(path) = dialog::save_file(&app, title, &name).await? else {
        return Ok(false);
    };
    let written = tokio::task::spawn_blocking(move || owner_file::write(&path, &bytes)).await;
    written
        .map_err(|_| Failure::new("stopped"))?
        .map_err(|error| {
            tracing::info!(kind = ?error.kind(), "a document can't be saved");
            Failure::new("not_saved")
        })?;
    Ok(true)
}
