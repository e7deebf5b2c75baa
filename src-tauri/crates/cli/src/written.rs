//! A file that the owner named: what becomes of it is told in this face's words.

use std::path::Path;

use tvist_engine::owner_file;

use crate::exit::Failure;

/// Writes `bytes` to `file`, whole or not at all; a new one is for its owner only.
pub fn write(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    owner_file::write(file, bytes).map_err(|cause| Failure::Unwritable {
        file: file.to_owned(),
        cause,
    })
}

/// A path in an answer. One that is no text is written as near as can be: JSON has no other way.
pub fn named(file: &Path) -> String {
    file.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_t_be_written_is_a_failure_of_this_machine() {
        let folder = tempfile::tempdir().unwrap();
        write(&folder.path().join("cases.csv"), b"x").unwrap();
        let failure = write(&folder.path().join("none/cases.csv"), b"x").unwrap_err();
        assert_eq!(failure.exit().code(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_no_text_is_named_all_the_same() {
        use std::os::unix::ffi::OsStrExt;
        let path = Path::new(std::ffi::OsStr::from_bytes(b"/tmp/o\xff.csv"));
        assert_eq!(named(path), "/tmp/o\u{fffd}.csv");
    }
}
