//! An account's secrets: named, kept in the keychain or sealed by the database, never shown.

use crate::account::certificate;
use crate::error::{Error, Result};
use crate::host::entry::Kind;
use crate::host::{Host, entry};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde::de::{Deserializer, Visitor};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use tvist_document::worker::Workshop;
use tvist_domain::AccountId;
use tvist_domain::provider::Provider;
use tvist_domain::rules::credential::{AccountForm, account_form};
use tvist_store::{Account, Store};
use zeroize::Zeroizing;

/// A secret that is longer than this doesn't fit every platform's keychain entry (1,280 characters on Windows).
const ENTRY_CHARACTERS: usize = 1_200;
const SEALED: &str = "secrets";
/// The member of an entry that says which address the secrets were given for; none for the provider's own hosts.
const ADDRESS: &str = "api_base";

/// What an account at each provider is set up with, in the order in which they are offered.
#[must_use]
pub fn account_forms() -> Vec<AccountForm> {
    Provider::ALL.map(|p| *account_form(p)).to_vec()
}

/// A key or certificate file as a value of [`crate::NewAccount::secrets`]: PEM as it is, anything else in base64.
#[must_use]
pub fn credential_value(file: &[u8]) -> String {
    match std::str::from_utf8(file) {
        Ok(text) if text.contains("-----BEGIN ") => text.to_owned(),
        _ => STANDARD.encode(file),
    }
}

/// A new account with its secrets; no entry may stay behind for an account that isn't there.
pub(crate) async fn store_secrets(host: &Host, account: &Account, secrets: &Secrets) -> Result<()> {
    let entry = secrets.given_for(account);
    if fits_an_entry(&entry) {
        entry::set_entry(host, Kind::Account, &account.id, entry).await?;
        if let Err(e) = host.store.account_insert(account).await {
            entry::remove_entry(host, Kind::Account, &account.id).await?;
            return Err(e.into());
        }
        return Ok(());
    }
    host.store.account_insert(account).await?;
    seal_secrets(&host.store, &account.id, secrets).await
}

/// Other secrets for an account that is there; the former ones go when the new ones are kept.
pub(crate) async fn replace_secrets(
    host: &Host,
    account: &Account,
    secrets: &Secrets,
) -> Result<()> {
    let id = &account.id;
    let entry = secrets.given_for(account);
    if fits_an_entry(&entry) {
        entry::set_entry(host, Kind::Account, id, entry).await?;
        host.store.secret_remove(id, SEALED).await?;
    } else {
        seal_secrets(&host.store, id, secrets).await?;
        entry::remove_entry(host, Kind::Account, id).await?;
    }
    entry::drop_shared(host, Kind::Account, id).await
}

/// Too long for some keychains: sealed by the database, whose key the keychain holds.
async fn seal_secrets(store: &Store, id: &AccountId, secrets: &Secrets) -> Result<()> {
    let text = secrets.to_json();
    Ok(store
        .secret_put(id, SEALED, text.expose_secret().as_bytes())
        .await?)
}

pub(crate) async fn load_secrets(host: &Host, account: &Account) -> Result<Secrets> {
    if let Some(text) = entry::entry(host, Kind::Account, &account.id).await? {
        return Secrets::from_json(text.expose_secret());
    }
    // Before what lies under other names: that may be what these replaced.
    if let Some(bytes) = host.store.secret_get(&account.id, SEALED).await? {
        return Secrets::from_json(&String::from_utf8_lossy(&bytes));
    }
    let given_for_it = |entry: &SecretString| is_given_for(account, entry);
    match entry::adopt_entry(host, Kind::Account, &account.id, given_for_it).await? {
        Some(text) => Secrets::from_json(text.expose_secret()),
        None => Err(Error::CredentialsMissing {
            label: account.label.clone(),
        }),
    }
}

fn fits_an_entry(entry: &SecretString) -> bool {
    entry.expose_secret().len() <= ENTRY_CHARACTERS
}

/// Whether an entry that another folder wrote was given for the address that this account's secrets are sent to. A
/// database that came from somewhere else may name an account of ours and an address of its own.
fn is_given_for(account: &Account, entry: &SecretString) -> bool {
    Secrets::from_json(entry.expose_secret()).is_ok_and(|secrets| {
        let address = secrets.get(ADDRESS).map(ExposeSecret::expose_secret);
        address == account.api_base.as_deref()
    })
}

/// Named secrets; never shown.
pub(crate) struct Secrets(BTreeMap<String, SecretString>);

impl Secrets {
    pub(crate) fn get(&self, name: &str) -> Option<&SecretString> {
        self.0.get(name)
    }

