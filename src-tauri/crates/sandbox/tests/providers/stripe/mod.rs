//! Stripe, by the sections of stripe.md.

mod evidence;
mod faults;
mod files;
mod life;
mod lists;
mod repeats;
mod rights;
