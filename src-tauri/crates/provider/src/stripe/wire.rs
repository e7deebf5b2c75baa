//! Stripe's own forms in its JSON: its ids and the envelope of its errors.

use crate::lenient::Fields;
use serde_json::Value;

/// Whether a text can be an id: of signs that can't change the address it becomes part of.
pub(super) fn is_id(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    !text.is_empty() && text.len() <= 255 && text.chars().all(plain)
}

/// Stripe's error envelope (stripe.md §2.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Envelope {
    pub(super) kind: Option<String>,
    pub(super) code: Option<String>,
    pub(super) message: String,
}

impl Envelope {
    /// Reads `{"error":{…}}`; none when the body is something else.
    pub(super) fn read(body: Option<&Value>) -> Option<Self> {
        let error = Fields::exact(body?).child("error")?;
        Some(Self {
            kind: error.text("type"),
            code: error.text("code").filter(|code| is_word(code)),
            message: error.text("message").unwrap_or_default(),
        })
    }

    /// Whether it holds more than a shell.
    pub(super) fn says_something(&self) -> bool {
        self.kind.is_some() || self.code.is_some() || !self.message.is_empty()
    }

    /// The missing right that the message names (`rak_dispute_read`), of which Stripe gives no member (stripe.md §2.1).
    pub(super) fn right(&self) -> Option<String> {
        let start = self.message.find("rak_")?;
        let rest = &self.message[start..];
        let end = rest
            .find(|c: char| !(c.is_ascii_lowercase() || c == '_'))
            .unwrap_or(rest.len());
        (end > "rak_".len() && end <= 64).then(|| rest[..end].to_owned())
    }
}

fn is_word(text: &str) -> bool {
    text.len() <= 64
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn ids_that_would_change_an_address_are_none() {
        for good in ["du_1Tq9FvB7mXk2NdLe0aWcYh3P", "dp_1", "py-2"] {
            assert!(is_id(good), "{good}");
        }
        for bad in ["", "..", "du_1/close", "du_1?x=1", "du 1", "du_å", "%2e"] {
            assert!(!is_id(bad), "{bad}");
        }
    }

    #[test]
    fn the_missing_right_is_found_in_the_message() {
        let with = |message: &str| {
            Envelope::read(Some(&json!({"error": {"message": message}}))).and_then(|e| e.right())
        };
        assert_eq!(
            with(
                "The provided key 'rk_test_***' does not have the required permissions. Having the 'rak_dispute_read' permission would allow this."
            ),
            Some("rak_dispute_read".to_owned())
        );
        assert_eq!(
            with("Having rak_file_write."),
            Some("rak_file_write".to_owned())
        );
        assert_eq!(with("rak_"), None);
        assert_eq!(with("no"), None);
        assert_eq!(Envelope::read(Some(&json!({"error": "x"}))), None);
    }
}
