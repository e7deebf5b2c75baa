//! Journeys: the real window on a private desktop, used by mouse, keyboard and dropped files as its owner does.
//!
//! Each keeps its pictures under `test-results/journey-…`; look at them.

mod answer;
mod background;
mod deadlines;
mod erasing;
mod exchange;
mod fence;
mod filters;
mod hands;
mod looks;
#[path = "../cli/support/loopback.rs"]
mod loopback;
#[expect(dead_code, reason = "its picture is for the other suite")]
#[path = "../cli/support/papers.rs"]
mod papers;
mod providers;
#[expect(dead_code, reason = "most of its hands are for the other suite")]
#[path = "../cli/support/shop.rs"]
mod shop;
mod stripe;
mod tray;
mod trouble;
mod window;
