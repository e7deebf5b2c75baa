//! Blacking out places of a file for good: their pages become pictures, so nothing lies beneath.

use hayro::kurbo::Rect;
use lopdf::{Dictionary, Object, Stream, dictionary};
use serde::{Deserialize, Serialize};

use crate::fit::fit;
use crate::fit::source::usable_kind;
use crate::pdf::binder::{Binder, image_stream};
use crate::picture::raster::Raster;
use crate::picture::{Packed, Packing};
use crate::reader::Placed;
use crate::words::read_pages;
use crate::{Budget, DocumentError, FileKind, Limits, Refusal, SlotSources, Source, pdf, render};

/// Dots per inch of a page that has become a picture: print of 12 points stays well legible.
const DPI: f32 = 150.0;
/// Widest picture of a page, in pixels.
const WIDEST: f32 = 3000.0;
/// Black beyond the letters on every side, in points.
const EDGE: f64 = 1.5;

/// A place to black out.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Redaction {
    /// Page, counted from zero.
    pub page: u32,
    /// Where on it.
    pub place: Place,
}

/// Where something is blacked out.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The letters of bytes `start..end` of [`crate::PageText::text`] of the page.
    Text {
        /// First byte of the page's text.
        start: u32,
        /// Byte after the last.
        end: u32,
    },
    /// A box, in points (72 an inch) from the upper left corner of the page as it is shown.
    Box {
        /// From the left edge.
        x: f32,
        /// From the upper edge.
        y: f32,
        /// To the right.
        width: f32,
        /// Down.
        height: f32,
    },
}

/// Blacks out places of a file, which becomes a PDF: a text or picture as it would be sent. Pages with such
/// places become pictures of 150 dots per inch, so that neither text nor pixels lie beneath the black; the
/// others stay as they are. Metadata, form logic, notes, scripts and attachments are gone from the result.
///
/// # Errors
/// [`DocumentError::NoSuchPage`], [`DocumentError::NoSuchPlace`] if a place lies on nothing,
/// [`DocumentError::NoPreview`] if a page cannot be drawn, or as for [`crate::inspect()`].
pub fn redact(
    bytes: &[u8],
    places: &[Redaction],
    limits: &Limits,
) -> Result<Vec<u8>, DocumentError> {
    let bytes = paper(bytes, limits)?;
    let mut loaded = pdf::load(&bytes, limits)?;
    let opened = render::open(bytes)?;
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
    for (i, reader) in read_pages(&opened).enumerate() {
        let here: Vec<Place> = places
            .iter()
            .filter(|place| place.page as usize == i)
            .map(|place| place.place)
            .collect();
        if here.is_empty() {
            continue;
        }
        let (width, height) = opened.pages()[i].render_dimensions();
        let shown = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let scale = (DPI / 72.0).min(WIDEST / width.max(1.0));
        let mut raster = render::raster(&opened.pages()[i], scale)?;
        for place in here {
            let areas = areas(place, &reader.places, shown);
            if areas.is_empty() {
                return Err(DocumentError::NoSuchPlace { page: i as u32 });
            }
            for area in areas {
                blacken(&mut raster, area, f64::from(scale));
            }
        }
        become_picture(&mut loaded, i, &raster, scale)?;
    }
    let mut binder = Binder::new();
    binder.add_pages(loaded);
    binder.close();
    binder.write().ok_or(DocumentError::BrokenPdf)
}

/// A file as the PDF that it would be sent as: what a page shows, and nothing else.
fn paper(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, DocumentError> {
    if usable_kind(bytes, limits)? == FileKind::Pdf {
        return pdf::bound(bytes, limits);
    }
    let slot = SlotSources {
        slot: String::new(),
        sources: vec![Source {
            id: String::new(),
            caption: String::new(),
            bytes: bytes.to_vec(),
        }],
        keep_single: false,
    };
    match fit(&[slot], &Budget::UNLIMITED, limits) {
        Ok(fitted) => Ok(fitted
            .into_iter()
            .next()
            .map(|f| f.bytes)
            .unwrap_or_default()),
        Err(Refusal::Unusable { error, .. } | Refusal::Failed { error }) => Err(error),
        Err(_) => Err(DocumentError::NoPreview),
    }
}

/// The areas of a place that lie on the page.
fn areas(place: Place, letters: &[Placed], shown: Rect) -> Vec<Rect> {
    let all: Vec<Rect> = match place {
        Place::Text { start, end } => letters
            .iter()
            .filter(|letter| letter.start < end as usize && (start as usize) < letter.end)
            .map(|letter| letter.area.inflate(EDGE, EDGE))
            .collect(),
        Place::Box {
            x,
            y,
            width,
            height,
        } => {
            let (x, y) = (f64::from(x), f64::from(y));
            let (right, low) = (x + f64::from(width), y + f64::from(height));
            let is_box =
                width > 0.0 && height > 0.0 && [x, y, right, low].iter().all(|n| n.is_finite());
            Vec::from_iter(is_box.then(|| Rect::new(x, y, right, low)))
        }
    };
    all.into_iter()
        .map(|area| area.intersect(shown))
        .filter(|area| area.width() > 0.0 && area.height() > 0.0)
        .collect()
}

/// Paints an area (in points) black, every pixel that it touches.
fn blacken(raster: &mut Raster, area: Rect, scale: f64) {
    let first =
        |value: f64, most: u32| (value * scale).floor().clamp(0.0, f64::from(most)) as usize;
    let last = |value: f64, most: u32| (value * scale).ceil().clamp(0.0, f64::from(most)) as usize;
    let (left, right) = (first(area.x0, raster.width), last(area.x1, raster.width));
    let channels = usize::from(raster.channels);
    for row in first(area.y0, raster.height)..last(area.y1, raster.height) {
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
