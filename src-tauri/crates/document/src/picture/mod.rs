//! Pictures: read within limits, turned upright, stripped, made ready for a PDF.

pub(crate) mod rare;
pub(crate) mod raster;
pub(crate) mod strip;

use std::borrow::Cow;
use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder};

use crate::{DocumentError, FileKind, Limits};
use raster::Raster;

/// How the pixels of a picture are packed inside a PDF.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Packing {
    /// `DCTDecode`.
    Jpeg,
    /// `FlateDecode` with PNG row filters.
    Png { bits: u8, palette: Vec<u8> },
}

/// Packed pixels as a PDF image takes them.
#[derive(Clone)]
pub(crate) struct Packed {
    pub width: u32,
    pub height: u32,
    pub channels: u8,
    pub packing: Packing,
    pub data: Vec<u8>,
}

/// A picture that has been decoded once, so it is known to be whole.
pub(crate) struct Picture {
    /// Pixels in full, in the direction they are stored in.
    pub packed: Packed,
    /// How to turn them upright.
    pub orientation: Orientation,
    /// The pixels scaled down to what shrinking starts from.
    pub master: Master,
}

/// Pixels at rest: plain while there is room, else as a JPEG of very high quality.
pub(crate) enum Master {
    Plain(Raster),
    Jpeg(Vec<u8>),
}

impl Master {
    /// Keeps pixels, plain or packed; none where they can be kept plain only.
    pub fn keep(raster: Raster, plain: bool) -> Option<Self> {
        match (plain, raster.channels) {
            (true, _) => Some(Self::Plain(raster)),
            // What reads them again would mix print colours on a screen of its own.
            (false, 4) => None,
            (false, _) => raster.to_jpeg(96).map(Self::Jpeg),
        }
    }

    /// Bytes that plain pixels of this size take, scaled down into a bound.
    pub fn plain_size(width: u32, height: u32, bound: (u32, u32)) -> usize {
        let (width, height) = Raster::fit_into(width, height, bound.0, bound.1);
        width as usize * height as usize * 3
    }

    /// The pixels.
    pub fn raster(&self) -> Option<Cow<'_, Raster>> {
        match self {
            Self::Plain(raster) => Some(Cow::Borrowed(raster)),
            Self::Jpeg(bytes) => {
                image::load_from_memory_with_format(bytes, image::ImageFormat::Jpeg)
                    .ok()
                    .map(|image| Cow::Owned(Raster::from_image(image)))
            }
        }
    }
}

/// Width, height (as stored) and orientation, without decoding the pixels.
pub(crate) fn header(
    bytes: &[u8],
    kind: FileKind,
    limits: &Limits,
) -> Result<(u32, u32, Orientation), DocumentError> {
    let bytes = &*mended(bytes, kind);
    let mut decoder = decoder(bytes, kind)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > limits.pixels {
        return Err(DocumentError::PixelFlood {
            width,
            height,
            limit: limits.pixels,
        });
    }
    if width == 0 || height == 0 {
        return Err(DocumentError::BrokenPicture);
    }
    Ok((width, height, orientation_of(&mut *decoder)))
}

/// How a picture has to be turned. Some programs write a JPEG's mark before the EXIF block of other kinds.
fn orientation_of(decoder: &mut dyn ImageDecoder) -> Orientation {
    let marked = decoder.exif_metadata().ok().flatten();
    marked
        .as_deref()
        .and_then(|exif| exif.strip_prefix(b"Exif\0\0"))
        .and_then(Orientation::from_exif_chunk)
        .or_else(|| decoder.orientation().ok())
        .unwrap_or(Orientation::NoTransforms)
}

/// A JPEG without stray bytes between its segments; anything else as it is.
fn mended(bytes: &[u8], kind: FileKind) -> Cow<'_, [u8]> {
    let whole = (kind == FileKind::Jpeg)
        .then(|| strip::mended(bytes))
        .flatten();
    whole.map_or(Cow::Borrowed(bytes), Cow::Owned)
}

/// The pixels in the direction they are stored in, and how to turn them upright.
pub(crate) fn decode(
    bytes: &[u8],
    kind: FileKind,
    limits: &Limits,
) -> Result<(DynamicImage, Orientation), DocumentError> {
    let (.., orientation) = header(bytes, kind, limits)?;
    if kind == FileKind::Jpeg {
        // The decoder fills what a cut-off picture lacks with grey; a cut must be loud.
        let stripped = strip::jpeg(bytes).ok_or(DocumentError::BrokenPicture)?;
        if stripped.split {
            return Ok((rare::separate(&stripped.bytes, limits)?, orientation));
        }
    }
    let bytes = &*mended(bytes, kind);
    let mut decoder = decoder(bytes, kind)?;
    let mut bounds = image::Limits::no_limits();
    bounds.max_alloc = Some(limits.pixels.saturating_mul(8));
    decoder.set_limits(bounds).map_err(broken)?;
    let needed = usize::try_from(decoder.total_bytes()).unwrap_or(usize::MAX);
    let decoded = DynamicImage::from_decoder(decoder);
    let image = decoded.map_err(|error| {
        // Decoders call a lack of memory a broken picture; the memory knows better.
        let short = Vec::<u8>::new()
            .try_reserve_exact(needed.saturating_mul(2))
            .is_err();
        if short {
            DocumentError::Memory
        } else {
            broken(error)
        }
    })?;
    Ok((image, orientation))
}

