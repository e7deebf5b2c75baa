//! Invented papers, as small as they can be: a page is drawn in no time.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The number that card schemes publish for tests.
pub const CARD: &str = "4111 1111 1111 1111";

/// A PDF with a line of text on each page.
pub fn pdf(lines: &[&str]) -> Vec<u8> {
    let kids: Vec<String> = (0..lines.len())
        .map(|page| format!("{} 0 R", 4 + 2 * page))
        .collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!(
            "<< /Type /Pages /Kids [{}] /Count {} >>",
            kids.join(" "),
            lines.len()
        ),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    for (page, line) in lines.iter().enumerate() {
        let content = format!("BT /F1 9 Tf 10 40 Td ({line}) Tj ET");
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 220 60] /Resources << /Font << /F1 3 0 R >> >> \
             /Contents {} 0 R >>",
            5 + 2 * page
        ));
        objects.push(format!(
            "<< /Length {} >>\nstream\n{content}\nendstream",
            content.len()
        ));
    }
    assembled(&objects)
}

/// A page with text in a font that doesn't say what it draws.
pub fn mute() -> Vec<u8> {
    let digits: String = CARD.bytes().map(|b| format!("00{b:02X}")).collect();
    let content = format!("BT /F1 9 Tf 10 40 Td <{digits}> Tj ET");
    assembled(&[
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [4 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Font /Subtype /Type0 /BaseFont /Mute /Encoding /Identity-H /DescendantFonts [<< /Type /Font \
         /Subtype /CIDFontType2 /BaseFont /Mute /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> \
         /FontDescriptor << /Type /FontDescriptor /FontName /Mute /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 \
         /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >> /DW 500 >>] >>"
            .to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 220 60] /Contents 5 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
            .to_owned(),
        format!(
            "<< /Length {} >>\nstream\n{content}\nendstream",
            content.len()
        ),
    ])
}

fn assembled(objects: &[String]) -> Vec<u8> {
    let mut text = "%PDF-1.5\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(text.len());
        write!(text, "{} 0 obj\n{object}\nendobj\n", number + 1).unwrap();
    }
    let (start, size) = (text.len(), objects.len() + 1);
    write!(text, "xref\n0 {size}\n0000000000 65535 f \n").unwrap();
    for place in places {
        writeln!(text, "{place:010} 00000 n ").unwrap();
    }
    write!(
        text,
        "trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    )
    .unwrap();
    text.into_bytes()
}

/// A photo of nothing: 16 by 16 pixels, in which no search finds text.
pub fn png() -> Vec<u8> {
    STANDARD.decode(PNG).unwrap()
}

const PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAABlklEQVR42g3LQQEAIQgAQSMYgQhGMILvfRHBCEYwAhGIYAQiEIEId/Of1hq9IY3RmI3V0MZunMZtWMMbrxGNbFSjtU7vSGd0Zmd1tLM7p3M71vHO60QnO9X/IHRBhCFMYQkqbOEIVzDBhSeEkELJHwZ9IIMxmIM10MEenMEd2MAHbxCDHNT4w6RPZDImc7ImOtmTM7kTm/jkTWKSk5p/WPSFLMZiLtZCF3txFndhC1+8RSxyUesPSldEGcpUlqLKVo5yFVNceUooqZT+YdM3shmbuVkb3ezN2dyNbXzzNrHJTe0/HPpBDuMwD+ugh304h3uwgx/eIQ55qPOHS7/IZVzmZV30si/nci928cu7xCUvdf9gdEOMYUxjGWps4xjXMMONZ4SRRtkfnO6IM5zpLEed7RznOua485xw0in/w6M/5DEe87Ee+tiP87gPe/jjPeKRj3p/CHogwQhmsAINdnCCG1jgwQsiyKDiD0lPJBnJTFaiyU5OchNLPHlJJJlU/qHohRSjmMUqtNjFKW5hhReviCKLKj56nEoQ6ZfykgAAAABJRU5ErkJggg==";
