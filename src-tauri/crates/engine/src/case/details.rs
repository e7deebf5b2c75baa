//! The particulars of a case for its page: inquiry, escalation, fees, consent, the provider's own answer, special
//! evidence. What they mean is decided here and in the domain; a face only shows them.

use crate::view::{
    CaseDetailsView, CaseView, CompellingFieldView, CompellingView, ConsentView, CostView,
    EscalatedView, FeeFate, FeeView, InquiryView, OwnAnswerView, RefundedView, WalletView,
};
use tvist_domain::balance::{Booked, MovedKind};
use tvist_domain::clock::Timestamp;
use tvist_domain::dispute::{AutoAnswer, DueDate, FeeConsent};
use tvist_domain::evidence::compelling::{self, Field, Part};
use tvist_domain::evidence::{Draft, Kind};
use tvist_domain::rules::costs;
use tvist_domain::submission::Submission;
use tvist_domain::timeline::{Entry, EntryKind};
use tvist_domain::{Act, Dispute, KlarnaReason, Money, Stage, Status, money, rules};
use tvist_store::StoredDispute;

/// The particulars of a case as it is now.
pub(crate) fn of(
    filed: &StoredDispute,
    draft: &Draft,
    case: &CaseView,
    timeline: &[Entry],
    done: &[Submission],
    now: Timestamp,
    country: Option<&str>,
) -> CaseDetailsView {
    let dispute = &filed.dispute;
    let capabilities = rules::capabilities(dispute.provider);
    let code = dispute.reason.network_code.as_deref();
    CaseDetailsView {
        test: !dispute.live,
        klarna_reason: code
            .filter(|_| dispute.is_klarna())
            .and_then(KlarnaReason::read),
        part_of: part_of(dispute),
        no_answer: dispute.due == DueDate::NoAnswerPossible,
        appeal: rules::is_appeal(dispute),
        inquiry: inquiry(dispute, case),
        escalated: escalated(dispute, timeline),
        fees: fees(dispute, country),
        expected_fee: expected_fee(dispute, country),
        refunded: refunded(dispute),
        outcome: matches!(dispute.status, Status::Won | Status::Lost).then(|| dispute.outcome()),
        given_back: dispute.given_back(),
        consent: consent(dispute, draft, case),
        own_answer: own_answer(dispute),
        compelling: compelling(dispute, draft, case),
        lost: rules::how_lost(dispute, done),
        answered_by: dispute.answered_by.clone(),
        wallet: wallet(dispute),
        zone_assumed: dispute.zone_assumed,
        late_by_telephone: capabilities.late_by_telephone
            && dispute.status == Status::NeedsResponse
            && rules::is_too_late(dispute, now),
        answer_if_withdrawn: case.allowed.contains(&Act::Submit)
            && rules::answer_if_withdrawn(dispute),
        second_chargeback: capabilities.counts_chargebacks
            && dispute.stage == Stage::PreArbitration,
        expires_on: dispute.expires_on.map(|day| day.to_string()),
        loss_reason_until: rules::loss_reason_until(dispute, filed.ended_at),
    }
}

fn part_of(dispute: &Dispute) -> Option<Money> {
    let paid = dispute.transaction.amount.as_ref()?;
    let part = paid.currency == dispute.amount.currency && paid.minor > dispute.amount.minor;
    part.then(|| paid.clone())
}

/// Only where evidence isn't taken: elsewhere an inquiry is answered like any other case.
fn inquiry(dispute: &Dispute, case: &CaseView) -> Option<InquiryView> {
    let open = dispute.stage == Stage::Inquiry && dispute.status == Status::NeedsResponse;
    (open && !rules::takes_evidence(dispute)).then(|| InquiryView {
        refund: case
            .allowed
            .contains(&Act::Refund)
            .then(|| dispute.left_to_refund()),
        return_under_way: rules::is_proven_return(dispute),
        escalates_at: dispute.due.instant(),
    })
}

fn escalated(dispute: &Dispute, timeline: &[Entry]) -> Option<EscalatedView> {
    let turn = timeline
        .iter()
        .rev()
        .find(|entry| entry.kind == EntryKind::Escalated)?;
    let waits = dispute.status == Status::NeedsResponse;
    let days = |due: Timestamp| u32::try_from((due.date_naive() - turn.at.date_naive()).num_days());
    let due = dispute.due.instant().filter(|_| waits);
    Some(EscalatedView {
        at: turn.at,
        days: due.and_then(|due| days(due).ok()),
    })
}

/// One line for each kind of fee, in each currency that it was booked in.
fn fees(dispute: &Dispute, country: Option<&str>) -> Vec<FeeView> {
    let mut lines = Vec::new();
    for (booked, kind) in [
        (Booked::Dispute, MovedKind::ReceivedFee),
        (Booked::CounteredFee, MovedKind::CounteredFee),
        (Booked::NetworkFee, MovedKind::NetworkFee),
    ] {
        let of_kind = || dispute.movements.iter().filter(move |m| m.kind == booked);
        let left = money::totals(of_kind().map(|m| &m.fee));
        let charged = of_kind().map(|m| &m.fee).filter(|fee| fee.minor > 0);
        for taken in money::totals(charged) {
            let left = left.iter().find(|sum| sum.currency == taken.currency);
            let fate = if left.is_some_and(|sum| sum.minor <= 0) {
                FeeFate::GivenBack
            } else {
                match costs::comes_back(dispute, booked, country) {
                    Some(true) if matches!(dispute.status, Status::Lost | Status::Closed) => {
                        FeeFate::Kept
                    }
                    Some(true) => FeeFate::Withheld,
                    Some(false) => FeeFate::Kept,
                    None => FeeFate::Unknown,
                }
            };
            lines.push(FeeView {
                kind,
                taken: Some(taken),
                fate,
            });
        }
    }
    if lines.is_empty() && rules::takes_no_fee(dispute) {
        lines.push(FeeView {
            kind: MovedKind::ReceivedFee,
            taken: None,
            fate: FeeFate::None,
        });
    }
    lines
}

