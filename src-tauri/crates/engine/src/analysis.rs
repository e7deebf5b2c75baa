//! Unico IDPay: asking it to examine a fraud chargeback on a payment whose buyer it had approved, and following that.
//!
//! An analysis is a case of its own, of stage `analysis`, beside the acquirer's dispute that it may be attached to. Its
//! id at Unico can't be looked up: an answer that was lost leaves it unknown until the owner brings the id
//! (unico.md §3.5).

use crate::Engine;
use crate::error::{Error, Result};
use crate::evidence::blocking;
use crate::view::{AnalysisRehearsalView, AnalysisView, PackFileView};
use chrono::NaiveDate;
use serde_json::json;
use tvist_document::{Budget, FileKind, SlotSources, Source, sha256_hex};
use tvist_domain::check::Problem;
use tvist_domain::cpf::Cpf;
use tvist_domain::dispute::{
    AutoAnswer, Customer, Dispute, DueDate, FeeConsent, Method, Order, Transaction,
};
use tvist_domain::rules::unico::{self, Standing, limits};
use tvist_domain::submission::{State, Submission};
use tvist_domain::timeline::EntryKind;
use tvist_domain::{
    Act, Category, DisputeId, Money, NextStep, Provider, Reason, Stage, Status, SubmissionId,
};
use tvist_provider::unico::{AnalysisDocument, AnalysisRequest, analysis_id};
use tvist_provider::{Outcome, ProviderError};
use tvist_store::{Account, Filed, Query, SentFile, StoreError, SubmissionRecord, Upsert};

/// What the owner asks with.
pub struct NewAnalysis {
    /// A case of another provider that it belongs to.
    pub dispute: Option<String>,
    /// The Unico account; the only one where none is named.
    pub account: Option<String>,
    /// Unico's id of the transaction.
    pub transaction: String,
    /// The day of the transaction; Unico doesn't tell.
    pub created: NaiveDate,
    pub requestor_cpf: String,
    pub name: String,
    pub reason: String,
    pub observation: Option<String>,
    pub files: Vec<crate::NewFile>,
    /// More files than three are joined into three.
    pub merge: bool,
}

/// Words that an analysis has before Unico gives it one.
const NOT_ASKED: &str = "not_requested";
const ASKED: &str = "requested";

impl Engine {
    /// Tells what a request would send. Reads nothing and sends nothing.
    ///
    /// # Errors
    /// When the request makes no sense at all (no such account or case).
    pub async fn analysis_rehearse(&self, new: &NewAnalysis) -> Result<AnalysisRehearsalView> {
        let account = self.unico_account(new.account.as_deref()).await?;
        let (documents, mut problems) = self.analysis_documents(new).await?;
        problems.extend(self.stated_problems(&account, new, "approved").await?);
        Ok(AnalysisRehearsalView {
            rehearsal: true,
            transaction: new.transaction.clone(),
            ready: !problems.iter().any(|p| p.blocks),
            problems,
            files: documents.iter().map(file_view).collect(),
        })
    }

    /// Asks for the analysis, once.
    ///
    /// # Errors
    /// [`Error::Refused`] when a prerequisite isn't met; [`Error::OutcomeUnknown`] when the answer was lost.
    pub async fn analysis_request(&self, new: NewAnalysis) -> Result<AnalysisView> {
        let account = self.unico_account(new.account.as_deref()).await?;
        let (documents, mut problems) = self.analysis_documents(&new).await?;
        problems.extend(self.stated_problems(&account, &new, "approved").await?);
        refuse(problems)?;
        let adapter = self.unico(&account).await?;
        // Right before, since only approved transactions are examined (unico.md §3.3).
        let status = adapter
            .transaction_status(&new.transaction)
            .await
            .map_err(|e| not_found(e, &new))?;
        refuse(self.stated_problems(&account, &new, &status).await?)?;
        let attached = match &new.dispute {
            Some(which) => Some(self.resolve(which).await?),
            None => None,
        };
        // Before the case is written: a second process must not overwrite what the first one learnt.
        let name = format!(
            "analysis-{}.lock",
            sha256_hex(format!("{}\n{}", account.id, new.transaction).as_bytes())
        );
        let _lock = crate::open::try_lock(&self.data_dir.join(name))?.ok_or_else(asked_already)?;
        refuse(self.stated_problems(&account, &new, &status).await?)?;
        let case = case_of(&new, attached.as_ref(), self.now());
        let id = self.file_analysis(&account, case.clone()).await?;
        let request = AnalysisRequest {
            transaction: new.transaction.clone(),
            at: self.now(),
            requestor: cpf(&new)?,
            name: new.name.trim().to_owned(),
            reason: new.reason.trim().to_owned(),
            observation: new.observation.clone(),
            documents: documents.clone(),
        };
        let call = adapter.request(&request)?;
        let record = record(&id, &account, &case, &new, &documents, self.now());
        let contents: Vec<Vec<u8>> = documents.into_iter().map(|d| d.bytes).collect();
        self.store
            .submission_intend(&record, &contents)
            .await
            .map_err(|e| match e {
                StoreError::Conflict => asked_already(),
                other => Error::Store(other),
            })?;
        let stored = serde_json::to_value(&call).map_err(|e| Error::Stopped(e.to_string()))?;
        self.store
            .submission_sending(&record.submission.id, &stored, self.now())
            .await?;
        let outcome = adapter.send_request(&call).await;
        self.settle_analysis(&account, case, &record, outcome)
            .await?;
        self.analysis_view(&id).await
    }

