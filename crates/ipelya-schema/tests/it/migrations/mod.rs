//! The migrations on the projects they may meet: an empty one, one that already has the app's tables, one that lacks
//! something, one with leftovers of an earlier plan. Databases of their own, without PostgREST.

mod app;
mod deleted_accounts;
mod empty;
mod locks;
mod refusals;
mod rows;
mod scratch;
mod supabase_cli;
