//! Damage that readers pass over: ends of streams that are misspelt or missing, tables that lead nowhere.

const END: &[u8] = b"endstream";
/// Most entries of a table that are looked at.
const ENTRIES: usize = 500_000;

/// The file with the ends of its streams spelt right; none if all are.
pub(crate) fn stream_ends(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out: Vec<u8> = Vec::with_capacity(bytes.len() + 64);
    let mut done = 0;
    let mut mended = false;
    let mut from = 0;
    while let Some(next) = find(&bytes[from..], b"endobj") {
        let end = from + next;
        let object = &bytes[from..end];
        from = end + 6;
        let Some(data) = stream_start(object).map(|at| from_object(end, object, at)) else {
            continue;
        };
        if find(&bytes[data..end], END).is_some() {
            continue;
        }
        let text = trim_end(&bytes[..end]);
        let word = bytes[..text]
            .iter()
            .rposition(|byte| !byte.is_ascii_alphabetic())
            .map_or(text, |at| at + 1);
        // A word that was meant to be the end is replaced, else the end is added.
        let cut = if is_like_end(&bytes[word..text]) && word >= data {
            word
        } else {
            end
        };
        out.extend_from_slice(&bytes[done..cut]);
        out.extend_from_slice(if cut == word { END } else { b"\nendstream\n" });
        done = if cut == word { text } else { end };
        mended = true;
    }
    out.extend_from_slice(&bytes[done..]);
    mended.then_some(out)
}

fn from_object(end: usize, object: &[u8], at: usize) -> usize {
    end - object.len() + at
}

/// Where the data of an object's stream begin, if it has one.
fn stream_start(object: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(next) = find(&object[from..], b"stream") {
        let at = from + next;
        let after = object.get(at + 6);
        let before = trim_end(&object[..at]);
        if object[..before].ends_with(b">>") && matches!(after, Some(b'\r' | b'\n')) {
            return Some(at + 7);
        }
        from = at + 6;
    }
    None
}

/// Whether a word is `endstream` with up to two letters wrong, missing or too many.
fn is_like_end(word: &[u8]) -> bool {
    if word.len().abs_diff(END.len()) > 2 {
        return false;
    }
    let mut row: Vec<usize> = (0..=END.len()).collect();
    for (i, letter) in word.iter().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, wanted) in END.iter().enumerate() {
            let same = before + usize::from(letter != wanted);
            before = row[j + 1];
            row[j + 1] = same.min(row[j] + 1).min(before + 1);
        }
    }
    row[END.len()] <= 2
}

/// Whether the table of a file's objects is where the file says, and leads to objects.
pub(crate) fn table_is_whole(bytes: &[u8]) -> bool {
    let Some(start) = rfind(bytes, b"startxref") else {
        return false;
    };
    let Some((offset, _)) = number(bytes, start + 9) else {
        return false;
    };
    let at = skip_blanks(bytes, offset);
    if bytes.get(at..at + 4) != Some(b"xref") {
        return is_object(bytes, at, None);
    }
    let mut at = at + 4;
    let mut left = ENTRIES;
    while let Some((first, after)) = number(bytes, at) {
        let Some((count, after)) = number(bytes, after) else {
            return false;
        };
        at = skip_blanks(bytes, after);
        for i in 0..count.min(left) {
            let Some(entry) = bytes.get(at..at + 18) else {
                return false;
            };
            let target = number(entry, 0).map(|(offset, _)| offset);
            let used = entry.get(17) == Some(&b'n');
            if used && !target.is_some_and(|t| is_object(bytes, t, Some(first + i))) {
                return false;
            }
            at = skip_blanks(bytes, at + 18);
        }
        left -= count.min(left);
        if left == 0 {
            break;
        }
    }
    true
}

fn is_object(bytes: &[u8], at: usize, wanted: Option<usize>) -> bool {
    let header = number(bytes, at).and_then(|(found, after)| {
        let (_, after) = number(bytes, after)?;
        let word = skip_blanks(bytes, after);
        bytes[word.min(bytes.len())..]
            .starts_with(b"obj")
            .then_some(found)
    });
    header.is_some_and(|found| wanted.is_none_or(|wanted| wanted == found))
}

fn number(bytes: &[u8], from: usize) -> Option<(usize, usize)> {
    let start = skip_blanks(bytes, from);
    let digits = bytes.get(start..)?;
    let length = digits
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let text = std::str::from_utf8(&digits[..length]).ok()?;
    Some((text.parse().ok()?, start + length))
}

fn skip_blanks(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from + rest
        .iter()
        .take_while(|byte| byte.is_ascii_whitespace() || **byte == 0)
        .count()
}

fn trim_end(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .rposition(|byte| !byte.is_ascii_whitespace())
        .map_or(0, |at| at + 1)
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|w| w == word)
}

fn rfind(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).rposition(|w| w == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_of_streams_are_spelt_right() {
        for (wrong, right) in [
            (
                "1 0 obj <<>>\nstream\nq Q\nenxstream\nendobj",
                "1 0 obj <<>>\nstream\nq Q\nendstream\nendobj",
            ),
            (
                "1 0 obj <<>>\nstream\nq Q\nendstrem endobj",
                "1 0 obj <<>>\nstream\nq Q\nendstream endobj",
            ),
            (
                "1 0 obj <<>>\nstream\nq Q\nendobj",
                "1 0 obj <<>>\nstream\nq Q\n\nendstream\nendobj",
            ),
        ] {
            let mended = stream_ends(wrong.as_bytes());
            assert_eq!(mended.as_deref(), Some(right.as_bytes()), "{wrong}");
        }
        for fine in [
            "",
            "1 0 obj (stream) endobj",
            "1 0 obj <<>>\nstream\nq\nendstream\nendobj 2 0 obj 1 endobj",
        ] {
            assert_eq!(stream_ends(fine.as_bytes()), None, "{fine}");
        }
    }
}
