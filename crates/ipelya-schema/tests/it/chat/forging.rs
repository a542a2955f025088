//! What a row may not claim, and what it claims in vain.

use crate::chat::phone::{Phone, assert_refused, count};
use ipelya_test::{Project, Session, User};
use serde_json::{Value, json};

struct Show {
    project: Project,
    viewer: User,
    session: Session,
}

impl Show {
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
    let show = Show::make().await;
    let other = show.project.given().user().await;
    for profile in [
        json!(other.profile_id),
        show.shadow_of(&other).await,
        show.shadow_of(&show.viewer).await,
        json!("00000000-0000-0000-0000-000000000000"),
        Value::Null,
    ] {
        let reply = show.phone().insert(&show.claiming("sender_profile_id", profile)).await;
        assert_refused(&reply, 403, "NOT_YOUR_NAME");
    }
    assert_eq!(count(&show.project, &show.session).await, 0);
}

#[tokio::test]
async fn nobody_claims_a_deletion_that_never_was() {
    let show = Show::make().await;
    for (column, value) in [("deleted_by", json!(show.viewer.id)), ("deleted_at", json!("2026-11-21T12:00:00Z"))] {
        assert_refused(&show.phone().insert(&show.claiming(column, value)).await, 403, "MESSAGE_NOT_ALLOWED");
    }
    assert_eq!(count(&show.project, &show.session).await, 0);
}

#[tokio::test]
async fn neither_the_past_nor_the_future_is_a_way_around_the_limit() {
    let show = Show::make().await;
    for at in ["2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z"] {
        for _ in 0..5 {
            let (status, rows) = show.phone().insert(&show.claiming("created_at", json!(at))).await;
            assert_eq!(status, 201, "{rows}");
            assert_ne!(rows[0]["created_at"].as_str().unwrap()[..4], at[..4]);
        }
    }
    let reply = show.phone().insert(&show.claiming("created_at", json!("2020-01-01T00:00:00Z"))).await;
    assert_refused(&reply, 429, "RATE_LIMITED");
    assert_eq!(count(&show.project, &show.session).await, 10);
}

#[tokio::test]
async fn a_chosen_id_is_not_taken_so_that_none_can_be_probed_or_overwritten() {
    let show = Show::make().await;
    let (_, rows) = show.phone().say(&show.session, "ilk").await;
    let first = rows[0].clone();
    let taken = show.claiming("id", first["id"].clone());

    let (status, rows) = show.phone().insert(&taken).await;
    assert_eq!(status, 201, "{rows}");
    assert_ne!(rows[0]["id"], first["id"]);
    let free = "11111111-1111-4111-8111-111111111111";
    let (status, rows) = show.phone().insert(&show.claiming("id", json!(free))).await;
    assert_eq!(status, 201, "{rows}");
    assert_ne!(rows[0]["id"], free);

    let sql = "select to_jsonb(m) from public.live_messages m where m.content = 'ilk'";
    assert_eq!(show.project.db().query_one(sql, &[]).await.unwrap().get::<_, Value>(0), first);
}

#[tokio::test]
async fn several_messages_in_one_request_count_one_by_one_and_stand_or_fall_together() {
    let show = Show::make().await;
    let message = show.phone().message(&show.session, "selam");

    let eleven = Value::from(vec![message.clone(); 11]);
    assert_refused(&show.phone().insert(&eleven).await, 429, "RATE_LIMITED");
    assert_eq!(count(&show.project, &show.session).await, 0);

    let ten = Value::from(vec![message; 10]);
    assert_eq!(show.phone().insert(&ten).await.0, 201);
    assert_eq!(count(&show.project, &show.session).await, 10);
}

#[tokio::test]
async fn somebody_without_an_account_watches_silently() {
    let show = Show::make().await;
    let passer_by = show.project.given().anonymous_user().await;
    show.project.given().participant(&show.session, &passer_by).insert().await;

    let reply = Phone::of(&show.project, &passer_by).say(&show.session, "selam").await;

    assert_refused(&reply, 403, "ACCOUNT_REQUIRED");
    assert_eq!(count(&show.project, &show.session).await, 0);
}

#[tokio::test]
async fn a_show_that_does_not_exist_hears_nothing() {
    let show = Show::make().await;
    let reply = show.phone().insert(&show.claiming("session_id", json!(show.viewer.id))).await;
    assert_refused(&reply, 404, "SESSION_NOT_FOUND");
}

#[tokio::test]
async fn no_phone_learns_which_words_are_blocked() {
    let show = Show::make().await;
    show.project.given().setting("chat_blocked_words", json!(["kötü"])).await;
    let (status, _) = show.phone().say(&show.session, "kötü").await;
    assert_eq!(status, 403);
    assert_eq!(show.phone().send("GET", "live_settings?select=value", &json!({})).await, (200, json!([])));
}
