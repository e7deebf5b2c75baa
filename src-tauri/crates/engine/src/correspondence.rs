//! Documents and remarks that lie with a case at its provider.

use crate::Engine;
use crate::error::{Error, Result};
use crate::view::{CommentView, DocumentView, DocumentsView};
use std::sync::Arc;
use tvist_domain::check::Problem;
use tvist_domain::{pan, rules};
use tvist_provider::{Adapter, Origin, ProviderError, RemoteDocument};
use tvist_store::Filed;

impl Engine {
    /// The documents of a case: at the provider, and those that this program sent, which it has itself. Where the provider
    /// can't be asked, for want of a network or of credentials, that is told beside them.
    ///
    /// # Errors
    /// When there is no such case or the database can't be read.
    pub async fn documents(&self, which: &str) -> Result<DocumentsView> {
        let filed = self.filed(&self.resolve(which).await?).await?;
        let sent = self.sent_documents(&filed).await?;
        let mut documents: Vec<DocumentView> = Vec::new();
        let mut unasked = None;
        if rules::capabilities(filed.dispute.provider).lists_documents {
            match self.listed_documents(&filed).await {
                Ok(listed) => documents.extend(listed.into_iter().map(|document| {
                    let ours = sent
                        .iter()
                        .any(|(_, remote)| remote.as_deref() == Some(document.id.as_str()));
                    view(document, ours)
                })),
                Err(Error::Store(e)) => return Err(Error::Store(e)),
                Err(e) => unasked = Some(e.view()),
            }
        }
        for (view, remote) in sent {
            if !documents.iter().any(|v| Some(&v.id) == remote.as_ref()) {
                documents.push(view);
            }
        }
        Ok(DocumentsView { documents, unasked })
    }

    async fn listed_documents(&self, filed: &Filed) -> Result<Vec<RemoteDocument>> {
        let account = self.account_of(&filed.account).await?;
        let adapter = self.adapter(&account).await?;
        Ok(adapter.documents(&filed.dispute).await?)
    }

    /// The bytes of one document; what this program sent needs no network.
    ///
    /// # Errors
    /// When there is no such document or the provider can't be read.
    pub async fn document_get(&self, which: &str, document: &str) -> Result<Vec<u8>> {
        let filed = self.filed(&self.resolve(which).await?).await?;
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
        let account = self.account_of(&filed.account).await?;
        let adapter = self.adapter(&account).await?;
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
            true => Error::unknown(broken.request_id),
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
