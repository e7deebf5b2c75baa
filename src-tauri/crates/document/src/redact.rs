//! Blacking out places in a PDF for good: their pages become pictures, so nothing lies beneath.

use lopdf::{Dictionary, Object, Stream, dictionary};
use serde::{Deserialize, Serialize};

use crate::fit::source::usable_kind;
use crate::pdf::binder::{Binder, image_stream};
use crate::picture::raster::Raster;
use crate::picture::{Packed, Packing};
use crate::reader::Placed;
use crate::words::read_pages;
use crate::{DocumentError, FileKind, Limits, pdf, render};

/// Dots per inch of a page that has become a picture: print of 12 points stays well legible.
const DPI: f32 = 150.0;
/// Widest picture of a page, in pixels.
const WIDEST: f32 = 3000.0;
/// Black beyond the letters on every side, in points.
const EDGE: f64 = 1.5;

/// A place to black out: bytes `start..end` of [`crate::PageText::text`] of a page counted from zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redaction {
    /// Page, counted from zero.
    pub page: u32,
    /// First byte of the page's text.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

/// Blacks out places of a PDF. Pages with such places become pictures of 150 dots per inch; the others
/// stay as they are. Metadata, form fields, notes, scripts and attachments are gone from the result.
///
/// # Errors
/// [`DocumentError::UnsupportedKind`] for anything but a PDF, [`DocumentError::NoSuchPage`],
/// [`DocumentError::NoPreview`] if a page cannot be drawn, or as for [`crate::inspect()`].
pub fn redact(
    bytes: &[u8],
    places: &[Redaction],
    limits: &Limits,
) -> Result<Vec<u8>, DocumentError> {
    let kind = usable_kind(bytes, limits)?;
    if kind != FileKind::Pdf {
        return Err(DocumentError::UnsupportedKind { kind });
    }
    let mut loaded = pdf::load(bytes, limits)?;
    let opened = render::open(bytes.to_vec())?;
    let pages = loaded.pages.len() as u32;
    if opened.pages().len() != loaded.pages.len() {
        // Two readers that count differently would black out the wrong page.
        return Err(DocumentError::BrokenPdf);
    }
    if let Some(place) = places.iter().find(|place| place.page >= pages) {
        return Err(DocumentError::NoSuchPage {
            page: place.page,
            pages,
        });
    }
    for (i, (_, text)) in read_pages(&opened).enumerate() {
        let here: Vec<&Redaction> = places
            .iter()
            .filter(|place| place.page as usize == i)
            .collect();
        if here.is_empty() {
            continue;
        }
        let (width, _) = opened.pages()[i].render_dimensions();
        let scale = (DPI / 72.0).min(WIDEST / width.max(1.0));
        let mut raster = render::raster(&opened.pages()[i], scale)?;
        for letter in text
            .iter()
            .filter(|letter| here.iter().any(|place| is_in(letter, place)))
        {
            blacken(&mut raster, letter, f64::from(scale));
        }
        become_picture(&mut loaded, i, &raster, scale)?;
    }
    let mut binder = Binder::new();
    binder.add_pages(loaded);
    binder.close();
    binder.write().ok_or(DocumentError::BrokenPdf)
}

fn is_in(letter: &Placed, place: &Redaction) -> bool {
    letter.start < place.end as usize && (place.start as usize) < letter.end
}

fn blacken(raster: &mut Raster, letter: &Placed, scale: f64) {
    let area = letter.area.inflate(EDGE, EDGE);
    let within = |value: f64, most: u32| (value * scale).clamp(0.0, f64::from(most)) as usize;
    let (left, right) = (
        within(area.x0, raster.width),
        within(area.x1.ceil(), raster.width),
    );
    let channels = usize::from(raster.channels);
    for row in within(area.y0, raster.height)..within(area.y1.ceil(), raster.height) {
        let start = row * raster.width as usize * channels;
        raster.data[start + left * channels..start + right * channels].fill(0);
    }
}

/// Puts a picture in the place of all that a page was.
fn become_picture(
    loaded: &mut pdf::Loaded,
    page: usize,
    raster: &Raster,
    scale: f32,
) -> Result<(), DocumentError> {
    let data = raster.to_jpeg(85).ok_or(DocumentError::NoPreview)?;
    let packed = Packed {
        width: raster.width,
        height: raster.height,
        channels: raster.channels,
        packing: Packing::Jpeg,
        data,
    };
    let (width, height) = (raster.width as f32 / scale, raster.height as f32 / scale);
    let image = loaded.document.add_object(image_stream(packed));
    let content = format!("q {width:.2} 0 0 {height:.2} 0 0 cm /P0 Do Q").into_bytes();
    let content = loaded
        .document
        .add_object(Stream::new(Dictionary::new(), content));
    let area: Vec<Object> = vec![
        0.into(),
        0.into(),
        Object::Real(width),
        Object::Real(height),
    ];
    let fresh = dictionary! {
        "Type" => "Page",
        "MediaBox" => area.clone(),
        "CropBox" => area,
        "Rotate" => 0,
        "Resources" => dictionary! { "XObject" => dictionary! { "P0" => image } },
        "Contents" => content,
    };
    loaded
        .document
        .objects
        .insert(loaded.pages[page], Object::Dictionary(fresh));
    Ok(())
}
