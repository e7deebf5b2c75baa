//! A data folder made from a backup: a fresh one, or one that was opened and never used.
//!
//! The file may come from anybody. What it holds comes in as rows of our own tables (`Store::take_over`); it opens no port
//! and writes no file outside the data folder until the owner wants that again.

use super::envelope::{derive, open};
use super::{LOCK_FILE, RestoredView, Workplace, unopened, unpack};
use crate::account::secrets;
use crate::error::{Error, Result};
use crate::host::clock::SystemClock;
use crate::host::keychain::Keychain;
use crate::host::open::{DATABASE_FILE, OpenOptions, PROFILE_FILE, make_private, profile_of};
use crate::host::{Host, entry, lock};
use crate::view::AccountView;
use crate::watch::webhook;
use crate::{account, export};
use secrecy::{ExposeSecret as _, SecretString};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};
use tvist_domain::freshness::Freshness;
use tvist_store::{DatabaseKey, Source, Store, StoreError};

/// What a restored database does only when the owner says so anew: it would open a port, or write where others read.
pub(super) const OFF: &[&str] = &[webhook::LISTENS, export::CALENDAR_SETTING];

/// Takes over the secrets of the accounts; `former` is the profile that this folder had before, should it have
/// another one now.
async fn settle_in(host: &Host, data_dir: PathBuf, former: Option<String>) -> Result<RestoredView> {
    let Some(former) = former.filter(|former| **former != *host.profile) else {
        return restored(host, data_dir).await;
    };
    entry::came_from(host, &former).await?;
    let view = restored(host, data_dir).await?;
    entry::leave_profile(host, &former).await?;
    Ok(view)
}

async fn restored(host: &Host, data_dir: PathBuf) -> Result<RestoredView> {
    let accounts = host.store.accounts().await?;
    let mut without = Vec::new();
    for account in &accounts {
        match secrets::load_secrets(host, account).await {
            Ok(_) => {}
            Err(Error::CredentialsMissing { .. }) => without.push(account.id.clone()),
            Err(e) => return Err(e),
        }
        // The hash of its calls comes along.
        webhook::webhook_hash(host, &account.id).await?;
    }
    let view = |a| -> AccountView { account::view(a, Freshness::Fresh) };
    Ok(RestoredView {
        data_dir,
        disputes: crate::view::small(host.store.disputes_all().await?.len()),
        accounts: accounts.into_iter().map(view).collect(),
        without_credentials: without,
    })
}

/// Makes a data folder from a backup. It may hold a database that no account and no case is in; one that isn't there
/// gets a new key in the keychain.
pub(crate) async fn restore(
    options: OpenOptions,
    file: &Path,
    passphrase: SecretString,
) -> Result<RestoredView> {
    if passphrase.expose_secret().is_empty() {
        return Err(Error::Usage("a backup needs its passphrase".into()));
    }
    // Before anything is made: is it a backup at all?
    drop(open(file)?);
    let keychain = Keychain::connect(&options.keychain).await?;
    let dir = options.data_dir.clone();
    let was_there = dir.exists();
    let lock_was_there = dir.join(LOCK_FILE).exists();
    let former = profile_of(&dir);
    make_private(&dir)?;
    let restored = into(&keychain, &options, file, &passphrase).await;
    if let Err(e) = restored {
        if !lock_was_there {
            let _ = fs::remove_file(dir.join(LOCK_FILE));
        }
        if !was_there {
            // Ours, and empty; what else should be there stays.
            let _ = fs::remove_dir(&dir);
        }
        return Err(e);
    }
    let host = Host::open(options, Arc::new(SystemClock)).await?;
    let view = settle_in(&host, dir, former).await;
    host.store.close().await;
    view
}

/// Unpacks beside what is there, and only then touches it.
async fn into(
    keychain: &Keychain,
    options: &OpenOptions,
    file: &Path,
    passphrase: &SecretString,
) -> Result<()> {
    let dir = &options.data_dir;
    let work = Workplace::within(dir)?;
    let source = source(file, passphrase, &work.folder("unpacked")?).await?;
    if holds_database(dir) {
        return over(options, &source).await;
    }
    let _alone = lock::wait_for(&dir.join(LOCK_FILE))?;
    if holds_database(dir) {
        return Err(in_use());
    }
    afresh(keychain, dir, &work, &source).await
}

/// The backup's database, if it is sealed with the key that the passphrase gives, and ours.
pub(super) async fn source(
    file: &Path,
    passphrase: &SecretString,
    folder: &Path,
) -> Result<Source> {
    let (header, opened) = open(file)?;
    let key = derive(&header, passphrase).await?;
    unpack(opened, folder.join(DATABASE_FILE)).await?;
    Source::open(folder, key).await.map_err(unopened)
}

/// Over a database that was made and never used, through the database itself: another face may have it open.
async fn over(options: &OpenOptions, source: &Source) -> Result<()> {
    let host = Host::open(options.clone(), Arc::new(SystemClock)).await?;
    let taken = match host.store.take_over(source, OFF).await {
        Err(StoreError::Conflict) => Err(in_use()),
        Err(e) => Err(unopened(e)),
        Ok(()) => entry::note_profile(&host).await,
    };
    host.store.close().await;
    taken
}

fn in_use() -> Error {
    let why = "this data folder holds accounts or cases already; restore into another one";
    Error::file(
        "restoring",
        io::Error::new(io::ErrorKind::AlreadyExists, why),
    )
}

/// Whether a database is there, or a journal that would be played into the restored one. An empty file is neither: it is
/// what a database leaves behind that was lost.
pub(super) fn holds_database(dir: &Path) -> bool {
    ["", "-journal", "-wal", "-shm"].iter().any(|end| {
        let file = fs::metadata(dir.join(format!("{DATABASE_FILE}{end}")));
        file.is_ok_and(|about| about.len() > 0)
    })
}

/// Where no database is. It takes its place last: until then the folder counts as empty.
async fn afresh(keychain: &Keychain, dir: &Path, work: &Workplace, source: &Source) -> Result<()> {
    let key = DatabaseKey::random();
    let made = work.folder("fresh")?;
    let store = Store::open(&made, &key).await?;
    let taken = match store.take_over(source, OFF).await {
        Ok(()) => store.check().await.map_err(Error::Store),
        Err(e) => Err(unopened(e)),
    };
    store.close().await;
    if !taken?.is_sound() {
        return Err(Error::Store(StoreError::Corrupt));
    }
    let profile = uuid::Uuid::new_v4().simple().to_string();
    let entry = entry::database(&profile);
    let text = SecretString::from(key.to_base64().to_string());
    keychain.set(&entry, text).await?;
    let named = fs::write(work.path(PROFILE_FILE), &profile)
        .and_then(|()| fs::rename(work.path(PROFILE_FILE), dir.join(PROFILE_FILE)))
        .and_then(|()| fs::rename(made.join(DATABASE_FILE), dir.join(DATABASE_FILE)));
    if let Err(e) = named {
        // A key without its database is of no use to anybody.
        let _ = fs::remove_file(dir.join(PROFILE_FILE));
        let _ = keychain.delete(&entry).await;
        return Err(Error::file("putting the database in its place", e));
    }
    Ok(())
}
