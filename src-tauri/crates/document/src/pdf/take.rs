//! Taking a PDF over from the reader that draws it: what is shown, scanned and sent is read by one hand.

use std::cell::Cell;
use std::collections::{HashMap, VecDeque};

use hayro::hayro_syntax::object::{
    Array, Dict, MaybeRef, Object as Read, ObjectIdentifier, Stream as ReadStream,
};
use hayro::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::value;
use crate::{DocumentError, Limits};

/// Direct nesting that is taken over.
const DEPTH: usize = 256;

/// The objects of a PDF that hang on its catalog, numbered in the order they are reached.
pub(crate) struct Taken {
    pdf: Pdf,
    pub document: Document,
    /// Where each object stood, by its new number.
    origin: Vec<ObjectIdentifier>,
    /// It is encrypted.
    pub locked: bool,
    /// A reference leads to nothing.
    pub lost: bool,
    /// A stream is longer or shorter than it says.
    pub misstated: bool,
    /// A stream that was unpacked breaks off or is damaged: what could be read of it is there.
    pub broken_off: Cell<bool>,
}

impl Taken {
    /// Reads a PDF, without a password.
    pub fn open(bytes: Vec<u8>, limits: &Limits) -> Result<Self, DocumentError> {
        let locked = bytes.windows(8).any(|w| w == b"/Encrypt");
        let pdf = Pdf::new(bytes).map_err(|error| match error {
            LoadPdfError::Decryption(
                DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm,
            ) => DocumentError::EncryptedPdf,
            LoadPdfError::Decryption(_) | LoadPdfError::Invalid => DocumentError::BrokenPdf,
        })?;
        check_count(&pdf, limits)?;
        let mut taking = Taking::default();
        let root = taking.refer(pdf.xref().root_id());
        while let Some((old, new)) = taking.waiting.pop_front() {
            let object = pdf.xref().get::<Read<'_>>(old);
            taking.lost |= object.is_none();
            let object = object.map_or(Object::Null, |object| taking.object(&object, DEPTH));
            taking.document.objects.insert(new, object);
        }
        let Taking {
            mut document,
            origin,
            lengths,
            lost,
            ..
        } = taking;
        document.max_id = origin.len() as u32;
        document.trailer.set("Root", Object::Reference(root));
        let misstated = lengths.into_iter().any(|(said, real)| {
            let said = match said {
                Some(Object::Reference(id)) => document.get_object(id).ok().cloned(),
                other => other,
            };
            said.and_then(|said| said.as_i64().ok()) != Some(real as i64)
        });
        Ok(Self {
            pdf,
            document,
            origin,
            locked,
            lost,
            // Encryption changes lengths.
            misstated: misstated && !locked,
            broken_off: Cell::new(false),
        })
    }

    /// The plain content of a stream; none if it can't be unpacked.
    ///
    /// # Errors
    /// [`DocumentError::InflateBomb`] if it would be more than is allowed.
    pub fn unpack(&self, id: ObjectId, limits: &Limits) -> Result<Option<Vec<u8>>, DocumentError> {
        let Ok(Object::Stream(stream)) = self.document.get_object(id) else {
            return Ok(None);
        };
        let most = usize::try_from(limits.inflated).unwrap_or(usize::MAX);
        // Asked twice: this one keeps limits, the other reads what can be read.
        if let Err(lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded {
            ..
        })) = stream.get_plain_content_with_limit(most)
        {
            return Err(DocumentError::InflateBomb {
                limit: limits.inflated,
            });
        }
        let Some(old) = self.origin.get(id.0 as usize - 1) else {
            // Made here: never packed.
            return Ok(Some(stream.content.clone()));
        };
        if has_unknown_filter(&self.document, &stream.dict) {
            return Ok(None);
        }
        let read = self.pdf.xref().get::<ReadStream<'_>>(*old);
        let plain = read.and_then(|stream| Some(stream.decoded_data().ok()?.into_owned()));
        if let Some(plain) = &plain
            && stream.filters().is_ok_and(|f| f == [b"FlateDecode"])
            && !stream.dict.has(b"DecodeParms")
            && !ends_with_sum(&stream.content, plain)
        {
            self.broken_off.set(true);
        }
        Ok(plain)
    }
}

/// Whether deflated data end with the sum (Adler-32, RFC 1950) of what they unpack to; blanks may follow.
fn ends_with_sum(packed: &[u8], plain: &[u8]) -> bool {
    let (mut a, mut b) = (1u32, 0u32);
    for part in plain.chunks(5552) {
        for byte in part {
            a += u32::from(*byte);
            b += a;
        }
        (a, b) = (a % 65_521, b % 65_521);
    }
    let sum = ((b << 16) | a).to_be_bytes();
    let tail = &packed[packed.len().saturating_sub(8)..];
    tail.windows(4).any(|four| four == sum)
}

