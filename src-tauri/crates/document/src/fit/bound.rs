//! One PDF under construction: pages and pictures bound together, pictures packed step by step.

use lopdf::{Object, ObjectId};

use super::layout::{self, Placed};
use super::quality::{MASTER_DPI, QUALITY_STEPS};
use super::source::{self, Body, ReadSource};
use super::{Report, Shrunk};
use crate::pdf::binder::Binder;
use crate::pdf::squeeze::{self, Squeezable, page_pixels};
use crate::picture::{Master, Packed, Picture};
use crate::{DocumentError, Limits, parallel};

/// What replacing one image may add to the file besides its pixels.
const REPLACEMENT: u64 = 160;

/// Images that a rough size is made from, at least.
const SAMPLE: usize = 5;

/// An image in the file under construction.
struct Image {
    id: ObjectId,
    /// Which source it came with.
    source: usize,
    /// Packed size as it came.
    before: u64,
    pixels: Pixels,
    /// Pictures of one page share it.
    per_page: u32,
}

/// Pixels of an image, decoded only once shrinking is needed.
enum Pixels {
    Unread,
    Ready(Squeezable),
    /// It stays as it came.
    Fixed,
}

/// A file under construction.
pub(super) struct Bound {
    binder: Binder,
    images: Vec<Image>,
    /// Bytes of the file as bound, with nothing made smaller.
    pub plain: u64,
    packed: Option<(usize, Vec<Option<Packed>>)>,
}

/// A line of the report.
pub(super) fn shrunk(source_id: &str, step: usize, images: u32, before: u64, after: u64) -> Shrunk {
    let step = QUALITY_STEPS[step - 1];
    Shrunk {
        source_id: source_id.to_owned(),
        images,
        before,
        after,
        dpi: step.dpi,
        quality: step.quality,
        grey: step.grey,
    }
}

impl Bound {
    /// Binds sources into one PDF.
    pub fn new(
        sources: Vec<ReadSource>,
        captions: &[String],
        per_page: u32,
        limits: &Limits,
    ) -> Result<Self, DocumentError> {
        let mut binder = Binder::new();
        let mut images = Vec::new();
        let mut pictures: Vec<(usize, Box<Picture>)> = Vec::new();
        for (i, source) in sources.into_iter().enumerate() {
            match source.body {
                Body::Picture(picture) => pictures.push((i, picture)),
                Body::Pdf(loaded) => {
                    let placed = layout::place(
                        &mut binder,
                        std::mem::take(&mut pictures),
                        captions,
                        per_page,
                    )?;
                    images.extend(placed.into_iter().map(|p| picture_image(p, per_page)));
                    for id in binder.add_pages(*loaded) {
                        images.push(pdf_image(&mut binder, id, i, limits));
                    }
                }
            }
        }
        let placed = layout::place(&mut binder, pictures, captions, per_page)?;
        images.extend(placed.into_iter().map(|p| picture_image(p, per_page)));
        binder.close();
        let plain = binder.measure().ok_or(DocumentError::BrokenPdf)?;
        Ok(Self {
            binder,
            images,
            plain,
            packed: None,
        })
    }

    /// Reads the pixels of images that came inside PDFs; `room` is what they may take while plain.
    fn read_pixels(&mut self, limits: &Limits, room: usize) {
        let unread: Vec<ObjectId> = self
            .images
            .iter()
            .filter(|i| matches!(i.pixels, Pixels::Unread))
            .map(|i| i.id)
            .collect();
        let document = &self.binder.document;
        let bound = page_pixels(MASTER_DPI);
        let sizes: Vec<(u32, u32)> = unread
            .iter()
            .map(|id| squeeze::size(document, *id))
            .collect();
        let plain = sizes
            .iter()
            .map(|(w, h)| Master::plain_size(*w, *h, bound))
            .sum::<usize>()
            <= room;
        let alone = sizes.iter().any(|(w, h)| source::has_many_pixels(*w, *h));
        let read = parallel::map(&unread, alone, |id| {
            squeeze::read(document, *id, limits, bound, plain)
        });
        let waiting = self
            .images
            .iter_mut()
            .filter(|i| matches!(i.pixels, Pixels::Unread));
        for (image, read) in waiting.zip(read) {
            image.pixels = read.map_or(Pixels::Fixed, Pixels::Ready);
        }
    }

