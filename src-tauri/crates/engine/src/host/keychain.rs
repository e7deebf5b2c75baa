//! The keychain of the operating system: the one place that reads or writes secrets at rest.
//!
//! All access runs on one thread of its own, since stores aren't reliable when one entry is used from several threads,
//! and since the Linux store blocks on D-Bus. Nothing is ever written anywhere else when the keychain fails.

use crate::error::{Error, Result};
use keyring_core::{CredentialStore, Entry};
use secrecy::{ExposeSecret, SecretString};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};

/// Jobs that wait for the one thread; who has one more waits for a place.
const WAITING: usize = 32;

/// The name under which all entries of the program lie in the keychain.
const SERVICE: &str = "tvist";

/// Which keychain a program hands to the host. Nothing is opened before the host is.
#[derive(Clone)]
pub struct KeychainSource(Arc<dyn Fn() -> Result<Arc<CredentialStore>> + Send + Sync>);

impl KeychainSource {
    /// The operating system's, which every program uses.
    #[must_use]
    pub fn system() -> Self {
        Self(Arc::new(system_store))
    }

    /// One that is there already: tests use one in memory.
    #[must_use]
    pub fn of(store: Arc<CredentialStore>) -> Self {
        Self(Arc::new(move || Ok(store.clone())))
    }
}

impl std::fmt::Debug for KeychainSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeychainSource")
    }
}

enum Job {
    Get(String, oneshot::Sender<Result<Option<SecretString>>>),
    Set(String, SecretString, oneshot::Sender<Result<()>>),
    Delete(String, oneshot::Sender<Result<()>>),
    Names(oneshot::Sender<Result<Vec<String>>>),
}

/// A handle on the keychain.
#[derive(Clone)]
pub struct Keychain {
    jobs: mpsc::Sender<Job>,
}

impl std::fmt::Debug for Keychain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keychain")
    }
}

impl Keychain {
    /// Connects to the store.
    ///
    /// # Errors
    /// [`Error::NoKeychain`] when none answers.
    pub async fn connect(source: &KeychainSource) -> Result<Self> {
        let source = source.clone();
        let (jobs, inbox) = mpsc::channel::<Job>(WAITING);
        let (ready, connected) = oneshot::channel();
        std::thread::Builder::new()
            .name("keychain".into())
            .spawn(move || serve(&source, inbox, ready))
            .map_err(|e| Error::file("starting a thread", e))?;
        connected.await.map_err(|_| Error::NoKeychain)??;
        Ok(Self { jobs })
    }

    /// Reads an entry; none when there is none.
    ///
    /// # Errors
    /// When the keychain is away or locked.
    pub async fn get(&self, name: &str) -> Result<Option<SecretString>> {
        let (tx, rx) = oneshot::channel();
        self.send(Job::Get(name.to_owned(), tx)).await?;
        rx.await.map_err(|_| Error::NoKeychain)?
    }

    /// Writes an entry.
    ///
    /// # Errors
    /// When the keychain is away or locked, or the secret is too long for it.
    pub async fn set(&self, name: &str, secret: SecretString) -> Result<()> {
        let (tx, rx) = oneshot::channel();
        self.send(Job::Set(name.to_owned(), secret, tx)).await?;
        rx.await.map_err(|_| Error::NoKeychain)?
    }

    /// Removes an entry; one that isn't there is fine.
    ///
    /// # Errors
    /// When the keychain is away or locked.
    pub async fn delete(&self, name: &str) -> Result<()> {
        let (tx, rx) = oneshot::channel();
        self.send(Job::Delete(name.to_owned(), tx)).await?;
        rx.await.map_err(|_| Error::NoKeychain)?
    }

    /// The names of all entries of the program.
    ///
    /// # Errors
    /// When the keychain is away or locked, or can't be searched.
    pub async fn names(&self) -> Result<Vec<String>> {
        let (tx, rx) = oneshot::channel();
        self.send(Job::Names(tx)).await?;
        rx.await.map_err(|_| Error::NoKeychain)?
    }

    async fn send(&self, job: Job) -> Result<()> {
        self.jobs.send(job).await.map_err(|_| Error::NoKeychain)
    }
}

