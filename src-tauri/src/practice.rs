//! Practice: the providers' interfaces on this machine with invented cases, and a data folder of their own.
//!
//! A practice that was not left is there again at the next start: the same servers at the same place, brought to today.

use crate::error::{Failure, Result};
use serde::{Deserialize, Serialize};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use tvist_engine::clock::SystemClock;
use tvist_engine::domain::clock::{Clock as _, Instant, rfc3339};
use tvist_engine::domain::provider::Environment;
use tvist_engine::domain::submission::State;
use tvist_engine::domain::{Act, Provider};
use tvist_engine::{DeskQuery, Engine, Error, NewAccount, OpenOptions};
use tvist_sandbox::{Running, Sandbox, Served};

/// The servers, running until practice ends.
pub struct Practice {
    servers: Running,
    folder: PathBuf,
}

/// What makes the same servers again; as long as it lies there, practice goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Plan {
    /// When the servers believe they began; RFC 3339 in UTC.
    start: String,
    /// The first of a row of ports.
    port: u16,
}

const PLAN: &str = "practice.json";
/// Names the folder's key in the keychain, so it outlives a practice.
const PROFILE: &str = "profile";

/// A practice that was begun longer ago has nothing left to answer.
const STALE_AFTER_DAYS: i64 = 30;
/// Where rows of ports are looked for.
const PORTS: std::ops::Range<u16> = 41_000..49_000;
/// Each provider takes one, some a second.
const ROW: u16 = 16;
const ROWS_TRIED: u16 = 40;

impl Practice {
    /// Whether a practice was begun and not left.
    #[must_use]
    pub fn goes_on(folder: &Path) -> bool {
        plan_of(folder)
            .is_some_and(|(_, start)| (SystemClock.now() - start).num_days() < STALE_AFTER_DAYS)
    }

    /// Starts afresh: new servers, a clean folder, an account at each provider that is practised with.
    ///
    /// # Errors
    /// When the servers can't listen, or the folder can't be opened.
    pub async fn begin(folder: &Path, language: Option<String>) -> Result<(Engine, Self)> {
        clear(folder).await?;
        let start = SystemClock.now();
        let (servers, port) = free_row(start).await?;
        let engine = open(folder, language).await?;
        let stripe = account(Provider::Stripe, "Nordlys Shop", servers.stripe());
        engine.account_add(stripe).await?;
        engine.sync(None, true).await?;
        let plan = Plan {
            start: rfc3339(start),
            port,
        };
        write(folder, &plan).await?;
        let folder = folder.to_owned();
        Ok((engine, Self { servers, folder }))
    }

    /// Goes on with what was begun: what was sent then has arrived, and time has passed.
    ///
    /// # Errors
    /// When it can't; then only a new beginning helps.
    pub async fn resume(folder: &Path, language: Option<String>) -> Result<(Engine, Self)> {
        let (plan, start) = plan_of(folder).ok_or_else(|| Failure::new("practice"))?;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, plan.port));
        let servers = Sandbox::builder(start)
            .listen(address)
            .start()
            .await
            .map_err(|error| {
                tracing::info!(%error, "practice can't go on where it was");
                Failure::new("practice")
            })?;
        let engine = open(folder, language).await?;
        tell_again(&engine, &servers).await?;
        servers.control().advance_to(SystemClock.now());
        let folder = folder.to_owned();
        Ok((engine, Self { servers, folder }))
    }

    /// Leaves practice for good.
    pub async fn leave(self) {
        if let Err(error) = tokio::fs::remove_file(self.folder.join(PLAN)).await {
            tracing::warn!(%error, "practice will go on at the next start");
        }
        self.servers.stop().await;
    }
}

fn plan_of(folder: &Path) -> Option<(Plan, Instant)> {
    let text = std::fs::read(folder.join(PLAN)).ok()?;
    let plan: Plan = serde_json::from_slice(&text).ok()?;
    let start = plan.start.parse().ok()?;
    Some((plan, start))
}

async fn write(folder: &Path, plan: &Plan) -> Result<()> {
    let text = serde_json::to_vec(plan).map_err(|_| Failure::new("practice"))?;
    let written = tokio::fs::write(folder.join(PLAN), text).await;
    Ok(written.map_err(|source| file(source, "writing the practice plan"))?)
}

/// Servers on a row of ports that nobody uses, so that the next start can take the same row.
async fn free_row(start: Instant) -> Result<(Running, u16)> {
    let rows = (PORTS.end - PORTS.start) / ROW;
    // Programs that start together look in different places.
    let first = u16::try_from(std::process::id() % u32::from(rows)).unwrap_or(0);
    for row in (0..ROWS_TRIED).map(|n| (first + n) % rows) {
        let port = PORTS.start + row * ROW;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        match Sandbox::builder(start).listen(address).start().await {
            Ok(servers) => return Ok((servers, port)),
            Err(error) => tracing::debug!(%error, "another row of ports is tried"),
        }
    }
    Err(Failure::new("practice"))
}

async fn open(folder: &Path, language: Option<String>) -> Result<Engine> {
    let options = OpenOptions {
        language,
        ..OpenOptions::new(folder)
    };
    Ok(Engine::open(options).await?)
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

/// The servers keep nothing: what they had accepted is told to them again.
async fn tell_again(engine: &Engine, servers: &Running) -> Result<()> {
    for case in engine.desk(&DeskQuery::default()).await?.disputes {
        for done in case
            .submissions
            .iter()
            .filter(|s| s.state == State::Accepted)
        {
            let word = match done.kind {
                Act::Submit => "other_submit",
                Act::Accept => "other_close",
                Act::Refund => "other_refund",
                Act::Comment | Act::Upload | Act::RequestAnalysis => continue,
            };
            let act = serde_json::json!({"act": word, "dispute": case.provider_id});
            if let Err(error) = servers.control().act(case.provider.as_str(), &act) {
                // Time may have decided the case meanwhile.
                tracing::info!(%error, "practice goes on without it");
            }
        }
    }
    Ok(())
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
    let failed = |source| file(source, "clearing the practice folder");
    let mut entries = tokio::fs::read_dir(folder).await.map_err(failed)?;
    while let Some(entry) = entries.next_entry().await.map_err(failed)? {
        if entry.file_name() != PROFILE && entry.file_type().await.map_err(failed)?.is_file() {
            tokio::fs::remove_file(entry.path()).await.map_err(failed)?;
        }
    }
    Ok(())
}

fn file(source: std::io::Error, what: &str) -> Error {
    Error::File {
        what: what.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_plan_is_found_again_and_grows_stale() {
        let folder = std::env::temp_dir().join(format!("tvist-practice-{}", uuid::Uuid::new_v4()));
        std::fs::create_dir_all(&folder).unwrap();
        assert!(!Practice::goes_on(&folder));
        let now = SystemClock.now();
        for (days, goes_on) in [(0, true), (29, true), (31, false)] {
            let plan = Plan {
                start: rfc3339(now - std::time::Duration::from_secs(days * 86_400)),
                port: 41_000,
            };
            write(&folder, &plan).await.unwrap();
            assert_eq!(Practice::goes_on(&folder), goes_on, "{days} days");
        }
        std::fs::write(folder.join(PLAN), "not a plan").unwrap();
        assert!(!Practice::goes_on(&folder));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
