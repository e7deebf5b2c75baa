//! The data folder and the program itself: settings, backups, health, erasing.

use super::Engine;
use crate::backup::{BackupView, RestoredView};
use crate::error::Result;
use crate::health::HealthView;
use crate::host::breakdown::Breakdown;
use crate::host::open::OpenOptions;
use crate::host::setting::Settings;
use crate::view::{ErasureView, IntegrityView};
use secrecy::SecretString;
use std::path::Path;

impl Engine {
    /// Reads every page and every index of the database; takes as long as the file is large, and writing waits meanwhile.
    ///
    /// # Errors
    /// When the file can't be read at all.
    pub async fn integrity(&self) -> Result<IntegrityView> {
        crate::host::integrity::integrity(&self.host.store).await
    }

    /// What holds, where the data is open.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn health(&self) -> Result<HealthView> {
        crate::health::health(&self.host).await
    }

    /// Writes everything into one encrypted file, and opens it again from the disk before it is called done.
    ///
    /// # Errors
    /// `Error::Usage` when the passphrase is too short; `Error::File` when `out` is there already and `replace` isn't set, or it
    /// can't be written; `Error::Store` when the database is damaged or can't be read. Nothing is left behind then.
    pub async fn backup(
        &self,
        out: &Path,
        passphrase: SecretString,
        replace: bool,
    ) -> Result<BackupView> {
        crate::backup::backup(&self.host.store, out, passphrase, replace).await
    }

    /// How far this machine's clock is behind the providers', in seconds; none before the first reading.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn clock_skew(&self) -> Result<Option<i64>> {
        crate::account::skew::clock_skew(&self.host.store).await
    }

    /// The tasks that broke in the last month, as they first did.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn breakdowns(&self) -> Result<Vec<Breakdown>> {
        crate::host::breakdown::breakdowns(&self.host.store, self.host.now()).await
    }

    /// Notes that a task broke.
    ///
    /// # Errors
    /// When the database can't be read or written.
    pub async fn note_breakdown(&self, task: &str) -> Result<()> {
        crate::host::breakdown::note_breakdown(&self.host.store, self.host.now(), task).await
    }

    /// The settings in force.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn settings(&self) -> Result<Settings> {
        crate::host::setting::settings(&self.host.store).await
    }

    /// Stores new settings.
    ///
    /// # Errors
    /// When a value can't be used or the database can't be written.
    pub async fn set_settings(&self, settings: &Settings) -> Result<()> {
        crate::reminder::carry::set_settings(&self.host.store, self.host.now(), settings).await
    }

    /// Tells what erasing a case would take, and what stands in the way. Changes nothing.
    ///
    /// # Errors
    /// When there is no such case, or the database can't be read.
    pub async fn erase_rehearse(&self, which: &str) -> Result<ErasureView> {
        crate::erasure::erase_rehearse(&self.host.store, which).await
    }

    /// Erases a case that has ended, or that the provider doesn't know any more: itself, its timeline, drafts, files,
    /// receipts, reminders, words in the search, its line in the calendar's folder, the analyses that were asked for it,
    /// and the copies of the database from before a migration. Asks no provider, so it works without one.
    ///
    /// # Errors
    /// `Error::Refused` when something is to come of the case, or somebody is at it; `Error::Store` or
    /// `Error::File` when it can't be erased everywhere. The case is still whole then.
    pub async fn erase(&self, which: &str) -> Result<ErasureView> {
        crate::erasure::erase(&self.host, which).await
    }

    /// Makes a data folder from a backup. It may hold a database that no account and no case is in; one that isn't there
    /// gets a new key in the keychain.
    ///
    /// # Errors
    /// `Error::Backup` when the passphrase is wrong, or the file is damaged or no backup; `Error::File` when the
    /// folder holds an account or a case; `Error::Store` when the backup is of a newer version; keychain errors. The
    /// folder is as it was then.
    pub async fn restore(
        options: OpenOptions,
        file: &Path,
        passphrase: SecretString,
    ) -> Result<RestoredView> {
        crate::backup::restore::restore(options, file, passphrase).await
    }

    /// What holds, whether or not the data can be opened. Nothing is made where nothing was begun.
    pub async fn health_of(options: OpenOptions) -> HealthView {
        crate::health::health_of(options).await
    }
}
