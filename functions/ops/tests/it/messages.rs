//! What staff does to a session as a whole, and what it reads and takes out of its chat.

use ipelya_test::{Api, LiveSession, Mode, Receiver};
use serde_json::json;
use std::sync::Arc;
use uuid::Uuid;

use super::support::{Panel, face, pick};

impl Panel {
    async fn line(&self, content: &str) -> Uuid {
        let sql = "insert into public.live_messages (session_id, sender_id, sender_profile_id, content, created_at)
                   values ($1, $2, $3, $4, clock_timestamp()) returning to_jsonb(id)";
        let viewer = &self.live.viewer;
        let id = self.live.project.value(sql, &[&self.live.session.id, &viewer.id, &viewer.profile_id, &content]).await;
        serde_json::from_value(id).unwrap()
    }
}

#[tokio::test]
async fn a_session_is_ended_for_a_reason_and_nobody_is_inside_any_more() {
    let panel = Panel::open().await;
    let title = panel.live.row().await["title"].clone();
    let body = json!({ "reason": "Topluluk ihlali", "adminNote": "ikinci kez" });
    let reply = panel.post(&panel.session("/terminate"), body.clone()).await;
    assert_eq!((&reply["message"], &reply["pending"]), (&json!("Yayın sonlandırıldı."), &json!(false)));
    assert_eq!(panel.live.status().await, json!(["ended", "admin_terminated: Topluluk ihlali", false]));
    assert_eq!(panel.live.project.count("public.live_participants where is_active").await, 0);
    assert_eq!(panel.live.told().await, ["session_ended"]);
    let metadata = json!({
        "session_id": panel.live.session.id, "target_user_id": panel.live.host.id, "session_title": title,
        "reason": "Topluluk ihlali", "admin_note": "ikinci kez", "before": { "status": "live", "total_viewers": 0 },
        "after": { "status": "ended", "end_reason": "admin_terminated: Topluluk ihlali" },
    });
    panel.assert_noted("terminate_session", ("session", panel.live.session.id), metadata).await;

    panel.try_post(&panel.session("/terminate"), body).await.assert_refused(409, "SESSION_ENDED");
    assert_eq!(panel.noted().await.len(), 1);
    let missing = format!("sessions/{}/terminate", Uuid::from_u128(1));
    panel.try_post(&missing, json!({})).await.assert_refused(404, "SESSION_NOT_FOUND");
}

