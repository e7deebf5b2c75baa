//! Copying what a page needs, and nothing else, from one PDF into another.

use std::collections::{BTreeMap, VecDeque};

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

/// Direct nesting that is copied; the reader itself stops far below.
const DEPTH: usize = 256;

/// Entries of streams that carry no appearance: metadata, structure, private data of programs.
const UNNEEDED: [&[u8]; 13] = [
    b"Metadata",
    b"PieceInfo",
    b"OPI",
    b"AF",
    b"StructParent",
    b"StructParents",
    b"LastModified",
    b"Measure",
    b"PtData",
    // Other pictures than the one that is shown.
    b"Alternates",
    b"Ref",
    // Layers have been taken apart; a stream in a file of its own is nothing here.
    b"OC",
    b"GeoData",
];

/// Moves objects out of one document into another, each once, in the order they are reached.
pub(crate) struct Copier<'a> {
    from: &'a mut Document,
    into: &'a mut Document,
    known: BTreeMap<ObjectId, ObjectId>,
    waiting: VecDeque<(ObjectId, ObjectId)>,
    /// Images copied, in order.
    pub images: Vec<ObjectId>,
}

impl<'a> Copier<'a> {
    pub fn new(from: &'a mut Document, into: &'a mut Document) -> Self {
        Self {
            from,
            into,
            known: BTreeMap::new(),
            waiting: VecDeque::new(),
            images: Vec::new(),
        }
    }

    /// Copies one object and, once [`Self::finish`] runs, all that it refers to.
    pub fn copy(&mut self, object: Object) -> Object {
        self.copy_nested(object, DEPTH)
    }

    /// Brings over everything referred to so far.
    pub fn finish(&mut self) {
        while let Some((old, new)) = self.waiting.pop_front() {
            // Moved, not cloned: streams are large, and each object is wanted once.
            let object = self.from.objects.remove(&old).unwrap_or(Object::Null);
            let copied = match object {
                Object::Stream(stream) if is_foreign(&stream.dict) => Object::Null,
                Object::Stream(stream) => {
                    if stream
                        .dict
                        .get(b"Subtype")
                        .and_then(Object::as_name)
                        .is_ok_and(|name| name == b"Image")
                    {
                        self.images.push(new);
                    }
                    self.copy_stream(stream)
                }
                Object::Dictionary(dictionary) if is_foreign(&dictionary) => Object::Null,
                other => self.copy(other),
            };
            self.into.objects.insert(new, copied);
        }
    }

    fn copy_stream(&mut self, mut stream: Stream) -> Object {
        for key in UNNEEDED {
            stream.dict.remove(key);
        }
        stream.dict.remove(b"Length");
        let dictionary = std::mem::take(&mut stream.dict);
        stream.dict = self.copy_dictionary(dictionary, DEPTH);
        stream.dict.set("Length", stream.content.len() as i64);
        Object::Stream(stream)
    }

    fn copy_nested(&mut self, object: Object, depth: usize) -> Object {
        match object {
            _ if depth == 0 => Object::Null,
            Object::Reference(id) => self.refer(id),
            Object::Array(items) => Object::Array(
                items
                    .into_iter()
                    .map(|item| self.copy_nested(item, depth - 1))
                    .collect(),
            ),
            Object::Dictionary(dictionary) => {
                Object::Dictionary(self.copy_dictionary(dictionary, depth - 1))
            }
            other => other,
        }
    }

    fn copy_dictionary(&mut self, dictionary: Dictionary, depth: usize) -> Dictionary {
        let mut out = Dictionary::new();
        for (key, value) in &dictionary {
            out.set(key.clone(), self.copy_nested(value.clone(), depth));
        }
        out
    }

    fn refer(&mut self, id: ObjectId) -> Object {
        if let Some(new) = self.known.get(&id) {
            return Object::Reference(*new);
        }
        if !self.from.objects.contains_key(&id) {
            // PDF reads a reference to nothing as null.
            return Object::Null;
        }
        let new = self.into.new_object_id();
        self.known.insert(id, new);
        self.waiting.push_back((id, new));
        Object::Reference(new)
    }
}

/// Pages, page trees, catalogs, actions, structure, layers, attachments and metadata: a page's appearance never needs them, and
/// following them would drag in the whole document, scripts included.
fn is_foreign(dictionary: &Dictionary) -> bool {
    let kind = dictionary
        .get(b"Type")
        .and_then(Object::as_name)
        .unwrap_or_default();
    let is_action = dictionary.has(b"S")
        && (kind == b"Action"
            || dictionary.has(b"JS")
            || dictionary.has(b"URI")
            || dictionary.has(b"NewWindow"));
    is_action
        || [
            &b"Page"[..],
            b"Pages",
            b"Catalog",
            b"StructElem",
            b"StructTreeRoot",
            b"Filespec",
            b"EmbeddedFile",
            b"Metadata",
            b"OCG",
            b"OCMD",
        ]
        .contains(&kind)
}
