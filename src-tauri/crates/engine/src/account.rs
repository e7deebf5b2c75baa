//! Accounts: one set of credentials at one provider, its secrets in the keychain.

use crate::Engine;
use crate::error::{Error, Result};
use crate::event::Event;
use crate::view::{AccountView, CheckView, MissingView};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use std::collections::BTreeMap;
use tvist_domain::freshness::Freshness;
use tvist_domain::provider::{Environment, Provider};
use tvist_domain::rules::credential::{self, AccountForm, account_form};
use tvist_domain::{AccountId, rules};
use tvist_provider::certificate;
use tvist_store::Account;
use url::Url;

/// An account to be added.
pub struct NewAccount {
    pub provider: Provider,
    /// What the owner calls it.
    pub label: String,
    /// None takes what the key itself tells, else live.
    pub environment: Option<Environment>,
    /// Scheme, host and port on a loopback host, for tests and practice.
    pub api_base: Option<String>,
    pub options: BTreeMap<String, String>,
    /// The secrets by their names in the contract; only the keychain ever gets them.
    pub secrets: Value,
    /// Whether it belongs to practice mode.
    pub practice: bool,
}

/// A secret that is longer than this doesn't fit every platform's keychain entry (1,280 characters on Windows).
const ENTRY_CHARACTERS: usize = 1_200;
const SEALED: &str = "secrets";

/// What an account at each provider is set up with, in the order in which they are offered.
#[must_use]
pub fn account_forms() -> Vec<AccountForm> {
    Provider::ALL.map(|p| *account_form(p)).to_vec()
}

/// A key or certificate file as a value of [`NewAccount::secrets`]: PEM as it is, anything else in base64.
#[must_use]
pub fn credential_value(file: &[u8]) -> String {
    match std::str::from_utf8(file) {
        Ok(text) if text.contains("-----BEGIN ") => text.to_owned(),
        _ => STANDARD.encode(file),
    }
}

impl Engine {
    /// Adds an account: secrets to the keychain first, then the row.
    ///
    /// # Errors
    /// [`Error::Usage`] when something is missing or malformed; keychain and database errors.
    pub async fn account_add(&self, new: NewAccount) -> Result<AccountView> {
        let label = new.label.trim().to_owned();
        if label.is_empty() {
            return Err(Error::Usage("an account needs a label".into()));
        }
        let api_base = new.api_base.as_deref().map(loopback_base).transpose()?;
        let options = options(&new)?;
        let secrets = required_secrets(new.provider, &new.secrets)?;
        let environment = environment(&new, &secrets)?;
        let account = Account {
            id: AccountId::new(),
            provider: new.provider,
            label,
            environment,
            api_base: api_base.map(|u| u.as_str().trim_end_matches('/').to_owned()),
            options,
            practice: new.practice,
            added_at: self.now(),
            cursor: None,
            synced_at: None,
            swept_at: None,
            attempt_at: None,
            last_error: None,
            skew_seconds: None,
        };
        // An account whose credentials can't be used isn't stored.
        self.connect(&account, &secrets)?;
        self.store_secrets(&account, &secrets).await?;
        self.tell(Event::AccountsChanged);
        Ok(view(account, Freshness::Fresh))
    }

