//! A caller of support, and what becomes of their call.

use std::sync::atomic::{AtomicU32, Ordering};

use ipelya_test::{Api, Project, Reply, User};
use serde_json::{Value, json};
use time::Duration;

/// How many events were reported.
static EVENTS: AtomicU32 = AtomicU32::new(0);

/// A project whose support somebody calls.
pub(crate) struct Desk {
    pub(crate) project: Project,
    pub(crate) api: Api,
    pub(crate) caller: User,
}

impl Desk {
    pub(crate) async fn open() -> Self {
        let project = Project::start().await;
        let api = Api::new(&project, voice::routes());
        let caller = project.given().user().await;
        Self { project, api, caller }
    }

    /// The same without agents, which would each be waited for.
    pub(crate) async fn without_agents() -> Self {
        let desk = Self::open().await;
        desk.project.given().setting("agent_enabled", false).await;
        desk
    }

    /// Asks for a token.
    pub(crate) async fn token(&self, user: &User, body: Value) -> Reply {
        self.api.ask("POST", "/api/voice/token").user(user).json(body).send().await
    }

    /// Calls support: what the caller is told.
    pub(crate) async fn call(&self) -> Value {
        let reply = self.token(&self.caller, json!({ "roomType": "support" })).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        reply.body
    }

    /// Calls these people: what their caller is told.
    pub(crate) async fn confer(&self, called: &[&User]) -> Value {
        let ids: Vec<_> = called.iter().map(|user| user.id).collect();
        let reply = self.token(&self.caller, json!({ "roomType": "conference", "participantIds": ids })).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        reply.body
    }

    /// A call's row.
    pub(crate) async fn row(&self, call: &Value) -> Value {
        let sql = "select to_jsonb(c) from public.calls c where c.id = $1::text::uuid";
        self.project.value(sql, &[&call.as_str().unwrap()]).await
    }

    /// Where a call is: its status, or why it ended.
    pub(crate) async fn state(&self, call: &Value) -> Value {
        let row = self.row(call).await;
        if row["end_reason"].is_null() { row["status"].clone() } else { row["end_reason"].clone() }
    }

    /// The agents of a call, first to last: status and reason of each.
    pub(crate) async fn agents(&self, call: &Value) -> Value {
        let sql = "select coalesce(jsonb_agg(jsonb_build_array(status, reason) order by requested_at), '[]')
                   from public.call_agents where call_id = $1::text::uuid";
        self.project.value(sql, &[&call.as_str().unwrap()]).await
    }

    /// Somebody is reported to come into a call's room, or to leave it, so many seconds after its beginning: always by one
    /// connection.
    pub(crate) async fn reported(&self, call: &Value, identity: &str, event: &str, after: i64) {
        let row = self.row(call).await;
        let at = began(&row) + Duration::seconds(after);
        let kind = if identity.starts_with("agent-") { "AGENT" } else { "STANDARD" };
        let event = json!({
            "id": format!("EV_{}", EVENTS.fetch_add(1, Ordering::Relaxed)), "type": event, "created_at": stamp(at),
            "room_name": row["livekit_room_name"], "room_sid": format!("RM_{}", row["id"]),
            "participant_sid": format!("PA_{}_{identity}", row["id"]), "identity": identity, "kind": kind,
            "disconnect_reason": (event == "participant_left").then_some("CLIENT_INITIATED"),
        });
        let sql = "select public.live_webhook_event($1, '{}', $2)";
        assert_eq!(self.project.value(sql, &[&event, &at]).await["result"], "success", "{event}");
    }
}

/// When a call was placed, by its row.
pub(crate) fn began(row: &Value) -> time::OffsetDateTime {
    let text = row["initiated_at"].as_str().unwrap();
    time::OffsetDateTime::parse(text, &time::format_description::well_known::Rfc3339).unwrap()
}

fn stamp(at: time::OffsetDateTime) -> String {
    at.format(&time::format_description::well_known::Rfc3339).unwrap()
}
