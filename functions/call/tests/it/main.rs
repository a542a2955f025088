//! Calls as their parties place, answer and end them, on real Postgres, PostgREST and LiveKit.

mod app_contract;
mod life;
mod paying;
mod placing;
mod races;
mod recorded;
mod support;
mod upstreams;