/// Refuses a file that says it has too many pages, before its objects are taken over.
fn check_count(pdf: &Pdf, limits: &Limits) -> Result<(), DocumentError> {
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
    let said = catalog
        .and_then(|catalog| catalog.get::<Dict<'_>>("Pages"))
        .and_then(|tree| tree.get::<i32>("Count"));
    match said.and_then(|said| u32::try_from(said).ok()) {
        Some(pages) if pages > limits.pages => Err(DocumentError::TooManyPages {
            pages,
            limit: limits.pages,
        }),
        _ => Ok(()),
    }
}

/// Filters that nobody reads would be passed over by the reader, as if they weren't there.
fn has_unknown_filter(document: &Document, dict: &Dictionary) -> bool {
    let names: Vec<&[u8]> = match value(document, dict, b"Filter") {
        Some(Object::Name(name)) => vec![name],
        Some(Object::Array(list)) => list
            .iter()
            .map(|item| {
                let item = document.dereference(item).map(|(_, item)| item);
                item.and_then(Object::as_name).unwrap_or_default()
            })
            .collect(),
        None | Some(Object::Null) => Vec::new(),
        Some(_) => vec![b""],
    };
    let known = [
        &b"FlateDecode"[..],
        b"Fl",
        b"LZWDecode",
        b"LZW",
        b"ASCII85Decode",
        b"A85",
        b"ASCIIHexDecode",
        b"AHx",
        b"RunLengthDecode",
        b"RL",
        b"Crypt",
    ];
    names.iter().any(|name| !known.contains(name))
}

#[derive(Default)]
struct Taking {
    document: Document,
    known: HashMap<ObjectIdentifier, ObjectId>,
    origin: Vec<ObjectIdentifier>,
    waiting: VecDeque<(ObjectIdentifier, ObjectId)>,
    /// What each stream says its length is, and what it is.
    lengths: Vec<(Option<Object>, usize)>,
    lost: bool,
}

impl Taking {
    fn refer(&mut self, old: ObjectIdentifier) -> ObjectId {
        if let Some(new) = self.known.get(&old) {
            return *new;
        }
        self.origin.push(old);
        let new = (self.origin.len() as u32, 0);
        self.known.insert(old, new);
        self.waiting.push_back((old, new));
        new
    }

    fn object(&mut self, object: &Read<'_>, depth: usize) -> Object {
        if depth == 0 {
            return Object::Null;
        }
        match object {
            Read::Null(_) => Object::Null,
            Read::Boolean(value) => Object::Boolean(*value),
            Read::Number(number) => plain_number(number.as_f64()),
            Read::String(string) => Object::string_literal(string.as_bytes().to_vec()),
            Read::Name(name) => Object::Name(name.to_vec()),
            Read::Dict(dict) => Object::Dictionary(self.dictionary(dict, depth)),
            Read::Array(array) => Object::Array(self.array(array, depth)),
            Read::Stream(stream) => {
                let mut dict = self.dictionary(stream.dict(), depth);
                let content = stream.raw_data().into_owned();
                self.lengths.push((dict.remove(b"Length"), content.len()));
                Object::Stream(Stream::new(dict, content))
            }
        }
    }

    fn dictionary(&mut self, dict: &Dict<'_>, depth: usize) -> Dictionary {
        let mut out = Dictionary::new();
        for (key, entry) in dict.entries() {
            let entry = self.entry(entry, depth);
            if !matches!(entry, Object::Null) {
                out.set(key.to_vec(), entry);
            }
        }
        out
    }

    fn array(&mut self, array: &Array<'_>, depth: usize) -> Vec<Object> {
        array
            .raw_iter()
            .map(|entry| self.entry(entry, depth))
            .collect()
    }

    fn entry(&mut self, entry: MaybeRef<Read<'_>>, depth: usize) -> Object {
        match entry {
            MaybeRef::Ref(id) => Object::Reference(self.refer(id.into())),
            MaybeRef::NotRef(object) => self.object(&object, depth - 1),
        }
    }
}

fn plain_number(value: f64) -> Object {
    // Whole numbers are exact up to 2^53.
    if value.fract() == 0.0 && value.abs() < 9e15 {
        Object::Integer(value as i64)
    } else {
        Object::Real(value as f32)
    }
}
