//! Giving back the payment that a warning is about, before it is disputed: rehearsed, done once, settled by reading, by the
//! same protocol as everything that can't be undone.

use crate::account::{connect, country};
use crate::error::{Error, Result, in_progress, refused};
use crate::host::{Host, lock, lookup};
use crate::submission::intention::Intention;
use crate::submission::matter::{Matter, Sending};
use crate::submission::{UNDO_SECONDS, fault, reconcile, sending, settlement};
use crate::sync::warning::warns_of;
use crate::view::{OutcomeView, SavedView, WarningRehearsalView};
use std::collections::BTreeMap;
use std::sync::Arc;
use tvist_document::sha256_hex;
use tvist_domain::balance::Booked;
use tvist_domain::check::Problem;
use tvist_domain::dispute::Method;
use tvist_domain::rules::fees;
use tvist_domain::submission::Subject;
use tvist_domain::{Act, Money, Source, SubmissionId, Warning, WarningId, skew, warning};
use tvist_provider::Adapter;
use tvist_store::{Account, Query, Store, SubmissionRecord, Warned};

/// How many cases are searched for the fee that was taken last.
const LOOKED_THROUGH: u32 = 500;

/// Tells what a refund would do, and what it can't promise. Reads nothing from the provider and sends nothing.
pub(crate) async fn warning_rehearse(store: &Store, which: &str) -> Result<WarningRehearsalView> {
    let id = lookup::resolve_warning(store, which).await?;
    let warned = lookup::warned(store, &id).await?;
    let account = lookup::account_of(store, &warned.account).await?;
    let mut problems = in_the_way(store, &warned).await?;
    problems.extend(skew::problem(account.skew_seconds));
    let ready = problems.is_empty();
    let left = warned.warning.left();
    let saves = match &left {
        Some(left) => saved_by(store, &account, &left.currency).await?,
        None => None,
    };
    problems.extend(not_promised(&warned.warning));
    Ok(WarningRehearsalView {
        rehearsal: true,
        act: Act::Refund,
        fields: left.as_ref().map(fields_of).unwrap_or_default(),
        refunded_before: warned.warning.refunded_before().cloned(),
        seal: seal(&warned.warning),
        warning: id,
        ready,
        problems,
        amount: left,
        saves,
        undo_seconds: UNDO_SECONDS,
    })
}

/// Gives back what is left of the payment, once. With a `seal` only that very amount, as it was rehearsed.
pub(crate) async fn warning_refund(
    host: &Host,
    which: &str,
    confirmed: Option<&str>,
) -> Result<OutcomeView> {
    let id = lookup::resolve_warning(&host.store, which).await?;
    let _lock = lock::lock_warning(&host.data_dir, &id)?.ok_or_else(in_progress)?;
    let subject = Subject::from(id.clone());
    let settled = reconcile::settle_open(host, &subject, Act::Refund, warning::ROUND).await?;
    if let Some(settled) = settled {
        return Ok(settled);
    }
    // The payment as it is now, before anything is built for it.
    let warned = crate::sync::warning::read_warning_again(host, &id).await?;
    // That reading told the provider's clock, too.
    crate::account::skew::note_skew(host, &warned.account).await?;
    let account = lookup::account_of(&host.store, &warned.account).await?;
    if let Some(problem) = skew::problem(account.skew_seconds) {
        return Err(Error::Refused(vec![problem]));
    }
    let problems = in_the_way(&host.store, &warned).await?;
    if !problems.is_empty() {
        return Err(Error::Refused(problems));
    }
    if confirmed.is_some_and(|confirmed| confirmed != seal(&warned.warning)) {
        return Err(refused(
            "changed_since_review",
            "what is left of the payment has changed since it was reviewed: review it again",
        ));
    }
    fault::point("sealed");
    let adapter = connect::adapter(host, &account).await?;
    let record = intend_refund(host, &account, &warned).await?;
    fault::point("intended");
    let sending = prepare_refund(host, &id, warned, record, adapter).await?;
    sending::send(host, sending).await
}

/// What stands in the way, by what is known.
async fn in_the_way(store: &Store, warned: &Warned) -> Result<Vec<Problem>> {
    let refunds = store.refunds_of_warned(&warned.id).await?;
    let mut problems = warning::problems(&warned.warning, &refunds);
    if problems.is_empty() && warned.dispute.is_some() {
        problems.push(Problem::blocking(
            "payment_disputed",
            None,
            "the payment is disputed already: a refund comes too late to prevent that, and may pay the customer twice",
        ));
    }
    Ok(problems)
}

/// Puts the intention on disk. A second window or process loses here, and so does a refund for a case of the payment.
async fn intend_refund(
    host: &Host,
    account: &Account,
    warned: &Warned,
) -> Result<SubmissionRecord> {
    let before = &warned.warning;
    let left = before.left().ok_or_else(unseen)?;
    let intention = Intention {
        subject: warned.id.clone().into(),
        act: Act::Refund,
        round: warning::ROUND.to_owned(),
        account,
        draft_revision: 0,
        seal: seal(before),
        before,
        fields: fields_of(&left),
        amount: Some(left),
        files: Vec::new(),
    };
    intention.intend(host, in_progress).await
}

