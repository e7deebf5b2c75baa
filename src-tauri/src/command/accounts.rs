//! Accounts: add, check, remove.

use crate::desktop::Desktop;
use crate::dialog;
use crate::error::{Failure, Result};
use crate::file_tokens::FileTokens;
use crate::intake;
use crate::view::{ChosenView, NewAccountView};
use std::collections::BTreeMap;
use tauri::{AppHandle, State};
use tvist_engine::domain::Provider;
use tvist_engine::domain::provider::Environment;
use tvist_engine::domain::rules::credential::AccountForm;
use tvist_engine::view::{AccountView, CheckView};
use tvist_engine::{GivenSecrets, NewAccount};

/// All accounts, without any secret.
///
/// # Errors
/// When the database can't be read.
#[tauri::command]
#[specta::specta]
pub async fn accounts(desktop: State<'_, Desktop>) -> Result<Vec<AccountView>> {
    Ok(desktop.engine().await?.accounts().await?)
}

/// What an account at each provider is set up with.
#[tauri::command]
#[specta::specta]
#[must_use]
pub fn account_forms() -> Vec<AccountForm> {
    tvist_engine::account_forms()
}

/// Lets the owner choose a key or certificate file; its content never reaches the page.
///
/// # Errors
/// When the dialog can't be shown.
#[tauri::command]
#[specta::specta]
pub async fn credential_choose(
    app: AppHandle,
    desktop: State<'_, Desktop>,
    tokens: State<'_, FileTokens>,
) -> Result<Option<ChosenView>> {
    let title = desktop.words().await?.say("dialog-credential", None);
    let path = dialog::open_file(&app, title).await?;
    Ok(path.map(|path| tokens.keep_chosen(path)))
}

/// Adds an account and looks at its rights. One whose credentials are refused isn't kept. `values` are as typed,
/// `files` tokens of chosen files, both by the names in the account's form.
///
/// # Errors
/// When the credentials can't be used, or the provider can't be reached.
#[tauri::command]
#[specta::specta]
pub async fn account_add(
    desktop: State<'_, Desktop>,
    tokens: State<'_, FileTokens>,
    provider: Provider,
    label: String,
    environment: Option<Environment>,
    values: BTreeMap<String, String>,
    files: BTreeMap<String, String>,
) -> Result<NewAccountView> {
    let engine = desktop.engine().await?;
    let secrets = given(&tokens, values, files).await?;
    let account = engine
        .account_add(NewAccount {
            provider,
            label,
            environment,
            api_base: None,
            options: BTreeMap::new(),
            secrets,
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

/// Gives an account its credentials again, as after a restored backup. Those that are refused, or that are another
/// account's, change nothing. `values` and `files` are as when it was added.
///
/// # Errors
/// When the credentials can't be used or are another account's, or the provider can't be reached.
#[tauri::command]
#[specta::specta]
pub async fn account_renew(
    desktop: State<'_, Desktop>,
    tokens: State<'_, FileTokens>,
    account: String,
    values: BTreeMap<String, String>,
    files: BTreeMap<String, String>,
) -> Result<CheckView> {
    let secrets = given(&tokens, values, files).await?;
    let engine = desktop.engine().await?;
    Ok(engine.account_renew(&account, &secrets).await?)
}

/// What was typed, and the content of the chosen files, by their names.
async fn given(
    tokens: &FileTokens,
    values: BTreeMap<String, String>,
    files: BTreeMap<String, String>,
) -> Result<GivenSecrets> {
    let mut secrets: serde_json::Map<String, serde_json::Value> =
        values.into_iter().map(|(k, v)| (k, v.into())).collect();
    for (name, token) in files {
        let value = credential_file(tokens, &token).await?;
        secrets.insert(name, value.into());
    }
    Ok(serde_json::Value::from(secrets).into())
}

async fn credential_file(tokens: &FileTokens, token: &str) -> Result<String> {
    let path = tokens
        .chosen(token)
        .ok_or_else(|| Failure::new("not_found"))?;
    let read = intake::credential(&path).await;
    let bytes = read.map_err(|refusal| refusal.of("credential_file"))?;
    Ok(tvist_engine::credential_value(&bytes))
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
