//! What pages draw with: hidden layers are taken out of it, and what nothing draws with is let go.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::content::{self, Bared};
use super::layers::Layers;
use super::take::Taken;
use super::{dictionary, value};
use crate::{DocumentError, Limits};

/// Parts of a list of resources whose entries are used by name.
const NAMED: [&[u8]; 7] = [
    b"XObject",
    b"Font",
    b"Pattern",
    b"ExtGState",
    b"Shading",
    b"ColorSpace",
    b"Properties",
];
/// Colour spaces that are used without being named (ISO 32000-1 §8.6.5.6).
const UNNAMED: [&[u8]; 3] = [b"DefaultGray", b"DefaultRGB", b"DefaultCMYK"];

/// Leaves in pages, forms, patterns and drawn letters only what is shown. Returns whether something
/// was hidden.
///
/// # Errors
/// The page whose content can't be unpacked, or whose layers can't be taken apart.
pub(crate) fn keep(
    taken: &mut Taken,
    pages: &mut [Dictionary],
    layers: Option<&Layers>,
    limits: &Limits,
) -> Result<bool, DocumentError> {
    let mut work = Keeping {
        layers,
        hid: false,
        borrowed: BTreeSet::new(),
    };
    let mut of_pages = Vec::new();
    for (i, page) in pages.iter_mut().enumerate() {
        of_pages.push(work.page(taken, page, i as u32 + 1, limits)?);
    }
    work.letters(taken, pages, limits)?;
    for (id, resources) in drawings(&taken.document) {
        let plain = match taken.unpack(id, limits)? {
            Some(plain) => plain,
            None => {
                let page = page_with(&taken.document, pages, id);
                // What no page draws, no reader unpacks.
                let Some(page) = page else { continue };
                return Err(DocumentError::UndecodablePage { page });
            }
        };
        let used = work.drawing(taken, id, &plain, resources.as_ref(), pages)?;
        match resources {
            Some(resources) => {
                let pruned = prune(&taken.document, &resources, &used);
                if let Some(Object::Stream(stream)) = taken.document.objects.get_mut(&id) {
                    stream.dict.set("Resources", pruned);
                }
            }
            None => work.borrowed.extend(used),
        }
    }
    for (page, mut used) in pages.iter_mut().zip(of_pages) {
        used.extend(work.borrowed.iter().cloned());
        if let Some(resources) = resources_of(&taken.document, page) {
            page.set("Resources", prune(&taken.document, &resources, &used));
        }
    }
    if let Some(layers) = layers {
        work.hid |= empty_hidden(&mut taken.document, layers);
    }
    Ok(work.hid)
}

struct Keeping<'a> {
    layers: Option<&'a Layers>,
    hid: bool,
    /// Names used by drawings without resources of their own.
    borrowed: BTreeSet<Vec<u8>>,
}

