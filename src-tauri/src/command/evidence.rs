//! Evidence: files in, texts and facts, undo, how full it is, its pages.

use crate::desktop::Desktop;
use crate::dialog;
use crate::error::{Failure, Result};
use crate::file_tokens::FileTokens;
use crate::intake;
use crate::preview;
use crate::view::{AddedView, PageView, PreviewView, RefusedView};
use std::collections::BTreeMap;
use std::path::PathBuf;
use tauri::{AppHandle, State};
use tvist_engine::domain::evidence::Kind;
use tvist_engine::view::{CheckedView, EarlierPaymentsView, EvidenceView};
use tvist_engine::{Blackout, Engine, Error, NewFile};
use tvist_watcher::words::Words;

/// Takes the files of a drop into a draft; each that can't be used is told by name.
///
/// # Errors
/// When the drop is no longer known, or nothing can be stored.
#[tauri::command]
#[specta::specta]
pub async fn drop_take(
    desktop: State<'_, Desktop>,
    tokens: State<'_, FileTokens>,
    token: String,
    dispute: String,
    slot: Option<String>,
) -> Result<AddedView> {
    let paths = tokens
        .take_dropped(&token)
        .ok_or_else(|| Failure::new("not_found"))?;
    let engine = desktop.engine().await?;
    add(&engine, &dispute, slot.as_deref(), paths).await
}

/// Lets the owner choose files in the system's dialog, and takes them into a draft.
///
/// # Errors
/// When nothing can be stored.
#[tauri::command]
#[specta::specta]
pub async fn files_choose(
    app: AppHandle,
    desktop: State<'_, Desktop>,
    dispute: String,
    slot: Option<String>,
) -> Result<AddedView> {
    let engine = desktop.engine().await?;
    let language = engine.settings().await?.language;
    let paths = dialog::open_files(
        &app,
        Words::new(language.as_deref()).say("dialog-files", None),
    )
    .await?;
    add(&engine, &dispute, slot.as_deref(), paths).await
}

/// Puts a file into another place.
///
/// # Errors
/// When there is no such file or place.
#[tauri::command]
#[specta::specta]
pub async fn evidence_move(
    desktop: State<'_, Desktop>,
    dispute: String,
    item: String,
    slot: String,
) -> Result<EvidenceView> {
    Ok(desktop
        .engine()
        .await?
        .evidence_move(&dispute, &item, &slot)
        .await?)
}

/// Takes a file out of the draft.
///
/// # Errors
/// When there is no such file.
#[tauri::command]
#[specta::specta]
pub async fn evidence_remove(
    desktop: State<'_, Desktop>,
    dispute: String,
    item: String,
) -> Result<EvidenceView> {
    Ok(desktop
        .engine()
        .await?
        .evidence_remove(&dispute, &item)
        .await?)
}

/// Writes a text; an empty one takes it away.
///
/// # Errors
/// When it is over its limit.
#[tauri::command]
#[specta::specta]
pub async fn evidence_text(
    desktop: State<'_, Desktop>,
    dispute: String,
    slot: String,
    text: String,
) -> Result<EvidenceView> {
    Ok(desktop
        .engine()
        .await?
        .evidence_text(&dispute, &slot, &text)
        .await?)
}

/// Writes a fact; an empty value takes it away.
///
/// # Errors
/// When it can't be used.
#[tauri::command]
#[specta::specta]
pub async fn evidence_fact(
    desktop: State<'_, Desktop>,
    dispute: String,
    name: String,
    value: String,
) -> Result<EvidenceView> {
    Ok(desktop
        .engine()
        .await?
        .evidence_fact(&dispute, &name, &value)
        .await?)
}

/// Takes the last change of the draft back.
///
/// # Errors
/// When the database can't be written.
#[tauri::command]
#[specta::specta]
pub async fn evidence_undo(desktop: State<'_, Desktop>, dispute: String) -> Result<EvidenceView> {
    Ok(desktop.engine().await?.evidence_undo(&dispute).await?)
}

/// Does again what was undone last.
///
/// # Errors
/// When the database can't be written.
#[tauri::command]
#[specta::specta]
pub async fn evidence_redo(desktop: State<'_, Desktop>, dispute: String) -> Result<EvidenceView> {
    Ok(desktop.engine().await?.evidence_redo(&dispute).await?)
}

/// A page (counted from one) of a file, as an address of its picture; with a finding, as it would look blacked out.
///
/// # Errors
/// When there is no such file.
#[tauri::command]
#[specta::specta]
pub async fn page_shown(
    desktop: State<'_, Desktop>,
    dispute: String,
    item: String,
    page: u32,
    finding: Option<String>,
) -> Result<PageView> {
    let draft = desktop.engine().await?.evidence_list(&dispute).await?;
    let found = draft.items.into_iter().find(|i| i.id.as_str() == item);
    let name = found.ok_or_else(|| Failure::new("not_found"))?.name;
    let index = page.saturating_sub(1);
    Ok(PageView {
        url: preview::address_of(&dispute, &item, index, draft.revision, finding.as_deref()),
        item,
        name,
        page,
    })
}

