//! What is given on the command line: files that are opened, a text from a pipe.

use std::io::Read;
use std::path::Path;

use tvist_engine::NewFile;
use tvist_engine::intake::{self, Links};

use crate::exit::Failure;

/// The most bytes of a text from standard input: far above any provider's limit, which the engine knows.
const TEXT_LIMIT: u64 = 4_000_000;

/// A file, whole, as both faces take it in.
pub fn read(path: &Path) -> Result<NewFile, Failure> {
    let bytes = intake::read(path, intake::most_bytes(), Links::Refused)
        .map_err(|unfit| Failure::unusable(path, unfit.code(), unfit.why()))?;
    let name = path.file_name().unwrap_or_default();
    Ok(NewFile {
        name: name.to_string_lossy().into_owned(),
        bytes,
    })
}

/// What was said, or what standard input has where `-` was said: arguments are seen by every user of the machine.
pub fn or_piped(said: String) -> Result<String, Failure> {
    match said.as_str() {
        "-" => piped(std::io::stdin().lock()),
        _ => Ok(said),
    }
}

/// A text from a pipe, without the line break that ends its last line.
pub fn piped(input: impl Read) -> Result<String, Failure> {
    let refused = |code, why: &str| Failure::unusable("standard input".as_ref(), code, why);
    let mut bytes = Vec::new();
    input
        .take(TEXT_LIMIT + 1)
        .read_to_end(&mut bytes)
        .map_err(|cause| refused("text_not_readable", &cause.to_string()))?;
    if bytes.len() as u64 > TEXT_LIMIT {
        return Err(refused("text_too_long", "the text is too long"));
    }
    let text = String::from_utf8(bytes)
        .map_err(|_| refused("text_not_readable", "the text isn't UTF-8"))?;
    let text = text.strip_suffix('\n').unwrap_or(&text);
    Ok(text.strip_suffix('\r').unwrap_or(text).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exit::Exit;

    fn code(failure: &Failure) -> String {
        assert_eq!(failure.exit(), Exit::Refused);
        failure.view().problems[0].code.clone()
    }

    #[test]
    fn only_real_files_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("the receipt.pdf");
        std::fs::write(&file, b"%PDF-1.7").unwrap();
        let read_file = read(&file).unwrap();
        assert_eq!(read_file.name, "the receipt.pdf");
        assert_eq!(read_file.bytes, b"%PDF-1.7");
        assert_eq!(code(&read(folder.path()).err().unwrap()), "file_is_folder");
        assert_eq!(
            code(&read(&folder.path().join("none.pdf")).err().unwrap()),
            "file_not_found"
        );
        assert_eq!(
            code(&read("/dev/null".as_ref()).err().unwrap()),
            "file_is_no_file"
        );
    }

    #[test]
    fn a_file_of_the_limit_passes_and_one_above_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large.pdf");
        let file = std::fs::File::create(&path).unwrap();
        let most = intake::most_bytes();
        file.set_len(most).unwrap();
        assert_eq!(read(&path).unwrap().bytes.len() as u64, most);
        file.set_len(most + 1).unwrap();
        assert_eq!(code(&read(&path).err().unwrap()), "file_too_large");
    }

    #[test]
    fn a_piped_text_keeps_its_lines() {
        assert_eq!(piped(&b"one\n\ntwo\n"[..]).unwrap(), "one\n\ntwo");
        assert_eq!(piped(&b"one\r\n"[..]).unwrap(), "one");
        assert_eq!(piped(&b""[..]).unwrap(), "");
        assert_eq!(piped("grüß dich\n\n".as_bytes()).unwrap(), "grüß dich\n");
        assert_eq!(
            code(&piped(&b"\xff\xfe"[..]).unwrap_err()),
            "text_not_readable"
        );
        assert_eq!(
            code(&piped(std::io::repeat(b'a')).unwrap_err()),
            "text_too_long"
        );
    }
}