    async fn settle_analysis(
        &self,
        account: &Account,
        mut case: Dispute,
        record: &SubmissionRecord,
        outcome: Outcome,
    ) -> Result<()> {
        let submission = &record.submission.id;
        let now = self.now();
        match outcome {
            Outcome::Accepted { request_id, answer } => {
                self.store
                    .submission_settle(
                        submission,
                        State::Accepted,
                        now,
                        request_id.as_deref(),
                        Some(&answer),
                        None,
                        None,
                    )
                    .await?;
                case.reference = analysis_id(&answer);
                case.status = Status::UnderReview;
                case.provider_status = ASKED.to_owned();
                self.file_analysis(account, case).await?;
                self.tell_of(record, EntryKind::Sent, None).await
            }
            Outcome::Refused(refusal) => {
                let words =
                    serde_json::to_value(&refusal).map_err(|e| Error::Stopped(e.to_string()))?;
                self.store
                    .submission_settle(
                        submission,
                        State::Refused,
                        now,
                        refusal.request_id.as_deref(),
                        None,
                        Some(&words),
                        None,
                    )
                    .await?;
                case.status = Status::Closed;
                case.provider_status = "request_refused".to_owned();
                self.file_analysis(account, case).await?;
                self.tell_of(record, EntryKind::Refused, refusal.code.clone())
                    .await?;
                Err(Error::ProviderRefused(refusal))
            }
            Outcome::NotSent(e) => {
                self.store
                    .submission_settle(
                        submission,
                        State::NotArrived,
                        now,
                        None,
                        None,
                        None,
                        Some("not_sent"),
                    )
                    .await?;
                Err(e.into())
            }
            Outcome::Unknown { why, request_id } => {
                self.store
                    .submission_settle(
                        submission,
                        State::Unknown,
                        now,
                        request_id.as_deref(),
                        None,
                        None,
                        Some(&why),
                    )
                    .await?;
                case.status = Status::Unknown;
                case.provider_status = "unknown".to_owned();
                self.file_analysis(account, case).await?;
                self.tell_of(record, EntryKind::OutcomeUnknown, None)
                    .await?;
                Err(Error::OutcomeUnknown { request_id })
            }
        }
    }

