//! `evidence`: the draft of a case: files, texts, facts, the look before sending, and the pack.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use tvist_engine::NewFile;
use tvist_engine::domain::check::{Meters, Problem};
use tvist_engine::view::{CheckedView, EvidenceView, ManifestView, SlotState};

use crate::exit::Failure;
use crate::folder::DataFolder;
use crate::output::Answer;
use crate::table::{Lines, Side, Table, one_line, plain, size};

/// The most that one file may have. Above it nothing that a provider takes can be made of it.
const FILE_LIMIT: u64 = 50_000_000;
/// The most bytes of a text from standard input: far above any provider's limit, which the engine knows.
const TEXT_LIMIT: u64 = 4_000_000;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Add files: all of them, or none when one can't be used
    Add(Add),
    /// Write a text into its slot; an empty one takes it away
    Text(Text),
    /// State a fact, such as `fee_acknowledged yes`
    Fact(Fact),
    /// Take a file out of the draft
    Remove(Remove),
    /// Show the draft
    List(One),
    /// Look for what stands in the way of sending
    Check(One),
    /// Write the very bytes and fields that would be sent, with a manifest.json
    Pack(Pack),
}

#[derive(Debug, Args)]
pub struct Add {
    /// The case
    dispute: String,
    /// PDF, JPEG, PNG, mail or text files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What the files show; else it is told from their names
    #[arg(long)]
    slot: Option<String>,
}

#[derive(Debug, Args)]
pub struct Text {
    /// The case
    pub dispute: String,
    /// What the text shows
    pub slot: String,
    /// The text; `-` reads it from standard input
    #[arg(allow_hyphen_values = true)]
    pub text: String,
}

#[derive(Debug, Args)]
pub struct Fact {
    /// The case
    dispute: String,
    name: String,
    #[arg(allow_hyphen_values = true)]
    value: String,
}

#[derive(Debug, Args)]
pub struct Remove {
    /// The case
    dispute: String,
    /// The file's id in the draft
    item: String,
}

#[derive(Debug, Args)]
pub struct One {
    /// The case
    dispute: String,
}

