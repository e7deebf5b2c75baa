//! One case with what belongs to it: the related transaction, and the account with its zone (clearhaus.md §1.3, §1.9).

use super::Clearhaus;
use super::convert::{self, Facts, Zone};
use super::link::{Links, expand};
use super::wire;
use crate::ProviderError;
use crate::lenient::Fields;
use chrono_tz::Tz;
use serde_json::Value;
use tvist_domain::clock::Timestamp;
use tvist_domain::{Dispute, rules};

/// What an account told of its zone.
#[derive(Debug, Clone, Copy)]
pub(super) enum ToldZone {
    /// None where it names none that is known.
    Read(Option<Tz>),
    /// It couldn't be read then.
    Unread(tokio::time::Instant),
}

/// How long an account that couldn't be read isn't asked for its zone again: longer than a synchronisation takes.
const PAUSE: std::time::Duration = std::time::Duration::from_secs(600);

impl ToldZone {
    fn is_worth_asking_again(self) -> bool {
        matches!(self, Self::Unread(at) if at.elapsed() >= PAUSE)
    }
}

impl Clearhaus {
    /// A dispute's object as our case, with its transaction and zone. What `known` has isn't read again.
    ///
    /// # Errors
    /// Why the record can't be used, without any of its content.
    pub(super) async fn case(
        &self,
        raw: &Value,
        known: Option<&Dispute>,
        seen: Timestamp,
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
        seen: Timestamp,
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
    async fn transaction(&self, raw: &Value, known: Option<&Dispute>, zone: Zone) -> Facts {
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

    /// The zone of the account that the case belongs to, read once. While it isn't told, it is the one that the case was
    /// read in before, or else the earliest there is; an account that can't be read isn't asked again for each case.
    async fn zone(&self, raw: &Value, known: Option<&Dispute>) -> Zone {
        let Some(href) = Links::of(raw)
            .href("ch:account")
            .map(|href| expand(href, &[]))
        else {
            return Zone::of_known(known);
        };
        // Held while the account is read, so that cases that are built side by side read it once.
        let mut zones = self.zones.lock().await;
        let told = match zones.get(&href) {
            Some(told) if !told.is_worth_asking_again() => *told,
            _ => {
                let told = match self.linked(&href, "/accounts/:id").await {
                    Ok(account) => {
                        let name = Fields::exact(&account).text("timezone");
                        ToldZone::Read(rules::clearhaus::zone(name.as_deref()))
                    }
                    Err(_) => ToldZone::Unread(tokio::time::Instant::now()),
                };
                zones.insert(href, told);
                told
            }
        };
        match told {
            ToldZone::Read(Some(tz)) => Zone::told(tz),
            ToldZone::Read(None) | ToldZone::Unread(_) => Zone::of_known(known),
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
