//! A page without what it does: only what makes its appearance.

use lopdf::{Dictionary, Document, Object, dictionary};

use super::appearance::own_appearance;
use super::field::{self, Form};
use super::layers::Layers;
use super::{dictionary, mark, value};

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

/// What a page says beside what it shows, and what of it could not be drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Asides {
    /// Comments: their words stay behind.
    pub comments: u32,
    /// Filled-in fields that can't be drawn.
    pub undrawn_fields: u32,
    /// Marks that readers show by pictures of their own, and that can't be drawn here.
    pub undrawn_marks: u32,
    /// A field or mark belongs to a hidden layer.
    pub hid: bool,
}

/// A page reduced to what makes its appearance; marks and fields without a picture get one.
pub(crate) fn bare_page(
    document: &mut Document,
    page: &Dictionary,
    form: &Form,
    layers: Option<&Layers>,
    asides: &mut Asides,
) -> Dictionary {
    let mut out = dictionary! { "Type" => "Page" };
    for key in [
        &b"Resources"[..],
        b"MediaBox",
        b"CropBox",
        b"Rotate",
        b"Contents",
        b"Group",
        b"UserUnit",
    ] {
        if let Ok(object) = page.get(key) {
            out.set(key, object.clone());
        }
    }
    if !out.has(b"MediaBox") {
        // Required, but missing in some files; readers then assume US Letter.
        out.set("MediaBox", vec![0.into(), 0.into(), 612.into(), 792.into()]);
    }
    let mut stamps = Vec::new();
    for annotation in annotations(document, page) {
        if let Some(layer) = annotation.get(b"OC").ok()
            && layers.is_some_and(|layers| layers.hides(document, layer) == Some(true))
        {
            asides.hid = true;
            continue;
        }
        stamps.extend(stamp(document, &annotation, form, asides));
    }
    if !stamps.is_empty() {
        out.set("Annots", stamps);
    }
    out
}

/// The annotations of a page.
pub(crate) fn annotations(document: &Document, page: &Dictionary) -> Vec<Dictionary> {
    let list = value(document, page, b"Annots").and_then(|o| o.as_array().ok());
    list.into_iter()
        .flatten()
        .filter_map(|object| dictionary(document, object).cloned())
        .collect()
}

/// An annotation as a stamp: what it looks like now, without what it does.
fn stamp(
    document: &mut Document,
    annotation: &Dictionary,
    form: &Form,
    asides: &mut Asides,
) -> Option<Object> {
    let subtype = value(document, annotation, b"Subtype")?
        .as_name()
        .ok()?
        .to_vec();
    let flags = value(document, annotation, b"F")
        .and_then(|f| f.as_i64().ok())
        .unwrap_or(0);
    asides.comments += u32::from(is_comment(document, annotation, &subtype));
    // Hidden (bit 2) and NoView (bit 6): ISO 32000-1, table 165.
    if !SHOWN.contains(&&*subtype) || flags & 0b10_0010 != 0 {
        return None;
    }
    let mut rect = value(document, annotation, b"Rect")?.clone();
    let appearance = if subtype == b"Widget" {
        let drawn = field::appearance(document, annotation, form);
        asides.undrawn_fields += u32::from(drawn == field::Drawn::Impossible);
        match drawn {
            field::Drawn::AsItIs => own_appearance(document, annotation)?,
            field::Drawn::Other(picture) => picture,
            field::Drawn::Anew(stream) => Object::Reference(document.add_object(stream)),
            field::Drawn::Nothing | field::Drawn::Impossible => return None,
        }
    } else if let Some(own) = own_appearance(document, annotation) {
        own
    } else {
        let drawn = mark::appearance(document, annotation, &subtype);
        asides.undrawn_marks += u32::from(drawn.is_none() && subtype != b"Text");
        let (stream, area) = drawn?;
        rect = Object::Array(area);
        Object::Reference(document.add_object(stream))
    };
    let mut out = dictionary! { "Type" => "Annot", "Subtype" => "Stamp", "F" => 4 };
    out.set("Rect", rect);
    out.set("AP", dictionary! { "N" => appearance });
    Some(Object::Dictionary(out))
}

/// Whether an annotation holds words that stand in a bubble beside the page, not on it.
fn is_comment(document: &Document, annotation: &Dictionary, subtype: &[u8]) -> bool {
    if matches!(subtype, b"Widget" | b"Link" | b"Popup" | b"FreeText") {
        return false;
    }
    let has_words = [&b"Contents"[..], b"RC"].iter().any(|key| {
        value(document, annotation, key)
            .and_then(|words| words.as_str().ok())
            .is_some_and(|words| !words.is_empty())
    });
    has_words || subtype == b"Text"
}
