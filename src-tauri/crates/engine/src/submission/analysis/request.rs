//! Asking for an analysis: looked through, read right before, written down, sent once.

use crate::account::connect;
use crate::error::{Error, Result};
use crate::host::Host;
use crate::host::lock;
use crate::host::lookup;
use crate::submission::analysis;
use crate::submission::analysis::content;
use crate::submission::reconcile;
use crate::submission::sending;
use crate::submission::{UNDO_SECONDS, fault};
use crate::sync::late;
use crate::view::{AnalysisRehearsalView, AnalysisView, PackFileView};
use tvist_document::sha256_hex;
use tvist_domain::Status;
use tvist_domain::check::Problem;
use tvist_domain::cpf::Cpf;
use tvist_domain::dispute::{Dispute, DueDate};
use tvist_domain::rules::unico::{self, Meaning, meaning};
use tvist_domain::submission::State;
use tvist_domain::timeline::EntryKind;
use tvist_provider::unico::{AnalysisDocument, AnalysisRequest, analysis_id};
use tvist_provider::{Outcome, ProviderError, Refusal};
use tvist_store::{Account, StoreError, SubmissionRecord};

use super::content::{case_of, record};
use super::{ASKED, NOT_ASKED, NewAnalysis, THERE_ALREADY, TURNED_DOWN};

/// Tells what a request would send. Reads nothing and sends nothing.
pub(crate) async fn analysis_rehearse(
    host: &Host,
    new: &NewAnalysis,
) -> Result<AnalysisRehearsalView> {
    let account = analysis::unico_account(host, new.account.as_deref()).await?;
    let papers = content::analysis_documents(host, new).await?;
    let mut problems = papers.problems;
    problems.extend(content::stated_problems(host, &account, new, "approved").await?);
    Ok(AnalysisRehearsalView {
        rehearsal: true,
        transaction: new.transaction.clone(),
        ready: !problems.iter().any(|p| p.blocks),
        problems,
        files: papers
            .documents
            .iter()
            .zip(papers.pages)
            .map(|(document, pages)| file_view(document, pages))
            .collect(),
        undo_seconds: UNDO_SECONDS,
    })
}

/// Asks for the analysis, once.
pub(crate) async fn analysis_request(host: &Host, new: NewAnalysis) -> Result<AnalysisView> {
    let account = analysis::unico_account(host, new.account.as_deref()).await?;
    // Before anything is looked at: a second process must not overwrite what the first one learnt.
    let name = format!(
        "analysis-{}.lock",
        sha256_hex(format!("{}\n{}", account.id, new.transaction).as_bytes())
    );
    let _lock = crate::host::lock::attempt(&host.data_dir.join(name))?.ok_or_else(asked_already)?;
    forget_unsent(host, &account, &new.transaction).await?;
    let papers = content::analysis_documents(host, &new).await?;
    let mut problems = papers.problems.clone();
    problems.extend(content::stated_problems(host, &account, &new, "approved").await?);
    refuse(problems)?;
    let adapter = connect::unico(host, &account).await?;
    // Right before, since only approved transactions are examined (unico.md §3.3).
    let status = adapter
        .transaction_status(&new.transaction)
        .await
        .map_err(not_found)?;
    refuse(content::stated_problems(host, &account, &new, &status).await?)?;
    let attached = match &new.dispute {
        Some(which) => Some(lookup::resolve(host, which).await?),
        None => None,
    };
    fault::point("sealed");
    let case = case_of(&new, attached.as_ref(), host.now());
    let id = analysis::file_analysis(host, &account, case.clone()).await?;
    // Settling and identifying take this one.
    let _case = lock::lock_case(host, &id)?.ok_or_else(asked_already)?;
    let request = AnalysisRequest {
        transaction: new.transaction.clone(),
        at: host.now(),
        requestor: cpf(&new)?,
        name: new.name.trim().to_owned(),
        reason: new.reason.trim().to_owned(),
        observation: new.observation.clone(),
        documents: papers.documents.clone(),
    };
    let call = adapter.request(&request)?;
    let record = record(&id, &account, &case, &new, &papers, host.now());
    let contents: Vec<Vec<u8>> = papers.documents.into_iter().map(|d| d.bytes).collect();
    host.store
        .submission_intend(&record, &contents)
        .await
        .map_err(|e| match e {
            StoreError::Conflict => asked_already(),
            other => Error::Store(other),
        })?;
    fault::point("intended");
    let stored = serde_json::to_value(&call).map_err(|e| Error::Stopped(e.to_string()))?;
    host.store
        .submission_sending(&record.submission.id, &stored, host.now())
        .await?;
    fault::point("sending");
    let outcome = adapter.send_request(&call).await;
    fault::point("sent");
    settle_analysis(host, &account, case, &record, outcome).await?;
    analysis::analysis_view(host, &id).await
}

