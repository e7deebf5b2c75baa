//! Removing an account: fenced against a submission that begins in the same moment, its secrets out of the keychain.

use crate::error::{Error, Result};
use crate::event::Event;
use crate::{Engine, warning, webhook};
use tvist_domain::AccountId;
use tvist_domain::check::Problem;
use tvist_store::StoreError;

/// Settings that name accounts whose secrets still have to leave the keychain.
const FORGOTTEN: &str = "forgotten:";

fn forgotten_name(id: &AccountId) -> String {
    format!("{FORGOTTEN}{id}")
}

fn outcome_unknown() -> Error {
    Error::Refused(vec![Problem::blocking(
        "outcome_unknown",
        None,
        "the outcome of a submission isn't known yet: reconcile first",
    )])
}

impl Engine {
    /// Removes an account with everything that was stored of it, and its secrets.
    ///
    /// # Errors
    /// When there is none, or a submission's outcome is still open.
    pub async fn account_remove(&self, which: &str) -> Result<()> {
        let account = self.find_account(which).await?;
        let id = &account.id;
        // Should the program end before the keychain is tidied, the next start does it.
        self.store.setting_set(&forgotten_name(id), &true).await?;
        let mut settings = webhook::settings_of(id);
        settings.extend(warning::settings_of(id));
        // The transaction that removes it is the one that looks for open questions: nothing can begin in between.
        if let Err(e) = self.store.account_remove(id, &settings).await {
            self.store.setting_remove(&forgotten_name(id)).await?;
            return Err(match e {
                StoreError::Conflict => outcome_unknown(),
                other => other.into(),
            });
        }
        self.disconnect(id);
        self.tell(Event::AccountsChanged);
        self.forget_secrets(id).await
    }

    /// Takes the secrets of accounts out of the keychain that were removed when the program ended.
    pub(crate) async fn forget_removed(&self) -> Result<()> {
        for name in self.store.settings_named(FORGOTTEN).await? {
            let id = AccountId::from_text(&name[FORGOTTEN.len()..]);
            if self.store.account(&id).await?.is_some() {
                self.store.setting_remove(&name).await?;
            } else {
                self.forget_secrets(&id).await?;
            }
        }
        Ok(())
    }

    async fn forget_secrets(&self, id: &AccountId) -> Result<()> {
        self.remove_entries(id).await?;
        Ok(self.store.setting_remove(&forgotten_name(id)).await?)
    }
}
