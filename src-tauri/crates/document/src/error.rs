//! What can be wrong with a file, and what its owner can do about it.

use serde::{Deserialize, Serialize};

use crate::FileKind;

/// Why a file cannot be used. Holds numbers and kinds only: no content, no file name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum DocumentError {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Its content matches no kind this crate knows.
    #[error("the file is of no kind that can be used as evidence")]
    UnknownKind,
    /// Recognised, but not convertible.
    #[error("{kind} files cannot be used as they are")]
    UnsupportedKind {
        /// What the content was recognised as.
        kind: FileKind,
    },
    /// A PDF that cannot be read, not even after repair.
    #[error("the PDF is damaged and cannot be read")]
    BrokenPdf,
    /// A picture that cannot be decoded.
    #[error("the picture is damaged and cannot be read")]
    BrokenPicture,
    /// A mail or text that cannot be read.
    #[error("the text cannot be read")]
    BrokenText,
    /// A PDF that asks for a password before it opens.
    #[error("the PDF is protected with a password")]
    EncryptedPdf,
    /// A PDF without a page.
    #[error("the PDF has no pages")]
    NoPages,
    /// More pages than one file may have here.
    #[error("the file has {pages} pages or more; {limit} are allowed")]
    TooManyPages {
        /// Pages counted until counting stopped.
        pages: u32,
        /// Pages allowed.
        limit: u32,
    },
    /// More bytes than one file may have here.
    #[error("the file has {bytes} bytes; {limit} are allowed")]
    TooLarge {
        /// Size of the file.
        bytes: u64,
        /// Size allowed.
        limit: u64,
    },
    /// A picture with more pixels than are decoded.
    #[error("the picture is {width} by {height} pixels; {limit} pixels in all are allowed")]
    PixelFlood {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// Most pixels (width times height) allowed.
        limit: u64,
    },
    /// A stream that would unpack to more than is allowed (a decompression bomb).
    #[error("the PDF unpacks to more than {limit} bytes in one place")]
    InflateBomb {
        /// Most bytes that one stream may unpack to.
        limit: u64,
    },
    /// A page that the file does not have.
    #[error("there is no page {page}; the file has {pages}")]
    NoSuchPage {
        /// Page asked for, counted from zero.
        page: u32,
        /// Pages in the file.
        pages: u32,
    },
    /// A place to black out that lies on nothing of its page.
    #[error("there is nothing at that place of page {page}")]
    NoSuchPlace {
        /// Page asked for, counted from zero.
        page: u32,
    },
    /// A PDF form that only its own program can draw (XFA); its page is a stand-in.
    #[error("the PDF is a form that only its own program can show")]
    XfaForm,
    /// A page of a PDF whose content cannot be unpacked: other programs may show more than would be sent.
    #[error("page {page} of the PDF cannot be unpacked")]
    UndecodablePage {
        /// The page, counted from one.
        page: u32,
    },
    /// A page of a PDF where text that a layer hides cannot be told from text that it shows.
    #[error("page {page} of the PDF has hidden layers that cannot be taken apart")]
    UnclearLayers {
        /// The page, counted from one.
        page: u32,
    },
    /// The file is usable, but this page cannot be drawn.
    #[error("this page cannot be shown")]
    NoPreview,
    /// Work on the file took too long and was ended.
    #[error("reading the file took more than {seconds} seconds")]
    Timeout {
        /// Seconds allowed.
        seconds: u32,
    },
    /// Work on the file needed too much memory and was ended.
    #[error("reading the file needs more memory than is allowed")]
    Memory,
    /// The process that read the file ended unexpectedly.
    #[error("the file made its reader fail")]
    Crashed,
    /// The process that reads files could not be started or spoken to.
    #[error("the document worker is not available: {detail}")]
    NoWorker {
        /// The operating system's words.
        detail: String,
    },
}

