//! The life of a Celcoin chargeback: documents, analysis, outcome (celcoin.md §2.3).

use super::model::{Books, Timer};

const DAY: i64 = 86_400;
/// Galax Pay and the acquirer take so many days.
const ANALYSIS_DAYS: i64 = 12;

impl Books {
    fn set_timer(&mut self, at: i64, id: u64, timer: Timer) {
        self.timer_count += 1;
        self.timers.insert((at, self.timer_count), (id, timer));
    }

    /// Sets the timer that belongs to the present status.
    pub(crate) fn arm(&mut self, id: u64, at: i64) {
        let Some(found) = self.find(id) else {
            return;
        };
        let expire = found.expire;
        match found.status.as_str() {
            "awaitingDocumentation" => self.set_timer(expire, id, Timer::Expired),
            "inAnalysis" => self.set_timer(at + ANALYSIS_DAYS * DAY, id, Timer::Decided),
            _ => {}
        }
    }

    pub(crate) fn run_until(&mut self, now: i64) {
        while let Some((&(at, number), _)) = self.timers.first_key_value() {
            if at > now {
                return;
            }
            let Some((id, timer)) = self.timers.remove(&(at, number)) else {
                return;
            };
            let Some(found) = self.find(id) else {
                continue;
            };
            let (status, wins, expire) = (found.status.clone(), found.wins, found.expire);
            match timer {
                Timer::Expired if status == "awaitingDocumentation" && at >= expire => {
                    self.set_status(id, "lostDispute", at);
                }
                Timer::Decided if status == "inAnalysis" => {
                    let word = if wins { "winsDispute" } else { "lostDispute" };
                    self.set_status(id, word, at);
                }
                _ => {}
            }
        }
    }

    /// The next moment after `now` at which time changes a status: tried out on a copy, since not
    /// every timer still means something when it strikes.
    pub(crate) fn next_change(&self, now: i64) -> Option<i64> {
        let mut books = self.clone();
        let statuses = |books: &Self| -> Vec<String> {
            books.chargebacks.iter().map(|c| c.status.clone()).collect()
        };
        let before = statuses(&books);
        while let Some((&(at, _), _)) = books.timers.first_key_value() {
            books.run_until(at);
            if at > now && statuses(&books) != before {
                return Some(at);
            }
        }
        None
    }

    pub(crate) fn set_status(&mut self, id: u64, status: &str, at: i64) {
        if let Some(found) = self.find_mut(id) {
            status.clone_into(&mut found.status);
        }
        self.arm(id, at);
        self.tell(id);
    }

    /// Documents arrive, if they are awaited: so many files of so many bytes.
    pub(crate) fn send(&mut self, id: u64, at: i64, what: (usize, usize), by_other: bool) -> bool {
        let awaited = self
            .find(id)
            .is_some_and(|found| found.status == "awaitingDocumentation" && at < found.expire);
        if !awaited {
            return false;
        }
        if let Some(found) = self.find_mut(id) {
            found.documents = Some(at);
            found.received = what;
        }
        self.count(&id.to_string(), "submit", by_other);
        self.set_status(id, "inAnalysis", at);
        true
    }

    /// The merchant gives up, if there is still something to give up.
    pub(crate) fn give_up(&mut self, id: u64, at: i64, by_other: bool) -> bool {
        let open = self
            .find(id)
            .is_some_and(|found| found.status == "awaitingDocumentation");
        if open {
            self.count(&id.to_string(), "accept", by_other);
            self.set_status(id, "lostDispute", at);
        }
        open
    }
}
