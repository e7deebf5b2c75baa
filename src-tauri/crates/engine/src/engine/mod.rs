//! The one handle that both faces share: it opens the data folder, and hands each use case what it works with. It decides
//! nothing itself; where a use case needs several rooms, it is composed here.

mod account;
mod analysis;
mod case;
mod data;
mod evidence;
mod export;
mod reminder;
mod submission;
mod sync;
mod warning;
mod webhook;

use crate::account::removal;
use crate::error::Result;
use crate::event::Event;
use crate::host::Host;
use crate::host::clock::SystemClock;
use crate::host::open::OpenOptions;
use std::sync::Arc;
use tokio::sync::broadcast;
use tvist_domain::clock::{Clock, Timestamp};

/// The handle. Clones are the same engine.
#[derive(Clone)]
pub struct Engine {
    host: Host,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine")
            .field("data_dir", &self.host.data_dir)
            .finish_non_exhaustive()
    }
}

impl Engine {
    /// Opens the data folder, making it on the first start.
    ///
    /// # Errors
    /// `Error::NoKeychain` or `Error::KeychainLocked` before
    /// anything is written; `Error::Opening` when another face has been opening them for long;
    /// `Error::KeyMissing` when the database is there without its key;
    /// `Error::DatabaseMissing` when it was there and is gone;
    /// `Error::Store` when it can't be opened.
    pub async fn open(options: OpenOptions) -> Result<Self> {
        Self::open_with_clock(options, Arc::new(SystemClock)).await
    }

    /// Opens with a clock of the caller's.
    ///
    /// # Errors
    /// Those of [`Engine::open`].
    pub async fn open_with_clock(options: OpenOptions, clock: Arc<dyn Clock>) -> Result<Self> {
        let host = Host::open(options, clock).await?;
        if let Err(e) = removal::forget_removed(&host).await {
            tracing::warn!(error = %e.kind(), "secrets of a removed account are still in the keychain");
        }
        Ok(Self { host })
    }

    /// Tells what changes from now on.
    #[must_use]
    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.host.events()
    }

    /// The present moment by the engine's clock, which in practice is not the machine's.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.host.now()
    }

    /// Ends all work on the database.
    pub async fn close(self) {
        self.host.store.close().await;
    }
}
