//! From an account to the adapter that speaks for it: kept for the life of the engine, so that tokens are.

use crate::Engine;
use crate::account::loopback_base;
use crate::error::{Error, Result};
use crate::secrets::Secrets;
use secrecy::{ExposeSecret, SecretString};
use std::sync::Arc;
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

impl Connected {
    pub(crate) fn adapter(&self) -> Arc<dyn Adapter> {
        match self {
            Self::Common(adapter) => adapter.clone(),
            Self::Celcoin(adapter) => adapter.clone(),
            Self::Unico(adapter) => adapter.clone(),
        }
    }
}

impl Engine {
    /// What every provider can do, for this account.
    pub(crate) async fn adapter(&self, account: &Account) -> Result<Arc<dyn Adapter>> {
        Ok(self.connected(account).await?.adapter())
    }

    /// The account as one of Unico's.
    pub(crate) async fn unico(&self, account: &Account) -> Result<Arc<Unico>> {
        match self.connected(account).await? {
            Connected::Unico(adapter) => Ok(adapter),
            Connected::Common(_) | Connected::Celcoin(_) => Err(ProviderError::Unsupported.into()),
        }
    }

    /// The account as one of Celcoin's.
    pub(crate) async fn celcoin(&self, account: &Account) -> Result<Arc<Celcoin>> {
        match self.connected(account).await? {
            Connected::Celcoin(adapter) => Ok(adapter),
            Connected::Common(_) | Connected::Unico(_) => Err(ProviderError::Unsupported.into()),
        }
    }

    /// The adapters that were used so far.
    pub(crate) fn known_adapters(&self) -> Vec<Arc<dyn Adapter>> {
        let connections = self.connections.lock();
        connections.map_or_else(
            |_| Vec::new(),
            |c| c.values().map(Connected::adapter).collect(),
        )
    }

    /// The account's adapter, if it was used already.
    pub(crate) fn known_adapter(&self, id: &AccountId) -> Option<Arc<dyn Adapter>> {
        Some(self.connections.lock().ok()?.get(id)?.adapter())
    }

    async fn connected(&self, account: &Account) -> Result<Connected> {
        if let Some(connected) = self
            .connections
            .lock()
            .ok()
            .and_then(|c| c.get(&account.id).cloned())
        {
            return Ok(connected);
        }
        let secrets = self.load_secrets(account).await?;
        let connected = self.connect(account, &secrets)?;
        if let Ok(mut connections) = self.connections.lock() {
            connections.insert(account.id.clone(), connected.clone());
        }
        Ok(connected)
    }

    pub(crate) fn disconnect(&self, id: &AccountId) {
        if let Ok(mut connections) = self.connections.lock() {
            connections.remove(id);
        }
    }

    /// Builds the adapter; nothing is sent.
    pub(crate) fn connect(&self, account: &Account, secrets: &Secrets) -> Result<Connected> {
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
                    self.clock.clone(),
                )?))
            }
        })
    }
}

fn certificate(secrets: &Secrets) -> Option<ClientCertificate> {
    let part = |name: &str| -> Option<SecretString> { secrets.get(name).cloned() };
    Some(ClientCertificate {
        certificate: part("client_certificate")?,
        private_key: part("client_private_key")?,
    })
}
