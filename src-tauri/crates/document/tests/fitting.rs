//! Fitting: order and pages kept, never over the budget, never silently cut, same input same bytes.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod corpus;

use corpus::{jpeg, jpeg_with_exif, pdf, png, scanned, slot};
use lopdf::dictionary;
use proptest::prelude::*;
use tvist_document::{
    Budget, DocumentError, FileKind, Fitted, Limits, NoteKind, Origin, Place, Redaction, Refusal,
    SlotSources, fit, inspect, redact, render_page, text_of,
};

fn whole(slots: &[SlotSources]) -> Vec<Fitted> {
    fit(slots, &Budget::UNLIMITED, &Limits::default()).unwrap()
}

fn within(slots: &[SlotSources], total_bytes: u64) -> Result<Vec<Fitted>, Refusal> {
    fit(
        slots,
        &Budget {
            total_bytes,
            ..Budget::UNLIMITED
        },
        &Limits::default(),
    )
}

fn pages_of(bytes: &[u8]) -> u32 {
    inspect(bytes, &Limits::default()).unwrap().pages
}

#[test]
fn a_single_pdf_is_bound_anew_too() {
    let bytes = pdf(&["only page"]);
    let fitted = whole(&[slot("a", vec![bytes.clone()])]);
    assert_ne!(fitted[0].bytes, bytes);
    assert_eq!(fitted[0].kind, FileKind::Pdf);
    let limits = Limits::default();
    assert_eq!(
        text_of(&fitted[0].bytes, &limits).unwrap().pages[0].text,
        "only page"
    );
    // Bound once more, nothing more changes.
    assert_eq!(
        whole(&[slot("a", vec![fitted[0].bytes.clone()])])[0].bytes,
        fitted[0].bytes
    );
}

#[test]
fn scripts_are_left_out_and_said() {
    let mut doc = corpus::document(&["page"]);
    let action = doc.add_object(
        dictionary! { "S" => "JavaScript", "JS" => lopdf::Object::string_literal("app.alert(1)") },
    );
    doc.catalog_mut().unwrap().set("OpenAction", action);
    let bytes = corpus::save(doc);
    assert!(inspect(&bytes, &Limits::default()).unwrap().javascript);
    let fitted = whole(&[slot("a", vec![bytes])]);
    assert!(!fitted[0].bytes.windows(8).any(|w| w == b"app.aler"));
    assert!(
        !inspect(&fitted[0].bytes, &Limits::default())
            .unwrap()
            .javascript
    );
    assert_eq!(fitted[0].report.notes[0].kind, NoteKind::ScriptsRemoved);
}

#[test]
fn order_and_text_are_kept() {
    let files = vec![
        pdf(&["alpha", "beta"]),
        png(300, 200, 1),
        b"a plain note".to_vec(),
        pdf(&["gamma"]),
        jpeg(200, 300, 2),
    ];
    let fitted = whole(&[slot("a", files)]);
    assert_eq!(fitted[0].pages, 6);
    assert_eq!(pages_of(&fitted[0].bytes), 6);
    let text = text_of(&fitted[0].bytes, &Limits::default()).unwrap();
    let pages: Vec<(&str, u32)> = text
        .pages
        .iter()
        .map(|p| (p.text.as_str(), p.pictures))
        .collect();
    assert_eq!(
        pages,
        [
            ("alpha", 0),
            ("beta", 0),
            ("", 1),
            ("a plain note\n1 / 1", 0),
            ("gamma", 0),
            ("", 1)
        ]
    );
}

#[test]
fn a_picture_may_stay_a_picture_but_not_its_metadata() {
    for (orientation, pixels) in [(1, (400, 300)), (6, (300, 400)), (3, (400, 300))] {
        let bytes = jpeg_with_exif(400, 300, orientation);
        assert!(bytes.windows(3).any(|w| w == b"GPS"));
        let mut one = slot("a", vec![bytes]);
        one.keep_single = true;
        let fitted = whole(&[one.clone()]);
        assert_eq!(fitted[0].kind, FileKind::Jpeg);
        assert!(!fitted[0].bytes.windows(3).any(|w| w == b"GPS"));
        assert!(!fitted[0].bytes.windows(8).any(|w| w == b"trailing"));
        assert_eq!(
            inspect(&fitted[0].bytes, &Limits::default())
                .unwrap()
                .pixels,
            Some(pixels)
        );
        one.keep_single = false;
        let bound = whole(&[one]);
        assert_eq!(bound[0].kind, FileKind::Pdf);
        assert!(!bound[0].bytes.windows(3).any(|w| w == b"GPS"));
    }
}

