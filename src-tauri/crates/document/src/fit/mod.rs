//! Bringing the files of an answer under a provider's limits: order kept, nothing cut, loud when impossible.

mod bound;
mod layout;
pub(crate) mod quality;
mod slot;
pub(crate) mod source;

use serde::{Deserialize, Serialize};

use crate::{Budget, FileKind, Limits, Refusal, sha256_hex};
use quality::QUALITY_STEPS;
use slot::Slot;

/// Memory that decoded pixels may take while files are fitted, in bytes.
const ROOM: usize = 160 * 1024 * 1024;

/// A file that goes into a slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The caller's id; reports and refusals name it.
    pub id: String,
    /// A line of text above the picture or text; PDFs are not stamped.
    pub caption: String,
    /// The file.
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

/// The files of one slot, in order; they become one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlotSources {
    /// The caller's name of the slot.
    pub slot: String,
    /// In the order they shall have.
    pub sources: Vec<Source>,
    /// A single picture without a caption stays a picture (JPEG or PNG) instead of becoming a PDF.
    pub keep_single: bool,
}

/// One finished file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fitted {
    /// The slot it is for.
    pub slot: String,
    /// PDF, or JPEG or PNG where a single picture was kept.
    pub kind: FileKind,
    /// Its pages.
    pub pages: u32,
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// What each of its pages was made from: several where pictures share a page.
    pub origins: Vec<Vec<Origin>>,
    /// What was done to get there.
    pub report: Report,
    /// The file.
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

/// A page of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The caller's id of the source.
    pub source_id: String,
    /// Page, counted from zero.
    pub page: u32,
}

/// What was done to the sources of a slot.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Bytes of the sources together.
    pub original_bytes: u64,
    /// Pictures on a page: 1, or 2 or 4 where the page limit asked for it.
    pub pictures_per_page: u32,
    /// Sources whose pictures were made smaller.
    pub shrunk: Vec<Shrunk>,
    /// What the owner should know about the sources.
    pub notes: Vec<Note>,
}

/// Pictures of one source that were made smaller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shrunk {
    /// The caller's id of the source.
    pub source_id: String,
    /// How many pictures.
    pub images: u32,
    /// Their bytes before.
    pub before: u64,
    /// Their bytes now.
    pub after: u64,
    /// Most dots per inch, were the picture as large as a page.
    pub dpi: u32,
    /// JPEG quality, 1 to 100.
    pub quality: u8,
    /// Colour was taken away.
    pub grey: bool,
}

/// Something the owner should know about a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The caller's id of the source.
    pub source_id: String,
    /// What it is.
    #[serde(flatten)]
    pub kind: NoteKind,
}

/// What there is to know about a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "note", rename_all = "snake_case")]
pub enum NoteKind {
    /// The PDF was damaged and could be repaired: look at every page.
    Repaired,
    /// The PDF had restrictions but no password; the copy has none.
    Unlocked,
    /// Scripts in the PDF were left out.
    ScriptsRemoved,
    /// Files attached inside the PDF are not part of the pages.
    AttachmentsRemoved {
        /// How many.
        count: u32,
    },
    /// Files attached to the mail are not part of its text: add them by themselves.
    MailAttachmentsLeftOut {
        /// How many.
        count: u32,
    },
    /// Layers of the PDF that are switched off were left out.
    LayersRemoved,
    /// Comments in the PDF were left out: their words never leave.
    CommentsRemoved {
        /// How many.
        count: u32,
    },
    /// Filled-in form fields have no appearance and will not be seen: print the form to a new PDF.
    FieldsNotDrawn {
        /// How many.
        count: u32,
    },
    /// Marks that bring no picture could not be drawn and will not be seen: print the file to a new PDF.
    MarksNotDrawn {
        /// How many.
        count: u32,
    },
    /// The PDF's digital signature does not survive; what the pages show does.
    SignatureLost,
    /// Characters that the font lacks; an empty box stands for each.
    MissingCharacters {
        /// Each once.
        characters: String,
    },
}

/// Makes one file per slot, all together within the budget. Same input, same bytes.
///
/// No PDF passes byte for byte: pages and pictures are bound into a new PDF (pictures on A4, upright,
/// without metadata) that holds what the pages show and nothing else; if that is too large, pictures (also
/// those inside PDFs) are made smaller step by step, evenly over all slots, down to what stays legible. If
/// there are too many pages, pictures share pages.
///
/// # Errors
/// A [`Refusal`] naming the source that cannot be used, or by how much it cannot fit.
pub fn fit(
    slots: &[SlotSources],
    budget: &Budget,
    limits: &Limits,
) -> Result<Vec<Fitted>, Refusal> {
    fit_owned(slots.to_vec(), budget, limits)
}

/// As [`fit()`], but gives the sources' memory back as soon as they are read.
pub(crate) fn fit_owned(
    slots: Vec<SlotSources>,
    budget: &Budget,
    limits: &Limits,
) -> Result<Vec<Fitted>, Refusal> {
    let names: Vec<String> = slots.iter().map(|slot| slot.slot.clone()).collect();
    let room = ROOM / slots.len().max(1);
    let mut open = Vec::new();
    for slot in slots {
        open.push(Slot::open(slot, limits, room)?);
    }
    let pages = share_pages(&names, &mut open, budget)?;
    let origins: Vec<_> = open.iter().map(Slot::origins).collect();
    let steps = share_bytes(&names, &mut open, budget)?;
    let mut out = Vec::new();
    let drafts = names.iter().zip(open).zip(pages).zip(origins);
    for ((((slot, draft), pages), origins), step) in drafts.zip(steps) {
        let (kind, bytes, report) = draft
            .finish(step)
            .map_err(|error| Refusal::Failed { error })?;
        let sha256 = sha256_hex(&bytes);
        out.push(Fitted {
            slot: slot.clone(),
            kind,
            pages,
            sha256,
            origins,
            report,
            bytes,
        });
    }
    let sizes: Vec<u64> = out.iter().map(|fitted| fitted.bytes.len() as u64).collect();
    check_bytes(&names, &sizes, budget)?;
    Ok(out)
}

