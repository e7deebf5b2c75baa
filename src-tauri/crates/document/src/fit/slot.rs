//! One slot on its way to one file: its sources bound together, and its size at each rung.

use lopdf::{Object, ObjectId};

use super::ladder::{LADDER, MASTER_DPI};
use super::source::{Body, ReadSource};
use super::{Note, Report, Shrunk, SlotSources};
use crate::pdf::binder::{Binder, Frame, upright};
use crate::pdf::squeeze::{self, Squeezable, page_pixels};
use crate::picture::{Master, Packed, Packing, Picture, strip};
use crate::text::sheet::{Faces, HEIGHT, Run, TEXT_SIZE, WIDTH, print};
use crate::{DocumentError, FileKind, Limits};

/// White around pictures, in points: half an inch, which every printer and fax keeps.
const MARGIN: f32 = 36.0;
const CAPTION_LEADING: f32 = 16.0;
/// A picture is enlarged to at most this many points per pixel (96 dots per inch).
const POINTS_PER_PIXEL: f32 = 0.75;
/// What replacing one image may add to the file besides its pixels.
const REPLACEMENT: u64 = 160;

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
struct Bound {
    binder: Binder,
    images: Vec<Image>,
    plain: Vec<u8>,
    packed: Option<(usize, Vec<Option<Packed>>)>,
}

/// One slot. Rung 0 is "as it is"; rung `n` is `LADDER[n - 1]`.
pub(crate) struct Slot<'a> {
    from: &'a SlotSources,
    sources: Vec<Option<ReadSource>>,
    notes: Vec<Note>,
    /// Pictures per page: 1, 2 or 4.
    pub per_page: u32,
    /// A single PDF or picture as it may be sent unchanged.
    single: Option<(FileKind, Vec<u8>)>,
    single_picture: bool,
    bound: Option<Bound>,
    sizes: Vec<Option<u64>>,
}

impl<'a> Slot<'a> {
    pub fn new(
        from: &'a SlotSources,
        sources: Vec<ReadSource>,
        limits: &Limits,
    ) -> Result<Self, DocumentError> {
        let mut single = None;
        let mut single_picture = false;
        if let ([source], [original]) = (sources.as_slice(), from.sources.as_slice()) {
            if source.verbatim {
                single = Some((FileKind::Pdf, original.bytes.clone()));
            } else if from.keep_single && original.caption.is_empty() && source.kind.is_picture() {
                single = Some(crate::picture::clean(&original.bytes, source.kind, limits)?);
                single_picture = true;
            }
        }
        let notes = sources.iter().flat_map(|s| s.notes.clone()).collect();
        let sources = sources.into_iter().map(Some).collect();
        let sizes = vec![None; LADDER.len() + 1];
        Ok(Self {
            from,
            sources,
            notes,
            per_page: 1,
            single,
            single_picture,
            bound: None,
            sizes,
        })
    }

    /// Pages of the finished file with so many pictures on a page.
    pub fn pages(&self, per_page: u32) -> u32 {
        let mut pages = 0;
        let mut pictures = 0u32;
        for source in self.sources.iter().flatten() {
            match &source.body {
                Body::Picture(_) => pictures += 1,
                Body::Pdf(_) => {
                    pages += pictures.div_ceil(per_page) + source.pages();
                    pictures = 0;
                }
            }
        }
        pages + pictures.div_ceil(per_page)
    }

    /// Size of the finished file at a rung, in bytes; an estimate that is never too small.
    pub fn size(
        &mut self,
        rung: usize,
        limits: &Limits,
        room: &mut usize,
    ) -> Result<u64, DocumentError> {
        if let Some(size) = self.sizes[rung] {
            return Ok(size);
        }
        let size = if rung == 0 {
            match &self.single {
                Some((_, bytes)) => bytes.len() as u64,
                None => self.bind()?.plain.len() as u64,
            }
        } else if self.single_picture {
            let packed = self
                .pack_single(rung)
                .map_or(u64::MAX, |p| p.data.len() as u64);
            self.size(rung - 1, limits, room)?.min(packed)
        } else {
            let bound = self.bind()?.size(rung, limits, room);
            // A PDF without pictures may be smallest as it came.
            self.single
                .as_ref()
                .map_or(bound, |(_, bytes)| bound.min(bytes.len() as u64))
        };
        self.sizes[rung] = Some(size);
        Ok(size)
    }

