//! Making pictures inside a PDF smaller, where that is safe.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::value;
use crate::Limits;
use crate::fit::ladder::Rung;
use crate::picture::raster::Raster;
use crate::picture::{Master, Packed, Packing, strip};

/// The largest page that banks print on, in inches: the longer side of A4, the shorter of US Letter.
const PAPER: (f64, f64) = (11.69, 8.5);

/// Long and short side in pixels of a full page at so many dots per inch.
pub(crate) fn page_pixels(dpi: u32) -> (u32, u32) {
    (
        (PAPER.0 * f64::from(dpi)).round() as u32,
        (PAPER.1 * f64::from(dpi)).round() as u32,
    )
}

/// Takes places, times, cameras and thumbnails out of a picture's own packing, whatever it is wrapped in.
pub(crate) fn strip(document: &mut Document, id: ObjectId, limits: &Limits) {
    unwrap_jpeg(document, id, limits);
    let Ok(Object::Stream(stream)) = document.get_object_mut(id) else {
        return;
    };
    let filters = stream.filters().unwrap_or_default();
    let stripped = match filters.as_slice() {
        [b"DCTDecode"] => strip::jpeg(&stream.content).map(|stripped| stripped.bytes),
        [b"JPXDecode"] => strip::jpx(&stream.content),
        _ => None,
    };
    if let Some(stripped) = stripped.filter(|s| s.len() < stream.content.len()) {
        stream.set_content(stripped);
    }
    stream.allows_compression = false;
}

/// A JPEG that is packed once more, as text or deflated, becomes a plain one.
fn unwrap_jpeg(document: &mut Document, id: ObjectId, limits: &Limits) {
    let Ok(Object::Stream(stream)) = document.get_object(id) else {
        return;
    };
    let filters = stream.filters().unwrap_or_default();
    let Some((last, outer)) = filters.split_last() else {
        return;
    };
    if !matches!(*last, b"DCTDecode" | b"DCT" | b"JPXDecode") || outer.is_empty() {
        return;
    }
    let last = if *last == b"JPXDecode" {
        "JPXDecode"
    } else {
        "DCTDecode"
    };
    let mut wrapped = stream.clone();
    let names: Vec<Object> = outer
        .iter()
        .map(|name| Object::Name(name.to_vec()))
        .collect();
    let outer = names.len();
    wrapped.dict.set("Filter", names);
    let parameters = match value(document, &stream.dict, b"DecodeParms") {
        Some(Object::Array(list)) => list.clone(),
        _ => Vec::new(),
    };
    wrapped.dict.remove(b"DecodeParms");
    if !parameters.is_empty() {
        let of_outer: Vec<Object> = parameters.iter().take(outer).cloned().collect();
        wrapped.dict.set("DecodeParms", of_outer);
    }
    let most = usize::try_from(limits.inflated).unwrap_or(usize::MAX);
    let Ok(plain) = wrapped.decompressed_content_with_limit(most) else {
        return;
    };
    let own = parameters.get(outer).cloned();
    if let Ok(Object::Stream(stream)) = document.get_object_mut(id) {
        stream.dict.set("Filter", last);
        stream.dict.remove(b"DecodeParms");
        if let Some(own) = own.filter(|own| *own != Object::Null) {
            stream.dict.set("DecodeParms", own);
        }
        stream.set_content(plain);
    }
}

/// Pixels of an image that may be packed anew without changing what it shows.
pub(crate) struct Squeezable {
    pub master: Master,
    /// Keeps the image's own colour space (a profile) when colour stays colour.
    pub keeps_colour_space: bool,
}

/// Width and height that an image claims, in pixels; 0 where it does not say.
pub(crate) fn size(document: &Document, id: ObjectId) -> (u32, u32) {
    let Ok(Object::Stream(stream)) = document.get_object(id) else {
        return (0, 0);
    };
    let side = |key: &[u8]| value(document, &stream.dict, key).and_then(|o| o.as_i64().ok());
    let side = |key: &[u8]| side(key).and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
    (side(b"Width"), side(b"Height"))
}

