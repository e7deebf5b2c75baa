//! Irreversible acts: rehearsed, done once, settled by reading, kept with what was sent.

pub(crate) mod analysis;
pub(crate) mod fault;
pub(crate) mod intention;
pub(crate) mod late;
pub(crate) mod matter;
pub(crate) mod owner_report;
pub(crate) mod pair;
pub(crate) mod prepare;
pub(crate) mod protocol;
pub(crate) mod reconcile;
pub(crate) mod sending;
pub(crate) mod settlement;
pub(crate) mod warning;

use crate::account::country;
use crate::evidence::pack;
use crate::host::{Host, lookup};
/// Where `TVIST_FAULT` may end the process of a build with the feature `faults`, in the order of the protocol.
pub use fault::POINTS as FAULT_POINTS;
use tvist_store::Store;

use crate::error::Result;
use crate::view::SubmissionView;
use crate::view::{
    CostsView, OutcomeView, PackFileView, ProviderErrorView, ReceiptView, RehearsalView,
    SentFileView,
};
use std::collections::BTreeMap;
use tvist_document::sha256_hex;
use tvist_domain::clock::Timestamp;
use tvist_domain::evidence::preflight;
use tvist_domain::skew;
use tvist_domain::{Act, Dispute, DisputeId, Money, rules};
use tvist_store::SubmissionRecord;

/// How long the window lets the owner take a confirmation back before the first byte (rule R10).
pub(crate) const UNDO_SECONDS: u32 = 10;
/// No waiting when the deadline is nearer than this.
const NO_UNDO_BEFORE: chrono::Duration = chrono::Duration::minutes(2);

/// Tells what an irreversible act would do. Reads nothing from the provider and sends nothing.
pub(crate) async fn rehearse(host: &Host, which: &str, act: Act) -> Result<RehearsalView> {
    let id = lookup::resolve(&host.store, which).await?;
    let account =
        lookup::account_of(&host.store, &lookup::filed(&host.store, &id).await?.account).await?;
    let now = account.provider_now(host.now());
    let mut view = rehearsed(host, id, act, now).await?;
    if let Some(problem) = skew::problem(account.skew_seconds) {
        view.ready = false;
        view.problems.push(problem);
    }
    Ok(view)
}

/// `now` is the provider's.
async fn rehearsed(host: &Host, id: DisputeId, act: Act, now: Timestamp) -> Result<RehearsalView> {
    if act == Act::Submit {
        return rehearsed_answer(host, id, now).await;
    }
    let dispute = lookup::filed(&host.store, &id).await?.dispute;
    let submissions = host.store.domain_submissions(&id).await?;
    let problems = preflight::act(&dispute, act, &submissions, now);
    let costs = costs_of(&host.store, &id, &dispute).await?;
    Ok(RehearsalView {
        rehearsal: true,
        act,
        dispute: id,
        ready: problems.iter().all(|problem| !problem.blocks),
        problems,
        files: Vec::<PackFileView>::new(),
        fields: fields_of(&dispute, act),
        meters: None,
        scan: None,
        amount: Some(amount_of(&dispute, act)),
        costs_said_by: costs.said_by.get(act.as_str()).cloned(),
        costs: match act {
            Act::Accept => costs.accept,
            Act::Refund => costs.refund,
            Act::Submit | Act::Comment | Act::Upload | Act::RequestAnalysis => Vec::new(),
        },
        leaves_open: act == Act::Refund && rules::refund_would_leave_open(&dispute),
        seal: seal(&dispute, act),
        undo_seconds: undo_seconds(&dispute, now),
    })
}

