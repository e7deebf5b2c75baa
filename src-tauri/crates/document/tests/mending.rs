//! Damage that readers pass over, and pictures that readers make themselves: nothing is lost silently.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod corpus;

use std::time::{Duration, Instant};

use corpus::raw::{CATALOG, FONT, TREE, line, one_page, page, raw, raw_with, stream};
use corpus::slot;
use tvist_document::{
    Budget, DocumentError, FileKind, Fitted, Limits, NoteKind, Refusal, fit, inspect, render_page,
    text_of,
};

fn bound(bytes: &[u8]) -> Result<Fitted, DocumentError> {
    let slots = [slot("a", vec![bytes.to_vec()])];
    let fitted = fit(&slots, &Budget::UNLIMITED, &Limits::default());
    fitted
        .map(|mut fitted| fitted.remove(0))
        .map_err(|refusal| match refusal {
            Refusal::Unusable { error, .. } => error,
            other => panic!("{other:?}"),
        })
}

fn words(bytes: &[u8]) -> String {
    let text = text_of(bytes, &Limits::default()).unwrap();
    let pages = text.pages.iter().map(|page| page.text.as_str());
    pages.collect::<Vec<_>>().join("|")
}

fn notes(fitted: &Fitted) -> Vec<NoteKind> {
    fitted.report.notes.iter().map(|n| n.kind.clone()).collect()
}

#[test]
fn streams_end_where_they_end_whatever_they_say() {
    let good = "BT /F1 14 Tf 60 760 Td (Paid in full) Tj ET";
    for (fault, entries, end) in [
        ("no length", "", "endstream"),
        ("far too long", "/Length 99999", "endstream"),
        ("too short", "/Length 7", "endstream"),
        ("negative", "/Length -1", "endstream"),
        ("leads nowhere", "/Length 77 0 R", "endstream"),
        ("is no number", "/Length(43)", "endstream"),
        ("leads to a page", "/Length 3 0 R", "endstream"),
        ("misspelt", "/Length 43", "enxstream"),
        ("misspelt, shorter", "/Length 43", "endstrea"),
        ("missing", "/Length 43", ""),
    ] {
        let page = page("", "");
        let content = format!("<<{entries}>>\nstream\n{good}\n{end}");
        let bytes = raw(&[CATALOG, TREE, &page, &content]);
        let fitted = bound(&bytes).unwrap_or_else(|e| panic!("{fault}: {e}"));
        assert_eq!(words(&fitted.bytes), "Paid in full", "{fault}");
        assert_eq!(notes(&fitted), [NoteKind::Repaired], "{fault}");
    }
}

#[test]
fn trees_of_pages_are_walked_as_readers_walk_them() {
    let page = page("", "");
    let words_of = |tree: &str, more: &[&str]| {
        let (one, two) = (line("one"), line("two"));
        let mut objects = vec![CATALOG, tree, &page, &one, &two];
        objects.extend(more);
        let fitted = bound(&raw(&objects)).unwrap();
        (words(&fitted.bytes), fitted.pages, notes(&fitted))
    };
    let repaired = vec![NoteKind::Repaired];
    let inline = format!(
        "<</Type/Pages/Count 1/Kids[<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<{FONT}>>/Contents 4 0 R>>]>>"
    );
    assert_eq!(words_of(&inline, &[]), ("one".to_owned(), 1, vec![]));
    for tree in [
        "<</Type/Pages/Kids[3 0 R 2 0 R]/Count 2>>",
        "<</Type/Pages/Kids[3 0 R 9 0 R]/Count 2>>",
        "<</Type/Pages/Kids[3 0 R 6 0 R]/Count 2>>",
        "<</Type/Pages/Kids[3 0 R]/Count 7>>",
        "<</Type/Pages/Kids[null 3 0 R]/Count 1>>",
    ] {
        let looped = "<</Type/Pages/Kids[2 0 R]/Count 1>>";
        assert_eq!(
            words_of(tree, &[looped]),
            ("one".to_owned(), 1, repaired.clone()),
            "{tree}"
        );
    }
    // A page that stands twice is shown twice.
    let twice = "<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>";
    assert_eq!(words_of(twice, &[]), ("one|one".to_owned(), 2, vec![]));
}

#[test]
fn a_file_that_was_cut_off_is_not_one_with_fewer_pages() {
    let page = page("", "");
    let bytes = raw(&[
        CATALOG,
        "<</Type/Pages/Kids[3 0 R 6 0 R]/Count 2>>",
        &page,
        &line("one"),
        &line("two"),
        &page,
    ]);
    let at = bytes.windows(7).position(|w| w == b"6 0 obj").unwrap();
    assert_eq!(bound(&bytes[..at]).unwrap_err(), DocumentError::BrokenPdf);
}

