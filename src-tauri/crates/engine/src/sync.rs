//! Bringing accounts up to date: read, plan what changed, store it page by page.

use crate::Engine;
use crate::error::{Error, Result};
use crate::event::Event;
use crate::open;
use crate::view::{DisputeView, SkippedView, SyncView};
use async_trait::async_trait;
use std::time::Instant as Stopwatch;
use tvist_domain::clock::Instant;
use tvist_domain::plan::{self, Change};
use tvist_domain::submission::State;
use tvist_domain::{AccountId, Act, Dispute, DisputeId, Provider, Status, rules};
use tvist_provider::{Find, Page, ProviderError, Record, SyncScope};
use tvist_store::{Account, Filed, Query, Upsert};

/// An account that wasn't read completely for this long is swept from the start (stripe.md §10 (4): events reach back
/// 30 days only).
const SWEEP_AFTER: chrono::Duration = chrono::Duration::days(25);
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
        Ok(views)
    }

    pub(crate) async fn sync_account(&self, account: &Account, reading: Reading) -> SyncView {
        let watch = Stopwatch::now();
        self.tell(Event::SyncStarted {
            account: account.id.clone(),
        });
        let mut tally = Tally::default();
        let result = self.sync_within_lock(account, reading, &mut tally).await;
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
        let reread = if reading == Reading::Changes {
            Vec::new()
        } else {
            self.to_reread(&account.id, now).await?
        };
        let scope = SyncScope {
            cursor: account.cursor.clone(),
            full,
            reread,
            now,
        };
        let before = adapter.requests();
        let mut filing = Filing {
            engine: self,
            account: &account.id,
            now,
            tally,
        };
        let result = adapter.sync(scope, &mut filing).await;
        tally.requests = u32::try_from(adapter.requests() - before).unwrap_or(u32::MAX);
        let cursor = result?;
        if account.provider == Provider::Unico {
            // It has no list: what was asked for is followed one by one.
            self.follow_analyses(&account).await?;
        }
        self.store
            .account_set_synced(&account.id, Some(&cursor), now, full)
            .await?;
        Ok(())
    }

    /// Cases that are read whatever the provider's list of changes says.
    async fn to_reread(&self, account: &AccountId, now: Instant) -> Result<Vec<String>> {
        let mut filed = self.store.disputes_open(account).await?;
        let lost = Query {
            status: Some(Status::Lost),
            account: Some(account.clone()),
            limit: LOST_LOOKED_AT,
            now,
            ..Query::default()
        };
        filed.extend(self.store.disputes_page(&lost).await?.1);
        let wanted = filed
            .into_iter()
            .filter(|f| rules::wants_reading(&f.dispute, f.ended_at, now));
        Ok(wanted.map(|f| f.dispute.provider_id).collect())
    }

    /// Reads one case again at its provider.
    ///
    /// # Errors
    /// When it can't be read.
    pub async fn refresh(&self, which: &str) -> Result<DisputeView> {
        let id = self.resolve(which).await?;
        self.read_again(&id).await?;
        self.dispute(id.as_str()).await
    }

    /// Reads a case, stores what changed, and gives it as it is now.
    pub(crate) async fn read_again(&self, id: &DisputeId) -> Result<Filed> {
        let filed = self.filed(id).await?;
        let account = self.account_of(&filed.account).await?;
        let adapter = self.adapter(&account).await?;
        let read = match adapter.read(&filed.dispute).await {
            Err(ProviderError::NotFound) => {
                self.store.mark_vanished(id, self.now()).await?;
                return Err(ProviderError::NotFound.into());
            }
            other => other?,
        };
        self.file_reading(&filed.account, read).await?;
        self.filed(id).await
    }

    /// Stores one reading of a case.
    pub(crate) async fn file_reading(&self, account: &AccountId, read: Dispute) -> Result<()> {
        let mut tally = Tally::default();
        let mut filing = Filing {
            engine: self,
            account,
            now: self.now(),
            tally: &mut tally,
        };
        filing.file(vec![Record::Case(Box::new(read))]).await
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

/// What a synchronisation did.
#[derive(Default)]
struct Tally {
    new: u32,
    changed: u32,
    unchanged: u32,
    skipped: Vec<SkippedView>,
    requests: u32,
}

/// Stores pages as the adapter reads them.
struct Filing<'a> {
    engine: &'a Engine,
    account: &'a AccountId,
    now: Instant,
    tally: &'a mut Tally,
}

