//! Pages as pictures for the screen.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};

use crate::fit::source::{text_of, usable_kind};
use crate::picture::raster::Raster;
use crate::text::letter;
use crate::weigh::Scales;
use crate::{DocumentError, FileKind, Limits, pdf, picture};

/// Widest and highest preview, in pixels.
const MOST: f32 = 4096.0;

/// Draws one page, counted from zero, `width` pixels wide (16 to 4096), as PNG. Pictures are shown
/// upright; texts and mails as they will be set.
///
/// # Errors
/// [`DocumentError::NoPreview`] where the file is usable but this page cannot be drawn; other codes
/// as for [`crate::inspect()`].
pub fn render_page(
    bytes: &[u8],
    page: u32,
    width: u32,
    limits: &Limits,
) -> Result<Vec<u8>, DocumentError> {
    let width = width.clamp(16, MOST as u32);
    match usable_kind(bytes, limits)? {
        // What is shown is what would leave.
        FileKind::Pdf => draw(pdf::bound(bytes, limits)?, page, width),
        kind @ (FileKind::Text | FileKind::Mail) => {
            let (text, _) = text_of(bytes, kind)?;
            draw(letter::plain(&text, "")?.pdf, page, width)
        }
        _ if page > 0 => Err(DocumentError::NoSuchPage { page, pages: 1 }),
        kind => {
            let (mut image, orientation) = picture::decode(bytes, kind, limits)?;
            image.apply_orientation(orientation);
            let raster = Raster::from_image(image);
            let height = (f64::from(raster.height) * f64::from(width) / f64::from(raster.width))
                .round() as u32;
            raster
                .scaled(width, height)
                .to_png()
                .ok_or(DocumentError::NoPreview)
        }
    }
}

/// Opens a PDF for drawing or reading its text.
pub(crate) fn open(bytes: Vec<u8>) -> Result<Pdf, DocumentError> {
    Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => DocumentError::EncryptedPdf,
        LoadPdfError::Decryption(_) => DocumentError::NoPreview,
        LoadPdfError::Invalid => DocumentError::BrokenPdf,
    })
}

fn draw(bytes: Vec<u8>, page: u32, width: u32) -> Result<Vec<u8>, DocumentError> {
    let pdf = open(bytes)?;
    let pages = pdf.pages();
    let Some(page) = pages.get(page as usize) else {
        return Err(DocumentError::NoSuchPage {
            page,
            pages: pages.len() as u32,
        });
    };
    let (page_width, page_height) = page.render_dimensions();
    if !Scales::default().bears(page) {
        return Err(DocumentError::NoPreview);
    }
    if !(page_width >= 1.0 && page_height >= 1.0) {
        return Err(DocumentError::NoPreview);
    }
    let scale = (width as f32 / page_width).min((MOST - 1.0) / page_height);
    raster(page, scale)?
        .to_png()
        .ok_or(DocumentError::NoPreview)
}

/// Draws a page on white, so many pixels per point.
pub(crate) fn raster(page: &Page<'_>, scale: f32) -> Result<Raster, DocumentError> {
    let (page_width, page_height) = page.render_dimensions();
    let sides = [page_width * scale, page_height * scale];
    if !sides.iter().all(|side| (1.0..=MOST).contains(side)) {
        return Err(DocumentError::NoPreview);
    }
    let settings = PixmapSettings {
        x_scale: scale,
        y_scale: scale,
        bg_color: WHITE,
    };
    let pixmap = hayro::render(
        page,
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &RenderSettings::default(),
        &settings,
    );
    let (width, height) = (u32::from(pixmap.width()), u32::from(pixmap.height()));
    // On a white ground every pixel is opaque, so premultiplied and plain colours are the same.
    let data = pixmap
        .data_as_u8_slice()
        .chunks_exact(4)
        .flat_map(|p| [p[0], p[1], p[2]])
        .collect();
    Ok(Raster {
        width,
        height,
        channels: 3,
        data,
    })
}
