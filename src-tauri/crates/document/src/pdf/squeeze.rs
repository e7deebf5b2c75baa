//! Making pictures inside a PDF smaller, where that is safe.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::samples::{Depth, Space};
use super::value;
use crate::Limits;
use crate::fit::quality::QualityStep;
use crate::picture::raster::Raster;
use crate::picture::{Master, Packed, Packing, rare, strip};

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
        [b"DCTDecode"] => Some(strip::jpeg_or_damaged(&stream.content)),
        [b"JPXDecode"] => strip::jpx(&stream.content),
        _ => None,
    };
    if let Some(stripped) = stripped.filter(|s| s.len() <= stream.content.len()) {
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
    /// Channels of the image's own colour space (a profile, say), which is kept while so many are packed; 0 for none.
    pub own_channels: u8,
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

/// Reads an image of a PDF for shrinking. None if it must stay as it is: masks, spot colours, fax
/// scans, JPEG 2000, colour keys; these are small or can't be packed as JPEG without loss of meaning.
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
    if flag(b"ImageMask") || dict.has(b"SMaskInData") || has_colour_key(document, dict) {
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
    let inverted = is_inverted(document, dict, &space)?;
    let mut raster = pixels(document, stream, &space, (width, height), limits)?;
    if inverted {
        raster.data.iter_mut().for_each(|sample| *sample = !*sample);
    }
    let (width, height) = Raster::fit_into(raster.width, raster.height, bound.0, bound.1);
    let own_channels = space.channels();
    let small = if (width, height) == (raster.width, raster.height) {
        raster
    } else {
        raster.scaled(width, height)
    };
    Master::keep(small, plain).map(|master| Squeezable {
        master,
        own_channels,
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
    let fits = |raster: &Raster| {
        raster.channels == space.channels() && (raster.width, raster.height) == (width, height)
    };
    if filters == [b"DCTDecode"] && matches!(space, Space::Cmyk) {
        // The decoder fills what a cut-off picture lacks; a cut stays what it is.
        strip::jpeg(&stream.content).filter(|j| j.ordinary && j.components == 4)?;
        rare::inks(&stream.content, limits).ok().filter(fits)
    } else if filters == [b"DCTDecode"] {
        let (image, _) =
            crate::picture::decode(&stream.content, crate::FileKind::Jpeg, limits).ok()?;
        Some(Raster::from_image(image)).filter(fits)
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
        let depth = Depth::of(bits?)?;
        if !readable {
            return None;
        }
        // Four samples of two bytes each.
        let most = usize::try_from(limits.pixels.saturating_mul(8)).ok()?;
        let data = stream.get_plain_content_with_limit(most).ok()?;
        space.raster(width, height, depth.samples(data, space, width, height)?)
    }
}

/// Whether the image's values are turned round, as scanners like to have it. None where they are stretched or cut.
fn is_inverted(document: &Document, dict: &Dictionary, space: &Space) -> Option<bool> {
    let Some(decode) = value(document, dict, b"Decode") else {
        return Some(false);
    };
    let bounds: Option<Vec<f32>> = decode
        .as_array()
        .ok()?
        .iter()
        .map(|bound| bound.as_float().ok())
        .collect();
    let bounds = bounds?;
    let every = |pair: [f32; 2]| !bounds.is_empty() && bounds.chunks(2).all(|b| b == pair);
    match space {
        // As it would be without being said; the values are places in a table.
        Space::Indexed { .. } => {
            matches!(bounds.as_slice(), [0.0, 1.0 | 3.0 | 15.0 | 255.0]).then_some(false)
        }
        Space::Grey | Space::Rgb | Space::Cmyk if every([0.0, 1.0]) => Some(false),
        Space::Grey | Space::Rgb | Space::Cmyk if every([1.0, 0.0]) => Some(true),
        Space::Grey | Space::Rgb | Space::Cmyk => None,
    }
}

/// A mask of colours, or a soft mask mixed into the pixels: both break when colours shift.
fn has_colour_key(document: &Document, dict: &Dictionary) -> bool {
    let matte = value(document, dict, b"SMask")
        .and_then(|o| o.as_stream().ok())
        .is_some_and(|mask| mask.dict.has(b"Matte"));
    matte || matches!(value(document, dict, b"Mask"), Some(Object::Array(_)))
}

/// Packs pixels at a quality step. None if that fails.
pub(crate) fn pack(master: &Master, step: &QualityStep, bound: (u32, u32)) -> Option<Packed> {
    let raster = master.raster()?;
    let (width, height) = Raster::fit_into(raster.width, raster.height, bound.0, bound.1);
    let scaled = raster.scaled(width, height);
    let ready = if step.grey { scaled.to_grey() } else { scaled };
    let data = ready.to_jpeg(step.quality)?;
    Some(Packed {
        width,
        height,
        channels: ready.channels,
        packing: Packing::Jpeg,
        data,
    })
}

/// Puts newly packed pixels in the place of an image, keeping its masks and, where it still fits, its colour space.
pub(crate) fn replace(document: &mut Document, id: ObjectId, packed: Packed, own_channels: u8) {
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
        .filter(|_| own_channels == channels);
    if let Some(space) = space {
        fresh.dict.set("ColorSpace", space.clone());
    }
    document.objects.insert(id, Object::Stream(fresh));
}
