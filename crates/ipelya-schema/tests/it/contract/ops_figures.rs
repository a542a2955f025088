//! The panel's analytics and logs, and the few questions of it that no version of the schema has ever answered.

use crate::contract::panel::{Panel, assert_hidden};
use crate::contract::stored::{all, pick, stored, with};
use serde_json::{Value, json};

const SINCE: &str = "created_at=gte.2026-01-01T00:00:00.000Z";

/// A session of last year beside the one on air, and two calls.
async fn history(panel: &Panel) {
    let given = panel.project.given();
    let old = given.live_session(&given.creator().await).status("ended").insert().await;
    given.call(&panel.host, &panel.viewer).ended("completed").insert().await;
    given.call(&panel.viewer, &panel.host).ended("missed").insert().await;
    let sql = "update public.live_sessions
               set created_at = '2025-06-01', peak_viewers = 9, total_duration_seconds = 600 where id = $1";
    panel.project.db().execute(sql, &[&old.id]).await.unwrap();
}

#[tokio::test]
async fn an_admin_adds_up_sessions_and_calls_of_a_period() {
    let panel = Panel::open().await;
    history(&panel).await;
    let own = panel.own();
    let session = stored(&panel.project, "live_sessions", panel.session.id).await;
    let calls = all(&panel.project, "calls", "true").await;

    for columns in [
        "id,session_type,peak_viewers,total_duration_seconds",
        "id,session_type,peak_viewers,total_duration_seconds,created_at",
        "id,total_duration_seconds,peak_viewers",
        "id,session_type,status,created_at,started_at,ended_at,total_duration_seconds,peak_viewers,total_messages,\
         total_gifts_received",
    ] {
        assert_eq!(own.rows(&format!("live_sessions?select={columns}&{SINCE}")).await, [pick(&session, columns)]);
    }
    for columns in ["id,call_type,duration_seconds,created_at", "id,status,created_at,duration_seconds"] {
        let expected: Vec<Value> = calls.iter().map(|call| pick(call, columns)).collect();
        assert_eq!(own.rows(&format!("calls?select={columns}&{SINCE}&order=created_at.asc")).await, expected);
    }
    let watched = "total_watch_time_seconds,joined_at,left_at,role,is_muted";
    let people = own.rows(&format!("live_participants?select={watched}&session_id=eq.{}", panel.session.id)).await;
    assert_eq!(people.len(), 2);
    // the health check
    assert_eq!(own.rows("live_sessions?select=id&limit=1").await.len(), 1);

    // sessions are everybody's to see, calls are not
    let others = panel.others().await;
    assert_hidden(&others[2..], &format!("calls?select=id&{SINCE}")).await;
}

#[tokio::test]
async fn an_admin_ranks_creators_with_their_faces() {
    let panel = Panel::open().await;
    history(&panel).await;
    let columns =
        "id,creator_id,creator_profile_id,session_type,total_viewers,peak_viewers,total_duration_seconds,created_at";
    let query = format!(
        "live_sessions?select={columns},profiles:creator_profile_id(id,username,display_name,avatar_url)
         &{SINCE}&order=created_at.desc"
    );
    let face = panel.face(&panel.host, "id,username,display_name,avatar_url").await;
    let session = pick(&stored(&panel.project, "live_sessions", panel.session.id).await, columns);

    assert_eq!(panel.own().rows(&query).await, [with(session, "profiles", face)]);
}

