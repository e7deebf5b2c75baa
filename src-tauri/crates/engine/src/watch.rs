//! Watching while the window is closed: visits to accounts when they are due, and reminders, once.
//!
//! The caller ticks every half minute; all decisions are the domain's, by the wall clock, so that sleep, a day off and a
//! clock that jumped are caught up with at the next tick. One process watches a data folder at a time.

use crate::Engine;
use crate::error::{Error, Result};
use crate::open;
use crate::sync::Reading;
use std::collections::HashMap;
use std::fs::File;
use tvist_domain::clock::Instant;
use tvist_domain::notice::{self, Due, Ledger, Look, Standing};
use tvist_domain::schedule::{self, Depth, Visits};
use tvist_domain::{AccountId, DisputeId, Provider, Status};
use tvist_store::Account;

/// One notice of the tray: everything that is due at the moment, together.
#[derive(Debug, Clone)]
pub struct Notice {
    /// No personal data.
    pub title: String,
    pub body: String,
    /// The cases, the newest reminder first.
    pub cases: Vec<DisputeId>,
    due: Due,
}

/// The one that watches a data folder.
pub struct Watch {
    engine: Engine,
    started_at: Instant,
    /// Drawn once a start, so that not all programs visit at the same moment.
    spread: f64,
    failures: HashMap<AccountId, u32>,
    /// When the clock was last looked at, to notice that it was set back.
    looked_at: Option<Instant>,
    _lock: File,
}

/// What holds the reminders back.
const PAUSED_UNTIL: &str = "reminders_paused_until";

impl Engine {
    /// Starts to watch; none when another process does already.
    ///
    /// # Errors
    /// When the data folder can't be locked.
    pub fn watch(&self) -> Result<Option<Watch>> {
        let Some(lock) = open::try_lock(&self.data_dir.join("watch.lock"))? else {
            return Ok(None);
        };
        Ok(Some(Watch {
            engine: self.clone(),
            started_at: self.now(),
            spread: rand::random(),
            failures: HashMap::new(),
            looked_at: None,
            _lock: lock,
        }))
    }

    /// Holds all reminders back until then, but never the last safe one.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn pause_reminders(&self, until: Instant) -> Result<()> {
        Ok(self.store.setting_set(PAUSED_UNTIL, &until).await?)
    }

    /// Holds the reminders of one case back, but never past its safe deadline; then it is reminded of again. Gives the end
    /// of the snooze: now, when the safe deadline leaves no time for one.
    ///
    /// # Errors
    /// When there is no such case or it has no deadline.
    pub async fn snooze(&self, which: &str, wished: Instant) -> Result<Instant> {
        let id = self.resolve(which).await?;
        let watched = self.watched_cases().await?;
        let Some((_, deadline)) = watched.iter().find(|(filed, _)| filed.id == id) else {
            return Err(Error::not_found("deadline of the dispute", which));
        };
        let until = notice::snooze_until(wished, deadline, self.now());
        self.store.setting_set(&snooze_name(&id), &until).await?;
        Ok(until.unwrap_or(self.now()))
    }

    /// What became of the reminders of a case so far.
    pub(crate) async fn ledger(&self, id: &DisputeId) -> Result<Ledger> {
        let snooze: Option<Option<Instant>> = self.store.setting_get(&snooze_name(id)).await?;
        Ok(Ledger {
            told: self.store.reminders_told(id).await?,
            snoozed_until: snooze.flatten(),
        })
    }

    /// What is due now and wasn't shown; `last` is the look before.
    async fn due_reminders(&self, last: Option<Instant>) -> Result<Due> {
        let cases = self.watched_cases().await?;
        let look = Look {
            now: self.now(),
            last,
            quiet: self.quiet_hours().await?,
            paused_until: self.store.setting_get(PAUSED_UNTIL).await?,
        };
        let mut ledgers = Vec::with_capacity(cases.len());
        for (filed, _) in &cases {
            ledgers.push(self.ledger(&filed.id).await?);
        }
        let watched = crate::reminders::watched(&cases).into_iter();
        let standing: Vec<Standing<'_>> = watched
            .zip(&ledgers)
            .map(|(watched, ledger)| Standing { watched, ledger })
            .collect();
        Ok(notice::due(&standing, &look))
    }

    async fn notice(&self, due: Due) -> Result<Notice> {
        let mut lines = Vec::new();
        for reminder in &due.show {
            let filed = self.store.dispute(&reminder.dispute).await?;
            lines.push(self.reminder_view(reminder, filed.as_ref()));
        }
        let count = lines.len().to_string();
        let title = match lines.first() {
            Some(only) if lines.len() == 1 => only.title.clone(),
            _ => self.words.say("reminder-title-many", &[("count", &count)]),
        };
        let body = lines
            .iter()
            .map(|l| l.body.as_str())
            .collect::<Vec<_>>()
            .join("\n");
        let cases = due.show.iter().map(|r| r.dispute.clone()).collect();
        Ok(Notice {
            title,
            body,
            cases,
            due,
        })
    }
}

