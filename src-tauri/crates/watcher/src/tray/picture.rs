//! The tray's pictures: calm, or how many cases wait and whether one is past its safe date.

/// Which picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picture {
    Calm,
    /// The number of cases that wait; none where something else needs the owner.
    Due(u32),
    /// The safe date of at least one of them has come.
    Urgent(u32),
}

/// Pictures by their number: none, one to nine, more.
type Numbered = [&'static [u8]; 11];

const CALM: &[u8] = include_bytes!("../../../../../icons/tray-calm.png");
const DUE: Numbered = [
    include_bytes!("../../../../../icons/tray-due.png"),
    include_bytes!("../../../../../icons/tray-due-1.png"),
    include_bytes!("../../../../../icons/tray-due-2.png"),
    include_bytes!("../../../../../icons/tray-due-3.png"),
    include_bytes!("../../../../../icons/tray-due-4.png"),
    include_bytes!("../../../../../icons/tray-due-5.png"),
    include_bytes!("../../../../../icons/tray-due-6.png"),
    include_bytes!("../../../../../icons/tray-due-7.png"),
    include_bytes!("../../../../../icons/tray-due-8.png"),
    include_bytes!("../../../../../icons/tray-due-9.png"),
    include_bytes!("../../../../../icons/tray-due-more.png"),
];
const URGENT: Numbered = [
    include_bytes!("../../../../../icons/tray-urgent.png"),
    include_bytes!("../../../../../icons/tray-urgent-1.png"),
    include_bytes!("../../../../../icons/tray-urgent-2.png"),
    include_bytes!("../../../../../icons/tray-urgent-3.png"),
    include_bytes!("../../../../../icons/tray-urgent-4.png"),
    include_bytes!("../../../../../icons/tray-urgent-5.png"),
    include_bytes!("../../../../../icons/tray-urgent-6.png"),
    include_bytes!("../../../../../icons/tray-urgent-7.png"),
    include_bytes!("../../../../../icons/tray-urgent-8.png"),
    include_bytes!("../../../../../icons/tray-urgent-9.png"),
    include_bytes!("../../../../../icons/tray-urgent-more.png"),
];

impl Picture {
    /// The picture as a PNG file.
    #[must_use]
    pub fn png(self) -> &'static [u8] {
        let at = |count: u32| usize::try_from(count).unwrap_or(10).min(10);
        match self {
            Self::Calm => CALM,
            Self::Due(count) => DUE[at(count)],
            Self::Urgent(count) => URGENT[at(count)],
        }
    }
}
