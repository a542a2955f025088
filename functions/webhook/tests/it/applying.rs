//! What events do to a show and to a call.

use serde_json::{Value, json};
use time::Duration;

use super::show::Show;

#[tokio::test]
async fn a_viewer_who_comes_and_goes_is_active_meanwhile_and_has_watched() {
    let show = Show::on_air().await;
    assert_eq!(show.deliver(&show.event("room_started", "EV_started", 0)).await, "success");
    assert_eq!(show.session_row().await["livekit_room_sid"], "RM_1");

    assert_eq!(show.deliver(&show.joined(&show.viewer, "PA_1", 10)).await, "success");
    assert_eq!(show.seat(&show.viewer).await, (true, 0));
    assert_eq!(show.deliver(&show.left(&show.viewer, "PA_1", 25)).await, "success");
    assert_eq!(show.seat(&show.viewer).await, (false, 15));
    // back with another connection, whose join is told before the old one's late end
    show.deliver(&show.joined(&show.viewer, "PA_2", 40)).await;
    let mut late = show.left(&show.viewer, "PA_1", 25);
    late["id"] = json!("EV_late");
    show.deliver(&late).await;
    assert_eq!(show.seat(&show.viewer).await, (true, 15));
}

#[tokio::test]
async fn a_lost_join_is_made_good_by_the_leave() {
    let show = Show::on_air().await;
    let mut left = show.left(&show.viewer, "PA_1", 30);
    left["participant"]["joinedAt"] = json!((show.api.now().unix_timestamp() + 10).to_string());
    show.deliver(&left).await;
    assert_eq!(show.seat(&show.viewer).await, (false, 20));
    // the join event, should it still come, knows better
    show.deliver(&show.joined(&show.viewer, "PA_1", 12)).await;
    assert_eq!(show.seat(&show.viewer).await, (false, 18));
}

#[tokio::test]
async fn whoever_never_arrived_is_no_viewer_and_a_host_who_never_arrived_is_not_lost() {
    let show = Show::on_air().await;
    for person in [&show.viewer, &show.host] {
        let aborted = show.about("participant_connection_aborted", person, &format!("PA_{}", person.id), 5);
        assert_eq!(show.deliver(&aborted).await, "skipped");
    }
    assert_eq!(show.count("public.live_stays").await, 0);
    assert_eq!(show.session_row().await["host_left_at"], Value::Null);
}

#[tokio::test]
async fn a_participant_who_moves_to_another_node_has_not_left() {
    let show = Show::on_air().await;
    show.deliver(&show.joined(&show.host, "PA_1", 0)).await;
    let mut moved = show.left(&show.host, "PA_1", 30);
    moved["participant"]["disconnectReason"] = json!("MIGRATION");
    assert_eq!(show.deliver(&moved).await, "skipped");
    assert_eq!(show.seat(&show.host).await, (true, 0));
    assert_eq!(show.session_row().await["host_left_at"], Value::Null);
}

#[tokio::test]
async fn a_host_who_drops_is_waited_for_half_a_minute_and_then_livekit_is_asked() {
    let show = Show::on_air().await;
    show.deliver(&show.joined(&show.host, "PA_1", 0)).await;
    show.deliver(&show.left(&show.host, "PA_1", 100)).await;
    assert!(!show.confirm_absence(&show.session.room_name, 129).await);
    show.deliver(&show.joined(&show.host, "PA_2", 129)).await;
    show.tick(200).await;
    assert_eq!(
        (&show.session_row().await["status"], &show.session_row().await["host_left_at"]),
        (&json!("live"), &Value::Null)
    );

    show.deliver(&show.left(&show.host, "PA_2", 300)).await;
    let told = "select payload ->> 'reconnectDeadline' as deadline from realtime.messages
                where event = 'host_disconnected' and topic = 'live:' || $1::uuid order by inserted_at desc, id desc limit 1";
    let deadline = (show.api.now() + Duration::seconds(330)).unix_timestamp() * 1000;
    assert_eq!(show.ask(told).await["deadline"], json!(deadline.to_string()));
    show.tick(330).await;
    assert_eq!(show.session_row().await["status"], "live");
    assert!(show.confirm_absence(&show.session.room_name, 330).await);
    let row = show.session_row().await;
    assert_eq!((&row["status"], &row["end_reason"]), (&json!("ended"), &json!("host_timeout")));
    let told = show.told().await;
    assert_eq!(told, ["host_disconnected", "host_reconnected", "host_disconnected", "session_ended"]);
}

