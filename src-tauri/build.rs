//! Prepares the window: its icons, its configuration, and the list of commands that the page may call.

/// Every command, each granted by name in `capabilities/main.json`; the page can call nothing else.
const COMMANDS: &[&str] = &[
    "start",
    "reopen",
    "accounts",
    "account_add",
    "account_check",
    "account_remove",
    "account_renew",
    "practice_start",
    "practice_move_on",
    "practice_leave",
    "sync",
    "disputes",
    "dispute",
    "refresh",
    "answer_manually",
    "dashboard_open",
    "drop_take",
    "files_choose",
    "item_move",
    "item_remove",
    "text_set",
    "fact_set",
    "draft_undo",
    "draft_check",
    "earlier_payments",
    "eligibility_check",
    "draft_pages",
    "rehearse",
    "perform",
    "reconcile",
    "outcome_stated",
    "receipts",
    "account_forms",
    "credential_choose",
    "documents",
    "document_save",
    "comments",
    "comment_add",
    "analyses",
    "analysis_files",
    "analysis_rehearse",
    "analysis_request",
    "analysis_identify",
    "analyses_refresh",
    "probative_add",
    "webhook_known",
    "webhook_rehearse",
    "webhook_register",
    "receiver",
    "receiver_switch",
    "settings_save",
    "stand",
    "left",
    "close_answer",
    "login_switch",
    "reminders_pause",
];

fn main() {
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo::error={error:#}");
    }
}
