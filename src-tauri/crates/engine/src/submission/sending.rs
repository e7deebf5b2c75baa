//! The one call, and what its answer proves: accepted, refused after one more reading, not sent, or unknown.

use super::matter::Sending;
use super::reconcile::refusal_of;
use super::{fault, outcome};
use crate::error::{Error, Result};
use crate::host::Host;
use crate::submission::reconcile;
use crate::sync;
use crate::sync::late;
use crate::sync::warning;
use crate::view::OutcomeView;
use tvist_domain::submission::{State, Subject, Verdict};
use tvist_domain::timeline::EntryKind;
use tvist_domain::{Act, SubmissionId};
use tvist_provider::{Irreversible, Outcome, Refusal};
use tvist_store::SubmissionRecord;

/// Marks the submission as being sent, makes the one call, and settles it.
pub(crate) async fn send(host: &Host, mut sending: Sending) -> Result<OutcomeView> {
    let stored = sending.record.call.clone().unwrap_or_default();
    let call: Irreversible =
        serde_json::from_value(stored.clone()).map_err(|e| Error::Stopped(e.to_string()))?;
    let id = sending.record.submission.id.clone();
    host.store
        .submission_sending(&id, &stored, host.now())
        .await?;
    sending.record.submission.state = State::Sending;
    fault::point("sending");
    let outcome = sending.matter.send(&*sending.adapter, &call).await;
    fault::point("sent");
    // From here on the call is out: what can't be stored now is found out by reading later, never told as undone.
    let doubt = |request_id: Option<&str>| Error::unknown(request_id.map(str::to_owned));
    match outcome {
        Outcome::Accepted { request_id, answer } => {
            let request_id = request_id.as_deref();
            host.store
                .submission_settle(
                    &id,
                    State::Accepted,
                    host.now(),
                    request_id,
                    Some(&answer),
                    None,
                    None,
                )
                .await
                .map_err(|_| doubt(request_id))?;
            fault::point("settled");
            after_acceptance(host, &sending.record)
                .await
                .map_err(|_| doubt(request_id))
        }
        Outcome::Refused(refusal) => after_refusal(host, &sending, &call, refusal).await,
        Outcome::NotSent(e) => {
            reconcile::note_not_sent(host, &id).await?;
            Err(e.into())
        }
        Outcome::Unknown { why, request_id } => {
            tracing::warn!(submission = %id, why, "outcome unknown");
            note_doubt(host, &sending.record, &why, request_id.as_deref())
                .await
                .map_err(|_| doubt(request_id.as_deref()))?;
            after_doubt(host, &id, request_id).await
        }
    }
}

/// A refusal is believed only after a reading that shows nothing of the call, whatever its status (rule R6): the call
/// may have been delivered twice on its way, and only the second one refused. Where the case can't be read, or what is
/// read can't tell, the outcome is unknown; the provider's words are kept for the reading that settles it.
async fn after_refusal(
    host: &Host,
    sending: &Sending,
    call: &Irreversible,
    refusal: Refusal,
) -> Result<OutcomeView> {
    let record = &sending.record;
    let id = &record.submission.id;
    let request_id = refusal.request_id.as_deref();
    let read = sending
        .matter
        .judge(&*sending.adapter, call, &record.intent)
        .await;
    match read {
        Ok((Verdict::Landed, read)) => {
            host.store
                .submission_settle(
                    id,
                    State::Accepted,
                    host.now(),
                    request_id,
                    Some(read.raw()),
                    None,
                    Some("read"),
                )
                .await
                .map_err(|_| unread(&refusal))?;
            after_acceptance(host, record)
                .await
                .map_err(|_| unread(&refusal))
        }
        Ok((Verdict::Nothing | Verdict::SomebodyElse | Verdict::TurnedDown, _)) => {
            note_refusal(host, record, &refusal).await?;
            Err(Error::ProviderRefused(refusal))
        }
        Ok((Verdict::CannotTell, _)) => {
            Err(note_unread(host, record, &refusal, "refused_unclear").await)
        }
        Err(e) => {
            tracing::warn!(submission = %id, error = e.code(), "refused, and not read since");
            Err(note_unread(host, record, &refusal, "refused_unread").await)
        }
    }
}

