//! From the intention to the call: files to the provider, one more reading directly before, the call itself.

use super::fault;
use super::matter::{Matter, Sending};
use super::settlement::abandon;
use crate::error::{Error, Result};
use crate::evidence::pack::PackFile;
use crate::host::{Host, lookup};
use crate::sync;
use std::sync::Arc;
use tvist_domain::check::Problem;
use tvist_domain::clock::Timestamp;
use tvist_domain::submission::{State, Submission};
use tvist_domain::{Act, Dispute, DisputeId, SubmissionId, rules};
use tvist_provider::{Adapter, Irreversible, Pack, Prepared, ProviderError, Remote};
use tvist_store::{Account, Store, SubmissionRecord};

/// A submission on its way.
pub(super) struct Course {
    pub(super) id: DisputeId,
    pub(super) record: SubmissionRecord,
    pub(super) files: Vec<PackFile>,
    pub(super) adapter: Arc<dyn Adapter>,
    pub(super) account: Account,
    pub(super) dispute: Dispute,
}

impl From<Course> for Sending {
    fn from(course: Course) -> Self {
        Self {
            record: course.record,
            adapter: course.adapter,
            matter: Matter::Case(Box::new(course.dispute)),
        }
    }
}

/// Uploads, then reads once more directly before the call, then builds the call.
pub(super) async fn prepare(host: &Host, mut course: Course) -> Result<Course> {
    if course.record.call.is_none() {
        let prepared = upload(&host.store, host.now(), &course).await?;
        let pack = Pack {
            fields: course.record.fields.clone(),
        };
        let call = build_call(&course, &pack, &prepared);
        let call = match call {
            Ok(call) => call,
            Err(e) => {
                return Err(abandon(
                    &host.store,
                    host.now(),
                    &course.record.submission.id,
                    "no_call",
                    e.into(),
                )
                .await);
            }
        };
        course.record.call =
            Some(serde_json::to_value(&call).map_err(|e| Error::Stopped(e.to_string()))?);
    }
    fault::point("prepared");
    match still_allowed(host, &course).await {
        Ok(None) => {}
        Ok(Some(problem)) => {
            return Err(abandon(
                &host.store,
                host.now(),
                &course.record.submission.id,
                "changed_meanwhile",
                Error::Refused(vec![problem]),
            )
            .await);
        }
        Err(e) => {
            return Err(abandon(
                &host.store,
                host.now(),
                &course.record.submission.id,
                "unreadable",
                e,
            )
            .await);
        }
    }
    fault::point("reread");
    Ok(course)
}

async fn upload(store: &Store, now: Timestamp, course: &Course) -> Result<Vec<Prepared>> {
    let left = left_behind(store, now, course).await?;
    withdraw_stale(store, now, course, &left).await?;
    let mut prepared = Vec::with_capacity(course.files.len());
    for (index, file) in course.files.iter().enumerate() {
        if !course.adapter.uploads_files() {
            prepared.push(Prepared {
                file: file.file.clone(),
                remote: None,
            });
            continue;
        }
        if let Some(remote) = uploaded_before(&left, file) {
            store
                .submission_file_uploaded(&course.record.submission.id, index, &remote.id)
                .await?;
            prepared.push(Prepared {
                file: file.file.clone(),
                remote: Some(remote),
            });
            continue;
        }
        match course.adapter.upload(&course.dispute, &file.file).await {
            Ok(remote) => {
                fault::point("unnoted");
                store
                    .submission_file_uploaded(&course.record.submission.id, index, &remote.id)
                    .await?;
                prepared.push(Prepared {
                    file: file.file.clone(),
                    remote: Some(remote),
                });
            }
            Err(ProviderError::Rejected(refusal)) => {
                let (id, refused) = (
                    &course.record.submission.id,
                    Error::ProviderRefused(refusal),
                );
                return Err(abandon(store, now, id, "upload_refused", refused).await);
            }
            Err(e) => {
                let id = &course.record.submission.id;
                return Err(abandon(store, now, id, "upload_failed", e.into()).await);
            }
        }
        fault::point("uploaded");
    }
    Ok(prepared)
}

/// What earlier attempts of this round that did nothing have put with the case, and what still lies there.
async fn left_behind(store: &Store, now: Timestamp, course: &Course) -> Result<Vec<LeftBehind>> {
    if !rules::capabilities(course.dispute.provider).uploads_before_answer {
        return Ok(Vec::new());
    }
    let earlier = store.submissions_of(&course.id).await?;
    let mut left = noted(earlier, &course.record.submission.round);
    if left.is_empty() {
        return Ok(left);
    }
    let lying = match course.adapter.documents(&course.dispute).await {
        Ok(documents) => documents,
        Err(e) => {
            return Err(abandon(
                store,
                now,
                &course.record.submission.id,
                "unreadable",
                e.into(),
            )
            .await);
        }
    };
    left.retain(|l| lying.iter().any(|document| document.id == l.remote.id));
    Ok(left)
}

/// What an answer with these files would find beside them, told before it is confirmed: that a provider gives a
/// document back can't be known beforehand.
pub(super) async fn beside_the_answer(
    store: &Store,
    dispute: &Dispute,
    id: &DisputeId,
    files: &[PackFile],
) -> Result<Option<Problem>> {
    if !rules::capabilities(dispute.provider).uploads_before_answer {
        return Ok(None);
    }
    let left = noted(store.submissions_of(id).await?, &dispute.round());
    let names: Vec<&str> = stale(&left, files)
        .into_iter()
        .map(|old| old.name.as_str())
        .collect();
    Ok((!names.is_empty()).then(|| {
        let message = format!(
            "of an earlier try there still lies with the case: {}; it is taken away before this answer is sent, and \
             if the provider keeps it, it counts beside the new one",
            names.join(", ")
        );
        Problem::warning("document_left", None, message)
    }))
}

