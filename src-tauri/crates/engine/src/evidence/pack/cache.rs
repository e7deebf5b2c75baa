//! The last pack, kept: a check, a rehearsal, the preview of each page and the sending mostly ask for the very same one.

use super::Pack;
use crate::error::{Error, Result};
use crate::evidence::pack::build;
use crate::host::Host;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::sync::{Arc, Mutex};
use tvist_domain::Dispute;
use tvist_domain::evidence::Draft;

/// One pack at most: as much memory as a provider takes bytes, and only the case that is worked on.
#[derive(Clone, Default)]
pub(crate) struct KeptPack(Arc<Mutex<Option<Kept>>>);

struct Kept {
    /// A hash over everything that the pack is made of.
    key: [u8; 32],
    pack: Arc<Pack>,
}

impl KeptPack {
    fn get(&self, key: &[u8; 32]) -> Option<Arc<Pack>> {
        let kept = self.0.lock().ok()?;
        kept.as_ref()
            .filter(|kept| kept.key == *key)
            .map(|kept| kept.pack.clone())
    }

    /// Keeps nothing any more.
    pub(crate) fn forget(&self) {
        if let Ok(mut kept) = self.0.lock() {
            *kept = None;
        }
    }

    fn put(&self, key: [u8; 32], pack: Arc<Pack>) {
        if let Ok(mut kept) = self.0.lock() {
            *kept = Some(Kept { key, pack });
        }
    }
}

/// The pack of a draft; built anew only when the draft or what the pack takes from the case is another.
pub(crate) async fn pack(host: &Host, dispute: &Dispute, draft: &Draft) -> Result<Arc<Pack>> {
    let key = key(dispute, draft)?;
    if let Some(pack) = host.memory.of::<KeptPack>().get(&key) {
        return Ok(pack);
    }
    let pack = Arc::new(build::build(host, dispute, draft).await?);
    host.memory.of::<KeptPack>().put(key, pack.clone());
    Ok(pack)
}

/// A hash over everything that a pack is made of: the files stand in the draft by their own hashes. How often the draft was
/// changed, and what its owner vouched for, are no part of it.
fn key(dispute: &Dispute, draft: &Draft) -> Result<[u8; 32]> {
    let mut draft = draft.clone();
    draft.revision = 0;
    for item in &mut draft.items {
        item.vouched.clear();
    }
    let case = Dispute {
        raw: Value::Null,
        ..dispute.clone()
    };
    let made_of =
        serde_json::to_vec(&(&case, &draft)).map_err(|e| Error::Stopped(e.to_string()))?;
    Ok(Sha256::digest(made_of).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use tvist_domain::check::Meters;
    use tvist_domain::evidence::preflight::Packed;
    use tvist_domain::rules::LimitSource;

    #[test]
    fn another_key_gives_nothing_and_the_last_one_replaces_the_first() {
        let pack = || {
            Arc::new(Pack {
                files: Vec::new(),
                fields: BTreeMap::new(),
                packed: Packed {
                    meters: Meters {
                        bytes: 0,
                        bytes_limit: 0,
                        bytes_limit_source: LimitSource::Assumed,
                        pages: 0,
                        pages_limit: None,
                        pages_limit_source: None,
                        files: 0,
                        files_limit: None,
                    },
                    problems: Vec::new(),
                    scan: None,
                },
            })
        };
        let kept = KeptPack::default();
        kept.put([1; 32], pack());
        assert!(kept.get(&[1; 32]).is_some());
        assert!(kept.get(&[2; 32]).is_none());
        kept.put([2; 32], pack());
        assert!(kept.get(&[1; 32]).is_none());
        assert!(kept.get(&[2; 32]).is_some());
        kept.forget();
        assert!(kept.get(&[2; 32]).is_none());
    }
}
