//! What one look at the tray tells: how many cases wait, the most urgent ones, and what else needs the owner.

use crate::account::skew;
use crate::case;
use crate::case::DeskQuery;
use crate::error::Result;
use crate::host::{Host, setting};
use crate::reminder::{snooze, wording};
use tvist_domain::clock::Timestamp;
use tvist_domain::freshness::Freshness;
use tvist_domain::provider::Provider;
use tvist_domain::{AccountId, DisputeId, Money, NextStep, outside};
use tvist_store::{Account, Store};

/// How many cases have a line of their own in the tray's menu.
const FIRST: u32 = 3;
/// How many cases to look at are searched for those whose clock still runs: the list begins with those that are over.
const LOOKED_THROUGH: u32 = 64;

/// How the desk stands. Nothing in it changes by time alone but what is left until the dates: where a date turns a step, the
/// watch looks again ([`crate::Watch::readings`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskSummary {
    /// All of it is practice.
    pub practice: bool,
    /// Cases that wait for their owner to answer or to look: the desk's badge shows the same.
    pub due: u32,
    /// The most urgent of them, the most urgent first.
    pub first: Vec<SummaryCase>,
    /// Payments that a bank has warned of and that can still be given back before they are disputed.
    pub warned: u32,
    /// Accounts that aren't read as they should be.
    pub troubled: Vec<SummaryAccount>,
    /// Reminders are paused until then; maybe past. The text has it in this machine's zone.
    pub paused_until: Option<(Timestamp, String)>,
    /// How far this machine's clock is behind the providers'.
    pub skew_seconds: Option<i64>,
    /// The owner's language, where one was chosen.
    pub language: Option<String>,
}

/// One case in the tray's menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SummaryCase {
    pub id: DisputeId,
    /// The buyer where names may be shown, else the order, else the provider's reference: one short visible line.
    pub who: String,
    pub amount: Money,
    pub deadline: Timestamp,
    pub safe_at: Timestamp,
}

/// One account that needs the owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SummaryAccount {
    pub id: AccountId,
    pub provider: Provider,
    pub label: String,
    pub freshness: Freshness,
}

impl DeskSummary {
    /// Now, as the providers' clocks have it.
    #[must_use]
    pub fn corrected(&self, now: Timestamp) -> Timestamp {
        skew::corrected(now, self.skew_seconds)
    }

    /// Whether the safe date of a case has come.
    #[must_use]
    pub fn is_urgent(&self, now: Timestamp) -> bool {
        self.first
            .iter()
            .any(|case| case.safe_at <= self.corrected(now))
    }
}

/// How the desk stands.
pub(crate) async fn desk_summary(host: &Host) -> Result<DeskSummary> {
    let accounts = host.store.accounts().await?;
    let skew_seconds = skew::of_accounts(&accounts);
    Ok(DeskSummary {
        practice: !accounts.is_empty() && accounts.iter().all(|account| account.practice),
        due: case::waiting(host).await?,
        first: first(host).await?,
        warned: host.store.warnings_waiting().await?,
        troubled: troubled(&host.store, host.now(), accounts).await?,
        paused_until: snooze::paused_until(&host.store, host.now())
            .await?
            .map(|until| {
                let local = until.with_timezone(&crate::host::zone::local_zone());
                (until, local.format("%Y-%m-%d %H:%M").to_string())
            }),
        skew_seconds,
        language: setting::settings(&host.store).await?.language,
    })
}

/// The cases whose clock runs and that wait for their owner to answer them or, where an outcome isn't proven, to look.
async fn first(host: &Host) -> Result<Vec<SummaryCase>> {
    let clocks = skew::clocks(&host.store, host.now()).await?;
    // The menu stands where others can see it, as a notice does.
    let named = setting::settings(&host.store).await?.names_in_notices;
    let mut first = Vec::new();
    for (step, limit) in [(NextStep::Answer, FIRST), (NextStep::Look, LOOKED_THROUGH)] {
        let desk = case::desk(
            host,
            &DeskQuery {
                step: Some(step),
                open_only: true,
                limit: Some(limit),
                ..DeskQuery::default()
            },
        )
        .await?;
        first.extend(desk.disputes.into_iter().filter_map(|case| {
            let deadline = case.deadline?;
            let who = wording::name_of(
                named.then_some(&case.customer),
                &case.order,
                case.reference.as_deref(),
                &case.provider_id,
            );
            let waits = step == NextStep::Answer || deadline.at > clocks.of(&case.account);
            waits.then_some(SummaryCase {
                who,
                id: case.id,
                amount: case.amount,
                deadline: deadline.at,
                safe_at: deadline.safe_at,
            })
        }));
    }
    first.sort_by_key(|case| case.deadline);
    first.truncate(FIRST as usize);
    Ok(first)
}

/// Those of the accounts that need the owner.
pub(crate) async fn troubled(
    store: &Store,
    now: Timestamp,
    accounts: Vec<Account>,
) -> Result<Vec<SummaryAccount>> {
    let states = crate::account::freshness::freshness_of(store, now, &accounts).await?;
    let troubled = accounts.into_iter().zip(states);
    Ok(troubled
        .filter(|(_, state)| *state != Freshness::Fresh)
        .map(|(account, freshness)| SummaryAccount {
            id: account.id,
            provider: account.provider,
            label: outside::name(&account.label),
            freshness,
        })
        .collect())
}
