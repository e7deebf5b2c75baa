//! Putting evidence files at Stripe: unattached, so that nothing is sent by it.

use super::call::unusable;
use super::compose::derived_key;
use super::wire::is_id;
use super::{FILES, Stripe};
use crate::ProviderError;
use crate::adapter::{File, Remote};
use crate::http::{Body, FormFile, Method};
use crate::lenient::Fields;
use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};
use tvist_domain::Dispute;

/// A stored server error is replayed for its key (stripe.md §2), so a few keys are tried one after the other.
const KEYS: u32 = 3;

impl Stripe {
    pub(super) async fn put(
        &self,
        dispute: &Dispute,
        file: &File,
    ) -> Result<Remote, ProviderError> {
        let hash = HEXLOWER.encode(&Sha256::digest(&file.bytes));
        let url = self.http.address(FILES, "/v1/files")?;
        let mut call = self.call(Method::POST, url, "/v1/files");
        call.body = Body::Form {
            fields: vec![("purpose", "dispute_evidence".to_owned())],
            file: Some(FormFile {
                field: "file",
                name: plain_name(&file.name),
                media_type: file.media_type,
                bytes: file.bytes.clone(),
            }),
        };
        let headers = call.headers.clone();
        let mut attempt: u32 = 0;
        let answer = loop {
            // One upload serves one dispute (stripe.md §7), so the dispute is part of the key.
            let key = derived_key(&[
                "file",
                &dispute.provider_id,
                &file.field,
                &hash,
                &attempt.to_string(),
            ]);
            call.headers = headers.clone();
            call.headers.push(("idempotency-key", key));
            let answer = self.http.repeatable(&call).await?;
            attempt = attempt.saturating_add(1);
            if answer.status < 500 || !answer.replayed || attempt >= KEYS {
                break answer;
            }
        };
        let value = self.taken(answer)?;
        let object = Fields::exact(&value);
        let id = object
            .text("id")
            .filter(|id| is_id(id))
            .ok_or(unusable("id"))?;
        let expected = u64::try_from(file.bytes.len()).unwrap_or(u64::MAX);
        let arrived = object.int("size").and_then(|n| u64::try_from(n).ok());
        if arrived != Some(expected) {
            return Err(ProviderError::Protocol {
                what: "the file arrived with another size".to_owned(),
            });
        }
        if object
            .text("purpose")
            .is_some_and(|purpose| purpose != "dispute_evidence")
        {
            return Err(unusable("purpose"));
        }
        Ok(Remote {
            field: file.field.clone(),
            id,
            bytes: expected,
        })
    }
}

/// A name of signs that travel everywhere.
fn plain_name(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') {
                c
            } else {
                '-'
            }
        })
        .take(100)
        .collect();
    if plain.is_empty() {
        "evidence".to_owned()
    } else {
        plain
    }
}

#[cfg(test)]
mod tests {
    use super::plain_name;

    #[test]
    fn names_travel_plain() {
        assert_eq!(plain_name("receipt.pdf"), "receipt.pdf");
        assert_eq!(plain_name("../Quittung \"å\".pdf"), "..-Quittung----.pdf");
        assert_eq!(plain_name(""), "evidence");
    }
}
