//! How fast requests leave: a number in any second, a number at a time.
//!
//! A server on this machine is no provider and sets its own pace: until it asks to slow down, only the number at a time
//! holds there.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::{Mutex, Semaphore, SemaphorePermit};
use tokio::time::Instant as Tick;

const SECOND: Duration = Duration::from_secs(1);

/// A sliding window: the first requests of a quiet time go at once, and no second ever holds more than `per_second`.
/// (`governor` would let nearly twice as many go in the first.)
pub(super) struct Pace {
    seats: Semaphore,
    starts: Mutex<VecDeque<Tick>>,
    per_second: usize,
    /// Whether the number in a second holds.
    counted: AtomicBool,
}

impl Pace {
    pub(super) fn new(per_second: usize, in_flight: usize, local: bool) -> Self {
        Self {
            counted: AtomicBool::new(!local),
            seats: Semaphore::new(in_flight.max(1)),
            starts: Mutex::new(VecDeque::with_capacity(per_second)),
            per_second: per_second.max(1),
        }
    }

    /// Waits for a seat and for the window; the request is in flight while the permit is held.
    pub(super) async fn enter(&self) -> Option<SemaphorePermit<'_>> {
        // The semaphore is never closed, so there is always a permit.
        let seat = self.seats.acquire().await.ok();
        if !self.counted.load(Ordering::Relaxed) {
            return seat;
        }
        // Held while waiting, so that requests leave in the order in which they came.
        let mut starts = self.starts.lock().await;
        if starts.len() >= self.per_second
            && let Some(oldest) = starts.front().copied()
        {
            tokio::time::sleep(SECOND.saturating_sub(oldest.elapsed())).await;
            starts.pop_front();
        }
        starts.push_back(Tick::now());
        seat
    }

    /// The server asked to slow down: from now on the number in a second holds, after a quiet one.
    pub(super) async fn slow_down(&self) {
        if !self.counted.swap(true, Ordering::Relaxed) {
            let mut starts = self.starts.lock().await;
            *starts = std::iter::repeat_n(Tick::now(), self.per_second).collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn no_second_holds_more_than_allowed_and_a_few_go_at_once() {
        let pace = Pace::new(20, 4, false);
        let begin = Tick::now();
        let mut starts = Vec::new();
        for _ in 0..65 {
            drop(pace.enter().await);
            starts.push(begin.elapsed());
        }
        assert_eq!(starts[19], Duration::ZERO, "a short burst isn't slowed");
        for window in starts.windows(21) {
            assert!(window[20] - window[0] >= SECOND, "{window:?}");
        }
        assert!(starts[64] <= 3 * SECOND, "and not slower than it must be");
    }

    #[tokio::test(start_paused = true)]
    async fn only_so_many_are_in_flight() {
        let pace = Pace::new(20, 4, false);
        let held: Vec<_> = futures::future::join_all((0..4).map(|_| pace.enter())).await;
        let fifth = tokio::time::timeout(Duration::from_secs(5), pace.enter()).await;
        assert!(fifth.is_err());
        drop(held);
        assert!(pace.enter().await.is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn a_local_server_is_not_waited_for_until_it_asks() {
        let pace = Pace::new(20, 4, true);
        let begin = Tick::now();
        for _ in 0..100 {
            drop(pace.enter().await);
        }
        assert_eq!(begin.elapsed(), Duration::ZERO);
        pace.slow_down().await;
        drop(pace.enter().await);
        assert_eq!(begin.elapsed(), SECOND);
        for _ in 0..40 {
            drop(pace.enter().await);
        }
        pace.slow_down().await;
        assert!(
            begin.elapsed() >= 3 * SECOND,
            "asking twice changes nothing"
        );
    }
}
