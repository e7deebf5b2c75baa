//! Random years of random owners on the real rules with a virtual clock: no open case comes to its safe deadline without
//! a reminder, none comes twice, none in quiet hours but the last. Then the same with one rule broken at a time: each
//! must be found out.
//!
//! `TVIST_OWNER_YEARS` says how many years (10,000 by default), `TVIST_OWNER_SEED` which one to live again.
#![expect(clippy::unwrap_used, reason = "a test that can't go on says where")]

mod broken;
mod chance;
mod life;
mod oracle;
mod world;

use chance::Chance;
use life::{Life, Seam, Tally};
use world::World;

/// Years that found a fault once.
const REGRESSIONS: &[(u64, Owner)] = &[
    (48, Owner::Usual),
    (62, Owner::Usual),
    (108, Owner::Usual),
    (210, Owner::Usual),
    (278, Owner::Usual),
    (3220, Owner::Usual),
    (6231, Owner::Usual),
];
/// Sets the chance of the ladders apart, so that a year is otherwise the same with them.
const LADDERS: u64 = 0x6c61_6464_6572;

/// Whose year it is.
#[derive(Debug, Clone, Copy)]
enum Owner {
    /// Has the usual ladder, or some rungs fewer.
    Usual,
    /// Has ladders of their own, and changes them.
    Own,
}

fn live(seed: u64, owner: Owner, seam: Seam) -> Result<Tally, String> {
    let mut chance = Chance::new(seed);
    let mut world = World::new(&mut chance);
    if let Owner::Own = owner {
        world = world.with_own_ladders(&mut Chance::new(seed ^ LADDERS));
    }
    Life::live(&world, seam, chance).map_err(|what| format!("seed {seed} {owner:?}: {what}"))
}

/// Lives through `years`, on as many threads as there are; the lowest seed that fails is told.
fn years(seeds: std::ops::Range<u64>, owner: Owner, seam: Seam) -> Result<Tally, String> {
    let threads = std::thread::available_parallelism().map_or(2, |n| n.get() as u64);
    let results: Vec<Result<Tally, String>> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|n| {
                let seeds = seeds.clone().skip(n as usize).step_by(threads as usize);
                scope.spawn(move || {
                    seeds
                        .map(|seed| live(seed, owner, seam))
                        .try_fold(Tally::default(), |sum, year| Ok(sum.and(year?)))
                })
            })
            .collect();
        workers.into_iter().map(|w| w.join().unwrap()).collect()
    });
    results
        .into_iter()
        .try_fold(Tally::default(), |sum, part| Ok(sum.and(part?)))
}

fn wished(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn no_clock_is_missed() {
    let whole = Seam::whole();
    if let Some(seed) = wished("TVIST_OWNER_SEED") {
        for owner in [Owner::Usual, Owner::Own] {
            live(seed, owner, whole).unwrap_or_else(|what| panic!("{what}"));
        }
        return;
    }
    for (seed, owner) in REGRESSIONS {
        live(*seed, *owner, whole).unwrap_or_else(|what| panic!("{what}"));
    }
    let count = wished("TVIST_OWNER_YEARS").unwrap_or(10_000);
    let live = |count, owner| years(0..count, owner, whole).unwrap_or_else(|what| panic!("{what}"));
    let (own, usual) = (live(count, Owner::Own), live(count / 4, Owner::Usual));
    println!("{count} years: {own:?}");
    println!("a quarter of them with the usual ladder: {usual:?}");
    // A simulation in which little happens proves little.
    for (what, seen) in [
        ("reminders", own.reminders / 10),
        ("safe ones", own.safe / 2),
        ("notices of several", own.together * 2),
        ("crashes", own.crashes),
        ("repeats after a crash", own.repeats * 2),
        ("snoozes", own.snoozes),
        ("safe ones in quiet hours", own.in_quiet * 2),
        ("redated ones", own.redated * 50),
        ("cases settled at the last reading", own.settled_first * 4),
        ("other ladders", own.ladders),
        ("rungs of the past", own.past * 2),
        ("reminders on the usual ladder", usual.reminders / 2),
    ] {
        assert!(seen * 5 >= count, "too few {what}: {own:?} {usual:?}");
    }
}

#[test]
fn every_broken_rule_is_found_out() {
    for (name, seam, expected) in broken::all() {
        // Some faults are rare: the years that showed one once are tried as well.
        let known = REGRESSIONS
            .iter()
            .try_for_each(|(seed, owner)| live(*seed, *owner, seam).map(|_| ()));
        let lived = |owner| years(0..400, owner, seam).map(|_| ());
        let found = known
            .and_then(|()| lived(Owner::Usual))
            .and_then(|()| lived(Owner::Own))
            .expect_err(name);
        assert!(
            expected.split('|').any(|one| found.contains(one)),
            "{name}: {found}"
        );
        println!("{name}: {found}");
    }
}
