//! What no page shows doesn't leave: earlier states, attachments, places, layers, comments, scripts.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod corpus;

use corpus::raw::{CATALOG, FONT, TREE, line, one_page, page, raw, raw_with, stream};
use corpus::{jpeg_with_exif, slot};
use lopdf::{Document, Object};
use tvist_document::{Budget, Fitted, Limits, NoteKind, fit, inspect, render_page, text_of};

const CARD: &str = "4111 1111 1111 1111";

fn sent(bytes: &[u8]) -> Fitted {
    let slots = [slot("a", vec![bytes.to_vec()])];
    let fitted = fit(&slots, &Budget::UNLIMITED, &Limits::default()).unwrap();
    let again = fit(&slots, &Budget::UNLIMITED, &Limits::default()).unwrap();
    assert_eq!(fitted, again, "same draft, same bytes");
    fitted.into_iter().next().unwrap()
}

/// Whether a word stands in a file: in its bytes, or in a stream once that is unpacked, or as a string.
fn holds(bytes: &[u8], needle: &str) -> bool {
    let has = |bytes: &[u8]| bytes.windows(needle.len()).any(|w| w == needle.as_bytes());
    let document = Document::load_mem(bytes).unwrap();
    let in_streams = document.objects.values().any(|object| match object {
        Object::Stream(stream) => {
            has(&stream.content)
                || stream.get_plain_content().is_ok_and(|plain| has(&plain))
                || has(format!("{:?}", stream.dict).as_bytes())
        }
        other => has(format!("{other:?}").as_bytes()),
    });
    let hex: String = needle.bytes().map(|byte| format!("{byte:02X}")).collect();
    has(bytes) || in_streams || bytes.windows(hex.len()).any(|w| w == hex.as_bytes())
}

/// The first page as hayro draws the file itself, and the first page of what is sent.
fn looks_the_same(before: &[u8], after: &[u8]) {
    let drawn = |bytes: Vec<u8>| {
        let pdf = hayro::hayro_syntax::Pdf::new(bytes).unwrap();
        let settings = hayro::PixmapSettings {
            bg_color: hayro::vello_cpu::color::palette::css::WHITE,
            ..Default::default()
        };
        hayro::render(
            &pdf.pages()[0],
            &hayro::RenderCache::new(),
            &Default::default(),
            &Default::default(),
            &settings,
        )
        .data_as_u8_slice()
        .to_vec()
    };
    let (before, after) = (drawn(before.to_vec()), drawn(after.to_vec()));
    assert!(before.iter().any(|byte| *byte != 255), "something is drawn");
    assert!(before == after, "the page looks the same");
}

fn text(bytes: &[u8]) -> String {
    let text = text_of(bytes, &Limits::default()).unwrap();
    text.pages.iter().map(|page| page.text.as_str()).collect()
}

fn notes(fitted: &Fitted) -> Vec<NoteKind> {
    fitted.report.notes.iter().map(|n| n.kind.clone()).collect()
}

/// A card number covered in an editor that adds the new state behind the old one.
#[test]
fn earlier_states_of_a_file_stay_behind() {
    let mut bytes = one_page(CARD, "", &[]);
    let start = bytes.windows(5).rposition(|w| w == b"xref\n").unwrap();
    let at = bytes.len();
    let covered = "BT /F1 14 Tf 60 760 Td (covered) Tj ET 50 740 200 40 re f";
    let object = format!("4 0 obj\n{}\nendobj\n", stream("", covered));
    bytes.extend_from_slice(object.as_bytes());
    let table = bytes.len();
    let end = format!(
        "xref\n4 1\n{at:010} 00000 n \ntrailer\n<</Size 5/Root 1 0 R/Prev {start}>>\nstartxref\n{table}\n%%EOF\n"
    );
    bytes.extend_from_slice(end.as_bytes());
    assert!(bytes.windows(CARD.len()).any(|w| w == CARD.as_bytes()));
    let fitted = sent(&bytes);
    assert!(!holds(&fitted.bytes, CARD));
    looks_the_same(&bytes, &fitted.bytes);
    assert_eq!(text(&fitted.bytes), "covered");
    assert_eq!(notes(&fitted), []);
}

