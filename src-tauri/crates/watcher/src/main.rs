//! `tvist-watcher`, the watch without a window. The window starts it; nobody has to.

use std::process::ExitCode;

/// What `--help` says first.
const ABOUT: &str =
    "tvist-watcher: reminds of payment disputes from the tray while the window of Tvist is closed";

fn main() -> ExitCode {
    // First of all: what this program will hold in its memory is nobody else's.
    tvist_engine::forbid_core_dumps();
    if let Some(answer) = tvist_watcher::help::answer("tvist-watcher", ABOUT, std::env::args()) {
        print!("{answer}");
        return ExitCode::SUCCESS;
    }
    watch()
}

#[cfg(target_os = "linux")]
fn watch() -> ExitCode {
    tvist_watcher::resident::run()
}

/// Elsewhere the window's program watches by itself.
#[cfg(not(target_os = "linux"))]
fn watch() -> ExitCode {
    eprintln!("tvist-watcher: only Linux needs this program");
    ExitCode::FAILURE
}
