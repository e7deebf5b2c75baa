//! One page of a file in the draft: blacking it out for good, and its owner's word for it where it can't be read.

use crate::error::{Error, Result};
use crate::evidence::pack::{Leaving, cache, seen};
use crate::host::task::blocking;
use crate::host::{Host, lookup};
use crate::view::EvidenceView;
use std::collections::BTreeSet;
use std::sync::Arc;
use tvist_document::worker::Workshop;
use tvist_document::{
    Budget, DocumentError, Inspection, PageText, Place, Redaction, Refusal, SlotSources, Source,
};
use tvist_domain::check::Problem;
use tvist_domain::evidence::scan::{Origin, finding_name};
use tvist_domain::evidence::{Item, Media};
use tvist_domain::{DisputeId, ItemId, pan};
use tvist_store::Store;

/// What is blacked out on a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Blackout {
    /// What a look at the draft found there, by the name that it gave.
    Finding(String),
    /// A box.
    Area(Area),
}

/// A box on a page, in points (72 an inch) from the upper left corner of the page as it is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

/// A file after the blacking out.
struct Blackened {
    bytes: Vec<u8>,
    /// The page couldn't be read before it became a picture.
    was_unread: bool,
}

/// Blacks out a place on a page, counted from one, for good: the page becomes a picture of what it shows, so that no
/// text lies beneath. Every card number that was found on the page goes with it, since nobody could find it in the
/// picture. One change of the draft; undo takes it back.
pub(crate) async fn evidence_redact(
    host: &Host,
    which: &str,
    item: &str,
    page: u32,
    what: &Blackout,
) -> Result<EvidenceView> {
    let id = lookup::resolve(&host.store, which).await?;
    let item = item_of(&host.store, &id, item).await?;
    let Blackened { bytes, was_unread } = blackened(host, &item, page, what).await?;
    let (bytes, inspection) = inspected(&host.workshop, &item, bytes).await?;
    let mut unread = item.unread.clone();
    if was_unread {
        unread.insert(page);
    }
    let anew = Item {
        media: Media::Pdf,
        bytes: inspection.bytes,
        pages: inspection.pages,
        sha256: inspection.sha256,
        held_as: Some(ItemId::new()),
        vouched: BTreeSet::new(),
        unread,
        ..item.clone()
    };
    let store = &host.store;
    let replaced = store.draft_replace_item(&id, &item.sha256, anew, bytes, host.now());
    if !replaced.await? {
        return Err(changed_meanwhile(&item));
    }
    crate::evidence::draft_changed(host, &id).await
}

/// A page, counted from one, as it would look with a place blacked out, as PNG of `width` pixels. Changes nothing.
pub(crate) async fn blackout_picture(
    host: &Host,
    which: &str,
    item: &str,
    page: u32,
    what: &Blackout,
    width: u32,
) -> Result<Vec<u8>> {
    let id = lookup::resolve(&host.store, which).await?;
    let item = item_of(&host.store, &id, item).await?;
    let Blackened { bytes, .. } = blackened(host, &item, page, what).await?;
    crate::evidence::draw(&host.workshop, item.name, bytes, page - 1, width).await
}

/// A file with a place on a page blacked out, and every number that was found on that page.
async fn blackened(host: &Host, item: &Item, page: u32, what: &Blackout) -> Result<Blackened> {
    let index = index(item, page)?;
    let bound = bound(host, item).await?;
    let text = page_text(&host.workshop, item, &bound, index).await?;
    let found = pan::scan(&text.text);
    let mut places: Vec<Place> = found
        .iter()
        .map(|finding| Place::Text {
            start: finding.start,
            end: finding.end,
        })
        .collect();
    match what {
        Blackout::Finding(name) => {
            let mut names = (1..).take(found.len()).map(|n| finding_name(item, page, n));
            if !names.any(|known| known == *name) {
                return Err(no_such_finding(item, page));
            }
        }
        Blackout::Area(Area {
            x,
            y,
            width,
            height,
        }) => places.push(Place::Box {
            x: *x,
            y: *y,
            width: *width,
            height: *height,
        }),
    }
    let places: Vec<Redaction> = places
        .into_iter()
        .map(|place| Redaction { page: index, place })
        .collect();
    let workshop = host.workshop.clone();
    let bytes = blocking(move || workshop.redact(&bound, &places))
        .await?
        .map_err(|e| unusable(item, e))?;
    Ok(Blackened {
        bytes,
        was_unread: seen(&text).is_unread(),
    })
}

async fn inspected(
    workshop: &Arc<Workshop>,
    item: &Item,
    bytes: Vec<u8>,
) -> Result<(Vec<u8>, Inspection)> {
    let workshop = workshop.clone();
    let work = move || workshop.inspect(&bytes).map(|found| (bytes, found));
    blocking(work).await?.map_err(|e| unusable(item, e))
}

