//! The owner's word on an outcome that reading can't tell: written down as the owner's statement, never a reason by itself
//! to send anything.

use crate::error::{Error, Result, refused};
use crate::event::Event;
use crate::host::{Host, lock, lookup};
use crate::submission::{matter, reconcile, settlement};
use crate::sync::late;
use crate::view::ReconciledView;
use std::time::Duration;
use tvist_domain::submission::{
    AGREEING_READS_APART, OutcomeReport, State, Statement, Subject, Verdict,
};
use tvist_domain::timeline::{Entry, EntryKind, EntrySource};
use tvist_domain::{Act, SubmissionId};
use tvist_store::{Store, StoreError, SubmissionRecord};

/// Settles by what the owner saw at the provider's own page. Reading comes first and wins wherever it proves
/// something; that nothing arrived is taken only when two readings some time apart don't contradict it. `which` is a
/// submission, or a case or a warning with one whose outcome is open.
pub(crate) async fn outcome_stated(
    host: &Host,
    which: &str,
    said: OutcomeReport,
) -> Result<ReconciledView> {
    let record = in_question(&host.store, which).await?;
    let _lock = lock::lock_subject(&host.data_dir, &record.submission.subject)?
        .ok_or_else(crate::error::in_progress)?;
    let record = settlement::again(&host.store, &record).await?;
    let record = read_first(host, record, said).await?;
    let open = record.submission.state == State::Unknown;
    let other_word = record.submission.on_a_word && record.submission.state != said.state();
    if open || other_word {
        take_word(host, &record, said).await?;
    }
    let record = settlement::again(&host.store, &record).await?;
    Ok(ReconciledView::from(record))
}

/// The submission that a statement can be about.
async fn in_question(store: &Store, which: &str) -> Result<SubmissionRecord> {
    if let Some(record) = store.submission(&SubmissionId::from_text(which)).await? {
        return Ok(record);
    }
    let subject = lookup::subject_of(store, which).await?;
    let mut records = store.submissions_about(&subject).await?;
    let open = records
        .iter()
        .rposition(|r| r.submission.state.is_open_question())
        .or_else(|| records.iter().rposition(|r| r.submission.on_a_word));
    open.map(|n| records.swap_remove(n))
        .ok_or_else(|| Error::not_found("submission of unknown outcome", which))
}

/// Reads before a word is taken; gives the submission as it stands then.
async fn read_first(
    host: &Host,
    record: SubmissionRecord,
    said: OutcomeReport,
) -> Result<SubmissionRecord> {
    if record.submission.kind == Act::RequestAnalysis {
        // Nothing can be read of it (unico.md §3.5), and one that arrived is followed by its id only.
        return if said == OutcomeReport::Arrived {
            Err(refused(
                "analysis_needs_id",
                "an analysis that arrived is taken up by its id: `analysis identify`",
            ))
        } else {
            reconcile::settle(host, record, false).await
        };
    }
    let readings = match said {
        OutcomeReport::Arrived => 1,
        OutcomeReport::NotArrived => 2,
    };
    let mut record = record;
    for n in 0..readings {
        if n > 0 {
            let apart = AGREEING_READS_APART.to_std().unwrap_or_default();
            tokio::time::sleep(apart + Duration::from_millis(50)).await;
        }
        let read = if record.submission.state.is_open_question() {
            reconcile::settle(host, record.clone(), true).await
        } else {
            not_contradicted(host, &record, said)
                .await
                .map(|()| record.clone())
        };
        record = match read {
            Ok(settled) => settled,
            Err(e @ (Error::Store(_) | Error::Refused(_))) => return Err(e),
            // That it arrived never leads to a second call, so the word is enough.
            Err(_) if said == OutcomeReport::Arrived => record,
            Err(_) => {
                return Err(refused(
                    "reading_needed",
                    "the provider can't be read now, and that nothing arrived is taken only when reading doesn't \
                     contradict it: try again later",
                ));
            }
        };
        if record.submission.state != State::Unknown && !record.submission.on_a_word {
            break;
        }
    }
    Ok(record)
}

/// Looks whether a reading speaks against another word on what was settled by a word.
async fn not_contradicted(
    host: &Host,
    record: &SubmissionRecord,
    said: OutcomeReport,
) -> Result<()> {
    let began = host.now();
    let (verdict, read) = matter::judge(host, record).await?;
    matter::file_matter(host, &record.account, read, began).await?;
    let against = match said {
        OutcomeReport::Arrived => verdict == Verdict::TurnedDown,
        OutcomeReport::NotArrived => verdict == Verdict::Landed,
    };
    if against {
        return Err(refused(
            "reading_contradicts",
            "the provider's own data says otherwise",
        ));
    }
    Ok(())
}

async fn take_word(host: &Host, record: &SubmissionRecord, said: OutcomeReport) -> Result<()> {
    let submission = &record.submission;
    let statement = Statement {
        said,
        by: system_user(),
        at: host.now(),
    };
    host.store
        .submission_state(&submission.id, &statement)
        .await
        .map_err(|e| match e {
            StoreError::Conflict => refused(
                "settled_meanwhile",
                "the outcome was proven, or the act was done again: there is nothing to state any more",
            ),
            other => Error::Store(other),
        })?;
    let Subject::Case(id) = &submission.subject else {
        late::tell_changed(host, &submission.subject);
        return Ok(());
    };
    let entry = Entry {
        at: statement.at,
        kind: match said {
            OutcomeReport::Arrived => EntryKind::SeenArrived,
            OutcomeReport::NotArrived => EntryKind::SeenMissing,
        },
        detail: Some(statement.by),
        money: record.amount.clone(),
        source: EntrySource::Owner,
    };
    host.store.timeline_append(id, &[entry]).await?;
    host.tell(Event::DisputesChanged {
        ids: vec![id.clone()],
    });
    Ok(())
}

/// Who sits at this machine, as the system names them.
fn system_user() -> String {
    ["USER", "LOGNAME", "USERNAME"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|user| !user.is_empty()))
        .unwrap_or_else(|| "owner".to_owned())
}
