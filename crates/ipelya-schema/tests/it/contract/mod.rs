//! The requests the app and the ops panel really make, word for word, through PostgREST: each is answered to whom it
//! belongs, with exactly the rows it asks for, and to nobody else.

mod broadcasts;
mod call_settings;
mod inbox;
mod messages;
mod ops_figures;
mod ops_people;
mod ops_reports;
mod ops_sessions;
mod panel;
mod people;
mod realtime;
mod reports;
pub(crate) mod rest;
mod sessions;
pub(crate) mod stored;
mod thumbnails;
