//! Lenient reading of JSON objects: what is missing, null or of an odd type is simply not there.

use serde_json::Value;
use tvist_domain::money::believable;

/// An object's members, by their exact names or whatever their case. Where a member of a member is meant, its name is a
/// path (`evidence_details.due_by`).
#[derive(Debug, Clone, Copy)]
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
        let found = name.split('.').try_fold(self.value, |value, name| {
            let object = value.as_object()?;
            object.get(name).or_else(|| {
                let same = |key: &str| self.any_case && key.eq_ignore_ascii_case(name);
                object.iter().find(|(key, _)| same(key)).map(|(_, v)| v)
            })
        });
        found.filter(|v| !v.is_null())
    }

    /// A member's own members.
    pub(crate) fn child(self, name: &str) -> Option<Self> {
        self.get(name)
            .filter(|v| v.is_object())
            .map(|value| Self { value, ..self })
    }

    /// The entries of a list, whatever they are; none where there is no list.
    pub(crate) fn items(self, name: &str) -> &'a [Value] {
        self.get(name)
            .and_then(Value::as_array)
            .map_or(&[], Vec::as_slice)
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
        text_of(self.get(name)?)
    }

    /// The value itself as such a text.
    pub(crate) fn own_text(self) -> Option<String> {
        text_of(self.value)
    }

    /// A text that isn't blank, exactly as somebody wrote it; numbers as they are written.
    pub(crate) fn written(self, name: &str) -> Option<String> {
        match self.get(name)? {
            Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// The id of a member, be it the id itself or the object that has it.
    pub(crate) fn id(self, name: &str) -> Option<String> {
        match self.get(name)? {
            Value::Object(_) => self.child(name)?.text("id"),
            value => text_of(value),
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

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|t| !t.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
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
        assert_eq!(fields.written("b").as_deref(), Some(" x "));
        assert_eq!(fields.written("h"), None);
        assert_eq!(Fields::exact(&value["b"]).own_text().as_deref(), Some("x"));
        assert_eq!((fields.items("g").len(), fields.items("b").len()), (1, 0));
    }

    #[test]
    fn members_of_members_are_asked_for_by_a_path() {
        let value = json!({"a": {"b": 5, "c": {"d": "7"}, "n": null, "flag": true}, "l": [1]});
        let fields = Fields::exact(&value);
        assert_eq!(fields.int("a.b"), Some(5));
        assert_eq!(fields.int("a.c.d"), Some(7));
        assert_eq!(fields.truth("a.flag"), Some(true));
        assert_eq!(fields.int("a.n.d"), None);
        assert_eq!(fields.int("l.x"), None);
        assert_eq!(Fields::any_case(&value).int("A.C.D"), Some(7));
        assert!(fields.child("A.c").is_none());
    }

    #[test]
    fn an_object_and_its_id_are_the_same() {
        let value = json!({"charge": {"id": "ch_1"}, "intent": "pi_1", "none": {}});
        let fields = Fields::exact(&value);
        assert_eq!(fields.id("charge").as_deref(), Some("ch_1"));
        assert_eq!(fields.id("intent").as_deref(), Some("pi_1"));
        assert_eq!(fields.id("none"), None);
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
