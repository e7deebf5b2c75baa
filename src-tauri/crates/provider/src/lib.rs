//! Talking to providers: one seam for all of them, one folder each, and the only HTTP client in the program.
//!
//! [`Adapter`] is the seam. An adapter is stateless but for its credentials and its token: the engine keeps cursors,
//! cases and submissions. Reading is repeated by itself where that is safe; an irreversible call never is.

#![cfg_attr(not(test), warn(clippy::arithmetic_side_effects))]

pub mod adapter;
mod call;
pub mod celcoin;
mod classify;
pub mod clearhaus;
pub mod error;
#[cfg(test)]
mod heard;
#[cfg(test)]
mod hostile;
pub mod http;
mod lenient;
#[cfg(test)]
mod loopback;
pub mod reading;
pub mod stripe;
mod token;
pub mod unico;
mod unread;
pub mod warning;

pub use adapter::{
    Adapter, Beside, Check, Comment, EarlierPayment, EarlierPayments, File, Missing, Origin, Pack,
    Prepared, Remote, RemoteDocument,
};
pub use call::{Irreversible, Outcome};
pub use error::ProviderError;
pub use error::Refusal;
pub use reading::{Cursor, Page, Reading, Record, Step, StoredCases, SyncScope};
pub use warning::{WarningScope, WarningsRead, Warns};
