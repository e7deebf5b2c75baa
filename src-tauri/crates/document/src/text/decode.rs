//! Bytes of a text file to characters.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The characters of a text file: UTF-8, UTF-16 with a byte order mark, or Windows-1252.
/// None if it holds control characters that no text has.
#[must_use]
pub fn decode(bytes: &[u8]) -> Option<String> {
    let text = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => std::str::from_utf8(rest).ok()?.to_owned(),
        [0xFF, 0xFE, rest @ ..] => strictly(UTF_16LE, rest)?,
        [0xFE, 0xFF, rest @ ..] => strictly(UTF_16BE, rest)?,
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => windows_1252(bytes)?,
        },
    };
    let odd = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{85}');
    if text.is_empty() || text.chars().any(odd) {
        None
    } else {
        Some(text)
    }
}

/// None where one character can't be read.
fn strictly(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(text.into_owned())
}

/// The byte of the upper half of Windows-1252 for a character, if there is one.
pub(crate) fn windows_1252_of(character: char) -> Option<u8> {
    if character.is_ascii() || character.is_control() {
        return None;
    }
    let mut text = [0; 4];
    let (bytes, _, missing) = WINDOWS_1252.encode(character.encode_utf8(&mut text));
    bytes.first().copied().filter(|_| !missing)
}

/// Old texts without any mark. Refused when more than a third of the bytes lie outside ASCII: that
/// is some binary format, not a European text.
fn windows_1252(bytes: &[u8]) -> Option<String> {
    let high = bytes.iter().filter(|byte| **byte >= 0x80).count();
    if high * 3 > bytes.len() {
        return None;
    }
    strictly(WINDOWS_1252, bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_usual_encodings() {
        for (bytes, text) in [
            ("Grüße åäö ção".as_bytes().to_vec(), "Grüße åäö ção"),
            (b"\xEF\xBB\xBFhej".to_vec(), "hej"),
            (b"\xFF\xFEh\0e\0j\0".to_vec(), "hej"),
            (b"\xFE\xFF\0h\0e\0j".to_vec(), "hej"),
            (b"Gr\xFC\xDFe \x80 5".to_vec(), "Grüße € 5"),
        ] {
            assert_eq!(decode(&bytes).as_deref(), Some(text));
        }
    }

    #[test]
    fn the_upper_half_of_windows_1252_has_a_byte_for_each_of_its_characters() {
        for (character, byte) in [
            ('€', Some(0x80)),
            ('Ÿ', Some(0x9F)),
            ('\u{a0}', Some(0xA0)),
            ('ß', Some(0xDF)),
            ('ÿ', Some(0xFF)),
            ('a', None),
            ('\u{81}', None),
            ('ł', None),
            ('中', None),
        ] {
            assert_eq!(windows_1252_of(character), byte, "{character:?}");
        }
    }

    #[test]
    fn refuses_what_is_no_text() {
        for bytes in [
            &b""[..],
            b"a\0b",
            b"\x01\x02\x03",
            b"\xFF\xFEh",
            &[0xC0; 64],
            b"\x1b[31mred",
        ] {
            assert_eq!(decode(bytes), None);
        }
    }
}