#[test]
fn attachments_stay_behind_and_are_told() {
    let (page, line) = (page("", "/Annots[7 0 R]"), line("Invoice 1001"));
    let bytes = raw(&[
        "<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(all-customers.csv) 5 0 R]>>>>/AF[5 0 R]>>",
        TREE,
        &page,
        &line,
        "<</Type/Filespec/F(all-customers.csv)/UF(all-customers.csv)/EF<</F 6 0 R>>>>",
        &stream("/Type/EmbeddedFile", "name;card\nEva;4111 1111 1111 1111"),
        "<</Type/Annot/Subtype/FileAttachment/Rect[1 1 9 9]/FS 8 0 R>>",
        "<</F(second.txt)/EF<</F 6 0 R>>>>",
    ]);
    let fitted = sent(&bytes);
    for needle in [CARD, "all-customers", "second.txt"] {
        assert!(!holds(&fitted.bytes, needle), "{needle}");
    }
    looks_the_same(&bytes, &fitted.bytes);
    assert_eq!(notes(&fitted), [NoteKind::AttachmentsRemoved { count: 2 }]);
}

/// Places in a photo, whatever it is wrapped in; author and metadata.
#[test]
fn places_and_authors_stay_behind() {
    let photo = jpeg_with_exif(120, 90, 1);
    let hex = data_encoding::HEXLOWER.encode(&photo);
    let image =
        "/Type/XObject/Subtype/Image/Width 120/Height 90/ColorSpace/DeviceRGB/BitsPerComponent 8";
    let wrapped = stream(
        &format!("{image}/Filter[/ASCIIHexDecode/DCTDecode]"),
        &format!("{hex}>"),
    );
    let page = page("/XObject<</P 5 0 R/Q 7 0 R>>", "/Metadata 6 0 R");
    let shows = stream(
        "",
        "q 240 0 0 180 60 500 cm /P Do Q q 240 0 0 180 60 200 cm /Q Do Q",
    );
    let bytes = raw_with(
        "/Info 8 0 R",
        &[
            "<</Type/Catalog/Pages 2 0 R/Metadata 6 0 R>>",
            TREE,
            &page,
            &shows,
            &wrapped,
            &stream(
                "/Type/Metadata/Subtype/XML",
                "<x:xmpmeta>Privatgatan 1</x:xmpmeta>",
            ),
            &stream(
                &format!("{image}/Filter/ASCIIHexDecode/Metadata 6 0 R"),
                &"7f".repeat(120 * 90 * 3),
            ),
            "<</Author(Eva Owner, Privatgatan 1)/Producer(a phone)>>",
        ],
    );
    let fitted = sent(&bytes);
    for needle in [
        "GPS",
        "59.33",
        "Eva Owner",
        "Privatgatan",
        "a phone",
        "trailing secret",
        "xmpmeta",
    ] {
        assert!(!holds(&fitted.bytes, needle), "{needle}");
    }
    assert!(!holds(&fitted.bytes, "475053"), "nor coded");
    looks_the_same(&bytes, &fitted.bytes);
}

