//! Runs of text on upright A4 sheets, written as a PDF.

use krilla::color::luma;
use krilla::geom::Point;
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::text::{GlyphId, KrillaGlyph};

use super::font::Typeface;
use crate::DocumentError;

/// A4 upright, in points.
pub(crate) const WIDTH: f32 = 595.0;
/// A4 upright, in points.
pub(crate) const HEIGHT: f32 = 842.0;
/// Smallest size that banks' fax machines keep legible, in points (stripe.md §7).
pub(crate) const TEXT_SIZE: f32 = 12.0;

/// A piece of text on one line.
pub(crate) struct Run {
    /// Points from the left edge.
    pub x: f32,
    /// Points from the upper edge to the base line.
    pub y: f32,
    /// Points.
    pub size: f32,
    pub bold: bool,
    pub text: String,
}

/// The two faces.
pub(crate) struct Faces {
    pub regular: Typeface,
    pub bold: Typeface,
}

impl Faces {
    pub fn new() -> Result<Self, DocumentError> {
        match (Typeface::new(false), Typeface::new(true)) {
            (Some(regular), Some(bold)) => Ok(Self { regular, bold }),
            _ => Err(DocumentError::BrokenText),
        }
    }

    pub fn face(&self, bold: bool) -> &Typeface {
        if bold { &self.bold } else { &self.regular }
    }
}

/// Pages with text as a PDF.
pub(crate) struct Printed {
    pub pdf: Vec<u8>,
    pub pages: u32,
    /// Characters that the font lacks; an empty box stands in their place.
    pub missing: Vec<char>,
}

/// Writes sheets. Without a title the PDF has no metadata at all.
pub(crate) fn print(
    faces: &Faces,
    sheets: &[Vec<Run>],
    title: &str,
    language: &str,
) -> Result<Printed, DocumentError> {
    let broken = || DocumentError::BrokenText;
    let settings = krilla::SerializeSettings {
        xmp_metadata: false,
        ..Default::default()
    };
    let mut document = krilla::Document::new_with(settings);
    let regular = faces.regular.embedded().ok_or_else(broken)?;
    let bold = faces.bold.embedded().ok_or_else(broken)?;
    let black = Fill {
        paint: luma::Color::black().into(),
        opacity: NormalizedF32::ONE,
        rule: Default::default(),
    };
    let mut missing = Vec::new();
    for sheet in sheets {
        let mut page =
            document.start_page_with(PageSettings::from_wh(WIDTH, HEIGHT).ok_or_else(broken)?);
        let mut surface = page.surface();
        surface.set_fill(Some(black.clone()));
        for run in sheet.iter().filter(|run| !run.text.is_empty()) {
            let face = faces.face(run.bold);
            missing.extend(run.text.chars().filter(|c| !face.shows(*c)));
            let font = if run.bold { &bold } else { &regular };
            surface.draw_glyphs(
                Point::from_xy(run.x, run.y),
                &glyphs(face, &run.text),
                font.clone(),
                &run.text,
                run.size,
                false,
            );
        }
        surface.finish();
        page.finish();
    }
    if !title.is_empty() {
        document.set_metadata(
            Metadata::new()
                .title(title.to_owned())
                .language(language.to_owned()),
        );
    }
    missing.sort_unstable();
    missing.dedup();
    let pdf = document.finish().map_err(|_| broken())?;
    Ok(Printed {
        pdf,
        pages: sheets.len() as u32,
        missing,
    })
}

fn glyphs(face: &Typeface, text: &str) -> Vec<KrillaGlyph> {
    let glyph = |(at, character): (usize, char)| {
        let (id, advance) = face.glyph(character);
        KrillaGlyph::new(
            GlyphId::new(id.to_u32()),
            advance,
            0.0,
            0.0,
            0.0,
            at..at + character.len_utf8(),
            None,
        )
    };
    text.char_indices().map(glyph).collect()
}
