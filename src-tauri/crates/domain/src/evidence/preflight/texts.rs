//! What is wrong with the texts of an answer: they say nothing, are too long, or claim a delivery without its facts.

use crate::Dispute;
use crate::check::Problem;
use crate::evidence::{Draft, Kind, fields, placeholder};

/// Texts that say nothing, were left open, or are too long.
pub(super) fn unsayable(dispute: &Dispute, draft: &Draft) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (name, text) in fields::text_fields(dispute, draft) {
        let kind = Kind::from_word(&name);
        let says_nothing = kind.is_some_and(|kind| placeholder::says_nothing(kind, &text));
        // An empty value takes away what lies at the provider.
        if says_nothing && !text.is_empty() {
            problems.push(Problem::blocking(
                "placeholder",
                Some(&name),
                "the field holds a mark that stands for nothing: say what is known, or leave it empty",
            ));
        }
    }
    for (kind, text) in &draft.texts {
        let says_nothing = placeholder::says_nothing(*kind, text);
        if let Some(found) = placeholder::left_open(text).filter(|_| !says_nothing) {
            problems.push(Problem::blocking(
                "placeholder",
                Some(kind.as_str()),
                format!("the text still holds a placeholder: {found}"),
            ));
        }
        let limit = fields::text_limit(dispute.provider, *kind);
        if let Some(limit) = limit.filter(|limit| text.chars().count() > *limit) {
            problems.push(Problem::blocking(
                "text_too_long",
                Some(kind.as_str()),
                format!("the text is longer than {limit} characters"),
            ));
        }
    }
    let characters: usize = fields::text_fields(dispute, draft)
        .values()
        .map(|t| t.chars().count())
        .sum();
    let most = fields::all_texts_limit(dispute.provider);
    if characters > most {
        problems.push(Problem::blocking(
            "texts_too_long",
            None,
            format!("all texts together exceed {most} characters"),
        ));
    }
    problems
}

/// A delivery that is claimed needs its date, carrier and tracking number: a bare address or number has lost cases.
pub(super) fn delivery_claim(dispute: &Dispute, draft: &Draft) -> Option<Problem> {
    let fields = fields::text_fields(dispute, draft);
    let given = |kind: Kind| {
        let text = fields.get(kind.as_str());
        text.is_some_and(|text| !placeholder::says_nothing(kind, text))
    };
    let claimed = Kind::ALL
        .iter()
        .any(|kind| kind.claims_delivery() && given(*kind));
    let missing: Vec<&str> = [
        Kind::ShippingDate,
        Kind::ShippingCarrier,
        Kind::ShippingTrackingNumber,
    ]
    .into_iter()
    .filter(|kind| !given(*kind))
    .map(Kind::as_str)
    .collect();
    (claimed && !missing.is_empty()).then(|| {
        Problem::blocking(
            "delivery_claim_incomplete",
            missing.first().copied(),
            format!(
                "a delivery is claimed, but these are missing: {}",
                missing.join(", ")
            ),
        )
    })
}
