//! The arrows of ARCHITECTURE.md: which of our crates may know which.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::graph::{Package, manifests};

/// Crate → the crates that it may know. This is the picture in ARCHITECTURE.md.
const PICTURE: [(&str, &[&str]); 10] = [
    ("tvist-domain", &[]),
    ("tvist-document", &[]),
    ("tvist-sandbox", &[]),
    ("tvist-provider", &["tvist-domain"]),
    ("tvist-store", &["tvist-domain"]),
    (
        "tvist-engine",
        &[
            "tvist-provider",
            "tvist-store",
            "tvist-document",
            "tvist-domain",
        ],
    ),
    ("tvist-cli", &["tvist-engine", "tvist-sandbox"]),
    ("tvist-watcher", &["tvist-engine"]),
    (
        "tvist-desktop",
        &["tvist-engine", "tvist-sandbox", "tvist-watcher"],
    ),
    (
        "tvist-tests",
        &[
            "tvist-engine",
            "tvist-sandbox",
            "tvist-domain",
            "tvist-provider",
            "tvist-store",
            "tvist-document",
        ],
    ),
];

/// Crate → the crates that its tests alone may know beside those.
const TESTS: [(&str, &[&str]); 1] = [("tvist-engine", &["tvist-sandbox"])];

fn forbidden() -> Vec<(&'static str, &'static str)> {
    let all = PICTURE.map(|(name, _)| name);
    let pairs = PICTURE
        .iter()
        .flat_map(|(from, may)| all.iter().map(move |to| (*from, *may, *to)));
    pairs
        .filter(|(from, may, to)| from != to && !may.contains(to))
        .map(|(from, _, to)| (from, to))
        .collect()
}

/// The arrows of the manifests that the picture doesn't have.
fn breaches(packages: &[Package]) -> Vec<String> {
    let picture = BTreeMap::from(PICTURE);
    let ours = |name: &str| name.starts_with("tvist-");
    let mut found = Vec::new();
    for package in packages {
        let Some(may) = picture.get(package.name.as_str()) else {
            found.push(format!("{} is in no picture", package.name));
            continue;
        };
        let turned = package
            .needs
            .iter()
            .filter(|need| ours(need) && !may.contains(&need.as_str()));
        found.extend(turned.map(|need| format!("{} → {need}", package.name)));
        let for_tests = TESTS.iter().find(|(name, _)| *name == package.name);
        let for_tests = for_tests.map_or(&[][..], |(_, may)| may);
        let turned = package.tests_need.iter().filter(|need| {
            ours(need) && !may.contains(&need.as_str()) && !for_tests.contains(&need.as_str())
        });
        found.extend(turned.map(|need| format!("tests of {} → {need}", package.name)));
    }
    found
}

#[test]
fn the_manifests_follow_the_picture() {
    let packages = manifests();
    assert_eq!(packages.len(), PICTURE.len(), "{packages:?}");
    assert_eq!(breaches(&packages), Vec::<String>::new());
}

#[test]
fn a_manifest_with_any_forbidden_arrow_is_found() {
    let packages = manifests();
    assert!(forbidden().len() > 50, "{:?}", forbidden());
    for (from, to) in forbidden() {
        let mut broken = packages.clone();
        let package = broken
            .iter_mut()
            .find(|package| package.name == from)
            .expect("the picture names our crates");
        package.needs.push(to.to_owned());
        assert_eq!(breaches(&broken), [format!("{from} → {to}")]);
        if TESTS
            .iter()
            .any(|(name, may)| *name == from && may.contains(&to))
        {
            continue;
        }
        let package = broken
            .iter_mut()
            .find(|package| package.name == from)
            .expect("the picture names our crates");
        package.needs.pop();
        package.tests_need.push(to.to_owned());
        assert_eq!(breaches(&broken), [format!("tests of {from} → {to}")]);
    }
}

#[test]
fn a_crate_of_no_picture_is_found() {
    let mut packages = manifests();
    let mut stranger = packages[0].clone();
    stranger.name = "tvist-misc".into();
    packages.push(stranger);
    assert_eq!(breaches(&packages), ["tvist-misc is in no picture"]);
}

/// A workspace of empty crates with the true names and the true arrows between them.
fn skeleton(folder: &Path, packages: &[Package]) {
    let members: Vec<String> = packages
        .iter()
        .map(|package| format!("\"{}\"", package.name))
        .collect();
    let root = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{}]\n",
        members.join(", ")
    );
    fs::write(folder.join("Cargo.toml"), root).unwrap();
    for package in packages {
        let source = folder.join(&package.name).join("src");
        fs::create_dir_all(&source).unwrap();
        let ours = package
            .needs
            .iter()
            .filter(|need| need.starts_with("tvist-"));
        let needs: String = ours
            .map(|need| format!("{need} = {{ path = \"../{need}\" }}\n"))
            .collect();
        let manifest = format!(
            "[package]\nname = \"{}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[dependencies]\n{needs}",
            package.name
        );
        fs::write(folder.join(&package.name).join("Cargo.toml"), manifest).unwrap();
        fs::write(source.join("lib.rs"), "pub struct Here;\n").unwrap();
    }
}

/// What the compiler says about a crate of the skeleton; `Ok` when it compiles.
fn check(folder: &Path, name: &str) -> Result<(), String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let out = Command::new(cargo)
        .args(["check", "--quiet", "--offline", "--package", name])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("CARGO_TERM_COLOR", "never")
        .output()
        .expect("cargo can be started");
    if out.status.success() {
        Ok(())
    } else {
        Err(String::from_utf8_lossy(&out.stderr).into_owned())
    }
}

fn uses(names: &[&str]) -> String {
    let lines = names
        .iter()
        .map(|name| format!("use {}::Here as _;\n", name.replace('-', "_")));
    lines.chain(["pub struct Here;\n".to_owned()]).collect()
}

#[test]
fn a_use_against_an_arrow_does_not_compile() {
    let folder = tempfile::tempdir().unwrap();
    let packages = manifests();
    skeleton(folder.path(), &packages);
    for (from, may) in PICTURE {
        let source = folder.path().join(from).join("src/lib.rs");
        let package = packages
            .iter()
            .find(|package| package.name == from)
            .expect("the picture names our crates");
        let known: Vec<&str> = may
            .iter()
            .copied()
            .filter(|to| package.needs.iter().any(|need| need == to))
            .collect();
        fs::write(&source, uses(&known)).unwrap();
        check(folder.path(), from)
            .unwrap_or_else(|said| panic!("{from} may use {known:?}: {said}"));

        let against: Vec<&str> = forbidden()
            .into_iter()
            .filter(|(one, _)| *one == from)
            .map(|(_, to)| to)
            .collect();
        fs::write(&source, uses(&against)).unwrap();
        let said = check(folder.path(), from).expect_err(from);
        for to in against {
            let unresolved = format!("unresolved import `{}`", to.replace('-', "_"));
            assert!(said.contains(&unresolved), "{from} → {to} compiles: {said}");
        }
        fs::write(&source, "pub struct Here;\n").unwrap();
    }
}
