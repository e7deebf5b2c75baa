//! PDF files: read within limits, reduced to what their pages show, bound together, squeezed.

mod appearance;
pub(crate) mod bare;
pub(crate) mod binder;
mod content;
pub(crate) mod copy;
pub(crate) mod facts;
mod field;
mod layers;
mod lexer;
mod mark;
mod mend;
mod print;
mod pruning;
mod samples;
pub(crate) mod squeeze;
mod take;
mod tree;

use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::{DocumentError, Limits};
use bare::Asides;
use binder::Binder;
use facts::Facts;
use field::Form;
use layers::Layers;
use take::Taken;

/// A PDF that opened, reduced to what its pages show.
pub(crate) struct Loaded {
    pub document: Document,
    /// The pages in reading order, each with all that it draws with and nothing else.
    pub pages: Vec<ObjectId>,
    /// What it carries besides.
    pub facts: Facts,
}

/// Opens a PDF: not longer than the limits, without a password, with at least one page, each page with
/// its content in place. Of pages only what they show is left: hidden layers, links, logic and comments
/// are gone; fields and marks that bring no picture of their own are drawn.
pub(crate) fn load(bytes: &[u8], limits: &Limits) -> Result<Loaded, DocumentError> {
    let (mut taken, mended) = take(bytes, limits)?;
    let found = tree::pages(&taken.document, limits.pages as usize);
    let found = found.ok_or(DocumentError::BrokenPdf)?;
    if found.more {
        return Err(DocumentError::TooManyPages {
            pages: limits.pages.saturating_add(1),
            limit: limits.pages,
        });
    }
    let whole = mend::table_is_whole(bytes);
    if found.lost && !whole {
        // A file that was cut off must not pass as one with fewer pages.
        return Err(DocumentError::BrokenPdf);
    }
    let mut pages = found.pages;
    if pages.is_empty() {
        return Err(DocumentError::NoPages);
    }
    let mut facts = facts::of(&taken.document, &pages);
    facts.was_encrypted = taken.locked;
    let miscounted = found.said != Some(pages.len() as i64);
    facts.repaired =
        mended || !whole || taken.misstated || found.lost || found.looped || miscounted;
    if facts.stand_in {
        return Err(DocumentError::XfaForm);
    }
    let layers = Layers::of(&taken.document);
    let mut hid = pruning::keep(&mut taken, &mut pages, layers.as_ref(), limits)?;
    facts.repaired |= taken.broken_off.get();
    let mut document = taken.document;
    let form = Form::of(&document);
    let mut asides = Asides::default();
    let mut ids = Vec::with_capacity(pages.len());
    for page in &pages {
        let bare = bare::bare_page(&mut document, page, &form, layers.as_ref(), &mut asides);
        ids.push(document.add_object(bare));
    }
    hid |= asides.hid;
    facts.hidden_layers = hid;
    facts.asides = asides;
    Ok(Loaded {
        document,
        pages: ids,
        facts,
    })
}

/// A PDF as it would be sent alone: bound anew.
pub(crate) fn bound(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, DocumentError> {
    let mut binder = Binder::new();
    for image in binder.add_pages(load(bytes, limits)?) {
        squeeze::strip(&mut binder.document, image, limits);
    }
    binder.close();
    binder.write().ok_or(DocumentError::BrokenPdf)
}

/// Reads a PDF; one that lost something by misspelt ends of streams is read again with them mended.
fn take(bytes: &[u8], limits: &Limits) -> Result<(Taken, bool), DocumentError> {
    let taken = Taken::open(bytes.to_vec(), limits);
    if taken.as_ref().is_ok_and(|taken| !taken.lost) {
        return taken.map(|taken| (taken, false));
    }
    let again = mend::stream_ends(bytes).and_then(|mended| Taken::open(mended, limits).ok());
    match again {
        Some(again) => Ok((again, true)),
        None => taken.map(|taken| (taken, false)),
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
