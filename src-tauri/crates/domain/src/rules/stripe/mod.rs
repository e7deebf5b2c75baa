//! Stripe's rules for cards and Klarna, from its documents as read in November 2026 (`stripe.md`, sections named below).

mod costs;

use super::capability::{Capabilities, Carrier};
use super::credential::{AccountForm, Credential, option, secret};
use super::limits::{Limit, PackLimits, TextLimits};
use super::lost::HowLost;
use super::silence::{Silence, SilenceOutcome};
use super::value::{Extras, Hosts, ProviderRules, Rhythm, Wallet};
use super::{fees, is_too_late};
use crate::clock::{Timestamp, later, span};
use crate::dispute::{AutoAnswer, Dispute, DueDate, Method};
use crate::evidence::Kind;
use crate::loss::{self, LossReason};
use crate::{Act, KlarnaReason, NextStep, Provider, Source, Stage, Status};
use chrono::Duration;

/// Stripe's rules.
pub(super) static RULES: ProviderRules = ProviderRules {
    capabilities: CAPABILITIES,
    form: FORM,
    hosts: Hosts {
        live: HOSTS,
        test: HOSTS,
    },
    // §10: half an hour between visits, daily what is open, and within the 30 days that events reach back.
    rhythm: Rhythm {
        every: Duration::minutes(30),
        every_in_short_window: Duration::minutes(30),
        open_cases_every: Some(Duration::hours(24)),
        everything_after: Duration::days(25),
        sweeps: false,
    },
    // Klarna's fraud chargebacks have 5 days (§12.1).
    stale_after: Duration::hours(24),
    date: Source::Provider,
    pack_limits,
    texts: Some(TextLimits {
        short: limits::SHORT_TEXT,
        long: limits::LONG_TEXT,
        all: limits::ALL_TEXT,
        page: limits::CHARACTERS_A_PAGE,
    }),
    file_field,
    takes_evidence,
    allowed,
    next_step,
    if_nothing,
    how_lost,
    costs: costs::of_acts,
    extras: Extras {
        site: |dispute| Some(site(dispute)),
        usual_review: Some(USUAL_REVIEW),
        if_nothing_under_review,
        refund_leaves_open,
        refund_would_leave_open,
        loss_reason_until: loss_code_until,
        awaits_loss_reason: awaits_loss_code,
        is_proven_return,
        may_answer_by_itself,
        // Withdrawn disputes still need evidence (§4, §8).
        answer_if_withdrawn: |dispute| dispute.method == Method::Card,
        wallet,
        own_answer_share: Some(fees::SMART_SHARE),
        // §4, "Appeals".
        appeals: true,
        keeps_texts: true,
        books_beside: true,
        // §8, §9, §12.4.
        takes_no_fee: |dispute| dispute.stage == Stage::Inquiry || dispute.method == Method::Paypal,
        network_fee: costs::network_fee,
        fee_comes_back: costs::comes_back,
        expected_fee: costs::expected_fee,
        ..Extras::NONE
    },
};

const CAPABILITIES: Capabilities = Capabilities {
    idempotency_keys: true,
    lists_documents: true,
    comments: false,
    uploads_before_answer: false,
    carried_as: Carrier::Fields,
    webhook: false,
    comes_back: false,
    reads_by_id: true,
    marks_calls: true,
    short_windows: false,
    names_days: false,
    analyses: false,
    requirements_elsewhere: false,
    late_by_telephone: false,
    counts_chargebacks: false,
};

/// What an account is set up with (§2, §2.1).
const FORM: AccountForm = AccountForm {
    provider: Provider::Stripe,
    credentials: &[
        Credential {
            begins: &["rk_live_", "rk_test_", "sk_live_", "sk_test_"],
            foreign: &["pk_"],
            ..secret("secret_key")
        },
        option("connected_account", false),
    ],
    tells_environment: true,
    steps: 3,
    rights: &[
        "dispute", "file", "charge", "payment", "event", "balance", "warning", "customer",
    ],
};

