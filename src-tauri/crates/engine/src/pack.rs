//! From a draft to the very bytes and fields that would leave: deterministic, metered, looked through.

use crate::Engine;
use crate::error::{Error, Result};
use crate::evidence::blocking;
use crate::view::{CheckedView, ManifestView, PackFileView};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;
use tvist_document::{
    Block, Budget, FileKind, Fitted, Letter, NoteKind, Refusal, SlotSources, Source,
};
use tvist_domain::check::{Meters, Problem};
use tvist_domain::clock::Instant;
use tvist_domain::evidence::preflight::{self, Packed};
use tvist_domain::evidence::{Draft, Form, Item, Kind, checklist, fields};
use tvist_domain::rules::{self, stripe};
use tvist_domain::submission::Submission;
use tvist_domain::{Dispute, DisputeId, ItemId, Provider, Stage, pan};
use tvist_provider::File;

/// A finished pack.
pub(crate) struct Pack {
    pub files: Vec<PackFile>,
    /// Text fields by the provider's names.
    pub fields: BTreeMap<String, String>,
    pub packed: Packed,
}

/// One file of a pack.
pub(crate) struct PackFile {
    pub file: File,
    pub sha256: String,
    pub pages: u32,
}

/// Everything about an answer before it is sent.
pub(crate) struct Answer {
    pub dispute: Dispute,
    pub draft: Draft,
    pub pack: Pack,
    pub problems: Vec<Problem>,
    /// A hash over all that would leave.
    pub seal: String,
}

impl Answer {
    pub fn is_ready(&self) -> bool {
        !self.problems.iter().any(|p| p.blocks)
    }
}

impl Engine {
    /// Looks at the draft before sending, without any network.
    ///
    /// # Errors
    /// When there is no such case, or the work on the files fails.
    pub async fn evidence_check(&self, which: &str) -> Result<CheckedView> {
        let id = self.resolve(which).await?;
        let answer = self.prepare_answer(&id).await?;
        Ok(CheckedView {
            ready: answer.is_ready(),
            meters: answer.pack.packed.meters,
            problems: answer.problems,
        })
    }

    /// Writes exactly the bytes and fields that a submission would send, and `manifest.json`.
    ///
    /// # Errors
    /// [`Error::Refused`] when the files can't be packed; [`Error::File`] when the folder can't be written.
    pub async fn evidence_pack(&self, which: &str, out: &Path) -> Result<ManifestView> {
        let id = self.resolve(which).await?;
        let answer = self.prepare_answer(&id).await?;
        if answer.pack.packed.problems.iter().any(|p| p.blocks) {
            return Err(Error::Refused(answer.pack.packed.problems));
        }
        std::fs::create_dir_all(out).map_err(|e| Error::file("making the folder", e))?;
        for file in &answer.pack.files {
            std::fs::write(out.join(&file.file.name), &file.file.bytes)
                .map_err(|e| Error::file("writing a file", e))?;
        }
        let manifest = answer.pack.manifest();
        let text =
            serde_json::to_vec_pretty(&manifest).map_err(|e| Error::Stopped(e.to_string()))?;
        std::fs::write(out.join("manifest.json"), text)
            .map_err(|e| Error::file("writing the manifest", e))?;
        Ok(manifest)
    }

    /// A page of one of the pack's files, as PNG of `width` pixels.
    ///
    /// # Errors
    /// When there is no such file or page, or it can't be drawn.
    pub async fn pack_page_picture(
        &self,
        which: &str,
        file: usize,
        page: u32,
        width: u32,
    ) -> Result<Vec<u8>> {
        let id = self.resolve(which).await?;
        let mut answer = self.prepare_answer(&id).await?;
        if file >= answer.pack.files.len() {
            return Err(Error::not_found("file", file));
        }
        let file = answer.pack.files.swap_remove(file).file;
        self.draw(file.name, file.bytes, page, width).await
    }

    /// Packs the draft and looks at it.
    pub(crate) async fn prepare_answer(&self, id: &DisputeId) -> Result<Answer> {
        let filed = self.filed(id).await?;
        let now = self
            .account_of(&filed.account)
            .await?
            .provider_now(self.now());
        let submissions = self.store.domain_submissions(id).await?;
        self.prepare_answer_for(id, filed.dispute, &submissions, now)
            .await
    }

    pub(crate) async fn prepare_answer_for(
        &self,
        id: &DisputeId,
        dispute: Dispute,
        submissions: &[Submission],
        now: Instant,
    ) -> Result<Answer> {
        let draft = self.store.draft(id).await?;
        let pack = self.pack(&dispute, &draft).await?;
        let problems = preflight::answer(&dispute, &draft, &pack.packed, submissions, now);
        let seal = pack.seal(&dispute);
        Ok(Answer {
            dispute,
            draft,
            pack,
            problems,
            seal,
        })
    }

