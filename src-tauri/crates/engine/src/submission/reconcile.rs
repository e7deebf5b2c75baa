//! Settling what is unknown, by reading only.

use super::late::LOOKED_FOR;
use super::pair::{Agreement, Pair};
use super::settlement::{again, note_interrupted, note_not_sent, refusal_of, words_of};
use super::{fault, late, outcome};
use crate::error::{Error, Result, refused};
use crate::host::{Host, lock};
use crate::submission::{matter, settlement};
use crate::sync::late::tell_of;
use crate::view::{OutcomeView, ReconciledView};
use std::time::Duration;
use tvist_domain::Act;
use tvist_domain::clock::Timestamp;
use tvist_domain::submission::{State, Subject, Verdict};
use tvist_domain::timeline::EntryKind;
use tvist_provider::Refusal;
use tvist_store::{Settlement, Store, SubmissionRecord};

/// Settles every submission whose outcome is unknown, by reading the provider; never by sending again. Those that
/// reading can't settle are given back as `unknown`.
pub(crate) async fn reconcile(host: &Host) -> Result<Vec<ReconciledView>> {
    let mut views = Vec::new();
    for record in host.store.submissions_open().await? {
        let Some(_lock) = lock::lock_subject(&host.data_dir, &record.submission.subject)? else {
            // A living process is at work on it; its outcome is open all the same.
            views.push(record.into());
            continue;
        };
        let id = record.submission.id.clone();
        // It may have been settled while we waited for our turn.
        let Some(record) = host.store.submission(&id).await? else {
            continue;
        };
        let record = match settle(host, record.clone(), true).await {
            Ok(settled) => settled,
            Err(Error::Store(e)) => return Err(Error::Store(e)),
            Err(e) => {
                tracing::warn!(submission = %id, error = %e.kind(), "could not be settled");
                record
            }
        };
        views.push(record.into());
    }
    views.extend(found_late(host).await?);
    Ok(views)
}

/// Looks once more for calls that were believed lost a short time ago.
async fn found_late(host: &Host) -> Result<Vec<ReconciledView>> {
    let mut views = Vec::new();
    let lost = host.store.submissions_lost(host.now() - LOOKED_FOR).await?;
    for record in lost {
        let Some(_lock) = lock::lock_subject(&host.data_dir, &record.submission.subject)? else {
            continue;
        };
        match late::look_for_lost(host, &record).await {
            Ok(Some(found)) => views.push(found.into()),
            Ok(None) => {}
            Err(Error::Store(e)) => return Err(Error::Store(e)),
            Err(e) => tracing::debug!(error = %e.kind(), "not looked for again"),
        }
    }
    Ok(views)
}

/// Settles what is open for a case or a warning before anything new is done. Gives the outcome when that was the act
/// itself.
pub(crate) async fn settle_open(
    host: &Host,
    subject: &Subject,
    act: Act,
    round: &str,
) -> Result<Option<OutcomeView>> {
    for record in host.store.submissions_about(subject).await? {
        if !record.submission.state.is_open_question() {
            // Before the same is done again: what was believed lost may be there by now.
            let same = record.submission.kind == act && record.submission.round == round;
            if same && let Some(found) = late::look_for_lost(host, &record).await? {
                return Ok(Some(outcome(found)));
            }
            continue;
        }
        let same = record.submission.kind == act;
        // Of another act's fate this one says only that it is open: nothing of this one was sent.
        let open = if same {
            still_unknown(&record)
        } else {
            other_is_open()
        };
        let record = match settle(host, record, true).await {
            Ok(settled) => settled,
            Err(Error::Store(e)) => return Err(Error::Store(e)),
            // Not being able to read doesn't make the outcome any clearer.
            Err(_) => return Err(open),
        };
        match record.submission.state {
            State::Accepted if same => return Ok(Some(outcome(record))),
            State::Refused if same => {
                return Err(Error::ProviderRefused(refusal_of(&record)));
            }
            State::Accepted | State::Refused | State::NotArrived => {}
            State::Intended | State::Sending | State::Unknown => return Err(open),
        }
    }
    Ok(None)
}

pub(crate) async fn settle(
    host: &Host,
    record: SubmissionRecord,
    wait: bool,
) -> Result<SubmissionRecord> {
    fault::point("reconciling");
    let id = record.submission.id.clone();
    let settled = match record.submission.state {
        // The call is made only after `sending` is on disk: this one never was.
        State::Intended => {
            note_not_sent(host, &id).await?;
            again(&host.store, &record).await?
        }
        State::Sending => {
            note_interrupted(host, &id).await?;
            let record = again(&host.store, &record).await?;
            settle_by_reading(host, record, wait).await?
        }
        State::Unknown => settle_by_reading(host, record, wait).await?,
        State::Accepted | State::Refused | State::NotArrived => record,
    };
    fault::point("reconciled");
    Ok(settled)
}

