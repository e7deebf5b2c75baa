//! Learning from cases, and files for other programs.

use super::Engine;
use crate::error::Result;
use crate::export::insights::InsightsView;
use crate::export::{CalendarView, ExportQuery, Exported};
use chrono::NaiveDate;
use std::path::PathBuf;

impl Engine {
    /// What came of the cases that were opened in `from ≤ day < to`, calendar days in UTC; without a bound there is none.
    ///
    /// As soon as there is an account at a real provider, cases of practice and of test accounts don't count.
    ///
    /// # Errors
    /// `Error::Usage` when the span ends before it begins; when the database can't be read.
    pub async fn insights(
        &self,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
    ) -> Result<InsightsView> {
        crate::export::insights::insights(&self.host.store, from, to).await
    }

    /// What is chosen.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn calendar(&self) -> Result<CalendarView> {
        crate::export::calendar::calendar(&self.host.store).await
    }

    /// Chooses the folder, or none, and whether buyers may be named; the file is written at once, and one that lies where
    /// it isn't wanted any more is taken away.
    ///
    /// # Errors
    /// When the database can't be used. That the file can't be written is told in what comes back.
    pub async fn set_calendar(&self, folder: Option<PathBuf>, names: bool) -> Result<CalendarView> {
        crate::export::calendar::set_calendar(&self.host, folder, names).await
    }

    /// Brings the file up to date, where there is one. It is written only when something in it is different.
    ///
    /// # Errors
    /// When the database can't be used.
    pub async fn refresh_calendar(&self) -> Result<()> {
        crate::export::calendar::refresh_calendar(&self.host).await
    }

    /// Makes a file. Reads the database only.
    ///
    /// # Errors
    /// `Error::Usage` when the query asks a format for what it hasn't; when there is no such case; when the database
    /// can't be read.
    pub async fn export(&self, query: &ExportQuery) -> Result<Exported> {
        crate::export::export(&self.host, query).await
    }
}
