//! PDF files: loaded within limits, inspected, bound together, squeezed.

pub(crate) mod bare;
pub(crate) mod binder;
pub(crate) mod copy;
pub(crate) mod facts;
pub(crate) mod squeeze;

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId};

use crate::{DocumentError, Limits};

/// A PDF that opened.
pub(crate) struct Loaded {
    pub document: Document,
    /// The pages in reading order; one object may stand for several pages.
    pub pages: Vec<ObjectId>,
    /// It was encrypted, but opened without a password.
    pub was_encrypted: bool,
    /// Its table of contents (cross-reference data) was damaged and rebuilt.
    pub repaired: bool,
}

/// Opens a PDF: not longer than the limits, without a password, with at least one page, and each page
/// with its content in place.
pub(crate) fn load(bytes: &[u8], limits: &Limits) -> Result<Loaded, DocumentError> {
    let inflated = usize::try_from(limits.inflated).unwrap_or(usize::MAX);
    let mut document =
        Document::load_mem_with_options(bytes, LoadOptions::with_max_decompressed_size(inflated))
            .map_err(|e| refuse(&e, limits))?;
    if document.trailer.has(b"Encrypt") {
        return Err(DocumentError::EncryptedPdf);
    }
    let pages: Vec<ObjectId> = document
        .page_iter()
        .take(limits.pages as usize + 1)
        .collect();
    if pages.len() > limits.pages as usize {
        return Err(DocumentError::TooManyPages {
            pages: limits.pages.saturating_add(1),
            limit: limits.pages,
        });
    }
    if pages.is_empty() {
        let has_catalog = document.catalog().is_ok_and(|c| c.has(b"Pages"));
        return Err(if has_catalog {
            DocumentError::NoPages
        } else {
            DocumentError::BrokenPdf
        });
    }
    let said = said_pages(&document);
    if said.is_some_and(|said| said > i64::from(limits.pages)) {
        return Err(DocumentError::TooManyPages {
            pages: said_u32(said),
            limit: limits.pages,
        });
    }
    for page in &pages {
        check_content(&document, *page, limits)?;
    }
    let was_encrypted = document.was_encrypted();
    let miscounted = said.is_some_and(|said| said != pages.len() as i64);
    let repaired = document.xref_recovery.is_some() || miscounted;
    document.bookmarks.clear();
    Ok(Loaded {
        document,
        pages,
        was_encrypted,
        repaired,
    })
}

/// How many pages the root of the page tree says there are.
fn said_pages(document: &Document) -> Option<i64> {
    let tree = dictionary(document, document.catalog().ok()?.get(b"Pages").ok()?)?;
    value(document, tree, b"Count")?.as_i64().ok()
}

fn said_u32(said: Option<i64>) -> u32 {
    said.and_then(|said| u32::try_from(said).ok())
        .unwrap_or(u32::MAX)
}

/// Deflate packs at most 1032 to 1, so shorter streams cannot exceed a limit.
const DENSEST: u64 = 1032;

/// A page must be a dictionary, its content must not be missing (a cut-off file must not pass as a file
/// with blank pages) nor unpack to more than the limit.
fn check_content(
    document: &Document,
    page: ObjectId,
    limits: &Limits,
) -> Result<(), DocumentError> {
    let page = document
        .get_dictionary(page)
        .map_err(|_| DocumentError::BrokenPdf)?;
    let Ok(contents) = page.get(b"Contents") else {
        return Ok(());
    };
    let resolve = |object| document.dereference(object).map(|(_, object)| object);
    let parts = match resolve(contents) {
        Ok(Object::Array(parts)) => parts.iter().map(resolve).collect(),
        other => vec![other],
    };
    for part in parts {
        match part {
            Ok(Object::Stream(stream))
                if stream.content.len() as u64 * DENSEST > limits.inflated =>
            {
                let most = usize::try_from(limits.inflated).unwrap_or(usize::MAX);
                let unpacked = stream.get_plain_content_with_limit(most);
                if let Err(
                    error @ lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded {
                        ..
                    }),
                ) = unpacked
                {
                    return Err(refuse(&error, limits));
                }
            }
            Ok(Object::Stream(_) | Object::Null) => {}
            _ => return Err(DocumentError::BrokenPdf),
        }
    }
    Ok(())
}

/// Translates the library's error: limits and passwords are told apart from damage.
pub(crate) fn refuse(error: &lopdf::Error, limits: &Limits) -> DocumentError {
    match error {
        lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. }) => {
            DocumentError::InflateBomb {
                limit: limits.inflated,
            }
        }
        lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => DocumentError::EncryptedPdf,
        _ => DocumentError::BrokenPdf,
    }
}

/// Follows references to a dictionary.
pub(crate) fn dictionary<'a>(document: &'a Document, object: &'a Object) -> Option<&'a Dictionary> {
    match document.dereference(object).ok()?.1 {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

/// Follows references to the value of a key.
pub(crate) fn value<'a>(
    document: &'a Document,
    dictionary: &'a Dictionary,
    key: &[u8],
) -> Option<&'a Object> {
    dictionary
        .get(key)
        .ok()
        .and_then(|object| document.dereference(object).ok())
        .map(|(_, object)| object)
}

/// An attribute of a page, its own or inherited from the page tree (at most 64 levels up).
pub(crate) fn inherited(document: &Document, page: &Dictionary, key: &[u8]) -> Option<Object> {
    let mut node = page;
    for _ in 0..64 {
        if let Ok(object) = node.get(key) {
            return Some(object.clone());
        }
        node = node
            .get(b"Parent")
            .ok()
            .and_then(|parent| dictionary(document, parent))?;
    }
    None
}
