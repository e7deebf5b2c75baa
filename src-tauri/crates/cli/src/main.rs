//! `tvist`, the headless face: parse, ask the engine, print. It holds no rules of its own.

mod account;
mod act;
mod analysis;
mod arguments;
mod backup;
mod comment;
mod dispute;
mod document;
mod erase;
mod evidence;
mod exit;
mod export;
mod folder;
mod health;
mod insights;
mod integrity;
mod log;
mod output;
mod practice;
mod reminders;
mod secrets;
mod sync;
mod table;
mod value;
mod warnings;
mod webhook;
mod written;

use std::process::ExitCode;

use arguments::Invocation;
use exit::{Exit, Failure};

fn main() -> ExitCode {
    // First of all: what this program will hold in its memory is nobody else's.
    tvist_engine::forbid_core_dumps();
    // A process that works on documents is this very program, started for that only.
    tvist_engine::worker::run_if_asked();
    #[cfg(feature = "faults")]
    if let Some(unknown) = unknown_fault_point() {
        eprintln!(
            "tvist: TVIST_FAULT has no point \"{unknown}\"; there are {}",
            tvist_engine::FAULT_POINTS.join(", ")
        );
    }
    log::start(std::env::var("TVIST_LOG").ok().as_deref());
    let exit = match arguments::read(std::env::args_os().collect()) {
        Ok(invocation) => carry_out(invocation),
        Err(end) => output::unparsed(&end),
    };
    ExitCode::from(exit.code())
}

/// A point in `TVIST_FAULT` that the protocol doesn't have: a test that meant to end there would test nothing.
#[cfg(feature = "faults")]
fn unknown_fault_point() -> Option<String> {
    let points = std::env::var("TVIST_FAULT").ok()?;
    let mut named = points
        .split(',')
        .map(str::trim)
        .filter(|point| !point.is_empty());
    named
        .find(|point| !tvist_engine::FAULT_POINTS.contains(point))
        .map(str::to_owned)
}

fn carry_out(invocation: Invocation) -> Exit {
    let json = invocation.json;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    let answered = match runtime {
        Ok(runtime) => runtime.block_on(invocation.run()),
        Err(cause) => Err(Failure::Start(cause)),
    };
    match answered {
        Ok(answer) => output::answer(&answer, json),
        Err(failure) => output::failure(&failure, json),
    }
}
