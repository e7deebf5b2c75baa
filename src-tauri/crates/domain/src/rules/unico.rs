//! Unico IDPay's rules, from its documents as read in November 2026 (`unico.md`, sections named below).

use super::{Capabilities, Carrier, Limit, PackLimits};
use crate::check::Problem;
use crate::clock::Instant;
use crate::dispute::Dispute;
use crate::status::words;
use crate::{Act, Category, Status};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub(super) const CAPABILITIES: Capabilities = Capabilities {
    idempotency_keys: false,
    lists_documents: false,
    comments: false,
    uploads_before_answer: false,
    carried_as: Carrier::Fields,
    webhook: false,
    comes_back: false,
    reads_by_id: false,
    marks_calls: false,
    short_windows: false,
    names_days: false,
    analyses: true,
    requirements_elsewhere: false,
    late_by_telephone: false,
    counts_chargebacks: false,
};

/// Limits of a request (§3.4). The numbers of bytes are careful guesses of ours: none are published.
pub mod limits {
    /// Documents of one request.
    pub const FILES: usize = 3;
    /// Bytes of one document.
    pub const FILE_BYTES: usize = 2_000_000;
    /// Bytes of the whole request, base64 included.
    pub const REQUEST_BYTES: usize = 9_000_000;
    /// A transaction of this age in days is too old (§3.3).
    pub const AGE_DAYS: i64 = 90;
    /// From this age in days on the owner is warned (§3.3).
    pub const AGE_WARNING_DAYS: i64 = 80;
}

/// What an analysis may carry (§3.4): three documents; how large they may be isn't published.
pub(super) const PACK_LIMITS: PackLimits = PackLimits {
    bytes: Limit::assumed(limits::FILE_BYTES as u64),
    file_bytes: Limit::assumed(limits::FILE_BYTES as u64),
    pages: None,
    files: Some(Limit::published(limits::FILES as u32)),
};

/// An analysis takes nothing after it was asked for (§3.5).
pub(super) fn allowed(_dispute: &Dispute) -> Vec<Act> {
    Vec::new()
}

/// The end of the window for asking: the day on which the transaction is 90 days old begins, in UTC (§3.3).
#[must_use]
pub fn window_end(created: NaiveDate) -> Instant {
    // A day at the very end of the calendar has nothing after it.
    let last = created.checked_add_signed(chrono::Duration::days(limits::AGE_DAYS));
    let last = last.unwrap_or(created);
    crate::clock::held(last.and_time(chrono::NaiveTime::MIN).and_utc())
}

/// What is known about a transaction before an analysis is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    /// The provider's word for the transaction's status, read right before.
    pub status: &'a str,
    /// When the transaction was made; the provider doesn't tell, the owner does (§3.3).
    pub created: Option<NaiveDate>,
    /// An analysis of it was asked for before, or may have been.
    pub asked_before: bool,
    /// Whether it was a credit purchase; none where the owner wasn't asked (§3.3: it can't be read).
    pub credit: Option<bool>,
    /// What the dispute is about; none where the analysis stands alone.
    pub category: Option<Category>,
}

/// Whether a case of this category may be one of fraud; nobody but the owner knows where nothing is told.
#[must_use]
pub fn may_concern(category: Category) -> bool {
    matches!(
        category,
        Category::Fraudulent | Category::Unrecognized | Category::Unknown
    )
}

/// The prerequisites of an analysis (§3.3), and that it is about fraud (§3.1).
#[must_use]
pub fn prerequisites(standing: &Standing<'_>, now: Instant) -> Vec<Problem> {
    let mut problems = Vec::new();
    if standing.status != "approved" {
        problems.push(Problem::blocking(
            "analysis_not_approved",
            None,
            format!(
                "only transactions that IDPay approved are examined; this one is \"{}\"",
                standing.status
            ),
        ));
    }
    problems.extend(age(standing.created, now));
    if standing.asked_before {
        problems.push(Problem::blocking(
            "analysis_asked_before",
            None,
            "an analysis of this transaction was asked for already, or may have been; there is only one",
        ));
    }
    match standing.credit {
        Some(true) => {}
        Some(false) => problems.push(Problem::blocking(
            "analysis_not_credit",
            None,
            "only credit purchases are examined",
        )),
        None => problems.push(Problem::warning(
            "analysis_credit_unconfirmed",
            None,
            "only credit purchases are examined, and the provider doesn't tell whether this is one: make sure that it is",
        )),
    }
    match standing.category {
        Some(Category::Fraudulent | Category::Unrecognized) => {}
        // Nothing speaks against it, and nobody but the owner knows.
        None | Some(Category::Unknown) => problems.push(Problem::warning(
            "analysis_fraud_unconfirmed",
            None,
            "only fraud is examined: make sure that the buyer says it wasn't them",
        )),
        Some(_) => problems.push(Problem::blocking(
            "analysis_not_fraud",
            None,
            "only fraud is examined; this case is about something else",
        )),
    }
    problems
}

