//! The provider servers over real HTTP, section by section of the providers' documentation.

mod celcoin;
mod clearhaus;
mod shop;
mod stripe;
mod unico;
