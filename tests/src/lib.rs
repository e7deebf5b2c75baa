//! The harness of Tvist's tests: a private desktop, the real window driven by WebDriver, and the headless program.
//!
//! Everything here has a limit, and everything it starts ends with the value that stands for it, also when a test
//! panics. A step that can't be done panics with what was looked for and what was there instead.

mod app;
mod axe;
mod command;
mod desktop;
mod hidden;
mod program;
mod select;
mod tvist;
mod untried;
mod wait;
mod webdriver;

pub use app::{App, Launch};
pub use axe::Violation;
pub use command::run;
pub use desktop::{Desktop, Drag, Keyring, Notification};
pub use hidden::{Hand, Hidden};
pub use program::{binary, results, workspace};
pub use select::{button, field, text, xpath_literal};
pub use tvist::{Outcome, Running, Tvist};
pub use untried::not_run;
pub use wait::{pause, until};
