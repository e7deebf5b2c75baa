//! Building the irreversible calls: deterministic, complete, `submit` always explicit. Pure.

use super::fields::{APPEAL_FILES, FILE_FIELDS, TEXT_FIELDS};
use super::money::to_stripe;
use super::wire::is_id;
use crate::ProviderError;
use crate::adapter::{Pack, Prepared};
use crate::call::Irreversible;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use tvist_domain::dispute::{AutoAnswer, Transaction};
use tvist_domain::{Act, Dispute, Money, Stage};
use url::form_urlencoded;
use uuid::Uuid;

const FORM: &str = "application/x-www-form-urlencoded";

/// The form field of the mark.
pub(super) fn marker_field() -> String {
    format!("metadata[{}]", super::MARKER)
}

/// `POST /v1/disputes/{id}` with `submit=true`: sends these texts and files, and whatever was staged besides
/// (stripe.md §1 rule 1, §6).
pub(super) fn answer(
    dispute: &Dispute,
    pack: &Pack,
    files: &[Prepared],
    intent: &str,
) -> Result<Irreversible, ProviderError> {
    if !tvist_domain::rules::takes_evidence(dispute) {
        return Err(ProviderError::Unsupported);
    }
    let mut form = evidence(dispute, pack, files)?;
    if form.is_empty() {
        return Err(unfit("there is nothing to send"));
    }
    // Under any other setting Stripe may send its own packet instead of this one (stripe.md §11.3).
    if matches!(dispute.auto_answer, AutoAnswer::Provider(_)) {
        form.insert("intended_submission_method".to_owned(), "manual".to_owned());
    }
    form.insert("submit".to_owned(), "true".to_owned());
    form.insert(marker_field(), intent.to_owned());
    Ok(Irreversible {
        act: Act::Submit,
        method: "POST".to_owned(),
        target: path(dispute, "")?,
        content_type: FORM.to_owned(),
        body: encoded(&form),
        key: Some(derived_key(&["submit", &dispute.provider_id, intent])),
    })
}

/// `POST /v1/disputes/{id}/close`: turns the case into `lost` for good (stripe.md §1 rule 3). It takes no metadata.
pub(super) fn close(dispute: &Dispute, intent: &str) -> Result<Irreversible, ProviderError> {
    // An inquiry is conceded by a refund; what close does to an appeal isn't documented (stripe.md §4).
    if !matches!(dispute.stage, Stage::Chargeback | Stage::Compliance) {
        return Err(ProviderError::Unsupported);
    }
    Ok(Irreversible {
        act: Act::Accept,
        method: "POST".to_owned(),
        target: path(dispute, "/close")?,
        content_type: FORM.to_owned(),
        body: String::new(),
        key: Some(derived_key(&["close", &dispute.provider_id, intent])),
    })
}

/// `POST /v1/refunds` of `amount`, in the currency of the charge (stripe.md §8). No `reason` is given: it is optional, and
/// nobody stated one.
pub(super) fn refund(
    dispute: &Dispute,
    amount: &Money,
    intent: &str,
) -> Result<Irreversible, ProviderError> {
    refund_of(&dispute.provider_id, &dispute.transaction, amount, intent)
}

/// The same for any payment; `about` is the id of what it is refunded for.
pub(super) fn refund_of(
    about: &str,
    transaction: &Transaction,
    amount: &Money,
    intent: &str,
) -> Result<Irreversible, ProviderError> {
    if amount.minor <= 0 {
        return Err(unfit("a refund needs an amount"));
    }
    // A dispute may be in another currency than its charge (stripe.md §3), and a refund is counted in the charge's.
    let paid = transaction.amount.as_ref();
    if paid.is_some_and(|paid| paid.currency != amount.currency) {
        return Err(unfit(
            "the payment was made in another currency than the dispute: refund it in the Dashboard",
        ));
    }
    let in_stripes_unit =
        to_stripe(amount).ok_or_else(|| unfit("Stripe has no number for this amount"))?;
    let (field, id) = payment(transaction)?;
    let form = BTreeMap::from([
        (field.to_owned(), id),
        ("amount".to_owned(), in_stripes_unit.to_string()),
        (marker_field(), intent.to_owned()),
    ]);
    Ok(Irreversible {
        act: Act::Refund,
        method: "POST".to_owned(),
        target: "/v1/refunds".to_owned(),
        content_type: FORM.to_owned(),
        body: encoded(&form),
        key: Some(derived_key(&["refund", about, intent])),
    })
}