    async fn pack(&self, dispute: &Dispute, draft: &Draft) -> Result<Pack> {
        let fields = fields::text_fields(dispute, draft);
        let single = rules::capabilities(dispute.provider).single_document;
        let mut slots = self.slots(dispute, draft).await?;
        let card_numbers_in = self.card_numbers(&slots).await?;
        if single && !fields.is_empty() {
            self.letter_first(&mut slots, &fields).await?;
        }
        let text_pages = if single { 0 } else { text_pages(&fields) };
        let pages_limit = page_limit(dispute);
        let budget = Budget {
            total_bytes: bytes_limit(dispute.provider),
            file_bytes: bytes_limit(dispute.provider).min(stripe::limits::FILE_BYTES),
            total_pages: pages_limit.saturating_sub(text_pages),
            file_pages: pages_limit.saturating_sub(text_pages),
        };
        let raw = (
            slots.iter().map(raw_bytes).sum::<u64>(),
            draft.items.iter().map(|i| i.pages).sum::<u32>(),
        );
        let workshop = self.workshop.clone();
        let fitted = blocking(move || workshop.fit(&slots, &budget)).await?;
        let (files, problems) = match fitted {
            Ok(fitted) => {
                let notes = fitted.iter().flat_map(|f| {
                    f.report
                        .notes
                        .iter()
                        .map(|n| note_problem(&f.slot, &n.kind))
                });
                let notes: Vec<Problem> = notes.collect();
                (fitted.into_iter().map(pack_file).collect::<Vec<_>>(), notes)
            }
            Err(refusal) => (Vec::new(), vec![refusal_problem(&refusal)]),
        };
        let fits = !problems.iter().any(|p| p.blocks);
        let bytes = if fits {
            files.iter().map(|f| f.file.bytes.len() as u64).sum()
        } else {
            raw.0
        };
        let pages = if fits {
            files.iter().map(|f| f.pages).sum()
        } else {
            raw.1
        };
        let meters = Meters {
            bytes,
            bytes_limit: budget.total_bytes,
            pages: pages + text_pages,
            pages_limit,
            files: u32::try_from(files.len()).unwrap_or(u32::MAX),
            files_limit: files_limit(dispute.provider),
        };
        let fields = if single { BTreeMap::new() } else { fields };
        Ok(Pack {
            files,
            fields,
            packed: Packed {
                meters,
                problems,
                card_numbers_in,
            },
        })
    }

    /// The draft's files by the provider's fields, in the checklist's order.
    async fn slots(&self, dispute: &Dispute, draft: &Draft) -> Result<Vec<SlotSources>> {
        let mut slots: Vec<SlotSources> = Vec::new();
        let appeal = dispute.stage == Stage::PreArbitration && dispute.provider == Provider::Stripe;
        for kind in in_order(dispute, draft) {
            // An appeal takes its own field and no other (stripe.md §4); nothing else takes that one.
            if appeal != (kind == Kind::AppealFiles) {
                continue;
            }
            let Some(field) = fields::file_field(dispute.provider, kind) else {
                continue;
            };
            for item in draft.items_of(kind) {
                let source = self.source(item).await?;
                match slots.iter_mut().find(|s| s.slot == field) {
                    Some(slot) => slot.sources.push(source),
                    None => slots.push(SlotSources {
                        slot: field.to_owned(),
                        sources: vec![source],
                        keep_single: true,
                    }),
                }
            }
        }
        Ok(slots)
    }

    async fn source(&self, item: &Item) -> Result<Source> {
        Ok(Source {
            id: item.id.to_string(),
            caption: String::new(),
            bytes: self.document_bytes(&item.id).await?,
        })
    }

    /// The files in whose text a card number stands. A file whose text can't be read is no finding; its pages are
    /// judged by the packing.
    async fn card_numbers(&self, slots: &[SlotSources]) -> Result<Vec<ItemId>> {
        let mut found = Vec::new();
        for source in slots.iter().flat_map(|s| &s.sources) {
            let workshop = self.workshop.clone();
            let bytes = source.bytes.clone();
            let text = blocking(move || workshop.text_of(&bytes))
                .await?
                .unwrap_or_default();
            let mut parts = text.pages.iter().map(|page| &page.text).chain(&text.hidden);
            if parts.any(|part| !pan::scan(part).is_empty()) {
                found.push(ItemId::from_text(source.id.clone()));
            }
        }
        Ok(found)
    }

    /// Where everything travels as one document, the texts open it.
    async fn letter_first(
        &self,
        slots: &mut Vec<SlotSources>,
        fields: &BTreeMap<String, String>,
    ) -> Result<()> {
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
        let workshop = self.workshop.clone();
        let typeset = blocking(move || workshop.letter(&letter))
            .await?
            .map_err(|source| Error::Document {
                name: "letter".into(),
                source,
            })?;
        let source = Source {
            id: "letter".into(),
            caption: String::new(),
            bytes: typeset.pdf,
        };
        match slots.first_mut() {
            Some(slot) => slot.sources.insert(0, source),
            None => slots.push(SlotSources {
                slot: "documents".into(),
                sources: vec![source],
                keep_single: false,
            }),
        }
        Ok(())
    }
}

