//! Visa Compelling Evidence 3.0: whether what is staged qualifies (stripe.md §11.1).

use serde_json::{Map, Value, json};

use super::account::Account;
use super::charge::Method;
use super::day::DAY;
use super::dispute::Dispute;
use super::error::Refusal;
use super::params::{items, nested, only};

pub(crate) const KIND: &str = "visa_compelling_evidence_3";

const IDENTIFIERS: [&str; 5] = [
    "customer_account_id",
    "customer_device_fingerprint",
    "customer_device_id",
    "customer_email_address",
    "customer_purchase_ip",
];
const ADDRESS: [&str; 6] = ["city", "country", "line1", "line2", "postal_code", "state"];
/// Earlier payments must be this old on the day of the disputed payment, in days, and no older (stripe.md §11.1).
const PRIOR_DAYS: std::ops::RangeInclusive<i64> = 120..=364;
const PRIORS: usize = 2;

/// Reads `evidence[enhanced_evidence][visa_compelling_evidence_3]` into the form in which it is
/// shown again. An empty value clears it.
pub(crate) fn read(value: &Value) -> Result<Option<Value>, Refusal> {
    let parent = "evidence[enhanced_evidence][visa_compelling_evidence_3]";
    let Value::Object(members) = value else {
        return Ok(None);
    };
    only(
        members,
        parent,
        &["disputed_transaction", "prior_undisputed_transactions"],
    )?;
    let disputed = match members.get("disputed_transaction") {
        Some(Value::Object(found)) => {
            let name = nested(parent, "disputed_transaction");
            let mut shown = read_transaction(found, &name, &["merchandise_or_services"])?;
            let kind = found.get("merchandise_or_services").and_then(filled);
            if kind.is_some_and(|kind| !["merchandise", "services"].contains(&kind)) {
                return Err(Refusal::bad_param(
                    &nested(&name, "merchandise_or_services"),
                    "Must be one of merchandise or services.",
                ));
            }
            shown.insert("merchandise_or_services".into(), json!(kind));
            Value::Object(shown)
        }
        _ => Value::Null,
    };
    let name = nested(parent, "prior_undisputed_transactions");
    let mut priors = Vec::new();
    if let Some(list) = members.get("prior_undisputed_transactions") {
        for (at, prior) in items(list).into_iter().enumerate() {
            let name = nested(&name, &at.to_string());
            let Value::Object(found) = prior else {
                return Err(Refusal::bad_param(&name, "Invalid object."));
            };
            let mut shown = read_transaction(found, &name, &["charge"])?;
            let Some(charge) = found.get("charge").and_then(filled) else {
                return Err(Refusal::missing_param(&nested(&name, "charge")));
            };
            shown.insert("charge".into(), json!(charge));
            priors.push(Value::Object(shown));
        }
    }
    if priors.len() > PRIORS {
        return Err(Refusal::bad_param(
            &name,
            "Exactly two earlier transactions may be given.",
        ));
    }
    Ok(Some(json!({
        "disputed_transaction": disputed, "prior_undisputed_transactions": priors,
    })))
}

fn read_transaction(
    found: &Map<String, Value>,
    parent: &str,
    more: &[&str],
) -> Result<Map<String, Value>, Refusal> {
    let mut known = IDENTIFIERS.to_vec();
    known.extend(["product_description", "shipping_address"]);
    known.extend(more);
    only(found, parent, &known)?;
    let mut shown = Map::new();
    for name in IDENTIFIERS.iter().chain(&["product_description"]) {
        shown.insert((*name).into(), json!(found.get(*name).and_then(filled)));
    }
    for (name, least) in [
        ("customer_device_fingerprint", 20),
        ("customer_device_id", 15),
    ] {
        let short = shown[name]
            .as_str()
            .is_some_and(|text| text.chars().count() < least);
        if short {
            return Err(Refusal::bad_param(
                &nested(parent, name),
                format!("Must be at least {least} characters."),
            ));
        }
    }
    let address = match found.get("shipping_address") {
        Some(Value::Object(parts)) => {
            only(parts, &nested(parent, "shipping_address"), &ADDRESS)?;
            Value::Object(
                ADDRESS
                    .iter()
                    .map(|name| ((*name).to_owned(), json!(parts.get(*name).and_then(filled))))
                    .collect(),
            )
        }
        _ => Value::Null,
    };
    shown.insert("shipping_address".into(), address);
    Ok(shown)
}

fn filled(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| !text.is_empty())
}

/// The status of a dispute that could qualify; nothing for the others.
pub(crate) fn status(account: &Account, dispute: &Dispute) -> Option<Value> {
    if !dispute.eligible_for(KIND) {
        return None;
    }
    let empty = json!({"disputed_transaction": null, "prior_undisputed_transactions": []});
    let staged = dispute.compelling.as_ref().unwrap_or(&empty);
    let disputed = &staged["disputed_transaction"];
    let priors = staged["prior_undisputed_transactions"]
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    if priors
        .iter()
        .any(|prior| !is_valid_prior(account, dispute, prior))
    {
        return Some(json!({"required_actions": [], "status": "not_qualified"}));
    }
    let mut missing = Vec::new();
    if priors.is_empty() || !priors.iter().all(|prior| same_buyer(disputed, prior)) {
        missing.push("missing_customer_identifiers");
    }
    if filled(&disputed["product_description"]).is_none() {
        missing.push("missing_disputed_transaction_description");
    }
    if filled(&disputed["merchandise_or_services"]).is_none() {
        missing.push("missing_merchandise_or_services");
    }
    if priors.len() < PRIORS {
        missing.push("missing_prior_undisputed_transactions");
    }
    if priors.is_empty()
        || priors
            .iter()
            .any(|prior| filled(&prior["product_description"]).is_none())
    {
        missing.push("missing_prior_undisputed_transaction_description");
    }
    let status = if missing.is_empty() {
        "qualified"
    } else {
        "requires_action"
    };
    Some(json!({"required_actions": missing, "status": status}))
}

/// Paid with the same card, undisputed, of the right age.
fn is_valid_prior(account: &Account, dispute: &Dispute, prior: &Value) -> bool {
    let (Some(now), Some(then)) = (
        account.charges.get(&dispute.charge),
        prior["charge"]
            .as_str()
            .and_then(|id| account.charges.get(id)),
    ) else {
        return false;
    };
    let same_card = match (&now.method, &then.method) {
        (Method::Card { fingerprint: a, .. }, Method::Card { fingerprint: b, .. }) => a == b,
        _ => false,
    };
    let days = (now.created - then.created).div_euclid(DAY);
    same_card && !then.disputed && now.id != then.id && PRIOR_DAYS.contains(&days)
}

/// Two main elements (the address on the net; fingerprint or device id), or one of them plus one
/// of: complete shipping address, mail, account id.
fn same_buyer(disputed: &Value, prior: &Value) -> bool {
    let same = |name: &str| {
        filled(&disputed[name]).is_some() && filled(&disputed[name]) == filled(&prior[name])
    };
    let ip = same("customer_purchase_ip");
    let device = same("customer_device_fingerprint") || same("customer_device_id");
    let here = &disputed["shipping_address"];
    let complete = ["line1", "city", "country", "postal_code"]
        .iter()
        .all(|part| filled(&here[*part]).is_some());
    let lesser = same("customer_email_address")
        || same("customer_account_id")
        || (complete && *here == prior["shipping_address"]);
    (ip && device) || ((ip || device) && lesser)
}
