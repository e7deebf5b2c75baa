//! What a request consists of and what stands in its way; the case and the record that it becomes.

use crate::error::Result;
use crate::evidence::pack::{Leaving, advice, origins, scan};
use crate::host::task::blocking;
use crate::host::{Host, lookup};
use serde_json::json;
use std::sync::Arc;
use tvist_document::worker::Workshop;
use tvist_document::{Budget, Fitted, Refusal, SlotSources, Source, sha256_hex};
use tvist_domain::check::Problem;
use tvist_domain::clock::Timestamp;
use tvist_domain::cpf::Cpf;
use tvist_domain::dispute::{Dispute, DueDate, Transaction};
use tvist_domain::evidence::{Draft, Item, Kind, Media, Placing};
use tvist_domain::rules::unico::{self, Standing, limits};
use tvist_domain::submission::State;
use tvist_domain::{Act, Category, DisputeId, ItemId, Money, Provider, Reason, Stage, Status, pan};
use tvist_provider::unico::AnalysisDocument;
use tvist_store::{Account, SentFile, Store};

use super::NewAnalysis;
use super::state::{NOT_ASKED, THERE_ALREADY};
use crate::submission::intention::Intention;

pub(super) async fn stated_problems(
    store: &Store,
    now: Timestamp,
    account: &Account,
    new: &NewAnalysis,
    status: &str,
) -> Result<Vec<Problem>> {
    let category = match &new.dispute {
        Some(which) => {
            let id = lookup::resolve(store, which).await?;
            let draft = store.draft(&id).await?;
            Some(draft.category(&lookup::filed(store, &id).await?.dispute))
        }
        None => None,
    };
    let mut asked_before = false;
    if let Some(earlier) = store
        .dispute_by_provider_id(&account.id, &new.transaction)
        .await?
    {
        let submissions = store.domain_submissions(&earlier.id).await?;
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
    let mut problems = unico::prerequisites(&standing, now);
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

/// The documents of a request: PDFs, three at most, more only where the owner agrees to join them. Each is bound anew, so
/// that nothing leaves but what its pages show, and looked through as it leaves: there is one request only, and it must
/// not be spent on one that Unico can't read.
pub(super) async fn analysis_documents(host: &Host, new: &NewAnalysis) -> Result<Papers> {
    let given = given_files(&host.store, new).await?;
    let contents = || new.files.iter().map(|f| f.bytes.as_slice());
    let joins = new.files.len() > limits::FILES && new.merge;
    let stands_in_the_way = |p: &Problem| p.blocks && !(joins && p.code == TOO_MANY);
    let mut problems = unico::documents(contents());
    if problems.iter().any(stands_in_the_way) {
        return Ok(Papers::unfit(new, problems));
    }
    let fitted = match join(&host.workshop, new).await? {
        Ok(fitted) => fitted,
        Err(refusal) => {
            problems.retain(stands_in_the_way);
            problems.push(unfit(&refusal, &given));
            return Ok(Papers::unfit(new, problems));
        }
    };
    let leaving = fitted.iter().map(|f| Leaving {
        slot: f.slot.clone(),
        bytes: f.bytes.clone(),
        from: origins(&f.origins),
    });
    let scan = scan::scan(&host.workshop, leaving.collect()).await?;
    let pages = fitted.iter().map(|f| f.pages).collect();
    let documents: Vec<AnalysisDocument> = fitted
        .into_iter()
        .map(|f| AnalysisDocument {
            label: format!("{}.pdf", f.slot),
            bytes: f.bytes,
        })
        .collect();
    let mut problems = unico::documents(documents.iter().map(|d| d.bytes.as_slice()));
    problems.extend(scan.problems(&given).into_iter().map(|problem| Problem {
        // The files have no places of the draft's.
        slot: None,
        ..problem
    }));
    Ok(Papers {
        documents,
        pages,
        problems,
    })
}

/// Binds the files: each as a document, where there are too many the third and all behind it as one.
async fn join(
    workshop: &Arc<Workshop>,
    new: &NewAnalysis,
) -> Result<std::result::Result<Vec<Fitted>, Refusal>> {
    let mut slots: Vec<SlotSources> = Vec::new();
    for (n, file) in (1..).zip(&new.files) {
        let source = Source {
            id: nth(n),
            caption: String::new(),
            bytes: file.bytes.clone(),
        };
        match slots.last_mut() {
            Some(last) if n as usize > limits::FILES => last.sources.push(source),
            _ => slots.push(SlotSources {
                slot: format!("document-{n}"),
                sources: vec![source],
                keep_single: false,
            }),
        }
    }
    // Nobody publishes a size: it is aimed at, and what is larger goes with a warning.
    let budgets = [
        Budget {
            file_bytes: limits::FILE_BYTES as u64,
            ..Budget::UNLIMITED
        },
        Budget::UNLIMITED,
    ];
    let workshop = workshop.clone();
    blocking(move || advice::fit(&workshop, &slots, &budgets)).await
}

/// The files as a draft has them, with the owner's word for pages that can't be read: given with the request, or for the
/// very same bytes in the draft of the case that it belongs to.
async fn given_files(store: &Store, new: &NewAnalysis) -> Result<Draft> {
    let known = match &new.dispute {
        Some(which) => {
            store
                .draft(&lookup::resolve(store, which).await?)
                .await?
                .items
        }
        None => Vec::new(),
    };
    let item = |(n, file): (u32, &crate::NewFile)| {
        let sha256 = sha256_hex(&file.bytes);
        let same = known.iter().find(|item| item.sha256 == sha256);
        let mut vouched = same.map(|item| item.vouched.clone()).unwrap_or_default();
        let given = new.vouched.iter().filter(|(which, _)| *which == n);
        vouched.extend(given.map(|(_, page)| page));
        Item {
            id: ItemId::from_text(nth(n)),
            name: file.name.clone(),
            slot: Kind::UncategorizedFile,
            placing: Placing::Stated,
            media: Media::Pdf,
            bytes: file.bytes.len() as u64,
            pages: 0,
            sha256,
            held_as: None,
            vouched,
            unread: same.map(|item| item.unread.clone()).unwrap_or_default(),
        }
    };
    Ok(Draft {
        items: (1..).zip(&new.files).map(item).collect(),
        ..Draft::default()
    })
}

/// The code of [`unico::documents`] that joining answers.
const TOO_MANY: &str = "analysis_too_many_documents";

/// The name of the n-th file of a request, counted from one.
fn nth(n: u32) -> String {
    n.to_string()
}

/// Why the files can't be bound, with the name of the one that is to blame.
fn unfit(refusal: &Refusal, given: &Draft) -> Problem {
    let problem = Problem::blocking(refusal.code(), None, refusal.to_string());
    let Refusal::Unusable {
        source_id, error, ..
    } = refusal
    else {
        return problem;
    };
    let Some(item) = given.items.iter().find(|i| i.id.as_str() == source_id) else {
        return problem;
    };
    Problem {
        slot: None,
        ..Problem::blocking(error.code(), None, error.to_string()).about(item, None)
    }
}

/// What a request would carry, and what is wrong with it.
pub(super) struct Papers {
    pub documents: Vec<AnalysisDocument>,
    /// Pages of each; 0 where it can't be opened.
    pub pages: Vec<u32>,
    pub problems: Vec<Problem>,
}

impl Papers {
    /// The files as they were given, which can't be sent.
    fn unfit(new: &NewAnalysis, problems: Vec<Problem>) -> Self {
        let documents: Vec<AnalysisDocument> = (1..)
            .zip(&new.files)
            .map(|(n, file): (u32, _)| AnalysisDocument {
                label: format!("document-{n}.pdf"),
                bytes: file.bytes.clone(),
            })
            .collect();
        Self {
            pages: vec![0; documents.len()],
            documents,
            problems,
        }
    }
}

pub(super) fn case_of(
    new: &NewAnalysis,
    attached: Option<&DisputeId>,
    now: tvist_domain::clock::Timestamp,
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

/// What is put on disk before the request is made.
pub(super) fn intention<'a>(
    id: &DisputeId,
    account: &'a Account,
    case: &'a Dispute,
    new: &NewAnalysis,
    papers: Papers,
) -> Intention<'a, Dispute> {
    let pages = papers.pages;
    let files: Vec<(SentFile, Vec<u8>)> = papers
        .documents
        .into_iter()
        .zip(pages)
        .map(|(d, pages)| {
            let file = SentFile {
                field: "documents".to_owned(),
                name: d.label,
                media_type: "application/pdf".to_owned(),
                sha256: sha256_hex(&d.bytes),
                bytes: d.bytes.len() as u64,
                pages,
                remote_id: None,
            };
            (file, d.bytes)
        })
        .collect();
    let hashes: Vec<&str> = files.iter().map(|(file, _)| file.sha256.as_str()).collect();
    Intention {
        subject: id.clone().into(),
        act: Act::RequestAnalysis,
        round: case.round(),
        account,
        draft_revision: 0,
        seal: hashes.join("+"),
        before: case,
        fields: [("name", new.name.as_str()), ("reason", new.reason.as_str())]
            .into_iter()
            .chain(new.observation.as_deref().map(|o| ("observation", o)))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        amount: None,
        files,
    }
}