/// An answer, packed and looked at.
async fn rehearsed_answer(host: &Host, id: DisputeId, now: Timestamp) -> Result<RehearsalView> {
    let mut answer = pack::prepare_answer(host, &id).await?;
    let beside = crate::submission::prepare::beside_the_answer(
        &host.store,
        &answer.dispute,
        &id,
        &answer.pack.files,
    )
    .await?;
    answer.problems.extend(beside);
    let costs = costs_of(&host.store, &id, &answer.dispute).await?;
    Ok(RehearsalView {
        rehearsal: true,
        act: Act::Submit,
        dispute: id,
        ready: answer.is_ready(),
        files: answer.pack.manifest().files,
        fields: answer.pack.fields.clone(),
        meters: Some(answer.pack.packed.meters),
        scan: answer.scan_summary(),
        amount: None,
        costs: costs.submit,
        costs_said_by: costs.said_by.get(Act::Submit.as_str()).cloned(),
        leaves_open: false,
        undo_seconds: undo_seconds(&answer.dispute, now),
        seal: answer.seal,
        problems: answer.problems,
    })
}

/// How long the owner may take it back: not where the deadline is too near for waiting.
fn undo_seconds(dispute: &Dispute, now: Timestamp) -> u32 {
    let due = dispute.due.instant();
    let near = due.is_some_and(|due| due - now < NO_UNDO_BEFORE);
    if near { 0 } else { UNDO_SECONDS }
}

async fn costs_of(store: &Store, id: &DisputeId, dispute: &Dispute) -> Result<CostsView> {
    let account = lookup::filed(store, id).await?.account;
    let countries = country::countries(store).await?;
    let country = countries.get(&account).map(String::as_str);
    Ok((&rules::costs(dispute, country)).into())
}

/// What was sent for a case or a warning, oldest first.
pub(crate) async fn receipts(store: &Store, which: &str) -> Result<Vec<ReceiptView>> {
    let subject = lookup::subject_of(store, which).await?;
    Ok(store
        .submissions_about(&subject)
        .await?
        .into_iter()
        .map(receipt)
        .collect())
}

fn fields_of(dispute: &Dispute, act: Act) -> BTreeMap<String, String> {
    let mut fields = BTreeMap::new();
    if act == Act::Refund {
        let amount = amount_of(dispute, act);
        fields.insert("amount".to_owned(), amount.minor.to_string());
        fields.insert("currency".to_owned(), amount.currency);
    }
    fields
}

/// What an act pays or gives up: a refund never more than is left of the payment.
fn amount_of(dispute: &Dispute, act: Act) -> Money {
    if act == Act::Refund {
        dispute.left_to_refund()
    } else {
        dispute.amount.clone()
    }
}

fn seal(dispute: &Dispute, act: Act) -> String {
    // What was refunded meanwhile by somebody else is another matter to confirm.
    let before = dispute.refunded().filter(|_| act == Act::Refund);
    let text = format!(
        "{}\n{}\n{}\n{}\n{}",
        act.as_str(),
        dispute.provider_id,
        dispute.round(),
        amount_of(dispute, act),
        before.map(|money| money.to_string()).unwrap_or_default()
    );
    sha256_hex(text.as_bytes())
}

fn outcome(record: SubmissionRecord) -> OutcomeView {
    OutcomeView {
        submission: SubmissionView::from(&record.submission),
        receipt: receipt(record),
    }
}

fn receipt(record: SubmissionRecord) -> ReceiptView {
    let refusal = record
        .refusal
        .is_some()
        .then(|| ProviderErrorView::from(&settlement::refusal_of(&record)));
    ReceiptView {
        submission: record.submission.id,
        kind: record.submission.kind,
        state: record.submission.state,
        at: record.submission.at,
        settled_at: record.settled_at,
        request_id: record.submission.request_id,
        files: record
            .files
            .into_iter()
            .map(|f| SentFileView {
                slot: f.field,
                name: f.name,
                sha256: f.sha256,
                bytes: f.bytes,
                pages: f.pages,
                remote_id: f.remote_id,
            })
            .collect(),
        fields: record.fields,
        amount: record.amount,
        refusal,
        answer: record.answer.or(record.refusal),
        note: record.note,
        statement: record.statement,
    }
}