fn expected_fee(dispute: &Dispute, country: Option<&str>) -> Option<CostView> {
    let open = !dispute.status.is_ended();
    costs::expected_fee(dispute, country)
        .filter(|_| open)
        .map(|cost| CostView::from(&cost))
}

fn refunded(dispute: &Dispute) -> Option<RefundedView> {
    Some(RefundedView {
        amount: dispute.refunded()?,
        whole: dispute.is_fully_refunded(),
    })
}

fn consent(dispute: &Dispute, draft: &Draft, case: &CaseView) -> Option<ConsentView> {
    let fee = rules::network_fee(dispute)?;
    case.allowed.contains(&Act::Submit).then(|| ConsentView {
        fee,
        given: draft.fee_acknowledged(),
        given_there: dispute.fee_consent == FeeConsent::Given,
    })
}

fn own_answer(dispute: &Dispute) -> Option<OwnAnswerView> {
    let share_percent = rules::own_answer_share(dispute)?;
    if dispute.status != Status::NeedsResponse {
        return None;
    }
    let (setting, wanted) = match &dispute.auto_answer {
        AutoAnswer::NotOffered => return None,
        AutoAnswer::Manual => ("manual".to_owned(), false),
        AutoAnswer::Provider(word) => (word.clone(), true),
    };
    let may_answer = rules::may_answer_by_itself(dispute);
    Some(OwnAnswerView {
        setting,
        may_answer,
        unavailable: wanted && !may_answer,
        on: dispute.due.instant(),
        share_percent,
    })
}

fn wallet(dispute: &Dispute) -> Option<WalletView> {
    let wallet = rules::wallet(dispute)?;
    let case = dispute.wallet.clone().unwrap_or_default();
    Some(WalletView {
        case_id: case.id,
        kind: case.kind,
        url: wallet.site.map(str::to_owned),
    })
}

fn compelling(dispute: &Dispute, draft: &Draft, case: &CaseView) -> Option<CompellingView> {
    if !compelling::is_offered(dispute, case.next_step) {
        return None;
    }
    let stands = dispute
        .special_evidence
        .iter()
        .find(|special| special.kind == compelling::KIND);
    let is_begun = compelling::is_begun(&draft.facts);
    let is_current = compelling::is_as_staged(&dispute.staged_texts, &draft.facts);
    let travelling = compelling::travelling(&dispute.staged_texts, &draft.facts);
    Some(CompellingView {
        status: stands.and_then(|s| s.status.clone()),
        required_actions: stands
            .map(|s| s.required_actions.clone())
            .unwrap_or_default(),
        is_current,
        is_begun,
        is_elsewhere: !is_begun && !travelling.is_empty(),
        problems: compelling::problems(&travelling),
        in_the_way: compelling::in_the_way(dispute, &draft.facts, case.next_step),
        lines: compelling::FORM
            .iter()
            .map(|field| field_view(field, dispute, draft))
            .collect(),
    })
}

fn field_view(field: &Field, dispute: &Dispute, draft: &Draft) -> CompellingFieldView {
    let fact = field.fact();
    let values: Vec<&str> = compelling::spread(&fact)
        .iter()
        .map(|name| draft.facts.get(name).map_or("", String::as_str))
        .collect();
    CompellingFieldView {
        part: field.part,
        name: field.name.to_owned(),
        value: values.first().copied().unwrap_or_default().to_owned(),
        varies: values.windows(2).any(|two| two[0] != two[1]),
        known: known(field, dispute, draft),
        least: u32::try_from(field.least).unwrap_or(0),
        choices: field.choices.iter().map(|c| (*c).to_owned()).collect(),
        fact,
    }
}

/// What is known of the disputed payment. That the earlier ones had the same, only the owner can say.
fn known(field: &Field, dispute: &Dispute, draft: &Draft) -> Option<String> {
    let written = |kind: Kind| draft.texts.get(&kind).cloned();
    match (field.part, field.name) {
        (Part::Disputed, "product_description") => {
            written(Kind::ProductDescription).or_else(|| dispute.order.description.clone())
        }
        (Part::Same, "customer_email_address") => dispute.customer.email.clone(),
        (Part::Same, "customer_purchase_ip") => {
            let there = dispute.staged_texts.iter();
            let mut there = there.filter(|(name, _)| name == Kind::CustomerPurchaseIp.as_str());
            written(Kind::CustomerPurchaseIp)
                .or_else(|| there.next().map(|(_, value)| value.clone()))
        }
        _ => None,
    }
}
