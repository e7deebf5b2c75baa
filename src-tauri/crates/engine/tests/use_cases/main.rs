//! Each use case of the engine, in milliseconds: a real encrypted database, the practice servers, a keychain in memory,
//! and a clock that is moved. One file a noun.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod account;
mod analysis;
mod backup;
mod calendar;
mod case;
mod correspondence;
mod deadlines;
mod deed;
mod desk;
mod erasure;
mod evidence;
mod export;
mod health;
mod insights;
mod offline;
mod pack;
mod papers;
mod reconciliation;
mod reminder;
mod settings;
mod shop;
mod submission;
mod sync;
mod warning;
mod watch;
mod webhook;
