//! Settling what is unknown, by reading only.

use super::late::LOOKED_FOR;
use super::{fault, outcome};
use crate::Engine;
use crate::case::submission_view;
use crate::error::{Error, Result};
use crate::view::{OutcomeView, ReconciledView};
use std::time::Duration;
use tvist_domain::submission::{AGREEING_READS_APART, State, Verdict};
use tvist_domain::timeline::EntryKind;
use tvist_domain::{Act, Dispute, DisputeId, SubmissionId};
use tvist_provider::{Irreversible, Refusal};
use tvist_store::SubmissionRecord;

impl Engine {
    /// Settles every submission whose outcome is unknown, by reading the provider; never by sending again. Those that
    /// reading can't settle are given back as `unknown`.
    ///
    /// # Errors
    /// When the database fails. A provider that can't be read leaves its submissions open.
    pub async fn reconcile(&self) -> Result<Vec<ReconciledView>> {
        let mut views = Vec::new();
        for record in self.store.submissions_open().await? {
            let Some(_lock) = self.lock_case(&record.submission.dispute)? else {
                // A living process is at work on it; its outcome is open all the same.
                views.push(ReconciledView {
                    dispute: record.submission.dispute.clone(),
                    submission: submission_view(&record.submission),
                    note: record.note,
                });
                continue;
            };
            let id = record.submission.id.clone();
            // It may have been settled while we waited for our turn.
            let Some(record) = self.store.submission(&id).await? else {
                continue;
            };
            let record = match self.settle(record.clone(), true).await {
                Ok(settled) => settled,
                Err(Error::Store(e)) => return Err(Error::Store(e)),
                Err(e) => {
                    tracing::warn!(submission = %id, error = %e.kind(), "could not be settled");
                    record
                }
            };
            views.push(ReconciledView {
                dispute: record.submission.dispute.clone(),
                submission: submission_view(&record.submission),
                note: record.note,
            });
        }
        views.extend(self.found_late().await?);
        Ok(views)
    }

    /// Looks once more for calls that were believed lost a short time ago.
    async fn found_late(&self) -> Result<Vec<ReconciledView>> {
        let mut views = Vec::new();
        let lost = self.store.submissions_lost(self.now() - LOOKED_FOR).await?;
        for record in lost {
            let Some(_lock) = self.lock_case(&record.submission.dispute)? else {
                continue;
            };
            match self.look_for_lost(&record).await {
                Ok(Some(found)) => views.push(ReconciledView {
                    dispute: found.submission.dispute.clone(),
                    submission: submission_view(&found.submission),
                    note: found.note,
                }),
                Ok(None) => {}
                Err(Error::Store(e)) => return Err(Error::Store(e)),
                Err(e) => tracing::debug!(error = %e.kind(), "not looked for again"),
            }
        }
        Ok(views)
    }

    /// Settles what is open for a case before anything new is done. Gives the outcome when that was the act itself.
    pub(super) async fn settle_open(
        &self,
        id: &DisputeId,
        act: Act,
    ) -> Result<Option<OutcomeView>> {
        let round = self.filed(id).await?.dispute.round();
        for record in self.store.submissions_of(id).await? {
            if !record.submission.state.is_open_question() {
                // Before the same is done again: what was believed lost may be there by now.
                let same = record.submission.kind == act && record.submission.round == round;
                if same && let Some(found) = self.look_for_lost(&record).await? {
                    return Ok(Some(outcome(found)));
                }
                continue;
            }
            let request_id = record.submission.request_id.clone();
            let record = self.settle(record, true).await.map_err(|e| match e {
                Error::Store(e) => Error::Store(e),
                // Not being able to read doesn't make the outcome any clearer.
                _ => Error::OutcomeUnknown {
                    request_id: request_id.clone(),
                },
            })?;
            match record.submission.state {
                State::Accepted if record.submission.kind == act => {
                    return Ok(Some(outcome(record)));
                }
                State::Refused => return Err(Error::ProviderRefused(refusal_of(&record))),
                State::Accepted | State::NotArrived => {}
                State::Intended | State::Sending | State::Unknown => {
                    return Err(Error::OutcomeUnknown { request_id });
                }
            }
        }
        Ok(None)
    }

    /// Writes down that the call never left.
    pub(crate) async fn note_not_sent(&self, id: &SubmissionId) -> Result<()> {
        self.note(id, State::NotArrived, "not_sent").await
    }

    /// Writes down that the program ended while the call was under way.
    pub(crate) async fn note_interrupted(&self, id: &SubmissionId) -> Result<()> {
        self.note(id, State::Unknown, "interrupted").await
    }

    async fn note(&self, id: &SubmissionId, state: State, why: &str) -> Result<()> {
        let now = self.now();
        let settled = self
            .store
            .submission_settle(id, state, now, None, None, None, Some(why));
        Ok(settled.await?)
    }

