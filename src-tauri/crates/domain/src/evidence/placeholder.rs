//! Places that were left open: what a template left to be filled in, and marks that stand for nothing.

use crate::evidence::{Form, Kind};

/// Words that name something to be filled in, in the languages that shops write in. A bracket without any of them is
/// somebody's own text: `<Media omitted>`, `[1]`, `[sic]`.
const TO_FILL_IN: &[&str] = &[
    // English
    "your",
    "insert",
    "enter",
    "fill",
    "name",
    "names",
    "date",
    "dates",
    "amount",
    "number",
    "address",
    "description",
    "order",
    "customer",
    "buyer",
    "carrier",
    "tracking",
    "product",
    "item",
    "reason",
    "shop",
    "company",
    "placeholder",
    // Swedish
    "ditt",
    "din",
    "dina",
    "namn",
    "datum",
    "belopp",
    "nummer",
    "adress",
    "beskrivning",
    "ange",
    "fyll",
    "kund",
    "ordernummer",
    "fraktbolag",
    "vara",
    // German
    "ihr",
    "ihre",
    "ihren",
    "betrag",
    "adresse",
    "anschrift",
    "beschreibung",
    "eintragen",
    "einfügen",
    "kunde",
    "kundin",
    "bestellnummer",
    "sendungsnummer",
    "grund",
    "artikel",
    "firma",
    // Portuguese
    "seu",
    "sua",
    "nome",
    "data",
    "valor",
    "número",
    "numero",
    "endereço",
    "endereco",
    "descrição",
    "descricao",
    "inserir",
    "preencher",
    "cliente",
    "pedido",
    "transportadora",
    "rastreio",
    "produto",
    "motivo",
    "loja",
];

/// Words by which somebody says that they took something out: then it isn't open.
const TAKEN_OUT: &[&str] = &[
    "removed",
    "withheld",
    "omitted",
    "deleted",
    "redacted",
    "hidden",
    "masked",
    "borttagen",
    "borttaget",
    "utelämnat",
    "entfernt",
    "gelöscht",
    "geschwärzt",
    "ausgeschlossen",
    "removido",
    "removida",
    "oculto",
    "oculta",
    "apagado",
    "omitido",
    "omitida",
];

/// What people write where they know nothing.
const NOTHING: &[&str] = &[
    "na",
    "n a",
    "none",
    "nil",
    "null",
    "nothing",
    "unknown",
    "not available",
    "not applicable",
    "tba",
    "tbc",
    "tbd",
    "todo",
    "xx",
    "xxx",
    "xxxx",
    "test",
    "ingen",
    "inget",
    "inga",
    "saknas",
    "okänd",
    "okänt",
    "finns ej",
    "ej angivet",
    "keine",
    "kein",
    "keins",
    "keiner",
    "keine angabe",
    "k a",
    "unbekannt",
    "entfällt",
    "nicht vorhanden",
    "nenhum",
    "nenhuma",
    "nada",
    "não há",
    "nao ha",
    "não informado",
    "nao informado",
    "desconhecido",
    "desconhecida",
    "n d",
    "nd",
    "sem",
    "ninguno",
    "ninguna",
    "intet",
    "ukendt",
];

/// A place that a template left open: `{{amount}}`, `<customer name>`, `[Refund Date]`, `____`, `XXXX`, `TODO:`, `TBD`,
/// `lorem ipsum`.
#[must_use]
pub fn left_open(text: &str) -> Option<String> {
    for (open, close) in [("{{", "}}"), ("<", ">"), ("[", "]")] {
        let mut rest = text;
        while let Some((_, inner)) = rest.split_once(open) {
            let Some((inside, after)) = inner.split_once(close) else {
                break;
            };
            if open == "{{" || names_something_to_fill_in(inside) {
                return Some(format!("{open}{inside}{close}"));
            }
            rest = after;
        }
    }
    let lower = text.to_lowercase();
    for word in ["____", "lorem ipsum"] {
        if lower.contains(word) {
            return Some(word.to_owned());
        }
    }
    text.lines().find_map(left_open_in_line)
}

/// `TBD`, `XXX`, and `TODO` where it stands as a mark: before a colon, or alone at the end of a line that isn't written
/// in capitals. In Portuguese and Spanish `TODO` is a word like any other ("TODO O PEDIDO").
fn left_open_in_line(line: &str) -> Option<String> {
    let shouted = !line.chars().any(char::is_lowercase);
    let line = line.trim();
    for (at, word) in words_of(line) {
        let after = line
            .get(at.saturating_add(word.len())..)
            .unwrap_or_default()
            .trim_start();
        let alone = line == word;
        let is_mark = match word {
            "TBD" | "XXX" | "XXXX" | "XXXXX" => true,
            "TODO" => after.starts_with(':') || alone || (after.is_empty() && !shouted),
            _ => false,
        };
        if is_mark {
            return Some(word.to_owned());
        }
    }
    None
}

