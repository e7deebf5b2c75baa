//! Files: uploads, their limits, and the bytes again (stripe.md §7).

use axum::body::Bytes;
use chrono::{DateTime, Months};
use serde_json::{Value, json};

use super::error::Refusal;
use crate::server::Call;
use crate::server::multipart::{boundary, read_part, split};

/// Largest single upload, in bytes (5 MB).
pub(crate) const LARGEST_FILE: usize = 5 * 1024 * 1024;
/// All files of one dispute together, in bytes (4.5 MB).
pub(crate) const LARGEST_SUM: usize = 4_500_000;

const PURPOSES: [&str; 10] = [
    "account_requirement",
    "additional_verification",
    "business_icon",
    "business_logo",
    "customer_signature",
    "dispute_evidence",
    "identity_document",
    "issuing_regulatory_reporting",
    "pci_document",
    "tax_document_user_upload",
];

/// One uploaded file.
#[derive(Clone)]
pub(crate) struct StoredFile {
    pub(crate) id: String,
    pub(crate) created: i64,
    pub(crate) filename: String,
    pub(crate) purpose: String,
    pub(crate) kind: &'static str,
    pub(crate) pages: u32,
    pub(crate) bytes: Bytes,
    /// The dispute it was used for: one upload serves one dispute.
    pub(crate) dispute: Option<String>,
}

/// What a multipart upload carried.
pub(crate) struct Upload {
    pub(crate) purpose: String,
    pub(crate) filename: String,
    pub(crate) kind: &'static str,
    pub(crate) pages: u32,
    pub(crate) bytes: Bytes,
}

impl StoredFile {
    /// Files expire after nine months.
    pub(crate) fn expires(&self) -> i64 {
        DateTime::from_timestamp(self.created, 0)
            .and_then(|at| at.checked_add_months(Months::new(9)))
            .map_or(i64::MAX, |at| at.timestamp())
    }

    pub(crate) fn content_type(&self) -> &'static str {
        match self.kind {
            "pdf" => "application/pdf",
            "jpg" => "image/jpeg",
            _ => "image/png",
        }
    }

    /// The file object; `base` is the address under which the contents are served.
    pub(crate) fn render(&self, base: &str) -> Value {
        json!({
            "id": self.id, "object": "file", "created": self.created, "expires_at": self.expires(),
            "filename": self.filename,
            "links": {
                "object": "list", "data": [], "has_more": false,
                "url": format!("/v1/file_links?file={}", self.id),
            },
            "purpose": self.purpose, "size": self.bytes.len(), "title": null, "type": self.kind,
            "url": format!("{base}/v1/files/{}/contents", self.id),
        })
    }
}

/// Reads a multipart upload and checks it.
pub(crate) fn read_upload(call: &Call) -> Result<Upload, Refusal> {
    let Some(mark) = boundary(call) else {
        return Err(Refusal::bad_param(
            "file",
            "File uploads must be sent as multipart/form-data.",
        ));
    };
    let (mut purpose, mut file) = (None, None);
    for part in split(&call.body, format!("--{mark}").as_bytes()) {
        let Some((name, filename, range)) = read_part(&call.body, part) else {
            continue;
        };
        match name.as_str() {
            "purpose" => purpose = Some(String::from_utf8_lossy(&call.body[range]).into_owned()),
            "file" => file = Some((filename.unwrap_or_default(), call.body.slice(range))),
            other if other.starts_with("expand") || other.starts_with("file_link_data") => {}
            other => return Err(Refusal::unknown_param(other)),
        }
    }
    let purpose = purpose.ok_or_else(|| Refusal::missing_param("purpose"))?;
    if !PURPOSES.contains(&purpose.as_str()) {
        return Err(Refusal::bad_param(
            "purpose",
            format!("Invalid purpose: {purpose}"),
        ));
    }
    let (filename, bytes) = file.ok_or_else(|| Refusal::missing_param("file"))?;
    check_bytes(purpose, filename, bytes)
}

fn check_bytes(purpose: String, filename: String, bytes: Bytes) -> Result<Upload, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::bad_param("file", "The file is empty."));
    }
    if bytes.len() > LARGEST_FILE {
        return Err(Refusal::bad_param(
            "file",
            format!("File is too large: {} bytes, at most 5 MB.", bytes.len()),
        ));
    }
    let Some(kind) = kind_of(&bytes) else {
        return Err(Refusal::bad_param(
            "file",
            "Invalid file type: use a PDF, JPEG or PNG file.",
        ));
    };
    let pages = if kind == "pdf" { pdf_pages(&bytes) } else { 1 };
    let filename = if filename.is_empty() {
        format!("upload.{kind}")
    } else {
        filename
    };
    Ok(Upload {
        purpose,
        filename,
        kind,
        pages,
        bytes,
    })
}

/// The type by content; the name does not matter.
fn kind_of(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"%PDF-") {
        Some("pdf")
    } else if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        Some("jpg")
    } else if bytes.starts_with(&[0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A]) {
        Some("png")
    } else {
        None
    }
}

/// Pages of a PDF; one that can't be read counts as a single page.
fn pdf_pages(bytes: &[u8]) -> u32 {
    lopdf::Document::load_mem(bytes).map_or(1, |document| {
        u32::try_from(document.get_pages().len())
            .unwrap_or(u32::MAX)
            .max(1)
    })
}
