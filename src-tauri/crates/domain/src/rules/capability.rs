//! What a provider offers at all.

use serde::{Deserialize, Serialize};

/// What a provider offers at all; the faces read this instead of asking for names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
pub struct Capabilities {
    /// An idempotency key is documented, so that the same call with the same bytes may be repeated.
    pub idempotency_keys: bool,
    /// Documents that others put there can be listed and fetched.
    pub lists_documents: bool,
    pub comments: bool,
    /// Answers are given by uploading to the case and then setting a mark, not in one call.
    pub uploads_before_answer: bool,
    /// The evidence travels in one call as this.
    pub carried_as: Carrier,
    pub webhook: bool,
    /// A case that was answered can come back for another answer in the same stage.
    pub comes_back: bool,
    /// Answers are due within a few days, so an account with a case to answer is visited more often.
    pub short_windows: bool,
    /// Deadlines are days, or texts at midnight that may mean the day: which of the two isn't documented.
    pub names_days: bool,
    /// Examines fraud cases of other providers on their payments; has none of its own.
    pub analyses: bool,
    /// Any case can be asked for by its id alone.
    pub reads_by_id: bool,
    /// A call carries a mark of ours that reading shows later, so that it proves whose it was.
    pub marks_calls: bool,
    /// Which documents it wants stands at its own site only (clearhaus.md, "Added 2026-11-30").
    pub requirements_elsewhere: bool,
    /// A case whose last date is over is a matter for its telephone (clearhaus.md §1.5).
    pub late_by_telephone: bool,
    /// It counts chargebacks and has no pre-arbitration: the second one is read as that (overview §4.1, our reading).
    pub counts_chargebacks: bool,
}

/// How the evidence of an answer travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Carrier {
    /// Files and texts in fields of their own.
    Fields,
    /// One single PDF, opened by the texts.
    OneDocument,
    /// A PDF for each file, in the owner's order, after one with the texts. Their names don't travel.
    Documents,
}

impl Carrier {
    /// Whether texts have no fields of their own, but stand in the documents.
    #[must_use]
    pub fn holds_texts(self) -> bool {
        self != Self::Fields
    }
}
