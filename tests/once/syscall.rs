//! The process is killed at system calls: as it flushes, writes or sends, wherever that is in the program.
//!
//! Every point is a run of its own. CI takes a sample of them; `TVIST_SWEEP=all` takes all. Counts are a thread's own
//! (that is how strace counts), and one thread does the database's writing, so N goes to the busiest thread's last call.

use crate::scene::{ANSWER, Scene};
use std::collections::BTreeMap;
use std::thread;
use tvist_tests::Tvist;

/// Through to the disk, into the file, a journal's end, and to the network and the keyring. Which of two that do the same
/// is used differs by system; one that is never made has no points.
const CALLS: [&str; 8] = [
    "fsync",
    "fdatasync",
    "pwrite64",
    "ftruncate",
    "sendto",
    "sendmsg",
    "writev",
    "write",
];
/// How many points of each call are taken where not all are.
const SAMPLE: u32 = 4;
/// How many scenes play at the same time.
const AT_ONCE: usize = 6;

/// `tvist` under strace with these wishes.
fn traced(scene: &Scene, wishes: &[&str]) -> Tvist {
    let strace = ["strace", "-f", "-qq"];
    scene
        .shop
        .tvist
        .clone()
        .under(&[&strace[..], wishes].concat())
}

/// How often the busiest thread of an undisturbed answer makes each call.
fn undisturbed() -> BTreeMap<&'static str, u32> {
    let scene = Scene::new(ANSWER);
    let log = scene.shop.folder().join("calls.log");
    let filter = format!("trace={}", CALLS.join(","));
    let out = log.to_str().expect("the paths of tests are UTF-8");
    let done =
        traced(&scene, &["-o", out, "-e", &filter]).run(&["submit", &scene.case, "--confirm"]);
    assert_eq!(
        done.code,
        Some(0),
        "strace is needed (tests/setup test): {done:?}"
    );
    let text = std::fs::read_to_string(&log).expect("strace has written its log");
    let mut by_thread: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for line in text.lines() {
        let Some((thread, rest)) = line.split_once(' ') else {
            continue;
        };
        let begun = |call: &&&str| {
            rest.trim_start()
                .strip_prefix(**call)
                .is_some_and(|r| r.starts_with('('))
        };
        if let Some(call) = CALLS.iter().find(begun) {
            *by_thread.entry((thread, call)).or_default() += 1;
        }
    }
    let busiest = |call| {
        by_thread
            .iter()
            .filter(|((_, c), _)| *c == call)
            .map(|(_, n)| *n)
            .max()
    };
    CALLS.map(|call| (call, busiest(call).unwrap_or(0))).into()
}

/// The points to die at: all, or a sample with the first and the last one in it.
fn points(counts: &BTreeMap<&'static str, u32>) -> Vec<(&'static str, u32)> {
    let all = std::env::var("TVIST_SWEEP").is_ok_and(|wish| wish == "all");
    let of = |(call, count): (&&'static str, &u32)| {
        let (call, count) = (*call, *count);
        let some = if all { count } else { count.min(SAMPLE) };
        (0..some).map(move |n| {
            let at = if some < 2 {
                1
            } else {
                1 + n * (count - 1) / (some - 1)
            };
            (call, at)
        })
    };
    counts.iter().flat_map(of).collect()
}

#[test]
fn dying_at_a_system_call_leaves_one_effect_at_most_a_sound_file_and_the_truth() {
    let counts = undisturbed();
    let made = |calls: &[&str]| calls.iter().any(|call| counts[call] > 0);
    assert!(
        made(&["fsync", "fdatasync"]),
        "the disk is flushed: {counts:?}"
    );
    assert!(
        made(&["sendto", "sendmsg", "writev", "write"]),
        "something is sent: {counts:?}"
    );
    let points = points(&counts);
    for some in points.chunks(AT_ONCE) {
        thread::scope(|scope| {
            for (call, n) in some {
                scope.spawn(move || die_at(call, *n));
            }
        });
    }
    println!("died at {} points of {counts:?}", points.len());
}

fn die_at(call: &str, n: u32) {
    let scene = Scene::new(ANSWER);
    let what = format!("killed at {call} {n}");
    let (filter, inject) = (
        format!("trace={call}"),
        format!("inject={call}:signal=KILL:when={n}"),
    );
    let died = traced(&scene, &["-o", "/dev/null", "-e", &filter, "-e", &inject]).run(&[
        "submit",
        &scene.case,
        "--confirm",
    ]);
    // The threads differ a little from run to run: the last points may lie behind the end.
    assert!(matches!(died.code, None | Some(0)), "{what}: {died:?}");
    assert!(scene.effects() <= 1, "{what}: {} effects", scene.effects());
    if died.code == Some(0) {
        assert_eq!(scene.effects(), 1, "{what}: done means done");
    }
    let sound = scene.shop.tvist.run(&["integrity"]);
    assert_eq!(sound.code, Some(0), "{what}: {sound:?}");
    scene.ends_well(&what);
}
