//! What a worker can be asked, and how it answers.

use serde::{Deserialize, Serialize};

use super::confine::{self, attempt};
use super::frame::Frame;
use crate::fit::fit_owned;
use crate::{
    Budget, DocumentError, DocumentText, Fitted, Inspection, Letter, Limits, Redaction, Refusal,
    SlotSources, inspect, letter, redact, render_page, text_of,
};

/// A request; files travel beside it, in order.
#[derive(Serialize, Deserialize)]
pub(super) struct Request {
    /// Processor seconds it may take.
    pub seconds: u32,
    pub job: Job,
}

/// What to do.
#[derive(Clone, Serialize, Deserialize)]
pub(super) enum Job {
    Inspect {
        limits: Limits,
    },
    Fit {
        slots: Vec<SlotSources>,
        budget: Budget,
        limits: Limits,
    },
    Letter {
        letter: Letter,
    },
    Render {
        page: u32,
        width: u32,
        limits: Limits,
    },
    Text {
        limits: Limits,
    },
    Redact {
        places: Vec<Redaction>,
        limits: Limits,
    },
    /// Try what is forbidden.
    Attempt,
}

/// What came out; files travel beside it, in order.
#[derive(Serialize, Deserialize)]
pub(super) enum Answer {
    Inspected(Inspection),
    Fitted(Vec<Fitted>),
    Typeset { pages: u32, missing: Vec<char> },
    Rendered,
    Redacted,
    Text(DocumentText),
    Attempted(attempt::Confinement),
    Wrong(DocumentError),
    Refused(Refusal),
}

/// Answers one request within its processor time. None if the request itself makes no sense.
pub(super) fn answer(request: Frame) -> Option<Frame> {
    let Frame { head, files } = request;
    let Request { seconds, job } = serde_json::from_slice(&head).ok()?;
    confine::processor_time(seconds);
    let (answer, files) = perform(job, files);
    Some(Frame {
        head: serde_json::to_vec(&answer).ok()?,
        files,
    })
}

/// Does the work; a panic in it is an answer too.
pub(super) fn perform(job: Job, files: Vec<Vec<u8>>) -> (Answer, Vec<Vec<u8>>) {
    // Nothing is shared with what panicked: inputs are owned, outputs are dropped.
    let work = std::panic::AssertUnwindSafe(|| work(job, files));
    std::panic::catch_unwind(work).unwrap_or((Answer::Wrong(DocumentError::Crashed), Vec::new()))
}

fn work(job: Job, files: Vec<Vec<u8>>) -> (Answer, Vec<Vec<u8>>) {
    let first = files.first().map(Vec::as_slice).unwrap_or_default();
    let wrong = |error| (Answer::Wrong(error), Vec::new());
    match job {
        Job::Inspect { limits } => inspect(first, &limits)
            .map_or_else(wrong, |found| (Answer::Inspected(found), Vec::new())),
        Job::Fit {
            slots,
            budget,
            limits,
        } => fit_files(slots, files, &budget, &limits),
        Job::Letter { letter: text } => letter(&text).map_or_else(wrong, |set| {
            (
                Answer::Typeset {
                    pages: set.pages,
                    missing: set.missing,
                },
                vec![set.pdf],
            )
        }),
        Job::Render {
            page,
            width,
            limits,
        } => render_page(first, page, width, &limits)
            .map_or_else(wrong, |png| (Answer::Rendered, vec![png])),
        Job::Redact { places, limits } => {
            redact(first, &places, &limits).map_or_else(wrong, |pdf| (Answer::Redacted, vec![pdf]))
        }
        Job::Text { limits } => {
            text_of(first, &limits).map_or_else(wrong, |text| (Answer::Text(text), Vec::new()))
        }
        Job::Attempt => (Answer::Attempted(attempt::all()), Vec::new()),
    }
}

fn fit_files(
    mut slots: Vec<SlotSources>,
    files: Vec<Vec<u8>>,
    budget: &Budget,
    limits: &Limits,
) -> (Answer, Vec<Vec<u8>>) {
    let mut files = files.into_iter();
    for source in slots.iter_mut().flat_map(|slot| &mut slot.sources) {
        source.bytes = files.next().unwrap_or_default();
    }
    match fit_owned(slots, budget, limits) {
        Ok(mut fitted) => {
            let files = fitted
                .iter_mut()
                .map(|f| std::mem::take(&mut f.bytes))
                .collect();
            (Answer::Fitted(fitted), files)
        }
        Err(refusal) => (Answer::Refused(refusal), Vec::new()),
    }
}
