//! Celcoin's `chargeback.update`: registering an address, and a receiver that believes nothing but a hint.
//!
//! The hash that a call shows is a shared secret, not a signature: it says who calls, not what is true. So the body only
//! names a case, which is then read from the provider (celcoin.md §2.7).

mod caller;
mod receiver;

use crate::account::connect;
use crate::error::{Error, Result};
use crate::host::entry::Kind;
use crate::host::{Host, entry, lookup};
use crate::sync;
use crate::view::{WebhookEventView, WebhookKnownView, WebhookView};
use crate::watch::round;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tvist_domain::AccountId;
use tvist_domain::check::Problem;
use tvist_domain::clock::Timestamp;
use tvist_provider::celcoin::webhook;
use tvist_provider::{Outcome, ProviderError};
use tvist_store::Store;
use url::Url;

/// Hints that may wait to be followed; a flood beyond that is dropped, since each visit reads all open cases anyway.
const HINTS: usize = 1_000;

/// Where the window receives calls.
pub(crate) const LISTENS: &str = "webhook_listens";

/// An address that was registered, or that registering was begun for.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Registered {
    url: String,
    at: Timestamp,
    /// Those beside `chargeback.update` that it was asked for.
    #[serde(default)]
    others: Vec<String>,
}

/// Tells what registering would do: it replaces the one address in force, whoever set that, and its events. Of the
/// `others` none means those that this program registered last: the provider tells of none (celcoin.md §2.7).
pub(crate) async fn webhook_rehearse(
    host: &Host,
    account: &str,
    url: &str,
    others: Option<&[String]>,
) -> Result<WebhookView> {
    let account = lookup::find_account(&host.store, account).await?;
    let adapter = connect::celcoin(host, &account).await?;
    let known: Option<Registered> = host.store.setting_get(&setting(&account.id)).await?;
    let registration = adapter
        .registration(&address(url)?, wanted(others, known.as_ref()))
        .map_err(unfit)?;
    let begun: Option<Registered> = host.store.setting_get(&asked(&account.id)).await?;
    let mut problems = vec![replaces_everything()];
    problems.extend(begun.map(|begun| may_be_in_force(&begun.url)));
    Ok(WebhookView {
        account: account.id,
        url: url.to_owned(),
        registered: false,
        replaces: known.map(|r| r.url),
        events: registration.events,
        problems,
    })
}

/// The address that this program registered last, whether or not it was answered.
pub(crate) async fn webhook_known(store: &Store, account: &str) -> Result<WebhookKnownView> {
    let account = lookup::find_account(store, account).await?;
    let begun: Option<Registered> = store.setting_get(&asked(&account.id)).await?;
    let confirmed = begun.is_none();
    let known = match begun {
        Some(begun) => Some(begun),
        None => store.setting_get(&setting(&account.id)).await?,
    };
    let kept = known.as_ref().map_or(&[][..], |r| &r.others);
    let published = webhook::OTHERS.map(str::to_owned);
    let unpublished = kept.iter().filter(|name| !published.contains(name));
    let others = published
        .iter()
        .chain(unpublished)
        .map(|name| WebhookEventView {
            name: name.clone(),
            kept: kept.contains(name),
        });
    Ok(WebhookKnownView {
        url: known.as_ref().map(|r| r.url.clone()),
        at: known.as_ref().map(|r| r.at),
        confirmed: known.is_some() && confirmed,
        others: others.collect(),
    })
}

/// Where the window receives calls; none while it doesn't, as it is until the owner says otherwise.
pub(crate) async fn webhook_listens(store: &Store) -> Result<Option<SocketAddr>> {
    let known: Option<Option<SocketAddr>> = store.setting_get(LISTENS).await?;
    Ok(known.flatten())
}

/// Keeps where the window shall receive calls.
pub(crate) async fn set_webhook_listens(store: &Store, at: Option<SocketAddr>) -> Result<()> {
    Ok(store.setting_set(LISTENS, &at).await?)
}

/// Registers the address, and keeps the hash that calls must show in the keychain. `others` as in
/// [`Self::webhook_rehearse`].
pub(crate) async fn webhook_register(
    host: &Host,
    account: &str,
    url: &str,
    others: Option<&[String]>,
) -> Result<WebhookView> {
    let account = lookup::find_account(&host.store, account).await?;
    let adapter = connect::celcoin(host, &account).await?;
    let known: Option<Registered> = host.store.setting_get(&setting(&account.id)).await?;
    let others = wanted(others, known.as_ref());
    let registration = adapter
        .registration(&address(url)?, others)
        .map_err(unfit)?;
    let begun = Registered {
        url: url.to_owned(),
        at: host.now(),
        others: others.to_vec(),
    };
    // What was in force stays written down until the provider has confirmed another one (there is no call to ask
    // which one it is, celcoin.md §2.7).
    host.store.setting_set(&asked(&account.id), &begun).await?;
    let registered = adapter.register(&registration).await;
    let request_id = match registered.outcome {
        Outcome::Accepted { request_id, .. } => request_id,
        Outcome::Refused(refusal) => {
            host.store.setting_remove(&asked(&account.id)).await?;
            return Err(Error::ProviderRefused(refusal));
        }
        Outcome::NotSent(e) => {
            host.store.setting_remove(&asked(&account.id)).await?;
            return Err(e.into());
        }
        Outcome::Unknown { request_id, .. } => {
            return Err(Error::unknown(request_id));
        }
    };
    let Some(hash) = registered.confirm_hash else {
        return Err(Error::unknown(request_id));
    };
    // The address is in force: what can't be kept now is never told as undone.
    if let Err(e) = keep_registered(host, &account.id, hash, &begun).await {
        tracing::warn!(error = %e.kind(), "the registered address can't be kept");
        return Err(Error::unknown(request_id));
    }
    Ok(WebhookView {
        account: account.id,
        url: url.to_owned(),
        registered: true,
        replaces: known.map(|r| r.url).filter(|before| before != url),
        events: registered.events,
        problems: Vec::new(),
    })
}

