//! Storing what was read of an account, page by page: planned against what is known, in one transaction a page.

use crate::error::Result;
use crate::event::Event;
use crate::host::Host;
use crate::host::task::blocking;
use crate::sync::late;
use crate::view::SkippedView;
use async_trait::async_trait;
use std::collections::HashMap;
use tvist_domain::clock::Timestamp;
use tvist_domain::plan::{self, Change, GONE_READS_APART};
use tvist_domain::submission::{State, Submission};
use tvist_domain::timeline::{Entry, EntryKind, EntrySource};
use tvist_domain::{AccountId, Act, Dispute, DisputeId, step};
use tvist_provider::{Record, StoredCases};
use tvist_store::{Account, Store, StoredDispute, Upsert};

/// The word for a case that the provider doesn't know any more, as it is shown.
const GONE: &str = "gone";

/// What a synchronisation did.
#[derive(Default)]
pub(crate) struct Tally {
    pub new: u32,
    pub changed: u32,
    pub unchanged: u32,
    pub skipped: Vec<SkippedView>,
    pub requests: u32,
}

/// Stores pages as they are read.
pub(crate) struct PageWriter<'a> {
    host: &'a Host,
    account: &'a AccountId,
    /// When the reading began: what is stored is dated so.
    now: Timestamp,
    /// The same by the provider's clock: steps go by it.
    theirs: Timestamp,
    tally: &'a mut Tally,
}

/// What is known of the cases of a page, read at once.
struct Known {
    cases: HashMap<String, StoredDispute>,
    submissions: HashMap<DisputeId, Vec<Submission>>,
}

/// What an adapter may look up of an account's cases while it reads.
pub(crate) struct Shelf<'a> {
    pub(crate) store: &'a Store,
    pub(crate) account: &'a AccountId,
}

#[async_trait]
impl StoredCases for Shelf<'_> {
    async fn known(&self, provider_id: &str) -> Option<Dispute> {
        // A store that can't be read here is found out when the page is stored; until then everything is read again.
        let found = self.store.dispute_by_provider_id(self.account, provider_id);
        found.await.ok().flatten().map(|filed| filed.dispute)
    }

    async fn about_payments(&self, payments: &[String]) -> Vec<String> {
        // What isn't found here is found when its case is read next.
        let found = self.store.disputes_about_payments(self.account, payments);
        found.await.unwrap_or_default()
    }
}

impl<'a> PageWriter<'a> {
    pub(crate) fn new(
        host: &'a Host,
        account: &'a Account,
        now: Timestamp,
        tally: &'a mut Tally,
    ) -> Self {
        Self {
            host,
            account: &account.id,
            now,
            theirs: account.provider_now(now),
            tally,
        }
    }

