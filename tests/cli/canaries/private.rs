//! What is private, each thing with what it is, and where it mustn't be.

use std::collections::HashMap;

use serde_json::Value;

/// Things that are nobody else's, each with what it is.
#[derive(Default)]
pub struct Canaries {
    pub all: Vec<(String, String)>,
    /// By their first bytes, so that a log is gone through once.
    heads: HashMap<[u8; 4], Vec<usize>>,
}

impl Canaries {
    pub fn add(&mut self, what: &str, text: &str) {
        let text = text.trim();
        let known = self.all.iter().any(|(_, known)| known == text);
        let Some(head) = text.as_bytes().first_chunk::<4>().filter(|_| !known) else {
            return;
        };
        self.heads.entry(*head).or_default().push(self.all.len());
        self.all.push((what.to_owned(), text.to_owned()));
    }

    fn found_in(&self, bytes: &[u8]) -> Option<&(String, String)> {
        bytes.windows(4).enumerate().find_map(|(at, head)| {
            let some = self.heads.get(head)?;
            let here = some.iter().map(|index| &self.all[*index]);
            here.into_iter().find(|(_, text)| {
                bytes[at..].starts_with(text.as_bytes()) && stands_alone(bytes, at, text)
            })
        })
    }

    #[track_caller]
    pub fn none_in(&self, place: &str, bytes: &[u8]) {
        if let Some((what, text)) = self.found_in(bytes) {
            let text_bytes = text.as_bytes();
            let at = bytes
                .windows(text_bytes.len())
                .position(|w| w == text_bytes);
            let near = at.unwrap_or_default();
            let before = &bytes[near.saturating_sub(300)..near];
            panic!(
                "{what} ({text}) is in {place}, after {}",
                String::from_utf8_lossy(before)
            );
        }
    }

    /// What wasn't met at all would be found nowhere.
    #[track_caller]
    pub fn are_all_in(&self, met: &str) {
        for (what, text) in &self.all {
            let escaped = Value::from(text.as_str()).to_string();
            let is_met = met.contains(text) || met.contains(escaped.trim_matches('"'));
            assert!(is_met, "{what} ({text}) was never there");
        }
    }
}

/// Four digits are a card's only where they stand alone; anything longer counts wherever it stands.
fn stands_alone(bytes: &[u8], at: usize, text: &str) -> bool {
    let joins = |place: Option<usize>| {
        let byte = place.and_then(|place| bytes.get(place));
        byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'.' || *byte == b'=')
    };
    text.len() > 5 || (!joins(at.checked_sub(1)) && !joins(Some(at + text.len())))
}
