//! Writing down what became of a submission, and showing what it was about as it is afterwards.

use super::outcome;
use crate::error::{Error, Result};
use crate::host::Host;
use crate::sync;
use crate::sync::late::{tell_changed, tell_of};
use crate::sync::warning;
use crate::view::OutcomeView;
use tvist_domain::clock::Timestamp;
use tvist_domain::submission::{State, Subject};
use tvist_domain::timeline::EntryKind;
use tvist_domain::{Act, SubmissionId};
use tvist_provider::Refusal;
use tvist_store::{Settlement, Store, SubmissionRecord};

/// Writes down that the call never left.
pub(crate) async fn note_not_sent(host: &Host, id: &SubmissionId) -> Result<()> {
    note(host, id, State::NotArrived, "not_sent").await
}

/// Writes down that the program ended while the call was under way.
pub(crate) async fn note_interrupted(host: &Host, id: &SubmissionId) -> Result<()> {
    note(host, id, State::Unknown, "interrupted").await
}

async fn note(host: &Host, id: &SubmissionId, state: State, why: &str) -> Result<()> {
    let settlement = Settlement::new(state, host.now()).note(why);
    Ok(host.store.submission_settle(id, &settlement).await?)
}

/// Ends an intention whose call was never made. What the provider said is kept.
pub(crate) async fn abandon(
    store: &Store,
    now: Timestamp,
    id: &SubmissionId,
    note: &str,
    error: Error,
) -> Error {
    let said = match &error {
        Error::ProviderRefused(refusal) => words_of(refusal),
        _ => None,
    };
    let settlement = Settlement::new(State::NotArrived, now)
        .refusal(said)
        .note(note);
    let settled = store.submission_settle(id, &settlement).await;
    settled.err().map_or(error, Error::Store)
}

/// Tells the acceptance and shows the case as it is afterwards.
pub(crate) async fn after_acceptance(
    host: &Host,
    record: &SubmissionRecord,
) -> Result<OutcomeView> {
    let kind = match record.submission.kind {
        Act::Accept => EntryKind::Accepted,
        Act::Refund => EntryKind::Refunded,
        Act::Submit | Act::Comment | Act::Upload | Act::RequestAnalysis => EntryKind::Sent,
    };
    tell_of(&host.store, host.now(), record, kind, None).await?;
    read_again_if_possible(host, record).await;
    Ok(outcome(again(&host.store, record).await?))
}

/// What it was about as it is after an act. That it can't be read now is no failure of the act: the next sync reads it.
pub(crate) async fn read_again_if_possible(host: &Host, record: &SubmissionRecord) {
    // Nothing can be read of an analysis before its id is known (unico.md §3.5).
    if record.submission.kind == Act::RequestAnalysis {
        return;
    }
    let subject = &record.submission.subject;
    let read = match subject {
        Subject::Case(id) => sync::read_again(host, id).await.map(|_| ()),
        Subject::Warning(id) => warning::read_warning_again(host, id).await.map(|_| ()),
    };
    if let Err(e) = read {
        tracing::info!(%subject, error = %e.kind(), "not re-read after the act");
    }
    tell_changed(host, subject);
}

pub(crate) async fn again(store: &Store, record: &SubmissionRecord) -> Result<SubmissionRecord> {
    let id = &record.submission.id;
    store
        .submission(id)
        .await?
        .ok_or_else(|| Error::not_found("submission", id))
}

/// The refusal as it is kept with the submission.
pub(crate) fn words_of(refusal: &Refusal) -> Option<serde_json::Value> {
    serde_json::to_value(refusal).ok()
}

pub(crate) fn refusal_of(record: &SubmissionRecord) -> Refusal {
    record
        .refusal
        .clone()
        .and_then(|r| serde_json::from_value(r).ok())
        .unwrap_or(Refusal {
            status: 0,
            code: None,
            message: "refused".to_owned(),
            request_id: record.submission.request_id.clone(),
        })
}
