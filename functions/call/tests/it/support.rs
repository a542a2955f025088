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

    /// The callee is a creator who takes so much a minute, and the caller has so many coins.
    pub(crate) async fn paid(rate: i32, coins: i32) -> Self {
        let line = Self::open().await;
        line.takes(&line.callee, rate).await;
        line.project.given().coins(&line.caller, coins).await;
        line
    }

    /// Lets somebody be a creator who takes so much a minute.
    pub(crate) async fn takes(&self, creator: &User, rate: i32) {
        self.project.execute("update public.profiles set is_creator = true where user_id = $1", &[&creator.id]).await;
        let set = "insert into public.live_user_settings (user_id, coin_per_minute) values ($1, $2)";
        self.project.execute(set, &[&creator.id, &rate]).await;
    }

    /// Lets time pass for a call that was answered.
    pub(crate) async fn talk(&self, call: &Value, seconds: i32) {
        let earlier = "update public.calls
                       set answered_at = answered_at - $2 * interval '1 s', initiated_at = initiated_at - $2 * interval '1 s'
                       where id = $1::text::uuid";
        self.project.execute(earlier, &[&call.as_str().unwrap(), &f64::from(seconds)]).await;
    }

    /// Nobody is refused for calling or answering often.
    pub(crate) async fn at_any_rate(&self) {
        for action in ["call_rate_count", "token_rate_count"] {
            self.project.given().setting(action, 1_000).await;
        }
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

    /// Its state, of which both parties are told the same.
    pub(crate) async fn state_to_both(&self, call: &Value) -> Value {
        let (one, other) =
            (self.act("get-call", &self.caller, call).await, self.act("get-call", &self.callee, call).await);
        assert_eq!((one.status, &one.body["call"]), (200, &other.body["call"]), "{}", other.body);
        self.state(call).await
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
