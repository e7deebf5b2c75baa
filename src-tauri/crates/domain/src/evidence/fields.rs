//! From our kinds to a provider's fields: where each piece of a draft goes, and how much fits.

use crate::evidence::draft::fact;
use crate::evidence::{Draft, Form, Kind, compelling};
use crate::rules::stripe::limits;
use crate::{Dispute, Provider, Stage, rules};
use std::collections::BTreeMap;

/// How the name of a consent ends (stripe.md §11.2).
const CONSENT: &str = ".fee_acknowledged";

/// The provider's field for files of this kind; none where the provider has no place for it.
#[must_use]
pub fn file_field(provider: Provider, kind: Kind) -> Option<&'static str> {
    if kind.form() != Form::Files {
        return None;
    }
    match (provider, kind) {
        (Provider::Stripe, Kind::GoodsCondition | Kind::RefundProof) => {
            Some(Kind::UncategorizedFile.as_str())
        }
        (Provider::Stripe, kind) => Some(kind.as_str()),
        // One place for all: a single PDF (clearhaus.md §1.6), or a list of them (celcoin.md §2.4).
        (Provider::Clearhaus | Provider::Celcoin, _) => Some("documents"),
        (Provider::Unico, _) => None,
    }
}

/// Whether pieces of this kind travel with an answer to this case: an appeal takes its own fields and no other, and nothing
/// else at Stripe takes those (stripe.md §4).
#[must_use]
pub fn travels(dispute: &Dispute, kind: Kind) -> bool {
    let appeals = matches!(kind, Kind::AppealFiles | Kind::AppealReason);
    dispute.provider != Provider::Stripe || rules::is_in_appeal(dispute) == appeals
}

/// Characters that a text of this kind may have.
#[must_use]
pub fn text_limit(kind: Kind) -> usize {
    match kind.form() {
        Form::ShortText => limits::SHORT_TEXT,
        Form::LongText | Form::Files => limits::LONG_TEXT,
    }
}

/// The text fields that a submission of this draft would carry: the owner's texts, what lies at the provider already, and
/// what it states about the buyer where the owner wrote nothing. An empty value takes away what lies there.
#[must_use]
pub fn text_fields(dispute: &Dispute, draft: &Draft) -> BTreeMap<String, String> {
    let mut fields = BTreeMap::new();
    if rules::is_in_appeal(dispute) {
        // Only the appeal may be written now (stripe.md §4).
        if let Some(reason) = draft
            .texts
            .get(&Kind::AppealReason)
            .filter(|t| !t.trim().is_empty())
        {
            fields.insert("appeal.card.reason_for_filing".to_owned(), reason.clone());
        }
        return fields;
    }
    if dispute.provider == Provider::Stripe {
        fields.extend(
            dispute
                .staged_texts
                .iter()
                .filter(|(name, _)| !name.starts_with(compelling::PATH))
                .cloned(),
        );
        fields.extend(compelling::travelling(&dispute.staged_texts, &draft.facts));
        for (kind, value) in stated(dispute) {
            fields.entry(kind.as_str().to_owned()).or_insert(value);
        }
    }
    for (kind, text) in &draft.texts {
        if travels(dispute, *kind) && !text.trim().is_empty() {
            fields.insert(kind.as_str().to_owned(), text.clone());
        }
    }
    for (name, value) in &draft.facts {
        if name.starts_with(fact::ENHANCED) && !value.is_empty() {
            fields.insert(name.clone(), value.clone());
        }
    }
    if draft.fee_acknowledged() && dispute.stage == Stage::Compliance {
        fields.insert(
            format!("{}{}{CONSENT}", fact::ENHANCED, compliance_kind(dispute)),
            "true".to_owned(),
        );
    }
    fields
}

/// What the provider itself states: who the buyer is, and that the payment was refunded.
fn stated(dispute: &Dispute) -> impl Iterator<Item = (Kind, String)> {
    let buyer = &dispute.customer;
    [
        (Kind::CustomerName, buyer.name.clone()),
        (Kind::CustomerEmailAddress, buyer.email.clone()),
        (Kind::BillingAddress, buyer.billing_address.clone()),
        (Kind::RefundRefusalExplanation, refunds_told(dispute)),
    ]
    .into_iter()
    .filter_map(|(kind, value)| Some((kind, value?)))
}

/// The refunds in the bank's words, each as the provider lists it; none where there is none. One that failed isn't told
/// (stripe.md §8: the answer shows the refund with its reference; §11: "already compensated" goes into this field).
#[must_use]
pub fn refunds_told(dispute: &Dispute) -> Option<String> {
    let lines: Vec<String> = dispute
        .refunds
        .iter()
        .filter(|refund| refund.stands())
        .map(|refund| {
            let what = if refund.status == "pending" {
                "A refund of"
            } else {
                "Refunded:"
            };
            let day = refund.at.format("%Y-%m-%d");
            let mut line = format!(
                "{what} {}, {day} (UTC), refund {}",
                refund.amount, refund.id
            );
            if refund.status == "pending" {
                line.push_str(", is on its way");
            }
            if let Some(reference) = &refund.reference {
                line.push_str(&format!(", reference {reference}"));
            }
            line.push('.');
            line
        })
        .collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// Whether a field of [`text_fields`] is there only because the provider states it; it may have put it into the evidence
/// by itself (stripe.md §3). Such fields travel as long as there is room for them: the owner's own evidence comes first.
#[must_use]
pub fn is_stated(dispute: &Dispute, draft: &Draft, field: &str, text: &str) -> bool {
    stated(dispute).any(|(kind, value)| {
        kind.as_str() == field && value == text && !draft.texts.contains_key(&kind)
    })
}

/// Characters of the fields that would fill pages; a consent fills none.
#[must_use]
pub fn characters<'a>(fields: impl IntoIterator<Item = (&'a String, &'a String)>) -> usize {
    let texts = fields
        .into_iter()
        .filter(|(field, _)| !field.ends_with(CONSENT));
    texts.map(|(_, text)| text.chars().count()).sum()
}

/// The provider's name of the compliance programme (stripe.md §11.2).
fn compliance_kind(dispute: &Dispute) -> String {
    dispute
        .special_evidence
        .iter()
        .map(|s| s.kind.clone())
        .find(|kind| kind.ends_with("_compliance"))
        .unwrap_or_else(|| {
            format!(
                "{}_compliance",
                dispute.network.as_deref().unwrap_or("visa")
            )
        })
}
