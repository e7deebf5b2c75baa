//! The desk and the single case, as both faces show them.

pub(crate) mod analyses;
pub(crate) mod correspondence;
pub(crate) mod details;
pub(crate) mod examiners;
pub(crate) mod provider_side;
pub(crate) mod warning;

use crate::account::country;
use crate::account::skew;
use crate::error::Result;
use crate::host::Host;
use crate::host::lookup;
use crate::host::setting;
use crate::sync;
use crate::sync::money;
use crate::view::{CaseView, DeskView, DisputeView, EntryView, LossView, SubmissionView};
use tvist_domain::clock::Instant;
use tvist_domain::deadline::{self, SafetyMargin};
use tvist_domain::dispute::Method;
use tvist_domain::erasure;
use tvist_domain::evidence::{Draft, Form, Kind, Weight, checklist, fields};
use tvist_domain::provider::Provider;
use tvist_domain::status::Group;
use tvist_domain::submission::Submission;
use tvist_domain::timeline::{self, Entry, EntryKind, EntrySource};
use tvist_domain::{Category, Dispute, DisputeId, NextStep, Reason, Stage, Status, loss, rules};
use tvist_store::Store;
use tvist_store::{Narrow, Query, StoredDispute};

/// Which cases a list shows.
#[derive(Debug, Clone, Default)]
pub struct DeskQuery {
    pub stage: Option<Stage>,
    pub status: Option<Status>,
    pub step: Option<NextStep>,
    pub provider: Option<Provider>,
    /// An account's id or label.
    pub account: Option<String>,
    pub narrow: Narrow,
    pub search: Option<String>,
    /// Leaves ended cases out.
    pub open_only: bool,
    /// None shows all.
    pub limit: Option<u32>,
    pub offset: u64,
}

/// The desk: cases, the most urgent first.
pub(crate) async fn desk(host: &Host, query: &DeskQuery) -> Result<DeskView> {
    let account = match &query.account {
        Some(which) => Some(lookup::find_account(&host.store, which).await?.id),
        None => None,
    };
    skew::place_due(host).await;
    let clocks = skew::clocks(&host.store, host.now()).await?;
    let (total, filed) = host
        .store
        .disputes_page(&Query {
            stage: query.stage,
            status: query.status,
            step: query.step,
            provider: query.provider,
            account,
            narrow: query.narrow.clone(),
            search: query.search.clone(),
            open_only: query.open_only,
            limit: query.limit.unwrap_or(u32::MAX),
            offset: query.offset,
        })
        .await?;
    let margin = setting::settings(&host.store).await?.margin;
    let ids: Vec<&DisputeId> = filed.iter().map(|f| &f.id).collect();
    let submissions = host.store.domain_submissions_of(&ids).await?;
    // What is missing, and what the owner told a case to be about.
    let drafted: Vec<&DisputeId> = filed
        .iter()
        .filter(|f| {
            f.dispute.status == Status::NeedsResponse
                || f.dispute.reason.category == Category::Unknown
        })
        .map(|f| &f.id)
        .collect();
    let drafts = host.store.drafts_of(&drafted).await?;
    let nothing = Draft::default();
    let examiners = examiners::examiners(&host.store).await?;
    let countries = country::countries(&host.store).await?;
    let view = |filed: &StoredDispute| {
        let submissions = submissions.get(&filed.id).map_or(&[][..], Vec::as_slice);
        let draft = drafts.get(&filed.id).unwrap_or(&nothing);
        let now = clocks.of(&filed.account);
        let country = countries.get(&filed.account).map(String::as_str);
        let mut case = case_view(filed, submissions, draft, margin, now, country, host);
        if let Some(examiners) = &examiners {
            examiners.offer(&mut case, &filed.dispute, now);
        }
        case
    };
    Ok(DeskView {
        total: u32::try_from(total).unwrap_or(u32::MAX),
        waiting: count_waiting(&host.store).await?,
        disputes: filed.iter().map(view).collect(),
    })
}

/// How many cases wait for their owner to answer them or to look at them: the one count of the desk's first group,
/// for the window's badge and the tray alike.
pub(crate) async fn waiting(host: &Host) -> Result<u32> {
    skew::place_due(host).await;
    count_waiting(&host.store).await
}

async fn count_waiting(store: &Store) -> Result<u32> {
    let mut waiting = 0;
    for step in NextStep::ALL {
        if step.group() != Group::AnswerNow {
            continue;
        }
        let query = Query {
            step: Some(*step),
            open_only: true,
            ..Query::default()
        };
        waiting += store.disputes_page(&query).await?.0;
    }
    Ok(u32::try_from(waiting).unwrap_or(u32::MAX))
}

