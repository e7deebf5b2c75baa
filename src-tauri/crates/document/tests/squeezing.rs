//! Pictures inside PDFs, in the forms that scanners and programs leave them in: each is shrunk where that is needed, and
//! looks the same.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod corpus;

use corpus::{document, picture, png, save, slot};
use lopdf::{Dictionary, Object, Stream, StringFormat, dictionary};
use tvist_document::{Budget, FileKind, Fitted, Limits, fit, inspect, render_page};

/// Width and height of most pictures here.
const SIZE: (u32, u32) = (1_100, 1_500);
/// As scanners see a page: 300 dots per inch.
const SCAN: (u32, u32) = (2_480, 3_508);
const PAGES: u32 = 2;

fn within(bytes: &[u8], total_bytes: u64) -> Fitted {
    let budget = Budget {
        total_bytes,
        ..Budget::UNLIMITED
    };
    let slots = [slot("a", vec![bytes.to_vec()])];
    let fitted = fit(&slots, &budget, &Limits::default());
    fitted
        .unwrap_or_else(|refusal| panic!("{refusal} of {} bytes", bytes.len()))
        .remove(0)
}

/// Pages of one image each, packed by Flate if it isn't packed yet.
fn pages(image: &Dictionary, data: &[u8]) -> Vec<u8> {
    let mut doc = document(&vec!["scan"; PAGES as usize]);
    let ids: Vec<_> = doc.page_iter().collect();
    for id in ids {
        let mut stream = Stream::new(image.clone(), data.to_vec());
        if !image.has(b"Filter") {
            stream.compress().unwrap();
        }
        let image = doc.add_object(stream);
        let content = b"q 595 0 0 842 0 0 cm /Im Do Q".to_vec();
        let content = doc.add_object(Stream::new(Dictionary::new(), content));
        let page = doc.get_dictionary_mut(id).unwrap();
        page.set("Contents", content);
        let names = dictionary! { "Im" => image };
        page.set("Resources", dictionary! { "XObject" => names });
    }
    save(doc)
}

fn image(space: impl Into<Object>, bits: i64, decode: &[i64]) -> Dictionary {
    sized(SIZE, space, bits, decode)
}

fn sized(
    (width, height): (u32, u32),
    space: impl Into<Object>,
    bits: i64,
    decode: &[i64],
) -> Dictionary {
    let mut dict = dictionary! {
        "Type" => "XObject", "Subtype" => "Image", "Width" => i64::from(width), "Height" => i64::from(height),
        "ColorSpace" => space, "BitsPerComponent" => bits,
    };
    if !decode.is_empty() {
        let decode: Vec<Object> = decode.iter().map(|bound| (*bound).into()).collect();
        dict.set("Decode", decode);
    }
    dict
}

/// Rows of samples of so many bits, each row from a new byte on.
fn packed(samples: &[u8], a_row: usize, bits: usize) -> Vec<u8> {
    let row = |row: &[u8]| -> Vec<u8> {
        row.chunks(8 / bits)
            .map(|part| {
                let places = part.iter().enumerate();
                places.fold(0, |byte, (i, sample)| byte | sample << (8 - bits * (i + 1)))
            })
            .collect()
    };
    samples.chunks(a_row).flat_map(row).collect()
}

/// Shades with some noise, as a scanner sees a page.
fn shades((width, height): (u32, u32)) -> Vec<u8> {
    let seen = picture(width, height, 3);
    let noise = |x: u32, y: u32| {
        let mixed = (x ^ y.wrapping_mul(0x9E37_79B1)).wrapping_mul(0x85EB_CA6B);
        ((mixed ^ mixed >> 13).wrapping_mul(0xC2B2_AE35) >> 25) as u8
    };
    seen.enumerate_pixels()
        .map(|(x, y, p)| p.0[0] / 4 + p.0[1] / 4 + noise(x, y))
        .collect()
}

fn luma(bytes: &[u8], page: u32) -> image::GrayImage {
    let picture = render_page(bytes, page, 275, &Limits::default()).unwrap();
    image::load_from_memory(&picture).unwrap().into_luma8()
}

