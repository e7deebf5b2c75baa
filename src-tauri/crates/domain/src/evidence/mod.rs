//! Evidence as the owner gathers it: kinds, the checklist, the draft, and what stands in the way of sending.

pub mod checklist;
pub mod compelling;
pub mod draft;
pub mod fields;
pub mod kind;
pub mod placeholder;
pub mod preflight;
pub mod scan;
pub mod sorting;

pub use checklist::{Wanted, Weight, checklist};
pub use draft::{Draft, Goods, Item, Media, Placing};
pub use kind::{Form, Kind};
