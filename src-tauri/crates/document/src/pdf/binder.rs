//! One new PDF out of pages of others and of pictures.

use std::io::Write;

use lopdf::{Dictionary, Document, Object, ObjectId, SaveOptions, Stream, dictionary};

use super::copy::Copier;
use super::{Loaded, dictionary};
use crate::picture::{Packed, Packing};

/// A PDF under construction. Object numbers follow the order of work, so the same work gives the
/// same bytes; there are no dates, no identifiers, no producer.
pub(crate) struct Binder {
    pub document: Document,
    tree: ObjectId,
    pages: Vec<Object>,
}

/// A place for a picture on a page, in points from the lower left corner.
#[derive(Clone, Copy)]
pub(crate) struct Frame {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

impl Binder {
    pub fn new() -> Self {
        let mut document = Document::with_version("1.5");
        let tree = document.new_object_id();
        Self {
            document,
            tree,
            pages: Vec::new(),
        }
    }

    /// How many pages it has so far.
    pub fn page_count(&self) -> u32 {
        self.pages.len() as u32
    }

    /// Takes over the pages of a PDF; returns the images in them.
    pub fn add_pages(&mut self, loaded: Loaded) -> Vec<ObjectId> {
        let Loaded {
            document: mut from,
            pages,
            ..
        } = loaded;
        let prepared: Vec<Dictionary> = pages
            .iter()
            .filter_map(|id| from.get_dictionary(*id).ok().cloned())
            .collect();
        let mut copier = Copier::new(&mut from, &mut self.document);
        let copied: Vec<Object> = prepared
            .into_iter()
            .map(|page| copier.copy(Object::Dictionary(page)))
            .collect();
        copier.finish();
        let images = std::mem::take(&mut copier.images);
        for page in copied {
            let Object::Dictionary(mut page) = page else {
                continue;
            };
            page.set("Parent", Object::Reference(self.tree));
            let id = self.document.add_object(page);
            self.pages.push(Object::Reference(id));
        }
        images
    }

    /// Stores a picture, to be shown on a page; returns its object.
    pub fn add_image(&mut self, packed: Packed) -> ObjectId {
        let stream = image_stream(packed);
        self.document.add_object(stream)
    }

    /// Adds an upright A4 page that shows pictures, each within its frame and turned as its matrix says.
    pub fn add_picture_page(&mut self, shown: &[(ObjectId, [f32; 6])]) {
        let mut names = Dictionary::new();
        let mut content = String::new();
        for (i, (image, matrix)) in shown.iter().enumerate() {
            names.set(format!("P{i}"), Object::Reference(*image));
            let numbers: Vec<String> = matrix.iter().map(|n| number(*n)).collect();
            content.push_str(&format!("q {} cm /P{i} Do Q\n", numbers.join(" ")));
        }
        let content = self
            .document
            .add_object(Stream::new(Dictionary::new(), content.into_bytes()));
        let page = dictionary! {
            "Type" => "Page",
            "Parent" => Object::Reference(self.tree),
            "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
            "Resources" => dictionary! { "XObject" => names },
            "Contents" => Object::Reference(content),
        };
        let id = self.document.add_object(page);
        self.pages.push(Object::Reference(id));
    }

    /// Lays pictures over a page added before (a page with captions). Its coordinates must be plain.
    pub fn lay_over(&mut self, page: usize, shown: &[(ObjectId, [f32; 6])]) {
        let Some(Object::Reference(id)) = self.pages.get(page).cloned() else {
            return;
        };
        let first = self.pages.len();
        self.add_picture_page(shown);
        let Some(Object::Reference(overlay)) = self.pages.pop() else {
            return;
        };
        debug_assert_eq!(first, self.pages.len());
        let Some(Object::Dictionary(overlay)) = self.document.objects.remove(&overlay) else {
            return;
        };
        let names = overlay
            .get(b"Resources")
            .and_then(Object::as_dict)
            .and_then(|r| r.get(b"XObject"))
            .cloned();
        let content = overlay.get(b"Contents").cloned();
        let own = self
            .document
            .get_dictionary(id)
            .ok()
            .and_then(|p| p.get(b"Resources").ok())
            .and_then(|r| dictionary(&self.document, r))
            .cloned();
        let Ok(target) = self.document.get_dictionary_mut(id) else {
            return;
        };
        let mut resources = own.unwrap_or_default();
        if let Ok(names) = names {
            resources.set("XObject", names);
        }
        target.set("Resources", resources);
        let (Ok(content), Ok(before)) = (content, target.get(b"Contents").cloned()) else {
            return;
        };
        // The page's own content may leave its coordinates turned; what comes over it must not be.
        let save = self
            .document
            .add_object(Stream::new(Dictionary::new(), b"q\n".to_vec()));
        let restore = self
            .document
            .add_object(Stream::new(Dictionary::new(), b"\nQ\n".to_vec()));
        let parts = vec![
            Object::Reference(save),
            before,
            Object::Reference(restore),
            content,
        ];
        if let Ok(target) = self.document.get_dictionary_mut(id) {
            target.set("Contents", parts);
        }
    }

