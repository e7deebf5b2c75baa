//! Files from outside: what they are, how they become one file that a provider takes, what they say.
//!
//! This crate knows bytes and numbers only: no provider, no database, no clock, no network. Limits come
//! in as [`Limits`] (what this machine believes) and [`Budget`] (what the receiver accepts). All calls
//! block; hostile input belongs into a [`worker::Workshop`], whose calls have the same names.
//!
//! | call | what it does |
//! |---|---|
//! | [`inspect()`] | kind by content, pages, pixels, what a PDF carries besides its pages; or why it can't be used |
//! | [`fit()`] | ordered sources of several slots to one file each, together within a budget, or a [`Refusal`] that says by how much not |
//! | [`letter()`] | a letter or text on A4 as PDF |
//! | [`render_page`] | one page as PNG |
//! | [`text_of`] | all text that would leave with a file, page by page, and what of it can't be read, for the card number scan |
//! | [`redact()`] | a file with places blacked out for good, as PDF (their pages become pictures) |
//! | [`certificate_of`] | a certificate file (PKCS#12 or PEM) as the PEM pair that is kept |
//! | [`worker::run_if_asked`] | first call of each program's `main`: turns the process into a document worker if it was started as one |
//! | [`worker::Workshop`] | all of these in a process of its own, with limits on time and memory |
//!
//! The same input gives the same bytes: object numbers follow the order of work, and nothing holds a
//! date or a random number.

mod certificate;
mod error;
mod fit;
mod inspect;
mod kind;
mod limits;
mod parallel;
mod pdf;
mod picture;
mod reader;
mod redact;
mod render;
mod text;
mod weigh;
mod words;
pub mod worker;

pub use certificate::{CertificateError, CertificatePair, certificate_of};
pub use error::{DocumentError, Refusal};
pub use fit::{Fitted, Note, NoteKind, Origin, Report, Shrunk, SlotSources, Source, fit};
pub use inspect::{Inspection, inspect};
pub use kind::FileKind;
pub use limits::{Budget, Limits};
pub use reader::PageText;
pub use redact::{Place, Redaction, redact};
pub use render::render_page;
pub use text::letter::{Block, Letter, Typeset, letter};
pub use words::{DocumentText, text_of};

/// SHA-256 of some bytes, in lower-case hexadecimal.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    data_encoding::HEXLOWER.encode(&sha2::Sha256::digest(bytes))
}
