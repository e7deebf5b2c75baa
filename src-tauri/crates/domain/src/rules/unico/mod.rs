//! Unico IDPay's rules, from its documents as read in November 2026 (`unico.md`, sections named below).

mod analysis;
mod refusal;

pub use analysis::{Standing, documents, may_concern, prerequisites};
pub use refusal::{Meaning, meaning, proves_refusal, sign_in};

use super::capability::{Capabilities, Carrier};
use super::costs::Costs;
use super::credential::{AccountForm, Credential, CredentialForm, PEM, option, secret};
use super::limits::{Limit, PackLimits};
use super::silence::Silence;
use super::value::{Extras, Hosts, ProviderRules, Rhythm};
use crate::clock::Timestamp;
use crate::{NextStep, Provider, Source, Status};
use chrono::{Duration, NaiveDate};

/// Unico's rules.
pub(super) static RULES: ProviderRules = ProviderRules {
    capabilities: CAPABILITIES,
    form: FORM,
    // §3.2. The HTTP client holds the same list and sends nothing to any other.
    hosts: Hosts {
        live: &["transactions.transactional.unico.app", "identity.acesso.io"],
        test: &[
            "transactions.transactional.uat.unico.app",
            "identityhomolog.acesso.io",
        ],
    },
    // §3.5: daily.
    rhythm: Rhythm {
        every: Duration::hours(24),
        every_in_short_window: Duration::hours(24),
        open_cases_every: None,
        everything_after: Duration::days(90),
        sweeps: true,
    },
    // An analysis has 90 days (§3.3).
    stale_after: Duration::hours(96),
    // The end of the window is reckoned from the transaction's day (§3.3).
    date: Source::Rule,
    pack_limits: |_| PACK_LIMITS,
    texts: None,
    file_field: |_| None,
    takes_evidence: |_| false,
    // An analysis takes nothing after it was asked for (§3.5).
    allowed: |_, _| Vec::new(),
    next_step: |_, _| NextStep::Look,
    if_nothing: |_| Silence::unknown(),
    // An analysis that was turned down loses nothing.
    how_lost: |_, _| None,
    costs: |_, _| Costs::default(),
    extras: Extras {
        examines: may_concern,
        ..Extras::NONE
    },
};

const CAPABILITIES: Capabilities = Capabilities {
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

/// What an account is set up with (§3.2).
const FORM: AccountForm = AccountForm {
    provider: Provider::Unico,
    credentials: &[
        option("service_account", true),
        option("tenant_id", true),
        Credential {
            form: CredentialForm::File,
            begins: PEM,
            ..secret("private_key")
        },
    ],
    tells_environment: false,
    steps: 3,
    rights: &[],
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
const PACK_LIMITS: PackLimits = PackLimits {
    bytes: Limit::assumed(limits::FILE_BYTES as u64),
    file_bytes: Limit::assumed(limits::FILE_BYTES as u64),
    pages: None,
    files: Some(Limit::published(limits::FILES as u32)),
};

/// The end of the window for asking: the day on which the transaction is 90 days old begins, in UTC (§3.3).
#[must_use]
pub fn window_end(created: NaiveDate) -> Timestamp {
    // A day at the very end of the calendar has nothing after it.
    let last = created.checked_add_signed(chrono::Duration::days(limits::AGE_DAYS));
    let last = last.unwrap_or(created);
    crate::clock::held(last.and_time(chrono::NaiveTime::MIN).and_utc())
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
