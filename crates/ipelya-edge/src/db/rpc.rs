//! How SQL functions are called: each is declared once, with its name, its parameters and its reply. From the declaration
//! follow the method of [`Db`](super::Db), the arguments that its transport is given, and what the tests of the data model
//! hold against the catalog of the database.

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
use serde_json::Value;

use super::DbError;
use super::arguments::{Arguments, SqlType};
use crate::http::idempotency::IdempotencyKey;
use crate::http::{Staff, Viewer, Visitor};

/// A SQL function as it is called from here.
#[derive(Debug, Clone, Copy)]
pub struct Declaration {
    /// Its name, below `public`.
    pub function: &'static str,
    /// The parameters that are always given, each as one or more pairs of a name and a type in SQL; an empty name is the
    /// one beside it.
    pub parameters: &'static [(&'static str, &'static [(&'static str, SqlType)])],
    /// The type in SQL of what it returns.
    pub returns: &'static str,
}

impl Declaration {
    /// Each parameter by its name and its type in SQL.
    pub fn arguments(&self) -> impl Iterator<Item = (&'static str, SqlType)> {
        self.parameters.iter().flat_map(|(name, parts)| {
            parts.iter().map(|(own, sql_type)| (if own.is_empty() { *name } else { *own }, *sql_type))
        })
    }
}

/// What may be a parameter of a SQL function.
pub(super) trait Parameter {
    /// Its parts by their names and types in SQL; an empty name is the one it is declared with.
    const PARTS: &'static [(&'static str, SqlType)];

    fn put(&self, name: &'static str, arguments: &mut Arguments) -> Result<(), DbError>;
}

macro_rules! parameters {
    ($($type:ty => $sql:ident),+ $(,)?) => {$(
        impl Parameter for $type {
            const PARTS: &'static [(&'static str, SqlType)] = &[("", SqlType::$sql)];

            fn put(&self, name: &'static str, arguments: &mut Arguments) -> Result<(), DbError> {
                arguments.give(name, SqlType::$sql, self)
            }
        }
    )+};
}

parameters! {
    AgentId => Uuid,
    AuthSessionId => Uuid,
    BanId => Uuid,
    CallId => Uuid,
    CardPaymentId => Uuid,
    ChannelId => Uuid,
    JoinRequestId => Uuid,
    LogId => Uuid,
    MailToken => Uuid,
    MessageId => Uuid,
    ParticipantId => Uuid,
    PassId => Uuid,
    PaymentId => Uuid,
    PromptId => Uuid,
    RecordingId => Uuid,
    ReportId => Uuid,
    SessionId => Uuid,
    StreamId => Uuid,
    UserId => Uuid,
    AgentVoice => Text,
    CallKind => Text,
    CallType => Text,
    Currency => Text,
    CardStatus => Text,
    CardsBy => Text,
    DeletionState => Text,
    Plan => Text,
    Purpose => Text,
    Layout => Text,
    RecordingStatus => Text,
    RoomName => Text,
    Visibility => Text,
    [String] => Texts,
    [UserId] => Uuids,
    str => Text,
    bool => Boolean,
    Coins => Integer,
    MinorUnits => Bigint,
    u16 => Integer,
    u32 => Integer,
    f64 => DoublePrecision,
    ChannelPlan => Jsonb,
    Event => Jsonb,
    Fact => Jsonb,
    HealthSample => Jsonb,
    KnownIngress => Jsonb,
    Repair => Jsonb,
    SessionPlan => Jsonb,
    Usage => Jsonb,
    [ReportedLine] => Jsonb,
    [SeenIngress] => Jsonb,
    [SeenEgress] => Jsonb,
    [LostRecording] => Jsonb,
    [FoundFile] => Jsonb,
    [DeletedObject] => Jsonb,
    [Traced] => Jsonb,
    [Tried] => Jsonb,
    [TriedMail] => Jsonb,
    Timestamp => Timestamp,
    Value => Jsonb,
}

impl<const MIN: u16, const MAX: u16> Parameter for Number<MIN, MAX> {
    const PARTS: &'static [(&'static str, SqlType)] = &[("", SqlType::Integer)];

    fn put(&self, name: &'static str, arguments: &mut Arguments) -> Result<(), DbError> {
        arguments.give(name, SqlType::Integer, self)
    }
}

impl Parameter for Language {
    const PARTS: &'static [(&'static str, SqlType)] = &[("", SqlType::Text)];

    fn put(&self, name: &'static str, arguments: &mut Arguments) -> Result<(), DbError> {
        arguments.give(name, SqlType::Text, self.code())
    }
}

