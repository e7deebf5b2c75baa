//! Staging and sending evidence: `POST /v1/disputes/{id}` (stripe.md §§3, 4, 6, 7, 11).

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::account::Account;
use super::compelling;
use super::dispute::{Dispute, FILES, LONG_TEXTS, SHORT_TEXTS};
use super::error::Refusal;
use super::limits::used_files;
use super::params::{Params, items, nested, only};

const LONGEST_LONG: usize = 20_000;
const LONGEST_SHORT: usize = 5_000;
const METHODS: [&str; 4] = [
    "manual",
    "prefer_manual",
    "prefer_smart_disputes",
    "smart_disputes",
];

/// What one update call wants.
pub(crate) struct Update<'a> {
    pub(crate) params: &'a Params,
    /// The day of the API version, `YYYY-MM-DD`.
    pub(crate) version: &'a str,
    pub(crate) at: i64,
}

impl Account {
    /// Stages and, unless `submit=false`, sends.
    pub(crate) fn update_dispute(&mut self, id: &str, update: &Update) -> Result<(), Refusal> {
        let params = update.params;
        params.only(&[
            "evidence",
            "expand",
            "intended_submission_method",
            "metadata",
            "submit",
        ])?;
        let dispute = self.dispute(id)?;
        let said = params.boolean("submit")?;
        let mut next = dispute.clone();
        read_metadata(params, &mut next.metadata)?;
        let evidence = read_evidence(params)?;
        if dispute.is_closed() {
            return Err(Refusal::closed());
        }
        let before = self.render_dispute(dispute, update.at);
        // Klarna takes no evidence during the inquiry: what is sent is ignored (stripe.md §12.1).
        let deaf = dispute.is_klarna() && dispute.is_inquiry();
        let mut sends = false;
        if !deaf {
            self.read_intended(params, &mut next)?;
            sends = wants_to_send(dispute, evidence, said);
            if evidence.is_some() || sends {
                check_stage(dispute, evidence)?;
            }
            if let Some(members) = evidence {
                self.stage(&mut next, members)?;
                self.check_limits(&next, update.version, sends)?;
            }
            if sends {
                check_sending(&next)?;
            }
        }
        for file in used_files(&next) {
            if let Some(file) = self.files.iter_mut().find(|known| known.id == file) {
                file.dispute = Some(id.to_owned());
            }
        }
        if let Some(dispute) = self.dispute_mut(id) {
            *dispute = next;
        }
        if sends {
            let method = match self.dispute(id)?.intended.as_deref() {
                Some("smart_disputes") => "smart_disputes",
                Some("prefer_smart_disputes") if self.dispute(id)?.plan.smart_packet => {
                    "smart_disputes"
                }
                _ => "manual",
            };
            self.submit(id, update.at, method, false);
        } else {
            if evidence.is_some() && !deaf {
                self.count(id, "stage", false);
            }
            self.record_dispute("charge.dispute.updated", id, update.at, &before);
        }
        Ok(())
    }

    fn read_intended(&self, params: &Params, next: &mut Dispute) -> Result<(), Refusal> {
        let name = "intended_submission_method";
        let Some(method) = params.text(name)? else {
            return Ok(());
        };
        if !METHODS.contains(&method) {
            return Err(Refusal::bad_param(name, format!("Invalid {name}.")));
        }
        if !self.smart || next.intended.is_none() {
            return Err(Refusal::bad_param(
                name,
                "Smart Disputes is not enabled for this account.",
            ));
        }
        next.intended = Some(method.to_owned());
        Ok(())
    }

    /// Writes the given fields into the draft; an empty value clears a field.
    fn stage(&self, next: &mut Dispute, members: &Map<String, Value>) -> Result<(), Refusal> {
        for (name, value) in members {
            match name.as_str() {
                "enhanced_evidence" => stage_enhanced(next, value)?,
                "appeal" => self.stage_appeal(next, value)?,
                field => {
                    let full = nested("evidence", field);
                    let Some(text) = value.as_str() else {
                        return Err(Refusal::bad_param(&full, format!("Invalid string: {full}")));
                    };
                    next.prefilled.retain(|known| *known != field);
                    if text.is_empty() {
                        next.evidence.remove(field);
                        continue;
                    }
                    if FILES.contains(&field) {
                        self.check_file(&next.id, &full, text)?;
                    }
                    next.evidence.insert(field.to_owned(), text.to_owned());
                }
            }
        }
        Ok(())
    }

    fn check_file(&self, dispute: &str, param: &str, id: &str) -> Result<(), Refusal> {
        let Some(file) = self.file(id) else {
            return Err(Refusal::names_nothing("file", id, param));
        };
        if file.purpose != "dispute_evidence" {
            return Err(Refusal::rule_about(
                param,
                format!("The file {id} was not uploaded with the purpose dispute_evidence."),
            ));
        }
        if file.dispute.as_deref().is_some_and(|used| used != dispute) {
            return Err(Refusal::rule_about(
                param,
                format!("The file {id} is already used for another dispute."),
            ));
        }
        Ok(())
    }

    fn stage_appeal(&self, next: &mut Dispute, value: &Value) -> Result<(), Refusal> {
        let Value::Object(members) = value else {
            next.appeal = None;
            return Ok(());
        };
        only(members, "evidence[appeal]", &["card"])?;
        let parent = "evidence[appeal][card]";
        let Some(Value::Object(card)) = members.get("card") else {
            return Err(Refusal::missing_param(parent));
        };
        only(card, parent, &["reason_for_filing", "supporting_files"])?;
        let mut files = Vec::new();
        for file in card.get("supporting_files").map(items).unwrap_or_default() {
            let id = file.as_str().unwrap_or_default();
            self.check_file(&next.id, &nested(parent, "supporting_files"), id)?;
            files.push(id.to_owned());
        }
        let reason = card
            .get("reason_for_filing")
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty());
        next.appeal = Some(json!({
            "card": {"reason_for_filing": reason, "supporting_files": files},
        }));
        Ok(())
    }
}

