//! Celcoin's calls: the address that is registered, and receiving in this window.

use crate::desktop::Desktop;
use crate::error::Result;
use crate::view::ReceiverView;
use tauri::State;
use tvist_engine::view::{WebhookKnownView, WebhookView};

/// The address that this program registered last for an account.
///
/// # Errors
/// When there is no such account.
#[tauri::command]
#[specta::specta]
pub async fn webhook_known(
    desktop: State<'_, Desktop>,
    account: String,
) -> Result<WebhookKnownView> {
    Ok(desktop.engine().await?.webhook_known(&account).await?)
}

/// What registering an address, with these events beside that of a chargeback, would do. Sends nothing.
///
/// # Errors
/// When the address can't be one.
#[tauri::command]
#[specta::specta]
pub async fn webhook_rehearse(
    desktop: State<'_, Desktop>,
    account: String,
    url: String,
    others: Vec<String>,
) -> Result<WebhookView> {
    let engine = desktop.engine().await?;
    let others = Some(&others[..]);
    Ok(engine
        .webhook_rehearse(&account, url.trim(), others)
        .await?)
}

/// Registers the address and these events in place of those in force.
///
/// # Errors
/// When the provider refuses, or its answer was lost.
#[tauri::command]
#[specta::specta]
pub async fn webhook_register(
    desktop: State<'_, Desktop>,
    account: String,
    url: String,
    others: Vec<String>,
) -> Result<WebhookView> {
    let engine = desktop.engine().await?;
    let others = Some(&others[..]);
    Ok(engine
        .webhook_register(&account, url.trim(), others)
        .await?)
}

/// Whether calls are received here, and where.
///
/// # Errors
/// When the data can't be opened.
#[tauri::command]
#[specta::specta]
pub async fn receiver(desktop: State<'_, Desktop>) -> Result<ReceiverView> {
    desktop.receiver().await
}

/// Switches receiving on at an address, or off.
///
/// # Errors
/// When the address is none or can't be taken.
#[tauri::command]
#[specta::specta]
pub async fn receiver_switch(
    desktop: State<'_, Desktop>,
    at: Option<String>,
) -> Result<ReceiverView> {
    desktop.switch_receiver(at.as_deref()).await
}
