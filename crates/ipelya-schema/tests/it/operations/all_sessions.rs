//! What staff says in, or does to, all sessions on air.

use crate::contract::stored::{all, only, stored};
use ipelya_test::{Project, Session, User};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::macros::datetime;
use uuid::Uuid;

const NOON: OffsetDateTime = datetime!(2030-01-01 12:00 UTC);
const ORIGIN: &str = r#"{"request_id": "r-1", "address": "192.0.2.1", "user_agent": "panel"}"#;

/// Sessions on air, in the order of their ids.
async fn on_air(project: &Project, many: usize) -> Vec<Session> {
    let mut sessions = Vec::new();
    for _ in 0..many {
        sessions.push(project.given().live_session(&project.given().creator().await).insert().await);
    }
    sessions.sort_by_key(|session| session.id);
    sessions
}

async fn announce(project: &Project, admin: &User, after: Option<Uuid>) -> Value {
    let sql = format!("select public.live_ops_announce_all($1, null, '{ORIGIN}', 'Bakım var', 'warning', $2, $3)");
    project.value(&sql, &[&admin.id, &after, &NOON]).await
}

async fn terminate(project: &Project, admin: &User) -> Value {
    let sql = format!("select public.live_ops_terminate_all($1, null, '{ORIGIN}', 'infinity', 'bakım', 'gece', $2)");
    project.value(&sql, &[&admin.id, &NOON]).await
}

#[tokio::test]
async fn an_announcement_is_said_in_every_session_on_air_and_noted_once() {
    let project = Project::start().await;
    let admin = project.given().admin().await;
    let sessions = on_air(&project, 3).await;
    project.given().live_session(&project.given().creator().await).status("scheduled").insert().await;

    let last = sessions[2].id;
    assert_eq!(announce(&project, &admin, None).await, json!({ "announced": 3, "left": 0, "after": last }));

    for session in &sessions {
        let line = only(&project, "live_messages", &format!("t.session_id = '{}'", session.id)).await;
        assert_eq!((&line["message_type"], &line["content"]), (&json!("system"), &json!("📢 Bakım var")));
        let said = "select jsonb_agg(jsonb_build_array(event, payload - 'id')) from realtime.messages where topic = $1";
        let payload = json!({ "type": "admin_announcement", "message": "Bakım var", "alertType": "warning", "timestamp": 1_893_499_200_000_i64 });
        assert_eq!(
            project.value(said, &[&format!("live:{}", session.id)]).await,
            json!([["admin_announcement", payload]])
        );
    }
    assert_eq!(project.count("public.live_messages").await, 3);
    let row = only(&project, "live_admin_logs", "true").await;
    assert_eq!((&row["admin_id"], &row["action"]), (&json!(admin.id), &json!("announce_all")));
    assert_eq!((&row["ip_address"], &row["user_agent"]), (&json!("192.0.2.1"), &json!("panel")));
    let ids: Vec<Uuid> = sessions.iter().map(|session| session.id).collect();
    let metadata =
        json!({ "message": "Bakım var", "kind": "warning", "session_ids": ids, "left": 0, "request_id": "r-1" });
    assert_eq!(row["metadata"], metadata);
}

#[tokio::test]
async fn more_than_fit_one_call_are_told_by_the_next() {
    let project = Project::start().await;
    let admin = project.given().admin().await;
    let sessions = on_air(&project, 1).await;
    let many = "with people as (
                  insert into auth.users (id) select gen_random_uuid() from generate_series(1, 205) returning id
                )
                insert into public.live_sessions (creator_id, title, session_type, livekit_room_name, status, started_at)
                select id, 'Deneme', 'video_live', 'video_live_' || id, 'live', now() from people";
    project.execute(many, &[]).await;

    let first = announce(&project, &admin, None).await;
    assert_eq!((&first["announced"], &first["left"]), (&json!(200), &json!(6)));
    let after: Uuid = first["after"].as_str().unwrap().parse().unwrap();
    let second = announce(&project, &admin, Some(after)).await;
    assert_eq!((&second["announced"], &second["left"]), (&json!(6), &json!(0)));
    assert_eq!(project.count("public.live_messages").await, 206);
    let one = format!("public.live_messages where session_id = '{}'", sessions[0].id);
    assert_eq!(project.count(&one).await, 1);
    // nobody is left to be told, and nothing to be noted
    let last: Uuid = second["after"].as_str().unwrap().parse().unwrap();
    let none = json!({ "announced": 0, "left": 0, "after": null });
    assert_eq!(announce(&project, &admin, Some(last)).await, none);
    assert_eq!(all(&project, "live_admin_logs", "true").await.len(), 2);
}