    /// All accounts.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn accounts(&self) -> Result<Vec<AccountView>> {
        let accounts = self.store.accounts().await?;
        let states = self.freshness_of(&accounts).await?;
        let views = accounts.into_iter().zip(states);
        Ok(views.map(|(account, state)| view(account, state)).collect())
    }

    /// Connects, and tells what the credentials lack. Changes nothing at the provider.
    ///
    /// # Errors
    /// When the provider can't be reached or refuses the credentials.
    pub async fn account_check(&self, which: &str) -> Result<CheckView> {
        let account = self.find_account(which).await?;
        let adapter = self.adapter(&account).await?;
        let check = adapter.check(self.now()).await?;
        if let Some(skew) = check.skew_seconds {
            self.store.account_set_skew(&account.id, skew).await?;
        }
        let missing = check.missing.into_iter().map(|m| MissingView {
            right: m.right,
            needed_for: m.needed_for,
            required: m.required,
        });
        let hosts = match &account.api_base {
            Some(base) => vec![base.clone()],
            None => rules::hosts(account.provider, account.environment)
                .iter()
                .map(|h| (*h).to_owned())
                .collect(),
        };
        Ok(CheckView {
            account: account.id,
            ok: check.ok,
            missing: missing.collect(),
            too_powerful: check.too_powerful,
            live: check.live,
            skew_seconds: check.skew_seconds,
            account_name: check.account_name,
            hosts,
        })
    }

    /// An account by id, or by label where only one has it.
    pub(crate) async fn find_account(&self, which: &str) -> Result<Account> {
        if let Some(account) = self.store.account(&AccountId::from_text(which)).await? {
            return Ok(account);
        }
        let mut named: Vec<Account> = self
            .store
            .accounts()
            .await?
            .into_iter()
            .filter(|a| a.label == which)
            .collect();
        match named.len() {
            1 => Ok(named.remove(0)),
            0 => Err(Error::not_found("account", which)),
            _ => Err(Error::Ambiguous {
                which: which.to_owned(),
            }),
        }
    }

    pub(crate) async fn account_of(&self, id: &AccountId) -> Result<Account> {
        self.store
            .account(id)
            .await?
            .ok_or_else(|| Error::not_found("account", id))
    }

    /// A new account with its secrets; no entry may stay behind for an account that isn't there.
    async fn store_secrets(&self, account: &Account, secrets: &Secrets) -> Result<()> {
        if secrets.fit_an_entry() {
            self.keychain
                .set(&entry_name(&account.id), secrets.to_json())
                .await?;
            if let Err(e) = self.store.account_insert(account).await {
                self.keychain.delete(&entry_name(&account.id)).await?;
                return Err(e.into());
            }
            return Ok(());
        }
        self.store.account_insert(account).await?;
        self.seal_secrets(&account.id, secrets).await
    }

    /// Other secrets for an account that is there; the former ones go when the new ones are kept.
    pub(crate) async fn replace_secrets(&self, id: &AccountId, secrets: &Secrets) -> Result<()> {
        if secrets.fit_an_entry() {
            self.keychain
                .set(&entry_name(id), secrets.to_json())
                .await?;
            return Ok(self.store.secret_remove(id, SEALED).await?);
        }
        self.seal_secrets(id, secrets).await?;
        self.keychain.delete(&entry_name(id)).await
    }

    /// Too long for some keychains: sealed by the database, whose key the keychain holds.
    async fn seal_secrets(&self, id: &AccountId, secrets: &Secrets) -> Result<()> {
        let text = secrets.to_json();
        Ok(self
            .store
            .secret_put(id, SEALED, text.expose_secret().as_bytes())
            .await?)
    }

    pub(crate) async fn load_secrets(&self, account: &Account) -> Result<Secrets> {
        if let Some(text) = self.keychain.get(&entry_name(&account.id)).await? {
            return Secrets::from_json(text.expose_secret());
        }
        match self.store.secret_get(&account.id, SEALED).await? {
            Some(bytes) => Secrets::from_json(&String::from_utf8_lossy(&bytes)),
            None => Err(Error::CredentialsMissing {
                label: account.label.clone(),
            }),
        }
    }
}

pub(crate) fn entry_name(id: &AccountId) -> String {
    format!("account:{id}")
}

/// Named secrets; never shown.
pub(crate) struct Secrets(BTreeMap<String, SecretString>);

impl Secrets {
    pub(crate) fn get(&self, name: &str) -> Option<&SecretString> {
        self.0.get(name)
    }

    fn fit_an_entry(&self) -> bool {
        self.to_json().expose_secret().len() <= ENTRY_CHARACTERS
    }

    fn to_json(&self) -> SecretString {
        let plain: BTreeMap<&str, &str> = self
            .0
            .iter()
            .map(|(k, v)| (k.as_str(), v.expose_secret()))
            .collect();
        SecretString::from(serde_json::to_string(&plain).unwrap_or_default())
    }

    fn from_json(text: &str) -> Result<Self> {
        let plain: BTreeMap<String, String> = serde_json::from_str(text)
            .map_err(|_| Error::Keychain("the entry isn't ours".into()))?;
        Ok(Self(
            plain
                .into_iter()
                .map(|(k, v)| (k, SecretString::from(v)))
                .collect(),
        ))
    }
}