/// A vocabulary of which SQL knows other words than clients.
macro_rules! words {
    ($($type:ty),+) => {$(
        impl Parameter for $type {
            const PARTS: &'static [(&'static str, SqlType)] = &[("", SqlType::Text)];

            fn put(&self, name: &'static str, arguments: &mut Arguments) -> Result<(), DbError> {
                arguments.give(name, SqlType::Text, self.as_str())
            }
        }
    )+};
}

words! {
    AlertType, AssignableRole, BanKind, By, IngressAction, KindFilter, PaymentKind, Period, ProcessingStatus, ReportAction, Role,
    TypeFilter, VoiceCallStatus, VoiceCallType, VoiceKind, Window, reports::StatusFilter, sessions::StatusFilter
}

impl<T: Parameter + ?Sized> Parameter for &T {
    const PARTS: &'static [(&'static str, SqlType)] = T::PARTS;

    fn put(&self, name: &'static str, arguments: &mut Arguments) -> Result<(), DbError> {
        (*self).put(name, arguments)
    }
}

impl<T: Parameter> Parameter for Option<T> {
    const PARTS: &'static [(&'static str, SqlType)] = T::PARTS;

    fn put(&self, name: &'static str, arguments: &mut Arguments) -> Result<(), DbError> {
        match self {
            Some(value) => value.put(name, arguments),
            None => T::PARTS
                .iter()
                .try_for_each(|(own, of)| arguments.give_null(if own.is_empty() { name } else { own }, *of)),
        }
    }
}

/// Who asks, and by which sign-in.
impl Parameter for Caller {
    const PARTS: &'static [(&'static str, SqlType)] =
        &[("p_user_id", SqlType::Uuid), ("p_auth_session_id", SqlType::Uuid)];

    fn put(&self, _: &'static str, arguments: &mut Arguments) -> Result<(), DbError> {
        self.user_id().put("p_user_id", arguments)?;
        self.auth_session().put("p_auth_session_id", arguments)
    }
}

impl Parameter for Account {
    const PARTS: &'static [(&'static str, SqlType)] = Caller::PARTS;

    fn put(&self, name: &'static str, arguments: &mut Arguments) -> Result<(), DbError> {
        Caller::from(*self).put(name, arguments)
    }
}

/// The same, and where the request came from that is noted.
impl Parameter for Staff {
    const PARTS: &'static [(&'static str, SqlType)] =
        &[("p_user_id", SqlType::Uuid), ("p_auth_session_id", SqlType::Uuid), ("p_origin", SqlType::Jsonb)];

    fn put(&self, name: &'static str, arguments: &mut Arguments) -> Result<(), DbError> {
        self.account().put(name, arguments)?;
        arguments.give("p_origin", SqlType::Jsonb, self.origin())
    }
}

impl Parameter for Viewer {
    const PARTS: &'static [(&'static str, SqlType)] = Staff::PARTS;

    fn put(&self, name: &'static str, arguments: &mut Arguments) -> Result<(), DbError> {
        self.caller().put(name, arguments)?;
        arguments.give("p_origin", SqlType::Jsonb, self.origin())
    }
}

/// Who visits, if they are signed in, and from where.
impl Parameter for Visitor {
    const PARTS: &'static [(&'static str, SqlType)] = &[("p_user_id", SqlType::Uuid), ("p_address", SqlType::Text)];

    fn put(&self, _: &'static str, arguments: &mut Arguments) -> Result<(), DbError> {
        self.user_id().put("p_user_id", arguments)?;
        self.address().put("p_address", arguments)
    }
}

/// What identifies one intended action.
impl Parameter for IdempotencyKey {
    const PARTS: &'static [(&'static str, SqlType)] =
        &[("p_idempotency_key", SqlType::Text), ("p_request_hash", SqlType::Text)];

    fn put(&self, _: &'static str, arguments: &mut Arguments) -> Result<(), DbError> {
        self.key().put("p_idempotency_key", arguments)?;
        self.request_hash().put("p_request_hash", arguments)
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
                let mut arguments = self.arguments();
                $($crate::db::rpc::Parameter::put(&$parameter, concat!("p_", stringify!($parameter)), &mut arguments)?;)*
                let call = $crate::db::Call { function: stringify!($function), returns: $returns };
                Ok(self.call(call, arguments).await?)
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
