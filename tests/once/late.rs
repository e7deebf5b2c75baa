//! A call that was believed lost and shows later: the proof wins, is told, and nothing happens twice.

use crate::scene::{ANSWER, Act, REFUND, Scene};
use crate::shop::list;
use chrono::TimeDelta;
use tvist_sandbox::{Fault, FaultRule};

/// The call landed, its answer was lost, and the provider's copies lag so long that two readings saw nothing.
fn believed_lost(act: Act) -> Scene {
    let scene = Scene::new(act);
    let stale = Fault::StaleReads { seconds: 600 };
    scene
        .shop
        .control()
        .add_fault(FaultRule::next(act.method, &scene.path(), stale));
    let died = scene.shop.tvist.clone().env("TVIST_FAULT", "sent").run(&[
        act.command,
        &scene.case,
        "--confirm",
    ]);
    assert_eq!(died.code, None);
    let settled = scene.shop.tvist.run(&["reconcile"]).expect(0);
    assert_eq!(
        settled["submissions"][0]["state"], "not_arrived",
        "{settled}"
    );
    assert_eq!(scene.effects(), 1, "which is wrong");
    scene.shop.control().advance(TimeDelta::minutes(15));
    scene
}

fn is_told(scene: &Scene) {
    let dispute = scene.shop.tvist.run(&["dispute", &scene.case]).expect(0);
    let told = |kind: &str| {
        list(&dispute, "timeline")
            .iter()
            .filter(|e| e["kind"] == kind)
            .count()
    };
    assert_eq!(told("arrived_late"), 1, "{}", dispute["timeline"]);
    assert_eq!(told("answered_elsewhere"), 0, "{}", dispute["timeline"]);
    assert_eq!(scene.states(), ["accepted"]);
}

#[test]
fn a_mark_that_shows_at_the_next_visit_corrects_what_was_believed() {
    let scene = believed_lost(ANSWER);
    let _ = scene.shop.tvist.run(&["sync"]).expect(0);
    is_told(&scene);
    assert_eq!(scene.confirm(), Some(3), "it is done");
    assert_eq!(scene.effects(), 1);
}

#[test]
fn before_the_same_is_done_again_it_is_looked_for() {
    for act in [ANSWER, REFUND] {
        let scene = believed_lost(act);
        assert_eq!(scene.confirm(), Some(0), "{}: found, not sent", act.command);
        is_told(&scene);
        assert_eq!(scene.effects(), 1, "{}", act.command);
    }
}

#[test]
fn settling_looks_for_it_too() {
    let scene = believed_lost(REFUND);
    let settled = scene.shop.tvist.run(&["reconcile"]).expect(0);
    assert_eq!(settled["submissions"][0]["state"], "accepted", "{settled}");
    is_told(&scene);
    let again = scene.shop.tvist.run(&["reconcile"]).expect(0);
    assert_eq!(list(&again, "submissions").len(), 0, "once");
    assert_eq!(scene.effects(), 1);
}
