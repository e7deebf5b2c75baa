//! A lenient look into Stripe's JSON: every member may be missing, null or of another type than documented.

use serde_json::Value;
use tvist_domain::money::believable;

/// A JSON value that is asked for members by dotted paths (`evidence_details.due_by`).
#[derive(Debug, Clone, Copy)]
pub(super) struct Object<'a>(pub(super) &'a Value);

impl<'a> Object<'a> {
    /// The value at `path`, unless it is missing or null.
    pub(super) fn at(self, path: &str) -> Option<&'a Value> {
        let found = path
            .split('.')
            .try_fold(self.0, |value, member| value.get(member))?;
        (!found.is_null()).then_some(found)
    }

    /// The object at `path`.
    pub(super) fn object(self, path: &str) -> Option<Object<'a>> {
        self.at(path).filter(|v| v.is_object()).map(Object)
    }

    /// The entries of the array at `path`; none where there is none.
    pub(super) fn list(self, path: &str) -> &'a [Value] {
        self.at(path)
            .and_then(Value::as_array)
            .map_or(&[], Vec::as_slice)
    }

    /// A text that isn't empty; numbers count as their digits.
    pub(super) fn text(self, path: &str) -> Option<String> {
        text(self.at(path)?)
    }

    /// The value itself as a text.
    pub(super) fn own_text(self) -> Option<String> {
        text(self.0)
    }

    /// A whole number, also where it travels as a text or with a fraction of zero.
    pub(super) fn int(self, path: &str) -> Option<i64> {
        int(self.at(path)?)
    }

    /// An amount in Stripe's units; none where it is more than anybody can mean.
    pub(super) fn minor(self, path: &str) -> Option<i64> {
        self.int(path).and_then(believable)
    }

    /// A truth value, also where it travels as a text.
    pub(super) fn flag(self, path: &str) -> Option<bool> {
        match self.at(path)? {
            Value::Bool(flag) => Some(*flag),
            Value::String(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// The id of what is at `path`, be it the id itself or the expanded object.
    pub(super) fn id(self, path: &str) -> Option<String> {
        match self.at(path)? {
            Value::Object(_) => self.object(path)?.text("id"),
            value => text(value),
        }
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn int(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64().or_else(|| {
            let float = number.as_f64()?;
            // Beyond this, floats skip whole numbers.
            let exact = float.fract() == 0.0 && float.abs() < 9_007_199_254_740_992.0;
            #[expect(clippy::cast_possible_truncation, reason = "whole and in range")]
            exact.then_some(float as i64)
        }),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

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
        let error = Object(body?).object("error")?;
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
    fn members_are_taken_in_any_shape() {
        let value = json!({"a": {"b": 5, "c": "7", "d": null, "e": 3.0, "f": 3.5, "g": "", "h": true, "i": "false"}, "l": [1]});
        let object = Object(&value);
        assert_eq!(object.int("a.b"), Some(5));
        assert_eq!(object.int("a.c"), Some(7));
        assert_eq!(object.int("a.d"), None);
        assert_eq!(object.int("a.e"), Some(3));
        assert_eq!(object.int("a.f"), None);
        assert_eq!(object.int("l.x"), None);
        assert_eq!(object.text("a.b"), Some("5".to_owned()));
        assert_eq!(object.text("a.g"), None);
        assert_eq!(object.flag("a.h"), Some(true));
        assert_eq!(object.flag("a.i"), Some(false));
        assert_eq!(object.list("a").len(), 0);
        assert_eq!(object.list("l").len(), 1);
    }

    #[test]
    fn an_expanded_object_and_its_id_are_the_same() {
        let value = json!({"charge": {"id": "ch_1"}, "intent": "pi_1", "none": {}});
        assert_eq!(Object(&value).id("charge"), Some("ch_1".to_owned()));
        assert_eq!(Object(&value).id("intent"), Some("pi_1".to_owned()));
        assert_eq!(Object(&value).id("none"), None);
    }

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