/// Chooses how many pictures share a page; returns the pages of each slot.
fn share_pages(names: &[String], slots: &mut [Slot], budget: &Budget) -> Result<Vec<u32>, Refusal> {
    for (name, slot) in names.iter().zip(slots.iter_mut()) {
        let fits = [1, 2, 4]
            .into_iter()
            .find(|per_page| slot.pages(*per_page) <= budget.file_pages);
        slot.per_page =
            fits.ok_or_else(|| over_pages(Some(name.clone()), slot.pages(4), budget.file_pages))?;
    }
    let mut pages = Vec::new();
    for least in [1, 2, 4] {
        for slot in slots.iter_mut() {
            slot.per_page = slot.per_page.max(least);
        }
        pages = slots.iter().map(|slot| slot.pages(slot.per_page)).collect();
        if pages.iter().sum::<u32>() <= budget.total_pages {
            return Ok(pages);
        }
    }
    Err(over_pages(None, pages.iter().sum(), budget.total_pages))
}

fn over_pages(slot: Option<String>, pages: u32, allowed: u32) -> Refusal {
    Refusal::Pages {
        slot,
        pages,
        allowed,
        over: pages.saturating_sub(allowed),
    }
}

/// Chooses the step of each slot: its own least one, then one floor for all, then back up where there is room.
fn share_bytes(
    names: &[String],
    slots: &mut [Slot],
    budget: &Budget,
) -> Result<Vec<usize>, Refusal> {
    let mut own = Vec::new();
    for (name, slot) in names.iter().zip(slots.iter_mut()) {
        let mut sizes = |step, rough| measure(slot, step, rough);
        match first_rung(budget.file_bytes, &mut sizes)? {
            Ok(step) => own.push(step),
            Err(least) => return Err(over_bytes(Some(name.clone()), least, budget.file_bytes)),
        }
    }
    let mut total = |floor: usize, rough: bool| {
        slots
            .iter_mut()
            .zip(&own)
            .try_fold(0u64, |sum, (slot, own)| {
                measure(slot, floor.max(*own), rough).map(|size| sum.saturating_add(size))
            })
    };
    let floor = match first_rung(budget.total_bytes, &mut total)? {
        Ok(floor) => floor,
        Err(least) => return Err(over_bytes(None, least, budget.total_bytes)),
    };
    let mut left = budget.total_bytes.saturating_sub(total(floor, false)?);
    let mut steps: Vec<usize> = own.iter().map(|own| floor.max(*own)).collect();
    for ((slot, own), step) in slots.iter_mut().zip(&own).zip(&mut steps) {
        while *step > *own {
            let more =
                measure(slot, *step - 1, false)?.saturating_sub(measure(slot, *step, false)?);
            if more > left {
                break;
            }
            left -= more;
            *step -= 1;
        }
    }
    Ok(steps)
}

fn measure(slot: &mut Slot, step: usize, rough: bool) -> Result<u64, Refusal> {
    let size = if rough {
        slot.rough_size(step)
    } else {
        slot.size(step)
    };
    size.map_err(|error| Refusal::Failed { error })
}

/// The mildest step within an allowance, or else the least size there is. Sizes fall from step to step,
/// so rough ones are halved down to a guess, and exact ones decide from there.
fn first_rung(
    allowed: u64,
    size: &mut impl FnMut(usize, bool) -> Result<u64, Refusal>,
) -> Result<Result<usize, u64>, Refusal> {
    if size(0, false)? <= allowed {
        return Ok(Ok(0));
    }
    let (mut too_mild, mut guess) = (0, QUALITY_STEPS.len());
    while guess - too_mild > 1 {
        let middle = usize::midpoint(too_mild, guess);
        if size(middle, true)? <= allowed {
            guess = middle;
        } else {
            too_mild = middle;
        }
    }
    while size(guess, false)? > allowed {
        if guess == QUALITY_STEPS.len() {
            return Ok(Err(size(guess, false)?));
        }
        guess += 1;
    }
    // Rough sizes may have been too large: milder steps that come near are worth an exact look.
    while guess > 1 && size(guess - 1, true)? <= allowed.saturating_add(allowed / 20) {
        if size(guess - 1, false)? > allowed {
            break;
        }
        guess -= 1;
    }
    Ok(Ok(guess))
}

fn over_bytes(slot: Option<String>, bytes: u64, allowed: u64) -> Refusal {
    Refusal::Bytes {
        slot,
        bytes,
        allowed,
        over: bytes.saturating_sub(allowed),
    }
}

/// The last word: whatever was estimated, nothing over the budget leaves.
fn check_bytes(names: &[String], sizes: &[u64], budget: &Budget) -> Result<(), Refusal> {
    for (name, size) in names.iter().zip(sizes) {
        if *size > budget.file_bytes {
            return Err(over_bytes(Some(name.clone()), *size, budget.file_bytes));
        }
    }
    let total = sizes.iter().sum();
    if total > budget.total_bytes {
        Err(over_bytes(None, total, budget.total_bytes))
    } else {
        Ok(())
    }
}
