//! The search for card numbers reads what leaves and fails closed: what it can't read blocks until its owner vouches for
//! that page; what it finds is blacked out for good; what no page shows reaches no provider.

use std::fs;
use std::io::Read as _;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::support::papers::{assembled, pdf, png, saved_again, stream};
use crate::support::shop::{Shop, codes, list, word};

/// The card networks' number for tests.
const NUMBER: &str = "4111 1111 1111 1111";
const OWNER: &str = "Privatgatan 1";
const GPS: &str = "59.3293N 18.0686E";
const REMARK: &str = "internal: we are in the wrong here";
const ATTACHED: &str = "all other customers";

fn object(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

/// One page with this content; `page` goes into the page's entries, `more` are objects from number 6.
fn one_page(
    content: &str,
    catalogue: &str,
    page: &str,
    more: &[Vec<u8>],
    trailer: &str,
) -> Vec<u8> {
    let mut objects = vec![
        object(&format!("<< /Type /Catalog /Pages 2 0 R {catalogue} >>")),
        object("<< /Type /Pages /Kids [4 0 R] /Count 1 >>"),
        object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"),
        object(&format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R {page} \
             /Resources << /Font << /F1 3 0 R >> /Properties << /L1 6 0 R >> >> >>"
        )),
        stream("", content.as_bytes(), false),
    ];
    objects.extend_from_slice(more);
    assembled(&objects, trailer)
}

fn line(text: &str) -> String {
    format!("BT /F1 14 Tf 60 760 Td ({text}) Tj ET")
}

/// The five files of which a page shows less than the file holds, each with what must not leave.
fn five() -> [(&'static str, Vec<u8>, &'static str); 5] {
    let number = line(&format!("Card {NUMBER}"));
    let shown = line("Order TM-10482 was delivered");
    let covered = saved_again(
        &one_page(&number, "", "", &[object("<< >>")], ""),
        5,
        &stream("", b"0 0 0 rg 50 740 300 40 re f", false),
    );
    let attached = one_page(
        &shown,
        "/Names << /EmbeddedFiles << /Names [(a.zip) 6 0 R] >> >>",
        "",
        &[
            object("<< /Type /Filespec /F (a.zip) /EF << /F 7 0 R >> >>"),
            stream("/Type /EmbeddedFile", ATTACHED.as_bytes(), true),
        ],
        "",
    );
    let described = one_page(
        &shown,
        "/Metadata 6 0 R",
        "",
        &[
            stream(
                "/Type /Metadata /Subtype /XML",
                format!("<x:xmpmeta>{GPS} {OWNER}</x:xmpmeta>").as_bytes(),
                false,
            ),
            object(&format!(
                "<< /Author (Eva Owner, {OWNER}) /Title ({GPS}) >>"
            )),
        ],
        "/Info 7 0 R",
    );
    let layered = one_page(
        &format!("{shown} /OC /L1 BDC {number} EMC"),
        "/OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] >> >>",
        "",
        &[object("<< /Type /OCG /Name (Layer) >>")],
        "",
    );
    let remarked = one_page(
        &shown,
        "",
        "/Annots [6 0 R]",
        &[object(&format!(
            "<< /Type /Annot /Subtype /Text /Rect [20 20 40 40] /F 2 /Contents ({REMARK}) >>"
        ))],
        "",
    );
    [
        ("covered.pdf", covered, NUMBER),
        ("attached.pdf", attached, ATTACHED),
        ("described.pdf", described, OWNER),
        ("layered.pdf", layered, NUMBER),
        ("remarked.pdf", remarked, REMARK),
    ]
}

const NEEDLES: [&str; 5] = [NUMBER, ATTACHED, OWNER, GPS, REMARK];

