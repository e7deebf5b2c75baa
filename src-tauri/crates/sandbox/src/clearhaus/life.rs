//! The life of a Clearhaus dispute: reviewed every evening, returned, forwarded, decided
//! (clearhaus.md §1.5).

use chrono::{DateTime, NaiveDate, NaiveTime};

use super::model::{Books, Comment, Timer};
use crate::chance::Chance;

/// New data reaches the API once a day, in the evening (18:00 UTC here).
const EVENING: i64 = 18 * 3_600;
const DAY: i64 = 86_400;
/// The issuer decides so many days after it got the answer.
const ISSUER_DAYS: i64 = 30;

/// Midnight at the start of a day, UTC, in unix seconds.
pub(crate) fn midnight(day: NaiveDate) -> i64 {
    day.and_time(NaiveTime::MIN).and_utc().timestamp()
}

/// The next evening after `at`.
fn evening_after(at: i64) -> i64 {
    let today = at - at.rem_euclid(DAY) + EVENING;
    if today > at { today } else { today + DAY }
}

/// The moment at which an open dispute is lost for want of an answer.
pub(crate) fn lost_at(due: NaiveDate) -> i64 {
    midnight(due) + DAY + EVENING
}

impl Books {
    pub(crate) fn set_timer(&mut self, at: i64, dispute: &str, timer: Timer) {
        self.timer_count += 1;
        self.timers
            .insert((at, self.timer_count), (dispute.to_owned(), timer));
    }

    /// Sets the timer that belongs to the present status, counted from `at`.
    pub(crate) fn arm(&mut self, id: &str, at: i64) {
        let Some(dispute) = self.dispute(id) else {
            return;
        };
        let due = lost_at(dispute.due);
        match dispute.status.as_str() {
            "open" => self.set_timer(due, id, Timer::DueOver),
            "under_review" => self.set_timer(evening_after(at), id, Timer::Reviewed),
            "refuted" => self.set_timer(at + ISSUER_DAYS * DAY, id, Timer::Decided),
            _ => {}
        }
    }

    pub(crate) fn run_until(&mut self, now: i64, chance: &mut Chance) {
        while let Some((&(at, number), _)) = self.timers.first_key_value() {
            if at > now {
                return;
            }
            if let Some((id, timer)) = self.timers.remove(&(at, number)) {
                self.strike(&id, &timer, at, chance);
            }
        }
    }

    /// The next moment after `now` at which time changes a status: tried out on a copy, since not
    /// every timer still means something when it strikes.
    pub(crate) fn next_change(&self, now: i64, chance: &Chance) -> Option<i64> {
        let (mut books, mut chance) = (self.clone(), chance.clone());
        let statuses = |books: &Self| -> Vec<String> {
            books.disputes.iter().map(|d| d.status.clone()).collect()
        };
        let before = statuses(&books);
        while let Some((&(at, _), _)) = books.timers.first_key_value() {
            books.run_until(at, &mut chance);
            if at > now && statuses(&books) != before {
                return Some(at);
            }
        }
        None
    }

    fn strike(&mut self, id: &str, timer: &Timer, at: i64, chance: &mut Chance) {
        let Some(dispute) = self.dispute(id) else {
            return;
        };
        let (status, wins) = (dispute.status.clone(), dispute.wins);
        let over = at >= lost_at(dispute.due);
        let lacking = dispute.returns || !self.has_own_document(id);
        match timer {
            Timer::DueOver if status == "open" && over => self.set_status(id, "lost", at),
            Timer::Reviewed if status == "under_review" && lacking => {
                self.send_back(id, at, chance);
            }
            Timer::Reviewed if status == "under_review" => self.set_status(id, "refuted", at),
            Timer::Decided if status == "refuted" => {
                self.set_status(id, if wins { "won" } else { "lost" }, at);
            }
            _ => {}
        }
    }

    fn has_own_document(&self, id: &str) -> bool {
        self.documents
            .iter()
            .any(|document| document.dispute == id && document.own && document.bytes.is_some())
    }

    pub(crate) fn set_status(&mut self, id: &str, status: &str, at: i64) {
        if let Some(dispute) = self.dispute_mut(id) {
            status.clone_into(&mut dispute.status);
        }
        self.arm(id, at);
    }

    /// The documentation is lacking: open again, with a word from the staff and, if the day has
    /// passed meanwhile, a new one.
    pub(crate) fn send_back(&mut self, id: &str, at: i64, chance: &mut Chance) {
        let today = DateTime::from_timestamp(at, 0)
            .unwrap_or_default()
            .date_naive();
        if let Some(dispute) = self.dispute_mut(id) {
            dispute.returns = false;
            let least = today + chrono::Days::new(3);
            dispute.due = dispute.due.max(least);
        }
        let comment = Comment {
            id: chance.uuid(),
            dispute: id.to_owned(),
            body: "The documentation does not show the delivery. Please add it and answer again."
                .into(),
            created_ms: at * 1000 + 120,
            author: "Dispute team",
            email: "disputes@example.com",
        };
        self.comments.push(comment);
        self.set_status(id, "open", at);
    }

    /// Sets a stamp, if the dispute shows it. Stamps can't be taken off again.
    pub(crate) fn stamp(&mut self, id: &str, stamp: &str, at: i64, by_other: bool) -> bool {
        let Some(dispute) = self.dispute(id) else {
            return false;
        };
        if !dispute.shown_stamps().contains(&stamp) {
            return false;
        }
        if stamp == "refuted" {
            self.count(id, "submit", by_other);
            self.set_status(id, "under_review", at);
        } else {
            self.count(id, "accept", by_other);
            self.set_status(id, "lost", at);
        }
        true
    }
}
