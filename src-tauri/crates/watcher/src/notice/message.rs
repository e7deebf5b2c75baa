//! What goes to the system's notices, and what comes back from them.

/// What goes to the system.
pub(super) struct Shown<'a> {
    pub(super) title: &'a str,
    pub(super) body: &'a str,
    pub(super) open: String,
    /// The label for being reminded later, where that leaves time.
    pub(super) later: Option<String>,
    /// Stays until it is seen.
    pub(super) urgent: bool,
}

/// What the owner did with a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Open,
    Later,
    /// It is gone, unanswered.
    Closed,
}
