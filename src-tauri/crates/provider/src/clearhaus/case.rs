//! One case with what belongs to it: the related transaction, and the account with its zone (clearhaus.md §1.3, §1.9).

use super::Clearhaus;
use super::convert::{self, Facts};
use super::link::{Links, expand};
use super::wire;
use crate::ProviderError;
use crate::lenient::Fields;
use chrono_tz::Tz;
use serde_json::Value;
use tvist_domain::clock::Instant;
use tvist_domain::{Dispute, rules};

impl Clearhaus {
    /// A dispute's object as our case, with its transaction and zone. What `known` has isn't read again.
    ///
    /// # Errors
    /// Why the record can't be used, without any of its content.
    pub(super) async fn case(
        &self,
        raw: &Value,
        known: Option<&Dispute>,
        seen: Instant,
    ) -> Result<Dispute, &'static str> {
        // What can't become a case isn't worth a request.
        wire::Dispute::read(raw)?;
        let known = known.filter(|k| k.raw.get("id") == raw.get("id"));
        let zone = self.zone(raw, known).await;
        let facts = match known.filter(|k| has_transaction(k, raw)) {
            Some(known) => Facts::known(known, zone),
            None => self.transaction(raw, known, zone).await,
        };
        convert::dispute(raw, &facts, self.live, known.map_or(seen, |k| k.opened_at))
    }

    /// Reads a case again by its own link.
    ///
    /// # Errors
    /// `NotFound` when it is gone; `Protocol` when it can't be used.
    pub(super) async fn reread(
        &self,
        href: &str,
        known: Option<&Dispute>,
        seen: Instant,
    ) -> Result<Dispute, ProviderError> {
        let raw = self.reread_raw(href).await?;
        self.case(&raw, known, seen)
            .await
            .map_err(crate::classify::protocol)
    }

    pub(super) async fn reread_raw(&self, href: &str) -> Result<Value, ProviderError> {
        self.session
            .get(self.session.address(href, &[])?, "/disputes/:id")
            .await
    }

    /// What the related transaction tells. That it can't be read doesn't hide the case: what was known stays.
    async fn transaction(&self, raw: &Value, known: Option<&Dispute>, zone: Tz) -> Facts {
        if let Some(embedded) = raw.get("_embedded").and_then(|e| e.get("ch:transaction")) {
            return Facts::read(Some(wire::Transaction::read(embedded)), zone);
        }
        let read = match Links::of(raw).href("ch:transaction") {
            Some(href) => self.linked(href, "/transactions/:id").await,
            None => Err(ProviderError::NotFound),
        };
        match (read, known) {
            (Ok(transaction), _) => Facts::read(Some(wire::Transaction::read(&transaction)), zone),
            (Err(_), Some(known)) => Facts::known(known, zone),
            (Err(_), None) => Facts::read(None, zone),
        }
    }

    /// The zone of the account that the case belongs to, read once. One that can't be read now is the one known, or
    /// Copenhagen (§1.5).
    async fn zone(&self, raw: &Value, known: Option<&Dispute>) -> Tz {
        let Some(href) = Links::of(raw)
            .href("ch:account")
            .map(|href| expand(href, &[]))
        else {
            return rules::clearhaus::FALLBACK_ZONE;
        };
        // Held while the account is read, so that cases that are built side by side read it once.
        let mut zones = self.zones.lock().await;
        if let Some(zone) = zones.get(&href) {
            return *zone;
        }
        match self.linked(&href, "/accounts/:id").await {
            Ok(account) => {
                let name = Fields::exact(&account).text("timezone");
                let zone = rules::clearhaus::zone(name.as_deref());
                zones.insert(href, zone);
                zone
            }
            Err(_) => rules::clearhaus::zone(known.map(|k| k.zone.as_str())),
        }
    }

    async fn linked(&self, href: &str, template: &'static str) -> Result<Value, ProviderError> {
        self.session
            .get(self.session.address(href, &[])?, template)
            .await
    }
}

/// Whether an earlier reading has the facts of the same transaction: those of a cleared one don't change.
fn has_transaction(known: &Dispute, raw: &Value) -> bool {
    let link = |object| Links::of(object).href("ch:transaction");
    known.transaction.id.is_some() && link(&known.raw).is_some() && link(&known.raw) == link(raw)
}
