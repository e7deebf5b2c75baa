//! The process dies: at every named point of the protocol, and at random moments.

use crate::scene::{ACTS, ANSWER, Scene};
use std::thread;
use std::time::Duration;
use tvist_tests::pause;

/// The points of the protocol (engine, `submission/fault.rs`).
const POINTS: [&str; 7] = [
    "sealed", "intended", "prepared", "reread", "sending", "sent", "settled",
];

#[test]
fn dying_at_any_point_leaves_one_effect_at_most_and_the_truth_to_be_found() {
    for act in ACTS {
        thread::scope(|scope| {
            for point in POINTS {
                scope.spawn(move || {
                    let scene = Scene::new(act);
                    let what = format!("{} dying when {point}", act.command);
                    let died = scene.shop.tvist.clone().env("TVIST_FAULT", point).run(&[
                        act.command,
                        &scene.case,
                        "--confirm",
                    ]);
                    assert_eq!(
                        died.code, None,
                        "{what}: the process ends at once: {died:?}"
                    );
                    scene.ends_well(&what);
                });
            }
        });
    }
}

#[test]
fn dying_while_it_reconciles_changes_nothing() {
    for point in ["reconciling", "reconciled"] {
        let scene = Scene::new(ANSWER);
        let dying = |point| scene.shop.tvist.clone().env("TVIST_FAULT", point);
        let died = dying("sent").run(&["submit", &scene.case, "--confirm"]);
        assert_eq!(died.code, None);
        assert_eq!(dying(point).run(&["reconcile"]).code, None);
        scene.ends_well(&format!("dying when {point}"));
    }
}

#[test]
fn dying_at_random_moments_leaves_one_effect_at_most() {
    // How long an undisturbed answer takes tells which moments are worth dying at.
    let undisturbed = std::time::Instant::now();
    let scene = Scene::new(ANSWER);
    scene.shop.control().set_latency(20);
    let started = undisturbed.elapsed();
    assert_eq!(scene.confirm(), Some(0));
    let whole = undisturbed.elapsed().saturating_sub(started);
    let moments = 12;
    thread::scope(|scope| {
        for n in 0..moments {
            scope.spawn(move || {
                let scene = Scene::new(ANSWER);
                scene.shop.control().set_latency(20);
                let running = scene
                    .shop
                    .tvist
                    .spawn(&["submit", &scene.case, "--confirm"]);
                pause(whole * n / moments + Duration::from_millis(u64::from(n) * 7 % 13));
                running.kill();
                assert!(scene.effects() <= 1);
                scene.ends_well(&format!("killed in moment {n} of {moments}"));
            });
        }
    });
}
