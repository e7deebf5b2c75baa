//! Texts in an old character set: what it lacks is spelt in letters that it has, and what can't be spelt is counted.

use super::{LeftOut, small};
use std::collections::BTreeMap;

/// One character set and what it couldn't take so far.
pub(crate) struct Spelling {
    has: fn(char) -> bool,
    lost: BTreeMap<char, usize>,
}

impl Spelling {
    pub(crate) fn new(has: fn(char) -> bool) -> Self {
        Self {
            has,
            lost: BTreeMap::new(),
        }
    }

    /// The text in characters of the set; one that can't be spelt becomes a question mark, and is told.
    pub(crate) fn spell(&mut self, text: &str) -> String {
        let mut spelt = String::with_capacity(text.len());
        for c in text.chars() {
            if (self.has)(c) {
                spelt.push(c);
            } else if let Some(letters) = letters(c) {
                spelt.push_str(letters);
            } else {
                *self.lost.entry(c).or_default() += 1;
                spelt.push('?');
            }
        }
        spelt
    }

    /// What was lost, for the owner.
    pub(crate) fn left_out(self) -> impl Iterator<Item = LeftOut> {
        self.lost.into_iter().map(|(c, count)| LeftOut {
            why: "character".to_owned(),
            what: c.to_string(),
            count: small(count),
        })
    }
}

/// How a character is written where it is lacking: Nordic letters as Nordic offices do, others in plain Latin.
fn letters(c: char) -> Option<&'static str> {
    match c {
        'Ø' => Some("OE"),
        'ø' => Some("oe"),
        other => deunicode::deunicode_char(other).filter(|text| !text.trim().is_empty()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_lacking_is_spelt_or_told_and_never_lost_in_silence() {
        let mut spelling = Spelling::new(|c| c.is_ascii() || "åäö".contains(c));
        for (text, spelt) in [
            ("Søren Ø", "Soeren OE"),
            ("12 €", "12 EUR"),
            ("Łódź", "Lodz"),
            ("Gävle", "Gävle"),
            ("a\u{e000}b", "a?b"),
        ] {
            assert_eq!(spelling.spell(text), spelt, "{text}");
        }
        let told: Vec<LeftOut> = spelling.left_out().collect();
        assert_eq!(told.len(), 1);
        assert_eq!((told[0].why.as_str(), told[0].count), ("character", 1));
    }
}
