//! Access tokens of the providers that issue them.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};

use super::Call;
use crate::chance::Chance;

/// Tokens and when they run out. Without `Debug`, since it holds them.
#[derive(Clone, Default)]
pub(crate) struct Tokens {
    issued: HashMap<String, DateTime<Utc>>,
}

impl Tokens {
    /// A new token that lives for so many seconds.
    pub(crate) fn issue(
        &mut self,
        prefix: &str,
        chance: &mut Chance,
        now: DateTime<Utc>,
        seconds: i64,
    ) -> String {
        let token = format!("{prefix}{}", chance.letters(40));
        self.issued
            .insert(token.clone(), now + TimeDelta::seconds(seconds));
        token
    }

    /// Whether the request carries a token that is still good.
    pub(crate) fn admit(&self, call: &Call, now: DateTime<Utc>) -> bool {
        bearer(call).is_some_and(|token| self.issued.get(token).is_some_and(|end| now < *end))
    }

    /// All tokens live longer by this.
    pub(crate) fn prolong(&mut self, by: TimeDelta) {
        for end in self.issued.values_mut() {
            *end += by;
        }
    }

    /// All tokens run out now.
    pub(crate) fn expire_all(&mut self) {
        self.issued.clear();
    }
}

/// The token of a Bearer header.
fn bearer(call: &Call) -> Option<&str> {
    let (scheme, token) = call.header("authorization")?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Name and password of a Basic header.
pub(crate) fn basic(call: &Call) -> Option<(String, String)> {
    let (scheme, rest) = call.header("authorization")?.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(rest.trim()).ok()?).ok()?;
    let (name, password) = text.split_once(':')?;
    Some((name.to_owned(), password.to_owned()))
}
