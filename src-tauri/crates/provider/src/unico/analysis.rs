//! Asking for an analysis, once, and following it (unico.md §3.4, §3.5).

use super::Unico;
use super::session::{PATH, words};
use crate::ProviderError;
use crate::call::{Irreversible, Outcome};
use crate::classify::{self, Proof, protocol};
use crate::http::Answer;
use crate::lenient::Fields;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tvist_domain::clock::Timestamp;
use tvist_domain::cpf::Cpf;
use tvist_domain::rules::unico;
use tvist_domain::{Act, Status};

/// What an analysis is asked for with. `Debug` is left out: it is full of personal data.
#[derive(Clone)]
pub struct AnalysisRequest {
    /// Unico's id of the transaction.
    pub transaction: String,
    /// When the chargeback was asked for.
    pub at: Timestamp,
    /// Who asks.
    pub requestor: Cpf,
    pub name: String,
    /// Free text.
    pub reason: String,
    pub observation: Option<String>,
    /// One to three PDFs.
    pub documents: Vec<AnalysisDocument>,
}

/// A PDF with what it is called.
#[derive(Clone)]
pub struct AnalysisDocument {
    pub label: String,
    pub bytes: Vec<u8>,
}

/// Where an analysis stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Analysis {
    pub id: String,
    pub status: Status,
    /// The provider's own word.
    pub provider_status: String,
}

/// The id in an accepted answer: it can't be looked up later, so it is to be stored at once (§3.5).
#[must_use]
pub fn analysis_id(answer: &Value) -> Option<String> {
    Fields::exact(answer).text("id").filter(|id| is_id(id))
}

/// Ids that may stand in a path.
pub(super) fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

impl Unico {
    /// Builds the one call that asks for an analysis. Deterministic.
    ///
    /// # Errors
    /// `Unsupported` when the documents aren't one to three PDFs, a text is empty, or the id is none: the rules in
    /// [`unico::documents`] and [`unico::prerequisites`] tell the owner before.
    pub fn request(&self, request: &AnalysisRequest) -> Result<Irreversible, ProviderError> {
        let files = request.documents.iter().map(|d| d.bytes.as_slice());
        let sound = !unico::documents(files).iter().any(|problem| problem.blocks);
        let labels = request.documents.iter().map(|d| d.label.as_str());
        let mut texts = [request.name.as_str(), request.reason.as_str()]
            .into_iter()
            .chain(labels);
        if !sound || texts.any(|text| text.trim().is_empty()) || !is_id(&request.transaction) {
            return Err(ProviderError::Unsupported);
        }
        let documents: Vec<Value> = request
            .documents
            .iter()
            .map(|d| json!({"label": d.label, "data": STANDARD.encode(&d.bytes)}))
            .collect();
        let mut body = json!({
            "datetime": request.at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
            "requestor": {"key": "cpf", "value": request.requestor.digits()},
            "name": request.name,
            "reason": request.reason,
            "documents": documents,
        });
        if let Some(observation) = request
            .observation
            .as_deref()
            .filter(|o| !o.trim().is_empty())
        {
            body["observation"] = json!(observation);
        }
        Ok(Irreversible {
            act: Act::RequestAnalysis,
            method: "POST".to_owned(),
            target: format!("{PATH}/{}/chargeback", request.transaction),
            content_type: "application/json".to_owned(),
            body: body.to_string(),
            key: None,
        })
    }

    /// Makes the call, once. Taken only where the answer names the analysis ([`analysis_id`]). After a lost answer
    /// nothing can be read: another try would be told 40033, without the id (§3.5).
    pub async fn send_request(&self, call: &Irreversible) -> Outcome {
        let id = call
            .target
            .strip_prefix(PATH)
            .and_then(|rest| rest.strip_prefix('/'));
        let id = id.and_then(|rest| rest.strip_suffix("/chargeback"));
        if call.act != Act::RequestAnalysis || call.method != "POST" || !id.is_some_and(is_id) {
            return Outcome::NotSent(ProviderError::Unsupported);
        }
        let result = self
            .session
            .post_once(
                &call.target,
                "/credit/transactions/:id/chargeback",
                &call.body,
            )
            .await;
        classify::outcome(result, words, proof)
    }

    /// Where an analysis stands.
    ///
    /// # Errors
    /// `NotFound` when the provider doesn't know the transaction or the analysis; otherwise what went wrong.
    pub async fn analysis(&self, transaction: &str, id: &str) -> Result<Analysis, ProviderError> {
        if !is_id(transaction) || !is_id(id) {
            return Err(ProviderError::NotFound);
        }
        let path = format!("/{transaction}/chargeback/{id}");
        let json = self
            .session
            .get(&path, "/credit/transactions/:id/chargeback/:id")
            .await?;
        let word = Fields::exact(&json)
            .text("status")
            .ok_or_else(|| protocol("no status in the answer"))?;
        Ok(Analysis {
            id: analysis_id(&json).unwrap_or_else(|| id.to_owned()),
            status: unico::analysis_status(&word),
            provider_status: word,
        })
    }

    /// The provider's word for a transaction's status, such as `approved`: the only thing that can be read (§3.3).
    ///
    /// # Errors
    /// `NotFound` when the provider doesn't know it; otherwise what went wrong.
    pub async fn transaction_status(&self, transaction: &str) -> Result<String, ProviderError> {
        if !is_id(transaction) {
            return Err(ProviderError::NotFound);
        }
        let json = self
            .session
            .get(&format!("/{transaction}"), "/credit/transactions/:id")
            .await?;
        Fields::exact(&json)
            .text("status")
            .ok_or_else(|| protocol("no status in the answer"))
    }

    /// The probative set of an approved transaction as a PDF, fetched at once by an address that lives five minutes,
    /// without the token (§3.3). It holds biometric data: only on the owner's explicit wish.
    ///
    /// # Errors
    /// `Rejected` with 40009 when the transaction's status doesn't allow it; otherwise what went wrong.
    pub async fn probative(&self, transaction: &str) -> Result<Vec<u8>, ProviderError> {
        if !is_id(transaction) {
            return Err(ProviderError::NotFound);
        }
        let json = self
            .session
            .get(
                &format!("/{transaction}/probative"),
                "/credit/transactions/:id/probative",
            )
            .await?;
        let link = Fields::exact(&json)
            .text("link")
            .ok_or_else(|| protocol("no link in the answer"))?;
        let url = url::Url::parse(&link).map_err(|_| protocol("a link that is no address"))?;
        let bytes = self.handed.get(&url, PROBATIVE_BYTES).await?;
        if bytes.starts_with(b"%PDF-") {
            Ok(bytes)
        } else {
            Err(protocol("the probative set is no PDF"))
        }
    }
}

/// Bytes of a probative set.
const PROBATIVE_BYTES: usize = 32 << 20;

fn proof(answer: &Answer) -> Proof {
    match &answer.json {
        Some(json) if analysis_id(json).is_some() => Proof::Taken(json.clone()),
        _ => Proof::Open("the answer doesn't name the analysis"),
    }
}