/// The bytes themselves, what stands in them as Base64, and every packed stream unpacked.
pub fn all_layers(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut layers = vec![bytes.to_vec()];
    if let Ok(json) = serde_json::from_slice::<Value>(bytes) {
        let mut waiting = vec![&json];
        while let Some(value) = waiting.pop() {
            match value {
                Value::Array(values) => waiting.extend(values),
                Value::Object(values) => waiting.extend(values.values()),
                Value::String(text) => {
                    let text = text.rsplit(',').next().unwrap_or_default();
                    layers.extend(
                        STANDARD
                            .decode(text)
                            .ok()
                            .filter(|b| b.starts_with(b"%PDF")),
                    );
                }
                _ => {}
            }
        }
    }
    let mut unpacked = Vec::new();
    for layer in &layers {
        for at in places(layer, b"stream") {
            let start = layer[at + 6..]
                .iter()
                .position(|b| *b == b'\n')
                .map_or(at, |n| at + 7 + n);
            let mut plain = Vec::new();
            // What isn't packed ends at once; what was read until then counts.
            let _ = flate2::read::ZlibDecoder::new(&layer[start.min(layer.len())..])
                .read_to_end(&mut plain);
            unpacked.push(plain);
        }
    }
    layers.extend(unpacked);
    layers
}

fn places(bytes: &[u8], needle: &[u8]) -> Vec<usize> {
    let at = |(at, window): (usize, &[u8])| (window == needle).then_some(at);
    bytes
        .windows(needle.len())
        .enumerate()
        .filter_map(at)
        .collect()
}

/// The needle in clear, as UTF-16, and as the hexadecimal digits of a PDF's text.
pub fn holds(layers: &[Vec<u8>], needle: &str) -> bool {
    let wide: Vec<u8> = needle.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let digits = needle
        .bytes()
        .map(|b| format!("{b:02X}"))
        .collect::<String>();
    let found = |layer: &Vec<u8>, what: &[u8]| {
        layer
            .windows(what.len())
            .any(|w| w.eq_ignore_ascii_case(what))
    };
    layers.iter().any(|layer| {
        found(layer, needle.as_bytes()) || found(layer, &wide) || found(layer, digits.as_bytes())
    })
}

#[track_caller]
fn nothing_arrived_of(shop: &Shop, needles: &[&str]) {
    let bodies = shop.control().bodies();
    let layers: Vec<Vec<u8>> = bodies.iter().flat_map(|body| all_layers(body)).collect();
    assert!(
        layers
            .iter()
            .any(|layer| !places(layer, b"%PDF").is_empty()),
        "no PDF arrived"
    );
    for needle in needles {
        assert!(!holds(&layers, needle), "{needle} reached the provider");
    }
}

#[test]
fn the_needles_are_found_in_the_files_themselves() {
    for (name, bytes, needle) in five() {
        assert!(holds(&all_layers(&bytes), needle), "{name}");
    }
}

/// Each alone in its field, so that nothing else makes the program bind it.
#[test]
fn nothing_that_no_page_shows_reaches_stripe() {
    let shop = Shop::ready();
    let case = shop.case("card-not-received");
    let slots = [
        "receipt",
        "refund_policy",
        "cancellation_policy",
        "customer_communication",
        "uncategorized_file",
    ];
    for ((name, bytes, _), slot) in five().into_iter().zip(slots) {
        let file = shop.file(name, &bytes);
        shop.ok(&["evidence", "add", &case, &file, "--slot", slot]);
    }
    let check = shop.ok(&["evidence", "check", &case]);
    assert_eq!(check["ready"], true, "{check}");
    let out = shop.folder().join("out");
    shop.ok(&["evidence", "pack", &case, "--out", &out.to_string_lossy()]);
    for slot in slots {
        let packed = all_layers(&fs::read(out.join(format!("{slot}.pdf"))).unwrap());
        assert!(
            NEEDLES.iter().all(|needle| !holds(&packed, needle)),
            "{slot}"
        );
    }
    shop.control().keep_bodies();
    shop.ok(&["submit", &case, "--confirm"]);
    assert_eq!(shop.effect(&case, "submit"), 1);
    nothing_arrived_of(&shop, &NEEDLES);
}

#[test]
fn nothing_that_no_page_shows_reaches_clearhaus_or_celcoin() {
    for (provider, name) in [("clearhaus", "not-provided"), ("celcoin", "fraud-soon")] {
        for (file, bytes, needle) in five() {
            let shop = Shop::open();
            let _ = shop.add_account_of(provider);
            shop.ok(&["sync"]);
            let case = shop.case_of(provider, name);
            let path = shop.file(file, &bytes);
            shop.ok(&["evidence", "add", &case, &path, "--slot", "receipt"]);
            let check = shop.ok(&["evidence", "check", &case]);
            assert_eq!(check["ready"], true, "{provider} {file}: {check}");
            shop.control().keep_bodies();
            shop.ok(&["submit", &case, "--confirm"]);
            nothing_arrived_of(&shop, &[needle]);
        }
    }
}

