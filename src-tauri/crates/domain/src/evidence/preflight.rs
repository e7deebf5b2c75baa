//! What would lose the case or break a rule, found before anything leaves.

use crate::check::{Meters, Problem};
use crate::clock::Instant;
use crate::dispute::{DueDate, FeeConsent};
use crate::evidence::scan::{Scan, ScanSummary};
use crate::evidence::{Draft, Kind, Placing, fields, placeholder};
use crate::rules::{self, LimitSource, takes_evidence};
use crate::submission::{State, Submission};
use crate::{Act, Dispute, Stage, Status};

/// What the packing found out about the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    pub meters: Meters,
    /// Findings of the packing itself, such as a file that can't be opened or a set that can't fit.
    pub problems: Vec<Problem>,
    /// What the search for card numbers saw of the files that leave; none where nothing could be packed, so that there
    /// was nothing to look at.
    pub scan: Option<Scan>,
}

impl Packed {
    /// The search in figures, the texts that leave beside the files counted in.
    #[must_use]
    pub fn scan_summary(&self, dispute: &Dispute, draft: &Draft) -> Option<ScanSummary> {
        let in_texts = fields::text_fields(dispute, draft)
            .values()
            .map(|text| crate::pan::scan(text).len())
            .sum::<usize>();
        let scan = self.scan.as_ref()?;
        // What stands in a document is read there, and not twice.
        let beside = !rules::capabilities(dispute.provider)
            .carried_as
            .holds_texts();
        let in_texts = if beside { in_texts } else { 0 };
        Some(scan.summary(draft, u32::try_from(in_texts).unwrap_or(u32::MAX)))
    }
}

/// Everything that stands in the way of an answer, and what the owner should know.
#[must_use]
pub fn answer(
    dispute: &Dispute,
    draft: &Draft,
    packed: &Packed,
    done: &[Submission],
    now: Instant,
) -> Vec<Problem> {
    let mut problems = standing(dispute, done, now);
    problems.extend(packed.problems.iter().cloned());
    problems.extend(content(dispute, draft));
    problems.extend(unsure_places(dispute, draft));
    problems.extend(card_numbers(dispute, draft, packed));
    problems.extend(limits_kept(&packed.meters));
    problems
}

/// Whether the case takes an answer at all now.
fn standing(dispute: &Dispute, done: &[Submission], now: Instant) -> Vec<Problem> {
    let mut problems = Vec::new();
    if rules::allowed(dispute, done, now).contains(&Act::Submit) {
        return notes(dispute, problems);
    }
    let round = dispute.round();
    let problem = if !takes_evidence(dispute) && !dispute.status.is_ended() {
        Problem::blocking(
            "inquiry_takes_no_evidence",
            None,
            "Klarna takes no evidence during an inquiry: talk to the customer, refund, or wait",
        )
    } else if done.iter().any(|s| s.state.is_open_question()) {
        Problem::blocking(
            "outcome_unknown",
            None,
            "the outcome of an earlier submission isn't known yet: reconcile first",
        )
    } else if done.iter().any(|s| s.settles(&round)) || dispute.submission_count > 0 {
        Problem::blocking(
            "already_answered",
            None,
            "this case has been answered already",
        )
    } else if dispute.due == DueDate::NoAnswerPossible {
        Problem::blocking(
            "no_answer_possible",
            None,
            "the provider takes no answer to this case",
        )
    } else if rules::is_too_late(dispute, now) {
        Problem::blocking(
            "deadline_passed",
            None,
            "the last date for an answer has passed",
        )
    } else {
        Problem::blocking(
            "not_answerable",
            None,
            format!(
                "the case takes no answer in its present state ({})",
                dispute.provider_status
            ),
        )
    };
    problems.push(problem);
    problems
}