/// Where the picture's dark corner ends up on the page, per EXIF orientation.
#[test]
fn pictures_stand_upright_on_the_page() {
    for orientation in 1..=8u8 {
        // Stored so that it shows, upright, a dark upper left quarter on a light ground.
        let mut upright = image::RgbImage::from_pixel(160, 120, image::Rgb([230; 3]));
        for (x, y) in (0..80).flat_map(|x| (0..60).map(move |y| (x, y))) {
            upright.put_pixel(x, y, image::Rgb([10; 3]));
        }
        let turned = image::metadata::Orientation::from_exif(orientation).unwrap();
        let back = [1, 2, 3, 4, 5, 8, 7, 6][usize::from(orientation) - 1];
        let mut stored = image::DynamicImage::from(upright);
        stored.apply_orientation(image::metadata::Orientation::from_exif(back).unwrap());
        let exif = jpeg_with_exif(8, 8, orientation);
        let length = usize::from(u16::from_be_bytes([exif[4], exif[5]])) + 2;
        let plain = corpus::encode(&stored, image::ImageFormat::Jpeg);
        let bytes = [&plain[..2], &exif[2..2 + length], &plain[2..]].concat();
        let found = inspect(&bytes, &Limits::default()).unwrap();
        assert_eq!(found.pixels, Some((160, 120)), "{turned:?}");
        let page = whole(&[slot("a", vec![bytes])]).remove(0).bytes;
        let drawn =
            image::load_from_memory(&render_page(&page, 0, 595, &Limits::default()).unwrap())
                .unwrap()
                .into_luma8();
        // 160 by 120 pixels at 96 dpi: 120 by 90 points, centred, at the upper margin of 36 points.
        let at = |x: u32, y: u32| drawn.get_pixel(x, y).0[0];
        let (left, top) = (238, 36);
        assert!(
            at(left + 20, top + 15) < 60,
            "{turned:?}: upper left is light"
        );
        for (x, y) in [(100, 15), (20, 75), (100, 75)] {
            assert!(
                (200..250).contains(&at(left + x, top + y)),
                "{turned:?}: {x},{y}"
            );
        }
        assert_eq!(at(20, 20), 255);
    }
}

#[test]
fn photos_come_under_the_budget_legibly_and_are_reported() {
    let files: Vec<Vec<u8>> = (0..6).map(|i| jpeg(2400, 1800, i)).collect();
    let original: u64 = files.iter().map(|f| f.len() as u64).sum();
    let budget = original / 5;
    let fitted = within(
        &[
            slot("a", files[..3].to_vec()),
            slot("b", files[3..].to_vec()),
        ],
        budget,
    )
    .unwrap();
    let total: u64 = fitted.iter().map(|f| f.bytes.len() as u64).sum();
    assert!(total <= budget, "{total} of {budget}");
    assert!(
        total * 10 >= budget * 6,
        "uses the room it has: {total} of {budget}"
    );
    for f in &fitted {
        assert_eq!(f.pages, 3);
        assert_eq!(f.report.shrunk.len(), 3);
        assert!(
            f.report
                .shrunk
                .iter()
                .all(|s| s.after < s.before && s.dpi >= 100)
        );
    }
}