/// One case, whole.
pub(crate) async fn dispute(host: &Host, which: &str) -> Result<DisputeView> {
    let id = lookup::resolve(&host.store, which).await?;
    let filed = lookup::filed(&host.store, &id).await?;
    let account = lookup::account_of(&host.store, &filed.account).await?;
    let submissions = host.store.domain_submissions(&id).await?;
    let draft = host.store.draft(&id).await?;
    let margin = setting::settings(&host.store).await?.margin;
    // What is allowed and what is over goes by the provider's clock.
    let now = account.provider_now(host.now());
    let countries = country::countries(&host.store).await?;
    let country = countries.get(&filed.account).map(String::as_str);
    let mut case = case_view(&filed, &submissions, &draft, margin, now, country, host);
    if let Some(examiners) = examiners::examiners(&host.store).await? {
        examiners.offer(&mut case, &filed.dispute, now);
    }
    let observed = host.store.timeline(&id).await?;
    let entries = timeline::whole(
        &filed.dispute,
        &observed,
        case.deadline.as_ref(),
        &case.if_nothing,
    );
    let dispute = &filed.dispute;
    let standing = details::of(&filed, &draft, &case, &entries, &submissions, now, country);
    let analyses = analyses::hanging_analyses(&host.store, &id).await?;
    Ok(DisputeView {
        standing,
        costs: (&rules::costs(dispute, country)).into(),
        moved: dispute.moved().into_iter().map(Into::into).collect(),
        refunds: dispute.refunds.iter().map(Into::into).collect(),
        timeline: entries
            .into_iter()
            .map(|e| entry_view(host, e, now))
            .collect(),
        evidence: crate::evidence::evidence_view(&host.store, &id, dispute, &draft).await?,
        capabilities: rules::capabilities(dispute.provider).into(),
        reason_guess: rules::guessed_reason(dispute),
        reason_stated: draft.stated_category(),
        deadline_day: rules::deadline_day(dispute).map(|day| day.to_string()),
        erasable: erasure::problems(dispute, filed.vanished_at.is_some(), &submissions).is_empty(),
        examinable: !analyses.is_empty()
            || examiners::is_worth_it(dispute, draft.category(dispute), case.group),
        // Practice has no site.
        dashboard_url: rules::site(dispute).filter(|_| account.api_base.is_none()),
        analyses,
        raw: dispute.raw.clone(),
        case,
    })
}

fn entry_view(host: &Host, entry: Entry, now: Instant) -> EntryView {
    let expected = matches!(
        entry.kind,
        EntryKind::Deadline | EntryKind::Silence | EntryKind::Decision
    ) && (entry.at > now || entry.source == EntrySource::Rule);
    EntryView {
        at: entry.at,
        kind: entry.kind,
        title: host.words.say(
            &format!("timeline-{}", entry.kind.as_str().replace('_', "-")),
            &[],
        ),
        detail: entry.detail,
        money: entry.money,
        source: entry.source,
        expected,
    }
}

fn case_view(
    filed: &StoredDispute,
    submissions: &[Submission],
    draft: &Draft,
    margin: SafetyMargin,
    now: Instant,
    country: Option<&str>,
    host: &Host,
) -> CaseView {
    let dispute = &filed.dispute;
    let next_step = rules::next_step(dispute, submissions, now);
    let deadline = deadline::of(dispute, margin);
    CaseView {
        id: filed.id.clone(),
        provider: dispute.provider,
        account: filed.account.clone(),
        provider_id: dispute.provider_id.clone(),
        reference: dispute.reference.clone(),
        stage: dispute.stage,
        status: dispute.status,
        provider_status: dispute.provider_status.clone(),
        next_step,
        group: next_step.group(),
        allowed: rules::allowed(dispute, submissions, now),
        if_nothing: rules::if_nothing(dispute, submissions),
        amount: dispute.amount.clone(),
        fee: dispute.fee(),
        at_risk: rules::at_risk(dispute, country),
        reason: Reason {
            category: draft.category(dispute),
            ..dispute.reason.clone()
        },
        method: method_word(&dispute.method),
        network: dispute.network.clone(),
        urgency: deadline.as_ref().map(Into::into),
        deadline,
        opened_at: dispute.opened_at,
        documents_sent_at: dispute.documents_sent_at,
        customer: dispute.customer.clone(),
        order: dispute.order.clone(),
        transaction: dispute.transaction.clone(),
        loss_reason: dispute.loss_code.as_ref().map(|code| {
            let reason = loss::reason(code);
            let meaning = host
                .words
                .say(&format!("loss-{}", reason.as_str().replace('_', "-")), &[]);
            LossView {
                code: code.clone(),
                reason,
                meaning,
            }
        }),
        missing: missing(dispute, draft),
        submissions: submissions.iter().map(SubmissionView::from).collect(),
        read_at: filed.read_at,
        vanished: filed.vanished_at.is_some(),
    }
}

/// Deciding pieces that nobody has given yet.
fn missing(dispute: &Dispute, draft: &Draft) -> Vec<Kind> {
    if dispute.status != Status::NeedsResponse || !rules::takes_evidence(dispute) {
        return Vec::new();
    }
    let stated = fields::text_fields(dispute, draft);
    checklist(dispute, draft)
        .into_iter()
        .filter(|w| w.weight == Weight::Deciding && !draft.has_for_sure(w.kind))
        .filter(|w| w.kind.form() == Form::Files || !stated.contains_key(w.kind.as_str()))
        .map(|w| w.kind)
        .collect()
}

fn method_word(method: &Method) -> String {
    match method {
        Method::Card => "card",
        Method::Klarna => "klarna",
        Method::Paypal => "paypal",
        Method::AmazonPay => "amazon_pay",
        Method::Other(word) => word,
    }
    .to_owned()
}

/// Reads one case again at its provider.
pub(crate) async fn refresh(host: &Host, which: &str) -> Result<DisputeView> {
    let id = lookup::resolve(&host.store, which).await?;
    let filed = sync::read_again(host, &id).await?;
    money::read_money_of(host, &filed).await?;
    dispute(host, id.as_str()).await
}
