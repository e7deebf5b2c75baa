//! The words of a notice: what is due together, or an account that needs its owner.

use crate::error::Result;
use crate::host::words::Words;
use crate::host::zone::local_zone;
use crate::host::{Host, setting};
use crate::reminder::reminder_view;
use crate::reminder::summary::SummaryAccount;
use crate::reminder::wording::{self, Telling};
use tvist_domain::clock::Timestamp;
use tvist_domain::freshness::Freshness;
use tvist_domain::ladder::Rung;
use tvist_domain::notice::Due;
use tvist_domain::reminder::Reminder;
use tvist_domain::{AccountId, DisputeId, WarningId, formatting, outside};
use tvist_store::{Store, StoredDispute, Warned};

/// One notice: everything that is due at the moment, together.
#[derive(Debug, Clone)]
pub struct Notice {
    /// No personal data, unless the owner allows it.
    pub title: String,
    pub body: String,
    /// The cases, the nearest deadline first; none when it is about an account.
    pub cases: Vec<DisputeId>,
    /// The last safe moment of a case has come, and it isn't practice: it should stay until it is seen.
    pub urgent: bool,
    /// A snooze would leave time.
    pub can_wait: bool,
    pub(crate) about: About,
}

/// What a notice is about, for whoever notes that it was shown.
#[derive(Debug, Clone)]
pub(crate) enum About {
    /// What is due, at that moment by the providers' clocks.
    Reminders {
        due: Due,
        now: Timestamp,
    },
    Account(AccountId, Freshness),
    Warnings(Vec<WarningId>),
}

impl Notice {
    /// Whether it is about payments that a bank has warned of.
    #[must_use]
    pub fn is_warning(&self) -> bool {
        matches!(self.about, About::Warnings(_))
    }
}

/// More cases than this are only counted.
const LINES: usize = 5;

/// The notice of all that is due, the nearest deadline first.
pub(crate) async fn reminders_notice(host: &Host, mut due: Due, now: Timestamp) -> Result<Notice> {
    due.show
        .sort_by_key(|reminder| (reminder.deadline, reminder.safe_at));
    let practised = practised(&host.store).await?;
    let mut cases = Vec::with_capacity(due.show.len());
    for reminder in &due.show {
        cases.push(host.store.dispute(&reminder.dispute).await?);
    }
    let (words, named) = (
        crate::reminder::words_for_owner(host).await?,
        setting::settings(&host.store).await?.names_in_notices,
    );
    let shown: Vec<Shown<'_>> = due
        .show
        .iter()
        .zip(&cases)
        .map(|(reminder, filed)| Shown {
            reminder,
            filed: filed.as_ref(),
            practice: filed
                .as_ref()
                .is_some_and(|f| practised.contains(&f.account)),
        })
        .collect();
    let telling = Telling {
        named,
        now,
        zone: local_zone(),
    };
    let (title, body) = reminded(&words, &shown, telling);
    let urgent = shown
        .iter()
        .any(|one| one.reminder.rung == Rung::SAFE && !one.practice);
    Ok(Notice {
        title,
        body,
        cases: due.show.iter().map(|r| r.dispute.clone()).collect(),
        urgent,
        can_wait: due.show.iter().any(|r| r.safe_at > now),
        about: About::Reminders { due, now },
    })
}

/// The notice of payments that a bank has warned of: how many, how much, nobody's name.
pub(crate) async fn warnings_notice(host: &Host, warned: &[Warned]) -> Result<Notice> {
    let words = crate::reminder::words_for_owner(host).await?;
    let practised = practised(&host.store).await?;
    let count = warned.len().to_string();
    let mut lines = Vec::new();
    for one in warned.iter().take(LINES) {
        let left = one.warning.left();
        let amount = left.map(|left| formatting::amount(&left, words.language()));
        let provider = one.warning.provider.name();
        lines.push(match amount {
            Some(amount) => words.say(
                "notice-warned-line",
                &[("amount", &amount), ("provider", provider)],
            ),
            None => words.say("notice-warned-unseen", &[("provider", provider)]),
        });
    }
    lines.extend(more(&words, warned.len()));
    let title = match warned.len() {
        1 => words.say("notice-warned-title", &[]),
        _ => words.say("notice-warned-title-many", &[("count", &count)]),
    };
    let practice = warned.iter().all(|one| practised.contains(&one.account));
    Ok(Notice {
        title: marked(&words, title, practice),
        body: lines.join("\n"),
        cases: Vec::new(),
        urgent: false,
        can_wait: false,
        about: About::Warnings(warned.iter().map(|one| one.id.clone()).collect()),
    })
}

/// The accounts that are practised with.
async fn practised(store: &Store) -> Result<Vec<AccountId>> {
    let accounts = store.accounts().await?;
    let practised = accounts.into_iter().filter(|account| account.practice);
    Ok(practised.map(|account| account.id).collect())
}

/// The notice of an account that isn't read as it should be.
pub(crate) async fn account_notice(host: &Host, account: &SummaryAccount) -> Result<Notice> {
    let words = crate::reminder::words_for_owner(host).await?;
    let (title, body) = match account.freshness {
        Freshness::Refused => ("notice-refused-title", "notice-refused-body"),
        Freshness::Stale | Freshness::Fresh => ("notice-stale-title", "notice-stale-body"),
    };
    let label = format!(
        "{} — {}",
        account.provider.name(),
        outside::name(&account.label)
    );
    let practice = practised(&host.store).await?.contains(&account.id);
    Ok(Notice {
        title: marked(&words, words.say(title, &[]), practice),
        body: words.say(body, &[("account", &label)]),
        cases: Vec::new(),
        urgent: false,
        can_wait: false,
        about: About::Account(account.id.clone(), account.freshness),
    })
}

/// One case of a notice.
struct Shown<'a> {
    reminder: &'a Reminder,
    /// None when it is gone meanwhile.
    filed: Option<&'a StoredDispute>,
    practice: bool,
}

/// Title and body of what is due, in the order in which it is given.
fn reminded(words: &Words, shown: &[Shown<'_>], telling: Telling) -> (String, String) {
    let views: Vec<_> = shown
        .iter()
        .map(|one| reminder_view(words, one.reminder, one.filed, telling))
        .collect();
    let all_practised = shown.iter().all(|one| one.practice);
    let title = match (&views[..], shown.first().and_then(|one| one.filed)) {
        ([_], Some(filed)) if telling.named => {
            let who = wording::case_name(&filed.dispute, true);
            let amount = formatting::amount(&filed.dispute.amount, words.language());
            words.say("notice-title-named", &[("who", &who), ("amount", &amount)])
        }
        ([only], _) => only.title.clone(),
        _ => {
            let count = shown.len().to_string();
            words.say("reminder-title-many", &[("count", &count)])
        }
    };
    let mut lines: Vec<String> = views
        .into_iter()
        .zip(shown)
        .filter(|(view, _)| !view.body.is_empty())
        .take(LINES)
        // Where all of it is practice, the title says so.
        .map(|(view, one)| marked(words, view.body, one.practice && !all_practised))
        .collect();
    lines.extend(more(words, shown.len()));
    (marked(words, title, all_practised), lines.join("\n"))
}

/// What isn't shown is counted.
fn more(words: &Words, all: usize) -> Option<String> {
    let count = all.checked_sub(LINES).filter(|more| *more > 0)?.to_string();
    Some(words.say("notice-more", &[("count", &count)]))
}

fn marked(words: &Words, text: String, practice: bool) -> String {
    if practice {
        words.say("notice-practice", &[("text", &text)])
    } else {
        text
    }
}

#[cfg(test)]
mod tests;
