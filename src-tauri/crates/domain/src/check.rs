//! What a look at a pack before sending found: problems that block, and those that only warn.

use crate::ItemId;
use crate::evidence::Item;
use crate::rules::LimitSource;
use serde::{Deserialize, Serialize};

/// One finding. The code is a Fluent id (`problem-<code>`), worded by the faces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Problem {
    pub code: String,
    pub slot: Option<String>,
    /// English, for the headless face. No personal data, but the owner's own name of a file may stand in it: it is shown,
    /// and never logged.
    pub message: String,
    pub blocks: bool,
    /// The file of the draft that it concerns.
    pub item: Option<ItemId>,
    /// The owner's name of that file.
    pub file: Option<String>,
    /// The page of that file, counted from one.
    pub page: Option<u32>,
    /// What was found there, by the name that it is blacked out by.
    pub finding: Option<String>,
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
            item: None,
            file: None,
            page: None,
            finding: None,
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

    /// The same, about a file of the draft, whose name opens the message, and a page of it, counted from one.
    #[must_use]
    pub fn about(mut self, item: &Item, page: Option<u32>) -> Self {
        let place = page.map_or(String::new(), |page| format!(", page {page}"));
        self.message = format!("{}{place}: {}", item.name, self.message);
        self.slot = Some(item.slot.as_str().to_owned());
        self.item = Some(item.id.clone());
        self.file = Some(item.name.clone());
        self.page = page;
        self
    }
}

/// How full a pack is against the provider's limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Meters {
    pub bytes: u64,
    pub bytes_limit: u64,
    /// Whose word it is; only the provider's binds, anything else is advice.
    pub bytes_limit_source: LimitSource,
    pub pages: u32,
    /// None where nobody is known to count them.
    pub pages_limit: Option<u32>,
    pub pages_limit_source: Option<LimitSource>,
    pub files: u32,
    /// None where nobody published one.
    pub files_limit: Option<u32>,
}
