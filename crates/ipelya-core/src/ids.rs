//! Typed ids: a user's id cannot be passed where a session's is expected.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! typed_id {
    ($(#[$doc:meta] $name:ident;)+) => {$(
        #[$doc]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )+};
}

typed_id! {
    /// A person: `auth.users.id`, also their LiveKit identity.
    UserId;
    /// One of a person's faces: `profiles.id`. Only the `real` one takes part in live features.
    ProfileId;
    /// A live video or audio room: `live_sessions.id`.
    SessionId;
    /// A creator's page: `live_channels.id`.
    ChannelId;
    /// A 1:1 call: `calls.id`.
    CallId;
    /// The mission of an AI agent in a call: `call_agents.id`.
    AgentId;
    /// Something recorded of a session or a call: `recordings.id`.
    RecordingId;
    /// A version of what agents are told: `agent_prompts.id`.
    PromptId;
    /// Somebody's place in a session: `live_participants.id`.
    ParticipantId;
    /// What somebody has paid: `live_payments.id`.
    PaymentId;
    /// What somebody pays by card: `live_card_payments.id`.
    CardPaymentId;
    /// A transfer to a creator: `live_payouts.id`.
    PayoutId;
    /// A pass somebody pays for by the month: `live_passes.id`.
    PassId;
    /// A creator's page: `live_channels.id`; some requests take a session's id in its place.
    StreamId;
    /// A line of one of the logs: `live_admin_logs.id`, `live_webhook_logs.id`.
    LogId;
    /// A line of chat: `live_messages.id`.
    MessageId;
    /// An invitation to the stage: `live_participants.invitation_id`.
    InvitationId;
    /// A request to join: `live_guest_requests.id`.
    JoinRequestId;
    /// A ban: `live_session_bans.id`.
    BanId;
    /// A gift that was sent: `live_gifts.id`.
    GiftId;
    /// What somebody reported: `live_reports.id`.
    ReportId;
    /// Something that is stuck, of whatever kind: a session, a call, a participant, a request, a push.
    StuckId;
    /// What a mail to a follower is ended by: `live_channel_follows.mail_token`.
    MailToken;
    /// A sign-in: `auth.sessions.id`. Gone once the person signs out.
    AuthSessionId;
}
