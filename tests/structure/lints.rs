//! What `clippy.toml` disallows is really refused, each method with its reason.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;
use tvist_tests::workspace;

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Lints {
    disallowed_methods: Vec<Method>,
}

/// A panic ends the task that it happens in. Where it ended the process, one odd answer would end the watch with it, and
/// nobody would remind.
#[test]
fn a_panic_ends_no_program_that_people_get() {
    #[derive(Deserialize)]
    struct Manifest {
        profile: BTreeMap<String, toml::Value>,
    }
    let text = fs::read_to_string(workspace().join("Cargo.toml")).unwrap();
    let manifest: Manifest = toml::from_str(&text).unwrap();
    let release = &manifest.profile["release"];
    assert_eq!(release["panic"].as_str(), Some("unwind"));
    for (name, profile) in &manifest.profile {
        let panic = profile.get("panic").and_then(toml::Value::as_str);
        assert!(panic.is_none_or(|how| how == "unwind"), "{name}");
    }
}

/// Where arithmetic on what others told could end the program, each operation that could overflow is refused by the gate.
#[test]
fn unchecked_arithmetic_is_refused_where_answers_are_read() {
    for name in ["domain", "provider"] {
        let path = format!("src-tauri/crates/{name}/src/lib.rs");
        let text = fs::read_to_string(workspace().join(path)).unwrap();
        let lint = "#![cfg_attr(not(test), warn(clippy::arithmetic_side_effects))]";
        assert!(text.contains(lint), "{name}");
    }
}

#[derive(Deserialize)]
struct Method {
    path: String,
    reason: String,
}

/// Stand-ins for the crates that the methods belong to, with nothing in them but those methods: real ones would take
/// minutes to build, and clippy goes by the path.
fn stand_ins(folder: &Path, methods: &[Method]) -> BTreeSet<String> {
    let mut crates: BTreeMap<&str, BTreeMap<(&str, &str), Vec<&str>>> = BTreeMap::new();
    for method in methods {
        let words: Vec<&str> = method.path.split("::").collect();
        let (module, owner, name) = match words[..] {
            ["std", ..] => continue,
            [_, name] => ("", "", name),
            [_, owner, name] => ("", owner, name),
            [_, module, owner, name] => (module, owner, name),
            _ => panic!("{} is no path that this test knows", method.path),
        };
        crates
            .entry(words[0])
            .or_default()
            .entry((module, owner))
            .or_default()
            .push(name);
    }
    for (name, owners) in &crates {
        let mut source = String::new();
        for ((module, owner), functions) in owners {
            let functions: String = functions
                .iter()
                .map(|function| format!("pub fn {function}() {{}}\n"))
                .collect();
            let owned = match *owner {
                "" => functions,
                owner => format!("pub struct {owner};\nimpl {owner} {{ {functions} }}\n"),
            };
            match *module {
                "" => source.push_str(&owned),
                module => writeln!(source, "pub mod {module} {{ {owned} }}").unwrap(),
            }
        }
        package(&folder.join(name), name, "", &source);
    }
    crates.keys().map(|name| (*name).to_owned()).collect()
}

fn package(folder: &Path, name: &str, needs: &str, source: &str) {
    fs::create_dir_all(folder.join("src")).unwrap();
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[dependencies]\n{needs}"
    );
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::write(folder.join("src/lib.rs"), source).unwrap();
}

/// How a method is mentioned; its value as a function is enough for the lint, whatever its arguments.
fn mention(method: &Method) -> String {
    let path = if method.path == "std::env::set_var" {
        "std::env::set_var::<&str, &str>"
    } else {
        &method.path
    };
    format!("let _ = {path};\n")
}

