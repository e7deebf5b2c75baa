//! How far what is known of each account can be trusted.

use crate::error::Result;
use crate::host::waiting;
use std::collections::HashMap;
use tvist_domain::AccountId;
use tvist_domain::clock::Timestamp;
use tvist_domain::freshness::{Freshness, Readings};
use tvist_store::{Account, Store};

/// The state of each of these accounts, in their order.
pub(crate) async fn freshness_of(
    store: &Store,
    now: Timestamp,
    accounts: &[Account],
) -> Result<Vec<Freshness>> {
    // Where all readings go well the cases needn't be asked.
    if accounts.iter().all(|a| a.last_error.is_none()) {
        return Ok(vec![Freshness::Fresh; accounts.len()]);
    }
    let mut safe: HashMap<AccountId, Timestamp> = HashMap::new();
    for (filed, deadline) in waiting::watched_cases(store).await? {
        if deadline.safe_at > now {
            let first = safe.entry(filed.account).or_insert(deadline.safe_at);
            *first = deadline.safe_at.min(*first);
        }
    }
    let state = |account: &Account| {
        let readings = Readings {
            provider: account.provider,
            added_at: account.added_at,
            synced_at: account.synced_at,
            failed: account.last_error.is_some(),
            refused: is_refused(account),
            next_safe_at: safe.get(&account.id).copied(),
        };
        readings.freshness(now)
    };
    Ok(accounts.iter().map(state).collect())
}

/// Whether the last reading failed because of the credentials, which waiting doesn't mend.
pub(crate) fn is_refused(account: &Account) -> bool {
    matches!(
        account.last_error.as_deref(),
        Some("provider_unauthorized" | "provider_forbidden")
    )
}
