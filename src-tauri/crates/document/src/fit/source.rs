//! One source of a slot, read and ready to be bound.

use super::quality::MASTER_DPI;
use super::{Note, NoteKind, Source};
use crate::pdf::{self, Loaded, facts::Facts, squeeze::page_pixels};
use crate::picture::{self, Master, Picture};
use crate::text::{decode, letter, mail};
use crate::{DocumentError, FileKind, Limits};

/// What a source has become.
pub(crate) enum Body {
    Pdf(Box<Loaded>),
    Picture(Box<Picture>),
}

/// A source that has been read.
pub(crate) struct ReadSource {
    pub kind: FileKind,
    pub body: Body,
    pub notes: Vec<Note>,
}

impl ReadSource {
    /// Pages it takes alone.
    pub fn pages(&self) -> u32 {
        match &self.body {
            Body::Pdf(loaded) => loaded.pages.len() as u32,
            Body::Picture(_) => 1,
        }
    }
}

/// Bytes that a source's pixels take while they are kept plain; 0 for what is no picture.
pub(crate) fn plain_size(source: &Source, limits: &Limits) -> usize {
    let kind = FileKind::of(&source.bytes).filter(|kind| kind.is_picture());
    kind.and_then(|kind| picture::header(&source.bytes, kind, limits).ok())
        .map_or(0, |(width, height, _)| {
            Master::plain_size(width, height, page_pixels(MASTER_DPI))
        })
}

/// Whether a picture is too large to be decoded beside another.
pub(crate) fn is_large(source: &Source, limits: &Limits) -> bool {
    let kind = FileKind::of(&source.bytes).filter(|kind| kind.is_picture());
    kind.and_then(|kind| picture::header(&source.bytes, kind, limits).ok())
        .is_some_and(|(w, h, _)| has_many_pixels(w, h))
}

/// Larger than two of which should be in memory at once.
pub(super) fn has_many_pixels(width: u32, height: u32) -> bool {
    u64::from(width) * u64::from(height) > 16_000_000
}

/// Reads a source. Its pixels are kept plain if asked, else packed.
pub(crate) fn read(
    source: &Source,
    limits: &Limits,
    plain: bool,
) -> Result<ReadSource, DocumentError> {
    let kind = usable_kind(&source.bytes, limits)?;
    let mut notes = Vec::new();
    let mut note = |kind: NoteKind| {
        notes.push(Note {
            source_id: source.id.clone(),
            kind,
        })
    };
    let body = match kind {
        FileKind::Pdf => {
            let loaded = pdf::load(&source.bytes, limits)?;
            note_losses(&loaded.facts, &mut note);
            Body::Pdf(Box::new(loaded))
        }
        FileKind::Text | FileKind::Mail => {
            let (text, left_out) = text_of(&source.bytes, kind)?;
            if text.chars().count() > limits.characters as usize {
                return Err(DocumentError::TooLarge {
                    bytes: text.len() as u64,
                    limit: u64::from(limits.characters),
                });
            }
            let set = letter::plain(&text, &source.caption)?;
            if left_out > 0 {
                note(NoteKind::MailAttachmentsLeftOut { count: left_out });
            }
            if !set.missing.is_empty() {
                note(NoteKind::MissingCharacters {
                    characters: set.missing.iter().collect(),
                });
            }
            Body::Pdf(Box::new(pdf::load(&set.pdf, limits)?))
        }
        _ => Body::Picture(Box::new(Picture::read(
            &source.bytes,
            kind,
            limits,
            page_pixels(MASTER_DPI),
            plain,
        )?)),
    };
    Ok(ReadSource { kind, body, notes })
}

/// The kind of a file that can be used; refuses empty, overlong and unknown ones.
pub(crate) fn usable_kind(bytes: &[u8], limits: &Limits) -> Result<FileKind, DocumentError> {
    if bytes.is_empty() {
        return Err(DocumentError::Empty);
    }
    if bytes.len() as u64 > limits.file_bytes {
        return Err(DocumentError::TooLarge {
            bytes: bytes.len() as u64,
            limit: limits.file_bytes,
        });
    }
    let kind = FileKind::of(bytes).ok_or(DocumentError::UnknownKind)?;
    if kind.is_usable() {
        Ok(kind)
    } else {
        Err(DocumentError::UnsupportedKind { kind })
    }
}

/// The words of a text or mail, and how many of its parts are not words.
pub(crate) fn text_of(bytes: &[u8], kind: FileKind) -> Result<(String, u32), DocumentError> {
    if kind == FileKind::Mail {
        let mail = mail::read(bytes).ok_or(DocumentError::BrokenText)?;
        return Ok((mail.text, mail.attachments));
    }
    decode(bytes)
        .map(|text| (text, 0))
        .ok_or(DocumentError::BrokenText)
}

/// What binding leaves behind, said aloud.
fn note_losses(facts: &Facts, note: &mut impl FnMut(NoteKind)) {
    let asides = &facts.asides;
    let told = [
        (facts.repaired, NoteKind::Repaired),
        (facts.was_encrypted, NoteKind::Unlocked),
        (facts.javascript, NoteKind::ScriptsRemoved),
        (
            facts.attachments > 0,
            NoteKind::AttachmentsRemoved {
                count: facts.attachments,
            },
        ),
        (facts.hidden_layers, NoteKind::LayersRemoved),
        (
            asides.comments > 0,
            NoteKind::CommentsRemoved {
                count: asides.comments,
            },
        ),
        (
            asides.undrawn_fields > 0,
            NoteKind::FieldsNotDrawn {
                count: asides.undrawn_fields,
            },
        ),
        (
            asides.undrawn_marks > 0,
            NoteKind::MarksNotDrawn {
                count: asides.undrawn_marks,
            },
        ),
        (facts.signed, NoteKind::SignatureLost),
    ];
    for (_, kind) in told.into_iter().filter(|(found, _)| *found) {
        note(kind);
    }
}
