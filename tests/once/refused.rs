//! A refusal is no proof: the call may have been delivered twice, or refused after it took effect. It is believed once a
//! reading agrees; until then the outcome is unknown, and what the provider said is kept.

use crate::fault::AT_ONCE;
use crate::scene::{ACCEPT, ACTS, ANSWER, Act, Scene};
use crate::shop::{codes, list};
use serde_json::Value;
use std::thread;
use tvist_sandbox::{Fault, FaultRule};
use tvist_tests::Hand;

fn after(status: u16) -> Fault {
    Fault::ErrorAfterApply {
        status,
        cached: false,
    }
}

fn before(status: u16) -> Fault {
    Fault::ErrorBeforeApply {
        status,
        cached: false,
    }
}

/// How many readings the program makes of the case before the one call.
fn reads_before(act: Act) -> u32 {
    let scene = Scene::new(act);
    assert_eq!(scene.confirm(), Some(0), "{}: undisturbed", act.command);
    let requests = scene.shop.control().requests();
    let path = scene.path();
    let earlier = requests
        .iter()
        .take_while(|r| !(r.method == act.method && r.path == path));
    let reads = earlier.filter(|r| r.method == "GET").count();
    u32::try_from(reads).expect("a handful of reads")
}

/// The act with a fault at its call; from there on the provider can't be read.
fn unread(act: Act, fault: Fault, reads: u32) -> Scene {
    let scene = Scene::new(act);
    let control = scene.shop.control();
    control.add_fault(FaultRule::next(act.method, &scene.path(), fault).of(act.provider));
    let blind = FaultRule::next("GET", "*", before(503)).of(act.provider);
    control.add_fault(blind.nth(reads + 1).times(0));
    scene
}

/// What the provider said, as it is kept with the last submission.
fn kept(scene: &Scene) -> Value {
    let receipts = scene.shop.ok(&["receipts", &scene.case]);
    let last = list(&receipts, "receipts").last();
    last.map_or(Value::Null, |receipt| receipt["refusal"].clone())
}

#[test]
fn a_refusal_that_nobody_could_read_after_is_unknown_for_every_act() {
    let faults = || {
        let twice = ("delivered twice", Fault::Duplicate, 1);
        let done = [400, 401, 403, 404, 422, 429]
            .map(|status| ("refused, done all the same", after(status), 1));
        let undone = [400, 403, 429].map(|status| ("refused and not done", before(status), 0));
        [twice].into_iter().chain(done).chain(undone)
    };
    let all: Vec<_> = ACTS
        .into_iter()
        .flat_map(|act| {
            let reads = reads_before(act);
            faults()
                // With a key such a call may be made again, and is, until it is told to come later (stripe.md §2).
                .filter(move |(_, fault, _)| {
                    act.provider != "stripe" || ![after(429), before(429)].contains(fault)
                })
                .map(move |(name, fault, effects)| (act, reads, name, fault, effects))
        })
        .collect();
    for some in all.chunks(AT_ONCE) {
        thread::scope(|scope| {
            for (act, reads, name, fault, effects) in some {
                scope.spawn(move || {
                    let what = format!("{} at {}, {name}, {fault:?}", act.command, act.provider);
                    let scene = unread(*act, fault.clone(), *reads);
                    let done = scene.shop.tvist.run(&scene.confirming());
                    assert_eq!(scene.effects(), *effects, "{what}");
                    // A provider with keys answers the second delivery as it did the first.
                    let replayed = act.provider == "stripe" && *fault == Fault::Duplicate;
                    if replayed {
                        assert_eq!(done.code, Some(0), "{what}: {done:?}");
                    } else {
                        assert_eq!(done.code, Some(5), "{what}: {done:?}");
                        assert_eq!(scene.states(), ["unknown"], "{what}");
                    }
                    scene.ends_well(&what);
                });
            }
        });
    }
}