#[derive(Debug, Args)]
pub struct Pack {
    /// The case
    dispute: String,
    /// The folder to write to; made if need be
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

impl Command {
    pub async fn run(self, folder: &DataFolder) -> Result<Answer, Failure> {
        match self {
            Self::Add(add) => add.run(folder).await,
            Self::Text(text) => text.run(folder).await,
            Self::Fact(Fact {
                dispute,
                name,
                value,
            }) => {
                folder
                    .ask(async |engine| {
                        Ok(saved(&engine.evidence_fact(&dispute, &name, &value).await?))
                    })
                    .await
            }
            Self::Remove(Remove { dispute, item }) => {
                folder
                    .ask(async |engine| Ok(saved(&engine.evidence_remove(&dispute, &item).await?)))
                    .await
            }
            Self::List(One { dispute }) => {
                folder
                    .ask(async |engine| Ok(saved(&engine.evidence_list(&dispute).await?)))
                    .await
            }
            Self::Check(One { dispute }) => {
                folder
                    .ask(async |engine| {
                        let checked = engine.evidence_check(&dispute).await?;
                        Ok(Answer::new(&checked, looked_at(&checked)))
                    })
                    .await
            }
            Self::Pack(Pack { dispute, out }) => {
                folder
                    .ask(async |engine| {
                        let manifest = engine.evidence_pack(&dispute, &out).await?;
                        Ok(Answer::new(&manifest, packed(&manifest, &out)))
                    })
                    .await
            }
        }
    }
}

impl Add {
    async fn run(self, folder: &DataFolder) -> Result<Answer, Failure> {
        let files: Result<Vec<NewFile>, Failure> =
            self.files.iter().map(|file| read(file)).collect();
        let files = files?;
        folder
            .ask(async |engine| {
                let draft = engine
                    .evidence_add(&self.dispute, files, self.slot.as_deref())
                    .await?;
                Ok(saved(&draft))
            })
            .await
    }
}

impl Text {
    async fn run(self, folder: &DataFolder) -> Result<Answer, Failure> {
        let text = if self.text == "-" {
            piped(std::io::stdin().lock())?
        } else {
            self.text
        };
        folder
            .ask(async |engine| {
                Ok(saved(
                    &engine
                        .evidence_text(&self.dispute, &self.slot, &text)
                        .await?,
                ))
            })
            .await
    }
}

/// A file, whole. Only real files: a pipe or a device may never end.
pub fn read(path: &Path) -> Result<NewFile, Failure> {
    let refused = |code, why: &str| Failure::unusable(path, code, why);
    let unreadable = |cause: std::io::Error| match cause.kind() {
        ErrorKind::NotFound => refused("file_not_found", "there is no such file"),
        ErrorKind::PermissionDenied => refused("file_not_readable", "it may not be read"),
        _ => refused("file_not_readable", &cause.to_string()),
    };
    let about = std::fs::metadata(path).map_err(unreadable)?;
    if about.is_dir() {
        return Err(refused(
            "file_is_folder",
            "it is a folder; name the files in it",
        ));
    }
    if !about.is_file() {
        return Err(refused("file_not_readable", "it is no ordinary file"));
    }
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let mut bytes = Vec::new();
    // One byte more than allowed, since a file may grow after it was measured.
    let opened = File::open(path).map_err(unreadable)?;
    opened
        .take(FILE_LIMIT + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() as u64 > FILE_LIMIT {
        return Err(refused("file_too_large", "it has more than 50 MB"));
    }
    Ok(NewFile {
        name: name.unwrap_or_default(),
        bytes,
    })
}

/// A text from a pipe, without the line break that ends its last line.
fn piped(input: impl Read) -> Result<String, Failure> {
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

fn saved(draft: &EvidenceView) -> Answer {
    Answer::new(draft, drafted(draft))
}

/// The draft for the eye: files, texts, facts, and the checklist with what is missing.
pub fn drafted(draft: &EvidenceView) -> String {
    let mut files = Table::new(&[
        ("FILE", Side::Left),
        ("SLOT", Side::Left),
        ("SIZE", Side::Right),
        ("PAGES", Side::Right),
        ("ID", Side::Left),
    ]);
    for item in &draft.items {
        files.row([
            item.name.clone(),
            item.slot.as_str().to_owned(),
            size(item.bytes),
            item.pages.to_string(),
            item.id.to_string(),
        ]);
    }
    let mut text = files.or("No file yet.");
    let mut words = Lines::default();
    for (slot, written) in &draft.texts {
        words.line(slot.as_str(), short(written));
    }
    for (name, value) in &draft.facts {
        words.line(name, short(value));
    }
    for slot in draft
        .slots
        .iter()
        .filter(|slot| slot.state == SlotState::Empty)
    {
        words.line(
            slot.slot.as_str(),
            format!("missing, {}", weight(slot.weight)),
        );
    }
    text.push_str(&words.text());
    text
}

fn weight(weight: tvist_engine::domain::evidence::Weight) -> &'static str {
    use tvist_engine::domain::evidence::Weight;
    match weight {
        Weight::Deciding => "decides most such cases",
        Weight::Helpful => "helps",
        Weight::Extra => "welcome",
    }
}

/// A text's beginning, on one line.
fn short(text: &str) -> String {
    const SHOWN: usize = 70;
    let line = one_line(text);
    if line.chars().count() <= SHOWN {
        return line;
    }
    let mut begun: String = line.chars().take(SHOWN).collect();
    begun.push('…');
    begun
}

fn looked_at(checked: &CheckedView) -> String {
    let verdict = if checked.ready {
        "Ready to send.\n"
    } else {
        "Not ready yet.\n"
    };
    format!(
        "{verdict}{}{}",
        problems(&checked.problems),
        meters(&checked.meters)
    )
}

/// Problems for the eye, the blocking first.
pub fn problems(problems: &[Problem]) -> String {
    let line = |problem: &Problem| {
        let mark = if problem.blocks { "blocks" } else { "note" };
        let slot = problem
            .slot
            .as_deref()
            .map(|slot| format!(" [{}]", plain(slot)));
        format!(
            "  {mark}: {}{}\n",
            one_line(&problem.message),
            slot.unwrap_or_default()
        )
    };
    let (blocking, others): (Vec<_>, Vec<_>) = problems.iter().partition(|problem| problem.blocks);
    blocking.into_iter().chain(others).map(line).collect()
}

/// How full the pack is.
pub fn meters(meters: &Meters) -> String {
    let mut lines = Lines::default();
    lines
        .line(
            "bytes",
            format!("{} of {}", size(meters.bytes), size(meters.bytes_limit)),
        )
        .line(
            "pages",
            format!("{} of {}", meters.pages, meters.pages_limit),
        )
        .line(
            "files",
            format!("{} of {}", meters.files, meters.files_limit),
        );
    lines.text()
}

fn packed(manifest: &ManifestView, out: &Path) -> String {
    let files = manifest.files.len();
    let fields = manifest.fields.len();
    format!(
        "Wrote {files} files and {fields} fields to {}.\n",
        out.display()
    )
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
            "file_not_readable"
        );
    }

    #[test]
    fn a_file_of_the_limit_passes_and_one_above_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large.pdf");
        let file = File::create(&path).unwrap();
        file.set_len(FILE_LIMIT).unwrap();
        assert_eq!(read(&path).unwrap().bytes.len() as u64, FILE_LIMIT);
        file.set_len(FILE_LIMIT + 1).unwrap();
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

    #[test]
    fn blocking_problems_come_first() {
        let text = problems(&[
            Problem::warning("w", None, "could be better"),
            Problem::blocking("b", Some("shipping_date"), "a date is missing"),
        ]);
        assert_eq!(
            text,
            "  blocks: a date is missing [shipping date]\n  note: could be better\n"
        );
    }

    #[test]
    fn a_long_text_is_begun_only() {
        assert_eq!(short("two\nlines"), "two lines");
        let begun = short(&"å".repeat(200));
        assert_eq!(begun.chars().count(), 71);
        assert!(begun.ends_with('…'));
    }
}
