//! Who calls: told by the hash that registering gave, which is held in memory so that a stranger's call costs nothing.

use super::{Followed, Registered, asked, setting};
use crate::error::Result;
use crate::host::Host;
use hyper::StatusCode;
use secrecy::SecretString;
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, mpsc};
use tokio::time::Instant;
use tvist_domain::{AccountId, rules};
use tvist_provider::celcoin::webhook;
use url::Url;

/// How long an answer of keychain and database is used again.
const HOLDS: Duration = Duration::from_secs(60);
/// A call that nobody knows may make it be read anew so often at once, ...
const READINGS: u32 = 4;
/// ... and once more after each of these: an address may just have been registered by another program.
const ANOTHER: Duration = Duration::from_secs(15);

/// Those whose calls are believed, as far as a hint goes.
pub(super) struct Callers {
    host: Host,
    hints: mpsc::Sender<Followed>,
    known: Mutex<Known>,
}

/// What is held in memory.
#[derive(Default)]
struct Known {
    read: Option<(Instant, Arc<Registrations>)>,
    bucket: Bucket,
}

/// What was registered, by this program or by another over the same data.
#[derive(Default)]
struct Registrations {
    hashes: Vec<(AccountId, SecretString)>,
    /// Where calls come: the path of each registered address, and the bare one, for whoever forwards without it.
    paths: HashSet<String>,
}

impl Callers {
    pub(super) fn new(host: Host, hints: mpsc::Sender<Followed>) -> Self {
        Self {
            host,
            hints,
            known: Mutex::default(),
        }
    }

    /// What a call is answered with; a right one leaves its hint behind.
    pub(super) async fn judge(&self, path: &str, body: &[u8]) -> StatusCode {
        let Ok(registrations) = self.registrations().await else {
            return StatusCode::SERVICE_UNAVAILABLE;
        };
        let hint = webhook::parse(body);
        let mut answer = verdict(&registrations, path, hint.as_ref());
        if matches!(
            answer,
            Err(StatusCode::UNAUTHORIZED | StatusCode::NOT_FOUND)
        ) && let Some(anew) = self.anew().await
        {
            answer = verdict(&anew, path, hint.as_ref());
        }
        let (account, hint) = match answer {
            Ok(found) => found,
            Err(status) => return status,
        };
        for chargeback in &hint.chargebacks {
            let followed = Followed {
                account: account.clone(),
                chargeback: chargeback.clone(),
            };
            if self.hints.try_send(followed).is_err() {
                tracing::warn!(
                    "more hints than can be followed; the next visit reads all open cases"
                );
            }
        }
        StatusCode::NO_CONTENT
    }

    /// What was registered, as it was within the last minute.
    async fn registrations(&self) -> Result<Arc<Registrations>> {
        let mut known = self.known.lock().await;
        match &known.read {
            Some((at, read)) if at.elapsed() < HOLDS => Ok(Arc::clone(read)),
            _ => self.read(&mut known).await,
        }
    }

    /// The same, read now, where calls of strangers haven't made that happen too often already.
    async fn anew(&self) -> Option<Arc<Registrations>> {
        let mut known = self.known.lock().await;
        if !known.bucket.take(Instant::now()) {
            return None;
        }
        self.read(&mut known).await.ok()
    }

    async fn read(&self, known: &mut Known) -> Result<Arc<Registrations>> {
        let read = Arc::new(registrations(&self.host).await?);
        known.read = Some((Instant::now(), Arc::clone(&read)));
        Ok(read)
    }
}

async fn registrations(host: &Host) -> Result<Registrations> {
    let mut found = Registrations::default();
    found.paths.insert("/".to_owned());
    let accounts = host.store.accounts().await?;
    for account in accounts
        .into_iter()
        .filter(|a| rules::capabilities(a.provider).webhook)
    {
        for name in [setting(&account.id), asked(&account.id)] {
            let registered: Option<Registered> = host.store.setting_get(&name).await?;
            let address = registered.and_then(|registered| Url::parse(&registered.url).ok());
            found.paths.extend(address.map(|url| url.path().to_owned()));
        }
        if let Some(hash) = crate::watch::webhook::webhook_hash(host, &account.id).await? {
            found.hashes.push((account.id, hash));
        }
    }
    Ok(found)
}

/// Whose call it is and what it hints at, or what it is answered with.
fn verdict<'a>(
    registrations: &Registrations,
    path: &str,
    hint: std::result::Result<&'a webhook::Hint, &webhook::Unusable>,
) -> std::result::Result<(AccountId, &'a webhook::Hint), StatusCode> {
    if !registrations.paths.contains(path) {
        return Err(StatusCode::NOT_FOUND);
    }
    let hint = hint.map_err(|_| StatusCode::BAD_REQUEST)?;
    // Every hash is compared, so that the time tells nothing of which one was close.
    let matching: Vec<&AccountId> = registrations
        .hashes
        .iter()
        .filter(|(_, hash)| webhook::confirms(hash, hint))
        .map(|(account, _)| account)
        .collect();
    let account = *matching.first().ok_or(StatusCode::UNAUTHORIZED)?;
    hint.usable().map_err(|_| StatusCode::BAD_REQUEST)?;
    Ok((account.clone(), hint))
}

/// A token bucket: some at once, then one at a time.
struct Bucket {
    left: u32,
    filled: Option<Instant>,
}

impl Default for Bucket {
    fn default() -> Self {
        Self {
            left: READINGS,
            filled: None,
        }
    }
}

impl Bucket {
    fn take(&mut self, now: Instant) -> bool {
        let filled = *self.filled.get_or_insert(now);
        let more = now.duration_since(filled).as_secs() / ANOTHER.as_secs();
        if more > 0 {
            let more = u32::try_from(more).unwrap_or(READINGS);
            self.left = self.left.saturating_add(more).min(READINGS);
            self.filled = Some(now);
        }
        let taken = self.left.checked_sub(1);
        self.left = taken.unwrap_or(0);
        taken.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_of_strangers_reads_a_few_times_and_then_now_and_again() {
        let mut bucket = Bucket::default();
        let start = Instant::now();
        let taken = |bucket: &mut Bucket, after: u64, calls: u32| {
            let now = start + Duration::from_secs(after);
            (0..calls).filter(|_| bucket.take(now)).count()
        };
        assert_eq!(taken(&mut bucket, 0, 1_000), 4);
        assert_eq!(taken(&mut bucket, 14, 1_000), 0);
        assert_eq!(taken(&mut bucket, 16, 1_000), 1);
        assert_eq!(taken(&mut bucket, 20, 1_000), 0);
        assert_eq!(taken(&mut bucket, 3_600, 1_000), 4);
    }
}
