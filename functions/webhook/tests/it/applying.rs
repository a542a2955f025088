//! What events do to a session and to a call.

use serde_json::{Value, json};
use time::Duration;

use super::support::{deliver, on_air, seat};

#[tokio::test]
async fn a_viewer_who_comes_and_goes_is_active_meanwhile_and_has_watched() {
    let live = on_air().await;
    assert_eq!(deliver(&live, &live.event("room_started", "EV_started", 0)).await, "success");
    assert_eq!(live.row().await["livekit_room_sid"], "RM_1");

    assert_eq!(deliver(&live, &live.joined(&live.viewer, "PA_1", 10)).await, "success");
    assert_eq!(seat(&live, &live.viewer).await, (true, 0));
    assert_eq!(deliver(&live, &live.left(&live.viewer, "PA_1", 25)).await, "success");
    assert_eq!(seat(&live, &live.viewer).await, (false, 15));
    // back with another connection, whose join is told before the old one's late end
    deliver(&live, &live.joined(&live.viewer, "PA_2", 40)).await;
    let mut late = live.left(&live.viewer, "PA_1", 25);
    late["id"] = json!("EV_late");
    deliver(&live, &late).await;
    assert_eq!(seat(&live, &live.viewer).await, (true, 15));
}

#[tokio::test]
async fn a_lost_join_is_made_good_by_the_leave() {
    let live = on_air().await;
    let mut left = live.left(&live.viewer, "PA_1", 30);
    left["participant"]["joinedAt"] = json!((live.api.now().unix_timestamp() + 10).to_string());
    deliver(&live, &left).await;
    assert_eq!(seat(&live, &live.viewer).await, (false, 20));
    // the join event, should it still come, knows better
    deliver(&live, &live.joined(&live.viewer, "PA_1", 12)).await;
    assert_eq!(seat(&live, &live.viewer).await, (false, 18));
}

#[tokio::test]
async fn whoever_never_arrived_is_no_viewer_and_a_host_who_never_arrived_is_not_lost() {
    let live = on_air().await;
    for person in [&live.viewer, &live.host] {
        let aborted = live.about("participant_connection_aborted", person, &format!("PA_{}", person.id), 5);
        assert_eq!(deliver(&live, &aborted).await, "skipped");
    }
    assert_eq!(live.project.count("public.live_stays").await, 0);
    assert_eq!(live.row().await["host_left_at"], Value::Null);
}

#[tokio::test]
async fn a_participant_who_moves_to_another_node_has_not_left() {
    let live = on_air().await;
    deliver(&live, &live.joined(&live.host, "PA_1", 0)).await;
    let mut moved = live.left(&live.host, "PA_1", 30);
    moved["participant"]["disconnectReason"] = json!("MIGRATION");
    assert_eq!(deliver(&live, &moved).await, "skipped");
    assert_eq!(seat(&live, &live.host).await, (true, 0));
    assert_eq!(live.row().await["host_left_at"], Value::Null);
}

#[tokio::test]
async fn a_host_who_drops_is_waited_for_half_a_minute_and_then_livekit_is_asked() {
    let live = on_air().await;
    deliver(&live, &live.joined(&live.host, "PA_1", 0)).await;
    deliver(&live, &live.left(&live.host, "PA_1", 100)).await;
    assert!(!live.confirm_absence(&live.session.room_name, 129).await);
    deliver(&live, &live.joined(&live.host, "PA_2", 129)).await;
    live.tick(200).await;
    assert_eq!((&live.row().await["status"], &live.row().await["host_left_at"]), (&json!("live"), &Value::Null));

    deliver(&live, &live.left(&live.host, "PA_2", 300)).await;
    let told = "select payload ->> 'reconnectDeadline' as deadline from realtime.messages
                where event = 'host_disconnected' and topic = 'live:' || $1::uuid order by inserted_at desc, id desc limit 1";
    let deadline = (live.api.now() + Duration::seconds(330)).unix_timestamp() * 1000;
    assert_eq!(live.ask(told).await["deadline"], json!(deadline.to_string()));
    live.tick(330).await;
    assert_eq!(live.row().await["status"], "live");
    assert!(live.confirm_absence(&live.session.room_name, 330).await);
    let row = live.row().await;
    assert_eq!((&row["status"], &row["end_reason"]), (&json!("ended"), &json!("host_timeout")));
    let told = live.told().await;
    assert_eq!(told, ["host_disconnected", "host_reconnected", "host_disconnected", "session_ended"]);
}

