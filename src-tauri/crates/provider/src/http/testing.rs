//! Servers for the tests of this crate.
