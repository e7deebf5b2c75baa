//! Pixels: scaling down, turning grey, packing as JPEG.

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

/// Pixels in rows from the top, 8 bits each, one (grey), three (RGB) or four channels (inks, as PDFs count them).
#[derive(Clone)]
pub(crate) struct Raster {
    pub width: u32,
    pub height: u32,
    pub channels: u8,
    pub data: Vec<u8>,
}

impl Raster {
    /// From any decoded picture; transparency is laid on white, as paper is.
    pub fn from_image(image: image::DynamicImage) -> Self {
        let (width, height) = (image.width(), image.height());
        let grey = !image.color().has_color();
        if image.color().has_alpha() {
            let rgba = image.into_rgba8();
            let over_white = |value: u8, alpha: u8| {
                (u16::from(value) * u16::from(alpha) + 255 * (255 - u16::from(alpha)) + 127) / 255
            };
            let channels = if grey { 1 } else { 3 };
            let data = rgba
                .pixels()
                .flat_map(|p| {
                    p.0.into_iter()
                        .take(channels)
                        .map(move |v| over_white(v, p.0[3]) as u8)
                })
                .collect();
            return Self {
                width,
                height,
                channels: channels as u8,
                data,
            };
        }
        if grey {
            Self {
                width,
                height,
                channels: 1,
                data: image.into_luma8().into_raw(),
            }
        } else {
            Self {
                width,
                height,
                channels: 3,
                data: image.into_rgb8().into_raw(),
            }
        }
    }

    /// The same pixels in shades of grey (Rec. 601 luma); inks stay, since only their printer knows how dark they are.
    pub fn to_grey(&self) -> Self {
        if self.channels != 3 {
            return self.clone();
        }
        let luma = |p: &[u8]| {
            ((u32::from(p[0]) * 19_595
                + u32::from(p[1]) * 38_470
                + u32::from(p[2]) * 7_471
                + 32_768)
                >> 16) as u8
        };
        Self {
            channels: 1,
            data: self.data.chunks_exact(3).map(luma).collect(),
            ..*self
        }
    }

    /// Scaled down to the given size by averaging areas, which keeps small print even. Never enlarges. By hand, so that
    /// parts of pixels count exactly, every machine gets the same bytes, and a row is all the memory that it takes.
    pub fn scaled(&self, width: u32, height: u32) -> Self {
        let (width, height) = (width.clamp(1, self.width), height.clamp(1, self.height));
        if (width, height) == (self.width, self.height) {
            return self.clone();
        }
        let channels = usize::from(self.channels);
        let columns = spans(self.width, width);
        let row_length = self.width as usize * channels;
        let mut sums = vec![0f32; row_length];
        let mut data = Vec::with_capacity(width as usize * channels * height as usize);
        for span in spans(self.height, height) {
            // Whole rows first: that part runs over all pixels, and in one direction.
            sums.fill(0.0);
            let rows = self.data[span.first as usize * row_length..].chunks_exact(row_length);
            for (row, weight) in rows.zip(span.weights()) {
                for (sum, value) in sums.iter_mut().zip(row) {
                    *sum += f32::from(*value) * weight;
                }
            }
            match channels {
                1 => narrow::<1>(&sums, &columns, &mut data),
                4 => narrow::<4>(&sums, &columns, &mut data),
                _ => narrow::<3>(&sums, &columns, &mut data),
            }
        }
        Self {
            width,
            height,
            channels: self.channels,
            data,
        }
    }

    /// As JPEG of the given quality (1 to 100). Chroma is halved below 90. None over 65,535 pixels a side.
    pub fn to_jpeg(&self, quality: u8) -> Option<Vec<u8>> {
        let (width, height) = (
            u16::try_from(self.width).ok()?,
            u16::try_from(self.height).ok()?,
        );
        let mut out = Vec::with_capacity(self.data.len() / 8);
        let mut encoder = Encoder::new(&mut out, quality);
        encoder.set_sampling_factor(if quality < 90 && self.channels != 4 {
            SamplingFactor::R_4_2_0
        } else {
            SamplingFactor::R_4_4_4
        });
        // In colour this would put each colour into a scan of its own, which some readers get wrong.
        encoder.set_optimized_huffman_tables(self.channels == 1);
        match self.channels {
            1 => encoder.encode(&self.data, width, height, ColorType::Luma),
            // Files outside of PDFs count the other way, and the encoder turns that round again.
            4 => {
                let turned: Vec<u8> = self.data.iter().map(|ink| !ink).collect();
                encoder.encode(&turned, width, height, ColorType::Cmyk)
            }
            _ => encoder.encode(&self.data, width, height, ColorType::Rgb),
        }
        .ok()?;
        Some(out)
    }

