//! Analyses at Unico IDPay: asked for, followed, identified, and what they prove as evidence.

use crate::command::submission::ended;
use crate::desktop::Desktop;
use crate::dialog;
use crate::error::{Failure, Result};
use crate::file_tokens::FileTokens;
use crate::intake;
use crate::view::{ActOutcome, AnalysisForm, ChosenView};
use tauri::{AppHandle, State};
use tvist_engine::domain::submission::State as Settled;
use tvist_engine::view::{AnalysisRehearsalView, AnalysisView, EvidenceView};
use tvist_engine::{NewAnalysis, NewFile};

/// All analyses.
///
/// # Errors
/// When the database can't be read.
#[tauri::command]
#[specta::specta]
pub async fn analyses(desktop: State<'_, Desktop>) -> Result<Vec<AnalysisView>> {
    Ok(desktop.engine().await?.analyses().await?)
}

/// Lets the owner choose the documents of an analysis.
///
/// # Errors
/// When the dialog can't be shown.
#[tauri::command]
#[specta::specta]
pub async fn analysis_files(
    app: AppHandle,
    desktop: State<'_, Desktop>,
    tokens: State<'_, FileTokens>,
) -> Result<Vec<ChosenView>> {
    let title = desktop.words().await?.say("dialog-files", None);
    let paths = dialog::open_files(&app, title).await?;
    Ok(paths
        .into_iter()
        .map(|path| tokens.keep_chosen(path))
        .collect())
}

/// What a request would send, and what stands in its way. Sends nothing.
///
/// # Errors
/// When there is no such account or case, or a file can't be read.
#[tauri::command]
#[specta::specta]
pub async fn analysis_rehearse(
    desktop: State<'_, Desktop>,
    tokens: State<'_, FileTokens>,
    form: AnalysisForm,
) -> Result<AnalysisRehearsalView> {
    let new = asked(&tokens, form).await?;
    Ok(desktop.engine().await?.analysis_rehearse(&new).await?)
}

/// Asks for an analysis, once.
///
/// # Errors
/// When it could not even be tried.
#[tauri::command]
#[specta::specta]
pub async fn analysis_request(
    desktop: State<'_, Desktop>,
    tokens: State<'_, FileTokens>,
    form: AnalysisForm,
) -> Result<ActOutcome> {
    let new = asked(&tokens, form).await?;
    let engine = desktop.engine().await?;
    // Of its own, so that a page that goes away doesn't cut it off in the middle.
    let work = tauri::async_runtime::spawn(async move { engine.analysis_request(new).await });
    match work.await {
        Ok(done) => ended(done.map(|_| Settled::Accepted)),
        Err(_) => ended(Ok(Settled::Unknown)),
    }
}

/// Gives an analysis whose answer was lost the id that the owner found out.
///
/// # Errors
/// When Unico doesn't know the id.
#[tauri::command]
#[specta::specta]
pub async fn analysis_identify(
    desktop: State<'_, Desktop>,
    dispute: String,
    analysis: String,
) -> Result<AnalysisView> {
    let engine = desktop.engine().await?;
    Ok(engine.analysis_identify(&dispute, analysis.trim()).await?)
}

/// Reads every analysis that isn't decided yet.
///
/// # Errors
/// When an account can't be read.
#[tauri::command]
#[specta::specta]
pub async fn analyses_refresh(desktop: State<'_, Desktop>) -> Result<Vec<AnalysisView>> {
    Ok(desktop.engine().await?.analyses_refresh().await?)
}

/// Fetches the probative set of a transaction into the draft of a case: biometric data, only on the owner's wish.
///
/// # Errors
/// When there is none, or it can't be fetched.
#[tauri::command]
#[specta::specta]
pub async fn probative_add(
    desktop: State<'_, Desktop>,
    dispute: String,
    account: Option<String>,
    transaction: String,
) -> Result<EvidenceView> {
    let engine = desktop.engine().await?;
    let bytes = engine
        .analysis_probative(account.as_deref(), transaction.trim())
        .await?;
    let file = NewFile {
        name: "idpay-probative.pdf".to_owned(),
        bytes,
    };
    let slot = Some("uncategorized_file");
    Ok(engine.evidence_add(&dispute, vec![file], slot).await?)
}

async fn asked(tokens: &FileTokens, form: AnalysisForm) -> Result<NewAnalysis> {
    let mut files = Vec::with_capacity(form.files.len());
    for token in &form.files {
        let path = tokens
            .chosen(token)
            .ok_or_else(|| Failure::new("not_found"))?;
        let bytes = intake::evidence(&path)
            .await
            .map_err(|refusal| refusal.of("analysis_file"))?;
        let name = path.file_name().unwrap_or_default();
        files.push(NewFile {
            name: name.to_string_lossy().into_owned(),
            bytes,
        });
    }
    Ok(NewAnalysis {
        dispute: form.dispute,
        account: form.account,
        transaction: form.transaction.trim().to_owned(),
        created: form
            .created
            .parse()
            .map_err(|_| Failure::new("analysis_day"))?,
        credit: form.credit,
        requestor_cpf: form.requestor_cpf,
        name: form.name,
        reason: form.reason,
        observation: form.observation.filter(|o| !o.trim().is_empty()),
        files,
        merge: form.merge,
        vouched: form.vouched,
    })
}
