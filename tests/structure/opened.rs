//! Owners' files are opened in the worker's process only, and by no library that isn't finished.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use tvist_tests::workspace;

use crate::graph::{Package, resolved};

/// What opens a file in the very process that calls it; `Workshop` has the same names and asks the worker.
const OPENERS: [&str; 6] = [
    "inspect",
    "fit",
    "letter",
    "render_page",
    "text_of",
    "redact",
];

/// Packages that a package needs, directly or not, and itself.
fn below<'a>(packages: &'a [Package], name: &str) -> Vec<&'a Package> {
    let mut seen = BTreeSet::new();
    let mut waiting = vec![name.to_owned()];
    let mut found = Vec::new();
    while let Some(next) = waiting.pop() {
        if !seen.insert(next.clone()) {
            continue;
        }
        for package in packages.iter().filter(|package| package.name == next) {
            waiting.extend(package.needs.iter().cloned());
            found.push(package);
        }
    }
    found
}

fn unfinished(packages: &[&Package]) -> Vec<String> {
    packages
        .iter()
        .filter(|package| !package.version.pre.is_empty())
        .map(|package| format!("{} {}", package.name, package.version))
        .collect()
}

/// The openers that a source names, by a `use` or by a path.
fn openers_in(source: &str) -> Vec<&'static str> {
    let mut words = BTreeSet::new();
    for (at, _) in source.match_indices("tvist_document::") {
        let rest = &source[at..];
        let braces = rest["tvist_document::".len()..].starts_with('{');
        let end = if braces {
            rest.find('}')
        } else {
            rest.find([';', '(', ' ', '\n'])
        };
        let named = &rest[..end.unwrap_or(rest.len())];
        words.extend(named.split(|c: char| !c.is_alphanumeric() && c != '_'));
    }
    let mut found: Vec<&str> = OPENERS
        .into_iter()
        .filter(|opener| words.contains(opener))
        .collect();
    // Telling the kind reads the file, too.
    if source.contains("FileKind::of(") {
        found.push("FileKind::of");
    }
    found
}

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("sources can be listed") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            out.push(path);
        }
    }
}

#[test]
fn documents_are_opened_by_finished_libraries() {
    let mut packages = resolved();
    let document = below(&packages, "tvist-document");
    assert!(document.iter().any(|package| package.name == "hayro"));
    assert_eq!(unfinished(&document), [] as [String; 0]);

    // The same check on one that isn't.
    let hayro = packages.iter_mut().find(|package| package.name == "hayro");
    hayro.expect("it is there").version = "1.0.0-pre.1".parse().expect("a version");
    let document = below(&packages, "tvist-document");
    assert_eq!(unfinished(&document), ["hayro 1.0.0-pre.1"]);
}

#[test]
fn nobody_opens_a_document_outside_the_worker() {
    let mut files = Vec::new();
    sources(&workspace().join("src-tauri/src"), &mut files);
    for room in ["engine", "cli", "watcher", "store", "provider", "domain"] {
        let folder = workspace().join("src-tauri/crates").join(room).join("src");
        sources(&folder, &mut files);
    }
    assert!(files.len() > 100, "{} files", files.len());
    for file in files {
        let source = fs::read_to_string(&file).expect("a source is text");
        let found = openers_in(&source);
        assert!(found.is_empty(), "{}: {found:?}", file.display());
    }

    for breaks in [
        "use tvist_document::inspect;",
        "use tvist_document::{Budget, FileKind,\n    fit};",
        "let text = tvist_document::text_of(&bytes, &limits);",
        "FileKind::of(&bytes)",
    ] {
        assert_eq!(openers_in(breaks).len(), 1, "{breaks}");
    }
    assert!(openers_in("use tvist_document::{Letter, Redaction};\nworkshop.fit(x)").is_empty());
}