    /// As PNG, losslessly.
    pub fn to_png(&self) -> Option<Vec<u8>> {
        use image::ImageEncoder as _;
        use image::codecs::png::{CompressionType, FilterType, PngEncoder};
        let mut out = Vec::new();
        let colour = if self.channels == 1 {
            image::ExtendedColorType::L8
        } else {
            image::ExtendedColorType::Rgb8
        };
        PngEncoder::new_with_quality(&mut out, CompressionType::Default, FilterType::Adaptive)
            .write_image(&self.data, self.width, self.height, colour)
            .ok()?;
        Some(out)
    }

    /// The largest size with these proportions inside a box, turned as fits best; never larger than now.
    pub fn fit_into(width: u32, height: u32, long: u32, short: u32) -> (u32, u32) {
        let (own_long, own_short) = (width.max(height).max(1), width.min(height).max(1));
        let scale = (f64::from(long) / f64::from(own_long))
            .min(f64::from(short) / f64::from(own_short))
            .min(1.0);
        let side = |pixels: u32| ((f64::from(pixels) * scale).round() as u32).max(1);
        (side(width), side(height))
    }
}

/// Averages a row down to the given columns.
fn narrow<const CHANNELS: usize>(row: &[f32], columns: &[Span], out: &mut Vec<u8>) {
    for span in columns {
        let pixels = row[span.first as usize * CHANNELS..].chunks_exact(CHANNELS);
        let mut sums = [0.5f32; CHANNELS];
        for (pixel, weight) in pixels.zip(span.weights()) {
            for (sum, value) in sums.iter_mut().zip(pixel) {
                *sum += value * weight;
            }
        }
        out.extend(sums.map(|sum| sum as u8));
    }
}

/// The source pixels that one target pixel covers, with the share of each.
struct Span {
    first: u32,
    count: u32,
    /// Share of the first, the inner and the last pixel.
    shares: (f32, f32, f32),
}

impl Span {
    fn weights(&self) -> impl Iterator<Item = f32> + use<> {
        let (count, (first, inner, last)) = (self.count, self.shares);
        (0..count).map(move |i| {
            if i == 0 {
                first
            } else if i + 1 == count {
                last
            } else {
                inner
            }
        })
    }
}

fn spans(from: u32, to: u32) -> Vec<Span> {
    let ratio = f64::from(from) / f64::from(to);
    (0..to)
        .map(|i| {
            let (start, end) = (
                f64::from(i) * ratio,
                (f64::from(i + 1) * ratio).min(f64::from(from)),
            );
            let first = start.floor() as u32;
            let last = ((end.ceil() as u32).max(first + 1) - 1).min(from - 1);
            let share = |pixel: u32| {
                ((end.min(f64::from(pixel) + 1.0) - start.max(f64::from(pixel))).max(0.0)
                    / (end - start)) as f32
            };
            Span {
                first,
                count: last - first + 1,
                shares: (share(first), (1.0 / ratio) as f32, share(last)),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chequered(width: u32, height: u32) -> Raster {
        let data = (0..width * height)
            .flat_map(|i| {
                if (i % width + i / width).is_multiple_of(2) {
                    [0; 3]
                } else {
                    [255; 3]
                }
            })
            .collect();
        Raster {
            width,
            height,
            channels: 3,
            data,
        }
    }

    #[test]
    fn averages_areas() {
        let small = chequered(64, 64).scaled(16, 16);
        assert!(small.data.iter().all(|v| (126..=129).contains(v)));
        let odd = Raster {
            width: 3,
            height: 1,
            channels: 1,
            data: vec![0, 90, 180],
        }
        .scaled(2, 1);
        assert_eq!(odd.data, [30, 150]);
    }

    #[test]
    fn keeps_flat_colour_at_any_size() {
        let flat = Raster {
            width: 37,
            height: 23,
            channels: 1,
            data: vec![200; 37 * 23],
        };
        for (width, height) in [(1, 1), (36, 22), (5, 23), (37, 7), (13, 11)] {
            let small = flat.scaled(width, height);
            assert_eq!(small.data.len(), (width * height) as usize);
            assert!(small.data.iter().all(|v| *v == 200), "{width}x{height}");
        }
    }

    #[test]
    fn fits_in_either_direction() {
        assert_eq!(Raster::fit_into(4000, 3000, 1754, 1240), (1653, 1240));
        assert_eq!(Raster::fit_into(3000, 4000, 1754, 1240), (1240, 1653));
        assert_eq!(Raster::fit_into(300, 400, 1754, 1240), (300, 400));
    }
}
