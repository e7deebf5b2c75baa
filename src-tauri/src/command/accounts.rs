//! Accounts: add, check, remove.

use crate::desktop::Desktop;
use crate::error::Result;
use crate::view::NewAccountView;
use std::collections::BTreeMap;
use tauri::State;
use tvist_engine::NewAccount;
use tvist_engine::domain::Provider;
use tvist_engine::view::{AccountView, CheckView};

/// All accounts, without any secret.
///
/// # Errors
/// When the database can't be read.
#[tauri::command]
#[specta::specta]
pub async fn accounts(desktop: State<'_, Desktop>) -> Result<Vec<AccountView>> {
    Ok(desktop.engine().await?.accounts().await?)
}

/// Adds an account and looks at its rights. One whose credentials are refused isn't kept.
///
/// # Errors
/// When the credentials can't be used, or the provider can't be reached.
#[tauri::command]
#[specta::specta]
pub async fn account_add(
    desktop: State<'_, Desktop>,
    provider: Provider,
    label: String,
    secrets: BTreeMap<String, String>,
) -> Result<NewAccountView> {
    let engine = desktop.engine().await?;
    let account = engine
        .account_add(NewAccount {
            provider,
            label,
            environment: None,
            api_base: None,
            options: BTreeMap::new(),
            secrets: serde_json::Value::Object(
                secrets.into_iter().map(|(k, v)| (k, v.into())).collect(),
            ),
            practice: false,
        })
        .await?;
    match engine.account_check(account.id.as_str()).await {
        Ok(check) => Ok(NewAccountView { account, check }),
        Err(error) => {
            engine.account_remove(account.id.as_str()).await?;
            Err(error.into())
        }
    }
}

/// Connects, and tells what the credentials lack. Changes nothing at the provider.
///
/// # Errors
/// When the provider can't be reached or refuses the credentials.
#[tauri::command]
#[specta::specta]
pub async fn account_check(desktop: State<'_, Desktop>, account: String) -> Result<CheckView> {
    Ok(desktop.engine().await?.account_check(&account).await?)
}

/// Removes an account with everything that was stored of it.
///
/// # Errors
/// When a submission's outcome is still open.
#[tauri::command]
#[specta::specta]
pub async fn account_remove(desktop: State<'_, Desktop>, account: String) -> Result<()> {
    Ok(desktop.engine().await?.account_remove(&account).await?)
}
