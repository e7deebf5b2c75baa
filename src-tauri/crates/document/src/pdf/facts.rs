//! What a PDF carries besides its pages: scripts, attachments, forms, signatures.

use lopdf::{Dictionary, Document, Object};

use super::bare::annotations;
use super::{Loaded, dictionary, value};

/// What was found in a PDF besides its pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    pub javascript: bool,
    pub attachments: u32,
    pub form_fields: u32,
    /// Filled-in fields without an appearance: only a form program would draw them.
    pub undrawn_fields: u32,
    pub signed: bool,
}

/// Looks through all objects once.
pub(crate) fn of(loaded: &Loaded) -> Facts {
    let mut facts = Facts::default();
    for object in loaded.document.objects.values() {
        let found = match object {
            Object::Dictionary(dictionary) => dictionary,
            Object::Stream(stream) => &stream.dict,
            _ => continue,
        };
        look(found, &mut facts, 0);
    }
    for page in &loaded.pages {
        let Ok(page) = loaded.document.get_dictionary(*page) else {
            continue;
        };
        facts.undrawn_fields += annotations(&loaded.document, page)
            .filter(|a| is_undrawn(&loaded.document, a))
            .count() as u32;
    }
    facts
}

fn look(dictionary: &Dictionary, facts: &mut Facts, depth: u32) {
    let name = |key: &[u8]| {
        dictionary
            .get(key)
            .and_then(Object::as_name)
            .unwrap_or_default()
    };
    facts.javascript |= dictionary.has(b"JS")
        || dictionary.has(b"JavaScript")
        || matches!(name(b"S"), b"JavaScript" | b"Launch");
    if dictionary.has(b"EF") {
        facts.attachments += 1;
    }
    if dictionary.has(b"FT") {
        facts.form_fields += 1;
        facts.signed |= name(b"FT") == b"Sig" && dictionary.has(b"V");
    }
    if depth < 16 {
        for (_, inner) in dictionary {
            if let Object::Dictionary(inner) = inner {
                look(inner, facts, depth + 1);
            }
        }
    }
}

fn is_undrawn(document: &Document, annotation: &Dictionary) -> bool {
    let is_widget = annotation
        .get(b"Subtype")
        .and_then(Object::as_name)
        .is_ok_and(|name| name == b"Widget");
    let drawn = annotation
        .get(b"AP")
        .ok()
        .and_then(|ap| dictionary(document, ap))
        .is_some_and(|ap| ap.has(b"N"));
    is_widget && !drawn && field_value(document, annotation).is_some_and(|text| !text.is_empty())
}

/// The value of a form field as text, its own or its parent's (at most 16 levels up).
pub(crate) fn field_value(document: &Document, field: &Dictionary) -> Option<String> {
    let mut node = field;
    for _ in 0..16 {
        if let Some(found) = value(document, node, b"V") {
            return match found {
                Object::String(..) => lopdf::decode_text_string(found).ok(),
                Object::Array(items) => Some(
                    items
                        .iter()
                        .filter_map(|item| lopdf::decode_text_string(item).ok())
                        .collect::<Vec<_>>()
                        .join(" "),
                ),
                _ => None,
            };
        }
        node = node
            .get(b"Parent")
            .ok()
            .and_then(|parent| dictionary(document, parent))?;
    }
    None
}
