//! Documents at a case: listing, fetching, and putting one there in three steps (clearhaus.md §1.6).

use super::Clearhaus;
use super::link::{Links, last_segment};
use super::list::Pages;
use super::session::words;
use super::wire;
use crate::ProviderError;
use crate::adapter::{File, Origin, Remote, RemoteDocument};
use crate::classify::{self, protocol};
use serde_json::{Value, json};
use tvist_domain::Dispute;

/// The label of everything that we put there: free text for disputes (§1.6).
const LABEL: &str = "merchant documentation";

/// How many entries of our own name are read, the newest first: a crash leaves no more.
const LOOKED_INTO: usize = 8;

/// What a crash has left of a file that is to be put there.
enum Left {
    Nothing,
    /// An entry of our name that holds nothing yet.
    Empty(Value),
    /// The file itself.
    Whole(Value),
}

impl Clearhaus {
    pub(super) async fn file_list(
        &self,
        dispute: &Dispute,
    ) -> Result<Vec<RemoteDocument>, ProviderError> {
        let files = self.files(dispute).await?;
        Ok(files.iter().filter_map(document).collect())
    }

    pub(super) async fn file_bytes(
        &self,
        dispute: &Dispute,
        id: &str,
    ) -> Result<Vec<u8>, ProviderError> {
        let files = self.files(dispute).await?;
        let file = files
            .iter()
            .find(|file| file_id(file).as_deref() == Some(id))
            .ok_or(ProviderError::NotFound)?;
        self.bytes_of(file).await
    }

    /// Takes a file away again (§1.6). One that isn't there any more is as good.
    pub(super) async fn remove_file(
        &self,
        dispute: &Dispute,
        id: &str,
    ) -> Result<(), ProviderError> {
        let files = self.files(dispute).await?;
        let file = files
            .iter()
            .find(|file| file_id(file).as_deref() == Some(id));
        let Some(own) = file.and_then(|file| Links::of(file).href("self")) else {
            return Ok(());
        };
        let own = self.session.address(own, &[])?;
        match self.session.delete(own, "/files/:id").await {
            Err(ProviderError::NotFound) => Ok(()),
            other => other,
        }
    }

    /// Creates the file's entry, puts its bytes to the address that it names, and compares what arrived.
    pub(super) async fn put_file(
        &self,
        dispute: &Dispute,
        file: &File,
    ) -> Result<Remote, ProviderError> {
        let before = self.files(dispute).await?;
        let remote = |entry: &Value| {
            let id = file_id(entry).ok_or_else(|| protocol("a file without an address"))?;
            Ok(Remote {
                field: file.field.clone(),
                id,
                bytes: file.bytes.len() as u64,
            })
        };
        match self.left_by_a_crash(&before, file).await? {
            Left::Whole(entry) => return remote(&entry),
            // Whatever becomes of it, it isn't taken away: that this very run made it isn't known.
            Left::Empty(entry) => {
                self.fill(&entry, file).await?;
                return remote(&entry);
            }
            Left::Nothing => {}
        }
        let created = self.enter(dispute, file, &before).await?;
        match self.fill(&created, file).await {
            Ok(()) => remote(&created),
            Err(error) => {
                // An entry without its bytes must not lie with the case; the next try makes a new one.
                if let Some(own) = Links::of(&created).href("self")
                    && let Ok(own) = self.session.address(own, &[])
                {
                    let _ = self.session.delete(own, "/files/:id").await;
                }
                Err(error)
            }
        }
    }

    /// An entry that a crash may have left before its id was noted: with our label and name, and without bytes yet, or
    /// with the very bytes that are to be there. It is used instead of putting a second one beside it. What holds other
    /// bytes is somebody's document and stays as it is; nothing is ever taken away on such a likeness.
    async fn left_by_a_crash(&self, lying: &[Value], file: &File) -> Result<Left, ProviderError> {
        let alike = lying.iter().rev().filter(|entry| {
            let read = wire::File::read(entry);
            read.label.as_deref() == Some(LABEL) && read.name.as_deref() == Some(file.name.as_str())
        });
        let mut empty = None;
        for entry in alike.take(LOOKED_INTO) {
            match self.bytes_of(entry).await {
                Ok(bytes) if bytes == file.bytes => return Ok(Left::Whole(entry.clone())),
                Ok(bytes) if !bytes.is_empty() => {}
                Ok(_) | Err(ProviderError::NotFound) => empty = empty.or(Some(entry)),
                // What can't be read isn't known to be ours.
                Err(_) => {}
            }
        }
        let Some(entry) = empty else {
            return Ok(Left::Nothing);
        };
        let size = file.bytes.len() as u64;
        let read = wire::File::read(entry);
        let fits = read.size.is_none_or(|said| said == size)
            && read.content_type.as_deref() == Some(file.media_type);
        if fits {
            return Ok(Left::Empty(entry.clone()));
        }
        // The draft was changed since: the entry takes what it is to hold now (§1.6).
        let Some(own) = Links::of(entry).href("self") else {
            return Ok(Left::Nothing);
        };
        let own = self.session.address(own, &[])?;
        let change = json!({ "content_type": file.media_type, "size": size });
        let changed = self.session.patch(own, "/files/:id", &change).await;
        // Where it takes no change, a new entry is made.
        Ok(changed.map_or(Left::Nothing, |_| Left::Empty(entry.clone())))
    }