/// Answers jobs until the last handle is gone. A receiver that went away is no loss.
fn serve(
    source: &KeychainSource,
    mut inbox: mpsc::Receiver<Job>,
    ready: oneshot::Sender<Result<()>>,
) {
    let store = match (source.0)() {
        Ok(store) => store,
        Err(e) => {
            let _ = ready.send(Err(e));
            return;
        }
    };
    let _ = ready.send(Ok(()));
    let entry = |name: &str| entry(&*store, name);
    while let Some(job) = inbox.blocking_recv() {
        match job {
            Job::Get(name, reply) => {
                let found = match entry(&name).and_then(|e| e.get_password().map_err(failure)) {
                    Ok(secret) => Ok(Some(SecretString::from(secret))),
                    Err(Error::NotFound { .. }) => Ok(None),
                    Err(e) => Err(e),
                };
                let _ = reply.send(found);
            }
            Job::Set(name, secret, reply) => {
                let stored = entry(&name)
                    .and_then(|e| e.set_password(secret.expose_secret()).map_err(failure));
                let _ = reply.send(stored);
            }
            Job::Delete(name, reply) => {
                let gone = match entry(&name).and_then(|e| e.delete_credential().map_err(failure)) {
                    Err(Error::NotFound { .. }) => Ok(()),
                    other => other,
                };
                let _ = reply.send(gone);
            }
            Job::Names(reply) => {
                let _ = reply.send(names(&*store));
            }
        }
    }
}

#[cfg(target_os = "linux")]
fn system_store() -> Result<Arc<CredentialStore>> {
    let store = zbus_secret_service_keyring_store::Store::new().map_err(|_| Error::NoKeychain)?;
    Ok(store)
}

#[cfg(target_os = "macos")]
fn system_store() -> Result<Arc<CredentialStore>> {
    let store =
        apple_native_keyring_store::keychain::Store::new().map_err(|_| Error::NoKeychain)?;
    keyring_core::set_default_store(store);
    Ok(())
}

#[cfg(target_os = "windows")]
fn system_store() -> Result<Arc<CredentialStore>> {
    let store = windows_native_keyring_store::Store::new().map_err(|_| Error::NoKeychain)?;
    Ok(store)
}

#[cfg(not(any(target_os = "linux", target_os = "macos", target_os = "windows")))]
fn system_store() -> Result<Arc<CredentialStore>> {
    Err(Error::NoKeychain)
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that opens keychain entries"
)]
fn entry(store: &CredentialStore, name: &str) -> Result<Entry> {
    store.build(SERVICE, name, None).map_err(failure)
}

fn names(store: &CredentialStore) -> Result<Vec<String>> {
    // What the stores here call the program: an attribute, or a part of a pattern over the whole name.
    let wanted = if cfg!(windows) {
        ("pattern", SERVICE)
    } else {
        ("service", SERVICE)
    };
    let found = store.search(&HashMap::from([wanted])).map_err(failure)?;
    let names = found.iter().map(|entry| {
        let (service, name) = entry
            .get_specifiers()
            .ok_or_else(|| Error::Keychain("an entry doesn't tell its name".into()))?;
        Ok((service == SERVICE).then_some(name))
    });
    let names: Result<Vec<Option<String>>> = names.collect();
    Ok(names?.into_iter().flatten().collect())
}

/// Platform errors are reduced to what the owner can act on; they may hold attribute values.
fn failure(e: keyring_core::Error) -> Error {
    match e {
        keyring_core::Error::NoEntry => Error::not_found("keychain entry", ""),
        // The service itself was reached when the thread began; an entry that it doesn't give out is locked.
        keyring_core::Error::NoStorageAccess(_) => Error::KeychainLocked,
        keyring_core::Error::NoDefaultStore => Error::NoKeychain,
        keyring_core::Error::TooLong(..) => {
            Error::Keychain("the entry is too long for this keychain".into())
        }
        keyring_core::Error::Ambiguous(_) => {
            Error::Keychain("there are two entries of the same name".into())
        }
        _ => Error::Keychain("it answered with a failure of its own".into()),
    }
}
