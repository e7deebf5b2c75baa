//! Opening the data folder: the database, and its key in the keychain.

use super::keychain::{Keychain, KeychainSource};
use super::memory::Memory;
use super::words::Words;
use super::{Host, entry, lock};
use crate::error::{Error, Result};
use secrecy::{ExposeSecret, SecretString};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast;
use tvist_document::worker::{Terms, Workshop};
use tvist_domain::clock::Clock;
use tvist_store::{DatabaseKey, Store, StoreError};

/// How to open.
#[derive(Debug, Clone)]
pub struct OpenOptions {
    pub data_dir: PathBuf,
    /// `en`, `sv`, `de`, `pt-BR` for the texts that the host words itself; English where none is given.
    pub language: Option<String>,
    /// Where documents are worked on.
    pub document_worker: DocumentWorker,
    /// Where the secrets lie.
    pub keychain: KeychainSource,
}

/// Where documents are worked on.
#[derive(Debug, Clone, Default)]
pub enum DocumentWorker {
    /// In processes of this very program, with few rights: `worker::run_if_asked` must be the first that its `main` calls.
    #[default]
    ThisProgram,
    /// In processes of another program that does the same.
    Program(PathBuf),
    /// In this process, without protection: for tests whose program has no such `main`.
    InProcess,
}

impl DocumentWorker {
    pub(crate) fn workshop(self) -> Result<Workshop> {
        let terms = Terms::default();
        match self {
            Self::Program(program) => Ok(Workshop::with_program(program, terms)),
            Self::InProcess => Ok(Workshop::in_process(terms)),
            Self::ThisProgram => Workshop::new(terms).map_err(|source| Error::Document {
                name: "documents".into(),
                source,
            }),
        }
    }
}

impl OpenOptions {
    /// The ordinary way of a program for a data folder, with the system's keychain.
    #[must_use]
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        Self {
            data_dir: data_dir.into(),
            language: None,
            document_worker: DocumentWorker::default(),
            keychain: KeychainSource::system(),
        }
    }
}

/// Names the profile whose key the keychain holds; it is no secret.
pub(crate) const PROFILE_FILE: &str = "profile";
pub(crate) const DATABASE_FILE: &str = "tvist.db";
/// How long another face may take to open the data before this one says so.
const OPENING: Duration = Duration::from_secs(30);
/// There once the database was: without it, a folder that has no database is a new one.
const BEGUN_FILE: &str = "begun";

impl Host {
    /// Opens the data folder, making it on the first start.
    pub(crate) async fn open(options: OpenOptions, clock: Arc<dyn Clock>) -> Result<Self> {
        let keychain = Keychain::connect(&options.keychain).await?;
        let dir = options.data_dir;
        make_private(&dir)?;
        // Two faces may start for the first time at once: only one makes the key.
        let _first = lock::within(&dir.join("open.lock"), OPENING).await?;
        require_not_lost(&dir)?;
        let (profile, key) = database_key(&keychain, &dir).await?;
        let store = Store::open(&dir, &key).await.map_err(|e| match e {
            // The keychain's key is good, but this is nothing that it could open.
            StoreError::WrongKey if !tvist_store::is_sealed(&dir) => {
                Error::Store(StoreError::Corrupt)
            }
            StoreError::WrongKey => Error::KeyMissing,
            other => Error::Store(other),
        })?;
        if !dir.join(BEGUN_FILE).exists() {
            // Where nothing can be written, nothing can be lost by us either.
            let _ = File::create(dir.join(BEGUN_FILE));
        }
        if let Err(e) = store.tidy_former(&dir, clock.now()).await {
            tracing::warn!(
                code = e.code(),
                "a copy from before a migration is still there"
            );
        }
        let workshop = options.document_worker.workshop()?;
        let host = Self {
            store,
            keychain,
            clock,
            workshop: Arc::new(workshop),
            words: Arc::new(Words::new(options.language.as_deref())),
            data_dir: dir.into(),
            profile: profile.into(),
            memory: Memory::default(),
            events: broadcast::channel(256).0,
        };
        if let Err(e) = entry::note_profile(&host).await {
            tracing::warn!(error = %e.kind(), "the profile isn't noted in the database");
        }
        Ok(host)
    }
}

