//! Each use case of the engine is called by a test of `crates/engine/tests/use_cases`: what none calls, nothing holds.

use std::collections::BTreeSet;
use std::fs;

use tvist_tests::workspace;

use crate::sources::sources;

/// The public methods of `impl Engine` in a source.
fn use_cases(source: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut inside = false;
    for line in source.lines() {
        match line {
            "impl Engine {" => inside = true,
            "}" => inside = false,
            _ => {}
        }
        let Some(method) = line.strip_prefix("    pub ").filter(|_| inside) else {
            continue;
        };
        let bare = method.strip_prefix("async ").unwrap_or(method);
        if let Some(rest) = bare.strip_prefix("fn ") {
            let end = rest.find(['(', '<']).unwrap_or(rest.len());
            found.insert(rest[..end].to_owned());
        }
    }
    found
}

/// Whether a source calls a method, in a line that is no comment.
fn calls(source: &str, method: &str) -> bool {
    let code = source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let calls = [format!(".{method}("), format!("Engine::{method}(")];
    code.into_iter()
        .any(|line| calls.iter().any(|call| line.contains(call)))
}

/// The use cases that none of the tests calls.
fn untried<'a>(methods: &'a BTreeSet<String>, tests: &[String]) -> Vec<&'a str> {
    let tried = |method: &&String| tests.iter().any(|test| calls(test, method));
    methods
        .iter()
        .filter(|method| !tried(method))
        .map(String::as_str)
        .collect()
}

fn texts(folder: &str) -> Vec<String> {
    let mut files = Vec::new();
    sources(
        &workspace().join("src-tauri/crates/engine").join(folder),
        &mut files,
    );
    let read = |file| fs::read_to_string(file).expect("a source is text");
    files.into_iter().map(read).collect()
}

#[test]
fn each_use_case_of_the_engine_is_called_by_a_test_of_its_own() {
    let methods: BTreeSet<String> = texts("src").iter().flat_map(|s| use_cases(s)).collect();
    assert!(methods.len() > 80, "{methods:?}");
    let tests = texts("tests/use_cases");
    assert_eq!(untried(&methods, &tests), [] as [&str; 0]);

    // One that is added, and one whose only tests are gone.
    let added = "impl Engine {\n    /// New.\n    pub async fn brand_new(&self) {}\n}\n";
    assert_eq!(untried(&use_cases(added), &tests), ["brand_new"]);
    let fewer: Vec<String> = tests
        .iter()
        .map(|t| t.replace(".evidence_vouch(", ".x("))
        .collect();
    assert_eq!(untried(&methods, &fewer), ["evidence_vouch"]);
    let spoken_of = vec!["// engine.brand_new() comes later".to_owned()];
    assert_eq!(untried(&use_cases(added), &spoken_of), ["brand_new"]);
    let foreign = "impl Watch {\n    pub fn tick(&self) {}\n}\nimpl Engine {\n    pub(crate) fn own(&self) {}\n    fn x(&self) {}\n}\n";
    assert!(use_cases(foreign).is_empty());
}
