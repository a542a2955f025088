//! Calls with real media, in the real LiveKit.

use ipelya_test::{Api, Project, Reply, RoomClient, User};
use serde_json::Value;

use super::support::{Line, id_of};

/// Both parties in the room of their call.
pub(crate) struct Talk {
    pub(crate) id: Value,
    pub(crate) room: String,
    pub(crate) caller: RoomClient,
    pub(crate) callee: RoomClient,
}

impl Line {
    /// In this project, by the machine's clock: LiveKit judges tokens by its own.
    pub(crate) async fn real(project: Project) -> Self {
        let api = Api::new(&project, call::routes()).at_system_time();
        let (caller, callee) = (project.given().user().await, project.given().user().await);
        Self { project, api, caller, callee }
    }

    /// A call that was answered: the caller waited in the room, and both hear each other.
    pub(crate) async fn both_inside(&self) -> Talk {
        let placed = self.dial(&self.caller, &self.callee).await;
        let id = id_of(&placed);
        let room = placed.body["call"]["roomName"].as_str().unwrap().to_owned();
        let mut caller = self.enter(&room, &self.caller, &placed).await;
        let accepted = self.act("accept-call", &self.callee, &id).await;
        let mut callee = self.enter(&room, &self.callee, &accepted).await;
        assert_eq!(caller.hears().await, self.callee.id.to_string());
        assert_eq!(callee.hears().await, self.caller.id.to_string());
        Talk { id, room, caller, callee }
    }

    /// Somebody who connects with the token of a reply and a microphone, and is inside.
    pub(crate) async fn enter(&self, room: &str, user: &User, reply: &Reply) -> RoomClient {
        let token = reply.body["token"].as_str().unwrap();
        self.project.room_client(room, user.id).token(token).microphone().join().await
    }
}
