//! Secrets as a face was given them: one JSON object, never shown, wiped from memory when it goes.

use serde_json::Value;
use std::ops::Deref;
use zeroize::Zeroize;

/// The object. What other programs and libraries (a pipe, the web view) had of it before isn't in our hands.
#[derive(Clone)]
pub struct GivenSecrets(Value);

impl From<Value> for GivenSecrets {
    fn from(value: Value) -> Self {
        Self(value)
    }
}

impl Deref for GivenSecrets {
    type Target = Value;

    fn deref(&self) -> &Value {
        &self.0
    }
}

impl std::fmt::Debug for GivenSecrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("GivenSecrets")
    }
}

impl Drop for GivenSecrets {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

/// Overwrites every text in a value.
fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(all) => all.iter_mut().for_each(wipe),
        Value::Object(all) => all.values_mut().for_each(wipe),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_text_is_wiped_and_none_is_shown() {
        let mut value = json!({"secret_key": "sk_canary", "more": [{"pem": "canary"}], "n": 1});
        let given = GivenSecrets::from(value.clone());
        assert_eq!(given["secret_key"], "sk_canary");
        assert!(!format!("{given:?}").contains("canary"));
        wipe(&mut value);
        assert_eq!(
            value,
            json!({"secret_key": "", "more": [{"pem": ""}], "n": 1})
        );
    }
}