    /// As an entry holds them: with the address that they may be sent to, where that isn't the provider's own.
    fn given_for(&self, account: &Account) -> SecretString {
        let mut secrets = self.0.clone();
        if let Some(base) = &account.api_base {
            secrets.insert(ADDRESS.to_owned(), SecretString::from(base.clone()));
        }
        Self(secrets).to_json()
    }

    fn to_json(&self) -> SecretString {
        let plain: BTreeMap<&str, &str> = self
            .0
            .iter()
            .map(|(k, v)| (k.as_str(), v.expose_secret()))
            .collect();
        // In one piece, so that no shorter one is left behind while it grows: escaped, a text at most grows sixfold.
        let room = plain
            .iter()
            .map(|(k, v)| 6 * (k.len() + v.len()) + 6)
            .sum::<usize>()
            + 2;
        let mut text = Zeroizing::new(Vec::with_capacity(room));
        let written = serde_json::to_writer(&mut *text, &plain);
        let text = written.ok().and_then(|()| std::str::from_utf8(&text).ok());
        SecretString::from(text.unwrap_or_default())
    }

    fn from_json(text: &str) -> Result<Self> {
        let kept: BTreeMap<String, Kept> = serde_json::from_str(text)
            .map_err(|_| Error::Keychain("the entry isn't ours".into()))?;
        Ok(Self(kept.into_iter().map(|(k, v)| (k, v.0)).collect()))
    }
}

/// A secret, read without a plain copy of it in between.
struct Kept(SecretString);

impl<'de> Deserialize<'de> for Kept {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_str(KeptVisitor).map(Self)
    }
}

struct KeptVisitor;

impl Visitor<'_> for KeptVisitor {
    type Value = SecretString;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a secret")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> std::result::Result<SecretString, E> {
        Ok(SecretString::from(text))
    }
}

/// The secrets that a provider needs (contract, conventions), all of them and no others, as they are kept.
pub(crate) async fn required_secrets(
    workshop: &Arc<Workshop>,
    provider: Provider,
    given: &Value,
) -> Result<Secrets> {
    let secrets = named_secrets(provider, given)?;
    certificate::with_certificate_in_pem(workshop, secrets)
        .await
        .map(Secrets)
}

fn named_secrets(provider: Provider, given: &Value) -> Result<BTreeMap<String, SecretString>> {
    let form = account_form(provider);
    let object = given
        .as_object()
        .ok_or_else(|| Error::Usage("the secrets are one JSON object".into()))?;
    let mut secrets = BTreeMap::new();
    for wanted in form.credentials.iter().filter(|c| c.secret) {
        let name = wanted.name;
        match object.get(name) {
            Some(Value::String(value)) if !value.trim().is_empty() => {
                secrets.insert(name.to_owned(), SecretString::from(value.trim()));
            }
            Some(Value::String(_) | Value::Null) | None if !wanted.required => {}
            _ => return Err(Error::Usage(format!("the secret \"{name}\" is missing"))),
        }
    }
    let known = |name: &str| form.credentials.iter().any(|c| c.name == name);
    if let Some(unknown) = object.keys().find(|name| !known(name)) {
        return Err(Error::Usage(format!(
            "\"{unknown}\" is none of this provider's secrets"
        )));
    }
    Ok(secrets)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tvist_domain::provider::Environment;

    fn account(api_base: Option<&str>) -> Account {
        Account {
            id: AccountId::from_text("acc_1"),
            provider: Provider::Stripe,
            label: "Butiken".into(),
            environment: Environment::Live,
            api_base: api_base.map(ToOwned::to_owned),
            options: BTreeMap::new(),
            practice: false,
            added_at: "2026-11-01T00:00:00Z".parse().expect("an instant"),
            cursor: None,
            synced_at: None,
            swept_at: None,
            attempt_at: None,
            last_error: None,
            skew_seconds: None,
        }
    }

    /// A forged backup names a live account of ours, and a port of this machine that somebody else listens at.
    #[test]
    fn a_key_is_taken_over_only_for_the_address_that_it_was_given_for() {
        let secrets = Secrets(BTreeMap::from([(
            "secret_key".to_owned(),
            SecretString::from("sk_test_1"),
        )]));
        let (live, port, other) = (
            account(None),
            account(Some("http://127.0.0.1:9")),
            account(Some("http://127.0.0.1:10")),
        );
        for (given, taken, fits) in [
            (&live, &live, true),
            (&port, &port, true),
            (&live, &port, false),
            (&port, &other, false),
            (&port, &live, false),
        ] {
            let entry = secrets.given_for(given);
            assert_eq!(is_given_for(taken, &entry), fits);
        }
        // As earlier versions wrote it: for the provider's own hosts only.
        let bare = SecretString::from(r#"{"secret_key":"sk_test_1"}"#);
        assert!(is_given_for(&live, &bare) && !is_given_for(&port, &bare));
        assert!(!is_given_for(&live, &SecretString::from("not ours")));
    }
}
