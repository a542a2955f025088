//! The app's chat: the history, the faces beside new lines, saying and deleting something. What the rules are is in
//! the tests of chat; here is that the app's own requests pass them.

use crate::contract::rest::Rest;
use crate::contract::stored::{all, changed, pick, stored, with};
use ipelya_test::{LiveSession, User};
use serde_json::{Value, json};

const LINE: &str = "id,sender_id,content,message_type,gift_id,gift_quantity,gift_coin_value,created_at";

async fn on_air(paid: bool) -> LiveSession {
    let live = LiveSession::in_rows().with_viewer_inside().with_coins(1_000);
    if paid { live.pay_per_view(50) } else { live }.start().await
}

/// So many lines said a minute apart, long ago, then a gift.
async fn fill(live: &LiveSession, lines: i32) {
    let sql = "insert into public.live_messages (session_id, sender_id, sender_profile_id, content, created_at)
               select $1, $2, $3, 'satır ' || n, '2025-01-01'::timestamptz + n * interval '1 minute'
               from generate_series(1, $4) n";
    let LiveSession { project, viewer, session, .. } = live;
    project.db().execute(sql, &[&session.id, &viewer.id, &viewer.profile_id, &lines]).await.unwrap();
    let gift = "select public.live_send_gift($1, null, $2, 'star', 2)";
    project.db().execute(gift, &[&viewer.id, &session.id]).await.unwrap();
}

fn history(live: &LiveSession) -> String {
    format!(
        "live_messages?select={LINE},profiles:sender_profile_id(display_name,avatar_url)
         &session_id=eq.{}&is_deleted=eq.false&order=created_at.asc&limit=100",
        live.session.id
    )
}

fn face_of(user: &User) -> Value {
    json!({ "display_name": user.display_name, "avatar_url": user.avatar_url })
}

#[tokio::test]
async fn the_history_is_the_first_hundred_lines_left_with_their_senders_faces() {
    let live = on_air(false).await;
    fill(&live, 101).await;
    let delete = "update public.live_messages set is_deleted = true where content in ('satır 1', 'satır 7')";
    assert_eq!(live.project.db().execute(delete, &[]).await.unwrap(), 2);
    let condition = "not t.is_deleted";
    let mut expected = Vec::new();
    for row in all(&live.project, "live_messages", condition).await {
        expected.push(with(pick(&row, LINE), "profiles", face_of(&live.viewer)));
    }
    assert_eq!(expected.len(), 100);
    let gift = &expected[99];
    assert_eq!(
        pick(gift, "message_type,gift_id,gift_quantity,gift_coin_value,content"),
        json!({ "message_type": "gift", "gift_id": "star", "gift_quantity": 2, "gift_coin_value": 50, "content": null })
    );

    let outsider = live.project.given().user().await;
    for user in [&live.viewer, &live.host, &outsider] {
        assert_eq!(Rest::user(&live.project, user).rows(&history(&live)).await, expected);
    }
    Rest::anon(&live.project).get(&history(&live)).await.assert_refused(401, "42501");
}

#[tokio::test]
async fn the_history_of_a_session_one_must_pay_for_is_for_those_inside() {
    let live = on_air(true).await;
    let given = live.project.given();
    let (outsider, gone, admin) = (given.user().await, given.user().await, given.admin().await);
    given.participant(&live.session, &gone).left().insert().await;
    fill(&live, 3).await;

    for user in [&live.viewer, &live.host, &admin] {
        assert_eq!(Rest::user(&live.project, user).rows(&history(&live)).await.len(), 4);
    }
    for user in [&outsider, &gone] {
        assert_eq!(Rest::user(&live.project, user).rows(&history(&live)).await, [json!(null); 0]);
    }
}

#[tokio::test]
async fn a_phone_says_something_with_the_profile_it_looks_up_and_others_read_it_with_a_face() {
    let live = on_air(false).await;
    let LiveSession { project, viewer, session, .. } = &live;
    project.given().shadow_profile(viewer).await;
    let phone = Rest::user(project, viewer);

    let profile = phone.single(&format!("profiles?select=id&user_id=eq.{}&type=eq.real", viewer.id)).await;
    let message = json!({
        "session_id": session.id, "sender_id": viewer.id, "sender_profile_id": profile["id"], "content": "Selam 👋",
        "message_type": "text",
    });
    let reply = phone.insert("live_messages", &message).await;

    assert_eq!((reply.status, &reply.body), (201, &Value::Null));
    let written = all(project, "live_messages", "true").await;
    assert_eq!(written.len(), 1);
    assert_eq!(pick(&written[0], "session_id,sender_id,sender_profile_id,content,message_type"), message);
    let face = format!("profiles?select=display_name,avatar_url&user_id=eq.{}&type=eq.real", viewer.id);
    assert_eq!(Rest::user(project, &live.host).single(&face).await, face_of(viewer));
}

#[tokio::test]
async fn deleting_a_line_hides_it_from_the_history_but_leaves_it_to_be_heard_of() {
    let live = on_air(true).await;
    let LiveSession { project, host, viewer, session, .. } = &live;
    fill(&live, 1).await;
    let line = all(project, "live_messages", "t.message_type = 'text'").await.remove(0);
    let id = crate::contract::stored::id(&line);

    let reply =
        Rest::user(project, host).update(&format!("live_messages?id=eq.{id}"), &json!({ "is_deleted": true })).await;

    assert_eq!((reply.status, &reply.body), (204, &Value::Null));
    let after = stored(project, "live_messages", id).await;
    let told = changed(&line, &after);
    assert_eq!(told["is_deleted"], true);
    assert_eq!(told["deleted_by"], json!(host.id));
    assert_eq!(told.as_object().unwrap().len(), 3, "{told}");
    // the update event carries the row to those who may still read it
    let phone = Rest::user(project, viewer);
    let heard =
        phone.rows(&format!("live_messages?select=id,is_deleted&session_id=eq.{}&id=eq.{id}", session.id)).await;
    assert_eq!(heard, [json!({ "id": id, "is_deleted": true })]);
    assert_eq!(phone.rows(&history(&live)).await.len(), 1);
}
