//! Building a pack: the draft's files by the provider's fields, fitted into its limits, its texts beside them or before.

use super::problems::{note_problem, refusal_problem};
use super::scan::{LETTER, Leaving, origins};
use super::{Pack, PackFile, advice};
use crate::error::{Error, Result};
use crate::evidence::pack::scan;
use crate::host::Host;
use crate::host::task::blocking;
use std::collections::BTreeMap;
use std::sync::Arc;
use tvist_document::worker::Workshop;
use tvist_document::{Block, FileKind, Fitted, Letter, SlotSources, Source};
use tvist_domain::check::{Meters, Problem};
use tvist_domain::evidence::preflight::Packed;
use tvist_domain::evidence::{Draft, Form, Item, Kind, checklist, fields};
use tvist_domain::rules::{self, Carrier};
use tvist_domain::{Dispute, Provider};
use tvist_provider::File;
use tvist_store::Store;

/// Packs the draft; the same draft gives the same bytes.
pub(super) async fn build(host: &Host, dispute: &Dispute, draft: &Draft) -> Result<Pack> {
    let texts = Texts::of(dispute, draft);
    let mut slots = slots(&host.store, dispute, draft).await?;
    if texts.carrier.holds_texts() && !texts.fields.is_empty() {
        let letter = letter(&host.workshop, &texts.fields).await?;
        put_first(&mut slots, letter, texts.carrier);
    }
    let limits = rules::pack_limits(dispute);
    let budgets = advice::budgets(&limits, texts.pages);
    let raw = (
        slots.iter().map(raw_bytes).sum::<u64>(),
        draft.items.iter().map(|i| i.pages).sum::<u32>(),
    );
    let workshop = host.workshop.clone();
    let fitted = blocking(move || advice::fit(&workshop, &slots, &budgets)).await?;
    let (files, problems, scan) = match fitted {
        Ok(fitted) => {
            let leaving = fitted.iter().map(|f| Leaving {
                slot: f.slot.clone(),
                bytes: f.bytes.clone(),
                from: origins(&f.origins),
            });
            let scan = scan::scan(&host.workshop, leaving.collect()).await?;
            let notes = fitted.iter().flat_map(|f| {
                f.report
                    .notes
                    .iter()
                    .map(|n| note_problem(&f.slot, &n.kind))
            });
            let notes: Vec<Problem> = notes.collect();
            (pack_files(fitted), notes, Some(scan))
        }
        Err(refusal) => (Vec::new(), vec![refusal_problem(&refusal)], None),
    };
    let fits = !problems.iter().any(|p| p.blocks);
    let (bytes, pages) = if fits { finished(&files) } else { raw };
    let meters = Meters {
        files: u32::try_from(files.len()).unwrap_or(u32::MAX),
        ..meters(&limits, bytes, pages.saturating_add(texts.pages))
    };
    let most = limits.pages.map_or(u32::MAX, |pages| pages.most);
    let room = most.saturating_sub(pages);
    Ok(Pack {
        files,
        fields: texts.beside_the_files(room),
        packed: Packed {
            meters,
            problems,
            scan,
        },
    })
}

/// Bytes and pages of finished files.
fn finished(files: &[PackFile]) -> (u64, u32) {
    (
        files.iter().map(|f| f.file.bytes.len() as u64).sum(),
        files.iter().map(|f| f.pages).sum(),
    )
}

/// What a pack of no files yet holds against its limits.
fn meters(limits: &rules::PackLimits, bytes: u64, pages: u32) -> Meters {
    Meters {
        bytes,
        bytes_limit: limits.bytes.most,
        bytes_limit_source: limits.bytes.source,
        pages,
        pages_limit: limits.pages.map(|pages| pages.most),
        pages_limit_source: limits.pages.map(|pages| pages.source),
        files: 0,
        files_limit: limits.files.map(|files| files.most),
    }
}

/// The draft's files as they travel: by the provider's fields and in the checklist's order, or each for itself in the
/// owner's.
async fn slots(store: &Store, dispute: &Dispute, draft: &Draft) -> Result<Vec<SlotSources>> {
    let carrier = rules::capabilities(dispute.provider).carried_as;
    let items: Vec<&Item> = match carrier {
        Carrier::Documents => draft.items.iter().collect(),
        Carrier::Fields | Carrier::OneDocument => in_order(dispute, draft)
            .into_iter()
            .flat_map(|kind| draft.items_of(kind))
            .collect(),
    };
    let mut slots: Vec<SlotSources> = Vec::new();
    for item in items {
        let kind = item.slot;
        if !fields::travels(dispute, kind) {
            continue;
        }
        let Some(field) = fields::file_field(dispute.provider, kind) else {
            continue;
        };
        let source = source(store, item).await?;
        let joined = match carrier {
            Carrier::Documents => None,
            Carrier::Fields | Carrier::OneDocument => slots.iter_mut().find(|s| s.slot == field),
        };
        match joined {
            Some(slot) => slot.sources.push(source),
            None => slots.push(SlotSources {
                slot: field.to_owned(),
                sources: vec![source],
                // A picture alone stays one where the provider takes pictures (stripe.md §7); the others ask for
                // PDFs (clearhaus.md §1.6, celcoin.md §2.4).
                keep_single: carrier == Carrier::Fields,
            }),
        }
    }
    Ok(slots)
}

