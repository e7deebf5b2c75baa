//! Erasing a case for good: what it would take, and taking it out of the database and of everything beside it.

use crate::case::analyses;
use crate::error::{Error, Result, in_progress};
use crate::event::Event;
use crate::evidence::pack::cache::KeptPack;
use crate::export::calendar;
use crate::host::{Host, lock, lookup};
use crate::view::ErasureView;
use std::fs::File;
use std::path::Path;
use tvist_domain::check::Problem;
use tvist_domain::{DisputeId, erasure};
use tvist_store::{Store, StoreError, StoredDispute};

/// A case with the analyses that were asked for it, as they were looked at.
struct Erasure {
    view: ErasureView,
    cases: Vec<StoredDispute>,
}

/// Tells what erasing a case would take, and what stands in the way. Changes nothing.
pub(crate) async fn erase_rehearse(store: &Store, which: &str) -> Result<ErasureView> {
    let id = lookup::resolve(store, which).await?;
    Ok(erasure(store, &id).await?.view)
}

/// Erases a case that has ended, or that the provider doesn't know any more: itself, its timeline, drafts, files,
/// receipts, reminders, words in the search, its line in the calendar's folder, the analyses that were asked for it,
/// and the copies of the database from before a migration. Asks no provider, so it works without one.
pub(crate) async fn erase(host: &Host, which: &str) -> Result<ErasureView> {
    let id = lookup::resolve(&host.store, which).await?;
    let _lock = lock::lock_case(&host.data_dir, &id)?.ok_or_else(in_progress)?;
    let Erasure { mut view, cases } = erasure(&host.store, &id).await?;
    if !view.ready {
        view.problems.retain(|p| p.blocks);
        return Err(Error::Refused(view.problems));
    }
    let _locks = lock_analyses(&host.data_dir, &view.analyses)?;
    // First, since nothing is erased as long as one of them is there.
    Store::forget_former(&host.data_dir)?;
    let settings: Vec<String> = cases
        .iter()
        .map(|c| crate::reminder::snooze::snooze_name(&c.id))
        .collect();
    let erased = host.store.erase(&cases, &settings).await;
    erased.map_err(|e| match e {
        // It was read, or something began, since it was looked at.
        StoreError::Conflict => in_progress(),
        other => Error::Store(other),
    })?;
    forget_beside(host, &cases).await;
    view.rehearsal = false;
    Ok(view)
}

async fn erasure(store: &Store, id: &DisputeId) -> Result<Erasure> {
    let filed = lookup::filed(store, id).await?;
    let done = store.domain_submissions(id).await?;
    let mut problems = erasure::problems(&filed.dispute, filed.vanished_at.is_some(), &done);
    let mut cases = vec![filed];
    cases.extend(analyses::analyses_of(store, id).await?);
    for analysis in &cases[1..] {
        let done = store.domain_submissions(&analysis.id).await?;
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
        files: crate::view::small(store.draft(id).await?.items.len()),
        submissions: crate::view::small(done.len()),
        analyses: cases[1..].iter().map(|c| c.id.clone()).collect(),
    };
    Ok(Erasure { view, cases })
}

fn lock_analyses(data_dir: &Path, ids: &[DisputeId]) -> Result<Vec<File>> {
    ids.iter()
        .map(|id| lock::lock_case(data_dir, id)?.ok_or_else(in_progress))
        .collect()
}

/// What is left beside the database: nothing of it is worth an error, as the case is gone.
async fn forget_beside(host: &Host, cases: &[StoredDispute]) {
    host.memory.of::<KeptPack>().forget();
    for case in cases {
        // Whoever still waits for this lock finds no case.
        let _ = std::fs::remove_file(lock::case_lock(&host.data_dir, &case.id));
    }
    if let Err(e) = calendar::refresh_calendar(host).await {
        tracing::warn!(error = %e.kind(), "the calendar's folder isn't up to date");
    }
    host.tell(Event::DisputesChanged {
        ids: cases.iter().map(|c| c.id.clone()).collect(),
    });
}
