//! The providers' clocks against ours: measured with every reading, kept with the account, put right where we count.

use crate::account::connect;
use crate::error::Result;
use crate::event::Event;
use crate::host::Host;
use crate::host::memory::Memory;
use std::collections::HashMap;
use tvist_domain::clock::{Timestamp, seconds_later, span};
use tvist_domain::{AccountId, skew, step};
use tvist_store::{Account, Store};

/// A measurement is good to a second or two; a smaller change is none.
const NOISE_SECONDS: i64 = 2;

/// Keeps how far the provider's clock is ahead of ours, by its last answers.
pub(crate) async fn note_skew(host: &Host, id: &AccountId) -> Result<()> {
    let Some(account) = host.store.account(id).await? else {
        return Ok(());
    };
    // What is practised with goes by the program's own clock.
    if account.practice {
        return Ok(());
    }
    let theirs = connect::known_adapter(&host.memory, id).and_then(|a| a.provider_now());
    let measured = theirs.map(|at| span(host.now(), at).num_seconds());
    let Some(skew) = measured.and_then(skew::believable) else {
        return Ok(());
    };
    let changed = account
        .skew_seconds
        .is_none_or(|known| known.saturating_sub(skew).saturating_abs() > NOISE_SECONDS);
    if changed {
        host.store.account_set_skew(id, skew).await?;
    }
    Ok(())
}

/// How far this machine's clock is behind the providers', in seconds; none before the first reading.
pub(crate) async fn clock_skew(store: &Store) -> Result<Option<i64>> {
    Ok(of_accounts(&store.accounts().await?))
}

/// Forgets what was measured before the machine slept: its clocks stood still, the providers' didn't.
pub(crate) fn forget_provider_clocks(memory: &Memory) {
    for adapter in connect::known_adapters(memory) {
        adapter.forget_provider_clock();
    }
}

/// Now, by the clock of each account's provider: what a provider allows, and whether a date is over, goes by it.
pub(crate) struct Clocks {
    ours: Timestamp,
    theirs: HashMap<AccountId, Timestamp>,
}

impl Clocks {
    /// Now at the provider of an account; ours where none is known.
    pub(crate) fn of(&self, account: &AccountId) -> Timestamp {
        self.theirs.get(account).copied().unwrap_or(self.ours)
    }
}

/// Now, at every provider.
pub(crate) async fn clocks(store: &Store, now: Timestamp) -> Result<Clocks> {
    let ours = now;
    let accounts = store.accounts().await?;
    Ok(Clocks {
        ours,
        theirs: accounts
            .into_iter()
            .map(|account| (account.id.clone(), account.provider_now(ours)))
            .collect(),
    })
}

/// Brings the steps that lists filter and sort by up to date: those that time or a submission has moved. A database
/// that takes no writing now is read as it is.
pub(crate) async fn place_due(host: &Host) {
    match host.store.place_due(host.now(), step::span).await {
        Ok(moved) if moved.is_empty() => {}
        Ok(ids) => host.tell(Event::DisputesChanged { ids }),
        Err(e) => tracing::warn!(error = e.code(), "the desk isn't placed anew"),
    }
}

/// The machine's skew by that of its accounts.
pub(crate) fn of_accounts(accounts: &[Account]) -> Option<i64> {
    skew::of_machine(accounts.iter().filter_map(|a| a.skew_seconds))
}

/// Now, as the providers' clocks have it. A few seconds are none.
pub(crate) fn corrected(now: Timestamp, skew_seconds: Option<i64>) -> Timestamp {
    let skew = skew_seconds.filter(|s| s.saturating_abs() > NOISE_SECONDS);
    seconds_later(now, skew.unwrap_or(0))
}