fn looks_the_same(name: &str, before: &[u8], after: &[u8]) {
    for page in 0..PAGES {
        let (before, after) = (luma(before, page), luma(after, page));
        assert_eq!(before.dimensions(), after.dimensions(), "{name}");
        let pairs = before.pixels().zip(after.pixels());
        let off: u64 = pairs.map(|(a, b)| u64::from(a.0[0].abs_diff(b.0[0]))).sum();
        let off = off / u64::from(before.width() * before.height());
        assert!(off < 8, "{name}: {off} off");
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
fn every_depth_and_direction_is_shrunk() {
    let grey = shades(SIZE);
    let colour: Vec<u8> = grey.iter().flat_map(|v| [*v, 255 - v, v / 2]).collect();
    let wide = colour.iter().flat_map(|sample| [*sample, 77]).collect();
    let fourths: Vec<u8> = grey.iter().map(|sample| sample >> 4).collect();
    let halves: Vec<u8> = grey.iter().map(|sample| sample >> 6).collect();
    let inverted = |samples: &[u8]| -> Vec<u8> { samples.iter().map(|sample| !sample).collect() };
    let table: Vec<u8> = (0..16u8)
        .flat_map(|i| [i * 17, 255 - i * 9, 40 + i])
        .collect();
    let table = Object::String(table, StringFormat::Hexadecimal);
    let indexed: Vec<Object> = vec!["Indexed".into(), "DeviceRGB".into(), 15.into(), table];
    let calibrated: Vec<Object> = vec![
        "CalGray".into(),
        dictionary! { "WhitePoint" => vec![0.9505.into(), 1.into(), 1.089.into()] }.into(),
    ];
    let row = SIZE.0 as usize;
    for (name, image, data) in [
        ("RGB, 8 bits", image("DeviceRGB", 8, &[]), colour.clone()),
        ("RGB, 16 bits", image("DeviceRGB", 16, &[]), wide),
        (
            "RGB, inverted",
            image("DeviceRGB", 8, &[1, 0, 1, 0, 1, 0]),
            inverted(&colour),
        ),
        (
            "RGB, 4 bits",
            image("DeviceRGB", 4, &[]),
            packed(
                &colour.iter().map(|sample| sample >> 4).collect::<Vec<u8>>(),
                3 * row,
                4,
            ),
        ),
        (
            "grey, 8 bits",
            image("DeviceGray", 8, &[0, 1]),
            grey.clone(),
        ),
        (
            "grey, inverted",
            image("DeviceGray", 8, &[1, 0]),
            inverted(&grey),
        ),
        (
            "grey, 4 bits",
            image(calibrated, 4, &[]),
            packed(&fourths, row, 4),
        ),
        (
            "grey, 2 bits",
            image("DeviceGray", 2, &[]),
            packed(&halves, row, 2),
        ),
        (
            "a table, 4 bits",
            image(indexed, 4, &[0, 15]),
            packed(&fourths, row, 4),
        ),
    ] {
        is_shrunk(name, &image, &data);
    }
}

fn is_shrunk(name: &str, image: &Dictionary, data: &[u8]) {
    println!("{name}");
    let bytes = pages(image, data);
    let budget = bytes.len() as u64 * 2 / 3;
    let fitted = within(&bytes, budget);
    assert!(fitted.bytes.len() as u64 <= budget, "{name}");
    assert_eq!(fitted.report.shrunk[0].images, PAGES, "{name}");
    looks_the_same(name, &bytes, &fitted.bytes);
}

/// Four inks, packed by Flate or as JPEG, in the two ways in which JPEG has them; they stay inks.
#[test]
fn print_colours_are_shrunk_and_stay_what_they_are() {
    let inks: Vec<u8> = shades(SIZE)
        .iter()
        .flat_map(|v| [*v, 200 - v / 2, v / 3, 20])
        .collect();
    is_shrunk("inks", &image("DeviceCMYK", 8, &[]), &inks);
    let turned: Vec<u8> = inks.iter().map(|ink| !ink).collect();
    let turn = [1, 0, 1, 0, 1, 0, 1, 0];
    is_shrunk("inks, inverted", &image("DeviceCMYK", 8, &turn), &turned);
    for (name, kind) in [
        ("inks as JPEG", jpeg_encoder::ColorType::Cmyk),
        ("inks as JPEG, mixed", jpeg_encoder::ColorType::CmykAsYcck),
    ] {
        let mut bytes = Vec::new();
        let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 98);
        encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::R_4_4_4);
        encoder
            .encode(&turned, SIZE.0 as u16, SIZE.1 as u16, kind)
            .unwrap();
        let mut dict = image("DeviceCMYK", 8, &[]);
        dict.set("Filter", "DCTDecode");
        is_shrunk(name, &dict, &bytes);
    }
}

