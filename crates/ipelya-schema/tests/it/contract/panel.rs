//! The ops panel: its server with the service key, and its admins signed in as themselves.

use crate::contract::rest::Rest;
use crate::contract::stored::{admin, pick, stored};
use ipelya_test::{Project, Session, User};
use serde_json::Value;

/// A session with somebody in it, and an admin who looks at it.
pub(crate) struct Panel {
    pub(crate) project: Project,
    pub(crate) admin: User,
    pub(crate) host: User,
    pub(crate) viewer: User,
    pub(crate) session: Session,
}

impl Panel {
    pub(crate) async fn open() -> Self {
        let project = Project::start().await;
        let given = project.given();
        let (admin, host, viewer) = (given.admin().await, given.creator().await, given.user().await);
        let session = given.live_session(&host).pay_per_view(50).insert().await;
        given.participant(&session, &viewer).insert().await;
        Self { project, admin, host, viewer, session }
    }

    /// The panel's server.
    pub(crate) fn service(&self) -> Rest {
        Rest::service(&self.project)
    }

    /// The admin's own client, under row security.
    pub(crate) fn own(&self) -> Rest {
        Rest::user(&self.project, &self.admin)
    }

    /// Clients that are no admin's: a viewer, the host, somebody who was an admin once.
    pub(crate) async fn others(&self) -> Vec<Rest> {
        let former = self.project.given().admin().await;
        admin(&self.project, &format!("update public.admin_profiles set is_active = false where id = '{}'", former.id))
            .await;
        [&self.viewer, &self.host, &former].map(|user| Rest::user(&self.project, user)).into()
    }

    /// The viewer's place in the session.
    pub(crate) async fn seat(&self) -> Value {
        let sql = "select to_jsonb(p) from public.live_participants p where p.session_id = $1 and p.user_id = $2";
        self.project.db().query_one(sql, &[&self.session.id, &self.viewer.id]).await.unwrap().get(0)
    }

    /// Columns of somebody's profile.
    pub(crate) async fn face(&self, user: &User, columns: &str) -> Value {
        pick(&stored(&self.project, "profiles", user.profile_id).await, columns)
    }
}

/// Asserts that clients see nothing of a table's rows: an empty list, or no right to ask.
pub(crate) async fn assert_hidden(clients: &[Rest], query: &str) {
    for client in clients {
        assert_eq!(client.rows(query).await, [Value::Null; 0], "{query}");
    }
}
