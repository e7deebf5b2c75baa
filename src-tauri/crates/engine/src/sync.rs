//! Bringing accounts up to date: read, plan what changed, store it page by page.

use crate::Engine;
use crate::error::{Error, Result};
use crate::event::Event;
use crate::filing::{Filing, Tally};
use crate::open;
use crate::view::{DisputeView, SyncView};
use std::time::Instant as Stopwatch;
use tvist_domain::clock::Instant;
use tvist_domain::{AccountId, Dispute, DisputeId, Provider, Status, rules};
use tvist_provider::{ProviderError, Record, SyncScope};
use tvist_store::{Account, Filed, Query};

/// An account that wasn't read completely for this long is swept from the start (stripe.md §10 (4): events reach back
/// 30 days only).
const SWEEP_AFTER: chrono::Duration = chrono::Duration::days(25);
/// How many records that couldn't be read are asked for again in one visit.
const SKIPPED_AGAIN: u32 = 50;
/// How many lost cases are looked through for those that still wait for a word.
const LOST_LOOKED_AT: u32 = 500;

impl Engine {
    /// Brings one account, or all, up to date. A failure of one account is told in its entry.
    ///
    /// # Errors
    /// Only when nothing could be tried.
    pub async fn sync(&self, account: Option<&str>, full: bool) -> Result<Vec<SyncView>> {
        let accounts = match account {
            Some(which) => vec![self.find_account(which).await?],
            None => self.store.accounts().await?,
        };
        let mut views = Vec::new();
        for account in accounts {
            let reading = if full {
                Reading::Everything
            } else {
                Reading::OpenCases
            };
            views.push(self.sync_account(&account, reading).await);
        }
        if let Err(e) = self.refresh_calendar().await {
            tracing::warn!(error = %e.kind(), "the calendar's folder isn't up to date");
        }
        Ok(views)
    }

    pub(crate) async fn sync_account(&self, account: &Account, reading: Reading) -> SyncView {
        let watch = Stopwatch::now();
        self.tell(Event::SyncStarted {
            account: account.id.clone(),
        });
        let mut tally = Tally::default();
        let result = self.sync_within_lock(account, reading, &mut tally).await;
        if let Err(error) = self.note_skew(&account.id).await {
            tracing::warn!(code = error.kind(), "the provider's clock can't be noted");
        }
        if let Err(e) = &result {
            // The next attempt finds the reason; a database that can't even take that is told by the error itself.
            let _ = self
                .store
                .account_set_error(&account.id, self.now(), &e.kind())
                .await;
        }
        self.tell(Event::SyncEnded {
            account: account.id.clone(),
            ok: result.is_ok(),
        });
        SyncView {
            account: account.id.clone(),
            ok: result.is_ok(),
            new: tally.new,
            changed: tally.changed,
            unchanged: tally.unchanged,
            skipped: tally.skipped,
            requests: tally.requests,
            seconds: watch.elapsed().as_secs_f64(),
            error: result.err().map(|e| e.view()),
        }
    }

