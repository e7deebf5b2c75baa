//! What the packing did, or couldn't do, in the words of a check.

use tvist_document::{NoteKind, Refusal};
use tvist_domain::check::Problem;

/// What the packing did to a file that its owner should know of.
pub(super) fn note_problem(slot: &str, note: &NoteKind) -> Problem {
    let (code, message) = match note {
        NoteKind::Repaired => (
            "file_repaired",
            "a damaged PDF was repaired: look at every page",
        ),
        NoteKind::Unlocked => (
            "file_unlocked",
            "a PDF had restrictions; the copy that is sent has none",
        ),
        NoteKind::ScriptsRemoved => ("file_scripts_removed", "scripts in a PDF are left out"),
        NoteKind::AttachmentsRemoved { .. } => (
            "file_attachments_removed",
            "files attached inside a PDF are left out",
        ),
        NoteKind::MailAttachmentsLeftOut { .. } => (
            "file_mail_attachments",
            "files attached to a mail are left out: add them by themselves",
        ),
        NoteKind::LayersRemoved => (
            "file_layers_removed",
            "layers that are switched off in a PDF are left out",
        ),
        NoteKind::CommentsRemoved { .. } => (
            "file_comments_removed",
            "comments in a PDF are left out; their words don't leave",
        ),
        NoteKind::MarksNotDrawn { .. } => (
            "file_marks_not_drawn",
            "marks in a PDF could not be drawn and won't be seen: print the file to a new PDF",
        ),
        NoteKind::FieldsNotDrawn { .. } => (
            "file_fields_not_drawn",
            "filled-in form fields won't be seen: print the form to a new PDF",
        ),
        NoteKind::SignatureLost => (
            "file_signature_lost",
            "a PDF's digital signature doesn't survive: every PDF is written anew",
        ),
        NoteKind::MissingCharacters { .. } => (
            "file_missing_characters",
            "some characters can't be printed; a box stands for each",
        ),
    };
    Problem::warning(code, Some(slot), message)
}

pub(super) fn refusal_problem(refusal: &Refusal) -> Problem {
    let code = match refusal.code() {
        "over_pages" => "too_many_pages",
        "over_bytes" => "too_large",
        other => other,
    };
    Problem::blocking(code, refusal.slot(), refusal.to_string())
}
