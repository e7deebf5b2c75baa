//! What the page hears when a command fails: a code of the catalogue, and what its words need.

use serde::Serialize;
use std::collections::BTreeMap;
use tvist_engine::Error;
use tvist_watcher::receiver;

/// A failure. `error-<code>` is its Fluent id; the values hold no secret and no personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct Failure {
    pub code: String,
    pub args: BTreeMap<String, String>,
}

impl Failure {
    /// A failure that needs no values.
    #[must_use]
    pub fn new(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            args: BTreeMap::new(),
        }
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.args.insert(name.to_owned(), value.to_owned());
        self
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let failure = Self::new(&error.kind());
        tracing::info!(code = failure.code, "a command failed");
        match error {
            // What stands in the way has words of its own (`problem-<code>`).
            Error::Refused(problems) => match problems.iter().find(|p| p.blocks) {
                Some(problem) => failure.with("problem", &problem.code),
                None => failure,
            },
            Error::Document { source, .. } => failure.with("file", source.code()),
            _ => failure,
        }
    }
}

impl From<receiver::Error> for Failure {
    fn from(error: receiver::Error) -> Self {
        match error {
            receiver::Error::NoAddress => Self::new("receiver_address"),
            receiver::Error::Taken => Self::new("receiver_taken"),
            receiver::Error::Engine(error) => error.into(),
        }
    }
}

/// The result of a command.
pub type Result<T> = std::result::Result<T, Failure>;

#[cfg(test)]
mod tests {
    use super::*;
    use tvist_engine::domain::check::Problem;

    #[test]
    fn what_stands_in_the_way_is_named() {
        let warning = Problem::warning("provider_may_answer", None, "");
        let blocking = Problem::blocking("text_too_long", None, "");
        let failure = Failure::from(Error::Refused(vec![warning, blocking]));
        assert_eq!(failure.code, "refused");
        assert_eq!(failure.args["problem"], "text_too_long");
    }

    #[test]
    fn no_message_travels_along() {
        let failure = Failure::from(Error::Usage("rk_live_secret".into()));
        assert!(!format!("{failure:?}").contains("secret"));
    }
}
