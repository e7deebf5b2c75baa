//! The two faces of the embedded font, and how wide text is in them.

use std::cell::RefCell;
use std::collections::BTreeMap;

use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, GlyphId, MetadataProvider as _};

/// DejaVu Sans (licence beside the font files): covers the Latin, Greek and Cyrillic scripts.
static REGULAR: &[u8] = include_bytes!("../../fonts/DejaVuSans.ttf");
static BOLD: &[u8] = include_bytes!("../../fonts/DejaVuSans-Bold.ttf");

/// One face, with the widths of the characters seen so far.
pub(crate) struct Typeface {
    characters: Charmap<'static>,
    advances: GlyphMetrics<'static>,
    units_per_em: f32,
    data: &'static [u8],
    known: RefCell<BTreeMap<char, (GlyphId, f32)>>,
}

impl Typeface {
    /// None only if the embedded font were damaged.
    pub fn new(bold: bool) -> Option<Self> {
        let data = if bold { BOLD } else { REGULAR };
        let face = FontRef::new(data).ok()?;
        // In the font's own units, as it is drawn without variations.
        let (units, plain) = (Size::unscaled(), LocationRef::default());
        Some(Self {
            characters: face.charmap(),
            advances: face.glyph_metrics(units, plain),
            units_per_em: f32::from(face.metrics(units, plain).units_per_em),
            data,
            known: RefCell::default(),
        })
    }

    /// The font as the PDF writer takes it.
    pub fn embedded(&self) -> Option<krilla::text::Font> {
        krilla::text::Font::new(self.data.into(), 0)
    }

    /// Glyph and advance (share of the font size) of a character. Glyph 0 is the empty box.
    pub fn glyph(&self, character: char) -> (GlyphId, f32) {
        *self.known.borrow_mut().entry(character).or_insert_with(|| {
            let id = self.characters.map(character).unwrap_or(GlyphId::NOTDEF);
            let advance = self.advances.advance_width(id).unwrap_or(0.0);
            (id, advance / self.units_per_em)
        })
    }

    /// Whether the font can show a character.
    pub fn shows(&self, character: char) -> bool {
        self.glyph(character).0 != GlyphId::NOTDEF
    }

    /// Width of a line in points.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|c| self.glyph(c).1).sum::<f32>() * size
    }

    /// Breaks a text into lines no wider than `width` points: at line ends, at blanks, and inside a word
    /// only when it alone is too wide. No character is lost except the blank at a break.
    pub fn wrap(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let mut lines = Vec::new();
        for paragraph in text
            .replace("\r\n", "\n")
            .split(['\n', '\r', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'])
        {
            self.wrap_paragraph(&paragraph.replace('\t', "    "), size, width, &mut lines);
        }
        lines
    }

    fn wrap_paragraph(&self, paragraph: &str, size: f32, width: f32, lines: &mut Vec<String>) {
        let mut line = String::new();
        let mut used = 0.0;
        for word in paragraph.split_inclusive(' ') {
            let bare = word.trim_end_matches(' ');
            if !line.is_empty() && used + self.width(bare, size) > width {
                lines.push(std::mem::take(&mut line).trim_end_matches(' ').to_owned());
                used = 0.0;
            }
            if self.width(bare, size) <= width {
                line.push_str(word);
                used += self.width(word, size);
                continue;
            }
            for character in word.chars() {
                let advance = self.glyph(character).1 * size;
                if used + advance > width && !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                    used = 0.0;
                }
                line.push(character);
                used += advance;
            }
        }
        lines.push(line.trim_end_matches(' ').to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn covers_the_languages_of_the_app() {
        let face = Typeface::new(false).unwrap();
        for character in "åäöÅÄÖßüÜéèãõçâêôáíóúàøæœ€£§–—„“”‘’«»•…№°½²→✓".chars()
        {
            assert!(face.shows(character), "{character}");
        }
        assert!(!face.shows('字'));
    }

    /// By the font's own tables (2,048 units to the em).
    #[test]
    fn characters_are_as_wide_as_the_font_has_them() {
        for (bold, widths) in [(false, [1401, 1255, 651]), (true, [1585, 1382, 713])] {
            let face = Typeface::new(bold).unwrap();
            for (character, width) in "Aå ".chars().zip(widths) {
                let advance = face.glyph(character).1 * 2048.0;
                assert!(
                    (advance - width as f32).abs() < 0.01,
                    "{character} {advance}"
                );
            }
        }
    }

    #[test]
    fn wraps_without_losing_a_character() {
        let face = Typeface::new(false).unwrap();
        let text = "Die Ware wurde zugestellt, siehe https://example.org/a-very-long-address-without-any-blank-in-it-at-all/123 und mehr";
        for width in [60.0, 120.0, 300.0, 470.0] {
            let lines = face.wrap(text, 12.0, width);
            assert!(
                lines
                    .iter()
                    .all(|line| face.width(line, 12.0) <= width + 0.01),
                "{width}"
            );
            let squeeze = |s: &str| s.replace(' ', "");
            assert_eq!(squeeze(&lines.concat()), squeeze(text));
        }
        assert_eq!(face.wrap("a\r\n\r\nb\n", 12.0, 100.0), ["a", "", "b", ""]);
    }
}
