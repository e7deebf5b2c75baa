//! Accounts: one set of credentials at one provider, its secrets in the keychain.

pub(crate) mod certificate;
pub(crate) mod connect;
pub(crate) mod country;
pub(crate) mod freshness;
pub(crate) mod removal;
pub(crate) mod renewal;
pub(crate) mod secret_input;
pub(crate) mod secrets;
pub(crate) mod skew;

use crate::account::secret_input::GivenSecrets;
use crate::account::secrets::Secrets;
use crate::error::{Error, Result};
use crate::event::Event;
use crate::host::{Host, lookup};
use crate::view::{AccountView, CheckView, MissingView};
use secrecy::ExposeSecret;
use serde_json::Value;
use std::collections::BTreeMap;
use tvist_domain::clock::Timestamp;
use tvist_domain::freshness::Freshness;
use tvist_domain::provider::{Environment, Provider};
use tvist_domain::rules::credential::{self, account_form};
use tvist_domain::{AccountId, rules};
use tvist_store::{Account, Store};
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
    pub secrets: GivenSecrets,
    /// Whether it belongs to practice mode.
    pub practice: bool,
}

/// Adds an account: secrets to the keychain first, then the row.
pub(crate) async fn account_add(host: &Host, new: NewAccount) -> Result<AccountView> {
    let label = new.label.trim().to_owned();
    if label.is_empty() {
        return Err(Error::Usage("an account needs a label".into()));
    }
    let api_base = new.api_base.as_deref().map(loopback_base).transpose()?;
    let options = options(&new)?;
    let secrets = secrets::required_secrets(&host.workshop, new.provider, &new.secrets).await?;
    let environment = environment(&new, &secrets)?;
    let account = Account {
        id: AccountId::new(),
        provider: new.provider,
        label,
        environment,
        api_base: api_base.map(|u| u.as_str().trim_end_matches('/').to_owned()),
        options,
        practice: new.practice,
        added_at: host.now(),
        cursor: None,
        synced_at: None,
        swept_at: None,
        attempt_at: None,
        last_error: None,
        skew_seconds: None,
    };
    // An account whose credentials can't be used isn't stored.
    connect::connect(&account, &secrets, &host.clock)?;
    secrets::store_secrets(host, &account, &secrets).await?;
    host.tell(Event::AccountsChanged);
    Ok(view(account, Freshness::Fresh))
}

/// All accounts.
pub(crate) async fn accounts(store: &Store, now: Timestamp) -> Result<Vec<AccountView>> {
    let accounts = store.accounts().await?;
    let states = crate::account::freshness::freshness_of(store, now, &accounts).await?;
    let views = accounts.into_iter().zip(states);
    Ok(views.map(|(account, state)| view(account, state)).collect())
}

/// Connects, and tells what the credentials lack. Changes nothing at the provider.
pub(crate) async fn account_check(host: &Host, which: &str) -> Result<CheckView> {
    let account = lookup::find_account(&host.store, which).await?;
    let adapter = connect::adapter(host, &account).await?;
    let check = adapter.check(host.now()).await?;
    if let Some(skew) = check.skew_seconds {
        host.store.account_set_skew(&account.id, skew).await?;
    }
    if let Some(country) = &check.country {
        country::note_country(&host.store, &account.id, country).await?;
    }
    let missing = check.missing.into_iter().map(|m| MissingView {
        right: m.right,
        needed_for: m.needed_for,
        required: m.required,
    });
    let hosts = hosts(&account);
    Ok(CheckView {
        account: account.id,
        ok: check.ok,
        missing: missing.collect(),
        too_powerful: check.too_powerful,
        live: check.live,
        skew_seconds: check.skew_seconds,
        clock: tvist_domain::skew::state(check.skew_seconds.or(account.skew_seconds)),
        account_name: check.account_name,
        country: check.country,
        hosts,
    })
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

/// Every host that the account's secrets may go to: those of the provider's table, or the base that stands for them.
fn hosts(account: &Account) -> Vec<String> {
    match &account.api_base {
        Some(base) => vec![base.clone()],
        None => rules::hosts(account.provider, account.environment)
            .iter()
            .map(|host| (*host).to_owned())
            .collect(),
    }
}

pub(crate) fn view(account: Account, freshness: Freshness) -> AccountView {
    AccountView {
        hosts: hosts(&account),
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