#[tokio::test]
async fn all_sessions_end_as_one_does_with_their_rooms_named() {
    let project = Project::start().await;
    let admin = project.given().super_admin().await;
    let sessions = on_air(&project, 3).await;
    let planned = project.given().live_session(&project.given().creator().await).status("scheduled").insert().await;
    let (holder, connection) =
        tokio_postgres::connect(&project.env()["DATABASE_URL"], tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    let busy = format!("begin; select public.live_lock_session('{}', false)", sessions[1].id);
    holder.batch_execute(&busy).await.unwrap();

    let mut reply = terminate(&project, &admin).await;
    let ended = reply["ended"].as_array_mut().unwrap();
    ended.sort_by_key(|session| session["id"].to_string());
    let named = |session: &Session| json!({ "id": session.id, "room_name": session.room_name });
    assert_eq!(reply, json!({ "ended": [named(&sessions[0]), named(&sessions[2])], "left": 1 }));
    let row = stored(&project, "live_sessions", sessions[0].id).await;
    let is = (&row["status"], &row["end_reason"], &row["ended_at"]);
    assert_eq!(is, (&json!("ended"), &json!("admin_terminated: bakım"), &json!("2030-01-01T12:00:00+00:00")));
    assert_eq!(stored(&project, "live_sessions", planned.id).await["status"], "scheduled");
    let log = only(&project, "live_admin_logs", "true").await;
    assert_eq!((&log["action"], &log["metadata"]["left"]), (&json!("terminate_all"), &json!(1)));
    assert_eq!(log["metadata"]["session_ids"].as_array().unwrap().len(), 2);
    assert_eq!((&log["metadata"]["reason"], &log["metadata"]["note"]), (&json!("bakım"), &json!("gece")));

    holder.batch_execute("commit").await.unwrap();
    assert_eq!(terminate(&project, &admin).await, json!({ "ended": [named(&sessions[1])], "left": 0 }));
    assert_eq!(terminate(&project, &admin).await, json!({ "ended": [], "left": 0 }));
    assert_eq!(project.count("public.live_admin_logs").await, 2);
}

#[tokio::test]
async fn staff_announces_and_only_its_head_ends_everything() {
    let project = Project::start().await;
    let (admin, other) = (project.given().admin().await, project.given().user().await);
    on_air(&project, 1).await;
    let announce = format!("select public.live_ops_announce_all($1, null, '{ORIGIN}', 'x', 'info', null, $2)");
    let terminate = format!("select public.live_ops_terminate_all($1, null, '{ORIGIN}', 'infinity', 'x', null, $2)");
    let stuck = "select public.live_ops_stuck($1, null, $2)".to_owned();
    for (who, sql, code) in [
        (&other, &announce, "ADMIN_REQUIRED"),
        (&other, &terminate, "ADMIN_REQUIRED"),
        (&other, &stuck, "ADMIN_REQUIRED"),
        (&admin, &terminate, "SUPER_ADMIN_REQUIRED"),
    ] {
        let refused = project.db().query_one(sql, &[&who.id, &NOON]).await.unwrap_err();
        assert_eq!(refused.as_db_error().unwrap().detail(), Some(code), "{sql}");
    }
    assert_eq!(project.count("public.live_sessions where status = 'live'").await, 1);
    assert_eq!(project.count("public.live_messages").await, 0);
}
