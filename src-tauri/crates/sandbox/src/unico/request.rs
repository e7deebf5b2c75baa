//! The body of a request for an analysis, and its checks (unico.md §3.4).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::DateTime;
use serde_json::Value;

/// Documents per request.
const MOST_DOCUMENTS: usize = 3;
const KNOWN: [&str; 6] = [
    "datetime",
    "documents",
    "name",
    "observation",
    "reason",
    "requestor",
];

/// Which of the two contract errors it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// 40001: the JSON does not match the contract.
    Contract,
    /// 40002: a field is malformed or missing.
    Field(&'static str),
}

/// Checks the body and returns the number of documents.
pub(crate) fn check(bytes: &[u8]) -> Result<usize, Fault> {
    let Ok(Value::Object(body)) = serde_json::from_slice::<Value>(bytes) else {
        return Err(Fault::Contract);
    };
    if body.keys().any(|name| !KNOWN.contains(&name.as_str())) {
        return Err(Fault::Contract);
    }
    let text = |name: &'static str| {
        body.get(name)
            .and_then(Value::as_str)
            .filter(|text| !text.trim().is_empty())
            .ok_or(Fault::Field(name))
    };
    DateTime::parse_from_rfc3339(text("datetime")?).map_err(|_| Fault::Field("datetime"))?;
    text("name")?;
    text("reason")?;
    if body
        .get("observation")
        .is_some_and(|value| !value.is_string())
    {
        return Err(Fault::Field("observation"));
    }
    let requestor = body.get("requestor").ok_or(Fault::Field("requestor"))?;
    let cpf = requestor["value"].as_str().unwrap_or_default();
    if requestor["key"] != "cpf" || !is_cpf(cpf) {
        return Err(Fault::Field("requestor"));
    }
    let documents = body
        .get("documents")
        .and_then(Value::as_array)
        .filter(|list| (1..=MOST_DOCUMENTS).contains(&list.len()))
        .ok_or(Fault::Field("documents"))?;
    for document in documents {
        let labelled = document["label"]
            .as_str()
            .is_some_and(|text| !text.is_empty());
        let is_pdf = document["data"]
            .as_str()
            .and_then(|text| STANDARD.decode(text).ok())
            .is_some_and(|bytes| bytes.starts_with(b"%PDF-"));
        if !labelled || !is_pdf {
            return Err(Fault::Field("documents"));
        }
    }
    Ok(documents.len())
}

/// Eleven digits of which the last two check the others.
fn is_cpf(text: &str) -> bool {
    let digits: Vec<u32> = text
        .chars()
        .filter_map(|letter| letter.to_digit(10))
        .collect();
    if text.len() != 11 || digits.len() != 11 || digits.iter().all(|digit| *digit == digits[0]) {
        return false;
    }
    let check = |length: usize| {
        let weights = (2..=u32::try_from(length).unwrap_or(0) + 1).rev();
        let sum: u32 = digits[..length]
            .iter()
            .zip(weights)
            .map(|(digit, weight)| digit * weight)
            .sum();
        (sum * 10 % 11) % 10
    };
    check(9) == digits[9] && check(10) == digits[10]
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn knows_a_cpf() {
        assert!(is_cpf("52998224725"));
        for wrong in ["52998224724", "11111111111", "529.982.247-25", "5299822472"] {
            assert!(!is_cpf(wrong), "{wrong}");
        }
    }

    #[test]
    fn each_missing_field_is_found() {
        let whole = json!({
            "datetime": "2026-11-20T03:00:00.000Z",
            "requestor": {"key": "cpf", "value": "52998224725"}, "name": "Ana Exemplo",
            "reason": "Fraude", "observation": "Pedido 8841",
            "documents": [{"label": "a.pdf", "data": "JVBERi0xLjcKJWRlbW8="}],
        });
        assert_eq!(check(whole.to_string().as_bytes()), Ok(1));
        for name in ["datetime", "requestor", "name", "reason", "documents"] {
            let mut less = whole.clone();
            less.as_object_mut().unwrap().remove(name);
            let found = check(less.to_string().as_bytes());
            assert!(
                matches!(found, Err(Fault::Field(field)) if field == name),
                "{name}"
            );
        }
        assert_eq!(check(b"[]"), Err(Fault::Contract));
    }
}
