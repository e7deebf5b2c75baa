//! Each promise of the README has its tests: the table of `tests/README.md` has every word of every promise, and each test
//! that it names is there and is run.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tvist_tests::workspace;

/// The promises by their numbers.
type Promises = BTreeMap<u32, String>;

/// A line of the table: the promise's number, a piece of its words, the tests that hold it.
#[derive(Debug, Clone)]
struct Row {
    promise: u32,
    words: String,
    tests: Vec<String>,
}

/// The promises of the README by their numbers, each on one line.
fn promises(readme: &str) -> Promises {
    let (_, rest) = readme
        .split_once("## What it promises")
        .expect("its heading");
    let (list, _) = rest
        .split_once("Each of them is held by tests")
        .expect("its end");
    let mut promises: Promises = BTreeMap::new();
    for line in list.lines().filter(|line| !line.trim().is_empty()) {
        let number = line
            .split_once(". ")
            .and_then(|(n, words)| Some((n.parse().ok()?, words)));
        match number {
            Some((number, words)) => {
                promises.insert(number, words.to_owned());
            }
            None => {
                let mut last = promises.last_entry().expect("a promise goes on");
                last.get_mut().push_str(&format!(" {}", line.trim()));
            }
        }
    }
    promises
}

/// The table of the promises.
fn table(readme: &str) -> Vec<Row> {
    let (_, rest) = readme.split_once("## The promises").expect("its heading");
    let rest = rest.split("\n## ").next().unwrap_or_default();
    let row = |line: &str| {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [promise, words, tests] = cells[..] else {
            return None;
        };
        let names = tests.split('`').skip(1).step_by(2);
        Some(Row {
            promise: promise.parse().ok()?,
            words: words.to_owned(),
            tests: names.map(str::to_owned).collect(),
        })
    };
    rest.lines().filter_map(row).collect()
}

/// What is wrong with a table of these promises.
fn faults(promises: &Promises, rows: &[Row]) -> Vec<String> {
    let mut faults = Vec::new();
    for (number, promise) in promises {
        let pieces = rows.iter().filter(|row| row.promise == *number);
        let pieces: Vec<&str> = pieces.map(|row| row.words.as_str()).collect();
        if pieces.join(" ") != *promise {
            faults.push(format!("promise {number} isn't what its pieces say"));
        }
    }
    for row in rows {
        if !promises.contains_key(&row.promise) {
            faults.push(format!("there is no promise {}", row.promise));
        }
        if row.tests.is_empty() {
            faults.push(format!("nothing holds: {}", row.words));
        }
        let missing = row.tests.iter().filter_map(|test| fault_of(test));
        faults.extend(missing);
    }
    faults
}

/// Why a test as the table names it can't hold anything.
fn fault_of(test: &str) -> Option<String> {
    let Some((place, name)) = test.split_once("::") else {
        return Some(format!("{test} names no test"));
    };
    let root = workspace();
    let file = ["tests", "src-tauri"]
        .map(|top| root.join(top).join(format!("{place}.rs")))
        .into_iter()
        .find(|file| file.is_file());
    let Some(file) = file else {
        return Some(format!("{test}: there is no such file"));
    };
    if !is_compiled(&file) {
        return Some(format!("{test}: nothing names its file as a module"));
    }
    let source = fs::read_to_string(&file).expect("a source is text");
    match marks(&source, name) {
        None => Some(format!("{test}: there is no such test")),
        Some(marks) if marks.iter().any(|mark| mark.starts_with("#[ignore")) => {
            Some(format!("{test}: it is ignored"))
        }
        Some(marks) if !marks.iter().any(|mark| is_test(mark)) => {
            Some(format!("{test}: it is no test"))
        }
        Some(_) => None,
    }
}

fn is_test(mark: &str) -> bool {
    mark.starts_with("#[test") || mark.starts_with("#[tokio::test")
}

/// The attributes of a function.
fn marks<'a>(source: &'a str, name: &str) -> Option<Vec<&'a str>> {
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    let head = format!("fn {name}(");
    let at = lines.iter().position(|line| {
        let bare = line.trim_start_matches("pub ").trim_start_matches("async ");
        bare.starts_with(&head)
    })?;
    let above = lines[..at].iter().rev();
    let marks = above.take_while(|line| line.starts_with("#[") || line.starts_with("//"));
    Some(marks.copied().collect())
}

/// Whether a file is one that cargo builds by itself, or some other one names it as its module.
fn is_compiled(file: &Path) -> bool {
    let stem = file
        .file_stem()
        .and_then(|stem| stem.to_str())
        .expect("a name");
    let folder = file.parent().expect("a folder");
    let owner = folder
        .file_name()
        .and_then(|name| name.to_str())
        .expect("a name");
    if matches!(stem, "main" | "lib" | "mod")
        || (owner == "tests" && folder.join("../Cargo.toml").is_file())
    {
        return true;
    }
    let above = folder.with_extension("rs");
    let owners: [PathBuf; 4] = [
        folder.join("main.rs"),
        folder.join("lib.rs"),
        folder.join("mod.rs"),
        above,
    ];
    let names = |owner: &PathBuf| {
        let text = fs::read_to_string(owner).unwrap_or_default();
        let module = format!("mod {stem};");
        text.lines()
            .any(|line| line.trim().trim_start_matches("pub ").ends_with(&module))
    };
    owners.iter().any(names)
}

fn both() -> (Promises, Vec<Row>) {
    let read = |path: &str| fs::read_to_string(workspace().join(path)).expect("it is text");
    (
        promises(&read("README.md")),
        table(&read("tests/README.md")),
    )
}

#[test]
fn each_word_of_each_promise_has_a_test_that_is_run() {
    let (promises, rows) = both();
    assert_eq!(promises.len(), 8, "{promises:?}");
    assert_eq!(faults(&promises, &rows), [] as [String; 0]);
}

#[test]
fn a_promise_without_its_test_is_found() {
    let (promises, rows) = both();
    let found = |change: &dyn Fn(&mut Promises, &mut Vec<Row>)| {
        let (mut promises, mut rows) = (promises.clone(), rows.clone());
        change(&mut promises, &mut rows);
        faults(&promises, &rows).join("; ")
    };
    let names = |name: &'static str| found(&move |_, rows| rows[0].tests = vec![name.to_owned()]);
    for (fault, told) in [
        (
            found(&|_, rows| drop(rows.remove(3))),
            "promise 1 isn't what",
        ),
        (
            found(&|_, rows| rows[0].tests.clear()),
            "nothing holds: A dispute",
        ),
        (
            found(&|all, _| all.get_mut(&6).expect("it").push_str(" Nor anything else.")),
            "promise 6 isn't what",
        ),
        (
            found(&|all, _| drop(all.insert(9, "More.".into()))),
            "promise 9 isn't what",
        ),
        (
            found(&|all, _| drop(all.remove(&8))),
            "there is no promise 8",
        ),
        (names("once/fault"), "names no test"),
        (names("once/nowhere::one"), "no such file"),
        (names("once/fault::one"), "no such test"),
        (names("once/fault::faults"), "it is no test"),
        (
            names("crates/store/tests/store/speed::speed"),
            "it is ignored",
        ),
    ] {
        assert!(fault.contains(told), "{told}: {fault}");
    }
}
