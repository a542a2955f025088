//! Sessions as the panel lists and shows them.

use serde_json::{Value, json};
use uuid::Uuid;

use super::support::{Panel, face, pick};

const FACE: &str = "user_id,username,display_name,avatar_url";

#[tokio::test]
async fn the_overview_lists_sessions_and_calls_with_faces_and_counts_reports_bans_and_people() {
    let panel = Panel::open().await;
    let (live, given) = (&panel.live, panel.live.project.given());
    let other = given.creator().await;
    let room = given.live_session(&other).audio_room().insert().await;
    given.live_session(&given.creator().await).status("ended").insert().await;
    let call = given.call(&other, &live.viewer).insert().await;
    given.call(&given.user().await, &given.user().await).ended("completed").insert().await;
    given.ban(&live.viewer).everywhere().insert().await;
    given.ban(&live.viewer).from_creator(&other).lifted().insert().await;
    let report = "insert into public.live_reports (reporter_id, reported_user_id, reason, status)
                  values ($1, $2, 'spam', 'pending'), ($1, $2, 'spam', 'dismissed')";
    live.project.execute(report, &[&live.viewer.id, &live.host.id]).await;
    live.project.execute("update public.live_sessions set total_viewers = 3 where id = $1", &[&live.session.id]).await;

    let reply = panel.get("sessions?status=live&limit=50").await;
    let overview = json!({
        "active_sessions": 2, "active_video_sessions": 1, "active_audio_rooms": 1, "active_calls": 1,
        "total_viewers": 3, "pending_reports": 1, "active_bans": 1,
    });
    assert_eq!(reply["overview"], overview);
    let own = |reply: &Value| {
        let rows = reply["sessions"].as_array().unwrap().iter().map(|row| row["id"].clone());
        rows.collect::<Vec<_>>()
    };
    assert_eq!(own(&reply), [json!(room.id), json!(live.session.id)]);
    let row = &reply["sessions"][1];
    assert_eq!(pick(&row["creator"], FACE), face(&live.host));
    assert_eq!(
        pick(row, "status,session_type,current_viewers,livekit_room_name"),
        json!({
            "status": "live", "session_type": "video_live", "current_viewers": 3, "livekit_room_name": live.session.room_name,
        })
    );
    assert!(row["duration_seconds"].is_u64() && row["started_at"].is_string(), "{row:#}");
    let listed = &reply["calls"][0];
    assert_eq!((&listed["id"], reply["calls"].as_array().unwrap().len()), (&json!(call.id), 1));
    assert_eq!(pick(&listed["caller"], FACE), face(&other));
    assert_eq!(pick(&listed["callee"], FACE), face(&live.viewer));

    assert_eq!(own(&panel.get("sessions?status=live&type=audio_room").await), [json!(room.id)]);
    assert_eq!(own(&panel.get("sessions?limit=1&offset=1").await), [json!(live.session.id)]);
    assert_eq!(own(&panel.get("sessions?status=all").await).len(), 3);
    assert_eq!(own(&panel.get("sessions?status=ended").await).len(), 1);
}

#[tokio::test]
async fn a_session_is_shown_in_detail() {
    let panel = Panel::open().await;
    let (live, given) = (&panel.live, panel.live.project.given());
    given.participant(&live.session, &given.user().await).left().insert().await;
    given.coins(&live.viewer, 1_000).await;
    let lines = "insert into public.live_messages (session_id, sender_id, sender_profile_id, content, is_deleted)
                 values ($1, $2, $3, 'a', false), ($1, $2, $3, 'b', true)";
    live.project.execute(lines, &[&live.session.id, &live.viewer.id, &live.viewer.profile_id]).await;
    let gift = "select public.live_send_gift($1, null, $2, 'heart', 1)";
    live.project.execute(gift, &[&live.viewer.id, &live.session.id]).await;

    let reply = panel.get(&panel.session("")).await;
    assert_eq!(
        (&reply["id"], &reply["status"], &reply["title"]),
        (&json!(live.session.id), &json!("live"), &live.row().await["title"])
    );
    assert_eq!(pick(&reply["creator"], FACE), face(&live.host));
    assert_eq!(
        pick(&reply, "current_viewers,total_joins,message_count,gift_count"),
        json!({
            "current_viewers": 0, "total_joins": 2, "message_count": 2, "gift_count": 1,
        })
    );
    let missing = panel.ask(&panel.admin, "GET", &format!("sessions/{}", Uuid::from_u128(1)), None).await;
    missing.assert_refused(404, "SESSION_NOT_FOUND");
}

#[tokio::test]
async fn the_people_of_a_session_are_listed_by_role_and_arrival_and_counted() {
    let panel = Panel::open().await;
    let (live, given) = (&panel.live, panel.live.project.given());
    let gone = given.user().await;
    given.participant(&live.session, &gone).left().insert().await;
    let speaker = live.person("speaker").await;
    let people = async |query: &str| {
        let reply = panel.get(&panel.session(&format!("/participants{query}"))).await;
        let rows = reply["participants"].as_array().unwrap().iter().map(|row| row["user_id"].clone());
        (rows.collect::<Vec<_>>(), pick(&reply, "by_role,total,active_count"))
    };
    let (everybody, numbers) = people("").await;
    assert_eq!(everybody.len(), 4);
    assert_eq!(everybody[..2], [json!(live.host.id), json!(speaker.id)]);
    assert_eq!(numbers, json!({ "by_role": { "host": 1, "speaker": 1, "viewer": 2 }, "total": 4, "active_count": 3 }));
    assert_eq!(people("?active=true&role=viewer").await, (vec![json!(live.viewer.id)], numbers.clone()));
    assert_eq!(people("?role=speaker&limit=1").await, (vec![json!(speaker.id)], numbers));

    let row = &panel.get(&panel.session("/participants?role=speaker")).await["participants"][0];
    assert_eq!(pick(&row["profile"], FACE), face(&speaker));
    assert_eq!(
        pick(row, "is_active,is_muted,role,watch_time_seconds"),
        json!({
            "is_active": true, "is_muted": false, "role": "speaker", "watch_time_seconds": 0,
        })
    );
    let missing = panel.ask(&panel.admin, "GET", &format!("sessions/{}/participants", Uuid::from_u128(1)), None).await;
    missing.assert_refused(404, "SESSION_NOT_FOUND");
}

#[tokio::test]
async fn what_does_not_fit_is_named() {
    let panel = Panel::open().await;
    for (below, field) in [
        ("sessions?status=on", "status"),
        ("sessions?type=video", "type"),
        ("sessions?limit=0", "limit"),
        ("sessions?offset=-1", "offset"),
        ("sessions/42", "id"),
        ("sessions/42/participants", "id"),
        (panel.session("/participants?active=yes").as_str(), "active"),
        (panel.session("/participants?role=king").as_str(), "role"),
    ] {
        let reply = panel.ask(&panel.admin, "GET", below, None).await;
        reply.assert_refused(400, "INVALID_FIELD");
        assert_eq!(reply.body["field"], field, "{below}");
    }
}
