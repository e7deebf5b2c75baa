//! The search for card numbers in the very bytes that leave, traced back to the files and pages that they were made from.

use crate::error::Result;
use crate::host::task::blocking;
use std::sync::Arc;
use tvist_document::worker::Workshop;
use tvist_document::{DocumentError, DocumentText, PageText};
use tvist_domain::evidence::scan::{Origin, Scan, ScannedFile, ScannedPage, Seen};
use tvist_domain::{ItemId, pan};

/// Names the program's own pages among the sources; no file of a draft has such an id.
pub(super) const LETTER: &str = "letter";

/// A finished file, with what each of its pages was made from.
pub(crate) struct Leaving {
    pub slot: String,
    pub bytes: Vec<u8>,
    pub from: Vec<Vec<Origin>>,
}

/// Reads each file that leaves. What can't be read is said to be so, page by page; it is never taken for clean.
pub(crate) async fn scan(workshop: &Arc<Workshop>, files: Vec<Leaving>) -> Result<Scan> {
    let mut scanned = Vec::with_capacity(files.len());
    for Leaving { slot, bytes, from } in files {
        let workshop = workshop.clone();
        let text = blocking(move || workshop.text_of(&bytes)).await?;
        scanned.push(file_seen(slot, from, text));
    }
    Ok(Scan { files: scanned })
}

fn file_seen(
    slot: String,
    from: Vec<Vec<Origin>>,
    text: std::result::Result<DocumentText, DocumentError>,
) -> ScannedFile {
    let text = text.unwrap_or_else(|error| {
        tracing::info!(code = error.code(), "a file that would leave can't be read");
        DocumentText::default()
    });
    let beside_the_pages = text.hidden.iter().any(|part| !pan::scan(part).is_empty());
    // A page that the reader doesn't have is a page that wasn't read.
    let counted_alike = text.pages.len() == from.len();
    let mut read = text.pages.iter().filter(|_| counted_alike);
    let pages = from
        .into_iter()
        .map(|from| ScannedPage {
            from,
            seen: read.next().map_or(Seen::Unread, seen),
        })
        .collect();
    ScannedFile {
        slot,
        pages,
        beside_the_pages,
    }
}

/// What the reader's page says: one that it couldn't read to its end proves nothing.
pub(crate) fn seen(page: &PageText) -> Seen {
    if page.unread {
        Seen::Unread
    } else {
        Seen::of(&page.text, page.pictures)
    }
}

/// The draft's files and pages, counted from one, out of what the fitting says.
pub(crate) fn origins(fitted: &[Vec<tvist_document::Origin>]) -> Vec<Vec<Origin>> {
    let of_draft = |page: &Vec<tvist_document::Origin>| {
        page.iter()
            .filter(|from| from.source_id != LETTER)
            .map(|from| Origin {
                item: ItemId::from_text(from.source_id.clone()),
                page: from.page + 1,
            })
            .collect()
    };
    fitted.iter().map(of_draft).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(n: u32) -> Vec<Vec<Origin>> {
        let item = ItemId::from_text("a");
        (1..=n)
            .map(|page| {
                vec![Origin {
                    item: item.clone(),
                    page,
                }]
            })
            .collect()
    }

    fn text(pages: &[&str], hidden: &[&str]) -> DocumentText {
        let page = |text: &&str| PageText {
            text: (*text).to_owned(),
            ..PageText::default()
        };
        DocumentText {
            pages: pages.iter().map(page).collect(),
            hidden: hidden.iter().map(|h| (*h).to_owned()).collect(),
        }
    }

    #[test]
    fn what_cant_be_read_is_unread_page_by_page() {
        for broken in [
            DocumentError::Timeout { seconds: 1 },
            DocumentError::Crashed,
        ] {
            let file = file_seen("receipt".into(), pages(3), Err(broken));
            assert_eq!(file.pages.len(), 3);
            assert!(file.pages.iter().all(|p| p.seen == Seen::Unread));
        }
        let fewer = file_seen("receipt".into(), pages(2), Ok(text(&["one"], &[])));
        assert!(fewer.pages.iter().all(|p| p.seen == Seen::Unread));
        let mut half = text(&["one", "two"], &[]);
        half.pages[1].unread = true;
        let half = file_seen("receipt".into(), pages(2), Ok(half));
        assert_eq!(half.pages[0].seen, Seen::of("one", 0));
        assert_eq!(half.pages[1].seen, Seen::Unread);
    }

    #[test]
    fn a_number_that_no_page_shows_is_found_beside_the_pages() {
        let number = "card 4111 1111 1111 1111";
        let file = file_seen("receipt".into(), pages(1), Ok(text(&["clean"], &[number])));
        assert!(file.beside_the_pages);
        let file = file_seen("receipt".into(), pages(1), Ok(text(&[number], &["clean"])));
        assert!(!file.beside_the_pages);
        assert_eq!(file.pages[0].seen, Seen::of(number, 0));
    }
}
