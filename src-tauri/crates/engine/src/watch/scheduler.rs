//! Visits to the accounts while the program watches: who is due, each on a task of its own, none twice at a time.

use crate::error::Result;
use crate::event::Event;
use crate::host::{Host, Stamp, breakdown};
use crate::submission::{fault, reconcile};
use crate::watch::round;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::task::JoinHandle;
use tvist_domain::clock::Timestamp;
use tvist_domain::schedule::{self, Depth};
use tvist_domain::{AccountId, Status, rules};
use tvist_store::{Account, Store};

/// How an account's visits went since the start. The database knows it too, unless it can't be written.
#[derive(Debug, Clone, Copy)]
struct Tried {
    at: Timestamp,
    failures: u32,
}

/// What the schedule asks, for every account, as of one state of the database.
struct Known {
    stamp: Stamp,
    accounts: Vec<(Account, schedule::Visits)>,
    /// The outcome of some submission isn't known.
    unsettled: bool,
}

/// The visits of one program that watches.
pub(crate) struct SyncScheduler {
    host: Host,
    started_at: Timestamp,
    /// Drawn once a start, so that not all programs visit at the same moment.
    spread: f64,
    tried: Arc<Mutex<HashMap<AccountId, Tried>>>,
    running: HashMap<AccountId, JoinHandle<()>>,
    settling: Option<JoinHandle<()>>,
    settled_at: Option<Timestamp>,
    known: Option<Known>,
}

/// How often what is left unknown is looked at again (two reads that find nothing must lie some time apart).
const SETTLE_EVERY: chrono::Duration = chrono::Duration::minutes(10);

impl SyncScheduler {
    pub(crate) fn new(host: Host) -> Self {
        Self {
            started_at: host.now(),
            host,
            spread: rand::random(),
            tried: Arc::default(),
            running: HashMap::new(),
            settling: None,
            settled_at: None,
            known: None,
        }
    }

    /// Begins the visits that are due, or to every account; one that is being visited isn't visited twice.
    pub(crate) async fn begin(&mut self, every: bool) -> Result<()> {
        self.running.retain(|_, task| !task.is_finished());
        self.read().await?;
        let now = self.host.now();
        let Some(known) = &self.known else {
            return Ok(());
        };
        for (account, visits) in &known.accounts {
            let due = self.next_of(account, visits) <= now;
            if (due || every) && !self.running.contains_key(&account.id) {
                let depth = match schedule::depth(visits, now) {
                    Depth::Changes if every => Depth::OpenCases,
                    depth => depth,
                };
                let task = visit(
                    self.host.clone(),
                    account.clone(),
                    depth,
                    self.tried.clone(),
                );
                self.running.insert(account.id.clone(), tokio::spawn(task));
            }
        }
        let rested = self.settled_at.is_none_or(|at| has_rested(at, now));
        let idle = self.settling.as_ref().is_none_or(JoinHandle::is_finished);
        if known.unsettled && idle && (rested || every) {
            self.settled_at = Some(now);
            self.settling = Some(tokio::spawn(settle(self.host.clone())));
        }
        Ok(())
    }

    /// Waits until no visit is under way, but no longer than this.
    pub(crate) async fn wait(&mut self, limit: Duration) {
        let ended = futures::future::join_all(self.running.values_mut());
        if tokio::time::timeout(limit, ended).await.is_ok() {
            self.running.clear();
        }
    }

    /// The next visit that the schedule has.
    pub(crate) fn next(&self) -> Option<Timestamp> {
        let accounts = &self.known.as_ref()?.accounts;
        accounts.iter().map(|(a, v)| self.next_of(a, v)).min()
    }

    fn next_of(&self, account: &Account, visits: &schedule::Visits) -> Timestamp {
        let mut visits = visits.clone();
        if let Some(tried) = lock(&self.tried).get(&account.id) {
            visits.tried_at = visits.tried_at.max(Some(tried.at));
            visits.failures = tried.failures;
        }
        schedule::next_visit(&visits, self.started_at, self.spread, self.host.now())
    }