#[test]
fn restrictions_without_an_identifier_open_too() {
    let mut bytes = corpus::encrypted("");
    let found = inspect(&bytes, &Limits::default()).unwrap();
    assert!(found.restricted);
    bytes = corpus::encrypted("secret");
    assert_eq!(bound(&bytes).unwrap_err(), DocumentError::EncryptedPdf);
}

#[test]
fn content_that_cannot_be_unpacked_is_refused_by_its_page() {
    let page = page("/XObject<</Fm 5 0 R>>", "");
    let shows = stream("", "/Fm Do");
    let form = "/Type/XObject/Subtype/Form/BBox[0 0 9 9]";
    for (content, of_form) in [
        (
            stream("/Filter/BrotliDecode", "xxxxxxxxxx"),
            stream(form, ""),
        ),
        (
            stream("/Filter[/FlateDecode/Unknown]", "xxxxxxxxxx"),
            stream(form, ""),
        ),
        (
            shows.clone(),
            stream(&format!("{form}/Filter/BrotliDecode"), "xxxx"),
        ),
    ] {
        let bytes = raw(&[CATALOG, TREE, &page, &content, &of_form]);
        let refused = bound(&bytes).unwrap_err();
        assert_eq!(
            refused,
            DocumentError::UndecodablePage { page: 1 },
            "{content}"
        );
        assert_eq!(inspect(&bytes, &Limits::default()).unwrap_err(), refused);
    }
}

#[test]
fn content_that_breaks_off_is_told() {
    let words = "BT /F1 14 Tf 60 760 Td (Paid in full) Tj ET ".repeat(20);
    let mut whole = lopdf::Stream::new(lopdf::Dictionary::new(), words.into_bytes());
    whole.compress().unwrap();
    let length = whole.content.len();
    for (cut, told) in [(0, vec![]), (6, vec![NoteKind::Repaired])] {
        let mut document = corpus::document(&["page"]);
        let first = document.page_iter().next().unwrap();
        let mut part = whole.clone();
        part.set_content(whole.content[..length - cut].to_vec());
        let part = document.add_object(part);
        let page = document.get_dictionary_mut(first).unwrap();
        page.set("Contents", part);
        let fitted = bound(&corpus::save(document)).unwrap();
        assert_eq!(notes(&fitted), told, "{cut}");
    }
}

#[test]
fn a_form_that_needs_its_own_program_is_refused() {
    let (page, line) = (page("", ""), line("Please wait..."));
    for form in [
        "/NeedsRendering true/AcroForm<</Fields[]/XFA 5 0 R>>",
        "/AcroForm<</Fields[]/XFA[(datasets) 5 0 R]>>",
    ] {
        let catalog = format!("<</Type/Catalog/Pages 2 0 R{form}>>");
        let bytes = raw(&[&catalog, TREE, &page, &line, &stream("", "<xdp:xdp/>")]);
        assert_eq!(bound(&bytes).unwrap_err(), DocumentError::XfaForm);
    }
    // With fields on its pages it is an ordinary form too.
    let page = corpus::raw::page(
        "",
        "/Annots[<</Type/Annot/Subtype/Widget/FT/Tx/V(mine)/Rect[60 600 300 620]>>]",
    );
    let catalog = "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[]/XFA 5 0 R>>>>";
    let bytes = raw(&[catalog, TREE, &page, &line, &stream("", "<xdp:xdp/>")]);
    assert_eq!(words(&bound(&bytes).unwrap().bytes), "Please wait...\nmine");
}

#[test]
fn an_archive_is_not_the_pdf_inside() {
    let inner = one_page("inner", "", &[]);
    let name = b"receipt.pdf";
    let mut zip = b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0".to_vec();
    zip.extend((inner.len() as u32).to_le_bytes());
    zip.extend((inner.len() as u32).to_le_bytes());
    zip.extend((name.len() as u16).to_le_bytes());
    zip.extend([0, 0]);
    zip.extend(name);
    zip.extend(&inner);
    assert_eq!(FileKind::of(&zip), Some(FileKind::Archive));
    assert_eq!(
        FileKind::of(&[b"junk\n", &inner[..]].concat()),
        Some(FileKind::Pdf)
    );
}

