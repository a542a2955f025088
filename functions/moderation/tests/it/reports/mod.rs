//! `report-live-user`: people who are reported to the staff.

mod app_contract;
mod authorization;
mod flags;
mod races;
mod recorded;
mod repeats;
mod reporting;
mod support;
mod upstreams;