/// The secrets that a provider needs (contract, conventions), all of them and no others.
pub(crate) fn required_secrets(provider: Provider, given: &Value) -> Result<Secrets> {
    let form = account_form(provider);
    let object = given
        .as_object()
        .ok_or_else(|| Error::Usage("the secrets are one JSON object".into()))?;
    let mut secrets = BTreeMap::new();
    for wanted in form.credentials.iter().filter(|c| c.secret) {
        let name = wanted.name;
        match object.get(name) {
            Some(Value::String(value)) if !value.trim().is_empty() => {
                secrets.insert(name.to_owned(), SecretString::from(value.trim().to_owned()));
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
    with_certificate_in_pem(secrets).map(Secrets)
}

const CERTIFICATE: &str = "client_certificate";
const CERTIFICATE_KEY: &str = "client_private_key";
const PASSPHRASE: &str = "client_certificate_passphrase";

/// A client certificate as it was handed out (PKCS#12 in base64 with its passphrase, one PEM with both, or two) as the
/// PEM pair that is kept.
fn with_certificate_in_pem(
    mut secrets: BTreeMap<String, SecretString>,
) -> Result<BTreeMap<String, SecretString>> {
    let passphrase = secrets.remove(PASSPHRASE);
    let Some(given) = secrets.get(CERTIFICATE).cloned() else {
        return match secrets.get(CERTIFICATE_KEY) {
            Some(_) => Err(Error::Usage("the key's certificate is missing".into())),
            None => Ok(secrets),
        };
    };
    let text = given.expose_secret();
    let pair = if text.contains("-----BEGIN ") {
        if secrets.contains_key(CERTIFICATE_KEY) {
            return Ok(secrets);
        }
        certificate::from_one_pem(text)?
    } else {
        let bytes = STANDARD
            .decode(text)
            .map_err(|_| Error::Usage("the certificate is neither PEM nor PKCS#12".into()))?;
        let passphrase = passphrase.as_ref().map_or("", ExposeSecret::expose_secret);
        certificate::from_pkcs12(&bytes, passphrase)?
    };
    secrets.insert(CERTIFICATE.to_owned(), pair.certificate);
    secrets.insert(CERTIFICATE_KEY.to_owned(), pair.private_key);
    Ok(secrets)
}

/// What a provider's account may be set up with beside its secrets (contract, conventions).
fn option_names(provider: Provider) -> impl Iterator<Item = &'static str> {
    let options = account_form(provider).credentials.iter();
    options.filter(|c| !c.secret).map(|c| c.name)
}

/// The options that were given, as such or beside the secrets.
pub(crate) fn options(new: &NewAccount) -> Result<BTreeMap<String, String>> {
    let mut options = new.options.clone();
    for name in option_names(new.provider) {
        let given = new.secrets.get(name).and_then(Value::as_str);
        if let Some(value) = given.map(str::trim).filter(|value| !value.is_empty()) {
            options
                .entry(name.to_owned())
                .or_insert_with(|| value.to_owned());
        }
    }
    match options
        .keys()
        .find(|name| !option_names(new.provider).any(|known| known == name.as_str()))
    {
        Some(unknown) => Err(Error::Usage(format!(
            "\"{unknown}\" is none of this provider's options"
        ))),
        None => Ok(options),
    }
}

/// The environment that was asked for, held against what the secret itself tells where it does.
pub(crate) fn environment(new: &NewAccount, secrets: &Secrets) -> Result<Environment> {
    let form = account_form(new.provider);
    let mut told = None;
    for credential in form.credentials.iter().filter(|c| c.secret) {
        let Some(value) = secrets.get(credential.name) else {
            continue;
        };
        let begins = |starts: &[&str]| starts.iter().any(|s| value.expose_secret().starts_with(s));
        if begins(credential.foreign) {
            return Err(Error::Usage(format!(
                "this is none for \"{}\"; one begins with {}",
                credential.name,
                credential.begins.join(", ")
            )));
        }
        if form.tells_environment {
            told = told.or_else(|| credential::environment_of(value.expose_secret()));
        }
    }
    match (new.environment, told) {
        (Some(asked), Some(told)) if asked != told => Err(Error::Usage(format!(
            "the key is for {}, not for {}",
            told.as_str(),
            asked.as_str()
        ))),
        (Some(asked), _) => Ok(asked),
        (None, Some(told)) => Ok(told),
        (None, None) if new.practice => Ok(Environment::Test),
        (None, None) => Ok(Environment::Live),
    }
}

/// Scheme, host and port without a path, on a loopback host only (contract, conventions).
pub(crate) fn loopback_base(text: &str) -> Result<Url> {
    let wrong = |why: &str| {
        Error::Usage(format!(
            "the API base is scheme, host and port of a loopback host: {why}"
        ))
    };
    let url = Url::parse(text).map_err(|_| wrong("this is no address"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(wrong("http or https"));
    }
    if !tvist_provider::http::is_loopback(&url) {
        return Err(wrong("127.0.0.0/8, ::1 or localhost"));
    }
    let bare = matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none();
    if !bare || !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("no path, no query, no user"));
    }
    Ok(url)
}

pub(crate) fn view(account: Account, freshness: Freshness) -> AccountView {
    AccountView {
        id: account.id,
        provider: account.provider,
        label: account.label,
        environment: account.environment,
        api_base: account.api_base,
        options: account.options,
        practice: account.practice,
        added_at: account.added_at,
        synced_at: account.synced_at,
        last_error: account.last_error,
        freshness,
        capabilities: rules::capabilities(account.provider).into(),
        skew_seconds: account.skew_seconds,
    }
}
