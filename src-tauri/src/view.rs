//! What the page sees beyond the engine's own views.

use crate::error::Failure;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tvist_engine::domain::Provider;
use tvist_engine::domain::check::Problem;
use tvist_engine::setting::Settings;
use tvist_engine::view::{AccountView, CheckView, ProviderErrorView};
use tvist_watcher::receiver::{self, Receiver};
use tvist_watcher::{Location, SyncState};

/// What the page needs first.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct StartView {
    pub version: String,
    /// How practice stands; none outside it.
    pub practised: Option<PracticeView>,
    /// Why the data can't be opened; none when it is open.
    pub failure: Option<Failure>,
    pub settings: Settings,
    pub sync: SyncState,
    /// Where the last page stood, or what was opened before there was a page.
    pub location: Option<Location>,
    /// The program starts at login.
    pub login: bool,
}

/// How practice stands.
#[derive(Debug, Clone, Default, Serialize, specta::Type)]
pub struct PracticeView {
    /// How far the practised day is ahead of the machine's clock.
    pub ahead_seconds: u32,
    pub examples: Vec<ExampleView>,
}

/// Something to practise with that has to be named, since its provider lists nothing.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct ExampleView {
    pub provider: Provider,
    pub transaction: String,
    /// A calendar date.
    pub created: String,
    /// The shop's own number.
    pub order: String,
}

/// How far time is moved on in practice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum PracticeStep {
    Day,
    Week,
    /// To the next thing that happens at a provider.
    Next,
}

/// An account that was added, with what a first look at its rights found.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct NewAccountView {
    pub account: AccountView,
    pub check: CheckView,
}

/// How many files came in, and which could not be taken, each with its reason.
#[derive(Debug, Clone, Default, Serialize, specta::Type)]
pub struct AddedView {
    pub added: u32,
    pub refused: Vec<RefusedView>,
}

/// A file that could not be taken. `file-<code>` is the Fluent id of the reason.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct RefusedView {
    pub name: String,
    pub code: String,
}

/// An answer to be looked at before it is sent.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct PreviewView {
    /// The pages that leave, of the packed files; where those can't be made, the pages of the draft's own files.
    pub pages: Vec<PageView>,
    /// The texts that leave beside the files, in full, by the provider's fields.
    pub fields: BTreeMap<String, String>,
    /// Why the files can't be packed; empty where the pages are those that leave.
    pub problems: Vec<Problem>,
}

/// A page as a picture.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct PageView {
    /// The file of the draft, or the place of a packed file.
    pub item: String,
    pub name: String,
    /// Counted from one.
    pub page: u32,
    pub url: String,
}

/// How an irreversible act ended.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct ActOutcome {
    pub state: ActState,
    pub problems: Vec<Problem>,
    pub provider_error: Option<ProviderErrorView>,
}

/// Settled, stopped before sending, or not known yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ActState {
    Accepted,
    Refused,
    /// Stopped before anything was sent.
    Blocked,
    Unknown,
    NotArrived,
}

/// A file that the owner chose; its path stays on the Rust side.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct ChosenView {
    pub token: String,
    pub name: String,
}

/// What an analysis is asked for with, as the form has it. Not printed: it is full of personal data.
#[derive(Clone, Deserialize, specta::Type)]
pub struct AnalysisForm {
    /// The case of another provider that it belongs to.
    pub dispute: Option<String>,
    pub account: Option<String>,
    pub transaction: String,
    /// A calendar date, the day of the transaction.
    pub created: String,
    pub credit: Option<bool>,
    pub requestor_cpf: String,
    pub name: String,
    pub reason: String,
    pub observation: Option<String>,
    /// Tokens of chosen files.
    pub files: Vec<String>,
    /// More files than fit are joined.
    pub merge: bool,
    /// Pages that can't be read and of which the owner says that they hold no card number: file and page, from one.
    pub vouched: Vec<(u32, u32)>,
}

/// Whether calls of providers are received in this window, and where.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct ReceiverView {
    /// None while it is off.
    pub at: Option<String>,
    /// Where it would listen unless told otherwise.
    pub usual: String,
    /// Other machines can reach it.
    pub exposed: bool,
}

impl From<&Receiver> for ReceiverView {
    fn from(receiver: &Receiver) -> Self {
        let at = receiver.at();
        Self {
            at: at.map(|at| at.to_string()),
            usual: receiver::USUAL.to_string(),
            exposed: at.is_some_and(|at| !at.ip().is_loopback()),
        }
    }
}
