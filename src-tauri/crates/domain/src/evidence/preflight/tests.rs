use super::*;
use crate::evidence::Item;
use crate::{ItemId, Money, Provider};

fn case(provider: Provider, stage: Stage) -> Dispute {
    let opened = Timestamp::UNIX_EPOCH;
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