fn notes(dispute: &Dispute, mut problems: Vec<Problem>) -> Vec<Problem> {
    if !dispute.staged_files.is_empty() {
        problems.push(Problem::warning(
            "staged_elsewhere",
            None,
            format!(
                "files were put there outside this program and go out with the answer: {}",
                dispute.staged_files.join(", ")
            ),
        ));
    }
    if rules::may_answer_by_itself(dispute) {
        problems.push(Problem::warning(
            "provider_may_answer",
            None,
            "the provider may answer by itself at the deadline, if it can, and keeps a share of what that wins",
        ));
    }
    problems
}

/// Files whose place nobody stated: the place is a field that tells the bank what the file is.
fn unsure_places(dispute: &Dispute, draft: &Draft) -> Vec<Problem> {
    let sent = draft
        .items
        .iter()
        .filter(|item| fields::travels(dispute, item.slot));
    sent.filter_map(|item| {
        let slot = Some(item.slot.as_str());
        match item.placing {
            Placing::Stated => None,
            Placing::Guessed => Some(Problem::warning(
                "place_guessed",
                slot,
                format!("what \"{}\" shows is a guess", item.name),
            )),
            Placing::Open => Some(Problem::warning(
                "place_open",
                slot,
                format!("nobody said what \"{}\" shows", item.name),
            )),
        }
    })
    .collect()
}

fn content(dispute: &Dispute, draft: &Draft) -> Vec<Problem> {
    let mut problems = Vec::new();
    let appeal = rules::is_in_appeal(dispute);
    let told =
        |(kind, text): (&Kind, &String)| fields::travels(dispute, *kind) && !text.trim().is_empty();
    let texts = draft.texts.iter().any(told);
    let files = draft
        .items
        .iter()
        .any(|item| fields::travels(dispute, item.slot));
    let enhanced = draft
        .facts
        .keys()
        .any(|name| name.starts_with(crate::evidence::draft::fact::ENHANCED));
    let travels = if appeal {
        draft.has(Kind::AppealReason) || draft.has(Kind::AppealFiles)
    } else {
        files || texts || enhanced
    };
    if !travels {
        problems.push(Problem::blocking(
            "nothing_to_send",
            None,
            "there is no evidence in the draft yet",
        ));
    }
    if rules::capabilities(dispute.provider).uploads_before_answer
        && draft.items.is_empty()
        && texts
    {
        problems.push(Problem::blocking(
            "document_missing",
            None,
            "this provider takes a document",
        ));
    }
    if dispute.fee_consent == FeeConsent::Required && !draft.fee_acknowledged() && !appeal {
        problems.push(Problem::blocking(
            "fee_not_acknowledged",
            None,
            "fighting a compliance case costs a network fee of 500 USD: consent with the fact fee_acknowledged = yes",
        ));
    }
    problems.extend(unsayable(dispute, draft));
    problems.extend(delivery_claim(dispute, draft));
    problems.extend(crate::evidence::compelling::problems(&fields::text_fields(
        dispute, draft,
    )));
    problems
}

/// Texts that say nothing, were left open, or are too long.
fn unsayable(dispute: &Dispute, draft: &Draft) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (name, text) in fields::text_fields(dispute, draft) {
        let kind = Kind::from_word(&name);
        let says_nothing = kind.is_some_and(|kind| placeholder::says_nothing(kind, &text));
        // An empty value takes away what lies at the provider.
        if says_nothing && !text.is_empty() {
            problems.push(Problem::blocking(
                "placeholder",
                Some(&name),
                "the field holds a mark that stands for nothing: say what is known, or leave it empty",
            ));
        }
    }
    for (kind, text) in &draft.texts {
        let says_nothing = placeholder::says_nothing(*kind, text);
        if let Some(found) = placeholder::left_open(text).filter(|_| !says_nothing) {
            problems.push(Problem::blocking(
                "placeholder",
                Some(kind.as_str()),
                format!("the text still holds a placeholder: {found}"),
            ));
        }
        let limit = fields::text_limit(dispute.provider, *kind);
        if let Some(limit) = limit.filter(|limit| text.chars().count() > *limit) {
            problems.push(Problem::blocking(
                "text_too_long",
                Some(kind.as_str()),
                format!("the text is longer than {limit} characters"),
            ));
        }
    }
    let characters: usize = fields::text_fields(dispute, draft)
        .values()
        .map(|t| t.chars().count())
        .sum();
    let most = fields::all_texts_limit(dispute.provider);
    if characters > most {
        problems.push(Problem::blocking(
            "texts_too_long",
            None,
            format!("all texts together exceed {most} characters"),
        ));
    }
    problems
}

