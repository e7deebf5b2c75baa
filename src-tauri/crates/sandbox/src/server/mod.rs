//! What all four provider servers share: sockets, requests and answers, faults, log, control.

mod call;
mod control;
mod delivery;
mod fault;
mod gate;
mod log;
pub(crate) mod multipart;
mod provider;
mod routes;
mod socket;
mod token;

pub use call::{Answer, Call};
pub use control::{Control, ControlError};
pub use delivery::Delivery;
pub use fault::{Fault, FaultRule, RateReason};
pub use log::LoggedRequest;
pub use provider::{Effects, Failure, Provider};

pub(crate) use delivery::dispatch;
pub(crate) use fault::FaultBook;
pub(crate) use gate::{Desk, Gate};
pub(crate) use log::RequestLog;
pub(crate) use routes::serve;
pub(crate) use token::{Tokens, basic};

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks, also after a panic elsewhere: a broken answer must not take the whole sandbox down.
pub(crate) fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
