//! Files that the owner drops or chooses, as the engine takes them in, without holding up the window.

use crate::error::Failure;
use std::path::Path;
use tvist_engine::intake::{self, Links, Unfit};

/// No key or certificate comes near this.
const MOST_OF_A_KEY: u64 = 256 * 1024;

/// Why a file isn't taken, in the words of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal(Unfit);

impl Refusal {
    /// The rest of `file-<word>`, the Fluent id.
    #[must_use]
    pub fn word(self) -> &'static str {
        let code = self.0.code();
        code.strip_prefix("file_").unwrap_or(code)
    }

    /// The failure of a command that can't go on without the file; `code` speaks where the reason has no words.
    #[must_use]
    pub fn of(self, code: &str) -> Failure {
        Failure::new(code).with("file", self.word())
    }
}

/// Reads a file that may become evidence.
///
/// # Errors
/// When it can't be used.
pub async fn evidence(path: &Path) -> Result<Vec<u8>, Refusal> {
    read(path, intake::most_bytes(), Links::Refused).await
}

/// Reads a key or a certificate.
///
/// # Errors
/// When it can't be used.
pub async fn credential(path: &Path) -> Result<Vec<u8>, Refusal> {
    read(path, MOST_OF_A_KEY, Links::Followed).await
}

async fn read(path: &Path, most: u64, links: Links) -> Result<Vec<u8>, Refusal> {
    let path = path.to_owned();
    let work = tokio::task::spawn_blocking(move || intake::read(&path, most, links));
    match work.await {
        Ok(read) => read.map_err(Refusal),
        Err(_) => Err(Refusal(Unfit::NotReadable)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_folder_a_link_and_a_missing_file_are_told_apart_from_files() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("receipt.pdf");
        std::fs::write(&file, b"%PDF-1.7").unwrap();
        assert_eq!(evidence(&file).await.unwrap(), b"%PDF-1.7");
        assert_eq!(credential(&file).await.unwrap(), b"%PDF-1.7");
        let word = async |path: &Path| evidence(path).await.unwrap_err().word();
        assert_eq!(word(folder.path()).await, "is_folder");
        assert_eq!(word(&folder.path().join("none.pdf")).await, "not_found");
        #[cfg(unix)]
        {
            let link = folder.path().join("link.pdf");
            std::os::unix::fs::symlink(&file, &link).unwrap();
            assert_eq!(word(&link).await, "is_link");
            assert_eq!(credential(&link).await.unwrap(), b"%PDF-1.7");
            assert_eq!(word(Path::new("/dev/zero")).await, "is_no_file");
        }
    }

    #[tokio::test]
    async fn what_is_too_large_is_told_before_it_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large.pdf");
        let file = std::fs::File::create(&path).unwrap();
        file.set_len(MOST_OF_A_KEY + 1).unwrap();
        let refused = credential(&path).await.unwrap_err();
        assert_eq!(refused.of("credential_file").args["file"], "too_large");
        assert!(evidence(&path).await.is_ok());
        file.set_len(intake::most_bytes() + 1).unwrap();
        assert_eq!(evidence(&path).await.unwrap_err().word(), "too_large");
    }
}