/// Reads an image of a PDF for shrinking. None if it must stay as it is: masks, print colours, fax
/// scans, odd depths, colour keys; these are small or can't be packed as JPEG without loss of meaning.
pub(crate) fn read(
    document: &Document,
    id: ObjectId,
    limits: &Limits,
    bound: (u32, u32),
    plain: bool,
) -> Option<Squeezable> {
    let stream = document.get_object(id).ok()?.as_stream().ok()?;
    let dict = &stream.dict;
    let flag =
        |key: &[u8]| value(document, dict, key).is_some_and(|o| matches!(o, Object::Boolean(true)));
    if flag(b"ImageMask")
        || dict.has(b"Decode")
        || dict.has(b"SMaskInData")
        || has_colour_key(document, dict)
    {
        return None;
    }
    let side = |key: &[u8]| {
        value(document, dict, key)
            .and_then(|o| o.as_i64().ok())
            .and_then(|n| u32::try_from(n).ok())
    };
    let (width, height) = (side(b"Width")?, side(b"Height")?);
    // Below this nothing is to be won.
    if stream.content.len() < 8 * 1024 || u64::from(width) * u64::from(height) > limits.pixels {
        return None;
    }
    let space = Space::of(document, value(document, dict, b"ColorSpace")?)?;
    let raster = pixels(document, stream, &space, (width, height), limits)?;
    let (width, height) = Raster::fit_into(raster.width, raster.height, bound.0, bound.1);
    let keeps_colour_space = !matches!(space, Space::Indexed { .. });
    let small = if (width, height) == (raster.width, raster.height) {
        raster
    } else {
        raster.scaled(width, height)
    };
    Master::keep(small, plain).map(|master| Squeezable {
        master,
        keeps_colour_space,
    })
}

/// The pixels of an image in one of the packings that are read here.
fn pixels(
    document: &Document,
    stream: &Stream,
    space: &Space,
    (width, height): (u32, u32),
    limits: &Limits,
) -> Option<Raster> {
    let filters = stream.filters().unwrap_or_default();
    if filters == [b"DCTDecode"] {
        let (image, _) =
            crate::picture::decode(&stream.content, crate::FileKind::Jpeg, limits).ok()?;
        let raster = Raster::from_image(image);
        (raster.channels == space.channels() && (raster.width, raster.height) == (width, height))
            .then_some(raster)
    } else {
        let readable = filters.iter().all(|f| {
            [
                &b"FlateDecode"[..],
                b"LZWDecode",
                b"ASCII85Decode",
                b"ASCIIHexDecode",
            ]
            .contains(f)
        });
        let bits = value(document, &stream.dict, b"BitsPerComponent").and_then(|o| o.as_i64().ok());
        if !readable || bits != Some(8) {
            return None;
        }
        let most = usize::try_from(limits.pixels.saturating_mul(3)).ok()?;
        let data = stream.get_plain_content_with_limit(most).ok()?;
        space.raster(width, height, data)
    }
}

/// A mask of colours, or a soft mask mixed into the pixels: both break when colours shift.
fn has_colour_key(document: &Document, dict: &Dictionary) -> bool {
    let matte = value(document, dict, b"SMask")
        .and_then(|o| o.as_stream().ok())
        .is_some_and(|mask| mask.dict.has(b"Matte"));
    matte || matches!(value(document, dict, b"Mask"), Some(Object::Array(_)))
}

/// Packs pixels for a rung of the ladder. None if that fails.
pub(crate) fn pack(master: &Master, rung: &Rung, bound: (u32, u32)) -> Option<Packed> {
    let raster = master.raster()?;
    let (width, height) = Raster::fit_into(raster.width, raster.height, bound.0, bound.1);
    let scaled = raster.scaled(width, height);
    let ready = if rung.grey { scaled.to_grey() } else { scaled };
    let data = ready.to_jpeg(rung.quality)?;
    Some(Packed {
        width,
        height,
        channels: ready.channels,
        packing: Packing::Jpeg,
        data,
    })
}

