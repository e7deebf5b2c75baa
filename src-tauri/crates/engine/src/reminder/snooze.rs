//! What holds reminders back: a pause of all of them, a snooze of one case; and what became of them so far.

use crate::error::{Error, Result};
use crate::host::{Host, lookup, waiting};
use tvist_domain::clock::Timestamp;
use tvist_domain::notice::{self, Ledger};
use tvist_domain::{DisputeId, reminder};
use tvist_store::Store;

/// Until when all are held back.
const PAUSED_UNTIL: &str = "reminders_paused_until";

/// Holds all reminders back until then, but never the last safe one.
pub(crate) async fn pause_reminders(store: &Store, until: Timestamp) -> Result<()> {
    Ok(store.setting_set(PAUSED_UNTIL, &Some(until)).await?)
}

/// Pauses until tomorrow morning in this machine's zone; gives when that is.
pub(crate) async fn pause_until_morning(host: &Host) -> Result<Timestamp> {
    let until = reminder::next_morning(host.now(), crate::host::zone::local_zone());
    pause_reminders(&host.store, until).await?;
    Ok(until)
}

/// Ends a pause.
pub(crate) async fn resume_reminders(store: &Store) -> Result<()> {
    let none: Option<Timestamp> = None;
    Ok(store.setting_set(PAUSED_UNTIL, &none).await?)
}

/// Until when reminders are paused, if they are.
pub(crate) async fn paused_until(store: &Store, now: Timestamp) -> Result<Option<Timestamp>> {
    let until: Option<Option<Timestamp>> = store.setting_get(PAUSED_UNTIL).await?;
    Ok(until.flatten().filter(|until| *until > now))
}

/// Holds the reminders of one case back, but never past its safe deadline; then it is reminded of again. Without a
/// wish it lasts as long as the safe deadline suggests. Gives the end of the snooze: now, when the safe deadline
/// leaves no time for one.
pub(crate) async fn snooze(
    store: &Store,
    now: Timestamp,
    which: &str,
    wished: Option<Timestamp>,
) -> Result<Timestamp> {
    let id = lookup::resolve(store, which).await?;
    let watched = waiting::watched_cases(store).await?;
    let Some((_, deadline)) = watched.iter().find(|(filed, _)| filed.id == id) else {
        return Err(Error::not_found("deadline of the dispute", which));
    };
    let wished = wished.unwrap_or_else(|| notice::a_while(deadline, now));
    let until = notice::snooze_until(wished, deadline, now);
    store.setting_set(&snooze_name(&id), &until).await?;
    Ok(until.unwrap_or(now))
}

/// What became of the reminders of a case so far.
pub(crate) async fn ledger(store: &Store, id: &DisputeId) -> Result<Ledger> {
    let snooze: Option<Option<Timestamp>> = store.setting_get(&snooze_name(id)).await?;
    Ok(Ledger {
        told: store.reminders_told(id).await?,
        snoozed_until: snooze.flatten(),
    })
}

pub(crate) fn snooze_name(id: &DisputeId) -> String {
    format!("snooze:{id}")
}
