//! `tvist-watcher`, the watch without a window. The window starts it; nobody has to.

use std::process::ExitCode;

#[cfg(target_os = "linux")]
fn main() -> ExitCode {
    tvist_watcher::resident::run()
}

/// Elsewhere the window's program watches by itself.
#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    eprintln!("tvist-watcher: only Linux needs this program");
    ExitCode::FAILURE
}
