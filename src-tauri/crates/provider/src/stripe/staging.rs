//! What lies at Stripe with a case already and goes out with its answer, and the special ways of evidence that it offers
//! (stripe.md §1 rule 1, §3, §11). Pure.

use super::fields::{APPEAL_FILES, FILE_FIELDS, TEXT_FIELDS};
use crate::lenient::Fields;
use serde_json::Value;
use tvist_domain::dispute::SpecialEvidence;

/// What can be told of one payment of Visa Compelling Evidence 3.0 (stripe.md §11.1).
const TRANSACTION_FIELDS: [&str; 8] = [
    "charge",
    "customer_account_id",
    "customer_device_fingerprint",
    "customer_device_id",
    "customer_email_address",
    "customer_purchase_ip",
    "merchandise_or_services",
    "product_description",
];

/// The parts of its delivery address.
const ADDRESS_FIELDS: [&str; 6] = ["city", "country", "line1", "line2", "postal_code", "state"];

pub(super) fn staged_texts(object: Fields<'_>) -> Vec<(String, String)> {
    let Some(evidence) = object.child("evidence") else {
        return Vec::new();
    };
    let texts = TEXT_FIELDS
        .iter()
        .filter_map(|field| Some(((*field).to_owned(), evidence.written(field)?)));
    texts.chain(staged_special(evidence)).collect()
}

/// Special evidence that lies there already, by the paths under which it can be written again (stripe.md §3, §11.1,
/// §11.2). Members that aren't documented as writable are left where they are.
fn staged_special(evidence: Fields<'_>) -> Vec<(String, String)> {
    const COMPELLING: &str = "enhanced_evidence.visa_compelling_evidence_3";
    let mut found = Vec::new();
    let mut look = |place: String, transaction: Fields<'_>| {
        let parts = TRANSACTION_FIELDS.iter().map(|name| (*name).to_owned());
        let address = ADDRESS_FIELDS
            .iter()
            .map(|name| format!("shipping_address.{name}"));
        for name in parts.chain(address) {
            if let Some(value) = transaction.written(&name) {
                found.push((format!("{place}.{name}"), value));
            }
        }
    };
    let disputed = format!("{COMPELLING}.disputed_transaction");
    if let Some(transaction) = evidence.child(&disputed) {
        look(disputed, transaction);
    }
    let priors = format!("{COMPELLING}.prior_undisputed_transactions");
    for (n, prior) in evidence.items(&priors).iter().enumerate() {
        look(format!("{priors}.{n}"), Fields::exact(prior));
    }
    for programme in ["visa_compliance", "mastercard_compliance"] {
        let consent = format!("enhanced_evidence.{programme}.fee_acknowledged");
        if evidence.truth(&consent) == Some(true) {
            found.push((consent, "true".to_owned()));
        }
    }
    found
}

pub(super) fn staged_files(object: Fields<'_>) -> Vec<String> {
    let Some(evidence) = object.child("evidence") else {
        return Vec::new();
    };
    let mut fields: Vec<String> = FILE_FIELDS
        .iter()
        .filter(|field| evidence.id(field).is_some())
        .map(|field| (*field).to_owned())
        .collect();
    if !evidence.items(APPEAL_FILES).is_empty() {
        fields.push(APPEAL_FILES.to_owned());
    }
    fields
}

/// The ways that Stripe lists for the case, with their standing where it tells (stripe.md §3).
pub(super) fn special_evidence(object: Fields<'_>) -> Vec<SpecialEvidence> {
    let standing = object.get("evidence_details.enhanced_eligibility");
    let listed = object
        .items("enhanced_eligibility_types")
        .iter()
        .filter_map(Value::as_str);
    let told = standing
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(|map| map.iter().filter(|(_, v)| v.is_object()))
        .map(|(kind, _)| kind.as_str());
    let mut kinds: Vec<&str> = Vec::new();
    for kind in listed.chain(told) {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
        .into_iter()
        .map(|kind| {
            let stands = standing.and_then(|all| all.get(kind)).map(Fields::exact);
            SpecialEvidence {
                kind: kind.to_owned(),
                status: stands.and_then(|s| s.text("status")),
                required_actions: stands.map_or_else(Vec::new, |s| {
                    s.items("required_actions")
                        .iter()
                        .filter_map(Value::as_str)
                        .map(str::to_owned)
                        .collect()
                }),
            }
        })
        .collect()
}
