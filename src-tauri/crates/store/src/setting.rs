//! Table `setting`: named values of any shape, as JSON.

use crate::Result;
use crate::column::{maybe_from_json, to_json};
use crate::open::Store;
use serde::Serialize;
use serde::de::DeserializeOwned;

impl Store {
    /// A setting, if it was ever set.
    ///
    /// # Errors
    /// When the database can't be read, or what is stored has another shape.
    pub async fn setting_get<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>> {
        let value: Option<String> = sqlx::query_scalar("SELECT value FROM setting WHERE name = ?1")
            .bind(name)
            .fetch_optional(&self.reader)
            .await?;
        maybe_from_json(value.as_deref(), "setting.value")
    }

    /// The names of the settings that begin so.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn settings_named(&self, beginning: &str) -> Result<Vec<String>> {
        Ok(
            sqlx::query_scalar("SELECT name FROM setting WHERE substr(name, 1, length(?1)) = ?1")
                .bind(beginning)
                .fetch_all(&self.reader)
                .await?,
        )
    }

    /// Takes a setting away; one that was never set is fine.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn setting_remove(&self, name: &str) -> Result<()> {
        sqlx::query("DELETE FROM setting WHERE name = ?1")
            .bind(name)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Sets a setting.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn setting_set<T: Serialize + ?Sized>(&self, name: &str, value: &T) -> Result<()> {
        sqlx::query(
            "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        )
        .bind(name)
        .bind(to_json(value, "a setting")?)
        .execute(&self.writer)
        .await?;
        Ok(())
    }
}