/// Builds the call, and reads once more directly before it is made.
async fn prepare_refund(
    host: &Host,
    id: &WarningId,
    warned: Warned,
    mut record: SubmissionRecord,
    adapter: Arc<dyn Adapter>,
) -> Result<Sending> {
    let submission = record.submission.id.clone();
    if record.call.is_none() {
        let warns = warns_of(&*adapter)?;
        let call = match warns.refund(&warned.warning, &record.intent) {
            Ok(call) => call,
            Err(e) => {
                return Err(settlement::abandon(
                    &host.store,
                    host.now(),
                    &submission,
                    "no_call",
                    e.into(),
                )
                .await);
            }
        };
        record.call = Some(serde_json::to_value(&call).map_err(|e| Error::Stopped(e.to_string()))?);
    }
    fault::point("prepared");
    match still_so(host, id, &warned, &submission).await {
        Ok(true) => {}
        Ok(false) => {
            let changed = refused(
                "changed_meanwhile",
                "the payment has changed at the provider in this very moment; nothing was sent",
            );
            return Err(settlement::abandon(
                &host.store,
                host.now(),
                &submission,
                "changed_meanwhile",
                changed,
            )
            .await);
        }
        Err(e) => {
            return Err(
                settlement::abandon(&host.store, host.now(), &submission, "unreadable", e).await,
            );
        }
    }
    fault::point("reread");
    Ok(Sending {
        record,
        adapter,
        matter: Matter::Warning(Box::new(warned.warning)),
    })
}

/// Whether the refund is still right, by a reading made now.
async fn still_so(
    host: &Host,
    id: &WarningId,
    reviewed: &Warned,
    own: &SubmissionId,
) -> Result<bool> {
    let now = crate::sync::warning::read_warning_again(host, id).await?;
    let mut others = host.store.refunds_of_warned(id).await?;
    others.retain(|s| s.id != *own);
    let free = warning::problems(&now.warning, &others).is_empty() && now.dispute.is_none();
    Ok(free && reviewed.warning.is_same(&now.warning))
}

/// The fee that a dispute of such a payment would cost: what the provider took last from this account for one, else what
/// is known of its country.
async fn saved_by(store: &Store, account: &Account, currency: &str) -> Result<Option<SavedView>> {
    let query = Query {
        account: Some(account.id.clone()),
        limit: LOOKED_THROUGH,
        ..Query::default()
    };
    let (_, filed) = store.disputes_page(&query).await?;
    let cards = filed.iter().filter(|f| f.dispute.method == Method::Card);
    let taken = cards
        .flat_map(|f| &f.dispute.movements)
        .filter(|m| m.kind == Booked::Dispute && m.fee.minor > 0)
        .filter(|m| m.fee.currency == currency)
        .max_by_key(|m| m.at);
    if let Some(movement) = taken {
        return Ok(Some(SavedView {
            amount: movement.fee.clone(),
            source: Source::Provider,
            as_of: movement.at,
        }));
    }
    let countries = country::countries(store).await?;
    let known = match countries.get(&account.id) {
        Some(country) => fees::card(country),
        None => fees::card_by_currency(currency),
    };
    Ok(known.map(|fees| SavedView {
        amount: Money::new(fees.received, fees.currency),
        source: Source::Assumed,
        as_of: fees::CARD_AS_OF.and_time(chrono::NaiveTime::MIN).and_utc(),
    }))
}

/// What the owner should know before: it never stands in the way.
fn not_promised(warning: &Warning) -> Vec<Problem> {
    let mut told = vec![Problem::warning(
        "refund_may_come_late",
        None,
        "a refund saves the dispute and its fee only if it comes before the dispute; should the bank open one all the same, \
         the refund is its answer",
    )];
    if let Some(back) = warning.refunded_before() {
        told.push(Problem::warning(
            "refunded_in_part",
            None,
            format!("{back} of the payment was refunded before: only the rest is given back"),
        ));
    }
    told
}

fn fields_of(left: &Money) -> BTreeMap<String, String> {
    BTreeMap::from([
        ("amount".to_owned(), left.minor.to_string()),
        ("currency".to_owned(), left.currency.clone()),
    ])
}

fn unseen() -> Error {
    refused(
        "payment_unseen",
        "the payment can't be seen, so what is left of it isn't known",
    )
}

/// The very refund that is confirmed.
fn seal(warning: &Warning) -> String {
    let left = warning.left().map(|left| left.to_string());
    let text = format!(
        "{}\n{}\n{}\n{}",
        Act::Refund.as_str(),
        warning.provider_id,
        warning.transaction.id.as_deref().unwrap_or_default(),
        left.unwrap_or_default()
    );
    sha256_hex(text.as_bytes())
}
