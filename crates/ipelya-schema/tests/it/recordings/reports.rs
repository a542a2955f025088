//! What LiveKit says of an egress, and what comes of asking it to record.

use crate::recordings::ground::{Ground, Subject};
use ipelya_local::clock::new_id;
use serde_json::{Value, json};

#[tokio::test]
async fn a_recording_goes_from_the_request_to_its_file() {
    let ground = Ground::start().await;
    let host = ground.project.given().creator().await;
    let session = ground.on_air(&host).await;
    let id = ground.requested(&host, &session).await;
    let sent = ground.sent(id, Some("EG_1"), None, 1).await;
    assert_eq!((&sent["recording"]["status"], &sent["stop"]), (&json!("starting"), &json!(false)));
    assert_eq!(ground.row(id).await["egress_id"], "EG_1");

    assert!(ground.hears(json!({ "id": "EG_1", "status": "active", "started_at": ground.iso(2) }), 3).await);
    assert!(ground.hears(json!({ "id": "EG_1", "status": "ending" }), 60).await);
    assert!(ground.is_shown(&session).await);
    let over = json!({
        "id": "EG_1", "status": "complete", "started_at": ground.iso(2), "ended_at": ground.iso(62), "size_bytes": 5000,
        "duration_seconds": 60,
    });
    assert!(ground.hears(over, 63).await);
    let row = ground.row(id).await;
    assert_eq!(
        (&row["status"], &row["size_bytes"], &row["duration_seconds"]),
        (&json!("complete"), &json!(5000), &json!(60))
    );
    assert_eq!((&row["available_at"], &row["error"]), (&Value::Null, &Value::Null), "nobody has seen its file");
    assert!(!ground.is_shown(&session).await);

    ground.sweeps(&json!([]), &json!([]), &json!([{ "id": id, "size_bytes": 5001 }]), 90).await;
    let row = ground.row(id).await;
    assert!(row["available_at"].is_string(), "{row}");
    assert_eq!(row["size_bytes"], 5001, "the store knows best");
}

#[tokio::test]
async fn an_egress_is_known_by_its_key_until_it_is_known_by_its_id() {
    let ground = Ground::start().await;
    let host = ground.project.given().creator().await;
    let session = ground.on_air(&host).await;
    let id = ground.requested(&host, &session).await;
    let key = Subject::from(&session).key(id);
    assert!(!ground.hears(json!({ "id": "EG_0", "key": "v1/other.mp4", "status": "active" }), 1).await);
    assert!(!ground.hears(json!({ "id": "EG_0", "status": "active" }), 1).await);
    assert_eq!(ground.row(id).await["status"], "requested");
    assert!(ground.hears(json!({ "id": "EG_1", "key": key, "status": "active" }), 2).await);
    assert_eq!(ground.row(id).await["egress_id"], "EG_1");
    assert!(!ground.hears(json!({ "id": "EG_2", "key": key, "status": "failed" }), 3).await, "another one's");
    assert_eq!(ground.row(id).await["status"], "active");
    // the answer comes after the report
    let sent = ground.sent(id, Some("EG_1"), None, 4).await;
    assert_eq!((&sent["recording"]["status"], &sent["stop"]), (&json!("active"), &json!(false)));

    let nothing = "select to_jsonb(public.live_egress_seen($1, now()))";
    assert_eq!(ground.ask(nothing, &[&None::<Value>]).await.unwrap(), false, "a report of nothing");
}

