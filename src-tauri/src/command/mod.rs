//! What the page may ask for: one file per noun. A command is a sentence: parse, ask the engine, return.

pub mod accounts;
pub mod analyses;
pub mod background;
pub mod comments;
pub mod deadlines;
pub mod disputes;
pub mod documents;
pub mod evidence;
pub mod practice;
pub mod settings;
pub mod start;
pub mod submission;
pub mod warnings;
pub mod webhook;