#[tokio::test]
async fn a_session_without_a_reason_and_without_livekit_ends_all_the_same() {
    let panel = Panel::open().await;
    panel.live.project.livekit().set_mode(Mode::Refuse);
    let reply = panel.post(&panel.session("/terminate"), json!({ "reason": "" })).await;
    assert_eq!(reply["pending"], true);
    assert_eq!(panel.live.status().await, json!(["ended", "admin_terminated", false]));
    let scheduled = panel.live.project.given().live_session(&panel.live.viewer).status("scheduled").insert().await;
    let early = panel.try_post(&format!("sessions/{}/terminate", scheduled.id), json!({})).await;
    early.assert_refused(409, "SESSION_NOT_STARTED");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_is_put_out_and_what_livekit_reports_later_changes_nothing() {
    let receiver = Receiver::open().await;
    let live = LiveSession::of(ops::routes()).reporting_to(&receiver.url()).at_system_time();
    let panel = Panel::of(live.with_viewer_inside().start().await).await;
    let webhooks = Api::new(&panel.live.project, webhook::routes()).at_system_time();
    let deliveries = receiver.serve(Arc::new(webhooks));
    panel.live.project.open_room(&panel.live.session.room_name).await;
    let host = panel.live.host_client().join().await;
    let viewer = panel.live.viewer_joins(&panel.live.viewer).await;
    for sid in [&host.sid, &viewer.sid] {
        deliveries.until_about("participant_joined", sid).await;
    }

    panel.post(&panel.session("/terminate"), json!({ "reason": "spam" })).await;
    let ended = panel.live.row().await;
    let (host_sid, viewer_sid) = (host.sid.clone(), viewer.sid.clone());
    host.until_put_out().await;
    viewer.until_put_out().await;
    for sid in [&host_sid, &viewer_sid] {
        deliveries.until_about("participant_left", sid).await;
    }
    let room = panel.live.project.has_room(&panel.live.session.room_name).await;
    let after = panel.live.row().await;
    assert_eq!((room, &after["end_reason"]), (false, &json!("admin_terminated: spam")));
    assert_eq!(
        pick(&after, "status,ended_at,total_duration_seconds"),
        pick(&ended, "status,ended_at,total_duration_seconds")
    );
    assert_eq!(panel.live.project.count("public.live_participants where is_active").await, 0);
}

#[tokio::test]
async fn an_announcement_is_a_line_of_the_chat_a_broadcast_and_a_packet_of_livekits() {
    let panel = Panel::open().await;
    panel.live.project.open_room(&panel.live.session.room_name).await;
    panel.live.project.livekit().reset();
    let body = json!({ "message": "Beş dakika sonra bakım", "type": "warning" });
    let reply = panel.post(&panel.session("/announce"), body).await;
    assert_eq!((&reply["message"], &reply["delivered"]), (&json!("Duyuru gönderildi."), &json!(true)));
    assert_eq!(panel.live.project.livekit().paths(), ["/twirp/livekit.RoomService/SendData"]);
    let line = panel.live.ask("select * from public.live_messages where session_id = $1").await;
    assert_eq!(
        pick(&line, "message_type,content,sender_id,sender_profile_id"),
        json!({
            "message_type": "system", "content": "📢 Beş dakika sonra bakım", "sender_id": panel.admin.id,
            "sender_profile_id": null,
        })
    );
    let sql = "select payload - 'id' from realtime.messages where event = 'admin_announcement' and topic = 'live:' || $1::uuid";
    let told = panel.live.project.value(sql, &[&panel.live.session.id]).await;
    let at = panel.live.api.now().unix_timestamp() * 1000;
    assert_eq!(
        told,
        json!({
            "type": "admin_announcement", "message": "Beş dakika sonra bakım", "alertType": "warning", "timestamp": at,
        })
    );
    let metadata = json!({
        "session_id": panel.live.session.id, "message": "Beş dakika sonra bakım", "type": "warning", "message_id": line["id"],
    });
    panel.assert_noted("announce", ("session", panel.live.session.id), metadata).await;
}

#[tokio::test]
async fn an_announcement_needs_a_message_and_a_session_on_air() {
    let panel = Panel::open().await;
    panel.try_post(&panel.session("/announce"), json!({ "message": " " })).await.assert_refused(400, "INVALID_FIELD");
    panel.live.project.livekit().set_mode(Mode::Refuse);
    let undelivered = panel.post(&panel.session("/announce"), json!({ "message": "Merhaba" })).await;
    assert_eq!(undelivered["delivered"], false);
    let missing = format!("sessions/{}/announce", Uuid::from_u128(1));
    panel.try_post(&missing, json!({ "message": "a" })).await.assert_refused(404, "SESSION_NOT_FOUND");
    panel.live.end().await;
    let late = panel.try_post(&panel.session("/announce"), json!({ "message": "a" })).await;
    late.assert_refused(409, "SESSION_ENDED");
    assert_eq!(panel.noted().await.len(), 1);
}

#[tokio::test]
async fn the_chat_is_read_page_by_page_deleted_lines_included() {
    let panel = Panel::open().await;
    let mut lines = Vec::new();
    for number in 1..=3 {
        lines.push(json!(panel.line(&format!("satır {number}")).await));
    }
    lines.reverse();
    let deleted = "update public.live_messages set is_deleted = true where content = 'satır 2'";
    panel.live.project.execute(deleted, &[]).await;
    let page = async |query: &str| {
        let reply = panel.get(&panel.session(&format!("/messages{query}"))).await;
        let ids = reply["messages"].as_array().unwrap().iter().map(|row| row["id"].clone()).collect::<Vec<_>>();
        assert_eq!((&reply["total"], &reply["sessionId"]), (&json!(3), &json!(panel.live.session.id)));
        (ids, reply["messages"][0].clone())
    };
    let (all, _) = page("?limit=50&offset=0").await;
    assert_eq!(all, lines);
    let (second, row) = page("?limit=1&offset=1").await;
    assert_eq!((second, &row["is_deleted"], &row["content"]), (lines[1..2].to_vec(), &json!(true), &json!("satır 2")));
    assert_eq!(pick(&row["sender"], "user_id,username,display_name,avatar_url"), face(&panel.live.viewer));
}

#[tokio::test]
async fn a_line_is_deleted_both_ways_the_panel_asks_for_it() {
    let panel = Panel::open().await;
    for (method, more) in [("POST", "/delete"), ("DELETE", "")] {
        panel.live.project.execute("delete from public.live_admin_logs", &[]).await;
        let line = panel.line("küfür").await;
        let path = format!("messages/{line}{more}");
        let body = Some(json!({ "reason": "hakaret" }));
        let reply = panel.ask(&panel.admin, method, &path, body.clone()).await;
        assert_eq!((reply.status, &reply.body["message"]["isDeleted"]), (200, &json!(true)), "{}", reply.body);
        let metadata = json!({
            "session_id": panel.live.session.id, "target_user_id": panel.live.viewer.id, "message_id": line,
            "content": "küfür", "reason": "hakaret",
        });
        panel.assert_noted("delete_message", ("message", line), metadata).await;
        assert_eq!(panel.ask(&panel.admin, method, &path, body.clone()).await.status, 200, "again");
        assert_eq!(panel.noted().await.len(), 1);
        let missing = format!("messages/{}{more}", Uuid::from_u128(1));
        panel.ask(&panel.admin, method, &missing, body).await.assert_refused(404, "MESSAGE_NOT_FOUND");
    }
    assert_eq!(panel.live.project.count("public.live_messages where is_deleted").await, 2);
}

#[tokio::test]
async fn what_is_done_to_a_session_or_its_chat_costs_one_round_trip() {
    let panel = Panel::open().await;
    let line = panel.line("a").await;
    for (path, body, function, livekit) in [
        (format!("messages/{line}/delete"), json!({}), "live_ops_delete_message", 0),
        (panel.session("/announce"), json!({ "message": "a" }), "live_ops_announce", 1),
        (panel.session("/terminate"), json!({}), "live_ops_terminate", 1),
    ] {
        panel.live.project.rest().reset();
        panel.live.project.livekit().reset();
        panel.post(&path, body).await;
        let rpc = vec![format!("/rest/v1/rpc/{function}")];
        assert_eq!(
            (panel.live.project.rest().paths(), panel.live.project.livekit().requests()),
            (rpc, livekit),
            "{path}"
        );
    }
}