/// Settles an intention that a process left behind before its call was made: it never left. The call is made only
/// after `sending` is on disk, and nobody else is at this transaction while we hold its lock.
async fn forget_unsent(host: &Host, account: &Account, transaction: &str) -> Result<()> {
    let known = host
        .store
        .dispute_by_provider_id(&account.id, transaction)
        .await?;
    let Some(known) = known else {
        return Ok(());
    };
    let Some(_case) = lock::lock_case(host, &known.id)? else {
        return Ok(());
    };
    for record in host.store.submissions_of(&known.id).await? {
        if record.submission.state == State::Intended {
            reconcile::settle(host, record, false).await?;
        }
    }
    Ok(())
}

async fn settle_analysis(
    host: &Host,
    account: &Account,
    mut case: Dispute,
    record: &SubmissionRecord,
    outcome: Outcome,
) -> Result<()> {
    let submission = &record.submission.id;
    let now = host.now();
    match outcome {
        Outcome::Accepted { request_id, answer } => {
            // The call is out: what can't be stored now is never told as undone.
            let doubt = |_| Error::unknown(request_id.clone());
            host.store
                .submission_settle(
                    submission,
                    State::Accepted,
                    now,
                    request_id.as_deref(),
                    Some(&answer),
                    None,
                    None,
                )
                .await
                .map_err(doubt)?;
            fault::point("settled");
            case.reference = analysis_id(&answer);
            case.status = Status::UnderReview;
            case.provider_status = ASKED.to_owned();
            let told = async {
                analysis::file_analysis(host, account, case).await?;
                late::tell_of(host, record, EntryKind::Sent, None).await
            };
            told.await.map_err(|_| Error::unknown(request_id))
        }
        // Nothing can be read that would agree (unico.md §3.5): only the provider's own word for why it can't be is
        // taken for a refusal. That there is one already may be ours, delivered twice on its way.
        Outcome::Refused(refusal) if !proves_refusal(&refusal) => {
            let open = sending::note_unread(host, record, &refusal, "refused_unclear").await;
            let there_already = is_there_already(&refusal);
            if there_already {
                // It was asked for: the window for that matters no more.
                case.due = DueDate::NotGiven;
            }
            let word = if there_already {
                THERE_ALREADY
            } else {
                "unknown"
            };
            (case.status, case.provider_status) = (Status::Unknown, word.to_owned());
            if let Err(e) = analysis::file_analysis(host, account, case).await {
                tracing::warn!(error = %e.kind(), "the doubt isn't noted with the case");
            }
            Err(open)
        }
        Outcome::Refused(refusal) => {
            let words =
                serde_json::to_value(&refusal).map_err(|e| Error::Stopped(e.to_string()))?;
            host.store
                .submission_settle(
                    submission,
                    State::Refused,
                    now,
                    refusal.request_id.as_deref(),
                    None,
                    Some(&words),
                    None,
                )
                .await?;
            fault::point("settled");
            let (status, word) = standing_after(&refusal);
            (case.status, case.provider_status) = (status, word.to_owned());
            analysis::file_analysis(host, account, case).await?;
            late::tell_of(host, record, EntryKind::Refused, Some(refusal.in_short())).await?;
            Err(Error::ProviderRefused(refusal))
        }
        Outcome::NotSent(e) => {
            reconcile::note_not_sent(host, submission).await?;
            Err(e.into())
        }
        Outcome::Unknown { why, request_id } => {
            host.store
                .submission_settle(
                    submission,
                    State::Unknown,
                    now,
                    request_id.as_deref(),
                    None,
                    None,
                    Some(&why),
                )
                .await?;
            case.status = Status::Unknown;
            case.provider_status = "unknown".to_owned();
            analysis::file_analysis(host, account, case).await?;
            late::tell_of(host, record, EntryKind::OutcomeUnknown, None).await?;
            Err(Error::unknown(request_id))
        }
    }
}