/// Dots instead of shades, either way round.
#[test]
fn scans_in_black_and_white_are_shrunk() {
    let row = SCAN.0 as usize;
    let dots: Vec<u8> = (0u32..)
        .zip(shades(SCAN))
        .map(|(i, shade)| u8::from(i.wrapping_mul(2_654_435_761) >> 24 < u32::from(shade)))
        .collect();
    let other: Vec<u8> = dots.iter().map(|dot| 1 - dot).collect();
    for (name, decode, dots) in [("dots", &[][..], dots), ("inverted", &[1, 0], other)] {
        let image = sized(SCAN, "DeviceGray", 1, decode);
        is_shrunk(name, &image, &packed(&dots, row, 1));
    }
}

/// Values that are stretched or cut mean something else than they say; they leave as they came.
#[test]
fn what_can_t_be_packed_anew_stays_as_it_is() {
    let grey = shades(SIZE);
    let stretched = pages(&image("DeviceGray", 8, &[0, 2]), &grey);
    let ink: Vec<Object> = vec![
        "Separation".into(),
        "Red".into(),
        "DeviceRGB".into(),
        dictionary! {
            "FunctionType" => 2, "Domain" => vec![0.into(), 1.into()], "N" => 1,
            "C0" => vec![1.into(), 1.into(), 1.into()], "C1" => vec![1.into(), 0.into(), 0.into()],
        }
        .into(),
    ];
    let spot = pages(&image(ink, 8, &[]), &grey);
    for bytes in [stretched, spot] {
        let slots = [slot("a", vec![bytes.clone()])];
        let budget = Budget {
            total_bytes: bytes.len() as u64 / 2,
            ..Budget::UNLIMITED
        };
        assert!(fit(&slots, &budget, &Limits::default()).is_err());
        let whole = fit(&slots, &Budget::UNLIMITED, &Limits::default()).unwrap();
        looks_the_same("as it came", &bytes, &whole[0].bytes);
    }
}

/// As our own binding of PNG files writes them: rows told by their differences.
#[test]
fn rows_told_by_their_differences_are_shrunk() {
    let slots = [slot(
        "a",
        vec![png(SIZE.0, SIZE.1, 1), png(SIZE.0, SIZE.1, 2)],
    )];
    let bound = fit(&slots, &Budget::UNLIMITED, &Limits::default()).unwrap();
    let bytes = &bound[0].bytes;
    assert_eq!(
        inspect(bytes, &Limits::default()).unwrap().kind,
        FileKind::Pdf
    );
    let fitted = within(bytes, bytes.len() as u64 / 2);
    assert_eq!(fitted.report.shrunk[0].images, PAGES);
    looks_the_same("PNG's rows", bytes, &fitted.bytes);
}

/// A JPEG that keeps each colour in a scan of its own, as some scanners write it.
#[test]
fn separate_scans_are_a_picture_like_any_other() {
    let seen = picture(SIZE.0, SIZE.1, 4);
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 92);
    encoder.set_optimized_huffman_tables(true);
    let (width, height) = (SIZE.0 as u16, SIZE.1 as u16);
    encoder
        .encode(&seen, width, height, jpeg_encoder::ColorType::Rgb)
        .unwrap();
    let limits = Limits::default();
    let found = inspect(&bytes, &limits).unwrap();
    assert_eq!(found.pixels, Some(SIZE));
    // Alone it becomes one that every reader gets right.
    let mut alone = slot("a", vec![bytes.clone()]);
    alone.keep_single = true;
    let fitted = fit(&[alone], &Budget::UNLIMITED, &limits)
        .unwrap()
        .remove(0);
    let near = |bytes: &[u8]| {
        let read = image::load_from_memory(bytes).unwrap().into_rgb8();
        assert_eq!(read.dimensions(), SIZE);
        let off: u64 = read
            .iter()
            .zip(seen.iter())
            .map(|(a, b)| u64::from(a.abs_diff(*b)))
            .sum();
        off / (read.len() as u64)
    };
    assert!(near(&fitted.bytes) < 12, "{}", near(&fitted.bytes));
    // And so on a page.
    let whole = fit(&[slot("a", vec![bytes])], &Budget::UNLIMITED, &limits).unwrap();
    let page = luma(&whole[0].bytes, 0);
    let clean = fit(
        &[slot("a", vec![fitted.bytes])],
        &Budget::UNLIMITED,
        &limits,
    )
    .unwrap();
    let other = luma(&clean[0].bytes, 0);
    let off: u64 = page
        .pixels()
        .zip(other.pixels())
        .map(|(a, b)| u64::from(a.0[0].abs_diff(b.0[0])))
        .sum();
    assert!(off / u64::from(page.width() * page.height()) < 3, "{off}");
}
