//! How much of a file is believed before work on it is refused.

use serde::{Deserialize, Serialize};

/// Limits for reading one file. They protect this machine; what a provider accepts is a [`Budget`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Most bytes of one file.
    pub file_bytes: u64,
    /// Most pages of one file.
    pub pages: u32,
    /// Most pixels (width times height) of one picture. 64 million lets today's phone cameras pass.
    pub pixels: u64,
    /// Most bytes that one stream inside a PDF may unpack to.
    pub inflated: u64,
    /// Most characters of one text.
    pub characters: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 100 * 1024 * 1024,
            pages: 2_000,
            pixels: 64_000_000,
            inflated: 64 * 1024 * 1024,
            characters: 2_000_000,
        }
    }
}

/// What all files of one answer may measure, as the provider (or the caller) sets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// Most bytes of all files together.
    pub total_bytes: u64,
    /// Most bytes of each file.
    pub file_bytes: u64,
    /// Most pages of all files together.
    pub total_pages: u32,
    /// Most pages of each file.
    pub file_pages: u32,
}

impl Budget {
    /// No limit at all.
    pub const UNLIMITED: Self = Self {
        total_bytes: u64::MAX,
        file_bytes: u64::MAX,
        total_pages: u32::MAX,
        file_pages: u32::MAX,
    };
}
