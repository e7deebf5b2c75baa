//! All text that can be read out of a file, seen or unseen, for the card number scan.

use hayro::hayro_interpret::font::GlyphRun;
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, SoftMask, TransformExt as _, interpret_page,
};
use hayro::kurbo::{BezPath, Point, Rect};
use lopdf::{Dictionary, Document, Object};
use serde::{Deserialize, Serialize};

use crate::fit::source::{text_of as words_of, usable_kind};
use crate::pdf::facts::field_value;
use crate::text::decode;
use crate::{DocumentError, FileKind, Limits, pdf, render};

/// Most characters gathered from one page or one hidden place.
const MOST: usize = 1_000_000;

/// The text of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentText {
    /// Page by page; one page for texts, mails and pictures.
    pub pages: Vec<PageText>,
    /// What no page shows or shows only in a viewer: form fields, notes, titles, metadata, attached texts.
    pub hidden: Vec<String>,
}

/// The text of one page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageText {
    /// In the order it is drawn; words by blanks, columns by tabs, lines by line ends.
    pub text: String,
    /// Pictures on the page. What they show is not read: the owner has to look.
    pub pictures: u32,
    /// Characters that are drawn but can't be told, because the font doesn't say what they mean.
    pub unreadable: u32,
}

/// Reads all text of a file. Pictures have none.
///
/// # Errors
/// As for [`crate::inspect`].
pub fn text_of(bytes: &[u8], limits: &Limits) -> Result<DocumentText, DocumentError> {
    match usable_kind(bytes, limits)? {
        FileKind::Pdf => pdf_text(bytes, limits),
        kind @ (FileKind::Text | FileKind::Mail) => {
            let (text, _) = words_of(bytes, kind)?;
            let page = PageText {
                text,
                pictures: 0,
                unreadable: 0,
            };
            Ok(DocumentText {
                pages: vec![page],
                hidden: Vec::new(),
            })
        }
        _ => {
            let page = PageText {
                pictures: 1,
                ..PageText::default()
            };
            Ok(DocumentText {
                pages: vec![page],
                hidden: Vec::new(),
            })
        }
    }
}

fn pdf_text(bytes: &[u8], limits: &Limits) -> Result<DocumentText, DocumentError> {
    let loaded = pdf::load(bytes, limits)?;
    let hidden = hidden_text(&loaded.document, limits);
    drop(loaded);
    let opened = render::open(bytes.to_vec())?;
    let cache = InterpreterCache::new();
    let mut pages = Vec::new();
    for page in opened.pages().iter() {
        let everywhere = Rect::new(-1e6, -1e6, 1e6, 1e6);
        let settings = InterpreterSettings::default();
        let upright = page.initial_transform(true).to_kurbo();
        let mut context = Context::new(upright, everywhere, &cache, page.xref(), settings);
        let mut reader = Reader::default();
        interpret_page(page, &mut context, &mut reader);
        pages.push(reader.page);
    }
    Ok(DocumentText { pages, hidden })
}

/// A drawing surface that only listens to text.
#[derive(Default)]
struct Reader {
    page: PageText,
    /// Where the last character ended, and its size, in points.
    last: Option<(Point, f64)>,
    /// Where the last run began and how long it was: filled and stroked text is drawn twice.
    run: Option<(Point, usize)>,
}

impl Reader {
    fn place(&mut self, start: Point, end: Point, size: f64) {
        if let Some((last, last_size)) = self.last {
            let size = size.max(last_size).max(0.1);
            let (right, down) = (start.x - last.x, (start.y - last.y).abs());
            let mark = if down > 0.6 * size || right < -2.0 * size {
                Some('\n')
            } else if right > 1.5 * size {
                Some('\t')
            } else if right > 0.18 * size {
                Some(' ')
            } else {
                None
            };
            if let Some(mark) = mark.filter(|_| !self.page.text.ends_with(['\n', '\t', ' '])) {
                self.page.text.push(mark);
            }
        }
        self.last = Some((end, size));
    }

    fn write(&mut self, meaning: Option<BfString>) {
        if self.page.text.len() > MOST {
            return;
        }
        match meaning {
            Some(BfString::Char(c)) => self.page.text.push(c),
            Some(BfString::String(s)) => self.page.text.push_str(&s),
            None => {
                self.page.unreadable += 1;
                self.page.text.push('\u{fffd}');
            }
        }
    }
}

impl<'a> Device<'a> for Reader {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.page.pictures += 1;
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        let Some(first) = run.glyphs().first() else {
            return;
        };
        let start = props.transform * first.transform() * Point::ORIGIN;
        let this = (start, run.glyphs().len());
        if self.run.replace(this) == Some(this) {
            return;
        }
        for glyph in run.glyphs() {
            let matrix = props.transform * glyph.transform();
            // Glyphs are drawn in thousandths of the font size.
            let advance = match &**glyph {
                hayro::hayro_interpret::font::Glyph::Outline(g) => g.advance_width(),
                hayro::hayro_interpret::font::Glyph::Type3(g) => g.advance_width(),
            };
            let origin = matrix * Point::ORIGIN;
            let end = matrix * Point::new(f64::from(advance.unwrap_or(500.0)), 0.0);
            let size = (matrix * Point::new(0.0, 1000.0)).distance(origin);
            self.place(origin, end, size);
            self.write(glyph.as_unicode());
        }
    }
}

/// Keys whose strings people read somewhere, if not on the page: values and names of fields, notes,
/// titles of bookmarks and of the document.
const TEXT_KEYS: [&[u8]; 14] = [
    b"V",
    b"DV",
    b"Contents",
    b"RC",
    b"TU",
    b"T",
    b"Title",
    b"Author",
    b"Subject",
    b"Keywords",
    b"Creator",
    b"Desc",
    b"ActualText",
    b"Alt",
];

fn hidden_text(document: &Document, limits: &Limits) -> Vec<String> {
    let mut found = Vec::new();
    for object in document.objects.values() {
        match object {
            Object::Dictionary(dictionary) => strings(document, dictionary, &mut found, 0),
            Object::Stream(stream) => {
                let kind = stream
                    .dict
                    .get(b"Type")
                    .and_then(Object::as_name)
                    .unwrap_or_default();
                if matches!(kind, b"Metadata" | b"EmbeddedFile") {
                    let most = usize::try_from(limits.inflated)
                        .unwrap_or(usize::MAX)
                        .min(MOST);
                    let plain = stream.get_plain_content_with_limit(most).ok();
                    found.extend(plain.as_deref().and_then(decode));
                }
            }
            _ => {}
        }
    }
    // Custom entries of the information dictionary have names of their own.
    let info = document
        .trailer
        .get(b"Info")
        .ok()
        .and_then(|info| pdf::dictionary(document, info));
    for (_, value) in info.into_iter().flatten() {
        found.extend(lopdf::decode_text_string(value).ok());
    }
    found.retain(|text| !text.trim().is_empty());
    found.sort_unstable();
    found.dedup();
    found
}

fn strings(document: &Document, dictionary: &Dictionary, found: &mut Vec<String>, depth: u32) {
    for key in TEXT_KEYS {
        if let Some(value @ Object::String(..)) = pdf::value(document, dictionary, key) {
            found.extend(lopdf::decode_text_string(value).ok());
        }
    }
    if dictionary.has(b"FT") {
        found.extend(field_value(document, dictionary));
    }
    if depth < 16 {
        for (_, inner) in dictionary {
            if let Object::Dictionary(inner) = inner {
                strings(document, inner, found, depth + 1);
            }
        }
    }
}
