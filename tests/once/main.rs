//! Exactly once: whatever goes wrong around an irreversible act, the provider sees one effect at most, and what the
//! program says of it in the end is the truth.

mod analysis;
mod crash;
mod fault;
mod late;
#[expect(
    dead_code,
    reason = "the suite of the headless face asks for more papers"
)]
#[path = "../cli/support/papers.rs"]
mod papers;
mod race;
mod refused;
mod scene;
#[expect(
    dead_code,
    reason = "the same shop serves the suite of the headless face, which asks for more"
)]
#[path = "../cli/support/shop.rs"]
mod shop;
#[cfg(target_os = "linux")]
mod syscall;
