//! All text that would leave with a file, seen or unseen, for the card number scan.

use hayro::hayro_interpret::InterpreterCache;
use hayro::hayro_syntax::Pdf;
use lopdf::Object;
use serde::{Deserialize, Serialize};

use crate::fit::source::{text_of as words_of, usable_kind};
use crate::reader::{PageText, Reader};
use crate::weigh::Scales;
use crate::{DocumentError, FileKind, Limits, pdf, render};

/// The text of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentText {
    /// Page by page; one page for texts, mails and pictures.
    pub pages: Vec<PageText>,
    /// What pages say beside what they show, read aloud or copied in its place (`ActualText`, `Alt`).
    /// Metadata, comments, attachments and what layers hide never leave, and aren't here.
    pub hidden: Vec<String>,
}

/// Reads all text that would leave with a file: a PDF is bound as it would be sent, and then read. Pictures
/// have none.
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
                ..PageText::default()
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
    let opened = render::open(pdf::bound(bytes, limits)?)?;
    let mut hidden = Vec::new();
    let pages = read_pages(&opened).map(|reader| {
        let said = reader
            .said
            .iter()
            .map(|said| Object::string_literal(said.clone()));
        hidden.extend(said.filter_map(|said| lopdf::decode_text_string(&said).ok()));
        reader.page
    });
    let pages = pages.collect();
    hidden.retain(|text: &String| !text.trim().is_empty());
    hidden.sort_unstable();
    hidden.dedup();
    Ok(DocumentText { pages, hidden })
}

/// The text of each page, and where it stands.
pub(crate) fn read_pages(opened: &Pdf) -> impl Iterator<Item = Reader> + '_ {
    let cache = InterpreterCache::new();
    let mut scales = Scales::default();
    opened.pages().iter().map(move |page| {
        let mut reader = Reader::default();
        if scales.bears(page) {
            reader.read(page, &cache);
        } else {
            reader.page.unread = true;
        }
        reader
    })
}
