//! One encrypted file with all that Tvist knows, and a fresh data folder made from it.
//!
//! The file is a header ([`envelope`]), then a copy of the database that SQLCipher encrypts under a key which Argon2id
//! derives from the owner's passphrase (RFC 9106). Credentials are not part of it: they stay in the keychain, and the few
//! that are too long for one, and so lie in the database, are wiped from the copy. A restored database has a new key.

mod envelope;
#[cfg(test)]
mod tests;

use crate::entry;
use crate::error::{Error, Result};
use crate::open::{DATABASE_FILE, OpenOptions, PROFILE_FILE, lock, make_private, profile_of};
use crate::view::AccountView;
use crate::{Engine, account};
use envelope::{Header, blocking, derive, join, open};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, Serializer};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use tvist_domain::freshness::Freshness;
use tvist_store::{DatabaseKey, Store, StoreError};

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct BackupView {
    #[serde(serialize_with = "as_text")]
    pub out: PathBuf,
    #[specta(type = f64)]
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

impl Engine {
    /// Writes everything into one encrypted file, and opens it again from the disk before it is called done.
    ///
    /// # Errors
    /// [`Error::Usage`] without a passphrase; [`Error::File`] when `out` is there already and `replace` isn't set, or it
    /// can't be written; [`Error::Store`] when the database is damaged or can't be read. Nothing is left behind then.
    pub async fn backup(
        &self,
        out: &Path,
        passphrase: SecretString,
        replace: bool,
    ) -> Result<BackupView> {
        require(&passphrase)?;
        let out = std::path::absolute(out).map_err(|e| Error::file("the backup's path", e))?;
        write(&self.store, &out, &passphrase, replace).await?;
        let bytes = fs::metadata(&out)
            .map_err(|e| Error::file("looking at the backup", e))?
            .len();
        Ok(BackupView {
            out,
            bytes,
            accounts: crate::export::small(self.store.accounts().await?.len()),
            disputes: crate::export::small(self.store.disputes_all().await?.len()),
            credentials: false,
        })
    }

    /// Makes a data folder from a backup, with a new key in the keychain. The folder must hold no database yet.
    ///
    /// # Errors
    /// [`Error::Backup`] when the passphrase is wrong, or the file is damaged or no backup; [`Error::File`] when the
    /// folder holds a database; [`Error::Store`] when the backup is of a newer version; keychain errors. The folder is
    /// as it was then.
    pub async fn restore(
        options: OpenOptions,
        file: &Path,
        passphrase: SecretString,
    ) -> Result<RestoredView> {
        require(&passphrase)?;
        // Before anything is made: is it a backup at all?
        drop(open(file)?);
        let keychain = crate::credential::Keychain::connect().await?;
        let dir = options.data_dir.clone();
        let was_there = dir.exists();
        let former = profile_of(&dir);
        make_private(&dir)?;
        let restored = {
            let _alone = lock(&dir.join(LOCK_FILE))?;
            unpack(&keychain, &dir, file, &passphrase).await
        };
        if let Err(e) = restored {
            if !was_there {
                // Ours, and empty but for the lock; what else should be there stays.
                let _ = fs::remove_file(dir.join(LOCK_FILE));
                let _ = fs::remove_dir(&dir);
            }
            return Err(e);
        }
        let engine = Self::open(options).await?;
        let view = engine.settle_in(dir, former).await;
        engine.close().await;
        view
    }

    /// Takes over the secrets of the accounts; `former` is the profile of the database that this folder lost.
    async fn settle_in(&self, data_dir: PathBuf, former: Option<String>) -> Result<RestoredView> {
        let Some(former) = former else {
            return self.restored(data_dir).await;
        };
        self.came_from(&former).await?;
        let view = self.restored(data_dir).await?;
        self.leave_profile(&former).await?;
        Ok(view)
    }

    async fn restored(&self, data_dir: PathBuf) -> Result<RestoredView> {
        let accounts = self.store.accounts().await?;
        let mut without = Vec::new();
        for account in &accounts {
            match self.load_secrets(account).await {
                Ok(_) => {}
                Err(Error::CredentialsMissing { .. }) => without.push(account.id.clone()),
                Err(e) => return Err(e),
            }
            // The hash of its calls comes along.
            self.webhook_hash(&account.id).await?;
        }
        Ok(RestoredView {
            data_dir,
            disputes: crate::export::small(self.store.disputes_all().await?.len()),
            accounts: accounts
                .into_iter()
                .map(|a| account::view(a, Freshness::Fresh))
                .collect(),
            without_credentials: without,
        })
    }
}

const LOCK_FILE: &str = "open.lock";

fn require(passphrase: &SecretString) -> Result<()> {
    if passphrase.expose_secret().is_empty() {
        return Err(Error::Usage("a backup needs a passphrase".into()));
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

/// Unpacks a backup's database into `folder`, opens it and looks through all of it.
async fn extract(
    file: &Path,
    passphrase: &SecretString,
    folder: &Path,
) -> Result<(Store, DatabaseKey)> {
    let (header, mut opened) = open(file)?;
    let key = derive(&header, passphrase).await?;
    let to = folder.join(DATABASE_FILE);
    blocking(move || {
        let copied = File::create_new(to).and_then(|mut to| io::copy(&mut opened, &mut to));
        copied.map_err(|e| Error::file("unpacking the backup", e))
    })
    .await?;
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

/// Whether a database is there, or a journal that would be played into the restored one. An empty file is neither: it is
/// what a database leaves behind that was lost.
fn holds_database(dir: &Path) -> bool {
    ["", "-journal", "-wal", "-shm"].iter().any(|end| {
        let file = fs::metadata(dir.join(format!("{DATABASE_FILE}{end}")));
        file.is_ok_and(|about| about.len() > 0)
    })
}

/// Unpacks into a data folder. The database takes its place last: until then the folder counts as empty.
async fn unpack(
    keychain: &crate::credential::Keychain,
    dir: &Path,
    file: &Path,
    passphrase: &SecretString,
) -> Result<()> {
    if holds_database(dir) {
        let why = "this data folder holds a database already; restore into an empty one";
        return Err(Error::file(
            "restoring",
            io::Error::new(io::ErrorKind::AlreadyExists, why),
        ));
    }
    let work = Workplace::within(dir)?;
    let (store, _) = extract(file, passphrase, &work.folder("unpacked")?).await?;
    let key = DatabaseKey::random();
    let fresh = work.folder("fresh")?.join(DATABASE_FILE);
    let copied = store.backup_to(&fresh, &key).await;
    store.close().await;
    copied?;
    let again = Store::open(&work.path("fresh"), &key).await?;
    let sound = again.check().await;
    again.close().await;
    if !sound?.is_sound() {
        return Err(Error::Store(StoreError::Corrupt));
    }
    let profile = uuid::Uuid::new_v4().simple().to_string();
    let entry = entry::database(&profile);
    let text = SecretString::from(key.to_base64().to_string());
    keychain.set(&entry, text).await?;
    let named = fs::write(work.path(PROFILE_FILE), &profile)
        .and_then(|()| fs::rename(work.path(PROFILE_FILE), dir.join(PROFILE_FILE)))
        .and_then(|()| fs::rename(&fresh, dir.join(DATABASE_FILE)));
    if let Err(e) = named {
        // A key without its database is of no use to anybody.
        let _ = fs::remove_file(dir.join(PROFILE_FILE));
        let _ = keychain.delete(&entry).await;
        return Err(Error::file("putting the database in its place", e));
    }
    Ok(())
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
