//! The program that watches, as its watch sees it: with a window or without one, both have these.

use crate::location::Location;
use crate::tray::Shown;
use tvist_engine::{Event, Notice};

/// The side of a program that its owner sees. Its methods are called from any thread and must not wait.
pub trait WindowHost: Send + Sync + 'static {
    /// Opens the window or brings it to the front; at a place, where one is meant.
    fn open(&self, at: Option<Location>);
    /// Ends the program.
    fn quit(&self);
    /// Shows the icon, if it is another one than before, and the menu. Whether that was possible.
    fn draw(&self, shown: &Shown, another_picture: bool) -> bool;
    /// Passes on to the page what the engine says.
    fn hear(&self, event: &Event);
    /// Says in a window what the system can't show; whether anybody can see it.
    fn say(&self, notice: &Notice) -> bool;
}
