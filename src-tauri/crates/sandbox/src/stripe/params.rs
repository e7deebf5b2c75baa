//! Bracket-nested parameters of forms and queries, and their checks (stripe.md §2, §6).

use serde_json::{Map, Value};

use super::error::Refusal;

/// The parameters of one request as a tree: objects for brackets, text for values. Arrays are
/// objects whose names are numbers.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Params(Map<String, Value>);

impl Params {
    /// Builds the tree from pairs such as `evidence[receipt]=file_1`.
    pub(crate) fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut root = Map::new();
        for (name, value) in pairs {
            let path = split_name(&name);
            insert(&mut root, &path, value);
        }
        Self(root)
    }

    /// Reads an `application/x-www-form-urlencoded` text.
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        Self::from_pairs(url::form_urlencoded::parse(bytes).into_owned())
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// A plain text parameter.
    pub(crate) fn text(&self, name: &str) -> Result<Option<&str>, Refusal> {
        match self.0.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(Refusal::bad_param(name, format!("Invalid string: {name}"))),
        }
    }

    /// An integer parameter.
    pub(crate) fn integer(&self, name: &str) -> Result<Option<i64>, Refusal> {
        self.text(name)?.map(|text| integer(name, text)).transpose()
    }

    /// A boolean parameter: `true` or `false`.
    pub(crate) fn boolean(&self, name: &str) -> Result<Option<bool>, Refusal> {
        match self.text(name)? {
            None => Ok(None),
            Some("true") => Ok(Some(true)),
            Some("false") => Ok(Some(false)),
            Some(other) => Err(Refusal::bad_param(
                name,
                format!("Invalid boolean: {other}"),
            )),
        }
    }

    /// The members of an array parameter.
    pub(crate) fn list(&self, name: &str) -> Result<Vec<String>, Refusal> {
        self.0.get(name).map_or(Ok(Vec::new()), |value| {
            items(value)
                .into_iter()
                .map(|item| {
                    item.as_str()
                        .map(ToOwned::to_owned)
                        .ok_or_else(|| Refusal::bad_param(name, format!("Invalid array: {name}")))
                })
                .collect()
        })
    }

    /// Refuses parameters that the call does not know.
    pub(crate) fn only(&self, known: &[&str]) -> Result<(), Refusal> {
        only(&self.0, "", known)
    }
}

/// Refuses members that are not among `known`; `parent` is the name of the object they are in.
pub(crate) fn only(
    members: &Map<String, Value>,
    parent: &str,
    known: &[&str],
) -> Result<(), Refusal> {
    for name in members.keys() {
        if !known.contains(&name.as_str()) {
            return Err(Refusal::unknown_param(&nested(parent, name)));
        }
    }
    Ok(())
}

/// `parent[name]`, or `name` at the top.
pub(crate) fn nested(parent: &str, name: &str) -> String {
    if parent.is_empty() {
        name.to_owned()
    } else {
        format!("{parent}[{name}]")
    }
}

pub(crate) fn integer(name: &str, text: &str) -> Result<i64, Refusal> {
    text.parse().map_err(|_| Refusal::bad_integer(name, text))
}

/// The members of an array in order; a single value counts as an array of one.
pub(crate) fn items(value: &Value) -> Vec<&Value> {
    match value {
        Value::Object(members) => {
            let mut numbered: Vec<(u64, &Value)> = members
                .iter()
                .map(|(name, value)| (name.parse().unwrap_or(u64::MAX), value))
                .collect();
            numbered.sort_by_key(|(number, _)| *number);
            numbered.into_iter().map(|(_, value)| value).collect()
        }
        Value::String(text) if text.is_empty() => Vec::new(),
        one => vec![one],
    }
}

fn split_name(name: &str) -> Vec<String> {
    let Some(open) = name.find('[') else {
        return vec![name.to_owned()];
    };
    let mut path = vec![name[..open].to_owned()];
    path.extend(
        name[open..]
            .split('[')
            .skip(1)
            .map(|part| part.trim_end_matches(']').to_owned()),
    );
    path
}

fn insert(into: &mut Map<String, Value>, path: &[String], value: String) {
    let Some((first, rest)) = path.split_first() else {
        return;
    };
    let name = if first.is_empty() {
        into.len().to_string()
    } else {
        first.clone()
    };
    if rest.is_empty() {
        into.insert(name, Value::String(value));
        return;
    }
    let slot = into
        .entry(name)
        .or_insert_with(|| Value::Object(Map::new()));
    if !slot.is_object() {
        *slot = Value::Object(Map::new());
    }
    if let Value::Object(members) = slot {
        insert(members, rest, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn nests_brackets_and_arrays() {
        let params = Params::parse(
            b"evidence[enhanced_evidence][visa_compelling_evidence_3][prior_undisputed_transactions][0][charge]=ch_1\
              &evidence[shipping_carrier]=D%26H+L&expand[]=charge&expand[]=payment_intent&created[gte]=12&submit=false",
        );
        assert_eq!(params.list("expand").unwrap(), ["charge", "payment_intent"]);
        assert_eq!(params.boolean("submit").unwrap(), Some(false));
        let evidence = params.get("evidence").unwrap();
        assert_eq!(evidence["shipping_carrier"], json!("D&H L"));
        let priors = &evidence["enhanced_evidence"]["visa_compelling_evidence_3"]["prior_undisputed_transactions"];
        assert_eq!(items(priors)[0]["charge"], json!("ch_1"));
        assert!(params.only(&["evidence", "expand", "created"]).is_err());
    }

    #[test]
    fn ten_members_keep_their_order() {
        let text: String = (0..12).map(|n| format!("t[{n}]=v{n}&")).collect();
        let list = Params::parse(text.as_bytes()).list("t").unwrap();
        assert_eq!(list[10], "v10");
    }
}
