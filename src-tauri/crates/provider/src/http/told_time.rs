//! The provider's clock, as its answers tell it: the median of the last few, so that one odd answer doesn't move it.

use std::collections::VecDeque;
use tokio::time::Instant as Tick;
use tvist_domain::clock::{Timestamp, earlier, later, span};

/// How many answers the clock is reckoned from (rule T1).
const ANSWERS: usize = 5;
/// Two answers that agree with each other, and by more than this not with those before, show that one of the clocks was
/// moved or stood still: what was told before is worth nothing then.
const MOVED: chrono::Duration = chrono::Duration::minutes(1);

/// What the last answers told, and when each came; the newest last.
#[derive(Debug, Default)]
pub(super) struct ToldTime {
    answers: VecDeque<(Timestamp, Tick)>,
}

impl ToldTime {
    /// An answer that came at `tick` told this instant.
    pub(super) fn tell(&mut self, at: Timestamp, tick: Tick) {
        let newest = shown((at, tick), tick);
        let before = self.at(tick);
        let older = self.answers.len().saturating_sub(1);
        let earlier = median(self.answers.iter().take(older).copied(), tick);
        if let (Some(newest), Some(before), Some(earlier)) = (newest, before, earlier)
            && span(before, newest).abs() <= MOVED
            && span(earlier, newest).abs() > MOVED
        {
            self.answers.drain(..older);
        }
        if self.answers.len() == ANSWERS {
            self.answers.pop_front();
        }
        self.answers.push_back((at, tick));
    }

    /// What the clock showed at `tick`, by the last answer alone.
    pub(super) fn at(&self, tick: Tick) -> Option<Timestamp> {
        shown(*self.answers.back()?, tick)
    }

    /// What the clock shows at `tick`, by the median of the answers.
    pub(super) fn median(&self, tick: Tick) -> Option<Timestamp> {
        median(self.answers.iter().copied(), tick)
    }
}

fn median(answers: impl Iterator<Item = (Timestamp, Tick)>, tick: Tick) -> Option<Timestamp> {
    let mut told: Vec<Timestamp> = answers.filter_map(|told| shown(told, tick)).collect();
    told.sort_unstable();
    told.get(told.len() / 2).copied()
}

/// What a clock shows at `tick` that showed `at` at `told_at`.
fn shown((at, told_at): (Timestamp, Tick), tick: Tick) -> Option<Timestamp> {
    // One of the two is nothing: the answer came before or after that moment.
    let after = chrono::Duration::from_std(tick.saturating_duration_since(told_at)).ok()?;
    let before = chrono::Duration::from_std(told_at.saturating_duration_since(tick)).ok()?;
    Some(earlier(later(at, after), before))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn at(seconds: i64) -> Timestamp {
        chrono::DateTime::from_timestamp(1_795_000_000 + seconds, 0).unwrap()
    }

    /// Tells one answer a second, each off by so many seconds.
    fn told(off: &[i64]) -> (ToldTime, Tick) {
        let begin = Tick::now();
        let mut time = ToldTime::default();
        let mut tick = begin;
        for (second, off) in (0..).zip(off) {
            tick = begin + Duration::from_secs(second);
            time.tell(at(i64::try_from(second).unwrap() + off), tick);
        }
        (time, tick)
    }

    #[test]
    fn one_odd_answer_does_not_move_the_clock() {
        let (time, tick) = told(&[0, 1, -86_400, 0, 1]);
        assert_eq!(time.median(tick), Some(at(4)));
        let (time, tick) = told(&[0, 0, 0, 86_400]);
        assert_eq!(time.median(tick), Some(at(3)));
        assert_eq!(time.at(tick), Some(at(86_403)), "the last alone");
    }

    #[test]
    fn a_clock_that_was_moved_is_believed_from_its_second_answer_on() {
        let (time, tick) = told(&[0, 0, 0, 0, 0, 7_200, 7_200]);
        assert_eq!(time.median(tick), Some(at(7_206)));
        let (time, tick) = told(&[0, 0, 0, 0, 0, 7_200, 0]);
        assert_eq!(time.median(tick), Some(at(6)));
    }

    #[test]
    fn only_the_last_five_count_and_none_is_none() {
        let (time, _) = told(&[30, 30, 30, 30, 30, 0, 0, 0]);
        assert_eq!(time.answers.len(), 5);
        assert_eq!(ToldTime::default().median(Tick::now()), None);
    }
}
