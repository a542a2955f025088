//! Two people with phones.

use ipelya_test::{Api, Project, Reply, User};
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
        let project = Project::start().await;
        let api = Api::new(&project, call::routes());
        let (caller, callee) = (project.given().user().await, project.given().user().await);
        Self { project, api, caller, callee }
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

/// The id of a call that was placed.
pub(crate) fn id_of(reply: &Reply) -> Value {
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply.body["call"]["id"].clone()
}
