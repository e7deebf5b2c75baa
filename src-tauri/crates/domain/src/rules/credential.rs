//! What an account is set up with: names, forms and what they look like. The faces ask for just this.

use crate::Provider;
use crate::provider::Environment;
use serde::Serialize;

/// How a value is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum CredentialForm {
    /// One line that may be seen.
    Line,
    /// One line that is hidden.
    Hidden,
    /// A key or certificate: a file, or its text.
    File,
}

/// One value that an account is set up with. Its words are `credential-<name>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
pub struct Credential {
    /// The name in the contract of `tvist account add`.
    pub name: &'static str,
    pub form: CredentialForm,
    /// Goes to the keychain; else it is an option that may be seen.
    pub secret: bool,
    pub required: bool,
    /// Only the live environment asks for it.
    pub live_only: bool,
    /// What a right value begins with; nothing where that isn't known.
    pub begins: &'static [&'static str],
    /// What a value begins with that is easily taken for the right one (`credential-<name>-foreign`).
    pub foreign: &'static [&'static str],
}

/// What an account at a provider is set up with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
pub struct AccountForm {
    pub provider: Provider,
    pub credentials: &'static [Credential],
    /// The secret itself tells live from test; else the owner is asked.
    pub tells_environment: bool,
    /// How many steps the way to the credentials has: `connect-<provider>-1` …
    pub steps: u8,
    /// The rights that are wanted: `right-<name>`.
    pub rights: &'static [&'static str],
}

pub(super) const PLAIN: Credential = Credential {
    name: "",
    form: CredentialForm::Line,
    secret: false,
    required: true,
    live_only: false,
    begins: &[],
    foreign: &[],
};

pub(super) const PEM: &[&str] = &["-----BEGIN "];

pub(super) const fn secret(name: &'static str) -> Credential {
    Credential {
        name,
        form: CredentialForm::Hidden,
        secret: true,
        ..PLAIN
    }
}

pub(super) const fn visible_secret(name: &'static str) -> Credential {
    Credential {
        form: CredentialForm::Line,
        ..secret(name)
    }
}

pub(super) const fn option(name: &'static str, required: bool) -> Credential {
    Credential {
        name,
        required,
        ..PLAIN
    }
}

/// The environment that a secret tells by its prefix: `sk_live_…`, `rk_test_…` (stripe.md §2).
#[must_use]
pub fn environment_of(secret: &str) -> Option<Environment> {
    match secret.split('_').nth(1)? {
        "live" => Some(Environment::Live),
        "test" => Some(Environment::Test),
        _ => None,
    }
}

/// What an account at `provider` is set up with.
#[must_use]
pub fn account_form(provider: Provider) -> &'static AccountForm {
    &super::of(provider).form
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_provider_asks_for_at_least_one_secret_and_no_name_twice() {
        for provider in Provider::ALL {
            let form = account_form(provider);
            assert_eq!(form.provider, provider);
            assert!(form.credentials.iter().any(|c| c.secret && c.required));
            let mut names: Vec<_> = form.credentials.iter().map(|c| c.name).collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), form.credentials.len());
        }
    }
}
