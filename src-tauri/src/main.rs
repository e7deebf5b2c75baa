//! `tvist-desktop`, the window.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

/// What `--help` says first.
const ABOUT: &str = "tvist-desktop: payment disputes, answered in time; the window of Tvist";

fn main() -> ExitCode {
    // First of all: what this program will hold in its memory is nobody else's. It is lost where another program takes
    // this one's place, so each says it.
    tvist_engine::forbid_core_dumps();
    // A process that works on documents is this very program, started for that only.
    tvist_engine::worker::run_if_asked();
    if let Some(answer) = tvist_watcher::help::answer("tvist-desktop", ABOUT, std::env::args()) {
        print!("{answer}");
        return ExitCode::SUCCESS;
    }
    tvist_desktop::run()
}
