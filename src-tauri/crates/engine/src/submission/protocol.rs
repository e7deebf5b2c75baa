//! The submission protocol: intention on disk, re-read, prepare, send once, settle only on proof.
//!
//! `sealed → intended → sending → accepted | refused | unknown`; rules R1–R11 are in docs/rules.md. No path here
//! sends an irreversible call a second time: whatever isn't proven becomes `unknown` and is settled by reading.

use super::intention::Intention;
use super::prepare::Course;
use super::{fault, fields_of, seal};
use crate::account::connect;
use crate::error::{Error, Result, in_progress, refused};
use crate::evidence::pack;
use crate::evidence::pack::PackFile;
use crate::host::{Host, lock, lookup};
use crate::submission::{prepare, reconcile, sending};
use crate::sync;
use crate::view::OutcomeView;
use std::collections::BTreeMap;
use tvist_domain::evidence::preflight;
use tvist_domain::{Act, DisputeId, skew};
use tvist_store::{Account, SentFile, StoredDispute};

/// What a confirmed act consists of, before it is on disk.
struct Sealed {
    files: Vec<PackFile>,
    fields: BTreeMap<String, String>,
    draft_revision: u64,
    seal: String,
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
    let id = lookup::resolve(&host.store, which).await?;
    let _lock = lock::lock_case(&host.data_dir, &id)?.ok_or_else(in_progress)?;
    let round = lookup::filed(&host.store, &id).await?.dispute.round();
    if let Some(settled) = reconcile::settle_open(host, &id.clone().into(), act, &round).await? {
        return Ok(settled);
    }
    // The case as it is now, before anything is built for it.
    let filed = sync::read_again(host, &id).await?;
    // That reading told the provider's clock, too.
    crate::account::skew::note_skew(host, &filed.account).await?;
    let account = lookup::account_of(&host.store, &filed.account).await?;
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
    filed: &StoredDispute,
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
    filed: StoredDispute,
    account: Account,
    act: Act,
    sealed: Sealed,
) -> Result<Course> {
    let adapter = connect::adapter(host, &account).await?;
    let dispute = filed.dispute;
    let intention = Intention {
        subject: id.clone().into(),
        act,
        round: dispute.round(),
        account: &account,
        draft_revision: sealed.draft_revision,
        seal: sealed.seal,
        before: &dispute,
        fields: sealed.fields,
        amount: (act != Act::Submit).then(|| super::amount_of(&dispute, act)),
        files: sealed
            .files
            .iter()
            .map(|file| (sent_file(file), file.file.bytes.clone()))
            .collect(),
    };
    let record = intention.intend(host, in_progress).await?;
    Ok(Course {
        id: id.clone(),
        record,
        files: sealed.files,
        adapter,
        account,
        dispute,
    })
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
