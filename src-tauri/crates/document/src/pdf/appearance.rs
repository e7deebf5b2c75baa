//! How an annotation looks: what it says itself, and a form that draws something else.

use lopdf::{Dictionary, Document, Object, Stream, dictionary};

use super::{dictionary, value};

/// What an annotation itself says that it looks like: an indirect stream; anything else shows nothing.
pub(crate) fn own_appearance(document: &Document, annotation: &Dictionary) -> Option<Object> {
    let normal = dictionary(document, annotation.get(b"AP").ok()?)?
        .get(b"N")
        .ok()?;
    let (_, resolved) = document.dereference(normal).ok()?;
    let appearance = match resolved {
        Object::Stream(_) => normal.clone(),
        Object::Dictionary(states) => {
            let state = value(document, annotation, b"AS")
                .and_then(|s| s.as_name().ok())
                .unwrap_or(b"Off");
            states.get(state).ok()?.clone()
        }
        _ => return None,
    };
    let is_stream = matches!(
        document.dereference(&appearance),
        Ok((Some(_), Object::Stream(_)))
    );
    is_stream.then_some(appearance)
}

/// A form that draws in a box of its own, from its lower left corner.
pub(super) fn drawing(width: f32, height: f32, content: Vec<u8>, resources: Dictionary) -> Stream {
    let dict = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Form",
        "BBox" => vec![0.into(), 0.into(), Object::Real(width), Object::Real(height)],
        "Resources" => resources,
    };
    Stream::new(dict, content)
}
