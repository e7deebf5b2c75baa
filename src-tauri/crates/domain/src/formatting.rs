//! Amounts as each of the program's languages writes them, for notices and the tray: grouped, with the currency's sign
//! where it is plain whose it is, in its place. The window leaves that to the web view, which knows every language.

use crate::Money;

/// How a language writes a number with its currency.
struct Manner {
    group: char,
    decimal: char,
    /// The currency stands before the number.
    before: bool,
    /// A sign before the number touches it.
    close: bool,
}

fn manner(language: &str) -> Manner {
    let (group, decimal, before, close) = match language.split(['-', '_']).next() {
        Some("de") => ('.', ',', false, false),
        Some("pt") => ('.', ',', true, false),
        Some("sv") => ('\u{a0}', ',', false, false),
        _ => (',', '.', true, true),
    };
    Manner {
        group,
        decimal,
        before,
        close,
    }
}

/// A sign that stands for one currency alone; "kr" and "$" stand for many.
fn sign(currency: &str) -> Option<&'static str> {
    match currency {
        "EUR" => Some("€"),
        "GBP" => Some("£"),
        "USD" => Some("US$"),
        "BRL" => Some("R$"),
        _ => None,
    }
}

/// The amount in `language` (`en`, `sv`, `de`, `pt-BR`; any other as English): `€1,899.00`, `1.899,00 €`.
#[must_use]
pub fn amount(money: &Money, language: &str) -> String {
    let manner = manner(language);
    let text = money.decimal();
    let (minus, text) = match text.strip_prefix('-') {
        Some(rest) => ("−", rest),
        None => ("", text.as_str()),
    };
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let mut number = grouped(whole, manner.group);
    if !part.is_empty() {
        number.push(manner.decimal);
        number.push_str(part);
    }
    let sign = sign(&money.currency);
    let currency = sign.unwrap_or(&money.currency);
    match (manner.before, manner.close && sign.is_some()) {
        (true, true) => format!("{minus}{currency}{number}"),
        (true, false) => format!("{minus}{currency}\u{a0}{number}"),
        (false, _) => format!("{minus}{number}\u{a0}{currency}"),
    }
}

/// Digits in threes.
fn grouped(digits: &str, mark: char) -> String {
    let mut threes: Vec<&str> = digits.as_bytes().rchunks(3).filter_map(text).collect();
    threes.reverse();
    threes.join(&mark.to_string())
}

fn text(digits: &[u8]) -> Option<&str> {
    std::str::from_utf8(digits).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_own_way() {
        let said = |minor, currency, language| {
            amount(&Money::new(minor, currency), language).replace('\u{a0}', " ")
        };
        for (minor, currency, en, sv, de, pt) in [
            (
                189_900,
                "BRL",
                "R$1,899.00",
                "1 899,00 R$",
                "1.899,00 R$",
                "R$ 1.899,00",
            ),
            (
                84_500,
                "DKK",
                "DKK 845.00",
                "845,00 DKK",
                "845,00 DKK",
                "DKK 845,00",
            ),
            (5, "EUR", "€0.05", "0,05 €", "0,05 €", "€ 0,05"),
            (
                -1_234_567,
                "USD",
                "−US$12,345.67",
                "−12 345,67 US$",
                "−12.345,67 US$",
                "−US$ 12.345,67",
            ),
            (
                1_500,
                "JPY",
                "JPY 1,500",
                "1 500 JPY",
                "1.500 JPY",
                "JPY 1.500",
            ),
            (
                1_250,
                "KWD",
                "KWD 1.250",
                "1,250 KWD",
                "1,250 KWD",
                "KWD 1,250",
            ),
            (
                100,
                "none",
                "NONE 1.00",
                "1,00 NONE",
                "1,00 NONE",
                "NONE 1,00",
            ),
        ] {
            assert_eq!(said(minor, currency, "en"), en);
            assert_eq!(said(minor, currency, "sv"), sv);
            assert_eq!(said(minor, currency, "de_DE"), de);
            assert_eq!(said(minor, currency, "pt-BR"), pt);
        }
        assert_eq!(said(i64::MIN, "EUR", "en"), "−€92,233,720,368,547,758.08");
    }
}