    fn pack(&mut self, step: usize, limits: &Limits, room: usize) -> &[Option<Packed>] {
        self.read_pixels(limits, room);
        if self.packed.as_ref().is_none_or(|(at, _)| *at != step) {
            let packed = parallel::map(&self.images, false, |image| pack(image, step));
            self.packed = Some((step, packed));
        }
        self.packed
            .as_ref()
            .map(|(_, packed)| packed.as_slice())
            .unwrap_or_default()
    }

    /// About the size at a step from 1, from every so many-th image. None if there are few.
    pub fn rough_size(&mut self, step: usize, limits: &Limits, room: usize) -> Option<u64> {
        self.read_pixels(limits, room);
        let every = self.images.len() / SAMPLE;
        if every < 2 {
            return None;
        }
        let some: Vec<&Image> = self.images.iter().step_by(every).collect();
        let packed = parallel::map(&some, false, |image| pack(image, step));
        let before: u64 = some.iter().map(|i| i.before).sum();
        let after: u64 = some
            .iter()
            .zip(packed)
            .map(|(i, p)| p.map_or(i.before, |p| p.data.len() as u64))
            .sum();
        let all: u64 = self.images.iter().map(|i| i.before).sum();
        let share = after as f64 / before.max(1) as f64;
        Some(self.plain - all + (all as f64 * share) as u64)
    }

    /// Size at a step from 1, in bytes; never too small.
    pub fn size(&mut self, step: usize, limits: &Limits, room: usize) -> u64 {
        let before: u64 = self.images.iter().map(|i| i.before).sum();
        let befores: Vec<u64> = self.images.iter().map(|i| i.before).collect();
        let after: u64 = self
            .pack(step, limits, room)
            .iter()
            .zip(befores)
            .map(|(packed, before)| {
                packed
                    .as_ref()
                    .map_or(before, |p| p.data.len() as u64 + REPLACEMENT)
            })
            .sum();
        self.plain - before + after
    }

    /// The finished bytes at a step.
    pub fn finish(
        mut self,
        step: usize,
        ids: &[String],
        report: &mut Report,
        limits: &Limits,
        room: usize,
    ) -> Result<Vec<u8>, DocumentError> {
        if step == 0 {
            return self.binder.write().ok_or(DocumentError::BrokenPdf);
        }
        self.pack(step, limits, room);
        let (_, packed) = self.packed.take().ok_or(DocumentError::BrokenPdf)?;
        let mut sums = vec![(0u32, 0u64, 0u64); ids.len()];
        for (image, packed) in self.images.iter().zip(packed) {
            let (Some(packed), Pixels::Ready(pixels)) = (packed, &image.pixels) else {
                continue;
            };
            let sum = &mut sums[image.source];
            *sum = (
                sum.0 + 1,
                sum.1 + image.before,
                sum.2 + packed.data.len() as u64,
            );
            squeeze::replace(
                &mut self.binder.document,
                image.id,
                packed,
                pixels.own_channels,
            );
        }
        for (id, (images, before, after)) in ids.iter().zip(sums) {
            if images > 0 {
                report.shrunk.push(shrunk(id, step, images, before, after));
            }
        }
        self.binder.write().ok_or(DocumentError::BrokenPdf)
    }
}

/// One image at a step; none where that would not make it smaller.
fn pack(image: &Image, step: usize) -> Option<Packed> {
    let Pixels::Ready(pixels) = &image.pixels else {
        return None;
    };
    let step = &QUALITY_STEPS[step - 1];
    // Pictures that share a page are printed smaller, so they need fewer pixels.
    let dpi = if image.per_page == 1 {
        step.dpi
    } else {
        step.dpi * 3 / 4
    };
    squeeze::pack(&pixels.master, step, page_pixels(dpi))
        .filter(|packed| (packed.data.len() as u64 + REPLACEMENT) < image.before)
}

/// An image that came inside a PDF: its own metadata goes.
fn pdf_image(binder: &mut Binder, id: ObjectId, source: usize, limits: &Limits) -> Image {
    squeeze::strip(&mut binder.document, id, limits);
    let before = binder
        .document
        .get_object(id)
        .and_then(Object::as_stream)
        .map_or(0, |s| s.content.len() as u64);
    Image {
        id,
        source,
        before,
        pixels: Pixels::Unread,
        per_page: 1,
    }
}

/// A picture of its own: its pixels were read when it came.
fn picture_image(placed: Placed, per_page: u32) -> Image {
    let Placed {
        id,
        source,
        before,
        master,
    } = placed;
    let pixels = Pixels::Ready(Squeezable {
        master,
        own_channels: 0,
    });
    Image {
        id,
        source,
        before,
        pixels,
        per_page,
    }
}
