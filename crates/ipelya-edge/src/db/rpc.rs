//! How SQL functions are called: each is declared once, with its name, its parameters and its reply. From the declaration
//! follow the method of [`Db`](super::Db), the body that PostgREST is sent, and what the tests of the data model hold
//! against the catalog of the database.

use ipelya_core::agent::AgentVoice;
use ipelya_core::api::channel::{ChannelPlan, Window};
use ipelya_core::api::create_session::SessionPlan;
use ipelya_core::api::fields::Number;
use ipelya_core::api::ingress::{HealthSample, IngressAction};
use ipelya_core::api::ops::analytics::{By, Period};
use ipelya_core::api::ops::bans::KindFilter;
use ipelya_core::api::ops::card_payments::{CardStatus, CardsBy};
use ipelya_core::api::ops::logs::ProcessingStatus;
use ipelya_core::api::ops::messages::AlertType;
use ipelya_core::api::ops::payments::PaymentKind;
use ipelya_core::api::ops::recordings::DeletionState;
use ipelya_core::api::ops::reports::{self, ReportAction};
use ipelya_core::api::ops::sessions::{self, TypeFilter};
use ipelya_core::api::ops::voice::VoiceKind;
use ipelya_core::api::payment::{Plan, Purpose};
use ipelya_core::api::voice_calls::{ReportedLine, Usage, VoiceCallStatus, VoiceCallType};
use ipelya_core::ban::BanKind;
use ipelya_core::call::{CallKind, CallType};
use ipelya_core::ingress::{KnownIngress, SeenIngress};
use ipelya_core::language::Language;
use ipelya_core::livekit_event::Event;
use ipelya_core::mail::TriedMail;
use ipelya_core::moderation::AssignableRole;
use ipelya_core::push::{Traced, Tried};
use ipelya_core::recording::{
    DeletedObject, FoundFile, Layout, LostRecording, RecordingStatus, SeenEgress, Visibility,
};
use ipelya_core::stripe_event::Fact;
use ipelya_core::sweep::Repair;
use ipelya_core::{
    Account, AgentId, AuthSessionId, BanId, CallId, Caller, CardPaymentId, ChannelId, Coins, Currency, JoinRequestId,
    LogId, MailToken, MessageId, MinorUnits, ParticipantId, PassId, PaymentId, PromptId, RecordingId, ReportId, Role,
    RoomName, SessionId, StreamId, Timestamp, UserId,
};
use serde::Serialize;
use serde_json::Value;

use super::DbError;
use crate::http::idempotency::IdempotencyKey;
use crate::http::{Staff, Viewer, Visitor};

/// A SQL function as it is called from here.
#[derive(Debug, Clone, Copy)]
pub struct Declaration {
    /// Its name, below `public`.
    pub function: &'static str,
    /// The parameters that are always given, each as one or more pairs of a name and a type in SQL; an empty name is the
    /// one beside it.
    pub parameters: &'static [(&'static str, &'static [(&'static str, &'static str)])],
    /// The type in SQL of what it returns.
    pub returns: &'static str,
}

impl Declaration {
    /// Each parameter by its name and its type in SQL.
    pub fn arguments(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.parameters.iter().flat_map(|(name, parts)| {
            parts.iter().map(|(own, sql_type)| (if own.is_empty() { *name } else { *own }, *sql_type))
        })
    }
}

/// The body of a call: a JSON object, written field by field.
#[derive(Debug, Default)]
pub(super) struct Body(Vec<u8>);

impl Body {
    pub(super) fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), DbError> {
        self.0.push(if self.0.is_empty() { b'{' } else { b',' });
        serde_json::to_writer(&mut self.0, name).map_err(DbError::fault)?;
        self.0.push(b':');
        serde_json::to_writer(&mut self.0, value).map_err(DbError::fault)
    }

    pub(super) fn finish(mut self) -> Result<String, DbError> {
        if self.0.is_empty() {
            self.0.push(b'{');
        }
        self.0.push(b'}');
        String::from_utf8(self.0).map_err(DbError::fault)
    }
}

