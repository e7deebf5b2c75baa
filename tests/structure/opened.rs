//! Owners' files are opened in the worker's process only, and by no library that isn't finished but one.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use tvist_tests::workspace;

use crate::graph::{Package, resolved};
use crate::sources::sources;

/// What opens a file in the very process that calls it; `Workshop` has the same names and asks the worker.
const OPENERS: [&str; 7] = [
    "certificate_of",
    "inspect",
    "fit",
    "letter",
    "render_page",
    "text_of",
    "redact",
];

/// The one library that rests on unfinished parts, for want of a finished one that is alive; `deny.toml` says who may use
/// it. Its work is done by a worker of its own (`document/src/certificate`).
const UNFINISHED: &str = "p12-keystore";
/// The unfinished parts, all of them below it and nothing else.
const ITS_PARTS: [&str; 2] = ["cms", "pkcs12"];

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

#[test]
fn documents_are_opened_by_finished_libraries() {
    let mut packages = resolved();
    let certificates = unfinished(&below(&packages, UNFINISHED));
    assert_eq!(certificates.len(), ITS_PARTS.len(), "{certificates:?}");
    for part in ITS_PARTS {
        assert!(
            certificates.iter().any(|one| one.starts_with(part)),
            "{part} is finished by now: name it no longer"
        );
    }
    // Whoever is unfinished in the whole program is one of these parts, or a part of another thing than files.
    packages.retain(|package| !ITS_PARTS.contains(&package.name.as_str()));
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
fn the_library_for_certificate_files_is_named_where_it_is_fenced_and_nowhere_else() {
    let packages = resolved();
    let users = |name: &str| -> Vec<String> {
        let needs = |package: &&Package| package.needs.iter().any(|need| need == name);
        let mut users: Vec<String> = packages
            .iter()
            .filter(needs)
            .map(|package| package.name.clone())
            .collect();
        users.sort_unstable();
        users
    };
    assert_eq!(users(UNFINISHED), ["tvist-document"]);
    let mut files = Vec::new();
    sources(
        &workspace().join("src-tauri/crates/document/src"),
        &mut files,
    );
    let mut naming: Vec<PathBuf> = files
        .into_iter()
        .filter(|file| {
            let source = fs::read_to_string(file).expect("a source is text");
            source.contains("p12_keystore::")
        })
        .collect();
    assert!(
        naming
            .pop()
            .is_some_and(|file| file.ends_with("certificate/mod.rs"))
    );
    assert_eq!(naming, [] as [PathBuf; 0]);
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
        "tvist_document::certificate_of(&bytes, \"\")",
        "use tvist_document::{Budget, FileKind,\n    fit};",
        "let text = tvist_document::text_of(&bytes, &limits);",
        "FileKind::of(&bytes)",
    ] {
        assert_eq!(openers_in(breaks).len(), 1, "{breaks}");
    }
    assert!(openers_in("use tvist_document::{Letter, Redaction};\nworkshop.fit(x)").is_empty());
}
