//! The desk and the single case, as both faces show them.

pub(crate) mod analyses;
pub(crate) mod correspondence;
pub(crate) mod details;
pub(crate) mod examiners;
pub(crate) mod provider_side;
pub(crate) mod summary;
pub(crate) mod warning;

use crate::account::{country, skew};
use crate::error::Result;
use crate::host::{Host, lookup, setting};
use crate::sync;
use crate::sync::money;
use crate::view::{DeskView, DisputeView, EntryView};
use tvist_domain::clock::Timestamp;
use tvist_domain::evidence::Draft;
use tvist_domain::provider::Provider;
use tvist_domain::status::Group;
use tvist_domain::timeline::{self, Entry, EntryKind, EntrySource};
use tvist_domain::{Category, DisputeId, NextStep, Stage, Status, erasure, rules};
use tvist_store::{Narrow, Query, Store, StoredDispute};

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
        let mut case =
            summary::case_view(filed, submissions, draft, margin, now, country, &host.words);
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
    let mut case = summary::case_view(
        &filed,
        &submissions,
        &draft,
        margin,
        now,
        country,
        &host.words,
    );
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

fn entry_view(host: &Host, entry: Entry, now: Timestamp) -> EntryView {
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

/// Reads one case again at its provider.
pub(crate) async fn refresh(host: &Host, which: &str) -> Result<DisputeView> {
    let id = lookup::resolve(&host.store, which).await?;
    let filed = sync::read_again(host, &id).await?;
    money::read_money_of(host, &filed).await?;
    dispute(host, id.as_str()).await
}
