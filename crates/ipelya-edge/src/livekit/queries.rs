//! What LiveKit says of its rooms. An answer is complete or it is an error: an absent room and an unanswered question
//! must never look the same.

use std::collections::BTreeMap;

use ipelya_core::agent;
use ipelya_core::participant::{Permission, Person, Presence, TrackSource};
use ipelya_core::sweep::{OpenedRoom, RoomView};
use ipelya_core::{AgentId, Refusal, RoomName, Timestamp};
use livekit_api::services::ServiceError;
use livekit_protocol::participant_info::{Kind, State};
use livekit_protocol::{ParticipantInfo, ParticipantPermission, Room, TrackSource as Source};

use super::{Sfu, refusal};
use crate::telemetry::{self, Metric};

impl Sfu {
    /// Whether LiveKit answers: it is asked for a room of a name that none of ours has.
    pub async fn answers(&self) -> bool {
        let _asking = telemetry::asking(Metric::LiveKit);
        let asked = self.rooms().list_rooms(vec!["health".to_owned()]).await;
        asked.map_err(|error| unanswered(&error, "ListRooms")).is_ok()
    }

    /// Which of these rooms there are; every name asked about is answered about. Rooms of other names, which may not be
    /// ours, are never asked for.
    pub async fn list_rooms(&self, names: &[RoomName]) -> Result<BTreeMap<RoomName, RoomView>, Refusal> {
        if names.is_empty() {
            // to LiveKit, no names are all names
            return Ok(BTreeMap::new());
        }
        let _asking = telemetry::asking(Metric::LiveKit);
        let asked = names.iter().map(|name| name.as_str().to_owned()).collect();
        let found = self.rooms().list_rooms(asked).await.map_err(|error| unanswered(&error, "ListRooms"))?;
        let found: BTreeMap<String, Room> = found.into_iter().map(|room| (room.name.clone(), room)).collect();
        let view = |name: &RoomName| found.get(name.as_str()).map_or(RoomView::Absent, open_room);
        Ok(names.iter().map(|name| (name.clone(), view(name))).collect())
    }

    /// Who is in this room; nobody, if there is none of this name.
    pub async fn list_participants(&self, room: &RoomName) -> Result<Vec<Person>, Refusal> {
        let _asking = telemetry::asking(Metric::LiveKit);
        let found = self.rooms().list_participants(room.as_str()).await;
        Ok(found.map_err(|error| unanswered(&error, "ListParticipants"))?.into_iter().map(person).collect())
    }

    /// Whether anybody is heard or seen in this room.
    pub async fn is_anybody_publishing(&self, room: &RoomName) -> Result<bool, Refusal> {
        let _asking = telemetry::asking(Metric::LiveKit);
        let found = self.rooms().list_participants(room.as_str()).await;
        let found = found.map_err(|error| unanswered(&error, "ListParticipants"))?;
        Ok(found.iter().any(|person| !person.tracks.is_empty()))
    }

    /// Whether an agent is in this room, by now.
    pub async fn is_inside(&self, room: &RoomName, agent: AgentId) -> Result<bool, Refusal> {
        Ok(self.list_participants(room).await?.iter().any(|person| agent::is_inside(person, agent)))
    }
}

fn unanswered(error: &ServiceError, question: &'static str) -> Refusal {
    tracing::error!(%error, question, "LiveKit did not answer");
    refusal(error)
}

fn open_room(room: &Room) -> RoomView {
    RoomView::Open {
        opened: OpenedRoom {
            room_sid: room.sid.clone(),
            started_at: moment(room.creation_time_ms, room.creation_time),
        },
        participants: usize::try_from(room.num_participants).unwrap_or(usize::MAX),
        people: None,
    }
}

fn person(info: ParticipantInfo) -> Person {
    Person {
        kind: Kind::try_from(info.kind).map_or("UNKNOWN", |kind| kind.as_str_name()),
        presence: match info.state() {
            State::Joining | State::Joined => Presence::Arriving,
            State::Active => Presence::Active,
            State::Disconnected => Presence::Gone,
        },
        // in whole seconds, as its webhooks tell it
        joined_at: moment(0, info.joined_at),
        permission: info.permission.as_ref().map(permission).unwrap_or_default(),
        sid: info.sid,
        identity: info.identity,
        metadata: info.metadata,
    }
}

fn permission(allowed: &ParticipantPermission) -> Permission {
    Permission {
        publish: allowed.can_publish,
        sources: allowed.can_publish_sources.iter().map(|raw| source(Source::try_from(*raw).ok()?)).collect(),
        subscribe: allowed.can_subscribe,
        publish_data: allowed.can_publish_data,
        update_own_metadata: allowed.can_update_metadata,
        hidden: allowed.hidden,
    }
}

fn source(source: Source) -> Option<TrackSource> {
    match source {
        Source::Camera => Some(TrackSource::Camera),
        Source::Microphone => Some(TrackSource::Microphone),
        Source::ScreenShare => Some(TrackSource::ScreenShare),
        Source::ScreenShareAudio => Some(TrackSource::ScreenShareAudio),
        Source::Unknown => None,
    }
}

/// A time in milliseconds or, from servers that tell none, in seconds.
fn moment(milliseconds: i64, seconds: i64) -> Timestamp {
    let told = if milliseconds > 0 {
        Timestamp::from_unix_milliseconds(milliseconds)
    } else {
        Timestamp::from_unix_seconds(seconds)
    };
    told.unwrap_or(Timestamp::UNIX_EPOCH)
}