#[test]
fn each_disallowed_method_is_refused_with_its_reason() {
    let text = fs::read_to_string(workspace().join("clippy.toml"))
        .expect("clippy.toml stands in the workspace");
    let lints: Lints = toml::from_str(&text).expect("clippy.toml is as clippy wants it");
    let folder = tempfile::tempdir().unwrap();
    let crates = stand_ins(folder.path(), &lints.disallowed_methods);
    let members: String = crates.iter().map(|name| format!("\"{name}\", ")).collect();
    fs::write(
        folder.path().join("Cargo.toml"),
        format!("[workspace]\nmembers = [{members}\"caller\"]\n"),
    )
    .unwrap();
    fs::write(folder.path().join("clippy.toml"), &text).unwrap();
    let needs: String = crates
        .iter()
        .map(|name| format!("{name} = {{ path = \"../{name}\" }}\n"))
        .collect();
    let body: String = lints.disallowed_methods.iter().map(mention).collect();
    package(
        &folder.path().join("caller"),
        "caller",
        &needs,
        &format!("pub fn caller() {{\n{body}}}\n"),
    );

    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let out = Command::new(cargo)
        .args([
            "clippy",
            "--quiet",
            "--offline",
            "--package",
            "caller",
            "--",
            "-D",
            "clippy::disallowed_methods",
        ])
        .current_dir(folder.path())
        .env("CARGO_TARGET_DIR", folder.path().join("target"))
        .env("CARGO_TERM_COLOR", "never")
        .output()
        .expect("cargo can be started");
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(!out.status.success(), "clippy let all of them pass: {said}");
    for method in &lints.disallowed_methods {
        assert!(
            said.contains(&format!("use of a disallowed method `{}`", method.path)),
            "{}: {said}",
            method.path
        );
        assert!(said.contains(&method.reason), "{}: {said}", method.reason);
    }
}

/// A function of so many lines of code.
fn long(lines: usize) -> String {
    let body: String = (0..lines).map(|n| format!("    let _ = {n};\n")).collect();
    format!("pub fn long() {{\n{body}}}\n")
}

#[test]
fn a_function_that_is_too_long_is_refused() {
    #[derive(Deserialize)]
    struct Manifest {
        workspace: Workspace,
    }
    #[derive(Deserialize)]
    struct Workspace {
        lints: BTreeMap<String, BTreeMap<String, toml::Value>>,
    }
    let text = fs::read_to_string(workspace().join("Cargo.toml")).unwrap();
    let manifest: Manifest = toml::from_str(&text).unwrap();
    let lint = manifest.workspace.lints["clippy"]["too_many_lines"].as_str();
    assert_eq!(lint, Some("warn"), "the gate refuses what is warned of");
    let crates = fs::read_dir(workspace().join("src-tauri/crates")).unwrap();
    let mut members = vec![workspace().join("src-tauri"), workspace().join("tests")];
    members.extend(crates.map(|entry| entry.unwrap().path()));
    for member in members {
        let text = fs::read_to_string(member.join("Cargo.toml")).unwrap();
        assert!(
            text.contains("[lints]\nworkspace = true"),
            "{}",
            member.display()
        );
    }

    let folder = tempfile::tempdir().unwrap();
    let rules = fs::read_to_string(workspace().join("clippy.toml")).unwrap();
    fs::write(folder.path().join("clippy.toml"), rules).unwrap();
    for (lines, refused) in [(60, false), (61, true)] {
        package(folder.path(), "long", "", &long(lines));
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
        let out = Command::new(cargo)
            .args([
                "clippy",
                "--quiet",
                "--offline",
                "--",
                "-D",
                "clippy::too_many_lines",
            ])
            .current_dir(folder.path())
            .env("CARGO_TARGET_DIR", folder.path().join("target"))
            .env("CARGO_TERM_COLOR", "never")
            .output()
            .expect("cargo can be started");
        let said = String::from_utf8_lossy(&out.stderr);
        assert_eq!(said.contains("too many lines"), refused, "{lines}: {said}");
        assert_eq!(out.status.success(), !refused, "{lines}: {said}");
    }
}
