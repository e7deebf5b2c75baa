//! Whether the database is sound: every page and every index, when somebody asks for it.

use crate::Engine;
use crate::error::Result;
use crate::view::IntegrityView;

impl Engine {
    /// Reads every page and every index of the database; takes as long as the file is large, and writing waits meanwhile.
    ///
    /// # Errors
    /// When the file can't be read at all.
    pub async fn integrity(&self) -> Result<IntegrityView> {
        let found = self.store.check().await?;
        Ok(IntegrityView {
            sound: found.is_sound(),
            findings: found.findings,
        })
    }
}
