//! A case as a list shows it: what is known of it, and what the rules say of it now.

use crate::host::words::Words;
use crate::view::{CaseView, LossView, SubmissionView};
use tvist_domain::clock::Timestamp;
use tvist_domain::deadline::SafetyMargin;
use tvist_domain::dispute::Method;
use tvist_domain::evidence::Draft;
use tvist_domain::submission::Submission;
use tvist_domain::{Assessment, Reason, loss};
use tvist_store::StoredDispute;

/// The case as a row shows it.
pub(super) fn case_view(
    filed: &StoredDispute,
    submissions: &[Submission],
    draft: &Draft,
    margin: SafetyMargin,
    now: Timestamp,
    country: Option<&str>,
    words: &Words,
) -> CaseView {
    let dispute = &filed.dispute;
    let assessed = Assessment::of(dispute, submissions, draft, margin, now, country);
    CaseView {
        id: filed.id.clone(),
        provider: dispute.provider,
        account: filed.account.clone(),
        provider_id: dispute.provider_id.clone(),
        reference: dispute.reference.clone(),
        stage: dispute.stage,
        status: dispute.status,
        provider_status: dispute.provider_status.clone(),
        next_step: assessed.next_step,
        group: assessed.next_step.group(),
        allowed: assessed.allowed,
        if_nothing: assessed.if_nothing,
        amount: dispute.amount.clone(),
        fee: dispute.fee(),
        at_risk: assessed.at_risk,
        reason: Reason {
            category: draft.category(dispute),
            ..dispute.reason.clone()
        },
        method: method_word(&dispute.method),
        network: dispute.network.clone(),
        urgency: assessed.deadline.as_ref().map(Into::into),
        deadline: assessed.deadline,
        opened_at: dispute.opened_at,
        documents_sent_at: dispute.documents_sent_at,
        customer: dispute.customer.clone(),
        order: dispute.order.clone(),
        transaction: dispute.transaction.clone(),
        loss_reason: dispute.loss_code.as_ref().map(|code| {
            let reason = loss::reason(code);
            let meaning = words.say(&format!("loss-{}", reason.as_str().replace('_', "-")), &[]);
            LossView {
                code: code.clone(),
                reason,
                meaning,
            }
        }),
        missing: assessed.missing,
        submissions: submissions.iter().map(SubmissionView::from).collect(),
        read_at: filed.read_at,
        vanished: filed.vanished_at.is_some(),
    }
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
