//! The content of pages and forms: which names it uses, and what is left of it without its hidden parts.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::picture::strip;

use super::lexer::{Lexer, image_end, is_operator, plain_name, word_end};

/// The names that stand in a content, wherever they stand: more than are used, never fewer.
pub(crate) fn names(content: &[u8]) -> BTreeSet<Vec<u8>> {
    let mut found = BTreeSet::new();
    let mut at = 0;
    while let Some(next) = content[at..].iter().position(|byte| *byte == b'/') {
        let start = at + next + 1;
        let end = word_end(content, start);
        found.insert(plain_name(&content[start..end]));
        at = start;
    }
    found
}

/// The content without what JPEGs that are drawn in its midst carry beside their pixels: where and when they were taken, by
/// whom. None where there is no such picture.
pub(crate) fn unmarked(content: &[u8]) -> Option<Vec<u8>> {
    let mut out: Option<Vec<u8>> = None;
    let mut copied = 0;
    let mut lexer = Lexer { content, at: 0 };
    while let Some(token) = lexer.next() {
        if content[token.clone()] != *b"BI" {
            continue;
        }
        let end = image_end(content, token.end);
        lexer.at = end;
        let image = &content[token.end..end];
        let Some(begins) = image.windows(3).position(|w| *w == [0xFF, 0xD8, 0xFF]) else {
            continue;
        };
        let begins = token.end + begins;
        let out = out.get_or_insert_default();
        out.extend_from_slice(&content[copied..begins]);
        // Where the end isn't found, more than the picture may stand there.
        if content[begins..end].ends_with(b"EI") {
            copied = end - 2;
            out.extend(strip::jpeg_or_damaged(&content[begins..copied]));
            out.push(b'\n');
        } else {
            copied = end;
            out.extend(strip::blanked(&content[begins..end]));
        }
    }
    if let Some(out) = &mut out {
        out.extend_from_slice(&content[copied..]);
    }
    out
}

/// A content without what hidden layers hold.
pub(crate) struct Bared {
    pub content: Vec<u8>,
    /// Something was hidden.
    pub hid: bool,
    /// Text is shown where hidden text ends, so its place can't be known.
    pub unclear: bool,
}

/// Takes hidden parts out: what they paint goes, what they set stays, since later parts build on it.
/// `layer` says of a name of the property list whether it is a layer, and if so, whether it is hidden.
pub(crate) fn bare(content: &[u8], layer: impl Fn(&[u8]) -> Option<bool>) -> Bared {
    let mut work = Baring {
        content,
        out: Vec::with_capacity(content.len()),
        path: Vec::new(),
        clips: false,
        open: Vec::new(),
        moved: false,
        hid: false,
        unclear: false,
    };
    let mut lexer = Lexer { content, at: 0 };
    let mut operands: Vec<Range<usize>> = Vec::new();
    while let Some(token) = lexer.next() {
        let word = &content[token.clone()];
        if !is_operator(word) {
            operands.push(token);
            continue;
        }
        let token = if word == b"BI" {
            lexer.at = image_end(content, token.end);
            token.start..lexer.at
        } else {
            token
        };
        work.operator(&operands, token, &layer);
        operands.clear();
    }
    // What is cut off in the middle of an operand draws nothing.
    Bared {
        content: work.out,
        hid: work.hid,
        unclear: work.unclear,
    }
}

struct Baring<'a> {
    content: &'a [u8],
    out: Vec<u8>,
    /// A path that is being built while hidden: kept only if it clips what comes later.
    path: Vec<u8>,
    clips: bool,
    /// Marked parts that are open, each hidden or not.
    open: Vec<bool>,
    /// Hidden text would have moved the place where shown text goes on.
    moved: bool,
    hid: bool,
    unclear: bool,
}

