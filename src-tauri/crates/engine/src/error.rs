//! What can go wrong in a use case, each with a stable code, its cause, and the exit code of the headless face.

use crate::view::{ErrorView, ProviderErrorView};
use tvist_document::{CertificateError, DocumentError};
use tvist_domain::check::Problem;
use tvist_domain::ladder::LadderError;
use tvist_domain::rules;
use tvist_provider::{ProviderError, Refusal};
use tvist_store::StoreError;

/// An error of the host.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No secret service answers. Nothing was stored in the clear.
    #[error("{}", NO_KEYCHAIN)]
    NoKeychain,
    #[error("the keychain is locked: unlock it and try again; nothing was stored in the clear")]
    KeychainLocked,
    #[error("the keychain refused: {0}")]
    Keychain(String),
    /// The database is there, its key isn't.
    #[error(
        "the keychain no longer holds the key of this database; the data is still there: bring the keychain entry back, or restore a backup into an empty folder"
    )]
    KeyMissing,
    /// Another face is opening the same data and doesn't come to an end.
    #[error(
        "another Tvist is just opening these data: look whether the keychain asks for your password, then try again"
    )]
    Opening,
    /// The database was there, and is gone.
    #[error(
        "the database of this folder is missing: it was here before; put its file back, or restore a backup"
    )]
    DatabaseMissing,
    /// The account came from a backup, or its keychain entry is gone.
    #[error(
        "the keychain holds no credentials for the account \"{label}\": give them again with `tvist account renew`"
    )]
    CredentialsMissing { label: String },
    /// The database belongs to a newer version, is damaged, full, …
    #[error("the database can't be used: {0}")]
    Store(#[source] StoreError),
    #[error("{0}")]
    Provider(#[source] ProviderError),
    /// A file can't be used; says which and why.
    #[error("{name}: {source}")]
    Document { name: String, source: DocumentError },
    /// A certificate file can't be used.
    #[error("{0}")]
    Certificate(#[source] CertificateError),
    #[error("{what} not found: {which}")]
    NotFound { what: &'static str, which: String },
    #[error("\"{which}\" fits more than one dispute; use the id")]
    Ambiguous { which: String },
    /// What was asked can't be understood.
    #[error("{0}")]
    Usage(String),
    /// The owner's ladder of reminders can't be so.
    #[error("{0}")]
    Ladder(#[from] LadderError),
    /// Refused before anything was sent.
    #[error("{}", not_sent(.0))]
    Refused(Vec<Problem>),
    /// The provider refused; final.
    #[error("the provider refused: {}", .0.message)]
    ProviderRefused(Refusal),
    /// The request may have arrived.
    #[error(
        "we don't know yet whether the provider received it; `tvist reconcile` finds out by reading"
    )]
    OutcomeUnknown {
        request_id: Option<String>,
        /// The provider said no, and no reading agrees yet: a call that was delivered twice is refused the second time.
        refusal: Option<Box<Refusal>>,
    },
    #[error("{what}: {source}")]
    File {
        what: String,
        source: std::io::Error,
    },
    #[error("the backup can't be opened: wrong passphrase, or not a backup of Tvist")]
    Backup,
    #[error("the work was stopped: {0}")]
    Stopped(String),
}

const NO_KEYCHAIN: &str = "no keychain answers: start a secret service (on Linux: gnome-keyring or KWallet, in a \
    session with D-Bus) and try again; nothing was stored in the clear";

fn not_sent(problems: &[Problem]) -> String {
    let messages: Vec<&str> = problems
        .iter()
        .filter(|p| p.blocks)
        .map(|p| p.message.as_str())
        .collect();
    format!("not sent: {}", messages.join("; "))
}

impl Error {
    /// A stable word; `error-<kind>` is its Fluent id.
    #[must_use]
    pub fn kind(&self) -> String {
        match self {
            Self::NoKeychain => "no_keychain".into(),
            Self::KeychainLocked => "keychain_locked".into(),
            Self::Keychain(_) => "keychain".into(),
            Self::KeyMissing => "key_missing".into(),
            Self::Opening => "opening".into(),
            Self::DatabaseMissing => "database_missing".into(),
            Self::CredentialsMissing { .. } => "credentials_missing".into(),
            Self::Store(e) => format!("store_{}", e.code()),
            Self::Provider(e) => format!("provider_{}", e.code()),
            Self::Document { source, .. } => format!("document_{}", source.code()),
            Self::Certificate(e) => format!("certificate_{}", e.code()),
            Self::NotFound { .. } => "not_found".into(),
            Self::Ambiguous { .. } => "ambiguous".into(),
            Self::Usage(_) => "usage".into(),
            Self::Ladder(e) => format!("ladder_{}", e.code()),
            Self::Refused(_) => "refused".into(),
            Self::ProviderRefused(_) => "provider_refused".into(),
            Self::OutcomeUnknown { .. } => "outcome_unknown".into(),
            Self::File { .. } => "file".into(),
            Self::Backup => "backup".into(),
            Self::Stopped(_) => "stopped".into(),
        }
    }

    /// The exit code of the headless face (contract, conventions).
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) | Self::Ambiguous { .. } | Self::Ladder(_) => 2,
            // A file that can't be opened is refused before anything is stored or sent.
            Self::Refused(_) | Self::Document { .. } => 3,
            Self::ProviderRefused(_) => 4,
            Self::OutcomeUnknown { .. } => 5,
            Self::NoKeychain
            | Self::KeychainLocked
            | Self::Keychain(_)
            | Self::KeyMissing
            | Self::Opening
            | Self::DatabaseMissing
            | Self::CredentialsMissing { .. }
            | Self::Store(_)
            | Self::Provider(_)
            | Self::Certificate(_)
            | Self::NotFound { .. }
            | Self::File { .. }
            | Self::Backup
            | Self::Stopped(_) => 1,
        }
    }

    /// The error as both faces show it.
    #[must_use]
    pub fn view(&self) -> ErrorView {
        let problems = match self {
            Self::Refused(problems) => problems.clone(),
            Self::Document { source, .. } => {
                vec![Problem::blocking(source.code(), None, source.to_string())]
            }
            Self::Provider(ProviderError::Unauthorized { code: Some(code) }) => {
                rules::unico::sign_in(code).into_iter().collect()
            }
            _ => Vec::new(),
        };
        let provider_error = match self {
            Self::ProviderRefused(refusal) | Self::Provider(ProviderError::Rejected(refusal)) => {
                Some(refusal)
            }
            Self::OutcomeUnknown { refusal, .. } => refusal.as_deref(),
            _ => None,
        };
        ErrorView {
            kind: self.kind(),
            message: self.to_string(),
            problems,
            provider_error: provider_error.map(ProviderErrorView::from),
        }
    }

    pub(crate) fn not_found(what: &'static str, which: impl ToString) -> Self {
        Self::NotFound {
            what,
            which: which.to_string(),
        }
    }

    /// The call is out, and its answer says nothing.
    pub(crate) fn unknown(request_id: Option<String>) -> Self {
        Self::OutcomeUnknown {
            request_id,
            refusal: None,
        }
    }

    pub(crate) fn file(what: impl Into<String>, source: std::io::Error) -> Self {
        Self::File {
            what: what.into(),
            source,
        }
    }
}

impl From<StoreError> for Error {
    fn from(e: StoreError) -> Self {
        Self::Store(e)
    }
}

impl From<ProviderError> for Error {
    fn from(e: ProviderError) -> Self {
        Self::Provider(e)
    }
}

/// Refused for one reason, before anything was sent.
pub(crate) fn refused(code: &str, message: &str) -> Error {
    Error::Refused(vec![Problem::blocking(code, None, message)])
}

/// Refused, as somebody is at it.
pub(crate) fn in_progress() -> Error {
    refused(
        "in_progress",
        "this case is being answered already, here or in another window",
    )
}

/// The result of a use case.
pub type Result<T> = std::result::Result<T, Error>;