/// A photo in the midst of a page's content, or of a letter that a font draws, and one that is damaged.
#[test]
fn places_in_a_photo_without_an_object_of_its_own_stay_behind() {
    let photo = jpeg_with_exif(24, 18, 1);
    let inline = [
        b"q 240 0 0 180 60 500 cm BI /W 24 /H 18 /CS /RGB /BPC 8 /F /DCT ID ".as_slice(),
        &photo,
        b"\nEI Q",
    ]
    .concat();
    let letter = [b"600 0 d0 0.01 0 0 0.01 0 0 cm ".as_slice(), &inline].concat();
    let font = "<</Type/Font/Subtype/Type3/FontBBox[0 0 600 600]/FontMatrix[.01 0 0 .01 0 0]\
        /CharProcs<</a 6 0 R>>/Encoding<</Differences[97/a]>>/FirstChar 97/LastChar 97/Widths[600]/Resources<<>>>>";
    let image = "/Type/XObject/Subtype/Image/Width 24/Height 18/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode";
    let page = page("/XObject<</D 7 0 R>>/Font<</T 5 0 R/F1 5 0 R>>", "");
    let empty = stream("", " ");
    let bytes = raw(&[
        CATALOG,
        TREE,
        &page,
        &stream("", " "),
        font,
        &empty,
        &stream(image, " "),
    ]);
    let mut document = Document::load_mem(&bytes).unwrap();
    let show = b"\nBT /T 20 Tf 60 300 Td (a) Tj ET q 90 0 0 90 60 60 cm /D Do Q".as_slice();
    let damaged = &photo[..photo.len() / 2];
    let contents = [
        (4, [&inline, show].concat()),
        (6, letter),
        (7, damaged.to_vec()),
    ];
    for (number, content) in contents {
        let Some(Object::Stream(stream)) = document.objects.get_mut(&(number, 0)) else {
            panic!("object {number} is a stream");
        };
        stream.set_content(content);
    }
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    assert!(holds(&bytes, "GPS"));
    let fitted = sent(&bytes);
    for needle in ["GPS", "59.33", "trailing secret"] {
        assert!(!holds(&fitted.bytes, needle), "{needle}");
    }
    looks_the_same(&bytes, &fitted.bytes);
}

/// What a font draws as a letter may have layers too.
#[test]
fn a_hidden_layer_in_a_drawn_letter_stays_behind() {
    let bytes = raw(&[
        "<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[9 0 R]/D<</OFF[9 0 R]>>>>>>",
        TREE,
        &page(
            "/Font<</T 5 0 R/F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>",
            "",
        ),
        &stream("", "BT /T 20 Tf 60 300 Td (a) Tj ET"),
        "<</Type/Font/Subtype/Type3/FontBBox[0 0 600 600]/FontMatrix[.01 0 0 .01 0 0]\
         /CharProcs<</a 6 0 R>>/Encoding<</Differences[97/a]>>/FirstChar 97/LastChar 97/Widths[600]\
         /Resources<</Properties<</L 9 0 R>>/Font<</F1 7 0 R>>>>>>",
        &stream(
            "",
            &format!("600 0 d0 0 0 300 300 re f /OC /L BDC BT /F1 9 Tf ({CARD}) Tj ET EMC"),
        ),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        "null",
        "<</Type/OCG/Name(secret layer)>>",
    ]);
    let fitted = sent(&bytes);
    for needle in [CARD, "secret layer"] {
        assert!(!holds(&fitted.bytes, needle), "{needle}");
    }
}

