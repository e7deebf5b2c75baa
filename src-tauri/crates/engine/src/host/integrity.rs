//! Whether the database is sound: every page and every index, when somebody asks for it.

use crate::error::Result;
use crate::view::IntegrityView;
use tvist_store::Store;

/// Reads every page and every index of the database; takes as long as the file is large, and writing waits meanwhile.
pub(crate) async fn integrity(store: &Store) -> Result<IntegrityView> {
    let found = store.check().await?;
    Ok(IntegrityView {
        sound: found.is_sound(),
        findings: found.findings,
    })
}
