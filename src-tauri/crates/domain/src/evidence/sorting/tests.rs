//! Where a new file is put, and on whose word.

use super::*;
use crate::clock::Timestamp;
use crate::evidence::Placing::{Guessed, Open, Stated};
use crate::{Category, Money, Provider, Stage, Status};

fn case(category: Category) -> Dispute {
    let amount = Money::new(8_450, "EUR");
    let mut case = Dispute::bare(
        Provider::Stripe,
        "du_1",
        Stage::Chargeback,
        Status::NeedsResponse,
        amount,
        Timestamp::UNIX_EPOCH,
    );
    case.reason.category = category;
    case
}

fn place(name: &str, media: Media, text: &str) -> (Kind, Placing) {
    let case = case(Category::ProductUnacceptable);
    guess(&case, &Draft::default(), name, media, text)
}

#[test]
fn thirty_nameless_files_stay_open_and_assert_nothing() {
    for number in 0..30 {
        let name = format!("scan{number:02}.pdf");
        assert_eq!(
            place(&name, Media::Pdf, ""),
            (Kind::UncategorizedFile, Open)
        );
    }
}

#[test]
fn what_a_paper_is_stands_at_its_head() {
    for (name, text, kind) in [
        ("a.pdf", "Rechnung Nr. 10482\nHandmühle", Kind::Receipt),
        (
            "a.pdf",
            "DHL Sendungsverfolgung\nZugestellt",
            Kind::ShippingDocumentation,
        ),
        ("a.pdf", "Leveransbevis", Kind::ShippingDocumentation),
        ("a.pdf", "Política de reembolso", Kind::RefundPolicy),
        ("delivery.pdf", "Invoice 7", Kind::Receipt),
        ("kvitto-7.pdf", "", Kind::Receipt),
    ] {
        assert_eq!(
            place(name, Media::Pdf, text),
            (kind, Guessed),
            "{name} {text}"
        );
    }
}

#[test]
fn a_part_of_a_word_points_nowhere() {
    for name in [
        "groups.pdf",
        "tripod.pdf",
        "annotation.pdf",
        "imgur.pdf",
        "listing-10482.pdf",
    ] {
        assert_eq!(
            place(name, Media::Pdf, ""),
            (Kind::UncategorizedFile, Open),
            "{name}"
        );
    }
    assert_eq!(
        place("UPS 1Z.pdf", Media::Pdf, "").0,
        Kind::ShippingDocumentation
    );
}

#[test]
fn words_that_point_to_two_places_point_nowhere() {
    let both = "Invoice and delivery";
    assert_eq!(
        place("a.pdf", Media::Pdf, both),
        (Kind::UncategorizedFile, Open)
    );
    assert_eq!(place("kvitto.pdf", Media::Pdf, both).0, Kind::Receipt);
}

#[test]
fn a_picture_shows_the_goods_only_where_the_case_is_about_them() {
    assert_eq!(
        place("IMG_1.jpg", Media::Jpeg, ""),
        (Kind::GoodsCondition, Guessed)
    );
    let other = case(Category::Duplicate);
    assert_eq!(
        guess(&other, &Draft::default(), "IMG_1.jpg", Media::Jpeg, ""),
        (Kind::UncategorizedFile, Open)
    );
}

#[test]
fn an_appeal_has_one_place_for_files() {
    let mut case = case(Category::General);
    case.stage = Stage::PreArbitration;
    assert_eq!(
        guess(&case, &Draft::default(), "a.pdf", Media::Pdf, "Invoice"),
        (Kind::AppealFiles, Stated)
    );
}
