//! Where the data lies: one rule for every program of ours, so that all of them work on the same.

use std::ffi::OsString;
use std::path::PathBuf;

/// The folder that was named, else that of `TVIST_DATA_DIR`, else the system's for data; none when the system names none.
#[must_use]
pub fn data_folder(named: Option<PathBuf>) -> Option<PathBuf> {
    chosen(named, std::env::var_os("TVIST_DATA_DIR"), dirs::data_dir())
}

/// An empty variable counts as none, as everywhere on Unix.
fn chosen(
    named: Option<PathBuf>,
    environment: Option<OsString>,
    system: Option<PathBuf>,
) -> Option<PathBuf> {
    named
        .or_else(|| {
            environment
                .filter(|path| !path.is_empty())
                .map(PathBuf::from)
        })
        .or_else(|| system.map(|path| path.join("tvist")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_wins() {
        let path = |text: &str| Some(PathBuf::from(text));
        let variable = |text: &str| Some(OsString::from(text));
        for (named, environment, system, expected) in [
            (path("/n"), variable("/e"), path("/s"), path("/n")),
            (None, variable("/e"), path("/s"), path("/e")),
            (None, variable(""), path("/s"), path("/s/tvist")),
            (None, None, path("/s"), path("/s/tvist")),
            (None, None, None, None),
        ] {
            assert_eq!(chosen(named, environment, system), expected);
        }
    }
}