/// Puts newly packed pixels in the place of an image, keeping its masks and, if asked, its colour space.
pub(crate) fn replace(
    document: &mut Document,
    id: ObjectId,
    packed: Packed,
    keeps_colour_space: bool,
) {
    let channels = packed.channels;
    let mut fresh = super::binder::image_stream(packed);
    let Ok(Object::Stream(old)) = document.get_object(id) else {
        return;
    };
    for key in [&b"SMask"[..], b"Mask", b"Interpolate", b"Intent", b"OC"] {
        if let Ok(object) = old.dict.get(key) {
            fresh.dict.set(key, object.clone());
        }
    }
    let space = old
        .dict
        .get(b"ColorSpace")
        .ok()
        .filter(|_| keeps_colour_space && channels == 3);
    if let Some(space) = space {
        fresh.dict.set("ColorSpace", space.clone());
    }
    document.objects.insert(id, Object::Stream(fresh));
}

/// Colour spaces whose pixels can be read here.
enum Space {
    Grey,
    Rgb,
    Indexed { table: Vec<[u8; 3]> },
}

impl Space {
    fn of(document: &Document, object: &Object) -> Option<Self> {
        if let Ok(name) = object.as_name() {
            return match name {
                b"DeviceGray" | b"CalGray" | b"G" => Some(Self::Grey),
                b"DeviceRGB" | b"CalRGB" | b"RGB" => Some(Self::Rgb),
                _ => None,
            };
        }
        let parts = object.as_array().ok()?;
        let part = |i: usize| {
            parts
                .get(i)
                .and_then(|o| document.dereference(o).ok())
                .map(|(_, o)| o)
        };
        match part(0)?.as_name().ok()? {
            b"CalGray" => Some(Self::Grey),
            b"CalRGB" => Some(Self::Rgb),
            b"ICCBased" => match value(document, &part(1)?.as_stream().ok()?.dict, b"N")?
                .as_i64()
                .ok()?
            {
                1 => Some(Self::Grey),
                3 => Some(Self::Rgb),
                _ => None,
            },
            b"Indexed" => {
                let Self::Rgb = Self::of(document, part(1)?)? else {
                    return None;
                };
                let table = match part(3)? {
                    Object::String(bytes, _) => bytes.clone(),
                    Object::Stream(stream) => stream.get_plain_content_with_limit(4096).ok()?,
                    _ => return None,
                };
                Some(Self::Indexed {
                    table: table.chunks_exact(3).map(|c| [c[0], c[1], c[2]]).collect(),
                })
            }
            _ => None,
        }
    }

    /// Channels of pixels packed as JPEG in this space; an indexed JPEG does not exist.
    fn channels(&self) -> u8 {
        match self {
            Self::Grey => 1,
            Self::Rgb => 3,
            Self::Indexed { .. } => 0,
        }
    }

    fn raster(&self, width: u32, height: u32, mut data: Vec<u8>) -> Option<Raster> {
        let pixels = width as usize * height as usize;
        let channels = if matches!(self, Self::Rgb) { 3 } else { 1 };
        if data.len() < pixels * channels {
            return None;
        }
        data.truncate(pixels * channels);
        match self {
            Self::Grey => Some(Raster {
                width,
                height,
                channels: 1,
                data,
            }),
            Self::Rgb => Some(Raster {
                width,
                height,
                channels: 3,
                data,
            }),
            Self::Indexed { table } => {
                let last = *table.last()?;
                let data = data
                    .iter()
                    .flat_map(|i| *table.get(usize::from(*i)).unwrap_or(&last))
                    .collect();
                Some(Raster {
                    width,
                    height,
                    channels: 3,
                    data,
                })
            }
        }
    }
}
