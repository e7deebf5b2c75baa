//! What a file is and holds, before anything is done with it.

use serde::{Deserialize, Serialize};

use crate::fit::source::{text_of, usable_kind};
use crate::text::letter;
use crate::{DocumentError, FileKind, Limits, pdf, picture, sha256_hex};

/// What was found in a file that can be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspection {
    /// Told by the content.
    pub kind: FileKind,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// Pages as a PDF: a PDF's own, 1 for a picture, as set on A4 for texts and mails.
    pub pages: u32,
    /// Width and height in pixels as shown (upright); pictures only.
    pub pixels: Option<(u32, u32)>,
    /// A PDF with restrictions that opens without a password.
    pub restricted: bool,
    /// A PDF whose damage could be repaired: its pages should be looked at.
    pub repaired: bool,
    /// A PDF with scripts or actions that start something.
    pub javascript: bool,
    /// Files attached inside a PDF or to a mail.
    pub attachments: u32,
    /// A PDF with a digital signature.
    pub signed: bool,
    /// Filled-in form fields that have no appearance.
    pub undrawn_fields: u32,
}

/// Looks into a file: kind by content, pages, pixels, what a PDF carries besides its pages.
///
/// # Errors
/// A [`DocumentError`] if the file cannot be used as evidence; it says why and what to do.
pub fn inspect(bytes: &[u8], limits: &Limits) -> Result<Inspection, DocumentError> {
    let kind = usable_kind(bytes, limits)?;
    let mut found = Inspection {
        kind,
        bytes: bytes.len() as u64,
        sha256: sha256_hex(bytes),
        pages: 1,
        pixels: None,
        restricted: false,
        repaired: false,
        javascript: false,
        attachments: 0,
        signed: false,
        undrawn_fields: 0,
    };
    match kind {
        FileKind::Pdf => {
            let loaded = pdf::load(bytes, limits)?;
            let facts = loaded.facts;
            found.pages = loaded.pages.len() as u32;
            found.restricted = facts.was_encrypted;
            found.repaired = facts.repaired;
            found.javascript = facts.javascript;
            found.attachments = facts.attachments;
            found.signed = facts.signed;
            found.undrawn_fields = facts.asides.undrawn_fields;
        }
        FileKind::Text | FileKind::Mail => {
            let (text, attachments) = text_of(bytes, kind)?;
            if text.chars().count() > limits.characters as usize {
                return Err(DocumentError::TooLarge {
                    bytes: text.len() as u64,
                    limit: u64::from(limits.characters),
                });
            }
            found.pages = letter::plain(&text, "")?.pages;
            found.attachments = attachments;
        }
        _ => {
            let (image, orientation) = picture::decode(bytes, kind, limits)?;
            found.pixels = Some(picture::turned(image.width(), image.height(), orientation));
        }
    }
    Ok(found)
}
