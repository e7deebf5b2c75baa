//! The house keeps its shape: crates depend one way, dangers stay in their rooms, nothing unwanted comes in.
//!
//! Each rule is shown to bite, not only to hold: the same check runs on the true workspace and on one that breaks it.

#![expect(clippy::unwrap_used, reason = "a test that can't go on ends")]

mod arrows;
mod citations;
mod graph;
mod lints;
mod logs;
mod modules;
mod names;
mod opened;
mod promises;
mod rooms;
mod sources;
mod supply;
mod use_cases;
