//! Accounts.

use super::Engine;
use crate::account::NewAccount;
use crate::account::secret_input::GivenSecrets;
use crate::error::Result;
use crate::view::{AccountView, CheckView};

impl Engine {
    /// Removes an account with everything that was stored of it, and its secrets.
    ///
    /// # Errors
    /// When there is none, or a submission's outcome is still open.
    pub async fn account_remove(&self, which: &str) -> Result<()> {
        crate::account::removal::account_remove(&self.host, which, |id| {
            let mut settings = crate::sync::warning::settings_of(id);
            settings.extend(crate::watch::webhook::settings_of(id));
            settings
        })
        .await
    }

    /// Replaces the credentials of an account, once they proved to be good and to be the same provider account's.
    ///
    /// # Errors
    /// `Error::Usage` when something is missing or malformed; `Error::Refused` when they lack a right that is needed,
    /// or belong to another account; when the provider can't be reached. What was kept before stays then.
    pub async fn account_renew(&self, which: &str, secrets: &GivenSecrets) -> Result<CheckView> {
        crate::account::renewal::account_renew(&self.host, which, secrets).await
    }

    /// Adds an account: secrets to the keychain first, then the row.
    ///
    /// # Errors
    /// `Error::Usage` when something is missing or malformed; keychain and database errors.
    pub async fn account_add(&self, new: NewAccount) -> Result<AccountView> {
        crate::account::account_add(&self.host, new).await
    }

    /// All accounts.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn accounts(&self) -> Result<Vec<AccountView>> {
        crate::account::accounts(&self.host.store, self.host.now()).await
    }

    /// Connects, and tells what the credentials lack. Changes nothing at the provider.
    ///
    /// # Errors
    /// When the provider can't be reached or refuses the credentials.
    pub async fn account_check(&self, which: &str) -> Result<CheckView> {
        crate::account::account_check(&self.host, which).await
    }
}
