//! One slot on its way to one file: its sources bound together, and its size at each rung.

use super::bound::{Bound, shrunk};
use super::ladder::LADDER;
use super::layout::upright_master;
use super::source::{Body, ReadSource};
use super::{Note, Report, SlotSources};
use crate::pdf::squeeze::{self, page_pixels};
use crate::picture::{Master, Packed};
use crate::{DocumentError, FileKind, Limits};

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