/// Reads until it proves the outcome. That nothing landed is believed after two agreeing readings some time
/// apart; with `wait` the second one is made here, else the first is only noted.
pub(super) async fn settle_by_reading(
    host: &Host,
    record: SubmissionRecord,
    wait: bool,
) -> Result<SubmissionRecord> {
    if record.submission.kind == Act::RequestAnalysis {
        // There is nothing to read it by: the owner brings its id (unico.md §3.5).
        return Ok(record);
    }
    let id = record.submission.id.clone();
    let mut pair = Pair::since(record.seen_nothing_at);
    loop {
        let began = host.now();
        let (verdict, read) = matter::judge(host, &record).await?;
        let now = host.now();
        let answer = read.raw().clone();
        let as_read = |state, note| Settlement::new(state, now).note(note);
        matter::file_matter(host, &record.account, read, began).await?;
        match verdict {
            Verdict::Landed => {
                settle_as(
                    &host.store,
                    &record,
                    as_read(State::Accepted, "read").answer(&answer),
                )
                .await?;
                settlement::after_acceptance(host, &record).await?;
            }
            Verdict::TurnedDown => {
                let failed = as_read(State::Refused, "turned_down")
                    .answer(&answer)
                    .refusal(failed_afterwards(&record));
                settle_and_tell(&host.store, &record, failed, now, EntryKind::Refused).await?;
            }
            Verdict::SomebodyElse => {
                let elsewhere = as_read(undone(&record), "answered_elsewhere").answer(&answer);
                let kind = EntryKind::AnsweredElsewhere;
                settle_and_tell(&host.store, &record, elsewhere, now, kind).await?;
            }
            Verdict::Nothing => match pair.seen_nothing(now, std::time::Instant::now()) {
                Agreement::Two => {
                    settle_as_undone(&host.store, &record, now).await?;
                }
                Agreement::First => {
                    host.store.submission_saw_nothing(&id, now).await?;
                    if wait {
                        continue;
                    }
                }
                Agreement::TooSoon(left) if wait => {
                    tokio::time::sleep(left + Duration::from_millis(50)).await;
                    continue;
                }
                Agreement::TooSoon(_) => {}
            },
            Verdict::CannotTell => {}
        }
        return again(&host.store, &record).await;
    }
}

/// Settles by what a reading showed, and takes it down in the timeline.
async fn settle_and_tell(
    store: &Store,
    record: &SubmissionRecord,
    settlement: Settlement,
    now: Timestamp,
    kind: EntryKind,
) -> Result<()> {
    settle_as(store, record, settlement).await?;
    tell_of(store, now, record, kind, None).await
}

/// Settles what two readings agree that it did nothing.
async fn settle_as_undone(store: &Store, record: &SubmissionRecord, now: Timestamp) -> Result<()> {
    let state = undone(record);
    let (note, kind, words) = if state == State::Refused {
        let words = refusal_of(record).in_short();
        ("refusal_read", EntryKind::Refused, Some(words))
    } else {
        ("read_nothing", EntryKind::NotArrived, None)
    };
    settle_as(store, record, Settlement::new(state, now).note(note)).await?;
    tell_of(store, now, record, kind, words).await
}

/// Settles by what a reading showed.
async fn settle_as(store: &Store, record: &SubmissionRecord, settlement: Settlement) -> Result<()> {
    let id = &record.submission.id;
    Ok(store.submission_settle(id, &settlement).await?)
}

/// What a submission is that did nothing: refused where the provider said so, else it never arrived.
fn undone(record: &SubmissionRecord) -> State {
    if record.refusal.is_some() {
        State::Refused
    } else {
        State::NotArrived
    }
}

fn still_unknown(record: &SubmissionRecord) -> Error {
    Error::OutcomeUnknown {
        request_id: record.submission.request_id.clone(),
        refusal: record
            .refusal
            .is_some()
            .then(|| Box::new(refusal_of(record))),
    }
}

fn other_is_open() -> Error {
    refused(
        "outcome_unknown",
        "the outcome of another act on this case isn't known yet: reconcile first",
    )
}

/// The refusal that reading found: the call was taken, and came to nothing.
fn failed_afterwards(record: &SubmissionRecord) -> Option<serde_json::Value> {
    words_of(&Refusal {
        status: 200,
        code: None,
        message: "it was taken, and failed afterwards".to_owned(),
        request_id: record.submission.request_id.clone(),
    })
}
