//! Settling what is unknown, by reading only.

use super::late::LOOKED_FOR;
use super::matter::Matter;
use super::pair::{Agreement, Pair};
use super::sending::words_of;
use super::{fault, outcome, refused};
use crate::Engine;
use crate::error::{Error, Result};
use crate::view::{OutcomeView, ReconciledView};
use std::time::Duration;
use tvist_domain::submission::{State, Subject, Verdict};
use tvist_domain::timeline::EntryKind;
use tvist_domain::{Act, SubmissionId};
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
            let Some(_lock) = self.lock_subject(&record.submission.subject)? else {
                // A living process is at work on it; its outcome is open all the same.
                views.push(record.into());
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
            views.push(record.into());
        }
        views.extend(self.found_late().await?);
        Ok(views)
    }

    /// Looks once more for calls that were believed lost a short time ago.
    async fn found_late(&self) -> Result<Vec<ReconciledView>> {
        let mut views = Vec::new();
        let lost = self.store.submissions_lost(self.now() - LOOKED_FOR).await?;
        for record in lost {
            let Some(_lock) = self.lock_subject(&record.submission.subject)? else {
                continue;
            };
            match self.look_for_lost(&record).await {
                Ok(Some(found)) => views.push(found.into()),
                Ok(None) => {}
                Err(Error::Store(e)) => return Err(Error::Store(e)),
                Err(e) => tracing::debug!(error = %e.kind(), "not looked for again"),
            }
        }
        Ok(views)
    }

    /// Settles what is open for a case or a warning before anything new is done. Gives the outcome when that was the act
    /// itself.
    pub(crate) async fn settle_open(
        &self,
        subject: &Subject,
        act: Act,
        round: &str,
    ) -> Result<Option<OutcomeView>> {
        for record in self.store.submissions_about(subject).await? {
            if !record.submission.state.is_open_question() {
                // Before the same is done again: what was believed lost may be there by now.
                let same = record.submission.kind == act && record.submission.round == round;
                if same && let Some(found) = self.look_for_lost(&record).await? {
                    return Ok(Some(outcome(found)));
                }
                continue;
            }
            let same = record.submission.kind == act;
            // Of another act's fate this one says only that it is open: nothing of this one was sent.
            let open = if same {
                still_unknown(&record)
            } else {
                other_is_open()
            };
            let record = match self.settle(record, true).await {
                Ok(settled) => settled,
                Err(Error::Store(e)) => return Err(Error::Store(e)),
                // Not being able to read doesn't make the outcome any clearer.
                Err(_) => return Err(open),
            };
            match record.submission.state {
                State::Accepted if same => return Ok(Some(outcome(record))),
                State::Refused if same => {
                    return Err(Error::ProviderRefused(refusal_of(&record)));
                }
                State::Accepted | State::Refused | State::NotArrived => {}
                State::Intended | State::Sending | State::Unknown => return Err(open),
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
        let mut pair = Pair::since(record.seen_nothing_at);
        loop {
            let began = self.now();
            let (verdict, read) = self.judge(&record).await?;
            let now = self.now();
            let answer = read.raw().clone();
            self.file_matter(&record.account, read, began).await?;
            match verdict {
                Verdict::Landed => {
                    self.settle_as(&record, State::Accepted, "read", Some(&answer), None)
                        .await?;
                    self.after_acceptance(&record).await?;
                }
                Verdict::TurnedDown => {
                    let failed = failed_afterwards(&record);
                    self.settle_as(
                        &record,
                        State::Refused,
                        "turned_down",
                        Some(&answer),
                        failed,
                    )
                    .await?;
                    self.tell_of(&record, EntryKind::Refused, None).await?;
                }
                Verdict::SomebodyElse => {
                    self.settle_as(
                        &record,
                        undone(&record),
                        "answered_elsewhere",
                        Some(&answer),
                        None,
                    )
                    .await?;
                    self.tell_of(&record, EntryKind::AnsweredElsewhere, None)
                        .await?;
                }
                Verdict::Nothing => match pair.seen_nothing(now, std::time::Instant::now()) {
                    Agreement::Two => {
                        let state = undone(&record);
                        let (note, kind, words) = if state == State::Refused {
                            let words = refusal_of(&record).in_short();
                            ("refusal_read", EntryKind::Refused, Some(words))
                        } else {
                            ("read_nothing", EntryKind::NotArrived, None)
                        };
                        self.settle_as(&record, state, note, None, None).await?;
                        self.tell_of(&record, kind, words).await?;
                    }
                    Agreement::First => {
                        self.store.submission_saw_nothing(&id, now).await?;
                        if wait {
                            continue;
                        }
                    }
                    Agreement::TooSoon(left) if wait => {
                        tokio::time::sleep(left + Duration::from_millis(50)).await;
                        continue;
                    }
                    Agreement::TooSoon(_) => {}
                },
                Verdict::CannotTell => {}
            }
            return self.again(&record).await;
        }
    }

    /// Settles by what a reading showed.
    async fn settle_as(
        &self,
        record: &SubmissionRecord,
        state: State,
        note: &str,
        answer: Option<&serde_json::Value>,
        refusal: Option<serde_json::Value>,
    ) -> Result<()> {
        let id = &record.submission.id;
        let now = self.now();
        let settled = self.store.submission_settle(
            id,
            state,
            now,
            None,
            answer,
            refusal.as_ref(),
            Some(note),
        );
        Ok(settled.await?)
    }

    /// One reading, and what it tells of the submission.
    pub(super) async fn judge(&self, record: &SubmissionRecord) -> Result<(Verdict, Matter)> {
        let call: Irreversible = serde_json::from_value(record.call.clone().unwrap_or_default())
            .map_err(|_| Error::Stopped("the stored call can't be read".into()))?;
        let before = Matter::before(record)?;
        let account = self.account_of(&record.account).await?;
        let adapter = self.adapter(&account).await?;
        Ok(before.judge(&*adapter, &call, &record.intent).await?)
    }

    pub(super) async fn again(&self, record: &SubmissionRecord) -> Result<SubmissionRecord> {
        let id = &record.submission.id;
        self.store
            .submission(id)
            .await?
            .ok_or_else(|| Error::not_found("submission", id))
    }
}

/// What a submission is that did nothing: refused where the provider said so, else it never arrived.
fn undone(record: &SubmissionRecord) -> State {
    if record.refusal.is_some() {
        State::Refused
    } else {
        State::NotArrived
    }
}

fn still_unknown(record: &SubmissionRecord) -> Error {
    Error::OutcomeUnknown {
        request_id: record.submission.request_id.clone(),
        refusal: record
            .refusal
            .is_some()
            .then(|| Box::new(refusal_of(record))),
    }
}

fn other_is_open() -> Error {
    refused(
        "outcome_unknown",
        "the outcome of another act on this case isn't known yet: reconcile first",
    )
}

/// The refusal that reading found: the call was taken, and came to nothing.
fn failed_afterwards(record: &SubmissionRecord) -> Option<serde_json::Value> {
    words_of(&Refusal {
        status: 200,
        code: None,
        message: "it was taken, and failed afterwards".to_owned(),
        request_id: record.submission.request_id.clone(),
    })
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
