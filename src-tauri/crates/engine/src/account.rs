//! Accounts: one set of credentials at one provider, its secrets in the keychain.

use crate::Engine;
use crate::error::{Error, Result};
use crate::event::Event;
use crate::view::{AccountView, CheckView, MissingView};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use std::collections::BTreeMap;
use tvist_domain::provider::{Environment, Provider};
use tvist_domain::{AccountId, rules};
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
        Ok(view(account))
    }

    /// All accounts.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn accounts(&self) -> Result<Vec<AccountView>> {
        Ok(self.store.accounts().await?.into_iter().map(view).collect())
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

    /// Removes an account with everything that was stored of it, and its secrets.
    ///
    /// # Errors
    /// When there is none, or a submission's outcome is still open.
    pub async fn account_remove(&self, which: &str) -> Result<()> {
        let account = self.find_account(which).await?;
        if self
            .store
            .submissions_open()
            .await?
            .iter()
            .any(|s| s.account == account.id)
        {
            return Err(Error::Refused(vec![
                tvist_domain::check::Problem::blocking(
                    "outcome_unknown",
                    None,
                    "the outcome of a submission isn't known yet: reconcile first",
                ),
            ]));
        }
        self.keychain.delete(&entry_name(&account.id)).await?;
        self.store.account_remove(&account.id).await?;
        self.disconnect(&account.id);
        self.tell(Event::AccountsChanged);
        Ok(())
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

    async fn store_secrets(&self, account: &Account, secrets: &Secrets) -> Result<()> {
        let text = secrets.to_json();
        if text.expose_secret().len() <= ENTRY_CHARACTERS {
            self.keychain.set(&entry_name(&account.id), text).await?;
            if let Err(e) = self.store.account_insert(account).await {
                // No entry may stay behind for an account that isn't there.
                self.keychain.delete(&entry_name(&account.id)).await?;
                return Err(e.into());
            }
            return Ok(());
        }
        // Too long for some keychains: sealed by the database, whose key the keychain holds.
        self.store.account_insert(account).await?;
        Ok(self
            .store
            .secret_put(&account.id, SEALED, text.expose_secret().as_bytes())
            .await?)
    }

    pub(crate) async fn load_secrets(&self, account: &Account) -> Result<Secrets> {
        if let Some(text) = self.keychain.get(&entry_name(&account.id)).await? {
            return Secrets::from_json(text.expose_secret());
        }
        match self.store.secret_get(&account.id, SEALED).await? {
            Some(bytes) => Secrets::from_json(&String::from_utf8_lossy(&bytes)),
            None => Err(Error::not_found(
                "credentials of the account",
                &account.label,
            )),
        }
    }
}

fn entry_name(id: &AccountId) -> String {
    format!("account:{id}")
}

/// Named secrets; never shown.
pub(crate) struct Secrets(BTreeMap<String, SecretString>);

impl Secrets {
    pub(crate) fn get(&self, name: &str) -> Option<&SecretString> {
        self.0.get(name)
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
fn required_secrets(provider: Provider, given: &Value) -> Result<Secrets> {
    let (required, optional): (&[&str], &[&str]) = match provider {
        Provider::Stripe => (&["secret_key"], &[]),
        Provider::Clearhaus => (&["client_id", "client_secret"], &[]),
        Provider::Celcoin => (
            &["client_id", "client_secret"],
            &["client_certificate", "client_private_key"],
        ),
        Provider::Unico => (&["private_key"], &[]),
    };
    let object = given
        .as_object()
        .ok_or_else(|| Error::Usage("the secrets are one JSON object".into()))?;
    let mut secrets = BTreeMap::new();
    for name in required.iter().chain(optional) {
        match object.get(*name) {
            Some(Value::String(value)) if !value.trim().is_empty() => {
                secrets.insert(
                    (*name).to_owned(),
                    SecretString::from(value.trim().to_owned()),
                );
            }
            Some(Value::Null) | None if optional.contains(name) => {}
            _ => return Err(Error::Usage(format!("the secret \"{name}\" is missing"))),
        }
    }
    let known = |name: &str| {
        required.contains(&name)
            || optional.contains(&name)
            || option_names(provider).contains(&name)
    };
    if let Some(unknown) = object.keys().find(|name| !known(name)) {
        return Err(Error::Usage(format!(
            "\"{unknown}\" is none of this provider's secrets"
        )));
    }
    Ok(Secrets(secrets))
}

/// What a provider's account may be set up with beside its secrets (contract, conventions).
fn option_names(provider: Provider) -> &'static [&'static str] {
    match provider {
        Provider::Stripe => &["connected_account"],
        Provider::Clearhaus => &[],
        Provider::Celcoin => &["account"],
        Provider::Unico => &["service_account", "tenant_id"],
    }
}

/// The options that were given, as such or beside the secrets.
fn options(new: &NewAccount) -> Result<BTreeMap<String, String>> {
    let mut options = new.options.clone();
    for name in option_names(new.provider) {
        if let Some(value) = new.secrets.get(*name).and_then(Value::as_str) {
            options
                .entry((*name).to_owned())
                .or_insert_with(|| value.trim().to_owned());
        }
    }
    match options
        .keys()
        .find(|name| !option_names(new.provider).contains(&name.as_str()))
    {
        Some(unknown) => Err(Error::Usage(format!(
            "\"{unknown}\" is none of this provider's options"
        ))),
        None => Ok(options),
    }
}

/// The environment that was asked for, held against what a Stripe key tells by its prefix (stripe.md §2).
fn environment(new: &NewAccount, secrets: &Secrets) -> Result<Environment> {
    let told = match (new.provider, secrets.get("secret_key")) {
        (Provider::Stripe, Some(key)) => {
            let key = key.expose_secret();
            if key.starts_with("pk_") {
                return Err(Error::Usage(
                    "this is a publishable key; a restricted (rk_…) or secret (sk_…) key is needed"
                        .into(),
                ));
            }
            if key.contains("_test_") {
                Some(Environment::Test)
            } else if key.contains("_live_") {
                Some(Environment::Live)
            } else {
                None
            }
        }
        _ => None,
    };
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

pub(crate) fn view(account: Account) -> AccountView {
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
        skew_seconds: account.skew_seconds,
    }
}