    /// The bytes that an entry holds.
    async fn bytes_of(&self, entry: &Value) -> Result<Vec<u8>, ProviderError> {
        let fresh;
        let href = match Links::of(entry).named("ch:data", "download") {
            Some(href) => href,
            None => {
                // A list may show files without their data links.
                fresh = self.file_again(entry).await?;
                let links = Links::of(&fresh);
                links
                    .named("ch:data", "download")
                    .ok_or(ProviderError::NotFound)?
            }
        };
        self.session.bytes(href).await
    }

    /// Makes the file's entry. Where the answer is lost, reading tells whether it was made: one that is made must be
    /// filled and not be left with the case empty, beside a second one.
    async fn enter(
        &self,
        dispute: &Dispute,
        file: &File,
        lying: &[Value],
    ) -> Result<Value, ProviderError> {
        let href = Links::of(&dispute.raw)
            .href("ch:files")
            .ok_or(ProviderError::Unsupported)?;
        let url = self.session.address(href, &[])?;
        let entry = json!({
            "label": LABEL, "name": file.name, "content_type": file.media_type, "size": file.bytes.len(),
        });
        let before: Vec<String> = lying.iter().filter_map(file_id).collect();
        let lost = match self.session.post(url, "/disputes/:id/files", &entry).await {
            Ok(answer) if matches!(answer.status, 300..=499) => {
                return Err(classify::error(&answer, words));
            }
            Ok(answer) => match classify::json(answer, words) {
                Ok(created) if file_id(&created).is_some() => return Ok(created),
                Ok(_) => protocol("a file without an address"),
                Err(error) => error,
            },
            Err(broken) if !broken.sent => return Err(broken.error),
            Err(broken) => broken.error,
        };
        let Ok(after) = self.files(dispute).await else {
            return Err(lost);
        };
        let ours = |made: &Value| {
            let read = wire::File::read(made);
            read.label.as_deref() == Some(LABEL)
                && read.name.as_deref() == Some(file.name.as_str())
                && file_id(made).is_some_and(|id| !before.contains(&id))
        };
        after.into_iter().find(ours).ok_or(lost)
    }

    async fn fill(&self, created: &Value, file: &File) -> Result<(), ProviderError> {
        let fresh;
        let entry = if Links::of(created).named("ch:data", "upload").is_some() {
            created
        } else {
            fresh = self.file_again(created).await?;
            &fresh
        };
        let status = match self.signed_put(entry, file, true).await? {
            // The content type may not be part of the signature (§1.6).
            403 => self.signed_put(entry, file, false).await?,
            status => status,
        };
        let status = match status {
            // The address may have run out: the file itself names a fresh one (§1.6).
            400 | 403 => {
                let fresh = self.file_again(created).await?;
                self.signed_put(&fresh, file, true).await?
            }
            status => status,
        };
        match status {
            200..=299 => {}
            500.. => return Err(ProviderError::Unavailable { status }),
            403 => return Err(ProviderError::Forbidden { right: None }),
            status => {
                return Err(protocol(&format!(
                    "the upload address answered HTTP {status}"
                )));
            }
        }
        self.compare(created, file).await
    }

    /// Puts the bytes to the signed address, which never sees the token (§1.6). Gives the HTTP status.
    async fn signed_put(
        &self,
        entry: &Value,
        file: &File,
        typed: bool,
    ) -> Result<u16, ProviderError> {
        let href = Links::of(entry)
            .named("ch:data", "upload")
            .ok_or_else(|| protocol("a file without an upload link"))?;
        let url = self.session.address(href, &[])?;
        let content_type = typed.then_some(file.media_type);
        let put = self
            .session
            .handed
            .put(&url, content_type, file.bytes.clone())
            .await;
        put.map_err(|broken| broken.error)
    }

    /// What lies there must be what was sent (§1.8 step 3).
    async fn compare(&self, created: &Value, file: &File) -> Result<(), ProviderError> {
        let fresh;
        let href = match Links::of(created).named("ch:data", "download") {
            Some(href) => href,
            None => {
                fresh = self.file_again(created).await?;
                Links::of(&fresh)
                    .named("ch:data", "download")
                    .ok_or_else(|| protocol("a file without a download link"))?
            }
        };
        if self.session.bytes(href).await? == file.bytes {
            Ok(())
        } else {
            Err(protocol(
                "the file that arrived isn't the one that was sent",
            ))
        }
    }

    async fn files(&self, dispute: &Dispute) -> Result<Vec<Value>, ProviderError> {
        let href = Links::of(&dispute.raw)
            .href("ch:files")
            .ok_or(ProviderError::Unsupported)?;
        let pages = Pages::new(&self.session, href, None, "ch:files", "/disputes/:id/files")?;
        pages.rest(&self.session).await
    }

    async fn file_again(&self, file: &Value) -> Result<Value, ProviderError> {
        let own = Links::of(file)
            .href("self")
            .ok_or_else(|| protocol("a file without an address"))?;
        self.file(own).await
    }

    async fn file(&self, own: &str) -> Result<Value, ProviderError> {
        self.session
            .get(self.session.address(own, &[])?, "/files/:id")
            .await
    }
}

/// A file has no id but the last segment of its own address (§1.6).
fn file_id(file: &Value) -> Option<String> {
    let own = Links::of(file).href("self")?;
    Some(last_segment(own).to_owned()).filter(|id| !id.is_empty())
}

/// How the interface tells the issuer's documents from the merchant's isn't known, so nothing is said about it (§1.6).
fn document(raw: &Value) -> Option<RemoteDocument> {
    let file = wire::File::read(raw);
    let id = file_id(raw)?;
    Some(RemoteDocument {
        name: classify::short(&file.name.or(file.label).unwrap_or_else(|| id.clone())),
        id,
        origin: Origin::Unknown,
        bytes: file.size,
        media_type: file.content_type,
    })
}
