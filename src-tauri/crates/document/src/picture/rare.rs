//! JPEGs that the usual decoder here doesn't read as they are: a scan for each colour, as some scanners write it, and
//! print colours, which it turns into those of a screen.

use image::{DynamicImage, GrayImage, RgbImage};
use jpeg_decoder::{Decoder, Error, ImageInfo, PixelFormat};

use super::raster::Raster;
use crate::{DocumentError, Limits};

/// The pixels of a JPEG with separate scans, grey or in colour; it was found whole before.
pub(super) fn separate(bytes: &[u8], limits: &Limits) -> Result<DynamicImage, DocumentError> {
    let (pixels, info) = read(bytes, limits)?;
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    let image = match info.pixel_format {
        PixelFormat::L8 => GrayImage::from_raw(width, height, pixels).map(Into::into),
        PixelFormat::RGB24 => RgbImage::from_raw(width, height, pixels).map(Into::into),
        // Print colours in scans of their own: nobody has seen one.
        PixelFormat::L16 | PixelFormat::CMYK32 => None,
    };
    image.ok_or(DocumentError::BrokenPicture)
}

/// The four inks of a JPEG inside a PDF, as the PDF counts them; it was found whole before.
pub(crate) fn inks(bytes: &[u8], limits: &Limits) -> Result<Raster, DocumentError> {
    let (mut pixels, info) = read(bytes, limits)?;
    if info.pixel_format != PixelFormat::CMYK32 {
        return Err(DocumentError::BrokenPicture);
    }
    // The decoder counts as JPEG files outside of PDFs do: the more, the less ink.
    pixels.iter_mut().for_each(|ink| *ink = !*ink);
    Ok(Raster {
        width: info.width.into(),
        height: info.height.into(),
        channels: 4,
        data: pixels,
    })
}

fn read(bytes: &[u8], limits: &Limits) -> Result<(Vec<u8>, ImageInfo), DocumentError> {
    let mut decoder = Decoder::new(bytes);
    let most = usize::try_from(limits.pixels.saturating_mul(4)).unwrap_or(usize::MAX);
    decoder.set_max_decoding_buffer_size(most);
    let pixels = decoder.decode().map_err(|error| match error {
        Error::Io(e) if e.kind() == std::io::ErrorKind::OutOfMemory => DocumentError::Memory,
        _ => DocumentError::BrokenPicture,
    })?;
    let info = decoder.info().ok_or(DocumentError::BrokenPicture)?;
    Ok((pixels, info))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separate_scans_show_the_same_picture() {
        let (width, height) = (90u16, 61u16);
        let data: Vec<u8> = (0..u32::from(width) * u32::from(height))
            .flat_map(|i| {
                let (x, y) = (i % u32::from(width), i / u32::from(width));
                [(x * 2) as u8, (y * 4) as u8, 255 - (x + y) as u8]
            })
            .collect();
        let packed = |alone: bool, factor| {
            let mut bytes = Vec::new();
            let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 90);
            encoder.set_sampling_factor(factor);
            encoder.set_optimized_huffman_tables(alone);
            encoder
                .encode(&data, width, height, jpeg_encoder::ColorType::Rgb)
                .unwrap();
            bytes
        };
        for factor in [
            jpeg_encoder::SamplingFactor::R_4_4_4,
            jpeg_encoder::SamplingFactor::R_4_2_0,
        ] {
            let bytes = packed(true, factor);
            let read = Raster::from_image(separate(&bytes, &Limits::default()).unwrap());
            let usual = image::load_from_memory(&packed(false, factor)).unwrap();
            let usual = Raster::from_image(usual);
            assert_eq!((read.width, read.height), (90, 61));
            let off = read.data.iter().zip(&usual.data);
            let off: u64 = off.map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
            assert!(off / (read.data.len() as u64) < 3, "{off}");
        }
        let bytes = packed(true, jpeg_encoder::SamplingFactor::R_4_4_4);
        let short = Limits {
            pixels: 1_000,
            ..Limits::default()
        };
        assert!(separate(&bytes, &short).is_err());
    }

    #[test]
    fn inks_are_counted_as_in_a_pdf() {
        let data: Vec<u8> = (0..64 * 48u32)
            .flat_map(|i| [(i % 64 * 3) as u8, (i / 64 * 5) as u8, 90, 7])
            .collect();
        let raster = Raster {
            width: 64,
            height: 48,
            channels: 4,
            data,
        };
        let bytes = raster.to_jpeg(95).unwrap();
        let read = inks(&bytes, &Limits::default()).unwrap();
        let off = read.data.iter().zip(&raster.data);
        let off: u64 = off.map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
        assert!(off / (read.data.len() as u64) < 3, "{off}");
        // Small and large values are where they were.
        assert!(read.data[3] < 20 && read.data[4 * 63] > 150);
    }
}
