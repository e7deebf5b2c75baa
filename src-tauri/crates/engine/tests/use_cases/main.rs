//! Each use case of the engine, in milliseconds: a real encrypted database, the practice servers, a keychain in memory,
//! and a clock that is moved. One file a noun.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod account;
mod deed;
mod evidence;
mod pack;
mod papers;
mod reconciliation;
mod shop;
mod submission;
mod sync;
mod watch;