impl Pack {
    /// What it consists of.
    pub fn manifest(&self) -> ManifestView {
        ManifestView {
            files: self.files.iter().map(PackFile::view).collect(),
            fields: self.fields.clone(),
        }
    }

    /// A hash over the case's round, every file and every field.
    /// What lies at the provider already and goes out too is part of it.
    fn seal(&self, dispute: &Dispute) -> String {
        let mut hash = Sha256::new();
        let mut add = |part: &str| {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        };
        add("submit");
        add(&dispute.provider_id);
        add(&dispute.round());
        for field in &dispute.staged_files {
            add(field);
        }
        add(&format!(
            "{:?} {:?}",
            dispute.auto_answer, dispute.fee_consent
        ));
        for file in &self.files {
            add(&file.file.field);
            add(&file.sha256);
        }
        for (name, value) in &self.fields {
            add(name);
            add(value);
        }
        hex(&hash.finalize())
    }
}

impl PackFile {
    pub fn view(&self) -> PackFileView {
        PackFileView {
            path: self.file.name.clone(),
            slot: self.file.field.clone(),
            sha256: self.sha256.clone(),
            bytes: self.file.bytes.len() as u64,
            pages: self.pages,
        }
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Kinds in the order in which they are packed: the checklist's, then whatever else the owner used.
fn in_order(dispute: &Dispute, draft: &Draft) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = checklist(dispute, draft.goods())
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

/// Texts count as a page per 3,000 characters where the provider counts them (stripe.md §7).
fn text_pages(fields: &BTreeMap<String, String>) -> u32 {
    let characters: usize = fields.values().map(|t| t.chars().count()).sum();
    u32::try_from(characters.div_ceil(stripe::limits::CHARACTERS_A_PAGE)).unwrap_or(u32::MAX)
}

fn page_limit(dispute: &Dispute) -> u32 {
    match dispute.provider {
        Provider::Stripe => stripe::page_limit(dispute),
        // No limit is documented; nineteen pages is what the strictest network takes (clearhaus.md §1.6).
        Provider::Clearhaus | Provider::Celcoin | Provider::Unico => {
            stripe::limits::PAGES_MASTERCARD
        }
    }
}

fn bytes_limit(provider: Provider) -> u64 {
    match provider {
        Provider::Stripe => stripe::limits::ALL_BYTES,
        // No limit is documented; two megabytes is the careful reading (clearhaus.md §1.6, celcoin.md §2.4).
        Provider::Clearhaus | Provider::Celcoin | Provider::Unico => 2_000_000,
    }
}

fn files_limit(provider: Provider) -> u32 {
    match provider {
        // Nine fields that take a file each (stripe.md §3).
        Provider::Stripe => 9,
        Provider::Clearhaus | Provider::Celcoin => 1,
        Provider::Unico => 3,
    }
}

fn raw_bytes(slot: &SlotSources) -> u64 {
    slot.sources.iter().map(|s| s.bytes.len() as u64).sum()
}

fn pack_file(fitted: Fitted) -> PackFile {
    let (extension, media_type) = match fitted.kind {
        FileKind::Jpeg => ("jpg", "image/jpeg"),
        FileKind::Png => ("png", "image/png"),
        _ => ("pdf", "application/pdf"),
    };
    PackFile {
        file: File {
            name: format!("{}.{extension}", fitted.slot),
            field: fitted.slot,
            media_type,
            bytes: fitted.bytes,
        },
        sha256: fitted.sha256,
        pages: fitted.pages,
    }
}

/// What the packing did to a file that its owner should know of.
fn note_problem(slot: &str, note: &NoteKind) -> Problem {
    let (code, message) = match note {
        NoteKind::Repaired => (
            "file_repaired",
            "a damaged PDF was repaired: look at every page",
        ),
        NoteKind::Unlocked => (
            "file_unlocked",
            "a PDF had restrictions; the copy that is sent has none",
        ),
        NoteKind::ScriptsRemoved => ("file_scripts_removed", "scripts in a PDF are left out"),
        NoteKind::AttachmentsRemoved { .. } => (
            "file_attachments_removed",
            "files attached inside a PDF are left out",
        ),
        NoteKind::MailAttachmentsLeftOut { .. } => (
            "file_mail_attachments",
            "files attached to a mail are left out: add them by themselves",
        ),
        NoteKind::FieldsNotDrawn { .. } => (
            "file_fields_not_drawn",
            "filled-in form fields won't be seen: print the form to a new PDF",
        ),
        NoteKind::SignatureLost => (
            "file_signature_lost",
            "a PDF's digital signature doesn't survive the joining",
        ),
        NoteKind::MissingCharacters { .. } => (
            "file_missing_characters",
            "some characters can't be printed; a box stands for each",
        ),
    };
    Problem::warning(code, Some(slot), message)
}

fn refusal_problem(refusal: &Refusal) -> Problem {
    let code = match refusal.code() {
        "over_pages" => "too_many_pages",
        "over_bytes" => "too_large",
        other => other,
    };
    Problem::blocking(code, refusal.slot(), refusal.to_string())
}