/// Younger than 90 days, counted in UTC days (§3.3).
fn age(created: Option<NaiveDate>, now: Instant) -> Option<Problem> {
    let Some(created) = created else {
        return Some(Problem::blocking(
            "analysis_age_unknown",
            None,
            "the day of the transaction is needed: only those younger than 90 days are examined",
        ));
    };
    let days = now.date_naive().signed_duration_since(created).num_days();
    // A day ahead of UTC is still today somewhere.
    if days < -1 {
        return Some(Problem::blocking(
            "analysis_created_ahead",
            None,
            "the day of the transaction lies in the future",
        ));
    }
    if days >= limits::AGE_DAYS {
        return Some(Problem::blocking(
            "analysis_too_old",
            None,
            format!(
                "the transaction is {days} days old; only those younger than 90 days are examined"
            ),
        ));
    }
    (days >= limits::AGE_WARNING_DAYS).then(|| {
        Problem::warning(
            "analysis_nearly_too_old",
            None,
            format!(
                "the transaction is {days} days old; from day 90 on it isn't examined any more"
            ),
        )
    })
}

/// What is wrong with the documents of a request (§3.4). Each is given as a whole.
#[must_use]
pub fn documents<'a>(files: impl IntoIterator<Item = &'a [u8]>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let (mut count, mut encoded) = (0_usize, 0_usize);
    for file in files {
        count = count.saturating_add(1);
        encoded = encoded.saturating_add(file.len().div_ceil(3).saturating_mul(4));
        if !is_pdf(file) {
            problems.push(Problem::blocking(
                "analysis_not_pdf",
                None,
                format!("document {count} is no PDF; only PDFs are taken"),
            ));
        }
        if file.len() > limits::FILE_BYTES {
            problems.push(Problem::warning(
                "analysis_document_large",
                None,
                format!(
                    "document {count} has {} bytes; more than 2 MB may be turned away",
                    file.len()
                ),
            ));
        }
    }
    if count == 0 {
        problems.push(Problem::blocking(
            "analysis_no_document",
            None,
            "at least one PDF is needed",
        ));
    }
    if count > limits::FILES {
        problems.push(Problem::blocking(
            "analysis_too_many_documents",
            None,
            format!("{count} documents; at most three are taken: let them be merged"),
        ));
    }
    if encoded > limits::REQUEST_BYTES {
        // Nobody publishes a limit: it may be turned away, and a refusal spends nothing.
        problems.push(Problem::warning(
            "analysis_too_large",
            None,
            "the documents together are more than 9 MB on the way and may be turned away",
        ));
    }
    problems
}

/// The mark of a PDF may follow some other bytes at the start; readers look in the first kilobyte.
fn is_pdf(file: &[u8]) -> bool {
    let head = &file[..file.len().min(1024)];
    head.windows(5).any(|w| w == b"%PDF-")
}

/// The provider's word for an analysis in ours (§3.5, overview §5).
#[must_use]
pub fn analysis_status(word: &str) -> Status {
    match word {
        "waiting" | "analyzing" => Status::UnderReview,
        "approved" => Status::Won,
        "refused" => Status::Lost,
        _ => Status::Unknown,
    }
}

words!(
    /// What a refusal means; a stable word, worded by the faces.
    Meaning {
        BrokenContract = "broken_contract",
        BrokenField = "broken_field",
        TransactionIdMalformed = "transaction_id_malformed",
        NoProbativeSet = "no_probative_set",
        PrerequisiteNotMet = "prerequisite_not_met",
        AskedBefore = "asked_before",
        NotAllowed = "not_allowed",
        TransactionNotFound = "transaction_not_found",
        NotFound = "not_found",
        SlowDown = "slow_down",
        InternalError = "internal_error",
        BadPhone = "bad_phone",
        BadEmail = "bad_email",
        TransactionReplicated = "transaction_replicated",
        ValueAboveLimit = "value_above_limit",
        CompanyUnknown = "company_unknown",
        WrongTenant = "wrong_tenant",
        ApplicationInactive = "application_inactive",
        ScopeMissing = "scope_missing",
        /// The signed request was too old or from the future: the computer's clock is the likeliest cause (§3.2).
        ClockOrExpired = "clock_or_expired",
        ExtraClaim = "extra_claim",
        Unknown = "unknown",
    }
);