#[tokio::test]
async fn the_webhook_log_is_filtered_counted_and_matched_with_people() {
    const LOG: &str = "id,event_type,room_name,room_sid,participant_identity,participant_sid,session_id,call_id,\
                       raw_payload,processing_status,error_message,processing_time_ms,created_at";
    let panel = Panel::open().await;
    let sql = "insert into public.live_webhook_logs (
                 event_id, event_type, room_name, participant_identity, session_id, raw_payload, processing_status,
                 processing_time_ms, created_at
               )
               values
                 ('EV_1', 'room_started', $1, null, $2, '{}', 'success', 3, '2026-02-01 10:00Z'),
                 ('EV_2', 'participant_joined', $1, $3, $2, '{}', 'success', 4, '2026-02-01 10:01Z'),
                 ('EV_3', 'participant_joined', 'call_video_x', $4, null, '{}', 'skipped', 1, '2026-02-01 10:02Z'),
                 ('EV_4', 'room_finished', $1, null, $2, '{}', 'error', 9, '2025-02-01 10:00Z')";
    let identities = (panel.viewer.id.to_string(), format!("admin_{}", panel.admin.id));
    panel
        .project
        .db()
        .execute(sql, &[&panel.session.room_name, &panel.session.id, &identities.0, &identities.1])
        .await
        .unwrap();
    let mut logs: Vec<Value> =
        all(&panel.project, "live_webhook_logs", "true").await.iter().map(|row| pick(row, LOG)).collect();
    logs.reverse();

    let server = panel.service();
    let query =
        |filter: &str| format!("live_webhook_logs?select={LOG}&order=created_at.desc&offset=0&limit=100{filter}");
    for client in [&server, &panel.own()] {
        assert_eq!(client.rows(&query("")).await, logs);
    }
    assert_eq!(server.rows(&query("&event_type=eq.participant_joined&processing_status=eq.success")).await, logs[1..2]);
    assert_eq!(server.rows(&query("&room_name=ilike.%25VIDEO%25&processing_status=neq.error")).await, logs[..3]);
    let counted = server.rows(&format!("live_webhook_logs?select=event_type,processing_status&{SINCE}")).await;
    assert_eq!(counted.len(), 3);
    let people = format!(
        "profiles?select=user_id,username,avatar_url&user_id=in.({},{})&username=not.like.shadow_%25",
        panel.viewer.id, panel.admin.id
    );
    assert_eq!(server.rows(&people).await.len(), 2);

    assert_hidden(&panel.others().await, &query("")).await;
}

#[tokio::test]
async fn the_log_of_staff_is_listed_with_names_and_counted() {
    const LOG: &str = "id,admin_id,action,target_type,target_id,metadata,ip_address,user_agent,created_at";
    let panel = Panel::open().await;
    let sql = "insert into public.live_admin_logs (admin_id, action, target_type, target_id, created_at)
               values ($1, 'view_session', 'session', 'a', '2026-02-01 10:00Z'),
                      ($1, 'kick_participant', 'participant', 'b', '2026-02-01 11:00Z'),
                      ($1, 'view_session', 'session', 'c', '2025-02-01 11:00Z')";
    panel.project.db().execute(sql, &[&panel.admin.id]).await.unwrap();
    let admin = json!({
        "id": panel.admin.id, "full_name": panel.admin.display_name, "email": panel.admin.email, "avatar_url": null,
    });
    let mut logs: Vec<Value> = all(&panel.project, "live_admin_logs", "true")
        .await
        .iter()
        .map(|row| with(pick(row, LOG), "admin", admin.clone()))
        .collect();
    logs.reverse();

    let server = panel.service();
    let query = format!(
        "live_admin_logs?select={LOG},admin:admin_profiles!live_admin_logs_admin_id_fkey(id,full_name,email,avatar_url)
         &order=created_at.desc&offset=0&limit=100"
    );
    assert_eq!(server.rows(&query).await, logs);
    assert_eq!(panel.own().rows("live_admin_logs?select=id").await.len(), 3);
    assert_eq!(server.rows(&format!("{query}&action=eq.kick_participant")).await, logs[..1]);
    assert_eq!(server.rows(&format!("live_admin_logs?select=action&{SINCE}")).await.len(), 2);
    assert_eq!(server.count("live_admin_logs?select=id").await, 3);

    assert_hidden(&panel.others().await, &query).await;
}

#[tokio::test]
async fn what_the_panel_asks_of_columns_that_never_were_is_refused_and_changes_nothing() {
    let panel = Panel::open().await;
    let seat = panel.seat().await;
    let own = panel.own();

    for query in [
        "live_sessions?select=id,title,type,status",
        "live_sessions?select=id,type,status,created_at,started_at,ended_at,total_duration_seconds,peak_viewers",
        "live_session_bans?select=ban_type,is_permanent,expires_at,lifted_at&lifted_at=is.null",
    ] {
        own.get(query).await.assert_refused(400, "42703");
    }
    let kick = json!({ "status": "kicked", "left_at": "2026-11-21T12:00:00.000Z" });
    own.update(&format!("live_participants?session_id=eq.{}", panel.session.id), &kick)
        .await
        .assert_refused(400, "PGRST204");
    let ban = json!({
        "session_id": panel.session.id, "user_id": panel.viewer.id, "banned_by": panel.admin.id, "reason": "spam",
        "is_permanent": false, "expires_at": null,
    });
    own.insert("live_session_bans", &ban).await.assert_refused(400, "PGRST204");

    assert_eq!(panel.seat().await, seat);
    assert_eq!(all(&panel.project, "live_session_bans", "true").await, [Value::Null; 0]);
}
