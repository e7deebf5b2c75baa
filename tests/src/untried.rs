//! What can't be tried on this machine says so aloud: a runner that takes it for passed would lie.

use std::io::Write as _;

/// Says that this test wasn't run, and why. The line goes past the runner, which keeps what passing tests print to itself;
/// `tests/all.mjs` takes it off the number of those that passed and lists it.
pub fn not_run(why: &str) {
    let thread = std::thread::current();
    let test = thread.name().unwrap_or("a test");
    let line = format!("\nNOT RUN {test}: {why}\n");
    // Without standard error nobody listens.
    let _ = std::io::stderr().lock().write_all(line.as_bytes());
}