#[test]
fn what_the_provider_said_is_kept_whatever_becomes_of_it() {
    let reads = reads_before(ACCEPT);
    // It took effect all the same.
    let scene = unread(ACCEPT, after(400), reads);
    let error = scene.shop.ends(5, &["accept", &scene.case, "--confirm"]);
    assert_eq!(error["error"]["kind"], "outcome_unknown");
    assert_eq!(error["error"]["provider_error"]["status"], 400, "{error}");
    assert_eq!(kept(&scene)["status"], 400);
    let dispute = scene.shop.ok(&["dispute", &scene.case]);
    assert_eq!(dispute["next_step"], "look");
    let words = error["error"]["provider_error"]["message"]
        .as_str()
        .unwrap();
    let told = list(&dispute, "timeline").iter().any(|e| {
        let detail = e["detail"].as_str().unwrap_or_default();
        e["kind"] == "outcome_unknown" && detail.contains(words)
    });
    assert!(told, "{}", dispute["timeline"]);
    scene.shop.control().clear_faults();
    let settled = scene.shop.ok(&["reconcile"]);
    assert_eq!(settled["submissions"][0]["state"], "accepted", "{settled}");

    // It did nothing: then the refusal holds, in the provider's words.
    let scene = unread(ACCEPT, before(400), reads);
    scene.shop.ends(5, &["accept", &scene.case, "--confirm"]);
    scene.shop.control().clear_faults();
    let settled = scene.shop.ok(&["reconcile"]);
    assert_eq!(settled["submissions"][0]["state"], "refused", "{settled}");
    assert_eq!(settled["submissions"][0]["note"], "refusal_read");
    assert_eq!(kept(&scene)["status"], 400);
    assert!(
        scene
            .shop
            .text(&["receipts", &scene.case])
            .contains("refused with"),
        "a person reads it too"
    );
}

#[test]
fn a_refusal_that_a_reading_agrees_with_is_one() {
    for act in ACTS {
        for status in [400, 403, 429] {
            let scene = Scene::new(act);
            let fault = FaultRule::next(act.method, &scene.path(), before(status));
            scene
                .shop
                .control()
                .add_fault(fault.of(act.provider).times(0));
            let what = format!("{} at {}, {status}", act.command, act.provider);
            let done = scene.shop.tvist.run(&scene.confirming());
            assert_eq!(done.code, Some(4), "{what}: {done:?}");
            assert_eq!(scene.states(), ["refused"], "{what}");
            assert_eq!(kept(&scene)["status"], status, "{what}");
            assert_eq!(scene.effects(), 0, "{what}");
        }
    }
}

#[test]
fn a_refusal_that_a_reading_contradicts_was_none() {
    for act in ACTS {
        let scene = Scene::new(act);
        let fault = FaultRule::next(act.method, &scene.path(), after(400));
        scene.shop.control().add_fault(fault.of(act.provider));
        let what = format!("{} at {}", act.command, act.provider);
        assert_eq!(scene.confirm(), Some(0), "{what}");
        assert_eq!(scene.states(), ["accepted"], "{what}");
        assert_eq!(scene.effects(), 1, "{what}");
    }
}

#[test]
fn another_acts_fate_isnt_told_as_this_ones() {
    // An acceptance that was refused, unread: before the answer is sent it is settled, and the answer goes on.
    let reads = reads_before(ACCEPT);
    let scene = unread(ACCEPT, before(400), reads);
    scene.shop.ends(5, &["accept", &scene.case, "--confirm"]);
    let paper = scene.shop.file("note.txt", b"The parcel was handed over.");
    let _ = scene.shop.ok(&["evidence", "add", &scene.case, &paper]);
    // While its outcome is open nothing of the answer is sent, and that is what is said.
    let refused = scene.shop.ends(3, &["submit", &scene.case, "--confirm"]);
    assert_eq!(codes(&refused), ["outcome_unknown"], "{refused}");
    scene.shop.control().clear_faults();
    let sent = scene.shop.tvist.run(&["submit", &scene.case, "--confirm"]);
    assert_ne!(sent.code, Some(4), "{sent:?}");
    assert_eq!(scene.states()[0], "refused", "the acceptance was");
    assert_eq!(scene.shop.effect(&scene.case, "close"), 0);
}

#[test]
fn two_readings_that_agree_end_it_though_the_clock_was_set_back() {
    let scene = Scene::new(ANSWER);
    let fault = FaultRule::next("POST", &scene.path(), Fault::ResetBeforeApply);
    scene.shop.control().add_fault(fault);
    // Answered while the clock stood two hours ahead.
    let clock = Hand::new(scene.shop.folder());
    clock.ahead(2 * 60 * 60);
    let mut ahead = scene.shop.tvist.clone();
    for (name, value) in clock.env() {
        ahead = ahead.env(&name, &value);
    }
    let lost = ahead.run(&["submit", &scene.case, "--confirm"]);
    assert_eq!(lost.code, Some(5), "{lost:?}");
    let began = std::time::Instant::now();
    let settled = scene.shop.ok(&["reconcile"]);
    assert_eq!(
        settled["submissions"][0]["state"], "not_arrived",
        "{settled}"
    );
    assert!(began.elapsed() < std::time::Duration::from_secs(45));
    scene.ends_well("the clock was set back");
}
