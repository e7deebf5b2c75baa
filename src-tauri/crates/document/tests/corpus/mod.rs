//! Files made for the tests: all invented, good ones and bad ones.
#![allow(dead_code, reason = "each test program uses its own part")]
#![allow(clippy::unwrap_used, reason = "a test may")]

pub mod raw;

use image::{ImageEncoder as _, Rgb, RgbImage};
use lopdf::{Dictionary, Document, Object, Stream, dictionary};
use tvist_document::{SlotSources, Source};

/// A picture with something of everything: a gradient, noise that follows from the seed, and edges.
pub fn picture(width: u32, height: u32, seed: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let noise =
            (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503) ^ seed.wrapping_mul(97)) >> 9;
        let stripe = if (x / 37 + y / 53) % 2 == 0 { 200 } else { 40 };
        Rgb([(x * 255 / width.max(1)) as u8, stripe, (noise % 64) as u8])
    })
}

pub fn jpeg(width: u32, height: u32, seed: u32) -> Vec<u8> {
    let mut out = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut out, 90)
        .encode_image(&picture(width, height, seed))
        .unwrap();
    out
}

pub fn png(width: u32, height: u32, seed: u32) -> Vec<u8> {
    encode(
        &picture(width, height, seed).into(),
        image::ImageFormat::Png,
    )
}

