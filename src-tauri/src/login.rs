//! Starting at login, hidden, on the owner's wish.

use crate::error::{Failure, Result};
use tvist_watcher::handover::HIDDEN;

/// Whether the program starts at login.
#[must_use]
pub fn is_on() -> bool {
    system::is_on()
}

/// Starts the program at login from now on, or no more.
///
/// # Errors
/// `login` when the system refuses.
pub fn switch(on: bool) -> Result<()> {
    let done = if on {
        system::enable()
    } else {
        system::disable()
    };
    done.map_err(|error| {
        tracing::warn!(%error, "starting at login can't be switched");
        Failure::new("login")
    })
}

/// A desktop entry in the folder that every desktop starts (freedesktop.org, Desktop Application Autostart).
#[cfg(target_os = "linux")]
mod system {
    use super::HIDDEN;
    use std::io;
    use std::path::{Path, PathBuf};

    fn file() -> Option<PathBuf> {
        Some(dirs::config_dir()?.join("autostart/app.tvist.desktop"))
    }

    pub(super) fn is_on() -> bool {
        file().is_some_and(|file| file.is_file())
    }

    pub(super) fn enable() -> io::Result<()> {
        let file = file().ok_or(io::ErrorKind::NotFound)?;
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(file, entry(&std::env::current_exe()?))
    }

    pub(super) fn disable() -> io::Result<()> {
        match file().map(std::fs::remove_file) {
            Some(Err(error)) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    pub(super) fn entry(program: &Path) -> String {
        let program = quoted(&program.to_string_lossy());
        format!(
            "[Desktop Entry]\nType=Application\nName=Tvist\nComment=Payment disputes, answered in time\n\
             Exec={program} {HIDDEN}\nIcon=tvist-desktop\nTerminal=false\nX-GNOME-Autostart-enabled=true\n"
        )
    }

    /// As an argument of `Exec`: quoted, and escaped twice, once for the quotes and once for the value.
    fn quoted(text: &str) -> String {
        let mut quoted = String::from("\"");
        for sign in text.chars() {
            match sign {
                '"' | '`' | '$' => quoted.push_str("\\\\"),
                '\\' => quoted.push_str("\\\\\\"),
                '%' => quoted.push('%'),
                _ => {}
            }
            quoted.push(sign);
        }
        quoted.push('"');
        quoted
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_path_with_odd_signs_is_still_one_argument() {
            let entry = entry(Path::new("/opt/my $hop/100%/tvist \"x\""));
            assert!(
                entry.contains("Exec=\"/opt/my \\\\$hop/100%%/tvist \\\\\"x\\\\\"\" --hidden\n"),
                "{entry}"
            );
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use super::HIDDEN;
    use auto_launch::{AutoLaunch, AutoLaunchBuilder, Error};

    fn entry() -> Result<AutoLaunch, Error> {
        let program = std::env::current_exe().map_err(Error::Io)?;
        AutoLaunchBuilder::new()
            .set_app_name("Tvist")
            .set_app_path(&program.to_string_lossy())
            .set_args(&[HIDDEN])
            .build()
    }

    pub(super) fn is_on() -> bool {
        entry().and_then(|e| e.is_enabled()).unwrap_or(false)
    }

    pub(super) fn enable() -> Result<(), Error> {
        entry()?.enable()
    }

    pub(super) fn disable() -> Result<(), Error> {
        entry()?.disable()
    }
}
