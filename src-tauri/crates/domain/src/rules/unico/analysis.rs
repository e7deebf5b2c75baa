//! What Unico wants before it examines a transaction: prerequisites and documents (unico.md §3.1, §3.3, §3.4).

use super::limits;
use crate::Category;
use crate::check::Problem;
use crate::clock::Timestamp;
use chrono::NaiveDate;

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
pub fn prerequisites(standing: &Standing<'_>, now: Timestamp) -> Vec<Problem> {
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
fn age(created: Option<NaiveDate>, now: Timestamp) -> Option<Problem> {
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
}
