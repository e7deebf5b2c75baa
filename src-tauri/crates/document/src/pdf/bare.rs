//! A page without what it does: only what makes its appearance.

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::{dictionary, inherited, value};

/// Annotations that show something on the page. Links, pop-ups, films, sounds and attached files do not.
const SHOWN: [&[u8]; 16] = [
    b"Widget",
    b"Stamp",
    b"FreeText",
    b"Text",
    b"Highlight",
    b"Underline",
    b"StrikeOut",
    b"Squiggly",
    b"Ink",
    b"Line",
    b"Square",
    b"Circle",
    b"Polygon",
    b"PolyLine",
    b"Caret",
    b"Watermark",
];

/// A page reduced to what makes its appearance.
pub(crate) fn bare_page(from: &Document, id: ObjectId) -> Dictionary {
    let mut out = dictionary! { "Type" => "Page" };
    let empty = Dictionary::new();
    let page = from.get_dictionary(id).unwrap_or(&empty);
    for key in [&b"Resources"[..], b"MediaBox", b"CropBox", b"Rotate"] {
        if let Some(object) = inherited(from, page, key) {
            out.set(key, object);
        }
    }
    if !out.has(b"MediaBox") {
        // Required, but missing in some files; readers then assume US Letter.
        out.set("MediaBox", vec![0.into(), 0.into(), 612.into(), 792.into()]);
    }
    for key in [&b"Contents"[..], b"Group", b"UserUnit"] {
        if let Ok(object) = page.get(key) {
            out.set(key, object.clone());
        }
    }
    let annotations: Vec<Object> = annotations(from, page)
        .filter_map(|annotation| stamp(from, annotation))
        .collect();
    if !annotations.is_empty() {
        out.set("Annots", annotations);
    }
    out
}

/// The annotations of a page.
pub(crate) fn annotations<'a>(
    from: &'a Document,
    page: &'a Dictionary,
) -> impl Iterator<Item = &'a Dictionary> + 'a {
    let list = value(from, page, b"Annots")
        .and_then(|o| o.as_array().ok())
        .map(Vec::as_slice)
        .unwrap_or_default();
    list.iter().filter_map(|object| dictionary(from, object))
}

/// An annotation as a stamp: what it looks like now, without what it does.
fn stamp(from: &Document, annotation: &Dictionary) -> Option<Object> {
    let subtype = annotation.get(b"Subtype").and_then(Object::as_name).ok()?;
    let flags = value(from, annotation, b"F")
        .and_then(|f| f.as_i64().ok())
        .unwrap_or(0);
    // Hidden (bit 2) and NoView (bit 6): ISO 32000-1, table 165.
    if !SHOWN.contains(&subtype) || flags & 0b10_0010 != 0 {
        return None;
    }
    let normal = dictionary(from, annotation.get(b"AP").ok()?)?
        .get(b"N")
        .ok()?;
    let (_, resolved) = from.dereference(normal).ok()?;
    let appearance = match resolved {
        Object::Stream(_) => normal.clone(),
        Object::Dictionary(states) => {
            let state = value(from, annotation, b"AS")
                .and_then(|s| s.as_name().ok())
                .unwrap_or(b"Off");
            states.get(state).ok()?.clone()
        }
        _ => return None,
    };
    // An appearance has to be an indirect stream; anything else shows nothing.
    let Object::Reference(_) = appearance else {
        return None;
    };
    let mut out = dictionary! { "Type" => "Annot", "Subtype" => "Stamp", "F" => 4 };
    out.set("Rect", annotation.get(b"Rect").ok()?.clone());
    out.set("AP", dictionary! { "N" => appearance });
    if let Ok(layer) = annotation.get(b"OC") {
        out.set("OC", layer.clone());
    }
    Some(Object::Dictionary(out))
}

/// The optional content groups of a document, and whether each is hidden at first.
pub(crate) fn layer_states(from: &Document) -> Vec<(ObjectId, bool)> {
    let Some(properties) = from
        .catalog()
        .ok()
        .and_then(|c| c.get(b"OCProperties").ok())
        .and_then(|o| dictionary(from, o))
    else {
        return Vec::new();
    };
    let references = |holder: &Dictionary, key: &[u8]| -> Vec<ObjectId> {
        let list = value(from, holder, key)
            .and_then(|o| o.as_array().ok())
            .map(Vec::as_slice)
            .unwrap_or_default();
        list.iter().filter_map(|o| o.as_reference().ok()).collect()
    };
    let empty = Dictionary::new();
    let state = properties
        .get(b"D")
        .ok()
        .and_then(|o| dictionary(from, o))
        .unwrap_or(&empty);
    let (on, off) = (references(state, b"ON"), references(state, b"OFF"));
    let all_off = state
        .get(b"BaseState")
        .and_then(Object::as_name)
        .is_ok_and(|name| name == b"OFF");
    let hidden = |id: &ObjectId| {
        if all_off {
            !on.contains(id)
        } else {
            off.contains(id)
        }
    };
    references(properties, b"OCGs")
        .into_iter()
        .map(|id| (id, hidden(&id)))
        .collect()
}
