//! Removing an account: fenced against a submission that begins in the same moment, its secrets out of the keychain.

use crate::account::connect;
use crate::error::{Error, Result, refused};
use crate::event::Event;
use crate::host::{Host, entry, lookup};
use tvist_domain::AccountId;
use tvist_store::StoreError;

/// Settings that name accounts whose secrets still have to leave the keychain.
const FORGOTTEN: &str = "forgotten:";

fn forgotten_name(id: &AccountId) -> String {
    format!("{FORGOTTEN}{id}")
}

fn outcome_unknown() -> Error {
    refused(
        "outcome_unknown",
        "the outcome of a submission isn't known yet: reconcile first",
    )
}

/// Removes an account with everything that was stored of it, and its secrets.
pub(crate) async fn account_remove(
    host: &Host,
    which: &str,
    settings_of: impl Fn(&AccountId) -> Vec<String>,
) -> Result<()> {
    let account = lookup::find_account(&host.store, which).await?;
    let id = &account.id;
    // Should the program end before the keychain is tidied, the next start does it.
    host.store.setting_set(&forgotten_name(id), &true).await?;
    let settings = settings_of(id);
    // The transaction that removes it is the one that looks for open questions: nothing can begin in between.
    if let Err(e) = host.store.account_remove(id, &settings).await {
        host.store.setting_remove(&forgotten_name(id)).await?;
        return Err(match e {
            StoreError::Conflict => outcome_unknown(),
            other => other.into(),
        });
    }
    connect::disconnect(&host.memory, id);
    host.tell(Event::AccountsChanged);
    forget_secrets(host, id).await
}

/// Takes the secrets of accounts out of the keychain that were removed when the program ended.
pub(crate) async fn forget_removed(host: &Host) -> Result<()> {
    for name in host.store.settings_named(FORGOTTEN).await? {
        let id = AccountId::from_text(&name[FORGOTTEN.len()..]);
        if host.store.account(&id).await?.is_some() {
            host.store.setting_remove(&name).await?;
        } else {
            forget_secrets(host, &id).await?;
        }
    }
    Ok(())
}

async fn forget_secrets(host: &Host, id: &AccountId) -> Result<()> {
    entry::remove_entries(host, id).await?;
    Ok(host.store.setting_remove(&forgotten_name(id)).await?)
}