/// The parameter and the id by which refunds find the payment: the charge, or else its intent (stripe.md §6).
pub(super) fn payment(transaction: &Transaction) -> Result<(&'static str, String), ProviderError> {
    let charge = transaction.id.as_ref().map(|id| ("charge", id));
    let intent = transaction
        .parent_id
        .as_ref()
        .map(|id| ("payment_intent", id));
    charge
        .or(intent)
        .filter(|(_, id)| is_id(id))
        .map(|(field, id)| (field, id.clone()))
        .ok_or(unfit("the case names no payment"))
}

/// The evidence as form fields: `evidence[shipping_carrier]`, `evidence[appeal][card][supporting_files][0]`.
pub(super) fn evidence(
    dispute: &Dispute,
    pack: &Pack,
    files: &[Prepared],
) -> Result<BTreeMap<String, String>, ProviderError> {
    let appeal = dispute.stage == Stage::PreArbitration;
    let mut form = BTreeMap::new();
    for (field, text) in &pack.fields {
        let root = field.split('.').next().unwrap_or_default();
        let fits = if appeal {
            root == "appeal"
        } else {
            root == "enhanced_evidence" || TEXT_FIELDS.contains(&field.as_str())
        };
        if !fits {
            return Err(unfit(format!("{root} has no place in this stage")));
        }
        form.insert(bracketed(field)?, text.clone());
    }
    for (index, file) in files.iter().enumerate() {
        let remote = file
            .remote
            .as_ref()
            .ok_or(unfit("a file was not uploaded before"))?;
        let field = if appeal {
            // Every file of an appeal goes into the one list that it has.
            format!("{APPEAL_FILES}.{index}")
        } else if FILE_FIELDS.contains(&remote.field.as_str()) {
            remote.field.clone()
        } else {
            return Err(unfit("a file has no place in this stage"));
        };
        if form.insert(bracketed(&field)?, remote.id.clone()).is_some() {
            return Err(unfit(format!("{field} takes one file")));
        }
    }
    Ok(form)
}

/// `a.b.0` as `evidence[a][b][0]` (stripe.md §2: bracket nesting, arrays by number).
fn bracketed(path: &str) -> Result<String, ProviderError> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let mut field = "evidence".to_owned();
    for part in path.split('.') {
        if part.is_empty() || !part.chars().all(plain) {
            return Err(unfit("a field's name can't be sent"));
        }
        field.push('[');
        field.push_str(part);
        field.push(']');
    }
    Ok(field)
}

/// The form in the order of its fields, so that the same form is the same bytes.
pub(super) fn encoded(form: &BTreeMap<String, String>) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .finish()
}

/// One field of an encoded form.
pub(super) fn decoded(body: &str, field: &str) -> Option<String> {
    form_urlencoded::parse(body.as_bytes())
        .find(|(name, _)| name == field)
        .map(|(_, value)| value.into_owned())
}

pub(super) fn path(dispute: &Dispute, tail: &str) -> Result<String, ProviderError> {
    if is_id(&dispute.provider_id) {
        Ok(format!("/v1/disputes/{}{tail}", dispute.provider_id))
    } else {
        Err(unfit("the case's id can't be sent"))
    }
}

/// A key in the form of a UUID that the same parts always give and others don't.
pub(super) fn derived_key(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        // With the length, so that ("a", "bc") and ("ab", "c") differ.
        hash.update(part.len().to_be_bytes());
        hash.update(part.as_bytes());
    }
    let hash = hash.finalize();
    let mut first = [0; 16];
    first.copy_from_slice(&hash[..16]);
    Uuid::from_bytes(first).to_string()
}

pub(super) fn unfit(what: impl Into<String>) -> ProviderError {
    ProviderError::Settings { what: what.into() }
}
