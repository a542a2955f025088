//! How the app can be reached: tokens, preferences, the inbox.

use crate::contract::rest::Rest;
use crate::contract::stored::{all, id, only, pick};
use ipelya_test::{Project, User};
use serde_json::{Value, json};

fn device(user: &User, token: &str) -> Value {
    json!({
        "user_id": user.id, "token": token, "device_type": "ios", "device_name": "iPhone 17",
        "device_model": "iPhone18,3", "os_version": "26.1", "is_active": true,
        "last_used_at": "2026-11-21T12:00:00.000Z",
    })
}

/// Without the moment, which Postgres spells in its own way.
fn without(mut row: Value, column: &str) -> Value {
    row.as_object_mut().unwrap().remove(column);
    row
}

#[tokio::test]
async fn a_phone_registers_again_and_again_and_its_last_token_stands() {
    let project = Project::start().await;
    let given = project.given();
    let (me, other) = (given.user().await, given.user().await);
    let phone = Rest::user(&project, &me);

    for token in ["ExponentPushToken[a]", "ExponentPushToken[b]"] {
        phone.upsert("device_tokens?on_conflict=user_id", &device(&me, token)).await.assert_done();
    }

    let row = only(&project, "device_tokens", "true").await;
    let expected = without(device(&me, "ExponentPushToken[b]"), "last_used_at");
    let columns = "user_id,token,device_type,device_name,device_model,os_version,is_active";
    assert_eq!(pick(&row, columns), expected);
    let stranger = Rest::user(&project, &other);
    assert_eq!(stranger.rows("device_tokens?select=token").await, [Value::Null; 0]);
    stranger
        .upsert("device_tokens?on_conflict=user_id", &device(&me, "ExponentPushToken[evil]"))
        .await
        .assert_refused(403, "42501");
    assert_eq!(only(&project, "device_tokens", "true").await, row);
}

#[tokio::test]
async fn the_second_token_table_is_upserted_by_its_key() {
    let project = Project::start().await;
    let me = project.given().user().await;
    let phone = Rest::user(&project, &me);
    let token = |token: &str| {
        json!({
            "user_id": me.id, "token": token, "platform": "ios", "device_name": "iPhone",
            "updated_at": "2026-11-21T12:00:00.000Z",
        })
    };

    // no conflict target is named: the key is whatever the primary key is
    phone.upsert("push_tokens", &token("ExponentPushToken[a]")).await.assert_done();
    phone.upsert("push_tokens", &token("ExponentPushToken[b]")).await.assert_done();

    let row = only(&project, "push_tokens", "true").await;
    assert_eq!(pick(&row, "user_id,token"), json!({ "user_id": me.id, "token": "ExponentPushToken[b]" }));
    let stranger = Rest::user(&project, &project.given().user().await);
    assert_eq!(stranger.rows("push_tokens?select=token").await, [Value::Null; 0]);
    stranger.upsert("push_tokens", &token("ExponentPushToken[evil]")).await.assert_refused(403, "42501");
    assert_eq!(only(&project, "push_tokens", "true").await, row);
}

