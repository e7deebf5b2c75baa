//! `tvist-desktop`, the window.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    // A process that works on documents is this very program, started for that only.
    tvist_engine::worker::run_if_asked();
    tvist_desktop::run()
}
