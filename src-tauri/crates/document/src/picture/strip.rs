//! Pictures without what is not picture: places, times, camera, thumbnails, anything appended.
//!
//! By hand, since `img-parts` hands on all behind a JPEG's first scan unread: what is appended there, cut off or in scans of
//! its own has to be seen.

/// A JPEG reduced to what decoding needs, and what its header says.
pub(crate) struct StrippedJpeg {
    pub bytes: Vec<u8>,
    /// Colour components: 1 grey, 3 colour, 4 print colours.
    pub components: u8,
    /// Baseline, extended or progressive with 8 bits, and not split: what every PDF viewer decodes.
    pub ordinary: bool,
    /// Not progressive, yet each colour in a scan of its own. Allowed, rare, and decoded wrongly by the usual
    /// decoder, so another one reads it ([`super::rare`]).
    pub split: bool,
}

/// Drops EXIF, XMP, GPS, comments, thumbnails and everything after the end of the picture. Keeps the
/// colour profile (APP2 `ICC_PROFILE`) and the colour transform (APP14 `Adobe`). None if it is damaged.
pub(crate) fn jpeg(bytes: &[u8]) -> Option<StrippedJpeg> {
    walk(bytes, keeps)
}

/// The JPEG with all that belongs to it, but without stray bytes between its segments, which some cameras
/// leave and readers pass over. None if it is damaged.
pub(crate) fn mended(bytes: &[u8]) -> Option<Vec<u8>> {
    walk(bytes, |_, _| true).map(|whole| whole.bytes)
}

fn walk(bytes: &[u8], keeps: impl Fn(u8, &[u8]) -> bool) -> Option<StrippedJpeg> {
    if !bytes.starts_with(&[0xFF, 0xD8]) {
        return None;
    }
    let mut out = StrippedJpeg {
        bytes: vec![0xFF, 0xD8],
        components: 0,
        ordinary: false,
        split: false,
    };
    let mut progressive = false;
    let mut at = 2;
    loop {
        if *bytes.get(at)? != 0xFF || *bytes.get(at + 1)? == 0 {
            // A stray byte: the next marker counts, as for every reader.
            at += 1;
            continue;
        }
        let marker = *bytes.get(at + 1)?;
        match marker {
            0xFF => {
                at += 1;
                continue;
            }
            0xD9 => {
                out.bytes.extend_from_slice(&[0xFF, 0xD9]);
                out.ordinary &= !out.split;
                return (out.components > 0).then_some(out);
            }
            0x01 | 0xD0..=0xD7 => {
                at += 2;
                continue;
            }
            _ => {}
        }
        let length = usize::from(u16::from_be_bytes([
            *bytes.get(at + 2)?,
            *bytes.get(at + 3)?,
        ]));
        let segment = bytes.get(at..at + 2 + length).filter(|_| length >= 2)?;
        at += segment.len();
        if is_frame(marker) {
            out.components = *segment.get(9)?;
            out.ordinary = marker <= 0xC2 && segment[4] == 8;
            progressive = marker == 0xC2;
        }
        if marker == 0xDA {
            out.split |= !progressive && *segment.get(4)? < out.components;
        }
        if keeps(marker, &segment[4..]) {
            out.bytes.extend_from_slice(segment);
        }
        if marker == 0xDA {
            let end = at + scan_length(&bytes[at..])?;
            out.bytes.extend_from_slice(&bytes[at..end]);
            at = end;
        }
    }
}

/// As [`jpeg`]; a damaged one is [`blanked`].
pub(crate) fn jpeg_or_damaged(bytes: &[u8]) -> Vec<u8> {
    jpeg(bytes).map_or_else(|| blanked(bytes), |stripped| stripped.bytes)
}

/// A JPEG of which nobody knows where it ends: what stands ahead of its first scan and is no picture becomes zeros.
pub(crate) fn blanked(bytes: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    let mut at = 2;
    while let Some([0xFF, marker, high, low]) = out
        .get(at..at + 4)
        .map(|head| [head[0], head[1], head[2], head[3]])
    {
        let end = (at + 2 + usize::from(u16::from_be_bytes([high, low]))).min(out.len());
        if marker == 0xDA || end < at + 4 {
            break;
        }
        if !keeps(marker, &out[at + 4..end]) {
            out[at + 4..end].fill(0);
        }
        at = end;
    }
    out
}

/// Start of frame, in any of its thirteen forms.
fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC)
}

fn keeps(marker: u8, content: &[u8]) -> bool {
    match marker {
        0xE0 => content.starts_with(b"JFIF\0"),
        0xE2 => content.starts_with(b"ICC_PROFILE\0"),
        0xEE => content.starts_with(b"Adobe"),
        0xE1..=0xEF | 0xFE => false,
        _ => true,
    }
}

/// Length of entropy-coded data: up to the next marker that is neither stuffing nor a restart.
fn scan_length(data: &[u8]) -> Option<usize> {
    data.windows(2)
        .position(|pair| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xD0..=0xD7 | 0xFF))
}

