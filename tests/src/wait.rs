//! Waiting for something to become so, never for a time to pass.

use std::time::{Duration, Instant};

/// Blocks this thread. Tests are plain threads; nothing else runs on them.
#[expect(
    clippy::disallowed_methods,
    reason = "a test's own thread has nothing else to run"
)]
pub fn pause(time: Duration) {
    std::thread::sleep(time);
}

/// Asks again and again until there is an answer.
///
/// # Panics
/// When `limit` has passed without one; `what` completes the sentence "waited … for".
#[track_caller]
pub fn until<T>(limit: Duration, what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(
            began.elapsed() < limit,
            "waited {} s in vain for {what}",
            limit.as_secs()
        );
        pause(Duration::from_millis(30));
    }
}