    /// All analyses.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn analyses(&self) -> Result<Vec<AnalysisView>> {
        let query = Query {
            provider: Some(Provider::Unico),
            limit: u32::MAX,
            now: self.now(),
            ..Query::default()
        };
        let (_, filed) = self.store.disputes_page(&query).await?;
        let mut views = Vec::new();
        for filed in filed {
            views.push(self.analysis_view(&filed.id).await?);
        }
        Ok(views)
    }

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
            .filter(|a| a.provider == Provider::Unico)
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
            self.file_reading(&account.id, case).await?;
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
        let filed = self.filed(&id).await?;
        if filed.dispute.provider != Provider::Unico {
            return Err(Error::not_found("analysis", which));
        }
        let account = self.account_of(&filed.account).await?;
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
        self.file_reading(&account.id, case).await?;
        self.analysis_view(&id).await
    }

    async fn settle_identified(&self, record: &SubmissionRecord, analysis: &str) -> Result<()> {
        let id = &record.submission.id;
        if record.submission.state == State::Sending {
            self.store
                .submission_settle(
                    id,
                    State::Unknown,
                    self.now(),
                    None,
                    None,
                    None,
                    Some("interrupted"),
                )
                .await?;
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

    /// The probative set of a transaction, a PDF with biometric data: only on the owner's wish (unico.md §3.3).
    ///
    /// # Errors
    /// When there is none, or it can't be fetched.
    pub async fn analysis_probative(
        &self,
        account: Option<&str>,
        transaction: &str,
    ) -> Result<Vec<u8>> {
        let account = self.unico_account(account).await?;
        Ok(self.unico(&account).await?.probative(transaction).await?)
    }

    async fn unico_account(&self, which: Option<&str>) -> Result<Account> {
        if let Some(which) = which {
            return self.find_account(which).await;
        }
        let mut found: Vec<Account> = self
            .store
            .accounts()
            .await?
            .into_iter()
            .filter(|a| a.provider == Provider::Unico)
            .collect();
        match found.len() {
            1 => Ok(found.remove(0)),
            0 => Err(Error::not_found("account", "unico")),
            _ => Err(Error::Usage(
                "there is more than one Unico account: name one".into(),
            )),
        }
    }

    async fn stated_problems(
        &self,
        account: &Account,
        new: &NewAnalysis,
        status: &str,
    ) -> Result<Vec<Problem>> {
        let category = match &new.dispute {
            Some(which) => Some(
                self.filed(&self.resolve(which).await?)
                    .await?
                    .dispute
                    .reason
                    .category,
            ),
            None => None,
        };
        let mut asked_before = false;
        if let Some(earlier) = self
            .store
            .dispute_by_provider_id(&account.id, &new.transaction)
            .await?
        {
            let submissions = self.store.domain_submissions(&earlier.id).await?;
            asked_before = submissions
                .iter()
                .any(|s| s.state == State::Accepted || s.state.is_open_question());
        }
        let standing = Standing {
            status,
            created: Some(new.created),
            asked_before,
            credit: None,
            category,
        };
        let mut problems = unico::prerequisites(&standing, self.now());
        if let Err(e) = Cpf::parse(&new.requestor_cpf) {
            problems.push(Problem::blocking("analysis_cpf", None, e.to_string()));
        }
        for (text, code) in [
            (&new.name, "analysis_name_missing"),
            (&new.reason, "analysis_reason_missing"),
        ] {
            if text.trim().is_empty() {
                problems.push(Problem::blocking(
                    code,
                    None,
                    "who asks and why must be told",
                ));
            }
        }
        Ok(problems)
    }

    /// The documents of a request: PDFs, three at most, more only where the owner agrees to join them.
    async fn analysis_documents(
        &self,
        new: &NewAnalysis,
    ) -> Result<(Vec<AnalysisDocument>, Vec<Problem>)> {
        let labelled = |bytes: Vec<u8>, n: usize| AnalysisDocument {
            label: format!("document-{}.pdf", n + 1),
            bytes,
        };
        let given: Vec<AnalysisDocument> = new
            .files
            .iter()
            .enumerate()
            .map(|(n, f)| labelled(f.bytes.clone(), n))
            .collect();
        let all_pdf = given
            .iter()
            .all(|d| FileKind::of(&d.bytes) == Some(FileKind::Pdf));
        if given.len() <= limits::FILES || !new.merge || !all_pdf {
            let problems = unico::documents(given.iter().map(|d| d.bytes.as_slice()));
            return Ok((given, problems));
        }
        // The first two stay as they are; the rest becomes the third.
        let slots: Vec<SlotSources> = (0..limits::FILES)
            .map(|n| {
                let last = n + 1 == limits::FILES;
                let of_slot = if last { &given[n..] } else { &given[n..=n] };
                let source = |d: &AnalysisDocument| Source {
                    id: d.label.clone(),
                    caption: String::new(),
                    bytes: d.bytes.clone(),
                };
                SlotSources {
                    slot: format!("document-{}", n + 1),
                    sources: of_slot.iter().map(source).collect(),
                    keep_single: true,
                }
            })
            .collect();
        let budget = Budget {
            file_bytes: limits::FILE_BYTES as u64,
            ..Budget::UNLIMITED
        };
        let workshop = self.workshop.clone();
        match blocking(move || workshop.fit(&slots, &budget)).await? {
            Ok(fitted) => {
                let joined: Vec<AnalysisDocument> = fitted
                    .into_iter()
                    .enumerate()
                    .map(|(n, f)| labelled(f.bytes, n))
                    .collect();
                let problems = unico::documents(joined.iter().map(|d| d.bytes.as_slice()));
                Ok((joined, problems))
            }
            Err(refusal) => Ok((
                given,
                vec![Problem::blocking(refusal.code(), None, refusal.to_string())],
            )),
        }
    }

    async fn file_analysis(&self, account: &Account, case: Dispute) -> Result<DisputeId> {
        let step = match case.status {
            Status::UnderReview => NextStep::Wait,
            Status::Closed => NextStep::None,
            _ => NextStep::Look,
        };
        let upsert = Upsert {
            dispute: case,
            step,
            entries: Vec::new(),
            changed: true,
        };
        let ids = self
            .store
            .apply_page(&account.id, vec![upsert], self.now())
            .await?;
        let id = ids
            .into_iter()
            .next()
            .ok_or_else(|| Error::not_found("analysis", ""))?;
        self.tell(crate::Event::DisputesChanged {
            ids: vec![id.clone()],
        });
        Ok(id)
    }

    async fn analysis_view(&self, id: &DisputeId) -> Result<AnalysisView> {
        let filed: Filed = self.filed(id).await?;
        let text = |name: &str| {
            filed
                .dispute
                .raw
                .get(name)
                .and_then(|v| v.as_str())
                .map(str::to_owned)
        };
        Ok(AnalysisView {
            id: filed.id.clone(),
            account: filed.account.clone(),
            transaction: filed.dispute.provider_id.clone(),
            analysis: filed.dispute.reference.clone(),
            dispute: text("attached_to").map(DisputeId::from_text),
            status: filed.dispute.status,
            provider_status: filed.dispute.provider_status.clone(),
            created: text("created"),
            at: filed.dispute.opened_at,
        })
    }
}

fn refuse(problems: Vec<Problem>) -> Result<()> {
    if problems.iter().any(|p| p.blocks) {
        Err(Error::Refused(problems))
    } else {
        Ok(())
    }
}

fn not_found(e: ProviderError, new: &NewAnalysis) -> Error {
    match e {
        ProviderError::NotFound => Error::not_found("transaction", &new.transaction),
        other => other.into(),
    }
}

fn asked_already() -> Error {
    Error::Refused(vec![Problem::blocking(
        "analysis_asked_before",
        None,
        "an analysis of this transaction was asked for already, or may have been; there is only one",
    )])
}

fn cpf(new: &NewAnalysis) -> Result<Cpf> {
    Cpf::parse(&new.requestor_cpf)
        .map_err(|e| Error::Refused(vec![Problem::blocking("analysis_cpf", None, e.to_string())]))
}

fn file_view(document: &AnalysisDocument) -> PackFileView {
    PackFileView {
        path: document.label.clone(),
        slot: "documents".to_owned(),
        sha256: sha256_hex(&document.bytes),
        bytes: document.bytes.len() as u64,
        pages: 0,
    }
}

fn case_of(
    new: &NewAnalysis,
    attached: Option<&DisputeId>,
    now: tvist_domain::clock::Instant,
) -> Dispute {
    Dispute {
        provider: Provider::Unico,
        provider_id: new.transaction.clone(),
        reference: None,
        stage: Stage::Analysis,
        status: Status::Unknown,
        provider_status: NOT_ASKED.to_owned(),
        method: Method::Card,
        network: None,
        reason: Reason {
            category: Category::Fraudulent,
            provider_code: None,
            network_code: None,
        },
        // Unico tells no amount (unico.md §3.3).
        amount: Money::new(0, "BRL"),
        opened_at: now,
        due: DueDate::NotGiven,
        refundable: false,
        submission_count: 0,
        past_due: false,
        live: true,
        customer: Customer::default(),
        order: Order::default(),
        transaction: Transaction {
            id: Some(new.transaction.clone()),
            ..Transaction::default()
        },
        movements: Vec::new(),
        loss_code: None,
        fee_consent: FeeConsent::NotNeeded,
        auto_answer: AutoAnswer::NotOffered,
        marker: None,
        staged_texts: Vec::new(),
        staged_files: Vec::new(),
        special_evidence: Vec::new(),
        zone: "America/Sao_Paulo".to_owned(),
        offered: Vec::new(),
        returns: 0,
        raw: json!({
            "attached_to": attached.map(DisputeId::as_str),
            "created": new.created.to_string(),
        }),
    }
}

fn record(
    id: &DisputeId,
    account: &Account,
    case: &Dispute,
    new: &NewAnalysis,
    documents: &[AnalysisDocument],
    now: tvist_domain::clock::Instant,
) -> SubmissionRecord {
    let submission_id = SubmissionId::new();
    let files: Vec<SentFile> = documents
        .iter()
        .map(|d| SentFile {
            field: "documents".to_owned(),
            name: d.label.clone(),
            media_type: "application/pdf".to_owned(),
            sha256: sha256_hex(&d.bytes),
            bytes: d.bytes.len() as u64,
            pages: 0,
            remote_id: None,
        })
        .collect();
    let seal = files
        .iter()
        .map(|f| f.sha256.as_str())
        .collect::<Vec<_>>()
        .join("+");
    SubmissionRecord {
        intent: submission_id.to_string(),
        submission: Submission {
            id: submission_id,
            dispute: id.clone(),
            kind: Act::RequestAnalysis,
            round: case.round(),
            state: State::Intended,
            at: now,
            request_id: None,
        },
        account: account.id.clone(),
        draft_revision: 0,
        seal,
        key: None,
        key_used_at: None,
        call: None,
        before: serde_json::to_value(case).unwrap_or_default(),
        fields: [("name", new.name.as_str()), ("reason", new.reason.as_str())]
            .into_iter()
            .chain(new.observation.as_deref().map(|o| ("observation", o)))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        amount: None,
        answer: None,
        refusal: None,
        seen_nothing_at: None,
        note: None,
        settled_at: None,
        files,
    }
}
