//! The money of live video, on a real Postgres: whatever is asked at the same time, refused, repeated or cut off
//! halfway, the books agree. Each test has its own database; the time is handed in.

mod any_calls;
mod any_order;
pub(crate) mod books;
mod calls;
mod crowds;
mod deadlines;
mod idempotency;
mod interruptions;
mod journal;
mod rate_limits;
mod refunds;
mod refusals;
pub(crate) mod service_connection;
mod settling;
