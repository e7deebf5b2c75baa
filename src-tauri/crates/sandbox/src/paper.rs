//! Small invented documents, such as an issuer's letter.

use lopdf::{Document, Object, Stream, dictionary};

/// A PDF of one A4 page with these lines. Only letters of the Latin alphabet without accents are
/// shown; the others are left out.
pub(crate) fn letter(lines: &[&str]) -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let parent = document.new_object_id();
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica",
    });
    let mut text = String::from("BT /F1 12 Tf 72 760 Td 18 TL\n");
    for line in lines {
        let plain: String = line
            .chars()
            .filter(|letter| letter.is_ascii() && !matches!(letter, '(' | ')' | '\\'))
            .collect();
        text.push_str(&format!("({plain}) Tj T*\n"));
    }
    text.push_str("ET");
    let content = document.add_object(Stream::new(dictionary! {}, text.into_bytes()));
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => parent, "Contents" => content,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        "Resources" => dictionary! {"Font" => dictionary! {"F1" => font}},
    });
    document.objects.insert(
        parent,
        Object::Dictionary(dictionary! {
            "Type" => "Pages", "Kids" => vec![Object::from(page)], "Count" => 1,
        }),
    );
    let root = document.add_object(dictionary! {"Type" => "Catalog", "Pages" => parent});
    document.trailer.set("Root", root);
    let mut out = Vec::new();
    // Writing into memory does not fail; should it, the document is merely empty.
    let _ = document.save_to(&mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_a_pdf_of_one_page() {
        let bytes = letter(&["Dear (merchant)", "käufer"]);
        let read = Document::load_mem(&bytes).unwrap();
        assert_eq!(read.get_pages().len(), 1);
    }
}
