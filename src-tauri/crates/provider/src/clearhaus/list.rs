//! Reading a collection page by page, by its `next` links alone (clearhaus.md §1.4).

use super::link::{Links, takes};
use super::session::Session;
use super::wire;
use crate::ProviderError;
use crate::classify::protocol;
use serde_json::Value;
use std::collections::HashSet;
use url::Url;

/// Entries of one page: the largest number that a client in the field uses (§1.4).
const PER_PAGE: &str = "50";
/// Pages after which a list is taken for endless.
const PAGES: usize = 2_000;

/// A walk through one collection.
pub(super) struct Pages {
    next: Option<Url>,
    seen: HashSet<String>,
    /// What the page before held.
    before: Vec<Value>,
    template: &'static str,
    rel: &'static str,
}

impl Pages {
    /// Starts at a collection's link, with a query where one is given and the link takes it.
    pub(super) fn new(
        session: &Session,
        href: &str,
        query: Option<&str>,
        rel: &'static str,
        template: &'static str,
    ) -> Result<Self, ProviderError> {
        let mut values = vec![("per_page", PER_PAGE)];
        values.extend(query.map(|query| ("query", query)));
        Ok(Self {
            next: Some(session.address(href, &values)?),
            seen: HashSet::new(),
            before: Vec::new(),
            template,
            rel,
        })
    }

    /// The entries of the next page; none after the last. A list that leads back to what was read has no last page: where
    /// it ends can't be told, and what lies behind it would be missed in silence.
    pub(super) async fn next(
        &mut self,
        session: &Session,
    ) -> Result<Option<Vec<Value>>, ProviderError> {
        let Some(url) = self.next.take() else {
            return Ok(None);
        };
        if !self.seen.insert(url.to_string()) {
            return Err(protocol("a list that leads back to a page that was read"));
        }
        if self.seen.len() > PAGES {
            return Err(protocol("a list without an end"));
        }
        let page = session.get(url.clone(), self.template).await?;
        // What isn't a collection at all must not be taken for an empty one.
        if !["_embedded", "_links", "count"]
            .iter()
            .any(|m| page.get(m).is_some())
        {
            return Err(protocol("a list that is no collection"));
        }
        if let Some(href) = Links::of(&page).href("next") {
            self.next = Some(session.address(href, &[])?);
        }
        let items = wire::items(&page, self.rel).to_vec();
        if !items.is_empty() && items == self.before {
            return Err(protocol("a list that gives the same page again and again"));
        }
        self.before.clone_from(&items);
        Ok(Some(items))
    }

    /// Everything that is left.
    pub(super) async fn rest(mut self, session: &Session) -> Result<Vec<Value>, ProviderError> {
        let mut all = Vec::new();
        while let Some(items) = self.next(session).await? {
            all.extend(items);
        }
        Ok(all)
    }
}

/// Whether a collection's link takes queries.
pub(super) fn takes_query(href: &str) -> bool {
    takes(href, "query")
}
