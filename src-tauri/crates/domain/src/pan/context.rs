//! What stands around a number: words that make it a card number, words that make it something else.

/// Words that belong to card numbers, in the app's languages.
const CARD_WORDS: [&str; 24] = [
    "card",
    "kort",
    "karte",
    "cartão",
    "cartao",
    "visa",
    "mastercard",
    "master card",
    "maestro",
    "amex",
    "express",
    "diners",
    "discover",
    "jcb",
    "unionpay",
    "elo",
    "hipercard",
    "dankort",
    "pan",
    "credit",
    "debit",
    "crédito",
    "débito",
    "cvv",
];

/// Words that belong to other numbers: orders, invoices, accounts, parcels, phones, articles.
const OTHER_WORDS: [&str; 60] = [
    "order",
    "orden",
    "ordre",
    "bestell",
    "auftrag",
    "pedido",
    "invoice",
    "faktura",
    "rechnung",
    "fatura",
    "nota fiscal",
    "nf-e",
    "tracking",
    "track",
    "sendung",
    "paket",
    "parcel",
    "shipment",
    "försändelse",
    "kolli",
    "spår",
    "rastre",
    "encomenda",
    "waybill",
    "awb",
    "phone",
    "telef",
    "tel",
    "mobil",
    "celular",
    "fax",
    "whatsapp",
    "iban",
    "bban",
    "konto",
    "account",
    "conta",
    "clabe",
    "boleto",
    "ocr",
    "ean",
    "gtin",
    "isbn",
    "imei",
    "serial",
    "serie",
    "série",
    "sku",
    "artikel",
    "article",
    "kund",
    "customer",
    "cliente",
    "ref",
    "transaction",
    "transaktion",
    "transação",
    "ticket",
    "case",
    "cnpj",
];

/// How far before a number its name is looked for, in characters.
const BEFORE: usize = 40;
/// How far after a number a word like "Visa" is looked for, in characters.
const AFTER: usize = 16;

/// What the words around a number say it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    Card,
    Other,
    Nothing,
}

/// Judges by the nearest word before the number, else by one after it. `lower` is the text in lower case.
pub(super) fn around(lower: &[char], start: usize, end: usize) -> Says {
    let before = &lower[start.saturating_sub(BEFORE)..start];
    let card = CARD_WORDS
        .iter()
        .filter_map(|word| last_place(before, word))
        .max();
    let other = OTHER_WORDS
        .iter()
        .filter_map(|word| last_place(before, word))
        .max();
    match (card, other) {
        (Some(card), other) if other.is_none_or(|other| card >= other) => Says::Card,
        (_, Some(_)) => Says::Other,
        _ => {
            let after = &lower[end..(end + AFTER).min(lower.len())];
            let named = CARD_WORDS
                .iter()
                .any(|word| last_place(after, word).is_some());
            if named { Says::Card } else { Says::Nothing }
        }
    }
}

/// Where a word begins last; it must begin there, but may go on ("card" in "cardholder", not in "discard").
fn last_place(text: &[char], word: &str) -> Option<usize> {
    let word: Vec<char> = word.chars().collect();
    (0..text.len().saturating_sub(word.len() - 1))
        .rev()
        .find(|&at| text[at..].starts_with(&word) && begins_word(text, at, word.len()))
}

/// Long words are also found inside compounds ("Kundenkreditkarte", "Betalkort"); short ones stand alone.
fn begins_word(text: &[char], at: usize, length: usize) -> bool {
    let free = at == 0 || !text[at - 1].is_alphanumeric();
    let closed = text
        .get(at + length)
        .is_none_or(|next| !next.is_alphabetic());
    match length {
        0..=3 => free && closed,
        4 | 5 => free || closed,
        _ => true,
    }
}

/// Lengths of IBANs by country (ISO 13616 registry), for the countries this app meets most.
const IBAN_LENGTHS: [(&str, usize); 34] = [
    ("AT", 20),
    ("BE", 16),
    ("BG", 22),
    ("BR", 29),
    ("CH", 21),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("EE", 20),
    ("ES", 24),
    ("FI", 18),
    ("FO", 18),
    ("FR", 27),
    ("GB", 22),
    ("GR", 27),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IS", 26),
    ("IT", 27),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("MT", 31),
    ("NL", 18),
    ("NO", 15),
    ("PL", 28),
    ("PT", 25),
    ("RO", 24),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
];

/// The spans (in characters) that bank account numbers take; numbers inside them are not cards.
pub(super) fn iban_spans(text: &[char]) -> Vec<(usize, usize)> {
    let mut spans = Vec::new();
    let mut at = 0;
    while at + 4 <= text.len() {
        match iban_at(text, at) {
            Some(end) => {
                spans.push((at, end));
                at = end;
            }
            None => at += 1,
        }
    }
    spans
}

fn iban_at(text: &[char], at: usize) -> Option<usize> {
    let free = at == 0 || !text[at - 1].is_alphanumeric();
    let country: String = text[at..at + 2]
        .iter()
        .map(char::to_ascii_uppercase)
        .collect();
    if !free || !text[at + 2..at + 4].iter().all(char::is_ascii_digit) {
        return None;
    }
    let (_, length) = IBAN_LENGTHS.iter().find(|(code, _)| *code == country)?;
    let mut taken = 0;
    let mut blanks = 0;
    for (i, character) in text.iter().enumerate().skip(at) {
        if character.is_ascii_alphanumeric() {
            (taken, blanks) = (taken + 1, 0);
            if taken == *length {
                return Some(i + 1);
            }
        } else if blanks < 2 && (character.is_whitespace() || *character == '-') {
            blanks += 1;
        } else {
            return None;
        }
    }
    None
}
