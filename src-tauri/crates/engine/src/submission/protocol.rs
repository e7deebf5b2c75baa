//! The submission protocol: intention on disk, re-read, prepare, send once, settle only on proof.
//!
//! `sealed → intended → sending → accepted | refused | unknown`; rules R1–R11 are on the quality page. No path here
//! sends an irreversible call a second time: whatever isn't proven becomes `unknown` and is settled by reading.

use super::{fault, fields_of, refund_problem, seal};
use crate::Engine;
use crate::error::{Error, Result};
use crate::open;
use crate::pack::PackFile;
use crate::view::OutcomeView;
use std::collections::BTreeMap;
use std::fs::File as LockFile;
use std::sync::Arc;
use tvist_domain::check::Problem;
use tvist_domain::evidence::preflight;
use tvist_domain::submission::{KEY_LIFE, State, Submission};
use tvist_domain::{Act, Dispute, DisputeId, SubmissionId, rules};
use tvist_provider::{Adapter, Irreversible, Pack, Prepared, ProviderError, Remote};
use tvist_store::{Account, Filed, SentFile, StoreError, SubmissionRecord};

/// What a confirmed act consists of, before it is on disk.
struct Sealed {
    files: Vec<PackFile>,
    fields: BTreeMap<String, String>,
    draft_revision: u64,
    seal: String,
}

/// A submission on its way.
pub(super) struct Course {
    pub(super) record: SubmissionRecord,
    pub(super) files: Vec<PackFile>,
    pub(super) adapter: Arc<dyn Adapter>,
    pub(super) account: Account,
    pub(super) dispute: Dispute,
}

impl Engine {
    /// Does an irreversible act, once. With a `seal` only that very revision, as it was rehearsed.
    ///
    /// # Errors
    /// [`Error::Refused`] when a check failed and nothing was sent; [`Error::ProviderRefused`] when the provider said
    /// no; [`Error::OutcomeUnknown`] when the request may have arrived; others when nothing was changed.
    pub async fn perform(
        &self,
        which: &str,
        act: Act,
        confirmed: Option<&str>,
    ) -> Result<OutcomeView> {
        if !matches!(act, Act::Submit | Act::Accept | Act::Refund) {
            return Err(Error::Usage(format!(
                "\"{}\" isn't done this way",
                act.as_str()
            )));
        }
        let id = self.resolve(which).await?;
        let _lock = self.lock_case(&id)?.ok_or_else(in_progress)?;
        if let Some(settled) = self.settle_open(&id, act).await? {
            return Ok(settled);
        }
        // The case as it is now, before anything is built for it.
        let filed = self.read_again(&id).await?;
        let account = self.account_of(&filed.account).await?;
        let sealed = self.seal_act(&id, &filed, &account, act).await?;
        if confirmed.is_some_and(|seal| seal != sealed.seal) {
            return Err(refused(
                "changed_since_review",
                "the draft or the case has changed since it was reviewed: review it again",
            ));
        }
        fault::point("sealed");
        let course = self.intend(&id, filed, account, act, sealed).await?;
        fault::point("intended");
        let course = self.prepare(course).await?;
        self.send(course).await
    }

    /// One process at a time works on a case; the lock falls with the process.
    pub(crate) fn lock_case(&self, id: &DisputeId) -> Result<Option<LockFile>> {
        open::try_lock(&self.data_dir.join(format!("case-{id}.lock")))
    }

    /// Builds what would leave and looks at it; refuses when something blocks.
    async fn seal_act(
        &self,
        id: &DisputeId,
        filed: &Filed,
        account: &Account,
        act: Act,
    ) -> Result<Sealed> {
        let submissions = self.store.domain_submissions(id).await?;
        let dispute = filed.dispute.clone();
        if act == Act::Submit {
            let answer = self
                .prepare_answer_for(id, dispute, &submissions, account.provider_now(self.now()))
                .await?;
            if !answer.is_ready() {
                return Err(Error::Refused(answer.problems));
            }
            return Ok(Sealed {
                files: answer.pack.files,
                fields: answer.pack.fields,
                draft_revision: answer.draft.revision,
                seal: answer.seal,
            });
        }
        let mut problems = preflight::act(
            &dispute,
            act,
            &submissions,
            account.provider_now(self.now()),
        );
        if act == Act::Refund {
            problems.extend(refund_problem(&dispute));
        }
        if !problems.is_empty() {
            return Err(Error::Refused(problems));
        }
        let fields = fields_of(&dispute, act);
        Ok(Sealed {
            files: Vec::new(),
            fields,
            draft_revision: 0,
            seal: seal(&dispute, act),
        })
    }

