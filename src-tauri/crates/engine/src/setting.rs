//! What the owner set: margins, quiet hours, language, look.

use crate::{Engine, Result};
use serde::{Deserialize, Serialize};
use tvist_domain::deadline::SafetyMargin;

/// All settings, with their defaults where nothing was set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(default)]
pub struct Settings {
    pub margin: SafetyMargin,
    /// `22:00-07:00` in local time; none until set.
    pub quiet_hours: Option<String>,
    /// `en`, `sv`, `de`, `pt-BR`; none follows the system.
    pub language: Option<String>,
    /// `light`, `dark`; none follows the system.
    pub theme: Option<String>,
}

const NAME: &str = "settings";

impl Engine {
    /// The settings in force.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn settings(&self) -> Result<Settings> {
        Ok(self
            .store
            .setting_get::<Settings>(NAME)
            .await?
            .unwrap_or_default())
    }

    /// Stores new settings.
    ///
    /// # Errors
    /// When a value can't be used or the database can't be written.
    pub async fn set_settings(&self, settings: &Settings) -> Result<()> {
        if let Some(quiet) = &settings.quiet_hours {
            quiet
                .parse::<tvist_domain::reminder::QuietHours>()
                .map_err(|e| crate::Error::Usage(e.to_string()))?;
        }
        Ok(self.store.setting_set(NAME, settings).await?)
    }
}
