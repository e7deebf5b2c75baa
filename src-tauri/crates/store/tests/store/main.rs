//! The store on real encrypted files: a file for each table, and one for what the whole file has to keep.

#![expect(
    clippy::unwrap_used,
    reason = "a test stops where something isn't as it should be"
)]

mod account;
mod backup;
mod crash;
mod desk;
mod dispute;
mod draft;
mod erase;
mod file;
mod fixture;
mod reminder;
mod search;
mod secret;
mod setting;
mod skipped;
mod speed;
mod submission;
mod timeline;
mod warning;
