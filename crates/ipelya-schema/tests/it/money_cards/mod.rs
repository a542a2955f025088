//! Card money on a real Postgres: whatever Stripe tells, in whatever order, however often and whatever it leaves out, the
//! ledger comes to nothing and everybody has what is theirs. Each test has its own database; the time is handed in.

mod any_facts;
mod fees;
mod ground;
mod ledger;
mod opening;
mod passes;
mod payouts;
mod work;
