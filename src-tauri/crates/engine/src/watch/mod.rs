//! Watching while the window is closed: visits to accounts when they are due, and notices, once.
//!
//! The caller ticks at every beat of [`tvist_domain::clock_jump`]; all decisions are the domain's, by the wall clock, so that
//! sleep, a day off and a clock that jumped are caught up with at the next tick. An idle tick looks at the database's file
//! and reckons with what it knows; it asks and writes nothing. One process watches a data folder at a time.

pub(crate) mod round;
pub(crate) mod scheduler;
pub(crate) mod webhook;

use crate::account::skew;
use crate::error::Result;
use crate::event::Event;
use crate::export::calendar;
use crate::host::{Host, Stamp, breakdown, setting, waiting};
use crate::reminder::notice::{About, Notice};
use crate::reminder::snooze::snooze_name;
use crate::reminder::summary::SummaryAccount;
use crate::reminder::{SET_BACK_AT, bare_look, snooze, summary};
use crate::submission::fault;
use crate::sync;
use crate::watch::scheduler::SyncScheduler;
use std::fs::File;
use std::time::{Duration, Instant as Stopwatch};
use tvist_domain::clock::{Timestamp, later};
use tvist_domain::clock_jump::{self, Look};
use tvist_domain::freshness::Freshness;
use tvist_domain::ladder::Ladder;
use tvist_domain::notice::{self, Due, Ledger, Standing};
use tvist_domain::reminder::Watched;
use tvist_domain::{AccountId, Deadline, DisputeId};
use tvist_store::Warned;

/// The one that watches a data folder.
pub struct Watch {
    host: Host,
    visitor: SyncScheduler,
    begun: Stopwatch,
    /// The clocks at the end of the last tick.
    look: Option<Look>,
    /// When reminders were last looked for, to notice that the clock was set back.
    looked_at: Option<Timestamp>,
    known: Option<Known>,
    readings: u64,
    /// A notice couldn't be shown: none is tried before.
    not_before: Option<Timestamp>,
    _lock: File,
}

/// What notices come from, as of one state of the database.
struct Known {
    stamp: Stamp,
    read_at: Timestamp,
    /// When the next case has another step by time alone.
    turns_at: Option<Timestamp>,
    cases: Vec<(DisputeId, Deadline, Timestamp, Ledger)>,
    ladder: Ladder,
    look: notice::Look,
    skew_seconds: Option<i64>,
    /// Accounts that need the owner, and accounts of which that was told.
    troubled: Vec<SummaryAccount>,
    told: Vec<(AccountId, Freshness)>,
    /// Warnings of which nobody was told.
    warned: Vec<Warned>,
}

/// After sleep the accounts are read before anything is said; longer than this nobody waits for them.
const READ_FIRST: Duration = Duration::from_secs(20);
/// What is known is read again after this long also when no write was noticed.
const READ_AGAIN: chrono::Duration = chrono::Duration::minutes(15);
/// After a notice that couldn't be shown.
const TRY_AGAIN: chrono::Duration = chrono::Duration::minutes(5);

/// Starts to watch; none when another process does already.
pub(crate) fn watch(host: &Host) -> Result<Option<Watch>> {
    let Some(lock) = crate::host::lock::attempt(&host.data_dir.join("watch.lock"))? else {
        return Ok(None);
    };
    Ok(Some(Watch {
        host: host.clone(),
        visitor: SyncScheduler::new(host.clone()),
        begun: Stopwatch::now(),
        look: None,
        looked_at: None,
        known: None,
        readings: 0,
        not_before: None,
        _lock: lock,
    }))
}

