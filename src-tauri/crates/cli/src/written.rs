//! A file that the owner named, written whole or not at all.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::exit::Failure;

/// Writes `bytes` to `file`. What was there before stays when that fails, as on a full disk; a device or a pipe is
/// written to as it is.
pub fn write(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    whole(file, bytes).map_err(|cause| Failure::Unwritable {
        file: file.to_owned(),
        cause,
    })
}

fn whole(file: &Path, bytes: &[u8]) -> io::Result<()> {
    // Behind a link lies what is meant.
    let target = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    let before = match fs::metadata(&target) {
        Ok(about) if !about.is_file() => return fs::write(&target, bytes),
        Ok(about) => Some(about.permissions()),
        Err(_) => None,
    };
    let beside = beside(&target);
    let mut part = match File::create_new(&beside) {
        // A file may be writable in a folder that isn't.
        Err(e) if e.kind() == ErrorKind::PermissionDenied && before.is_some() => {
            return fs::write(&target, bytes);
        }
        other => other?,
    };
    let written = part
        .write_all(bytes)
        .and_then(|()| part.sync_all())
        .and_then(|()| before.map_or(Ok(()), |like| part.set_permissions(like)))
        .and_then(|()| fs::rename(&beside, &target));
    if written.is_err() {
        // The first error tells more than one about tidying up.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// A path in an answer. One that is no text is written as near as can be: JSON has no other way.
pub fn named(file: &Path) -> String {
    file.to_string_lossy().into_owned()
}

fn beside(target: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(format!(".{}.part", std::process::id()));
    target.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_new_or_replaced_and_nothing_else_stays() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("cases.csv");
        for text in ["first, and longer", "second"] {
            write(&file, text.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&file).unwrap(), text);
        }
        assert_eq!(names(folder.path()), ["cases.csv"]);
        let failure = write(&folder.path().join("none/cases.csv"), b"x").unwrap_err();
        assert_eq!(failure.exit().code(), 1);
        assert!(write(folder.path(), b"x").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn links_and_rights_stay_as_they_are() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("f"), folder.path().join("l"));
        write(&file, b"one").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        symlink(&file, &link).unwrap();
        write(&link, b"two").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"two");
        assert!(link.symlink_metadata().unwrap().is_symlink());
        let mode = fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_no_text_is_named_all_the_same() {
        use std::os::unix::ffi::OsStrExt;
        let path = Path::new(std::ffi::OsStr::from_bytes(b"/tmp/o\xff.csv"));
        assert_eq!(named(path), "/tmp/o\u{fffd}.csv");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_device_is_written_to_and_its_refusal_told() {
        write("/dev/null".as_ref(), b"x").unwrap();
        assert!(write("/dev/full".as_ref(), b"x").is_err());
        assert!(Path::new("/dev/full").exists());
    }
}