    /// Reads what the schedule asks, where the database has changed since.
    async fn read(&mut self) -> Result<()> {
        let stamp = self.host.stamp();
        if self.known.as_ref().is_some_and(|k| k.stamp == stamp) {
            return Ok(());
        }
        let mut accounts = Vec::new();
        for account in self.host.store.accounts().await? {
            let visits = visits_of(&self.host.store, &account).await?;
            accounts.push((account, visits));
        }
        let unsettled = !self.host.store.submissions_open().await?.is_empty();
        self.known = Some(Known {
            stamp,
            accounts,
            unsettled,
        });
        Ok(())
    }
}

impl Drop for SyncScheduler {
    fn drop(&mut self) {
        // What was stored is stored by whole pages; the next visit goes on from there.
        for task in self.running.values().chain(&self.settling) {
            task.abort();
        }
    }
}

/// What the schedule asks of an account.
async fn visits_of(store: &Store, account: &Account) -> Result<schedule::Visits> {
    let short_window_open = rules::capabilities(account.provider).short_windows
        && store
            .disputes_open(&account.id)
            .await?
            .iter()
            .any(|f| f.dispute.status == Status::NeedsResponse);
    Ok(schedule::Visits {
        provider: account.provider,
        tried_at: account.attempt_at.max(account.synced_at),
        done_at: account.synced_at,
        open_read_at: store.setting_get(&open_read_name(&account.id)).await?,
        swept_at: account.swept_at,
        failures: u32::from(account.last_error.is_some()),
        refused: crate::account::freshness::is_refused(account),
        short_window_open,
    })
}

async fn visit(
    host: Host,
    account: Account,
    depth: Depth,
    tried: Arc<Mutex<HashMap<AccountId, Tried>>>,
) {
    let began = host.now();
    let work = async {
        fault::breaks("visit");
        round::sync_account(&host, &account, depth).await.ok
    };
    let ok = match breakdown::sheltered(&host.store, host.now(), "visit", work).await {
        Some(ok) => ok,
        None => broken(&host, &account.id).await,
    };
    if ok && depth != Depth::Changes {
        let name = open_read_name(&account.id);
        if let Err(error) = host.store.setting_set(&name, &began).await {
            tracing::warn!(code = error.code(), "a visit can't be noted");
        }
    }
    let mut tried = lock(&tried);
    let before = tried.get(&account.id).map_or(0, |t| t.failures);
    let failures = if ok { 0 } else { before.saturating_add(1) };
    let at = host.now();
    tried.insert(account.id, Tried { at, failures });
}

/// A visit that broke failed: that is told like any other failure, and tried again later and later.
async fn broken(host: &Host, id: &AccountId) -> bool {
    let code = "stopped";
    if let Err(error) = host.store.account_set_error(id, host.now(), code).await {
        tracing::warn!(code = error.code(), "a visit that broke can't be noted");
    }
    host.tell(Event::SyncEnded {
        account: id.clone(),
        ok: false,
    });
    false
}

async fn settle(host: Host) {
    let settled = breakdown::sheltered(
        &host.store,
        host.now(),
        "settle",
        reconcile::reconcile(&host),
    )
    .await;
    if let Some(Err(error)) = settled {
        tracing::warn!(
            code = error.kind(),
            "what was left unknown can't be settled now"
        );
    }
}

/// Whether settling is due again; a date ahead of now was by a clock that ran ahead.
fn has_rested(settled_at: Timestamp, now: Timestamp) -> bool {
    (now - settled_at).abs() >= SETTLE_EVERY
}

fn open_read_name(id: &AccountId) -> String {
    format!("open_read:{id}")
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_was_set_back_keeps_nothing_unsettled() {
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        for (minutes_ago, rested) in [(0, false), (9, false), (10, true), (-5, false), (-60, true)]
        {
            let settled_at = now - chrono::Duration::minutes(minutes_ago);
            assert_eq!(has_rested(settled_at, now), rested, "{minutes_ago}");
        }
    }
}