impl Watch {
    /// Looks at the clocks: begins the visits that are due (to every account when the owner `asked`, or when time was
    /// lost), and gives the notice that is to be shown, if there is one.
    ///
    /// # Errors
    /// When the database fails; a provider that can't be reached is no error here.
    pub async fn tick(&mut self, asked: bool) -> Result<Option<Notice>> {
        let now = self.clocks();
        let jumped = self
            .look
            .is_some_and(|before| clock_jump::has_jumped(before, now));
        if jumped {
            tracing::info!("time was lost: catching up");
            skew::forget_provider_clocks(&self.host.memory);
        }
        fault::breaks("tick");
        // Whatever becomes of the visits, reminders come.
        let host = self.host.clone();
        let begun = breakdown::sheltered(
            &host.store,
            host.now(),
            "visits",
            self.visitor.begin(asked || jumped),
        );
        let begun = begun.await.unwrap_or(Ok(()));
        if jumped {
            self.visitor.wait(READ_FIRST).await;
        }
        let notice = self.notice().await;
        // However long this took, it is no lost time.
        self.look = Some(self.clocks());
        begun?;
        notice
    }

    /// The next visit that the schedule has.
    #[must_use]
    pub fn next_visit(&self) -> Option<Timestamp> {
        self.visitor.next()
    }

    /// How often what is known was read anew: the same number means that nothing has been stored since.
    #[must_use]
    pub fn readings(&self) -> u64 {
        self.readings
    }

    /// Notes that a notice was shown, so that it never comes again. Called after showing: a process that dies in between
    /// shows it once more rather than never.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn shown(&mut self, notice: &Notice) -> Result<()> {
        let store = &self.host.store;
        let due = match &notice.about {
            About::Reminders { due, now } => {
                let told = [&due.show[..], &due.passed[..]].concat();
                store.reminders_tell(&told, *now).await?;
                due
            }
            About::Warnings(ids) => {
                return Ok(store.warnings_told(ids, self.host.now()).await?);
            }
            About::Account(id, freshness) => {
                return Ok(store.setting_set(&told_name(id), &Some(freshness)).await?);
            }
        };
        for (id, until) in &due.over {
            // A snooze that was asked for since stays.
            if snooze::ledger(&self.host.store, id).await?.snoozed_until == Some(*until) {
                let none: Option<Timestamp> = None;
                store.setting_set(&snooze_name(id), &none).await?;
            }
        }
        Ok(())
    }

    /// Notes that a notice couldn't be shown: it comes again, but not at every tick.
    pub fn not_shown(&mut self) {
        self.not_before = Some(later(self.host.now(), TRY_AGAIN));
    }

    fn clocks(&self) -> Look {
        Look {
            wall: self.host.now(),
            steady: self.begun.elapsed(),
        }
    }

    /// The notice that is due: reminders before warnings before accounts.
    async fn notice(&mut self) -> Result<Option<Notice>> {
        self.read().await?;
        let now = self.host.now();
        if self
            .not_before
            .is_some_and(|until| now < until && until - now <= TRY_AGAIN)
        {
            return Ok(None);
        }
        let (mut due, mut look) = self.due();
        if !due.show.is_empty() {
            read_before_reminding(&self.host, &due).await;
            self.read().await?;
            (due, look) = self.due();
        }
        let store = &self.host.store;
        if !due.redated.is_empty() {
            store.reminders_tell(&due.redated, look.now).await?;
        }
        if due.set_back_at != look.set_back_at {
            store.setting_set(SET_BACK_AT, &due.set_back_at).await?;
        }
        self.looked_at = Some(look.now);
        if due.show.is_empty() {
            return self.other_notice(&look).await;
        }
        Ok(Some(
            crate::reminder::notice::reminders_notice(&self.host, due, look.now).await?,
        ))
    }

    /// What is due by what is known, and the look that found it.
    fn due(&self) -> (Due, notice::Look) {
        let now = self.host.now();
        let Some(known) = &self.known else {
            return (Due::default(), bare_look(now));
        };
        let look = notice::Look {
            now: skew::corrected(now, known.skew_seconds),
            last: self.looked_at,
            ..known.look
        };
        let standing = known
            .cases
            .iter()
            .map(|(dispute, deadline, known_at, ledger)| Standing {
                watched: Watched {
                    dispute,
                    deadline,
                    known_at: *known_at,
                    ladder: &known.ladder,
                },
                ledger,
            });
        (notice::due(&standing.collect::<Vec<_>>(), &look), look)
    }

    /// The notice of payments that a bank has warned of, once each, or else of an account that needs the owner, once an
    /// episode. Neither comes in quiet hours nor in a pause.
    async fn other_notice(&mut self, look: &notice::Look) -> Result<Option<Notice>> {
        let Some(known) = &self.known else {
            return Ok(None);
        };
        let state = |id: &AccountId| known.troubled.iter().find(|a| &a.id == id);
        for (id, _) in &known.told {
            if state(id).is_none() {
                let none: Option<Freshness> = None;
                self.host.store.setting_set(&told_name(id), &none).await?;
            }
        }
        let quiet = look
            .quiet
            .is_some_and(|(hours, zone)| hours.end_after(look.now, zone).is_some());
        if quiet || look.paused_until.is_some_and(|until| look.now < until) {
            return Ok(None);
        }
        if !known.warned.is_empty() {
            return Ok(Some(
                crate::reminder::notice::warnings_notice(&self.host, &known.warned).await?,
            ));
        }
        let untold = known
            .troubled
            .iter()
            .find(|a| !known.told.contains(&(a.id.clone(), a.freshness)));
        match untold {
            Some(account) => Ok(Some(
                crate::reminder::notice::account_notice(&self.host, account).await?,
            )),
            None => Ok(None),
        }
    }

    /// Reads what notices come from, where the database has changed since.
    async fn read(&mut self) -> Result<()> {
        let stamp = self.host.stamp();
        let now = self.host.now();
        let turned = |k: &Known| k.turns_at.is_some_and(|at| k.read_at < at && at <= now);
        let current =
            |k: &Known| k.stamp == stamp && (now - k.read_at).abs() < READ_AGAIN && !turned(k);
        if self.known.as_ref().is_some_and(current) {
            return Ok(());
        }
        let before = self.known.as_ref().map(|k| k.troubled.clone());
        let known = known(&self.host, stamp).await?;
        if before.is_some_and(|before| before != known.troubled) {
            self.host.tell(Event::AccountsChanged);
        }
        self.known = Some(known);
        self.readings += 1;
        calendar::refresh_calendar_beside(&self.host);
        Ok(())
    }
}

