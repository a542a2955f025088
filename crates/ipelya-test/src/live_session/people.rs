//! People in a session's room of the real LiveKit.

use super::LiveSession;
use crate::given::User;
use crate::room_client::{NewRoomClient, RoomClient};
use serde_json::{Value, json};

impl LiveSession {
    /// The host, about to connect with what a host may do.
    pub fn host_client(&self) -> NewRoomClient<'_> {
        let grants = json!({
            "canPublish": true, "canSubscribe": true, "canPublishData": true, "canUpdateOwnMetadata": false,
            "canPublishSources": ["camera", "microphone", "screen_share", "screen_share_audio"],
        });
        let host = self.project.room_client(&self.session.room_name, self.host.id).grants(grants);
        host.metadata(json!({ "role": "host", "isCreator": true }))
    }

    /// Somebody connects with what a viewer may do, and is inside.
    pub async fn viewer_joins(&self, viewer: &User) -> RoomClient {
        self.project.room_client(&self.session.room_name, viewer.id).join().await
    }

    /// Somebody as LiveKit lists them, if they are inside.
    pub async fn seen_by_livekit(&self, user: &User) -> Option<Value> {
        let people = self.project.people_in(&self.session.room_name).await;
        let identity = user.id.to_string();
        people.into_iter().find(|person| person.get("identity").and_then(Value::as_str) == Some(&identity))
    }
}
