//! Lenient reading of JSON objects: what is missing, null or of an odd type is simply not there.

use serde_json::Value;
use tvist_domain::money::believable;

/// An object's members, by their exact names or whatever their case.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'a> {
    value: &'a Value,
    any_case: bool,
}

impl<'a> Fields<'a> {
    pub(crate) fn exact(value: &'a Value) -> Self {
        Self {
            value,
            any_case: false,
        }
    }

    /// For a provider whose pages and samples disagree about the case of names (celcoin.md §2.3).
    pub(crate) fn any_case(value: &'a Value) -> Self {
        Self {
            value,
            any_case: true,
        }
    }

    /// A member that is there and not null.
    pub(crate) fn get(self, name: &str) -> Option<&'a Value> {
        let object = self.value.as_object()?;
        let found = object.get(name).or_else(|| {
            let same = |key: &str| self.any_case && key.eq_ignore_ascii_case(name);
            object.iter().find(|(key, _)| same(key)).map(|(_, v)| v)
        });
        found.filter(|v| !v.is_null())
    }

    /// A member's own members.
    pub(crate) fn child(self, name: &str) -> Option<Self> {
        self.get(name)
            .filter(|v| v.is_object())
            .map(|value| Self { value, ..self })
    }

    /// The objects of a list; a single object counts as a list of one.
    pub(crate) fn list(self, name: &str) -> Vec<Self> {
        let values = match self.get(name) {
            Some(Value::Array(values)) => values.as_slice(),
            Some(one @ Value::Object(_)) => std::slice::from_ref(one),
            _ => &[],
        };
        values.iter().map(|value| Self { value, ..self }).collect()
    }

    /// A text that isn't blank; numbers and truth values as they are written.
    pub(crate) fn text(self, name: &str) -> Option<String> {
        match self.get(name)? {
            Value::String(text) => Some(text.trim().to_owned()).filter(|t| !t.is_empty()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(truth) => Some(truth.to_string()),
            _ => None,
        }
    }

    /// A whole number, also when it came as text or as `1999.0`.
    pub(crate) fn int(self, name: &str) -> Option<i64> {
        match self.get(name)? {
            Value::Number(number) => number.as_i64().or_else(|| whole(number.as_f64()?)),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// An amount in minor units; none where it is more than anybody can mean.
    pub(crate) fn minor(self, name: &str) -> Option<i64> {
        self.int(name).and_then(believable)
    }

    /// A truth value, also when it came as text.
    pub(crate) fn truth(self, name: &str) -> Option<bool> {
        match self.get(name)? {
            Value::Bool(truth) => Some(*truth),
            Value::String(text) => text.trim().to_ascii_lowercase().parse().ok(),
            _ => None,
        }
    }

    pub(crate) fn value(self) -> &'a Value {
        self.value
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "bounded to what an f64 holds exactly"
)]
fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() < 9e15).then_some(number as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn odd_types_are_not_there() {
        let value = json!({"a": null, "b": " x ", "c": 7, "d": "12", "e": 7.5, "f": 19.0, "g": [1], "h": " ", "i": "True"});
        let fields = Fields::exact(&value);
        assert_eq!(fields.text("a"), None);
        assert_eq!(fields.text("b").as_deref(), Some("x"));
        assert_eq!(fields.text("c").as_deref(), Some("7"));
        assert_eq!(fields.text("g"), None);
        assert_eq!(fields.text("h"), None);
        assert_eq!(fields.int("d"), Some(12));
        assert_eq!(fields.int("e"), None);
        assert_eq!(fields.int("f"), Some(19));
        assert_eq!(fields.truth("i"), Some(true));
        assert!(fields.child("b").is_none());
    }

    #[test]
    fn case_matters_only_where_it_is_said_to() {
        let value = json!({"DocumentsChargeback": {"createdAt": "x"}, "Items": {"a": 1}});
        assert!(Fields::exact(&value).child("documentsChargeback").is_none());
        let any = Fields::any_case(&value);
        let inner = any.child("documentschargeback").unwrap();
        assert_eq!(inner.text("CreatedAt").as_deref(), Some("x"));
        assert_eq!(any.list("items").len(), 1);
    }
}
