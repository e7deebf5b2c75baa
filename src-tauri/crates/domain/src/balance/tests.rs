use super::*;
use crate::{Provider, Stage, rules};

fn case(status: Status) -> Dispute {
    let opened = Timestamp::UNIX_EPOCH + Duration::days(20_000);
    let amount = Money::new(10_000, "EUR");
    Dispute::bare(
        Provider::Stripe,
        "du_1",
        Stage::Chargeback,
        status,
        amount,
        opened,
    )
}

fn line(id: &str, amount: i64, fee: i64, kind: Booked) -> Movement {
    Movement {
        id: id.to_owned(),
        at: Timestamp::UNIX_EPOCH + Duration::days(20_001),
        amount: Money::new(amount, "EUR"),
        fee: Money::new(fee, "EUR"),
        kind,
    }
}

fn refund(minor: i64, status: &str) -> Refund {
    Refund {
        id: format!("re_{minor}"),
        at: Timestamp::UNIX_EPOCH + Duration::days(20_000),
        amount: Money::new(minor, "EUR"),
        status: status.to_owned(),
        reference: None,
        failure: None,
    }
}

#[test]
fn each_line_of_the_balance_has_its_kind_and_its_sign() {
    let mut dispute = case(Status::Won);
    dispute.movements = vec![
        line("1", -10_000, 2_000, Booked::Dispute),
        line("2", 0, 1_500, Booked::CounteredFee),
        line("3", 0, 50_000, Booked::NetworkFee),
        line("4", 10_000, 0, Booked::Dispute),
        line("5", 0, -1_500, Booked::CounteredFee),
    ];
    dispute.refunds = vec![refund(300, "succeeded"), refund(400, "failed")];
    let moved: Vec<(MovedKind, i64)> = dispute
        .moved()
        .into_iter()
        .map(|one| (one.kind, one.amount.minor))
        .collect();
    assert_eq!(
        moved,
        [
            (MovedKind::Refund, -300),
            (MovedKind::Withdrawn, -10_000),
            (MovedKind::ReceivedFee, -2_000),
            (MovedKind::CounteredFee, -1_500),
            (MovedKind::NetworkFee, -50_000),
            (MovedKind::Reinstated, 10_000),
            (MovedKind::CounteredFee, 1_500),
        ]
    );
    assert_eq!(dispute.fee(), Some(Money::new(52_000, "EUR")));
}

#[test]
fn fees_of_two_currencies_are_never_added() {
    let mut dispute = case(Status::NeedsResponse);
    let mut network = line("2", 0, 50_000, Booked::NetworkFee);
    network.fee = Money::new(50_000, "USD");
    dispute.movements = vec![line("1", -10_000, 2_000, Booked::Dispute), network];
    assert_eq!(dispute.fee(), Some(Money::new(2_000, "EUR")));
}

#[test]
fn an_outcome_is_what_moved_and_not_what_was_disputed() {
    for (status, back, gone) in [
        (Status::Lost, 0, 10_000),
        (Status::Lost, 4_000, 6_000),
        (Status::Lost, 10_000, 0),
        (Status::Won, 10_000, 10_000),
        (Status::Won, 4_000, 4_000),
        (Status::NeedsResponse, 4_000, 10_000),
    ] {
        let mut dispute = case(status);
        dispute.movements = vec![line("1", -10_000, 2_000, Booked::Dispute)];
        if back > 0 {
            dispute.movements.push(line("2", back, 0, Booked::Dispute));
        }
        assert_eq!(dispute.outcome().minor, gone, "{status:?} {back}");
    }
    assert_eq!(case(Status::Lost).outcome(), Money::new(10_000, "EUR"));
}

#[test]
fn a_refund_pays_what_is_disputed_and_never_more_than_is_left() {
    for (disputed, paid, before, pays) in [
        (10_500, 10_500, 4_500, 6_000),
        (5_000, 12_990, 0, 5_000),
        (5_000, 12_990, 10_000, 2_990),
        (10_500, 10_500, 10_500, 0),
    ] {
        let mut dispute = case(Status::NeedsResponse);
        dispute.amount = Money::new(disputed, "EUR");
        dispute.transaction.amount = Some(Money::new(paid, "EUR"));
        dispute.transaction.refunded = Some(Money::new(before, "EUR"));
        assert_eq!(
            dispute.left_to_refund().minor,
            pays,
            "{disputed} {paid} {before}"
        );
        assert_eq!(dispute.is_fully_refunded(), before == paid);
    }
}

#[test]
fn what_was_read_beside_the_case_outlives_a_reading_of_the_case_alone() {
    let mut known = case(Status::UnderReview);
    known.movements = vec![
        line("1", -10_000, 2_000, Booked::Dispute),
        line("2", 0, 2_000, Booked::CounteredFee),
    ];
    known.refunds = vec![refund(300, "succeeded")];
    known.money_read = Some(MoneyRead {
        at: Timestamp::UNIX_EPOCH,
        of: known.money_state(),
    });
    let mut read = case(Status::UnderReview);
    read.movements = vec![line("1", -10_000, 2_000, Booked::Dispute)];
    read.keep_money_of(&known);
    assert_eq!(read, known);
    read.provider_status = "won".into();
    read.money_read = None;
    read.keep_money_of(&known);
    assert_eq!((read.refunds.len(), &read.money_read), (1, &None));
}

#[test]
fn lines_beside_are_read_when_they_may_have_come_and_once_a_day_while_they_may() {
    let at = |hours: i64| Timestamp::UNIX_EPOCH + Duration::days(20_010) + Duration::hours(hours);
    let mut dispute = case(Status::UnderReview);
    dispute.transaction.id = Some("ch_1".into());
    assert!(
        !rules::wants_money(&dispute, None, at(0)),
        "nothing sent, nothing refunded"
    );
    dispute.submission_count = 1;
    assert!(rules::wants_money(&dispute, None, at(0)));
    dispute.money_read = Some(MoneyRead {
        at: at(0),
        of: dispute.money_state(),
    });
    for (hours, wanted) in [(1, false), (19, false), (20, true)] {
        assert_eq!(
            rules::wants_money(&dispute, None, at(hours)),
            wanted,
            "{hours}"
        );
    }
    dispute.status = Status::Won;
    assert!(rules::wants_money(&dispute, Some(at(0)), at(48)));
    assert!(!rules::wants_money(&dispute, Some(at(0)), at(24 * 30)));
}
