//! Which numbers card networks issue: leading digits, lengths, and the check digit.

/// Leading digits (from, to; same count of digits) and the lengths issued with them.
///
/// Collected from the networks' public number ranges (ISO/IEC 7812 registrations) as of 2026. Wide on
/// purpose: a number in doubt is asked about, not passed.
const RANGES: [(u32, u32, &[usize]); 34] = [
    // Visa; 13 digits are history, 19 are issued.
    (4, 4, &[13, 16, 18, 19]),
    // Mastercard.
    (51, 55, &[16]),
    (2221, 2720, &[16]),
    // American Express.
    (34, 34, &[15]),
    (37, 37, &[15]),
    // Diners Club.
    (300, 305, &[14, 16, 19]),
    (309, 309, &[14, 16, 19]),
    (36, 36, &[14, 16, 19]),
    (38, 39, &[14, 16, 19]),
    // Discover.
    (6011, 6011, &[16, 19]),
    (644, 649, &[16, 19]),
    (65, 65, &[16, 19]),
    // JCB.
    (3528, 3589, &[16, 19]),
    // UnionPay.
    (62, 62, &[16, 17, 18, 19]),
    (81, 81, &[16, 19]),
    // Maestro and its domestic partners (Dankort 5019, Laser, girocard).
    (5018, 5018, &[13, 14, 15, 16, 17, 18, 19]),
    (5019, 5019, &[16]),
    (5020, 5020, &[13, 14, 15, 16, 17, 18, 19]),
    (5038, 5038, &[13, 14, 15, 16, 17, 18, 19]),
    (5893, 5893, &[13, 14, 15, 16, 17, 18, 19]),
    (6304, 6304, &[13, 14, 15, 16, 17, 18, 19]),
    (6759, 6763, &[13, 14, 15, 16, 17, 18, 19]),
    (676770, 676774, &[13, 14, 15, 16, 17, 18, 19]),
    (639, 639, &[16, 17, 18, 19]),
    // Elo and Hipercard, Brazil.
    (504175, 504175, &[16]),
    (506699, 506778, &[16]),
    (509000, 509999, &[16]),
    (627780, 627780, &[16]),
    (636297, 636368, &[16]),
    (606282, 606282, &[16]),
    (3841, 3841, &[16, 19]),
    // Mir, RuPay, Troy.
    (2200, 2204, &[16, 17, 18, 19]),
    (508, 508, &[16]),
    (9792, 9792, &[16]),
];

/// Whether a network issues numbers that begin and measure like this one.
pub(super) fn is_issued(digits: &[u8]) -> bool {
    let begins = |from: u32, to: u32| {
        let places = from.ilog10() as usize + 1;
        let lead = digits
            .iter()
            .take(places)
            .fold(0, |sum, d| sum * 10 + u32::from(*d));
        (from..=to).contains(&lead)
    };
    RANGES
        .iter()
        .any(|(from, to, lengths)| lengths.contains(&digits.len()) && begins(*from, *to))
}

/// The check digit of card numbers (ISO/IEC 7812-1, annex B).
pub(super) fn luhn(digits: &[u8]) -> bool {
    let weigh = |(i, digit): (usize, &u8)| {
        let doubled = u32::from(*digit) << (i % 2);
        if doubled > 9 { doubled - 9 } else { doubled }
    };
    digits
        .iter()
        .rev()
        .enumerate()
        .map(weigh)
        .sum::<u32>()
        .is_multiple_of(10)
}

/// The check digit of article numbers (GTIN-13): on many an invoice, beginning with 4 in Germany and Japan.
pub(super) fn is_article_number(digits: &[u8]) -> bool {
    let weigh = |(i, digit): (usize, &u8)| u32::from(*digit) * if i % 2 == 0 { 1 } else { 3 };
    digits.len() == 13
        && digits
            .iter()
            .rev()
            .enumerate()
            .map(weigh)
            .sum::<u32>()
            .is_multiple_of(10)
}
