//! Where work on files is given out, and comes back as an answer or a reason, in bounded time.

use std::path::PathBuf;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::Confinement;
use super::frame::Frame;
use super::job::{Answer, Job, Request, perform};
use super::process::{Lost, Worker};
use crate::{
    Budget, CertificateError, CertificatePair, DocumentError, DocumentText, Fitted, Inspection,
    Letter, Limits, Redaction, Refusal, SlotSources, Source, Typeset,
};

/// Workers that wait for more work at one time.
const MOST_IDLE: usize = 2;
/// Making several files fit takes longer than looking at one.
const FIT_FACTOR: u32 = 3;

/// What a worker may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// Seconds for one request, by processor and (plus half) by the wall; three times that for `fit`.
    pub seconds: u32,
    /// Bytes of memory beyond what the program itself takes. Enforced on Linux.
    pub memory: u64,
    /// Reading limits.
    pub limits: Limits,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            seconds: 20,
            memory: 512 * 1024 * 1024,
            limits: Limits::default(),
        }
    }
}

/// Gives out work on files. Calls block; use it from a thread that may. Shared freely between threads.
pub struct Workshop {
    place: Place,
    terms: Terms,
    idle: Mutex<Vec<Worker>>,
}

enum Place {
    Process(PathBuf),
    Thread,
}

impl Workshop {
    /// Workers are processes of this very program, whose `main` calls [`super::run_if_asked`] first.
    ///
    /// # Errors
    /// [`DocumentError::NoWorker`] if the system does not tell where the program is.
    pub fn new(terms: Terms) -> Result<Self, DocumentError> {
        let program = std::env::current_exe().map_err(|e| no_worker(&e))?;
        Ok(Self::with_program(program, terms))
    }

    /// Workers are processes of the given program, whose `main` calls [`super::run_if_asked`] first.
    #[must_use]
    pub fn with_program(program: PathBuf, terms: Terms) -> Self {
        Self {
            place: Place::Process(program),
            terms,
            idle: Mutex::default(),
        }
    }

    /// Work is done on threads of this process: bounded in time, not in memory. For tests.
    #[must_use]
    pub fn in_process(terms: Terms) -> Self {
        Self {
            place: Place::Thread,
            terms,
            idle: Mutex::default(),
        }
    }

    /// See [`crate::inspect()`].
    ///
    /// # Errors
    /// What is wrong with the file, or with the worker.
    pub fn inspect(&self, bytes: &[u8]) -> Result<Inspection, DocumentError> {
        let job = Job::Inspect {
            limits: self.terms.limits,
        };
        match self.run(job, vec![bytes.to_vec()], 1)? {
            (Answer::Inspected(found), _) => Ok(found),
            (other, _) => Err(reason(other)),
        }
    }

    /// See [`crate::fit()`].
    ///
    /// # Errors
    /// What cannot fit and by how much, which source is unusable, or what is wrong with the worker.
    pub fn fit(&self, slots: &[SlotSources], budget: &Budget) -> Result<Vec<Fitted>, Refusal> {
        let files = slots
            .iter()
            .flat_map(|s| &s.sources)
            .map(|s| s.bytes.clone())
            .collect();
        let slots = slots.iter().map(without_bytes).collect();
        let job = Job::Fit {
            slots,
            budget: *budget,
            limits: self.terms.limits,
        };
        let failed = |error| Refusal::Failed { error };
        match self.run(job, files, FIT_FACTOR).map_err(failed)? {
            (Answer::Fitted(mut fitted), files) if fitted.len() == files.len() => {
                for (fitted, bytes) in fitted.iter_mut().zip(files) {
                    fitted.bytes = bytes;
                }
                Ok(fitted)
            }
            (Answer::Refused(refusal), _) => Err(refusal),
            (other, _) => Err(failed(reason(other))),
        }
    }

    /// See [`crate::letter()`].
    ///
    /// # Errors
    /// What is wrong with the worker.
    pub fn letter(&self, letter: &Letter) -> Result<Typeset, DocumentError> {
        let job = Job::Letter {
            letter: letter.clone(),
        };
        match self.run(job, Vec::new(), 1)? {
            (Answer::Typeset { pages, missing }, mut files) if files.len() == 1 => Ok(Typeset {
                pdf: files.remove(0),
                pages,
                missing,
            }),
            (other, _) => Err(reason(other)),
        }
    }

    /// See [`crate::render_page`].
    ///
    /// # Errors
    /// What is wrong with the file or the page, or with the worker.
    pub fn render_page(
        &self,
        bytes: &[u8],
        page: u32,
        width: u32,
    ) -> Result<Vec<u8>, DocumentError> {
        let job = Job::Render {
            page,
            width,
            limits: self.terms.limits,
        };
        match self.run(job, vec![bytes.to_vec()], 1)? {
            (Answer::Rendered, mut files) if files.len() == 1 => Ok(files.remove(0)),
            (other, _) => Err(reason(other)),
        }
    }

    /// See [`crate::text_of`].
    ///
    /// # Errors
    /// What is wrong with the file, or with the worker.
    pub fn text_of(&self, bytes: &[u8]) -> Result<DocumentText, DocumentError> {
        let job = Job::Text {
            limits: self.terms.limits,
        };
        match self.run(job, vec![bytes.to_vec()], 1)? {
            (Answer::Text(text), _) => Ok(text),
            (other, _) => Err(reason(other)),
        }
    }

