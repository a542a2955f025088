//! `make channels`: what it costs to find one of 300 000 channels, and to tell 100 000 followers that theirs is on air. It has
//! a Postgres of its own, which it fills the first time and keeps; it takes minutes and three gigabytes below
//! `.local/channels`.

mod announce;
mod search;

use std::fmt::Write as _;

use tokio_postgres::Client;

use crate::generated::{Failure, Generated, log_plans, number};

const CHANNELS: Generated =
    Generated { name: "channels", database: "ipelya_channels", sql: include_str!("channels/generate.sql") };
/// The moment at which everything happens.
const NOW: &str = "timestamptz '2026-12-31 12:00Z'";

/// Fills the platform if need be, measures it, and gives the figures as Markdown. Fails where somebody was told twice or
/// not at all.
pub(crate) async fn measure() -> Result<String, Failure> {
    CHANNELS
        .measure(async |db, filled| {
            let mut text = String::from("| | |\n|---|--:|\n");
            announce::forget(db).await?;
            describe(db, &mut text).await?;
            if let Some(took) = filled {
                let _ = writeln!(text, "| filling it, s | {:.0} |", took.as_secs_f64());
            }
            search::measure(db, &mut text).await?;
            announce::measure(db, &mut text).await?;
            log_plans(db).await?;
            search::plans(db, &mut text).await?;
            announce::plans(db).await?;
            Ok(text)
        })
        .await
}

async fn describe(db: &Client, text: &mut String) -> Result<(), tokio_postgres::Error> {
    for (what, count) in [
        ("channels", "select count(*) from public.live_channels"),
        ("of them on air", "select count(*) from public.live_channels where active"),
        ("sessions", "select count(*) from public.live_sessions"),
        ("people", "select count(*) from auth.users"),
        ("follows", "select count(*) from public.live_channel_follows"),
        ("blocks", "select count(*) from public.blocked_users"),
        ("bans", "select count(*) from public.live_session_bans"),
        ("notifications", "select count(*) from public.notifications"),
        ("size of the database, MB", "select pg_database_size(current_database()) / 1000000"),
    ] {
        let _ = writeln!(text, "| {what} | {} |", number(db, count).await?);
    }
    Ok(())
}
