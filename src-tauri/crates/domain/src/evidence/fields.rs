//! From our kinds to a provider's fields: where each piece of a draft goes, and how much fits.

use crate::evidence::draft::fact;
use crate::evidence::{Draft, Form, Kind, compelling};
use crate::{Dispute, Provider, Stage, rules};
use std::collections::BTreeMap;

/// How the name of a consent ends (stripe.md §11.2).
const CONSENT: &str = ".fee_acknowledged";
/// Characters that a draft holds where no provider's limit is known: more is no text that somebody wrote for a case.
const DRAFT_HOLDS: usize = 150_000;

/// The provider's field for files of this kind; none where the provider has no place for it.
#[must_use]
pub fn file_field(provider: Provider, kind: Kind) -> Option<&'static str> {
    if kind.form() != Form::Files {
        return None;
    }
    (rules::of(provider).file_field)(kind)
}

/// Whether pieces of this kind travel with an answer to this case: where there are appeals, one takes its own fields and no
/// other, and nothing else takes those (stripe.md §4).
#[must_use]
pub fn travels(dispute: &Dispute, kind: Kind) -> bool {
    let appeals = matches!(kind, Kind::AppealFiles | Kind::AppealReason);
    !rules::of(dispute.provider).extras.appeals || rules::is_in_appeal(dispute) == appeals
}

/// Characters that a text of this kind may have; none where nobody publishes that, as where texts stand in documents.
#[must_use]
pub fn text_limit(provider: Provider, kind: Kind) -> Option<usize> {
    let texts = rules::of(provider).texts?;
    Some(match kind.form() {
        Form::ShortText => texts.short,
        Form::LongText | Form::Files => texts.long,
    })
}

/// Characters that all texts of a draft may have together: what the provider takes, else what a draft holds.
#[must_use]
pub fn all_texts_limit(provider: Provider) -> usize {
    rules::of(provider)
        .texts
        .map_or(DRAFT_HOLDS, |texts| texts.all)
}

/// Pages that texts fill; none where the provider counts none for them.
#[must_use]
pub fn text_pages<'a>(
    provider: Provider,
    fields: impl IntoIterator<Item = (&'a String, &'a String)>,
) -> u32 {
    let Some(texts) = rules::of(provider).texts else {
        return 0;
    };
    u32::try_from(characters(fields).div_ceil(texts.page)).unwrap_or(u32::MAX)
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
    if rules::of(dispute.provider).extras.keeps_texts {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_limited_and_counted_only_where_a_provider_says_how() {
        let text = ("product_description".to_owned(), "a".repeat(6_001));
        let fields = BTreeMap::from([text]);
        for (provider, short, long, pages) in [
            (Provider::Stripe, Some(5_000), Some(20_000), 3),
            (Provider::Clearhaus, None, None, 0),
            (Provider::Celcoin, None, None, 0),
            (Provider::Unico, None, None, 0),
        ] {
            let limits = [Kind::CustomerName, Kind::UncategorizedText]
                .map(|kind| text_limit(provider, kind));
            assert_eq!(limits, [short, long], "{provider:?}");
            assert_eq!(text_pages(provider, &fields), pages, "{provider:?}");
            assert_eq!(all_texts_limit(provider), 150_000, "{provider:?}");
        }
    }
}
