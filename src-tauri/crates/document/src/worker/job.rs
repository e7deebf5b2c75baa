//! What a worker can be asked, and how it answers.

use serde::{Deserialize, Serialize};

use zeroize::Zeroizing;

use super::confine::{self, attempt};
use super::frame::Frame;
use crate::fit::fit_owned;
use crate::{
    Budget, CertificateError, DocumentError, DocumentText, Fitted, Inspection, Letter, Limits,
    Redaction, Refusal, SlotSources, certificate_of, inspect, letter, redact, render_page, text_of,
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
    /// Take a certificate file apart; the second of the two files is its passphrase.
    Certificate,
    /// Try what is forbidden.
    Attempt,
}

impl Job {
    /// Whether what goes in and comes out is secret. Such a job has a worker of its own, which ends with it: it can't tell
    /// the secret to whoever owns it in another file's work, nor leave it in memory.
    pub fn is_secret(&self) -> bool {
        matches!(self, Self::Certificate)
    }
}

/// What came out; files travel beside it, in order.
#[derive(Serialize, Deserialize)]
pub(super) enum Answer {
    Inspected(Inspection),
    Fitted(Vec<Fitted>),
    Typeset {
        pages: u32,
        missing: Vec<char>,
    },
    Rendered,
    Redacted,
    Text(DocumentText),
    /// The pair's two texts are the files.
    Certified,
    NotCertified(CertificateError),
    Attempted(attempt::Confinement),
    Wrong(DocumentError),
    Refused(Refusal),
}

/// Answers one request within its processor time. None if the request itself makes no sense.
pub(super) fn answer(mut request: Frame) -> Option<Frame> {
    let Request { seconds, job } = serde_json::from_slice(&request.head).ok()?;
    confine::processor_time(seconds);
    let secret = job.is_secret();
    let (answer, files) = perform(job, std::mem::take(&mut request.files));
    Some(Frame {
        head: serde_json::to_vec(&answer).ok()?,
        files,
        secret,
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
        Job::Certificate => certificate(&Zeroizing::new(files)),
        Job::Attempt => (Answer::Attempted(attempt::all()), Vec::new()),
    }
}

fn certificate(files: &[Vec<u8>]) -> (Answer, Vec<Vec<u8>>) {
    let file = files.first().map(Vec::as_slice).unwrap_or_default();
    let passphrase = files.get(1).map(Vec::as_slice).unwrap_or_default();
    let opened = match std::str::from_utf8(passphrase) {
        Ok(passphrase) => certificate_of(file, passphrase),
        Err(_) => Err(CertificateError::WrongPassphrase),
    };
    match opened {
        Ok(pair) => (Answer::Certified, pair.into_files()),
        Err(error) => (Answer::NotCertified(error), Vec::new()),
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