#[async_trait]
impl Find for Filing<'_> {
    async fn page(
        &mut self,
        page: Page,
    ) -> std::result::Result<(), Box<dyn std::error::Error + Send + Sync>> {
        self.file(page.records).await.map_err(Into::into)
    }

    async fn known(&mut self, provider_id: &str) -> Option<Dispute> {
        // A store that can't be read here is found out when the page is stored; until then everything is read again.
        self.engine
            .store
            .dispute_by_provider_id(self.account, provider_id)
            .await
            .ok()
            .flatten()
            .map(|f| f.dispute)
    }
}

impl Filing<'_> {
    async fn file(&mut self, records: Vec<Record>) -> Result<()> {
        let mut upserts = Vec::new();
        for record in records {
            match record {
                Record::Case(read) => upserts.extend(self.plan(*read).await?),
                Record::Skipped { provider_id, why } => self.skip(provider_id, why).await?,
            }
        }
        if upserts.is_empty() {
            return Ok(());
        }
        let touched: Vec<bool> = upserts.iter().map(|u| u.changed).collect();
        let ids = self
            .engine
            .store
            .apply_page(self.account, upserts, self.now)
            .await?;
        let changed: Vec<DisputeId> = ids
            .into_iter()
            .zip(touched)
            .filter(|(_, c)| *c)
            .map(|(id, _)| id)
            .collect();
        if !changed.is_empty() {
            self.engine.tell(Event::DisputesChanged { ids: changed });
        }
        Ok(())
    }

    async fn plan(&mut self, mut read: Dispute) -> Result<Option<Upsert>> {
        let store = &self.engine.store;
        let known = store
            .dispute_by_provider_id(self.account, &read.provider_id)
            .await?;
        // Somebody read the case after this reading began: an older word never overwrites a newer one.
        if known.as_ref().is_some_and(|filed| filed.read_at > self.now) {
            self.tally.unchanged += 1;
            return Ok(None);
        }
        let submissions = match &known {
            Some(filed) => store.domain_submissions(&filed.id).await?,
            None => Vec::new(),
        };
        let ours = submissions.iter().any(|s| {
            s.kind == Act::Submit && (s.state == State::Accepted || s.state.is_open_question())
        });
        let before = known.as_ref().map(|f| &f.dispute);
        read.returns = plan::returns(before, &read);
        let (entries, changed) = match plan::plan(before, &read, ours, self.now) {
            Change::New => {
                self.tally.new += 1;
                (Vec::new(), true)
            }
            Change::Changed(entries) => {
                self.tally.changed += 1;
                (entries, true)
            }
            Change::Unchanged => {
                self.tally.unchanged += 1;
                (Vec::new(), false)
            }
            Change::Contradiction(entry) => {
                self.tally.changed += 1;
                if let Some(filed) = &known {
                    // Told once, not at every visit.
                    let told = store.timeline(&filed.id).await?;
                    if told
                        .last()
                        .is_none_or(|e| (e.kind, &e.detail) != (entry.kind, &entry.detail))
                    {
                        store.timeline_append(&filed.id, &[entry]).await?;
                    }
                }
                return Ok(None);
            }
        };
        let step = rules::next_step(&read, &submissions, self.now);
        Ok(Some(Upsert {
            dispute: read,
            step,
            entries,
            changed,
        }))
    }

    async fn skip(&mut self, provider_id: Option<String>, why: String) -> Result<()> {
        if let (Some(id), "gone") = (&provider_id, why.as_str())
            && let Some(filed) = self
                .engine
                .store
                .dispute_by_provider_id(self.account, id)
                .await?
        {
            self.engine.store.mark_vanished(&filed.id, self.now).await?;
        }
        self.tally.skipped.push(SkippedView { provider_id, why });
        Ok(())
    }
}
