//! What a network and a provider can do to the one call.

use crate::scene::{ACTS, Act, Scene};
use std::thread;
use tvist_sandbox::{Fault, FaultRule};

/// How many scenes play at the same time.
pub const AT_ONCE: usize = 10;

/// Every fault, with whether it leaves the act done.
#[expect(clippy::too_many_lines, reason = "a table")]
pub fn faults() -> Vec<(&'static str, Fault)> {
    vec![
        ("answer lost after the effect", Fault::ResetAfterApply),
        ("connection cut before the effect", Fault::ResetBeforeApply),
        (
            "500 after the effect",
            Fault::ErrorAfterApply {
                status: 500,
                cached: false,
            },
        ),
        (
            "500 after the effect, replayed for the key",
            Fault::ErrorAfterApply {
                status: 500,
                cached: true,
            },
        ),
        (
            "500 before the effect, replayed for the key",
            Fault::ErrorBeforeApply {
                status: 500,
                cached: true,
            },
        ),
        (
            "500 before the effect",
            Fault::ErrorBeforeApply {
                status: 500,
                cached: false,
            },
        ),
        ("body cut", Fault::CutBody { keep: None }),
        ("length too long", Fault::WrongLength { by: 40 }),
        ("broken body", Fault::BrokenJson),
        ("empty body", Fault::EmptyBody),
        (
            "a proxy's page, done all the same",
            Fault::ProxyPage {
                status: 502,
                applied: true,
            },
        ),
        (
            "a proxy's page, nothing done",
            Fault::ProxyPage {
                status: 502,
                applied: false,
            },
        ),
        ("delivered twice", Fault::Duplicate),
        ("key forgotten", Fault::ForgetKey),
        (
            "unknown members and words",
            Fault::UnknownFields { words: false },
        ),
        ("sent elsewhere, done all the same", redirect(true)),
        ("sent elsewhere, nothing done", redirect(false)),
        ("object locked", Fault::LockTimeout),
        ("same key in flight", Fault::Conflict),
        ("slow", Fault::Slow { ms: 800 }),
        ("stale reads", Fault::StaleReads { seconds: 3 }),
    ]
}

fn redirect(applied: bool) -> Fault {
    Fault::Redirect {
        to: "http://127.0.0.1:9/elsewhere".into(),
        status: 307,
        applied,
    }
}

#[test]
fn no_fault_of_the_one_call_makes_two_effects_or_a_false_word() {
    let all: Vec<_> = ACTS
        .into_iter()
        .flat_map(|act| {
            faults()
                .into_iter()
                .map(move |(name, fault)| (act, name, fault))
        })
        .collect();
    // A few at a time: their waits for a second reading overlap, and two cores aren't drowned.
    for some in all.chunks(AT_ONCE) {
        thread::scope(|scope| {
            for (act, name, fault) in some {
                scope.spawn(move || strike(*act, name, fault.clone()));
            }
        });
    }
}

/// One fault at the one call of an act, and what follows.
fn strike(act: Act, name: &str, fault: Fault) {
    let scene = Scene::new(act);
    let what = format!("{} at {}, {name}", act.command, act.provider);
    scene
        .shop
        .control()
        .add_fault(FaultRule::next(act.method, &scene.path(), fault).of(act.provider));
    let code = scene.confirm();
    assert!(matches!(code, Some(0 | 1 | 4 | 5)), "{what}: {code:?}");
    assert!(scene.effects() <= 1, "{what}: {} effects", scene.effects());
    if code == Some(0) {
        assert_eq!(scene.effects(), 1, "{what}: done means done");
    }
    if matches!(code, Some(1 | 4)) {
        assert_eq!(scene.effects(), 0, "{what}: not done means not done");
    }
    scene.ends_well(&what);
}

#[test]
fn somebody_else_in_the_same_moment_is_not_taken_for_us() {
    let scene = Scene::new(crate::scene::ANSWER);
    scene
        .shop
        .control()
        .add_fault(FaultRule::next("POST", &scene.path(), Fault::SecondWriter));
    let code = scene.confirm();
    assert!(matches!(code, Some(3..=5)), "{code:?}");
    scene.shop.control().clear_faults();
    let _ = scene.shop.tvist.run(&["reconcile"]);
    assert!(
        !scene.states().iter().any(|s| s == "accepted"),
        "{:?}",
        scene.states()
    );
}
