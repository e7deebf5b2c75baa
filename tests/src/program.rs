//! Where the workspace, its programs and the results of tests are.

use std::path::{Path, PathBuf};

/// The root of the workspace.
#[must_use]
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map(Path::to_path_buf)
        .expect("tests/ stands in the workspace")
}

/// A program of the workspace, from the build that this test belongs to.
///
/// # Panics
/// When it isn't there: `cargo test` of this crate alone doesn't build it, `make test` does.
#[must_use]
pub fn binary(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("a test knows its own path");
    let build = test
        .parent()
        .and_then(Path::parent)
        .expect("tests stand in target/<profile>/deps");
    let path = build.join(name);
    assert!(
        path.exists(),
        "{} is missing: run `cargo build --workspace --features tvist-cli/faults`",
        path.display()
    );
    path
}

/// The folder that keeps what a test leaves to be looked at, made if need be: `test-results/<test>`.
///
/// # Panics
/// When it can't be made.
#[must_use]
pub fn results(test: &str) -> PathBuf {
    let folder = workspace().join("test-results").join(test);
    std::fs::create_dir_all(&folder).expect("test-results can be written");
    folder
}