    /// See [`crate::redact()`].
    ///
    /// # Errors
    /// What is wrong with the file or a place, or with the worker.
    pub fn redact(&self, bytes: &[u8], places: &[Redaction]) -> Result<Vec<u8>, DocumentError> {
        let job = Job::Redact {
            places: places.to_vec(),
            limits: self.terms.limits,
        };
        match self.run(job, vec![bytes.to_vec()], 1)? {
            (Answer::Redacted, mut files) if files.len() == 1 => Ok(files.remove(0)),
            (other, _) => Err(reason(other)),
        }
    }

    /// See [`crate::certificate_of`]. The file and its passphrase go to a worker that has seen no other file, through its
    /// pipe, and it ends with the answer.
    ///
    /// # Errors
    /// What is wrong with the file or the passphrase, or with the worker.
    pub fn certificate_of(
        &self,
        bytes: &[u8],
        passphrase: &str,
    ) -> Result<CertificatePair, CertificateError> {
        let failed = |error| CertificateError::Failed { error };
        let files = vec![bytes.to_vec(), passphrase.as_bytes().to_vec()];
        match self.run(Job::Certificate, files, 1).map_err(failed)? {
            (Answer::Certified, files) => {
                CertificatePair::from_files(files).ok_or(failed(DocumentError::Crashed))
            }
            (Answer::NotCertified(error), _) => Err(error),
            (other, _) => Err(failed(reason(other))),
        }
    }

    /// What a worker of this workshop can't do, found out by trying it there.
    ///
    /// # Errors
    /// What is wrong with the worker.
    pub fn confinement(&self) -> Result<Confinement, DocumentError> {
        match self.run(Job::Attempt, Vec::new(), 1)? {
            (Answer::Attempted(found), _) => Ok(found),
            (other, _) => Err(reason(other)),
        }
    }

    fn run(
        &self,
        job: Job,
        files: Vec<Vec<u8>>,
        factor: u32,
    ) -> Result<(Answer, Vec<Vec<u8>>), DocumentError> {
        let seconds = self.terms.seconds.saturating_mul(factor);
        match &self.place {
            Place::Thread => on_thread(job, files, seconds),
            Place::Process(program) => {
                let mut request = Frame {
                    head: Vec::new(),
                    secret: job.is_secret(),
                    files,
                };
                request.head =
                    serde_json::to_vec(&Request { seconds, job }).map_err(|e| no_worker(&e))?;
                let mut answer = self.in_worker(program, request, seconds)?;
                let read =
                    serde_json::from_slice(&answer.head).map_err(|_| DocumentError::Crashed)?;
                Ok((read, std::mem::take(&mut answer.files)))
            }
        }
    }

    fn in_worker(
        &self,
        program: &PathBuf,
        request: Frame,
        seconds: u32,
    ) -> Result<Frame, DocumentError> {
        let request = std::sync::Arc::new(request);
        // A worker that waited may have ended by itself at that very moment; a fresh one can't have.
        let waiting = if request.secret {
            None
        } else {
            self.lock().pop()
        };
        if let Some(waiting) = waiting {
            match waiting.ask(&request, seconds) {
                Ok((answer, worker)) => return Ok(self.keep(answer, worker)),
                Err(Lost {
                    reason,
                    ended_quietly: false,
                }) => return Err(reason),
                Err(_) => {}
            }
        }
        let worker = Worker::start(program, self.terms.memory).map_err(|e| no_worker(&e))?;
        let (answer, worker) = worker.ask(&request, seconds).map_err(|lost| lost.reason)?;
        Ok(self.keep(answer, worker))
    }

    fn keep(&self, answer: Frame, worker: Worker) -> Frame {
        let mut idle = self.lock();
        if !answer.secret && idle.len() < MOST_IDLE {
            idle.push(worker);
        }
        answer
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Worker>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn without_bytes(slot: &SlotSources) -> SlotSources {
    let bare = |s: &Source| Source {
        id: s.id.clone(),
        caption: s.caption.clone(),
        bytes: Vec::new(),
    };
    SlotSources {
        slot: slot.slot.clone(),
        sources: slot.sources.iter().map(bare).collect(),
        keep_single: slot.keep_single,
    }
}

fn reason(answer: Answer) -> DocumentError {
    match answer {
        Answer::Wrong(error) => error,
        // An answer to another question: the other end is not what it should be.
        _ => DocumentError::Crashed,
    }
}

fn no_worker(error: &dyn std::fmt::Display) -> DocumentError {
    DocumentError::NoWorker {
        detail: error.to_string(),
    }
}

fn on_thread(
    job: Job,
    files: Vec<Vec<u8>>,
    seconds: u32,
) -> Result<(Answer, Vec<Vec<u8>>), DocumentError> {
    let (done, wait) = channel();
    std::thread::Builder::new()
        .name("document".to_owned())
        .stack_size(8 * 1024 * 1024)
        .spawn(move || done.send(perform(job, files)))
        .map_err(|e| no_worker(&e))?;
    wait.recv_timeout(Duration::from_secs(u64::from(seconds)))
        .map_err(|error| match error {
            RecvTimeoutError::Timeout => DocumentError::Timeout { seconds },
            RecvTimeoutError::Disconnected => DocumentError::Crashed,
        })
}
