//! Whose keychain entry is whose: an account's are named by the data folder's profile and the account.
//!
//! Two data folders may hold the same account, since a restored backup does. Each has entries of its own, so that what is
//! removed or renewed in one leaves the other as it is. Where a folder has none yet, it looks under the profiles that its
//! database was in before, then under the names of earlier versions, which were the account's alone, and takes a copy. It
//! never removes what may be another folder's.

use crate::error::Result;
use crate::host::Host;
use crate::host::keychain::Keychain;
use secrecy::SecretString;
use tvist_domain::AccountId;
use tvist_store::Store;

/// The setting that names the profiles that the database was in, the present one last.
const PROFILES: &str = "profiles";

/// What an entry holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The credentials.
    Account,
    /// The hash that calls of the provider show.
    Webhook,
}

impl Kind {
    pub(crate) const ALL: [Self; 2] = [Self::Account, Self::Webhook];

    fn word(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Webhook => "webhook",
        }
    }

    fn named(self, profile: &str, id: &AccountId) -> String {
        format!("{}:{profile}:{id}", self.word())
    }

    /// As earlier versions named it, for all folders alike.
    fn shared(self, id: &AccountId) -> String {
        format!("{}:{id}", self.word())
    }
}

/// The entry with a database's key.
pub(crate) fn database(profile: &str) -> String {
    format!("{DATABASE}{profile}")
}

const DATABASE: &str = "database:";

/// This folder's own entry.
pub(crate) async fn entry(host: &Host, kind: Kind, id: &AccountId) -> Result<Option<SecretString>> {
    host.keychain.get(&kind.named(&host.profile, id)).await
}

/// Writes this folder's own entry.
pub(crate) async fn set_entry(
    host: &Host,
    kind: Kind,
    id: &AccountId,
    secret: SecretString,
) -> Result<()> {
    host.keychain
        .set(&kind.named(&host.profile, id), secret)
        .await
}

/// Removes this folder's own entry.
pub(crate) async fn remove_entry(host: &Host, kind: Kind, id: &AccountId) -> Result<()> {
    host.keychain.delete(&kind.named(&host.profile, id)).await
}

/// What another folder, or an earlier version, wrote for the account, if it fits; kept as this folder's own from now
/// on.
pub(crate) async fn adopt_entry(
    host: &Host,
    kind: Kind,
    id: &AccountId,
    fits: impl Fn(&SecretString) -> bool,
) -> Result<Option<SecretString>> {
    let profiles = profiles(&host.store).await?;
    let others = profiles.iter().rev().filter(|p| **p != *host.profile);
    let names = others.map(|profile| kind.named(profile, id));
    for name in names.chain([kind.shared(id)]) {
        let Some(secret) = host.keychain.get(&name).await?.filter(&fits) else {
            continue;
        };
        let kept = async {
            set_entry(host, kind, id, secret.clone()).await?;
            drop_shared(host, kind, id).await
        };
        if let Err(e) = kept.await {
            tracing::warn!(error = %e.kind(), "a keychain entry stays under its former name");
        }
        return Ok(Some(secret));
    }
    Ok(None)
}

/// Removes what this folder has of an account, and what an earlier version wrote, if no other folder can need it.
pub(crate) async fn remove_entries(host: &Host, id: &AccountId) -> Result<()> {
    for kind in Kind::ALL {
        remove_entry(host, kind, id).await?;
        drop_shared(host, kind, id).await?;
    }
    Ok(())
}

/// Removes what an earlier version wrote, if no other folder can need it. It may be none of ours: to be called only
/// where this folder needs it no more.
pub(crate) async fn drop_shared(host: &Host, kind: Kind, id: &AccountId) -> Result<()> {
    let shared = kind.shared(id);
    if host.keychain.get(&shared).await?.is_some() && is_alone(&host.keychain, &host.profile).await
    {
        host.keychain.delete(&shared).await?;
    }
    Ok(())
}

/// Takes away what this very folder had under a profile whose database is lost, once its own entry is there.
pub(crate) async fn leave_profile(host: &Host, former: &str) -> Result<()> {
    for account in host.store.accounts().await? {
        for kind in Kind::ALL {
            if entry(host, kind, &account.id).await?.is_some() {
                host.keychain
                    .delete(&kind.named(former, &account.id))
                    .await?;
            }
        }
    }
    Ok(())
}

/// Notes in the database in which profile it is, so that a backup of it says where its entries were.
pub(crate) async fn note_profile(host: &Host) -> Result<()> {
    let mut profiles = profiles(&host.store).await?;
    if profiles.last().is_some_and(|last| **last == *host.profile) {
        return Ok(());
    }
    profiles.retain(|p| **p != *host.profile);
    profiles.push(host.profile.to_string());
    Ok(host.store.setting_set(PROFILES, &profiles).await?)
}

/// Notes the profile that this folder had when its database was lost: what was written there last holds.
pub(crate) async fn came_from(host: &Host, former: &str) -> Result<()> {
    let mut profiles = profiles(&host.store).await?;
    profiles.retain(|p| p != former && **p != *host.profile);
    profiles.extend([former.to_owned(), host.profile.to_string()]);
    Ok(host.store.setting_set(PROFILES, &profiles).await?)
}

async fn profiles(store: &Store) -> Result<Vec<String>> {
    let known = store.setting_get(PROFILES).await?;
    Ok(known.unwrap_or_default())
}

/// Whether no other folder's database could be opened with this keychain. Where that can't be told, there may be one.
async fn is_alone(keychain: &Keychain, profile: &str) -> bool {
    let own = database(profile);
    keychain.names().await.is_ok_and(|names| {
        names.contains(&own)
            && names
                .iter()
                .all(|name| *name == own || !name.starts_with(DATABASE))
    })
}