async fn keep_registered(
    host: &Host,
    id: &AccountId,
    hash: SecretString,
    registered: &Registered,
) -> Result<()> {
    entry::set_entry(host, Kind::Webhook, id, hash).await?;
    host.store.setting_set(&setting(id), registered).await?;
    Ok(host.store.setting_remove(&asked(id)).await?)
}

/// Receives calls at `listen` until the process ends. `ready` is told the address once the port accepts.
pub(crate) async fn webhook_serve(
    host: &Host,
    listen: SocketAddr,
    ready: impl FnOnce(SocketAddr) + Send,
) -> Result<()> {
    let listener = TcpListener::bind(listen)
        .await
        .map_err(|e| Error::file("opening the port", e))?;
    let at = listener
        .local_addr()
        .map_err(|e| Error::file("opening the port", e))?;
    let (hints, inbox) = mpsc::channel(HINTS);
    // It ends with the last one that could leave it a hint.
    tokio::spawn(follow(host.clone(), inbox));
    let callers = Arc::new(caller::Callers::new(host.clone(), hints));
    ready(at);
    receiver::serve(&listener, callers).await;
    Ok(())
}

/// The hash that calls for an account show; none where no address was registered.
pub(crate) async fn webhook_hash(host: &Host, id: &AccountId) -> Result<Option<SecretString>> {
    match entry::entry(host, Kind::Webhook, id).await? {
        Some(hash) => Ok(Some(hash)),
        // It is only ever compared with, never sent.
        None => entry::adopt_entry(host, Kind::Webhook, id, |_| true).await,
    }
}

async fn follow_hint(host: &Host, hint: &Followed) -> Result<()> {
    match host
        .store
        .dispute_by_provider_id(&hint.account, &hint.chargeback)
        .await?
    {
        Some(filed) => sync::read_again(host, &filed.id).await.map(|_| ()),
        // A case that isn't known yet can't be read alone: there is no such call (celcoin.md §2.3).
        None => round::sync(host, Some(hint.account.as_str()), false)
            .await
            .map(|_| ()),
    }
}

/// A case that a call named.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Followed {
    account: AccountId,
    chargeback: String,
}

/// Reads the named cases one after the other; what was named several times meanwhile is read once.
async fn follow(host: Host, mut inbox: mpsc::Receiver<Followed>) {
    let mut waiting = Vec::new();
    while inbox.recv_many(&mut waiting, HINTS).await > 0 {
        let named: HashSet<Followed> = waiting.drain(..).collect();
        for hint in named {
            if let Err(e) = follow_hint(&host, &hint).await {
                tracing::warn!(error = %e.kind(), "a case that a call named couldn't be read");
            }
        }
    }
}

/// The events beside ours that are asked for.
fn wanted<'a>(others: Option<&'a [String]>, known: Option<&'a Registered>) -> &'a [String] {
    others.unwrap_or_else(|| known.map_or(&[], |r| &r.others))
}

fn address(url: &str) -> Result<Url> {
    Url::parse(url).map_err(|_| Error::Usage("the address isn't one".into()))
}

/// An address that can't be registered is the caller's mistake, not the account's.
fn unfit(e: ProviderError) -> Error {
    match e {
        ProviderError::Settings { what } => Error::Usage(what),
        other => other.into(),
    }
}

/// The name of the setting that keeps the address in force, as far as we know.
fn setting(id: &AccountId) -> String {
    format!("webhook:{id}")
}

/// The address whose registering was begun and not answered: it may be in force.
fn asked(id: &AccountId) -> String {
    format!("webhook_asked:{id}")
}

/// The settings that go with an account.
pub(crate) fn settings_of(id: &AccountId) -> Vec<String> {
    vec![setting(id), asked(id)]
}

fn replaces_everything() -> Problem {
    Problem::warning(
        "webhook_replaces",
        None,
        "Celcoin keeps one address for the whole family of accounts: this one replaces the address in force, and the \
         events that are named here replace its events, also those that other programs rely on",
    )
}

fn may_be_in_force(url: &str) -> Problem {
    Problem::warning(
        "webhook_unsure",
        None,
        format!(
            "the answer to an earlier registering was lost: {url} may be in force; registering again is harmless"
        ),
    )
}
