//! The pages of a PDF in reading order, each with what it inherits.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::{dictionary, value};

/// What a page takes from the branch of the tree that it hangs on, unless it has its own.
const INHERITED: [&[u8]; 4] = [b"Resources", b"MediaBox", b"CropBox", b"Rotate"];
/// How deep the tree may be.
const DEPTH: usize = 512;

/// The pages that were found.
pub(crate) struct Found {
    pub pages: Vec<Dictionary>,
    /// A branch leads back to itself.
    pub looped: bool,
    /// A kid of the tree is no page.
    pub lost: bool,
    /// How many pages the tree says it has.
    pub said: Option<i64>,
    /// There are more than asked for.
    pub more: bool,
}

struct Branch<'a> {
    kids: &'a [Object],
    next: usize,
    handed_down: Dictionary,
}

/// Finds no more than so many pages. None if there is no tree.
pub(crate) fn pages(document: &Document, most: usize) -> Option<Found> {
    let root = document.catalog().ok()?.get(b"Pages").ok()?;
    let tree = dictionary(document, root)?;
    let mut found = Found {
        pages: Vec::new(),
        looped: false,
        lost: false,
        said: value(document, tree, b"Count").and_then(|count| count.as_i64().ok()),
        more: false,
    };
    let mut seen: BTreeSet<ObjectId> = root.as_reference().into_iter().collect();
    let mut path = vec![branch(document, tree, &Dictionary::new())?];
    loop {
        let depth = path.len();
        let Some(here) = path.last_mut() else { break };
        let Some(kid) = here.kids.get(here.next) else {
            path.pop();
            continue;
        };
        here.next += 1;
        let Some(node) = dictionary(document, kid) else {
            found.lost = true;
            continue;
        };
        let kind = value(document, node, b"Type").and_then(|kind| kind.as_name().ok());
        let is_branch = match kind {
            Some(b"Pages") => true,
            Some(b"Page") => false,
            _ => node.has(b"Kids"),
        };
        if !is_branch {
            if found.pages.len() == most {
                found.more = true;
                return Some(found);
            }
            found.pages.push(with_inherited(node, &here.handed_down));
            continue;
        }
        // Branches are walked once; a page may stand in several places.
        let is_new = kid.as_reference().is_ok_and(|id| seen.insert(id)) || kid.as_dict().is_ok();
        if !is_new || depth >= DEPTH {
            found.looped = true;
            continue;
        }
        let handed_down = here.handed_down.clone();
        match branch(document, node, &handed_down) {
            Some(branch) => path.push(branch),
            None => found.lost = true,
        }
    }
    Some(found)
}

fn branch<'a>(
    document: &'a Document,
    node: &'a Dictionary,
    above: &Dictionary,
) -> Option<Branch<'a>> {
    let kids = value(document, node, b"Kids")?.as_array().ok()?;
    let mut handed_down = above.clone();
    for key in INHERITED {
        if let Ok(own) = node.get(key) {
            handed_down.set(key, own.clone());
        }
    }
    Some(Branch {
        kids,
        next: 0,
        handed_down,
    })
}

fn with_inherited(page: &Dictionary, above: &Dictionary) -> Dictionary {
    let mut out = page.clone();
    for key in INHERITED {
        if let Some(object) = above.get(key).ok().filter(|_| !out.has(key)) {
            out.set(key, object.clone());
        }
    }
    out
}
