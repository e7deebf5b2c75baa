//! The files that lie with a case at Stripe: whatever its evidence fields name.
//!
//! What the bank sent ("issuer evidence") isn't in the general API (stripe.md §3), so all of them are the merchant's.

use super::fields::{APPEAL_FILES, FILE_FIELDS};
use super::wire::is_id;
use super::{FILES, Stripe};
use crate::ProviderError;
use crate::adapter::{Origin, RemoteDocument};
use crate::http::Method;
use crate::lenient::Fields;
use serde_json::Value;
use tvist_domain::Dispute;

impl Stripe {
    /// The files of the case as last read, with their names and sizes where Stripe still has them.
    pub(super) async fn files_of(
        &self,
        dispute: &Dispute,
    ) -> Result<Vec<RemoteDocument>, ProviderError> {
        let mut documents = Vec::new();
        for (field, id) in named(&dispute.raw) {
            let path = format!("/v1/files/{id}");
            let mut document = RemoteDocument {
                id,
                name: field,
                origin: Origin::Merchant,
                bytes: None,
                media_type: None,
            };
            match self.get(&path, &[], "/v1/files/:id").await {
                Ok(value) => {
                    let file = Fields::exact(&value);
                    if let Some(name) = file.text("filename") {
                        document.name = name;
                    }
                    document.bytes = file.int("size").and_then(|n| u64::try_from(n).ok());
                    document.media_type = file.text("type").as_deref().and_then(media_type);
                }
                // It lies there all the same; files expire after nine months (stripe.md §7).
                Err(ProviderError::NotFound | ProviderError::Forbidden { .. }) => {}
                Err(error) => return Err(error),
            }
            documents.push(document);
        }
        Ok(documents)
    }

    /// The bytes of one of these files, from the files host (stripe.md §6).
    pub(super) async fn contents(
        &self,
        dispute: &Dispute,
        id: &str,
    ) -> Result<Vec<u8>, ProviderError> {
        if !named(&dispute.raw).iter().any(|(_, named)| named == id) {
            return Err(ProviderError::NotFound);
        }
        let url = self
            .http
            .address(FILES, &format!("/v1/files/{id}/contents"))?;
        let mut call = self.call(Method::GET, url, "/v1/files/:id/contents");
        call.raw = true;
        let answer = self.http.repeatable(&call).await?;
        match answer.status {
            200..=299 => Ok(answer.bytes),
            _ => Err(self.error(&answer)),
        }
    }
}

/// Fields and file ids, each id once.
fn named(raw: &Value) -> Vec<(String, String)> {
    let object = Fields::exact(raw);
    let fields = FILE_FIELDS.iter().filter_map(|field| {
        let id = object.id(&format!("evidence.{field}"))?;
        Some(((*field).to_owned(), id))
    });
    let appeal = object
        .items(&format!("evidence.{APPEAL_FILES}"))
        .iter()
        .filter_map(|file| match file {
            Value::String(id) => Some(("appeal_files".to_owned(), id.clone())),
            other => Some(("appeal_files".to_owned(), Fields::exact(other).text("id")?)),
        });
    let mut found: Vec<(String, String)> = Vec::new();
    for (field, id) in fields.chain(appeal) {
        if is_id(&id) && found.iter().all(|(_, known)| *known != id) {
            found.push((field, id));
        }
    }
    found
}

/// Stripe names the kind of a file by its ending (stripe.md §15.4).
fn media_type(kind: &str) -> Option<String> {
    let media = match kind {
        "pdf" => "application/pdf",
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        _ => return None,
    };
    Some(media.to_owned())
}
