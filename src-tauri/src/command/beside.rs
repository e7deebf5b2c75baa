//! What lies beside a case at its provider: documents and remarks.

use crate::desktop::Desktop;
use crate::dialog;
use crate::error::{Failure, Result};
use tauri::{AppHandle, State};
use tvist_engine::owned;
use tvist_engine::view::{CommentView, DocumentsView};

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
    let written = tokio::task::spawn_blocking(move || owned::write(&path, &bytes)).await;
    written
        .map_err(|_| Failure::new("stopped"))?
        .map_err(|error| {
            tracing::info!(kind = ?error.kind(), "a document can't be saved");
            Failure::new("not_saved")
        })?;
    Ok(true)
}

/// The remarks at a case.
///
/// # Errors
/// When the provider has none, or can't be read.
#[tauri::command]
#[specta::specta]
pub async fn comments(desktop: State<'_, Desktop>, dispute: String) -> Result<Vec<CommentView>> {
    Ok(desktop.engine().await?.comments(&dispute).await?)
}

/// Adds a remark. It can't be taken back.
///
/// # Errors
/// When the provider has none, or refuses.
#[tauri::command]
#[specta::specta]
pub async fn comment_add(
    desktop: State<'_, Desktop>,
    dispute: String,
    text: String,
) -> Result<CommentView> {
    Ok(desktop.engine().await?.comment_add(&dispute, &text).await?)
}