/// A delivery that is claimed needs its date, carrier and tracking number: a bare address or number has lost cases.
fn delivery_claim(dispute: &Dispute, draft: &Draft) -> Option<Problem> {
    let fields = fields::text_fields(dispute, draft);
    let given = |kind: Kind| {
        let text = fields.get(kind.as_str());
        text.is_some_and(|text| !placeholder::says_nothing(kind, text))
    };
    let claimed = Kind::ALL
        .iter()
        .any(|kind| kind.claims_delivery() && given(*kind));
    let missing: Vec<&str> = [
        Kind::ShippingDate,
        Kind::ShippingCarrier,
        Kind::ShippingTrackingNumber,
    ]
    .into_iter()
    .filter(|kind| !given(*kind))
    .map(Kind::as_str)
    .collect();
    (claimed && !missing.is_empty()).then(|| {
        Problem::blocking(
            "delivery_claim_incomplete",
            missing.first().copied(),
            format!(
                "a delivery is claimed, but these are missing: {}",
                missing.join(", ")
            ),
        )
    })
}

fn card_numbers(dispute: &Dispute, draft: &Draft, packed: &Packed) -> Vec<Problem> {
    let travelling = fields::text_fields(dispute, draft);
    let mut problems: Vec<Problem> = travelling
        .iter()
        .filter(|(_, text)| !crate::pan::scan(text).is_empty())
        .map(|(field, _)| {
            Problem::blocking("card_number", Some(field), "the text holds a card number")
        })
        .collect();
    let in_a_text = !problems.is_empty();
    let in_files = packed.scan.iter().flat_map(|scan| scan.problems(draft));
    // A page of the program's own shows the texts, which are told by their names already.
    problems
        .extend(in_files.filter(|p| !(in_a_text && p.code == "card_number" && p.item.is_none())));
    problems
}

/// A limit that the provider publishes forbids; one that nobody published, or only the network has, is advice.
fn limits_kept(meters: &Meters) -> Vec<Problem> {
    let mut problems = Vec::new();
    if let (Some(limit), Some(source)) = (meters.pages_limit, meters.pages_limit_source)
        && meters.pages > limit
    {
        let pages = meters.pages;
        problems.push(match source {
            LimitSource::Provider => Problem::blocking(
                "too_many_pages",
                None,
                format!("{pages} pages; {limit} are taken"),
            ),
            LimitSource::Network => Problem::warning(
                "pages_of_network",
                None,
                format!("{pages} pages; this card network takes {limit}, so more may be turned away"),
            ),
            LimitSource::Assumed => Problem::warning(
                "pages_advised",
                None,
                format!(
                    "{pages} pages; the provider publishes no limit, some card networks take no more than {limit}"
                ),
            ),
        });
    }
    if meters.bytes > meters.bytes_limit {
        let (bytes, limit) = (meters.bytes, meters.bytes_limit);
        problems.push(if meters.bytes_limit_source.binds() {
            Problem::blocking(
                "too_large",
                None,
                format!("{bytes} bytes; the provider takes {limit}"),
            )
        } else {
            Problem::warning(
                "size_advised",
                None,
                format!(
                    "{bytes} bytes; the provider publishes no limit, {limit} is a careful target"
                ),
            )
        });
    }
    problems
}

