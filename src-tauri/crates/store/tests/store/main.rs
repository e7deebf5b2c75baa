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
mod submission;
mod timeline;
