//! Celcoin's rules, from its documents as read in November 2026 (`celcoin.md`, sections named below).

use super::capability::{Capabilities, Carrier};
use super::costs::Costs;
use super::credential::{
    AccountForm, Credential, CredentialForm, PEM, option, secret, visible_secret,
};
use super::is_too_late;
use super::limits::{Limit, PackLimits};
use super::lost::HowLost;
use super::silence::{Silence, SilenceOutcome};
use super::value::{Extras, Hosts, ProviderRules, Rhythm};
use crate::clock::Timestamp;
use crate::dispute::Dispute;
use crate::{Act, Category, NextStep, Provider, Source, Status};
use chrono::Duration;
use chrono_tz::Tz;

/// Celcoin's rules.
pub(super) static RULES: ProviderRules = ProviderRules {
    capabilities: CAPABILITIES,
    form: FORM,
    // §2.1. The HTTP client holds the same list and sends nothing to any other.
    hosts: Hosts {
        live: &["api.openfinance.celcoin.com.br"],
        test: &["sandbox.openfinance.celcoin.dev"],
    },
    // §2.3: at least every two hours while a case awaits documents.
    rhythm: Rhythm {
        every: Duration::hours(2),
        every_in_short_window: Duration::hours(1),
        open_cases_every: None,
        everything_after: rhythm::FULL,
        sweeps: true,
    },
    // Its windows are of few days (§2.3).
    stale_after: Duration::hours(12),
    date: Source::Provider,
    pack_limits: |_| PACK_LIMITS,
    texts: None,
    // One place for all: a list of documents (§2.4).
    file_field: |_| Some("documents"),
    takes_evidence: |_| true,
    allowed,
    next_step,
    if_nothing,
    how_lost: |dispute, sent_here| {
        // The node of the documents is there once they were sent (§2.3).
        Some(if sent_here || dispute.submission_count > 0 {
            HowLost::Answered
        } else {
            HowLost::NothingSent
        })
    },
    costs: |_, _| Costs::unknown(),
    extras: Extras {
        guess,
        ..Extras::NONE
    },
};

const CAPABILITIES: Capabilities = Capabilities {
    idempotency_keys: false,
    lists_documents: false,
    comments: false,
    uploads_before_answer: false,
    carried_as: Carrier::Documents,
    webhook: true,
    // Not documented; told as a case that came back if it happens (§2.3).
    comes_back: true,
    reads_by_id: false,
    marks_calls: false,
    short_windows: true,
    names_days: true,
    analyses: false,
    requirements_elsewhere: false,
    late_by_telephone: false,
    counts_chargebacks: false,
};

/// What an account is set up with (§2.1, §2.2): production asks for a certificate.
const FORM: AccountForm = AccountForm {
    provider: Provider::Celcoin,
    credentials: &[
        visible_secret("client_id"),
        secret("client_secret"),
        Credential {
            form: CredentialForm::File,
            required: false,
            live_only: true,
            ..secret("client_certificate")
        },
        Credential {
            required: false,
            live_only: true,
            ..secret("client_certificate_passphrase")
        },
        Credential {
            form: CredentialForm::File,
            required: false,
            live_only: true,
            begins: PEM,
            ..secret("client_private_key")
        },
        option("account", false),
    ],
    tells_environment: false,
    steps: 3,
    rights: &[],
};

/// Targets for evidence (§2.4). Celcoin publishes no limit, so these are aimed at and warned about; they never block.
pub mod limits {
    /// Bytes of all PDFs together, before base64.
    pub const FILE_BYTES: u64 = 2_000_000;
}

/// PDFs: what Celcoin takes isn't documented, neither bytes nor pages nor how many, and it names no network (§2.3, §2.4).
const PACK_LIMITS: PackLimits = PackLimits {
    bytes: Limit::assumed(limits::FILE_BYTES),
    file_bytes: Limit::assumed(limits::FILE_BYTES),
    pages: None,
    files: None,
};

/// How long what was read stays good (§2.3: windows of under four days, and no way to be told).
pub mod rhythm {
    use chrono::Duration;

    /// Cases made this long before the last reading are asked for again.
    pub const OVERLAP: Duration = Duration::days(7);
    /// Between two readings of everything.
    pub const FULL: Duration = Duration::days(7);
    /// Between two requests (§2.8).
    pub const PACE: std::time::Duration = std::time::Duration::from_secs(1);
}

/// The zone in which Celcoin's texts are meant (§2.3).
pub const ZONE: Tz = Tz::America__Sao_Paulo;

/// Whether the case takes documents: it awaits them, and none were sent in this round. Whether a second set adds or
/// replaces is unknown, so one is all (§2.4).
fn awaits_documents(dispute: &Dispute) -> bool {
    dispute.submission_count == 0 || dispute.returns > 0
}

