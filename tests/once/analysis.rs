//! Asking Unico for an analysis: once, whatever breaks. Nothing at Unico can be read that would settle a lost answer:
//! it stays unknown, blocks a second request, and takes its id from the owner (unico.md §3.5).

use crate::fault::{AT_ONCE, faults};
use crate::papers::pdf;
use crate::shop::{Shop, list, word};
use std::thread;
use std::time::Duration;
use tvist_sandbox::{Fault, FaultRule};
use tvist_tests::{Outcome, Tvist, pause};

/// A transaction that an analysis can be asked for.
struct Scene {
    shop: Shop,
    transaction: String,
    created: String,
    paper: String,
}

impl Scene {
    fn new() -> Self {
        let shop = Shop::open();
        let _ = shop.add_account_of("unico");
        let transaction = shop.at_unico("case", "approved")["id"].clone();
        let paper = shop.file("notice.pdf", &pdf(&["The acquirer's notice"]));
        let created = shop.control().now() - chrono::TimeDelta::days(21);
        shop.control().clear_requests();
        Self {
            transaction: transaction.as_str().unwrap_or_default().to_owned(),
            created: created.date_naive().to_string(),
            paper,
            shop,
        }
    }

    fn args<'a>(&'a self, more: &[&'a str]) -> Vec<&'a str> {
        let mut args = vec!["analysis", "request", "--transaction", &self.transaction];
        args.extend(["--created", &self.created, "--requestor-cpf", "52998224725"]);
        args.extend(["--name", "Ana Exemplo", "--reason", "Chargeback por fraude"]);
        args.extend(["--file", &self.paper]);
        args.extend(more);
        args
    }

    fn confirm(&self) -> Outcome {
        self.shop.tvist.run(&self.args(&["--confirm"]))
    }

    fn path(&self) -> String {
        format!(
            "/api/public/v1/credit/transactions/{}/chargeback",
            self.transaction
        )
    }

    fn effects(&self) -> u64 {
        self.shop
            .control()
            .effect("unico", &self.transaction, "analysis")
    }

    /// The state of the last request; none where nothing was filed.
    fn state(&self) -> Option<String> {
        let case = self.shop.tvist.run(&["dispute", &self.transaction]);
        let last = case.json["submissions"].as_array()?.last()?.clone();
        last["state"].as_str().map(str::to_owned)
    }

    /// What an owner does after trouble: reconcile, bring the id where Unico has one, ask again. In the end there is one
    /// analysis at most, and the program tells the truth about it.
    #[track_caller]
    fn ends_well(&self, what: &str) {
        self.shop.control().clear_faults();
        let before = self.effects();
        let settled = self.shop.tvist.run(&["reconcile"]);
        let state = self.state();
        let open = state.as_deref() == Some("unknown");
        assert_eq!(
            settled.code,
            Some(if open { 5 } else { 0 }),
            "{what}: {settled:?}"
        );
        let known = self.shop.at_unico("id", &self.transaction)["analysis"]["id"].clone();
        match (state.as_deref(), known.as_str()) {
            (Some("accepted"), known) => assert!(known.is_some(), "{what}: done means done"),
            // There is one, and its id isn't known here.
            (Some("unknown"), Some(known)) => {
                let blocked = self.confirm();
                assert_eq!(blocked.code, Some(3), "{what}: {blocked:?}");
                let analysis = self
                    .shop
                    .ok(&["analysis", "identify", &self.transaction, known]);
                assert_eq!(word(&analysis, "analysis"), known);
            }
            (Some("unknown"), None) => {
                let invented = "00000000-0000-4000-8000-000000000000";
                let identified =
                    self.shop
                        .tvist
                        .run(&["analysis", "identify", &self.transaction, invented]);
                assert_eq!(identified.code, Some(1), "{what}: {identified:?}");
                assert_eq!(self.state().as_deref(), Some("unknown"), "{what}");
                let blocked = self.confirm();
                assert_eq!(blocked.code, Some(3), "{what}: {blocked:?}");
                assert_eq!(self.effects(), 0, "{what}");
                return;
            }
            (_, None) => {
                let again = self.confirm();
                assert_eq!(again.code, Some(0), "{what}: {again:?}");
                assert_eq!(self.effects(), 1, "{what}");
            }
            (state, known) => panic!("{what}: {state:?} though Unico has {known:?}"),
        }
        let followed = self.shop.ok(&["analysis", "refresh"]);
        let analyses = list(&followed, "analyses");
        assert_eq!(analyses.len(), 1, "{what}");
        assert_eq!(analyses[0]["status"], "under_review", "{what}");
        assert_eq!(self.confirm().code, Some(3), "{what}: there is only one");
        assert_eq!(self.effects(), before.max(1), "{what}");
    }
}

#[test]
fn no_fault_of_the_request_makes_two_analyses_or_a_false_word() {
    let all = faults();
    for some in all.chunks(AT_ONCE) {
        thread::scope(|scope| {
            for (name, fault) in some {
                scope.spawn(move || strike(name, fault.clone()));
            }
        });
    }
}

fn strike(name: &str, fault: Fault) {
    let scene = Scene::new();
    let what = format!("request, {name}");
    scene
        .shop
        .control()
        .add_fault(FaultRule::next("POST", &scene.path(), fault).of("unico"));
    let done = scene.confirm();
    let effects = scene.effects();
    assert!(effects <= 1, "{what}: {effects} effects");
    match done.code {
        Some(0) => assert_eq!(effects, 1, "{what}: done means done"),
        Some(1) => assert_eq!(effects, 0, "{what}: not done means not done"),
        Some(4) => assert_eq!(effects, 0, "{what}: {done:?}"),
        Some(5) => {}
        other => panic!("{what}: {other:?}"),
    }
    scene.ends_well(&what);
}

/// Nothing can be read that would agree with a refusal (unico.md §3.5): only Unico's own word for why not is one.
#[test]
fn a_refusal_that_proves_nothing_is_unknown() {
    let of = |fault: &Fault| {
        let scene = Scene::new();
        let rule = FaultRule::next("POST", &scene.path(), fault.clone());
        scene.shop.control().add_fault(rule.of("unico"));
        let done = scene.confirm();
        assert_eq!(scene.effects(), 1, "{fault:?}");
        assert_eq!(done.code, Some(5), "{fault:?}: {done:?}");
        assert_eq!(scene.state().as_deref(), Some("unknown"), "{fault:?}");
        let said = &done.json["error"]["provider_error"];
        assert!(said["status"].is_u64(), "{fault:?}: {done:?}");
        let receipts = scene.shop.ok(&["receipts", &scene.transaction]);
        assert_eq!(receipts["receipts"][0]["refusal"]["status"], said["status"]);
        scene.ends_well(&format!("{fault:?}"));
    };
    let refused = |status| Fault::ErrorAfterApply {
        status,
        cached: false,
    };
    thread::scope(|scope| {
        for fault in [Fault::Duplicate, refused(400), refused(404), refused(413)] {
            scope.spawn(move || of(&fault));
        }
    });
}

#[test]
fn an_intention_that_a_crash_left_is_in_no_ids_way() {
    let scene = Scene::new();
    let dying = scene.shop.tvist.clone().env("TVIST_FAULT", "intended");
    assert_eq!(dying.run(&scene.args(&["--confirm"])).code, None);
    // Somebody else asked for it meanwhile, and the owner brings its id.
    let other = Tvist::new(&scene.shop.folder().join("elsewhere"));
    let _ = scene.shop.add_to(&other, "unico");
    let elsewhere = other.run(&scene.args(&["--confirm"])).expect(0);
    let id = word(&elsewhere, "analysis");
    let taken = scene
        .shop
        .ok(&["analysis", "identify", &scene.transaction, id]);
    assert_eq!(word(&taken, "analysis"), id);
    assert_eq!(scene.state().as_deref(), Some("not_arrived"));
}

#[test]
fn dying_at_any_point_of_the_request_leaves_one_analysis_at_most() {
    let points = ["sealed", "intended", "sending", "sent", "settled"];
    thread::scope(|scope| {
        for point in points {
            scope.spawn(move || {
                let scene = Scene::new();
                let dying = scene.shop.tvist.clone().env("TVIST_FAULT", point);
                let died = dying.run(&scene.args(&["--confirm"]));
                assert_eq!(died.code, None, "{point}: {died:?}");
                scene.ends_well(&format!("dying when {point}"));
            });
        }
    });
}

#[test]
fn an_intention_that_never_left_is_in_nobodys_way() {
    let scene = Scene::new();
    let dying = scene.shop.tvist.clone().env("TVIST_FAULT", "intended");
    assert_eq!(dying.run(&scene.args(&["--confirm"])).code, None);
    // Without reconciling first.
    assert_eq!(scene.confirm().code, Some(0));
    assert_eq!(scene.effects(), 1);
}

#[test]
fn dying_at_random_moments_of_the_request_leaves_one_analysis_at_most() {
    let moments = 8_u64;
    thread::scope(|scope| {
        for n in 0..moments {
            scope.spawn(move || {
                let scene = Scene::new();
                scene.shop.control().set_latency(20);
                let running = scene.shop.tvist.spawn(&scene.args(&["--confirm"]));
                pause(Duration::from_millis(n * 60));
                running.kill();
                scene.shop.control().set_latency(0);
                assert!(scene.effects() <= 1);
                scene.ends_well(&format!("killed in moment {n} of {moments}"));
            });
        }
    });
}

#[test]
fn of_two_requests_at_once_one_is_made() {
    let scene = Scene::new();
    scene.shop.control().set_latency(60);
    let args = scene.args(&["--confirm"]);
    let mut first = scene.shop.tvist.spawn(&args);
    let mut second = scene.shop.tvist.spawn(&args);
    let limit = Duration::from_secs(60);
    let codes = [&mut first, &mut second].map(|p| p.wait(limit).and_then(|s| s.code()));
    assert!(codes.contains(&Some(0)), "{codes:?}");
    assert!(codes.contains(&Some(3)), "{codes:?}");
    assert_eq!(scene.effects(), 1);
    assert_eq!(scene.confirm().code, Some(3));
}

#[test]
fn an_analysis_that_somebody_else_asked_for_takes_its_id() {
    let scene = Scene::new();
    scene
        .shop
        .control()
        .add_fault(FaultRule::next("POST", &scene.path(), Fault::SecondWriter).of("unico"));
    // It might as well be ours, delivered twice: nothing can be read that would tell.
    let refused = scene.confirm().expect(5);
    assert_eq!(refused["error"]["provider_error"]["code"], "40033");
    assert_eq!(scene.effects(), 0, "ours didn't happen");
    let known = scene.shop.at_unico("id", &scene.transaction)["analysis"]["id"].clone();
    let id = known.as_str().expect("the other one's");
    let _ = scene.confirm().expect(3);
    let analysis = scene
        .shop
        .ok(&["analysis", "identify", &scene.transaction, id]);
    assert_eq!(analysis["status"], "under_review");
}

#[test]
fn a_rehearsal_of_a_request_writes_nothing() {
    let scene = Scene::new();
    let rehearsal = scene.shop.ok(&scene.args(&[]));
    assert_eq!(rehearsal["rehearsal"], true);
    let writes = scene.shop.writes();
    assert!(
        writes.iter().all(|w| w.path.ends_with("/token")),
        "{writes:?}"
    );
    assert_eq!(scene.effects(), 0);
}