/// The hosts of calls and of files (§2). The HTTP client holds the same list and sends nothing to any other.
const HOSTS: &[&str] = &["api.stripe.com", "files.stripe.com"];

/// A usual decision comes this long after the answer (§4: 60–75 days of review).
const USUAL_REVIEW: Duration = Duration::days(75);

/// The case in Stripe's dashboard (stripe.md §2: test mode has a path of its own).
fn site(dispute: &Dispute) -> String {
    let mode = if dispute.live { "" } else { "test/" };
    format!(
        "https://dashboard.stripe.com/{mode}disputes/{}",
        dispute.provider_id
    )
}

/// The newest version that `stripe.md` describes; sent with every call (§2).
pub const API_VERSION: &str = "2026-10-28.endive";

/// Limits of evidence (§3, §7).
pub mod limits {
    /// Bytes of one file: 5 MB.
    pub const FILE_BYTES: u64 = 5_000_000;
    /// Bytes of all files of a dispute together: 4.5 MB.
    pub const ALL_BYTES: u64 = 4_500_000;
    /// Fields that take a file each (§3).
    pub const FILES: u32 = 9;
    /// Pages of all files and texts together must stay under 50.
    pub const PAGES: u32 = 49;
    /// Pages that Mastercard takes.
    pub const PAGES_MASTERCARD: u32 = 19;
    /// Characters of a long text field.
    pub const LONG_TEXT: usize = 20_000;
    /// Characters of a short text field.
    pub const SHORT_TEXT: usize = 5_000;
    /// Characters of all text fields together.
    pub const ALL_TEXT: usize = 150_000;
    /// Characters of free text that count as a page (§7, an allowance of ours).
    pub const CHARACTERS_A_PAGE: usize = 3_000;
}

/// A card inquiry that was answered or refunded, and isn't escalated, closes at the latest after this time (§4).
const INQUIRY_LIFE: Duration = Duration::days(120);
/// The code of a loss may arrive this long after a lost Klarna case closed (§10 (5)).
const LOSS_CODE_WAIT: Duration = Duration::days(14);

/// Klarna inquiries take no evidence (§1 rule 9, §12.1); everything else does.
fn takes_evidence(dispute: &Dispute) -> bool {
    !(dispute.is_klarna() && dispute.stage == Stage::Inquiry)
}

/// §4, column "merchant may".
fn allowed(dispute: &Dispute, now: Timestamp) -> Vec<Act> {
    let mut acts = Vec::new();
    let may_answer =
        !matches!(dispute.due, DueDate::NoAnswerPossible) && !is_too_late(dispute, now);
    let may_refund = dispute.refundable && dispute.left_to_refund().minor > 0;
    match (dispute.stage, dispute.status) {
        (Stage::Inquiry, Status::NeedsResponse) => {
            if takes_evidence(dispute) && may_answer {
                acts.push(Act::Submit);
            }
            if may_refund {
                acts.push(Act::Refund);
            }
        }
        (Stage::Inquiry, Status::UnderReview) if may_refund => acts.push(Act::Refund),
        (Stage::Chargeback | Stage::Compliance, Status::NeedsResponse) => {
            // Klarna takes one single answer (§1 rule 2). A card's answered inquiry that escalates needs a new one, and
            // no page says that the count starts over (§4): there the status decides.
            if may_answer && (dispute.submission_count == 0 || !dispute.is_klarna()) {
                acts.push(Act::Submit);
            }
            acts.push(Act::Accept);
        }
        // Whether an appeal can be conceded is not confirmed (§4), so it is not offered.
        (Stage::PreArbitration, Status::NeedsResponse) if may_answer => acts.push(Act::Submit),
        _ => {}
    }
    acts
}

fn next_step(dispute: &Dispute, now: Timestamp) -> NextStep {
    if matches!(dispute.due, DueDate::NoAnswerPossible) || is_too_late(dispute, now) {
        return NextStep::Look;
    }
    if takes_evidence(dispute) {
        let answerable = allowed(dispute, now).contains(&Act::Submit);
        return if answerable {
            NextStep::Answer
        } else {
            NextStep::Look
        };
    }
    // A return becomes visible once the buyer has proven it: refund when it arrives, or wait (§12.1).
    if is_proven_return(dispute) {
        NextStep::RefundOrWait
    } else {
        NextStep::TalkToCustomer
    }
}

