//! What the guest functions are sent and answer.

use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use super::fields::Blank;
use super::fields::{Text, required_id, text_or_blank};
use crate::ids::{InvitationId, JoinRequestId, SessionId, UserId};
use crate::role::Role;
use crate::timestamp::Timestamp;

/// What somebody writes to the host when they ask to join.
pub type RequestMessage = Text<200>;

/// `invite-guest`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct InviteGuest {
    #[serde(deserialize_with = "required_id")]
    pub session_id: SessionId,
    /// Whom: the id of their account.
    #[serde(deserialize_with = "required_id")]
    pub target_user_id: UserId,
}

/// `respond-guest-invitation`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RespondGuestInvitation {
    #[serde(deserialize_with = "required_id")]
    pub session_id: SessionId,
    /// `false` declines.
    pub accept: bool,
}

/// `request-to-join`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RequestToJoin {
    #[serde(deserialize_with = "required_id")]
    pub session_id: SessionId,
    /// Up to 200 characters to the host.
    #[serde(default, deserialize_with = "text_or_blank")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Blank<RequestMessage>>"))]
    pub message: Option<RequestMessage>,
}

/// `cancel-join-request`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CancelJoinRequest {
    #[serde(deserialize_with = "required_id")]
    pub request_id: JoinRequestId,
}

/// `respond-join-request`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RespondJoinRequest {
    #[serde(deserialize_with = "required_id")]
    pub request_id: JoinRequestId,
    /// `false` refuses.
    pub approve: bool,
}

/// `end-guest`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct EndGuest {
    #[serde(deserialize_with = "required_id")]
    pub session_id: SessionId,
    /// Who goes back to the audience: oneself, or whom the host names.
    #[serde(deserialize_with = "required_id")]
    pub guest_user_id: UserId,
}

/// An invitation to the stage (`live_invitation_reply`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all(serialize = "camelCase"))]
pub struct Invitation {
    id: InvitationId,
    session_id: SessionId,
    /// Who is invited.
    user_id: UserId,
    /// Until when it can be answered.
    expires_at: Timestamp,
}

/// The reply of `invite-guest`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct InvitedGuest {
    invitation: Invitation,
    expires_at: Timestamp,
}

impl From<Invitation> for InvitedGuest {
    fn from(invitation: Invitation) -> Self {
        Self { invitation, expires_at: invitation.expires_at }
    }
}

/// The reply of `respond-guest-invitation`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RespondedInvitation {
    pub accepted: bool,
    /// What whoever accepted is now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
}

/// How a request to join is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum JoinRequestStatus {
    Pending,
    Approved,
    Rejected,
    Expired,
    Cancelled,
}

/// A request to join (`live_request_reply`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all(serialize = "camelCase"))]
pub struct JoinRequest {
    id: JoinRequestId,
    session_id: SessionId,
    /// Who asks.
    user_id: UserId,
    status: JoinRequestStatus,
    message: Option<String>,
    /// Until when it can be answered.
    expires_at: Timestamp,
    created_at: Timestamp,
}

/// The reply of `request-to-join` and `cancel-join-request`. The app reads `request.id`, clients written from the documents
/// `requestId`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RequestedJoin {
    request_id: JoinRequestId,
    expires_at: Timestamp,
    request: JoinRequest,
}

impl From<JoinRequest> for RequestedJoin {
    fn from(request: JoinRequest) -> Self {
        Self { request_id: request.id, expires_at: request.expires_at, request }
    }
}

/// The reply of `respond-join-request`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RespondedJoinRequest {
    pub approved: bool,
    pub request: JoinRequest,
}

/// The reply of `end-guest`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EndedGuest {
    /// What they are now.
    pub role: Role,
}
