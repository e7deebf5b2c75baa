//! Cutting the content of pages and forms into its words.

use std::ops::Range;

/// Cuts a content into strings, names, brackets, numbers and words.
pub(super) struct Lexer<'a> {
    pub content: &'a [u8],
    pub at: usize,
}

impl Lexer<'_> {
    /// The next token; an array or dictionary is one.
    pub fn next(&mut self) -> Option<Range<usize>> {
        self.skip_blanks();
        let start = self.at;
        match self.content.get(start)? {
            b'[' | b'<' | b'(' => self.group(),
            b'/' => self.at = word_end(self.content, start + 1),
            b']' | b'>' | b')' | b'{' | b'}' => self.at += 1,
            _ => self.at = word_end(self.content, start),
        }
        Some(start..self.at)
    }

    fn skip_blanks(&mut self) {
        while let Some(byte) = self.content.get(self.at) {
            if is_blank(*byte) {
                self.at += 1;
            } else if *byte == b'%' {
                let line = &self.content[self.at..];
                self.at += line
                    .iter()
                    .position(|b| matches!(b, b'\r' | b'\n'))
                    .unwrap_or(line.len());
            } else {
                return;
            }
        }
    }

    /// Passes a string, array or dictionary, with all that is in it.
    fn group(&mut self) {
        let mut open = 0usize;
        loop {
            self.skip_blanks();
            let rest = &self.content[self.at..];
            match rest {
                [] => return,
                [b'(', ..] => self.string(),
                [b'<', b'<', ..] => {
                    open += 1;
                    self.at += 2;
                }
                [b'>', b'>', ..] => {
                    open = open.saturating_sub(1);
                    self.at += 2;
                }
                [b'<', ..] => {
                    let end = rest.iter().position(|b| *b == b'>');
                    self.at += end.map_or(rest.len(), |end| end + 1);
                }
                [b'[', ..] => {
                    open += 1;
                    self.at += 1;
                }
                [b']', ..] => {
                    open = open.saturating_sub(1);
                    self.at += 1;
                }
                [b'/', ..] => self.at = word_end(self.content, self.at + 1),
                [b'>' | b')' | b'{' | b'}', ..] => self.at += 1,
                _ => self.at = word_end(self.content, self.at),
            }
            if open == 0 {
                return;
            }
        }
    }

    fn string(&mut self) {
        let mut open = 0usize;
        while let Some(byte) = self.content.get(self.at) {
            match byte {
                b'\\' => self.at += 1,
                b'(' => open += 1,
                b')' => open -= 1,
                _ => {}
            }
            self.at = (self.at + 1).min(self.content.len());
            if open == 0 {
                return;
            }
        }
    }
}

/// Where an inline image that begins here ends: after an `EI` that stands alone and is followed by text.
pub(super) fn image_end(content: &[u8], from: usize) -> usize {
    let Some(data) = content[from..]
        .windows(4)
        .position(|w| is_blank(w[0]) && &w[1..3] == b"ID" && is_blank(w[3]))
        .map(|at| from + at + 4)
    else {
        return content.len();
    };
    let mut at = data;
    while let Some(next) = content[at..].windows(2).position(|w| w == b"EI") {
        let end = at + next + 2;
        let alone = (end - 2 == data || is_blank(content[end - 3]))
            && content.get(end).is_none_or(|byte| is_blank(*byte));
        let ahead = &content[end..content.len().min(end + 24)];
        if alone
            && ahead
                .iter()
                .all(|b| is_blank(*b) && *b != 0 || (0x20..0x7F).contains(b))
        {
            return end;
        }
        at = end;
    }
    content.len()
}

pub(super) fn is_operator(word: &[u8]) -> bool {
    match word {
        b"true" | b"false" | b"null" => false,
        [first, ..] => first.is_ascii_alphabetic() || matches!(first, b'\'' | b'"'),
        [] => false,
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b'\0' | b'\t' | b'\n' | b'\x0C' | b'\r' | b' ')
}

fn is_delimiter(byte: u8) -> bool {
    matches!(
        byte,
        b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
    )
}

pub(super) fn word_end(content: &[u8], start: usize) -> usize {
    content[start..]
        .iter()
        .position(|byte| is_blank(*byte) || is_delimiter(*byte))
        .map_or(content.len(), |length| start + length)
}

/// A name without its `#xx` escapes.
pub(super) fn plain_name(name: &[u8]) -> Vec<u8> {
    let digit = |byte: Option<&u8>| byte.and_then(|b| char::from(*b).to_digit(16));
    let mut out = Vec::with_capacity(name.len());
    let mut at = 0;
    while let Some(byte) = name.get(at) {
        let escape = (*byte == b'#')
            .then(|| digit(name.get(at + 1)).zip(digit(name.get(at + 2))))
            .flatten();
        match escape {
            Some((high, low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            None => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    out
}
