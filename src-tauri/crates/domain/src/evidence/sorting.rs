//! A first guess at the slot of a dropped file, from its name and the case; the owner can move it.

use crate::Dispute;
use crate::evidence::{Draft, Form, Kind, Media, Weight, checklist};

/// Words in file names, in the languages of the users, and the kind that they point to.
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
            "img",
            "dsc",
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

/// The slot that a new file goes into when the owner names none.
#[must_use]
pub fn slot_for(dispute: &Dispute, draft: &Draft, name: &str, media: Media) -> Kind {
    let wanted = checklist(dispute, draft);
    let takes = |kind: Kind| wanted.iter().any(|w| w.kind == kind);
    let lower = name.to_lowercase();
    let named = WORDS
        .iter()
        .find(|(_, words)| words.iter().any(|word| lower.contains(word)))
        .map(|(kind, _)| *kind);
    if let Some(kind) = named.filter(|kind| takes(*kind)) {
        return kind;
    }
    // A mail is a message; a picture in a case about the goods shows the goods.
    if matches!(media, Media::Text | Media::Mail) && takes(Kind::CustomerCommunication) {
        return Kind::CustomerCommunication;
    }
    if matches!(media, Media::Jpeg | Media::Png | Media::Picture) && takes(Kind::GoodsCondition) {
        return Kind::GoodsCondition;
    }
    let empty = |w: &&super::Wanted| {
        w.kind.form() == Form::Files && w.weight != Weight::Extra && !draft.has(w.kind)
    };
    named
        .or_else(|| wanted.iter().find(empty).map(|w| w.kind))
        .or_else(|| {
            wanted
                .iter()
                .find(|w| w.kind.form() == Form::Files)
                .map(|w| w.kind)
        })
        .unwrap_or(Kind::UncategorizedFile)
}
