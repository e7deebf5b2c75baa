//! From a draft to the very bytes and fields that would leave: deterministic, metered, looked through.

pub(crate) mod advice;
pub(crate) mod build;
pub(crate) mod cache;
pub(crate) mod problems;
pub(crate) mod scan;

pub(crate) use scan::{Leaving, origins, seen};

use crate::error::{Error, Result};
use crate::host::{Host, lookup, owner_file};
use crate::view::{CheckedView, ManifestView, PackFileView};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use tvist_domain::check::Problem;
use tvist_domain::clock::Timestamp;
use tvist_domain::evidence::Draft;
use tvist_domain::evidence::preflight::{self, Packed};
use tvist_domain::evidence::scan::ScanSummary;
use tvist_domain::submission::Submission;
use tvist_domain::{Dispute, DisputeId};
use tvist_provider::File;

/// A finished pack.
pub(crate) struct Pack {
    pub files: Vec<PackFile>,
    /// Text fields by the provider's names.
    pub fields: BTreeMap<String, String>,
    pub packed: Packed,
}

/// One file of a pack.
#[derive(Clone)]
pub(crate) struct PackFile {
    pub file: File,
    pub sha256: String,
    pub pages: u32,
}

/// Everything about an answer before it is sent.
pub(crate) struct Answer {
    pub dispute: Dispute,
    pub draft: Draft,
    pub pack: Arc<Pack>,
    pub problems: Vec<Problem>,
    /// A hash over all that would leave.
    pub seal: String,
}

impl Answer {
    pub fn is_ready(&self) -> bool {
        !self.problems.iter().any(|p| p.blocks)
    }

    /// The search for card numbers in figures; none where nothing could be packed.
    pub fn scan_summary(&self) -> Option<ScanSummary> {
        self.pack.packed.scan_summary(&self.dispute, &self.draft)
    }
}

/// Looks at the draft before sending, without any network.
pub(crate) async fn evidence_check(host: &Host, which: &str) -> Result<CheckedView> {
    let id = lookup::resolve(&host.store, which).await?;
    let answer = prepare_answer(host, &id).await?;
    Ok(CheckedView {
        ready: answer.is_ready(),
        meters: answer.pack.packed.meters,
        scan: answer.scan_summary(),
        problems: answer.problems,
    })
}

/// What a submission would send: its files by name, size and hash, and its texts in full.
pub(crate) async fn evidence_manifest(host: &Host, which: &str) -> Result<ManifestView> {
    let id = lookup::resolve(&host.store, which).await?;
    Ok(packed(host, &id).await?.manifest())
}

/// Writes exactly the bytes and fields that a submission would send, and `manifest.json`.
pub(crate) async fn evidence_pack(host: &Host, which: &str, out: &Path) -> Result<ManifestView> {
    let id = lookup::resolve(&host.store, which).await?;
    let pack = packed(host, &id).await?;
    owner_file::make_folder(out).map_err(|e| Error::file("making the folder", e))?;
    for file in &pack.files {
        owner_file::write_in(out, &file.file.name, &file.file.bytes)
            .map_err(|e| Error::file("writing a file", e))?;
    }
    let manifest = pack.manifest();
    let text = serde_json::to_vec_pretty(&manifest).map_err(|e| Error::Stopped(e.to_string()))?;
    owner_file::write_in(out, "manifest.json", &text)
        .map_err(|e| Error::file("writing the manifest", e))?;
    Ok(manifest)
}

/// A page (counted from zero) of one of the pack's files, as PNG of `width` pixels.
pub(crate) async fn pack_page_picture(
    host: &Host,
    which: &str,
    file: usize,
    page: u32,
    width: u32,
) -> Result<Vec<u8>> {
    let id = lookup::resolve(&host.store, which).await?;
    let pack = packed(host, &id).await?;
    let Some(PackFile { file, .. }) = pack.files.get(file) else {
        return Err(Error::not_found("file", file));
    };
    crate::evidence::draw(
        &host.workshop,
        file.name.clone(),
        file.bytes.clone(),
        page,
        width,
    )
    .await
}

/// The draft's pack, where it can be made.
async fn packed(host: &Host, id: &DisputeId) -> Result<Arc<Pack>> {
    let dispute = lookup::filed(&host.store, id).await?.dispute;
    let draft = host.store.draft(id).await?;
    let pack = crate::evidence::pack::cache::pack(host, &dispute, &draft).await?;
    if pack.packed.problems.iter().any(|p| p.blocks) {
        return Err(Error::Refused(pack.packed.problems.clone()));
    }
    Ok(pack)
}

/// Packs the draft and looks at it.
pub(crate) async fn prepare_answer(host: &Host, id: &DisputeId) -> Result<Answer> {
    let filed = lookup::filed(&host.store, id).await?;
    let now = lookup::account_of(&host.store, &filed.account)
        .await?
        .provider_now(host.now());
    let submissions = host.store.domain_submissions(id).await?;
    prepare_answer_for(host, id, filed.dispute, &submissions, now).await
}

pub(crate) async fn prepare_answer_for(
    host: &Host,
    id: &DisputeId,
    dispute: Dispute,
    submissions: &[Submission],
    now: Timestamp,
) -> Result<Answer> {
    let draft = host.store.draft(id).await?;
    let pack = crate::evidence::pack::cache::pack(host, &dispute, &draft).await?;
    let problems = preflight::answer(&dispute, &draft, &pack.packed, submissions, now);
    let seal = pack.seal(&dispute);
    Ok(Answer {
        dispute,
        draft,
        pack,
        problems,
        seal,
    })
}

impl Pack {
    /// What it consists of.
    pub fn manifest(&self) -> ManifestView {
        ManifestView {
            files: self.files.iter().map(PackFile::view).collect(),
            fields: self.fields.clone(),
        }
    }

    /// A hash over the case's round, every file and every field.
    /// What lies at the provider already and goes out too is part of it.
    fn seal(&self, dispute: &Dispute) -> String {
        let mut hash = Sha256::new();
        let mut add = |part: &str| {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        };
        add("submit");
        add(&dispute.provider_id);
        add(&dispute.round());
        for field in &dispute.staged_files {
            add(field);
        }
        add(&format!(
            "{:?} {:?}",
            dispute.auto_answer, dispute.fee_consent
        ));
        for file in &self.files {
            add(&file.file.field);
            add(&file.sha256);
        }
        for (name, value) in &self.fields {
            add(name);
            add(value);
        }
        HEXLOWER.encode(&hash.finalize())
    }
}

impl PackFile {
    pub fn view(&self) -> PackFileView {
        PackFileView {
            path: self.file.name.clone(),
            slot: self.file.field.clone(),
            sha256: self.sha256.clone(),
            bytes: self.file.bytes.len() as u64,
            pages: self.pages,
        }
    }
}