/// What fields show when their pictures are missing or out of date.
#[test]
fn fields_are_drawn_by_their_values() {
    let stale = stream(
        &format!("/Type/XObject/Subtype/Form/BBox[0 0 240 20]/Resources<<{FONT}>>"),
        "BT /F1 12 Tf 2 5 Td (0.00 EUR) Tj ET",
    );
    let form = "<</Type/Catalog/Pages 2 0 R/AcroForm<</NeedAppearances true/DA(/Helv 0 Tf 0 g)>>>>";
    for (field, shows) in [
        ("/FT/Tx/V(49.90 EUR)/AP<</N 5 0 R>>", "49.90 EUR"),
        ("/FT/Tx/V(49.90 EUR)", "49.90 EUR"),
        ("/FT/Tx/V<FEFF004D00FC006C006C00650072>", "Müller"),
        (
            "/FT/Tx/Ff 4096/V(one two three four five six seven eight nine ten eleven)",
            "one two three four five six seven eight nine ten eleven",
        ),
        ("/FT/Tx/Ff 8192/V(hush)", "****"),
        (
            "/FT/Tx/Ff 16777216/MaxLen 8/V(AB12)/DA(/Helv 9 Tf 0 g)",
            "A\tB\t1\t2",
        ),
        (
            "/FT/Ch/V(b)/Opt[[(a)(first)][(b)(second)]]/AP<</N 5 0 R>>",
            "second",
        ),
        ("/FT/Ch/V[(x)(y)]", "x\ny"),
        ("/FT/Tx/AP<</N 5 0 R>>", ""),
        ("/Parent 6 0 R", "from above"),
    ] {
        let widget = format!("/Annots[<</Type/Annot/Subtype/Widget{field}/Rect[60 600 300 620]>>]");
        let page = page("", &widget);
        let bytes = raw(&[
            form,
            TREE,
            &page,
            &stream("", "0 0 m"),
            &stale,
            "<</FT/Tx/V(from above)>>",
        ]);
        let fitted = bound(&bytes).unwrap();
        assert_eq!(words(&fitted.bytes), shows, "{field}");
        assert_eq!(notes(&fitted), [], "{field}");
    }
    // What the font lacks can't be drawn, and is told.
    let page = page(
        "",
        "/Annots[<</Type/Annot/Subtype/Widget/FT/Tx/V<FEFF5B57>/Rect[60 600 300 620]>>]",
    );
    let fitted = bound(&raw(&[form, TREE, &page, &stream("", "0 0 m")])).unwrap();
    assert_eq!(notes(&fitted), [NoteKind::FieldsNotDrawn { count: 1 }]);
}

/// Share of the page's pixels that aren't white, in a box in points from the upper left corner.
fn ink(bytes: &[u8], [x, y, width, height]: [u32; 4]) -> f32 {
    let png = render_page(bytes, 0, 595, &Limits::default()).unwrap();
    let drawn = image::load_from_memory(&png).unwrap().into_rgb8();
    let mut inked = 0;
    for (x, y) in (x..x + width).flat_map(|x| (y..y + height).map(move |y| (x, y))) {
        inked += u32::from(drawn.get_pixel(x, y).0.iter().any(|v| *v < 250));
    }
    inked as f32 / (width * height) as f32
}

#[test]
fn ticks_are_drawn_by_their_values() {
    let form =
        |needed| format!("<</Type/Catalog/Pages 2 0 R/AcroForm<</NeedAppearances {needed}>>>>");
    let on = stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 20 20]",
        "0 0 20 20 re f",
    );
    let off = stream("/Type/XObject/Subtype/Form/BBox[0 0 20 20]", "");
    let both = "/AP<</N<</Yes 5 0 R/Off 6 0 R>>>>";
    for (needed, field, ticked) in [
        (true, format!("/FT/Btn/V/Yes/AS/Off{both}"), true),
        (true, format!("/FT/Btn/V/Off/AS/Yes{both}"), false),
        (false, format!("/FT/Btn/V/Yes/AS/Yes{both}"), true),
        (false, "/FT/Btn/V/Yes/AS/Yes".to_owned(), true),
        (false, "/FT/Btn/V/Off/AS/Off".to_owned(), false),
        (false, "/FT/Btn/V/Yes".to_owned(), true),
        (
            true,
            "/FT/Btn/Ff 32768/V/Yes/AS/Yes/AP<</N<</Off 6 0 R>>>>".to_owned(),
            true,
        ),
        (
            true,
            "/FT/Btn/V/Yes/AS/Yes/AP<</N<</Yes 5 0 R>>>>".to_owned(),
            true,
        ),
        (true, format!("/Parent 7 0 R/AS/Off{both}"), true),
    ] {
        let page = page(
            "",
            &format!("/Annots[<</Type/Annot/Subtype/Widget{field}/Rect[100 700 120 720]>>]"),
        );
        let bytes = raw(&[
            &form(needed),
            TREE,
            &page,
            &stream("", "0 0 m"),
            &on,
            &off,
            "<</FT/Btn/Ff 32768/V/Yes>>",
        ]);
        let fitted = bound(&bytes).unwrap();
        assert_eq!(
            ink(&fitted.bytes, [100, 122, 20, 20]) > 0.05,
            ticked,
            "{needed} {field}"
        );
    }
}