/// What may be a parameter of a SQL function.
pub(super) trait Parameter {
    /// Its parts by their names and types in SQL; an empty name is the one it is declared with.
    const PARTS: &'static [(&'static str, &'static str)];

    fn put(&self, name: &'static str, body: &mut Body) -> Result<(), DbError>;
}

macro_rules! parameters {
    ($($type:ty => $sql:literal),+ $(,)?) => {$(
        impl Parameter for $type {
            const PARTS: &'static [(&'static str, &'static str)] = &[("", $sql)];

            fn put(&self, name: &'static str, body: &mut Body) -> Result<(), DbError> {
                body.field(name, self)
            }
        }
    )+};
}

parameters! {
    AgentId => "uuid",
    AuthSessionId => "uuid",
    BanId => "uuid",
    CallId => "uuid",
    CardPaymentId => "uuid",
    ChannelId => "uuid",
    JoinRequestId => "uuid",
    LogId => "uuid",
    MailToken => "uuid",
    MessageId => "uuid",
    ParticipantId => "uuid",
    PassId => "uuid",
    PaymentId => "uuid",
    PromptId => "uuid",
    RecordingId => "uuid",
    ReportId => "uuid",
    SessionId => "uuid",
    StreamId => "uuid",
    UserId => "uuid",
    AgentVoice => "text",
    CallKind => "text",
    CallType => "text",
    Currency => "text",
    CardStatus => "text",
    CardsBy => "text",
    DeletionState => "text",
    Plan => "text",
    Purpose => "text",
    Layout => "text",
    RecordingStatus => "text",
    RoomName => "text",
    Visibility => "text",
    [String] => "text[]",
    [UserId] => "uuid[]",
    str => "text",
    bool => "boolean",
    Coins => "integer",
    MinorUnits => "bigint",
    u16 => "integer",
    u32 => "integer",
    f64 => "double precision",
    ChannelPlan => "jsonb",
    Event => "jsonb",
    Fact => "jsonb",
    HealthSample => "jsonb",
    KnownIngress => "jsonb",
    Repair => "jsonb",
    SessionPlan => "jsonb",
    Usage => "jsonb",
    [ReportedLine] => "jsonb",
    [SeenIngress] => "jsonb",
    [SeenEgress] => "jsonb",
    [LostRecording] => "jsonb",
    [FoundFile] => "jsonb",
    [DeletedObject] => "jsonb",
    [Traced] => "jsonb",
    [Tried] => "jsonb",
    [TriedMail] => "jsonb",
    Timestamp => "timestamp with time zone",
    Value => "jsonb",
}

impl<const MIN: u16, const MAX: u16> Parameter for Number<MIN, MAX> {
    const PARTS: &'static [(&'static str, &'static str)] = &[("", "integer")];

    fn put(&self, name: &'static str, body: &mut Body) -> Result<(), DbError> {
        body.field(name, self)
    }
}

impl Parameter for Language {
    const PARTS: &'static [(&'static str, &'static str)] = &[("", "text")];

    fn put(&self, name: &'static str, body: &mut Body) -> Result<(), DbError> {
        body.field(name, self.code())
    }
}

/// A vocabulary of which SQL knows other words than clients.
macro_rules! words {
    ($($type:ty),+) => {$(
        impl Parameter for $type {
            const PARTS: &'static [(&'static str, &'static str)] = &[("", "text")];

            fn put(&self, name: &'static str, body: &mut Body) -> Result<(), DbError> {
                body.field(name, self.as_str())
            }
        }
    )+};
}

words! {
    AlertType, AssignableRole, BanKind, By, IngressAction, KindFilter, PaymentKind, Period, ProcessingStatus, ReportAction, Role,
    TypeFilter, VoiceCallStatus, VoiceCallType, VoiceKind, Window, reports::StatusFilter, sessions::StatusFilter
}

impl<T: Parameter + ?Sized> Parameter for &T {
    const PARTS: &'static [(&'static str, &'static str)] = T::PARTS;

    fn put(&self, name: &'static str, body: &mut Body) -> Result<(), DbError> {
        (*self).put(name, body)
    }
}

impl<T: Parameter> Parameter for Option<T> {
    const PARTS: &'static [(&'static str, &'static str)] = T::PARTS;

