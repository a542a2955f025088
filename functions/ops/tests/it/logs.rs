//! Logs, calls, and looking on unseen.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ipelya_test::{LiveSession, Mode};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::support::{Panel, face, pick};

const FACE: &str = "user_id,username,display_name,avatar_url";

fn column(reply: &Value, list: &str, column: &str) -> Vec<Value> {
    reply[list].as_array().unwrap().iter().map(|row| row[column].clone()).collect()
}

#[tokio::test]
async fn livekits_events_are_listed_filtered_counted_and_matched_with_people() {
    let panel = Panel::open().await;
    let event = "insert into public.live_webhook_logs (
                   event_id, event_type, room_name, participant_identity, raw_payload, processing_status,
                   processing_time_ms, created_at
                 )
                 values ($1, $2, $3, $4, '{\"a\": 1}', $5, 3, $6)";
    let viewer = panel.live.viewer.id.to_string();
    let now = panel.live.api.now();
    let rows = [
        ("EV_1", "room_started", "live_video_1", None, "success", 3),
        ("EV_2", "participant_joined", "live_video_1", Some(viewer.as_str()), "success", 2),
        ("EV_3", "participant_joined", "call_video_x", Some("admin_nobody"), "skipped", 1),
        ("EV_4", "room_finished", "live_video_1", None, "error", 60 * 25),
    ];
    for (id, kind, room, identity, status, minutes) in rows {
        let at: OffsetDateTime = now - Duration::minutes(minutes);
        panel.live.project.execute(event, &[&id, &kind, &room, &identity, &status, &at]).await;
    }
    let listed = async |query: &str| {
        let reply = panel.get(&format!("webhook-logs{query}")).await;
        (column(&reply, "logs", "event_id"), reply["total"].clone())
    };
    assert_eq!(
        listed("?limit=100").await,
        (vec![json!("EV_3"), json!("EV_2"), json!("EV_1"), json!("EV_4")], json!(4))
    );
    assert_eq!(listed("?event_type=participant_joined&status=success").await, (vec![json!("EV_2")], json!(1)));
    assert_eq!(listed("?room_name=VIDEO_X").await, (vec![json!("EV_3")], json!(1)));
    assert_eq!(listed("?limit=1&offset=1").await, (vec![json!("EV_2")], json!(4)));
    let reply = panel.get("webhook-logs").await;
    assert_eq!(
        reply["stats"],
        json!({
            "eventCounts": { "participant_joined": 2, "room_started": 1 },
            "statusCounts": { "success": 2, "error": 0, "skipped": 1 },
            "total": 3,
        })
    );
    let row = &reply["logs"][1];
    assert_eq!(pick(&row["participant_profile"], FACE), face(&panel.live.viewer));
    assert_eq!(
        pick(row, "raw_payload,processing_time_ms"),
        json!({ "raw_payload": { "a": 1 }, "processing_time_ms": 3 })
    );
    assert_eq!(reply["logs"][0]["participant_profile"], Value::Null);
}

#[tokio::test]
async fn an_event_that_could_not_be_applied_is_applied_once_more() {
    let panel = Panel::open().await;
    let event = json!({
        "id": "EV_1", "type": "participant_joined", "room_name": panel.live.session.room_name, "room_sid": "RM_1",
        "participant_sid": "PA_1", "identity": panel.live.viewer.id, "kind": "STANDARD",
    });
    let failed = "insert into public.live_webhook_logs (event_type, event, processing_status)
                  values ('participant_joined', $1, 'error') returning to_jsonb(id)";
    let id: Uuid = serde_json::from_value(panel.live.project.value(failed, &[&event]).await).unwrap();

    let path = format!("webhook-logs/{id}/replay");
    assert_eq!(panel.post(&path, json!({})).await["result"], "success");
    assert_eq!(panel.live.open_stays().await, 1);
    assert_eq!(panel.get("webhook-logs").await["logs"][0]["processing_status"], "success");
    let metadata = json!({ "before": { "processing_status": "error" }, "after": { "processing_status": "success" } });
    panel.assert_noted("replay_webhook", ("webhook", id), metadata).await;
    // once more changes nothing
    assert_eq!(panel.post(&path, json!({})).await["result"], "success");
    assert_eq!(panel.live.open_stays().await, 1);
    let missing = panel.try_post(&format!("webhook-logs/{}/replay", Uuid::from_u128(1)), json!({})).await;
    missing.assert_refused(404, "EVENT_NOT_FOUND");
}

