//! A file that the owner hands over: opened once, looked at by its own handle, and never more of it read than is allowed.
//!
//! Both faces take files in here. What lies behind a path can be another thing from one moment to the next, so nothing is
//! asked of the path but to be opened, and opening waits for nobody: a pipe without a writer is refused, not waited for.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;
use tvist_document::Limits;

/// The most bytes that evidence may have: what the document reader takes at all.
#[must_use]
pub fn most_bytes() -> u64 {
    Limits::default().file_bytes
}

/// What is done with a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// For evidence: an archive that was unpacked may hold a link to any file of its owner's, and what stands behind it
    /// would leave.
    Refused,
    /// For a key that the owner chose for this program: it may lie behind a link, and goes into the keychain only.
    Followed,
}

/// Why a file isn't taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    NotFound,
    /// It may not be read, or its disk fails.
    NotReadable,
    Folder,
    Link,
    /// A pipe, a socket or a device: it may never end.
    NoFile,
    TooLarge {
        /// The most bytes that are taken.
        most: u64,
    },
}

impl Unfit {
    /// A stable word: the code of the problem, the same in both faces.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotFound => "file_not_found",
            Self::NotReadable => "file_not_readable",
            Self::Folder => "file_is_folder",
            Self::Link => "file_is_link",
            Self::NoFile => "file_is_no_file",
            Self::TooLarge { .. } => "file_too_large",
        }
    }

    /// The same in plain English, to stand behind the file's name.
    #[must_use]
    pub fn why(self) -> String {
        match self {
            Self::NotFound => "there is no such file".into(),
            Self::NotReadable => "it can't be read".into(),
            Self::Folder => "it is a folder; name the files in it".into(),
            Self::Link => "it is a link to another file; name that file itself".into(),
            Self::NoFile => "it is no ordinary file".into(),
            Self::TooLarge { most } => format!("it has more than {} MB", most / 1_000_000),
        }
    }
}

impl From<Unfit> for io::Error {
    fn from(unfit: Unfit) -> Self {
        let kind = match unfit {
            Unfit::NotFound => ErrorKind::NotFound,
            Unfit::NotReadable => ErrorKind::PermissionDenied,
            Unfit::Folder | Unfit::Link | Unfit::NoFile => ErrorKind::InvalidInput,
            Unfit::TooLarge { .. } => ErrorKind::FileTooLarge,
        };
        Self::new(kind, unfit.why())
    }
}

/// Reads a file whole, if it has `most` bytes or fewer.
///
/// # Errors
/// When it isn't an ordinary file, or can't be read.
pub fn read(path: &Path, most: u64, links: Links) -> Result<Vec<u8>, Unfit> {
    read_opened(open(path, links)?, most)
}

/// Opens an ordinary file.
pub(crate) fn open(path: &Path, links: Links) -> Result<File, Unfit> {
    #[cfg(not(unix))]
    if links == Links::Refused
        && path
            .symlink_metadata()
            .is_ok_and(|about| about.is_symlink())
    {
        return Err(Unfit::Link);
    }
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        let mut flags = OFlags::NONBLOCK | OFlags::NOCTTY;
        if links == Links::Refused {
            flags |= OFlags::NOFOLLOW;
        }
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, flags.bits().cast_signed());
    }
    let file = options.open(path).map_err(|e| unopened(path, links, &e))?;
    let about = file.metadata().map_err(|_| Unfit::NotReadable)?;
    if about.is_dir() {
        Err(Unfit::Folder)
    } else if about.is_file() {
        Ok(file)
    } else {
        Err(Unfit::NoFile)
    }
}

/// Reads the rest of an opened file.
pub(crate) fn read_opened(file: File, most: u64) -> Result<Vec<u8>, Unfit> {
    let too_large = Unfit::TooLarge { most };
    let known = file.metadata().map_err(|_| Unfit::NotReadable)?.len();
    if known > most {
        return Err(too_large);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(known).unwrap_or_default());
    // One byte more than allowed, since a file may grow after it was measured.
    file.take(most.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|_| Unfit::NotReadable)?;
    if bytes.len() as u64 > most {
        return Err(too_large);
    }
    Ok(bytes)
}

/// Why a path can't be opened. The path is asked once more for the reason only: nothing is read by what it says.
fn unopened(path: &Path, links: Links, error: &io::Error) -> Unfit {
    match (path.symlink_metadata(), links) {
        (Ok(about), Links::Refused) if about.is_symlink() => Unfit::Link,
        (Ok(about), _) if about.is_dir() => Unfit::Folder,
        // A socket can't be opened at all.
        (Ok(about), _) if !about.is_file() && !about.is_symlink() => Unfit::NoFile,
        _ if error.kind() == ErrorKind::NotFound => Unfit::NotFound,
        _ => Unfit::NotReadable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant as Stopwatch};

    fn tried(path: &Path) -> Result<Vec<u8>, Unfit> {
        read(path, 8, Links::Refused)
    }

    #[test]
    fn a_file_is_read_and_a_folder_or_a_missing_one_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("receipt.pdf");
        std::fs::write(&file, b"%PDF-1.7").unwrap();
        assert_eq!(tried(&file).unwrap(), b"%PDF-1.7");
        assert_eq!(tried(folder.path()), Err(Unfit::Folder));
        assert_eq!(tried(&folder.path().join("none")), Err(Unfit::NotFound));
        // A file in the place of a folder.
        assert_eq!(tried(&file.join("x")), Err(Unfit::NotReadable));
        std::fs::write(&file, b"%PDF-1.7.").unwrap();
        assert_eq!(tried(&file), Err(Unfit::TooLarge { most: 8 }));
    }

    #[cfg(unix)]
    #[test]
    fn nothing_that_may_never_end_is_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("invoice.pdf");
        rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::RWXU).unwrap();
        let socket = folder.path().join("s");
        let _listening = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        let begun = Stopwatch::now();
        for path in [&pipe, &socket, &"/dev/zero".into(), &"/dev/null".into()] {
            for links in [Links::Refused, Links::Followed] {
                let refused = read(path, 8, links);
                assert_eq!(refused, Err(Unfit::NoFile), "{}", path.display());
            }
        }
        assert!(begun.elapsed() < Duration::from_secs(5));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_an_unpacked_archive_leads_nowhere() {
        let folder = tempfile::tempdir().unwrap();
        let (key, link) = (folder.path().join("key"), folder.path().join("invoice.txt"));
        std::fs::write(&key, b"private").unwrap();
        std::os::unix::fs::symlink(&key, &link).unwrap();
        assert_eq!(tried(&link), Err(Unfit::Link));
        assert_eq!(read(&link, 8, Links::Followed).unwrap(), b"private");
        // Neither does one that leads to nothing, nor one that leads to itself.
        std::fs::remove_file(&key).unwrap();
        assert_eq!(tried(&link), Err(Unfit::Link));
        assert_eq!(read(&link, 8, Links::Followed), Err(Unfit::NotFound));
        std::os::unix::fs::symlink(&link, &key).unwrap();
        assert_eq!(tried(&link), Err(Unfit::Link));
        assert_eq!(read(&link, 8, Links::Followed), Err(Unfit::NotReadable));
    }
}
