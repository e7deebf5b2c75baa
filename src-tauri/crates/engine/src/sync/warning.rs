//! Reading warnings of fraud, and storing them.

use crate::account::connect;
use crate::error::Result;
use crate::event::Event;
use crate::host::{Host, lookup};
use crate::sync::filing::Tally;
use crate::view::SkippedView;
use tvist_domain::clock::Timestamp;
use tvist_domain::schedule::Depth;
use tvist_domain::{AccountId, Warning, WarningId};
use tvist_provider::{Adapter, ProviderError, WarningScope, Warns};
use tvist_store::{Account, Store, Warned};

/// Where the reading of an account's warnings stopped.
fn cursor_name(id: &AccountId) -> String {
    format!("warnings_cursor:{id}")
}

/// The settings that belong to an account's warnings.
pub(crate) fn settings_of(id: &AccountId) -> Vec<String> {
    vec![cursor_name(id)]
}

/// Stores readings that began then, and tells what is different by them.
pub(crate) async fn file_warnings(
    host: &Host,
    account: &AccountId,
    read: &[Warning],
    began: Timestamp,
) -> Result<()> {
    if read.is_empty() {
        return Ok(());
    }
    let ids = host
        .store
        .warnings_file(account, read, began, host.now())
        .await?;
    if !ids.is_empty() {
        host.tell(Event::WarningsChanged { ids });
    }
    Ok(())
}

/// Reads a warning, stores what changed, and gives it as it is now.
pub(crate) async fn read_warning_again(host: &Host, id: &WarningId) -> Result<Warned> {
    let warned = lookup::warned(&host.store, id).await?;
    let account = lookup::account_of(&host.store, &warned.account).await?;
    let adapter = connect::adapter(host, &account).await?;
    let warns = warns_of(&*adapter)?;
    let began = host.now();
    let read = warns.read_one(&warned.warning.provider_id).await?;
    file_warnings(host, &account.id, &[read], began).await?;
    lookup::warned(&host.store, id).await
}

/// Reads an account's warnings as part of a visit. A key without the right to them is no failure: the account's check
/// names what is missing. A list that isn't what the provider documents is told and asked for again.
pub(crate) async fn read_warnings(
    host: &Host,
    account: &Account,
    warns: &dyn Warns,
    depth: Depth,
    full: bool,
    tally: &mut Tally,
) -> Result<()> {
    let name = cursor_name(&account.id);
    let reread = match depth {
        Depth::Changes => Vec::new(),
        Depth::OpenCases | Depth::Everything => still_actionable(&host.store, &account.id).await?,
    };
    let scope = WarningScope {
        cursor: host.store.setting_get(&name).await?,
        full,
        reread,
        now: host.now(),
    };
    let read = match warns.read(&scope).await {
        Ok(read) => read,
        Err(error @ (ProviderError::Forbidden { .. } | ProviderError::NotFound)) => {
            tracing::info!(error = error.code(), "the warnings can't be read");
            return Ok(());
        }
        // Told, but no reason to call the account unread: its cases were read.
        Err(error @ (ProviderError::Protocol { .. } | ProviderError::Rejected(_))) => {
            tracing::warn!(error = error.code(), "the warnings can't be read");
            tally.skipped.push(SkippedView {
                provider_id: None,
                why: "the early fraud warnings can't be read".to_owned(),
            });
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    };
    file_warnings(host, &account.id, &read.warnings, scope.now).await?;
    let skipped = read.skipped.into_iter();
    tally
        .skipped
        .extend(skipped.map(|(provider_id, why)| SkippedView { provider_id, why }));
    Ok(host.store.setting_set(&name, &read.cursor).await?)
}

/// The provider's ids of warnings that a refund could answer when they were last read.
pub(crate) async fn still_actionable(store: &Store, account: &AccountId) -> Result<Vec<String>> {
    let known = store.warnings(Some(account)).await?;
    let open = known.into_iter().filter(|w| w.warning.actionable);
    Ok(open.map(|w| w.warning.provider_id).collect())
}

/// The warnings of an account whose provider has such.
pub(crate) fn warns_of(adapter: &dyn Adapter) -> Result<&dyn Warns> {
    adapter
        .warns()
        .ok_or_else(|| ProviderError::Unsupported.into())
}
