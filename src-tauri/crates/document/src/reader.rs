//! Reading a page's text by drawing it on nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hayro::hayro_interpret::font::GlyphRun;
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, InterpreterWarning, SoftMask, TransformExt as _,
    interpret_page,
};
use hayro::hayro_syntax;
use hayro::hayro_syntax::object::Dict;
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{BezPath, Point, Rect};

use serde::{Deserialize, Serialize};

/// The text of one page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageText {
    /// In the order it is drawn; words by blanks, columns by tabs, lines by line ends.
    pub text: String,
    /// Pictures on the page. What they show is not read: the owner has to look.
    pub pictures: u32,
    /// Characters that are drawn but can't be told, because the font doesn't say what they mean.
    pub unreadable: u32,
    /// The page couldn't be read, or not to its end: `text` proves nothing about what it doesn't hold.
    pub unread: bool,
}

/// Most bytes of text gathered from one page.
const MOST: usize = 1_000_000;
/// Most replacements gathered from one page.
const MOST_SAID: usize = 100_000;

/// Where a piece of a page's text stands.
pub(crate) struct Placed {
    /// Bytes of [`PageText::text`] from here.
    pub start: usize,
    /// To here.
    pub end: usize,
    /// Points from the upper left corner of the page as shown.
    pub area: Rect,
}

/// A drawing surface that only listens to text.
#[derive(Default)]
pub(crate) struct Reader {
    pub page: PageText,
    /// Where each piece of the text stands.
    pub places: Vec<Placed>,
    /// What the page says beside its text: replacements for what is drawn, read aloud or copied.
    pub said: Vec<Vec<u8>>,
    /// Where the last character ended, and its size, in points.
    last: Option<(Point, f64)>,
    /// Where the last run began and how long it was: filled and stroked text is drawn twice.
    run: Option<(Point, usize)>,
}

impl Reader {
    /// Reads a page. Places are in points from the upper left corner, as the page is shown.
    pub fn read<'a>(&mut self, page: &'a Page<'a>, cache: &InterpreterCache<'a>) {
        // Text outside the visible part is text, too.
        let everywhere = Rect::new(-1e6, -1e6, 1e6, 1e6);
        let lost = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&lost);
        let settings = InterpreterSettings {
            // Text in a font that can't be loaded is drawn wrongly or not at all.
            warning_sink: Arc::new(move |warning| {
                if matches!(warning, InterpreterWarning::UnsupportedFont) {
                    told.store(true, Ordering::Relaxed);
                }
            }),
            ..InterpreterSettings::default()
        };
        let upright = page.initial_transform(true).to_kurbo();
        let mut context = Context::new(upright, everywhere, cache, page.xref(), settings);
        interpret_page(page, &mut context, self);
        self.page.unread |= lost.load(Ordering::Relaxed);
    }

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
            self.page.unread = true;
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

    fn begin_marked_content(&mut self, _: &[u8], properties: Option<&Dict<'_>>) {
        for key in ["ActualText", "Alt", "E"] {
            let said = properties.and_then(|p| p.get::<hayro_syntax::object::String<'_>>(key));
            if let Some(said) = said.filter(|_| self.said.len() < MOST_SAID) {
                self.said.push(said.as_bytes().to_vec());
            }
        }
    }

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
            let width = f64::from(advance.unwrap_or(500.0));
            let end = matrix * Point::new(width, 0.0);
            let size = (matrix * Point::new(0.0, 1000.0)).distance(origin);
            self.place(origin, end, size);
            let start = self.page.text.len();
            self.write(glyph.as_unicode());
            let corners = [
                (0.0, -300.0),
                (0.0, 1000.0),
                (width, -300.0),
                (width, 1000.0),
            ];
            let mut area = Rect::from_points(origin, end);
            for (x, y) in corners {
                area = area.union_pt(matrix * Point::new(x, y));
            }
            self.places.push(Placed {
                start,
                end: self.page.text.len(),
                area,
            });
        }
    }
}
