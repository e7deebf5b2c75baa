//! What the numbers of an image in a PDF mean, as far as they are read for shrinking: colour spaces and depths.

use lopdf::{Document, Object};

use super::value;
use crate::picture::raster::Raster;

/// Bits of a sample.
#[derive(Clone, Copy)]
pub(super) enum Depth {
    /// 1, 2 or 4: several in a byte, each row from a new byte on.
    Part(usize),
    Byte,
    /// 16: the higher byte is all that a JPEG holds.
    Wide,
}

impl Depth {
    pub fn of(bits: i64) -> Option<Self> {
        match bits {
            1 => Some(Self::Part(1)),
            2 => Some(Self::Part(2)),
            4 => Some(Self::Part(4)),
            8 => Some(Self::Byte),
            16 => Some(Self::Wide),
            _ => None,
        }
    }

    /// A byte for each sample: from 0 to 255, or the place in the table. None where the data end too early.
    pub fn samples(self, data: Vec<u8>, space: &Space, width: u32, height: u32) -> Option<Vec<u8>> {
        let (width, height) = (width as usize, height as usize);
        let a_row = width.checked_mul(space.samples())?;
        match self {
            Self::Byte => Some(data),
            Self::Wide => Some(data.into_iter().step_by(2).collect()),
            Self::Part(bits) => {
                let most = (1u8 << bits) - 1;
                let bytes = a_row.checked_mul(bits)?.div_ceil(8);
                if data.len() < bytes.checked_mul(height)? {
                    return None;
                }
                let mut out = Vec::new();
                out.try_reserve_exact(a_row.checked_mul(height)?).ok()?;
                for row in data.chunks_exact(bytes.max(1)).take(height) {
                    out.extend((0..a_row).map(|i| {
                        let at = i * bits;
                        let sample = (row[at / 8] >> (8 - bits - at % 8)) & most;
                        match space {
                            Space::Indexed { .. } => sample,
                            Space::Grey | Space::Rgb | Space::Cmyk => sample * (255 / most),
                        }
                    }));
                }
                Some(out)
            }
        }
    }
}

/// Colour spaces whose pixels can be read here.
pub(super) enum Space {
    Grey,
    Rgb,
    Cmyk,
    Indexed { table: Vec<[u8; 3]> },
}

impl Space {
    pub fn of(document: &Document, object: &Object) -> Option<Self> {
        if let Ok(name) = object.as_name() {
            return match name {
                b"DeviceGray" | b"CalGray" | b"G" => Some(Self::Grey),
                b"DeviceRGB" | b"CalRGB" | b"RGB" => Some(Self::Rgb),
                b"DeviceCMYK" | b"CMYK" => Some(Self::Cmyk),
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
                4 => Some(Self::Cmyk),
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
    pub fn channels(&self) -> u8 {
        match self {
            Self::Grey => 1,
            Self::Rgb => 3,
            Self::Cmyk => 4,
            Self::Indexed { .. } => 0,
        }
    }

    /// Samples of one pixel.
    fn samples(&self) -> usize {
        usize::from(self.channels().max(1))
    }

    pub fn raster(&self, width: u32, height: u32, mut data: Vec<u8>) -> Option<Raster> {
        let pixels = width as usize * height as usize;
        let channels = self.samples();
        if data.len() < pixels * channels {
            return None;
        }
        data.truncate(pixels * channels);
        match self {
            Self::Grey | Self::Rgb | Self::Cmyk => Some(Raster {
                width,
                height,
                channels: self.channels(),
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
