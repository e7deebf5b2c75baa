//! What fits into one answer: bytes of files, compiled pages, characters (stripe.md §3, §7).

use super::account::Account;
use super::dispute::{Dispute, FILES, LONG_TEXTS, SHORT_TEXTS};
use super::error::Refusal;
use super::file::LARGEST_SUM;

const LONGEST_SUM: usize = 150_000;
/// Free text counts as a page per so many characters.
const CHARACTERS_PER_PAGE: usize = 3_000;
/// "Under 50" pages, Mastercard at most 19 (stripe.md §7).
const MOST_PAGES: u32 = 49;
const MOST_PAGES_MASTERCARD: u32 = 19;
/// Callers pinned to an older version are not checked for pages (stripe.md §7).
pub(crate) const PAGE_CHECK_SINCE: &str = "2026-09-30";

impl Account {
    /// Sum of files and compiled pages (stripe.md §7).
    pub(crate) fn check_limits(
        &self,
        next: &Dispute,
        version: &str,
        sends: bool,
    ) -> Result<(), Refusal> {
        let text: usize = LONG_TEXTS
            .iter()
            .chain(&SHORT_TEXTS)
            // What Stripe filled in itself is no part of the merchant's document.
            .filter(|name| !next.prefilled.contains(*name))
            .filter_map(|name| next.evidence.get(*name))
            .map(|text| text.chars().count())
            .sum();
        if text > LONGEST_SUM {
            return Err(Refusal::bad_param(
                "evidence",
                "The combined character count of all text evidence is over 150,000.",
            ));
        }
        let files: Vec<_> = used_files(next)
            .iter()
            .filter_map(|id| self.file(id))
            .collect();
        let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
        if bytes > LARGEST_SUM {
            return Err(Refusal::rule_about(
                "evidence",
                "The combined size of all evidence files is over 4.5 MB.",
            ));
        }
        let pages: u32 = files.iter().map(|file| file.pages).sum::<u32>()
            + u32::try_from(text.div_ceil(CHARACTERS_PER_PAGE)).unwrap_or(u32::MAX);
        let most = if next.is_mastercard() {
            MOST_PAGES_MASTERCARD
        } else {
            MOST_PAGES
        };
        if pages > most && (sends || version >= PAGE_CHECK_SINCE) {
            return Err(Refusal::coded(
                "dispute_evidence_page_limit_exceeded",
                format!("The evidence compiles to about {pages} pages, at most {most} are taken."),
            ));
        }
        Ok(())
    }
}

/// The file ids that a dispute's draft names.
pub(crate) fn used_files(dispute: &Dispute) -> Vec<String> {
    let fields = FILES
        .iter()
        .filter_map(|name| dispute.evidence.get(*name).cloned());
    let appeal = dispute
        .appeal
        .iter()
        .filter_map(|appeal| appeal["card"]["supporting_files"].as_array())
        .flatten()
        .filter_map(|file| file.as_str().map(ToOwned::to_owned));
    let mut files: Vec<String> = if dispute.status.starts_with("appeal") {
        appeal.collect()
    } else {
        fields.collect()
    };
    files.sort();
    files.dedup();
    files
}
