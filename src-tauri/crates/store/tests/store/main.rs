//! The store on real encrypted files.

#![expect(
    clippy::unwrap_used,
    reason = "a test stops where something isn't as it should be"
)]

mod account;
mod backup;
mod case;
mod crash;
mod desk;
mod draft;
mod erase;
mod file;
mod fixture;
mod notes;
mod search;
mod speed;
mod submission;
mod timeline;
mod warning;
