//! Everything that this test program logs, whoever logs it, from the first test that asks for it on.

use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock};
use tracing_subscriber::fmt::MakeWriter;

/// The log so far, at every level, the libraries' lines among it.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

/// Begins to listen, once for all tests.
pub(crate) fn log() -> Log {
    static LOG: OnceLock<Log> = OnceLock::new();
    let begin = || {
        let log = Log::default();
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_writer(log.clone())
            .with_ansi(false)
            .init();
        log
    };
    LOG.get_or_init(begin).clone()
}

impl Log {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }

    /// # Panics
    /// With what stands before it, when a secret is in the log.
    #[track_caller]
    pub(crate) fn has_none_of(&self, secrets: &[&str]) {
        let text = self.text();
        for secret in secrets {
            if let Some(place) = text.find(secret) {
                let from = text.floor_char_boundary(place.saturating_sub(300));
                panic!("{secret} in the log: …{}", &text[from..place]);
            }
        }
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}
