//! A crash leaves no picture of the memory on the disk, whatever the machine would allow.

use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tvist_tests::{Desktop, binary, not_run, run, until};

const PATIENCE: Duration = Duration::from_secs(30);

/// A program where the system may write as much as it likes, into this folder.
fn start(program: &Path, arguments: &[&str], env: &[(String, String)], folder: &Path) -> Child {
    Command::new("sh")
        .args(["-c", "ulimit -c unlimited; exec \"$0\" \"$@\""])
        .arg(program)
        .args(arguments)
        .envs(env.iter().map(|(name, value)| (name, value)))
        .env("TVIST_DATA_DIR", folder.join("data"))
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a program can be started")
}

/// Ends it as a failure of its own would; whether the system then wrote its memory down.
fn leaves_a_core(mut child: Child, folder: &Path) -> bool {
    let id = child.id().to_string();
    run("kill", &["-ABRT", &id], &[], PATIENCE).unwrap();
    let status = child.wait().unwrap();
    assert_eq!(status.signal(), Some(6), "{status}");
    let lying = fs::read_dir(folder).unwrap().any(|entry| {
        let name = entry.unwrap().file_name();
        name.to_string_lossy().starts_with("core")
    });
    status.core_dumped() || lying
}

/// Which program a process runs now.
fn runs(child: &Child) -> String {
    let line = fs::read(format!("/proc/{}/cmdline", child.id())).unwrap_or_default();
    let program = line.split(|byte| *byte == 0).next().unwrap_or_default();
    let program = Path::new(std::str::from_utf8(program).unwrap_or_default());
    let name = program.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

#[test]
fn none_of_the_programs_leaves_a_core() {
    let desktop = Desktop::start();
    let folder = tempfile::tempdir().unwrap();
    let sleeping = start(Path::new("sleep"), &["60"], &[], folder.path());
    until(PATIENCE, "sleep", || {
        (runs(&sleeping) == "sleep").then_some(())
    });
    if !leaves_a_core(sleeping, folder.path()) {
        not_run("this machine writes no core of any program, so nothing can be seen here");
        return;
    }
    for (name, arguments, becomes) in [
        ("tvist", &["practice"][..], "tvist"),
        ("tvist-watcher", &[], "tvist-watcher"),
        ("tvist-desktop", &[], "tvist-desktop"),
        // The window's program makes room at once: another program in the same process, which must say it anew.
        ("tvist-desktop", &["--hidden"], "tvist-watcher"),
    ] {
        let place = tempfile::tempdir().unwrap();
        let child = start(&binary(name), arguments, desktop.env(), place.path());
        until(PATIENCE, becomes, || {
            (runs(&child) == becomes).then_some(())
        });
        if name == "tvist" {
            // It serves by now: its threads are there.
            let threads = format!("/proc/{}/task", child.id());
            until(PATIENCE, "its threads", || {
                (fs::read_dir(&threads).unwrap().count() > 1).then_some(())
            });
        } else {
            // It holds the key of its database by now.
            let database = place.path().join("data/tvist.db");
            until(PATIENCE, "its database", || database.exists().then_some(()));
        }
        assert!(!leaves_a_core(child, place.path()), "{name} {arguments:?}");
    }
}

#[test]
fn help_is_help_and_starts_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    for (name, argument, says) in [
        ("tvist-watcher", "--help", "Usage: tvist-watcher"),
        ("tvist-watcher", "-h", "Usage: tvist-watcher"),
        ("tvist-watcher", "--version", "tvist-watcher 0."),
        ("tvist-desktop", "--help", "Usage: tvist-desktop"),
        ("tvist", "--help", "Usage: tvist"),
    ] {
        let output = Command::new("timeout")
            .arg("20")
            .arg(binary(name))
            .arg(argument)
            .env("TVIST_DATA_DIR", &data)
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stdout);
        assert!(
            output.status.success(),
            "{name} {argument}: {}",
            output.status
        );
        assert!(told.contains(says), "{name} {argument}: {told}");
        assert!(!data.exists(), "{name} {argument}");
    }
}