#[tokio::test]
async fn what_staff_did_is_listed_with_names_and_counted() {
    let panel = Panel::open().await;
    let row = "insert into public.live_admin_logs (admin_id, action, target_type, target_id, created_at)
               values ($1, $2, 'session', 'a', $3)";
    for (action, days) in [("view_session", 0), ("kick_participant", 1), ("view_session", 8)] {
        let at: OffsetDateTime = panel.live.api.now() - Duration::days(days);
        panel.live.project.execute(row, &[&panel.admin.id, &action, &at]).await;
    }
    let reply = panel.get("admin-logs?limit=100&offset=0").await;
    assert_eq!(
        column(&reply, "logs", "action"),
        [json!("view_session"), json!("kick_participant"), json!("view_session")]
    );
    assert_eq!(
        pick(&reply, "total,actionCounts"),
        json!({
            "total": 3, "actionCounts": { "view_session": 1, "kick_participant": 1 },
        })
    );
    assert_eq!(
        reply["logs"][0]["admin"],
        json!({
            "id": panel.admin.id, "full_name": panel.admin.display_name, "email": panel.admin.email, "avatar_url": null,
        })
    );
    let kicks = panel.get("admin-logs?action=kick_participant").await;
    assert_eq!((column(&kicks, "logs", "action"), &kicks["total"]), (vec![json!("kick_participant")], &json!(1)));
}

#[tokio::test]
async fn calls_are_listed_and_ended() {
    let panel = Panel::open().await;
    let given = panel.live.project.given();
    let (caller, callee) = (given.user().await, given.user().await);
    let over = given.call(&callee, &caller).ended("completed").insert().await;
    let call = given.call(&caller, &callee).insert().await;
    let active = panel.get("calls").await;
    assert_eq!((column(&active, "calls", "id"), &active["total"]), (vec![json!(call.id)], &json!(1)));
    assert_eq!(pick(&active["calls"][0]["caller"], FACE), face(&caller));
    assert_eq!(column(&panel.get("calls?active=false").await, "calls", "id"), [json!(over.id)]);

    let path = format!("calls/{}/terminate", call.id);
    let reply = panel.post(&path, json!({ "reason": "spam" })).await;
    assert_eq!((&reply["message"], &reply["pending"]), (&json!("Arama sonlandırıldı."), &json!(false)));
    let row = "select jsonb_build_array(status, end_reason, ended_by) from public.calls where id = $1";
    assert_eq!(panel.live.project.value(row, &[&call.id]).await, json!(["ended", "failed", panel.admin.id]));
    let metadata = json!({
        "target_user_id": caller.id, "callee_id": callee.id, "reason": "spam", "before": { "status": "ringing" },
        "after": { "status": "ended", "end_reason": "failed" },
    });
    panel.assert_noted("terminate_call", ("call", call.id), metadata).await;
    panel.live.project.livekit().set_mode(Mode::Refuse);
    assert_eq!(panel.post(&path, json!({})).await["pending"], true, "again, without LiveKit");
    assert_eq!(panel.noted().await.len(), 1);
    let missing = panel.try_post(&format!("calls/{}/terminate", Uuid::from_u128(1)), json!({})).await;
    missing.assert_refused(404, "CALL_NOT_FOUND");
}