async fn known(host: &Host, stamp: Stamp) -> Result<Known> {
    skew::place_due(host).await;
    let mut cases = Vec::new();
    for (filed, deadline) in waiting::watched_cases(&host.store).await? {
        let ledger = snooze::ledger(&host.store, &filed.id).await?;
        cases.push((filed.id, deadline, filed.known_at, ledger));
    }
    let accounts = host.store.accounts().await?;
    let mut told = Vec::new();
    for account in &accounts {
        let state: Option<Option<Freshness>> =
            host.store.setting_get(&told_name(&account.id)).await?;
        told.extend(state.flatten().map(|state| (account.id.clone(), state)));
    }
    Ok(Known {
        stamp,
        read_at: host.now(),
        turns_at: host.store.next_turn().await?,
        cases,
        ladder: setting::settings(&host.store).await?.ladder,
        look: notice::Look {
            set_back_at: crate::reminder::set_back_at(&host.store).await?,
            quiet: crate::reminder::quiet_hours(&host.store).await?,
            paused_until: snooze::paused_until(&host.store, host.now()).await?,
            ..bare_look(host.now())
        },
        skew_seconds: skew::of_accounts(&accounts),
        troubled: summary::troubled(&host.store, host.now(), accounts).await?,
        told,
        warned: host.store.warnings_untold().await?,
    })
}

/// A case that was settled meanwhile needs no reminder: they are read first, where that is possible in time.
async fn read_before_reminding(host: &Host, due: &Due) {
    let readings = due.show.iter().map(|reminder| async {
        if let Err(e) = sync::read_again(host, &reminder.dispute).await {
            tracing::debug!(error = %e.kind(), "reminding without a fresh reading");
        }
    });
    let all = futures::future::join_all(readings);
    if tokio::time::timeout(READ_FIRST, all).await.is_err() {
        tracing::debug!("reminding without a fresh reading");
    }
}

pub(crate) fn told_name(id: &AccountId) -> String {
    format!("told_account:{id}")
}
