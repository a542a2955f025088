//! Everything a decision needs, read in one round trip. Each counts against the caller's limit of tokens, since each may
//! end in one.

use ipelya_core::api::session::SessionDetails;
use ipelya_core::facts::{CallFacts, Facts, JoinFacts, SessionFacts};
use ipelya_core::{CallId, Caller, SessionId, Timestamp};

use super::rpc::rpc;

rpc! {
    /// What decides whether the caller may enter a session. `again`: another look for the same request, which does not
    /// count.
    live_session_facts: pub session_facts(caller: &Caller, session_id: SessionId, again: bool, now: Timestamp)
        -> Facts<SessionFacts> as "jsonb";

    /// What decides whether the caller may enter a call.
    live_call_facts: pub call_facts(caller: &Caller, call_id: CallId, now: Timestamp) -> Facts<CallFacts> as "jsonb";

    /// What decides whether the caller may open a session. Counts against their limit of new sessions; a request with a
    /// key counts when it is carried out.
    live_create_facts: pub create_facts(caller: &Caller, idempotency_key: Option<&str>, now: Timestamp)
        -> Facts as "jsonb";

    /// What decides whether the caller may join, and what they are told of the session. Counts against their limit of
    /// joins; a request with a key counts when it is carried out.
    live_join_facts: pub join_facts(
        caller: &Caller, session_id: SessionId, idempotency_key: Option<&str>, now: Timestamp,
    ) -> Facts<JoinFacts<SessionDetails>> as "jsonb";
}