/// Writes a refusal down that a reading agrees with.
async fn note_refusal(host: &Host, record: &SubmissionRecord, refusal: &Refusal) -> Result<()> {
    let words = words_of(refusal);
    host.store
        .submission_settle(
            &record.submission.id,
            State::Refused,
            host.now(),
            refusal.request_id.as_deref(),
            None,
            words.as_ref(),
            None,
        )
        .await
        .map_err(|_| unread(refusal))?;
    fault::point("settled");
    if let Err(e) = late::tell_of(host, record, EntryKind::Refused, Some(refusal.in_short())).await
    {
        tracing::warn!(error = %e.kind(), "the refusal isn't in the timeline");
    }
    read_again_if_possible(host, &record.submission.subject).await;
    Ok(())
}

/// Writes down that the provider said no while nobody knows yet whether that holds. Gives what is to be told.
pub(crate) async fn note_unread(
    host: &Host,
    record: &SubmissionRecord,
    refusal: &Refusal,
    why: &str,
) -> Error {
    let words = words_of(refusal);
    let noted = host.store.submission_settle(
        &record.submission.id,
        State::Unknown,
        host.now(),
        refusal.request_id.as_deref(),
        None,
        words.as_ref(),
        Some(why),
    );
    // What can't be stored stays `sending`, and is found out by reading all the same.
    if noted.await.is_ok() {
        let told = late::tell_of(
            host,
            record,
            EntryKind::OutcomeUnknown,
            Some(refusal.in_short()),
        );
        if let Err(e) = told.await {
            tracing::warn!(error = %e.kind(), "the doubt isn't in the timeline");
        }
    }
    unread(refusal)
}

async fn note_doubt(
    host: &Host,
    record: &SubmissionRecord,
    why: &str,
    request_id: Option<&str>,
) -> Result<()> {
    let id = &record.submission.id;
    host.store
        .submission_settle(
            id,
            State::Unknown,
            host.now(),
            request_id,
            None,
            None,
            Some(why),
        )
        .await?;
    late::tell_of(host, record, EntryKind::OutcomeUnknown, None).await
}

/// A first reading right after a lost answer; if it proves nothing, the question stays open.
async fn after_doubt(
    host: &Host,
    id: &SubmissionId,
    request_id: Option<String>,
) -> Result<OutcomeView> {
    // What the reading itself meets doesn't change that the outcome is unknown.
    if let Ok(Some(record)) = host.store.submission(id).await
        && let Ok(record) = reconcile::settle_by_reading(host, record, false).await
    {
        match record.submission.state {
            State::Accepted => return Ok(outcome(record)),
            State::Refused => return Err(Error::ProviderRefused(refusal_of(&record))),
            State::Intended | State::Sending | State::Unknown | State::NotArrived => {}
        }
    }
    Err(Error::unknown(request_id))
}

/// Tells the acceptance and shows the case as it is afterwards.
pub(super) async fn after_acceptance(
    host: &Host,
    record: &SubmissionRecord,
) -> Result<OutcomeView> {
    let kind = match record.submission.kind {
        Act::Accept => EntryKind::Accepted,
        Act::Refund => EntryKind::Refunded,
        Act::Submit | Act::Comment | Act::Upload | Act::RequestAnalysis => EntryKind::Sent,
    };
    late::tell_of(host, record, kind, None).await?;
    read_again_if_possible(host, &record.submission.subject).await;
    let id = &record.submission.id;
    let record = host
        .store
        .submission(id)
        .await?
        .ok_or_else(|| Error::not_found("submission", id))?;
    Ok(outcome(record))
}

/// What it was about as it is after an act. That it can't be read now is no failure of the act: the next sync reads it.
async fn read_again_if_possible(host: &Host, subject: &Subject) {
    let read = match subject {
        Subject::Case(id) => sync::read_again(host, id).await.map(|_| ()),
        Subject::Warning(id) => warning::read_warning_again(host, id).await.map(|_| ()),
    };
    if let Err(e) = read {
        tracing::info!(%subject, error = %e.kind(), "not re-read after the act");
    }
    late::tell_changed(host, subject);
}

/// The refusal as it is kept with the submission.
pub(crate) fn words_of(refusal: &Refusal) -> Option<serde_json::Value> {
    serde_json::to_value(refusal).ok()
}

/// The provider said no, and no reading agrees yet.
fn unread(refusal: &Refusal) -> Error {
    Error::OutcomeUnknown {
        request_id: refusal.request_id.clone(),
        refusal: Some(Box::new(refusal.clone())),
    }
}
