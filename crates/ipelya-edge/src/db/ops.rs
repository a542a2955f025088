//! What the panel of the staff asks and does. Every function asks first whether the caller is staff.

use ipelya_core::api::ops::analytics::{Concurrency, Creators, Daily, Overview, RevenueReport, SessionReport};
use ipelya_core::api::ops::sessions::{Participants, SessionDetail, Sessions};
use ipelya_core::{Account, SessionId, Timestamp};

use super::rpc::rpc;

rpc! {
    /// Sessions, calls under way, and the numbers above them.
    live_ops_sessions: pub ops_sessions(
        account: &Account, status: &str, session_type: &str, limit: Option<u16>, offset: u16, now: Timestamp,
    ) -> Sessions as "jsonb";

    /// One session.
    live_ops_session: pub ops_session(account: &Account, session_id: SessionId, now: Timestamp) -> SessionDetail as "jsonb";

    /// The people of a session.
    live_ops_participants: pub ops_participants(
        account: &Account, session_id: SessionId, active: Option<bool>, role: Option<&str>, limit: Option<u16>,
        offset: u16, now: Timestamp,
    ) -> Participants as "jsonb";

    /// The latest day, week and month.
    live_ops_overview_stats: pub overview_stats(account: &Account, now: Timestamp) -> Overview as "jsonb";

    /// The latest days.
    live_ops_daily_stats: pub daily_stats(account: &Account, days: u16, now: Timestamp) -> Daily as "jsonb";

    /// How many watched, by the hour.
    live_ops_concurrency_stats: pub concurrency_stats(account: &Account, days: u16, now: Timestamp)
        -> Concurrency as "jsonb";

    /// What creators' sessions came to.
    live_ops_creator_stats: pub creator_stats(account: &Account, period: &str, limit: u16, now: Timestamp)
        -> Creators as "jsonb";

    /// What was paid.
    live_ops_revenue_stats: pub revenue_stats(account: &Account, by: &str, days: u16, limit: u16, now: Timestamp)
        -> RevenueReport as "jsonb";

    /// Everything of one session.
    live_ops_session_report: pub session_report(account: &Account, session_id: SessionId, now: Timestamp)
        -> SessionReport as "jsonb";
}
