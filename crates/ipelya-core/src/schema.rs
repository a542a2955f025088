//! How the vocabulary is described in the API document, where its types do not say it by themselves.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::coins::Coins;
use crate::ids::{
    AgentId, AuthSessionId, BanId, CallId, CardPaymentId, ChannelId, GiftId, InvitationId, JoinRequestId, LogId,
    MailToken, MessageId, ParticipantId, PassId, PaymentId, PayoutId, ProfileId, PromptId, RecordingId, ReportId,
    SessionId, StreamId, StuckId, UserId,
};
use crate::money::{MinorUnits, PositiveAmount};
use crate::room::RoomName;
use crate::session::EndReason;
use crate::timestamp::Timestamp;

macro_rules! described {
    ($($type:ty => $schema:tt;)+) => {$(
        impl JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    )+};
}

described! {
    Timestamp => { "type": "string", "format": "date-time" };
    Coins => { "type": "integer", "minimum": 0, "maximum": Coins::MAX.get(), "description": "Coins" };
    MinorUnits => {
        "type": "integer", "minimum": 0, "maximum": i64::MAX,
        "description": "Minor units of the currency: cents, pence, kuruş"
    };
    PositiveAmount => {
        "type": "integer", "minimum": 1, "maximum": i64::MAX,
        "description": "Minor units of the currency: cents, pence, kuruş"
    };
    RoomName => { "type": "string", "description": "The room's name in LiveKit" };
    AgentId => { "type": "string", "format": "uuid" };
    AuthSessionId => { "type": "string", "format": "uuid" };
    BanId => { "type": "string", "format": "uuid" };
    CallId => { "type": "string", "format": "uuid" };
    CardPaymentId => { "type": "string", "format": "uuid" };
    ChannelId => { "type": "string", "format": "uuid" };
    GiftId => { "type": "string", "format": "uuid" };
    InvitationId => { "type": "string", "format": "uuid" };
    JoinRequestId => { "type": "string", "format": "uuid" };
    LogId => { "type": "string", "format": "uuid" };
    MailToken => { "type": "string", "format": "uuid" };
    MessageId => { "type": "string", "format": "uuid" };
    ParticipantId => { "type": "string", "format": "uuid" };
    PassId => { "type": "string", "format": "uuid" };
    PaymentId => { "type": "string", "format": "uuid" };
    PayoutId => { "type": "string", "format": "uuid" };
    PromptId => { "type": "string", "format": "uuid" };
    RecordingId => { "type": "string", "format": "uuid" };
    ProfileId => { "type": "string", "format": "uuid" };
    ReportId => { "type": "string", "format": "uuid" };
    StreamId => { "type": "string", "format": "uuid" };
    StuckId => { "type": "string", "format": "uuid" };
    SessionId => { "type": "string", "format": "uuid" };
    UserId => { "type": "string", "format": "uuid" };
}

impl JsonSchema for EndReason {
    fn schema_name() -> Cow<'static, str> {
        "EndReason".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let words = EndReason::WORDS.map(|(word, _)| word);
        json_schema!({
            "description": "Why a session is over; rows of earlier times may hold other texts.",
            "type": "string",
            "anyOf": [{ "enum": words }, { "pattern": "^admin_terminated: " }, {}],
        })
    }
}