impl Baring<'_> {
    fn operator(
        &mut self,
        operands: &[Range<usize>],
        operator: Range<usize>,
        layer: impl Fn(&[u8]) -> Option<bool>,
    ) {
        let word = &self.content[operator.start..word_end(self.content, operator.start)];
        let from = operands.first().map_or(operator.start, |first| first.start);
        let whole = from..operator.end;
        let hidden = self.open.contains(&true);
        match word {
            b"BDC" => {
                let named = operands
                    .last()
                    .map(|range| &self.content[range.clone()])
                    .and_then(|last| last.strip_prefix(b"/"))
                    .and_then(|name| layer(&plain_name(name)));
                self.open.push(named.unwrap_or(false));
                if hidden || named.is_some() {
                    self.write(b"/OC BMC");
                } else {
                    self.keep(whole);
                }
            }
            b"BMC" => {
                self.open.push(false);
                self.keep(whole);
            }
            b"EMC" => {
                // One too many closes nothing.
                if self.open.pop().is_some() {
                    self.keep(whole);
                }
            }
            b"Td" | b"TD" | b"Tm" | b"T*" | b"BT" => {
                self.moved = false;
                self.keep(whole);
            }
            _ if hidden => self.hidden(word, operands, whole),
            b"Tj" | b"TJ" => {
                self.unclear |= self.moved;
                self.keep(whole);
            }
            b"'" | b"\"" => {
                self.moved = false;
                self.keep(whole);
            }
            _ => self.keep(whole),
        }
    }

    fn hidden(&mut self, word: &[u8], operands: &[Range<usize>], whole: Range<usize>) {
        match word {
            b"m" | b"l" | b"c" | b"v" | b"y" | b"h" | b"re" => {
                self.path.extend_from_slice(&self.content[whole]);
                self.path.push(b'\n');
            }
            b"W" | b"W*" => {
                self.clips = true;
                self.path.extend_from_slice(&self.content[whole]);
                self.path.push(b'\n');
            }
            b"n" | b"S" | b"s" | b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" => {
                self.hid |= word != b"n";
                let path = std::mem::take(&mut self.path);
                if std::mem::take(&mut self.clips) {
                    self.out.extend_from_slice(&path);
                }
                self.write(b"n");
            }
            b"Tj" | b"TJ" => {
                self.hid = true;
                self.moved = true;
            }
            b"'" => {
                self.hid = true;
                self.moved = true;
                self.write(b"T*");
            }
            b"\"" => {
                self.hid = true;
                self.moved = true;
                let number = |n: usize| {
                    operands.get(n).map_or(Vec::new(), |range: &Range<usize>| {
                        self.content[range.clone()].to_vec()
                    })
                };
                let set = [&number(0)[..], b" Tw ", &number(1)[..], b" Tc T*"].concat();
                self.write(&set);
            }
            b"Do" | b"sh" | b"BI" => self.hid = true,
            b"MP" | b"DP" => {}
            _ => self.keep(whole),
        }
    }

    fn keep(&mut self, range: Range<usize>) {
        let kept = &self.content[range];
        self.out.extend_from_slice(kept);
        self.out.push(b'\n');
    }

    fn write(&mut self, words: &[u8]) {
        self.out.extend_from_slice(words);
        self.out.push(b'\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jpeg_in_the_midst_of_a_content_keeps_its_pixels_only() {
        // Damaged ones too: the first has no frame, the second ends in its midst.
        for scan in [
            b"\xFF\xDA\x00\x02scan\xFF\xD9".as_slice(),
            b"\xFF\xDA\x00\x02sc",
        ] {
            let jpeg = |aside: &[u8]| {
                let head = b"\xFF\xD8\xFF\xE1\x00\x0C".as_slice();
                [head, aside, b"\xFF\xDB\x00\x04ab", scan].concat()
            };
            let after = b"\nEI Q 0 0 0 1 k 1 0 0 1 0 0 cm (BI \xFF\xD8\xFF\xE1\x00\x04ab) Tj";
            let around = |jpeg: Vec<u8>| {
                let head = b"q BI /W 1 /H 1 /F /DCT ID ".as_slice();
                [head, &jpeg, after].concat()
            };
            let left = unmarked(&around(jpeg(b"Exif\0\0GPS."))).unwrap();
            assert!(!left.windows(3).any(|w| w == b"GPS"));
            let zeros = around(jpeg(&[0; 10]));
            assert!(
                left.starts_with(&zeros[..zeros.len() - after.len()]),
                "{left:?}"
            );
            assert!(left.ends_with(after));
        }
        // No end is found before what can't be text: nothing that is drawn is lost.
        let endless = b"BI /W 1 ID \xFF\xD8\xFF\xE1\x00\x05GPS\xFF\xD9\nEI \x80 0 g";
        let left = unmarked(endless).unwrap();
        assert_eq!(left.len(), endless.len());
        assert!(left.ends_with(b"\0\0\0\xFF\xD9\nEI \x80 0 g"), "{left:?}");
        assert_eq!(unmarked(b"q BI /W 1 ID abc EI Q"), None);
        assert_eq!(unmarked(b"(BI \xFF\xD8\xFF\xE1\x00\x04ab) Tj"), None);
    }

    fn bared(content: &str) -> (String, bool, bool) {
        let layer = |name: &[u8]| match name {
            b"Off" => Some(true),
            b"On" => Some(false),
            _ => None,
        };
        let bared = bare(content.as_bytes(), layer);
        let text = String::from_utf8(bared.content).unwrap();
        (
            text.replace('\n', " ").trim().to_owned(),
            bared.hid,
            bared.unclear,
        )
    }

    #[test]
    fn what_a_hidden_layer_paints_goes_and_what_it_sets_stays() {
        for (content, left) in [
            ("/OC /Off BDC (x) Tj EMC 1 0 0 rg", "/OC BMC EMC 1 0 0 rg"),
            ("/OC /On BDC (x) Tj EMC", "/OC BMC (x) Tj EMC"),
            (
                "/OC /Off BDC 2 0 0 2 0 0 cm 0 0 m 9 9 l S EMC 0 0 5 5 re f",
                "/OC BMC 2 0 0 2 0 0 cm n EMC 0 0 5 5 re f",
            ),
            (
                "/OC /Off BDC 0 0 5 5 re W f /Im Do EMC",
                "/OC BMC 0 0 5 5 re W n EMC",
            ),
            (
                "/OC /Off BDC /Span <</ActualText (secret)>> BDC (x) ' EMC EMC /P /MC1 BDC EMC",
                "/OC BMC /OC BMC T* EMC EMC /P /MC1 BDC EMC",
            ),
            (
                "/OC /Off BDC BI /W 1 /H 1 ID \0EI\u{1}EI EI Q EMC q",
                "/OC BMC Q EMC q",
            ),
            (
                "/OC /O#66f BDC 1 2 (a\\)b) \" EMC",
                "/OC BMC 1 Tw 2 Tc T* EMC",
            ),
            ("EMC EMC (x) Tj", "(x) Tj"),
            ("/OC /Off BDC [(a) -5 (b)] TJ", "/OC BMC"),
        ] {
            assert_eq!(
                bared(content),
                (
                    left.to_owned(),
                    left != "/OC BMC (x) Tj EMC" && left != "(x) Tj",
                    false
                ),
                "{content}"
            );
        }
    }

    #[test]
    fn shown_text_that_goes_on_after_hidden_text_is_told() {
        assert!(bared("BT /OC /Off BDC (x) Tj EMC (y) Tj ET").2);
        assert!(!bared("BT /OC /Off BDC (x) Tj EMC 0 -12 Td (y) Tj ET").2);
        assert!(!bared("BT /OC /Off BDC (x) Tj EMC ET BT (y) Tj ET").2);
    }

    #[test]
    fn broken_content_ends() {
        for content in [
            "(", "[", "<<", "<", "BI", "BI ID ", "/", "\\", "(\\", "[<<(", ">> ] )",
        ] {
            let _ = bared(content);
            let _ = names(content.as_bytes());
        }
        let found = names(b"/A#20b Do /F1 12 Tf [/G]");
        assert!(
            found.contains(&b"A b"[..]) && found.contains(&b"F1"[..]) && found.contains(&b"G"[..])
        );
    }
}
