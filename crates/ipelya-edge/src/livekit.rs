//! LiveKit's server API. Called only when LiveKit itself must act; tokens need no call.

pub mod agents;
mod commands;
pub mod egress;
pub mod ingress;
mod queries;
pub mod token;
pub mod webhook;

use std::sync::OnceLock;
use std::time::Duration;

use ipelya_core::{Refusal, RoomName};
use livekit_api::services::room::{CreateRoomOptions, RoomClient};
use livekit_api::services::{ServerError, ServiceError};

use crate::settings::{Secret, Settings};
use crate::telemetry::{self, Metric};

/// How long one call may take, retries not included.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(3);
/// How long LiveKit keeps a room nobody has joined yet, in seconds (the app's documents say 600).
const EMPTY_TIMEOUT_SECONDS: u32 = 600;
/// How long LiveKit keeps a room after the last one left, in seconds: twice the host's grace period.
const DEPARTURE_TIMEOUT_SECONDS: u32 = 60;

/// LiveKit's server API.
#[derive(Debug)]
pub struct Sfu {
    host: String,
    api_key: String,
    api_secret: Secret,
    max_participants: u32,
    /// Built with the first call: most requests need none, and its TLS roots cost start-up time.
    rooms: OnceLock<RoomClient>,
}

impl Sfu {
    /// Connects nothing yet.
    pub fn new(settings: &Settings) -> Self {
        Self {
            host: settings.livekit_api_url.clone(),
            api_key: settings.livekit_api_key.clone(),
            api_secret: settings.livekit_api_secret.clone(),
            max_participants: settings.room_max_participants,
            rooms: OnceLock::new(),
        }
    }

    /// Makes sure the room exists: creates it, or leaves it as it is.
    ///
    /// Safe to repeat, so it is tried a second time if the first connection failed.
    pub async fn ensure_room(&self, name: &RoomName) -> Result<(), Refusal> {
        let mut outcome = self.create_room(name).await;
        if outcome.as_ref().is_err_and(is_lost_connection) {
            outcome = self.create_room(name).await;
        }
        outcome.map_err(|error| {
            tracing::error!(%error, room = %name, "LiveKit did not create the room");
            refusal(&error)
        })
    }

    async fn create_room(&self, name: &RoomName) -> Result<(), ServiceError> {
        let _asking = telemetry::asking(Metric::LiveKit);
        let options = CreateRoomOptions {
            empty_timeout: EMPTY_TIMEOUT_SECONDS,
            departure_timeout: DEPARTURE_TIMEOUT_SECONDS,
            max_participants: self.max_participants,
            ..CreateRoomOptions::default()
        };
        self.rooms().create_room(name.as_str(), options).await.map(drop)
    }

    fn rooms(&self) -> &RoomClient {
        self.rooms.get_or_init(|| {
            RoomClient::with_api_key(&self.host, &self.api_key, self.api_secret.expose())
                .with_failover(false)
                .with_request_timeout(REQUEST_TIMEOUT)
        })
    }
}

fn is_lost_connection(error: &ServiceError) -> bool {
    matches!(error, ServiceError::Twirp(ServerError::Request(error)) if !error.is_timeout())
}

/// A refused API key or a malformed request is our mistake; everything else is LiveKit being away. A reply that is
/// no Twirp reply (a proxy's error page) surfaces as `Request`.
fn refusal(error: &ServiceError) -> Refusal {
    match error {
        ServiceError::Twirp(ServerError::Request(_)) => Refusal::Unavailable,
        ServiceError::Twirp(ServerError::Twirp(reply)) => match reply.code.as_str() {
            "unavailable" | "internal" | "unknown" | "deadline_exceeded" | "resource_exhausted" | "aborted"
            | "canceled" => Refusal::Unavailable,
            _ => Refusal::Internal,
        },
        _ => Refusal::Internal,
    }
}
