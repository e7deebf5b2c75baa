//! Disputes: the desk, one case, reading again, erasing.

use crate::desktop::Desktop;
use crate::error::{Failure, Result};
use serde::Deserialize;
use tauri::{AppHandle, State};
use tauri_plugin_opener::OpenerExt as _;
use tvist_engine::domain::days::DaySpan;
use tvist_engine::domain::{Category, Provider, Stage, Status};
use tvist_engine::view::{DeskView, DisputeView, ErasureView};
use tvist_engine::{DeskQuery, Narrow};
use url::Url;

/// Which cases the page shows.
#[derive(Debug, Default, Deserialize, specta::Type)]
pub struct DisputeQuery {
    pub search: Option<String>,
    pub filters: Option<Filters>,
    pub limit: u32,
    pub offset: u32,
}

/// What the list is narrowed to; an empty member narrows nothing, all together narrow.
#[derive(Debug, Default, Deserialize, specta::Type)]
pub struct Filters {
    pub provider: Option<Provider>,
    pub account: Option<String>,
    pub stage: Option<Stage>,
    pub status: Option<Status>,
    pub reason: Option<Category>,
    pub method: Option<String>,
    /// Lists, divided by commas or blanks: the provider's own words for the status, references, the shop's own ones,
    /// and the provider's ids of transactions and charges.
    pub provider_statuses: String,
    pub references: String,
    pub orders: String,
    pub transactions: String,
    pub charges: String,
    pub created: Days,
    pub deadline: Days,
    pub sent: Days,
}

/// Days of a form, both included; an empty one leaves its end open.
#[derive(Debug, Default, Deserialize, specta::Type)]
pub struct Days {
    pub first: String,
    pub last: String,
}

impl Filters {
    fn narrow(&self) -> Result<Narrow> {
        let list = |text: &str| -> Vec<String> {
            text.split([',', ' ', '\t', '\n'])
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect()
        };
        let days = |days: &Days| {
            DaySpan::through(&days.first, &days.last).map_err(|_| Failure::new("not_days"))
        };
        Ok(Narrow {
            statuses: self.status.into_iter().collect(),
            provider_statuses: list(&self.provider_statuses),
            reasons: self.reason.into_iter().collect(),
            method: self.method.clone(),
            references: list(&self.references),
            transactions: list(&self.transactions),
            charges: list(&self.charges),
            orders: list(&self.orders),
            opened: days(&self.created)?,
            deadline: days(&self.deadline)?,
            sent: days(&self.sent)?,
        })
    }
}

/// Cases, the most urgent first.
///
/// # Errors
/// When the database can't be read, or days that end before they begin were asked for.
#[tauri::command]
#[specta::specta]
pub async fn disputes(desktop: State<'_, Desktop>, query: DisputeQuery) -> Result<DeskView> {
    let filters = query.filters.unwrap_or_default();
    let query = DeskQuery {
        narrow: filters.narrow()?,
        provider: filters.provider,
        account: filters.account,
        stage: filters.stage,
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

/// Reads all accounts now. The page hears when that begins and ends.
///
/// # Errors
/// When no data is open.
#[tauri::command]
#[specta::specta]
pub async fn sync(desktop: State<'_, Desktop>) -> Result<()> {
    desktop.opened().await?.watcher.sync_now();
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
