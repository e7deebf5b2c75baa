//! What the tests share: a shop with its server, odd servers, papers, an answer, one clock for all.

pub mod answer;
pub mod listing;
pub mod loopback;
pub mod moved;
pub mod papers;
pub mod shop;
