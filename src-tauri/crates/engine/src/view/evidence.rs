//! The draft of a case, the look before sending, and the pack.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tvist_domain::check::{Meters, Problem};
use tvist_domain::clock::{Timestamp, text};
use tvist_domain::evidence::scan::ScanSummary;
use tvist_domain::evidence::{Form, Goods, Kind, Media, Placing, Weight};
use tvist_domain::id::ItemId;

/// The draft of a case, with its checklist.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct EvidenceView {
    pub revision: u64,
    pub items: Vec<ItemView>,
    pub texts: BTreeMap<Kind, String>,
    pub facts: BTreeMap<String, String>,
    pub goods: Goods,
    pub slots: Vec<SlotView>,
    /// Whether the provider takes evidence in the present stage.
    pub takes_evidence: bool,
    /// Whether gathering still makes sense: an answer can be sent now, or may become possible.
    pub may_gather: bool,
    #[specta(type = Option<String>)]
    #[serde(with = "text::option")]
    pub saved_at: Option<Timestamp>,
    /// Whether there is anything to undo, and to do again.
    pub undo: bool,
    pub redo: bool,
}

/// One line of the checklist.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct SlotView {
    pub slot: Kind,
    pub form: Form,
    pub weight: Weight,
    pub state: SlotState,
    /// Characters that a text may have here.
    pub limit: Option<u32>,
    /// What the provider states already and what goes out when the owner writes nothing.
    pub stated: Option<String>,
}

/// Whether a slot has what it wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum SlotState {
    Empty,
    Given,
    /// Only files are here whose place is a guess.
    Guessed,
    /// Filled by what the provider itself states.
    Stated,
}

/// One file of the draft.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct ItemView {
    pub id: ItemId,
    pub name: String,
    pub slot: Kind,
    pub placing: Placing,
    pub bytes: u64,
    pub pages: u32,
    pub media: Media,
    /// `ready`: it is bound into an answer to the case as it stands. `stays`: the provider has no place for it there.
    /// More may be added.
    pub state: String,
}

/// What the look before sending found.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct CheckedView {
    pub ready: bool,
    pub problems: Vec<Problem>,
    pub meters: Meters,
    /// The search for card numbers in figures; none where nothing could be packed, so that nothing was searched.
    pub scan: Option<ScanSummary>,
}

/// One file of a pack.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct PackFileView {
    /// The file's name inside the pack.
    pub path: String,
    pub slot: String,
    pub sha256: String,
    pub bytes: u64,
    pub pages: u32,
}

/// What a pack consists of.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct ManifestView {
    pub files: Vec<PackFileView>,
    pub fields: BTreeMap<String, String>,
}
