//! Warnings of fraud before there is a dispute: reading them, and showing them to both faces.

mod refund;

use crate::Engine;
use crate::error::{Error, Result};
use crate::event::Event;
use crate::filing::Tally;
use crate::open;
use crate::sync::Reading;
use crate::view::{SkippedView, WarningView};
use std::fs::File as LockFile;
use tvist_domain::clock::Instant;
use tvist_domain::{AccountId, Subject, Warning, WarningId, warning};
use tvist_provider::{Adapter, ProviderError, WarningScope, Warns};
use tvist_store::{Account, Warned};

/// Where the reading of an account's warnings stopped.
fn cursor_name(id: &AccountId) -> String {
    format!("warnings_cursor:{id}")
}

/// The settings that belong to an account's warnings.
pub(crate) fn settings_of(id: &AccountId) -> Vec<String> {
    vec![cursor_name(id)]
}

impl Engine {
    /// The warnings of all accounts, or of one: those that a refund can still answer first, then the newest.
    ///
    /// # Errors
    /// When the account doesn't exist, or the database can't be read.
    pub async fn warnings(&self, account: Option<&str>) -> Result<Vec<WarningView>> {
        let account = match account {
            Some(which) => Some(self.find_account(which).await?.id),
            None => None,
        };
        let mut views = Vec::new();
        for warned in self.store.warnings(account.as_ref()).await? {
            views.push(self.warning_view(warned).await?);
        }
        Ok(views)
    }

    /// One warning.
    ///
    /// # Errors
    /// When there is none, or the database can't be read.
    pub async fn warning(&self, which: &str) -> Result<WarningView> {
        let id = self.resolve_warning(which).await?;
        self.warning_view(self.warned(&id).await?).await
    }

    /// Our id of a warning that is named by it, or by the provider's id of the warning or of its payment.
    pub(crate) async fn resolve_warning(&self, which: &str) -> Result<WarningId> {
        let mut found = self.store.warning_find(which).await?;
        match found.len() {
            1 => Ok(found.remove(0)),
            0 => Err(Error::not_found("warning", which)),
            _ => Err(Error::Usage(format!(
                "\"{which}\" fits more than one warning; use the id"
            ))),
        }
    }

    /// What `which` names: a warning, or else a case.
    pub(crate) async fn subject_of(&self, which: &str) -> Result<Subject> {
        let warnings = self.store.warning_find(which).await?;
        Ok(match &warnings[..] {
            [id] => id.clone().into(),
            _ => self.resolve(which).await?.into(),
        })
    }

    pub(crate) async fn warned(&self, id: &WarningId) -> Result<Warned> {
        self.store
            .warning(id)
            .await?
            .ok_or_else(|| Error::not_found("warning", id))
    }

    async fn warning_view(&self, warned: Warned) -> Result<WarningView> {
        let refunds = self.store.refunds_of_warned(&warned.id).await?;
        let refundable = warning::problems(&warned.warning, &refunds).is_empty();
        let left = warned.warning.left();
        let warning = warned.warning;
        Ok(WarningView {
            id: warned.id,
            provider: warning.provider,
            account: warned.account,
            provider_id: warning.provider_id,
            at: warning.at,
            actionable: warning.actionable,
            fraud_type: warning.fraud_type,
            amount: warning.transaction.amount.clone(),
            left,
            refundable,
            transaction: warning.transaction,
            customer: warning.customer,
            order: warning.order,
            live: warning.live,
            dispute: warned.dispute,
            submissions: refunds.iter().map(crate::case::submission_view).collect(),
            read_at: warned.read_at,
        })
    }

    /// One process at a time works on a warning; the lock falls with the process.
    pub(crate) fn lock_warning(&self, id: &WarningId) -> Result<Option<LockFile>> {
        open::try_lock(&self.data_dir.join(format!("warning-{id}.lock")))
    }

    /// Stores readings that began then, and tells what is different by them.
    pub(crate) async fn file_warnings(
        &self,
        account: &AccountId,
        read: &[Warning],
        began: Instant,
    ) -> Result<()> {
        if read.is_empty() {
            return Ok(());
        }
        let ids = self
            .store
            .warnings_file(account, read, began, self.now())
            .await?;
        if !ids.is_empty() {
            self.tell(Event::WarningsChanged { ids });
        }
        Ok(())
    }

    /// Reads a warning, stores what changed, and gives it as it is now.
    pub(crate) async fn read_warning_again(&self, id: &WarningId) -> Result<Warned> {
        let warned = self.warned(id).await?;
        let account = self.account_of(&warned.account).await?;
        let adapter = self.adapter(&account).await?;
        let warns = warns_of(&*adapter)?;
        let began = self.now();
        let read = warns.read_one(&warned.warning.provider_id).await?;
        self.file_warnings(&account.id, &[read], began).await?;
        self.warned(id).await
    }

    /// Reads an account's warnings as part of a visit. A key without the right to them is no failure: the account's check
    /// names what is missing. A list that isn't what the provider documents is told and asked for again.
    pub(crate) async fn read_warnings(
        &self,
        account: &Account,
        warns: &dyn Warns,
        reading: Reading,
        full: bool,
        tally: &mut Tally,
    ) -> Result<()> {
        let name = cursor_name(&account.id);
        let reread = match reading {
            Reading::Changes => Vec::new(),
            Reading::OpenCases | Reading::Everything => self.still_actionable(&account.id).await?,
        };
        let scope = WarningScope {
            cursor: self.store.setting_get(&name).await?,
            full,
            reread,
            now: self.now(),
        };
        let read = match warns.read(&scope).await {
            Ok(read) => read,
            Err(error @ (ProviderError::Forbidden { .. } | ProviderError::NotFound)) => {
                tracing::info!(error = error.code(), "the warnings can't be read");
                return Ok(());
            }
            // Told, but no reason to call the account unread: its cases were read.
            Err(error @ (ProviderError::Protocol { .. } | ProviderError::Rejected(_))) => {
                tracing::warn!(error = error.code(), "the warnings can't be read");
                tally.skipped.push(SkippedView {
                    provider_id: None,
                    why: "the early fraud warnings can't be read".to_owned(),
                });
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        };
        self.file_warnings(&account.id, &read.warnings, scope.now)
            .await?;
        let skipped = read.skipped.into_iter();
        tally
            .skipped
            .extend(skipped.map(|(provider_id, why)| SkippedView { provider_id, why }));
        Ok(self.store.setting_set(&name, &read.cursor).await?)
    }

    /// The provider's ids of warnings that a refund could answer when they were last read.
    async fn still_actionable(&self, account: &AccountId) -> Result<Vec<String>> {
        let known = self.store.warnings(Some(account)).await?;
        let open = known.into_iter().filter(|w| w.warning.actionable);
        Ok(open.map(|w| w.warning.provider_id).collect())
    }
}

/// The warnings of an account whose provider has such.
fn warns_of(adapter: &dyn Adapter) -> Result<&dyn Warns> {
    adapter
        .warns()
        .ok_or_else(|| ProviderError::Unsupported.into())
}