#[test]
fn nothing_that_no_page_shows_reaches_unico() {
    let shop = Shop::open();
    let _ = shop.add_account_of("unico");
    shop.ok(&["sync"]);
    let files: Vec<String> = five()
        .iter()
        .map(|(name, bytes, _)| shop.file(name, bytes))
        .collect();
    let all = shop
        .control()
        .act("unico", &json!({"act": "transactions"}))
        .unwrap();
    let approved: Vec<&str> = list(&all, "transactions")
        .iter()
        .filter(|t| {
            t["status"] == "approved" && t["type"].as_str().is_none_or(|kind| kind == "credit")
        })
        .map(|t| word(t, "id"))
        .collect();
    shop.control().keep_bodies();
    let created = (shop.control().now() - chrono::TimeDelta::days(3))
        .date_naive()
        .to_string();
    // Three as they are, and five joined into three.
    for (transaction, files, merge) in [
        (approved[0], &files[..3], false),
        (approved[1], &files[..], true),
    ] {
        let mut args = vec![
            "analysis",
            "request",
            "--transaction",
            transaction,
            "--created",
            &created,
        ];
        args.extend([
            "--requestor-cpf",
            "52998224725",
            "--name",
            "Ana",
            "--reason",
            "Fraude",
            "--confirm",
        ]);
        for file in files {
            args.extend(["--file", file.as_str()]);
        }
        if merge {
            args.push("--merge");
        }
        shop.ok(&args);
    }
    nothing_arrived_of(&shop, &NEEDLES);
}

/// Text in a font that doesn't say what it draws.
fn mute_font() -> Vec<u8> {
    let digits: String = NUMBER.bytes().map(|b| format!("00{b:02X}")).collect();
    let content = format!("BT /F1 14 Tf 60 760 Td <{digits}> Tj ET");
    let objects = [
        object("<< /Type /Catalog /Pages 2 0 R >>"),
        object("<< /Type /Pages /Kids [4 0 R] /Count 1 >>"),
        object(
            "<< /Type /Font /Subtype /Type0 /BaseFont /Mute /Encoding /Identity-H /DescendantFonts [<< /Type /Font \
             /Subtype /CIDFontType2 /BaseFont /Mute /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> \
             /FontDescriptor << /Type /FontDescriptor /FontName /Mute /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 \
             /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >> /DW 500 >>] >>",
        ),
        object(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
        ),
        stream("", content.as_bytes(), false),
    ];
    assembled(&objects, "")
}

/// A number behind forms that nest, each drawing the next one four times.
fn nested_forms() -> Vec<u8> {
    const DEPTH: usize = 18;
    let mut objects = vec![
        object("<< /Type /Catalog /Pages 2 0 R >>"),
        object("<< /Type /Pages /Kids [4 0 R] /Count 1 >>"),
        object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"),
        object(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R \
             /Resources << /Font << /F1 3 0 R >> /XObject << /X 6 0 R >> >> >>",
        ),
        stream(
            "",
            format!("/X Do {}", line(&format!("Card {NUMBER}"))).as_bytes(),
            false,
        ),
    ];
    for depth in 0..DEPTH {
        let next = 7 + depth;
        let entries = format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X {next} 0 R >> >>"
        );
        objects.push(stream(&entries, b"/X Do /X Do /X Do /X Do", false));
    }
    objects.push(stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 595 842]",
        b"0 0 1 1 re f",
        false,
    ));
    assembled(&objects, "")
}

fn unread(check: &Value) -> Vec<&Value> {
    let problems = list(check, "problems").iter();
    problems.filter(|p| p["code"] == "page_unread").collect()
}