impl Keeping<'_> {
    /// The content of a page; returns the names that it uses.
    fn page(
        &mut self,
        taken: &mut Taken,
        page: &mut Dictionary,
        number: u32,
        limits: &Limits,
    ) -> Result<BTreeSet<Vec<u8>>, DocumentError> {
        let mut whole = Vec::new();
        for part in parts(&taken.document, page)? {
            let plain = taken.unpack(part, limits)?;
            whole.extend(plain.ok_or(DocumentError::UndecodablePage { page: number })?);
            whole.push(b'\n');
        }
        let resources = resources_of(&taken.document, page);
        let lists = resources.map_or(Vec::new(), |own| vec![own]);
        let Some(bared) = self.bared(&taken.document, &whole, &lists) else {
            return Ok(content::names(&whole));
        };
        if bared.unclear {
            return Err(DocumentError::UnclearLayers { page: number });
        }
        self.hid |= bared.hid;
        let used = content::names(&bared.content);
        let fresh = taken.document.add_object(packed(bared.content));
        page.set("Contents", fresh);
        Ok(used)
    }

    /// The content of a form or pattern; returns the names that it uses.
    fn drawing(
        &mut self,
        taken: &mut Taken,
        id: ObjectId,
        plain: &[u8],
        resources: Option<&Dictionary>,
        pages: &[Dictionary],
    ) -> Result<BTreeSet<Vec<u8>>, DocumentError> {
        // One without resources draws with those of the pages that show it.
        let lists = match resources {
            Some(own) => vec![own.clone()],
            None if self.layers.is_some() => pages
                .iter()
                .filter_map(|page| resources_of(&taken.document, page))
                .collect(),
            None => Vec::new(),
        };
        let Some(bared) = self.bared(&taken.document, plain, &lists) else {
            return Ok(content::names(plain));
        };
        if bared.unclear {
            let page = page_with(&taken.document, pages, id).unwrap_or(1);
            return Err(DocumentError::UnclearLayers { page });
        }
        self.hid |= bared.hid;
        let used = content::names(&bared.content);
        replace(&mut taken.document, id, bared.content);
        Ok(used)
    }

    /// The letters that fonts draw by content of their own (Type 3): what they use, their fonts keep.
    fn letters(
        &mut self,
        taken: &mut Taken,
        pages: &[Dictionary],
        limits: &Limits,
    ) -> Result<(), DocumentError> {
        let fonts: Vec<ObjectId> = taken
            .document
            .objects
            .iter()
            .filter(|(_, object)| matches!(object, Object::Dictionary(d) if d.has(b"CharProcs")))
            .map(|(id, _)| *id)
            .collect();
        for font in fonts {
            let Ok(dict) = taken.document.get_dictionary(font).cloned() else {
                continue;
            };
            let letters: Vec<ObjectId> = value(&taken.document, &dict, b"CharProcs")
                .and_then(|procs| procs.as_dict().ok())
                .into_iter()
                .flatten()
                .filter_map(|(_, letter)| letter.as_reference().ok())
                .collect();
            let resources = resources_of(&taken.document, &dict);
            let mut used = BTreeSet::new();
            for letter in letters {
                if let Some(plain) = taken.unpack(letter, limits)? {
                    let own = resources.as_ref();
                    used.extend(self.drawing(taken, letter, &plain, own, pages)?);
                }
            }
            match resources {
                Some(resources) => {
                    let pruned = prune(&taken.document, &resources, &used);
                    if let Ok(dict) = taken.document.get_dictionary_mut(font) {
                        dict.set("Resources", pruned);
                    }
                }
                None => self.borrowed.extend(used),
            }
        }
        Ok(())
    }

    /// A content without its hidden parts and without what its pictures carry along; none if it has nothing of both.
    fn bared(&self, document: &Document, plain: &[u8], lists: &[Dictionary]) -> Option<Bared> {
        let unmarked = content::unmarked(plain);
        let Some(layers) = self.layers else {
            return unmarked.map(|content| Bared {
                content,
                hid: false,
                unclear: false,
            });
        };
        let plain = unmarked.as_deref().unwrap_or(plain);
        let properties: Vec<&Dictionary> = lists
            .iter()
            .filter_map(|list| value(document, list, b"Properties")?.as_dict().ok())
            .collect();
        Some(content::bare(plain, |name| {
            let meanings = properties.iter().filter_map(|list| list.get(name).ok());
            // Where a name has several meanings, one that hides decides.
            meanings
                .filter_map(|layer| layers.hides(document, layer))
                .reduce(|a, b| a | b)
        }))
    }
}

/// Gives a stream another content, packed.
fn replace(document: &mut Document, id: ObjectId, content: Vec<u8>) {
    let Some(Object::Stream(stream)) = document.objects.get_mut(&id) else {
        return;
    };
    let fresh = packed(content);
    stream.dict.remove(b"DecodeParms");
    stream.dict.remove(b"Filter");
    if let Ok(filter) = fresh.dict.get(b"Filter") {
        stream.dict.set("Filter", filter.clone());
    }
    stream.set_content(fresh.content);
}

/// The streams of a page's content.
fn parts(document: &Document, page: &Dictionary) -> Result<Vec<ObjectId>, DocumentError> {
    let Ok(contents) = page.get(b"Contents") else {
        return Ok(Vec::new());
    };
    let list = match document.dereference(contents).map(|(_, object)| object) {
        Ok(Object::Array(parts)) => parts.clone(),
        _ => vec![contents.clone()],
    };
    let mut out = Vec::new();
    for part in list {
        match document.dereference(&part) {
            Ok((Some(id), Object::Stream(_))) => out.push(id),
            // A cut-off file must not pass as a file with blank pages.
            Ok((Some(_), Object::Null)) | Err(_) => return Err(DocumentError::BrokenPdf),
            Ok((None, Object::Null)) => {}
            Ok(_) => return Err(DocumentError::BrokenPdf),
        }
    }
    Ok(out)
}

