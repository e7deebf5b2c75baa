//! Where the owner's data lies: the same folder that `tvist` uses.

use std::ffi::OsString;
use std::path::PathBuf;

/// `TVIST_DATA_DIR`, else the system's folder for data; none when the system names none.
#[must_use]
pub fn of_the_owner() -> Option<PathBuf> {
    chosen(std::env::var_os("TVIST_DATA_DIR"), dirs::data_dir())
}

/// The same folder for another program, whatever way leads to it; empty when the system names none.
#[cfg(target_os = "linux")]
pub(crate) fn name() -> String {
    let folder = of_the_owner().map(|path| std::fs::canonicalize(&path).unwrap_or(path));
    folder.map_or_else(String::new, |path| path.to_string_lossy().into_owned())
}

fn chosen(environment: Option<OsString>, system: Option<PathBuf>) -> Option<PathBuf> {
    environment
        .filter(|path| !path.is_empty())
        .map(PathBuf::from)
        .or_else(|| system.map(|path| path.join("tvist")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_wins_unless_it_is_empty() {
        let system = Some(PathBuf::from("/s"));
        assert_eq!(chosen(Some("/e".into()), system.clone()), Some("/e".into()));
        assert_eq!(chosen(Some("".into()), system), Some("/s/tvist".into()));
        assert_eq!(chosen(None, None), None);
    }
}
