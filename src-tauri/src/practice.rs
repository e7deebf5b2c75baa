//! Practice: the providers' interfaces on this machine with invented cases, and a data folder of their own.
//!
//! A practice that was not left is there again at the next start: the same servers at the same place, brought to the
//! practised day. That day can be moved on: the servers and the program's own idea of now go along together.

use crate::error::{Failure, Result};
use crate::view::{ExampleView, PracticeStep, PracticeView};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;
use tvist_engine::clock::{MovedClock, SystemClock};
use tvist_engine::domain::Provider;
use tvist_engine::domain::clock::{Clock as _, Timestamp, rfc3339};
use tvist_engine::domain::provider::Environment;
use tvist_engine::domain::submission::State;
use tvist_engine::view::{CaseView, ReceiptView};
use tvist_engine::{DeskQuery, Engine, Error, NewAccount, OpenOptions};
use tvist_sandbox::{Control, Running, Sandbox, Served};

/// The servers, running until practice ends.
pub struct Practice {
    servers: Running,
    folder: PathBuf,
    plan: Plan,
    clock: Arc<MovedClock>,
    keeper: JoinHandle<()>,
}

/// What makes the same servers again; as long as it lies there, practice goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Plan {
    /// When the servers believe they began; RFC 3339 in UTC.
    start: String,
    /// The first of a row of ports.
    port: u16,
    /// How far the practised day is ahead.
    #[serde(default)]
    ahead_seconds: u32,
}

/// The accounts of the practised shop, one at each provider that is served.
const SHOPS: [(Provider, &str); 4] = [
    (Provider::Stripe, "Nordlys Shop"),
    (Provider::Clearhaus, "Nordlys Butik"),
    (Provider::Celcoin, "Loja Aurora"),
    (Provider::Unico, "Loja Aurora"),
];
/// The servers' clock stands still while the machine sleeps; it is put right this often.
const KEEP_TIME: Duration = Duration::from_secs(30);

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

    /// Starts afresh: new servers, a clean folder, an account at each provider.
    ///
    /// # Errors
    /// When the servers can't listen, or the folder can't be opened.
    pub async fn begin(folder: &Path, language: Option<String>) -> Result<(Engine, Self)> {
        clear(folder).await?;
        let start = SystemClock.now();
        let (servers, port) = free_row(start).await?;
        let clock = Arc::new(MovedClock::default());
        let engine = open(folder, language, clock.clone()).await?;
        for (provider, label) in SHOPS {
            let served = servers.served(provider.as_str());
            let Some(account) = served.map(|s| account(provider, label, s)) else {
                continue;
            };
            engine.account_add(account).await?;
        }
        engine.sync(None, true).await?;
        let plan = Plan {
            start: rfc3339(start),
            port,
            ahead_seconds: 0,
        };
        write(folder, &plan).await?;
        Ok((engine, Self::running(servers, folder, plan, clock)))
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
        let clock = Arc::new(MovedClock::ahead_by(plan.ahead_seconds));
        let engine = open(folder, language, clock.clone()).await?;
        tell_again(&engine, &servers.control()).await?;
        servers.control().advance_to(clock.now());
        Ok((engine, Self::running(servers, folder, plan, clock)))
    }

    fn running(servers: Running, folder: &Path, plan: Plan, clock: Arc<MovedClock>) -> Self {
        let keeper = tokio::spawn(keep_time(servers.control(), clock.clone()));
        Self {
            servers,
            folder: folder.to_owned(),
            plan,
            clock,
            keeper,
        }
    }

    /// What the page shows of practice.
    #[must_use]
    pub fn view(&self) -> PracticeView {
        PracticeView {
            ahead_seconds: self.clock.ahead_seconds(),
            examples: self.examples(),
        }
    }

    /// Moves time on, at the servers and here.
    ///
    /// # Errors
    /// When it can't be kept for the next start; then time stays.
    pub async fn move_on(&mut self, step: PracticeStep) -> Result<()> {
        let now = self.clock.now();
        let a_day = Duration::from_hours(24);
        let to = match step {
            PracticeStep::Day => now + a_day,
            PracticeStep::Week => now + a_day * 7,
            // Nothing is to come any more: a day passes, so that the button never does nothing.
            PracticeStep::Next => {
                let next = self.servers.control().next_change();
                next.map_or(now + a_day, |at| at + Duration::from_mins(1))
            }
        };
        let moved = MovedClock::ahead_by(self.clock.ahead_seconds());
        moved.move_to(to);
        self.plan.ahead_seconds = moved.ahead_seconds();
        write(&self.folder, &self.plan).await?;
        self.clock.move_to(to);
        self.servers.control().advance_to(self.clock.now());
        Ok(())
    }

    /// What can only be named, since the provider lists nothing.
    fn examples(&self) -> Vec<ExampleView> {
        let rows = SHOPS.iter().flat_map(|(provider, _)| {
            let examples = self.servers.served(provider.as_str()).map(|s| &s.examples);
            let rows = examples.and_then(|e| e.as_array()).cloned();
            rows.unwrap_or_default()
                .into_iter()
                .map(|row| (*provider, row))
        });
        rows.map(|(provider, row)| {
            let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
            ExampleView {
                provider,
                transaction: text("transaction"),
                created: text("created"),
                order: text("order"),
            }
        })
        .collect()
    }

    /// Leaves practice for good.
    pub async fn leave(self) {
        self.keeper.abort();
        if let Err(error) = tokio::fs::remove_file(self.folder.join(PLAN)).await {
            tracing::warn!(%error, "practice will go on at the next start");
        }
        self.servers.stop().await;
    }
}

