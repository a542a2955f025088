//! Postgres, behind PostgREST or asked directly: one SQL function per decision or commit, one round trip each.
//!
//! Each function is declared once (`rpc`) and called the same way over both transports: `rest` and `direct`. What it does,
//! returns and refuses is Postgres' alone.

mod arguments;
mod calls;
mod channels;
mod chat;
mod direct;
mod error;
mod facts;
mod gifts;
mod guests;
mod ingress;
mod moderation;
mod opening;
mod ops;
mod outbox;
mod payments;
mod recordings;
mod rest;
mod rpc;
mod seats;
mod sweep;
mod voice;
mod voice_calls;
mod webhook;

use ipelya_core::Timestamp;
use reqwest::header::InvalidHeaderValue;
use serde::de::DeserializeOwned;

use self::arguments::{Arguments, Form};
pub use self::calls::{ActedOnCall, PlacedCall};
pub use self::channels::{ChannelOffAir, ChannelOnAir};
use self::direct::Direct;
pub use self::error::DbError;
pub use self::guests::{EndedGuest, RespondedInvitation, RespondedJoinRequest};
pub use self::moderation::{Banned, ChangedRole, Moderated};
pub use self::opening::{Created, Started};
pub use self::outbox::TakenOutbox;
pub use self::payments::{CardTask, TakenFact, Task};
use self::rest::Rest;
pub use self::rpc::Declaration;
pub use self::sweep::{Gauges, Repaired};
pub use self::webhook::TakenIn;
use crate::clock::Clock;
use crate::http_client::COINS_DEADLINE;
use crate::settings::Settings;
use crate::telemetry::{self, Metric};

/// The database, as the functions see it.
#[derive(Debug, Clone)]
pub struct Db {
    transport: Transport,
    /// For deadlines, which are real whatever time the rules are told.
    wall: Clock,
}

/// The way to it.
#[derive(Debug, Clone)]
enum Transport {
    Rest(Rest),
    Direct(Direct),
}

/// A SQL function, and what type it returns.
#[derive(Debug, Clone, Copy)]
struct Call {
    function: &'static str,
    returns: &'static str,
}

/// The settings of the database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DbSettingsError {
    /// The key of the service role cannot be sent as an HTTP header.
    #[error("SUPABASE_SERVICE_ROLE_KEY contains characters that no HTTP header can carry")]
    ServiceRoleKey(#[from] InvalidHeaderValue),
    /// Whom to believe that a server is the database is not to be read.
    #[error("IPELYA_DATABASE_CA cannot be used: {0}")]
    CertificateAuthority(#[from] rustls::Error),
}

impl Db {
    /// Every SQL function that is called from here.
    pub const DECLARATIONS: [&[Declaration]; 18] = [
        calls::DECLARED,
        channels::DECLARED,
        chat::DECLARED,
        facts::DECLARED,
        gifts::DECLARED,
        guests::DECLARED,
        ingress::DECLARED,
        moderation::DECLARED,
        opening::DECLARED,
        ops::DECLARED,
        outbox::DECLARED,
        payments::DECLARED,
        seats::DECLARED,
        sweep::DECLARED,
        recordings::DECLARED,
        voice::DECLARED,
        voice_calls::DECLARED,
        webhook::DECLARED,
    ];

    /// Asks the database of these settings directly if they say where it is, and else PostgREST, with `client`. Connects
    /// nothing yet.
    pub fn new(settings: &Settings, client: reqwest::Client) -> Result<Self, DbSettingsError> {
        let transport = match &settings.database {
            Some(database) => Transport::Direct(Direct::new(database)?),
            None => Transport::Rest(Rest::new(settings, client)?),
        };
        Ok(Self { transport, wall: Clock::system() })
    }

    /// Opens a connection for the first call.
    pub(crate) async fn warm(&self) {
        let warm = match &self.transport {
            Transport::Rest(rest) => rest.warm().await,
            Transport::Direct(direct) => direct.warm().await,
        };
        if let Err(error) = warm {
            tracing::warn!(%error, "the database did not answer at start");
        }
    }

    /// When a request about coins that is sent now is given up by Postgres itself.
    fn coins_deadline(&self) -> Timestamp {
        self.wall.now() + COINS_DEADLINE
    }

    /// For the arguments of one call.
    fn arguments(&self) -> Arguments {
        Arguments::new(match self.transport {
            Transport::Rest(_) => Form::Json,
            Transport::Direct(_) => Form::Text,
        })
    }

    /// Calls one SQL function: one round trip, one transaction.
    async fn call<R: DeserializeOwned>(&self, call: Call, arguments: Arguments) -> Result<R, DbError> {
        let _asking = telemetry::asking(Metric::Postgres);
        // boxed: whoever calls holds it for as long as it takes
        let reply = match &self.transport {
            Transport::Rest(rest) => Box::pin(rest.call(call.function, arguments)).await?,
            Transport::Direct(direct) => Box::pin(direct.call(call, arguments)).await?,
        };
        read(call.function, &reply)
    }
}

/// What a function returned. Where debug assertions are on, as in tests, a key that nobody reads is a fault: SQL is to
/// send nothing in vain. In a deployment it is not: a migration may be there before the function that reads it.
fn read<R: DeserializeOwned>(function: &str, body: &[u8]) -> Result<R, DbError> {
    #[cfg(debug_assertions)]
    {
        let mut unread = Vec::new();
        let mut json = serde_json::Deserializer::from_slice(body);
        let reply = serde_ignored::deserialize(&mut json, |path| unread.push(path.to_string()));
        if !unread.is_empty() {
            return Err(DbError::Fault(format!("nobody reads {unread:?} of what {function} returns")));
        }
        reply.map_err(DbError::fault)
    }
    #[cfg(not(debug_assertions))]
    {
        let _ = function;
        serde_json::from_slice(body).map_err(DbError::fault)
    }
}

#[cfg(test)]
mod tests {
    use ipelya_core::api::webhook::EventResult;

    use super::*;

    #[test]
    fn a_key_that_nobody_reads_fails_a_test_and_no_deployment() {
        let reply = read::<TakenIn>("live_webhook_event", br#"{"result":"success","standing":null}"#).unwrap();
        assert_eq!(reply.result, EventResult::Success);
        let extra = read::<TakenIn>("live_webhook_event", br#"{"result":"success","standing":null,"extra":1}"#);
        assert_eq!(extra.is_err(), cfg!(debug_assertions), "{extra:?}");
    }
}