#[test]
fn pictures_inside_pdfs_are_shrunk_too() {
    let bytes = scanned(4, 2480, 3508);
    let budget = bytes.len() as u64 / 4;
    let fitted = within(&[slot("a", vec![bytes.clone()])], budget).unwrap();
    assert!(fitted[0].bytes.len() as u64 <= budget);
    assert_eq!((fitted[0].pages, pages_of(&fitted[0].bytes)), (4, 4));
    assert_eq!(fitted[0].report.shrunk[0].images, 4);
    let before = image::load_from_memory(&render_page(&bytes, 2, 300, &Limits::default()).unwrap())
        .unwrap()
        .into_luma8();
    let after = image::load_from_memory(
        &render_page(&fitted[0].bytes, 2, 300, &Limits::default()).unwrap(),
    )
    .unwrap()
    .into_luma8();
    let off: u64 = before
        .pixels()
        .zip(after.pixels())
        .map(|(a, b)| u64::from(a.0[0].abs_diff(b.0[0])))
        .sum();
    assert!(
        off / u64::from(before.width() * before.height()) < 12,
        "looks the same"
    );
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
fn what_cannot_fit_is_refused_by_how_much() {
    let text = pdf(&["not a picture"; 5]);
    let size = whole(&[slot("a", vec![text.clone()])])[0].bytes.len() as u64;
    let refused = within(&[slot("a", vec![text.clone()])], size - 100).unwrap_err();
    let Refusal::Bytes {
        slot: None,
        bytes,
        allowed,
        over,
    } = refused
    else {
        panic!("{refused:?}")
    };
    assert_eq!((allowed, over), (size - 100, bytes - allowed));
    assert!(bytes <= size);

    let budget = Budget {
        file_bytes: 50,
        ..Budget::UNLIMITED
    };
    let refused = fit(
        &[slot("a", vec![text.clone()])],
        &budget,
        &Limits::default(),
    )
    .unwrap_err();
    assert!(matches!(refused, Refusal::Bytes { slot: Some(ref name), .. } if name == "a"));

    let budget = Budget {
        total_pages: 9,
        ..Budget::UNLIMITED
    };
    let refused = fit(
        &[slot("a", vec![text.clone()]), slot("b", vec![text])],
        &budget,
        &Limits::default(),
    )
    .unwrap_err();
    assert_eq!(
        refused,
        Refusal::Pages {
            slot: None,
            pages: 10,
            allowed: 9,
            over: 1
        }
    );

    let refused = fit(&[slot("a", vec![])], &Budget::UNLIMITED, &Limits::default()).unwrap_err();
    assert_eq!(
        refused,
        Refusal::EmptySlot {
            slot: "a".to_owned()
        }
    );
    let refused = fit(
        &[slot("a", vec![pdf(&["x"]), vec![]])],
        &Budget::UNLIMITED,
        &Limits::default(),
    )
    .unwrap_err();
    let unusable = Refusal::Unusable {
        slot: "a".to_owned(),
        source_id: "a1".to_owned(),
        error: DocumentError::Empty,
    };
    assert_eq!(refused, unusable);
}

#[test]
fn pictures_share_pages_only_when_pages_are_short() {
    let files: Vec<Vec<u8>> = (0..7).map(|i| png(200, 150, i)).collect();
    for (allowed, per_page, pages) in [(7, 1, 7), (6, 2, 4), (4, 2, 4), (3, 4, 2), (2, 4, 2)] {
        let budget = Budget {
            total_pages: allowed,
            ..Budget::UNLIMITED
        };
        let fitted = fit(&[slot("a", files.clone())], &budget, &Limits::default()).unwrap();
        assert_eq!(
            (fitted[0].report.pictures_per_page, fitted[0].pages),
            (per_page, pages),
            "{allowed}"
        );
        assert_eq!(pages_of(&fitted[0].bytes), pages);
        let origins = &fitted[0].origins;
        let full = |page: &Vec<Origin>| page.len() == per_page as usize;
        assert!(origins[..origins.len() - 1].iter().all(full), "{origins:?}");
        let sources: Vec<&str> = origins
            .iter()
            .flatten()
            .map(|o| o.source_id.as_str())
            .collect();
        assert_eq!((origins.len(), sources.len()), (pages as usize, 7));
        assert!(sources.is_sorted() && origins.iter().flatten().all(|o| o.page == 0));
        let pictures: u32 = text_of(&fitted[0].bytes, &Limits::default())
            .unwrap()
            .pages
            .iter()
            .map(|p| p.pictures)
            .sum();
        assert_eq!(pictures, 7);
    }
    let budget = Budget {
        total_pages: 1,
        ..Budget::UNLIMITED
    };
    assert!(fit(&[slot("a", files)], &budget, &Limits::default()).is_err());
}

#[test]
fn captions_are_written_above_pictures() {
    let mut one = slot(
        "a",
        vec![jpeg(400, 300, 1), jpeg(300, 400, 2), pdf(&["doc"])],
    );
    one.sources[0].caption = "Exhibit 1: Übergabe am 3. Oktober".to_owned();
    let fitted = whole(&[one]);
    let text = text_of(&fitted[0].bytes, &Limits::default()).unwrap();
    assert_eq!(text.pages[0].text, "Exhibit 1: Übergabe am 3. Oktober");
    assert_eq!(
        text.pages.iter().map(|p| p.pictures).collect::<Vec<_>>(),
        [1, 1, 0]
    );
}

#[test]
fn the_scan_reads_what_leaves_and_nothing_else() {
    let mut doc = corpus::document(&["page"]);
    let first = doc.page_iter().next().unwrap();
    let field = doc.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "Widget", "FT" => "Tx", "V" => lopdf::Object::string_literal("4242 4242 4242 4242"),
        "Rect" => vec![60.into(), 60.into(), 300.into(), 80.into()],
    });
    let content = b"BT /F1 14 Tf 72 720 Td /Span <</ActualText (read aloud)>> BDC (page) Tj EMC ET";
    let content = doc.add_object(lopdf::Stream::new(
        lopdf::Dictionary::new(),
        content.to_vec(),
    ));
    let page = doc.get_dictionary_mut(first).unwrap();
    page.set("Annots", vec![field.into()]);
    page.set("Contents", content);
    let info = doc.add_object(dictionary! { "Title" => lopdf::text_string("Köp") });
    doc.trailer.set("Info", info);
    let text = text_of(&corpus::save(doc), &Limits::default()).unwrap();
    // A field without a picture is drawn, so its value stands on the page.
    assert_eq!(text.pages[0].text, "page\n4242 4242 4242 4242");
    assert_eq!(text.hidden, ["read aloud"]);
}

