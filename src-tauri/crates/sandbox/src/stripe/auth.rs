//! Keys and their rights (stripe.md §2, §2.1).

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::error::Refusal;
use crate::server::Call;

/// What a key may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Rights {
    /// A secret key: everything.
    All,
    /// A restricted key: what is listed, for example `dispute_write`; write includes read.
    Some(BTreeSet<String>),
}

/// The keys that a server takes. Without `Debug`, since it holds them.
#[derive(Clone, Default)]
pub(crate) struct Keys {
    known: BTreeMap<String, Rights>,
    expired: BTreeSet<String>,
}

impl Keys {
    pub(crate) fn add(&mut self, key: &str, rights: Rights) {
        self.expired.remove(key);
        self.known.insert(key.to_owned(), rights);
    }

    pub(crate) fn expire(&mut self, key: &str) -> bool {
        let known = self.known.remove(key).is_some();
        if known {
            self.expired.insert(key.to_owned());
        }
        known
    }

    /// The rights of the key that came with this request.
    pub(crate) fn check(&self, call: &Call) -> Result<&Rights, Refusal> {
        let key = presented(call).ok_or_else(Refusal::no_key)?;
        if self.expired.contains(&key) {
            return Err(Refusal::expired_key());
        }
        self.known.get(&key).ok_or_else(Refusal::bad_key)
    }
}

impl Rights {
    /// Refuses with the name of the missing right.
    pub(crate) fn need(&self, right: &str, account: &str) -> Result<(), Refusal> {
        let Self::Some(rights) = self else {
            return Ok(());
        };
        let written = right
            .strip_suffix("_read")
            .map(|noun| format!("{noun}_write"));
        if rights.contains(right) || written.is_some_and(|write| rights.contains(&write)) {
            return Ok(());
        }
        Err(Refusal::missing_right(right, account))
    }
}

/// The key of a Bearer header, or the user name of a Basic one.
fn presented(call: &Call) -> Option<String> {
    let header = call.header("authorization")?;
    let (scheme, rest) = header.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(rest.trim().to_owned());
    }
    if scheme.eq_ignore_ascii_case("basic") {
        let text = String::from_utf8(STANDARD.decode(rest.trim()).ok()?).ok()?;
        return text.split(':').next().map(ToOwned::to_owned);
    }
    None
}
