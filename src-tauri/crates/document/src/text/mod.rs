//! Text: decoding, measuring, setting on A4 pages, letters, mails.

mod decode;
pub(crate) mod font;
pub(crate) mod letter;
pub(crate) mod mail;
pub(crate) mod sheet;

pub(crate) use decode::{decode, windows_1252_of};