pub fn encode(image: &image::DynamicImage, format: image::ImageFormat) -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    image.write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// A JPEG with an EXIF block that turns it and names a place.
pub fn jpeg_with_exif(width: u32, height: u32, orientation: u8) -> Vec<u8> {
    let plain = jpeg(width, height, 5);
    let mut tiff = b"Exif\0\0II*\0\x08\0\0\0\x02\0".to_vec();
    tiff.extend_from_slice(&[0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    tiff.extend_from_slice(&[0x0E, 0x01, 2, 0, 16, 0, 0, 0, 38, 0, 0, 0]);
    tiff.extend_from_slice(&[0, 0, 0, 0]);
    tiff.extend_from_slice(b"GPS 59.33,18.06\0");
    let mut out = plain[..2].to_vec();
    out.extend_from_slice(&[0xFF, 0xE1]);
    out.extend_from_slice(&((tiff.len() + 2) as u16).to_be_bytes());
    out.extend_from_slice(&tiff);
    out.extend_from_slice(&plain[2..]);
    out.extend_from_slice(b"trailing secret");
    out
}

/// A PDF with one line of text on each page.
pub fn pdf(lines: &[&str]) -> Vec<u8> {
    save(document(lines))
}

pub fn document(lines: &[&str]) -> Document {
    let mut doc = Document::with_version("1.4");
    let tree = doc.new_object_id();
    let font = doc.add_object(
        dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" },
    );
    let resources = doc.add_object(dictionary! { "Font" => dictionary! { "F1" => font } });
    let mut kids: Vec<Object> = Vec::new();
    for line in lines {
        let text = format!(
            "BT /F1 14 Tf 72 720 Td ({}) Tj ET",
            line.replace(['(', ')', '\\'], "")
        );
        let content = doc.add_object(Stream::new(Dictionary::new(), text.into_bytes()));
        kids.push(
            doc.add_object(
                dictionary! { "Type" => "Page", "Parent" => tree, "Contents" => content },
            )
            .into(),
        );
    }
    let count = kids.len() as i64;
    let node = dictionary! {
        "Type" => "Pages", "Kids" => kids, "Count" => count, "Resources" => resources,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
    };
    doc.objects.insert(tree, node.into());
    let catalog = doc.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    doc.trailer.set("Root", catalog);
    doc
}

pub fn save(mut doc: Document) -> Vec<u8> {
    let mut out = Vec::new();
    doc.save_to(&mut out).unwrap();
    out.push(b'\n');
    out
}

/// A PDF whose pages are photos, as phones' scanner apps make them.
pub fn scanned(pages: u32, width: u32, height: u32) -> Vec<u8> {
    let mut doc = document(&vec!["scan"; pages as usize]);
    let ids: Vec<_> = doc.page_iter().collect();
    for (i, id) in ids.into_iter().enumerate() {
        let dict = dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => i64::from(width), "Height" => i64::from(height),
            "ColorSpace" => "DeviceRGB", "BitsPerComponent" => 8, "Filter" => "DCTDecode",
        };
        let image = doc.add_object(Stream::new(dict, jpeg(width, height, i as u32)));
        let content = doc.add_object(Stream::new(
            Dictionary::new(),
            b"q 595 0 0 842 0 0 cm /Im Do Q".to_vec(),
        ));
        let page = doc.get_dictionary_mut(id).unwrap();
        page.set("Contents", content);
        page.set(
            "Resources",
            dictionary! { "XObject" => dictionary! { "Im" => image } },
        );
    }
    save(doc)
}

/// A source with an id made from its place.
pub fn source(id: &str, bytes: Vec<u8>) -> Source {
    Source {
        id: id.to_owned(),
        caption: String::new(),
        bytes,
    }
}

pub fn slot(name: &str, files: Vec<Vec<u8>>) -> SlotSources {
    let sources = files
        .into_iter()
        .enumerate()
        .map(|(i, bytes)| source(&format!("{name}{i}"), bytes))
        .collect();
    SlotSources {
        slot: name.to_owned(),
        sources,
        keep_single: false,
    }
}

/// Deflates to almost nothing, inflates to as many zero bytes as asked.
pub fn deflated_zeros(bytes: usize) -> Vec<u8> {
    let mut out = Vec::new();
    // One grey row of zeros as PNG: its data chunk is a zlib stream of `width + 1` zeros.
    let image = image::GrayImage::new(bytes as u32 - 1, 1);
    image::codecs::png::PngEncoder::new(&mut out)
        .write_image(&image, image.width(), 1, image::ExtendedColorType::L8)
        .unwrap();
    let mut data = Vec::new();
    let mut at = 8;
    while at + 8 < out.len() {
        let length = u32::from_be_bytes(out[at..at + 4].try_into().unwrap()) as usize;
        if &out[at + 4..at + 8] == b"IDAT" {
            data.extend_from_slice(&out[at + 8..at + 8 + length]);
        }
        at += length + 12;
    }
    data
}

/// Files that are wrong, dangerous or strange, with a name each.
pub fn bad_files() -> Vec<(&'static str, Vec<u8>)> {
    let good = pdf(&["one", "two"]);
    let photo = jpeg(400, 300, 1);
    let mut list: Vec<(&'static str, Vec<u8>)> = vec![
        ("empty", Vec::new()),
        ("one byte", vec![0x25]),
        ("noise", (0..4096u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect()),
        ("header only", b"%PDF-1.7\n".to_vec()),
        ("header and end", b"%PDF-1.7\n%%EOF\n".to_vec()),
        ("cut in half", good[..good.len() / 2].to_vec()),
        ("cut at the tail", good[..good.len() - 40].to_vec()),
        ("cut jpeg", photo[..photo.len() / 2].to_vec()),
        ("jpeg header only", photo[..30].to_vec()),
        ("cut png", png(300, 200, 1)[..500].to_vec()),
        ("png of 60000 by 60000", pixel_flood_png()),
        ("gif header only", b"GIF89a\xff\xff\xff\xff".to_vec()),
        ("webp header only", b"RIFF\x10\0\0\0WEBPVP8 ".to_vec()),
        ("zip", b"PK\x03\x04\x14\0\0\0\x08\0aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".to_vec()),
        ("heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec()),
        ("tiff", b"II*\0\x08\0\0\0\0\0\0\0".to_vec()),
        ("html", b"<!DOCTYPE html><html><body>x</body></html>".to_vec()),
        ("elf", [&b"\x7fELF\x02\x01\x01"[..], &[0; 80]].concat()),
        ("jpeg then pdf", [&photo[..], &good[..]].concat()),
        ("junk then pdf", [&b"junk before\n"[..], &good[..]].concat()),
        ("pdf then zip", [&good[..], &vec![b'P'; 5000][..]].concat()),
        ("xref loop", b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\nxref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Size 2/Prev 60>>\nstartxref\n60\n%%EOF".to_vec()),
    ];
    list.extend(bad_pdfs());
    list
}

#[expect(clippy::too_many_lines, reason = "a table")]
fn bad_pdfs() -> Vec<(&'static str, Vec<u8>)> {
    let mut list = Vec::new();
    let mut push = |name, doc: Document| list.push((name, save(doc)));
    let mut doc = document(&["one"]);
    let first = doc.page_iter().next().unwrap();

    // A content stream that inflates to 200 MiB.
    let bomb = Stream::new(
        dictionary! { "Filter" => "FlateDecode" },
        deflated_zeros(200 << 20),
    );
    let bomb = doc.add_object(bomb);
    doc.get_dictionary_mut(first).unwrap().set("Contents", bomb);
    push("content bomb", doc);

    let mut doc = document(&["one"]);
    let bomb = doc.add_object(Stream::new(
        dictionary! { "Type" => "ObjStX", "N" => 1, "First" => 4, "Filter" => "FlateDecode" },
        deflated_zeros(200 << 20),
    ));
    doc.trailer.set("Extra", bomb);
    // The writer leaves object streams out, so the name is put right in the bytes.
    let mut bytes = save(doc);
    let at = bytes.windows(7).position(|w| w == b"/ObjStX").unwrap();
    bytes[at + 6] = b'm';
    list.push(("object stream bomb", bytes));
    let mut push = |name, doc: Document| list.push((name, save(doc)));

    let mut doc = document(&["one"]);
    let tree = doc
        .catalog()
        .unwrap()
        .get(b"Pages")
        .unwrap()
        .as_reference()
        .unwrap();
    let kids: Vec<Object> = vec![tree.into(), tree.into(), first.into()];
    doc.get_dictionary_mut(tree).unwrap().set("Kids", kids);
    push("page tree cycle", doc);

    let mut doc = document(&["one"]);
    let tree = doc
        .catalog()
        .unwrap()
        .get(b"Pages")
        .unwrap()
        .as_reference()
        .unwrap();
    doc.get_dictionary_mut(tree)
        .unwrap()
        .set("Kids", vec![Object::from(first); 1_000_000]);
    doc.get_dictionary_mut(tree)
        .unwrap()
        .set("Count", 1_000_000);
    push("a million pages", doc);

    let mut doc = document(&["one"]);
    let tree = doc
        .catalog()
        .unwrap()
        .get(b"Pages")
        .unwrap()
        .as_reference()
        .unwrap();
    doc.get_dictionary_mut(tree)
        .unwrap()
        .set("Kids", Vec::<Object>::new());
    push("no pages", doc);

    let mut doc = document(&["one"]);
    doc.get_dictionary_mut(first)
        .unwrap()
        .set("Contents", Object::Reference((9999, 0)));
    push("missing content", doc);

    let mut doc = document(&["one"]);
    let form = doc.new_object_id();
    let body = dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => vec![0.into(), 0.into(), 9.into(), 9.into()],
    "Resources" => dictionary! { "XObject" => dictionary! { "F" => form } } };
    doc.objects
        .insert(form, Stream::new(body, b"/F Do /F Do".to_vec()).into());
    let content = doc.add_object(Stream::new(Dictionary::new(), b"/F Do".to_vec()));
    let page = doc.get_dictionary_mut(first).unwrap();
    page.set("Contents", content);
    page.set(
        "Resources",
        dictionary! { "XObject" => dictionary! { "F" => form } },
    );
    push("form that draws itself", doc);

    let mut doc = document(&["one"]);
    let dict = dictionary! { "Type" => "XObject", "Subtype" => "Image", "Width" => 100_000, "Height" => 100_000,
    "ColorSpace" => "DeviceRGB", "BitsPerComponent" => 8, "Filter" => "FlateDecode" };
    let image = doc.add_object(Stream::new(dict, deflated_zeros(1 << 20)));
    let content = doc.add_object(Stream::new(
        Dictionary::new(),
        b"q 595 0 0 842 0 0 cm /I Do Q".to_vec(),
    ));
    let page = doc.get_dictionary_mut(first).unwrap();
    page.set("Contents", content);
    page.set(
        "Resources",
        dictionary! { "XObject" => dictionary! { "I" => image } },
    );
    push("image that claims 10^10 pixels", doc);

    let mut doc = document(&["one"]);
    let page = doc.get_dictionary_mut(first).unwrap();
    page.set(
        "MediaBox",
        vec![0.into(), 0.into(), Object::Real(1e30), Object::Real(1e30)],
    );
    push("endless page", doc);

    let mut doc = document(&["one"]);
    let page = doc.get_dictionary_mut(first).unwrap();
    page.set("MediaBox", vec![0.into(), 0.into(), 0.into(), 0.into()]);
    push("page without size", doc);

    let mut nested = Object::Null;
    for _ in 0..300 {
        nested = Object::Array(vec![nested]);
    }
    let mut doc = document(&["one"]);
    doc.get_dictionary_mut(first)
        .unwrap()
        .set("Resources", dictionary! { "Deep" => nested });
    push("deep nesting", doc);

    let deep = [
        b"%PDF-1.4\n1 0 obj\n".to_vec(),
        b"[".repeat(200_000),
        b"\nendobj\n".to_vec(),
    ]
    .concat();
    list.push(("200000 brackets", deep));
    list.push(("encrypted", encrypted("secret")));
    list
}

/// The signature and header of a picture of 3.6 thousand million pixels.
fn pixel_flood_png() -> Vec<u8> {
    let mut out = png(8, 8, 1);
    out[16..20].copy_from_slice(&60_000u32.to_be_bytes());
    out[20..24].copy_from_slice(&60_000u32.to_be_bytes());
    // The header's checksum has to be right for the decoder to look further.
    let mut crc = 0xFFFF_FFFFu32;
    for byte in &out[12..29] {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 {
                (crc >> 1) ^ 0xEDB8_8320
            } else {
                crc >> 1
            };
        }
    }
    out[29..33].copy_from_slice(&(!crc).to_be_bytes());
    out
}

/// A PDF that opens with this password (with none at all if it is empty).
pub fn encrypted(password: &str) -> Vec<u8> {
    let mut doc = document(&["one", "two"]);
    let id = Object::string_literal("0123456789abcdef");
    doc.trailer.set("ID", vec![id.clone(), id]);
    let version = lopdf::EncryptionVersion::V2 {
        document: &doc,
        owner_password: "owner",
        user_password: password,
        key_length: 128,
        permissions: lopdf::Permissions::all(),
    };
    let state = lopdf::EncryptionState::try_from(version).unwrap();
    doc.encrypt(&state).unwrap();
    save(doc)
}
