//! Two at once, and the same again.

use crate::scene::{ACTS, Act, Scene, WARNED};
use serde_json::json;

#[test]
fn of_two_processes_at_once_one_acts() {
    for act in ACTS {
        let scene = Scene::new(act);
        scene.shop.control().set_latency(60);
        let args = scene.confirming();
        let mut first = scene.shop.tvist.spawn(&args);
        let mut second = scene.shop.tvist.spawn(&args);
        let limit = std::time::Duration::from_secs(60);
        let codes = [&mut first, &mut second].map(|p| p.wait(limit).and_then(|s| s.code()));
        assert!(codes.contains(&Some(0)), "{}: {codes:?}", act.command);
        assert!(codes.contains(&Some(3)), "{}: {codes:?}", act.command);
        assert_eq!(scene.effects(), 1, "{}", act.command);
        assert_eq!(scene.confirm(), Some(3), "{}", act.command);
        assert_eq!(scene.effects(), 1, "{}", act.command);
    }
}

#[test]
fn without_the_confirmation_nothing_is_written() {
    for act in ACTS {
        let scene = Scene::new(act);
        let mut line = act.words();
        line.push(&scene.case);
        let rehearsal = scene.shop.tvist.run(&line).expect(0);
        assert_eq!(rehearsal["rehearsal"], true);
        assert_eq!(scene.shop.writes().len(), 0, "{}", act.command);
        assert_eq!(scene.effects(), 0, "{}", act.command);
    }
}

/// A payment that was refunded for its warning, or may have been, isn't refunded for the case that came of it, and the other
/// way round.
#[test]
fn a_warning_and_the_case_of_its_payment_never_refund_it_twice() {
    for lost in [false, true] {
        let scene = Scene::new(WARNED);
        if lost {
            let fault = tvist_sandbox::Fault::ResetAfterApply;
            let rule = tvist_sandbox::FaultRule::next("POST", "/v1/refunds", fault);
            scene.shop.control().add_fault(rule);
            // What would tell that it arrived is cut off too: the outcome stays open.
            let deaf = tvist_sandbox::FaultRule::next(
                "GET",
                "/v1/refunds",
                tvist_sandbox::Fault::ResetBeforeApply,
            );
            scene.shop.control().add_fault(deaf.times(50));
            assert_eq!(scene.confirm(), Some(5));
        } else {
            assert_eq!(scene.confirm(), Some(0));
        }
        // The bank opens an inquiry all the same, and a stale copy says that the payment can be refunded.
        let opened = scene
            .shop
            .does(json!({"act": "inquire_warned", "warning": scene.case}));
        let case = opened["dispute"].as_str().unwrap_or_default().to_owned();
        let _ = scene.shop.tvist.run(&["sync"]);
        let refund = Act {
            command: "refund",
            ..WARNED
        };
        let shown = scene.shop.tvist.run(&["dispute", &case]).expect(0);
        let allowed = shown["allowed"].as_array().cloned().unwrap_or_default();
        assert!(!allowed.contains(&json!("refund")), "{lost}: {shown}");
        let code = scene
            .shop
            .tvist
            .run(&[refund.command, &case, "--confirm"])
            .code;
        assert_eq!(code, Some(3), "lost {lost}");
        assert_eq!(scene.effects(), 1, "lost {lost}");
        scene.shop.control().clear_faults();
        let _ = scene.shop.tvist.run(&["reconcile"]).expect(0);
        assert_eq!(scene.states(), ["accepted"]);
        assert_eq!(scene.confirm(), Some(3));
        assert_eq!(scene.effects(), 1, "lost {lost}");
    }
}