/// Whether the buyer sends the goods back: a return is only shown once there is proof of it (§12.1).
fn is_proven_return(dispute: &Dispute) -> bool {
    let code = dispute.reason.network_code.as_deref();
    dispute.is_klarna() && code.and_then(KlarnaReason::read) == Some(KlarnaReason::Return)
}

/// §4 (card inquiries), §11.3 (Smart Disputes), §12.1 (Klarna escalates; no answer loses).
///
/// The pages speak of cards and of Klarna. What silence does to other ways of paying is read as the worse of what it
/// does to those, and marked as assumed.
fn if_nothing(dispute: &Dispute) -> Silence {
    let documented = matches!(dispute.method, Method::Card | Method::Klarna);
    let silence = match dispute.stage {
        Stage::Inquiry if dispute.is_klarna() => {
            Silence::at_due(dispute, SilenceOutcome::Escalates)
        }
        // Answered or not: money that was given back wholly settles it.
        Stage::Inquiry if dispute.is_fully_refunded() => closes_by_itself(dispute),
        // Never "closes by itself": silence can be read as acceptance (§4).
        Stage::Inquiry => Silence::at_due(dispute, SilenceOutcome::MayEscalate),
        // A kind of case that no page names: its rules aren't known.
        Stage::Unknown => return Silence::unknown(),
        _ if may_answer_by_itself(dispute) => {
            Silence::at_due(dispute, SilenceOutcome::ProviderMayAnswer)
        }
        _ => Silence::at_due(dispute, SilenceOutcome::Lost),
    };
    if documented {
        silence
    } else {
        silence.assumed()
    }
}

/// An inquiry that was answered ends by itself unless it is escalated (§4).
fn if_nothing_under_review(dispute: &Dispute) -> Silence {
    if dispute.stage != Stage::Inquiry {
        return Silence::nothing();
    }
    let closes = closes_by_itself(dispute);
    if dispute.method == Method::Card {
        closes
    } else {
        closes.assumed()
    }
}

fn closes_by_itself(dispute: &Dispute) -> Silence {
    Silence {
        outcome: SilenceOutcome::Closes,
        on: Some(later(dispute.opened_at, INQUIRY_LIFE)),
        source: Source::Rule,
    }
}

/// Whether something may go out at the deadline without a click: a card's chargeback, a setting other than `manual`, and
/// something to send (§11.3). Not every case qualifies, so "may" is all that can be said.
fn may_answer_by_itself(dispute: &Dispute) -> bool {
    let AutoAnswer::Provider(setting) = &dispute.auto_answer else {
        return false;
    };
    if dispute.method != Method::Card || dispute.stage != Stage::Chargeback {
        return false;
    }
    match dispute.own_packet.as_deref() {
        // Stripe has no packet of its own: only what lies there could go out, where the setting allows that.
        Some("unavailable" | "requires_evidence") => {
            setting != "smart_disputes" && has_staged_evidence(dispute)
        }
        _ => true,
    }
}

/// Whether somebody put evidence there; Stripe fills in the buyer by itself (§3).
fn has_staged_evidence(dispute: &Dispute) -> bool {
    const OF_STRIPE: [&str; 2] = ["customer_name", "customer_email_address"];
    let texts = dispute.staged_texts.iter();
    let mut texts = texts.filter(|(name, _)| !OF_STRIPE.contains(&name.as_str()));
    !dispute.staged_files.is_empty() || texts.next().is_some()
}

/// PayPal's own place for cases, as its sellers open it.
const PAYPAL: &str = "https://www.paypal.com/disputes/";

/// PayPal and Amazon Pay (§8).
fn wallet(dispute: &Dispute) -> Option<Wallet> {
    match dispute.method {
        Method::Paypal => Some(Wallet { site: Some(PAYPAL) }),
        Method::AmazonPay => Some(Wallet { site: None }),
        Method::Card | Method::Klarna | Method::Other(_) => None,
    }
}