#[tokio::test]
async fn a_host_whose_return_was_not_reported_is_back_once_they_are_heard() {
    let live = on_air().await;
    deliver(&live, &live.joined(&live.host, "PA_1", 0)).await;
    deliver(&live, &live.left(&live.host, "PA_1", 100)).await;
    let heard = live.about("track_published", &live.host, "PA_2", 112);
    assert_eq!(deliver(&live, &heard).await, "success");
    live.tick(200).await;
    let row = live.row().await;
    assert_eq!((&row["status"], &row["host_left_at"]), (&json!("live"), &Value::Null));
    assert_eq!(live.told().await, ["host_disconnected", "host_reconnected"]);

    // the report comes after all, and says since when
    deliver(&live, &live.joined(&live.host, "PA_2", 110)).await;
    deliver(&live, &live.left(&live.host, "PA_2", 150)).await;
    assert_eq!(seat(&live, &live.host).await.1, 140);
    // what is heard late of somebody who has gone says nothing
    let mut late = heard;
    late["id"] = json!("EV_late");
    assert_eq!(deliver(&live, &late).await, "skipped");
    assert_eq!(seat(&live, &live.host).await.1, 140);
}

#[tokio::test]
async fn a_room_closed_on_purpose_ends_the_session_and_one_that_was_lost_does_not() {
    for (reason, ends) in [
        (Some("IDLE_TIMEOUT"), true),
        (Some("API_DELETE"), true),
        (None, true),
        (Some("SERVER_SHUTDOWN"), false),
        (Some("SUPERSEDED"), false),
        (Some("OPEN_FAILED"), false),
    ] {
        let live = on_air().await;
        deliver(&live, &live.joined(&live.host, "PA_1", 0)).await;
        deliver(&live, &live.finished(reason, 50)).await;
        let row = live.row().await;
        assert_eq!(row["status"] == "ended", ends, "{reason:?}");
        assert_eq!(row["host_left_at"] != Value::Null, !ends, "{reason:?}");
        if ends {
            assert_eq!(row["end_reason"], "room_finished");
        }
        assert_eq!(live.open_stays().await, 0);
    }
}

#[tokio::test]
async fn an_older_rooms_end_means_nothing_though_its_beginning_was_lost() {
    let live = on_air().await;
    let now = live.api.now().unix_timestamp();
    let mut newer = live.event("room_started", "EV_new", 20);
    newer["room"] = json!({ "sid": "RM_2", "name": live.session.room_name, "creationTime": (now + 20).to_string() });
    deliver(&live, &newer).await;
    // stamped later than the newer room's beginning, but its own beginning is told along
    deliver(&live, &live.finished(Some("IDLE_TIMEOUT"), 25)).await;
    let row = live.row().await;
    assert_eq!((&row["status"], &row["livekit_room_sid"]), (&json!("live"), &json!("RM_2")));
}

#[tokio::test]
async fn what_ended_stays_ended() {
    let live = on_air().await;
    let end = "select public.live_end_session($1, 'admin_terminated: spam', $2)";
    live.project.db().execute(end, &[&live.session.id, &live.api.now()]).await.unwrap();
    let before = live.row().await;
    for event in [
        live.finished(Some("API_DELETE"), 40),
        live.event("room_started", "EV_started", 41),
        live.joined(&live.host, "PA_1", 42),
        live.left(&live.host, "PA_1", 43),
    ] {
        deliver(&live, &event).await;
    }
    assert_eq!(live.row().await, before);
}

#[tokio::test]
async fn a_banned_persons_late_join_is_known_to_the_sweeper() {
    let live = on_air().await;
    live.project.given().ban(&live.viewer).from_session(&live.session).insert().await;
    deliver(&live, &live.joined(&live.viewer, "PA_1", 1)).await;
    let facts: Value =
        live.project.db().query_one("select public.live_sweep_facts($1)", &[&live.api.now()]).await.unwrap().get(0);
    assert_eq!(facts[0]["stays"][0]["must_leave"], true, "{facts}");
}

#[tokio::test]
async fn a_call_ends_by_livekits_word_ten_seconds_after_a_party_has_left() {
    let live = on_air().await;
    let call = live.project.given().call(&live.host, &live.viewer).status("connected").insert().await;
    let in_call = |mut event: Value| {
        event["room"] = json!({ "sid": "RM_C", "name": call.room_name });
        event
    };
    for (person, sid) in [(&live.host, "PA_H"), (&live.viewer, "PA_V")] {
        assert_eq!(deliver(&live, &in_call(live.joined(person, sid, 0))).await, "success");
    }
    deliver(&live, &in_call(live.left(&live.viewer, "PA_V", 60))).await;
    let status =
        format!("select status, end_reason from public.calls where id = '{}' and $1::uuid is not null", call.id);
    assert!(!live.confirm_absence(&call.room_name, 69).await);
    live.tick(70).await;
    assert_eq!(live.ask(&status).await["status"], "connected");
    assert!(live.confirm_absence(&call.room_name, 70).await);
    assert_eq!(live.ask(&status).await, json!({ "status": "ended", "end_reason": "completed" }));
}
