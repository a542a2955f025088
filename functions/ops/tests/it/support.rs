//! The panel, and a session that it looks at.

use ipelya_test::{LiveSession, Reply, User};
use serde_json::{Value, json};
use uuid::Uuid;

/// A session on air with the viewer inside, and an admin in front of the panel.
pub(crate) struct Panel {
    pub(crate) live: LiveSession,
    pub(crate) admin: User,
}

impl Panel {
    /// Its room is not LiveKit's to know.
    pub(crate) async fn open() -> Self {
        Self::of(LiveSession::of(ops::routes()).with_viewer_inside().start().await).await
    }

    /// The same with a super admin.
    pub(crate) async fn of_super_admin() -> Self {
        let panel = Self::open().await;
        let admin = panel.live.project.given().super_admin().await;
        Self { admin, ..panel }
    }

    /// In front of this session.
    pub(crate) async fn of(live: LiveSession) -> Self {
        let admin = live.project.given().admin().await;
        Self { live, admin }
    }

    /// What the admin is answered, which must be a success.
    pub(crate) async fn get(&self, below: &str) -> Value {
        let reply = self.ask(&self.admin, "GET", below, None).await;
        assert_eq!(reply.status, 200, "{below} {}", reply.body);
        reply.body
    }

    /// The admin does something, which must succeed.
    pub(crate) async fn post(&self, below: &str, body: Value) -> Value {
        let reply = self.try_post(below, body).await;
        assert_eq!(reply.status, 200, "{below} {}", reply.body);
        reply.body
    }

    /// The admin tries to do something.
    pub(crate) async fn try_post(&self, below: &str, body: Value) -> Reply {
        self.ask(&self.admin, "POST", below, Some(body)).await
    }

    /// The admin changes a setting, which must succeed.
    pub(crate) async fn change(&self, key: &str, value: Value) {
        let reply = self.try_change(key, value).await;
        assert_eq!(reply.status, 200, "{key} {}", reply.body);
    }

    /// The admin tries to change a setting.
    pub(crate) async fn try_change(&self, key: &str, value: Value) -> Reply {
        self.ask(&self.admin, "PATCH", &format!("settings/{key}"), Some(json!({ "value": value }))).await
    }

    /// Somebody asks for something below `live-ops/`.
    pub(crate) async fn ask(&self, by: &User, method: &str, below: &str, body: Option<Value>) -> Reply {
        let request = self.live.api.ask(method, &format!("live-ops/{below}")).user(by);
        match body {
            Some(body) => request.json(body).send().await,
            None => request.send().await,
        }
    }

    /// The session's path.
    pub(crate) fn session(&self, more: &str) -> String {
        format!("sessions/{}{more}", self.live.session.id)
    }

    /// The id of somebody's place in the session.
    pub(crate) async fn place(&self, user: &User) -> Uuid {
        let sql = "select to_jsonb(id) from public.live_participants where session_id = $1 and user_id = $2";
        let id = self.live.project.value(sql, &[&self.live.session.id, &user.id]).await;
        serde_json::from_value(id).unwrap()
    }

    /// What was noted of what staff did: one row after the other, without its id and time.
    pub(crate) async fn noted(&self) -> Vec<Value> {
        let sql = "select coalesce(jsonb_agg(to_jsonb(l) - 'id' - 'created_at' - 'details' order by l.created_at, l.ctid), '[]')
                   from public.live_admin_logs l";
        serde_json::from_value(self.live.project.value(sql, &[]).await).unwrap()
    }

    /// Asserts that the one thing noted is this, with where the request came from.
    pub(crate) async fn assert_noted(&self, action: &str, target: (&str, Uuid), metadata: Value) {
        let noted = self.noted().await;
        let [row] = noted.as_slice() else { panic!("not one row: {noted:#?}") };
        let mut metadata = metadata;
        metadata["request_id"] = row["metadata"]["request_id"].clone();
        assert!(metadata["request_id"].as_str().is_some_and(|id| Uuid::try_parse(id).is_ok()), "{row:#}");
        let expected = json!({
            "admin_id": self.admin.id, "action": action, "target_type": target.0, "target_id": target.1.to_string(),
            "metadata": metadata, "ip_address": "127.0.0.1", "user_agent": "test",
        });
        assert_eq!(row, &expected);
    }
}

/// The values of these columns, separated by commas.
pub(crate) fn pick(row: &Value, columns: &str) -> Value {
    columns.split(',').map(|column| (column.to_owned(), row[column].clone())).collect::<serde_json::Map<_, _>>().into()
}

/// Somebody as lists show them.
pub(crate) fn face(user: &User) -> Value {
    json!({ "user_id": user.id, "username": user.username, "display_name": user.display_name, "avatar_url": user.avatar_url })
}
