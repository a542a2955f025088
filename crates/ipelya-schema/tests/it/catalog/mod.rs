//! What the catalog of the database promises: who may touch which table and call which function, and the rules every
//! table, policy and function keeps. Generated from the catalog, so that whatever is new must be thought about.

mod attempts;
mod calls;
mod caps;
mod document;
mod fixture;
mod foreign_keys;
mod functions;
mod lints;
mod plans;
mod roles;
mod settings;
