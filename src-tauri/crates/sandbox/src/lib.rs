//! Stateful provider servers on loopback, for practice and for tests.
//!
//! Written from the providers' documentation alone: this crate shares no code with the rest of
//! the program, so that it can't share a mistake with it. Everything follows from a seed and a
//! start instant; the clock can be moved on, faults can be ordered, and what really happened is
//! counted.

mod celcoin;
mod chance;
mod clearhaus;
mod clock;
mod paper;
mod sandbox;
mod server;
mod stripe;
mod unico;

pub use sandbox::{Builder, Running, Sandbox, Served, StartError};
pub use server::{Control, ControlError, Effects, Fault, FaultRule, LoggedRequest, RateReason};
