//! What the provider would do by itself, and what it thinks of special evidence: asked for and set without any effect
//! on what was sent.

use crate::account::connect;
use crate::error::{Error, Result, in_progress, refused};
use crate::host::{Host, lock, lookup};
use crate::view::{DisputeView, EarlierPaymentView, EarlierPaymentsView, SettingRehearsalView};
use crate::{case, sync};
use std::collections::BTreeMap;
use tvist_domain::check::Problem;
use tvist_domain::clock::Timestamp;
use tvist_domain::dispute::AutoAnswer;
use tvist_domain::evidence::{Draft, compelling, fields};
use tvist_domain::{Dispute, Status, rules};
use tvist_provider::{EarlierPayment, Pack};
use tvist_store::{Store, StoredDispute};

/// What [`Engine::answer_manually`] would do. Reads nothing from the provider and sends nothing.
pub(crate) async fn rehearse_manual(store: &Store, which: &str) -> Result<SettingRehearsalView> {
    let id = lookup::resolve(store, which).await?;
    let dispute = lookup::filed(store, &id).await?.dispute;
    let problems = match (&dispute.auto_answer, dispute.status) {
        (AutoAnswer::NotOffered, _) => vec![Problem::blocking(
            "no_own_answer",
            None,
            "the provider doesn't answer this case by itself",
        )],
        (_, Status::NeedsResponse) => Vec::new(),
        _ => vec![no_longer_answerable()],
    };
    Ok(SettingRehearsalView {
        rehearsal: true,
        dispute: id,
        sets: "manual".to_owned(),
        ready: problems.is_empty(),
        problems,
        fields: BTreeMap::new(),
    })
}

/// What [`Engine::special_evidence_check`] would put at the provider. Reads nothing from it and sends nothing.
pub(crate) async fn rehearse_special_evidence(
    store: &Store,
    now: Timestamp,
    which: &str,
) -> Result<SettingRehearsalView> {
    let id = lookup::resolve(store, which).await?;
    let filed = lookup::filed(store, &id).await?;
    let draft = store.draft(&id).await?;
    let problems = in_the_way_of_special(store, now, &filed, &draft).await?;
    Ok(SettingRehearsalView {
        rehearsal: true,
        dispute: id,
        sets: "eligibility".to_owned(),
        ready: problems.is_empty(),
        problems,
        fields: special_fields(&filed.dispute, &draft),
    })
}

async fn in_the_way_of_special(
    store: &Store,
    now: Timestamp,
    filed: &StoredDispute,
    draft: &Draft,
) -> Result<Vec<Problem>> {
    let account = lookup::account_of(store, &filed.account).await?;
    let submissions = store.domain_submissions(&filed.id).await?;
    let now = account.provider_now(now);
    let next_step = rules::next_step(&filed.dispute, &submissions, now);
    Ok(compelling::in_the_way(
        &filed.dispute,
        &draft.facts,
        next_step,
    ))
}

/// Keeps the provider from answering by itself, and shows the case as it is then (stripe.md §11.3).
pub(crate) async fn answer_manually(host: &Host, which: &str) -> Result<DisputeView> {
    let id = lookup::resolve(&host.store, which).await?;
    let _lock = lock::lock_case(&host.data_dir, &id)?.ok_or_else(in_progress)?;
    let filed = sync::read_again(host, &id).await?;
    let waits = filed.dispute.status == Status::NeedsResponse;
    if !waits && filed.dispute.auto_answer != AutoAnswer::NotOffered {
        return Err(Error::Refused(vec![no_longer_answerable()]));
    }
    if filed.dispute.auto_answer != AutoAnswer::Manual {
        let account = lookup::account_of(&host.store, &filed.account).await?;
        connect::adapter(host, &account)
            .await?
            .answer_manually(&filed.dispute)
            .await?;
    }
    case::refresh(host, id.as_str()).await
}

/// Puts the draft's special evidence at the provider, unsent, and shows what it thinks of it (stripe.md §11.1: the
/// only way to learn whether it qualifies).
pub(crate) async fn special_evidence_check(host: &Host, which: &str) -> Result<DisputeView> {
    let id = lookup::resolve(&host.store, which).await?;
    let _lock = lock::lock_case(&host.data_dir, &id)?.ok_or_else(in_progress)?;
    let filed = sync::read_again(host, &id).await?;
    let account = lookup::account_of(&host.store, &filed.account).await?;
    let draft = host.store.draft(&id).await?;
    let problems = in_the_way_of_special(&host.store, host.now(), &filed, &draft).await?;
    if !problems.is_empty() {
        return Err(Error::Refused(problems));
    }
    let special = special_fields(&filed.dispute, &draft);
    connect::adapter(host, &account)
        .await?
        .stage_special(&filed.dispute, &Pack { fields: special })
        .await?;
    case::refresh(host, id.as_str()).await
}

/// Earlier payments of the same card that the case's special evidence could name, the newest first. Reads only.
pub(crate) async fn earlier_payments(host: &Host, which: &str) -> Result<EarlierPaymentsView> {
    let id = lookup::resolve(&host.store, which).await?;
    let filed = lookup::filed(&host.store, &id).await?;
    let account = lookup::account_of(&host.store, &filed.account).await?;
    let submissions = host.store.domain_submissions(&id).await?;
    let now = account.provider_now(host.now());
    let next_step = rules::next_step(&filed.dispute, &submissions, now);
    if !compelling::is_offered(&filed.dispute, next_step) {
        return Err(refused(
            "ce3_not_offered",
            "the provider doesn't offer this for the case as it stands",
        ));
    }
    let adapter = connect::adapter(host, &account).await?;
    let found = adapter.earlier_payments(&filed.dispute).await?;
    Ok(EarlierPaymentsView {
        payments: found.payments.into_iter().map(earlier_view).collect(),
        complete: found.complete,
    })
}

/// What the draft states of the special evidence, by the provider's fields.
fn special_fields(dispute: &Dispute, draft: &Draft) -> BTreeMap<String, String> {
    fields::text_fields(dispute, draft)
        .into_iter()
        .filter(|(name, _)| name.starts_with(compelling::PATH))
        .collect()
}

fn no_longer_answerable() -> Problem {
    Problem::blocking(
        "not_answerable",
        None,
        "the case waits for no answer any more",
    )
}

fn earlier_view(payment: EarlierPayment) -> EarlierPaymentView {
    EarlierPaymentView {
        id: payment.id,
        at: payment.at,
        amount: payment.amount,
        description: payment.description,
        email: payment.email,
        meets: payment.meets,
    }
}
