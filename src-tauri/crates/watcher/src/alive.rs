//! A task that a panic doesn't end: it begins again, later each time, and that is told. One dead task is no dead watch.

use futures::FutureExt as _;
use std::panic::AssertUnwindSafe;
use std::time::Duration;
use tokio::time::Instant;

/// The first pause; each further one is twice as long, up to the longest.
const FIRST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(5 * 60);
/// A task that ran for so long before it broke begins again as if it were the first time.
const RECOVERED: Duration = Duration::from_secs(10 * 60);

/// Runs what `begin` makes until it ends by itself. `broke` hears of each panic, before the pause that follows it.
///
/// Nothing of a task outlives its panic but what it shares with others, and that is behind locks that are taken anyway,
/// or in the database, whose transaction is undone.
pub(crate) async fn alive<F, B>(begin: impl Fn() -> F, broke: impl Fn() -> B)
where
    F: Future<Output = ()>,
    B: Future<Output = ()>,
{
    let mut pause = FIRST;
    loop {
        let began = Instant::now();
        if AssertUnwindSafe(begin()).catch_unwind().await.is_ok() {
            return;
        }
        // Telling is no reason to break either.
        let _ = AssertUnwindSafe(broke()).catch_unwind().await;
        if began.elapsed() >= RECOVERED {
            pause = FIRST;
        }
        tokio::time::sleep(pause).await;
        pause = pause.saturating_mul(2).min(LONGEST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicU32, Ordering};

    #[tokio::test(start_paused = true)]
    async fn what_broke_begins_again_later_each_time_until_it_ends() {
        let began = Instant::now();
        let (begun, broken) = (Mutex::new(Vec::new()), AtomicU32::new(0));
        let task = || async {
            let turn = {
                let mut begun = begun.lock().unwrap();
                begun.push(began.elapsed().as_secs());
                begun.len()
            };
            match turn {
                1..=4 => panic!("turn {turn}"),
                // It runs for a while, then breaks once more.
                5 => {
                    tokio::time::sleep(RECOVERED).await;
                    panic!("turn {turn}");
                }
                _ => {}
            }
        };
        let told = || async {
            broken.fetch_add(1, Ordering::Relaxed);
            panic!("telling breaks too");
        };
        alive(task, told).await;
        assert_eq!(*begun.lock().unwrap(), [0, 1, 3, 7, 15, 616]);
        assert_eq!(broken.into_inner(), 5);
    }

    #[tokio::test(start_paused = true)]
    async fn the_pause_has_an_end() {
        let turns = AtomicU32::new(0);
        let task = || async {
            if turns.fetch_add(1, Ordering::Relaxed) < 40 {
                panic!("again");
            }
        };
        let began = Instant::now();
        alive(task, || async {}).await;
        let at_most = LONGEST.saturating_mul(40);
        assert!(began.elapsed() > LONGEST && began.elapsed() < at_most);
    }
}
