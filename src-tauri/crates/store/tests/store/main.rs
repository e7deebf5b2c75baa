//! The store on real encrypted files.

mod account;
mod backup;
mod case;
mod crash;
mod desk;
mod draft;
mod file;
mod fixture;
mod notes;
mod search;
mod speed;
mod submission;
mod timeline;