/// Omitted means true: with evidence, or with something staged, or when said outright.
fn wants_to_send(
    dispute: &Dispute,
    evidence: Option<&Map<String, Value>>,
    said: Option<bool>,
) -> bool {
    match said {
        Some(said) => said,
        None => {
            evidence.is_some()
                || (dispute.has_evidence() && dispute.status.ends_with("needs_response"))
        }
    }
}

/// Whether this stage takes evidence, and which (stripe.md §4).
fn check_stage(dispute: &Dispute, evidence: Option<&Map<String, Value>>) -> Result<(), Refusal> {
    let appeals = evidence.is_some_and(|members| members.contains_key("appeal"));
    let others = evidence.is_some_and(|members| members.keys().any(|name| name != "appeal"));
    if dispute.due_by == Some(0) {
        return Err(Refusal::rule("This dispute cannot be responded to."));
    }
    match dispute.status.as_str() {
        "needs_response" | "warning_needs_response" if appeals => Err(Refusal::rule_about(
            "evidence[appeal]",
            "This dispute cannot be appealed.",
        )),
        "needs_response" | "warning_needs_response" => Ok(()),
        "appeal_needs_response" if others => Err(Refusal::rule_about(
            "evidence",
            "Only evidence[appeal] can be changed at this stage.",
        )),
        "appeal_needs_response" => Ok(()),
        _ => Err(Refusal::rule(
            "Evidence for this dispute has already been submitted.",
        )),
    }
}

/// What must be there before anything goes out.
fn check_sending(next: &Dispute) -> Result<(), Refusal> {
    if next.is_compliance() && next.fee_acknowledged != Some(true) {
        return Err(Refusal::rule_about(
            "evidence[enhanced_evidence]",
            "The network fee must be acknowledged before evidence for a compliance dispute can \
             be submitted.",
        ));
    }
    if next.intended.as_deref() == Some("smart_disputes") && !next.plan.smart_packet {
        return Err(Refusal::coded(
            "smart_disputes_not_available",
            "Smart Disputes is not available for this dispute.",
        ));
    }
    Ok(())
}

fn stage_enhanced(next: &mut Dispute, value: &Value) -> Result<(), Refusal> {
    let parent = "evidence[enhanced_evidence]";
    let Value::Object(members) = value else {
        next.compelling = None;
        next.fee_acknowledged = None;
        return Ok(());
    };
    only(
        members,
        parent,
        &[compelling::KIND, "mastercard_compliance", "visa_compliance"],
    )?;
    for (kind, value) in members {
        let full = nested(parent, kind);
        if !next.eligible_for(kind) {
            return Err(Refusal::rule_about(
                &full,
                format!("This dispute is not eligible for {kind}."),
            ));
        }
        if kind == compelling::KIND {
            next.compelling = compelling::read(value)?;
            continue;
        }
        next.fee_acknowledged = match value {
            Value::Object(members) => {
                only(members, &full, &["fee_acknowledged"])?;
                match members.get("fee_acknowledged").and_then(Value::as_str) {
                    Some("true") => Some(true),
                    Some("false") => Some(false),
                    _ => None,
                }
            }
            _ => None,
        };
    }
    Ok(())
}

/// The evidence of a call, checked for names and lengths.
fn read_evidence(params: &Params) -> Result<Option<&Map<String, Value>>, Refusal> {
    let members = match params.get("evidence") {
        None => return Ok(None),
        Some(Value::Object(members)) => members,
        Some(_) => return Err(Refusal::bad_param("evidence", "Invalid object: evidence")),
    };
    let mut known = vec!["enhanced_evidence", "appeal"];
    known.extend(LONG_TEXTS.iter().chain(&SHORT_TEXTS).chain(&FILES));
    only(members, "evidence", &known)?;
    for (names, longest) in [
        (&LONG_TEXTS[..], LONGEST_LONG),
        (&SHORT_TEXTS, LONGEST_SHORT),
    ] {
        for name in names {
            let length = members
                .get(*name)
                .and_then(Value::as_str)
                .map_or(0, |text| text.chars().count());
            if length > longest {
                return Err(Refusal::bad_param(
                    &nested("evidence", name),
                    format!("Invalid string: must be at most {longest} characters."),
                ));
            }
        }
    }
    Ok(Some(members))
}

/// Applies `metadata[…]`: an empty value removes a key, an empty `metadata` all of them.
pub(crate) fn read_metadata(
    params: &Params,
    into: &mut BTreeMap<String, String>,
) -> Result<(), Refusal> {
    match params.get("metadata") {
        None => {}
        Some(Value::String(text)) if text.is_empty() => into.clear(),
        Some(Value::Object(members)) => {
            for (key, value) in members {
                let full = nested("metadata", key);
                let Some(text) = value.as_str() else {
                    return Err(Refusal::bad_param(
                        &full,
                        "Metadata values must be strings.",
                    ));
                };
                if key.chars().count() > 40 || text.chars().count() > 500 {
                    return Err(Refusal::bad_param(
                        &full,
                        "Metadata keys are at most 40, values at most 500 characters long.",
                    ));
                }
                if text.is_empty() {
                    into.remove(key);
                } else {
                    into.insert(key.clone(), text.to_owned());
                }
            }
        }
        Some(_) => return Err(Refusal::bad_param("metadata", "Invalid object: metadata")),
    }
    if into.len() > 50 {
        return Err(Refusal::bad_param("metadata", "At most 50 keys are kept."));
    }
    Ok(())
}