#[tokio::test]
async fn a_host_whose_return_was_not_reported_is_back_once_they_are_heard() {
    let show = Show::on_air().await;
    show.deliver(&show.joined(&show.host, "PA_1", 0)).await;
    show.deliver(&show.left(&show.host, "PA_1", 100)).await;
    let heard = show.about("track_published", &show.host, "PA_2", 112);
    assert_eq!(show.deliver(&heard).await, "success");
    show.tick(200).await;
    let row = show.session_row().await;
    assert_eq!((&row["status"], &row["host_left_at"]), (&json!("live"), &Value::Null));
    assert_eq!(show.told().await, ["host_disconnected", "host_reconnected"]);

    // the report comes after all, and says since when
    show.deliver(&show.joined(&show.host, "PA_2", 110)).await;
    show.deliver(&show.left(&show.host, "PA_2", 150)).await;
    assert_eq!(show.seat(&show.host).await.1, 140);
    // what is heard late of somebody who has gone says nothing
    let mut late = heard;
    late["id"] = json!("EV_late");
    assert_eq!(show.deliver(&late).await, "skipped");
    assert_eq!(show.seat(&show.host).await.1, 140);
}

#[tokio::test]
async fn a_room_closed_on_purpose_ends_the_show_and_one_that_was_lost_does_not() {
    for (reason, ends) in [
        (Some("IDLE_TIMEOUT"), true),
        (Some("API_DELETE"), true),
        (None, true),
        (Some("SERVER_SHUTDOWN"), false),
        (Some("SUPERSEDED"), false),
        (Some("OPEN_FAILED"), false),
    ] {
        let show = Show::on_air().await;
        show.deliver(&show.joined(&show.host, "PA_1", 0)).await;
        show.deliver(&show.finished(reason, 50)).await;
        let row = show.session_row().await;
        assert_eq!(row["status"] == "ended", ends, "{reason:?}");
        assert_eq!(row["host_left_at"] != Value::Null, !ends, "{reason:?}");
        if ends {
            assert_eq!(row["end_reason"], "room_finished");
        }
        assert_eq!(show.count("public.live_stays where left_at is null").await, 0);
    }
}

#[tokio::test]
async fn an_older_rooms_end_means_nothing_though_its_beginning_was_lost() {
    let show = Show::on_air().await;
    let now = show.api.now().unix_timestamp();
    let mut newer = show.event("room_started", "EV_new", 20);
    newer["room"] = json!({ "sid": "RM_2", "name": show.session.room_name, "creationTime": (now + 20).to_string() });
    show.deliver(&newer).await;
    // stamped later than the newer room's beginning, but its own beginning is told along
    show.deliver(&show.finished(Some("IDLE_TIMEOUT"), 25)).await;
    let row = show.session_row().await;
    assert_eq!((&row["status"], &row["livekit_room_sid"]), (&json!("live"), &json!("RM_2")));
}

#[tokio::test]
async fn what_ended_stays_ended() {
    let show = Show::on_air().await;
    let end = "select public.live_end_session($1, 'admin_terminated: spam', $2)";
    show.project.db().execute(end, &[&show.session.id, &show.api.now()]).await.unwrap();
    let before = show.session_row().await;
    for event in [
        show.finished(Some("API_DELETE"), 40),
        show.event("room_started", "EV_started", 41),
        show.joined(&show.host, "PA_1", 42),
        show.left(&show.host, "PA_1", 43),
    ] {
        show.deliver(&event).await;
    }
    assert_eq!(show.session_row().await, before);
}

#[tokio::test]
async fn a_banned_persons_late_join_is_known_to_the_sweeper() {
    let show = Show::on_air().await;
    show.project.given().ban(&show.viewer).from_session(&show.session).insert().await;
    show.deliver(&show.joined(&show.viewer, "PA_1", 1)).await;
    let facts: Value =
        show.project.db().query_one("select public.live_sweep_facts($1)", &[&show.api.now()]).await.unwrap().get(0);
    assert_eq!(facts[0]["stays"][0]["must_leave"], true, "{facts}");
}

#[tokio::test]
async fn a_call_ends_by_livekits_word_ten_seconds_after_a_party_has_left() {
    let show = Show::on_air().await;
    let call = show.project.given().call(&show.host, &show.viewer).status("connected").insert().await;
    let in_call = |mut event: Value| {
        event["room"] = json!({ "sid": "RM_C", "name": call.room_name });
        event
    };
    for (person, sid) in [(&show.host, "PA_H"), (&show.viewer, "PA_V")] {
        assert_eq!(show.deliver(&in_call(show.joined(person, sid, 0))).await, "success");
    }
    show.deliver(&in_call(show.left(&show.viewer, "PA_V", 60))).await;
    let status =
        format!("select status, end_reason from public.calls where id = '{}' and $1::uuid is not null", call.id);
    assert!(!show.confirm_absence(&call.room_name, 69).await);
    show.tick(70).await;
    assert_eq!(show.ask(&status).await["status"], "connected");
    assert!(show.confirm_absence(&call.room_name, 70).await);
    assert_eq!(show.ask(&status).await, json!({ "status": "ended", "end_reason": "completed" }));
}