/// Everything that a layer can hold what nobody is shown in, and by which rule.
#[test]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
fn layers_that_are_off_stay_behind() {
    let shown = "BT /F1 14 Tf 60 760 Td (shown) Tj ET";
    let secret = format!("BT /F1 14 Tf 60 700 Td ({CARD}) Tj ET");
    let off = "/D<</OFF[9 0 R]>>";
    let ocmd = |rule: &str| format!("<</Type/OCMD/OCGs[9 0 R 10 0 R]{rule}>>");
    let used = |usage: &str| format!("<</Type/OCG/Name(secret layer)/Usage<<{usage}>>>>");
    let plain = "<</Type/OCG/Name(secret layer)>>".to_owned();
    // What D says, the layer itself, the rule that the content goes by (object 11).
    let rules: Vec<(&str, &str, String, String)> = vec![
        ("listed off", off, plain.clone(), plain.clone()),
        (
            "all off",
            "/D<</BaseState/OFF/ON[10 0 R]>>",
            plain.clone(),
            plain.clone(),
        ),
        (
            "not on the screen",
            "/D<<>>",
            used("/View<</ViewState/OFF>>"),
            plain.clone(),
        ),
        (
            "not on paper",
            "/D<<>>",
            used("/Print<</PrintState/OFF>>"),
            plain.clone(),
        ),
        (
            "off, used on",
            off,
            used("/View<</ViewState/ON>>"),
            plain.clone(),
        ),
        ("member, all on", off, plain.clone(), ocmd("/P/AllOn")),
        (
            "member, any off",
            "/D<<>>",
            plain.clone(),
            ocmd("/P/AnyOff"),
        ),
        ("member, all off", off, plain.clone(), ocmd("/P/AllOff")),
        (
            "expression",
            off,
            plain.clone(),
            ocmd("/VE[/And 10 0 R [/Or 9 0 R 9 0 R]]"),
        ),
        ("not", "/D<<>>", plain.clone(), ocmd("/VE[/Not 9 0 R]")),
    ];
    let inner = "/XObject<</In 8 0 R>>/Properties<</L LAYER>>";
    let places: [(&str, &str, String, &str, String); 6] = [
        (
            "on the page",
            "",
            format!("{shown} /OC /L BDC {secret} EMC"),
            "",
            String::new(),
        ),
        (
            "within a shown part",
            "",
            format!("/P BMC {shown} /OC /L BDC q {secret} Q EMC EMC"),
            "",
            String::new(),
        ),
        (
            "in a form",
            "",
            format!("{shown} /Fm Do"),
            "",
            format!("/OC /L BDC {secret} EMC"),
        ),
        (
            "a form's own",
            "",
            format!("{shown} /Fm Do"),
            "/OC LAYER",
            secret.clone(),
        ),
        (
            "a form within",
            "",
            format!("{shown} /Fm Do"),
            "",
            "q /OC /L BDC /In Do EMC Q".to_owned(),
        ),
        (
            "a mark",
            "/Annots[<</Type/Annot/Subtype/Stamp/Rect[60 60 300 300]/OC LAYER/AP<</N 8 0 R>>>>]",
            shown.to_owned(),
            "",
            String::new(),
        ),
    ];
    for (rule, state, layer, member) in &rules {
        let id = if member.contains("OCMD") {
            "11 0 R"
        } else {
            "9 0 R"
        };
        for (place, more, content, of_form, form) in &places {
            let with = |text: &str| text.replace("LAYER", id);
            let page = page(
                &with("/XObject<</Fm 5 0 R>>/Properties<</L LAYER>>"),
                &with(more),
            );
            let bbox = "/Type/XObject/Subtype/Form/BBox[0 0 595 842]";
            let bytes = raw(&[
                &format!(
                    "<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[9 0 R 10 0 R]{state}>>>>"
                ),
                TREE,
                &page,
                &stream("", content),
                &stream(
                    &with(&format!("{bbox}{of_form}/Resources<<{FONT}{inner}>>")),
                    form,
                ),
                "null",
                "null",
                &stream(&format!("{bbox}/Resources<<{FONT}>>"), &secret),
                layer,
                "<</Type/OCG/Name(other)>>",
                member,
            ]);
            let fitted = sent(&bytes);
            let told = format!("{rule}, {place}");
            for needle in [CARD, "secret layer"] {
                assert!(!holds(&fitted.bytes, needle), "{told}: {needle}");
            }
            assert_eq!(text(&fitted.bytes).trim(), "shown", "{told}");
            assert_eq!(notes(&fitted), [NoteKind::LayersRemoved], "{told}");
            // Where the document's own list decides, what is drawn before is drawn after; the library draws
            // marks of hidden layers.
            if *place != "a mark"
                && state.contains("OFF")
                && !layer.contains("Usage")
                && !member.contains("VE")
            {
                looks_the_same(&bytes, &fitted.bytes);
            }
        }
    }
}

