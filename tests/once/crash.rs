//! The process dies: at every named point of the protocol, and at random moments.

use crate::scene::{ACTS, ANSWER, Act, Scene};
use std::collections::BTreeSet;
use std::thread;
use std::time::{Duration, Instant};
use tvist_engine::FAULT_POINTS;
use tvist_sandbox::{Fault, FaultRule};
use tvist_tests::pause;

/// Where an act comes by a point.
#[derive(Clone, Copy, PartialEq, Eq)]
enum On {
    /// When it is confirmed.
    Sending,
    /// When files are put at the provider one by one.
    Files,
    /// When an outcome is found out afterwards.
    Back,
}

/// Every point of the engine's (`submission/fault.rs`), with where it is met.
const MET: [(&str, On); 11] = [
    ("sealed", On::Sending),
    ("intended", On::Sending),
    ("unnoted", On::Files),
    ("uploaded", On::Files),
    ("prepared", On::Sending),
    ("reread", On::Sending),
    ("sending", On::Sending),
    ("sent", On::Sending),
    ("settled", On::Sending),
    ("reconciling", On::Back),
    ("reconciled", On::Back),
];

/// Whether the act puts files at its provider before the one call.
fn uploads(act: Act) -> bool {
    act.command == "submit" && matches!(act.provider, "stripe" | "clearhaus")
}

#[test]
fn every_point_that_the_engine_has_is_died_at() {
    let known: BTreeSet<&str> = FAULT_POINTS.into_iter().collect();
    let met: BTreeSet<&str> = MET.iter().map(|(name, _)| *name).collect();
    assert_eq!(known, met);
    assert_eq!(
        known.len(),
        FAULT_POINTS.len(),
        "each point has a name of its own"
    );
}

#[test]
fn dying_at_any_point_leaves_one_effect_at_most_and_the_truth_to_be_found() {
    for act in ACTS {
        thread::scope(|scope| {
            for (point, on) in MET {
                scope.spawn(move || die_at(act, point, on));
            }
        });
    }
}

fn die_at(act: Act, point: &'static str, on: On) {
    let scene = Scene::new(act);
    let what = format!("{} at {} dying when {point}", act.command, act.provider);
    let dying = |point| scene.shop.tvist.clone().env("TVIST_FAULT", point);
    let confirm = scene.confirming();
    let met = match on {
        On::Sending => true,
        On::Files => uploads(act),
        On::Back => {
            assert_eq!(dying("sent").run(&confirm).code, None, "{what}");
            assert_eq!(dying(point).run(&["reconcile"]).code, None, "{what}");
            scene.ends_well(&what);
            return;
        }
    };
    let died = dying(point).run(&confirm);
    if met {
        assert_eq!(
            died.code, None,
            "{what}: the process ends at once: {died:?}"
        );
        scene.ends_well(&what);
    } else {
        // Where it isn't met, nothing dies: the table above is the truth.
        assert_eq!(died.code, Some(0), "{what}: {died:?}");
    }
}

/// So many run at a time, when the span is measured as when it is died in.
const AT_ONCE: u32 = 3;
const ROUNDS: u32 = 5;

/// An answer whose one call takes its time on the way, so that it is a good part of the whole.
fn slow_answer() -> Scene {
    let scene = Scene::new(ANSWER);
    let slow = FaultRule::next(ANSWER.method, &scene.path(), Fault::Slow { ms: 1_500 });
    scene.shop.control().add_fault(slow);
    scene
}

#[test]
fn dying_at_random_moments_leaves_one_effect_at_most() {
    // How long an undisturbed answer takes beside two others tells which moments are worth dying at.
    let undisturbed = || {
        let scene = slow_answer();
        let began = Instant::now();
        assert_eq!(scene.confirm(), Some(0));
        began.elapsed()
    };
    let whole = thread::scope(|scope| {
        let runs: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(undisturbed)).collect();
        let spans = runs.into_iter().map(|run| run.join().expect("it is sent"));
        spans.max().unwrap_or_default()
    });
    let moments = AT_ONCE * ROUNDS;
    let died_in: Vec<String> = (0..ROUNDS)
        .flat_map(|round| {
            thread::scope(|scope| {
                let dying: Vec<_> = (0..AT_ONCE)
                    // The rounds interleave, so that each has early and late ones.
                    .map(|k| k * ROUNDS + round)
                    .map(|n| scope.spawn(move || die_after(whole * n / moments, n)))
                    .collect();
                let ended = dying
                    .into_iter()
                    .map(|one| one.join().expect("it ends well"));
                ended.collect::<Vec<_>>()
            })
        })
        .collect();
    assert!(
        died_in.iter().any(|state| state == "sending"),
        "some died while the call was under way: {died_in:?}"
    );
    assert!(
        died_in.iter().any(String::is_empty),
        "some died before anything was on the disk: {died_in:?}"
    );
}

/// Kills an answer so long after its start; gives the state in which the protocol was left, empty when it hadn't begun.
fn die_after(after: Duration, n: u32) -> String {
    let scene = slow_answer();
    let running = scene
        .shop
        .tvist
        .spawn(&["submit", &scene.case, "--confirm"]);
    pause(after);
    running.kill();
    let state = scene.states().pop().unwrap_or_default();
    // What was on its way arrives now, or never.
    pause(Duration::from_millis(1_600));
    assert!(scene.effects() <= 1);
    scene.ends_well(&format!("killed in moment {n}, left as {state:?}"));
    state
}