/// Where the case stands after its request was refused, with its word.
fn standing_after(refusal: &Refusal) -> (Status, &'static str) {
    match refusal.status {
        // Credentials and pace are refused before anything is looked at: it can still be asked, in its window.
        401 | 403 | 429 => (Status::Unknown, NOT_ASKED),
        _ => (Status::Closed, TURNED_DOWN),
    }
}

fn proves_refusal(refusal: &Refusal) -> bool {
    unico::proves_refusal(refusal.status, refusal.code.as_deref().unwrap_or_default())
}

/// Unico has an analysis of the transaction: somebody else's, or ours.
fn is_there_already(refusal: &Refusal) -> bool {
    let code = refusal.code.as_deref().unwrap_or_default();
    meaning(refusal.status, code) == Meaning::AskedBefore
}

fn refuse(problems: Vec<Problem>) -> Result<()> {
    if problems.iter().any(|p| p.blocks) {
        Err(Error::Refused(problems))
    } else {
        Ok(())
    }
}

/// A transaction that Unico doesn't know wasn't approved: a prerequisite isn't met, and nothing was sent.
fn not_found(e: ProviderError) -> Error {
    let unknown = match &e {
        ProviderError::NotFound => true,
        ProviderError::Rejected(refusal) => {
            let code = refusal.code.as_deref().unwrap_or_default();
            meaning(refusal.status, code) == Meaning::TransactionIdMalformed
        }
        _ => false,
    };
    if !unknown {
        return e.into();
    }
    Error::Refused(vec![Problem::blocking(
        "analysis_transaction_unknown",
        None,
        "Unico doesn't know this transaction",
    )])
}

fn asked_already() -> Error {
    Error::Refused(vec![Problem::blocking(
        "analysis_asked_before",
        None,
        "an analysis of this transaction was asked for already, or may have been; there is only one",
    )])
}

fn cpf(new: &NewAnalysis) -> Result<Cpf> {
    Cpf::parse(&new.requestor_cpf)
        .map_err(|e| Error::Refused(vec![Problem::blocking("analysis_cpf", None, e.to_string())]))
}

fn file_view(document: &AnalysisDocument, pages: u32) -> PackFileView {
    PackFileView {
        path: document.label.clone(),
        slot: "documents".to_owned(),
        sha256: sha256_hex(&document.bytes),
        bytes: document.bytes.len() as u64,
        pages,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_looked_at_can_still_be_asked_for() {
        for (status, code, expected) in [
            (400, Some("40032"), (Status::Closed, TURNED_DOWN)),
            (400, None, (Status::Closed, TURNED_DOWN)),
            (429, Some("40001"), (Status::Unknown, NOT_ASKED)),
            (403, Some("40301"), (Status::Unknown, NOT_ASKED)),
            (401, Some("1.2.4"), (Status::Unknown, NOT_ASKED)),
        ] {
            let refusal = Refusal {
                status,
                code: code.map(str::to_owned),
                message: String::new(),
                request_id: None,
            };
            assert_eq!(standing_after(&refusal), expected, "{status} {code:?}");
        }
    }
}
