//! One encrypted file with all that Tvist knows, and a fresh data folder made from it.
//!
//! The file is a header ([`envelope`]), then a copy of the database that SQLCipher encrypts under a key which Argon2id
//! derives from the owner's passphrase (RFC 9106). Credentials are not part of it: they stay in the keychain, and the few
//! that are too long for one, and so lie in the database, are wiped from the copy. A restored database has a new key.

mod envelope;
pub(crate) mod restore;
#[cfg(test)]
mod tests;

use crate::error::{Error, Result};
use crate::host::open::{DATABASE_FILE, make_private};
use crate::view::AccountView;
use envelope::{Header, blocking, derive, join, open};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, Serializer};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use tvist_store::{DatabaseKey, Store, StoreError};

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct BackupView {
    #[serde(serialize_with = "as_text")]
    pub out: PathBuf,
    pub bytes: u64,
    pub accounts: u32,
    pub disputes: u32,
    /// Always false: credentials are in the keychain and nowhere else.
    pub credentials: bool,
}

/// What a restored data folder holds.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct RestoredView {
    #[serde(serialize_with = "as_text")]
    pub data_dir: PathBuf,
    pub disputes: u32,
    pub accounts: Vec<AccountView>,
    /// Accounts whose credentials this machine's keychain doesn't hold: they show their cases but can't be read again.
    pub without_credentials: Vec<tvist_domain::AccountId>,
}

/// A path that is no text is told as near as can be, rather than not at all.
fn as_text<S: Serializer>(path: &Path, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.serialize_str(&path.to_string_lossy())
}

/// Writes everything into one encrypted file, and opens it again from the disk before it is called done.
pub(crate) async fn backup(
    store: &Store,
    out: &Path,
    passphrase: SecretString,
    replace: bool,
) -> Result<BackupView> {
    require(&passphrase)?;
    let out = std::path::absolute(out).map_err(|e| Error::file("the backup's path", e))?;
    write(store, &out, &passphrase, replace).await?;
    let bytes = fs::metadata(&out)
        .map_err(|e| Error::file("looking at the backup", e))?
        .len();
    Ok(BackupView {
        out,
        bytes,
        accounts: crate::view::small(store.accounts().await?.len()),
        disputes: crate::view::small(store.disputes_all().await?.len()),
        credentials: false,
    })
}

const LOCK_FILE: &str = "open.lock";

/// Of a new passphrase. Backups that exist open with whatever they were made with.
const FEWEST_CHARACTERS: usize = 8;

fn require(passphrase: &SecretString) -> Result<()> {
    if passphrase.expose_secret().chars().count() < FEWEST_CHARACTERS {
        return Err(Error::Usage(format!(
            "a new backup's passphrase needs at least {FEWEST_CHARACTERS} characters; several words are better: whoever has \
             the file may guess as long as they like"
        )));
    }
    Ok(())
}

/// Writes a backup of `store` to `out`.
async fn write(store: &Store, out: &Path, passphrase: &SecretString, replace: bool) -> Result<()> {
    if !replace && out.symlink_metadata().is_ok() {
        return Err(taken());
    }
    let work = Workplace::beside(out)?;
    let mut header = Header::fresh();
    let key = derive(&header, passphrase).await?;
    let copy = work.folder("copy")?;
    store.backup_to(&copy.join(DATABASE_FILE), &key).await?;
    wipe_credentials(&copy, &key).await?;
    let finished = work.path("backup");
    let database = copy.join(DATABASE_FILE);
    header.body = fs::metadata(&database)
        .map_err(|e| Error::file("looking at the copy", e))?
        .len();
    let bytes = header.to_bytes();
    let to = finished.clone();
    blocking(move || join(&bytes, &database, &to)).await?;
    fs::remove_dir_all(&copy).map_err(|e| Error::file("tidying up", e))?;
    // What lies on the disk now, with the key that the passphrase gives for what the file itself says.
    let opened = extract(&finished, passphrase, &work.folder("check")?).await?;
    opened.0.close().await;
    place(&finished, out, replace)
}

fn taken() -> Error {
    let why = "there is a file of that name already; a backup never overwrites one unless asked";
    Error::file(
        "the backup",
        io::Error::new(io::ErrorKind::AlreadyExists, why),
    )
}

/// Takes the credentials that lie in the database out of a copy.
async fn wipe_credentials(folder: &Path, key: &DatabaseKey) -> Result<()> {
    let copy = Store::open(folder, key).await?;
    let wiped = copy.secrets_wipe().await;
    copy.close().await;
    Ok(wiped?)
}

/// Gives the finished file its name. Without `replace` one that appeared meanwhile stays.
fn place(finished: &Path, out: &Path, replace: bool) -> Result<()> {
    let failed = |e| Error::file("naming the backup", e);
    if replace {
        return fs::rename(finished, out).map_err(failed);
    }
    match fs::hard_link(finished, out) {
        Ok(()) => Ok(()),
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Err(taken()),
        // A memory stick's file system has no links.
        Err(_) if out.symlink_metadata().is_err() => fs::rename(finished, out).map_err(failed),
        Err(_) => Err(taken()),
    }
}

/// Writes what follows a backup's header to a file of its own.
async fn unpack(mut opened: File, to: PathBuf) -> Result<()> {
    blocking(move || {
        let copied = File::create_new(to).and_then(|mut to| io::copy(&mut opened, &mut to));
        copied.map_err(|e| Error::file("unpacking the backup", e))?;
        Ok(())
    })
    .await
}

/// Unpacks a backup's database into `folder`, opens it and looks through all of it.
async fn extract(
    file: &Path,
    passphrase: &SecretString,
    folder: &Path,
) -> Result<(Store, DatabaseKey)> {
    let (header, opened) = open(file)?;
    let key = derive(&header, passphrase).await?;
    unpack(opened, folder.join(DATABASE_FILE)).await?;
    let store = Store::open(folder, &key).await.map_err(unopened)?;
    match store.check().await {
        Ok(look) if look.is_sound() => Ok((store, key)),
        Ok(_) => {
            store.close().await;
            Err(Error::Backup)
        }
        Err(e) => {
            store.close().await;
            Err(unopened(e))
        }
    }
}

/// A wrong key and a damaged page look alike from outside.
fn unopened(e: StoreError) -> Error {
    match e {
        StoreError::WrongKey | StoreError::Corrupt => Error::Backup,
        other => Error::Store(other),
    }
}

/// A private folder for what isn't finished; it goes whatever happens.
struct Workplace(PathBuf);

impl Workplace {
    /// Beside a file, so that the finished one only has to be renamed.
    fn beside(file: &Path) -> Result<Self> {
        Self::within(file.parent().unwrap_or(Path::new(".")))
    }

    fn within(dir: &Path) -> Result<Self> {
        let place = dir.join(format!(".tvist-{}", uuid::Uuid::new_v4().simple()));
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder
            .create(&place)
            .map_err(|e| Error::file("making a folder to work in", e))?;
        Ok(Self(place))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn folder(&self, name: &str) -> Result<PathBuf> {
        let folder = self.path(name);
        make_private(&folder)?;
        Ok(folder)
    }
}

impl Drop for Workplace {
    fn drop(&mut self) {
        // Nothing can be done about a failure here, and nothing readable is left by one.
        let _ = fs::remove_dir_all(&self.0);
    }
}
