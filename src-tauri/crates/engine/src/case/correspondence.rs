//! Documents and remarks that lie with a case at its provider.

use crate::account::connect;
use crate::error::{Error, Result, refused};
use crate::host::{Host, lookup};
use crate::view::{CommentView, DocumentView, DocumentsView};
use std::sync::Arc;
use tvist_domain::{pan, rules};
use tvist_provider::{Adapter, Origin, ProviderError, RemoteDocument};
use tvist_store::{Store, StoredDispute};

/// The documents of a case: at the provider, and those that this program sent, which it has itself. Where the provider
/// can't be asked, for want of a network or of credentials, that is told beside them.
pub(crate) async fn documents(host: &Host, which: &str) -> Result<DocumentsView> {
    let filed = lookup::filed(&host.store, &lookup::resolve(&host.store, which).await?).await?;
    let sent = sent_documents(&host.store, &filed).await?;
    let mut documents: Vec<DocumentView> = Vec::new();
    let mut unasked = None;
    if rules::capabilities(filed.dispute.provider).lists_documents {
        match listed_documents(host, &filed).await {
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

async fn listed_documents(host: &Host, filed: &StoredDispute) -> Result<Vec<RemoteDocument>> {
    let account = lookup::account_of(&host.store, &filed.account).await?;
    let adapter = connect::adapter(host, &account).await?;
    Ok(adapter.documents(&filed.dispute).await?)
}

/// The bytes of one document; what this program sent needs no network.
pub(crate) async fn document_get(host: &Host, which: &str, document: &str) -> Result<Vec<u8>> {
    let filed = lookup::filed(&host.store, &lookup::resolve(&host.store, which).await?).await?;
    for record in host.store.submissions_of(&filed.id).await? {
        for (index, file) in record.files.iter().enumerate() {
            let own = sent_id(record.submission.id.as_str(), index);
            if document == own || file.remote_id.as_deref() == Some(document) {
                let bytes = host
                    .store
                    .submission_file_bytes(&record.submission.id, index)
                    .await?;
                return bytes.ok_or_else(|| Error::not_found("document", document));
            }
        }
    }
    let account = lookup::account_of(&host.store, &filed.account).await?;
    let adapter = connect::adapter(host, &account).await?;
    match adapter.document_bytes(&filed.dispute, document).await {
        Err(ProviderError::NotFound | ProviderError::Unsupported) => {
            Err(Error::not_found("document", document))
        }
        read => Ok(read?),
    }
}

/// The remarks at a case.
pub(crate) async fn comments(host: &Host, which: &str) -> Result<Vec<CommentView>> {
    let (filed, adapter) = filed_with_adapter(host, which).await?;
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
pub(crate) async fn comment_add(host: &Host, which: &str, text: &str) -> Result<CommentView> {
    if text.trim().is_empty() {
        return Err(Error::Usage("a comment needs a text".into()));
    }
    let (filed, adapter) = filed_with_adapter(host, which).await?;
    if !rules::capabilities(filed.dispute.provider).comments {
        return Err(refused("not_allowed_now", "this provider takes no remarks"));
    }
    if !pan::scan(text).is_empty() {
        return Err(refused(
            "card_number_in_text",
            "the text holds a card number",
        ));
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

async fn filed_with_adapter(host: &Host, which: &str) -> Result<(StoredDispute, Arc<dyn Adapter>)> {
    let id = lookup::resolve(&host.store, which).await?;
    let filed = lookup::filed(&host.store, &id).await?;
    let account = lookup::account_of(&host.store, &filed.account).await?;
    let adapter = connect::adapter(host, &account).await?;
    Ok((filed, adapter))
}

async fn sent_documents(
    store: &Store,
    filed: &StoredDispute,
) -> Result<Vec<(DocumentView, Option<String>)>> {
    let mut documents = Vec::new();
    for record in store.submissions_of(&filed.id).await? {
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
