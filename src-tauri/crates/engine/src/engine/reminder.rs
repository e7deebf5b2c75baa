//! Deadlines, reminders, the watch.

use super::Engine;
use crate::error::Result;
use crate::reminder::deadlines::DeadlinesView;
use crate::reminder::summary::DeskSummary;
use crate::view::ReminderView;
use crate::watch::Watch;
use tvist_domain::clock::Timestamp;
use tvist_domain::reminder::QuietHours;

impl Engine {
    /// How the desk stands.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn desk_summary(&self) -> Result<DeskSummary> {
        crate::reminder::summary::desk_summary(&self.host).await
    }

    /// Holds all reminders back until then, but never the last safe one.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn pause_reminders(&self, until: Timestamp) -> Result<()> {
        crate::reminder::snooze::pause_reminders(&self.host.store, until).await
    }

    /// Pauses until tomorrow morning in this machine's zone; gives when that is.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn pause_until_morning(&self) -> Result<Timestamp> {
        crate::reminder::snooze::pause_until_morning(&self.host).await
    }

    /// Ends a pause.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn resume_reminders(&self) -> Result<()> {
        crate::reminder::snooze::resume_reminders(&self.host.store).await
    }

    /// Until when reminders are paused, if they are.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn paused_until(&self) -> Result<Option<Timestamp>> {
        crate::reminder::snooze::paused_until(&self.host.store, self.host.now()).await
    }

    /// Holds the reminders of one case back, but never past its safe deadline; then it is reminded of again. Without a
    /// wish it lasts as long as the safe deadline suggests. Gives the end of the snooze: now, when the safe deadline
    /// leaves no time for one.
    ///
    /// # Errors
    /// When there is no such case or it has no deadline.
    pub async fn snooze(&self, which: &str, wished: Option<Timestamp>) -> Result<Timestamp> {
        crate::reminder::snooze::snooze(&self.host.store, self.host.now(), which, wished).await
    }

    /// The reminders with `from ≤ at < to`, oldest first. Quiet hours are the given ones, else those that are set.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn reminders(
        &self,
        from: Timestamp,
        to: Timestamp,
        quiet: Option<QuietHours>,
    ) -> Result<Vec<ReminderView>> {
        crate::reminder::reminders(&self.host, from, to, quiet).await
    }

    /// Starts to watch; none when another process does already.
    ///
    /// # Errors
    /// When the data folder can't be locked.
    pub fn watch(&self) -> Result<Option<Watch>> {
        crate::watch::watch(&self.host)
    }

    /// Every case that waits for its owner, by its last date.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn deadlines(&self) -> Result<DeadlinesView> {
        crate::reminder::deadlines::deadlines(&self.host).await
    }
}