    fn put(&self, name: &'static str, body: &mut Body) -> Result<(), DbError> {
        match self {
            Some(value) => value.put(name, body),
            None => body.field(name, &()),
        }
    }
}

/// Who asks, and by which sign-in.
impl Parameter for Caller {
    const PARTS: &'static [(&'static str, &'static str)] = &[("p_user_id", "uuid"), ("p_auth_session_id", "uuid")];

    fn put(&self, _: &'static str, body: &mut Body) -> Result<(), DbError> {
        body.field("p_user_id", &self.user_id())?;
        body.field("p_auth_session_id", &self.auth_session())
    }
}

impl Parameter for Account {
    const PARTS: &'static [(&'static str, &'static str)] = Caller::PARTS;

    fn put(&self, name: &'static str, body: &mut Body) -> Result<(), DbError> {
        Caller::from(*self).put(name, body)
    }
}

/// The same, and where the request came from that is noted.
impl Parameter for Staff {
    const PARTS: &'static [(&'static str, &'static str)] =
        &[("p_user_id", "uuid"), ("p_auth_session_id", "uuid"), ("p_origin", "jsonb")];

    fn put(&self, name: &'static str, body: &mut Body) -> Result<(), DbError> {
        self.account().put(name, body)?;
        body.field("p_origin", self.origin())
    }
}

impl Parameter for Viewer {
    const PARTS: &'static [(&'static str, &'static str)] = Staff::PARTS;

    fn put(&self, name: &'static str, body: &mut Body) -> Result<(), DbError> {
        self.caller().put(name, body)?;
        body.field("p_origin", self.origin())
    }
}

/// Who visits, if they are signed in, and from where.
impl Parameter for Visitor {
    const PARTS: &'static [(&'static str, &'static str)] = &[("p_user_id", "uuid"), ("p_address", "text")];

    fn put(&self, _: &'static str, body: &mut Body) -> Result<(), DbError> {
        body.field("p_user_id", &self.user_id())?;
        body.field("p_address", &self.address())
    }
}

/// What identifies one intended action.
impl Parameter for IdempotencyKey {
    const PARTS: &'static [(&'static str, &'static str)] = &[("p_idempotency_key", "text"), ("p_request_hash", "text")];

    fn put(&self, _: &'static str, body: &mut Body) -> Result<(), DbError> {
        body.field("p_idempotency_key", &self.key())?;
        body.field("p_request_hash", &self.request_hash())
    }
}

/// Declares SQL functions: `name_in_sql: visibility name(parameter: Type, …) -> Reply as "type in sql";`. Parameters are
/// named in SQL as here, with `p_` before it.
macro_rules! rpc {
    ($(
        $(#[$doc:meta])*
        $function:ident: $visibility:vis $name:ident($($parameter:ident: $type:ty),* $(,)?) -> $reply:ty as $returns:literal;
    )+) => {
        impl $crate::db::Db {$(
            $(#[$doc])*
            #[doc = concat!("\n\nCalls `", stringify!($function), "`.")]
            #[allow(clippy::too_many_arguments, reason = "as many as the SQL function takes")]
            $visibility async fn $name(&self, $($parameter: $type),*) -> Result<$reply, ipelya_core::Refusal> {
                #[allow(unused_mut, reason = "some functions take nothing")]
                let mut body = $crate::db::rpc::Body::default();
                $($crate::db::rpc::Parameter::put(&$parameter, concat!("p_", stringify!($parameter)), &mut body)?;)*
                Ok(self.call(stringify!($function), body).await?)
            }
        )+}

        /// The functions declared here.
        pub(super) const DECLARED: &[$crate::db::rpc::Declaration] = &[$($crate::db::rpc::Declaration {
            function: stringify!($function),
            parameters: &[$((
                concat!("p_", stringify!($parameter)),
                <$type as $crate::db::rpc::Parameter>::PARTS,
            )),*],
            returns: $returns,
        }),+];
    };
}
pub(super) use rpc;
