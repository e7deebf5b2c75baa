//! What the card networks' reason codes are about, for cases whose provider names no reason of its own (overview of the
//! providers, §4.3, and Stripe's own table, stripe.md §5: from November 2026).

use crate::Category;

/// The category of a Visa code (`13.1`, `12.6.1`) or a Mastercard one (`4837`, retired ones too). Codes that stand for
/// several reasons, and codes that we don't know, are unknown.
#[must_use]
pub fn category(code: &str) -> Category {
    if let Some((family, rest)) = code.trim().split_once('.') {
        let number = rest.split('.').next().unwrap_or_default();
        return visa(family, number);
    }
    match code.trim() {
        "4837" | "4849" | "4870" | "4871" | "6341" => Category::Fraudulent,
        "4863" | "6321" | "75" => Category::Unrecognized,
        "4855" => Category::ProductNotReceived,
        "4841" => Category::SubscriptionCanceled,
        "4860" => Category::CreditNotProcessed,
        "4807" | "4808" | "4812" | "4831" | "4840" | "4842" | "4846" | "4859" | "4901" | "4902"
        | "4903" | "4905" | "4908" | "4968" | "6305" | "6322" | "6323" | "6342" | "6343"
        | "6390" => Category::General,
        // 4853 and 4834 stand for whole families.
        _ => Category::Unknown,
    }
}

fn visa(family: &str, number: &str) -> Category {
    match (family, number) {
        ("10", "1" | "2" | "3" | "4" | "5") => Category::Fraudulent,
        ("11", "1" | "2" | "3") => Category::General,
        ("12", "3" | "5") => Category::IncorrectAmount,
        ("12", "6") => Category::Duplicate,
        ("12", "1" | "2" | "4" | "7") => Category::General,
        ("13", "1" | "9") => Category::ProductNotReceived,
        ("13", "2") => Category::SubscriptionCanceled,
        ("13", "3" | "4" | "5") => Category::ProductUnacceptable,
        ("13", "6" | "7") => Category::CreditNotProcessed,
        // An original credit that wasn't taken.
        ("13", "8") => Category::General,
        _ => Category::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_tells_its_family_where_it_has_one() {
        for (code, expected) in [
            ("10.4", Category::Fraudulent),
            ("4837", Category::Fraudulent),
            ("12.6.1", Category::Duplicate),
            ("12.5", Category::IncorrectAmount),
            ("13.1", Category::ProductNotReceived),
            (" 13.7 ", Category::CreditNotProcessed),
            ("13.8", Category::General),
            ("13.9", Category::ProductNotReceived),
            ("4859", Category::General),
            ("4831", Category::General),
            ("6321", Category::Unrecognized),
            ("6341", Category::Fraudulent),
            ("4853", Category::Unknown),
            ("99.9", Category::Unknown),
            ("10.9", Category::Unknown),
            ("", Category::Unknown),
            ("fraud", Category::Unknown),
        ] {
            assert_eq!(category(code), expected, "{code}");
        }
    }
}
