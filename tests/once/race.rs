//! Two at once, and the same again.

use crate::scene::{ACTS, Scene};

#[test]
fn of_two_processes_at_once_one_acts() {
    for act in ACTS {
        let scene = Scene::new(act);
        scene.shop.control().set_latency(60);
        let args = [act.command, scene.case.as_str(), "--confirm"];
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
        let rehearsal = scene.shop.tvist.run(&[act.command, &scene.case]).expect(0);
        assert_eq!(rehearsal["rehearsal"], true);
        assert_eq!(scene.shop.writes().len(), 0, "{}", act.command);
        assert_eq!(scene.effects(), 0, "{}", act.command);
    }
}