#[test]
fn what_is_blacked_out_is_gone() {
    let limits = Limits::default();
    let mut doc = corpus::document(&["nothing here", "card 4242 4242 4242 4242 end", "last"]);
    let info = doc.add_object(
        dictionary! { "Title" => lopdf::Object::string_literal("4242 4242 4242 4242") },
    );
    doc.trailer.set("Info", info);
    let bytes = corpus::save(doc);
    let before = text_of(&bytes, &limits).unwrap();
    let start = before.pages[1].text.find("4242").unwrap() as u32;
    let place = Redaction {
        page: 1,
        place: Place::Text {
            start,
            end: start + 19,
        },
    };
    let black = redact(&bytes, &[place], &limits).unwrap();
    let after = text_of(&black, &limits).unwrap();
    let pages: Vec<(&str, u32)> = after
        .pages
        .iter()
        .map(|p| (p.text.as_str(), p.pictures))
        .collect();
    assert_eq!(pages, [("nothing here", 0), ("", 1), ("last", 0)]);
    assert!(after.hidden.is_empty());
    // The number's place is black, the words beside it are not.
    let draw = |bytes: &[u8]| {
        image::load_from_memory(&render_page(bytes, 1, 595, &limits).unwrap())
            .unwrap()
            .into_luma8()
    };
    let (old, new) = (draw(&bytes), draw(&black));
    let dark = |picture: &image::GrayImage, from: u32, to: u32| {
        (from..to)
            .flat_map(|x| (110..124).map(move |y| (x, y)))
            .filter(|(x, y)| picture.get_pixel(*x, *y).0[0] < 90)
            .count()
    };
    assert!(dark(&new, 112, 230) > 112 * 13, "{}", dark(&new, 112, 230));
    assert!(dark(&old, 112, 230) < 112 * 6);
    assert!(
        dark(&new, 72, 100) < 28 * 8,
        "the word before is still there"
    );
    assert!(matches!(
        redact(&bytes, &[Redaction { page: 3, ..place }], &limits),
        Err(DocumentError::NoSuchPage { .. })
    ));
}

/// A box in points from the upper left corner of the page as it is shown, whatever the page's own
/// coordinates are.
#[test]
fn boxes_are_blacked_out_where_they_are_seen() {
    let limits = Limits::default();
    for (turn, more) in [
        (0, ""),
        (90, "/Rotate 90"),
        (180, "/Rotate 180/CropBox[20 30 500 800]"),
        (270, "/Rotate 270/UserUnit 1"),
    ] {
        let bytes = corpus::raw::one_page("4111 1111 1111 1111", more, &[]);
        let shown = |bytes: &[u8]| {
            let png = render_page(bytes, 0, 1000, &limits).unwrap();
            image::load_from_memory(&png).unwrap().into_luma8()
        };
        let before = shown(&bytes);
        let wide = match turn {
            90 | 270 => 842.0,
            180 => 480.0,
            _ => 595.0,
        };
        let scale = wide / 1000.0;
        // The box round all ink, as an owner would draw it on the preview.
        let ink: Vec<(u32, u32)> = before
            .enumerate_pixels()
            .filter(|(.., p)| p.0[0] < 200)
            .map(|(x, y, _)| (x, y))
            .collect();
        let (left, right) = (
            ink.iter().map(|p| p.0).min().unwrap(),
            ink.iter().map(|p| p.0).max().unwrap() + 1,
        );
        let (top, low) = (
            ink.iter().map(|p| p.1).min().unwrap(),
            ink.iter().map(|p| p.1).max().unwrap() + 1,
        );
        let place = Place::Box {
            x: left as f32 * scale,
            y: top as f32 * scale,
            width: (right - left) as f32 * scale,
            height: (low - top) as f32 * scale,
        };
        let black = redact(&bytes, &[Redaction { page: 0, place }], &limits).unwrap();
        let text = text_of(&black, &limits).unwrap();
        assert_eq!(
            (text.pages[0].text.as_str(), text.pages[0].pictures),
            ("", 1)
        );
        let after = shown(&black);
        let (wide, high) = (after.width(), after.height());
        assert!(
            wide.abs_diff(before.width()) < 3 && high.abs_diff(before.height()) < 3,
            "{turn}"
        );
        for (x, y) in (left + 2..right - 2).flat_map(|x| (top + 2..low - 2).map(move |y| (x, y))) {
            assert!(after.get_pixel(x, y).0[0] < 60, "{turn}: {x},{y}");
        }
        let white = after.pixels().filter(|p| p.0[0] > 240).count();
        assert!(
            white * 10 > after.pixels().count() * 9,
            "{turn}: the rest is kept"
        );
    }
}

