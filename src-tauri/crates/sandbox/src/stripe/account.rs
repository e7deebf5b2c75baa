//! One Stripe account's books: payments, disputes, refunds, balance, events, files, timers.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};

use super::charge::Charge;
use super::dispute::Dispute;
use super::error::Refusal;
use super::event::{Cause, Event, HORIZON};
use super::file::StoredFile;
use super::object::{Refund, Timer, Transaction, Warning};
use crate::chance::Chance;
use crate::server::Effects;

/// Everything one account knows.
#[derive(Clone)]
pub(crate) struct Account {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) country: String,
    pub(crate) currency: String,
    /// The middle of every id of this account.
    tag: String,
    chance: Chance,
    /// Enrolled in Smart Disputes.
    pub(crate) smart: bool,
    /// Switched appeals on.
    pub(crate) appeals: bool,
    /// Oldest first.
    pub(crate) disputes: Vec<Dispute>,
    place: HashMap<String, usize>,
    pub(crate) charges: HashMap<String, Charge>,
    by_intent: HashMap<String, String>,
    by_customer: HashMap<String, String>,
    /// Oldest first.
    pub(crate) refunds: Vec<Refund>,
    /// Oldest first.
    pub(crate) warnings: Vec<Warning>,
    pub(crate) transactions: Vec<Transaction>,
    transaction_place: HashMap<String, usize>,
    pub(crate) events: Vec<Event>,
    pub(crate) files: Vec<StoredFile>,
    pub(crate) timers: BTreeMap<(i64, u64), (String, Timer)>,
    timer_count: u64,
    pub(crate) effects: BTreeMap<String, Effects>,
    /// The request that is being answered.
    pub(crate) cause: Cause,
}

impl Account {
    pub(crate) fn new(seed: u64, name: &str) -> Self {
        let mut chance = Chance::named(seed, &format!("stripe account {name}"));
        let tag = chance.letters(10);
        Self {
            id: format!("acct_1{}", chance.letters(15)),
            name: name.to_owned(),
            country: "SE".into(),
            currency: "eur".into(),
            tag,
            chance,
            smart: false,
            appeals: false,
            disputes: Vec::new(),
            place: HashMap::new(),
            charges: HashMap::new(),
            by_intent: HashMap::new(),
            by_customer: HashMap::new(),
            refunds: Vec::new(),
            warnings: Vec::new(),
            transactions: Vec::new(),
            transaction_place: HashMap::new(),
            events: Vec::new(),
            files: Vec::new(),
            timers: BTreeMap::new(),
            timer_count: 0,
            effects: BTreeMap::new(),
            cause: Cause::default(),
        }
    }

    /// A new id such as `re_1Tq9FvB7mXk2NdLe0aWcYh3P`.
    pub(crate) fn id(&mut self, prefix: &str) -> String {
        let (front, back) = (self.chance.letters(5), self.chance.letters(8));
        format!("{prefix}_1{front}{}{back}", self.tag)
    }

    /// The id of a thing with a name: the same in every sandbox with this seed.
    pub(crate) fn named_id(&self, seed: u64, prefix: &str, name: &str) -> String {
        let mut chance = Chance::named(seed, &format!("{prefix} {name}"));
        let (front, back) = (chance.letters(5), chance.letters(8));
        format!("{prefix}_1{front}{}{back}", self.tag)
    }

    pub(crate) fn add_charge(&mut self, charge: Charge) {
        self.by_intent
            .insert(charge.payment_intent.clone(), charge.id.clone());
        self.by_customer
            .entry(charge.customer.clone())
            .or_insert_with(|| charge.id.clone());
        self.charges.insert(charge.id.clone(), charge);
    }

    pub(crate) fn charge(&self, id: &str) -> Result<&Charge, Refusal> {
        self.charges
            .get(id)
            .ok_or_else(|| Refusal::no_such("charge", id, "id"))
    }

    pub(crate) fn charge_of_intent(&self, intent: &str) -> Option<&Charge> {
        self.charges.get(self.by_intent.get(intent)?)
    }

