//! Letters and plain texts, set on A4 with page numbers.

use serde::{Deserialize, Serialize};

use super::sheet::{Faces, HEIGHT, Run, TEXT_SIZE, WIDTH, print};
use crate::DocumentError;

const LEFT: f32 = 62.0;
const TOP: f32 = 70.0;
const BOTTOM: f32 = HEIGHT - 84.0;
const FOOT: f32 = HEIGHT - 44.0;
const COLUMN: f32 = WIDTH - 2.0 * LEFT;
const LEADING: f32 = 17.0;
const HEADING_SIZE: f32 = 13.0;
const TITLE_SIZE: f32 = 17.0;

/// A letter to be set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Stands large at the top, and in the PDF's metadata.
    pub title: String,
    /// BCP 47 tag of the language it is written in, for screen readers.
    pub language: String,
    /// The text of each page's foot; `{page}` and `{pages}` become numbers. Empty: no foot.
    pub page_label: String,
    /// What it says, in order.
    pub blocks: Vec<Block>,
}

/// A part of a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// A line in bold that stays with what follows.
    Heading(String),
    /// Running text; line ends are kept.
    Paragraph(String),
    /// Pairs of a name and a value, in two columns.
    Facts(Vec<(String, String)>),
    /// A list with bullets.
    Items(Vec<String>),
}

/// A letter or text as PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typeset {
    /// The finished file.
    pub pdf: Vec<u8>,
    /// Its pages.
    pub pages: u32,
    /// Characters that the font lacks (an empty box stands for each), sorted, each once.
    pub missing: Vec<char>,
}

/// Sets a letter on A4: text of 12 points or more, black, with page numbers. Same letter, same bytes.
///
/// # Errors
/// [`DocumentError::BrokenText`] if the PDF cannot be written.
pub fn letter(letter: &Letter) -> Result<Typeset, DocumentError> {
    let faces = Faces::new()?;
    let mut setter = Setter {
        faces: &faces,
        sheets: vec![Vec::new()],
        y: TOP,
    };
    if !letter.title.is_empty() {
        setter.lines(&letter.title, TITLE_SIZE, true, LEFT, COLUMN);
        setter.gap(12.0);
    }
    for block in &letter.blocks {
        setter.block(block);
    }
    let mut sheets = setter.sheets;
    number_pages(&faces, &mut sheets, &letter.page_label);
    let printed = print(&faces, &sheets, &letter.title, &letter.language)?;
    Ok(Typeset {
        pdf: printed.pdf,
        pages: printed.pages,
        missing: printed.missing,
    })
}

/// Sets a plain text, line for line, under an optional caption.
pub(crate) fn plain(text: &str, caption: &str) -> Result<Typeset, DocumentError> {
    let mut blocks = Vec::new();
    if !caption.is_empty() {
        blocks.push(Block::Heading(caption.to_owned()));
    }
    blocks.push(Block::Paragraph(text.to_owned()));
    letter(&Letter {
        title: String::new(),
        language: String::new(),
        page_label: "{page} / {pages}".to_owned(),
        blocks,
    })
}

fn number_pages(faces: &Faces, sheets: &mut [Vec<Run>], label: &str) {
    let pages = sheets.len();
    for (i, sheet) in sheets.iter_mut().enumerate() {
        let text = label
            .replace("{pages}", &pages.to_string())
            .replace("{page}", &(i + 1).to_string());
        let x = (WIDTH - faces.regular.width(&text, TEXT_SIZE)) / 2.0;
        sheet.push(Run {
            x,
            y: FOOT,
            size: TEXT_SIZE,
            bold: false,
            text,
        });
    }
}

struct Setter<'a> {
    faces: &'a Faces,
    sheets: Vec<Vec<Run>>,
    /// Points from the upper edge to where the next line's top will be.
    y: f32,
}