#[test]
fn a_place_that_lies_on_nothing_is_refused() {
    let limits = Limits::default();
    let bytes = pdf(&["words"]);
    for place in [
        Place::Text { start: 5, end: 9 },
        Place::Text { start: 0, end: 0 },
        Place::Box {
            x: 700.0,
            y: 10.0,
            width: 9.0,
            height: 9.0,
        },
        Place::Box {
            x: 10.0,
            y: 10.0,
            width: 0.0,
            height: 9.0,
        },
        Place::Box {
            x: 10.0,
            y: 10.0,
            width: -5.0,
            height: 9.0,
        },
        Place::Box {
            x: f32::NAN,
            y: 10.0,
            width: 9.0,
            height: 9.0,
        },
    ] {
        let refused = redact(&bytes, &[Redaction { page: 0, place }], &limits);
        let refused = refused.map(|black| black.len());
        assert_eq!(
            refused,
            Err(DocumentError::NoSuchPlace { page: 0 }),
            "{place:?}"
        );
    }
}

#[test]
fn pictures_and_texts_are_blacked_out_on_the_page_that_they_become() {
    let limits = Limits::default();
    let place = Place::Box {
        x: 40.0,
        y: 40.0,
        width: 100.0,
        height: 50.0,
    };
    for bytes in [jpeg(800, 600, 1), b"a card number".to_vec()] {
        let black = redact(&bytes, &[Redaction { page: 0, place }], &limits).unwrap();
        let drawn = image::load_from_memory(&render_page(&black, 0, 595, &limits).unwrap());
        let drawn = drawn.unwrap().into_luma8();
        assert_eq!(drawn.dimensions(), (595, 842));
        assert!((45..135).all(|x| (45..85).all(|y| drawn.get_pixel(x, y).0[0] < 60)));
        assert!(text_of(&black, &limits).unwrap().pages[0].text.is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn pages_sum_up_and_budgets_hold(
        kinds in prop::collection::vec((0u8..4, 1u32..4, 20u32..400), 1..6),
        split in 0usize..6,
        share in 1u64..=10,
    ) {
        let files: Vec<Vec<u8>> = kinds.iter().enumerate().map(|(i, (kind, pages, size))| match kind {
            0 => pdf(&vec!["line"; *pages as usize]),
            1 => jpeg(*size, *size / 2 + 10, i as u32),
            2 => png(*size, *size, i as u32),
            _ => format!("note {i}").into_bytes(),
        }).collect();
        let pages: u32 = kinds.iter().map(|(kind, pages, _)| if *kind == 0 { *pages } else { 1 }).sum();
        let split = split.min(files.len() - 1);
        let slots: Vec<SlotSources> = [("a", &files[..split]), ("b", &files[split..])]
            .into_iter()
            .filter(|(_, files)| !files.is_empty())
            .map(|(name, files)| slot(name, files.to_vec()))
            .collect();
        let full = whole(&slots);
        prop_assert_eq!(full.iter().map(|f| f.pages).sum::<u32>(), pages);
        for f in &full {
            prop_assert_eq!(pages_of(&f.bytes), f.pages);
        }
        prop_assert_eq!(&full, &whole(&slots));
        let budget = full.iter().map(|f| f.bytes.len() as u64).sum::<u64>() * share / 10;
        match within(&slots, budget) {
            Ok(fitted) => {
                prop_assert!(fitted.iter().map(|f| f.bytes.len() as u64).sum::<u64>() <= budget);
                prop_assert_eq!(fitted.iter().map(|f| pages_of(&f.bytes)).sum::<u32>(), pages);
                prop_assert_eq!(fitted, within(&slots, budget).unwrap());
            }
            Err(Refusal::Bytes { bytes, allowed, over, .. }) => prop_assert!(bytes == allowed + over && allowed == budget),
            Err(other) => prop_assert!(false, "{:?}", other),
        }
    }
}