impl DocumentError {
    /// A stable code, the same as in the serialized form; messages in other languages hang on it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::UnknownKind => "unknown_kind",
            Self::UnsupportedKind { .. } => "unsupported_kind",
            Self::BrokenPdf => "broken_pdf",
            Self::BrokenPicture => "broken_picture",
            Self::BrokenText => "broken_text",
            Self::EncryptedPdf => "encrypted_pdf",
            Self::NoPages => "no_pages",
            Self::TooManyPages { .. } => "too_many_pages",
            Self::TooLarge { .. } => "too_large",
            Self::PixelFlood { .. } => "pixel_flood",
            Self::InflateBomb { .. } => "inflate_bomb",
            Self::NoSuchPage { .. } => "no_such_page",
            Self::NoSuchPlace { .. } => "no_such_place",
            Self::XfaForm => "xfa_form",
            Self::UndecodablePage { .. } => "undecodable_page",
            Self::UnclearLayers { .. } => "unclear_layers",
            Self::NoPreview => "no_preview",
            Self::Timeout { .. } => "timeout",
            Self::Memory => "memory",
            Self::Crashed => "crashed",
            Self::NoWorker { .. } => "no_worker",
        }
    }

    /// What the owner can do, in plain English.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Empty => "Choose the file again; it may not have been copied completely.",
            Self::UnknownKind => "Use a PDF, a JPEG or PNG picture, a text or a mail.",
            Self::UnsupportedKind { kind } => kind.advice(),
            Self::BrokenPdf => {
                "Open it in a PDF viewer and print it to a new PDF, or ask for it again."
            }
            Self::BrokenPicture => {
                "Open it in a picture viewer and save it as JPEG, or take it again."
            }
            Self::BrokenText => "Save it again as plain text (UTF-8).",
            Self::EncryptedPdf => {
                "Open it with its password and print it to a new PDF without one."
            }
            Self::NoPages => "Ask for the file again; it has no pages.",
            Self::TooManyPages { .. } => "Keep only the pages that prove your point.",
            Self::TooLarge { .. } => "Save it smaller, or split it and keep what matters.",
            Self::PixelFlood { .. } => "Save the picture with fewer pixels.",
            Self::InflateBomb { .. } | Self::Memory | Self::Timeout { .. } | Self::Crashed => {
                "Open it in a PDF viewer and print it to a new PDF."
            }
            Self::NoSuchPage { .. } => "Choose another page.",
            Self::NoSuchPlace { .. } => "Choose a place on the page.",
            Self::XfaForm => "Open it in the program that it was made for and print it to PDF.",
            Self::UndecodablePage { .. } | Self::UnclearLayers { .. } => {
                "Open it in a PDF viewer, look at every page, and print it to a new PDF."
            }
            Self::NoPreview => "Open the file in a PDF viewer to see this page.",
            Self::NoWorker { .. } => "Start the program again; if it persists, install it again.",
        }
    }
}

/// Why a set of files cannot be brought under its limits, and by how much.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "refusal", rename_all = "snake_case")]
pub enum Refusal {
    /// One source cannot be used at all.
    #[error("source {source_id} of {slot}: {error}")]
    Unusable {
        /// The slot it is in.
        slot: String,
        /// The caller's id of the source.
        source_id: String,
        /// What is wrong with it.
        error: DocumentError,
    },
    /// Too many pages, even with several pictures on a page.
    #[error("{pages} pages, {over} more than allowed")]
    Pages {
        /// The slot that alone exceeds, or none when all slots together do.
        slot: Option<String>,
        /// The fewest pages reachable.
        pages: u32,
        /// Pages allowed.
        allowed: u32,
        /// How many are too many.
        over: u32,
    },
    /// Too many bytes, even after the strongest shrinking that stays legible.
    #[error("{bytes} bytes, {over} more than allowed")]
    Bytes {
        /// The slot that alone exceeds, or none when all slots together do.
        slot: Option<String>,
        /// The smallest size reachable.
        bytes: u64,
        /// Bytes allowed.
        allowed: u64,
        /// How many are too many.
        over: u64,
    },
    /// A slot without a single source.
    #[error("{slot} has nothing in it")]
    EmptySlot {
        /// The slot.
        slot: String,
    },
    /// The work itself failed (time, memory, crash), whichever file caused it.
    #[error("{error}")]
    Failed {
        /// What failed.
        error: DocumentError,
    },
}

impl Refusal {
    /// A stable code; messages in other languages hang on it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unusable { error, .. } | Self::Failed { error } => error.code(),
            Self::Pages { .. } => "over_pages",
            Self::Bytes { .. } => "over_bytes",
            Self::EmptySlot { .. } => "empty_slot",
        }
    }

    /// The slot it concerns, if it is one.
    #[must_use]
    pub fn slot(&self) -> Option<&str> {
        match self {
            Self::Unusable { slot, .. } | Self::EmptySlot { slot } => Some(slot),
            Self::Pages { slot, .. } | Self::Bytes { slot, .. } => slot.as_deref(),
            Self::Failed { .. } => None,
        }
    }
}
