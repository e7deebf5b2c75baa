//! The draft of a case: files by content into slots, texts and facts, saved at every change.

pub(crate) mod blackout;
pub(crate) mod pack;

use crate::error::{Error, Result, refused};
use crate::event::Event;
use crate::host::task::blocking;
use crate::host::{Host, lookup};
use crate::view::{EvidenceView, ItemView, SlotState, SlotView};
use std::collections::BTreeSet;
use std::sync::Arc;
use tvist_document::worker::Workshop;
use tvist_document::{DocumentError, FileKind, Inspection};
use tvist_domain::check::Problem;
use tvist_domain::evidence::draft::fact;
use tvist_domain::evidence::{
    Draft, Form, Goods, Item, Kind, Media, Placing, checklist, compelling, fields, sorting,
};
use tvist_domain::{Category, Dispute, DisputeId, ItemId, rules};
use tvist_store::Store;

/// A file as the owner gave it.
pub struct NewFile {
    /// The owner's name for it; it stays here.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// A fact's name or value that is longer than this is a mistake.
const FACT_CHARACTERS: usize = 5_000;

/// Adds files to the draft, all or none. Without a slot the place of each is guessed from its first words, its name
/// and the case, and stays a guess until the owner says that it is right.
pub(crate) async fn evidence_add(
    host: &Host,
    which: &str,
    files: Vec<NewFile>,
    slot: Option<&str>,
) -> Result<EvidenceView> {
    let id = lookup::resolve(&host.store, which).await?;
    let slot = slot.map(file_slot).transpose()?;
    let dispute = lookup::filed(&host.store, &id).await?.dispute;
    if !rules::may_gather(&dispute) {
        return Err(refused(
            "takes_no_evidence",
            "this case takes no evidence any more",
        ));
    }
    let mut inspected = Vec::with_capacity(files.len());
    for file in files {
        let (file, inspection) = inspect(&host.workshop, file).await?;
        let head = match slot {
            Some(_) => String::new(),
            None => head_of(&host.workshop, &file.bytes).await?,
        };
        inspected.push((file, inspection, head));
    }
    let mut draft = host.store.draft(&id).await?;
    let mut added = Vec::with_capacity(inspected.len());
    for (file, inspection, head) in inspected {
        let media = media(inspection.kind);
        let (slot, placing) = match slot {
            Some(slot) => (slot, Placing::Stated),
            None => sorting::guess(&dispute, &draft, &file.name, media, &head),
        };
        let item = Item {
            id: ItemId::new(),
            slot,
            placing,
            name: file.name,
            media,
            bytes: inspection.bytes,
            pages: inspection.pages,
            sha256: inspection.sha256,
            held_as: None,
            vouched: BTreeSet::new(),
            unread: BTreeSet::new(),
        };
        draft.items.push(item.clone());
        added.push((item, file.bytes));
    }
    host.store.draft_add_items(&id, added, host.now()).await?;
    draft_changed(host, &id).await
}

/// Adds those of several files that can be used, as one change of the draft, and tells how many they are and what is
/// wrong with each of the others, by its name.
pub(crate) async fn evidence_add_usable(
    host: &Host,
    which: &str,
    files: Vec<NewFile>,
    slot: Option<&str>,
) -> Result<(u32, Vec<(String, DocumentError)>)> {
    let (mut usable, mut refused) = (Vec::with_capacity(files.len()), Vec::new());
    for file in files {
        match inspect(&host.workshop, file).await {
            Ok((file, _)) => usable.push(file),
            Err(Error::Document { name, source }) => refused.push((name, source)),
            Err(other) => return Err(other),
        }
    }
    let added = u32::try_from(usable.len()).unwrap_or(u32::MAX);
    if added > 0 {
        evidence_add(host, which, usable, slot).await?;
    }
    Ok((added, refused))
}

/// Writes a text of the draft; an empty one takes it away.
pub(crate) async fn evidence_text(
    host: &Host,
    which: &str,
    slot: &str,
    text: &str,
) -> Result<EvidenceView> {
    let id = lookup::resolve(&host.store, which).await?;
    let kind = text_slot(slot)?;
    let provider = lookup::filed(&host.store, &id).await?.dispute.provider;
    let given = text.chars().count();
    if let Some(limit) = fields::text_limit(provider, kind).filter(|limit| given > *limit) {
        return Err(Error::Refused(vec![Problem::blocking(
            "text_too_long",
            Some(slot),
            format!("the text has {given} characters; {limit} fit"),
        )]));
    }
    let draft = host.store.draft(&id).await?;
    let others: usize = draft
        .texts
        .iter()
        .filter(|(k, _)| **k != kind)
        .map(|(_, t)| t.chars().count())
        .sum();
    let most = fields::all_texts_limit(provider);
    if others + given > most {
        let message = format!("all texts together may have {most} characters");
        return Err(Error::Refused(vec![Problem::blocking(
            "texts_too_long",
            Some(slot),
            message,
        )]));
    }
    let text = Some(text).filter(|t| !t.trim().is_empty());
    host.store
        .draft_set_text(&id, kind, text, host.now())
        .await?;
    draft_changed(host, &id).await
}

/// States a fact; an empty value takes it back.
pub(crate) async fn evidence_fact(
    host: &Host,
    which: &str,
    name: &str,
    value: &str,
) -> Result<EvidenceView> {
    let id = lookup::resolve(&host.store, which).await?;
    let (name, value) = (name.trim(), value.trim());
    if name.is_empty() || name.chars().count() > 200 || value.chars().count() > FACT_CHARACTERS {
        return Err(Error::Usage("a fact has a short name and a value".into()));
    }
    if name == fact::GOODS && !value.is_empty() && Goods::from_word(value).is_none() {
        return Err(Error::Usage(
            "goods are physical, digital or service".into(),
        ));
    }
    if name == fact::FEE_ACKNOWLEDGED && !matches!(value, "" | "yes" | "no") {
        return Err(Error::Usage("fee_acknowledged is yes or no".into()));
    }
    if name == fact::REASON && !value.is_empty() && Category::from_word(value).is_none() {
        return Err(Error::Usage("the reason is one of the categories".into()));
    }
    let value = Some(value).filter(|v| !v.is_empty());
    host.store
        .draft_set_facts(&id, &compelling::spread(name), value, host.now())
        .await?;
    draft_changed(host, &id).await
}

/// Takes a file out of the draft.
pub(crate) async fn evidence_remove(host: &Host, which: &str, item: &str) -> Result<EvidenceView> {
    let id = lookup::resolve(&host.store, which).await?;
    if !host
        .store
        .draft_remove_item(&id, &ItemId::from_text(item), host.now())
        .await?
    {
        return Err(Error::not_found("file", item));
    }
    draft_changed(host, &id).await
}

/// Puts a file into a slot by the owner's word; into its own, that says that a guess is right.
pub(crate) async fn evidence_move(
    host: &Host,
    which: &str,
    item: &str,
    slot: &str,
) -> Result<EvidenceView> {
    let id = lookup::resolve(&host.store, which).await?;
    let kind = file_slot(slot)?;
    let item = ItemId::from_text(item);
    let draft = host.store.draft(&id).await?;
    let Some(known) = draft.items.iter().find(|i| i.id == item) else {
        return Err(Error::not_found("file", item));
    };
    // A guess that is right stays where it is in the order.
    let before = Some(&item).filter(|_| known.slot == kind);
    host.store
        .draft_move_item(&id, &item, kind, before, host.now())
        .await?;
    draft_changed(host, &id).await
}

/// Takes the last change of the draft back. Nothing to take back is fine.
pub(crate) async fn evidence_undo(host: &Host, which: &str) -> Result<EvidenceView> {
    let id = lookup::resolve(&host.store, which).await?;
    host.store.draft_undo(&id, host.now()).await?;
    draft_changed(host, &id).await
}

/// Does again what was undone last. Nothing to do again is fine.
pub(crate) async fn evidence_redo(host: &Host, which: &str) -> Result<EvidenceView> {
    let id = lookup::resolve(&host.store, which).await?;
    host.store.draft_redo(&id, host.now()).await?;
    draft_changed(host, &id).await
}

/// The draft as it is.
pub(crate) async fn evidence_list(store: &Store, which: &str) -> Result<EvidenceView> {
    let id = lookup::resolve(store, which).await?;
    evidence_now(store, &id).await
}

/// A page of one of the draft's files, as PNG of `width` pixels.
pub(crate) async fn page_picture(
    host: &Host,
    which: &str,
    item: &str,
    page: u32,
    width: u32,
) -> Result<Vec<u8>> {
    let id = lookup::resolve(&host.store, which).await?;
    let wanted = ItemId::from_text(item);
    let draft = host.store.draft(&id).await?;
    let item = draft
        .items
        .into_iter()
        .find(|i| i.id == wanted)
        .ok_or_else(|| Error::not_found("file", item))?;
    let bytes = document_bytes(&host.store, &item).await?;
    draw(&host.workshop, item.name, bytes, page, width).await
}

pub(crate) async fn draw(
    workshop: &Arc<Workshop>,
    name: String,
    bytes: Vec<u8>,
    page: u32,
    width: u32,
) -> Result<Vec<u8>> {
    let workshop = workshop.clone();
    blocking(move || workshop.render_page(&bytes, page, width))
        .await?
        .map_err(|source| Error::Document { name, source })
}

pub(crate) async fn document_bytes(store: &Store, item: &Item) -> Result<Vec<u8>> {
    store
        .document_bytes(item.held())
        .await?
        .ok_or_else(|| Error::not_found("file", &item.id))
}

/// The words at a file's beginning, for a guess; none where they can't be read, which only means no guess.
async fn head_of(workshop: &Arc<Workshop>, bytes: &[u8]) -> Result<String> {
    let workshop = workshop.clone();
    let bytes = bytes.to_vec();
    let read = blocking(move || workshop.text_of(&bytes)).await?;
    let first = read.ok().and_then(|text| text.pages.into_iter().next());
    Ok(first.map(|page| page.text).unwrap_or_default())
}

async fn inspect(workshop: &Arc<Workshop>, file: NewFile) -> Result<(NewFile, Inspection)> {
    let workshop = workshop.clone();
    let (file, result): (NewFile, std::result::Result<Inspection, DocumentError>) =
        blocking(move || {
            let result = workshop.inspect(&file.bytes);
            (file, result)
        })
        .await?;
    match result {
        Ok(inspection) => Ok((file, inspection)),
        Err(source) => Err(Error::Document {
            name: file.name,
            source,
        }),
    }
}

pub(crate) async fn draft_changed(host: &Host, id: &DisputeId) -> Result<EvidenceView> {
    host.tell(Event::DraftChanged { id: id.clone() });
    evidence_now(&host.store, id).await
}

async fn evidence_now(store: &Store, id: &DisputeId) -> Result<EvidenceView> {
    let dispute = lookup::filed(store, id).await?.dispute;
    let draft = store.draft(id).await?;
    evidence_view(store, id, &dispute, &draft).await
}

pub(crate) async fn evidence_view(
    store: &Store,
    id: &DisputeId,
    dispute: &Dispute,
    draft: &Draft,
) -> Result<EvidenceView> {
    let (undo, redo) = store.draft_ways(id).await?;
    Ok(EvidenceView {
        revision: draft.revision,
        items: draft
            .items
            .iter()
            .map(|item| item_view(item, dispute))
            .collect(),
        texts: draft.texts.clone(),
        facts: draft.facts.clone(),
        goods: draft.goods(),
        slots: slots(dispute, draft),
        takes_evidence: rules::takes_evidence(dispute) && !dispute.status.is_ended(),
        may_gather: rules::may_gather(dispute),
        saved_at: store.draft_saved_at(id).await?,
        undo,
        redo,
    })
}

/// The checklist with what is there, and any slot that the owner uses beside it.
fn slots(dispute: &Dispute, draft: &Draft) -> Vec<SlotView> {
    let stated = fields::text_fields(
        dispute,
        &Draft {
            texts: std::collections::BTreeMap::new(),
            ..draft.clone()
        },
    );
    let mut wanted = checklist(dispute, draft);
    for kind in Kind::ALL {
        if draft.has(*kind) && !wanted.iter().any(|w| w.kind == *kind) {
            wanted.push(tvist_domain::evidence::Wanted {
                kind: *kind,
                weight: tvist_domain::evidence::Weight::Extra,
            });
        }
    }
    wanted
        .into_iter()
        .map(|w| {
            let is_text = w.kind.form() != Form::Files;
            let stated = stated.get(w.kind.as_str()).filter(|_| is_text).cloned();
            let state = match &stated {
                _ if draft.has_for_sure(w.kind) => SlotState::Given,
                _ if is_guessed(draft, w.kind) => SlotState::Guessed,
                Some(_) => SlotState::Stated,
                None => SlotState::Empty,
            };
            let limit = fields::text_limit(dispute.provider, w.kind)
                .filter(|_| is_text)
                .map(|limit| u32::try_from(limit).unwrap_or(u32::MAX));
            SlotView {
                slot: w.kind,
                form: w.kind.form(),
                weight: w.weight,
                state,
                limit,
                stated,
            }
        })
        .collect()
}

fn is_guessed(draft: &Draft, kind: Kind) -> bool {
    draft
        .items_of(kind)
        .any(|item| item.placing == Placing::Guessed)
}

fn item_view(item: &Item, dispute: &Dispute) -> ItemView {
    let travels = rules::takes_evidence(dispute)
        && fields::travels(dispute, item.slot)
        && fields::file_field(dispute.provider, item.slot).is_some();
    ItemView {
        id: item.id.clone(),
        name: item.name.clone(),
        slot: item.slot,
        placing: item.placing,
        bytes: item.bytes,
        pages: item.pages,
        media: item.media,
        state: if travels { "ready" } else { "stays" }.to_owned(),
    }
}

fn media(kind: FileKind) -> Media {
    match kind {
        FileKind::Pdf => Media::Pdf,
        FileKind::Jpeg => Media::Jpeg,
        FileKind::Png => Media::Png,
        FileKind::Mail => Media::Mail,
        other if other.is_picture() => Media::Picture,
        _ => Media::Text,
    }
}

fn file_slot(word: &str) -> Result<Kind> {
    let kind = Kind::from_word(word).filter(|k| k.form() == Form::Files);
    kind.ok_or_else(|| {
        Error::Usage(format!(
            "\"{word}\" is no slot for files; there are {}",
            words_of(true)
        ))
    })
}

fn text_slot(word: &str) -> Result<Kind> {
    let kind = Kind::from_word(word).filter(|k| k.form() != Form::Files);
    kind.ok_or_else(|| {
        Error::Usage(format!(
            "\"{word}\" is no slot for text; there are {}",
            words_of(false)
        ))
    })
}

fn words_of(files: bool) -> String {
    let words: Vec<&str> = Kind::ALL
        .iter()
        .filter(|k| (k.form() == Form::Files) == files)
        .map(|k| k.as_str())
        .collect();
    words.join(", ")
}