/// What the pair of HTTP status and code means (§3.6: the same code means two things), sign-in codes too (§3.2).
#[must_use]
pub fn meaning(http: u16, code: &str) -> Meaning {
    match (http, code) {
        (429, "40001") => Meaning::SlowDown,
        // One newer table pairs these two with other HTTP statuses: the code decides (§3.6).
        (_, "40401") => Meaning::TransactionNotFound,
        (_, "40301") => Meaning::NotAllowed,
        (400, "40001") => Meaning::BrokenContract,
        (400, "40002") => Meaning::BrokenField,
        (400, "40004") => Meaning::TransactionIdMalformed,
        (400, "40009") => Meaning::NoProbativeSet,
        (400, "40021") => Meaning::BadPhone,
        (400, "40022") => Meaning::BadEmail,
        (400, "40027") => Meaning::TransactionReplicated,
        (400, "40032") => Meaning::PrerequisiteNotMet,
        (400, "40033") => Meaning::AskedBefore,
        (400, "40045") => Meaning::ValueAboveLimit,
        (_, "40404") => Meaning::CompanyUnknown,
        (500.., "50001") => Meaning::InternalError,
        (_, "1.0.1") => Meaning::WrongTenant,
        (_, "1.0.14") => Meaning::ApplicationInactive,
        (_, "1.1.1") => Meaning::ScopeMissing,
        (_, "1.2.4") => Meaning::ClockOrExpired,
        (_, "1.2.22") => Meaning::ExtraClaim,
        (429, _) => Meaning::SlowDown,
        (403, _) => Meaning::NotAllowed,
        (404, _) => Meaning::NotFound,
        _ => Meaning::Unknown,
    }
}

/// Whether a refused request proves by itself that no analysis came of it. Nothing can be read that would tell (§3.5), so it
/// takes one of Unico's own documented codes that says why there can't be one: not a gateway's page, not an undocumented
/// code, and not 40033, for the analysis that there is already may be of this very request, delivered twice.
#[must_use]
pub fn proves_refusal(http: u16, code: &str) -> bool {
    match meaning(http, code) {
        Meaning::BrokenContract
        | Meaning::BrokenField
        | Meaning::TransactionIdMalformed
        | Meaning::PrerequisiteNotMet
        | Meaning::TransactionNotFound
        | Meaning::CompanyUnknown
        | Meaning::WrongTenant
        | Meaning::ApplicationInactive
        | Meaning::ScopeMissing
        | Meaning::ClockOrExpired
        | Meaning::ExtraClaim => true,
        // By the status alone it may be anybody's word on the way.
        Meaning::SlowDown => code == "40001",
        Meaning::NotAllowed => code == "40301",
        _ => false,
    }
}

