//! Stays and time, on a real Postgres: what LiveKit reports, in whatever order, becomes the same rows; what nobody
//! reports is settled by the deadlines of the tick. Each test has its own database; the time is handed in.

mod any_stays;
mod at_once;
mod bans;
mod call_convergence;
mod call_standing;
mod calls;
mod convergence;
mod counters;
mod deadlines;
mod host;
mod orders;
mod repairs;
mod report;
mod rooms;
pub(crate) mod stage;
mod who_counts;