/// Marks that bring no picture are drawn where readers draw them.
#[test]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
fn marks_are_drawn() {
    for (mark, seen) in [
        (
            "FreeText/DA(/Helv 12 Tf 0 g)/Contents(Signed by M. Lund)",
            0.01,
        ),
        (
            "Highlight/QuadPoints[60 640 260 640 60 600 260 600]/C[1 1 0]",
            0.9,
        ),
        ("Highlight", 0.9),
        (
            "Underline/QuadPoints[60 640 260 640 60 600 260 600]/C[1 0 0]",
            0.02,
        ),
        ("StrikeOut/QuadPoints[60 640 260 640 60 600 260 600]", 0.02),
        ("Squiggly/C[1 0 0]", 0.01),
        ("Square/C[1 0 0]/BS<</W 3>>", 0.1),
        ("Square/IC[0 1 0]", 0.9),
        ("Circle/C[0 0 1]", 0.02),
        ("Line/L[60 610 260 630]/C[0 0 0]", 0.005),
        ("Polygon/Vertices[60 600 260 600 160 640]/IC[0.5]", 0.3),
        ("PolyLine/Vertices[60 600 260 600 160 640]", 0.01),
        (
            "Ink/InkList[[60 600 100 640 140 600][200 620 250 620]]/BS<</W 2>>",
            0.02,
        ),
        ("Stamp/Name/Approved", 0.05),
    ] {
        let more = format!("/Annots[<</Type/Annot/Subtype/{mark}/Rect[60 600 260 640]/F 4>>]");
        let fitted = bound(&one_page("note", &more, &[])).unwrap();
        let inked = ink(&fitted.bytes, [60, 202, 200, 40]);
        assert!(inked > seen, "{mark}: {inked}");
        assert_eq!(notes(&fitted), [], "{mark}");
    }
    let free = one_page(
        "note",
        "/Annots[<</Type/Annot/Subtype/FreeText/Rect[60 600 260 640]/DA(/Helv 12 Tf 0 g)/Contents(Signed by M. Lund)>>]",
        &[],
    );
    assert_eq!(
        words(&bound(&free).unwrap().bytes),
        "note\nSigned by M. Lund"
    );
    for (mark, told) in [
        (
            "Text/Contents(call him)",
            NoteKind::CommentsRemoved { count: 1 },
        ),
        ("Caret", NoteKind::MarksNotDrawn { count: 1 }),
        (
            "FreeText/Contents<FEFF5B57>",
            NoteKind::MarksNotDrawn { count: 1 },
        ),
    ] {
        let more = format!("/Annots[<</Type/Annot/Subtype/{mark}/Rect[60 600 260 640]>>]");
        assert_eq!(
            notes(&bound(&one_page("note", &more, &[])).unwrap()),
            [told],
            "{mark}"
        );
    }
}

/// A page that would take for ever says so, and the others are read.
#[test]
fn pages_that_cannot_be_read_are_told_one_by_one() {
    let page = page("/XObject<</F5 5 0 R>>", "");
    let mut objects = vec![
        CATALOG.to_owned(),
        "<</Type/Pages/Kids[3 0 R 40 0 R]/Count 2>>".to_owned(),
        page.clone(),
        stream("", "BT /F1 9 Tf (4111 1111 1111 1111) Tj ET /F5 Do"),
    ];
    for i in 5..38 {
        let next = i + 1;
        let entries = format!(
            "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F{next} {next} 0 R>>>>"
        );
        objects.push(stream(&entries, &format!("/F{next} Do /F{next} Do")));
    }
    objects.push(stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 9 9]",
        "0 0 1 1 re f",
    ));
    objects.push(line("second"));
    objects.push(page.replace("4 0 R", "39 0 R"));
    let objects: Vec<&str> = objects.iter().map(String::as_str).collect();
    let bytes = raw(&objects);
    let start = Instant::now();
    let text = text_of(&bytes, &Limits::default()).unwrap();
    assert!(render_page(&bytes, 0, 300, &Limits::default()).is_err());
    assert!(
        start.elapsed() < Duration::from_secs(5),
        "{:?}",
        start.elapsed()
    );
    let unread: Vec<bool> = text.pages.iter().map(|page| page.unread).collect();
    assert_eq!(unread, [true, false]);
    assert_eq!(text.pages[1].text, "second");
}

/// Letters whose font doesn't say what they mean are counted.
#[test]
fn letters_without_a_meaning_are_counted() {
    let font = "/Font<</F1<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>]>>>>";
    let page = format!(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<{font}>>/Contents 4 0 R>>"
    );
    let bytes = raw_with(
        "",
        &[
            CATALOG,
            TREE,
            &page,
            &stream("", "BT /F1 14 Tf 60 760 Td <001100120013> Tj ET"),
        ],
    );
    let text = text_of(&bytes, &Limits::default()).unwrap();
    assert!(
        text.pages[0].unreadable == 3 || text.pages[0].unread,
        "{text:?}"
    );
}
