//! What a row may not claim, and what it claims in vain.

use crate::chat::phone::{Phone, assert_refused, count};
use ipelya_test::{LiveSession, User};
use serde_json::{Value, json};

async fn on_air() -> LiveSession {
    LiveSession::in_rows().with_viewer_inside().start().await
}

fn phone(live: &LiveSession) -> Phone<'_> {
    Phone::of(&live.project, &live.viewer)
}

/// A message of the viewer that claims something more.
fn claiming(live: &LiveSession, column: &str, value: Value) -> Value {
    let mut row = phone(live).message(&live.session, "selam");
    row[column] = value;
    row
}

async fn shadow_of(live: &LiveSession, user: &User) -> Value {
    live.project.given().shadow_profile(user).await;
    let sql = "select to_jsonb(p.id) from public.profiles p where p.user_id = $1 and p.type = 'shadow'";
    live.project.db().query_one(sql, &[&user.id]).await.unwrap().get(0)
}

#[tokio::test]
async fn nobody_speaks_behind_another_profile_not_even_their_own_shadow() {
    let live = on_air().await;
    let other = live.project.given().user().await;
    for profile in [
        json!(other.profile_id),
        shadow_of(&live, &other).await,
        shadow_of(&live, &live.viewer).await,
        json!("00000000-0000-0000-0000-000000000000"),
        Value::Null,
    ] {
        let reply = phone(&live).insert(&claiming(&live, "sender_profile_id", profile)).await;
        assert_refused(&reply, 403, "NOT_YOUR_NAME");
    }
    assert_eq!(count(&live.project, &live.session).await, 0);
}

#[tokio::test]
async fn nobody_claims_a_deletion_that_never_was() {
    let live = on_air().await;
    for (column, value) in [("deleted_by", json!(live.viewer.id)), ("deleted_at", json!("2026-11-21T12:00:00Z"))] {
        assert_refused(&phone(&live).insert(&claiming(&live, column, value)).await, 403, "MESSAGE_NOT_ALLOWED");
    }
    assert_eq!(count(&live.project, &live.session).await, 0);
}

#[tokio::test]
async fn neither_the_past_nor_the_future_is_a_way_around_the_limit() {
    let live = on_air().await;
    for at in ["2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z"] {
        for _ in 0..5 {
            let (status, rows) = phone(&live).insert(&claiming(&live, "created_at", json!(at))).await;
            assert_eq!(status, 201, "{rows}");
            assert_ne!(rows[0]["created_at"].as_str().unwrap()[..4], at[..4]);
        }
    }
    let reply = phone(&live).insert(&claiming(&live, "created_at", json!("2020-01-01T00:00:00Z"))).await;
    assert_refused(&reply, 429, "RATE_LIMITED");
    assert_eq!(count(&live.project, &live.session).await, 10);
}

#[tokio::test]
async fn a_chosen_id_is_not_taken_so_that_none_can_be_probed_or_overwritten() {
    let live = on_air().await;
    let (_, rows) = phone(&live).say(&live.session, "ilk").await;
    let first = rows[0].clone();
    let taken = claiming(&live, "id", first["id"].clone());

    let (status, rows) = phone(&live).insert(&taken).await;
    assert_eq!(status, 201, "{rows}");
    assert_ne!(rows[0]["id"], first["id"]);
    let free = "11111111-1111-4111-8111-111111111111";
    let (status, rows) = phone(&live).insert(&claiming(&live, "id", json!(free))).await;
    assert_eq!(status, 201, "{rows}");
    assert_ne!(rows[0]["id"], free);

    let sql = "select to_jsonb(m) from public.live_messages m where m.content = 'ilk'";
    assert_eq!(live.project.db().query_one(sql, &[]).await.unwrap().get::<_, Value>(0), first);
}

#[tokio::test]
async fn several_messages_in_one_request_count_one_by_one_and_stand_or_fall_together() {
    let live = on_air().await;
    let message = phone(&live).message(&live.session, "selam");

    let eleven = Value::from(vec![message.clone(); 11]);
    assert_refused(&phone(&live).insert(&eleven).await, 429, "RATE_LIMITED");
    assert_eq!(count(&live.project, &live.session).await, 0);

    let ten = Value::from(vec![message; 10]);
    assert_eq!(phone(&live).insert(&ten).await.0, 201);
    assert_eq!(count(&live.project, &live.session).await, 10);
}

#[tokio::test]
async fn somebody_without_an_account_watches_silently() {
    let live = on_air().await;
    let passer_by = live.project.given().anonymous_user().await;
    live.project.given().participant(&live.session, &passer_by).insert().await;

    let reply = Phone::of(&live.project, &passer_by).say(&live.session, "selam").await;

    assert_refused(&reply, 403, "ACCOUNT_REQUIRED");
    assert_eq!(count(&live.project, &live.session).await, 0);
}

#[tokio::test]
async fn a_session_that_does_not_exist_hears_nothing() {
    let live = on_air().await;
    let reply = phone(&live).insert(&claiming(&live, "session_id", json!(live.viewer.id))).await;
    assert_refused(&reply, 404, "SESSION_NOT_FOUND");
}

#[tokio::test]
async fn no_phone_learns_which_words_are_blocked() {
    let live = on_air().await;
    live.project.given().setting("chat_blocked_words", json!(["kötü"])).await;
    let (status, _) = phone(&live).say(&live.session, "kötü").await;
    assert_eq!(status, 403);
    assert_eq!(phone(&live).send("GET", "live_settings?select=value", &json!({})).await, (200, json!([])));
}
