//! Pictures on A4 pages: upright, with margins, one, two or four to a page, captions above them.

use lopdf::ObjectId;

use crate::pdf::binder::{Binder, Frame, upright};
use crate::picture::raster::Raster;
use crate::picture::{Master, Picture};
use crate::text::sheet::{Faces, HEIGHT, Run, TEXT_SIZE, WIDTH, print};
use crate::{DocumentError, Limits};

/// White around pictures, in points: half an inch, which every printer and fax keeps.
const MARGIN: f32 = 36.0;
const CAPTION_LEADING: f32 = 16.0;
/// A picture is enlarged to at most this many points per pixel (96 dots per inch).
const POINTS_PER_PIXEL: f32 = 0.75;

/// A picture on its page.
pub(super) struct Placed {
    pub id: ObjectId,
    /// Which source it is.
    pub source: usize,
    /// Its packed size.
    pub before: u64,
    pub master: Master,
}

/// Adds pages with pictures, in order; `captions` has one entry per source of the slot.
pub(super) fn place(
    binder: &mut Binder,
    pictures: Vec<(usize, Box<Picture>)>,
    captions: &[String],
    per_page: u32,
) -> Result<Vec<Placed>, DocumentError> {
    let mut placed = Vec::new();
    if pictures.is_empty() {
        return Ok(placed);
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
            let before = packed.data.len() as u64;
            let id = binder.add_image(packed);
            placed.push(Placed {
                id,
                source,
                before,
                master,
            });
            page.push((id, matrix));
        }
        pages.push(page);
    }
    if sheets.iter().all(Vec::is_empty) {
        pages.iter().for_each(|page| binder.add_picture_page(page));
        return Ok(placed);
    }
    let first = binder.page_count() as usize;
    let printed = print(&faces, &sheets, "", "")?;
    let captioned = crate::pdf::load(&printed.pdf, &Limits::default())?;
    binder.add_pages(captioned);
    pages
        .iter()
        .enumerate()
        .for_each(|(i, page)| binder.lay_over(first + i, page));
    Ok(placed)
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

/// The pixels that shrinking starts from, turned upright.
pub(super) fn upright_master(picture: &Picture) -> Option<Raster> {
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
