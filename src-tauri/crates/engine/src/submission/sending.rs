//! The one call, and what its answer proves: accepted, refused after one more reading, not sent, or unknown.

use super::analysis::state::{self, Became};
use super::matter::{Matter, Sending};
use super::settlement::{
    after_acceptance, note_not_sent, read_again_if_possible, refusal_of, words_of,
};
use super::{fault, outcome};
use crate::error::{Error, Result};
use crate::host::Host;
use crate::submission::reconcile;
use crate::sync::late;
use crate::view::OutcomeView;
use tvist_domain::SubmissionId;
use tvist_domain::clock::Timestamp;
use tvist_domain::submission::{State, Verdict};
use tvist_domain::timeline::EntryKind;
use tvist_provider::{Irreversible, Outcome, Refusal};
use tvist_store::{Settlement, Store, SubmissionRecord};

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
                    &Settlement::new(State::Accepted, host.now())
                        .request_id(request_id)
                        .answer(&answer),
                )
                .await
                .map_err(|_| doubt(request_id))?;
            fault::point("settled");
            let shown = async {
                note_with_analysis(host, &sending, Became::Accepted(&answer)).await?;
                after_acceptance(host, &sending.record).await
            };
            shown.await.map_err(|_| doubt(request_id))
        }
        Outcome::Refused(refusal) => after_refusal(host, &sending, &call, refusal).await,
        Outcome::NotSent(e) => {
            note_not_sent(host, &id).await?;
            Err(e.into())
        }
        Outcome::Unknown { why, request_id } => {
            tracing::warn!(submission = %id, why, "outcome unknown");
            let noted = async {
                note_doubt(
                    &host.store,
                    host.now(),
                    &sending.record,
                    &why,
                    request_id.as_deref(),
                )
                .await?;
                note_with_analysis(host, &sending, Became::Unknown).await
            };
            noted.await.map_err(|_| doubt(request_id.as_deref()))?;
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
    let read = match &sending.matter {
        // Nothing can be read that would agree (unico.md §3.5): only the provider's own word for why there can't be one is
        // taken for a refusal. That there is one already may be ours, delivered twice on its way.
        Matter::Analysis(case) => Ok((state::verdict(&refusal), Matter::Analysis(case.clone()))),
        matter => matter.judge(&*sending.adapter, call, &record.intent).await,
    };
    match read {
        Ok((Verdict::Landed, read)) => {
            host.store
                .submission_settle(
                    id,
                    &Settlement::new(State::Accepted, host.now())
                        .request_id(request_id)
                        .answer(read.raw())
                        .note("read"),
                )
                .await
                .map_err(|_| unread(&refusal))?;
            after_acceptance(host, record)
                .await
                .map_err(|_| unread(&refusal))
        }
        Ok((Verdict::Nothing | Verdict::SomebodyElse | Verdict::TurnedDown, _)) => {
            note_refusal(host, sending, &refusal).await?;
            Err(Error::ProviderRefused(refusal))
        }
        Ok((Verdict::CannotTell, _)) => {
            let open =
                note_unread(&host.store, host.now(), record, &refusal, "refused_unclear").await;
            if let Err(e) = note_with_analysis(host, sending, Became::Unclear(&refusal)).await {
                tracing::warn!(error = %e.kind(), "the doubt isn't noted with the case");
            }
            Err(open)
        }
        Err(e) => {
            tracing::warn!(submission = %id, error = e.code(), "refused, and not read since");
            Err(note_unread(&host.store, host.now(), record, &refusal, "refused_unread").await)
        }
    }
}

/// Writes a refusal down that a reading agrees with.
async fn note_refusal(host: &Host, sending: &Sending, refusal: &Refusal) -> Result<()> {
    let record = &sending.record;
    host.store
        .submission_settle(
            &record.submission.id,
            &Settlement::new(State::Refused, host.now())
                .request_id(refusal.request_id.as_deref())
                .refusal(words_of(refusal)),
        )
        .await
        .map_err(|_| unread(refusal))?;
    fault::point("settled");
    note_with_analysis(host, sending, Became::Refused(refusal)).await?;
    if let Err(e) = late::tell_of(
        &host.store,
        host.now(),
        record,
        EntryKind::Refused,
        Some(refusal.in_short()),
    )
    .await
    {
        tracing::warn!(error = %e.kind(), "the refusal isn't in the timeline");
    }
    read_again_if_possible(host, record).await;
    Ok(())
}

/// Writes down that the provider said no while nobody knows yet whether that holds. Gives what is to be told.
pub(crate) async fn note_unread(
    store: &Store,
    now: Timestamp,
    record: &SubmissionRecord,
    refusal: &Refusal,
    why: &str,
) -> Error {
    let open = Settlement::new(State::Unknown, now)
        .request_id(refusal.request_id.as_deref())
        .refusal(words_of(refusal))
        .note(why);
    let noted = store.submission_settle(&record.submission.id, &open).await;
    // What can't be stored stays `sending`, and is found out by reading all the same.
    if noted.is_ok() {
        let told = late::tell_of(
            store,
            now,
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
    store: &Store,
    now: Timestamp,
    record: &SubmissionRecord,
    why: &str,
    request_id: Option<&str>,
) -> Result<()> {
    let id = &record.submission.id;
    store
        .submission_settle(
            id,
            &Settlement::new(State::Unknown, now)
                .request_id(request_id)
                .note(why),
        )
        .await?;
    late::tell_of(store, now, record, EntryKind::OutcomeUnknown, None).await
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

/// The provider said no, and no reading agrees yet.
fn unread(refusal: &Refusal) -> Error {
    Error::OutcomeUnknown {
        request_id: refusal.request_id.clone(),
        refusal: Some(Box::new(refusal.clone())),
    }
}

/// An analysis can't be read: what became of its request is noted with its case by us.
async fn note_with_analysis(host: &Host, sending: &Sending, became: Became<'_>) -> Result<()> {
    match &sending.matter {
        Matter::Analysis(case) => {
            state::note(host, &sending.record.account, (**case).clone(), became).await
        }
        Matter::Case(_) | Matter::Warning(_) => Ok(()),
    }
}