    /// The finished file at a rung, and what was done to it.
    pub fn finish(
        mut self,
        rung: usize,
        limits: &Limits,
        room: &mut usize,
    ) -> Result<(FileKind, Vec<u8>, Report), DocumentError> {
        let original: u64 = self.from.sources.iter().map(|s| s.bytes.len() as u64).sum();
        let mut report = Report {
            original_bytes: original,
            pictures_per_page: self.per_page,
            ..Report::default()
        };
        if self.single_picture {
            return self.finish_picture(rung, report);
        }
        let size = self.size(rung, limits, room)?;
        if let Some((kind, bytes)) = self
            .single
            .take()
            .filter(|(_, bytes)| bytes.len() as u64 <= size)
        {
            report.unchanged = true;
            return Ok((kind, bytes, report));
        }
        report.notes = std::mem::take(&mut self.notes);
        self.bind()?;
        let ids: Vec<String> = self.from.sources.iter().map(|s| s.id.clone()).collect();
        let bound = self.bound.take().ok_or(DocumentError::BrokenPdf)?;
        let bytes = bound.finish(rung, &ids, &mut report, limits, room)?;
        Ok((FileKind::Pdf, bytes, report))
    }

    fn finish_picture(
        mut self,
        rung: usize,
        mut report: Report,
    ) -> Result<(FileKind, Vec<u8>, Report), DocumentError> {
        let (kind, bytes) = self.single.take().ok_or(DocumentError::BrokenPicture)?;
        let best = (1..=rung)
            .rev()
            .find_map(|r| self.pack_single(r).map(|p| (r, p)))
            .filter(|(_, p)| p.data.len() < bytes.len());
        let Some((rung, packed)) = best else {
            report.unchanged = self.from.sources.first().is_some_and(|s| s.bytes == bytes);
            return Ok((kind, bytes, report));
        };
        report.shrunk.push(shrunk(
            &self.from.sources[0].id,
            rung,
            1,
            bytes.len() as u64,
            packed.data.len() as u64,
        ));
        Ok((FileKind::Jpeg, packed.data, report))
    }

    /// A single picture, upright, at a rung.
    fn pack_single(&self, rung: usize) -> Option<Packed> {
        let rung = LADDER.get(rung.checked_sub(1)?)?;
        let Some(ReadSource {
            body: Body::Picture(picture),
            ..
        }) = self.sources.first()?.as_ref()
        else {
            return None;
        };
        let upright = upright_master(picture)?;
        squeeze::pack(&Master::Plain(upright), rung, page_pixels(rung.dpi))
    }

    fn bind(&mut self) -> Result<&mut Bound, DocumentError> {
        if self.bound.is_none() {
            let captions: Vec<String> = self
                .from
                .sources
                .iter()
                .map(|s| s.caption.clone())
                .collect();
            let sources = std::mem::take(&mut self.sources)
                .into_iter()
                .flatten()
                .collect();
            self.bound = Some(Bound::new(sources, &captions, self.per_page)?);
        }
        self.bound.as_mut().ok_or(DocumentError::BrokenPdf)
    }
}

fn upright_master(picture: &Picture) -> Option<crate::picture::raster::Raster> {
    use crate::picture::raster::Raster;
    let raster = picture.master.raster()?.into_owned();
    let Raster {
        width,
        height,
        channels,
        data,
    } = raster;
    let mut image = if channels == 1 {
        image::DynamicImage::ImageLuma8(image::GrayImage::from_raw(width, height, data)?)
    } else {
        image::DynamicImage::ImageRgb8(image::RgbImage::from_raw(width, height, data)?)
    };
    image.apply_orientation(picture.orientation);
    Some(Raster::from_image(image))
}

