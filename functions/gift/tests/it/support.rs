//! A show with a viewer inside who can pay, and what these tests ask the database.

use ipelya_test::{Api, Project, Reply, Session, User};
use serde_json::{Value, json};

/// Everybody else's connections to the test's database.
const OTHERS: &str = "pg_stat_activity where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()";

/// A live show with a viewer inside, who has coins.
pub(crate) struct Stage {
    pub(crate) project: Project,
    pub(crate) api: Api,
    pub(crate) host: User,
    pub(crate) viewer: User,
    pub(crate) session: Session,
}

impl Stage {
    pub(crate) async fn with_coins(coins: i32) -> Self {
        let project = Project::start().await;
        let api = Api::new(&project, gift::routes());
        let given = project.given();
        let (host, viewer) = (given.creator().await, given.user().await);
        let session = given.live_session(&host).insert().await;
        given.participant(&session, &viewer).insert().await;
        given.coins(&viewer, coins).await;
        Self { project, api, host, viewer, session }
    }

    /// The viewer sends so many of something.
    pub(crate) async fn send(&self, gift: &str, quantity: impl Into<Value>) -> Reply {
        let body = json!({ "sessionId": self.session.id, "giftId": gift, "quantity": quantity.into() });
        self.api.post("send-live-gift").user(&self.viewer).json(body).send().await
    }

    /// The viewer sends a heart under a key.
    pub(crate) async fn send_once(&self, key: &str) -> Reply {
        let body = json!({ "sessionId": self.session.id, "giftId": "heart", "quantity": 1 });
        let request = self.api.post("send-live-gift").user(&self.viewer).header("Idempotency-Key", key);
        request.json(body).send().await
    }

    pub(crate) async fn balance(&self) -> i64 {
        let sql = "select balance::bigint from public.coin_balances where user_id = $1";
        self.project.db().query_one(sql, &[&self.viewer.id]).await.unwrap().get(0)
    }

    pub(crate) async fn count(&self, what: &str) -> i64 {
        self.project.db().query_one(&format!("select count(*) from {what}"), &[]).await.unwrap().get(0)
    }

    /// Returns once nothing is asked of the database any more: whatever was under way is committed or undone.
    pub(crate) async fn settled(&self) {
        while self.count(&format!("{OTHERS} and state <> 'idle'")).await > 0 {}
    }

    /// How many of PostgREST's connections are asleep in a call.
    pub(crate) async fn resting(&self) -> usize {
        usize::try_from(self.count(&format!("{OTHERS} and wait_event = 'PgSleep'")).await).unwrap()
    }

    /// Fails if a coin was moved or a gift shown.
    pub(crate) async fn assert_untouched(&self, coins: i64) {
        assert_eq!(self.balance().await, coins);
        for table in ["live_gifts", "live_payments", "coin_transactions", "creator_transactions", "live_messages"] {
            assert_eq!(self.count(&format!("public.{table}")).await, 0, "{table}");
        }
    }
}
