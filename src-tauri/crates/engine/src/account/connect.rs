//! From an account to the adapter that speaks for it: kept for the life of the engine, so that tokens are.

use crate::account::secrets::Secrets;
use crate::account::{loopback_base, secrets};
use crate::error::{Error, Result};
use crate::host::Host;
use crate::host::memory::Memory;
use secrecy::{ExposeSecret, SecretString};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tvist_domain::clock::Clock;
use tvist_domain::{AccountId, Provider};
use tvist_provider::celcoin::{Celcoin, CelcoinCredentials, ClientCertificate};
use tvist_provider::clearhaus::Clearhaus;
use tvist_provider::stripe::{Stripe, StripeCredentials};
use tvist_provider::unico::{Unico, UnicoCredentials};
use tvist_provider::{Adapter, ProviderError};
use tvist_store::Account;

/// An account's adapter: what all have in common, and what one provider alone has.
#[derive(Clone)]
pub(crate) enum Connected {
    Common(Arc<dyn Adapter>),
    Celcoin(Arc<Celcoin>),
    Unico(Arc<Unico>),
}

/// The adapters that were used so far.
#[derive(Default)]
struct Connections(Mutex<HashMap<AccountId, Connected>>);

impl Connections {
    fn open(&self) -> MutexGuard<'_, HashMap<AccountId, Connected>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Connected {
    pub(crate) fn adapter(&self) -> Arc<dyn Adapter> {
        match self {
            Self::Common(adapter) => adapter.clone(),
            Self::Celcoin(adapter) => adapter.clone(),
            Self::Unico(adapter) => adapter.clone(),
        }
    }
}

/// What every provider can do, for this account.
pub(crate) async fn adapter(host: &Host, account: &Account) -> Result<Arc<dyn Adapter>> {
    Ok(connected(host, account).await?.adapter())
}

/// The account as one of Unico's.
pub(crate) async fn unico(host: &Host, account: &Account) -> Result<Arc<Unico>> {
    match connected(host, account).await? {
        Connected::Unico(adapter) => Ok(adapter),
        Connected::Common(_) | Connected::Celcoin(_) => Err(ProviderError::Unsupported.into()),
    }
}

/// The account as one of Celcoin's.
pub(crate) async fn celcoin(host: &Host, account: &Account) -> Result<Arc<Celcoin>> {
    match connected(host, account).await? {
        Connected::Celcoin(adapter) => Ok(adapter),
        Connected::Common(_) | Connected::Unico(_) => Err(ProviderError::Unsupported.into()),
    }
}

fn connections(memory: &Memory) -> Arc<Connections> {
    memory.of()
}

/// The adapters that were used so far.
pub(crate) fn known_adapters(memory: &Memory) -> Vec<Arc<dyn Adapter>> {
    let connections = connections(memory);
    let open = connections.open();
    open.values().map(Connected::adapter).collect()
}

/// The account's adapter, if it was used already.
pub(crate) fn known_adapter(memory: &Memory, id: &AccountId) -> Option<Arc<dyn Adapter>> {
    let connections = connections(memory);
    let open = connections.open();
    Some(open.get(id)?.adapter())
}

async fn connected(host: &Host, account: &Account) -> Result<Connected> {
    let known = connections(&host.memory).open().get(&account.id).cloned();
    if let Some(connected) = known {
        return Ok(connected);
    }
    let secrets = secrets::load_secrets(host, account).await?;
    let connected = connect(account, &secrets, &host.clock)?;
    connections(&host.memory)
        .open()
        .insert(account.id.clone(), connected.clone());
    Ok(connected)
}

pub(crate) fn disconnect(memory: &Memory, id: &AccountId) {
    connections(memory).open().remove(id);
}

/// Builds the adapter; nothing is sent.
pub(crate) fn connect(
    account: &Account,
    secrets: &Secrets,
    clock: &Arc<dyn Clock>,
) -> Result<Connected> {
    let api_base = account.api_base.as_deref().map(loopback_base).transpose()?;
    let environment = account.environment;
    let needed = |name: &'static str| {
        secrets
            .get(name)
            .cloned()
            .ok_or_else(|| Error::not_found("secret", name))
    };
    let option = |name: &str| account.options.get(name).cloned();
    Ok(match account.provider {
        Provider::Stripe => {
            let credentials = StripeCredentials {
                secret_key: needed("secret_key")?,
                connected_account: option("connected_account"),
            };
            Connected::Common(Arc::new(Stripe::new(credentials, api_base)?))
        }
        Provider::Clearhaus => {
            let id = needed("client_id")?.expose_secret().to_owned();
            Connected::Common(Arc::new(Clearhaus::new(
                id,
                needed("client_secret")?,
                api_base,
                environment,
            )?))
        }
        Provider::Celcoin => {
            let credentials = CelcoinCredentials {
                client_id: needed("client_id")?.expose_secret().to_owned(),
                client_secret: needed("client_secret")?,
                account: option("account"),
                certificate: certificate(secrets),
            };
            Connected::Celcoin(Arc::new(Celcoin::new(credentials, api_base, environment)?))
        }
        Provider::Unico => {
            let option = |name: &str| {
                option(name)
                    .ok_or_else(|| Error::Usage(format!("the option \"{name}\" is missing")))
            };
            let credentials = UnicoCredentials {
                private_key: needed("private_key")?,
                service_account: option("service_account")?,
                tenant_id: option("tenant_id")?,
            };
            Connected::Unico(Arc::new(Unico::new(
                &credentials,
                api_base,
                environment,
                clock.clone(),
            )?))
        }
    })
}

fn certificate(secrets: &Secrets) -> Option<ClientCertificate> {
    let part = |name: &str| -> Option<SecretString> { secrets.get(name).cloned() };
    Some(ClientCertificate {
        certificate: part("client_certificate")?,
        private_key: part("client_private_key")?,
    })
}