    /// Puts the intention on disk. A second window or process loses here.
    async fn intend(
        &self,
        id: &DisputeId,
        filed: Filed,
        account: Account,
        act: Act,
        sealed: Sealed,
    ) -> Result<Course> {
        let adapter = self.adapter(&account).await?;
        let submission_id = SubmissionId::new();
        let repeated = self
            .repeatable(id, act, &filed.dispute, &sealed.seal)
            .await?;
        let mut record = SubmissionRecord {
            intent: submission_id.to_string(),
            submission: Submission {
                id: submission_id,
                dispute: id.clone(),
                kind: act,
                round: filed.dispute.round(),
                state: State::Intended,
                at: self.now(),
                request_id: None,
            },
            account: account.id.clone(),
            draft_revision: sealed.draft_revision,
            seal: sealed.seal,
            key: None,
            key_used_at: None,
            call: None,
            before: serde_json::to_value(&filed.dispute)
                .map_err(|e| Error::Stopped(e.to_string()))?,
            fields: sealed.fields,
            amount: (act != Act::Submit).then(|| filed.dispute.amount.clone()),
            answer: None,
            refusal: None,
            seen_nothing_at: None,
            note: None,
            settled_at: None,
            files: sealed.files.iter().map(sent_file).collect(),
        };
        if let Some(earlier) = repeated {
            // The very call again, with its key and its mark: should the first one still land, it is the same one.
            record.intent = earlier.intent;
            record.key_used_at = earlier.key_used_at;
            record.call = earlier.call;
            for (file, before) in record.files.iter_mut().zip(earlier.files) {
                file.remote_id = before.remote_id;
            }
        }
        let contents: Vec<Vec<u8>> = sealed.files.iter().map(|f| f.file.bytes.clone()).collect();
        self.store
            .submission_intend(&record, &contents)
            .await
            .map_err(|e| match e {
                StoreError::Conflict => in_progress(),
                other => Error::Store(other),
            })?;
        Ok(Course {
            record,
            files: sealed.files,
            adapter,
            account,
            dispute: filed.dispute,
        })
    }

    /// An earlier attempt with the same content that provably did nothing and whose key still lives: its call is
    /// repeated instead of a new one being made (rule R5). Not where an answer came: a provider may replay it for the key.
    async fn repeatable(
        &self,
        id: &DisputeId,
        act: Act,
        dispute: &Dispute,
        seal: &str,
    ) -> Result<Option<SubmissionRecord>> {
        if !rules::capabilities(dispute.provider).idempotency_keys {
            return Ok(None);
        }
        let now = self.now();
        let earlier = self.store.submissions_of(id).await?;
        Ok(earlier.into_iter().rev().find(|r| {
            r.submission.kind == act
                && r.submission.state == State::NotArrived
                && r.seal == seal
                && r.call.is_some()
                && r.submission.request_id.is_none()
                && r.key_used_at.is_some_and(|at| now - at < KEY_LIFE)
        }))
    }

    /// Uploads, then reads once more directly before the call, then builds the call.
    async fn prepare(&self, mut course: Course) -> Result<Course> {
        if course.record.call.is_none() {
            let prepared = self.upload(&course).await?;
            let pack = Pack {
                fields: course.record.fields.clone(),
            };
            let call = build_call(&course, &pack, &prepared);
            let call = match call {
                Ok(call) => call,
                Err(e) => return Err(self.abandon(&course, "no_call", e.into()).await),
            };
            course.record.call =
                Some(serde_json::to_value(&call).map_err(|e| Error::Stopped(e.to_string()))?);
        }
        fault::point("prepared");
        match self.still_allowed(&course).await {
            Ok(None) => {}
            Ok(Some(problem)) => {
                return Err(self
                    .abandon(&course, "changed_meanwhile", Error::Refused(vec![problem]))
                    .await);
            }
            Err(e) => return Err(self.abandon(&course, "unreadable", e).await),
        }
        fault::point("reread");
        Ok(course)
    }

