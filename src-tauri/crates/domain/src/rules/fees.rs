//! What Stripe charges for disputes: dated amounts by country, each with its source. The balance tells what it really was.

use chrono::NaiveDate;

/// Announced the fee for countering, and where there is none (stripe.md §9 [D17]).
pub const PRICING_2025: &str =
    "https://support.stripe.com/questions/june-2025-pricing-updates-for-disputes";
/// Klarna's fee per chargeback (stripe.md §12.4 [K4]).
pub const KLARNA_2023: &str = "https://support.stripe.com/questions/klarna-fees-and-dispute-automation-will-be-introduced-starting-november-15-2023";
/// A full refund of an inquiry takes no dispute fee (stripe.md §8 [D2]).
pub const RESPONDING: &str = "https://docs.stripe.com/disputes/responding";
/// The network's fee for fighting a compliance case (stripe.md §11.2 [D5]).
pub const COMPLIANCE: &str = "https://docs.stripe.com/disputes/api/visa-compliance";
/// Stripe's share of a case that its own answer wins (stripe.md §11.3 [D6]).
pub const SMART: &str = "https://docs.stripe.com/disputes/set-up-smart-disputes";
/// Appeals, whose fees are announced without an amount (stripe.md §4 [D16]).
pub const ARBITRATION: &str = "https://docs.stripe.com/disputes/arbitration";
/// PayPal takes disputes over Stripe without a fee of Stripe's (stripe.md §8).
pub const PAYPAL: &str = "https://docs.stripe.com/payments/paypal/disputed-payments";

/// From this day on disputes have the fee for countering (stripe.md §9).
pub const COUNTERED_SINCE: NaiveDate = day(2025, 6, 17);
/// When the page on Klarna's fees took effect.
pub const KLARNA_AS_OF: NaiveDate = day(2023, 11, 15);
/// Of when the amounts for cards are: a country's price page as somebody else quoted it (stripe.md §9).
pub const CARD_AS_OF: NaiveDate = day(2026, 10, 9);
/// Of when `stripe.md` is, for what it has no other date.
pub const PAGE_AS_OF: NaiveDate = day(2026, 11, 30);

const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => NaiveDate::MIN,
    }
}

/// A country's fees for card disputes, in minor units. Every amount is from a secondary source (stripe.md §9 **T**).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardFees {
    /// ISO 3166.
    pub countries: &'static [&'static str],
    pub currency: &'static str,
    /// For receiving a chargeback.
    pub received: i64,
    /// For fighting one.
    pub countered: i64,
}

/// The European Economic Area, where receiving has cost 20 EUR since 2023-04-10 (stripe.md §9).
pub const EEA: &[&str] = &[
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS",
    "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// What is known of amounts for cards. Of a country that isn't here nobody says.
pub const CARD: [CardFees; 3] = [
    CardFees {
        countries: &["US"],
        currency: "USD",
        received: 1_500,
        countered: 1_500,
    },
    CardFees {
        countries: EEA,
        currency: "EUR",
        received: 2_000,
        countered: 2_000,
    },
    // One number for Australia: wherever both fees are known they are the same, so it stands for each.
    CardFees {
        countries: &["AU"],
        currency: "AUD",
        received: 2_500,
        countered: 2_500,
    },
];

/// Fighting costs nothing there (stripe.md §9).
pub const NOT_COUNTERED: [(&str, &str); 2] = [("MX", "MXN"), ("JP", "JPY")];
/// The fee for receiving comes back with a win there (stripe.md §9).
pub const RECEIVED_COMES_BACK: [(&str, &str); 1] = [("MX", "MXN")];

/// Klarna's fee per chargeback by currency, in minor units (stripe.md §12.4: the countries of one currency have one fee).
pub const KLARNA: [(&str, i64); 12] = [
    ("EUR", 2_000),
    ("GBP", 2_000),
    ("CHF", 2_000),
    ("NOK", 20_000),
    ("DKK", 20_000),
    ("SEK", 20_000),
    ("PLN", 9_000),
    ("CZK", 55_000),
    ("USD", 1_500),
    ("CAD", 2_000),
    ("AUD", 2_500),
    ("NZD", 2_500),
];

/// The network's fee for fighting a compliance case, in cents of a US dollar "or local equivalent" (stripe.md §11.2).
pub const COMPLIANCE_CENTS: i64 = 50_000;
/// Percent of what is won that Stripe keeps when its own answer wins (stripe.md §9, §11.3).
pub const SMART_SHARE: u8 = 30;

/// The fees for cards of an account in `country`.
#[must_use]
pub fn card(country: &str) -> Option<&'static CardFees> {
    CARD.iter().find(|fees| fees.countries.contains(&country))
}

/// The fees for cards where the country isn't known, by the currency of the balance.
#[must_use]
pub fn card_by_currency(currency: &str) -> Option<&'static CardFees> {
    CARD.iter().find(|fees| fees.currency == currency)
}
