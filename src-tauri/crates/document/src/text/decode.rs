//! Bytes of a text file to characters.

/// The characters of a text file: UTF-8, UTF-16 with a byte order mark, or Windows-1252.
/// None if it holds control characters that no text has.
#[must_use]
pub fn decode(bytes: &[u8]) -> Option<String> {
    let text = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => std::str::from_utf8(rest).ok()?.to_owned(),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes)?,
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes)?,
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

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let units: Vec<u16> = bytes
        .chunks_exact(2)
        .map(|pair| unit([pair[0], pair[1]]))
        .collect();
    if bytes.len().is_multiple_of(2) {
        String::from_utf16(&units).ok()
    } else {
        None
    }
}

/// The upper half of Windows-1252 where it differs from Latin-1 (0x80 to 0x9F).
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The byte of Windows-1252 for a character, if there is one.
pub(crate) fn windows_1252_of(character: char) -> Option<u8> {
    if matches!(character, '\u{a0}'..='\u{ff}') {
        return u8::try_from(u32::from(character)).ok();
    }
    let place = WINDOWS_1252.iter().position(|c| *c == character)?;
    Some(0x80 + place as u8).filter(|_| !character.is_control())
}

/// Old texts without any mark. Refused when more than a third of the bytes lie outside ASCII: that
/// is some binary format, not a European text.
fn windows_1252(bytes: &[u8]) -> Option<String> {
    let high = bytes.iter().filter(|byte| **byte >= 0x80).count();
    if high * 3 > bytes.len() {
        return None;
    }
    let character = |byte: &u8| match byte {
        0x80..=0x9F => WINDOWS_1252[usize::from(*byte) - 0x80],
        other => char::from(*other),
    };
    Some(bytes.iter().map(character).collect())
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
