//! Recordings: how one begins, goes and ends whatever LiveKit reports of it, who has agreed to it, who gets at it, and
//! that it is gone when it must be.

mod ground;
mod starting;
mod automatic;
mod consent;
mod reports;
mod sweep;
