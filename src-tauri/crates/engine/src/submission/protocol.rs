//! The submission protocol: intention on disk, re-read, prepare, send once, settle only on proof.
//!
//! `sealed → intended → sending → accepted | refused | unknown`; rules R1–R11 are on the quality page. No path here
//! sends an irreversible call a second time: whatever isn't proven becomes `unknown` and is settled by reading.

use super::{fault, fields_of, seal};
use crate::account::connect;
use crate::error::{Error, Result};
use crate::error::{in_progress, refused};
use crate::evidence::pack;
use crate::evidence::pack::PackFile;
use crate::host::Host;
use crate::host::lock;
use crate::host::lookup;
use crate::submission::prepare;
use crate::submission::reconcile;
use crate::submission::sending;
use crate::sync;
use crate::view::OutcomeView;
use std::collections::BTreeMap;
use std::sync::Arc;
use tvist_domain::evidence::preflight;
use tvist_domain::skew;
use tvist_domain::submission::{KEY_LIFE, State, Subject, Submission};
use tvist_domain::{Act, Dispute, DisputeId, Provider, SubmissionId, rules};
use tvist_provider::Adapter;
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
    pub(super) id: DisputeId,
    pub(super) record: SubmissionRecord,
    pub(super) files: Vec<PackFile>,
    pub(super) adapter: Arc<dyn Adapter>,
    pub(super) account: Account,
    pub(super) dispute: Dispute,
}

/// Does an irreversible act, once. With a `seal` only that very revision, as it was rehearsed.
pub(crate) async fn perform(
    host: &Host,
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
    let id = lookup::resolve(host, which).await?;
    let _lock = lock::lock_case(host, &id)?.ok_or_else(in_progress)?;
    let round = lookup::filed(host, &id).await?.dispute.round();
    if let Some(settled) = reconcile::settle_open(host, &id.clone().into(), act, &round).await? {
        return Ok(settled);
    }
    // The case as it is now, before anything is built for it.
    let filed = sync::read_again(host, &id).await?;
    // That reading told the provider's clock, too.
    crate::account::skew::note_skew(host, &filed.account).await?;
    let account = lookup::account_of(host, &filed.account).await?;
    if let Some(problem) = skew::problem(account.skew_seconds) {
        return Err(Error::Refused(vec![problem]));
    }
    let sealed = seal_act(host, &id, &filed, &account, act).await?;
    if confirmed.is_some_and(|seal| seal != sealed.seal) {
        return Err(refused(
            "changed_since_review",
            "the draft or the case has changed since it was reviewed: review it again",
        ));
    }
    fault::point("sealed");
    let course = intend(host, &id, filed, account, act, sealed).await?;
    fault::point("intended");
    let course = prepare::prepare(host, course).await?;
    sending::send(host, course.into()).await
}

/// Builds what would leave and looks at it; refuses when something blocks.
async fn seal_act(
    host: &Host,
    id: &DisputeId,
    filed: &Filed,
    account: &Account,
    act: Act,
) -> Result<Sealed> {
    let submissions = host.store.domain_submissions(id).await?;
    let dispute = filed.dispute.clone();
    if act == Act::Submit {
        let answer = pack::prepare_answer_for(
            host,
            id,
            dispute,
            &submissions,
            account.provider_now(host.now()),
        )
        .await?;
        if !answer.is_ready() {
            return Err(Error::Refused(answer.problems));
        }
        return Ok(Sealed {
            files: answer.pack.files.clone(),
            fields: answer.pack.fields.clone(),
            draft_revision: answer.draft.revision,
            seal: answer.seal,
        });
    }
    let problems = preflight::act(
        &dispute,
        act,
        &submissions,
        account.provider_now(host.now()),
    );
    if problems.iter().any(|problem| problem.blocks) {
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
    host: &Host,
    id: &DisputeId,
    filed: Filed,
    account: Account,
    act: Act,
    sealed: Sealed,
) -> Result<Course> {
    let adapter = connect::adapter(host, &account).await?;
    let submission_id = SubmissionId::new();
    let repeated = repeatable(
        host,
        &id.clone().into(),
        filed.dispute.provider,
        act,
        &sealed.seal,
    )
    .await?;
    let mut record = SubmissionRecord {
        intent: submission_id.to_string(),
        submission: Submission {
            id: submission_id,
            subject: id.clone().into(),
            kind: act,
            round: filed.dispute.round(),
            state: State::Intended,
            at: host.now(),
            request_id: None,
            on_a_word: false,
        },
        account: account.id.clone(),
        draft_revision: sealed.draft_revision,
        seal: sealed.seal,
        key: None,
        key_used_at: None,
        call: None,
        before: serde_json::to_value(&filed.dispute).map_err(|e| Error::Stopped(e.to_string()))?,
        fields: sealed.fields,
        amount: (act != Act::Submit).then(|| super::amount_of(&filed.dispute, act)),
        answer: None,
        refusal: None,
        seen_nothing_at: None,
        note: None,
        statement: None,
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
    host.store
        .submission_intend(&record, &contents)
        .await
        .map_err(|e| match e {
            StoreError::Conflict => in_progress(),
            other => Error::Store(other),
        })?;
    Ok(Course {
        id: id.clone(),
        record,
        files: sealed.files,
        adapter,
        account,
        dispute: filed.dispute,
    })
}

/// An earlier attempt with the same content that provably did nothing and whose key still lives: its call is
/// repeated instead of a new one being made (rule R5). Not where an answer came: a provider may replay it for the key.
pub(crate) async fn repeatable(
    host: &Host,
    subject: &Subject,
    provider: Provider,
    act: Act,
    seal: &str,
) -> Result<Option<SubmissionRecord>> {
    if !rules::capabilities(provider).idempotency_keys {
        return Ok(None);
    }
    let now = host.now();
    let earlier = host.store.submissions_about(subject).await?;
    Ok(earlier.into_iter().rev().find(|r| {
        r.submission.kind == act
            && r.submission.state == State::NotArrived
            && r.seal == seal
            && r.call.is_some()
            && r.submission.request_id.is_none()
            && r.key_used_at.is_some_and(|at| now - at < KEY_LIFE)
    }))
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
