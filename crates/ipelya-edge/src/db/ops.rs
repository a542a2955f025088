//! What the panel of the staff asks and does. Every function asks first whether the caller is staff.

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
}
