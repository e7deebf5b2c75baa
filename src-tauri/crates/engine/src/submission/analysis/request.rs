//! Asking for an analysis: looked through, read right before, written down, sent once.

use super::state;
use crate::account::connect;
use crate::error::{Error, Result, refused};
use crate::host::{Host, lock, lookup};
use crate::submission::analysis::content;
use crate::submission::matter::{Matter, Sending};
use crate::submission::{UNDO_SECONDS, analysis, fault, reconcile, sending};
use crate::view::{AnalysisRehearsalView, AnalysisView, PackFileView};
use tvist_document::sha256_hex;
use tvist_domain::check::Problem;
use tvist_domain::cpf::Cpf;
use tvist_domain::rules::unico::{Meaning, meaning};
use tvist_domain::submission::State;
use tvist_provider::ProviderError;
use tvist_provider::unico::{AnalysisDocument, AnalysisRequest};
use tvist_store::Account;

use super::NewAnalysis;
use super::content::case_of;

/// Tells what a request would send. Reads nothing and sends nothing.
pub(crate) async fn analysis_rehearse(
    host: &Host,
    new: &NewAnalysis,
) -> Result<AnalysisRehearsalView> {
    let account = analysis::unico_account(&host.store, new.account.as_deref()).await?;
    let papers = content::analysis_documents(host, new).await?;
    let mut problems = papers.problems;
    problems.extend(
        content::stated_problems(&host.store, host.now(), &account, new, "approved").await?,
    );
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
    let account = analysis::unico_account(&host.store, new.account.as_deref()).await?;
    // Before anything is looked at: a second process must not overwrite what the first one learnt.
    let name = format!(
        "analysis-{}.lock",
        sha256_hex(format!("{}\n{}", account.id, new.transaction).as_bytes())
    );
    let _lock = crate::host::lock::attempt(&host.data_dir.join(name))?.ok_or_else(asked_already)?;
    forget_unsent(host, &account, &new.transaction).await?;
    let papers = content::analysis_documents(host, &new).await?;
    let mut problems = papers.problems.clone();
    problems.extend(
        content::stated_problems(&host.store, host.now(), &account, &new, "approved").await?,
    );
    refuse(problems)?;
    let adapter = connect::unico(host, &account).await?;
    // Right before, since only approved transactions are examined (unico.md §3.3).
    let status = adapter
        .transaction_status(&new.transaction)
        .await
        .map_err(not_found)?;
    refuse(content::stated_problems(&host.store, host.now(), &account, &new, &status).await?)?;
    let attached = match &new.dispute {
        Some(which) => Some(lookup::resolve(&host.store, which).await?),
        None => None,
    };
    fault::point("sealed");
    let case = case_of(&new, attached.as_ref(), host.now());
    let id = state::file(host, &account.id, case.clone()).await?;
    // Settling and identifying take this one.
    let _case = lock::lock_case(&host.data_dir, &id)?.ok_or_else(asked_already)?;
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
    let mut record = content::intention(&id, &account, &case, &new, papers)
        .intend(host, asked_already)
        .await?;
    fault::point("intended");
    record.call = Some(serde_json::to_value(&call).map_err(|e| Error::Stopped(e.to_string()))?);
    let sending = Sending {
        record,
        adapter,
        matter: Matter::Analysis(Box::new(case)),
    };
    sending::send(host, sending).await?;
    analysis::analysis_view(&host.store, &id).await
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
    let Some(_case) = lock::lock_case(&host.data_dir, &known.id)? else {
        return Ok(());
    };
    for record in host.store.submissions_of(&known.id).await? {
        if record.submission.state == State::Intended {
            reconcile::settle(host, record, false).await?;
        }
    }
    Ok(())
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
    refused(
        "analysis_transaction_unknown",
        "Unico doesn't know this transaction",
    )
}

fn asked_already() -> Error {
    refused(
        "analysis_asked_before",
        "an analysis of this transaction was asked for already, or may have been; there is only one",
    )
}

fn cpf(new: &NewAnalysis) -> Result<Cpf> {
    Cpf::parse(&new.requestor_cpf).map_err(|e| refused("analysis_cpf", &e.to_string()))
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
