//! The commands and events as TypeScript, so that the page can't ask for what isn't there.

use crate::command::{
    accounts, analyses, background, comments, deadlines, disputes, documents, evidence, practice,
    settings, start, submission, warnings, webhook,
};
use crate::event::{EngineEvent, ShellEvent};
use tauri::Wry;
use tauri_specta::{Builder, collect_commands, collect_events};

/// Every command and event of the window.
#[must_use]
#[expect(clippy::too_many_lines, reason = "a table")]
pub fn builder() -> Builder<Wry> {
    Builder::<Wry>::new()
        .commands(collect_commands![
            start::start,
            start::reopen,
            start::sync_state,
            accounts::accounts,
            accounts::account_add,
            accounts::account_check,
            accounts::account_remove,
            accounts::account_renew,
            practice::practice_start,
            practice::practice_move_on,
            practice::practice_leave,
            deadlines::deadlines,
            deadlines::calendar,
            deadlines::calendar_choose,
            deadlines::calendar_names,
            deadlines::calendar_off,
            disputes::sync,
            disputes::disputes,
            disputes::dispute,
            disputes::refresh,
            disputes::answer_manually,
            disputes::dashboard_open,
            disputes::wallet_open,
            disputes::erase_rehearse,
            disputes::erase,
            evidence::drop_take,
            evidence::files_choose,
            evidence::evidence_move,
            evidence::evidence_remove,
            evidence::evidence_text,
            evidence::evidence_fact,
            evidence::evidence_undo,
            evidence::evidence_redo,
            evidence::page_shown,
            evidence::evidence_redact,
            evidence::evidence_vouch,
            evidence::evidence_check,
            evidence::earlier_payments,
            evidence::special_evidence_check,
            evidence::answer_preview,
            submission::rehearse,
            submission::perform,
            submission::reconcile,
            submission::outcome_stated,
            submission::receipts,
            warnings::warnings,
            warnings::warning_rehearse,
            warnings::warning_refund,
            accounts::account_forms,
            accounts::credential_choose,
            documents::documents,
            documents::document_save,
            comments::comments,
            comments::comment_add,
            analyses::analyses,
            analyses::analysis_files,
            analyses::analysis_rehearse,
            analyses::analysis_request,
            analyses::analysis_identify,
            analyses::analyses_refresh,
            analyses::probative_add,
            webhook::webhook_known,
            webhook::webhook_rehearse,
            webhook::webhook_register,
            webhook::receiver,
            webhook::receiver_switch,
            settings::health,
            settings::settings_save,
            settings::ladder_usual,
            settings::ladder_with,
            background::location_set,
            background::left,
            background::close_answer,
            background::login_switch,
            background::reminders_pause,
        ])
        .events(collect_events![EngineEvent, ShellEvent])
        // Only the provider's raw JSON holds whole numbers of unknown size, and the page only shows it.
        .dangerously_cast_bigints_to_number()
        // One type for both ways: what the page gets is what it may send back.
        .disable_serde_phases()
}

#[cfg(test)]
mod tests {
    use super::*;
    use specta_typescript::Typescript;
    use std::path::Path;

    /// Set, the test writes the file instead of comparing it.
    const WRITE: &str = "TVIST_WRITE_BINDINGS";

    #[test]
    fn the_committed_bindings_are_current() {
        let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/ipc/bindings.ts");
        let fresh = std::env::temp_dir().join(format!("tvist-bindings-{}.ts", std::process::id()));
        builder()
            .export(Typescript::default(), &fresh)
            .expect("the bindings can be written");
        let text = std::fs::read_to_string(&fresh).unwrap();
        std::fs::remove_file(&fresh).unwrap();
        if std::env::var_os(WRITE).is_some() {
            std::fs::write(&committed, &text).unwrap();
        }
        let known = std::fs::read_to_string(&committed).unwrap_or_default();
        assert!(
            known == text,
            "ui/src/ipc/bindings.ts is out of date: run {WRITE}=1 cargo test -p tvist-desktop bindings"
        );
    }

    #[test]
    fn every_command_is_granted_and_nothing_more() {
        let capability: serde_json::Value =
            serde_json::from_str(include_str!("../capabilities/main.json")).unwrap();
        let mut granted: Vec<String> = capability["permissions"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|p| Some(p.as_str()?.strip_prefix("allow-")?.replace('-', "_")))
            .collect();
        granted.sort();
        let source = include_str!("bindings.rs");
        let list = source.split("collect_commands![").nth(1).unwrap();
        let mut listed: Vec<String> = list
            .split(']')
            .next()
            .unwrap()
            .split(',')
            .filter_map(|entry| Some(entry.trim().split_once("::")?.1.to_owned()))
            .collect();
        listed.sort();
        assert_eq!(granted, listed);
    }
}