fn shrunk(source_id: &str, rung: usize, images: u32, before: u64, after: u64) -> Shrunk {
    let step = LADDER[rung - 1];
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
    fn new(
        sources: Vec<ReadSource>,
        captions: &[String],
        per_page: u32,
    ) -> Result<Self, DocumentError> {
        let mut binder = Binder::new();
        let mut images = Vec::new();
        let mut pictures: Vec<(usize, Box<Picture>)> = Vec::new();
        for (i, source) in sources.into_iter().enumerate() {
            match source.body {
                Body::Picture(picture) => pictures.push((i, picture)),
                Body::Pdf(loaded) => {
                    place_pictures(
                        &mut binder,
                        std::mem::take(&mut pictures),
                        captions,
                        per_page,
                        &mut images,
                    )?;
                    for id in binder.add_pages(*loaded) {
                        images.push(pdf_image(&mut binder, id, i));
                    }
                }
            }
        }
        place_pictures(&mut binder, pictures, captions, per_page, &mut images)?;
        binder.close();
        let plain = binder.write().ok_or(DocumentError::BrokenPdf)?;
        Ok(Self {
            binder,
            images,
            plain,
            packed: None,
        })
    }

    fn pack(&mut self, rung: usize, limits: &Limits, room: &mut usize) -> &[Option<Packed>] {
        for image in self
            .images
            .iter_mut()
            .filter(|i| matches!(i.pixels, Pixels::Unread))
        {
            let read = squeeze::read(
                &self.binder.document,
                image.id,
                limits,
                page_pixels(MASTER_DPI),
                room,
            );
            image.pixels = read.map_or(Pixels::Fixed, Pixels::Ready);
        }
        if self.packed.as_ref().is_none_or(|(at, _)| *at != rung) {
            let step = &LADDER[rung - 1];
            let pack = |image: &Image| {
                let Pixels::Ready(pixels) = &image.pixels else {
                    return None;
                };
                // Pictures that share a page are printed smaller, so they need fewer pixels.
                let dpi = if image.per_page == 1 {
                    step.dpi
                } else {
                    step.dpi * 3 / 4
                };
                squeeze::pack(&pixels.master, step, page_pixels(dpi))
                    .filter(|packed| (packed.data.len() as u64 + REPLACEMENT) < image.before)
            };
            self.packed = Some((rung, self.images.iter().map(pack).collect()));
        }
        self.packed
            .as_ref()
            .map(|(_, packed)| packed.as_slice())
            .unwrap_or_default()
    }

    fn size(&mut self, rung: usize, limits: &Limits, room: &mut usize) -> u64 {
        let before: u64 = self.images.iter().map(|i| i.before).sum();
        let befores: Vec<u64> = self.images.iter().map(|i| i.before).collect();
        let after: u64 = self
            .pack(rung, limits, room)
            .iter()
            .zip(befores)
            .map(|(packed, before)| {
                packed
                    .as_ref()
                    .map_or(before, |p| p.data.len() as u64 + REPLACEMENT)
            })
            .sum();
        self.plain.len() as u64 - before + after
    }

    fn finish(
        mut self,
        rung: usize,
        ids: &[String],
        report: &mut Report,
        limits: &Limits,
        room: &mut usize,
    ) -> Result<Vec<u8>, DocumentError> {
        if rung == 0 {
            return Ok(self.plain);
        }
        self.pack(rung, limits, room);
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
                pixels.keeps_colour_space,
            );
        }
        for (id, (images, before, after)) in ids.iter().zip(sums) {
            if images > 0 {
                report.shrunk.push(shrunk(id, rung, images, before, after));
            }
        }
        self.binder.write().ok_or(DocumentError::BrokenPdf)
    }
}