/// Takes away what isn't sent again now: where files lie with the case at once, a document that was changed since
/// would count beside the new one. One that the provider won't give back stays, and is listed with the case.
async fn withdraw_stale(
    store: &Store,
    now: Timestamp,
    course: &Course,
    left: &[LeftBehind],
) -> Result<()> {
    for old in stale(left, &course.files) {
        match course
            .adapter
            .withdraw(&course.dispute, &old.remote.id)
            .await
        {
            Ok(()) => {
                store
                    .submission_file_withdrawn(&old.submission, old.index)
                    .await?;
            }
            Err(
                e @ (ProviderError::Rejected(_)
                | ProviderError::Forbidden { .. }
                | ProviderError::Unsupported),
            ) => {
                tracing::warn!(
                    error = e.code(),
                    "a document of an earlier attempt stays with the case"
                );
            }
            Err(e) => {
                return Err(abandon(
                    store,
                    now,
                    &course.record.submission.id,
                    "withdrawal_failed",
                    e.into(),
                )
                .await);
            }
        }
    }
    Ok(())
}

/// Whether the act is still right, by a reading made now: no longer answerable, answered elsewhere, too late, or a
/// case that is no longer the one that was reviewed.
async fn still_allowed(host: &Host, course: &Course) -> Result<Option<Problem>> {
    let id = &course.id;
    let began = host.now();
    let read = course.adapter.read(&course.dispute).await?;
    sync::file_reading(host, &course.account.id, read, began).await?;
    // As filed, since how often a case came back is known here and not at the provider.
    let filed = lookup::filed(&host.store, id).await?.dispute;
    let others: Vec<Submission> = host
        .store
        .domain_submissions(id)
        .await?
        .into_iter()
        .filter(|s| s.id != course.record.submission.id)
        .collect();
    let now = course.account.provider_now(host.now());
    let allowed = rules::allowed(&filed, &others, now).contains(&course.record.submission.kind);
    Ok((!allowed || !is_same(&course.dispute, &filed)).then(|| {
        Problem::blocking(
            "changed_meanwhile",
            None,
            "the case has changed at the provider in this very moment; nothing was sent",
        )
    }))
}

/// A file of an earlier attempt that lies with the case.
struct LeftBehind {
    submission: SubmissionId,
    index: usize,
    name: String,
    sha256: String,
    remote: Remote,
}

/// What attempts of this round that did nothing have put with the case and not taken away, as far as it was noted.
fn noted(earlier: Vec<SubmissionRecord>, round: &str) -> Vec<LeftBehind> {
    let mut left = Vec::new();
    for record in earlier {
        let did_nothing = matches!(record.submission.state, State::NotArrived | State::Refused);
        if !did_nothing || record.submission.round != round {
            continue;
        }
        for (index, file) in record.files.into_iter().enumerate() {
            if let Some(id) = file.remote_id {
                left.push(LeftBehind {
                    submission: record.submission.id.clone(),
                    index,
                    name: file.name,
                    sha256: file.sha256,
                    remote: Remote {
                        field: file.field,
                        id,
                        bytes: file.bytes,
                    },
                });
            }
        }
    }
    left
}

/// Those of them that aren't sent again now: each file is wanted once.
fn stale<'a>(left: &'a [LeftBehind], wanted: &[PackFile]) -> Vec<&'a LeftBehind> {
    let spare = |(place, old): (usize, &'a LeftBehind)| {
        let again = wanted.iter().any(|f| f.sha256 == old.sha256);
        let first = !left[..place].iter().any(|l| l.sha256 == old.sha256);
        (!(again && first)).then_some(old)
    };
    left.iter().enumerate().filter_map(spare).collect()
}

/// The same file from an attempt that did nothing: it isn't put there twice.
fn uploaded_before(left: &[LeftBehind], file: &PackFile) -> Option<Remote> {
    left.iter()
        .find(|l| l.sha256 == file.sha256)
        .map(|l| l.remote.clone())
}

/// Whether everything that the owner reviewed still holds.
fn is_same(reviewed: &Dispute, now: &Dispute) -> bool {
    reviewed.stage == now.stage
        && reviewed.returns == now.returns
        && reviewed.submission_count == now.submission_count
        && reviewed.amount == now.amount
        && reviewed.transaction.refunded == now.transaction.refunded
        && reviewed.staged_texts == now.staged_texts
        && reviewed.staged_files == now.staged_files
        && reviewed.fee_consent == now.fee_consent
        && reviewed.auto_answer == now.auto_answer
}

fn build_call(
    course: &Course,
    pack: &Pack,
    files: &[Prepared],
) -> std::result::Result<Irreversible, ProviderError> {
    let (adapter, dispute, intent) = (
        &course.adapter,
        &course.dispute,
        course.record.intent.as_str(),
    );
    match course.record.submission.kind {
        Act::Submit => adapter.answer(dispute, pack, files, intent),
        Act::Accept => adapter.accept(dispute, intent),
        Act::Refund => {
            // What was confirmed and written down, whatever was read since.
            let amount = course.record.amount.as_ref().unwrap_or(&dispute.amount);
            adapter.refund(dispute, amount, intent)
        }
        Act::Comment | Act::Upload | Act::RequestAnalysis => Err(ProviderError::Unsupported),
    }
}
