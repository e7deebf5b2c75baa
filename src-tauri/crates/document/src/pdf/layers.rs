//! Layers of a PDF (optional content, ISO 32000-1 §8.11): which of them nobody is shown.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::{dictionary, value};

/// How deep expressions of layers may nest.
const DEPTH: usize = 32;

/// Who looks: a layer may be shown to one and not to another. What any of them isn't shown stays behind.
#[derive(Clone, Copy)]
enum Look {
    /// By the document's own list.
    Listed,
    /// As a layer says that it is on the screen, on paper, or when saved for programs without layers.
    Used(&'static [u8], &'static [u8]),
}

const LOOKS: [Look; 4] = [
    Look::Listed,
    Look::Used(b"View", b"ViewState"),
    Look::Used(b"Print", b"PrintState"),
    Look::Used(b"Export", b"ExportState"),
];

/// What a document says of its layers.
pub(crate) struct Layers {
    all_off: bool,
    on: BTreeSet<ObjectId>,
    off: BTreeSet<ObjectId>,
}

impl Layers {
    /// None if the document has no layers.
    pub fn of(document: &Document) -> Option<Self> {
        let has_one = document.objects.values().any(|object| {
            matches!(object, Object::Dictionary(d) if matches!(kind(document, d), b"OCG" | b"OCMD"))
        });
        let properties = document
            .catalog()
            .ok()
            .and_then(|c| c.get(b"OCProperties").ok())
            .and_then(|o| dictionary(document, o));
        if !has_one && properties.is_none() {
            return None;
        }
        let empty = Dictionary::new();
        let state = properties
            .and_then(|p| p.get(b"D").ok())
            .and_then(|d| dictionary(document, d))
            .unwrap_or(&empty);
        let listed = |key: &[u8]| {
            let list = value(document, state, key).and_then(|o| o.as_array().ok());
            let ids = list.into_iter().flatten();
            ids.filter_map(|o| o.as_reference().ok()).collect()
        };
        Some(Self {
            all_off: value(document, state, b"BaseState")
                .and_then(|name| name.as_name().ok())
                .is_some_and(|name| name == b"OFF"),
            on: listed(b"ON"),
            off: listed(b"OFF"),
        })
    }

    /// Whether a layer, or a rule over layers, hides what belongs to it; none if it is neither.
    pub fn hides(&self, document: &Document, layer: &Object) -> Option<bool> {
        let found = dictionary(document, layer)?;
        let shown = |look| match kind(document, found) {
            b"OCG" => Some(self.shows(document, layer, look)),
            b"OCMD" => Some(self.rule(document, found, look)),
            _ => None,
        };
        let mut hidden = false;
        for look in LOOKS {
            hidden |= !shown(look)?;
        }
        Some(hidden)
    }

    fn shows(&self, document: &Document, layer: &Object, look: Look) -> bool {
        let id = layer.as_reference().ok();
        let listed = id.is_none_or(|id| {
            if self.all_off {
                self.on.contains(&id)
            } else {
                !self.off.contains(&id)
            }
        });
        let Look::Used(event, state) = look else {
            return listed;
        };
        let used = dictionary(document, layer)
            .and_then(|layer| dictionary(document, layer.get(b"Usage").ok()?))
            .and_then(|usage| dictionary(document, usage.get(event).ok()?))
            .and_then(|event| value(document, event, state)?.as_name().ok());
        used.map_or(listed, |state| state != b"OFF")
    }

    fn rule(&self, document: &Document, rule: &Dictionary, look: Look) -> bool {
        if let Some(expression) = value(document, rule, b"VE") {
            return self.expression(document, expression, look, DEPTH);
        }
        let members: Vec<Object> = match rule.get(b"OCGs") {
            Ok(Object::Array(list)) => list.clone(),
            Ok(one @ Object::Reference(_)) => match document.dereference(one) {
                Ok((_, Object::Array(list))) => list.clone(),
                Ok((_, Object::Dictionary(_))) => vec![one.clone()],
                _ => Vec::new(),
            },
            _ => Vec::new(),
        };
        let mut states = members
            .iter()
            .filter(|member| dictionary(document, member).is_some())
            .map(|member| self.shows(document, member, look))
            .peekable();
        if states.peek().is_none() {
            return true;
        }
        match value(document, rule, b"P").and_then(|p| p.as_name().ok()) {
            Some(b"AllOn") => states.all(|on| on),
            Some(b"AnyOff") => states.any(|on| !on),
            Some(b"AllOff") => states.all(|on| !on),
            _ => states.any(|on| on),
        }
    }

    fn expression(&self, document: &Document, term: &Object, look: Look, depth: usize) -> bool {
        let resolved = document.dereference(term).map(|(_, object)| object);
        if depth == 0 {
            return false;
        }
        match resolved {
            Ok(Object::Array(terms)) => {
                let mut inner = terms
                    .iter()
                    .skip(1)
                    .map(|term| self.expression(document, term, look, depth - 1));
                match terms.first().and_then(|name| name.as_name().ok()) {
                    Some(b"And") => inner.all(|on| on),
                    Some(b"Or") => inner.any(|on| on),
                    Some(b"Not") => !inner.next().unwrap_or(false),
                    // A word that isn't known proves nothing; hidden is the safe side.
                    _ => false,
                }
            }
            Ok(Object::Dictionary(_)) => self.shows(document, term, look),
            _ => false,
        }
    }
}

fn kind<'a>(document: &'a Document, dict: &'a Dictionary) -> &'a [u8] {
    value(document, dict, b"Type")
        .and_then(|kind| kind.as_name().ok())
        .unwrap_or_default()
}