    /// Whose cases are stored.
    pub(crate) fn account(&self) -> &'a AccountId {
        self.account
    }

    /// Stores one page. What is new of it is found out and stored by one at a time: two faces that read the same would
    /// both tell it, and the older reading might overwrite the newer one.
    pub(crate) async fn file(&mut self, records: Vec<Record>) -> Result<()> {
        let turn = self
            .host
            .data_dir
            .join(format!("filing-{}.lock", self.account));
        let _turn = blocking(move || crate::host::lock::wait_for(&turn)).await??;
        let mut read = Vec::with_capacity(records.len());
        let (mut skipped, mut gone) = (Vec::new(), Vec::new());
        for record in records {
            match record {
                Record::Case(case) => read.push(*case),
                Record::Skipped { provider_id, why } => {
                    skipped.push(SkippedView { provider_id, why });
                }
                Record::Gone { provider_id } => gone.push(provider_id),
            }
        }
        late::believe_late_proof(self.host, self.account, &read, self.now).await?;
        let known = self.known_of(&read).await?;
        let before = (self.tally.new, self.tally.changed, self.tally.unchanged);
        let ids: Vec<String> = read.iter().map(|r| r.provider_id.clone()).collect();
        let mut upserts = Vec::with_capacity(read.len());
        for case in read {
            upserts.extend(self.plan(case, &known).await?);
        }
        if let Err(e) = self.store(upserts).await {
            // Only what is on the disk is told.
            (self.tally.new, self.tally.changed, self.tally.unchanged) = before;
            return Err(e);
        }
        self.remember_skipped(&ids, skipped, gone).await
    }

    async fn known_of(&self, read: &[Dispute]) -> Result<Known> {
        let store = &self.host.store;
        let ids: Vec<&str> = read.iter().map(|r| r.provider_id.as_str()).collect();
        let filed = store.disputes_by_provider_ids(self.account, &ids).await?;
        let ours: Vec<&DisputeId> = filed.iter().map(|f| &f.id).collect();
        let submissions = store.domain_submissions_of(&ours).await?;
        let by_id = |f: StoredDispute| (f.dispute.provider_id.clone(), f);
        Ok(Known {
            cases: filed.into_iter().map(by_id).collect(),
            submissions,
        })
    }

    async fn store(&mut self, upserts: Vec<Upsert>) -> Result<()> {
        if upserts.is_empty() {
            return Ok(());
        }
        let touched: Vec<bool> = upserts.iter().map(|u| u.changed).collect();
        let ids = self
            .host
            .store
            .file_page(self.account, upserts, self.now)
            .await?;
        // What was erased isn't new.
        let erased = u32::try_from(ids.iter().filter(|id| id.is_none()).count()).unwrap_or(0);
        self.tally.new = self.tally.new.saturating_sub(erased);
        self.tally.unchanged += erased;
        let changed: Vec<DisputeId> = ids
            .into_iter()
            .zip(touched)
            .filter(|(_, c)| *c)
            .filter_map(|(id, _)| id)
            .collect();
        if !changed.is_empty() {
            self.host.tell(Event::DisputesChanged { ids: changed });
        }
        Ok(())
    }

    async fn plan(&mut self, mut read: Dispute, known: &Known) -> Result<Option<Upsert>> {
        let filed = known.cases.get(&read.provider_id);
        let present = self.host.now();
        if filed.is_some_and(|filed| was_read_since(filed.read_at, self.now, present)) {
            self.tally.unchanged += 1;
            return Ok(None);
        }
        let submissions = filed
            .and_then(|f| known.submissions.get(&f.id))
            .map_or(&[][..], Vec::as_slice);
        let ours = submissions.iter().any(|s| {
            s.kind == Act::Submit && (s.state == State::Accepted || s.state.is_open_question())
        });
        let before = filed.map(|f| &f.dispute);
        read.returns = plan::returns(before, &read);
        if let Some(before) = before {
            read.keep_money_of(before);
        }
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
                if let Some(filed) = filed {
                    self.tell_contradiction(&filed.id, entry).await?;
                }
                return Ok(None);
            }
        };
        let step = step::span(&read, submissions, self.theirs);
        Ok(Some(Upsert {
            dispute: read,
            step,
            entries,
            changed,
        }))
    }

    /// Told once, not at every visit.
    async fn tell_contradiction(&self, id: &DisputeId, entry: Entry) -> Result<()> {
        let store = &self.host.store;
        let told = store.timeline(id).await?;
        if told
            .last()
            .is_none_or(|e| (e.kind, &e.detail) != (entry.kind, &entry.detail))
        {
            store.timeline_append(id, &[entry]).await?;
        }
        Ok(())
    }

    /// What couldn't be read is asked for at the next visits too, until it is read or gone.
    async fn remember_skipped(
        &mut self,
        read: &[String],
        skipped: Vec<SkippedView>,
        gone: Vec<String>,
    ) -> Result<()> {
        let store = &self.host.store;
        for id in &gone {
            if let Some(filed) = store.dispute_by_provider_id(self.account, id).await? {
                note_gone(self.host, &filed.id, self.now).await?;
            }
        }
        let done: Vec<&str> = read.iter().chain(&gone).map(String::as_str).collect();
        if !done.is_empty() {
            store.skipped_forget(self.account, &done).await?;
        }
        let ids = skipped
            .iter()
            .filter_map(|skip| skip.provider_id.as_deref());
        let open: Vec<&str> = ids.collect();
        if !open.is_empty() {
            store.skipped_note(self.account, &open, self.now).await?;
        }
        self.tally.skipped.extend(skipped);
        let gone = gone.into_iter().map(|id| SkippedView {
            provider_id: Some(id),
            why: GONE.to_owned(),
        });
        self.tally.skipped.extend(gone);
        Ok(())
    }
}

/// Whether somebody read the case after a reading began: an older word never overwrites a newer one. A date that is still
/// to come was by a clock that ran ahead, and counts for nothing.
fn was_read_since(read_at: Timestamp, began: Timestamp, present: Timestamp) -> bool {
    began < read_at && read_at <= present
}

/// Notes that the provider doesn't know a case; believed, and told, once a second reading agrees.
pub(crate) async fn note_gone(host: &Host, id: &DisputeId, now: Timestamp) -> Result<()> {
    if !host.store.note_gone(id, now, GONE_READS_APART).await? {
        return Ok(());
    }
    let entry = Entry {
        at: now,
        kind: EntryKind::Vanished,
        detail: None,
        money: None,
        source: EntrySource::Observed,
    };
    host.store.timeline_append(id, &[entry]).await?;
    host.tell(Event::DisputesChanged {
        ids: vec![id.clone()],
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Duration;

    #[test]
    fn a_newer_reading_stands_but_not_one_dated_by_a_clock_that_ran_ahead() {
        let began: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let present = began + Duration::seconds(20);
        for (seconds, since) in [(-1, false), (0, false), (1, true), (20, true), (21, false)] {
            let read_at = began + Duration::seconds(seconds);
            assert_eq!(was_read_since(read_at, began, present), since, "{seconds}");
        }
    }
}
