//! What holds reminders back: a pause of all of them, a snooze of one case; and what became of them so far.

use crate::Engine;
use crate::error::{Error, Result};
use tvist_domain::DisputeId;
use tvist_domain::clock::Instant;
use tvist_domain::notice::{self, Ledger};
use tvist_domain::reminder;

/// Until when all are held back.
const PAUSED_UNTIL: &str = "reminders_paused_until";

impl Engine {
    /// Holds all reminders back until then, but never the last safe one.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn pause_reminders(&self, until: Instant) -> Result<()> {
        Ok(self.store.setting_set(PAUSED_UNTIL, &Some(until)).await?)
    }

    /// Pauses until tomorrow morning in this machine's zone; gives when that is.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn pause_until_morning(&self) -> Result<Instant> {
        let until = reminder::next_morning(self.now(), crate::reminders::local_zone());
        self.pause_reminders(until).await?;
        Ok(until)
    }

    /// Ends a pause.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn resume_reminders(&self) -> Result<()> {
        let none: Option<Instant> = None;
        Ok(self.store.setting_set(PAUSED_UNTIL, &none).await?)
    }

    /// Until when reminders are paused, if they are.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn paused_until(&self) -> Result<Option<Instant>> {
        let until: Option<Option<Instant>> = self.store.setting_get(PAUSED_UNTIL).await?;
        let now = self.now();
        Ok(until.flatten().filter(|until| *until > now))
    }

    /// Holds the reminders of one case back, but never past its safe deadline; then it is reminded of again. Without a
    /// wish it lasts as long as the safe deadline suggests. Gives the end of the snooze: now, when the safe deadline
    /// leaves no time for one.
    ///
    /// # Errors
    /// When there is no such case or it has no deadline.
    pub async fn snooze(&self, which: &str, wished: Option<Instant>) -> Result<Instant> {
        let id = self.resolve(which).await?;
        let watched = self.watched_cases().await?;
        let Some((_, deadline)) = watched.iter().find(|(filed, _)| filed.id == id) else {
            return Err(Error::not_found("deadline of the dispute", which));
        };
        let now = self.now();
        let wished = wished.unwrap_or_else(|| notice::a_while(deadline, now));
        let until = notice::snooze_until(wished, deadline, now);
        self.store.setting_set(&snooze_name(&id), &until).await?;
        Ok(until.unwrap_or(now))
    }

    /// What became of the reminders of a case so far.
    pub(crate) async fn ledger(&self, id: &DisputeId) -> Result<Ledger> {
        let snooze: Option<Option<Instant>> = self.store.setting_get(&snooze_name(id)).await?;
        Ok(Ledger {
            told: self.store.reminders_told(id).await?,
            snoozed_until: snooze.flatten(),
        })
    }
}

pub(crate) fn snooze_name(id: &DisputeId) -> String {
    format!("snooze:{id}")
}
