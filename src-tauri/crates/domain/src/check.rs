//! What a look at a pack before sending found: problems that block, and those that only warn.

use crate::rules::LimitSource;
use serde::{Deserialize, Serialize};

/// One finding. The code is a Fluent id (`problem-<code>`), worded by the faces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Problem {
    pub code: String,
    pub slot: Option<String>,
    /// English, for the headless face; no personal data.
    pub message: String,
    pub blocks: bool,
}

impl Problem {
    /// A finding that forbids sending.
    #[must_use]
    pub fn blocking(code: &str, slot: Option<&str>, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            slot: slot.map(str::to_owned),
            message: message.into(),
            blocks: true,
        }
    }

    /// A finding that the owner should know of.
    #[must_use]
    pub fn warning(code: &str, slot: Option<&str>, message: impl Into<String>) -> Self {
        Self {
            blocks: false,
            ..Self::blocking(code, slot, message)
        }
    }
}

/// How full a pack is against the provider's limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Meters {
    #[specta(type = f64)]
    pub bytes: u64,
    #[specta(type = f64)]
    pub bytes_limit: u64,
    /// Whose word it is; only the provider's binds, anything else is advice.
    pub bytes_limit_source: LimitSource,
    pub pages: u32,
    /// None where nobody is known to count them.
    pub pages_limit: Option<u32>,
    pub pages_limit_source: Option<LimitSource>,
    pub files: u32,
    pub files_limit: u32,
}
