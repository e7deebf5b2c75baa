//! How a command ends: the contract's exit codes, and the failures that this face itself finds.

use std::io;
use std::path::{Path, PathBuf};

use tvist_engine::domain::check::Problem;
use tvist_engine::view::ErrorView;

/// The exit codes of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    Done = 0,
    /// Nothing was changed at a provider.
    Failed = 1,
    Usage = 2,
    /// Before anything was sent.
    Refused = 3,
    ProviderRefused = 4,
    /// The request may have arrived.
    OutcomeUnknown = 5,
    /// Part of it failed.
    Partly = 6,
}

impl Exit {
    /// The number that the process leaves.
    #[must_use]
    pub fn code(self) -> u8 {
        self as u8
    }
}

/// Why a command didn't do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error(transparent)]
    Engine(#[from] tvist_engine::Error),
    /// What was said can't be understood.
    #[error("{0}")]
    Usage(String),
    /// A file, or standard input, that was to be taken in can't be used.
    #[error("{}: {why}", .file.display())]
    Unusable {
        file: PathBuf,
        /// The code of the problem.
        code: &'static str,
        why: String,
    },
    /// A file can't be written.
    #[error("{}: {cause}", .file.display())]
    Unwritable { file: PathBuf, cause: io::Error },
    /// Practice can't be served.
    #[error("practice can't be served: {0}")]
    Practice(String),
    /// The program itself can't start.
    #[error("can't start: {0}")]
    Start(io::Error),
}

impl Failure {
    /// A file that was to be taken in and can't be.
    pub fn unusable(file: &Path, code: &'static str, why: impl ToString) -> Self {
        Self::Unusable {
            file: file.to_owned(),
            code,
            why: why.to_string(),
        }
    }

    /// The exit code.
    #[must_use]
    pub fn exit(&self) -> Exit {
        match self {
            Self::Engine(error) => match error.exit_code() {
                2 => Exit::Usage,
                3 => Exit::Refused,
                4 => Exit::ProviderRefused,
                5 => Exit::OutcomeUnknown,
                _ => Exit::Failed,
            },
            Self::Usage(_) => Exit::Usage,
            Self::Unusable { .. } => Exit::Refused,
            Self::Unwritable { .. } | Self::Practice(_) | Self::Start(_) => Exit::Failed,
        }
    }

    /// The failure in the contract's form.
    #[must_use]
    pub fn view(&self) -> ErrorView {
        let (kind, problems) = match self {
            Self::Engine(error) => return error.view(),
            Self::Usage(_) => ("usage", Vec::new()),
            Self::Unusable { code, .. } => (
                "file",
                vec![Problem::blocking(code, None, self.to_string())],
            ),
            Self::Unwritable { .. } => ("file", Vec::new()),
            Self::Practice(_) => ("practice", Vec::new()),
            Self::Start(_) => ("start", Vec::new()),
        };
        ErrorView {
            kind: kind.to_owned(),
            message: self.to_string(),
            problems,
            provider_error: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tvist_engine::Error;

    #[test]
    fn each_failure_ends_with_its_code() {
        let file = Path::new("receipt.pdf");
        let problem = Problem::blocking("not_allowed", None, "no longer allowed");
        for (failure, exit, kind) in [
            (Failure::from(Error::NoKeychain), 1, "no_keychain"),
            (
                Failure::from(Error::Usage("no such option".into())),
                2,
                "usage",
            ),
            (Failure::Usage("no object".into()), 2, "usage"),
            (Failure::from(Error::Refused(vec![problem])), 3, "refused"),
            (
                Failure::unusable(file, "file_not_found", "there is no such file"),
                3,
                "file",
            ),
            (
                Failure::from(Error::OutcomeUnknown {
                    request_id: None,
                    refusal: None,
                }),
                5,
                "outcome_unknown",
            ),
            (
                Failure::Unwritable {
                    file: file.to_owned(),
                    cause: io::ErrorKind::PermissionDenied.into(),
                },
                1,
                "file",
            ),
        ] {
            assert_eq!(failure.exit().code(), exit, "{failure}");
            assert_eq!(failure.view().kind, kind, "{failure}");
        }
    }

    #[test]
    fn a_refusal_names_its_problems() {
        let failure = Failure::unusable(
            Path::new("a.pdf"),
            "file_not_found",
            "there is no such file",
        );
        let problems = failure.view().problems;
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].code, "file_not_found");
        assert_eq!(problems[0].message, "a.pdf: there is no such file");
        assert!(problems[0].blocks);
    }
}