fn resources_of(document: &Document, holder: &Dictionary) -> Option<Dictionary> {
    dictionary(document, holder.get(b"Resources").ok()?).cloned()
}

/// Streams that draw (forms, tiles of patterns), with their own resources if they have any.
fn drawings(document: &Document) -> Vec<(ObjectId, Option<Dictionary>)> {
    let is_name = |stream: &Stream, key: &[u8], name: &[u8]| {
        value(document, &stream.dict, key)
            .and_then(|kind| kind.as_name().ok())
            .is_some_and(|kind| kind == name)
    };
    let mut found = Vec::new();
    for (id, object) in &document.objects {
        if let Object::Stream(stream) = object
            && (is_name(stream, b"Subtype", b"Form") || stream.dict.has(b"PatternType"))
            && !stream.dict.has(b"ShadingType")
        {
            found.push((*id, resources_of(document, &stream.dict)));
        }
    }
    found
}

/// A list of resources with only what is used.
fn prune(document: &Document, resources: &Dictionary, used: &BTreeSet<Vec<u8>>) -> Dictionary {
    let mut out = Dictionary::new();
    for key in NAMED {
        let Some(Object::Dictionary(entries)) = value(document, resources, key) else {
            continue;
        };
        let mut kept = Dictionary::new();
        for (name, entry) in entries {
            if used.contains(name) || UNNAMED.contains(&name.as_slice()) {
                kept.set(name.clone(), entry.clone());
            }
        }
        if !kept.is_empty() {
            out.set(key, kept);
        }
    }
    out
}

/// Puts an empty form in the place of each picture and form that belongs to a hidden layer.
fn empty_hidden(document: &mut Document, layers: &Layers) -> bool {
    let mut hidden = Vec::new();
    for (id, object) in &document.objects {
        if let Object::Stream(stream) = object
            && let Ok(layer) = stream.dict.get(b"OC")
        {
            hidden.push((*id, layers.hides(document, layer) == Some(true)));
        }
    }
    let mut hid = false;
    for (id, hide) in hidden {
        let Some(Object::Stream(stream)) = document.objects.get_mut(&id) else {
            continue;
        };
        stream.dict.remove(b"OC");
        if hide {
            hid = true;
            let mut empty = Dictionary::new();
            empty.set("Type", "XObject");
            empty.set("Subtype", "Form");
            empty.set("BBox", vec![Object::Integer(0); 4]);
            *stream = Stream::new(empty, Vec::new());
        }
    }
    hid
}

/// The first page, counted from one, that an object hangs on.
fn page_with(document: &Document, pages: &[Dictionary], sought: ObjectId) -> Option<u32> {
    let mut reached: BTreeMap<ObjectId, ()> = BTreeMap::new();
    for (i, page) in pages.iter().enumerate() {
        let mut waiting = Vec::new();
        for key in [&b"Resources"[..], b"Annots"] {
            waiting.extend(page.get(key).ok().cloned());
        }
        while let Some(object) = waiting.pop() {
            match object {
                Object::Reference(id) => {
                    if id == sought {
                        return Some(i as u32 + 1);
                    }
                    if reached.insert(id, ()).is_none() {
                        waiting.extend(document.objects.get(&id).cloned());
                    }
                }
                Object::Array(items) => waiting.extend(items),
                Object::Dictionary(dict) => waiting.extend(onward(&dict)),
                Object::Stream(stream) => waiting.extend(onward(&stream.dict)),
                _ => {}
            }
        }
    }
    None
}

/// What an object draws with; its parents and pages lead elsewhere.
fn onward(dict: &Dictionary) -> Vec<Object> {
    dict.iter()
        .filter(|(key, _)| {
            !matches!(
                key.as_slice(),
                b"Parent" | b"P" | b"Popup" | b"IRT" | b"Dest" | b"A"
            )
        })
        .map(|(_, entry)| entry.clone())
        .collect()
}

/// A content as a stream, packed where that is shorter.
fn packed(content: Vec<u8>) -> Stream {
    let mut stream = Stream::new(Dictionary::new(), content);
    // Whatever can't be packed stays plain.
    let _ = stream.compress();
    stream
}
