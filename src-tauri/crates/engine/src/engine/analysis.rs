//! Analyses that an examiner is asked for.

use super::Engine;
use crate::error::Result;
use crate::submission::analysis::NewAnalysis;
use crate::view::{AnalysisRehearsalView, AnalysisView};

impl Engine {
    /// Reads every analysis that isn't decided yet.
    ///
    /// # Errors
    /// When an account can't be read.
    pub async fn analyses_refresh(&self) -> Result<Vec<AnalysisView>> {
        crate::submission::analysis::follow::analyses_refresh(&self.host).await
    }

    /// Gives an analysis whose answer was lost the id that the owner found out, after reading it.
    ///
    /// # Errors
    /// When there is no such analysis, or Unico doesn't know the id.
    pub async fn analysis_identify(&self, which: &str, analysis: &str) -> Result<AnalysisView> {
        crate::submission::analysis::follow::analysis_identify(&self.host, which, analysis).await
    }

    /// All analyses.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn analyses(&self) -> Result<Vec<AnalysisView>> {
        crate::submission::analysis::analyses(&self.host.store).await
    }

    /// The probative set of a transaction, a PDF with biometric data: only on the owner's wish (unico.md §3.3).
    ///
    /// # Errors
    /// When there is none, or it can't be fetched.
    pub async fn analysis_probative(
        &self,
        account: Option<&str>,
        transaction: &str,
    ) -> Result<Vec<u8>> {
        crate::submission::analysis::analysis_probative(&self.host, account, transaction).await
    }

    /// Tells what a request would send. Reads nothing and sends nothing.
    ///
    /// # Errors
    /// When the request makes no sense at all (no such account or case).
    pub async fn analysis_rehearse(&self, new: &NewAnalysis) -> Result<AnalysisRehearsalView> {
        crate::submission::analysis::request::analysis_rehearse(&self.host, new).await
    }

    /// Asks for the analysis, once.
    ///
    /// # Errors
    /// `Error::Refused` when a prerequisite isn't met; `Error::ProviderRefused` when Unico says why there can't be one;
    /// `Error::OutcomeUnknown` when the answer was lost, or is a refusal that doesn't prove that nothing came of it.
    pub async fn analysis_request(&self, new: NewAnalysis) -> Result<AnalysisView> {
        crate::submission::analysis::request::analysis_request(&self.host, new).await
    }
}
