//! Practice: the providers' interfaces on this machine with invented cases, and a data folder of their own.

use crate::error::{Failure, Result};
use std::path::Path;
use tvist_engine::clock::SystemClock;
use tvist_engine::domain::Provider;
use tvist_engine::domain::clock::Clock as _;
use tvist_engine::domain::provider::Environment;
use tvist_engine::{Engine, Error, NewAccount, OpenOptions};
use tvist_sandbox::{Running, Sandbox, Served};

/// The servers, running until practice ends.
pub struct Practice {
    servers: Running,
}

/// The only file of the folder that outlives a practice: it names the folder's key in the keychain.
const PROFILE: &str = "profile";

impl Practice {
    /// Starts the servers and opens a fresh folder with an account at each.
    ///
    /// # Errors
    /// When the servers can't listen, or the folder can't be opened.
    pub async fn start(folder: &Path, language: Option<String>) -> Result<(Engine, Self)> {
        clear(folder).await?;
        let servers = Sandbox::builder(SystemClock.now()).start().await.map_err(|error| {
            tracing::error!(%error, "practice can't be served");
            Failure::new("practice")
        })?;
        let engine = Engine::open(OpenOptions {
            language,
            ..OpenOptions::new(folder)
        })
        .await?;
        engine
            .account_add(account(Provider::Stripe, "Nordlys Shop", servers.stripe()))
            .await?;
        engine.sync(None, true).await?;
        Ok((engine, Self { servers }))
    }

    /// Ends the servers.
    pub async fn stop(self) {
        self.servers.stop().await;
    }
}

fn account(provider: Provider, label: &str, served: &Served) -> NewAccount {
    NewAccount {
        provider,
        label: label.to_owned(),
        environment: Some(Environment::Test),
        api_base: Some(served.api_base.clone()),
        options: std::collections::BTreeMap::new(),
        secrets: served.secrets.clone(),
        practice: true,
    }
}

/// Takes away what an earlier practice left, in the folder and in the keychain.
async fn clear(folder: &Path) -> Result<()> {
    if !folder.join(PROFILE).exists() {
        return Ok(());
    }
    if let Ok(engine) = Engine::open(OpenOptions::new(folder)).await {
        for account in engine.accounts().await.unwrap_or_default() {
            // One with an open outcome refuses; its key is worthless, its server is gone.
            let _ = engine.account_remove(account.id.as_str()).await;
        }
        engine.close().await;
    }
    let error = |source| Error::File {
        what: "clearing the practice folder".into(),
        source,
    };
    let mut entries = tokio::fs::read_dir(folder).await.map_err(error)?;
    while let Some(entry) = entries.next_entry().await.map_err(error)? {
        if entry.file_name() != PROFILE && entry.file_type().await.map_err(error)?.is_file() {
            tokio::fs::remove_file(entry.path()).await.map_err(error)?;
        }
    }
    Ok(())
}
