//! Starting again: a start right after an end must succeed.
//!
//! A program that is about to end still holds the name by which only one instance runs, and no longer answers: then the
//! new one can neither start nor hand over. It waits a moment and starts once more.

use std::process::ExitCode;
use std::time::Duration;
use tvist_watcher::Handover;

/// Counts the attempts, from one process to the next.
const ATTEMPT: &str = "--attempt=";
const MOST: u32 = 20;
const PAUSE: Duration = Duration::from_millis(150);

/// Starts this program again in a moment, with what another one has left to it; gives up after a few seconds.
pub fn restart(error: &tauri::Error, left: Option<&Handover>) -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let attempt = attempt(&arguments);
    if attempt >= MOST {
        eprintln!("tvist-desktop: {error}");
        return ExitCode::FAILURE;
    }
    pause();
    arguments.retain(|a| !a.starts_with(ATTEMPT));
    arguments.push(format!("{ATTEMPT}{}", attempt + 1));
    if let Some(left) = left.filter(|_| Handover::of(arguments.iter().cloned()).is_none()) {
        arguments.push(left.argument());
    }
    launch(&arguments)
}

#[expect(
    clippy::disallowed_methods,
    reason = "nothing else runs in this process: it is about to be replaced"
)]
fn pause() {
    std::thread::sleep(PAUSE);
}

fn attempt(arguments: &[String]) -> u32 {
    arguments
        .iter()
        .find_map(|a| a.strip_prefix(ATTEMPT)?.parse().ok())
        .unwrap_or(0)
}

/// Replaces this process, so that whoever started it still sees the same one.
#[cfg(unix)]
fn launch(arguments: &[String]) -> ExitCode {
    use std::os::unix::process::CommandExt as _;
    let Ok(program) = std::env::current_exe() else {
        return ExitCode::FAILURE;
    };
    let error = std::process::Command::new(program).args(arguments).exec();
    eprintln!("tvist-desktop: {error}");
    ExitCode::FAILURE
}

#[cfg(not(unix))]
fn launch(arguments: &[String]) -> ExitCode {
    let started = std::env::current_exe()
        .and_then(|program| std::process::Command::new(program).args(arguments).spawn());
    if started.is_ok() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_are_counted() {
        let of = |list: &[&str]| attempt(&list.iter().map(|a| (*a).to_owned()).collect::<Vec<_>>());
        assert_eq!(of(&[]), 0);
        assert_eq!(of(&["--smoke-test", "--attempt=7"]), 7);
        assert_eq!(of(&["--attempt=x"]), 0);
    }
}
