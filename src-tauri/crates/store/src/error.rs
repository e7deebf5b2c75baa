//! What can go wrong with the database, told apart where somebody acts on it.

use std::io::ErrorKind;

/// An error of the store. No text of it holds a key, a name or anything that was stored.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another program holds the file for longer than a call waits.
    #[error("another program is using the database")]
    Locked,
    /// The key doesn't fit, or the file is none of ours.
    #[error("the key doesn't open the database")]
    WrongKey,
    /// A newer version of the program wrote it.
    #[error("the database belongs to a newer version (schema {found}; this version knows {known})")]
    TooNew { found: u32, known: u32 },
    /// The file is damaged.
    #[error("the database file is damaged")]
    Corrupt,
    /// No space; nothing of the call was stored.
    #[error("the disk is full")]
    Full,
    /// The folder or the file can't be written.
    #[error("the database can't be written")]
    ReadOnly,
    /// What the call is about isn't there.
    #[error("no such {0}")]
    Missing(&'static str),
    /// The call contradicts what is stored: a second live submission, a step that can't follow, a name that is taken.
    #[error("it contradicts what is stored")]
    Conflict,
    #[error("the database failed")]
    Other(#[source] Cause),
}

/// Why the database failed where no more is known.
#[derive(Debug, thiserror::Error)]
pub enum Cause {
    #[error("SQLite error {code}")]
    Sqlite { code: i32 },
    /// A stored value can't be read as what it should be.
    #[error("{0} holds what can't be read")]
    Unreadable(&'static str),
    /// A value can't be stored as it is.
    #[error("{0} can't be stored")]
    Unstorable(&'static str),
    #[error("input or output: {0}")]
    Io(ErrorKind),
    /// SQLite is of a version in which the file's journal mode can damage it.
    #[error("the journal mode isn't safe with this version of SQLite")]
    UnsafeJournal,
    #[error("the database is closed")]
    Closed,
    #[error("the driver failed")]
    Driver,
}

impl StoreError {
    /// A stable word for the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Locked => "locked",
            Self::WrongKey => "wrong_key",
            Self::TooNew { .. } => "too_new",
            Self::Corrupt => "corrupt",
            Self::Full => "full",
            Self::ReadOnly => "read_only",
            Self::Missing(_) => "missing",
            Self::Conflict => "conflict",
            Self::Other(_) => "other",
        }
    }

    pub(crate) fn unreadable(what: &'static str) -> Self {
        Self::Other(Cause::Unreadable(what))
    }

    /// Says what a broken reference was to.
    pub(crate) fn of(self, what: &'static str) -> Self {
        match self {
            Self::Missing(_) => Self::Missing(what),
            other => other,
        }
    }

    /// By SQLite's result codes (sqlite.org/rescode.html): the low byte is the class.
    fn from_sqlite(code: i32) -> Self {
        // Extended codes of the constraint class.
        const FOREIGN_KEY: i32 = 787;
        const PRIMARY_KEY: i32 = 1555;
        const TRIGGER: i32 = 1811;
        const UNIQUE: i32 = 2067;
        match (code, code & 0xff) {
            (FOREIGN_KEY, _) => Self::Missing("record"),
            (PRIMARY_KEY | TRIGGER | UNIQUE, _) => Self::Conflict,
            (_, 5 | 6) => Self::Locked,
            // No permission, read-only, or the journal can't be made beside the file.
            (_, 3 | 8 | 14) => Self::ReadOnly,
            (_, 11) => Self::Corrupt,
            (_, 13) => Self::Full,
            (_, 26) => Self::WrongKey,
            _ => Self::Other(Cause::Sqlite { code }),
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(e) => match e.code().and_then(|code| code.parse().ok()) {
                // SQLCipher's word for a page whose seal is broken; a mistake in a statement has words of its own.
                Some(1) if e.message() == "SQL logic error" => Self::Corrupt,
                // sqlcipher_export passes on words without their code; these are SQLite's for its code 13.
                Some(1) if e.message() == "database or disk is full" => Self::Full,
                Some(code) => Self::from_sqlite(code),
                None => Self::Other(Cause::Driver),
            },
            sqlx::Error::Io(e) => e.into(),
            // The writer is busy with another call of this process.
            sqlx::Error::PoolTimedOut => Self::Locked,
            sqlx::Error::PoolClosed => Self::Other(Cause::Closed),
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => {
                Self::unreadable("a column")
            }
            _ => Self::Other(Cause::Driver),
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            kind => Self::Other(Cause::Io(kind)),
        }
    }
}
