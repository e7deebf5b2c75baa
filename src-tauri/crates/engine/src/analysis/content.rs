//! What a request consists of and what stands in its way; the case and the record that it becomes.

use crate::Engine;
use crate::error::Result;
use crate::evidence::blocking;
use crate::pack::advised;
use serde_json::json;
use tvist_document::{Budget, FileKind, SlotSources, Source, sha256_hex};
use tvist_domain::check::Problem;
use tvist_domain::cpf::Cpf;
use tvist_domain::dispute::{Dispute, DueDate, Transaction};
use tvist_domain::rules::unico::{self, Standing, limits};
use tvist_domain::submission::{State, Submission};
use tvist_domain::{
    Act, Category, DisputeId, Money, Provider, Reason, Stage, Status, SubmissionId, pan,
};
use tvist_provider::unico::AnalysisDocument;
use tvist_store::{Account, SentFile, SubmissionRecord};

use super::{NOT_ASKED, NewAnalysis, THERE_ALREADY};

impl Engine {
    pub(super) async fn stated_problems(
        &self,
        account: &Account,
        new: &NewAnalysis,
        status: &str,
    ) -> Result<Vec<Problem>> {
        let category = match &new.dispute {
            Some(which) => {
                let id = self.resolve(which).await?;
                let draft = self.store.draft(&id).await?;
                Some(draft.category(&self.filed(&id).await?.dispute))
            }
            None => None,
        };
        let mut asked_before = false;
        if let Some(earlier) = self
            .store
            .dispute_by_provider_id(&account.id, &new.transaction)
            .await?
        {
            let submissions = self.store.domain_submissions(&earlier.id).await?;
            asked_before = earlier.dispute.reference.is_some()
                || earlier.dispute.provider_status == THERE_ALREADY
                || submissions
                    .iter()
                    .any(|s| s.state == State::Accepted || s.state.is_open_question());
        }
        let standing = Standing {
            status,
            created: Some(new.created),
            asked_before,
            credit: new.credit,
            category,
        };
        let mut problems = unico::prerequisites(&standing, self.now());
        if let Err(e) = Cpf::parse(&new.requestor_cpf) {
            problems.push(Problem::blocking("analysis_cpf", None, e.to_string()));
        }
        let told = [Some(&new.name), Some(&new.reason), new.observation.as_ref()];
        if told
            .into_iter()
            .flatten()
            .any(|text| !pan::scan(text).is_empty())
        {
            problems.push(Problem::blocking(
                "card_number_in_text",
                None,
                "the text holds a card number",
            ));
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
    pub(super) async fn analysis_documents(&self, new: &NewAnalysis) -> Result<Papers> {
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
            return self.looked_through(given).await;
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
        // Nobody publishes a size: it is aimed at, and what is larger goes with a warning.
        let budgets = [
            Budget {
                file_bytes: limits::FILE_BYTES as u64,
                ..Budget::UNLIMITED
            },
            Budget::UNLIMITED,
        ];
        let workshop = self.workshop.clone();
        match blocking(move || advised::fit(&workshop, &slots, &budgets)).await? {
            Ok(fitted) => {
                let joined: Vec<AnalysisDocument> = fitted
                    .into_iter()
                    .enumerate()
                    .map(|(n, f)| labelled(f.bytes, n))
                    .collect();
                self.looked_through(joined).await
            }
            Err(refusal) => Ok(Papers {
                pages: vec![0; given.len()],
                documents: given,
                problems: vec![Problem::blocking(refusal.code(), None, refusal.to_string())],
            }),
        }
    }

    /// Opens each document: there is one request only, and it must not be spent on one that Unico can't read.
    async fn looked_through(&self, documents: Vec<AnalysisDocument>) -> Result<Papers> {
        let mut problems = unico::documents(documents.iter().map(|d| d.bytes.as_slice()));
        let mut pages = Vec::with_capacity(documents.len());
        for (n, document) in documents.iter().enumerate() {
            if FileKind::of(&document.bytes) != Some(FileKind::Pdf) {
                pages.push(0);
                continue;
            }
            let (workshop, bytes) = (self.workshop.clone(), document.bytes.clone());
            match blocking(move || workshop.inspect(&bytes)).await? {
                Ok(found) => {
                    pages.push(found.pages);
                    if self.holds_card_number(document.bytes.clone()).await? {
                        let message = format!("document {} holds a card number", n + 1);
                        problems.push(Problem::blocking("card_number", None, message));
                    }
                }
                Err(error) => {
                    pages.push(0);
                    let message = format!("document {}: {error}", n + 1);
                    problems.push(Problem::blocking(error.code(), None, message));
                }
            }
        }
        Ok(Papers {
            documents,
            pages,
            problems,
        })
    }
}

/// What a request would carry, and what is wrong with it.
pub(super) struct Papers {
    pub documents: Vec<AnalysisDocument>,
    /// Pages of each; 0 where it can't be opened.
    pub pages: Vec<u32>,
    pub problems: Vec<Problem>,
}

pub(super) fn case_of(
    new: &NewAnalysis,
    attached: Option<&DisputeId>,
    now: tvist_domain::clock::Instant,
) -> Dispute {
    Dispute {
        provider_status: NOT_ASKED.to_owned(),
        reason: Reason {
            category: Category::Fraudulent,
            provider_code: None,
            network_code: None,
        },
        due: DueDate::At(unico::window_end(new.created)),
        transaction: Transaction {
            id: Some(new.transaction.clone()),
            ..Transaction::default()
        },
        zone: "America/Sao_Paulo".to_owned(),
        raw: json!({
            "attached_to": attached.map(DisputeId::as_str),
            "created": new.created.to_string(),
        }),
        ..Dispute::bare(
            Provider::Unico,
            new.transaction.clone(),
            Stage::Analysis,
            Status::Unknown,
            // Unico tells no amount (unico.md §3.3).
            Money::new(0, "BRL"),
            now,
        )
    }
}

pub(super) fn record(
    id: &DisputeId,
    account: &Account,
    case: &Dispute,
    new: &NewAnalysis,
    papers: &Papers,
    now: tvist_domain::clock::Instant,
) -> SubmissionRecord {
    let submission_id = SubmissionId::new();
    let files: Vec<SentFile> = papers
        .documents
        .iter()
        .zip(&papers.pages)
        .map(|(d, pages)| SentFile {
            field: "documents".to_owned(),
            name: d.label.clone(),
            media_type: "application/pdf".to_owned(),
            sha256: sha256_hex(&d.bytes),
            bytes: d.bytes.len() as u64,
            pages: *pages,
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
            on_a_word: false,
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
        statement: None,
        settled_at: None,
        files,
    }
}
