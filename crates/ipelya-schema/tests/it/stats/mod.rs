//! Figures, on a real Postgres: counted from stays and the journal, rolled up by day, the same whatever came late. Each
//! test has its own database; the time is handed in.

mod any_rows;
mod bounds;
mod calls;
mod clock_change;
mod creators;
mod forgetting;
mod ground;
mod late;
mod midnight;
mod model;
mod quotas;
mod refunds;
mod report;
mod roles;
mod time_zone;
mod today;
mod usage;
mod who_counts;