impl Setter<'_> {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(text) => {
                self.gap(6.0);
                // A heading alone at the foot of a page would belong to nothing.
                if self.y + 4.0 * LEADING > BOTTOM {
                    self.turn();
                }
                self.lines(text, HEADING_SIZE, true, LEFT, COLUMN);
                self.gap(2.0);
            }
            Block::Paragraph(text) => {
                self.lines(text, TEXT_SIZE, false, LEFT, COLUMN);
                self.gap(8.0);
            }
            Block::Facts(facts) => {
                self.facts(facts);
                self.gap(8.0);
            }
            Block::Items(items) => {
                for item in items {
                    self.item(item);
                }
                self.gap(8.0);
            }
        }
    }

    fn lines(&mut self, text: &str, size: f32, bold: bool, x: f32, width: f32) {
        let leading = LEADING * size / TEXT_SIZE;
        for line in self.faces.face(bold).wrap(text, size, width) {
            self.line(
                Run {
                    x,
                    y: 0.0,
                    size,
                    bold,
                    text: line,
                },
                leading,
            );
        }
    }

    fn line(&mut self, mut run: Run, leading: f32) {
        if self.y + leading > BOTTOM {
            self.turn();
        }
        run.y = self.y + leading * 0.75;
        self.y += leading;
        self.put(run);
    }

    fn item(&mut self, item: &str) {
        let lines = self.faces.regular.wrap(item, TEXT_SIZE, COLUMN - 18.0);
        for (i, text) in lines.into_iter().enumerate() {
            self.line(
                Run {
                    x: LEFT + 18.0,
                    y: 0.0,
                    size: TEXT_SIZE,
                    bold: false,
                    text,
                },
                LEADING,
            );
            if i == 0 {
                let y = self.y - LEADING * 0.25;
                self.put(Run {
                    x: LEFT + 4.0,
                    y,
                    size: TEXT_SIZE,
                    bold: false,
                    text: "•".to_owned(),
                });
            }
        }
    }

    /// Names in a column as wide as the widest, up to two fifths; values beside them.
    fn facts(&mut self, facts: &[(String, String)]) {
        let widest = facts
            .iter()
            .map(|(name, _)| self.faces.regular.width(name, TEXT_SIZE))
            .fold(0.0, f32::max);
        let names = (widest + 14.0).min(COLUMN * 0.4);
        for (name, value) in facts {
            let left = self.faces.regular.wrap(name, TEXT_SIZE, names - 10.0);
            let right = self.faces.regular.wrap(value, TEXT_SIZE, COLUMN - names);
            for i in 0..left.len().max(right.len()) {
                let at = |lines: &[String]| lines.get(i).cloned().unwrap_or_default();
                self.line(
                    Run {
                        x: LEFT,
                        y: 0.0,
                        size: TEXT_SIZE,
                        bold: false,
                        text: at(&left),
                    },
                    LEADING,
                );
                let y = self.y - LEADING * 0.25;
                self.put(Run {
                    x: LEFT + names,
                    y,
                    size: TEXT_SIZE,
                    bold: false,
                    text: at(&right),
                });
            }
        }
    }

    fn put(&mut self, run: Run) {
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.push(run);
        }
    }

    fn gap(&mut self, points: f32) {
        if self.y > TOP {
            self.y += points;
        }
    }

    fn turn(&mut self) {
        self.sheets.push(Vec::new());
        self.y = TOP;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn long() -> Letter {
        let paragraph = "Die Bestellung wurde am 3. Oktober übergeben; a encomenda não foi devolvida, och kvittot bifogas. ".repeat(9);
        Letter {
            title: "Answer to dispute 42".to_owned(),
            language: "en".to_owned(),
            page_label: "Page {page} of {pages}".to_owned(),
            blocks: vec![
                Block::Facts(vec![
                    ("Order".to_owned(), "1001".to_owned()),
                    ("Amount".to_owned(), "249,00 €".to_owned()),
                ]),
                Block::Heading("What happened".to_owned()),
                Block::Paragraph(paragraph.clone()),
                Block::Items(vec![paragraph.clone(), "short".to_owned()]),
                Block::Heading("What follows".to_owned()),
                Block::Paragraph(paragraph.repeat(5)),
            ],
        }
    }

    #[test]
    fn same_letter_same_bytes() {
        let (one, two) = (letter(&long()).unwrap(), letter(&long()).unwrap());
        assert!(one.pages >= 2);
        assert!(one.missing.is_empty());
        assert_eq!(one.pdf, two.pdf);
    }

    #[test]
    fn names_the_characters_it_lacks() {
        let set = plain("Hej 字 och 🎁 och 字", "").unwrap();
        assert_eq!(set.missing, ['字', '🎁']);
    }
}
