//! Invented papers: small PDFs and a picture.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// A PDF with a line of text on each page.
pub fn pdf(lines: &[&str]) -> Vec<u8> {
    let pages = lines.len();
    let kids: Vec<String> = (0..pages)
        .map(|page| format!("{} 0 R", 4 + 2 * page))
        .collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!(
            "<< /Type /Pages /Kids [{}] /Count {pages} >>",
            kids.join(" ")
        ),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    for (page, line) in lines.iter().enumerate() {
        let content = format!("BT /F1 14 Tf 60 760 Td ({line}) Tj ET");
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> \
             /Contents {} 0 R >>",
            5 + 2 * page
        ));
        objects.push(format!(
            "<< /Length {} >>\nstream\n{content}\nendstream",
            content.len()
        ));
    }
    let objects: Vec<Vec<u8>> = objects.into_iter().map(String::into_bytes).collect();
    assembled(&objects, "")
}

/// A PDF of these objects, numbered from 1; the first is the catalogue. `more` goes into the trailer.
pub fn assembled(objects: &[Vec<u8>], more: &str) -> Vec<u8> {
    let mut bytes = b"%PDF-1.5\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n", number + 1).bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let start = bytes.len();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        writeln!(table, "{place:010} 00000 n ").expect("a string takes it");
    }
    let size = objects.len() + 1;
    write!(
        table,
        "trailer\n<< /Size {size} /Root 1 0 R {more} >>\nstartxref\n{start}\n%%EOF\n"
    )
    .expect("a string takes it");
    bytes.extend(table.bytes());
    bytes
}

/// The same after an editor put another object in the place of one, and saved by appending.
pub fn saved_again(before: &[u8], number: usize, object: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(before);
    let found = text.rfind("startxref\n").expect("there is a table");
    let previous: usize = text[found + 10..]
        .lines()
        .next()
        .and_then(|line| line.parse().ok())
        .expect("it says where");
    let mut bytes = before.to_vec();
    let place = bytes.len();
    bytes.extend(format!("{number} 0 obj\n").bytes());
    bytes.extend(object);
    bytes.extend(b"\nendobj\n");
    let start = bytes.len();
    let trailer = format!(
        "xref\n{number} 1\n{place:010} 00000 n \ntrailer\n<< /Size 99 /Root 1 0 R /Prev {previous} >>\nstartxref\n{start}\n%%EOF\n"
    );
    bytes.extend(trailer.bytes());
    bytes
}

/// A stream with these entries; packed when asked.
pub fn stream(entries: &str, content: &[u8], packed: bool) -> Vec<u8> {
    use std::io::Write as _;
    let (content, filter) = if packed {
        let mut encoder =
            flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(content).expect("memory takes it");
        (
            encoder.finish().expect("memory takes it"),
            "/Filter /FlateDecode",
        )
    } else {
        (content.to_vec(), "")
    };
    let mut bytes = format!(
        "<< {entries} {filter} /Length {} >>\nstream\n",
        content.len()
    )
    .into_bytes();
    bytes.extend(content);
    bytes.extend(b"\nendstream");
    bytes
}

/// A photo of nothing: 16 by 16 pixels.
pub fn png() -> Vec<u8> {
    STANDARD.decode(PNG).expect("the picture is Base64")
}

const PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAABlklEQVR42g3LQQEAIQgAQSMYgQhGMILvfRHBCEYwAhGIYAQiEIEId/Of1hq9IY3RmI3V0MZunMZtWMMbrxGNbFSjtU7vSGd0Zmd1tLM7p3M71vHO60QnO9X/IHRBhCFMYQkqbOEIVzDBhSeEkELJHwZ9IIMxmIM10MEenMEd2MAHbxCDHNT4w6RPZDImc7ImOtmTM7kTm/jkTWKSk5p/WPSFLMZiLtZCF3txFndhC1+8RSxyUesPSldEGcpUlqLKVo5yFVNceUooqZT+YdM3shmbuVkb3ezN2dyNbXzzNrHJTe0/HPpBDuMwD+ugh304h3uwgx/eIQ55qPOHS7/IZVzmZV30si/nci928cu7xCUvdf9gdEOMYUxjGWps4xjXMMONZ4SRRtkfnO6IM5zpLEed7RznOua485xw0in/w6M/5DEe87Ee+tiP87gPe/jjPeKRj3p/CHogwQhmsAINdnCCG1jgwQsiyKDiD0lPJBnJTFaiyU5OchNLPHlJJJlU/qHohRSjmMUqtNjFKW5hhReviCKLKj56nEoQ6ZfykgAAAABJRU5ErkJggg==";
