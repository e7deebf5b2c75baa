//! One slot on its way to one file: its sources bound together, and its size at each step.

use super::bound::{Bound, shrunk};
use super::layout::upright_master;
use super::quality::QUALITY_STEPS;
use super::source::{self, Body, ReadSource};
use super::{Note, Origin, Report, SlotSources};
use crate::pdf::squeeze::{self, page_pixels};
use crate::picture::{Master, Packed};
use crate::{DocumentError, FileKind, Limits, Refusal, parallel};

/// One slot. QualityStep 0 is "as it is"; step `n` is `QUALITY_STEPS[n - 1]`.
pub(crate) struct Slot {
    /// The caller's ids of the sources.
    ids: Vec<String>,
    captions: Vec<String>,
    original_bytes: u64,
    sources: Vec<ReadSource>,
    notes: Vec<Note>,
    /// Pictures per page: 1, 2 or 4.
    pub per_page: u32,
    single: Option<Single>,
    bound: Option<Bound>,
    sizes: Vec<Option<u64>>,
    limits: Limits,
    /// Bytes that pixels out of PDFs may take while plain.
    room: usize,
}

/// A single picture as it may be sent alone: upright, without metadata.
struct Single {
    kind: FileKind,
    bytes: Vec<u8>,
}

impl Slot {
    /// Opens the sources of a slot, whose bytes it takes. `room` is the memory (bytes) for plain pixels.
    pub fn open(from: SlotSources, limits: &Limits, room: usize) -> Result<Self, Refusal> {
        if from.sources.is_empty() {
            return Err(Refusal::EmptySlot { slot: from.slot });
        }
        let sizes: Vec<usize> = from
            .sources
            .iter()
            .map(|s| source::plain_size(s, limits))
            .collect();
        let taken = sizes.iter().sum::<usize>();
        let plain = taken <= room;
        let alone = sizes.iter().any(|size| *size > 0)
            && from.sources.iter().any(|s| source::is_large(s, limits));
        let read = parallel::map(&from.sources, alone, |s| source::read(s, limits, plain));
        let mut sources = Vec::new();
        for (read, source) in read.into_iter().zip(&from.sources) {
            let unusable = |error| Refusal::Unusable {
                slot: from.slot.clone(),
                source_id: source.id.clone(),
                error,
            };
            sources.push(read.map_err(unusable)?);
        }
        let original_bytes = from.sources.iter().map(|s| s.bytes.len() as u64).sum();
        let single =
            Single::of(&from, &sources, limits).map_err(|error| Refusal::Failed { error })?;
        let (ids, captions) = from.sources.into_iter().map(|s| (s.id, s.caption)).unzip();
        Ok(Self {
            ids,
            captions,
            original_bytes,
            notes: sources.iter().flat_map(|s| s.notes.clone()).collect(),
            sources,
            per_page: 1,
            single,
            bound: None,
            sizes: vec![None; QUALITY_STEPS.len() + 1],
            limits: *limits,
            room: if plain { room - taken } else { room },
        })
    }

