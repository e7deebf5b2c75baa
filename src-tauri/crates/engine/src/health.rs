//! What holds on this machine: whether data and keychain are there, what the process that opens documents can't do, whether
//! memory is kept from the disk, how far the clock is off, how fresh each account's cases are.
//!
//! It is told also where the data can't be opened: then most of all.

use crate::account;
use crate::error::{Error, Result};
use crate::export::{CalendarProblem, calendar};
use crate::host::breakdown::Breakdown;
use crate::host::clock::SystemClock;
use crate::host::harden::{CoreDumps, core_dumps};
use crate::host::open::{DATABASE_FILE, OpenOptions, has_begun, profile_of};
use crate::host::{Host, breakdown, entry};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::Arc;
use tvist_document::worker::{Confinement, Workshop};
use tvist_domain::AccountId;
use tvist_domain::clock::{Timestamp, text};
use tvist_domain::freshness::Freshness;
use tvist_domain::skew::{self, ClockState};
use tvist_store::StoreError;

/// All of it (contract, `health`).
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct HealthView {
    pub database: DatabaseHealth,
    pub keychain: KeychainHealth,
    pub worker: WorkerHealth,
    pub core_dumps: CoreDumps,
    pub clock: ClockHealth,
    pub freshness: Vec<AccountHealth>,
    /// What broke in the watch in the last month, and began again.
    pub breakdowns: Vec<Breakdown>,
    /// Why the file for calendar programs isn't current; null where it is, or is off.
    pub calendar: Option<CalendarProblem>,
}

/// How the database is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum DatabaseHealth {
    /// It opens with its key; `tvist integrity` reads every page of it.
    Open,
    /// There is none yet: nothing was begun in this folder.
    None,
    /// It was there, and is gone.
    Missing,
    Damaged,
    /// The keychain doesn't hold its key.
    NoKey,
    /// A newer version of the program wrote it.
    Newer,
    /// It can't be used now: in use, no space, no permission, or no keychain to ask for its key.
    Unusable,
}

/// How the keychain is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum KeychainHealth {
    Open,
    Locked,
    /// None answers.
    None,
    /// It answers with a failure of its own.
    Failing,
}

/// What the process that opens documents can't do, each found out by trying it there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct WorkerHealth {
    /// It can neither read nor make files.
    pub files: bool,
    /// It reaches no network, and no other program.
    pub network: bool,
    /// It can start no program, and touch no other one.
    pub syscalls: bool,
}

/// How far this machine's clock is from the providers'.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct ClockHealth {
    /// Theirs less ours; none before the first reading.
    pub skew_seconds: Option<i64>,
    /// The clock is off by more than the owner should leave it; not known before the first reading.
    pub wrong: Option<bool>,
}

/// How fresh an account's cases are.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct AccountHealth {
    pub account: AccountId,
    pub label: String,
    pub state: Freshness,
    #[specta(type = Option<String>)]
    #[serde(with = "text::option")]
    pub synced_at: Option<Timestamp>,
}

/// What holds, where the data is open.
pub(crate) async fn health(host: &Host) -> Result<HealthView> {
    let accounts = account::accounts(&host.store, host.now()).await?;
    let skew_seconds = crate::account::skew::clock_skew(&host.store).await?;
    let keychain = host.keychain.get(&entry::database(&host.profile)).await;
    let freshness = accounts.into_iter().map(|account| AccountHealth {
        account: account.id,
        label: account.label,
        state: account.freshness,
        synced_at: account.synced_at,
    });
    Ok(HealthView {
        database: DatabaseHealth::Open,
        keychain: keychain.map_or_else(|e| keychain_of(&e), |_| KeychainHealth::Open),
        worker: worker(Arc::clone(&host.workshop)).await,
        core_dumps: core_dumps(),
        clock: ClockHealth {
            skew_seconds,
            wrong: skew_seconds.map(|known| skew::state(Some(known)) != ClockState::Right),
        },
        freshness: freshness.collect(),
        breakdowns: breakdown::breakdowns(&host.store, host.now()).await?,
        calendar: calendar::calendar(&host.store).await?.problem,
    })
}

/// What holds, whether or not the data can be opened. Nothing is made where nothing was begun.
pub(crate) async fn health_of(options: OpenOptions) -> HealthView {
    let workshop = options.document_worker.clone().workshop();
    let dir = options.data_dir.clone();
    let (database, keychain) = if is_begun(&dir) {
        match Host::open(options, Arc::new(SystemClock)).await {
            Ok(host) => {
                let health = health(&host).await;
                host.store.close().await;
                match health {
                    Ok(health) => return health,
                    Err(e) => (database_of(&e), KeychainHealth::Open),
                }
            }
            Err(e) => (database_of(&e), keychain_of(&e)),
        }
    } else {
        let keychain = crate::host::keychain::Keychain::connect(&options.keychain).await;
        let keychain = keychain.map_or_else(|e| keychain_of(&e), |_| KeychainHealth::Open);
        (DatabaseHealth::None, keychain)
    };
    let worker = match workshop {
        Ok(workshop) => worker(Arc::new(workshop)).await,
        Err(_) => Confinement::default().into(),
    };
    HealthView {
        database,
        keychain,
        worker,
        core_dumps: core_dumps(),
        clock: ClockHealth {
            skew_seconds: None,
            wrong: None,
        },
        freshness: Vec::new(),
        breakdowns: Vec::new(),
        calendar: None,
    }
}

/// Whether there is or was anything of ours in the folder.
fn is_begun(dir: &Path) -> bool {
    dir.join(DATABASE_FILE).exists() || has_begun(dir) || profile_of(dir).is_some()
}

/// What a worker can't do. One that doesn't even start proves nothing.
async fn worker(workshop: Arc<Workshop>) -> WorkerHealth {
    let asked = tokio::task::spawn_blocking(move || workshop.confinement()).await;
    match asked {
        Ok(Ok(found)) => found.into(),
        Ok(Err(e)) => {
            tracing::warn!(code = e.code(), "the worker doesn't say what it can't do");
            Confinement::default().into()
        }
        Err(_) => Confinement::default().into(),
    }
}

impl From<Confinement> for WorkerHealth {
    fn from(found: Confinement) -> Self {
        Self {
            files: found.files,
            network: found.network,
            syscalls: found.syscalls,
        }
    }
}

fn database_of(e: &Error) -> DatabaseHealth {
    match e {
        Error::DatabaseMissing => DatabaseHealth::Missing,
        Error::KeyMissing => DatabaseHealth::NoKey,
        Error::Store(StoreError::Corrupt) => DatabaseHealth::Damaged,
        Error::Store(StoreError::TooNew { .. }) => DatabaseHealth::Newer,
        _ => DatabaseHealth::Unusable,
    }
}

fn keychain_of(e: &Error) -> KeychainHealth {
    match e {
        Error::NoKeychain => KeychainHealth::None,
        Error::KeychainLocked => KeychainHealth::Locked,
        Error::Keychain(_) => KeychainHealth::Failing,
        // The keychain is asked before the database: whatever failed later, it answered.
        _ => KeychainHealth::Open,
    }
}
