//! Two people with phones.

use ipelya_test::{Api, Project, Reply, RoomClient, User};
use serde_json::{Value, json};

/// A project in which one can call another.
pub(crate) struct Line {
    pub(crate) project: Project,
    pub(crate) api: Api,
    pub(crate) caller: User,
    pub(crate) callee: User,
}

impl Line {
    pub(crate) async fn open() -> Self {
        Self::of(Project::start().await).await
    }

    pub(crate) async fn of(project: Project) -> Self {
        let api = Api::new(&project, call::routes());
        let (caller, callee) = (project.given().user().await, project.given().user().await);
        Self { project, api, caller, callee }
    }

    /// By the machine's clock: LiveKit judges tokens by its own.
    pub(crate) fn at_system_time(self) -> Self {
        Self { api: self.api.at_system_time(), ..self }
    }

    /// One calls another by the app's name.
    pub(crate) async fn dial(&self, caller: &User, callee: &User) -> Reply {
        let body = json!({ "calleeId": callee.id, "callType": "video" });
        self.api.post("create-call").user(caller).json(body).send().await
    }

    /// A call that rings: its id.
    pub(crate) async fn ring(&self) -> Value {
        id_of(&self.dial(&self.caller, &self.callee).await)
    }

    /// A call that was answered, with real media: the caller waited in the room, and both hear each other.
    pub(crate) async fn talk(&self) -> Talk {
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

    /// What somebody does about a call.
    pub(crate) async fn act(&self, function: &str, user: &User, call: &Value) -> Reply {
        self.api.post(function).user(user).json(json!({ "callId": call })).send().await
    }

    /// The call's row.
    pub(crate) async fn row(&self, call: &Value) -> Value {
        let sql = "select to_jsonb(c) from public.calls c where c.id = $1::text::uuid";
        self.project.value(sql, &[&call.as_str().unwrap()]).await
    }

    /// Its state as the table of its life says it.
    pub(crate) async fn state(&self, call: &Value) -> Value {
        let row = self.row(call).await;
        if row["end_reason"].is_null() { row["status"].clone() } else { row["end_reason"].clone() }
    }
}

/// Both parties in the room of their call.
pub(crate) struct Talk {
    pub(crate) id: Value,
    pub(crate) room: String,
    pub(crate) caller: RoomClient,
    pub(crate) callee: RoomClient,
}

/// The id of a call that was placed.
pub(crate) fn id_of(reply: &Reply) -> Value {
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply.body["call"]["id"].clone()
}