/// What stands in the way of conceding or refunding.
#[must_use]
pub fn act(dispute: &Dispute, act: Act, done: &[Submission], now: Instant) -> Vec<Problem> {
    if rules::allowed(dispute, done, now).contains(&act) {
        if act != Act::Refund {
            return Vec::new();
        }
        let before = dispute.refunded().map(|back| {
            Problem::warning(
                "refunded_before",
                None,
                format!(
                    "{back} of this payment was refunded already: this would be another refund"
                ),
            )
        });
        return refund_currency(dispute).into_iter().chain(before).collect();
    }
    let problem = if done.iter().any(|s| s.state.is_open_question()) {
        Problem::blocking(
            "outcome_unknown",
            None,
            "the outcome of an earlier submission isn't known yet: reconcile first",
        )
    } else if act == Act::Refund
        && done
            .iter()
            .any(|s| s.state == State::Accepted && s.subject.warning().is_some())
    {
        Problem::blocking(
            "refund_made",
            None,
            "this payment was refunded from here already: it isn't refunded twice",
        )
    } else if act == Act::Refund && dispute.stage != Stage::Inquiry && dispute.status != Status::Won
    {
        Problem::blocking(
            "refund_pays_twice",
            None,
            "the money was taken back already: a refund now would pay the customer twice",
        )
    } else {
        Problem::blocking(
            "not_allowed_now",
            None,
            format!(
                "the provider doesn't allow this in the case's present state ({})",
                dispute.provider_status
            ),
        )
    };
    vec![problem]
}

