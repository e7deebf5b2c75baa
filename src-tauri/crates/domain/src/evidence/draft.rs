//! What is being gathered for one case: files in their slots, texts and facts.

use crate::evidence::Kind;
use crate::status::words;
use crate::{Category, Dispute, ItemId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

words!(
    /// What was sold; it decides which evidence counts.
    Goods {
        Physical = "physical",
        Digital = "digital",
        Service = "service",
    }
);

words!(
    /// What a file is, told from its content.
    Media {
        Pdf = "pdf",
        Jpeg = "jpeg",
        Png = "png",
        /// A picture of another kind, turned into a page when packed.
        Picture = "picture",
        /// A plain text, turned into pages when packed.
        Text = "text",
        /// A mail, turned into pages when packed.
        Mail = "mail",
    }
);

words!(
    /// On whose word a file has its place.
    Placing {
        /// The owner put it there.
        Stated = "stated",
        /// Its name or its words point there; the owner hasn't said so.
        Guessed = "guessed",
        /// Nothing points anywhere: it waits for the owner to say what it is.
        Open = "open",
    }
);

fn stated() -> Placing {
    Placing::Stated
}

/// One file of the draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub id: ItemId,
    /// The owner's name for the file; it doesn't leave the machine.
    pub name: String,
    pub slot: Kind,
    /// Drafts of earlier versions don't tell; their places were looked at when they were made.
    #[serde(default = "stated")]
    pub placing: Placing,
    pub media: Media,
    pub bytes: u64,
    pub pages: u32,
    /// SHA-256 of the bytes as they are now, lower-case hex.
    pub sha256: String,
    /// Where the bytes lie, when others have taken the place of those that were added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_as: Option<ItemId>,
    /// Pages, counted from one, that the search for card numbers can't read and of which the owner said that they hold
    /// none. The word is for these very bytes: other bytes begin without one.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub vouched: BTreeSet<u32>,
    /// Pages, counted from one, that couldn't be read when they became pictures: they don't count as read now.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub unread: BTreeSet<u32>,
}

impl Item {
    /// The name under which the bytes lie.
    #[must_use]
    pub fn held(&self) -> &ItemId {
        self.held_as.as_ref().unwrap_or(&self.id)
    }
}

/// The draft of one case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Goes up with every change.
    pub revision: u64,
    /// In the order in which they go into their slots.
    pub items: Vec<Item>,
    pub texts: BTreeMap<Kind, String>,
    /// What the owner stated: name and value.
    pub facts: BTreeMap<String, String>,
}

/// Facts that the program knows by name.
pub mod fact {
    /// `physical`, `digital` or `service`.
    pub const GOODS: &str = "goods";
    /// What the case is about, as the owner told where the provider only has free text: a [`Category`] word.
    pub const REASON: &str = "reason";
    /// `yes`: the owner consents to the network fee of a compliance case.
    pub const FEE_ACKNOWLEDGED: &str = "fee_acknowledged";
    /// Fields of special evidence, by their path at the provider.
    pub const ENHANCED: &str = "enhanced_evidence.";
}

impl Draft {
    /// What was sold, as the owner stated; goods that are shipped where nothing was.
    #[must_use]
    pub fn goods(&self) -> Goods {
        self.facts
            .get(fact::GOODS)
            .and_then(|word| Goods::from_word(word))
            .unwrap_or(Goods::Physical)
    }

    /// What the case is about: the provider's word, and where that says nothing the owner's.
    #[must_use]
    pub fn category(&self, dispute: &Dispute) -> Category {
        match dispute.reason.category {
            Category::Unknown => self.stated_category().unwrap_or(Category::Unknown),
            told => told,
        }
    }

    /// What the owner told the case to be about.
    #[must_use]
    pub fn stated_category(&self) -> Option<Category> {
        Category::from_word(self.facts.get(fact::REASON)?)
    }

    /// Whether the owner consented to the network fee.
    #[must_use]
    pub fn fee_acknowledged(&self) -> bool {
        self.facts
            .get(fact::FEE_ACKNOWLEDGED)
            .is_some_and(|v| v == "yes")
    }

    /// The files of one slot, in order.
    pub fn items_of(&self, slot: Kind) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.slot == slot)
    }

    /// Whether the owner's word, not a guess, says that something of this kind is there.
    #[must_use]
    pub fn has_for_sure(&self, kind: Kind) -> bool {
        self.items_of(kind)
            .any(|item| item.placing == Placing::Stated)
            || self.texts.get(&kind).is_some_and(|t| !t.trim().is_empty())
    }

    /// Whether anything of this kind is there.
    #[must_use]
    pub fn has(&self, kind: Kind) -> bool {
        self.items_of(kind).next().is_some()
            || self.texts.get(&kind).is_some_and(|t| !t.trim().is_empty())
    }
}