/// The words of a text with where each begins.
fn words_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let no_letter = |c: char| !c.is_alphanumeric();
    let mut at: usize = 0;
    text.split_inclusive(no_letter)
        .map(move |part| {
            let begins = at;
            at = at.saturating_add(part.len());
            (begins, part.trim_end_matches(no_letter))
        })
        .filter(|(_, word)| !word.is_empty())
}

/// `<https://…>`, `<a@b>`, `[1]`, `[sic]` and `<Media omitted>` are no open places; words that name something to fill
/// in are.
fn names_something_to_fill_in(inside: &str) -> bool {
    let inside = inside.trim();
    let wordy = inside
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '/' | '\'' | '.'));
    if !wordy || inside.chars().count() > 60 {
        return false;
    }
    let lower = inside.to_lowercase();
    let has = |list: &[&str]| {
        lower
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| list.contains(&word))
    };
    has(TO_FILL_IN) && !has(TAKEN_OUT)
}

/// Whether a value says nothing at all: empty to the eye, only signs (`—`), or, for a fact about a delivery or a service,
/// a word for nothing (`none`, `keine`).
#[must_use]
pub fn says_nothing(kind: Kind, text: &str) -> bool {
    let words: Vec<String> = text
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    if words.is_empty() {
        return true;
    }
    let about_a_delivery = kind.claims_delivery() || kind == Kind::ServiceDate;
    about_a_delivery
        && kind.form() == Form::ShortText
        && NOTHING.contains(&words.join(" ").as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_template_left_open_is_found() {
        for text in [
            "Refunded on [Refund Date]",
            "Dear <customer name>,",
            "Amount {{amount}}",
            "delivered on ____",
            "Carrier: TBD",
            "see <Attachment description>",
            "order XXXX",
            "Lorem ipsum dolor",
            "[your text]",
            "Sehr geehrte <Name der Kundin>",
            "levererat [datum]",
            "entregue em [data da entrega]",
            "TODO: ask the carrier",
            "TODO",
            "Carrier TODO",
        ] {
            assert!(left_open(text).is_some(), "{text}");
        }
    }

    #[test]
    fn what_people_write_is_no_open_place() {
        for text in [
            "The buyer wrote <anna@example.com> on Monday",
            "See https://example.com/a[1] and [2]",
            "He said it \"fel [sic] apart\"",
            "5 < 6 and 7 > 3",
            "Price [1.240,00 R$]",
            "A_todo list is no placeholder, todo either",
            "10/7/25, 10:12 - Mira: <Media omitted>",
            "10/7/25, 10:13 - Mira: it arrived <This message was edited>",
            "07.10.25, 10:12 - Mira: <Medien ausgeschlossen>",
            "<Mídia oculta>",
            "[name removed]",
            "TODO O PEDIDO FOI ENTREGUE NO DIA 6 DE OUTUBRO",
            "Enviamos TODO o pedido",
            "LO ENVIAMOS TODO",
        ] {
            assert_eq!(left_open(text), None, "{text}");
        }
    }

    #[test]
    fn a_mark_for_nothing_is_no_fact() {
        for text in [
            "—",
            "-",
            "…",
            "\u{200b}",
            " \u{feff} ",
            "keine",
            "Keine.",
            "none",
            "N/A",
            "n/a",
            "n.a.",
            "ingen",
            "nenhum",
            "unknown",
            "tbd",
            "nicht vorhanden",
            "Não há",
            "",
        ] {
            assert!(says_nothing(Kind::ShippingTrackingNumber, text), "{text:?}");
            assert!(says_nothing(Kind::ShippingDate, text), "{text:?}");
        }
        for text in [
            "DHL",
            "1Z999AA10123456784",
            "12 October 2026",
            "Keine Straße 4",
            "0",
        ] {
            assert!(!says_nothing(Kind::ShippingCarrier, text), "{text:?}");
        }
        // A buyer may be called so; signs alone are nobody.
        assert!(!says_nothing(Kind::CustomerName, "None"));
        assert!(says_nothing(Kind::CustomerName, "—"));
        assert!(says_nothing(Kind::ProductDescription, "\u{200b}"));
    }
}
