//! What hosts, moderators and staff do about somebody, and how it is noted.

mod actions;
mod flags;
