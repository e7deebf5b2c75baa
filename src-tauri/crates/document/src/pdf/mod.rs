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
    if !pages.iter().all(|page| has_its_content(&document, *page)) {
        return Err(DocumentError::BrokenPdf);
    }
    let was_encrypted = document.was_encrypted();
    let repaired = document.xref_recovery.is_some();
    document.bookmarks.clear();
    Ok(Loaded {
        document,
        pages,
        was_encrypted,
        repaired,
    })
}

/// A page that is a dictionary, and whose content is not missing: a cut-off file must not pass as a
/// file with blank pages.
fn has_its_content(document: &Document, page: ObjectId) -> bool {
    let Ok(page) = document.get_dictionary(page) else {
        return false;
    };
    let Ok(contents) = page.get(b"Contents") else {
        return true;
    };
    let present = |object: &Object| match object {
        Object::Reference(_) => matches!(
            document.dereference(object),
            Ok((_, Object::Stream(_) | Object::Array(_) | Object::Null))
        ),
        _ => true,
    };
    match document.dereference(contents) {
        Ok((_, Object::Array(parts))) => parts.iter().all(present),
        Ok((_, Object::Stream(_) | Object::Null)) => true,
        _ => false,
    }
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
