//! The local stack: everything `make dev` and `make test` run, set up below `.local/` and bound to
//! 127.0.0.1.
//!
//! It knows how to install, start, watch and end processes, and how a Supabase project answers at
//! its one base URL. It knows nothing of the rules of the product: those are in `ipelya-core`, and
//! tests reach them only through the functions they call.

pub mod agent;
pub mod api_checks;
pub mod bucket;
pub mod cli;
pub mod clock;
pub mod dev;
pub mod egress;
pub mod env;
pub mod error;
pub mod functions;
pub mod gateway;
pub mod http_client;
pub mod ingress;
pub mod jwt;
pub mod layout;
pub mod livekit;
pub mod minio;
pub mod moto;
pub mod pgbouncer;
pub mod ports;
pub mod postgres;
pub mod postgrest;
pub mod process;
pub mod redis;
pub mod say;
pub mod schedule;
pub mod sql;
pub mod stack;
pub mod stand_in;
pub mod stripe;
pub mod test_run;
pub mod test_stack;
pub mod tick;
pub mod tools;
pub mod transport;
mod unprivileged;

pub use error::{Error, Result};
