//! A submission as it is kept: the record, and the rows of `submission` and `submission_file` that make it.

use crate::Result;
use crate::column::{from_json, instant, maybe_from_json, maybe_instant, money, unsigned, word};
use crate::error::StoreError;
use serde_json::Value;
use std::collections::BTreeMap;
use tvist_domain::clock::Timestamp;
use tvist_domain::submission::{State, Statement, Submission};
use tvist_domain::{AccountId, Act, DisputeId, Money, Subject, SubmissionId, WarningId};

/// The note of an outcome that rests on the owner's word alone.
pub(crate) const BY_THE_OWNER: &str = "owner";

/// One irreversible call with everything that belongs to it.
#[derive(Clone, PartialEq)]
pub struct SubmissionRecord {
    pub submission: Submission,
    pub account: AccountId,
    /// The mark that travels with the call; a call that is repeated keeps its first one.
    pub intent: String,
    pub draft_revision: u64,
    /// Hash over the pack.
    pub seal: String,
    /// The idempotency key, where the provider takes one.
    pub key: Option<String>,
    /// When the key was first used.
    pub key_used_at: Option<Timestamp>,
    /// The call itself; set when it is about to go out.
    pub call: Option<Value>,
    /// The case as it was read before.
    pub before: Value,
    pub fields: BTreeMap<String, String>,
    pub amount: Option<Money>,
    /// What the provider answered.
    pub answer: Option<Value>,
    pub refusal: Option<Value>,
    /// When a reading first showed no trace of it.
    pub seen_nothing_at: Option<Timestamp>,
    pub note: Option<String>,
    /// What the owner said of it after looking at the provider's own page.
    pub statement: Option<Statement>,
    /// When its outcome was certain.
    pub settled_at: Option<Timestamp>,
    pub files: Vec<SentFile>,
}

impl std::fmt::Debug for SubmissionRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SubmissionRecord")
            .field("id", &self.submission.id)
            .field("kind", &self.submission.kind)
            .field("state", &self.submission.state)
            .finish_non_exhaustive()
    }
}

/// One file of a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentFile {
    /// The provider's field.
    pub field: String,
    /// The name that the provider sees.
    pub name: String,
    pub media_type: String,
    /// Lower-case hex.
    pub sha256: String,
    pub bytes: u64,
    pub pages: u32,
    /// The provider's id, once uploaded.
    pub remote_id: Option<String>,
}

#[derive(sqlx::FromRow)]
pub(crate) struct SubmissionRow {
    pub(crate) id: String,
    account: String,
    dispute: Option<String>,
    warning: Option<String>,
    kind: String,
    round: String,
    state: String,
    at: i64,
    request_id: Option<String>,
    intent: String,
    draft_revision: i64,
    seal: String,
    key: Option<String>,
    key_used_at: Option<i64>,
    call: Option<String>,
    before: String,
    fields: String,
    money_minor: Option<i64>,
    currency: Option<String>,
    answer: Option<String>,
    refusal: Option<String>,
    seen_nothing_at: Option<i64>,
    note: Option<String>,
    settled_at: Option<i64>,
    statement: Option<String>,
}

/// The part that the rules need.
#[derive(sqlx::FromRow)]
pub(crate) struct BriefRow {
    id: String,
    dispute: Option<String>,
    warning: Option<String>,
    kind: String,
    round: String,
    state: String,
    at: i64,
    request_id: Option<String>,
    statement: Option<String>,
    note: Option<String>,
}

#[derive(sqlx::FromRow)]
pub(crate) struct FileRow {
    pub(crate) submission: String,
    field: String,
    name: String,
    media_type: String,
    sha256: String,
    bytes: i64,
    pages: i64,
    remote_id: Option<String>,
}

/// A submission is about a case or about a warning; the schema refuses both and neither.
fn subject(dispute: Option<String>, warning: Option<String>) -> Option<Subject> {
    match (dispute, warning) {
        (Some(id), None) => Some(Subject::Case(DisputeId::from_text(id))),
        (None, Some(id)) => Some(Subject::Warning(WarningId::from_text(id))),
        _ => None,
    }
}

impl TryFrom<BriefRow> for Submission {
    type Error = StoreError;

    fn try_from(row: BriefRow) -> Result<Self> {
        Ok(Self {
            id: SubmissionId::from_text(row.id),
            subject: word(subject(row.dispute, row.warning), "submission.dispute")?,
            kind: word(Act::from_word(&row.kind), "submission.kind")?,
            round: row.round,
            state: word(State::from_word(&row.state), "submission.state")?,
            at: instant(row.at, "submission.at")?,
            request_id: row.request_id,
            on_a_word: row.statement.is_some() && row.note.as_deref() == Some(BY_THE_OWNER),
        })
    }
}

impl TryFrom<FileRow> for SentFile {
    type Error = StoreError;

    fn try_from(row: FileRow) -> Result<Self> {
        Ok(Self {
            field: row.field,
            name: row.name,
            media_type: row.media_type,
            sha256: row.sha256,
            bytes: unsigned(row.bytes, "submission_file.bytes")?,
            pages: unsigned(row.pages, "submission_file.pages")?,
            remote_id: row.remote_id,
        })
    }
}

impl SubmissionRow {
    pub(crate) fn record(self, files: Vec<SentFile>) -> Result<SubmissionRecord> {
        Ok(SubmissionRecord {
            submission: BriefRow {
                id: self.id,
                dispute: self.dispute,
                warning: self.warning,
                kind: self.kind,
                round: self.round,
                state: self.state,
                at: self.at,
                request_id: self.request_id,
                statement: self.statement.clone(),
                note: self.note.clone(),
            }
            .try_into()?,
            account: AccountId::from_text(self.account),
            intent: self.intent,
            draft_revision: unsigned(self.draft_revision, "submission.draft_revision")?,
            seal: self.seal,
            key: self.key,
            key_used_at: maybe_instant(self.key_used_at, "submission.key_used_at")?,
            call: maybe_from_json(self.call.as_deref(), "submission.call")?,
            before: from_json(&self.before, "submission.before")?,
            fields: from_json(&self.fields, "submission.fields")?,
            amount: money(self.money_minor, self.currency),
            answer: maybe_from_json(self.answer.as_deref(), "submission.answer")?,
            refusal: maybe_from_json(self.refusal.as_deref(), "submission.refusal")?,
            seen_nothing_at: maybe_instant(self.seen_nothing_at, "submission.seen_nothing_at")?,
            note: self.note,
            statement: maybe_from_json(self.statement.as_deref(), "submission.statement")?,
            settled_at: maybe_instant(self.settled_at, "submission.settled_at")?,
            files,
        })
    }
}
