//! Card numbers and security codes in text, so that none is stored, shown or sent (PCI DSS 4.0.1 §3.3, §3.4).
//!
//! Candidates of 13 to 19 digits in groups, then the check digit, then the ranges that networks issue,
//! then the words around: order numbers, bank accounts, phones and parcels must not alarm. A finding
//! holds the first six and last four digits at most, never the number.

mod context;
mod issuer;

use context::Says;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// A full card number.
    CardNumber,
    /// A card's security code beside its name (CVV, CVC and the like).
    SecurityCode,
}

/// A place in a text that must not leave.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, specta::Type)]
pub struct Finding {
    /// What it is.
    pub kind: FindingKind,
    /// First six and last four digits with asterisks between; a security code is asterisks only.
    pub masked: String,
    /// Where it begins in the text, in bytes.
    pub start: u32,
    /// Where it ends in the text, in bytes.
    pub end: u32,
}

/// Finds card numbers and security codes. Places are in order and do not overlap.
#[must_use]
pub fn scan(text: &str) -> Vec<Finding> {
    let page = Page::new(text);
    let ibans = context::iban_spans(&page.characters);
    let mut found: Vec<Place> = Vec::new();
    for run in page.runs() {
        let inside_iban = |group: &Group| {
            ibans
                .iter()
                .any(|(from, to)| group.start < *to && *from < group.end)
        };
        let groups: Vec<Group> = run
            .into_iter()
            .filter(|group| !inside_iban(group))
            .collect();
        page.cards_in(&groups, &mut found);
    }
    let codes = page.security_codes(&found);
    found.extend(codes);
    found.sort_by_key(|place| place.start);
    found.into_iter().map(|place| page.finding(place)).collect()
}

/// Whether characters that couldn't be read may be a card number or a security code, or a part of one: each of them is
/// taken for a digit. A bullet or an arrow of a strange font is none; a line of a font that doesn't say what it draws is.
#[must_use]
pub fn may_hide(text: &str) -> bool {
    if !text.chars().any(is_unknown) {
        return false;
    }
    let as_digits: String = text
        .chars()
        .map(|c| if is_unknown(c) { '0' } else { c })
        .collect();
    let unknown: Vec<bool> = text.chars().map(is_unknown).collect();
    let any_unknown = |from: usize, to: usize| unknown[from..to].iter().any(|is| *is);
    let page = Page::new(&as_digits);
    let long = |run: &Vec<Group>| run.iter().map(|g| g.digits.len()).sum::<usize>();
    let number = page.runs().iter().any(|run| {
        long(run) >= *LENGTHS.start() && run.iter().any(|g| any_unknown(g.start, g.end))
    });
    number
        || page
            .security_codes(&[])
            .iter()
            .any(|code| any_unknown(code.start, code.end))
}

/// A character that a reader of the file puts where it can't tell what is drawn: the replacement character, one without
/// a meaning of its own, or a control character that no text has.
fn is_unknown(character: char) -> bool {
    matches!(
        character,
        '\u{fffd}'
            | '\u{e000}'..='\u{f8ff}'
            | '\u{f0000}'..='\u{ffffd}'
            | '\u{100000}'..='\u{10fffd}'
            | '\u{0}'..='\u{8}'
            | '\u{e}'..='\u{1f}'
            | '\u{7f}'..='\u{84}'
            | '\u{86}'..='\u{9f}'
    )
}

/// How many characters couldn't be read.
#[must_use]
pub fn unknown_characters(text: &str) -> usize {
    text.chars().filter(|c| is_unknown(*c)).count()
}

/// The text with every finding replaced by its masked form.
#[must_use]
pub fn mask(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for finding in scan(text) {
        let (start, end) = (finding.start as usize, finding.end as usize);
        out.push_str(&text[at..start]);
        out.push_str(&finding.masked);
        at = end;
    }
    out + &text[at..]
}

/// Fewest and most digits of a card number (ISO/IEC 7812 allows up to 19).
const LENGTHS: std::ops::RangeInclusive<usize> = 13..=19;
/// Most separating characters between two groups of one number.
const WIDEST_GAP: usize = 3;
/// Most groups of one run; letter-spaced numbers have one per digit.
const MOST_GROUPS: usize = 400;

/// How card numbers are grouped on cards and in writing.
const PATTERNS: [&[usize]; 14] = [
    &[4, 4, 4, 4],
    &[4, 6, 5],
    &[4, 6, 4],
    &[4, 4, 4, 4, 3],
    &[4, 4, 4, 4, 2],
    &[4, 4, 4, 4, 1],
    &[4, 4, 4, 3],
    &[4, 3, 3, 3],
    &[4, 4, 5],
    &[8, 8],
    &[6, 6, 4],
    &[6, 10],
    &[6, 13],
    &[4, 12],
];

