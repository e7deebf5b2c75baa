//! An answer's body as JSON: never more of it than memory takes, and not given up for one text or number that JSON can't
//! hold. A list is one body: whoever can't read it can't read any of its cases.

use serde_json::Value;
use std::iter::Peekable;
use std::str::Chars;

/// Values in one answer. A page of a hundred cases with their charges has some thirty thousand; a few bytes on the wire
/// can stand for many more than fit into memory.
const MOST_VALUES: usize = 500_000;

/// What a body is.
#[derive(Debug, PartialEq)]
pub(super) enum Read {
    Json(Value),
    /// Something else.
    Other,
    /// More values than anybody has to tell.
    TooMuch,
}

/// Reads a body. Nesting is bounded by the reader itself.
pub(super) fn read(bytes: &[u8]) -> Read {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if values(bytes) > MOST_VALUES {
        return Read::TooMuch;
    }
    serde_json::from_slice(bytes)
        .or_else(|_| serde_json::from_str(&mended(bytes)))
        .map_or(Read::Other, Read::Json)
}

/// No fewer values than the text holds: each but the first comes after one of these signs, outside of texts.
fn values(bytes: &[u8]) -> usize {
    let (mut in_text, mut escaped) = (false, false);
    let begins = bytes.iter().filter(|byte| {
        if in_text {
            in_text = escaped || **byte != b'"';
            escaped = !escaped && **byte == b'\\';
            return false;
        }
        in_text = **byte == b'"';
        matches!(**byte, b',' | b':' | b'[' | b'{')
    });
    begins.count().saturating_add(1)
}

/// The text with what no JSON can hold, but servers write: bytes that are no UTF-8, half a sign where a text was cut, bare
/// control characters, and numbers beyond every number, which become null.
fn mended(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut out = String::with_capacity(text.len());
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '"' => {
                out.push(sign);
                mend_text(&mut signs, &mut out);
            }
            '-' | '0'..='9' => {
                let mut number = String::from(sign);
                let more = |sign: &char| matches!(sign, '0'..='9' | '.' | 'e' | 'E' | '+' | '-');
                number.extend(std::iter::from_fn(|| signs.next_if(more)));
                let endless = number.parse::<f64>().is_ok_and(f64::is_infinite);
                out.push_str(if endless { "null" } else { &number });
            }
            _ => out.push(sign),
        }
    }
    out
}

/// The rest of a text, its closing sign included.
fn mend_text(signs: &mut Peekable<Chars<'_>>, out: &mut String) {
    while let Some(sign) = signs.next() {
        match sign {
            '"' => {
                out.push(sign);
                return;
            }
            '\\' if signs.next_if_eq(&'u').is_some() => mend_escape(signs, out),
            '\\' => {
                out.push(sign);
                out.extend(signs.next());
            }
            _ => out.push(if sign < ' ' { ' ' } else { sign }),
        }
    }
}

/// What follows `\u`. Signs beyond the first plane come as two halves; one half alone is none.
fn mend_escape(signs: &mut Peekable<Chars<'_>>, out: &mut String) {
    match unit(signs) {
        Some(high @ 0xd800..=0xdbff) => {
            let mut ahead = signs.clone();
            let follows = ahead.next() == Some('\\') && ahead.next() == Some('u');
            match follows.then(|| unit(&mut ahead)).flatten() {
                Some(low @ 0xdc00..=0xdfff) => {
                    *signs = ahead;
                    out.push_str(&format!("\\u{high:04x}\\u{low:04x}"));
                }
                _ => out.push(char::REPLACEMENT_CHARACTER),
            }
        }
        Some(0xdc00..=0xdfff) | None => out.push(char::REPLACEMENT_CHARACTER),
        Some(unit) => out.push_str(&format!("\\u{unit:04x}")),
    }
}

/// Four hexadecimal digits; what isn't one stays where it is.
fn unit(signs: &mut Peekable<Chars<'_>>) -> Option<u32> {
    let mut digits = String::new();
    while digits.len() < 4
        && let Some(digit) = signs.next_if(char::is_ascii_hexdigit)
    {
        digits.push(digit);
    }
    (digits.len() == 4)
        .then(|| u32::from_str_radix(&digits, 16).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn one_odd_text_or_number_spoils_nothing_else() {
        for (body, expected) in [
            (&b"{\"a\":1e400,\"b\":2}"[..], json!({"a": null, "b": 2})),
            (b"[-1E+999, 1e-400, 12]", json!([null, 0.0, 12])),
            (b"[\"cut \\ud83d\", 1]", json!(["cut \u{fffd}", 1])),
            (
                b"[\"\\ude00\\u00e9\\ud83d\\ude00\"]",
                json!(["\u{fffd}\u{e9}\u{1f600}"]),
            ),
            (b"[\"\\ud83d\\u00e9\"]", json!(["\u{fffd}\u{e9}"])),
            (
                b"[\"n\xe3o\", \"a\nb\", \"q\\\"\\\\\"]",
                json!(["n\u{fffd}o", "a b", "q\"\\"]),
            ),
            (b"[\"\\u12\"]", json!(["\u{fffd}"])),
            (b"\xef\xbb\xbf{\"a\":1}", json!({"a": 1})),
        ] {
            assert_eq!(read(body), Read::Json(expected), "{body:?}");
        }
        for other in [&b""[..], b"<html>", b"{", b"[1", b"\"", b"\"\\", b"\"\\u"] {
            assert_eq!(read(other), Read::Other, "{other:?}");
        }
    }

    #[test]
    fn more_values_than_memory_takes_are_not_read() {
        let zeros = format!("[{}0]", "0,".repeat(MOST_VALUES));
        assert_eq!(read(zeros.as_bytes()), Read::TooMuch);
        let text = format!("[\"{}\\\"{}\"]", ",".repeat(MOST_VALUES), ":".repeat(9));
        assert!(
            matches!(read(text.as_bytes()), Read::Json(_)),
            "commas in a text are none"
        );
        let nested = format!("{}{}", "[".repeat(MOST_VALUES), "]".repeat(MOST_VALUES));
        assert_eq!(read(nested.as_bytes()), Read::TooMuch);
        let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
        assert_eq!(read(deep.as_bytes()), Read::Other, "and not by the stack");
    }

    proptest! {
        #[test]
        fn whatever_comes_is_read_or_not(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes);
            let quoted = [b"[\"", bytes.as_slice(), b"\"]"].concat();
            let _ = read(&quoted);
        }

        #[test]
        fn what_is_json_already_stays_as_it_is(text in ".*", number in any::<f64>()) {
            let value = json!({"text": text, "number": number, "list": [text, null, true]});
            let plain = value.to_string();
            prop_assert_eq!(serde_json::from_str::<Value>(&mended(plain.as_bytes())).ok(), serde_json::from_str(&plain).ok());
            prop_assert!(values(plain.as_bytes()) >= 7);
        }
    }
}
