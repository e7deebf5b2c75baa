//! Payments that a bank has warned of: seen before there is a case, and given back.

use super::submission::ended;
use crate::desktop::Desktop;
use crate::error::Result;
use crate::view::{ActOutcome, ActState};
use tauri::State;
use tvist_engine::view::{WarningRehearsalView, WarningView};

/// All warnings: those that a refund can still answer first.
///
/// # Errors
/// When the database can't be read.
#[tauri::command]
#[specta::specta]
pub async fn warnings(desktop: State<'_, Desktop>) -> Result<Vec<WarningView>> {
    Ok(desktop.engine().await?.warnings(None).await?)
}

/// What a refund would do. Sends nothing.
///
/// # Errors
/// When there is no such warning.
#[tauri::command]
#[specta::specta]
pub async fn warning_rehearse(
    desktop: State<'_, Desktop>,
    warning: String,
) -> Result<WarningRehearsalView> {
    Ok(desktop.engine().await?.warning_rehearse(&warning).await?)
}

/// Gives the payment back, once, exactly as it was rehearsed.
///
/// # Errors
/// When it could not even be tried.
#[tauri::command]
#[specta::specta]
pub async fn warning_refund(
    desktop: State<'_, Desktop>,
    warning: String,
    seal: String,
) -> Result<ActOutcome> {
    let engine = desktop.engine().await?;
    // Of its own, so that a page that goes away doesn't cut it off in the middle.
    let work =
        tauri::async_runtime::spawn(
            async move { engine.warning_refund(&warning, Some(&seal)).await },
        );
    match work.await {
        Ok(done) => ended(done.map(|outcome| outcome.submission.state)),
        Err(_) => Ok(ActOutcome {
            state: ActState::Unknown,
            problems: Vec::new(),
            provider_error: None,
        }),
    }
}
