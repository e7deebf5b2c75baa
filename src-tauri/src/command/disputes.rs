//! Disputes: the desk, one case, reading again, erasing.

use crate::desktop::Desktop;
use crate::error::{Failure, Result};
use serde::Deserialize;
use tauri::{AppHandle, State};
use tauri_plugin_opener::OpenerExt as _;
use tvist_engine::DeskQuery;
use tvist_engine::view::{DeskView, DisputeView, ErasureView};
use url::Url;

/// Which cases the page shows.
#[derive(Debug, Default, Deserialize, specta::Type)]
pub struct DisputeQuery {
    pub search: Option<String>,
    pub limit: u32,
    pub offset: u32,
}

/// Cases, the most urgent first.
///
/// # Errors
/// When the database can't be read.
#[tauri::command]
#[specta::specta]
pub async fn disputes(desktop: State<'_, Desktop>, query: DisputeQuery) -> Result<DeskView> {
    let query = DeskQuery {
        search: query.search.filter(|text| !text.trim().is_empty()),
        limit: Some(query.limit),
        offset: u64::from(query.offset),
        ..DeskQuery::default()
    };
    Ok(desktop.engine().await?.desk(&query).await?)
}

/// One case, whole.
///
/// # Errors
/// When there is none.
#[tauri::command]
#[specta::specta]
pub async fn dispute(desktop: State<'_, Desktop>, dispute: String) -> Result<DisputeView> {
    Ok(desktop.engine().await?.dispute(&dispute).await?)
}

/// Reads one case again at its provider.
///
/// # Errors
/// When it can't be read.
#[tauri::command]
#[specta::specta]
pub async fn refresh(desktop: State<'_, Desktop>, dispute: String) -> Result<()> {
    desktop.engine().await?.refresh(&dispute).await?;
    Ok(())
}

/// Keeps the provider from answering a case by itself.
///
/// # Errors
/// When the provider never does, or can't be reached.
#[tauri::command]
#[specta::specta]
pub async fn answer_manually(desktop: State<'_, Desktop>, dispute: String) -> Result<()> {
    desktop.engine().await?.answer_manually(&dispute).await?;
    Ok(())
}

/// Visits all accounts now. The page hears when that begins and ends.
///
/// # Errors
/// When no data is open.
#[tauri::command]
#[specta::specta]
pub async fn sync(desktop: State<'_, Desktop>) -> Result<()> {
    desktop.opened().await?.watcher.visit_now();
    Ok(())
}

/// Tells what erasing a case would take.
///
/// # Errors
/// When there is none.
#[tauri::command]
#[specta::specta]
pub async fn erase_rehearse(desktop: State<'_, Desktop>, dispute: String) -> Result<ErasureView> {
    Ok(desktop.engine().await?.erase_rehearse(&dispute).await?)
}

/// Erases a case for good.
///
/// # Errors
/// When something is to come of it.
#[tauri::command]
#[specta::specta]
pub async fn erase(desktop: State<'_, Desktop>, dispute: String) -> Result<()> {
    desktop.engine().await?.erase(&dispute).await?;
    Ok(())
}

/// Opens the place where a wallet's own cases are, in the system's browser.
///
/// # Errors
/// When there is no such address.
#[tauri::command]
#[specta::specta]
pub async fn wallet_open(
    app: AppHandle,
    desktop: State<'_, Desktop>,
    dispute: String,
) -> Result<()> {
    let view = desktop.engine().await?.dispute(&dispute).await?;
    open(&app, view.standing.wallet.and_then(|wallet| wallet.url))
}

/// Opens the case at the provider's own site, in the system's browser.
///
/// # Errors
/// When there is no such address.
#[tauri::command]
#[specta::specta]
pub async fn dashboard_open(
    app: AppHandle,
    desktop: State<'_, Desktop>,
    dispute: String,
) -> Result<()> {
    let view = desktop.engine().await?.dispute(&dispute).await?;
    open(&app, view.dashboard_url)
}

/// Opens an address of ours in the system's browser, if it is a secure one.
fn open(app: &AppHandle, address: Option<String>) -> Result<()> {
    let url = address
        .and_then(|text| Url::parse(&text).ok())
        .filter(|url| url.scheme() == "https")
        .ok_or_else(|| Failure::new("not_found"))?;
    app.opener()
        .open_url(url, None::<&str>)
        .map_err(|_| Failure::new("browser"))
}
