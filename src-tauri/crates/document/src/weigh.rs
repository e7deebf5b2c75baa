//! How much work a page would be, counted before it is done: forms that nest double it at each step.

use std::collections::HashMap;

use hayro::hayro_syntax::content::UntypedIter;
use hayro::hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream};
use hayro::hayro_syntax::page::{Page, Resources};

/// Most operators that drawing one page may take. Maps with every house of a town take a million.
const PAGE: u64 = 4_000_000;
/// Most operators of all pages of a file together.
const FILE: u64 = 40_000_000;
/// How deep forms may nest; the interpreter itself stops there.
const DEPTH: u32 = 50;
/// What one showing of a picture or a run of text counts beside its operator.
const EACH: u64 = 1;

/// A form, and where it borrows resources from if it has none of its own: the page, or a form on it.
type Key = (ObjectIdentifier, Option<(u32, Option<ObjectIdentifier>)>);

/// Weighs the pages of one file; forms are weighed once, however often they are drawn.
#[derive(Default)]
pub(crate) struct Scales {
    /// None while a form is being weighed.
    known: HashMap<Key, Option<u64>>,
    /// Pages weighed so far.
    pages: u32,
    spent: u64,
}

impl Scales {
    /// Whether a page can be drawn in bounded time, and all that it draws with can be unpacked. The same
    /// file gives the same answer on every machine.
    pub fn bears(&mut self, page: &Page<'_>) -> bool {
        self.pages += 1;
        let weight = self.page(page);
        if weight > PAGE {
            return false;
        }
        self.spent = self.spent.saturating_add(weight);
        self.spent <= FILE
    }

    fn page(&mut self, page: &Page<'_>) -> u64 {
        let resources = page.resources();
        let own = match page.page_stream() {
            Some(content) => self.content(content, resources, None, 0),
            None if page.raw().get::<Object<'_>>("Contents").is_some() => u64::MAX,
            None => 0,
        };
        let annotations = page.raw().get::<Array<'_>>("Annots");
        let drawn = annotations
            .into_iter()
            .flat_map(|list| list.iter::<Dict<'_>>().take(100_000).collect::<Vec<_>>())
            .map(|annotation| self.annotation(&annotation, resources));
        drawn.fold(own, u64::saturating_add)
    }

    /// The heaviest of an annotation's appearances.
    fn annotation(&mut self, annotation: &Dict<'_>, resources: &Resources<'_>) -> u64 {
        let normal = annotation
            .get::<Dict<'_>>("AP")
            .and_then(|ap| ap.get::<Object<'_>>("N"));
        match normal {
            Some(Object::Stream(form)) => self.form(&form, resources, None, 0),
            Some(Object::Dict(states)) => states
                .keys()
                .filter_map(|state| states.get::<Stream<'_>>(&*state))
                .map(|form| self.form(&form, resources, None, 0))
                .max()
                .unwrap_or(0),
            _ => 0,
        }
    }

    fn content(
        &mut self,
        content: &[u8],
        resources: &Resources<'_>,
        within: Option<ObjectIdentifier>,
        depth: u32,
    ) -> u64 {
        let mut weight = 0u64;
        let mut operators = UntypedIter::new(content);
        while let Some(instruction) = operators.next() {
            weight = weight.saturating_add(EACH);
            if &**instruction.operator != b"Do" {
                continue;
            }
            let Some(Object::Name(name)) = instruction.operands().next() else {
                continue;
            };
            if let Some(form) = resources.get_x_object(name) {
                weight = weight.saturating_add(self.form(&form, resources, within, depth));
            }
            if weight > FILE {
                return u64::MAX;
            }
        }
        weight
    }

    fn form(
        &mut self,
        form: &Stream<'_>,
        outer: &Resources<'_>,
        within: Option<ObjectIdentifier>,
        depth: u32,
    ) -> u64 {
        let is_form = form
            .dict()
            .get::<Name<'_>>("Subtype")
            .is_some_and(|kind| &*kind == b"Form");
        if !is_form {
            return EACH;
        }
        if depth >= DEPTH {
            return u64::MAX;
        }
        let own = form.dict().get::<Dict<'_>>("Resources").map(Resources::new);
        // A form without resources draws with those of whoever shows it.
        let lender = own.is_none().then_some((self.pages, within));
        let key = (form.obj_id(), lender);
        if let Some(known) = self.known.get(&key) {
            // One that is being weighed draws itself: there is no end to that.
            return known.unwrap_or(u64::MAX);
        }
        self.known.insert(key, None);
        let lends = if own.is_some() {
            Some(form.obj_id())
        } else {
            within
        };
        let weight = form.decoded_data().map_or(u64::MAX, |content| {
            self.content(&content, own.as_ref().unwrap_or(outer), lends, depth + 1)
        });
        self.known.insert(key, Some(weight));
        weight
    }
}
