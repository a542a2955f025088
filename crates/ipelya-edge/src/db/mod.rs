//! Postgres, behind PostgREST: one RPC per decision or commit, called as the service role.
//!
//! Data travels in RPC bodies only. The client never escapes filter values, so no filter is ever built here.

mod calls;
mod channels;
mod chat;
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
mod rpc;
mod seats;
mod sweep;
mod voice;
mod voice_calls;
mod webhook;

use ipelya_core::Timestamp;
use postgrest::Builder;
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue, InvalidHeaderValue};
use serde::de::DeserializeOwned;

pub use self::calls::{ActedOnCall, PlacedCall};
pub use self::channels::{ChannelOffAir, ChannelOnAir};
pub use self::error::DbError;
pub use self::guests::{EndedGuest, RespondedInvitation, RespondedJoinRequest};
pub use self::moderation::{Banned, ChangedRole, Moderated};
pub use self::opening::{Created, Started};
pub use self::outbox::TakenOutbox;
pub use self::payments::{CardTask, TakenFact, Task};
use self::rpc::Body;
pub use self::rpc::Declaration;
pub use self::sweep::{Gauges, Repaired};
pub use self::webhook::TakenIn;
use crate::clock::Clock;
use crate::http_client::COINS_DEADLINE;
use crate::settings::Settings;
use crate::telemetry::{self, Metric, TRACE_PARENT};

/// The database, as the functions see it.
#[derive(Debug, Clone)]
pub struct Db {
    rest_url: String,
    headers: HeaderMap,
    client: reqwest::Client,
    /// For deadlines, which are real whatever time the rules are told.
    wall: Clock,
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

    /// Calls PostgREST of these settings' project with `client`. Connects nothing yet.
    pub fn new(settings: &Settings, client: reqwest::Client) -> Result<Self, InvalidHeaderValue> {
        let key = settings.supabase_service_role_key.expose();
        let mut headers = HeaderMap::new();
        for (name, value) in
            [(HeaderName::from_static("apikey"), key.to_owned()), (AUTHORIZATION, format!("Bearer {key}"))]
        {
            let mut value = HeaderValue::try_from(value)?;
            value.set_sensitive(true);
            headers.insert(name, value);
        }
        let rest_url = format!("{}/rest/v1/", settings.supabase_url);
        Ok(Self { rest_url, headers, client, wall: Clock::system() })
    }

    /// Opens a connection for the first call. PostgREST answers what it is asked here by itself.
    pub(crate) async fn warm(&self) {
        let asked = self.client.request(Method::OPTIONS, &self.rest_url).headers(self.headers.clone()).send().await;
        if let Err(error) = asked {
            tracing::warn!(%error, "PostgREST did not answer at start");
        }
    }

    /// When a request about coins that is sent now is given up by Postgres itself.
    fn coins_deadline(&self) -> Timestamp {
        self.wall.now() + COINS_DEADLINE
    }

    /// Calls one SQL function: one round trip, one transaction.
    async fn call<R: DeserializeOwned>(&self, function: &'static str, parameters: Body) -> Result<R, DbError> {
        let body = parameters.finish()?;
        let url = format!("{}rpc/{function}", self.rest_url);
        let _asking = telemetry::asking(Metric::Postgres);
        let response = Builder::new(url, None, self.headers(), self.client.clone())
            .rpc(body)
            .execute()
            .await
            .map_err(DbError::unreachable)?;
        let status = response.status().as_u16();
        let body = response.bytes().await.map_err(DbError::unreachable)?;
        if (200..300).contains(&status) {
            // a function that returns void answers with no body
            let body: &[u8] = if body.is_empty() { b"null" } else { &body };
            read(function, body)
        } else {
            Err(DbError::from_reply(status, &body))
        }
    }

    /// What goes with every call, and with this one.
    fn headers(&self) -> HeaderMap {
        let mut headers = self.headers.clone();
        if let Some(parent) = telemetry::trace_parent().and_then(|parent| HeaderValue::try_from(parent).ok()) {
            headers.insert(TRACE_PARENT, parent);
        }
        headers
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