/// A database that was there and is gone, or has nothing in it, is a lost one: to begin anew would show an empty desk,
/// and every deadline would be missed in silence.
fn require_not_lost(dir: &Path) -> Result<()> {
    if !has_begun(dir) {
        return Ok(());
    }
    match std::fs::metadata(dir.join(DATABASE_FILE)) {
        Ok(about) if about.len() > 0 => Ok(()),
        Ok(_) => Err(Error::Store(StoreError::Corrupt)),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Err(Error::DatabaseMissing),
        Err(e) => Err(Error::file("looking for the database", e)),
    }
}

/// Whether this folder had a database.
pub(crate) fn has_begun(dir: &Path) -> bool {
    dir.join(BEGUN_FILE).exists()
}

/// The profile of this folder and the key of its database, made on the first start.
async fn database_key(keychain: &Keychain, dir: &Path) -> Result<(String, DatabaseKey)> {
    let database_exists = dir.join(DATABASE_FILE).exists();
    let profile = match profile_of(dir) {
        Some(profile) => profile,
        None if database_exists => return Err(Error::KeyMissing),
        None => {
            let id = uuid::Uuid::new_v4().simple().to_string();
            // Whether the keychain answers at all, before anything is written.
            let _none = keychain.get(&entry::database(&id)).await?;
            // On the disk before the key: a power cut in between leaves a profile that gets its key at the next start, and
            // never a key, or a database, that no profile names.
            write_profile(dir, &id).map_err(|e| Error::file("writing the profile", e))?;
            return Ok((id.clone(), new_key(keychain, &id).await?));
        }
    };
    let key = match keychain.get(&entry::database(&profile)).await? {
        Some(secret) => {
            DatabaseKey::from_base64(secret.expose_secret()).ok_or(Error::KeyMissing)?
        }
        None if database_exists => return Err(Error::KeyMissing),
        None => new_key(keychain, &profile).await?,
    };
    Ok((profile, key))
}

/// The profile that the folder names, if it names one.
pub(crate) fn profile_of(dir: &Path) -> Option<String> {
    let text = std::fs::read_to_string(dir.join(PROFILE_FILE)).ok()?;
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// Names the profile, whole or not at all, durable when this returns.
fn write_profile(dir: &Path, id: &str) -> std::io::Result<()> {
    let unfinished = dir.join("profile.part");
    let mut file = File::create(&unfinished)?;
    file.write_all(id.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&unfinished, dir.join(PROFILE_FILE))?;
    // The name in the folder, too; where a folder can't be opened, the system writes it by itself.
    #[cfg(unix)]
    File::open(dir)?.sync_all()?;
    Ok(())
}

/// Makes a key and keeps it.
pub(crate) async fn new_key(keychain: &Keychain, profile: &str) -> Result<DatabaseKey> {
    let key = DatabaseKey::random();
    let text = SecretString::from(key.to_base64().to_string());
    keychain.set(&entry::database(profile), text).await?;
    Ok(key)
}

pub(crate) fn make_private(dir: &Path) -> Result<()> {
    std::fs::create_dir_all(dir).map_err(|e| Error::file("making the data folder", e))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let closing = |e| Error::file("closing the data folder to others", e);
        let mode = std::fs::metadata(dir)
            .map_err(closing)?
            .permissions()
            .mode();
        // What is closed already stays so, on a disk that can only be read too.
        if mode & 0o077 != 0 {
            std::fs::set_permissions(dir, std::fs::Permissions::from_mode(0o700))
                .map_err(closing)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_is_written_whole_and_replaces_a_half_written_one() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(PROFILE_FILE), "").unwrap();
        assert_eq!(profile_of(dir.path()), None, "what a power cut left");
        write_profile(dir.path(), "abc").unwrap();
        assert_eq!(profile_of(dir.path()).as_deref(), Some("abc"));
        assert!(!dir.path().join("profile.part").exists());
    }
}
