//! What is said at a case between the merchant and the provider's staff.

use crate::desktop::Desktop;
use crate::error::Result;
use tauri::State;
use tvist_engine::view::CommentView;

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