#[test]
fn layers_that_are_on_are_kept() {
    let content =
        "/OC /L BDC BT /F1 14 Tf 60 760 Td (shown) Tj ET EMC /OC /M BDC 9 9 50 50 re f EMC";
    let page = page("/Properties<</L 5 0 R/M 7 0 R>>", "");
    let bytes = raw(&[
        "<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[5 0 R 6 0 R]/D<</OFF[6 0 R]>>>>>>",
        TREE,
        &page,
        &stream("", content),
        "<</Type/OCG/Name(on)/Usage<</View<</ViewState/ON>>/Print<</PrintState/ON>>>>>>",
        "<</Type/OCG/Name(off)>>",
        "<</Type/OCMD/OCGs[5 0 R 6 0 R]/P/AnyOn>>",
    ]);
    let fitted = sent(&bytes);
    looks_the_same(&bytes, &fitted.bytes);
    assert_eq!(text(&fitted.bytes), "shown");
    assert_eq!(notes(&fitted), []);
}

#[test]
fn comments_stay_behind_and_are_told() {
    let bytes = one_page(
        "Delivery note",
        "/Annots[5 0 R 6 0 R 7 0 R]",
        &[
            "<</Type/Annot/Subtype/Text/Rect[300 700 320 720]/Contents(internal: we are in the wrong)/T(Eva)/Popup 6 0 R>>",
            "<</Type/Annot/Subtype/Popup/Rect[300 600 500 700]/Parent 5 0 R/Contents(internal popup)>>",
            "<</Type/Annot/Subtype/Highlight/Rect[60 750 180 780]/QuadPoints[60 780 180 780 60 750 180 750]/Contents(internal: look here)/RC(<p>internal</p>)/C[1 1 0]/AP<</N 8 0 R>>>>",
            &stream(
                "/Type/XObject/Subtype/Form/BBox[0 0 120 30]",
                "1 1 0 rg 0 0 120 3 re f",
            ),
        ],
    );
    let fitted = sent(&bytes);
    for needle in ["internal", "Eva"] {
        assert!(!holds(&fitted.bytes, needle), "{needle}");
    }
    looks_the_same(&bytes, &fitted.bytes);
    assert_eq!(notes(&fitted), [NoteKind::CommentsRemoved { count: 2 }]);
}

/// What stands in a page's list of resources but isn't drawn was taken off the page by an editor.
#[test]
fn what_nothing_draws_stays_behind() {
    let page = page("/XObject<</Gone 5 0 R/Used 6 0 R>>", "");
    let form = "/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<<";
    let bytes = raw(&[
        CATALOG,
        TREE,
        &page,
        &stream("", "BT /F1 14 Tf 60 760 Td (shown) Tj ET /Us#65d Do"),
        &stream(
            &format!("{form}{FONT}>>"),
            &format!("BT /F1 9 Tf ({CARD}) Tj ET"),
        ),
        &stream(
            &format!("{form}/XObject<</Gone 5 0 R>>>>"),
            "0 0 20 20 re f",
        ),
    ]);
    let fitted = sent(&bytes);
    assert!(!holds(&fitted.bytes, CARD));
    looks_the_same(&bytes, &fitted.bytes);
}

#[test]
fn the_preview_and_the_scan_see_what_leaves() {
    let limits = Limits::default();
    let bytes = one_page(
        "Amount",
        "/Annots[<</Type/Annot/Subtype/Widget/FT/Tx/V(49.90 EUR)/DA(/Helv 12 Tf 0 g)/Rect[60 600 300 620]>>]",
        &[],
    );
    let fitted = sent(&bytes);
    assert_eq!(text_of(&bytes, &limits), text_of(&fitted.bytes, &limits));
    assert_eq!(
        render_page(&bytes, 0, 400, &limits),
        render_page(&fitted.bytes, 0, 400, &limits)
    );
    assert_eq!(inspect(&bytes, &limits).unwrap().undrawn_fields, 0);
    assert!(text(&bytes).contains("49.90 EUR"));
}
