//! The rooms inside the crates: no circle of modules anywhere, and the engine's rooms know only those below them.

use std::collections::{BTreeMap, BTreeSet};

use tvist_tests::workspace;

use crate::modules::{Arrows, Module, arrows, circles, read};

/// The sources of the workspace's crates.
const CRATES: [(&str, &str); 10] = [
    ("domain", "src-tauri/crates/domain/src"),
    ("document", "src-tauri/crates/document/src"),
    ("provider", "src-tauri/crates/provider/src"),
    ("store", "src-tauri/crates/store/src"),
    ("engine", "src-tauri/crates/engine/src"),
    ("watcher", "src-tauri/crates/watcher/src"),
    ("cli", "src-tauri/crates/cli/src"),
    ("sandbox", "src-tauri/crates/sandbox/src"),
    ("desktop", "src-tauri/src"),
    ("tests", "tests/src"),
];

/// The engine's rooms, the lowest first; each may know those before it. This is the picture in ARCHITECTURE.md.
const ROOMS: [&str; 15] = [
    "view",
    "error",
    "event",
    "host",
    "account",
    "evidence",
    "sync",
    "case",
    "submission",
    "reminder",
    "export",
    "watch",
    "erasure",
    "backup",
    "health",
];

/// The handle stands above all rooms.
const HANDLE: &str = "engine";

fn rank(module: &Module) -> Option<usize> {
    let room = module.first()?;
    ROOMS
        .iter()
        .position(|name| name == room)
        .or((room == HANDLE).then_some(ROOMS.len()))
}

/// The arrows of the engine that lead upwards, and modules that stand in no room.
fn breaches(arrows: &Arrows) -> Vec<String> {
    let mut found = Vec::new();
    for (module, known) in arrows.iter().filter(|(module, _)| !module.is_empty()) {
        let Some(own) = rank(module) else {
            found.push(format!("{} stands in no room", module.join("::")));
            continue;
        };
        // The crate's own root only hands on.
        let upwards = known
            .iter()
            .filter(|other| rank(other).is_none_or(|rank| rank > own));
        found.extend(upwards.map(|other| format!("{} → {}", module.join("::"), other.join("::"))));
    }
    found
}

fn engine() -> BTreeMap<Module, String> {
    let mut sources = read(&workspace().join("src-tauri/crates/engine/src"));
    // Invented cases for the tests of all rooms.
    sources.remove(&vec!["sample".to_owned()]);
    sources
}

#[test]
fn the_engine_s_rooms_know_only_those_below() {
    assert_eq!(breaches(&arrows(&engine())), Vec::<String>::new());
}

#[test]
fn any_arrow_upwards_is_found() {
    let all: Vec<&str> = ROOMS.into_iter().chain([HANDLE]).collect();
    for (own, room) in all.iter().enumerate() {
        for above in &all[own + 1..] {
            for names in [
                format!("use crate::{above}::Thing;"),
                format!("fn f() {{ crate::{above}::f() }}"),
                format!("use crate::{{error::Error, {above}::{{self, Thing}}}};"),
                format!("fn f() {{ super::super::{above}::f() }}"),
            ] {
                let sources = BTreeMap::from([
                    (vec![(*above).to_owned()], String::new()),
                    (vec!["error".to_owned()], String::new()),
                    (vec![(*room).to_owned(), "one".to_owned()], names.clone()),
                ]);
                let expected = format!("{room}::one → {above}");
                assert!(breaches(&arrows(&sources)).contains(&expected), "{names}");
            }
        }
    }
    let stranger = BTreeMap::from([(vec!["misc".to_owned()], String::new())]);
    assert_eq!(breaches(&arrows(&stranger)), ["misc stands in no room"]);
}

#[test]
fn what_is_handed_on_leads_to_whoever_has_it() {
    let word = |text: &str| -> Module { text.split("::").map(str::to_owned).collect() };
    let sources = BTreeMap::from([
        (word("a"), "mod part; pub use part::Thing;".to_owned()),
        (word("a::part"), "pub struct Thing;".to_owned()),
        (
            word("b"),
            "use crate::a::Thing; #[cfg(test)] mod tests { use crate::c::X; }".to_owned(),
        ),
        (word("c"), String::new()),
    ]);
    let arrows = arrows(&sources);
    assert_eq!(arrows[&word("b")], BTreeSet::from([word("a::part")]));
    assert!(
        arrows[&word("a")].is_empty(),
        "a module and its part are one house"
    );
}

#[test]
fn no_modules_know_each_other_in_a_circle() {
    let found: Vec<String> = CRATES
        .into_iter()
        .flat_map(|(name, folder)| {
            let found = circles(&arrows(&read(&workspace().join(folder))));
            found.into_iter().map(move |circle| {
                let modules: Vec<String> = circle.iter().map(|one| one.join("::")).collect();
                format!("{name}: {}", modules.join(", "))
            })
        })
        .collect();
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn a_circle_of_modules_is_found() {
    let word = |text: &str| vec![text.to_owned()];
    for length in [2, 3, 5] {
        let names: Vec<String> = (0..length).map(|n| format!("m{n}")).collect();
        let sources: BTreeMap<Module, String> = (0..length)
            .map(|n| {
                let next = &names[(n + 1) % length];
                (word(&names[n]), format!("use crate::{next}::Thing;"))
            })
            .collect();
        let found = circles(&arrows(&sources));
        assert_eq!(found, [sources.keys().cloned().collect()], "{length}");
    }
}