    pub(crate) fn charge_of_customer(&self, customer: &str) -> Option<&Charge> {
        self.charges.get(self.by_customer.get(customer)?)
    }

    pub(crate) fn add_dispute(&mut self, dispute: Dispute) {
        self.place.insert(dispute.id.clone(), self.disputes.len());
        self.disputes.push(dispute);
    }

    pub(crate) fn dispute(&self, id: &str) -> Result<&Dispute, Refusal> {
        self.place
            .get(id)
            .and_then(|at| self.disputes.get(*at))
            .ok_or_else(|| Refusal::no_such("dispute", id, "dispute"))
    }

    pub(crate) fn dispute_mut(&mut self, id: &str) -> Option<&mut Dispute> {
        let at = *self.place.get(id)?;
        self.disputes.get_mut(at)
    }

    /// The disputes of a charge.
    pub(crate) fn disputes_of(&self, charge: &str) -> Vec<String> {
        self.disputes
            .iter()
            .filter(|dispute| dispute.charge == charge)
            .map(|dispute| dispute.id.clone())
            .collect()
    }

    pub(crate) fn add_transaction(&mut self, transaction: Transaction) {
        self.transaction_place
            .insert(transaction.id.clone(), self.transactions.len());
        self.transactions.push(transaction);
    }

    pub(crate) fn transaction(&self, id: &str) -> Option<&Transaction> {
        self.transactions.get(*self.transaction_place.get(id)?)
    }

    pub(crate) fn file(&self, id: &str) -> Option<&StoredFile> {
        self.files.iter().find(|file| file.id == id)
    }

    pub(crate) fn record(&mut self, kind: &str, at: i64, object: &Value, previous: Option<Value>) {
        let id = self.id("evt");
        let event = Event::new(id, kind, at, object, previous, &self.cause);
        self.events.push(event);
    }

    pub(crate) fn record_charge(&mut self, kind: &str, charge: &str, at: i64) {
        if let Some(charge) = self.charges.get(charge) {
            let body = charge.render();
            self.record(kind, at, &body, None);
        }
    }

    /// Events that are still kept, newest first.
    pub(crate) fn recent_events(&self, now: i64) -> impl Iterator<Item = &Event> {
        self.events
            .iter()
            .rev()
            .filter(move |event| event.created >= now - HORIZON)
    }

    /// `about` is a dispute, or the warning that one may come of.
    pub(crate) fn set_timer(&mut self, at: i64, about: &str, timer: Timer) {
        self.timer_count += 1;
        self.timers
            .insert((at, self.timer_count), (about.to_owned(), timer));
    }

    pub(crate) fn count(&mut self, object: &str, act: &str, by_other: bool) {
        let act = if by_other {
            format!("{act}_by_other")
        } else {
            act.to_owned()
        };
        let counts = self.effects.entry(object.to_owned()).or_default();
        *counts.entry(act).or_default() += 1;
    }

    /// Puts everything that was told out of order into order of time.
    pub(crate) fn sort(&mut self) {
        self.disputes.sort_by_key(|dispute| dispute.created);
        self.place = self
            .disputes
            .iter()
            .enumerate()
            .map(|(at, dispute)| (dispute.id.clone(), at))
            .collect();
        self.transactions
            .sort_by_key(|transaction| transaction.created);
        self.transaction_place = self
            .transactions
            .iter()
            .enumerate()
            .map(|(at, transaction)| (transaction.id.clone(), at))
            .collect();
        self.refunds.sort_by_key(|refund| refund.created);
        self.warnings.sort_by_key(|warning| warning.created);
        self.events.sort_by_key(|event| event.created);
    }

    pub(crate) fn render(&self) -> Value {
        json!({
            "id": self.id, "object": "account", "business_profile": {
                "name": self.name, "url": "https://shop.example.com",
                "support_email": "hello@shop.example.com",
            },
            "charges_enabled": true, "country": self.country, "default_currency": self.currency,
            "details_submitted": true, "email": "owner@shop.example.com",
            "payouts_enabled": true,
            "settings": {"dashboard": {"display_name": self.name, "timezone": "Europe/Stockholm"}},
            "type": "standard",
        })
    }
}
