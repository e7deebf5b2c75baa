//! What an answer may not bring back: the secrets of the call that it answers. A provider, or somebody in its place, may quote
//! a request in its words for an error; those words are shown to the owner, and kept.

use super::{Body, Call};
use secrecy::{ExposeSecret, SecretString};

/// What stands in the place of a secret.
const TAKEN_OUT: &str = "[key]";
/// Anything shorter is no secret that a provider hands out, and may stand in any answer.
const SHORTEST: usize = 12;
/// Fields of a sign-in that hold one (RFC 6749 §2.3.1, RFC 7523 §2.1).
const FIELDS: [&str; 2] = ["client_secret", "assertion"];

/// The secrets of one call.
pub(super) struct Private(Vec<SecretString>);

impl Private {
    pub(super) fn of(call: &Call<'_>) -> Self {
        let mut all: Vec<SecretString> = Vec::new();
        if let Some(credential) = call.credential {
            all.extend(credential.private.iter().cloned());
        }
        match &call.body {
            Body::Form { fields, .. } => {
                let secret = fields.iter().filter(|(name, _)| FIELDS.contains(name));
                all.extend(secret.map(|(_, value)| SecretString::from(value.as_str())));
            }
            Body::Text { content_type, text }
                if content_type.starts_with("application/x-www-form-urlencoded") =>
            {
                let pairs = url::form_urlencoded::parse(text.as_bytes());
                let secret = pairs.filter(|(name, _)| FIELDS.contains(&name.as_ref()));
                all.extend(secret.map(|(_, value)| SecretString::from(value.into_owned())));
            }
            Body::Text { .. } | Body::Empty => {}
        }
        all.retain(|secret| secret.expose_secret().len() >= SHORTEST);
        Self(all)
    }

    pub(super) fn is_in(&self, text: &str) -> bool {
        self.0
            .iter()
            .any(|secret| text.contains(secret.expose_secret()))
    }

    /// The same bytes where none of the secrets stands in them, else a text without them.
    pub(super) fn taken_out_of(&self, bytes: Vec<u8>) -> Vec<u8> {
        let text = String::from_utf8_lossy(&bytes);
        if !self.is_in(&text) {
            return bytes;
        }
        let mut text = text.into_owned();
        for secret in &self.0 {
            text = text.replace(secret.expose_secret(), TAKEN_OUT);
        }
        text.into_bytes()
    }
}