    /// Ties the tree together. After this only streams change.
    pub fn close(&mut self) {
        let tree = dictionary! {
            "Type" => "Pages",
            "Kids" => self.pages.clone(),
            "Count" => i64::from(self.page_count()),
        };
        self.document
            .objects
            .insert(self.tree, Object::Dictionary(tree));
        let catalog = dictionary! { "Type" => "Catalog", "Pages" => Object::Reference(self.tree) };
        let catalog = self.document.add_object(catalog);
        self.document
            .trailer
            .set("Root", Object::Reference(catalog));
    }

    /// The finished bytes.
    pub fn write(&mut self) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        self.write_to(&mut out)?;
        Some(out)
    }

    /// How many bytes it would be.
    pub fn measure(&mut self) -> Option<u64> {
        let mut out = Measure(0);
        self.write_to(&mut out)?;
        Some(out.0)
    }

    fn write_to(&mut self, out: &mut impl Write) -> Option<()> {
        let options = SaveOptions::builder()
            .use_object_streams(true)
            .use_xref_streams(true)
            .build();
        self.document.save_with_options(out, options).ok()?;
        out.write_all(b"\n").ok()
    }
}

/// Counts what is written.
struct Measure(u64);

impl Write for Measure {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The matrix that shows a picture, stored in some direction, upright in a frame.
/// Exif 2.32 §4.6.4 (Orientation), in PDF's terms of a unit square from the lower left corner.
pub(crate) fn upright(frame: Frame, orientation: image::metadata::Orientation) -> [f32; 6] {
    let Frame {
        x,
        y,
        width: w,
        height: h,
    } = frame;
    match orientation.to_exif() {
        2 => [-w, 0.0, 0.0, h, x + w, y],
        3 => [-w, 0.0, 0.0, -h, x + w, y + h],
        4 => [w, 0.0, 0.0, -h, x, y + h],
        5 => [0.0, -h, -w, 0.0, x + w, y + h],
        6 => [0.0, -h, w, 0.0, x, y + h],
        7 => [0.0, h, w, 0.0, x, y],
        8 => [0.0, h, -w, 0.0, x + w, y],
        _ => [w, 0.0, 0.0, h, x, y],
    }
}

/// A number as PDF writes it: no exponent, two decimals.
fn number(value: f32) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// An image object from packed pixels.
pub(crate) fn image_stream(packed: Packed) -> Stream {
    let Packed {
        width,
        height,
        channels,
        packing,
        data,
    } = packed;
    let plain = match channels {
        1 => "DeviceGray",
        4 => "DeviceCMYK",
        _ => "DeviceRGB",
    };
    let mut dict = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Image",
        "Width" => i64::from(width),
        "Height" => i64::from(height),
        "ColorSpace" => plain,
        "BitsPerComponent" => 8,
    };
    match packing {
        Packing::Jpeg => dict.set("Filter", "DCTDecode"),
        Packing::Png { bits, palette } => {
            dict.set("Filter", "FlateDecode");
            dict.set("BitsPerComponent", i64::from(bits));
            let rows = dictionary! {
                "Predictor" => 15,
                "Colors" => i64::from(channels),
                "BitsPerComponent" => i64::from(bits),
                "Columns" => i64::from(width),
            };
            dict.set("DecodeParms", rows);
            if !palette.is_empty() {
                let last = (palette.len() / 3 - 1) as i64;
                let table = Object::String(palette, lopdf::StringFormat::Hexadecimal);
                dict.set(
                    "ColorSpace",
                    vec!["Indexed".into(), "DeviceRGB".into(), last.into(), table],
                );
            }
        }
    }
    Stream::new(dict, data).with_compression(false)
}