/// Blacks out for good what was found on a page (counted from one) of a file.
///
/// # Errors
/// When it isn't there any more, or the page can't be drawn.
#[tauri::command]
#[specta::specta]
pub async fn evidence_redact(
    desktop: State<'_, Desktop>,
    dispute: String,
    item: String,
    page: u32,
    finding: String,
) -> Result<EvidenceView> {
    let engine = desktop.engine().await?;
    let what = Blackout::Finding(finding);
    Ok(engine.evidence_redact(&dispute, &item, page, &what).await?)
}

/// Takes the owner's word that a page (counted from one) which can't be read holds no card number.
///
/// # Errors
/// When there is no such page.
#[tauri::command]
#[specta::specta]
pub async fn evidence_vouch(
    desktop: State<'_, Desktop>,
    dispute: String,
    item: String,
    page: u32,
) -> Result<EvidenceView> {
    Ok(desktop
        .engine()
        .await?
        .evidence_vouch(&dispute, &item, page)
        .await?)
}

/// Packs the draft and tells how full it is and what stands in the way.
///
/// # Errors
/// When it can't be packed at all.
#[tauri::command]
#[specta::specta]
pub async fn evidence_check(desktop: State<'_, Desktop>, dispute: String) -> Result<CheckedView> {
    Ok(desktop.engine().await?.evidence_check(&dispute).await?)
}

/// Finds earlier payments of the same card that could be stated.
///
/// # Errors
/// When the case can't use them, or they can't be read.
#[tauri::command]
#[specta::specta]
pub async fn earlier_payments(
    desktop: State<'_, Desktop>,
    dispute: String,
) -> Result<EarlierPaymentsView> {
    Ok(desktop.engine().await?.earlier_payments(&dispute).await?)
}

/// Puts what is stated about earlier payments at the provider, unsent, and lets it say whether that qualifies.
///
/// # Errors
/// When it would be unsafe, there is nothing to ask about, or the provider can't be reached.
#[tauri::command]
#[specta::specta]
pub async fn special_evidence_check(desktop: State<'_, Desktop>, dispute: String) -> Result<()> {
    desktop
        .engine()
        .await?
        .special_evidence_check(&dispute)
        .await?;
    Ok(())
}

/// What would leave, to be looked at: the pages of the packed files as addresses of pictures, and every text.
///
/// # Errors
/// When there is no such case, or packing fails for another reason than the files.
#[tauri::command]
#[specta::specta]
pub async fn answer_preview(desktop: State<'_, Desktop>, dispute: String) -> Result<PreviewView> {
    let engine = desktop.engine().await?;
    let draft = engine.evidence_list(&dispute).await?;
    match engine.evidence_manifest(&dispute).await {
        Ok(manifest) => {
            let pages = manifest
                .files
                .iter()
                .enumerate()
                .flat_map(|(number, file)| {
                    let address =
                        |page| preview::address_packed(&dispute, number, page, draft.revision);
                    (0..file.pages.max(1))
                        .map(|page| PageView {
                            item: file.slot.clone(),
                            name: file.path.clone(),
                            page: page + 1,
                            url: address(page),
                        })
                        .collect::<Vec<_>>()
                });
            Ok(PreviewView {
                pages: pages.collect(),
                fields: manifest.fields,
                problems: Vec::new(),
            })
        }
        Err(Error::Refused(problems)) => Ok(PreviewView {
            pages: drafted(&dispute, draft),
            fields: BTreeMap::new(),
            problems,
        }),
        Err(other) => Err(other.into()),
    }
}

/// The pages of the draft's own files, in the order of the checklist.
fn drafted(dispute: &str, mut draft: EvidenceView) -> Vec<PageView> {
    let place = |slot: Kind| draft.slots.iter().position(|s| s.slot == slot);
    draft
        .items
        .sort_by_key(|item| place(item.slot).unwrap_or(usize::MAX));
    let pages = draft.items.iter().flat_map(|item| {
        (0..item.pages.max(1)).map(|page| PageView {
            item: item.id.to_string(),
            name: item.name.clone(),
            page: page + 1,
            url: preview::address_of(dispute, item.id.as_str(), page, draft.revision, None),
        })
    });
    pages.collect()
}

async fn add(
    engine: &Engine,
    dispute: &str,
    slot: Option<&str>,
    paths: Vec<PathBuf>,
) -> Result<AddedView> {
    let mut done = AddedView::default();
    let mut files = Vec::with_capacity(paths.len());
    for path in paths {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        match intake::evidence(&path).await {
            Ok(bytes) => files.push(NewFile { name, bytes }),
            Err(refusal) => done.refused.push(RefusedView {
                name,
                code: refusal.word().to_owned(),
            }),
        }
    }
    // One change of the draft, so that one undo takes back what came together; a file that can't be used doesn't keep the
    // others out.
    let (added, refused) = engine.evidence_add_usable(dispute, files, slot).await?;
    done.added = added;
    done.refused
        .extend(refused.into_iter().map(|(name, error)| RefusedView {
            name,
            code: error.code().to_owned(),
        }));
    Ok(done)
}
