//! Following analyses until they are decided, and bringing the id of one whose answer was lost.

use crate::Engine;
use crate::error::{Error, Result};
use crate::submission::in_progress;
use crate::view::AnalysisView;
use serde_json::json;
use tvist_domain::dispute::Dispute;
use tvist_domain::rules;
use tvist_domain::submission::State;
use tvist_domain::timeline::EntryKind;
use tvist_provider::ProviderError;
use tvist_provider::unico::analysis_id;
use tvist_store::{Account, Filed, SubmissionRecord};

impl Engine {
    /// Reads every analysis that isn't decided yet.
    ///
    /// # Errors
    /// When an account can't be read.
    pub async fn analyses_refresh(&self) -> Result<Vec<AnalysisView>> {
        for account in self
            .store
            .accounts()
            .await?
            .into_iter()
            .filter(|a| rules::capabilities(a.provider).analyses)
        {
            self.follow_analyses(&account).await?;
        }
        self.analyses().await
    }

    /// Reads the undecided analyses of one account.
    pub(crate) async fn follow_analyses(&self, account: &Account) -> Result<()> {
        let adapter = self.unico(account).await?;
        for filed in self.store.disputes_open(&account.id).await? {
            let Some(analysis) = self.analysis_of(&filed).await? else {
                continue;
            };
            let began = self.now();
            let read = match adapter
                .analysis(&filed.dispute.provider_id, &analysis)
                .await
            {
                Ok(read) => read,
                // One that can't be read must not hide the others.
                Err(
                    e @ (ProviderError::NotFound
                    | ProviderError::Protocol { .. }
                    | ProviderError::Rejected(_)),
                ) => {
                    tracing::warn!(error = %e.code(), "an analysis can't be read");
                    continue;
                }
                Err(e) => return Err(e.into()),
            };
            let case = Dispute {
                reference: Some(analysis),
                status: read.status,
                provider_status: read.provider_status,
                ..filed.dispute
            };
            self.file_reading(&account.id, case, began).await?;
        }
        Ok(())
    }

    /// Unico's id of the analysis; out of the receipt, should the program have ended before it was noted with the case.
    async fn analysis_of(&self, filed: &Filed) -> Result<Option<String>> {
        if filed.dispute.reference.is_some() {
            return Ok(filed.dispute.reference.clone());
        }
        let submissions = self.store.submissions_of(&filed.id).await?;
        Ok(submissions
            .iter()
            .filter_map(|r| r.answer.as_ref())
            .find_map(analysis_id))
    }

    /// Gives an analysis whose answer was lost the id that the owner found out, after reading it.
    ///
    /// # Errors
    /// When there is no such analysis, or Unico doesn't know the id.
    pub async fn analysis_identify(&self, which: &str, analysis: &str) -> Result<AnalysisView> {
        let id = self.resolve(which).await?;
        let _lock = self.lock_case(&id)?.ok_or_else(in_progress)?;
        let filed = self.filed(&id).await?;
        if !rules::capabilities(filed.dispute.provider).analyses {
            return Err(Error::not_found("analysis", which));
        }
        let account = self.account_of(&filed.account).await?;
        let began = self.now();
        let read = self
            .unico(&account)
            .await?
            .analysis(&filed.dispute.provider_id, analysis)
            .await?;
        for record in self.store.submissions_of(&id).await? {
            if record.submission.state.is_open_question() {
                self.settle_identified(&record, analysis).await?;
            }
        }
        let case = Dispute {
            reference: Some(read.id),
            status: read.status,
            provider_status: read.provider_status,
            ..filed.dispute
        };
        self.file_reading(&account.id, case, began).await?;
        self.analysis_view(&id).await
    }

    async fn settle_identified(&self, record: &SubmissionRecord, analysis: &str) -> Result<()> {
        let id = &record.submission.id;
        if record.submission.state == State::Intended {
            // The call is made only after `sending` is on disk: what Unico knows was asked for by somebody else.
            return self.note_not_sent(id).await;
        }
        if record.submission.state == State::Sending {
            self.note_interrupted(id).await?;
        }
        let answer = json!({ "id": analysis });
        self.store
            .submission_settle(
                id,
                State::Accepted,
                self.now(),
                None,
                Some(&answer),
                None,
                Some("identified"),
            )
            .await?;
        self.tell_of(record, EntryKind::Sent, None).await
    }
}
