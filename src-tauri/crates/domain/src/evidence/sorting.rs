//! A guess at the place of a new file, from its name, its first words and the case; the owner says whether it is right.

use crate::Dispute;
use crate::evidence::{Draft, Kind, Media, Placing, checklist};
use crate::rules;

/// How much of a file's text is looked at: what a paper is stands at its head.
const HEAD: usize = 1_200;

/// A word of a name or a text counts when it *is* a short word of the table, or begins with a longer one; so "ups" is
/// not found in "groups", and "liefer" is in "Lieferschein".
const STEM: usize = 5;

/// Words in names and at the head of papers, in the languages of the users, and the kind that they point to.
const WORDS: &[(Kind, &[&str])] = &[
    (
        Kind::ShippingDocumentation,
        &[
            "tracking",
            "shipping",
            "shipment",
            "delivery",
            "delivered",
            "parcel",
            "dhl",
            "ups",
            "dpd",
            "postnord",
            "hermes",
            "correios",
            "sparning",
            "spårning",
            "frakt",
            "leverans",
            "versand",
            "liefer",
            "zustell",
            "sendung",
            "entrega",
            "rastre",
            "envio",
            "pod",
        ],
    ),
    (
        Kind::CustomerSignature,
        &["signature", "underskrift", "unterschrift", "assinatura"],
    ),
    (
        Kind::RefundPolicy,
        &[
            "refund",
            "return",
            "retur",
            "rückgabe",
            "rueckgabe",
            "widerruf",
            "devolu",
            "reembolso",
        ],
    ),
    (
        Kind::CancellationPolicy,
        &[
            "cancellation",
            "uppsägning",
            "kündigung",
            "kuendigung",
            "cancelamento",
            "terms",
            "agb",
        ],
    ),
    (
        Kind::Receipt,
        &[
            "receipt", "invoice", "kvitto", "faktura", "rechnung", "quittung", "beleg", "recibo",
            "fatura", "nota",
        ],
    ),
    (
        Kind::CustomerCommunication,
        &[
            "mail",
            "chat",
            "message",
            "conversation",
            "whatsapp",
            "meddelande",
            "nachricht",
            "mensagem",
            "conversa",
            "email",
        ],
    ),
    (
        Kind::GoodsCondition,
        &[
            "photo",
            "foto",
            "inspection",
            "besiktning",
            "prüfung",
            "inspe",
            "serial",
        ],
    ),
    (
        Kind::ServiceDocumentation,
        &[
            "service", "booking", "bokning", "buchung", "contract", "vertrag", "avtal", "contrato",
        ],
    ),
];

/// Where a new file belongs when the owner names no place.
///
/// A guess is never more than that: its [`Placing`] says so, and a file to which nothing points is left open among the
/// uncategorised, which asserts nothing.
#[must_use]
pub fn guess(
    dispute: &Dispute,
    draft: &Draft,
    name: &str,
    media: Media,
    text: &str,
) -> (Kind, Placing) {
    if rules::is_in_appeal(dispute) {
        // An appeal has one place for files, so that being there asserts nothing.
        return (Kind::AppealFiles, Placing::Stated);
    }
    let wanted = checklist(dispute, draft);
    let takes = |kind: Kind| wanted.iter().any(|w| w.kind == kind);
    let head: String = text.chars().take(HEAD).collect();
    if let Some(kind) = pointed_at(&head).or_else(|| pointed_at(name)) {
        return (kind, Placing::Guessed);
    }
    // A mail is a message; a picture in a case about the goods may show the goods.
    let by_media = match media {
        Media::Mail => Some(Kind::CustomerCommunication),
        Media::Jpeg | Media::Png | Media::Picture => Some(Kind::GoodsCondition),
        Media::Pdf | Media::Text => None,
    };
    match by_media.filter(|kind| takes(*kind)) {
        Some(kind) => (kind, Placing::Guessed),
        None => (Kind::UncategorizedFile, Placing::Open),
    }
}

/// The kind that most words point to; none where no word does or two kinds are named as often.
fn pointed_at(text: &str) -> Option<Kind> {
    let lower = text.to_lowercase();
    let found: Vec<&str> = lower
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .collect();
    let hits = |words: &[&str]| {
        words
            .iter()
            .filter(|known| {
                found.iter().any(|word| {
                    if known.chars().count() < STEM {
                        word == *known
                    } else {
                        word.starts_with(*known)
                    }
                })
            })
            .count()
    };
    let mut best: Option<(Kind, usize)> = None;
    let mut tied = false;
    for (kind, words) in WORDS {
        let count = hits(words);
        match best {
            _ if count == 0 => {}
            Some((_, most)) if count < most => {}
            Some((_, most)) if count == most => tied = true,
            _ => {
                best = Some((*kind, count));
                tied = false;
            }
        }
    }
    best.filter(|_| !tied).map(|(kind, _)| kind)
}

#[cfg(test)]
mod tests;
