//! Files that are written for the owner: for nobody else to read, whole or not at all, and never through what somebody
//! else put in their place.
//!
//! They hold names, amounts and evidence, and may be written where others can write too. Each is made beside its place
//! under a name that nobody can foresee, and then gets its own.

use std::fs::{self, File, Metadata, Permissions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Writes a file that the owner named. A new one is for them alone (0600); one of theirs that is there already keeps its
/// permissions, and stays as it was when this fails, as on a full disk. Their own link leads to what they mean, a device or
/// a pipe of theirs is written to as it is; a stranger's are not.
///
/// # Errors
/// When it can't be written.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let (Ok(link), Ok(about)) = (path.symlink_metadata(), fs::metadata(path))
        && !about.is_file()
        && !about.is_dir()
    {
        return if is_trusted(&link) && is_trusted(&about) {
            fs::write(path, bytes)
        } else {
            Err(ErrorKind::PermissionDenied.into())
        };
    }
    let target = meant(path);
    let before = target.symlink_metadata().ok();
    let mut part = match Part::beside(&target) {
        // A file may be writable in a folder that isn't.
        Err(e) if e.kind() == ErrorKind::PermissionDenied && before.is_some() => {
            return in_place(&target, bytes);
        }
        other => other?,
    };
    if let Some(about) = before.filter(|about| about.is_file() && is_own(about)) {
        part.allow(about.permissions())?;
    }
    part.fill(bytes)?;
    part.place()
}

/// Writes a file of a name of ours into a folder: readable for its owner only. A link of that name is replaced, never
/// followed.
///
/// # Errors
/// When it can't be written, or `name` is a path.
pub fn write_in(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    if Path::new(name).file_name() != Some(name.as_ref()) {
        return Err(ErrorKind::InvalidInput.into());
    }
    let mut part = Part::beside(&folder.join(name))?;
    part.fill(bytes)?;
    part.place()
}

/// Makes a folder, with those above it: what is new is for its owner only (0700).
///
/// # Errors
/// When it can't be made.
pub fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// A file that isn't finished; it goes when it gets no place.
pub(crate) struct Part {
    path: PathBuf,
    target: PathBuf,
    file: File,
    placed: bool,
}

impl Part {
    /// Begins a file beside its place.
    pub(crate) fn beside(target: &Path) -> io::Result<Self> {
        let mut name = std::ffi::OsString::from(".");
        name.push(target.file_name().unwrap_or_default());
        name.push(format!(".{}.part", uuid::Uuid::new_v4().simple()));
        let path = target.with_file_name(name);
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path)?;
        Ok(Self {
            path,
            target: target.to_owned(),
            file,
            placed: false,
        })
    }

    /// Writes what it holds; on the disk when this returns.
    pub(crate) fn fill(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        self.file.sync_all()
    }

    fn allow(&self, permissions: Permissions) -> io::Result<()> {
        self.file.set_permissions(permissions)
    }

    /// What the disk says of it.
    #[cfg(unix)]
    pub(crate) fn about(&self) -> io::Result<Metadata> {
        self.file.metadata()
    }

    /// Gives it its place.
    pub(crate) fn place(mut self) -> io::Result<()> {
        fs::rename(&self.path, &self.target)?;
        self.placed = true;
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.placed {
            // The first error tells more than one about tidying up.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// What lies behind a link of the owner's. Whatever isn't theirs is looked at no further.
fn meant(path: &Path) -> PathBuf {
    match path.symlink_metadata() {
        Ok(about) if about.is_symlink() && is_trusted(&about) => {
            fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
        }
        _ => path.to_owned(),
    }
}

fn in_place(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = File::options();
    options.write(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(
        &mut options,
        rustix::fs::OFlags::NOFOLLOW.bits().cast_signed(),
    );
    options.open(path)?.write_all(bytes)
}

/// Whether it belongs to whoever runs this.
#[cfg(unix)]
pub(crate) fn is_own(about: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    about.uid() == rustix::process::geteuid().as_raw()
}

#[cfg(not(unix))]
pub(crate) fn is_own(_: &Metadata) -> bool {
    true
}

/// Theirs, or the system's, as `/dev/stdout` is.
#[cfg(unix)]
fn is_trusted(about: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    about.uid() == 0 || is_own(about)
}

#[cfg(not(unix))]
fn is_trusted(_: &Metadata) -> bool {
    true
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

    #[cfg(unix)]
    fn mode(path: &Path) -> u32 {
        use std::os::unix::fs::PermissionsExt;
        fs::metadata(path).unwrap().permissions().mode() & 0o777
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
        assert!(write(&folder.path().join("none/cases.csv"), b"x").is_err());
        assert!(write(folder.path(), b"x").is_err());
        assert!(write_in(folder.path(), "../x", b"x").is_err());
        assert!(write_in(folder.path(), "..", b"x").is_err());
        assert_eq!(names(folder.path()), ["cases.csv"]);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_new_is_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("pack/of/today");
        make_folder(&out).unwrap();
        write_in(&out, "manifest.json", b"{}").unwrap();
        write(&out.join("cases.csv"), b"x").unwrap();
        assert_eq!(mode(&folder.path().join("pack")), 0o700);
        assert_eq!(mode(&out), 0o700);
        assert_eq!(mode(&out.join("manifest.json")), 0o600);
        assert_eq!(mode(&out.join("cases.csv")), 0o600);
        // What the owner opened to others stays open when it is written anew; what has our name doesn't.
        for file in ["cases.csv", "manifest.json"] {
            fs::set_permissions(out.join(file), Permissions::from_mode(0o640)).unwrap();
        }
        write(&out.join("cases.csv"), b"y").unwrap();
        write_in(&out, "manifest.json", b"{}").unwrap();
        assert_eq!(mode(&out.join("cases.csv")), 0o640);
        assert_eq!(mode(&out.join("manifest.json")), 0o600);
        make_folder(&out).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn the_owners_link_leads_to_its_file_and_a_planted_one_nowhere() {
        use std::os::unix::fs::{lchown, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("f"), folder.path().join("l"));
        write(&file, b"one").unwrap();
        symlink(&file, &link).unwrap();
        write(&link, b"two").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"two");
        assert!(link.symlink_metadata().unwrap().is_symlink());
        // A name of ours is never followed, whosever link it is.
        write_in(folder.path(), "l", b"three").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"two");
        assert_eq!(fs::read(&link).unwrap(), b"three");
        assert!(link.symlink_metadata().unwrap().is_file());
        if !rustix::process::geteuid().is_root() {
            eprintln!("NOT RUN: only root can give a link to somebody else");
            return;
        }
        let planted = folder.path().join("p");
        symlink(&file, &planted).unwrap();
        lchown(&planted, Some(4242), None).unwrap();
        write(&planted, b"four").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"two");
        assert!(planted.symlink_metadata().unwrap().is_file());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_device_is_written_to_and_its_refusal_told() {
        write("/dev/null".as_ref(), b"x").unwrap();
        assert!(write("/dev/full".as_ref(), b"x").is_err());
        assert!(Path::new("/dev/full").exists());
    }
}
