//! The intention: what will be sent, on disk before anything of it is.

use crate::error::{Error, Result};
use crate::host::Host;
use serde::Serialize;
use std::collections::BTreeMap;
use tvist_domain::clock::Timestamp;
use tvist_domain::submission::{KEY_LIFE, State, Subject, Submission};
use tvist_domain::{Act, Money, Provider, SubmissionId, rules};
use tvist_store::{Account, SentFile, Store, StoreError, SubmissionRecord};

/// What is about to be done, complete but for the call.
pub(crate) struct Intention<'a, Before> {
    pub(crate) subject: Subject,
    pub(crate) act: Act,
    /// Of a case that comes back each round is answered for itself.
    pub(crate) round: String,
    pub(crate) account: &'a Account,
    pub(crate) draft_revision: u64,
    /// What was confirmed, as a hash.
    pub(crate) seal: String,
    /// What it is about, as it is now.
    pub(crate) before: &'a Before,
    pub(crate) fields: BTreeMap<String, String>,
    pub(crate) amount: Option<Money>,
    pub(crate) files: Vec<(SentFile, Vec<u8>)>,
}

impl<Before: Serialize> Intention<'_, Before> {
    /// Puts it on disk; durable when this returns. A second window or process loses here: it is told `taken`.
    pub(crate) async fn intend(
        self,
        host: &Host,
        taken: fn() -> Error,
    ) -> Result<SubmissionRecord> {
        let id = SubmissionId::new();
        let repeated = repeatable(
            &host.store,
            host.now(),
            &self.subject,
            self.account.provider,
            self.act,
            &self.seal,
        )
        .await?;
        let (files, contents): (Vec<SentFile>, Vec<Vec<u8>>) = self.files.into_iter().unzip();
        let mut record = SubmissionRecord {
            intent: id.to_string(),
            submission: Submission {
                id,
                subject: self.subject,
                kind: self.act,
                round: self.round,
                state: State::Intended,
                at: host.now(),
                request_id: None,
                on_a_word: false,
            },
            account: self.account.id.clone(),
            draft_revision: self.draft_revision,
            seal: self.seal,
            key: None,
            key_used_at: None,
            call: None,
            before: serde_json::to_value(self.before).map_err(|e| Error::Stopped(e.to_string()))?,
            fields: self.fields,
            amount: self.amount,
            answer: None,
            refusal: None,
            seen_nothing_at: None,
            note: None,
            statement: None,
            settled_at: None,
            files,
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
        let intended = host.store.submission_intend(&record, &contents).await;
        intended.map_err(|e| match e {
            StoreError::Conflict => taken(),
            other => Error::Store(other),
        })?;
        Ok(record)
    }
}

/// An earlier attempt with the same content that provably did nothing and whose key still lives: its call is
/// repeated instead of a new one being made (rule R5). Not where an answer came: a provider may replay it for the key.
async fn repeatable(
    store: &Store,
    now: Timestamp,
    subject: &Subject,
    provider: Provider,
    act: Act,
    seal: &str,
) -> Result<Option<SubmissionRecord>> {
    if !rules::capabilities(provider).idempotency_keys {
        return Ok(None);
    }
    let earlier = store.submissions_about(subject).await?;
    Ok(earlier.into_iter().rev().find(|r| {
        r.submission.kind == act
            && r.submission.state == State::NotArrived
            && r.seal == seal
            && r.call.is_some()
            && r.submission.request_id.is_none()
            && r.key_used_at.is_some_and(|at| now - at < KEY_LIFE)
    }))
}