/// A refund is made in the payment's currency; a dispute in another can't be turned into it without guessing, nor one
/// whose payment can't be seen.
fn refund_currency(dispute: &Dispute) -> Option<Problem> {
    match &dispute.transaction.amount {
        Some(paid) if paid.currency == dispute.amount.currency => None,
        Some(_) => Some(Problem::blocking(
            "currency_differs",
            None,
            "the payment was made in another currency: refund it at the provider's site",
        )),
        None => Some(Problem::blocking(
            "currency_unknown",
            None,
            "the payment can't be seen, so its currency isn't known: give the key the right to read payments, or refund \
             at the provider's site",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Item;
    use crate::{ItemId, Money, Provider};

    fn case(provider: Provider, stage: Stage) -> Dispute {
        let opened = Instant::UNIX_EPOCH;
        let amount = Money::new(1_000, "EUR");
        Dispute::bare(provider, "1", stage, Status::NeedsResponse, amount, opened)
    }

    fn file(slot: Kind) -> Draft {
        let item = Item {
            id: ItemId::new(),
            name: "a.pdf".to_owned(),
            slot,
            placing: Placing::Stated,
            media: crate::evidence::Media::Pdf,
            bytes: 1,
            pages: 1,
            sha256: String::new(),
            held_as: None,
            vouched: std::collections::BTreeSet::new(),
            unread: std::collections::BTreeSet::new(),
        };
        Draft {
            items: vec![item],
            ..Draft::default()
        }
    }

    #[test]
    fn only_what_travels_is_something_to_send() {
        for (provider, stage, slot, sends) in [
            (Provider::Stripe, Stage::Chargeback, Kind::Receipt, true),
            (
                Provider::Stripe,
                Stage::Chargeback,
                Kind::AppealFiles,
                false,
            ),
            (
                Provider::Stripe,
                Stage::PreArbitration,
                Kind::AppealFiles,
                true,
            ),
            (
                Provider::Stripe,
                Stage::PreArbitration,
                Kind::Receipt,
                false,
            ),
            (
                Provider::Clearhaus,
                Stage::PreArbitration,
                Kind::Receipt,
                true,
            ),
            (
                Provider::Clearhaus,
                Stage::PreArbitration,
                Kind::AppealFiles,
                true,
            ),
        ] {
            let case = case(provider, stage);
            assert_eq!(fields::travels(&case, slot), sends, "{stage:?} {slot:?}");
            let found = content(&case, &file(slot));
            let nothing = found.iter().any(|p| p.code == "nothing_to_send");
            assert_eq!(!nothing, sends, "{provider:?} {stage:?} {slot:?}");
        }
    }

    #[test]
    fn words_of_a_second_chargeback_travel_where_it_is_no_appeal() {
        for kind in [Kind::UncategorizedText, Kind::AppealReason] {
            let mut draft = Draft::default();
            draft.texts.insert(kind, "They arrived whole.".to_owned());
            let case = case(Provider::Clearhaus, Stage::PreArbitration);
            let told = fields::text_fields(&case, &draft);
            assert_eq!(told[kind.as_str()], "They arrived whole.");
        }
    }

    #[test]
    fn only_a_published_limit_blocks() {
        let full = |pages_limit, pages_limit_source, bytes_limit_source| Meters {
            bytes: 3_000_000,
            bytes_limit: 2_000_000,
            bytes_limit_source,
            pages: 25,
            pages_limit,
            pages_limit_source,
            files: 1,
            files_limit: Some(1),
        };
        let found = |meters: &Meters| -> Vec<(String, bool)> {
            limits_kept(meters)
                .into_iter()
                .map(|p| (p.code, p.blocks))
                .collect()
        };
        let named = |code: &str, blocks: bool| (code.to_owned(), blocks);
        use LimitSource::{Assumed, Network, Provider as Published};
        assert_eq!(
            found(&full(Some(19), Some(Published), Published)),
            [named("too_many_pages", true), named("too_large", true)]
        );
        assert_eq!(
            found(&full(Some(19), Some(Network), Assumed)),
            [
                named("pages_of_network", false),
                named("size_advised", false)
            ]
        );
        assert_eq!(
            found(&full(Some(19), Some(Assumed), Assumed)),
            [named("pages_advised", false), named("size_advised", false)]
        );
        assert_eq!(
            found(&full(None, None, Assumed)),
            [named("size_advised", false)]
        );
    }

    /// Mastercard's nineteen pages hold for Mastercard; Clearhaus and Celcoin publish nothing.
    #[test]
    fn each_limit_is_the_word_of_whoever_published_it() {
        use LimitSource::{Assumed, Network, Provider as Published};
        for (provider, network, bytes, pages) in [
            (
                Provider::Stripe,
                Some("visa"),
                Published,
                Some((49, Published)),
            ),
            (
                Provider::Stripe,
                Some("mastercard"),
                Published,
                Some((19, Published)),
            ),
            (
                Provider::Clearhaus,
                Some("mastercard"),
                Assumed,
                Some((19, Network)),
            ),
            (Provider::Clearhaus, Some("visa"), Assumed, None),
            (Provider::Clearhaus, None, Assumed, Some((19, Assumed))),
            (Provider::Celcoin, None, Assumed, None),
        ] {
            let mut case = case(provider, Stage::Chargeback);
            case.network = network.map(str::to_owned);
            let limits = rules::pack_limits(&case);
            let name = format!("{provider:?} {network:?}");
            assert_eq!(limits.bytes.source, bytes, "{name}");
            assert_eq!(limits.pages.map(|l| (l.most, l.source)), pages, "{name}");
        }
    }

    #[test]
    fn a_delivery_fact_that_stands_for_nothing_blocks() {
        let whole = [
            (Kind::ShippingDate, "12 October 2026"),
            (Kind::ShippingCarrier, "DHL"),
            (Kind::ShippingTrackingNumber, "00340434161094000000"),
        ];
        let codes = |mark: &str| -> Vec<String> {
            let mut draft = Draft::default();
            draft
                .texts
                .extend(whole.map(|(kind, text)| (kind, text.to_owned())));
            if !mark.is_empty() {
                draft
                    .texts
                    .insert(Kind::ShippingTrackingNumber, mark.to_owned());
            }
            let found = content(&case(Provider::Stripe, Stage::Chargeback), &draft);
            found
                .into_iter()
                .filter(|p| p.blocks)
                .map(|p| p.code)
                .collect()
        };
        assert_eq!(codes(""), Vec::<String>::new());
        for mark in ["—", "keine", "none", "n/a", "\u{200b}"] {
            let found = codes(mark);
            assert!(
                found.contains(&"placeholder".to_owned()),
                "{mark}: {found:?}"
            );
            let claims = found.contains(&"delivery_claim_incomplete".to_owned());
            assert!(claims, "{mark}: {found:?}");
        }
    }
}