fn decoder(bytes: &[u8], kind: FileKind) -> Result<Box<dyn ImageDecoder + '_>, DocumentError> {
    use image::codecs::{bmp, gif, jpeg, png, webp};
    let cursor = Cursor::new(bytes);
    let boxed: Result<Box<dyn ImageDecoder + '_>, image::ImageError> = match kind {
        FileKind::Jpeg => jpeg::JpegDecoder::new(cursor).map(|d| Box::new(d) as _),
        FileKind::Png => png::PngDecoder::new(cursor).map(|d| Box::new(d) as _),
        FileKind::Gif => gif::GifDecoder::new(cursor).map(|d| Box::new(d) as _),
        FileKind::Webp => webp::WebPDecoder::new(cursor).map(|d| Box::new(d) as _),
        FileKind::Bmp => bmp::BmpDecoder::new(cursor).map(|d| Box::new(d) as _),
        _ => return Err(DocumentError::UnsupportedKind { kind }),
    };
    boxed.map_err(broken)
}

fn broken(error: image::ImageError) -> DocumentError {
    match error {
        image::ImageError::Limits(_) => DocumentError::Memory,
        image::ImageError::IoError(e) if e.kind() == std::io::ErrorKind::OutOfMemory => {
            DocumentError::Memory
        }
        _ => DocumentError::BrokenPicture,
    }
}

impl Picture {
    /// Reads a picture. `bound` is the size of the master in pixels (long and short side).
    pub fn read(
        bytes: &[u8],
        kind: FileKind,
        limits: &Limits,
        bound: (u32, u32),
        plain: bool,
    ) -> Result<Self, DocumentError> {
        let (image, orientation) = decode(bytes, kind, limits)?;
        let full = Raster::from_image(image);
        let packed = match kind {
            FileKind::Jpeg => pack_jpeg(bytes),
            FileKind::Png => pack_png(bytes),
            _ => None,
        };
        let packed = match packed {
            Some(packed) => packed,
            None => pack_raster(&full, kind).ok_or(DocumentError::BrokenPicture)?,
        };
        let (width, height) = Raster::fit_into(full.width, full.height, bound.0, bound.1);
        let small = if (width, height) == (full.width, full.height) {
            full
        } else {
            full.scaled(width, height)
        };
        let master = Master::keep(small, plain).ok_or(DocumentError::BrokenPicture)?;
        Ok(Self {
            packed,
            orientation,
            master,
        })
    }

    /// Width and height as shown, in pixels.
    pub fn shown(&self) -> (u32, u32) {
        turned(self.packed.width, self.packed.height, self.orientation)
    }
}

/// Width and height after turning upright.
pub(crate) fn turned(width: u32, height: u32, orientation: Orientation) -> (u32, u32) {
    if orientation.to_exif() >= 5 {
        (height, width)
    } else {
        (width, height)
    }
}

/// The JPEG as it is, without its metadata; none if a PDF viewer might not show it.
fn pack_jpeg(bytes: &[u8]) -> Option<Packed> {
    let stripped = strip::jpeg(bytes).filter(|j| j.ordinary && matches!(j.components, 1 | 3))?;
    let (width, height) = decoder(&stripped.bytes, FileKind::Jpeg).ok()?.dimensions();
    Some(Packed {
        width,
        height,
        channels: stripped.components,
        packing: Packing::Jpeg,
        data: stripped.bytes,
    })
}

/// The compressed rows of a PNG as they are; none where PDF has no equal form.
fn pack_png(bytes: &[u8]) -> Option<Packed> {
    let png = strip::png(bytes).filter(|p| !p.interlaced && !p.transparent && p.bit_depth <= 8)?;
    let channels = match png.colour_type {
        0 | 3 => 1,
        2 => 3,
        _ => return None,
    };
    let palette = if png.colour_type == 3 {
        png.palette
    } else {
        Vec::new()
    };
    if png.colour_type == 3 && palette.len() < 3 {
        return None;
    }
    let packing = Packing::Png {
        bits: png.bit_depth,
        palette,
    };
    Some(Packed {
        width: png.width,
        height: png.height,
        channels,
        packing,
        data: png.data,
    })
}

fn pack_raster(raster: &Raster, kind: FileKind) -> Option<Packed> {
    let Raster {
        width,
        height,
        channels,
        ..
    } = *raster;
    if kind == FileKind::Jpeg {
        return raster.to_jpeg(92).map(|data| Packed {
            width,
            height,
            channels,
            packing: Packing::Jpeg,
            data,
        });
    }
    pack_png(&raster.to_png()?)
}

/// A single picture as it may be sent alone: stripped and upright, as JPEG or PNG.
pub(crate) fn clean(
    bytes: &[u8],
    kind: FileKind,
    limits: &Limits,
) -> Result<(FileKind, Vec<u8>), DocumentError> {
    let (mut image, orientation) = decode(bytes, kind, limits)?;
    let upright = orientation == Orientation::NoTransforms;
    let broken = DocumentError::BrokenPicture;
    match kind {
        FileKind::Jpeg => {
            let stripped =
                strip::jpeg(bytes).filter(|j| j.ordinary && matches!(j.components, 1 | 3));
            if let (true, Some(stripped)) = (upright, stripped) {
                return Ok((kind, stripped.bytes));
            }
            image.apply_orientation(orientation);
            Raster::from_image(image)
                .to_jpeg(92)
                .map(|bytes| (kind, bytes))
                .ok_or(broken)
        }
        _ => {
            if let (FileKind::Png, true, Some(stripped)) = (kind, upright, strip::png(bytes)) {
                return Ok((kind, stripped.bytes));
            }
            image.apply_orientation(orientation);
            Raster::from_image(image)
                .to_png()
                .map(|bytes| (FileKind::Png, bytes))
                .ok_or(broken)
        }
    }
}