/// Digits that stand together. Places are in characters.
#[derive(Debug, Clone)]
struct Group {
    start: usize,
    end: usize,
    digits: Vec<u8>,
}

/// A finding before it is put into words. Places are in characters.
struct Place {
    kind: FindingKind,
    start: usize,
    end: usize,
    digits: Vec<u8>,
}

/// A text as characters, with the byte at which each begins.
struct Page {
    characters: Vec<char>,
    lower: Vec<char>,
    bytes: Vec<usize>,
}

impl Page {
    fn new(text: &str) -> Self {
        let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        bytes.push(text.len());
        let characters: Vec<char> = text.chars().collect();
        let lower = characters
            .iter()
            .map(|c| c.to_lowercase().next().unwrap_or(*c))
            .collect();
        Self {
            characters,
            lower,
            bytes,
        }
    }

    fn finding(&self, place: Place) -> Finding {
        let masked = match place.kind {
            FindingKind::SecurityCode => "*".repeat(place.digits.len()),
            FindingKind::CardNumber => masked(&place.digits),
        };
        let byte = |at: usize| u32::try_from(self.bytes[at]).unwrap_or(u32::MAX);
        Finding {
            kind: place.kind,
            masked,
            start: byte(place.start),
            end: byte(place.end),
        }
    }

    /// Runs of digit groups with nothing but a few separating characters between them.
    fn runs(&self) -> Vec<Vec<Group>> {
        let mut runs: Vec<Vec<Group>> = Vec::new();
        let mut at = 0;
        while at < self.characters.len() {
            let Some(group) = self.group_at(at) else {
                at += 1;
                continue;
            };
            at = group.end;
            match runs.last_mut() {
                Some(run) if run.len() < MOST_GROUPS && self.joins(run, &group) => run.push(group),
                _ => runs.push(vec![group]),
            }
        }
        runs
    }

    fn joins(&self, run: &[Group], next: &Group) -> bool {
        let gap = run
            .last()
            .map_or(&[][..], |last| &self.characters[last.end..next.start]);
        gap.len() <= WIDEST_GAP && gap.iter().all(|c| is_separator(*c))
    }

    fn group_at(&self, start: usize) -> Option<Group> {
        let mut digits = vec![digit(self.characters[start])?];
        let mut end = start + 1;
        for (i, character) in self.characters.iter().enumerate().skip(end) {
            if let Some(value) = digit(*character) {
                digits.push(value);
                end = i + 1;
            } else if !is_invisible(*character) {
                break;
            }
        }
        Some(Group { start, end, digits })
    }

    /// Looks at every sequence of neighbouring groups that could be one number; takes the first that is.
    fn cards_in(&self, groups: &[Group], found: &mut Vec<Place>) {
        let mut from = 0;
        while from < groups.len() {
            let mut digits: Vec<u8> = Vec::new();
            let mut hit = None;
            for (to, group) in groups.iter().enumerate().skip(from) {
                digits.extend(&group.digits);
                if digits.len() > *LENGTHS.end() {
                    break;
                }
                let candidate = &groups[from..=to];
                if LENGTHS.contains(&digits.len()) && self.is_card(groups, candidate, from, &digits)
                {
                    hit = Some((to, digits.clone()));
                }
            }
            match hit {
                Some((to, digits)) => {
                    let (start, end) = (groups[from].start, groups[to].end);
                    found.push(Place {
                        kind: FindingKind::CardNumber,
                        start,
                        end,
                        digits,
                    });
                    from = to + 1;
                }
                None => from += 1,
            }
        }
    }

    fn is_card(&self, run: &[Group], candidate: &[Group], from: usize, digits: &[u8]) -> bool {
        let varied = digits.iter().any(|d| *d != digits[0]);
        if !varied || !issuer::luhn(digits) || !issuer::is_issued(digits) {
            return false;
        }
        let (Some(first), Some(last)) = (candidate.first(), candidate.last()) else {
            return false;
        };
        let sizes: Vec<usize> = candidate.iter().map(|group| group.digits.len()).collect();
        let single = sizes.len() == 1 || sizes.iter().all(|size| *size == 1);
        let like_a_card = PATTERNS.contains(&sizes.as_slice());
        // Four groups out of a longer row of fours are part of a longer number, unless they lead it.
        let of_a_longer_row =
            from > 0 && run[from - 1].digits.len() == 4 && sizes.first() == Some(&4);
        let glued = self.is_glued(first.start, last.end);
        match context::around(&self.lower, first.start, last.end) {
            Says::Card => true,
            Says::Other => false,
            Says::Nothing if glued || of_a_longer_row => false,
            Says::Nothing if single => match digits.len() {
                13 => !issuer::is_article_number(digits),
                14..=16 => run.len() == candidate.len() || sizes.len() == 1,
                _ => false,
            },
            Says::Nothing => like_a_card,
        }
    }

