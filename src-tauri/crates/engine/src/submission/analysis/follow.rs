//! Following analyses until they are decided, and bringing the id of one whose answer was lost.

use crate::account::connect;
use crate::error::{Error, Result, in_progress};
use crate::host::{Host, lock, lookup};
use crate::submission::{analysis, settlement};
use crate::sync;
use crate::sync::late;
use crate::view::AnalysisView;
use serde_json::json;
use tvist_domain::dispute::Dispute;
use tvist_domain::rules;
use tvist_domain::submission::State;
use tvist_domain::timeline::EntryKind;
use tvist_provider::ProviderError;
use tvist_provider::unico::analysis_id;
use tvist_store::{Account, Settlement, Store, StoredDispute, SubmissionRecord};

/// Reads every analysis that isn't decided yet.
pub(crate) async fn analyses_refresh(host: &Host) -> Result<Vec<AnalysisView>> {
    for account in host
        .store
        .accounts()
        .await?
        .into_iter()
        .filter(|a| rules::capabilities(a.provider).analyses)
    {
        follow_analyses(host, &account).await?;
    }
    analysis::analyses(&host.store).await
}

/// Reads the undecided analyses of one account.
pub(crate) async fn follow_analyses(host: &Host, account: &Account) -> Result<()> {
    let adapter = connect::unico(host, account).await?;
    for filed in host.store.disputes_open(&account.id).await? {
        let Some(analysis) = analysis_of(&host.store, &filed).await? else {
            continue;
        };
        let began = host.now();
        let read = match adapter
            .analysis(&filed.dispute.provider_id, &analysis)
            .await
        {
            Ok(read) => read,
            // One that can't be read must not hide the others.
            Err(
                e @ (ProviderError::NotFound
                | ProviderError::Protocol { .. }
                | ProviderError::Rejected(_)),
            ) => {
                tracing::warn!(error = %e.code(), "an analysis can't be read");
                continue;
            }
            Err(e) => return Err(e.into()),
        };
        let case = Dispute {
            reference: Some(analysis),
            status: read.status,
            provider_status: read.provider_status,
            ..filed.dispute
        };
        sync::file_reading(host, &account.id, case, began).await?;
    }
    Ok(())
}

/// Unico's id of the analysis; out of the receipt, should the program have ended before it was noted with the case.
async fn analysis_of(store: &Store, filed: &StoredDispute) -> Result<Option<String>> {
    if filed.dispute.reference.is_some() {
        return Ok(filed.dispute.reference.clone());
    }
    let submissions = store.submissions_of(&filed.id).await?;
    Ok(submissions
        .iter()
        .filter_map(|r| r.answer.as_ref())
        .find_map(analysis_id))
}

/// Gives an analysis whose answer was lost the id that the owner found out, after reading it.
pub(crate) async fn analysis_identify(
    host: &Host,
    which: &str,
    analysis: &str,
) -> Result<AnalysisView> {
    let id = lookup::resolve(&host.store, which).await?;
    let _lock = lock::lock_case(&host.data_dir, &id)?.ok_or_else(in_progress)?;
    let filed = lookup::filed(&host.store, &id).await?;
    if !rules::capabilities(filed.dispute.provider).analyses {
        return Err(Error::not_found("analysis", which));
    }
    let account = lookup::account_of(&host.store, &filed.account).await?;
    let began = host.now();
    let read = connect::unico(host, &account)
        .await?
        .analysis(&filed.dispute.provider_id, analysis)
        .await?;
    for record in host.store.submissions_of(&id).await? {
        if record.submission.state.is_open_question() {
            settle_identified(host, &record, analysis).await?;
        }
    }
    let case = Dispute {
        reference: Some(read.id),
        status: read.status,
        provider_status: read.provider_status,
        ..filed.dispute
    };
    sync::file_reading(host, &account.id, case, began).await?;
    analysis::analysis_view(&host.store, &id).await
}

async fn settle_identified(host: &Host, record: &SubmissionRecord, analysis: &str) -> Result<()> {
    let id = &record.submission.id;
    if record.submission.state == State::Intended {
        // The call is made only after `sending` is on disk: what Unico knows was asked for by somebody else.
        return settlement::note_not_sent(host, id).await;
    }
    if record.submission.state == State::Sending {
        settlement::note_interrupted(host, id).await?;
    }
    let answer = json!({ "id": analysis });
    host.store
        .submission_settle(
            id,
            &Settlement::new(State::Accepted, host.now())
                .answer(&answer)
                .note("identified"),
        )
        .await?;
    late::tell_of(&host.store, host.now(), record, EntryKind::Sent, None).await
}
