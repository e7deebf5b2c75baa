//! The dependency graph as Cargo resolves it, small enough to be changed by a test.

use std::process::Command;

use serde_json::Value;
use tvist_tests::workspace;

/// A package of the graph.
#[derive(Debug, Clone)]
pub struct Package {
    pub name: String,
    pub version: semver::Version,
    /// The SPDX expression, `None` where the package states none.
    pub license: Option<String>,
    /// `None` for a package of the workspace.
    pub source: Option<String>,
    /// Names of the packages that it depends on directly, for itself and its build.
    pub needs: Vec<String>,
    /// Names of the packages that its tests depend on beside those.
    pub tests_need: Vec<String>,
}

fn metadata(args: &[&str]) -> Value {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let out = Command::new(cargo)
        .args(["metadata", "--locked", "--offline", "--format-version", "1"])
        .args(args)
        .current_dir(workspace())
        .output()
        .expect("cargo can be started");
    assert!(
        out.status.success(),
        "cargo metadata: {}",
        String::from_utf8_lossy(&out.stderr)
    );
    serde_json::from_slice(&out.stdout).expect("cargo prints JSON")
}

fn word(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn package(value: &Value, needs: Vec<String>, tests_need: Vec<String>) -> Package {
    Package {
        name: word(&value["name"]),
        version: word(&value["version"])
            .parse()
            .expect("Cargo's versions are semantic"),
        license: value["license"].as_str().map(str::to_owned),
        source: value["source"].as_str().map(str::to_owned),
        needs,
        tests_need,
    }
}

/// The workspace's own packages with what their manifests ask for.
pub fn manifests() -> Vec<Package> {
    let found = metadata(&["--no-deps"]);
    let needs = |one: &Value, for_tests: bool| {
        list(&one["dependencies"])
            .filter(|need| (need["kind"] == "dev") == for_tests)
            .map(|need| word(&need["name"]))
            .collect()
    };
    list(&found["packages"])
        .map(|one| package(one, needs(one, false), needs(one, true)))
        .collect()
}

/// Every package that this machine's build resolves to.
pub fn resolved() -> Vec<Package> {
    let version = Command::new("rustc")
        .arg("-vV")
        .output()
        .expect("rustc can be started");
    let version = String::from_utf8_lossy(&version.stdout).into_owned();
    let host = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .expect("rustc knows its host");
    let found = metadata(&["--filter-platform", host]);
    let name_of = |id: &Value| {
        list(&found["packages"])
            .find(|one| one["id"] == *id)
            .map(|one| word(&one["name"]))
    };
    let nodes: Vec<&Value> = list(&found["resolve"]["nodes"]).collect();
    list(&found["packages"])
        .filter_map(|one| {
            let node = nodes.iter().find(|node| node["id"] == one["id"])?;
            Some(package(
                one,
                list(&node["dependencies"]).filter_map(name_of).collect(),
                vec![],
            ))
        })
        .collect()
}