#[tokio::test]
async fn preferences_are_made_at_first_sight_and_changed_one_by_one() {
    let project = Project::start().await;
    let given = project.given();
    let (me, other) = (given.user().await, given.user().await);
    let phone = Rest::user(&project, &me);
    let own = format!("notification_preferences?select=*&user_id=eq.{}", me.id);
    let path = format!("notification_preferences?user_id=eq.{}", me.id);

    phone.try_single(&own).await.assert_refused(406, "PGRST116");
    let first = json!({
        "user_id": me.id, "push_enabled": true, "email_enabled": false,
        "notification_types": { "new_follower": true, "message_like": false },
    });
    phone.insert("notification_preferences", &first).await.assert_done();
    // registering a device does this each time, naming no conflict target
    for _ in 0..2 {
        let again = json!({ "user_id": me.id, "push_enabled": true });
        phone.upsert("notification_preferences", &again).await.assert_done();
    }
    assert_eq!(pick(&phone.single(&own).await, "user_id,push_enabled,email_enabled,notification_types"), first);

    let quiet =
        json!({ "quiet_hours_start": "22:00", "quiet_hours_end": "08:00", "updated_at": "2026-11-21T12:00:00Z" });
    phone.update(&path, &quiet).await.assert_done();
    phone.update(&path, &json!({ "notification_types": { "missed_call": false } })).await.assert_done();
    let now = phone.single(&own).await;
    assert_eq!(
        pick(&now, "quiet_hours_start,quiet_hours_end,notification_types"),
        json!({ "quiet_hours_start": "22:00:00", "quiet_hours_end": "08:00:00",
                "notification_types": { "missed_call": false } })
    );

    let stranger = Rest::user(&project, &other);
    assert_eq!(stranger.rows(&own).await, [Value::Null; 0]);
    stranger.update(&path, &json!({ "push_enabled": false })).await.assert_done();
    stranger.upsert("notification_preferences", &first).await.assert_refused(403, "42501");
    assert_eq!(phone.single(&own).await, now);
}

#[tokio::test]
async fn the_inbox_is_read_marked_and_cleared_by_its_owner() {
    let project = Project::start().await;
    let given = project.given();
    let (me, other) = (given.user().await, given.user().await);
    let sql = "insert into public.notifications (recipient_id, actor_id, type, title, body, data, created_at)
               select $1, $2, 'live_started', 'n' || n, '', '{\"url\": \"/(live)/watch/1\"}',
                      '2026-01-01'::timestamptz + n * interval '1 hour'
               from generate_series(1, 51) n";
    project.db().execute(sql, &[&me.id, &other.id]).await.unwrap();
    let phone = Rest::user(&project, &me);
    let list = format!("notifications?select=*&recipient_id=eq.{}&order=created_at.desc&limit=50", me.id);

    let notes = phone.rows(&list).await;

    let mut expected = all(&project, "notifications", "t.title <> 'n1'").await;
    expected.reverse();
    assert_eq!(notes, expected);

    let read = json!({ "read": true, "read_at": "2026-11-21T12:00:00.000Z" });
    let one = format!("notifications?id=eq.{}", id(&notes[3]));
    phone.update(&one, &read).await.assert_done();
    assert_eq!(only(&project, "notifications", "t.read").await["id"], notes[3]["id"]);
    phone.update(&format!("notifications?recipient_id=eq.{}&read=eq.false", me.id), &read).await.assert_done();
    assert_eq!(all(&project, "notifications", "t.read and t.read_at is not null").await.len(), 51);
    phone.delete(&one).await.assert_done();
    assert_eq!(all(&project, "notifications", "true").await.len(), 50);
}

#[tokio::test]
async fn an_inbox_is_nobody_elses_and_nobody_puts_anything_into_it_but_the_server() {
    let project = Project::start().await;
    let given = project.given();
    let (me, other) = (given.user().await, given.user().await);
    let note =
        json!({ "recipient_id": me.id, "actor_id": other.id, "type": "live_started", "title": "t", "body": "b" });
    Rest::service(&project).insert("notifications", &note).await.assert_done();
    let before = only(&project, "notifications", "true").await;
    let stranger = Rest::user(&project, &other);
    let path = format!("notifications?id=eq.{}", id(&before));

    assert_eq!(stranger.rows(&path).await, [Value::Null; 0]);
    stranger.update(&path, &json!({ "read": true })).await.assert_done();
    stranger.delete(&path).await.assert_done();
    for user in [&me, &other] {
        Rest::user(&project, user).insert("notifications", &note).await.assert_refused(403, "42501");
    }
    let rewrite = json!({ "title": "x" });
    Rest::user(&project, &me).update(&path, &rewrite).await.assert_refused(403, "42501");

    assert_eq!(all(&project, "notifications", "true").await, [before]);
}
