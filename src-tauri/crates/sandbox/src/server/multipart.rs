//! Reading `multipart/form-data` bodies.

use super::Call;

/// The separator of a multipart body.
pub(crate) fn boundary(call: &Call) -> Option<String> {
    let kind = call.header("content-type")?;
    if !kind.to_ascii_lowercase().starts_with("multipart/form-data") {
        return None;
    }
    let text = kind.split(';').find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case("boundary")
            .then(|| value.trim().trim_matches('"'))
    })?;
    (!text.is_empty()).then(|| text.to_owned())
}

/// The stretches of `bytes` between occurrences of `mark`.
pub(crate) fn split<'a>(bytes: &'a [u8], mark: &[u8]) -> Vec<&'a [u8]> {
    let mut parts = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while at + mark.len() <= bytes.len() {
        if &bytes[at..at + mark.len()] == mark {
            parts.push(&bytes[from..at]);
            at += mark.len();
            from = at;
        } else {
            at += 1;
        }
    }
    parts.push(&bytes[from..]);
    parts
}

/// Name, file name and the place of the content of one part.
pub(crate) fn read_part(
    whole: &[u8],
    part: &[u8],
) -> Option<(String, Option<String>, std::ops::Range<usize>)> {
    let part_at = part.as_ptr() as usize - whole.as_ptr() as usize;
    let body = part.strip_prefix(b"\r\n")?;
    let head_len = body.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&body[..head_len]).into_owned();
    let disposition = head
        .lines()
        .find(|line| line.to_ascii_lowercase().starts_with("content-disposition"))?;
    let name = quoted(disposition, "name=")?;
    let filename = quoted(disposition, "filename=");
    let from = part_at + 2 + head_len + 4;
    let to = part_at + part.len();
    let to = if whole[from..to].ends_with(b"\r\n") {
        to - 2
    } else {
        to
    };
    Some((name, filename, from..to))
}

/// The value of one parameter of a header line, with or without quotes.
fn quoted(line: &str, name: &str) -> Option<String> {
    line.split(';').map(str::trim).find_map(|piece| {
        piece
            .strip_prefix(name)
            .map(|value| value.trim().trim_matches('"').to_owned())
    })
}

/// The text fields of a multipart body; nothing when it is none.
pub(crate) fn text_fields(call: &Call) -> Option<Vec<(String, String)>> {
    let mark = boundary(call)?;
    Some(
        split(&call.body, format!("--{mark}").as_bytes())
            .into_iter()
            .filter_map(|part| read_part(&call.body, part))
            .map(|(name, _, range)| {
                let text = String::from_utf8_lossy(&call.body[range]).into_owned();
                (name, text)
            })
            .collect(),
    )
}