    /// Letters directly before or behind: part of a longer code (parcels, payment ids). The magnetic
    /// stripe's own start ("%B") is no such letter.
    fn is_glued(&self, start: usize, end: usize) -> bool {
        let sticks = |c: &char| c.is_alphabetic() || *c == '_';
        let stripe = start >= 2 && self.characters[start - 2..start] == ['%', 'B'];
        let before = start
            .checked_sub(1)
            .and_then(|at| self.characters.get(at))
            .is_some_and(sticks);
        (before && !stripe) || self.characters.get(end).is_some_and(sticks)
    }

    /// Three or four digits shortly behind a name for the security code.
    fn security_codes(&self, cards: &[Place]) -> Vec<Place> {
        let mut found: Vec<Place> = Vec::new();
        for (name, only_near_a_card) in SECURITY_CODES {
            let name: Vec<char> = name.chars().collect();
            for at in 0..self.lower.len().saturating_sub(name.len()) {
                let free = at == 0 || !self.lower[at - 1].is_alphanumeric();
                if !free || !self.lower[at..].starts_with(&name) {
                    continue;
                }
                let near = |place: &Place| {
                    place.start.abs_diff(at) < NEAR || place.end.abs_diff(at) < NEAR
                };
                let Some(code) = self.code_after(at + name.len()) else {
                    continue;
                };
                let taken = |place: &Place| place.start < code.end && code.start < place.end;
                if (only_near_a_card && !cards.iter().any(near))
                    || cards.iter().chain(&found).any(taken)
                {
                    continue;
                }
                found.push(Place {
                    kind: FindingKind::SecurityCode,
                    start: code.start,
                    end: code.end,
                    digits: code.digits,
                });
            }
        }
        found
    }

    fn code_after(&self, at: usize) -> Option<Group> {
        // "CVV2" and "CVC2" carry a digit of their own.
        let at = at
            + usize::from(
                self.characters.get(at) == Some(&'2')
                    && self
                        .characters
                        .get(at + 1)
                        .is_none_or(|c| digit(*c).is_none()),
            );
        let window =
            &self.characters[at.min(self.characters.len())..(at + 14).min(self.characters.len())];
        let skipped = window.iter().position(|c| digit(*c).is_some())?;
        // A word or two may stand between ("CVV code is 123"), a sentence not.
        if window[..skipped].iter().any(|c| matches!(c, '\n' | ';'))
            || ends_a_sentence(&window[..skipped])
        {
            return None;
        }
        let code = self.group_at(at + skipped)?;
        let ends = self
            .characters
            .get(code.end)
            .is_none_or(|c| !c.is_alphanumeric());
        (matches!(code.digits.len(), 3 | 4) && ends).then_some(code)
    }
}

/// A full stop behind a word; behind "no" and "nr" it only shortens.
fn ends_a_sentence(text: &[char]) -> bool {
    let word = |at: usize| {
        text[..at]
            .iter()
            .rev()
            .take_while(|c| c.is_alphabetic())
            .count()
    };
    (0..text.len()).any(|at| text[at] == '.' && word(at) > 3)
}

/// Names of the security code; some mean other things unless a card number is near.
const SECURITY_CODES: [(&str, bool); 14] = [
    ("cvv", false),
    ("cvc", false),
    ("csc", true),
    ("cid", true),
    ("cav2", false),
    ("security code", true),
    ("sicherheitscode", true),
    ("prüfnummer", true),
    ("prüfziffer", true),
    ("kartenprüfnummer", false),
    ("säkerhetskod", true),
    ("kontrollkod", true),
    ("código de segurança", true),
    ("codigo de seguranca", true),
];

/// How near a card number is "near", in characters.
const NEAR: usize = 200;

fn masked(digits: &[u8]) -> String {
    let hidden = 6..digits.len().saturating_sub(4);
    let show = |(i, digit): (usize, &u8)| {
        if hidden.contains(&i) {
            '*'
        } else {
            char::from(b'0' + digit)
        }
    };
    digits.iter().enumerate().map(show).collect()
}

/// The value of a decimal digit: ASCII, full-width, Arabic.
fn digit(character: char) -> Option<u8> {
    let zero = match character {
        '0'..='9' => '0',
        '\u{ff10}'..='\u{ff19}' => '\u{ff10}',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        _ => return None,
    };
    u8::try_from(u32::from(character) - u32::from(zero)).ok()
}

/// Characters that break no group because nobody sees them.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
    )
}

fn is_separator(character: char) -> bool {
    character.is_whitespace()
        || is_invisible(character)
        || matches!(
            character,
            '-' | '\u{2010}'
                ..='\u{2015}' | '\u{2212}' | '.' | ',' | '/' | '_' | '·' | '•' | '|' | '\''
        )
}

#[cfg(test)]
mod tests;
