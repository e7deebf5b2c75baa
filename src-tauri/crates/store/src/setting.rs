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
