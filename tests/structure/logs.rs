//! A line of a log is made of our own words: an error's text may quote a provider, and with it a person or a key.

use std::fs;

use tvist_tests::workspace;

use crate::sources::sources;

/// Where errors may hold what a provider said. The window's and the watch's own are those of the system and the desktop.
const ROOMS: [&str; 6] = ["engine", "provider", "store", "domain", "document", "cli"];

/// The macros that write to a log.
const WRITERS: [&str; 5] = ["error", "warn", "info", "debug", "trace"];

/// The lines of a log in a source that hold something by its text or its inner form, but for ids, methods and codes.
fn loose(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    for writer in WRITERS {
        for (at, _) in source.match_indices(&format!("tracing::{writer}!(")) {
            let call = source[at..].split(");").next().unwrap_or_default();
            let words = call.split([' ', '(', ',', '\n']);
            let shown = words.filter(|word| word.starts_with(['%', '?']));
            let is_ours = |word: &&str| {
                let word = &word[1..];
                matches!(word, "id" | "subject" | "problem" | "call.method")
                    || word.ends_with(".kind")
                    || word.ends_with(".code")
            };
            found.extend(shown.filter(|word| !is_ours(word)).map(str::to_owned));
        }
    }
    found
}

#[test]
fn no_line_of_a_log_holds_another_s_words() {
    let mut files = Vec::new();
    for room in ROOMS {
        sources(
            &workspace().join("src-tauri/crates").join(room).join("src"),
            &mut files,
        );
    }
    let mut lines = 0;
    for file in files {
        let source = fs::read_to_string(&file).expect("a source is text");
        lines += source.matches("tracing::").count();
        assert_eq!(loose(&source), [] as [String; 0], "{}", file.display());
    }
    assert!(lines > 30, "{lines} lines");

    for breaks in [
        "tracing::debug!(error = %error, \"left\");",
        "tracing::warn!(%error, \"left\");",
        "tracing::info!(\n    submission = %id,\n    error = ?e,\n    \"left\"\n);",
    ] {
        assert_eq!(loose(breaks).len(), 1, "{breaks}");
    }
    assert!(loose("tracing::info!(%subject, error = %e.kind(), id = %id, \"read\");").is_empty());
}
