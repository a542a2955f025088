//! `delete-live-message`.

use ipelya_test::{LiveSession, Reply, User};
use serde_json::{Value, json};

use super::support::{delete, on_air, pin, row, said};

async fn delete_for(live: &LiveSession, person: &User, message: &Value, reason: impl Into<Value>) -> Reply {
    let body = json!({ "messageId": message, "reason": reason.into() });
    live.api.post("delete-live-message").user(person).json(body).send().await
}

/// How one of the two logs has it that a message was deleted.
async fn notes(live: &LiveSession, log: &str, message: &Value) -> Vec<Value> {
    let details = if log == "live_admin_logs" { "metadata" } else { "details" };
    let sql = format!("select to_jsonb(t) - 'id' from public.{log} t where t.{details} ->> 'message_id' = $1");
    let rows = live.project.db().query(&sql, &[&message.as_str().unwrap()]).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

#[tokio::test]
async fn a_deleted_message_stays_as_who_first_deleted_it_left_it() {
    let live = on_air().await;
    let message = said(&live, &live.viewer, "pardon").await;
    pin(&live, &live.host, &message, true).await;

    for person in [&live.viewer, &live.host, &live.viewer] {
        let reply = delete(&live, person, &message).await;
        assert_eq!((reply.status, &reply.body["message"]["isDeleted"]), (200, &json!(true)), "{}", reply.body);
    }
    let row = row(&live, &message).await;
    assert_eq!((&row["deleted_by"], &row["is_pinned"]), (&json!(live.viewer.id), &json!(false)));
    assert_eq!(row["content"], "pardon", "moderation can still read it");
}

#[tokio::test]
async fn deleting_works_after_the_session() {
    let live = on_air().await;
    let message = said(&live, &live.viewer, "pardon").await;
    live.end().await;
    assert_eq!(delete(&live, &live.host, &message).await.status, 200);
}

#[tokio::test]
async fn what_is_no_message_is_not_found() {
    let live = on_air().await;
    for id in [json!(live.session.id), json!(live.viewer.id)] {
        delete(&live, &live.host, &id).await.assert_refused(404, "MESSAGE_NOT_FOUND");
        pin(&live, &live.host, &id, true).await.assert_refused(404, "MESSAGE_NOT_FOUND");
    }
    for nonsense in [json!(""), json!("42"), json!(7), json!(null)] {
        let reply = delete(&live, &live.host, &nonsense).await;
        reply.assert_refused(400, "INVALID_FIELD");
        assert_eq!(reply.body["field"], "messageId");
    }
}

#[tokio::test]
async fn who_deletes_somebody_elses_message_leaves_their_name_and_their_reason() {
    let live = on_air().await;
    let moderator = live.person("moderator").await;
    for (person, role) in [(&live.host, "host"), (&moderator, "moderator")] {
        let message = said(&live, &live.viewer, "reklam").await;
        let reply = delete_for(&live, person, &message, "  Reklam\tyapıyor ").await;
        assert_eq!(reply.status, 200, "{}", reply.body);

        let notes = notes(&live, "live_moderation_actions", &message).await;
        let expected = json!({
            "session_id": live.session.id, "actor_id": person.id, "actor_role": role, "action": "delete_message",
            "target_user_id": live.viewer.id, "reason": "Reklam yapıyor",
            "created_at": notes[0]["created_at"], "details": { "message_id": message, "content": "reklam" },
        });
        assert_eq!(notes, [expected], "{role}");
    }
    assert_eq!(live.project.count("public.live_admin_logs").await, 0);
}

#[tokio::test]
async fn an_admin_who_deletes_a_message_leaves_it_in_the_log_of_the_staff() {
    let live = on_air().await;
    let admin = live.project.given().admin().await;
    let message = said(&live, &live.viewer, "reklam").await;
    assert_eq!(delete_for(&live, &admin, &message, "Reklam").await.status, 200);

    let notes = notes(&live, "live_admin_logs", &message).await;
    let expected = json!({
        "admin_id": admin.id, "action": "delete_message", "target_type": "message", "target_id": message,
        "metadata": {
            "message_id": message, "content": "reklam", "reason": "Reklam", "session_id": live.session.id,
            "target_user_id": live.viewer.id,
        },
        "details": null, "ip_address": null, "user_agent": null, "created_at": notes[0]["created_at"],
    });
    assert_eq!(notes, [expected]);
    assert_eq!(live.project.count("public.live_moderation_actions").await, 0);
}

#[tokio::test]
async fn the_first_deletion_is_the_one_that_is_noted_and_ones_own_is_not() {
    let live = on_air().await;
    let own = said(&live, &live.viewer, "pardon").await;
    assert_eq!(delete_for(&live, &live.viewer, &own, "yanlış yazdım").await.status, 200);
    assert_eq!(delete_for(&live, &live.host, &own, "Reklam").await.status, 200);
    assert_eq!(live.project.count("public.live_moderation_actions").await, 0);

    let message = said(&live, &live.viewer, "reklam").await;
    assert_eq!(delete(&live, &live.host, &message).await.status, 200);
    assert_eq!(delete_for(&live, &live.host, &message, "Reklam").await.status, 200);
    let notes = notes(&live, "live_moderation_actions", &message).await;
    assert_eq!((notes.len(), &notes[0]["reason"]), (1, &Value::Null));
}

#[tokio::test]
async fn a_reason_has_up_to_500_characters_and_none_is_none() {
    let live = on_air().await;
    let message = said(&live, &live.viewer, "reklam").await;
    for reason in [json!("ş".repeat(501)), json!("a\u{0}b"), json!(7)] {
        let reply = delete_for(&live, &live.host, &message, reason).await;
        reply.assert_refused(400, "INVALID_FIELD");
        assert_eq!(reply.body["field"], "reason");
    }
    assert_eq!(row(&live, &message).await["is_deleted"], false);
    for (reason, kept) in [(json!("ş".repeat(500)), json!("ş".repeat(500))), (json!(" "), Value::Null)] {
        let message = said(&live, &live.viewer, "reklam").await;
        assert_eq!(delete_for(&live, &live.host, &message, reason).await.status, 200);
        assert_eq!(notes(&live, "live_moderation_actions", &message).await[0]["reason"], kept);
    }
}