/// Whether an inquiry goes on after a refund: a card's does as long as anything of the payment is left, since after a
/// partial refund it can still escalate (§8); Klarna's ends with the disputed amount (§12.1).
///
/// Where the reading shows no refund yet, the one that was accepted counts as what it paid: what is disputed.
fn refund_leaves_open(dispute: &Dispute) -> bool {
    let Some(paid) = &dispute.transaction.amount else {
        return false;
    };
    let back = dispute.refunded().unwrap_or_else(|| dispute.amount.clone());
    dispute.method == Method::Card
        && dispute.stage == Stage::Inquiry
        && paid.currency == back.currency
        && back.minor < paid.minor
}

/// Whether an inquiry would go on after a refund of what is left of the disputed amount.
fn refund_would_leave_open(dispute: &Dispute) -> bool {
    let Some(paid) = &dispute.transaction.amount else {
        return false;
    };
    let back = dispute.refunded().map_or(0, |back| back.minor);
    dispute.method == Method::Card
        && back.saturating_add(dispute.left_to_refund().minor) < paid.minor
}

/// What fits into an answer: all files together are the narrower limit (§3, §7).
fn pack_limits(dispute: &Dispute) -> PackLimits {
    PackLimits {
        bytes: Limit::published(limits::ALL_BYTES),
        file_bytes: Limit::published(limits::FILE_BYTES.min(limits::ALL_BYTES)),
        pages: Some(Limit::published(page_limit(dispute))),
        files: Some(Limit::published(limits::FILES)),
    }
}

/// Pages that the network of the case takes, texts included (§7).
fn page_limit(dispute: &Dispute) -> u32 {
    let mastercard =
        dispute.method == Method::Card && dispute.network.as_deref() == Some("mastercard");
    if mastercard {
        limits::PAGES_MASTERCARD
    } else {
        limits::PAGES
    }
}

/// Until when the code of a loss may still come; none where it is there, or isn't waited for (§10 (5), §12.3).
fn loss_code_until(dispute: &Dispute, ended_at: Option<Timestamp>) -> Option<Timestamp> {
    let awaited =
        dispute.is_klarna() && dispute.status == Status::Lost && dispute.loss_code.is_none();
    ended_at
        .filter(|_| awaited)
        .map(|at| later(at, LOSS_CODE_WAIT))
}

fn awaits_loss_code(dispute: &Dispute, ended_at: Option<Timestamp>, now: Timestamp) -> bool {
    dispute.is_klarna()
        && dispute.status == Status::Lost
        && dispute.loss_code.is_none()
        && ended_at.is_none_or(|at| span(at, now) < LOSS_CODE_WAIT)
}

/// Where files of a kind go (§3): what has no field of its own goes among the others.
fn file_field(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::GoodsCondition | Kind::RefundProof => Some(Kind::UncategorizedFile.as_str()),
        kind => Some(kind.as_str()),
    }
}

/// §3 (`submission_method`, `submission_count`, `due_by` 0), §12.3 (loss codes).
fn how_lost(dispute: &Dispute, sent_here: bool) -> Option<HowLost> {
    let told = dispute.loss_code.as_deref().map(loss::reason);
    let unanswered = if dispute.due == DueDate::NoAnswerPossible {
        HowLost::NoAnswerTaken
    } else {
        HowLost::NothingSent
    };
    Some(match dispute.answered_by.as_deref() {
        Some("smart_disputes") => HowLost::AnsweredByProvider,
        Some("manual") => HowLost::Answered,
        _ if sent_here => HowLost::Answered,
        Some("not_submitted") => unanswered,
        // An answer to the inquiry counts there too, and doesn't carry over (§4): the loss code knows better.
        _ if told == Some(LossReason::NotCountered) => HowLost::NothingSent,
        _ if dispute.submission_count > 0 => HowLost::Answered,
        _ => unanswered,
    })
}