    /// One synchronisation of an account at a time, between processes too.
    async fn sync_within_lock(
        &self,
        account: &Account,
        reading: Reading,
        tally: &mut Tally,
    ) -> Result<()> {
        let path = self.data_dir.join(format!("sync-{}.lock", account.id));
        let _lock = tokio::task::spawn_blocking(move || open::lock(&path))
            .await
            .map_err(|e| Error::Stopped(e.to_string()))??;
        let account = self.account_of(&account.id).await?;
        let adapter = self.adapter(&account).await?;
        let now = self.now();
        let full = reading == Reading::Everything
            || account.swept_at.is_none()
            || account.synced_at.is_none_or(|at| now - at > SWEEP_AFTER);
        let mut reread = if reading == Reading::Changes {
            Vec::new()
        } else {
            self.to_reread(&account.id, account.provider, now).await?
        };
        let skipped = self.store.skipped(&account.id, SKIPPED_AGAIN).await?;
        if rules::capabilities(account.provider).reads_by_id {
            reread.extend(skipped);
        }
        let scope = SyncScope {
            cursor: account.cursor.clone(),
            full,
            reread,
            now,
        };
        let before = adapter.requests();
        let mut filing = Filing::new(self, &account, now, tally);
        let result = adapter.sync(scope, &mut filing).await;
        if result.is_ok() {
            self.read_money(&account, adapter.as_ref()).await?;
        }
        tally.requests = u32::try_from(adapter.requests() - before).unwrap_or(u32::MAX);
        let cursor = result?;
        if rules::capabilities(account.provider).analyses {
            // It has no list: what was asked for is followed one by one.
            self.follow_analyses(&account).await?;
        }
        self.store
            .account_set_synced(&account.id, Some(&cursor), now, full)
            .await?;
        // What was read of the cases stands, whatever becomes of this.
        if let Some(warns) = adapter.warns() {
            let read = self
                .read_warnings(&account, warns, reading, full, tally)
                .await;
            tally.requests = u32::try_from(adapter.requests() - before).unwrap_or(u32::MAX);
            read?;
        }
        Ok(())
    }

    /// Cases that are read whatever the provider's list of changes says.
    async fn to_reread(
        &self,
        account: &AccountId,
        provider: Provider,
        now: Instant,
    ) -> Result<Vec<String>> {
        let mut filed = self.store.disputes_open(account).await?;
        let lost = Query {
            status: Some(Status::Lost),
            account: Some(account.clone()),
            limit: LOST_LOOKED_AT,
            ..Query::default()
        };
        filed.extend(self.store.disputes_page(&lost).await?.1);
        // Where nothing can be asked for by its id, one that isn't known any more could only be looked for by reading
        // everything: it is, once a week.
        let by_id = rules::capabilities(provider).reads_by_id;
        let wanted = filed
            .into_iter()
            .filter(|f| by_id || f.vanished_at.is_none())
            .filter(|f| rules::wants_reading(&f.dispute, f.ended_at, now));
        Ok(wanted.map(|f| f.dispute.provider_id).collect())
    }

    /// Reads one case again at its provider.
    ///
    /// # Errors
    /// When it can't be read.
    pub async fn refresh(&self, which: &str) -> Result<DisputeView> {
        let id = self.resolve(which).await?;
        let filed = self.read_again(&id).await?;
        self.read_money_of(&filed).await?;
        self.dispute(id.as_str()).await
    }

    /// Reads a case, stores what changed, and gives it as it is now.
    pub(crate) async fn read_again(&self, id: &DisputeId) -> Result<Filed> {
        let filed = self.filed(id).await?;
        let account = self.account_of(&filed.account).await?;
        let adapter = self.adapter(&account).await?;
        let began = self.now();
        let read = match adapter.read(&filed.dispute).await {
            Err(ProviderError::NotFound) => {
                self.note_gone(id, self.now()).await?;
                return Err(ProviderError::NotFound.into());
            }
            other => other?,
        };
        self.file_reading(&filed.account, read, began).await?;
        self.filed(id).await
    }

    /// Stores one reading of a case, unless it was read since this one `began`.
    pub(crate) async fn file_reading(
        &self,
        account: &AccountId,
        read: Dispute,
        began: Instant,
    ) -> Result<()> {
        let mut tally = Tally::default();
        let account = self.account_of(account).await?;
        Filing::new(self, &account, began, &mut tally)
            .file(vec![Record::Case(Box::new(read))])
            .await
    }

    pub(crate) async fn filed(&self, id: &DisputeId) -> Result<Filed> {
        self.store
            .dispute(id)
            .await?
            .ok_or_else(|| Error::not_found("dispute", id))
    }
}

/// How much a synchronisation reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// What the provider's list of changes names.
    Changes,
    /// That, and every open case: what the owner asks for.
    OpenCases,
    Everything,
}
