//! A show with people in it who talk.

use ipelya_test::{Api, Project, Reply, Session, User};
use serde_json::{Value, json};

/// A live show with a viewer inside.
pub(crate) struct Stage {
    pub(crate) project: Project,
    pub(crate) api: Api,
    pub(crate) host: User,
    pub(crate) viewer: User,
    pub(crate) session: Session,
}

impl Stage {
    pub(crate) async fn public() -> Self {
        let project = Project::start().await;
        let api = Api::new(&project, chat::routes());
        let given = project.given();
        let (host, viewer) = (given.creator().await, given.user().await);
        let session = given.live_session(&host).insert().await;
        given.participant(&session, &viewer).insert().await;
        Self { project, api, host, viewer, session }
    }

    pub(crate) async fn moderator(&self) -> User {
        let moderator = self.project.given().user().await;
        self.project.given().participant(&self.session, &moderator).role("moderator").insert().await;
        moderator
    }

    pub(crate) async fn say(&self, person: &User, content: impl Into<Value>) -> Reply {
        let body = json!({ "sessionId": self.session.id, "content": content.into() });
        self.api.post("send-live-message").user(person).json(body).send().await
    }

    /// Says something that must succeed and returns its id.
    pub(crate) async fn said(&self, person: &User, content: &str) -> Value {
        let reply = self.say(person, content).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        reply.body["message"]["id"].clone()
    }

    pub(crate) async fn delete(&self, person: &User, message: &Value) -> Reply {
        let body = json!({ "messageId": message });
        self.api.post("delete-live-message").user(person).json(body).send().await
    }

    pub(crate) async fn pin(&self, person: &User, message: &Value, pinned: bool) -> Reply {
        let body = json!({ "messageId": message, "pinned": pinned });
        self.api.post("pin-live-message").user(person).json(body).send().await
    }

    /// A message's row.
    pub(crate) async fn row(&self, message: &Value) -> Value {
        let sql = "select to_jsonb(m) from public.live_messages m where m.id = $1::text::uuid";
        self.project.db().query_one(sql, &[&message.as_str().unwrap()]).await.unwrap().get(0)
    }

    /// Rows of one kind.
    pub(crate) async fn count(&self, kind: &str) -> i64 {
        let sql = "select count(*) from public.live_messages where message_type = $1";
        self.project.db().query_one(sql, &[&kind]).await.unwrap().get(0)
    }
}