/// Why Unico let nobody in, in plain words; none where the code is none of its sign-in codes (§3.2).
#[must_use]
pub fn sign_in(code: &str) -> Option<Problem> {
    let (problem, words) = match meaning(401, code) {
        Meaning::WrongTenant => (
            "sign_in_tenant",
            "the service account and the tenant id don't belong together: copy both again from what Unico gave you",
        ),
        Meaning::ApplicationInactive => (
            "sign_in_inactive",
            "the service account isn't active: ask Unico to switch it on",
        ),
        Meaning::ClockOrExpired => (
            "sign_in_clock",
            "the sign-in was too old when it arrived: set this computer's clock, then try again",
        ),
        Meaning::ScopeMissing | Meaning::ExtraClaim => (
            "sign_in_form",
            "Unico takes another form of sign-in now: a newer version of this program is needed",
        ),
        _ => return None,
    };
    Some(Problem::blocking(problem, None, words))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: Standing<'_> = Standing {
        status: "approved",
        created: NaiveDate::from_ymd_opt(2026, 11, 1),
        asked_before: false,
        credit: Some(true),
        category: Some(Category::Fraudulent),
    };

    fn codes(standing: &Standing<'_>, now: &str) -> Vec<(String, bool)> {
        prerequisites(standing, now.parse().unwrap())
            .into_iter()
            .map(|p| (p.code, p.blocks))
            .collect()
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "a table")]
    fn each_prerequisite_has_its_finding() {
        let now = "2026-11-22T00:00:00Z";
        assert_eq!(codes(&GOOD, now), []);
        for (standing, code, blocks) in [
            (
                Standing {
                    status: "inconclusive",
                    ..GOOD
                },
                "analysis_not_approved",
                true,
            ),
            (
                Standing {
                    status: "brand-new",
                    ..GOOD
                },
                "analysis_not_approved",
                true,
            ),
            (
                Standing {
                    created: None,
                    ..GOOD
                },
                "analysis_age_unknown",
                true,
            ),
            (
                Standing {
                    asked_before: true,
                    ..GOOD
                },
                "analysis_asked_before",
                true,
            ),
            (
                Standing {
                    credit: Some(false),
                    ..GOOD
                },
                "analysis_not_credit",
                true,
            ),
            (
                Standing {
                    credit: None,
                    ..GOOD
                },
                "analysis_credit_unconfirmed",
                false,
            ),
            (
                Standing {
                    category: Some(Category::Duplicate),
                    ..GOOD
                },
                "analysis_not_fraud",
                true,
            ),
            (
                Standing {
                    category: None,
                    ..GOOD
                },
                "analysis_fraud_unconfirmed",
                false,
            ),
        ] {
            assert_eq!(codes(&standing, now), [(code.to_owned(), blocks)]);
        }
        assert_eq!(
            codes(
                &Standing {
                    category: Some(Category::Unrecognized),
                    ..GOOD
                },
                now
            ),
            []
        );
    }

    #[test]
    fn the_age_is_counted_in_utc_days() {
        for (now, expected) in [
            (
                "2026-10-30T12:00:00Z",
                Some(("analysis_created_ahead", true)),
            ),
            ("2026-10-31T23:00:00Z", None),
            ("2027-01-19T23:59:59Z", None),
            (
                "2027-01-20T00:00:00Z",
                Some(("analysis_nearly_too_old", false)),
            ),
            (
                "2027-01-29T23:59:59Z",
                Some(("analysis_nearly_too_old", false)),
            ),
            ("2027-01-30T00:00:00Z", Some(("analysis_too_old", true))),
        ] {
            let expected: Vec<_> = expected
                .iter()
                .map(|(c, b)| ((*c).to_owned(), *b))
                .collect();
            assert_eq!(codes(&GOOD, now), expected, "{now}");
        }
    }

    #[test]
    fn documents_are_one_to_three_pdfs() {
        let pdf: &[u8] = b"%PDF-1.7\nx";
        let codes = |files: &[&[u8]]| {
            documents(files.iter().copied())
                .into_iter()
                .map(|p| p.code)
                .collect::<Vec<_>>()
        };
        assert_eq!(codes(&[pdf]), [""; 0]);
        assert_eq!(codes(&[pdf, pdf, pdf]), [""; 0]);
        assert_eq!(codes(&[]), ["analysis_no_document"]);
        assert_eq!(codes(&[pdf; 4]), ["analysis_too_many_documents"]);
        assert_eq!(codes(&[b"\x89PNG"]), ["analysis_not_pdf"]);
        let mut large = pdf.to_vec();
        large.resize(2_500_000, 0);
        assert_eq!(
            codes(&[&large, &large, &large]),
            [
                "analysis_document_large",
                "analysis_document_large",
                "analysis_document_large",
                "analysis_too_large"
            ]
        );
        // Nobody published these sizes: they warn.
        assert!(documents([&large[..]; 3]).iter().all(|p| !p.blocks));
    }

    #[test]
    fn the_pair_of_status_and_code_decides() {
        for (http, code, expected) in [
            (400, "40001", Meaning::BrokenContract),
            (429, "40001", Meaning::SlowDown),
            (400, "40033", Meaning::AskedBefore),
            (404, "40401", Meaning::TransactionNotFound),
            (429, "40401", Meaning::TransactionNotFound),
            (400, "40301", Meaning::NotAllowed),
            (404, "40499", Meaning::NotFound),
            (500, "50001", Meaning::InternalError),
            (400, "1.2.4", Meaning::ClockOrExpired),
            (418, "77777", Meaning::Unknown),
        ] {
            assert_eq!(meaning(http, code), expected, "{http} {code}");
        }
    }

    #[test]
    fn each_sign_in_code_has_words_of_its_own() {
        let told = |code: &str| sign_in(code).map(|problem| problem.code);
        for (code, expected) in [
            ("1.0.1", "sign_in_tenant"),
            ("1.0.14", "sign_in_inactive"),
            ("1.1.1", "sign_in_form"),
            ("1.2.4", "sign_in_clock"),
            ("1.2.22", "sign_in_form"),
        ] {
            assert_eq!(told(code).as_deref(), Some(expected), "{code}");
        }
        for other in ["1.2.5", "invalid_grant", "40301", ""] {
            assert_eq!(told(other), None, "{other}");
        }
    }

    #[test]
    fn only_a_word_of_its_own_for_why_not_proves_a_refusal() {
        for (http, code, proves) in [
            (400, "40001", true),
            (400, "40002", true),
            (400, "40032", true),
            (404, "40401", true),
            (403, "40301", true),
            (429, "40001", true),
            (401, "1.2.4", true),
            (400, "40033", false),
            (400, "", false),
            (400, "50001", false),
            (403, "", false),
            (404, "", false),
            (404, "40499", false),
            (413, "", false),
            (429, "", false),
        ] {
            assert_eq!(proves_refusal(http, code), proves, "{http} {code:?}");
        }
    }
}