/// An image that came inside a PDF: its own metadata goes.
fn pdf_image(binder: &mut Binder, id: ObjectId, source: usize) -> Image {
    if let Ok(Object::Stream(stream)) = binder.document.get_object_mut(id) {
        let is_jpeg = stream.filters().is_ok_and(|f| f == [b"DCTDecode"]);
        if let Some(stripped) = is_jpeg.then(|| strip::jpeg(&stream.content)).flatten() {
            if stripped.bytes.len() < stream.content.len() {
                stream.set_content(stripped.bytes);
            }
        }
        stream.allows_compression = false;
    }
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

fn place_pictures(
    binder: &mut Binder,
    pictures: Vec<(usize, Box<Picture>)>,
    captions: &[String],
    per_page: u32,
    images: &mut Vec<Image>,
) -> Result<(), DocumentError> {
    if pictures.is_empty() {
        return Ok(());
    }
    let faces = Faces::new()?;
    let mut sheets = Vec::new();
    let mut shown = Vec::new();
    for group in pictures.chunks(per_page as usize) {
        let (mut sheet, mut on_page) = (Vec::new(), Vec::new());
        for (place, (_, picture)) in cells(per_page).into_iter().zip(group) {
            let source = group[on_page.len()].0;
            let caption = captions.get(source).map(String::as_str).unwrap_or_default();
            let below = write_caption(&faces, caption, place, &mut sheet);
            on_page.push((
                source,
                upright(centre(below, picture.shown()), picture.orientation),
            ));
        }
        sheets.push(sheet);
        shown.push(on_page);
    }
    let mut pictures = pictures.into_iter();
    let mut pages = Vec::new();
    for on_page in shown {
        let mut page = Vec::new();
        for ((source, matrix), (_, picture)) in on_page.into_iter().zip(pictures.by_ref()) {
            let Picture { packed, master, .. } = *picture;
            let (before, is_rgb) = (packed.data.len() as u64, packed.packing == Packing::Jpeg);
            let id = binder.add_image(packed);
            let pixels = Pixels::Ready(Squeezable {
                master,
                keeps_colour_space: is_rgb,
            });
            images.push(Image {
                id,
                source,
                before,
                pixels,
                per_page,
            });
            page.push((id, matrix));
        }
        pages.push(page);
    }
    if sheets.iter().all(Vec::is_empty) {
        pages.iter().for_each(|page| binder.add_picture_page(page));
        return Ok(());
    }
    let first = binder.page_count() as usize;
    let printed = print(&faces, &sheets, "", "")?;
    let captioned = crate::pdf::load(&printed.pdf, &Limits::default())?;
    binder.add_pages(captioned);
    pages
        .iter()
        .enumerate()
        .for_each(|(i, page)| binder.lay_over(first + i, page));
    Ok(())
}

/// The parts of a page for 1, 2 (above each other) or 4 pictures, in reading order.
fn cells(per_page: u32) -> Vec<Frame> {
    let (columns, rows) = match per_page {
        1 => (1, 1),
        2 => (1, 2),
        _ => (2, 2),
    };
    let gap = MARGIN / 2.0;
    let width = (WIDTH - 2.0 * MARGIN - gap * (columns - 1) as f32) / columns as f32;
    let height = (HEIGHT - 2.0 * MARGIN - gap * (rows - 1) as f32) / rows as f32;
    let cell = |column: i32, row: i32| Frame {
        x: MARGIN + column as f32 * (width + gap),
        y: HEIGHT - MARGIN - height - row as f32 * (height + gap),
        width,
        height,
    };
    (0..rows)
        .flat_map(|row| (0..columns).map(move |column| (column, row)))
        .map(|(column, row)| cell(column, row))
        .collect()
}

/// Writes a caption at the top of a cell; returns what is left below it.
fn write_caption(faces: &Faces, caption: &str, cell: Frame, sheet: &mut Vec<Run>) -> Frame {
    if caption.is_empty() {
        return cell;
    }
    let lines = faces.regular.wrap(caption, TEXT_SIZE, cell.width);
    let used = lines.len() as f32 * CAPTION_LEADING + 6.0;
    let top = HEIGHT - cell.y - cell.height;
    for (i, text) in lines.into_iter().enumerate() {
        sheet.push(Run {
            x: cell.x,
            y: top + 12.0 + i as f32 * CAPTION_LEADING,
            size: TEXT_SIZE,
            bold: false,
            text,
        });
    }
    Frame {
        height: (cell.height - used).max(cell.height / 4.0),
        ..cell
    }
}

/// The frame of a picture inside a cell: as large as fits, not coarser than 96 dots per inch, in the
/// middle from side to side, at the top.
fn centre(cell: Frame, (width, height): (u32, u32)) -> Frame {
    let (width, height) = (width.max(1) as f32, height.max(1) as f32);
    let scale = (cell.width / width)
        .min(cell.height / height)
        .min(POINTS_PER_PIXEL);
    let (width, height) = (width * scale, height * scale);
    Frame {
        x: cell.x + (cell.width - width) / 2.0,
        y: cell.y + cell.height - height,
        width,
        height,
    }
}
