//! Hostile files in a process of their own, with limits on time and memory.
//!
//! Each program that uses this crate calls [`run_if_asked`] first in `main`. Started with the argument
//! [`ARGUMENT`] it serves requests on standard input and output and never returns; started in any other
//! way the call does nothing. [`Workshop`] is the other end: it starts such processes and asks them.

mod confine;
mod frame;
mod job;
mod process;
mod workshop;

use std::io::{BufReader, BufWriter};

pub use confine::attempt::Confinement;
pub use workshop::{Terms, Workshop};

/// The first argument that makes a process a document worker.
pub const ARGUMENT: &str = "--document-worker";

/// Seconds a worker waits for its next request before it ends and gives its memory back.
const IDLE_SECONDS: u32 = 30;

/// Turns this process into a document worker if its first argument is [`ARGUMENT`]; the second is the
/// memory in bytes that it may use beyond what the program itself takes. Call it before anything else.
pub fn run_if_asked() {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_none_or(|first| first != ARGUMENT) {
        return;
    }
    let memory = arguments
        .next()
        .and_then(|a| a.to_str().and_then(|a| a.parse().ok()));
    confine::process(memory.unwrap_or(Terms::default().memory));
    // A panic's message could quote the file; nobody reads it anyway.
    std::panic::set_hook(Box::new(|_| {}));
    serve();
    confine::end()
}

/// Answers requests until the other end closes, breaks or falls silent.
fn serve() {
    let mut input = BufReader::new(std::io::stdin());
    let mut output = BufWriter::new(std::io::stdout());
    // Whoever asks waits for the answer before asking again, so nothing is left in the buffer here.
    while confine::wait_for_input(IDLE_SECONDS) {
        let Ok(request) = frame::read(&mut input, false) else {
            return;
        };
        let Some(answer) = job::answer(request) else {
            return;
        };
        let told = frame::write(&mut output, &answer).is_ok();
        // What held a secret isn't used again: with it goes all of its memory.
        if !told || answer.secret || confine::is_spent() {
            return;
        }
    }
}
