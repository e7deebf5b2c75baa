//! Documents and remarks that lie with a case at its provider.

use crate::Engine;
use crate::error::{Error, Result};
use crate::view::{CommentView, DocumentView};
use std::sync::Arc;
use tvist_domain::check::Problem;
use tvist_domain::{pan, rules};
use tvist_provider::{Adapter, Origin, ProviderError, RemoteDocument};
use tvist_store::Filed;

impl Engine {
    /// The documents of a case: at the provider, and those that this program sent.
    ///
    /// # Errors
    /// When there is no such case or the provider can't be read.
    pub async fn documents(&self, which: &str) -> Result<Vec<DocumentView>> {
        let (filed, adapter) = self.filed_with_adapter(which).await?;
        let sent = self.sent_documents(&filed).await?;
        let mut views: Vec<DocumentView> = Vec::new();
        if rules::capabilities(filed.dispute.provider).lists_documents {
            for document in adapter.documents(&filed.dispute).await? {
                let ours = sent
                    .iter()
                    .any(|(_, remote)| remote.as_deref() == Some(document.id.as_str()));
                views.push(view(document, ours));
            }
        }
        for (view, remote) in sent {
            if !views.iter().any(|v| Some(&v.id) == remote.as_ref()) {
                views.push(view);
            }
        }
        Ok(views)
    }

    /// The bytes of one document.
    ///
    /// # Errors
    /// When there is no such document or the provider can't be read.
    pub async fn document_get(&self, which: &str, document: &str) -> Result<Vec<u8>> {
        let (filed, adapter) = self.filed_with_adapter(which).await?;
        for record in self.store.submissions_of(&filed.id).await? {
            for (index, file) in record.files.iter().enumerate() {
                let own = sent_id(record.submission.id.as_str(), index);
                if document == own || file.remote_id.as_deref() == Some(document) {
                    let bytes = self
                        .store
                        .submission_file_bytes(&record.submission.id, index)
                        .await?;
                    return bytes.ok_or_else(|| Error::not_found("document", document));
                }
            }
        }
        match adapter.document_bytes(&filed.dispute, document).await {
            Err(ProviderError::NotFound | ProviderError::Unsupported) => {
                Err(Error::not_found("document", document))
            }
            read => Ok(read?),
        }
    }

    /// The remarks at a case.
    ///
    /// # Errors
    /// When the provider has none, or can't be read.
    pub async fn comments(&self, which: &str) -> Result<Vec<CommentView>> {
        let (filed, adapter) = self.filed_with_adapter(which).await?;
        let comments = adapter.comments(&filed.dispute).await?;
        Ok(comments
            .into_iter()
            .map(|c| CommentView {
                at: c.at,
                author: c.author,
                body: c.body,
            })
            .collect())
    }

    /// Adds a remark.
    ///
    /// # Errors
    /// When the provider has none, or refuses; [`Error::OutcomeUnknown`] when the remark may have arrived and reading
    /// doesn't show it.
    pub async fn comment_add(&self, which: &str, text: &str) -> Result<CommentView> {
        if text.trim().is_empty() {
            return Err(Error::Usage("a comment needs a text".into()));
        }
        let (filed, adapter) = self.filed_with_adapter(which).await?;
        if !rules::capabilities(filed.dispute.provider).comments {
            return Err(Error::Refused(vec![Problem::blocking(
                "not_allowed_now",
                None,
                "this provider takes no remarks",
            )]));
        }
        if !pan::scan(text).is_empty() {
            return Err(Error::Refused(vec![Problem::blocking(
                "card_number_in_text",
                None,
                "the text holds a card number",
            )]));
        }
        let written = adapter.comment(&filed.dispute, text).await;
        let comment = written.map_err(|broken| match broken.sent {
            true => Error::OutcomeUnknown {
                request_id: broken.request_id,
            },
            false => broken.error.into(),
        })?;
        Ok(CommentView {
            at: comment.at,
            author: comment.author,
            body: comment.body,
        })
    }

    async fn filed_with_adapter(&self, which: &str) -> Result<(Filed, Arc<dyn Adapter>)> {
        let id = self.resolve(which).await?;
        let filed = self.filed(&id).await?;
        let account = self.account_of(&filed.account).await?;
        let adapter = self.adapter(&account).await?;
        Ok((filed, adapter))
    }

    async fn sent_documents(&self, filed: &Filed) -> Result<Vec<(DocumentView, Option<String>)>> {
        let mut documents = Vec::new();
        for record in self.store.submissions_of(&filed.id).await? {
            for (index, file) in record.files.iter().enumerate() {
                let id = file
                    .remote_id
                    .clone()
                    .unwrap_or_else(|| sent_id(record.submission.id.as_str(), index));
                let view = DocumentView {
                    id,
                    name: file.name.clone(),
                    origin: "app".into(),
                    bytes: Some(file.bytes),
                };
                documents.push((view, file.remote_id.clone()));
            }
        }
        Ok(documents)
    }
}

fn sent_id(submission: &str, index: usize) -> String {
    format!("{submission}-{index}")
}

fn view(document: RemoteDocument, ours: bool) -> DocumentView {
    let origin = match document.origin {
        _ if ours => "app",
        Origin::Issuer => "issuer",
        Origin::Merchant => "merchant",
        Origin::Unknown => "unknown",
    };
    DocumentView {
        id: document.id,
        name: document.name,
        origin: origin.to_owned(),
        bytes: document.bytes,
    }
}