    pub(crate) async fn settle(
        &self,
        record: SubmissionRecord,
        wait: bool,
    ) -> Result<SubmissionRecord> {
        fault::point("reconciling");
        let id = record.submission.id.clone();
        let settled = match record.submission.state {
            // The call is made only after `sending` is on disk: this one never was.
            State::Intended => {
                self.note_not_sent(&id).await?;
                self.again(&record).await?
            }
            State::Sending => {
                self.note_interrupted(&id).await?;
                let record = self.again(&record).await?;
                self.settle_by_reading(record, wait).await?
            }
            State::Unknown => self.settle_by_reading(record, wait).await?,
            State::Accepted | State::Refused | State::NotArrived => record,
        };
        fault::point("reconciled");
        Ok(settled)
    }

    /// Reads until it proves the outcome. That nothing landed is believed after two agreeing readings some time
    /// apart; with `wait` the second one is made here, else the first is only noted.
    pub(super) async fn settle_by_reading(
        &self,
        record: SubmissionRecord,
        wait: bool,
    ) -> Result<SubmissionRecord> {
        if record.submission.kind == Act::RequestAnalysis {
            // There is nothing to read it by: the owner brings its id (unico.md §3.5).
            return Ok(record);
        }
        let id = record.submission.id.clone();
        let mut seen_nothing_at = record.seen_nothing_at;
        loop {
            let began = self.now();
            let (verdict, read) = self.judge(&record).await?;
            let now = self.now();
            let answer = read.raw.clone();
            self.file_reading(&record.account, read, began).await?;
            match verdict {
                Verdict::Landed => {
                    self.store
                        .submission_settle(
                            &id,
                            State::Accepted,
                            now,
                            None,
                            Some(&answer),
                            None,
                            Some("read"),
                        )
                        .await?;
                    self.after_acceptance(&record).await?;
                }
                Verdict::TurnedDown => {
                    let failed = failed_afterwards(&record)?;
                    self.store
                        .submission_settle(
                            &id,
                            State::Refused,
                            now,
                            None,
                            Some(&answer),
                            Some(&failed),
                            Some("turned_down"),
                        )
                        .await?;
                    self.tell_of(&record, EntryKind::Refused, None).await?;
                }
                Verdict::SomebodyElse => {
                    self.store
                        .submission_settle(
                            &id,
                            State::NotArrived,
                            now,
                            None,
                            Some(&answer),
                            None,
                            Some("answered_elsewhere"),
                        )
                        .await?;
                    self.tell_of(&record, EntryKind::AnsweredElsewhere, None)
                        .await?;
                }
                Verdict::Nothing => match seen_nothing_at {
                    Some(first) if now - first >= AGREEING_READS_APART => {
                        self.store
                            .submission_settle(
                                &id,
                                State::NotArrived,
                                now,
                                None,
                                None,
                                None,
                                Some("read"),
                            )
                            .await?;
                        self.tell_of(&record, EntryKind::NotArrived, None).await?;
                    }
                    Some(first) if wait => {
                        // A clock that jumped back meanwhile must not make the wait longer.
                        let left = (first + AGREEING_READS_APART - now)
                            .min(AGREEING_READS_APART)
                            .to_std()
                            .unwrap_or_default();
                        tokio::time::sleep(left + Duration::from_millis(50)).await;
                        continue;
                    }
                    Some(_) => {}
                    None => {
                        self.store.submission_saw_nothing(&id, now).await?;
                        seen_nothing_at = Some(now);
                        if wait {
                            continue;
                        }
                    }
                },
                Verdict::CannotTell => {}
            }
            return self.again(&record).await;
        }
    }

    /// One reading, and what it tells of the submission.
    pub(super) async fn judge(&self, record: &SubmissionRecord) -> Result<(Verdict, Dispute)> {
        let call: Irreversible = serde_json::from_value(record.call.clone().unwrap_or_default())
            .map_err(|_| Error::Stopped("the stored call can't be read".into()))?;
        let before: Dispute = serde_json::from_value(record.before.clone())
            .map_err(|_| Error::Stopped("the stored case can't be read".into()))?;
        let account = self.account_of(&record.account).await?;
        let adapter = self.adapter(&account).await?;
        Ok(adapter.judge(&call, &before, &record.intent).await?)
    }

    pub(super) async fn again(&self, record: &SubmissionRecord) -> Result<SubmissionRecord> {
        let id = &record.submission.id;
        self.store
            .submission(id)
            .await?
            .ok_or_else(|| Error::not_found("submission", id))
    }
}

/// The refusal that reading found: the call was taken, and came to nothing.
fn failed_afterwards(record: &SubmissionRecord) -> Result<serde_json::Value> {
    let refusal = Refusal {
        status: 200,
        code: None,
        message: "it was taken, and failed afterwards".to_owned(),
        request_id: record.submission.request_id.clone(),
    };
    serde_json::to_value(&refusal).map_err(|e| Error::Stopped(e.to_string()))
}

pub(super) fn refusal_of(record: &SubmissionRecord) -> Refusal {
    record
        .refusal
        .clone()
        .and_then(|r| serde_json::from_value(r).ok())
        .unwrap_or(Refusal {
            status: 0,
            code: None,
            message: "refused".to_owned(),
            request_id: record.submission.request_id.clone(),
        })
}
