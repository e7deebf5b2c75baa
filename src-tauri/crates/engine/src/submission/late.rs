//! Proof that comes late: a call that was believed lost shows at the provider after all, by the mark that it carried.

use crate::Engine;
use crate::error::Result;
use tvist_domain::clock::Instant;
use tvist_domain::submission::{State, Verdict};
use tvist_domain::timeline::EntryKind;
use tvist_domain::{AccountId, Act, Dispute, rules};
use tvist_store::SubmissionRecord;

/// How long a lost call is looked for again when outcomes are settled.
pub(super) const LOOKED_FOR: chrono::Duration = chrono::Duration::days(7);

impl Engine {
    /// Corrects the submissions whose mark a reading shows though they were believed not to have arrived.
    pub(crate) async fn believe_late_proof(
        &self,
        account: &AccountId,
        read: &[Dispute],
        now: Instant,
    ) -> Result<()> {
        let marks: Vec<&str> = read.iter().filter_map(|r| r.marker.as_deref()).collect();
        if marks.is_empty() {
            return Ok(());
        }
        for record in self.store.submissions_not_arrived(account, &marks).await? {
            if record.submission.kind == Act::Submit {
                self.correct(&record, now).await?;
            }
        }
        Ok(())
    }

    /// Looks for a call that was believed lost, where it carried a mark. Gives the submission when it had arrived.
    pub(super) async fn look_for_lost(
        &self,
        record: &SubmissionRecord,
    ) -> Result<Option<SubmissionRecord>> {
        let account = self.account_of(&record.account).await?;
        let marked = rules::capabilities(account.provider).marks_calls
            && matches!(record.submission.kind, Act::Submit | Act::Refund);
        let lost = record.submission.state == State::NotArrived && record.call.is_some();
        if !marked || !lost {
            return Ok(None);
        }
        let began = self.now();
        let (verdict, read) = self.judge(record).await?;
        if verdict != Verdict::Landed || !self.correct(record, self.now()).await? {
            return Ok(None);
        }
        self.file_matter(&account.id, read, began).await?;
        Ok(Some(self.again(record).await?))
    }

    async fn correct(&self, record: &SubmissionRecord, now: Instant) -> Result<bool> {
        let id = &record.submission.id;
        if !self.store.submission_prove(id, now).await? {
            return Ok(false);
        }
        tracing::info!(submission = %id, "arrived after all");
        self.tell_of(record, EntryKind::ArrivedLate, None).await?;
        self.tell_changed(&record.submission.subject);
        Ok(true)
    }
}
