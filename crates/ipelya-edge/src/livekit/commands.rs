//! What LiveKit is told to do about rooms and the people in them. All of it is safe to repeat, and says whether there
//! was anything left to do: somebody who has left cannot be put out, and need not be.

use ipelya_core::grants::Grants;
use ipelya_core::participant::TrackSource;
use ipelya_core::standing::Remedy;
use ipelya_core::{Refusal, RoomName};
use livekit_api::services::room::{SendDataOptions, UpdateParticipantOptions};
use livekit_api::services::{ServerError, ServerErrorCode, ServiceError};
use livekit_protocol::{ParticipantPermission, TrackSource as Source};
use serde_json::Value;

use super::{Sfu, refusal};
use crate::telemetry::{self, Metric};

impl Sfu {
    /// Closes a room and disconnects everybody in it. Tells whether there was one.
    pub async fn delete_room(&self, room: &RoomName) -> Result<bool, Refusal> {
        let _asking = telemetry::asking(Metric::LiveKit);
        done(self.rooms().delete_room(room.as_str()).await, "DeleteRoom", room)
    }

    /// Disconnects somebody. Tells whether they were there.
    pub async fn remove_participant(&self, room: &RoomName, identity: &str) -> Result<bool, Refusal> {
        let _asking = telemetry::asking(Metric::LiveKit);
        done(self.rooms().remove_participant(room.as_str(), identity).await, "RemoveParticipant", room)
    }

    /// Tells everybody in a room something, on a topic, as the server. Tells whether there was a room.
    pub async fn send_data(&self, room: &RoomName, topic: &str, data: &Value) -> Result<bool, Refusal> {
        let _asking = telemetry::asking(Metric::LiveKit);
        let options = SendDataOptions { topic: Some(topic.to_owned()), ..SendDataOptions::default() };
        done(self.rooms().send_data(room.as_str(), data.to_string().into_bytes(), options).await, "SendData", room)
    }

    /// Does to somebody what mends their standing. Tells whether they were there.
    pub async fn mend(&self, room: &RoomName, remedy: &Remedy) -> Result<bool, Refusal> {
        match remedy {
            Remedy::Remove { identity } => self.remove_participant(room, identity).await,
            Remedy::Update { identity, grants, metadata } => {
                self.update_participant(room, identity, grants, metadata.clone()).await
            }
        }
    }

    /// Gives somebody these rights and no others, and new metadata if there is any. Tells whether they were there.
    pub async fn update_participant(
        &self,
        room: &RoomName,
        identity: &str,
        grants: &Grants,
        metadata: Option<String>,
    ) -> Result<bool, Refusal> {
        let _asking = telemetry::asking(Metric::LiveKit);
        let options = UpdateParticipantOptions {
            // to LiveKit, empty metadata is no new metadata
            metadata: metadata.unwrap_or_default(),
            permission: Some(permission(grants)),
            ..UpdateParticipantOptions::default()
        };
        let outcome = self.rooms().update_participant(room.as_str(), identity, options).await;
        done(outcome.map(drop), "UpdateParticipant", room)
    }
}

/// Whether there was anything to do, by LiveKit's answer.
pub(super) fn done(outcome: Result<(), ServiceError>, action: &'static str, room: &RoomName) -> Result<bool, Refusal> {
    match outcome {
        Ok(()) => Ok(true),
        Err(ServiceError::Twirp(ServerError::Twirp(reply))) if reply.code == ServerErrorCode::NOT_FOUND => Ok(false),
        Err(error) => {
            tracing::error!(%error, action, %room, "LiveKit did not act");
            Err(refusal(&error))
        }
    }
}

/// The whole of it, because LiveKit replaces the whole of it.
fn permission(grants: &Grants) -> ParticipantPermission {
    ParticipantPermission {
        can_publish: grants.can_publish(),
        can_publish_sources: grants.publish.iter().map(|source| i32::from(to_livekit(*source))).collect(),
        can_subscribe: grants.subscribe,
        can_publish_data: grants.publish_data,
        can_update_metadata: grants.update_own_metadata,
        hidden: grants.hidden,
        ..ParticipantPermission::default()
    }
}

fn to_livekit(source: TrackSource) -> Source {
    match source {
        TrackSource::Camera => Source::Camera,
        TrackSource::Microphone => Source::Microphone,
        TrackSource::ScreenShare => Source::ScreenShare,
        TrackSource::ScreenShareAudio => Source::ScreenShareAudio,
    }
}
