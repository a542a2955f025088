//! The log of events: what is kept, for how long, and that it can be applied again.

use serde_json::{Value, json};

use super::support::{deliver, on_air, seat};

#[tokio::test]
async fn every_event_leaves_a_row_that_says_what_became_of_it() {
    let live = on_air().await;
    deliver(&live, &live.joined(&live.viewer, "PA_1", 1)).await;
    deliver(&live, &live.about("track_published", &live.viewer, "PA_1", 2)).await;
    let mut without_id = live.joined(&live.viewer, "PA_1", 1);
    without_id.as_object_mut().unwrap().remove("id");
    for _ in 0..2 {
        deliver(&live, &without_id).await;
    }

    let rows =
        "select jsonb_agg(to_jsonb(w) order by w.created_at, w.event_type) as rows from public.live_webhook_logs w
                where w.event_id is not null and w.session_id = $1";
    let rows = live.ask(rows).await;
    let (joined, track) = (&rows["rows"][0], &rows["rows"][1]);
    for (column, value) in [
        ("event_type", json!("participant_joined")),
        ("event_id", json!("EV_participant_joined_PA_1")),
        ("room_name", json!(live.session.room_name)),
        ("room_sid", json!("RM_1")),
        ("participant_identity", json!(live.viewer.id)),
        ("participant_sid", json!("PA_1")),
        ("processing_status", json!("success")),
        ("error_message", Value::Null),
        ("raw_payload", live.joined(&live.viewer, "PA_1", 1)),
    ] {
        assert_eq!(joined[column], value, "{column}");
    }
    assert!(joined["processing_time_ms"].is_u64());
    assert_eq!((&track["event_type"], &track["processing_status"]), (&json!("track_published"), &json!("skipped")));
    assert_eq!(live.project.count("public.live_webhook_logs where event_id is null").await, 2);
}

#[tokio::test]
async fn an_event_that_tells_only_its_rooms_sid_or_none_but_the_egress_is_about_that_session() {
    let live = on_air().await;
    deliver(&live, &live.event("room_started", "EV_started", 0)).await;
    let by_sid =
        json!({ "event": "track_published", "id": "EV_sid", "room": { "sid": "RM_1" }, "track": { "sid": "TR_1" } });
    let by_egress =
        json!({ "event": "egress_ended", "id": "EV_egress", "egressInfo": { "egressId": "EG_1", "roomId": "RM_1" } });
    let by_ingress =
        json!({ "event": "ingress_started", "id": "EV_in", "ingressInfo": { "roomName": live.session.room_name } });
    for event in [by_sid, by_egress, by_ingress] {
        assert_eq!(deliver(&live, &event).await, "skipped");
    }
    assert_eq!(live.ask("select count(*) as n from public.live_webhook_logs where session_id = $1").await["n"], 4);

    // and applies as well
    let mut joined = live.joined(&live.viewer, "PA_1", 1);
    joined["room"] = json!({ "sid": "RM_1" });
    assert_eq!(deliver(&live, &joined).await, "success");
    assert_eq!(seat(&live, &live.viewer).await, (true, 0));
}

#[tokio::test]
async fn secrets_in_an_event_are_not_kept() {
    let live = on_air().await;
    let mut event = live.event("ingress_started", "EV_1", 1);
    event["ingressInfo"] = json!({ "streamKey": "hush", "url": "rtmp://in.example/app/hush" });
    event["room"]["turnPassword"] = json!("hush");
    assert_eq!(deliver(&live, &event).await, "skipped");
    assert_eq!(live.project.count("public.live_webhook_logs w where w::text like '%hush%'").await, 0);
    assert_eq!(live.project.count("public.live_webhook_logs w where w::text like '%[removed]%'").await, 1);
}

#[tokio::test]
async fn an_event_that_cannot_be_applied_is_kept_and_can_be_replayed() {
    let live = on_air().await;
    let db = live.project.db();
    db.batch_execute("alter table public.live_stays rename to live_stays_away").await.unwrap();
    assert_eq!(deliver(&live, &live.joined(&live.viewer, "PA_1", 1)).await, "error");
    db.batch_execute("alter table public.live_stays_away rename to live_stays").await.unwrap();
    let log =
        "select id::text, processing_status, error_message from public.live_webhook_logs where $1::uuid is not null";
    let log = live.ask(log).await;
    assert_eq!(log["processing_status"], "error");
    assert!(log["error_message"].as_str().unwrap().starts_with("42P01 "), "{log}");

    for _ in 0..2 {
        let replay = "select public.live_replay_webhook($1::text::uuid, $2)";
        let outcome = db.query_one(replay, &[&log["id"].as_str().unwrap(), &live.api.now()]).await.unwrap();
        assert_eq!(outcome.get::<_, String>(0), "success");
    }
    assert_eq!(seat(&live, &live.viewer).await, (true, 0));
    assert_eq!(
        live.project
            .count("public.live_webhook_logs where processing_status = 'success' and error_message is null")
            .await,
        1
    );
    let nothing = db.execute("select public.live_replay_webhook(gen_random_uuid())", &[]).await.unwrap_err();
    assert_eq!(nothing.as_db_error().unwrap().message(), "EVENT_NOT_FOUND");
}

#[tokio::test]
async fn rows_are_kept_for_a_fortnight_or_as_long_as_the_setting_says() {
    let live = on_air().await;
    deliver(&live, &live.joined(&live.viewer, "PA_1", 1)).await;
    let day = 24 * 3600;
    live.tick(14 * day - 1).await;
    assert_eq!(live.project.count("public.live_webhook_logs").await, 1);
    live.tick(14 * day).await;
    assert_eq!(live.project.count("public.live_webhook_logs").await, 0);

    live.project.given().setting("webhook_log_days_count", 1).await;
    deliver(&live, &live.left(&live.viewer, "PA_1", 2)).await;
    live.tick(day).await;
    assert_eq!(live.project.count("public.live_webhook_logs").await, 0);
}
