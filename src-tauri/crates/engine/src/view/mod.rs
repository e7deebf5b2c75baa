//! What both faces show: the contract's JSON, one shape for the window and for `tvist`.

mod account;
mod act;
mod beside;
mod case;
mod details;
mod evidence;
mod money;
mod sync;
mod warning;

pub use account::{AccountView, CheckView, MissingView};
pub use act::{
    AnalysisRehearsalView, AnalysisView, ErasureView, OutcomeView, ReceiptView, ReconciledView,
    RehearsalView, SentFileView, SubmissionView,
};
pub use beside::{
    CommentView, DocumentView, DocumentsView, IntegrityView, ReminderView, SettingRehearsalView,
    WebhookEventView, WebhookKnownView, WebhookView,
};
pub use case::{
    CapabilitiesView, CaseView, DeskView, DisputeView, EntryView, HangingAnalysisView, LossView,
    UrgencyView,
};
pub use details::{
    CaseDetailsView, CompellingFieldView, CompellingView, ConsentView, EarlierPaymentView,
    EarlierPaymentsView, EscalatedView, FeeFate, FeeView, InquiryView, OwnAnswerView, RefundedView,
    WalletView,
};
pub use evidence::{
    CheckedView, EvidenceView, ItemView, ManifestView, PackFileView, SlotState, SlotView,
};
pub use money::{CostView, CostsView, MovedView, RefundView};
pub use sync::{ErrorView, ProviderErrorView, SkippedView, SyncView};
pub use warning::{SavedView, WarningRehearsalView, WarningView};

/// A count as it is shown; more than fits is the most that does.
pub(crate) fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
