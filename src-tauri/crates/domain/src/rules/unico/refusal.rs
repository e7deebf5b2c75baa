//! What Unico's refusals mean, and which of them prove that nothing came of a request (unico.md §3.2, §3.5, §3.6).

use crate::check::Problem;
use crate::status::words;
use serde::{Deserialize, Serialize};

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