impl Watch {
    /// Looks at the clock: visits what is due, and gives the notice that is to be shown, if there is one.
    ///
    /// # Errors
    /// When the database fails; a provider that can't be reached is no error here.
    pub async fn tick(&mut self) -> Result<Option<Notice>> {
        self.visit().await?;
        let due = self.engine.due_reminders(self.looked_at).await?;
        // A case that was settled meanwhile needs no reminder: read it first, where that is possible.
        for reminder in &due.show {
            if let Err(e) = self.engine.read_again(&reminder.dispute).await {
                tracing::debug!(error = %e.kind(), "reminding without a fresh reading");
            }
        }
        let due = if due.show.is_empty() {
            due
        } else {
            self.engine.due_reminders(self.looked_at).await?
        };
        let now = self.engine.now();
        if !due.redated.is_empty() {
            self.engine.store.reminders_tell(&due.redated, now).await?;
        }
        self.looked_at = Some(now);
        if due.show.is_empty() {
            return Ok(None);
        }
        Ok(Some(self.engine.notice(due).await?))
    }

    /// Notes that a notice was shown, so that its rungs never come again. Called after showing: a process that dies in
    /// between shows it once more rather than never.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn shown(&self, notice: &Notice) -> Result<()> {
        let store = &self.engine.store;
        let told = [&notice.due.show[..], &notice.due.passed[..]].concat();
        store.reminders_tell(&told, self.engine.now()).await?;
        for (id, until) in &notice.due.over {
            // A snooze that was asked for since stays.
            if self.engine.ledger(id).await?.snoozed_until == Some(*until) {
                let none: Option<Instant> = None;
                store.setting_set(&snooze_name(id), &none).await?;
            }
        }
        Ok(())
    }

    /// Visits the accounts that are due.
    async fn visit(&mut self) -> Result<()> {
        for account in self.engine.store.accounts().await? {
            let visits = self.visits(&account).await?;
            let now = self.engine.now();
            if schedule::next_visit(&visits, self.started_at, self.spread) > now {
                continue;
            }
            let reading = match schedule::depth(&visits, now) {
                Depth::Changes => Reading::Changes,
                Depth::OpenCases => Reading::OpenCases,
                Depth::Everything => Reading::Everything,
            };
            let view = self.engine.sync_account(&account, reading).await;
            if view.ok {
                self.failures.remove(&account.id);
                if reading != Reading::Changes {
                    self.engine
                        .store
                        .setting_set(&open_read_name(&account.id), &now)
                        .await?;
                }
            } else {
                *self.failures.entry(account.id.clone()).or_default() += 1;
            }
        }
        Ok(())
    }

    async fn visits(&self, account: &Account) -> Result<Visits> {
        let short_window_open = account.provider == Provider::Celcoin
            && self
                .engine
                .store
                .disputes_open(&account.id)
                .await?
                .iter()
                .any(|f| f.dispute.status == Status::NeedsResponse);
        let failed = account.last_error.is_some();
        let failures = self
            .failures
            .get(&account.id)
            .copied()
            .unwrap_or_else(|| u32::from(failed));
        Ok(Visits {
            provider: account.provider,
            tried_at: account.attempt_at.max(account.synced_at),
            done_at: account.synced_at,
            open_read_at: self
                .engine
                .store
                .setting_get(&open_read_name(&account.id))
                .await?,
            swept_at: account.swept_at,
            failures,
            refused: matches!(
                account.last_error.as_deref(),
                Some("provider_unauthorized" | "provider_forbidden")
            ),
            short_window_open,
        })
    }
}

fn open_read_name(id: &AccountId) -> String {
    format!("open_read:{id}")
}

fn snooze_name(id: &DisputeId) -> String {
    format!("snooze:{id}")
}