fn plan_of(folder: &Path) -> Option<(Plan, Timestamp)> {
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
async fn free_row(start: Timestamp) -> Result<(Running, u16)> {
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

async fn keep_time(control: Control, clock: Arc<MovedClock>) {
    loop {
        tokio::time::sleep(KEEP_TIME).await;
        control.advance_to(clock.now());
    }
}

async fn open(folder: &Path, language: Option<String>, clock: Arc<MovedClock>) -> Result<Engine> {
    let options = OpenOptions {
        language,
        ..OpenOptions::new(folder)
    };
    Ok(Engine::open_with_clock(options, clock).await?)
}

fn account(provider: Provider, label: &str, served: &Served) -> NewAccount {
    NewAccount {
        provider,
        label: label.to_owned(),
        environment: Some(Environment::Test),
        api_base: Some(served.api_base.clone()),
        options: options(&served.options),
        secrets: served.secrets.clone().into(),
        practice: true,
    }
}

fn options(given: &serde_json::Value) -> BTreeMap<String, String> {
    let entries = given.as_object().into_iter().flatten();
    entries
        .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
        .collect()
}

/// The servers keep nothing: what they had accepted is told to them again, each at its own time.
async fn tell_again(engine: &Engine, control: &Control) -> Result<()> {
    let mut deeds = Vec::new();
    for case in engine.desk(&DeskQuery::default()).await?.disputes {
        for receipt in engine.receipts(case.id.as_str()).await? {
            if receipt.state == State::Accepted {
                deeds.push((receipt.at, deed(&case, &receipt), case.provider));
            }
        }
    }
    deeds.sort_by_key(|(at, ..)| *at);
    for (at, deed, provider) in deeds {
        control.advance_to(at);
        if let Err(error) = control.act(provider.as_str(), &deed) {
            // Time may have decided the case meanwhile.
            tracing::info!(%error, "practice goes on without it");
        }
    }
    Ok(())
}

fn deed(case: &CaseView, receipt: &ReceiptView) -> serde_json::Value {
    let files: Vec<serde_json::Value> = receipt
        .files
        .iter()
        .filter_map(|f| Some(serde_json::json!({"id": f.remote_id.as_ref()?, "name": f.name})))
        .collect();
    serde_json::json!({
        "act": "again", "deed": receipt.kind.as_str(), "dispute": case.provider_id,
        "id": case.reference, "files": files,
    })
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
                ahead_seconds: 5,
            };
            write(&folder, &plan).await.unwrap();
            assert_eq!(Practice::goes_on(&folder), goes_on, "{days} days");
        }
        std::fs::write(
            folder.join(PLAN),
            r#"{"start":"2026-11-22T08:00:00Z","port":41000}"#,
        )
        .unwrap();
        assert_eq!(
            plan_of(&folder).map(|(plan, _)| plan.ahead_seconds),
            Some(0)
        );
        std::fs::write(folder.join(PLAN), "not a plan").unwrap();
        assert!(!Practice::goes_on(&folder));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
