//! Erasing a case for good: what it would take, and taking it out of the database and of everything beside it.

use crate::Engine;
use crate::analysis::offer::attached_to;
use crate::error::{Error, Result};
use crate::event::Event;
use crate::submission::in_progress;
use crate::view::ErasureView;
use std::fs::File;
use tvist_domain::check::Problem;
use tvist_domain::{DisputeId, erasure, rules};
use tvist_store::{Filed, Query, Store, StoreError};

/// A case with the analyses that were asked for it, as they were looked at.
struct Erasure {
    view: ErasureView,
    cases: Vec<Filed>,
}

impl Engine {
    /// Tells what erasing a case would take, and what stands in the way. Changes nothing.
    ///
    /// # Errors
    /// When there is no such case, or the database can't be read.
    pub async fn erase_rehearse(&self, which: &str) -> Result<ErasureView> {
        let id = self.resolve(which).await?;
        Ok(self.erasure(&id).await?.view)
    }

    /// Erases a case that has ended, or that the provider doesn't know any more: itself, its timeline, drafts, files,
    /// receipts, reminders, words in the search, its line in the calendar's folder, the analyses that were asked for it,
    /// and the copies of the database from before a migration. Asks no provider, so it works without one.
    ///
    /// # Errors
    /// [`Error::Refused`] when something is to come of the case, or somebody is at it; [`Error::Store`] or
    /// [`Error::File`] when it can't be erased everywhere. The case is still whole then.
    pub async fn erase(&self, which: &str) -> Result<ErasureView> {
        let id = self.resolve(which).await?;
        let _lock = self.lock_case(&id)?.ok_or_else(in_progress)?;
        let Erasure { mut view, cases } = self.erasure(&id).await?;
        if !view.ready {
            view.problems.retain(|p| p.blocks);
            return Err(Error::Refused(view.problems));
        }
        let _locks = self.lock_analyses(&view.analyses)?;
        // First, since nothing is erased as long as one of them is there.
        Store::forget_former(&self.data_dir)?;
        let settings: Vec<String> = cases
            .iter()
            .map(|c| crate::hold::snooze_name(&c.id))
            .collect();
        let erased = self.store.erase(&cases, &settings).await;
        erased.map_err(|e| match e {
            // It was read, or something began, since it was looked at.
            StoreError::Conflict => in_progress(),
            other => Error::Store(other),
        })?;
        self.forget_beside(&cases).await;
        view.rehearsal = false;
        Ok(view)
    }

    async fn erasure(&self, id: &DisputeId) -> Result<Erasure> {
        let filed = self.filed(id).await?;
        let done = self.store.domain_submissions(id).await?;
        let mut problems = erasure::problems(&filed.dispute, filed.vanished_at.is_some(), &done);
        let mut cases = vec![filed];
        cases.extend(self.analyses_of(id).await?);
        for analysis in &cases[1..] {
            let done = self.store.domain_submissions(&analysis.id).await?;
            let vanished = analysis.vanished_at.is_some();
            if !erasure::problems(&analysis.dispute, vanished, &done).is_empty() {
                problems.push(Problem::blocking(
                    "erase_analysis_open",
                    None,
                    "an analysis that was asked for this case isn't decided yet",
                ));
                break;
            }
        }
        let ready = problems.is_empty();
        problems.extend(erasure::warnings());
        let view = ErasureView {
            rehearsal: true,
            dispute: id.clone(),
            provider_id: cases[0].dispute.provider_id.clone(),
            ready,
            problems,
            files: crate::export::small(self.store.draft(id).await?.items.len()),
            submissions: crate::export::small(done.len()),
            analyses: cases[1..].iter().map(|c| c.id.clone()).collect(),
        };
        Ok(Erasure { view, cases })
    }

    /// The analyses that were asked for a case.
    pub(crate) async fn analyses_of(&self, id: &DisputeId) -> Result<Vec<Filed>> {
        let mut found = Vec::new();
        for account in self.store.accounts().await? {
            if !rules::capabilities(account.provider).analyses {
                continue;
            }
            let query = Query {
                account: Some(account.id),
                limit: u32::MAX,
                ..Query::default()
            };
            found.extend(self.store.disputes_page(&query).await?.1);
        }
        found.retain(|analysis| attached_to(analysis).as_ref() == Some(id));
        Ok(found)
    }

    fn lock_analyses(&self, ids: &[DisputeId]) -> Result<Vec<File>> {
        ids.iter()
            .map(|id| self.lock_case(id)?.ok_or_else(in_progress))
            .collect()
    }

    /// What is left beside the database: nothing of it is worth an error, as the case is gone.
    async fn forget_beside(&self, cases: &[Filed]) {
        self.kept_pack.forget();
        for case in cases {
            // Whoever still waits for this lock finds no case.
            let _ = std::fs::remove_file(self.case_lock(&case.id));
        }
        if let Err(e) = self.refresh_calendar().await {
            tracing::warn!(error = %e.kind(), "the calendar's folder isn't up to date");
        }
        self.tell(Event::DisputesChanged {
            ids: cases.iter().map(|c| c.id.clone()).collect(),
        });
    }
}
