//! What a row may not claim, and what it claims in vain.

use crate::chat::phone::{Phone, assert_refused, count};
use ipelya_test::{Project, Session, User};
use serde_json::{Value, json};

struct LiveSession {
    project: Project,
    viewer: User,
    session: Session,
}

impl LiveSession {
    async fn make() -> Self {
        let project = Project::start().await;
        let given = project.given();
        let viewer = given.user().await;
        let session = given.live_session(&given.creator().await).insert().await;
        given.participant(&session, &viewer).insert().await;
        Self { project, viewer, session }
    }

    fn phone(&self) -> Phone<'_> {
        Phone::of(&self.project, &self.viewer)
    }

    /// A message of the viewer that claims something more.
    fn claiming(&self, column: &str, value: Value) -> Value {
        let mut row = self.phone().message(&self.session, "selam");
        row[column] = value;
        row
    }

    async fn shadow_of(&self, user: &User) -> Value {
        self.project.given().shadow_profile(user).await;
        let sql = "select to_jsonb(p.id) from public.profiles p where p.user_id = $1 and p.type = 'shadow'";
        self.project.db().query_one(sql, &[&user.id]).await.unwrap().get(0)
    }
}

#[tokio::test]
async fn nobody_speaks_behind_another_profile_not_even_their_own_shadow() {
    let live = LiveSession::make().await;
    let other = live.project.given().user().await;
    for profile in [
        json!(other.profile_id),
        live.shadow_of(&other).await,
        live.shadow_of(&live.viewer).await,
        json!("00000000-0000-0000-0000-000000000000"),
        Value::Null,
    ] {
        let reply = live.phone().insert(&live.claiming("sender_profile_id", profile)).await;
        assert_refused(&reply, 403, "NOT_YOUR_NAME");
    }
    assert_eq!(count(&live.project, &live.session).await, 0);
}

#[tokio::test]
async fn nobody_claims_a_deletion_that_never_was() {
    let live = LiveSession::make().await;
    for (column, value) in [("deleted_by", json!(live.viewer.id)), ("deleted_at", json!("2026-11-21T12:00:00Z"))] {
        assert_refused(&live.phone().insert(&live.claiming(column, value)).await, 403, "MESSAGE_NOT_ALLOWED");
    }
    assert_eq!(count(&live.project, &live.session).await, 0);
}

#[tokio::test]
async fn neither_the_past_nor_the_future_is_a_way_around_the_limit() {
    let live = LiveSession::make().await;
    for at in ["2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z"] {
        for _ in 0..5 {
            let (status, rows) = live.phone().insert(&live.claiming("created_at", json!(at))).await;
            assert_eq!(status, 201, "{rows}");
            assert_ne!(rows[0]["created_at"].as_str().unwrap()[..4], at[..4]);
        }
    }
    let reply = live.phone().insert(&live.claiming("created_at", json!("2020-01-01T00:00:00Z"))).await;
    assert_refused(&reply, 429, "RATE_LIMITED");
    assert_eq!(count(&live.project, &live.session).await, 10);
}

#[tokio::test]
async fn a_chosen_id_is_not_taken_so_that_none_can_be_probed_or_overwritten() {
    let live = LiveSession::make().await;
    let (_, rows) = live.phone().say(&live.session, "ilk").await;
    let first = rows[0].clone();
    let taken = live.claiming("id", first["id"].clone());

    let (status, rows) = live.phone().insert(&taken).await;
    assert_eq!(status, 201, "{rows}");
    assert_ne!(rows[0]["id"], first["id"]);
    let free = "11111111-1111-4111-8111-111111111111";
    let (status, rows) = live.phone().insert(&live.claiming("id", json!(free))).await;
    assert_eq!(status, 201, "{rows}");
    assert_ne!(rows[0]["id"], free);

    let sql = "select to_jsonb(m) from public.live_messages m where m.content = 'ilk'";
    assert_eq!(live.project.db().query_one(sql, &[]).await.unwrap().get::<_, Value>(0), first);
}

#[tokio::test]
async fn several_messages_in_one_request_count_one_by_one_and_stand_or_fall_together() {
    let live = LiveSession::make().await;
    let message = live.phone().message(&live.session, "selam");

    let eleven = Value::from(vec![message.clone(); 11]);
    assert_refused(&live.phone().insert(&eleven).await, 429, "RATE_LIMITED");
    assert_eq!(count(&live.project, &live.session).await, 0);

    let ten = Value::from(vec![message; 10]);
    assert_eq!(live.phone().insert(&ten).await.0, 201);
    assert_eq!(count(&live.project, &live.session).await, 10);
}

#[tokio::test]
async fn somebody_without_an_account_watches_silently() {
    let live = LiveSession::make().await;
    let passer_by = live.project.given().anonymous_user().await;
    live.project.given().participant(&live.session, &passer_by).insert().await;

    let reply = Phone::of(&live.project, &passer_by).say(&live.session, "selam").await;

    assert_refused(&reply, 403, "ACCOUNT_REQUIRED");
    assert_eq!(count(&live.project, &live.session).await, 0);
}

#[tokio::test]
async fn a_session_that_does_not_exist_hears_nothing() {
    let live = LiveSession::make().await;
    let reply = live.phone().insert(&live.claiming("session_id", json!(live.viewer.id))).await;
    assert_refused(&reply, 404, "SESSION_NOT_FOUND");
}

#[tokio::test]
async fn no_phone_learns_which_words_are_blocked() {
    let live = LiveSession::make().await;
    live.project.given().setting("chat_blocked_words", json!(["kötü"])).await;
    let (status, _) = live.phone().say(&live.session, "kötü").await;
    assert_eq!(status, 403);
    assert_eq!(live.phone().send("GET", "live_settings?select=value", &json!({})).await, (200, json!([])));
}
