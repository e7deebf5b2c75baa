//! What a PDF carries besides its pages: scripts, attachments, signatures, forms that are stand-ins.

use lopdf::{Dictionary, Document, Object};

use super::bare::{Asides, annotations};
use super::{dictionary, value};

/// What was found in a PDF besides what its pages show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    /// It was encrypted, but opened without a password.
    pub was_encrypted: bool,
    /// It was damaged, and what could be told was put right.
    pub repaired: bool,
    pub javascript: bool,
    pub attachments: u32,
    pub signed: bool,
    /// Its page only says that another program is needed (XFA).
    pub stand_in: bool,
    /// Layers that nobody is shown.
    pub hidden_layers: bool,
    pub asides: Asides,
}

/// Looks through all objects once.
pub(crate) fn of(document: &Document, pages: &[Dictionary]) -> Facts {
    let mut facts = Facts::default();
    for object in document.objects.values() {
        look(object, &mut facts, 0);
    }
    facts.stand_in = is_stand_in(document, pages);
    facts
}

fn look(object: &Object, facts: &mut Facts, depth: u32) {
    let found = match object {
        Object::Dictionary(dictionary) => dictionary,
        Object::Stream(stream) => &stream.dict,
        Object::Array(items) if depth < 16 => {
            for item in items {
                look(item, facts, depth + 1);
            }
            return;
        }
        _ => return,
    };
    let name = |key: &[u8]| found.get(key).and_then(Object::as_name).unwrap_or_default();
    facts.javascript |= found.has(b"JS")
        || found.has(b"JavaScript")
        || matches!(name(b"S"), b"JavaScript" | b"Launch");
    facts.attachments += u32::from(found.has(b"EF"));
    facts.signed |= name(b"FT") == b"Sig" && found.has(b"V");
    if depth < 16 {
        for (_, inner) in found {
            if matches!(inner, Object::Dictionary(_) | Object::Array(_)) {
                look(inner, facts, depth + 1);
            }
        }
    }
}

/// A form whose pages are made by its own program: it says so, or has no field on any page.
fn is_stand_in(document: &Document, pages: &[Dictionary]) -> bool {
    let Ok(catalog) = document.catalog() else {
        return false;
    };
    let form = catalog
        .get(b"AcroForm")
        .ok()
        .and_then(|form| dictionary(document, form));
    if !form
        .is_some_and(|form| value(document, form, b"XFA").is_some_and(|xfa| *xfa != Object::Null))
    {
        return false;
    }
    let says_so = matches!(
        value(document, catalog, b"NeedsRendering"),
        Some(Object::Boolean(true))
    );
    let has_field = pages.iter().any(|page| {
        annotations(document, page).iter().any(|annotation| {
            value(document, annotation, b"Subtype")
                .and_then(|kind| kind.as_name().ok())
                .is_some_and(|kind| kind == b"Widget")
        })
    });
    says_so || !has_field
}
