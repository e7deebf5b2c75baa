//! The words of a notice: what is due together, or an account that needs its owner.

use crate::Engine;
use crate::error::Result;
use crate::glance::GlanceAccount;
use tvist_domain::clock::Instant;
use tvist_domain::freshness::Freshness;
use tvist_domain::ladder::Rung;
use tvist_domain::notice::Due;
use tvist_domain::{AccountId, DisputeId, WarningId};
use tvist_store::Warned;

/// One notice: everything that is due at the moment, together.
#[derive(Debug, Clone)]
pub struct Notice {
    /// No personal data, unless the owner allows it.
    pub title: String,
    pub body: String,
    /// The cases, the newest reminder first; none when it is about an account.
    pub cases: Vec<DisputeId>,
    /// The last safe moment of a case has come: it should stay until it is seen.
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
        now: Instant,
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

impl Engine {
    /// The notice of all that is due.
    pub(crate) async fn reminders_notice(&self, due: Due, now: Instant) -> Result<Notice> {
        let words = self.spoken().await?;
        let named = self.settings().await?.names_in_notices;
        let mut lines = Vec::new();
        let mut name = None;
        for reminder in due.show.iter().take(LINES) {
            let filed = self.store.dispute(&reminder.dispute).await?;
            if let (true, None, Some(filed)) = (named, &name, &filed) {
                let case = &filed.dispute;
                let who = case.customer.name.clone();
                let who = who.or_else(|| case.order.reference.clone());
                name = Some((
                    who.unwrap_or_else(|| case.provider_id.clone()),
                    case.amount.to_string(),
                ));
            }
            lines.push(self.reminder_view(&words, reminder, filed.as_ref()));
        }
        let count = due.show.len().to_string();
        let title = match (&lines[..], name) {
            ([_], Some((who, amount))) => {
                words.say("notice-title-named", &[("who", &who), ("amount", &amount)])
            }
            ([only], None) => only.title.clone(),
            _ => words.say("reminder-title-many", &[("count", &count)]),
        };
        let body: Vec<&str> = lines.iter().map(|l| l.body.as_str()).collect();
        Ok(Notice {
            title,
            body: body.join("\n"),
            cases: due.show.iter().map(|r| r.dispute.clone()).collect(),
            urgent: due.show.iter().any(|r| r.rung == Rung::SAFE),
            can_wait: due.show.iter().any(|r| r.safe_at > now),
            about: About::Reminders { due, now },
        })
    }

    /// The notice of payments that a bank has warned of: how many, how much, nobody's name.
    pub(crate) async fn warnings_notice(&self, warned: &[Warned]) -> Result<Notice> {
        let words = self.spoken().await?;
        let count = warned.len().to_string();
        let mut lines = Vec::new();
        for one in warned.iter().take(LINES) {
            let amount = one.warning.left().map(|left| left.to_string());
            let provider = one.warning.provider.name();
            lines.push(match amount {
                Some(amount) => words.say(
                    "notice-warned-line",
                    &[("amount", &amount), ("provider", provider)],
                ),
                None => words.say("notice-warned-unseen", &[("provider", provider)]),
            });
        }
        let title = match warned.len() {
            1 => words.say("notice-warned-title", &[]),
            _ => words.say("notice-warned-title-many", &[("count", &count)]),
        };
        Ok(Notice {
            title,
            body: lines.join("\n"),
            cases: Vec::new(),
            urgent: false,
            can_wait: false,
            about: About::Warnings(warned.iter().map(|one| one.id.clone()).collect()),
        })
    }

    /// The notice of an account that isn't read as it should be.
    pub(crate) async fn account_notice(&self, account: &GlanceAccount) -> Result<Notice> {
        let words = self.spoken().await?;
        let (title, body) = match account.freshness {
            Freshness::Refused => ("notice-refused-title", "notice-refused-body"),
            Freshness::Stale | Freshness::Fresh => ("notice-stale-title", "notice-stale-body"),
        };
        let label = account.label.as_str();
        Ok(Notice {
            title: words.say(title, &[]),
            body: words.say(body, &[("account", label)]),
            cases: Vec::new(),
            urgent: false,
            can_wait: false,
            about: About::Account(account.id.clone(), account.freshness),
        })
    }
}
