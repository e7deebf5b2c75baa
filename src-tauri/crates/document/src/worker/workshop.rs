//! Where work on files is given out, and comes back as an answer or a reason, in bounded time.

use std::io::Read;
use std::path::PathBuf;
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::ARGUMENT;
use super::frame::{self, Frame};
use super::job::{Answer, Job, Request, perform};
use crate::{
    Budget, DocumentError, DocumentText, Fitted, Inspection, Letter, Limits, Redaction, Refusal,
    SlotSources, Source, Typeset,
};

/// Workers that wait for more work at one time.
const MOST_IDLE: usize = 2;
/// Making several files fit takes longer than looking at one.
const FIT_FACTOR: u32 = 3;
/// Most of a dead worker's last words that are read, in bytes.
const LAST_WORDS: u64 = 16 * 1024;

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

    /// See [`crate::inspect`].
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

    /// See [`crate::fit`].
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
                let head =
                    serde_json::to_vec(&Request { seconds, job }).map_err(|e| no_worker(&e))?;
                let answer = self.in_worker(program, Frame { head, files }, seconds)?;
                let read =
                    serde_json::from_slice(&answer.head).map_err(|_| DocumentError::Crashed)?;
                Ok((read, answer.files))
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
        let waiting = self.lock().pop();
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
        if idle.len() < MOST_IDLE {
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

/// A worker that is gone, and why.
struct Lost {
    reason: DocumentError,
    /// It ended by itself, with success, without an answer: its waiting time was over.
    ended_quietly: bool,
}

/// One worker process. Ended when dropped.
struct Worker {
    child: Child,
    pipes: Option<(ChildStdin, ChildStdout)>,
    last_words: Option<ChildStderr>,
}

impl Worker {
    fn start(program: &PathBuf, memory: u64) -> std::io::Result<Self> {
        let mut child = Command::new(program)
            .arg(ARGUMENT)
            .arg(memory.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let last_words = child.stderr.take();
        Ok(Self {
            child,
            pipes,
            last_words,
        })
    }

    /// Sends a request and waits for the answer, no longer than half more than its processor time.
    fn ask(mut self, request: &std::sync::Arc<Frame>, seconds: u32) -> Result<(Frame, Self), Lost> {
        let crashed = || Lost {
            reason: DocumentError::Crashed,
            ended_quietly: false,
        };
        let (mut input, mut output) = self.pipes.take().ok_or_else(crashed)?;
        let (done, wait) = channel();
        let request = std::sync::Arc::clone(request);
        std::thread::spawn(move || {
            let answer = frame::write(&mut input, &request).and_then(|()| frame::read(&mut output));
            // Nobody waits any more after a time-out; the worker is dead then, too.
            let _ = done.send((answer, input, output));
        });
        let longest = Duration::from_millis(u64::from(seconds) * 1500);
        match wait.recv_timeout(longest) {
            Ok((Ok(answer), input, output)) => {
                self.pipes = Some((input, output));
                Ok((answer, self))
            }
            Ok((Err(_), ..)) => Err(self.explain(seconds)),
            Err(_) => Err(Lost {
                reason: DocumentError::Timeout { seconds },
                ended_quietly: false,
            }),
        }
    }

    /// Why a worker broke off: asked of the system and of its last words.
    fn explain(mut self, seconds: u32) -> Lost {
        // Its pipes are closed, so it ends now or has ended; should it not, it is ended.
        let status = (0..200).find_map(|_| {
            let status = self.child.try_wait().ok().flatten();
            if status.is_none() {
                std::thread::sleep(Duration::from_millis(10));
            }
            status
        });
        if status.is_none() {
            let _ = self.child.kill();
        }
        let mut words = Vec::new();
        if let Some(last) = self.last_words.take() {
            let _ = last.take(LAST_WORDS).read_to_end(&mut words);
        }
        let words = String::from_utf8_lossy(&words);
        let ended_quietly = status.is_some_and(|s| s.success());
        Lost {
            reason: diagnose(status, &words, seconds),
            ended_quietly,
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn diagnose(status: Option<ExitStatus>, words: &str, seconds: u32) -> DocumentError {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt as _;
        match status.and_then(|s| s.signal()) {
            Some(libc::SIGXCPU) => return DocumentError::Timeout { seconds },
            // The system's own last resort against hunger for memory.
            Some(libc::SIGKILL) => return DocumentError::Memory,
            _ => {}
        }
    }
    let _ = (status, seconds);
    if words.contains("memory allocation of") {
        DocumentError::Memory
    } else {
        DocumentError::Crashed
    }
}
