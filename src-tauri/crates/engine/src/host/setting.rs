//! What the owner set: margins, ladder, quiet hours, language, look.

use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use tvist_domain::deadline::SafetyMargin;
use tvist_domain::ladder::Ladder;
use tvist_domain::reminder::QuietHours;
use tvist_store::Store;

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
    /// The reminders before a safe deadline.
    pub ladder: Ladder,
    /// Names and amounts may stand in the title of a notice, where others can see it.
    pub names_in_notices: bool,
    /// Whether closing the window keeps watching; none until the owner was asked.
    pub close_to_tray: Option<bool>,
}

/// The longest margin that makes sense: a fortnight is longer than most windows.
const MOST_HOURS: u32 = 14 * 24;

const NAME: &str = "settings";

impl Settings {
    /// Whether each value can be used.
    pub(crate) fn check(&self) -> Result<()> {
        if let Some(quiet) = &self.quiet_hours {
            quiet
                .parse::<QuietHours>()
                .map_err(|e| Error::Usage(e.to_string()))?;
        }
        let margin = self.margin;
        if margin.hours > MOST_HOURS || margin.short_hours > margin.hours {
            return Err(Error::Usage(format!(
                "a safety margin is of {MOST_HOURS} hours at the most, and that of short windows no longer"
            )));
        }
        let known = |value: &Option<String>, words: &[&str]| {
            value.as_deref().is_none_or(|v| words.contains(&v))
        };
        if !known(&self.language, &["en", "sv", "de", "pt-BR"])
            || !known(&self.theme, &["light", "dark"])
        {
            return Err(Error::Usage("an unknown language or appearance".into()));
        }
        Ok(())
    }
}

/// The ladder with one more rung, whose distance is as the owner wrote it.
///
/// # Errors
/// When it is no distance that a rung can have, or the ladder can't take it.
pub fn ladder_with(ladder: &Ladder, distance: &str) -> Result<Ladder> {
    Ok(ladder.with(distance.parse()?)?)
}

/// The settings in force.
pub(crate) async fn settings(store: &Store) -> Result<Settings> {
    Ok(store
        .setting_get::<Settings>(NAME)
        .await?
        .unwrap_or_default())
}

/// Stores them; they were checked.
pub(crate) async fn put(store: &Store, settings: &Settings) -> Result<()> {
    Ok(store.setting_set(NAME, settings).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_never_set_has_its_default() {
        let read = |text: &str| serde_json::from_str::<Settings>(text);
        assert_eq!(read("{}").unwrap(), Settings::default());
        let own = read(r#"{"ladder":["2h","14d"],"language":"sv"}"#).unwrap();
        let own = serde_json::to_value(own).unwrap();
        assert_eq!(own["ladder"], serde_json::json!(["14d", "2h", "safe"]));
        assert_eq!(own["language"], "sv");
    }

    #[test]
    fn a_rung_is_added_as_it_was_written_or_refused_with_a_reason() {
        let usual = Ladder::default();
        let more = ladder_with(&usual, "48h").unwrap();
        assert_eq!(format!("{more:?}"), "Ladder([7d, 3d, 2d, 1d, 4h, safe])");
        for (distance, code) in [
            ("soon", "ladder_distance"),
            ("31d", "ladder_range"),
            ("24h", "ladder_twice"),
        ] {
            let error = ladder_with(&usual, distance).unwrap_err();
            assert_eq!((error.kind().as_str(), error.exit_code()), (code, 2));
        }
    }
}