/// Documents and giving up are for cases that await documents (§2.3).
fn allowed(dispute: &Dispute, now: Timestamp) -> Vec<Act> {
    if dispute.status != Status::NeedsResponse {
        return Vec::new();
    }
    if is_too_late(dispute, now) || !awaits_documents(dispute) {
        vec![Act::Accept]
    } else {
        vec![Act::Submit, Act::Accept]
    }
}

fn next_step(dispute: &Dispute, now: Timestamp) -> NextStep {
    if is_too_late(dispute, now) || !awaits_documents(dispute) {
        NextStep::Look
    } else {
        NextStep::Answer
    }
}

/// That a case without documents is lost after `expire` is assumed (§2.3).
fn if_nothing(dispute: &Dispute) -> Silence {
    Silence::at_due(dispute, SilenceOutcome::Lost).assumed()
}

/// Beginnings of words and phrases, without accents, that point to what a case is about (overview §4.3).
const HINTS: &[(Category, &[&str])] = &[
    (
        Category::Fraudulent,
        &[
            "nao reconhec",
            "desconhece",
            "fraude",
            "fraudulent",
            "nao autoriz",
            "clonad",
            "nao realizou a compra",
            "nao fez a compra",
        ],
    ),
    (
        Category::ProductNotReceived,
        &[
            "nao receb",
            "nao entreg",
            "nao foi entreg",
            "nao chegou",
            "nao prestado",
            "nao foi prestado",
        ],
    ),
    (
        Category::ProductUnacceptable,
        &[
            "defeit",
            "avariad",
            "danificad",
            "falsificad",
            "diferente do anunciad",
            "nao conforme",
            "em desacordo com",
        ],
    ),
    (
        Category::CreditNotProcessed,
        &[
            "credito nao processad",
            "estorno nao",
            "reembolso nao",
            "nao estornad",
            "nao reembols",
        ],
    ),
    (
        Category::Duplicate,
        &[
            "duplicad",
            "duplicidade",
            "cobrado duas vezes",
            "cobranca dupla",
        ],
    ),
    (
        Category::SubscriptionCanceled,
        &[
            "assinatura cancelad",
            "recorrencia cancelad",
            "cancelou a assinatura",
        ],
    ),
    (
        Category::IncorrectAmount,
        &[
            "valor incorret",
            "valor divergent",
            "valor errad",
            "valor diferente",
        ],
    ),
];

/// A guess at what a case is about from its free text: the only word about it that Celcoin gives (§2.3).
///
/// To be shown as a guess for the owner to confirm, never taken as a fact. None where nothing points anywhere, or
/// where the text points to more than one thing.
#[must_use]
pub fn guess(description: &str) -> Option<Category> {
    let text = plain(description);
    let mut found = HINTS
        .iter()
        .filter(|(_, hints)| hints.iter().any(|hint| text.contains(hint)))
        .map(|(category, _)| *category);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// Lower case, without the accents of Portuguese, with single spaces.
fn plain(text: &str) -> String {
    let folded: String = text
        .to_lowercase()
        .chars()
        .filter_map(|c| match c {
            'á' | 'à' | 'â' | 'ã' | 'ä' => Some('a'),
            'é' | 'è' | 'ê' => Some('e'),
            'í' => Some('i'),
            'ó' | 'ò' | 'ô' | 'õ' => Some('o'),
            'ú' | 'ü' => Some('u'),
            'ç' => Some('c'),
            // Marks that follow their letter when the text came decomposed.
            '\u{300}'..='\u{36f}' => None,
            c if c.is_alphanumeric() => Some(c),
            _ => Some(' '),
        })
        .collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guesses_only_what_the_text_says() {
        for (text, expected) in [
            ("Titular nao reconhece a compra", Some(Category::Fraudulent)),
            ("TITULAR NÃO RECONHECE A COMPRA", Some(Category::Fraudulent)),
            ("Titular na\u{303}o reconhece", Some(Category::Fraudulent)),
            (
                "Transação não autorizada pelo portador",
                Some(Category::Fraudulent),
            ),
            (
                "Mercadoria não recebida",
                Some(Category::ProductNotReceived),
            ),
            ("Serviço não prestado", Some(Category::ProductNotReceived)),
            ("Produto com defeito", Some(Category::ProductUnacceptable)),
            ("Cobrança em duplicidade", Some(Category::Duplicate)),
            ("Crédito não-processado", Some(Category::CreditNotProcessed)),
            ("Valor incorreto", Some(Category::IncorrectAmount)),
            ("chargeback description", None),
            ("", None),
            // Two things at once: nobody but the owner can tell.
            ("Não recebeu e não reconhece a compra", None),
        ] {
            assert_eq!(guess(text), expected, "{text}");
        }
    }
}
