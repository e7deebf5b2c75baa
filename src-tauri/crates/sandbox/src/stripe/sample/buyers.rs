//! Invented buyers. Mail addresses are under example.com, addresses on the net from 203.0.113.0/24.

use crate::stripe::charge::{Address, Buyer};

/// Name, street, postal code, city, state, country, phone.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

pub(super) const ROWS: [Row; 18] = [
    (
        "Freja Lindqvist",
        "Storgatan 18",
        "411 38",
        "Göteborg",
        "",
        "SE",
        "+46701740611",
    ),
    (
        "Mads Overgaard",
        "Vestergade 7",
        "8000",
        "Aarhus C",
        "",
        "DK",
        "",
    ),
    (
        "Jonas Keller",
        "Ahornweg 4",
        "79100",
        "Freiburg",
        "",
        "DE",
        "",
    ),
    (
        "Lea Brandt",
        "Lindenallee 22",
        "20259",
        "Hamburg",
        "",
        "DE",
        "",
    ),
    (
        "Theresa Hofer",
        "Mariengasse 11",
        "8020",
        "Graz",
        "",
        "AT",
        "",
    ),
    (
        "Mariana Azevedo",
        "Rua das Acácias 210",
        "01310-100",
        "São Paulo",
        "SP",
        "BR",
        "",
    ),
    (
        "Rafael Teixeira",
        "Avenida das Palmeiras 88",
        "80010-010",
        "Curitiba",
        "PR",
        "BR",
        "",
    ),
    (
        "Oliver Whitcombe",
        "14 Millbrook Lane",
        "BS6 5RT",
        "Bristol",
        "",
        "GB",
        "+447700900118",
    ),
    (
        "Grace Halloway",
        "482 Juniper Street",
        "97205",
        "Portland",
        "OR",
        "US",
        "+15035550142",
    ),
    (
        "Kenji Morita",
        "3-14-2 Sakuragaoka",
        "150-0031",
        "Tokyo",
        "",
        "JP",
        "",
    ),
    (
        "Noura Al-Sabti",
        "Block 4, Street 12, House 9",
        "13041",
        "Kuwait City",
        "",
        "KW",
        "",
    ),
    (
        "Elin Sandström",
        "Björkvägen 3",
        "903 27",
        "Umeå",
        "",
        "SE",
        "+46701740625",
    ),
    (
        "Signe Holmgaard",
        "Nørregade 51",
        "5000",
        "Odense C",
        "",
        "DK",
        "",
    ),
    (
        "Tobias Wimmer",
        "Salzgasse 9",
        "5020",
        "Salzburg",
        "",
        "AT",
        "",
    ),
    (
        "Erik Nyqvist",
        "Kyrkogatan 40",
        "222 22",
        "Lund",
        "",
        "SE",
        "+46701740633",
    ),
    (
        "Amelia Thornbury",
        "7 Harrowgate Terrace",
        "LS1 4DY",
        "Leeds",
        "",
        "GB",
        "+447700900452",
    ),
    (
        "Paul Reinhardt",
        "Gartenstraße 61",
        "04109",
        "Leipzig",
        "",
        "DE",
        "",
    ),
    (
        "Daniel Okoro",
        "1190 Larkspur Avenue",
        "60614",
        "Chicago",
        "IL",
        "US",
        "+13125550177",
    ),
];

/// The buyer with this number, counted round.
pub(super) fn buyer(number: usize) -> Buyer {
    let place = number % ROWS.len();
    let (name, line1, postal_code, city, state, country, phone) = ROWS[place];
    let mail: String = name
        .to_lowercase()
        .chars()
        .map(|letter| match letter {
            'ö' | 'ø' => 'o',
            'ä' | 'å' => 'a',
            ' ' => '.',
            other => other,
        })
        .filter(|letter| letter.is_ascii_alphanumeric() || *letter == '.' || *letter == '-')
        .collect();
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Buyer {
        name: name.into(),
        email: format!("{mail}@example.com"),
        phone: some(phone),
        address: Address {
            line1: line1.into(),
            line2: None,
            postal_code: postal_code.into(),
            city: city.into(),
            state: some(state),
            country: country.into(),
        },
        ip: format!("203.0.113.{}", 20 + place * 7),
        account: format!("tm-{}", 20_400 + place * 17),
    }
}
