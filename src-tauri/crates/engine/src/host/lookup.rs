//! Look-ups: what a name that somebody gave stands for.

use crate::error::{Error, Result};
use tvist_domain::{AccountId, DisputeId, Subject, WarningId};
use tvist_store::{Account, Store, StoredDispute, Warned};

/// Our id of a case that is named by our id, or by the provider's id or reference where that fits only one.
pub(crate) async fn resolve(store: &Store, which: &str) -> Result<DisputeId> {
    let mut found = store.dispute_find(which).await?;
    match found.len() {
        1 => Ok(found.remove(0)),
        0 => Err(Error::not_found("dispute", which)),
        _ => Err(Error::Ambiguous {
            which: which.to_owned(),
        }),
    }
}

pub(crate) async fn filed(store: &Store, id: &DisputeId) -> Result<StoredDispute> {
    store
        .dispute(id)
        .await?
        .ok_or_else(|| Error::not_found("dispute", id))
}

/// An account by id, or by label where only one has it.
pub(crate) async fn find_account(store: &Store, which: &str) -> Result<Account> {
    if let Some(account) = store.account(&AccountId::from_text(which)).await? {
        return Ok(account);
    }
    let mut named: Vec<Account> = store
        .accounts()
        .await?
        .into_iter()
        .filter(|a| a.label == which)
        .collect();
    match named.len() {
        1 => Ok(named.remove(0)),
        0 => Err(Error::not_found("account", which)),
        _ => Err(Error::Ambiguous {
            which: which.to_owned(),
        }),
    }
}

pub(crate) async fn account_of(store: &Store, id: &AccountId) -> Result<Account> {
    store
        .account(id)
        .await?
        .ok_or_else(|| Error::not_found("account", id))
}

/// Our id of a warning that is named by it, or by the provider's id of the warning or of its payment.
pub(crate) async fn resolve_warning(store: &Store, which: &str) -> Result<WarningId> {
    let mut found = store.warning_find(which).await?;
    match found.len() {
        1 => Ok(found.remove(0)),
        0 => Err(Error::not_found("warning", which)),
        _ => Err(Error::Usage(format!(
            "\"{which}\" fits more than one warning; use the id"
        ))),
    }
}

/// What `which` names: a warning, or else a case.
pub(crate) async fn subject_of(store: &Store, which: &str) -> Result<Subject> {
    let warnings = store.warning_find(which).await?;
    Ok(match &warnings[..] {
        [id] => id.clone().into(),
        _ => resolve(store, which).await?.into(),
    })
}

pub(crate) async fn warned(store: &Store, id: &WarningId) -> Result<Warned> {
    store
        .warning(id)
        .await?
        .ok_or_else(|| Error::not_found("warning", id))
}
