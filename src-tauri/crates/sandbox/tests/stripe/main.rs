//! The Stripe server over real HTTP, section by section of stripe.md.

mod evidence;
mod faults;
mod files;
mod life;
mod lists;
mod repeats;
mod rights;
mod shop;
