//! The tray's pictures: calm, or how many cases wait and whether one is past its safe date.

use tauri::image::Image;
use tauri::include_image;

/// Which picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Picture {
    Calm,
    /// So many cases wait; none counted where it is something else that needs the owner.
    Due(u32),
    /// The safe date of at least one of them has come.
    Urgent(u32),
}

/// Pictures by their number: none, one to nine, more.
type Numbered = [Image<'static>; 11];

const CALM: Image<'static> = include_image!("../icons/tray-calm.png");
const DUE: Numbered = [
    include_image!("../icons/tray-due.png"),
    include_image!("../icons/tray-due-1.png"),
    include_image!("../icons/tray-due-2.png"),
    include_image!("../icons/tray-due-3.png"),
    include_image!("../icons/tray-due-4.png"),
    include_image!("../icons/tray-due-5.png"),
    include_image!("../icons/tray-due-6.png"),
    include_image!("../icons/tray-due-7.png"),
    include_image!("../icons/tray-due-8.png"),
    include_image!("../icons/tray-due-9.png"),
    include_image!("../icons/tray-due-more.png"),
];
const URGENT: Numbered = [
    include_image!("../icons/tray-urgent.png"),
    include_image!("../icons/tray-urgent-1.png"),
    include_image!("../icons/tray-urgent-2.png"),
    include_image!("../icons/tray-urgent-3.png"),
    include_image!("../icons/tray-urgent-4.png"),
    include_image!("../icons/tray-urgent-5.png"),
    include_image!("../icons/tray-urgent-6.png"),
    include_image!("../icons/tray-urgent-7.png"),
    include_image!("../icons/tray-urgent-8.png"),
    include_image!("../icons/tray-urgent-9.png"),
    include_image!("../icons/tray-urgent-more.png"),
];

impl Picture {
    pub(super) fn image(self) -> Image<'static> {
        let at = |count: u32| usize::try_from(count).unwrap_or(10).min(10);
        match self {
            Self::Calm => CALM,
            Self::Due(count) => DUE[at(count)].clone(),
            Self::Urgent(count) => URGENT[at(count)].clone(),
        }
    }
}
