//! JPEGs with a scan for each colour: scanners write them, every viewer shows them, and the usual decoder here doesn't.

use image::{DynamicImage, GrayImage, RgbImage};
use jpeg_decoder::{Decoder, Error, PixelFormat};

use crate::{DocumentError, Limits};

/// The pixels of such a JPEG, grey or in colour; it was found whole before.
pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<DynamicImage, DocumentError> {
    let mut decoder = Decoder::new(bytes);
    let most = usize::try_from(limits.pixels.saturating_mul(3)).unwrap_or(usize::MAX);
    decoder.set_max_decoding_buffer_size(most);
    let pixels = decoder.decode().map_err(|error| match error {
        Error::Io(e) if e.kind() == std::io::ErrorKind::OutOfMemory => DocumentError::Memory,
        _ => DocumentError::BrokenPicture,
    })?;
    let broken = DocumentError::BrokenPicture;
    let info = decoder.info().ok_or(broken.clone())?;
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    let image = match info.pixel_format {
        PixelFormat::L8 => GrayImage::from_raw(width, height, pixels).map(Into::into),
        PixelFormat::RGB24 => RgbImage::from_raw(width, height, pixels).map(Into::into),
        // Print colours in scans of their own: nobody has seen one.
        PixelFormat::L16 | PixelFormat::CMYK32 => None,
    };
    image.ok_or(broken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::raster::Raster;

    #[test]
    fn separate_scans_show_the_same_picture() {
        let (width, height) = (90u16, 61u16);
        let data: Vec<u8> = (0..u32::from(width) * u32::from(height))
            .flat_map(|i| {
                let (x, y) = (i % u32::from(width), i / u32::from(width));
                [(x * 2) as u8, (y * 4) as u8, 255 - (x + y) as u8]
            })
            .collect();
        let packed = |separate: bool, factor| {
            let mut bytes = Vec::new();
            let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 90);
            encoder.set_sampling_factor(factor);
            encoder.set_optimized_huffman_tables(separate);
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
            let read = Raster::from_image(decode(&bytes, &Limits::default()).unwrap());
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
        assert!(decode(&bytes, &short).is_err());
    }
}
