//! Recordings: how one begins, goes and ends whatever LiveKit reports of it, who has agreed to it, who gets at it, and
//! that it is gone when it must be.

mod access;
mod any_reports;
mod at_once;
mod automatic;
mod buying;
mod consent;
mod deletion;
mod gone;
mod ground;
mod readers;
mod reports;
mod starting;
mod sweep;