#[tokio::test]
async fn what_livekit_refused_has_failed_and_makes_room_for_another() {
    let ground = Ground::start().await;
    let host = ground.project.given().creator().await;
    let session = ground.on_air(&host).await;
    let id = ground.requested(&host, &session).await;
    let sent = ground.sent(id, None, Some("no egress"), 1).await;
    assert_eq!((&sent["recording"]["status"], &sent["stop"]), (&json!("failed"), &json!(false)));
    let row = ground.row(id).await;
    assert_eq!(row["error"], "no egress");
    assert!(row["swept_at"].is_string() && row["ended_at"].is_string(), "{row}");
    assert!(!ground.is_shown(&session).await);
    let again = ground.requested(&host, &session).await;
    // what LiveKit has told is not taken back by an answer that came too late
    ground.hears(json!({ "id": "EG_1", "key": Subject::from(&session).key(again), "status": "active" }), 2).await;
    let sent = ground.sent(again, None, Some("no answer"), 3).await;
    assert_eq!(sent["recording"]["status"], "active");
}

#[tokio::test]
async fn an_egress_that_nobody_wants_any_more_is_to_be_stopped_as_soon_as_it_is_known() {
    let ground = Ground::start().await;
    let host = ground.project.given().creator().await;
    let session = ground.on_air(&host).await;
    // stopped meanwhile
    let id = ground.requested(&host, &session).await;
    assert_eq!(ground.stops(&host, &session, 1).await.unwrap()["egress_id"], Value::Null);
    let sent = ground.sent(id, Some("EG_1"), None, 2).await;
    assert_eq!((&sent["recording"]["status"], &sent["stop"]), (&json!("ending"), &json!(true)));
    ground.hears(json!({ "id": "EG_1", "status": "complete" }), 3).await;

    // deleted meanwhile
    let id = ground.requested(&host, &session).await;
    ground.deletes(&host, id, 4).await.unwrap();
    let sent = ground.sent(id, Some("EG_2"), None, 5).await;
    assert_eq!(sent, json!({ "recording": null, "stop": true }));

    // given up meanwhile, and another one begun
    let id = ground.requested(&host, &session).await;
    ground.sweeps(&json!([]), &json!([{ "id": id, "error": "lost", "size_bytes": null }]), &json!([]), 100).await;
    let other = ground.requested(&host, &session).await;
    let sent = ground.sent(id, Some("EG_3"), None, 101).await;
    assert_eq!((&sent["recording"]["status"], &sent["stop"]), (&json!("failed"), &json!(true)));
    assert_eq!(ground.row(other).await["status"], "requested");
    assert!(ground.is_shown(&session).await);
    // whose end ends nothing but itself
    ground.hears(json!({ "id": "EG_3", "status": "complete" }), 102).await;
    assert_eq!(ground.row(id).await["status"], "complete");
    assert!(ground.is_shown(&session).await, "the other one goes on");
}

