//! LiveKit's events about a session's room, in its own words.

use super::LiveSession;
use crate::given::User;
use serde_json::{Value, json};

impl LiveSession {
    /// An event of this session's room, so many seconds after the test began.
    pub fn event(&self, name: &str, id: &str, second: i64) -> Value {
        let at = self.api.now().unix_timestamp();
        json!({
            "event": name, "id": id, "createdAt": (at + second).to_string(),
            "room": { "sid": "RM_1", "name": self.session.room_name, "creationTime": (at - 60).to_string() },
        })
    }

    /// An event about somebody's connection.
    pub fn about(&self, name: &str, user: &User, sid: &str, second: i64) -> Value {
        let participant = json!({ "sid": sid, "identity": user.id, "kind": "STANDARD", "state": "ACTIVE" });
        with(self.event(name, &format!("EV_{name}_{sid}"), second), &[], "participant", participant)
    }

    /// Somebody has come in.
    pub fn joined(&self, user: &User, sid: &str, second: i64) -> Value {
        self.about("participant_joined", user, sid, second)
    }

    /// Somebody has gone, by themselves.
    pub fn left(&self, user: &User, sid: &str, second: i64) -> Value {
        let event = self.about("participant_left", user, sid, second);
        with(event, &["participant"], "disconnectReason", json!("CLIENT_INITIATED"))
    }

    /// The room is no more, with LiveKit's reason or without.
    pub fn finished(&self, reason: Option<&str>, second: i64) -> Value {
        let event = self.event("room_finished", "EV_finished", second);
        match reason {
            Some(reason) => with(event, &[], "roomEndReason", json!(reason)),
            None => event,
        }
    }
}

/// The event with one field more, at the top or below the objects named.
fn with(mut event: Value, below: &[&str], field: &str, value: Value) -> Value {
    let object = below.iter().try_fold(&mut event, |object, name| object.get_mut(name)).and_then(Value::as_object_mut);
    object.expect("an event is made of objects").insert(field.to_owned(), value);
    event
}