    async fn upload(&self, course: &Course) -> Result<Vec<Prepared>> {
        let mut prepared = Vec::with_capacity(course.files.len());
        for (index, file) in course.files.iter().enumerate() {
            if !course.adapter.uploads_files() {
                prepared.push(Prepared {
                    file: file.file.clone(),
                    remote: None,
                });
                continue;
            }
            if let Some(remote) = self.uploaded_before(course, file).await? {
                self.store
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
                    self.store
                        .submission_file_uploaded(&course.record.submission.id, index, &remote.id)
                        .await?;
                    prepared.push(Prepared {
                        file: file.file.clone(),
                        remote: Some(remote),
                    });
                }
                Err(ProviderError::Rejected(refusal)) => {
                    return Err(self
                        .abandon(course, "upload_refused", Error::ProviderRefused(refusal))
                        .await);
                }
                Err(e) => return Err(self.abandon(course, "upload_failed", e.into()).await),
            }
            fault::point("uploaded");
        }
        Ok(prepared)
    }

    /// The same file from an attempt that did nothing, where uploads lie with the case at once: it isn't put there twice.
    async fn uploaded_before(&self, course: &Course, file: &PackFile) -> Result<Option<Remote>> {
        if !rules::capabilities(course.dispute.provider).uploads_before_answer {
            return Ok(None);
        }
        let earlier = self
            .store
            .submissions_of(&course.record.submission.dispute)
            .await?;
        let same = earlier
            .into_iter()
            .filter(|r| r.submission.state == State::NotArrived)
            .flat_map(|r| r.files)
            .find(|f| f.sha256 == file.sha256 && f.remote_id.is_some());
        Ok(same.and_then(|f| {
            Some(Remote {
                field: f.field,
                id: f.remote_id?,
                bytes: f.bytes,
            })
        }))
    }

    /// Whether the act is still right, by a reading made now: no longer answerable, answered elsewhere, too late, or a
    /// case that is no longer the one that was reviewed.
    async fn still_allowed(&self, course: &Course) -> Result<Option<Problem>> {
        let id = &course.record.submission.dispute;
        let read = course.adapter.read(&course.dispute).await?;
        self.file_reading(&course.account.id, read).await?;
        // As filed, since how often a case came back is known here and not at the provider.
        let filed = self.filed(id).await?.dispute;
        let others: Vec<Submission> = self
            .store
            .domain_submissions(id)
            .await?
            .into_iter()
            .filter(|s| s.id != course.record.submission.id)
            .collect();
        let now = course.account.provider_now(self.now());
        let allowed = rules::allowed(&filed, &others, now).contains(&course.record.submission.kind);
        Ok((!allowed || !is_same(&course.dispute, &filed)).then(|| {
            Problem::blocking(
                "changed_meanwhile",
                None,
                "the case has changed at the provider in this very moment; nothing was sent",
            )
        }))
    }

    /// Ends an intention whose call was never made.
    async fn abandon(&self, course: &Course, note: &str, error: Error) -> Error {
        let id = &course.record.submission.id;
        let settled = self
            .store
            .submission_settle(
                id,
                State::NotArrived,
                self.now(),
                None,
                None,
                None,
                Some(note),
            )
            .await;
        settled.err().map_or(error, Error::Store)
    }
}

/// Whether everything that the owner reviewed still holds.
fn is_same(reviewed: &Dispute, now: &Dispute) -> bool {
    reviewed.stage == now.stage
        && reviewed.returns == now.returns
        && reviewed.submission_count == now.submission_count
        && reviewed.amount == now.amount
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
        Act::Refund => adapter.refund(dispute, &dispute.amount, intent),
        Act::Comment | Act::Upload | Act::RequestAnalysis => Err(ProviderError::Unsupported),
    }
}

fn sent_file(file: &PackFile) -> SentFile {
    SentFile {
        field: file.file.field.clone(),
        name: file.file.name.clone(),
        media_type: file.file.media_type.to_owned(),
        sha256: file.sha256.clone(),
        bytes: file.file.bytes.len() as u64,
        pages: file.pages,
        remote_id: None,
    }
}

fn refused(code: &str, message: &str) -> Error {
    Error::Refused(vec![Problem::blocking(code, None, message)])
}

fn in_progress() -> Error {
    refused(
        "in_progress",
        "this case is being answered already, here or in another window",
    )
}
