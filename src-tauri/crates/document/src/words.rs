//! All text that can be read out of a file, seen or unseen, for the card number scan.

use hayro::hayro_interpret::InterpreterCache;
use hayro::hayro_syntax::Pdf;
use lopdf::{Dictionary, Document, Object};
use serde::{Deserialize, Serialize};

use crate::fit::source::{text_of as words_of, usable_kind};
use crate::pdf::facts::field_value;
use crate::reader::{Placed, Reader};
use crate::text::decode;
use crate::{DocumentError, FileKind, Limits, pdf, render};

/// Most characters gathered from one page or one hidden place.
const MOST: usize = 1_000_000;

/// The text of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentText {
    /// Page by page; one page for texts, mails and pictures.
    pub pages: Vec<PageText>,
    /// What no page shows or shows only in a viewer: form fields, notes, titles, metadata, attached texts.
    pub hidden: Vec<String>,
}

/// The text of one page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageText {
    /// In the order it is drawn; words by blanks, columns by tabs, lines by line ends.
    pub text: String,
    /// Pictures on the page. What they show is not read: the owner has to look.
    pub pictures: u32,
    /// Characters that are drawn but can't be told, because the font doesn't say what they mean.
    pub unreadable: u32,
}

/// Reads all text of a file. Pictures have none.
///
/// # Errors
/// As for [`crate::inspect()`].
pub fn text_of(bytes: &[u8], limits: &Limits) -> Result<DocumentText, DocumentError> {
    match usable_kind(bytes, limits)? {
        FileKind::Pdf => pdf_text(bytes, limits),
        kind @ (FileKind::Text | FileKind::Mail) => {
            let (text, _) = words_of(bytes, kind)?;
            let page = PageText {
                text,
                pictures: 0,
                unreadable: 0,
            };
            Ok(DocumentText {
                pages: vec![page],
                hidden: Vec::new(),
            })
        }
        _ => {
            let page = PageText {
                pictures: 1,
                ..PageText::default()
            };
            Ok(DocumentText {
                pages: vec![page],
                hidden: Vec::new(),
            })
        }
    }
}

fn pdf_text(bytes: &[u8], limits: &Limits) -> Result<DocumentText, DocumentError> {
    let loaded = pdf::load(bytes, limits)?;
    let hidden = hidden_text(&loaded.document, limits);
    drop(loaded);
    let opened = render::open(bytes.to_vec())?;
    let pages = read_pages(&opened).map(|(page, _)| page).collect();
    Ok(DocumentText { pages, hidden })
}

/// The text of each page, and where it stands.
pub(crate) fn read_pages(opened: &Pdf) -> impl Iterator<Item = (PageText, Vec<Placed>)> + '_ {
    let cache = InterpreterCache::new();
    opened.pages().iter().map(move |page| {
        let mut reader = Reader::default();
        reader.read(page, &cache);
        (reader.page, reader.places)
    })
}

/// Keys whose strings people read somewhere, if not on the page: values and names of fields, notes,
/// titles of bookmarks and of the document.
const TEXT_KEYS: [&[u8]; 14] = [
    b"V",
    b"DV",
    b"Contents",
    b"RC",
    b"TU",
    b"T",
    b"Title",
    b"Author",
    b"Subject",
    b"Keywords",
    b"Creator",
    b"Desc",
    b"ActualText",
    b"Alt",
];

fn hidden_text(document: &Document, limits: &Limits) -> Vec<String> {
    let mut found = Vec::new();
    for object in document.objects.values() {
        match object {
            Object::Dictionary(dictionary) => strings(document, dictionary, &mut found, 0),
            Object::Stream(stream) => {
                let kind = stream
                    .dict
                    .get(b"Type")
                    .and_then(Object::as_name)
                    .unwrap_or_default();
                if matches!(kind, b"Metadata" | b"EmbeddedFile") {
                    let most = usize::try_from(limits.inflated)
                        .unwrap_or(usize::MAX)
                        .min(MOST);
                    let plain = stream.get_plain_content_with_limit(most).ok();
                    found.extend(plain.as_deref().and_then(decode));
                }
            }
            _ => {}
        }
    }
    // Custom entries of the information dictionary have names of their own.
    let info = document
        .trailer
        .get(b"Info")
        .ok()
        .and_then(|info| pdf::dictionary(document, info));
    for (_, value) in info.into_iter().flatten() {
        found.extend(lopdf::decode_text_string(value).ok());
    }
    found.retain(|text| !text.trim().is_empty());
    found.sort_unstable();
    found.dedup();
    found
}

fn strings(document: &Document, dictionary: &Dictionary, found: &mut Vec<String>, depth: u32) {
    for key in TEXT_KEYS {
        if let Some(value @ Object::String(..)) = pdf::value(document, dictionary, key) {
            found.extend(lopdf::decode_text_string(value).ok());
        }
    }
    if dictionary.has(b"FT") {
        found.extend(field_value(document, dictionary));
    }
    if depth < 16 {
        for (_, inner) in dictionary {
            if let Object::Dictionary(inner) = inner {
                strings(document, inner, found, depth + 1);
            }
        }
    }
}