#[test]
fn what_cant_be_read_blocks_at_once_and_passes_on_its_owner_s_word_for_that_page() {
    for (name, bytes) in [("mute.pdf", mute_font()), ("nested.pdf", nested_forms())] {
        let shop = Shop::ready();
        let case = shop.case("card-not-received");
        let file = shop.file(name, &bytes);
        let draft = shop.ok(&["evidence", "add", &case, &file, "--slot", "receipt"]);
        let item = word(&list(&draft, "items")[0], "id").to_owned();
        let begun = Instant::now();
        let check = shop.ok(&["evidence", "check", &case]);
        let took = begun.elapsed();
        assert!(took < Duration::from_secs(5), "{name} took {took:?}");
        assert_eq!(check["ready"], false, "{name}: {check}");
        let told = unread(&check);
        assert_eq!(told.len(), 1, "{name}: {check}");
        assert_eq!(
            (&told[0]["item"], &told[0]["page"], &told[0]["blocks"]),
            (&json!(item), &json!(1), &json!(true))
        );
        assert!(
            word(told[0], "message").starts_with(&format!("{name}, page 1: ")),
            "{check}"
        );
        assert_eq!(
            codes(&shop.ends(3, &["submit", &case, "--confirm"]))
                .iter()
                .filter(|c| *c == "page_unread")
                .count(),
            1
        );
        assert_eq!(shop.effect(&case, "submit"), 0);
        assert!(
            shop.text(&["evidence", "check", &case])
                .contains("1 page couldn't be read")
        );

        assert_eq!(
            codes(&shop.ends(3, &["evidence", "vouch", &case, &item, "--page", "2"])),
            ["no_such_page"]
        );
        shop.ok(&["evidence", "vouch", &case, &item, "--page", "1"]);
        let check = shop.ok(&["evidence", "check", &case]);
        assert_eq!(check["ready"], true, "{name}: {check}");
        assert_eq!(
            (
                &check["scan"]["unread_pages"],
                &check["scan"]["vouched_pages"]
            ),
            (&json!(1), &json!(1))
        );
        // The word is a change of the draft like any other, and for this file only.
        shop.ok(&["evidence", "undo", &case]);
        assert_eq!(shop.ok(&["evidence", "check", &case])["ready"], false);
        shop.ok(&["evidence", "redo", &case]);
        let again = shop.file("again.pdf", &bytes);
        shop.ok(&["evidence", "add", &case, &again, "--slot", "refund_policy"]);
        let check = shop.ok(&["evidence", "check", &case]);
        assert_eq!(unread(&check).len(), 1, "{name}: {check}");
        assert_ne!(unread(&check)[0]["item"], json!(item));
        shop.ok(&["evidence", "undo", &case]);
        shop.ok(&["submit", &case, "--confirm"]);
        assert_eq!(shop.effect(&case, "submit"), 1);
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
fn what_was_found_is_blacked_out_for_good_and_undo_brings_it_back() {
    let shop = Shop::ready();
    let case = shop.case("card-not-received");
    let lines = [
        "Invoice TM-10482",
        &format!("Paid with card {NUMBER}, CVC 123"),
    ];
    let file = shop.file("invoice.pdf", &pdf(&lines));
    let mail = shop.file(
        "mail.txt",
        format!("Hello,\nmy card is {NUMBER}\n").as_bytes(),
    );
    let draft = shop.ok(&["evidence", "add", &case, &file, "--slot", "receipt"]);
    let item = word(&list(&draft, "items")[0], "id").to_owned();
    let draft = shop.ok(&[
        "evidence",
        "add",
        &case,
        &mail,
        "--slot",
        "customer_communication",
    ]);
    let letter = word(&list(&draft, "items")[1], "id").to_owned();
    let found = |check: &Value| -> Vec<(String, u64, String)> {
        let problems = list(check, "problems")
            .iter()
            .filter(|p| p["code"] == "card_number");
        let mut places: Vec<(String, u64, String)> = problems
            .map(|p| {
                (
                    word(p, "item").to_owned(),
                    p["page"].as_u64().unwrap(),
                    word(p, "finding").to_owned(),
                )
            })
            .collect();
        // The pack has the order of the checklist.
        places.sort_by_key(|(of, ..)| *of != item);
        places
    };
    let before = found(&shop.ok(&["evidence", "check", &case]));
    let at: Vec<(&str, u64)> = before
        .iter()
        .map(|(item, page, _)| (item.as_str(), *page))
        .collect();
    assert_eq!(
        at,
        [(item.as_str(), 2), (item.as_str(), 2), (letter.as_str(), 1)],
        "{before:?}"
    );

    let redact = |item: &str, page: &str, finding: &str| {
        [
            "evidence",
            "redact",
            &case,
            item,
            "--page",
            page,
            "--finding",
            finding,
        ]
        .map(str::to_owned)
    };
    let run = |code: i32, args: &[String]| {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        shop.ends(code, &args)
    };
    assert_eq!(
        codes(&run(3, &redact(&item, "1", &before[0].2))),
        ["finding_unknown"]
    );
    assert_eq!(
        codes(&run(3, &redact(&item, "3", &before[0].2))),
        ["no_such_page"]
    );
    run(0, &redact(&item, "2", &before[0].2));
    let draft = run(0, &redact(&letter, "1", &before[2].2));
    let ids: Vec<&str> = list(&draft, "items")
        .iter()
        .map(|i| word(i, "id"))
        .collect();
    assert_eq!(
        ids,
        [item.as_str(), letter.as_str()],
        "the files stay the files that they are"
    );
    let check = shop.ok(&["evidence", "check", &case]);
    assert_eq!(check["ready"], true, "{check}");
    assert_eq!(
        check["scan"],
        json!({"found": 0, "unread_pages": 0, "vouched_pages": 0, "pictures": 2})
    );
    assert_eq!(
        codes(&run(3, &redact(&item, "2", &before[0].2))),
        ["finding_unknown"]
    );

    let out = shop.folder().join("out");
    shop.ok(&["evidence", "pack", &case, "--out", &out.to_string_lossy()]);
    let packed = all_layers(&fs::read(out.join("receipt.pdf")).unwrap());
    assert!(!holds(&packed, NUMBER) && !holds(&packed, "Paid with card"));
    assert!(
        holds(&packed, "Invoice TM-10482"),
        "the other page is text still"
    );
    shop.ok(&["evidence", "undo", &case]);
    shop.ok(&["evidence", "undo", &case]);
    assert_eq!(found(&shop.ok(&["evidence", "check", &case])), before);
    shop.ok(&["evidence", "redo", &case]);
    shop.ok(&["evidence", "redo", &case]);
    shop.control().keep_bodies();
    shop.ok(&["submit", &case, "--confirm"]);
    nothing_arrived_of(&shop, &[NUMBER, "my card is"]);
}

#[test]
fn a_box_blacks_out_pixels_and_a_page_that_was_unread_stays_unread() {
    let shop = Shop::ready();
    let case = shop.case("card-not-received");
    let clean = shop.file("clean.pdf", &pdf(&["Signature of the buyer"]));
    let mute = shop.file("mute.pdf", &mute_font());
    let add = ["evidence", "add", &case, &clean, &mute, "--slot", "receipt"];
    let draft = shop.ok(&add);
    let ids: Vec<String> = list(&draft, "items")
        .iter()
        .map(|i| word(i, "id").to_owned())
        .collect();
    let redact = |code: i32, item: &str, area: &str| {
        shop.ends(
            code,
            &[
                "evidence", "redact", &case, item, "--page", "1", "--box", area,
            ],
        )
    };
    redact(2, &ids[0], "1,2,3");
    redact(2, &ids[0], "50,60,0,10");
    redact(3, &ids[0], "5000,5000,10,10");
    redact(0, &ids[0], "50,60,300,40");
    let out = shop.folder().join("out");
    shop.ok(&["evidence", "pack", &case, "--out", &out.to_string_lossy()]);
    let packed = all_layers(&fs::read(out.join("receipt.pdf")).unwrap());
    assert!(!holds(&packed, "Signature of the buyer"));
    redact(0, &ids[1], "300,300,10,10");
    let check = shop.ok(&["evidence", "check", &case]);
    let told = unread(&check);
    assert_eq!(told.len(), 1, "{check}");
    assert_eq!(
        told[0]["item"],
        json!(ids[1]),
        "a picture of what nobody could read is no page that was read"
    );
}

#[test]
fn pictures_are_told_and_dont_block() {
    let shop = Shop::ready();
    let case = shop.case("card-not-received");
    let photo = shop.file("photo.png", &png());
    shop.ok(&["evidence", "add", &case, &photo, "--slot", "receipt"]);
    let check = shop.ok(&["evidence", "check", &case]);
    assert_eq!(check["ready"], true, "{check}");
    let told = list(&check, "problems")
        .iter()
        .find(|p| p["code"] == "page_pictures")
        .unwrap();
    assert_eq!((&told["page"], &told["blocks"]), (&json!(1), &json!(false)));
    let said = shop.text(&["submit", &case]);
    assert!(
        said.contains("none found in the text; 1 picture wasn't looked at"),
        "{said}"
    );
}