#[tokio::test]
async fn livekits_word_replaces_what_was_given_up_without_it() {
    let ground = Ground::start().await;
    let host = ground.project.given().creator().await;
    for (size, status, expected) in [
        (None, "active", "active"),
        (None, "complete", "complete"),
        (Some(10), "starting", "starting"),
        (Some(10), "failed", "failed"),
        (Some(10), "limit_reached", "limit_reached"),
    ] {
        let session = ground.on_air(&host).await;
        let id = ground.under_way(&host, &session).await;
        let lost = json!([{ "id": id, "error": "lost", "size_bytes": size }]);
        ground.sweeps(&json!([]), &lost, &json!([]), 100).await;
        let given_up = ground.row(id).await;
        assert_eq!(given_up["status"], if size.is_some() { "complete" } else { "failed" });
        assert_eq!(given_up["available_at"].is_string(), size.is_some());

        assert!(ground.hears(json!({ "id": "EG_1", "status": status }), 110).await);
        let row = ground.row(id).await;
        assert_eq!((&row["status"], &row["swept_at"]), (&json!(expected), &Value::Null), "{size:?}");
        assert_eq!(row["error"], Value::Null);
        assert_eq!(row["available_at"].is_string(), size.is_some() && expected == "limit_reached", "{row}");
        assert_eq!(ground.is_shown(&session).await, ["active", "starting"].contains(&expected));
        ground
            .project
            .db()
            .batch_execute(
                "delete from public.recordings; update public.live_sessions set status = 'ended', end_reason = 'test'",
            )
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn what_was_given_up_because_it_did_not_end_is_not_opened_again_and_again() {
    let ground = Ground::start().await;
    let host = ground.project.given().creator().await;
    let session = ground.on_air(&host).await;
    let id = ground.under_way(&host, &session).await;
    ground.stops(&host, &session, 10).await.unwrap();
    let seen = json!([{ "id": "EG_1", "key": Subject::from(&session).key(id), "status": "active" }]);
    for minute in 1..50 {
        let at = 10 + minute * 60;
        let due = ground.to_sweep(at).await;
        let late: Vec<Value> =
            due["open"].as_array().unwrap().iter().filter(|one| one["is_late"] == true).cloned().collect();
        assert_eq!(late.len(), usize::from(minute == 30), "minute {minute}");
        let absent = late.iter().map(|one| json!({ "id": one["id"], "error": "it did not end", "size_bytes": null }));
        let stop = ground.sweeps(&seen, &json!(absent.collect::<Vec<_>>()), &json!([]), at).await;
        assert_eq!(stop, json!(["EG_1"]), "LiveKit is asked each time");
    }
    assert_eq!(ground.row(id).await["status"], "failed");
    let said: Vec<_> = ground.told(&format!("live:{}", session.id)).await.into_iter().map(|(event, _)| event).collect();
    assert_eq!(said, ["recording_started", "recording_stopped"]);
    ground.hears(json!({ "id": "EG_1", "status": "complete" }), 4000).await;
    assert_eq!(ground.row(id).await["status"], "complete");
}

#[tokio::test]
async fn a_report_of_a_late_life_changes_nothing_of_what_is_settled() {
    let ground = Ground::start().await;
    let host = ground.project.given().creator().await;
    let session = ground.on_air(&host).await;
    let id = ground.recorded(&host, &session).await;
    let before = ground.row(id).await;
    for report in [
        json!({ "id": format!("EG_{id}"), "status": "failed", "error": "x", "ended_at": ground.iso(500), "size_bytes": 1 }),
        json!({ "id": format!("EG_{id}"), "status": "active", "size_bytes": 1, "duration_seconds": 1 }),
        json!({ "id": format!("EG_{id}"), "status": "ending", "error": "x" }),
        json!({ "id": format!("EG_{id}"), "status": "complete", "size_bytes": 2 }),
    ] {
        assert!(ground.hears(report.clone(), 600).await);
        let mut after = ground.row(id).await;
        after["updated_at"] = before["updated_at"].clone();
        assert_eq!(after, before, "{report}");
    }
}

#[tokio::test]
async fn reports_come_by_the_webhook_and_by_its_replay() {
    let ground = Ground::start().await;
    let host = ground.project.given().creator().await;
    let session = ground.on_air(&host).await;
    let id = ground.requested(&host, &session).await;
    let apply = "select to_jsonb(public.live_apply_webhook($1, $2))";
    let key = Subject::from(&session).key(id);
    for (name, status) in [("egress_started", "starting"), ("egress_updated", "active"), ("egress_ended", "complete")] {
        let event = json!({
            "type": name, "created_at": ground.iso(1), "egress": { "id": "EG_1", "key": key, "status": status },
        });
        assert_eq!(ground.ask(apply, &[&event, &ground.at(1)]).await.unwrap(), true);
        assert_eq!(ground.row(id).await["status"], status);
    }
    let others = json!({
        "type": "egress_ended", "created_at": ground.iso(1),
        "egress": { "id": "EG_9", "key": format!("v1/session/{}/{}.mp4", new_id(), new_id()), "status": "complete" },
    });
    assert_eq!(ground.ask(apply, &[&others, &ground.at(1)]).await.unwrap(), false);
    let bare = json!({ "type": "egress_ended", "created_at": ground.iso(1) });
    assert_eq!(ground.ask(apply, &[&bare, &ground.at(1)]).await.unwrap(), false);
}
