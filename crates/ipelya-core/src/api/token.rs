//! `get-livekit-token`, and what every reply with a token has in common.

use serde::{Deserialize, Serialize};

use super::fields::id_or_blank;
use crate::ids::{CallId, SessionId};
use crate::refusal::Refusal;
use crate::role::Role;
use crate::room::{RoomName, RoomRef};

/// `get-livekit-token`: which room. Everything else a client sends along (a room name, a role, a name) is not read.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = one_room))]
#[serde(rename_all = "camelCase")]
pub struct TokenRequest {
    /// A live session…
    #[serde(default, deserialize_with = "id_or_blank")]
    pub session_id: Option<SessionId>,
    /// …or a call; exactly one of both.
    #[serde(default, deserialize_with = "id_or_blank")]
    pub call_id: Option<CallId>,
}

impl TokenRequest {
    /// The room asked for: exactly one must be named.
    pub fn room(&self) -> Result<RoomRef, Refusal> {
        match (self.session_id, self.call_id) {
            (Some(id), None) => Ok(RoomRef::Session(id)),
            (None, Some(id)) => Ok(RoomRef::Call(id)),
            (None, None) | (Some(_), Some(_)) => Err(Refusal::OneRoomRequired),
        }
    }
}

/// Says in the API document what [`TokenRequest::room`] asks for.
#[cfg(feature = "schema")]
pub(super) fn one_room(schema: &mut schemars::Schema) {
    let names = |field: &str| serde_json::json!({ "required": [field], "properties": { field: { "type": "string" } } });
    schema.insert("oneOf".to_owned(), ["sessionId", "callId"].map(names).as_slice().into());
}

/// Any reply that carries a token. `server_url` and `participant_token` repeat it for LiveKit's own `TokenSource`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TokenReply {
    /// LiveKit access token.
    pub token: String,
    /// Where to connect.
    pub ws_url: String,
    /// The room the token is for, whatever name was asked for.
    pub room_name: RoomName,
    /// The role the token is for.
    pub role: Role,
    /// The caller's own encoder is in the room: by this token they see it and publish nothing.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub monitor: bool,
    /// Same as `wsUrl`.
    #[serde(rename = "server_url")]
    pub server_url: String,
    /// Same as `token`.
    #[serde(rename = "participant_token")]
    pub participant_token: String,
}

#[cfg(test)]
mod tests {
    use serde_json::from_str;

    use super::*;

    #[test]
    fn a_blank_id_is_no_id() {
        let request: TokenRequest = from_str(r#"{"sessionId":"","callId":null}"#).unwrap();
        assert_eq!(request, TokenRequest { session_id: None, call_id: None });
    }

    #[test]
    fn an_id_is_a_uuid() {
        for bad in [r#"{"sessionId":"42"}"#, r#"{"sessionId":42}"#, r#"{"callId":["x"]}"#, r#"{"callId":" "}"#] {
            assert!(from_str::<TokenRequest>(bad).is_err(), "{bad}");
        }
    }
}