async fn source(store: &Store, item: &Item) -> Result<Source> {
    Ok(Source {
        id: item.id.to_string(),
        caption: String::new(),
        bytes: crate::evidence::document_bytes(store, item).await?,
    })
}

/// A page of the texts, where they have no fields of their own.
async fn letter(workshop: &Arc<Workshop>, fields: &BTreeMap<String, String>) -> Result<Source> {
    let blocks = fields.iter().flat_map(|(name, text)| {
        [
            Block::Heading(name.replace('_', " ")),
            Block::Paragraph(text.clone()),
        ]
    });
    let letter = Letter {
        title: String::new(),
        language: "en".into(),
        page_label: "{page} / {pages}".into(),
        blocks: blocks.collect(),
    };
    let workshop = workshop.clone();
    let typeset = blocking(move || workshop.letter(&letter))
        .await?
        .map_err(|source| Error::Document {
            name: "letter".into(),
            source,
        })?;
    Ok(Source {
        id: LETTER.to_owned(),
        caption: String::new(),
        bytes: typeset.pdf,
    })
}

/// The letter opens the one document, or is the first of them.
fn put_first(slots: &mut Vec<SlotSources>, letter: Source, carrier: Carrier) {
    match slots.first_mut() {
        Some(slot) if carrier == Carrier::OneDocument => slot.sources.insert(0, letter),
        _ => slots.insert(
            0,
            SlotSources {
                slot: "documents".into(),
                sources: vec![letter],
                keep_single: false,
            },
        ),
    }
}

/// Kinds in the order in which they are packed: the checklist's, then whatever else the owner used.
fn in_order(dispute: &Dispute, draft: &Draft) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = checklist(dispute, draft)
        .into_iter()
        .map(|w| w.kind)
        .collect();
    kinds.extend(
        Kind::ALL
            .iter()
            .filter(|k| !kinds.contains(k))
            .copied()
            .collect::<Vec<_>>(),
    );
    kinds.retain(|k| k.form() == Form::Files);
    kinds
}

/// The texts of an answer.
struct Texts {
    provider: Provider,
    fields: BTreeMap<String, String>,
    /// Those among them that nobody but the provider stated.
    stated: Vec<String>,
    carrier: Carrier,
    /// Pages that the provider counts for the owner's texts.
    pages: u32,
}

impl Texts {
    fn of(dispute: &Dispute, draft: &Draft) -> Self {
        let fields = fields::text_fields(dispute, draft);
        let is_stated =
            |field: &String, text: &String| fields::is_stated(dispute, draft, field, text);
        let stated: Vec<String> = fields
            .iter()
            .filter(|(field, text)| is_stated(field, text))
            .map(|(field, _)| field.clone())
            .collect();
        let carrier = rules::capabilities(dispute.provider).carried_as;
        let pages = if carrier.holds_texts() {
            0
        } else {
            let own = fields.iter().filter(|(field, _)| !stated.contains(field));
            fields::text_pages(dispute.provider, own)
        };
        Self {
            provider: dispute.provider,
            fields,
            stated,
            carrier,
            pages,
        }
    }

    /// What travels in fields, where `room` pages are left. What is only stated about the buyer, which the provider
    /// knows anyway, stays behind when it would need a page that isn't there.
    fn beside_the_files(mut self, room: u32) -> BTreeMap<String, String> {
        if self.carrier.holds_texts() {
            return BTreeMap::new();
        }
        if fields::text_pages(self.provider, &self.fields) > room {
            self.fields.retain(|field, _| !self.stated.contains(field));
        }
        self.fields
    }
}

fn raw_bytes(slot: &SlotSources) -> u64 {
    slot.sources.iter().map(|s| s.bytes.len() as u64).sum()
}

/// The finished files by name: that of their field, numbered where there are several.
fn pack_files(fitted: Vec<Fitted>) -> Vec<PackFile> {
    let fields: Vec<String> = fitted.iter().map(|f| f.slot.clone()).collect();
    let named = |place: usize| {
        let same = |field: &&String| **field == fields[place];
        let before = fields[..place].iter().filter(same).count();
        match fields.iter().filter(same).count() {
            1 => fields[place].clone(),
            _ => format!("{}-{}", fields[place], before + 1),
        }
    };
    let files = fitted.into_iter().enumerate().map(|(place, fitted)| {
        let (extension, media_type) = match fitted.kind {
            FileKind::Jpeg => ("jpg", "image/jpeg"),
            FileKind::Png => ("png", "image/png"),
            _ => ("pdf", "application/pdf"),
        };
        PackFile {
            file: File {
                name: format!("{}.{extension}", named(place)),
                field: fitted.slot,
                media_type,
                bytes: fitted.bytes,
            },
            sha256: fitted.sha256,
            pages: fitted.pages,
        }
    });
    files.collect()
}
