//! Whether the database is sound: every page and every index, when somebody asks for it.

use crate::error::Result;
use crate::host::Host;
use crate::view::IntegrityView;

/// Reads every page and every index of the database; takes as long as the file is large, and writing waits meanwhile.
pub(crate) async fn integrity(host: &Host) -> Result<IntegrityView> {
    let found = host.store.check().await?;
    Ok(IntegrityView {
        sound: found.is_sound(),
        findings: found.findings,
    })
}