/// Takes the owner's word that a page, counted from one, which the search for card numbers can't read holds none. It is
/// for the file's very bytes. A page that can be read needs no word, and none is kept then.
pub(crate) async fn evidence_vouch(
    host: &Host,
    which: &str,
    item: &str,
    page: u32,
) -> Result<EvidenceView> {
    let id = lookup::resolve(&host.store, which).await?;
    let item = item_of(&host.store, &id, item).await?;
    index(&item, page)?;
    if is_unread(host, &id, &item, page).await? {
        let vouch = host
            .store
            .draft_vouch(&id, &item.id, &item.sha256, page, host.now());
        if !vouch.await? {
            return Err(changed_meanwhile(&item));
        }
    }
    crate::evidence::draft_changed(host, &id).await
}

/// Whether the search can't read a page: in the pack, where the file is in it, or else by itself.
async fn is_unread(host: &Host, id: &DisputeId, item: &Item, page: u32) -> Result<bool> {
    let dispute = lookup::filed(&host.store, id).await?.dispute;
    let draft = host.store.draft(id).await?;
    let pack = cache::pack(host, &dispute, &draft).await?;
    if let Some(scan) = &pack.packed.scan
        && scan.unread_pages_of(item).contains(&page)
    {
        return Ok(true);
    }
    let leaving = Leaving {
        slot: item.slot.as_str().to_owned(),
        bytes: bound(host, item).await?,
        from: (1..=item.pages)
            .map(|page| {
                vec![Origin {
                    item: item.id.clone(),
                    page,
                }]
            })
            .collect(),
    };
    let alone = crate::evidence::pack::scan::scan(&host.workshop, vec![leaving]).await?;
    Ok(alone.unread_pages_of(item).contains(&page))
}

async fn item_of(store: &Store, id: &DisputeId, item: &str) -> Result<Item> {
    let wanted = ItemId::from_text(item);
    let draft = store.draft(id).await?;
    let found = draft.items.into_iter().find(|i| i.id == wanted);
    found.ok_or_else(|| Error::not_found("file", item))
}

/// A file as pages, as it would leave if it were alone.
async fn bound(host: &Host, item: &Item) -> Result<Vec<u8>> {
    let source = Source {
        id: item.id.to_string(),
        caption: String::new(),
        bytes: crate::evidence::document_bytes(&host.store, item).await?,
    };
    let slots = vec![SlotSources {
        slot: item.slot.as_str().to_owned(),
        sources: vec![source],
        keep_single: false,
    }];
    let workshop = host.workshop.clone();
    let fitted = blocking(move || workshop.fit(&slots, &Budget::UNLIMITED)).await?;
    let error = match fitted {
        Ok(mut fitted) if fitted.len() == 1 => return Ok(fitted.remove(0).bytes),
        Ok(_) => DocumentError::Crashed,
        Err(Refusal::Unusable { error, .. } | Refusal::Failed { error }) => error,
        // Nothing is over no limit.
        Err(_) => DocumentError::BrokenPdf,
    };
    Err(unusable(item, error))
}

/// The text of a page, counted from zero; one that can't be read at all has none.
async fn page_text(
    workshop: &Arc<Workshop>,
    item: &Item,
    bound: &[u8],
    index: u32,
) -> Result<PageText> {
    let (workshop, bytes) = (workshop.clone(), bound.to_vec());
    let text = blocking(move || workshop.text_of(&bytes)).await?;
    let mut pages = text.map_err(|e| unusable(item, e))?.pages;
    if index as usize >= pages.len() {
        return Err(no_such_page(item, index + 1));
    }
    Ok(pages.swap_remove(index as usize))
}

/// The page counted from zero, as the document's own readers do.
fn index(item: &Item, page: u32) -> Result<u32> {
    let index = page.checked_sub(1).filter(|index| *index < item.pages);
    index.ok_or_else(|| no_such_page(item, page))
}

fn no_such_page(item: &Item, page: u32) -> Error {
    let problem = Problem::blocking("no_such_page", None, "the file has no such page");
    Error::Refused(vec![problem.about(item, Some(page))])
}

fn no_such_finding(item: &Item, page: u32) -> Error {
    let problem = Problem::blocking(
        "finding_unknown",
        None,
        "there is no such finding on this page of the file as it is now: look at the draft again",
    );
    Error::Refused(vec![problem.about(item, Some(page))])
}

fn changed_meanwhile(item: &Item) -> Error {
    let problem = Problem::blocking(
        "file_changed",
        None,
        "the file was changed or taken out meanwhile: look at the draft again",
    );
    Error::Refused(vec![problem.about(item, None)])
}

fn unusable(item: &Item, source: DocumentError) -> Error {
    Error::Document {
        name: item.name.clone(),
        source,
    }
}