#[tokio::test]
async fn a_paid_call_that_is_ended_costs_what_it_lasted() {
    let panel = Panel::open().await;
    let given = panel.live.project.given();
    let (caller, callee) = (given.user().await, given.creator().await);
    given.coins(&caller, 100).await;
    let call = given.call(&caller, &callee).status("connected").insert().await;
    let now = panel.live.api.now();
    let paid = "update public.calls set is_paid = true, coin_per_minute = 20, answered_at = $2, max_ends_at = $3
                where id = $1";
    let began = now - Duration::seconds(30);
    panel.live.project.execute(paid, &[&call.id, &began, &(now + Duration::hours(1))]).await;
    panel.live.project.execute("select public.live_charge_call($1, $2)", &[&call.id, &began]).await;
    assert_eq!(panel.live.project.balance(&caller).await, 80);

    panel.post(&format!("calls/{}/terminate", call.id), json!({ "reason": "spam" })).await;
    let row = "select jsonb_build_array(status, end_reason, duration_seconds, total_coin_spent)
               from public.calls where id = $1";
    assert_eq!(panel.live.project.value(row, &[&call.id]).await, json!(["ended", "completed", 30, 20]));
    assert_eq!(panel.live.project.balance(&caller).await, 80);
    let metadata = json!({
        "target_user_id": caller.id, "callee_id": callee.id, "reason": "spam", "before": { "status": "connected" },
        "after": { "status": "ended", "end_reason": "completed" },
    });
    panel.assert_noted("terminate_call", ("call", call.id), metadata).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_looks_on_is_let_in_by_livekit_and_seen_by_nobody() {
    let panel = Panel::of(LiveSession::of(ops::routes()).with_viewer_inside().at_system_time().start().await).await;
    let room = &panel.live.session.room_name;
    panel.live.project.open_room(room).await;
    let token = panel.post("livekit-token", json!({ "roomName": room })).await["token"].clone();
    let unseen = panel.live.project.room_client(room, format!("admin_{}", panel.admin.id));
    let mut unseen = unseen.token(token.as_str().unwrap()).join().await;
    assert!(!unseen.publishes("microphone").await);
    let there = panel.live.project.people_in(room).await;
    assert!(there.iter().all(|person| person["permission"]["hidden"] == true), "{there:#?}");
    unseen.leave().await;
}

#[tokio::test]
async fn an_admin_looks_on_unseen_and_that_is_noted_once_an_hour() {
    let panel = Panel::open().await;
    let body = json!({ "roomName": panel.live.session.room_name });
    let reply = panel.post("livekit-token", body.clone()).await;
    assert_eq!(panel.post("livekit-token", body).await["token"], reply["token"]);
    assert_eq!(reply["wsUrl"], json!(panel.live.api.setting("LIVEKIT_URL")));
    let claims = reply["token"].as_str().unwrap().split('.').nth(1).unwrap();
    let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap();
    let now = panel.live.api.now().unix_timestamp();
    assert_eq!(
        pick(&claims, "sub,nbf,exp"),
        json!({ "sub": format!("admin_{}", panel.admin.id), "nbf": now, "exp": now + 3600 })
    );
    let video = pick(&claims["video"], "room,roomJoin,hidden,canPublish,canPublishData,canSubscribe,roomAdmin");
    assert_eq!(
        video,
        json!({
            "room": panel.live.session.room_name, "roomJoin": true, "hidden": true, "canPublish": false,
            "canPublishData": false, "canSubscribe": true, "roomAdmin": null,
        })
    );
    let metadata = json!({ "session_id": panel.live.session.id, "session_title": panel.live.row().await["title"] });
    panel.assert_noted("view_session", ("session", panel.live.session.id), metadata).await;
}

#[tokio::test]
async fn nobody_looks_on_in_a_call_or_in_what_is_not_on_air() {
    let panel = Panel::open().await;
    let given = panel.live.project.given();
    let call = given.call(&given.user().await, &given.user().await).insert().await;
    let room = "select to_jsonb(livekit_room_name) from public.calls where id = $1";
    let room = panel.live.project.value(room, &[&call.id]).await;
    for room in [room, json!("live_video_1")] {
        let reply = panel.try_post("livekit-token", json!({ "roomName": room })).await;
        reply.assert_refused(404, "SESSION_NOT_FOUND");
    }
    panel.try_post("livekit-token", json!({})).await.assert_refused(400, "INVALID_FIELD");
    panel.live.end().await;
    let late = panel.try_post("livekit-token", json!({ "roomName": panel.live.session.room_name })).await;
    late.assert_refused(409, "SESSION_ENDED");
    assert_eq!(panel.noted().await, Vec::<Value>::new());
}
