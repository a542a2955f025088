//! What functions ask of its rooms: `RoomService`, protobuf in and protobuf out, for whoever shows a token with the grant.

use axum::extract::Request;
use axum::response::Response;
use ipelya_local::stand_in::twirp::{Refused, admitted, decoded, no_such_method, refused, reply};
use livekit_protocol::{
    CreateRoomRequest, DeleteRoomRequest, DeleteRoomResponse, DisconnectReason, ListParticipantsRequest,
    ListParticipantsResponse, ListRoomsRequest, ListRoomsResponse, ParticipantInfo, RemoveParticipantResponse,
    RoomParticipantIdentity, UpdateParticipantRequest,
};
use prost::Message as _;

use super::LiveKit;

/// Answers one request.
pub(super) async fn answer(livekit: &LiveKit, method: &str, request: Request) -> Response {
    let grant = match method {
        "CreateRoom" | "DeleteRoom" => "roomCreate",
        "ListRooms" => "roomList",
        _ => "roomAdmin",
    };
    let outcome = async {
        let body = admitted(request, grant).await?;
        match method {
            "CreateRoom" => Ok(livekit.open(&decoded::<CreateRoomRequest>(body)?.name).encode_to_vec()),
            "DeleteRoom" => delete(livekit, &decoded(body)?).map(|done| done.encode_to_vec()),
            "ListRooms" => Ok(list(livekit, &decoded(body)?).encode_to_vec()),
            "ListParticipants" => Ok(people(livekit, &decoded(body)?).encode_to_vec()),
            "UpdateParticipant" => update(livekit, decoded(body)?).map(|person| person.encode_to_vec()),
            "RemoveParticipant" => remove(livekit, &decoded(body)?).map(|done| done.encode_to_vec()),
            _ => Err(no_such_method()),
        }
    };
    reply(outcome.await)
}

fn list(livekit: &LiveKit, asked: &ListRoomsRequest) -> ListRoomsResponse {
    let rooms = livekit.rooms();
    let is_asked = |name: &String| asked.names.is_empty() || asked.names.contains(name);
    let found = rooms.iter().filter(|(name, _)| is_asked(name)).map(|(_, opened)| opened.now());
    ListRoomsResponse { rooms: found.collect() }
}

/// Of a room that there is not, LiveKit lists nobody.
fn people(livekit: &LiveKit, asked: &ListParticipantsRequest) -> ListParticipantsResponse {
    let rooms = livekit.rooms();
    let found = rooms.get(&asked.room).into_iter().flat_map(|opened| opened.people.values().cloned());
    ListParticipantsResponse { participants: found.collect() }
}

fn delete(livekit: &LiveKit, asked: &DeleteRoomRequest) -> Result<DeleteRoomResponse, Refused> {
    if livekit.close(&asked.room) { Ok(DeleteRoomResponse {}) } else { Err(absent("room")) }
}

fn remove(livekit: &LiveKit, asked: &RoomParticipantIdentity) -> Result<RemoveParticipantResponse, Refused> {
    let mut rooms = livekit.rooms();
    let opened = rooms.get_mut(&asked.room).ok_or_else(|| absent("room"))?;
    if livekit.put_out(opened, &asked.identity, DisconnectReason::ParticipantRemoved) {
        Ok(RemoveParticipantResponse {})
    } else {
        Err(absent("participant"))
    }
}

fn update(livekit: &LiveKit, asked: UpdateParticipantRequest) -> Result<ParticipantInfo, Refused> {
    let mut rooms = livekit.rooms();
    let opened = rooms.get_mut(&asked.room).ok_or_else(|| absent("room"))?;
    let person = opened.people.get_mut(&asked.identity).ok_or_else(|| absent("participant"))?;
    if asked.permission.is_some() {
        person.permission = asked.permission;
    }
    if !asked.metadata.is_empty() {
        person.metadata = asked.metadata;
    }
    Ok(person.clone())
}

fn absent(what: &str) -> Refused {
    refused("not_found", format!("{what} does not exist"))
}
