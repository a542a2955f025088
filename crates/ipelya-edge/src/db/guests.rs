//! Guests: invitations, requests to join, seats on stage.

use ipelya_core::api::guest::{Invitation, JoinRequest};
use ipelya_core::standing_change::StandingChange;
use ipelya_core::{Account, JoinRequestId, Role, SessionId, Timestamp, UserId};
use serde::Deserialize;

use super::rpc::rpc;
use crate::http::idempotency::{IdempotencyKey, Stored};

/// What came of answering an invitation.
#[derive(Debug, Clone, Deserialize)]
pub struct RespondedInvitation {
    pub accepted: bool,
    /// What whoever accepted is now.
    pub change: Option<StandingChange>,
}

/// What came of answering a request to join.
#[derive(Debug, Clone, Deserialize)]
pub struct RespondedJoinRequest {
    pub request: JoinRequest,
    /// What whoever was let on stage is now.
    pub change: Option<StandingChange>,
}

/// What came of sending a guest back.
#[derive(Debug, Clone, Deserialize)]
pub struct EndedGuest {
    pub role: Role,
    /// What they are now, unless they are the host.
    pub change: Option<StandingChange>,
}

rpc! {
    /// Asks somebody in the audience to come on stage.
    live_invite_guest: pub invite_guest(account: &Account, session_id: SessionId, guest_id: UserId, now: Timestamp)
        -> Invitation as "jsonb";

    /// Answers one's own invitation.
    live_respond_guest_invitation: pub respond_guest_invitation(
        account: &Account, session_id: SessionId, accept: bool, now: Timestamp,
    ) -> RespondedInvitation as "jsonb";

    /// Asks the host to come on stage.
    live_request_to_join: pub request_to_join(
        account: &Account, session_id: SessionId, message: Option<&str>, now: Timestamp, key: &IdempotencyKey,
    ) -> Stored<JoinRequest> as "jsonb";

    /// Takes back one's own request.
    live_cancel_join_request: pub cancel_join_request(account: &Account, request_id: JoinRequestId, now: Timestamp)
        -> JoinRequest as "jsonb";

    /// Answers somebody's request.
    live_respond_join_request: pub respond_join_request(
        account: &Account, request_id: JoinRequestId, approve: bool, now: Timestamp,
    ) -> RespondedJoinRequest as "jsonb";

    /// Sends a guest back to the audience.
    live_end_guest: pub end_guest(account: &Account, session_id: SessionId, guest_id: UserId, now: Timestamp)
        -> EndedGuest as "jsonb";
}