    /// Pages of the finished file with so many pictures on a page.
    pub fn pages(&self, per_page: u32) -> u32 {
        let mut pages = 0;
        let mut pictures = 0u32;
        for source in &self.sources {
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

    /// What each page of the finished file is made from, with as many pictures on a page as were chosen.
    pub fn origins(&self) -> Vec<Vec<Origin>> {
        let mut pages: Vec<Vec<Origin>> = Vec::new();
        let mut room = 0;
        for (source, id) in self.sources.iter().zip(&self.ids) {
            let of_page = |page| Origin {
                source_id: id.clone(),
                page,
            };
            match (&source.body, pages.last_mut()) {
                (Body::Picture(_), Some(shared)) if room > 0 => {
                    shared.push(of_page(0));
                    room -= 1;
                }
                (Body::Picture(_), _) => {
                    pages.push(vec![of_page(0)]);
                    room = self.per_page - 1;
                }
                (Body::Pdf(_), _) => {
                    pages.extend((0..source.pages()).map(|page| vec![of_page(page)]));
                    room = 0;
                }
            }
        }
        pages
    }

    /// Size of the finished file at a step, in bytes; an estimate that is never too small.
    pub fn size(&mut self, step: usize) -> Result<u64, DocumentError> {
        if let Some(size) = self.sizes[step] {
            return Ok(size);
        }
        let size = match (&self.single, step) {
            (Some(single), 0) => single.bytes.len() as u64,
            (Some(_), _) => {
                let packed = self
                    .pack_single(step)
                    .map_or(u64::MAX, |p| p.data.len() as u64);
                self.size(step - 1)?.min(packed)
            }
            (None, 0) => self.bind()?.plain,
            _ => {
                let (limits, room) = (self.limits, self.room);
                self.bind()?.size(step, &limits, room)
            }
        };
        self.sizes[step] = Some(size);
        Ok(size)
    }

    /// About the size at a step: from a few of many pictures, so that a search need not pack them all.
    pub fn rough_size(&mut self, step: usize) -> Result<u64, DocumentError> {
        if step == 0 || self.sizes[step].is_some() || self.single.is_some() {
            return self.size(step);
        }
        let (limits, room) = (self.limits, self.room);
        match self.bind()?.rough_size(step, &limits, room) {
            Some(size) => Ok(size),
            None => self.size(step),
        }
    }

    /// The finished file at a step, and what was done to it.
    pub fn finish(mut self, step: usize) -> Result<(FileKind, Vec<u8>, Report), DocumentError> {
        let mut report = Report {
            original_bytes: self.original_bytes,
            pictures_per_page: self.per_page,
            ..Report::default()
        };
        report.notes = std::mem::take(&mut self.notes);
        if self.single.is_some() {
            return self.finish_picture(step, report);
        }
        self.bind()?;
        let bound = self.bound.take().ok_or(DocumentError::BrokenPdf)?;
        let bytes = bound.finish(step, &self.ids, &mut report, &self.limits, self.room)?;
        Ok((FileKind::Pdf, bytes, report))
    }

    fn finish_picture(
        mut self,
        step: usize,
        mut report: Report,
    ) -> Result<(FileKind, Vec<u8>, Report), DocumentError> {
        let single = self.single.take().ok_or(DocumentError::BrokenPicture)?;
        let size = single.bytes.len();
        let packed = (1..=step)
            .rev()
            .find_map(|r| self.pack_single(r).map(|p| (r, p)));
        let Some((step, packed)) = packed.filter(|(_, p)| p.data.len() < size) else {
            return Ok((single.kind, single.bytes, report));
        };
        let id = self.ids.first().map(String::as_str).unwrap_or_default();
        report
            .shrunk
            .push(shrunk(id, step, 1, size as u64, packed.data.len() as u64));
        Ok((FileKind::Jpeg, packed.data, report))
    }

    /// A single picture, upright, at a step.
    fn pack_single(&self, step: usize) -> Option<Packed> {
        let step = QUALITY_STEPS.get(step.checked_sub(1)?)?;
        let Body::Picture(picture) = &self.sources.first()?.body else {
            return None;
        };
        let upright = upright_master(picture)?;
        squeeze::pack(&Master::Plain(upright), step, page_pixels(step.dpi))
    }

    fn bind(&mut self) -> Result<&mut Bound, DocumentError> {
        if self.bound.is_none() {
            let sources = std::mem::take(&mut self.sources);
            self.bound = Some(Bound::new(
                sources,
                &self.captions,
                self.per_page,
                &self.limits,
            )?);
        }
        self.bound.as_mut().ok_or(DocumentError::BrokenPdf)
    }
}

impl Single {
    /// A slot's only source, where it is a picture that may be sent alone.
    fn of(
        from: &SlotSources,
        read: &[ReadSource],
        limits: &Limits,
    ) -> Result<Option<Self>, DocumentError> {
        let ([source], [original]) = (read, from.sources.as_slice()) else {
            return Ok(None);
        };
        if !from.keep_single || !original.caption.is_empty() || !source.kind.is_picture() {
            return Ok(None);
        }
        let (kind, bytes) = crate::picture::clean(&original.bytes, source.kind, limits)?;
        Ok(Some(Self { kind, bytes }))
    }
}
