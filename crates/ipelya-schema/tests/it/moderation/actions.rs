//! What was done in a session stands in one of two logs: the session's own, or that of the staff.

use crate::contract::rest::Rest;
use crate::contract::stored::{all, only};
use ipelya_test::{LiveSession, User};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::macros::datetime;

const NOON: OffsetDateTime = datetime!(2030-01-01 12:00 UTC);

/// Notes something about the viewer; the constraint it breaks, if it does.
async fn note(
    live: &LiveSession,
    (actor, role): (&User, &str),
    action: &str,
    reason: Option<&str>,
    details: &Value,
) -> Result<(), String> {
    let sql = "select public.live_note_action($1, $2, $3, $4, 'participant', $5::uuid::text, $5, $6, $7, $8)";
    let LiveSession { project, session, viewer, .. } = live;
    let noted =
        project.db().execute(sql, &[&session.id, &actor.id, &role, &action, &viewer.id, &reason, details, &NOON]).await;
    noted.map(|_| ()).map_err(|error| error.as_db_error().unwrap().constraint().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn what_a_host_or_a_moderator_did_stands_in_the_log_of_the_session() {
    let live = LiveSession::in_rows().start().await;
    let moderator = live.project.given().user().await;
    let role = json!({ "step": "promote", "role": "speaker" });

    note(&live, (&live.host, "host"), "role", None, &role).await.unwrap();
    note(&live, (&moderator, "moderator"), "kick", Some("  reklam "), &json!({})).await.unwrap();

    let noted = |actor: &User, role: &str, action: &str, reason: Value, details: Value| {
        json!({
            "session_id": live.session.id, "actor_id": actor.id, "actor_role": role, "action": action,
            "target_user_id": live.viewer.id, "reason": reason, "details": details,
            "created_at": "2030-01-01T12:00:00+00:00",
        })
    };
    let mut rows = all(&live.project, "live_moderation_actions", "true").await;
    for row in &mut rows {
        row.as_object_mut().unwrap().remove("id").unwrap();
    }
    rows.sort_by_key(|row| row["actor_role"].as_str().unwrap().to_owned());
    let kick = noted(&moderator, "moderator", "kick", json!("reklam"), json!({}));
    assert_eq!(rows, [noted(&live.host, "host", "role", Value::Null, role), kick]);
    assert_eq!(all(&live.project, "live_admin_logs", "true").await, [Value::Null; 0]);
}

#[tokio::test]
async fn what_an_admin_did_stands_in_the_admin_log_under_their_own_id_in_the_panels_words() {
    let live = LiveSession::in_rows().start().await;
    let admin = live.project.given().admin().await;
    for (action, details, word) in [
        ("kick", json!({}), "kick_participant"),
        ("ban", json!({ "ban_type": "session" }), "ban_participant"),
        ("unban", json!({}), "unban_user"),
        ("mute", json!({}), "mute_participant"),
        ("unmute", json!({}), "unmute_participant"),
        ("role", json!({ "step": "promote" }), "promote"),
        ("role", json!({ "step": "demote" }), "demote"),
        ("delete_message", json!({ "content": "selam" }), "delete_message"),
    ] {
        note(&live, (&admin, "admin"), action, Some("küfür"), &details).await.unwrap();

        let row = only(&live.project, "live_admin_logs", &format!("t.action = '{word}'")).await;
        let mut metadata = details.clone();
        metadata["session_id"] = json!(live.session.id);
        metadata["target_user_id"] = json!(live.viewer.id);
        metadata["reason"] = json!("küfür");
        let expected = json!({
            "id": row["id"], "admin_id": admin.id, "action": word, "target_type": "participant",
            "target_id": live.viewer.id, "metadata": metadata, "details": null, "ip_address": null,
            "user_agent": null, "created_at": "2030-01-01T12:00:00+00:00",
        });
        assert_eq!(row, expected, "{action}");
    }
    assert_eq!(all(&live.project, "live_moderation_actions", "true").await, [Value::Null; 0]);
}

#[tokio::test]
async fn an_action_without_a_reason_is_noted_without_one() {
    let live = LiveSession::in_rows().start().await;
    let admin = live.project.given().admin().await;
    note(&live, (&live.host, "host"), "mute", Some(" "), &json!({})).await.unwrap();
    note(&live, (&admin, "admin"), "mute", Some(""), &json!({})).await.unwrap();
    assert_eq!(only(&live.project, "live_moderation_actions", "true").await["reason"], Value::Null);
    let metadata = json!({ "session_id": live.session.id, "target_user_id": live.viewer.id });
    assert_eq!(only(&live.project, "live_admin_logs", "true").await["metadata"], metadata);
}

#[tokio::test]
async fn what_was_done_is_read_by_the_host_of_that_session_and_by_admins_only() {
    let live = LiveSession::in_rows().start().await;
    let given = live.project.given();
    let (moderator, other_host, admin) = (given.user().await, given.creator().await, given.admin().await);
    given.participant(&live.session, &moderator).role("moderator").insert().await;
    given.live_session(&other_host).insert().await;
    note(&live, (&moderator, "moderator"), "kick", Some("reklam"), &json!({})).await.unwrap();
    let row = only(&live.project, "live_moderation_actions", "true").await;

    let query = "live_moderation_actions?select=*";
    for person in [&live.host, &admin] {
        assert_eq!(Rest::user(&live.project, person).rows(query).await, std::slice::from_ref(&row));
    }
    for person in [&live.viewer, &moderator, &other_host] {
        assert_eq!(Rest::user(&live.project, person).rows(query).await, [Value::Null; 0]);
    }
    Rest::anon(&live.project).get(query).await.assert_refused(401, "42501");
    let forged = json!({
        "session_id": live.session.id, "actor_id": live.host.id, "actor_role": "host", "action": "kick",
    });
    for person in [&live.host, &moderator, &admin] {
        let client = Rest::user(&live.project, person);
        client.insert("live_moderation_actions", &forged).await.assert_refused(403, "42501");
        client.update("live_moderation_actions", &json!({ "reason": "x" })).await.assert_refused(403, "42501");
        client.delete("live_moderation_actions?action=eq.kick").await.assert_refused(403, "42501");
    }
    assert_eq!(only(&live.project, "live_moderation_actions", "true").await, row);
}

#[tokio::test]
async fn an_action_has_the_form_of_a_word_and_somebody_who_may_act() {
    let live = LiveSession::in_rows().start().await;
    let long = "a".repeat(501);
    for (role, action, reason, details, constraint) in [
        ("viewer", "kick", None, json!({}), "live_moderation_actions_actor_role_check"),
        ("host", "Kick him", None, json!({}), "live_moderation_actions_action_check"),
        ("host", "kick", Some(&*long), json!({}), "live_moderation_actions_reason_check"),
        ("host", "kick", None, json!([]), "live_moderation_actions_details_check"),
    ] {
        let refused = note(&live, (&live.host, role), action, reason, &details).await;
        assert_eq!(refused, Err(constraint.to_owned()));
    }
    assert_eq!(all(&live.project, "live_moderation_actions", "true").await, [Value::Null; 0]);
}