/// A JPEG 2000 picture without the boxes that hold metadata. None if it is a bare codestream or damaged.
pub(crate) fn jpx(bytes: &[u8]) -> Option<Vec<u8>> {
    if bytes.get(4..8)? != b"jP  " {
        return None;
    }
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while !rest.is_empty() {
        let short = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?);
        let length = match short {
            // The last box reaches to the end.
            0 => rest.len(),
            1 => {
                let long = u64::from_be_bytes(rest.get(8..16)?.try_into().ok()?);
                usize::try_from(long).ok()?
            }
            _ => short as usize,
        };
        let whole = rest.get(..length).filter(|_| length >= 8)?;
        if matches!(whole.get(4..8)?, b"jP  " | b"ftyp" | b"jp2h" | b"jp2c") {
            out.extend_from_slice(whole);
        }
        rest = &rest[length..];
    }
    Some(out)
}

/// A PNG taken apart.
pub(crate) struct StrippedPng {
    pub bytes: Vec<u8>,
    pub width: u32,
    pub height: u32,
    pub bit_depth: u8,
    pub colour_type: u8,
    pub interlaced: bool,
    /// RGB triples of an indexed picture.
    pub palette: Vec<u8>,
    pub transparent: bool,
    /// The compressed rows (zlib), as PDF takes them too.
    pub data: Vec<u8>,
}

const PNG_SIGNATURE: &[u8; 8] = b"\x89PNG\r\n\x1a\n";

/// Drops texts, times, EXIF and everything after the end of the picture. None if it is damaged.
pub(crate) fn png(bytes: &[u8]) -> Option<StrippedPng> {
    let mut rest = bytes.strip_prefix(PNG_SIGNATURE)?;
    let header = rest.get(8..21).filter(|_| &rest[4..8] == b"IHDR")?;
    let mut out = StrippedPng {
        bytes: PNG_SIGNATURE.to_vec(),
        width: u32::from_be_bytes([header[0], header[1], header[2], header[3]]),
        height: u32::from_be_bytes([header[4], header[5], header[6], header[7]]),
        bit_depth: header[8],
        colour_type: header[9],
        interlaced: header[12] != 0,
        palette: Vec::new(),
        transparent: matches!(header[9], 4 | 6),
        data: Vec::new(),
    };
    loop {
        let length = usize::try_from(u32::from_be_bytes([
            *rest.first()?,
            *rest.get(1)?,
            *rest.get(2)?,
            *rest.get(3)?,
        ]))
        .ok()?;
        let chunk = rest.get(..length.checked_add(12)?)?;
        let content = &chunk[8..8 + length];
        match &chunk[4..8] {
            b"PLTE" => out.palette = content.to_vec(),
            b"tRNS" => out.transparent = true,
            b"IDAT" => out.data.extend_from_slice(content),
            _ => {}
        }
        if [
            &b"IHDR"[..],
            b"PLTE",
            b"tRNS",
            b"IDAT",
            b"IEND",
            b"gAMA",
            b"cHRM",
            b"sRGB",
            b"iCCP",
            b"sBIT",
            b"pHYs",
        ]
        .contains(&&chunk[4..8])
        {
            out.bytes.extend_from_slice(chunk);
        }
        if &chunk[4..8] == b"IEND" {
            return (!out.data.is_empty()).then_some(out);
        }
        rest = &rest[chunk.len()..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::raster::Raster;

    fn striped(channels: u8) -> Raster {
        let data = (0..96 * 64 * u32::from(channels))
            .map(|i| (i * 7 % 251) as u8)
            .collect();
        Raster {
            width: 96,
            height: 64,
            channels,
            data,
        }
    }

    #[test]
    fn own_pictures_are_of_the_ordinary_form() {
        for (channels, quality) in [(1, 50), (3, 50), (3, 95)] {
            let bytes = striped(channels).to_jpeg(quality).unwrap();
            let stripped = jpeg(&bytes).unwrap();
            assert_eq!(
                (stripped.components, stripped.ordinary, stripped.split),
                (channels, true, false)
            );
            assert!(stripped.bytes.len() <= bytes.len());
        }
    }

    #[test]
    fn every_cut_is_noticed() {
        let bytes = striped(3).to_jpeg(80).unwrap();
        assert!((0..bytes.len() - 1).all(|end| jpeg(&bytes[..end]).is_none()));
        let bytes = striped(3).to_png().unwrap();
        assert!((0..bytes.len() - 1).all(|end| png(&bytes[..end]).is_none()));
    }

    #[test]
    fn a_colour_in_a_scan_of_its_own_is_told_apart() {
        let mut bytes = Vec::new();
        let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 80);
        encoder.set_optimized_huffman_tables(true);
        encoder
            .encode(&striped(3).data, 96, 64, jpeg_encoder::ColorType::Rgb)
            .unwrap();
        let stripped = jpeg(&bytes).unwrap();
        assert!(stripped.split && !stripped.ordinary);
    }
}
