//! The headless program as a script meets it: the real binary, the contract, and a real server on loopback.
//!
//! `make test` runs this on a private desktop, whose keyring the program uses; alone: `tests/desktop/run cargo test …`.
#![expect(clippy::unwrap_used, reason = "a test that can't go on says where")]

mod account;
mod act;
mod arrived;
mod asleep;
mod backup;
mod beside;
mod books;
mod canaries;
mod card_number;
mod comeback;
mod core;
mod desk;
mod disk;
mod doubt;
mod erase;
mod evidence;
mod files;
mod filters;
mod health;
mod hostile;
mod keychain;
mod listing;
mod loopback;
mod lost;
mod money;
mod moved;
mod offline;
mod papers;
mod practice;
mod reading;
mod reminders;
mod renewal;
mod secrecy;
mod sentences;
mod shop;
mod skew;
mod special;
mod spoilt;
mod stated;
mod step;
mod sync;
mod thousand;
mod usage;
mod warnings;
mod watch;
mod webhook;
