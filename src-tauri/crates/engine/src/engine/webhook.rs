//! A provider's calls.

use super::Engine;
use crate::error::Result;
use crate::view::{WebhookKnownView, WebhookView};
use std::net::SocketAddr;

impl Engine {
    /// Tells what registering would do: it replaces the one address in force, whoever set that, and its events. Of the
    /// `others` none means those that this program registered last: the provider tells of none (celcoin.md §2.7).
    ///
    /// # Errors
    /// When there is no such account, or the address or an event can't be one.
    pub async fn webhook_rehearse(
        &self,
        account: &str,
        url: &str,
        others: Option<&[String]>,
    ) -> Result<WebhookView> {
        crate::watch::webhook::webhook_rehearse(&self.host, account, url, others).await
    }

    /// The address that this program registered last, whether or not it was answered.
    ///
    /// # Errors
    /// When there is no such account.
    pub async fn webhook_known(&self, account: &str) -> Result<WebhookKnownView> {
        crate::watch::webhook::webhook_known(&self.host.store, account).await
    }

    /// Where the window receives calls; none while it doesn't, as it is until the owner says otherwise.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn webhook_listens(&self) -> Result<Option<SocketAddr>> {
        crate::watch::webhook::webhook_listens(&self.host.store).await
    }

    /// Keeps where the window shall receive calls.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn set_webhook_listens(&self, at: Option<SocketAddr>) -> Result<()> {
        crate::watch::webhook::set_webhook_listens(&self.host.store, at).await
    }

    /// Registers the address, and keeps the hash that calls must show in the keychain. `others` as in
    /// [`Self::webhook_rehearse`].
    ///
    /// # Errors
    /// `Error::ProviderRefused`, `Error::OutcomeUnknown`: the address may be in force, and registering again with
    /// the same one is harmless.
    pub async fn webhook_register(
        &self,
        account: &str,
        url: &str,
        others: Option<&[String]>,
    ) -> Result<WebhookView> {
        crate::watch::webhook::webhook_register(&self.host, account, url, others).await
    }

    /// Receives calls at `listen` until the process ends. `ready` is told the address once the port accepts.
    ///
    /// # Errors
    /// When the port can't be opened.
    pub async fn webhook_serve(
        &self,
        listen: SocketAddr,
        ready: impl FnOnce(SocketAddr) + Send,
    ) -> Result<()> {
        crate::watch::webhook::webhook_serve(&self.host, listen, ready).await
    }
}
