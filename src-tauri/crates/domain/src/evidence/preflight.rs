//! What would lose the case or break a rule, found before anything leaves.

mod texts;

use crate::check::{Meters, Problem};
use crate::clock::Timestamp;
use crate::dispute::{DueDate, FeeConsent};
use crate::evidence::scan::{Scan, ScanSummary};
use crate::evidence::{Draft, Kind, Placing, fields};
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
    now: Timestamp,
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
fn standing(dispute: &Dispute, done: &[Submission], now: Timestamp) -> Vec<Problem> {
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
    problems.extend(texts::unsayable(dispute, draft));
    problems.extend(texts::delivery_claim(dispute, draft));
    problems.extend(crate::evidence::compelling::problems(&fields::text_fields(
        dispute, draft,
    )));
    problems
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
pub fn act(dispute: &Dispute, act: Act, done: &[Submission], now: Timestamp) -> Vec<Problem> {
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
mod tests;
