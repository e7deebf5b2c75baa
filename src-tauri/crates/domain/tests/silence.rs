//! What silence does, cell by cell: provider × way of paying × stage × what is set and done, each with its source in the
//! providers' pages; and that each outcome has words in every language.
#![expect(clippy::unwrap_used, reason = "a test that can't go on says where")]

use std::path::PathBuf;
use tvist_domain::clock::Timestamp;
use tvist_domain::dispute::{AutoAnswer, Dispute, DueDate, Method};
use tvist_domain::rules::{self, HowLost, Silence, SilenceOutcome as S};
use tvist_domain::{Money, Provider, Source, Stage, Status};

const OPENED: &str = "2026-11-01T09:00:00Z";
const DUE: &str = "2026-11-20T23:59:59Z";
/// 120 days after the opening.
const LIFE: &str = "2027-03-01T09:00:00Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// What is set and done beside method and stage.
#[derive(Debug, Clone, Copy)]
enum With {
    Nothing,
    /// The provider names no date.
    NoDate,
    /// Whose turn it is: an answer is being looked at.
    Answered,
    /// The whole payment was given back.
    Refunded,
    /// A part of it was.
    PartRefunded,
    /// Smart Disputes' setting, in Stripe's words.
    Setting(&'static str),
    /// `smart_disputes`, with what Stripe says of its packet.
    Packet(&'static str),
    /// `prefer_manual` without a packet of Stripe's, and a file of the merchant's that lies there.
    OnlyStaged,
    /// The zone of the dates isn't known.
    ZoneUnknown,
}

fn case(provider: Provider, method: Method, stage: Stage, with: With) -> Dispute {
    let paid = Money::new(24_900, "EUR");
    let mut case = Dispute::bare(
        provider,
        "one",
        stage,
        Status::NeedsResponse,
        paid.clone(),
        at(OPENED),
    );
    case.method = method;
    case.due = DueDate::At(at(DUE));
    case.transaction.amount = Some(paid.clone());
    let set = |word: &str| AutoAnswer::Provider(word.to_owned());
    match with {
        With::Nothing => {}
        With::NoDate => case.due = DueDate::NotGiven,
        With::Answered => case.status = Status::UnderReview,
        With::Refunded => case.transaction.refunded = Some(paid),
        With::PartRefunded => case.transaction.refunded = Some(Money::new(5_000, "EUR")),
        With::Setting("manual") => case.auto_answer = AutoAnswer::Manual,
        With::Setting(word) => case.auto_answer = set(word),
        With::Packet(word) => {
            case.auto_answer = set("smart_disputes");
            case.own_packet = Some(word.to_owned());
        }
        With::OnlyStaged => {
            case.auto_answer = set("prefer_manual");
            case.own_packet = Some("unavailable".to_owned());
            case.staged_files = vec!["receipt".to_owned()];
        }
        With::ZoneUnknown => case.zone_assumed = true,
    }
    case
}

type Cell = (
    Provider,
    Method,
    Stage,
    With,
    S,
    Option<&'static str>,
    Source,
    &'static str,
);

#[rustfmt::skip]
fn cells() -> Vec<Cell> {
    use Method::{AmazonPay, Card, Klarna, Paypal};
    use Provider::{Celcoin, Clearhaus, Stripe};
    use Source::{Assumed, Rule};
    use Stage::{Chargeback, Compliance, Inquiry, PreArbitration, Unknown};
    use With::{Answered, NoDate, Nothing, OnlyStaged, Packet, PartRefunded, Refunded, Setting, ZoneUnknown};
    let named = Source::Provider;
    let other = || Method::Other("sofort".into());
    let (due, life) = (Some(DUE), Some(LIFE));
    vec![
        // Card inquiries are to be answered: silence can be read as acceptance.
        (Stripe, Card, Inquiry, Nothing, S::MayEscalate, due, named, "stripe.md §4"),
        (Stripe, Card, Inquiry, NoDate, S::MayEscalate, None, Assumed, "stripe.md §1 rule 5, §4"),
        (Stripe, Card, Inquiry, PartRefunded, S::MayEscalate, due, named, "stripe.md §4, §8"),
        (Stripe, Card, Inquiry, Refunded, S::Closes, life, Rule, "stripe.md §4"),
        (Stripe, Card, Inquiry, Answered, S::Closes, life, Rule, "stripe.md §4"),
        // Smart Disputes answers disputes, never the inquiry.
        (Stripe, Card, Inquiry, Setting("prefer_smart_disputes"), S::MayEscalate, due, named, "stripe.md §4, §11.3"),
        (Stripe, Card, Chargeback, Nothing, S::Lost, due, named, "stripe.md §4"),
        (Stripe, Card, Chargeback, NoDate, S::Lost, None, Assumed, "stripe.md §1 rule 5"),
        (Stripe, Card, Chargeback, Answered, S::None, None, Rule, "stripe.md §4"),
        (Stripe, Card, Chargeback, Setting("manual"), S::Lost, due, named, "stripe.md §11.3"),
        (Stripe, Card, Chargeback, Setting("prefer_manual"), S::ProviderMayAnswer, due, named, "stripe.md §11.3"),
        (Stripe, Card, Chargeback, Setting("prefer_smart_disputes"), S::ProviderMayAnswer, due, named, "stripe.md §11.3"),
        (Stripe, Card, Chargeback, Setting("smart_disputes"), S::ProviderMayAnswer, due, named, "stripe.md §11.3"),
        (Stripe, Card, Chargeback, Setting("something_new"), S::ProviderMayAnswer, due, named, "stripe.md §1 rule 6, §11.3"),
        (Stripe, Card, Chargeback, Packet("available"), S::ProviderMayAnswer, due, named, "stripe.md §3, §11.3"),
        (Stripe, Card, Chargeback, Packet("processing"), S::ProviderMayAnswer, due, named, "stripe.md §3, §11.3"),
        (Stripe, Card, Chargeback, Packet("unavailable"), S::Lost, due, named, "stripe.md §3, §11.3"),
        (Stripe, Card, Chargeback, Packet("requires_evidence"), S::Lost, due, named, "stripe.md §3, §11.3"),
        (Stripe, Card, Chargeback, OnlyStaged, S::ProviderMayAnswer, due, named, "stripe.md §11.3: a staged draft may be sent"),
        // A network fee that needs consent, and an appeal with fields of its own, aren't answered by anybody else.
        (Stripe, Card, Compliance, Nothing, S::Lost, due, named, "stripe.md §11.2"),
        (Stripe, Card, Compliance, Setting("prefer_manual"), S::Lost, due, named, "stripe.md §11.2, §11.3"),
        (Stripe, Card, PreArbitration, Nothing, S::Lost, due, named, "stripe.md §4 appeals"),
        (Stripe, Card, PreArbitration, Setting("smart_disputes"), S::Lost, due, named, "stripe.md §4 appeals, §11.3"),
        (Stripe, Card, Unknown, Nothing, S::Unknown, None, Assumed, "stripe.md §1 rule 6"),
        // Klarna: 21 days, then a chargeback; no answer, and the customer wins; never Smart Disputes.
        (Stripe, Klarna, Inquiry, Nothing, S::Escalates, due, named, "stripe.md §12.1"),
        (Stripe, Klarna, Inquiry, NoDate, S::Escalates, None, Assumed, "stripe.md §12.1"),
        (Stripe, Klarna, Inquiry, PartRefunded, S::Escalates, due, named, "stripe.md §12.1"),
        (Stripe, Klarna, Chargeback, Nothing, S::Lost, due, named, "stripe.md §12.1"),
        (Stripe, Klarna, Chargeback, Setting("prefer_smart_disputes"), S::Lost, due, named, "stripe.md §11.3"),
        (Stripe, Klarna, Chargeback, Answered, S::None, None, Rule, "stripe.md §12.1"),
        // The pages don't say what silence does elsewhere: the worse reading, marked.
        (Stripe, Paypal, Inquiry, Nothing, S::MayEscalate, due, Assumed, "stripe.md §8"),
        (Stripe, Paypal, Inquiry, Answered, S::Closes, life, Assumed, "stripe.md §8"),
        (Stripe, Paypal, Chargeback, Nothing, S::Lost, due, Assumed, "stripe.md §8"),
        (Stripe, Paypal, Chargeback, Setting("prefer_smart_disputes"), S::Lost, due, Assumed, "stripe.md §11.3"),
        (Stripe, AmazonPay, Inquiry, Nothing, S::MayEscalate, due, Assumed, "stripe.md §8"),
        (Stripe, AmazonPay, Chargeback, Setting("prefer_manual"), S::Lost, due, Assumed, "stripe.md §11.3"),
        (Stripe, other(), Chargeback, Setting("prefer_manual"), S::Lost, due, Assumed, "stripe.md §1 rule 6"),
        // Clearhaus: usually lost; that a retrieval request becomes a chargeback is ours.
        (Clearhaus, Card, Inquiry, Nothing, S::Escalates, due, Assumed, "overview §4.1"),
        (Clearhaus, Card, Chargeback, Nothing, S::Lost, due, named, "clearhaus.md §1.5"),
        (Clearhaus, Card, Chargeback, NoDate, S::Lost, None, Assumed, "clearhaus.md §1.5"),
        (Clearhaus, Card, Chargeback, ZoneUnknown, S::Lost, due, Assumed, "clearhaus.md §1.5: the zone is open"),
        (Clearhaus, Card, PreArbitration, Nothing, S::Lost, due, named, "clearhaus.md §1.5"),
        (Clearhaus, Card, Chargeback, Answered, S::None, None, Rule, "clearhaus.md §1.5"),
        (Clearhaus, Card, Unknown, Nothing, S::Lost, due, Assumed, "clearhaus.md §1.5"),
        // Celcoin: lost after `expire`, as its page assumes.
        (Celcoin, Card, Chargeback, Nothing, S::Lost, due, Assumed, "celcoin.md §2.3"),
        (Celcoin, Card, Chargeback, Answered, S::None, None, Rule, "celcoin.md §2.3"),
    ]
}

#[test]
fn every_cell_has_its_outcome_its_date_and_its_source() {
    for (provider, method, stage, with, outcome, on, source, page) in cells() {
        let case = case(provider, method.clone(), stage, with);
        let expected = Silence {
            outcome,
            on: on.map(at),
            source,
        };
        let name = format!("{provider:?} {method:?} {stage:?} {with:?} ({page})");
        assert_eq!(rules::if_nothing(&case, &[]), expected, "{name}");
    }
}

/// In every combination there is, in the table or not.
#[test]
fn silence_is_never_called_better_than_it_is() {
    let settings = [
        "manual",
        "prefer_manual",
        "prefer_smart_disputes",
        "smart_disputes",
    ];
    for provider in Provider::ALL {
        for stage in Stage::ALL {
            for method in [
                Method::Card,
                Method::Klarna,
                Method::Paypal,
                Method::AmazonPay,
            ] {
                for setting in settings {
                    let with = With::Setting(setting);
                    let case = case(provider, method.clone(), *stage, with);
                    let outcome = rules::if_nothing(&case, &[]).outcome;
                    let name = format!("{provider:?} {method:?} {stage:?} {setting}");
                    assert_ne!(outcome, S::Closes, "an unanswered case: {name}");
                    assert_ne!(outcome, S::None, "an unanswered case: {name}");
                    if outcome == S::ProviderMayAnswer {
                        assert_eq!(
                            (provider, *stage),
                            (Provider::Stripe, Stage::Chargeback),
                            "{name}"
                        );
                        assert!(method == Method::Card && setting != "manual", "{name}");
                    }
                }
            }
        }
    }
}

#[test]
fn every_outcome_has_words_in_each_language() {
    let locales = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../ui/locales");
    for language in ["en", "sv", "de", "pt-BR"] {
        let texts = std::fs::read_to_string(locales.join(language).join("case.ftl")).unwrap();
        let said = |id: &str| {
            let line = texts
                .lines()
                .find_map(|line| line.strip_prefix(&format!("{id} = ")));
            line.map(str::to_owned)
        };
        for outcome in S::ALL {
            let id = format!("silence-{}", outcome.as_str().replace('_', "-"));
            assert!(said(&id).is_some(), "{language}: {id}");
        }
        assert!(said("assumed").is_some(), "{language}");
        for how in HowLost::ALL
            .iter()
            .filter(|how| **how != HowLost::NoAnswerTaken)
        {
            let id = format!("lost-how-{}", how.as_str().replace('_', "-"));
            assert!(said(&id).is_some(), "{language}: {id}");
        }
    }
}
