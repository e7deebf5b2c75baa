//! What one program leaves to the other as it makes room for it: both are one process to whoever started it.
//!
//! It travels as an argument and holds nothing but places and ids.

use crate::location::Location;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use tvist_engine::domain::DisputeId;

const ARGUMENT: &str = "--handover=";

/// The program without a window.
pub const WATCHER: &str = "tvist-watcher";
/// The program with the window.
pub const WINDOW: &str = "tvist-desktop";

/// The argument of a start that nobody asked to see.
pub const HIDDEN: &str = "--hidden";

/// Whether arguments ask for a start without a window.
#[must_use]
pub fn is_hidden_start(arguments: impl IntoIterator<Item = String>) -> bool {
    arguments.into_iter().any(|argument| argument == HIDDEN)
}

/// What the next one needs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Handover {
    /// Where the window stood, or is to stand.
    pub at: Option<Location>,
    /// Notices that may still be seen.
    pub notices: Vec<Left>,
}

/// A notice that may still be seen, and what it is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Left {
    /// Its number at the desktop's service.
    pub id: u32,
    pub cases: Vec<DisputeId>,
    /// It is about warnings of fraud.
    pub warned: bool,
}

impl Handover {
    /// What the one before has left; none where there was none.
    #[must_use]
    pub fn of(arguments: impl IntoIterator<Item = String>) -> Option<Self> {
        arguments
            .into_iter()
            .find_map(|argument| serde_json::from_str(argument.strip_prefix(ARGUMENT)?).ok())
    }

    /// As an argument of the next one.
    #[must_use]
    pub fn argument(&self) -> String {
        let text = serde_json::to_string(self).unwrap_or_default();
        format!("{ARGUMENT}{text}")
    }

    /// Puts another program in the place of this one, with the same process id. Whatever this one had open must be closed
    /// before; it comes back only with the reason why it can't be.
    #[cfg(target_os = "linux")]
    pub fn replace(&self, program: &str) -> std::io::Error {
        use std::os::unix::process::CommandExt as _;
        let Some(path) = beside(program) else {
            return std::io::ErrorKind::NotFound.into();
        };
        leave_nothing_open();
        std::process::Command::new(path).arg(self.argument()).exec()
    }
}

/// Whatever is open in this process, save its standard streams, ends with this program. A web view opens files that would
/// stay for ever otherwise, more with each window.
#[cfg(target_os = "linux")]
#[expect(
    unsafe_code,
    reason = "descriptors of other people's code have no owner here"
)]
fn leave_nothing_open() {
    use rustix::io::{FdFlags, fcntl_setfd};
    use std::os::fd::BorrowedFd;
    let names = std::fs::read_dir("/proc/self/fd").into_iter().flatten();
    let numbers = names.filter_map(|name| name.ok()?.file_name().to_str()?.parse().ok());
    for number in numbers.filter(|number| *number > 2).collect::<Vec<i32>>() {
        // SAFETY: it is borrowed for one call, which changes nothing until the program is replaced. One that is closed
        // by now is refused.
        let _ = fcntl_setfd(unsafe { BorrowedFd::borrow_raw(number) }, FdFlags::CLOEXEC);
    }
}

/// One of our programs, where it lies beside the one that runs.
#[must_use]
pub fn beside(program: &str) -> Option<PathBuf> {
    let path = std::env::current_exe().ok()?.with_file_name(program);
    path.is_file().then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_found_again() {
        let handover = Handover {
            at: Some(Location::case("dsp_1")),
            notices: vec![
                Left {
                    id: 7,
                    cases: vec![DisputeId::from_text("dsp_1")],
                    warned: false,
                },
                Left {
                    id: 9,
                    cases: Vec::new(),
                    warned: true,
                },
            ],
        };
        let arguments = ["tvist-watcher".to_owned(), handover.argument()];
        assert_eq!(Handover::of(arguments), Some(handover));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_others_have_opened_ends_with_the_program() {
        use rustix::io::{FdFlags, dup, fcntl_getfd};
        let stays = dup(std::fs::File::open("/dev/null").unwrap()).unwrap();
        assert_eq!(fcntl_getfd(&stays).unwrap(), FdFlags::empty());
        leave_nothing_open();
        assert_eq!(fcntl_getfd(&stays).unwrap(), FdFlags::CLOEXEC);
    }

    #[test]
    fn only_the_argument_hides() {
        let of = |list: &[&str]| is_hidden_start(list.iter().map(|a| (*a).to_owned()));
        assert!(of(&["tvist-desktop", "--hidden"]));
        assert!(!of(&["tvist-desktop", "--smoke-test"]));
    }

    #[test]
    fn what_nobody_left_or_nobody_understands_is_nothing() {
        let of = |argument: &str| Handover::of([argument.to_owned()]);
        for argument in ["", "--hidden", "--handover=", "--handover={\"at\":7}"] {
            assert_eq!(of(argument), None, "{argument}");
        }
        // One from another version.
        let other = of(r#"--handover={"more":1}"#);
        assert_eq!(other, Some(Handover::default()));
    }
}
