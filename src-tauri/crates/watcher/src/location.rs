//! Where the window stands, or is to stand.

use serde::{Deserialize, Serialize};

/// A place of the window, and the case that is open in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Location {
    /// The page's own word for it.
    pub place: String,
    pub dispute: Option<String>,
}

impl Location {
    /// A case, where it is answered.
    #[must_use]
    pub fn case(case: &str) -> Self {
        Self {
            place: "desk".to_owned(),
            dispute: Some(case.to_owned()),
        }
    }

    /// A place with nothing open in it.
    #[must_use]
    pub fn place(place: &str) -> Self {
        Self {
            place: place.to_owned(),
            dispute: None,
        }
    }
}
