//! Drafts: files, texts, facts, what would leave.

use super::Engine;
use crate::error::Result;
use crate::evidence::NewFile;
use crate::evidence::blackout::Blackout;
use crate::view::{CheckedView, EvidenceView, ManifestView};
use std::path::Path;
use tvist_document::DocumentError;

impl Engine {
    /// Blacks out a place on a page, counted from one, for good: the page becomes a picture of what it shows, so that no
    /// text lies beneath. Every card number that was found on the page goes with it, since nobody could find it in the
    /// picture. One change of the draft; undo takes it back.
    ///
    /// # Errors
    /// `Error::NotFound` without the file, `Error::Refused` without the finding, `Error::Document` when the page
    /// can't be drawn; nothing is changed then.
    pub async fn evidence_redact(
        &self,
        which: &str,
        item: &str,
        page: u32,
        what: &Blackout,
    ) -> Result<EvidenceView> {
        crate::evidence::blackout::evidence_redact(&self.host, which, item, page, what).await
    }

    /// A page, counted from one, as it would look with a place blacked out, as PNG of `width` pixels. Changes nothing.
    ///
    /// # Errors
    /// Those of [`Engine::evidence_redact`].
    pub async fn blackout_picture(
        &self,
        which: &str,
        item: &str,
        page: u32,
        what: &Blackout,
        width: u32,
    ) -> Result<Vec<u8>> {
        crate::evidence::blackout::blackout_picture(&self.host, which, item, page, what, width)
            .await
    }

    /// Takes the owner's word that a page, counted from one, which the search for card numbers can't read holds none. It is
    /// for the file's very bytes. A page that can be read needs no word, and none is kept then.
    ///
    /// # Errors
    /// `Error::NotFound` without the file, `Error::Refused` without the page.
    pub async fn evidence_vouch(&self, which: &str, item: &str, page: u32) -> Result<EvidenceView> {
        crate::evidence::blackout::evidence_vouch(&self.host, which, item, page).await
    }

    /// Adds files to the draft, all or none. Without a slot the place of each is guessed from its first words, its name
    /// and the case, and stays a guess until the owner says that it is right.
    ///
    /// # Errors
    /// `Error::Document` when a file can't be used, `Error::Refused` when nothing can be sent in this case any more;
    /// nothing is stored then.
    pub async fn evidence_add(
        &self,
        which: &str,
        files: Vec<NewFile>,
        slot: Option<&str>,
    ) -> Result<EvidenceView> {
        crate::evidence::evidence_add(&self.host, which, files, slot).await
    }

    /// Adds those of several files that can be used, as one change of the draft, and tells how many they are and what is
    /// wrong with each of the others, by its name.
    ///
    /// # Errors
    /// When nothing can be stored; nothing is then.
    pub async fn evidence_add_usable(
        &self,
        which: &str,
        files: Vec<NewFile>,
        slot: Option<&str>,
    ) -> Result<(u32, Vec<(String, DocumentError)>)> {
        crate::evidence::evidence_add_usable(&self.host, which, files, slot).await
    }

    /// Writes a text of the draft; an empty one takes it away.
    ///
    /// # Errors
    /// `Error::Refused` when the text is over its limit; nothing is stored then.
    pub async fn evidence_text(&self, which: &str, slot: &str, text: &str) -> Result<EvidenceView> {
        crate::evidence::evidence_text(&self.host, which, slot, text).await
    }

    /// States a fact; an empty value takes it back.
    ///
    /// # Errors
    /// `Error::Usage` when a known fact has a value that it can't have.
    pub async fn evidence_fact(
        &self,
        which: &str,
        name: &str,
        value: &str,
    ) -> Result<EvidenceView> {
        crate::evidence::evidence_fact(&self.host, which, name, value).await
    }

    /// Takes a file out of the draft.
    ///
    /// # Errors
    /// When there is no such file.
    pub async fn evidence_remove(&self, which: &str, item: &str) -> Result<EvidenceView> {
        crate::evidence::evidence_remove(&self.host, which, item).await
    }

    /// Puts a file into a slot by the owner's word; into its own, that says that a guess is right.
    ///
    /// # Errors
    /// When there is no such file or slot.
    pub async fn evidence_move(&self, which: &str, item: &str, slot: &str) -> Result<EvidenceView> {
        crate::evidence::evidence_move(&self.host, which, item, slot).await
    }

    /// Takes the last change of the draft back. Nothing to take back is fine.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn evidence_undo(&self, which: &str) -> Result<EvidenceView> {
        crate::evidence::evidence_undo(&self.host, which).await
    }

    /// Does again what was undone last. Nothing to do again is fine.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn evidence_redo(&self, which: &str) -> Result<EvidenceView> {
        crate::evidence::evidence_redo(&self.host, which).await
    }

    /// The draft as it is.
    ///
    /// # Errors
    /// When there is no such case.
    pub async fn evidence_list(&self, which: &str) -> Result<EvidenceView> {
        crate::evidence::evidence_list(&self.host.store, which).await
    }

    /// A page of one of the draft's files, as PNG of `width` pixels.
    ///
    /// # Errors
    /// When there is no such file or page, or it can't be drawn.
    pub async fn page_picture(
        &self,
        which: &str,
        item: &str,
        page: u32,
        width: u32,
    ) -> Result<Vec<u8>> {
        crate::evidence::page_picture(&self.host, which, item, page, width).await
    }

    /// Looks at the draft before sending, without any network.
    ///
    /// # Errors
    /// When there is no such case, or the work on the files fails.
    pub async fn evidence_check(&self, which: &str) -> Result<CheckedView> {
        crate::evidence::pack::evidence_check(&self.host, which).await
    }

    /// What a submission would send: its files by name, size and hash, and its texts in full.
    ///
    /// # Errors
    /// `Error::Refused` when the files can't be packed.
    pub async fn evidence_manifest(&self, which: &str) -> Result<ManifestView> {
        crate::evidence::pack::evidence_manifest(&self.host, which).await
    }

    /// Writes exactly the bytes and fields that a submission would send, and `manifest.json`.
    ///
    /// # Errors
    /// `Error::Refused` when the files can't be packed; `Error::File` when the folder can't be written.
    pub async fn evidence_pack(&self, which: &str, out: &Path) -> Result<ManifestView> {
        crate::evidence::pack::evidence_pack(&self.host, which, out).await
    }

    /// A page (counted from zero) of one of the pack's files, as PNG of `width` pixels.
    ///
    /// # Errors
    /// When there is no such file or page, or it can't be drawn.
    pub async fn pack_page_picture(
        &self,
        which: &str,
        file: usize,
        page: u32,
        width: u32,
    ) -> Result<Vec<u8>> {
        crate::evidence::pack::pack_page_picture(&self.host, which, file, page, width).await
    }
}
