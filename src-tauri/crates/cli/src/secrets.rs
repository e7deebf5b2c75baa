//! Secrets come in by standard input, as one JSON object; they are never arguments, and are never shown.

use std::io::{IsTerminal, Read};

use serde_json::Value;
use tvist_engine::GivenSecrets;
use zeroize::Zeroizing;

use crate::exit::Failure;

/// Far more than any set of credentials, certificates included.
const LIMIT: u64 = 1 << 20;
/// A key with its certificate.
const ROOM: usize = 1 << 16;

const WANTED: &str =
    "secrets are read from standard input as one JSON object, such as {\"secret_key\": \"…\"}";

/// Reads the object. At a terminal it is asked for and typed unseen.
pub fn read() -> Result<GivenSecrets, Failure> {
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        eprint!(
            "The secrets as one line of JSON, such as {{\"secret_key\": \"…\"}} (typed unseen): "
        );
        let line = rpassword::read_password().map_err(|_| Failure::Usage(WANTED.to_owned()))?;
        return object(&Zeroizing::new(line));
    }
    // With room for most, so that it seldom moves while it grows.
    let mut text = Zeroizing::new(String::with_capacity(ROOM));
    stdin
        .lock()
        .take(LIMIT)
        .read_to_string(&mut text)
        .map_err(|_| Failure::Usage(WANTED.to_owned()))?;
    object(&text)
}

/// The parser's own complaint is not passed on: it may quote what it read.
fn object(text: &str) -> Result<GivenSecrets, Failure> {
    match serde_json::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(value @ Value::Object(_)) => Ok(value.into()),
        Ok(_) | Err(_) => Err(Failure::Usage(WANTED.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_taken_and_anything_else_is_refused_without_being_quoted() {
        assert_eq!(
            object("{\"secret_key\": \"sk_test_1\"}\n").unwrap()["secret_key"],
            "sk_test_1"
        );
        for text in [
            "",
            "sk_test_canary",
            "\"sk_test_canary\"",
            "[\"sk_test_canary\"]",
            "{\"secret_key\": \"sk_test_canary\"",
            "{\"secret_key\": \"a\"} sk_test_canary",
        ] {
            let failure = object(text).unwrap_err();
            assert_eq!(failure.exit().code(), 2, "{text}");
            assert!(!failure.to_string().contains("canary"), "{text}");
        }
    }
}
