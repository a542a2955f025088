//! `create-live-session`.

use ipelya_test::{Api, Project};
use serde_json::{Value, json};
use time::Duration;
use time::format_description::well_known::Rfc3339;

use super::support::{ask, create, post, session_id, session_row};

#[tokio::test]
async fn a_creator_goes_live_with_a_row_a_room_a_seat_and_a_token() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes()).at_system_time();
    let given = project.given();
    let creator = given.creator().await;

    let body = json!({
        "title": "  Akşam sohbeti  ", "description": "Bu akşam", "thumbnailUrl": "https://cdn.test/x.jpg",
        "sessionType": "audio_room", "accessType": "pay_per_view", "ppvCoinPrice": 50, "chatEnabled": false,
        "giftsEnabled": false, "guestEnabled": false, "maxGuests": 1, "recordingEnabled": true,
    });
    let reply = api.post("create-live-session").user(&creator).json(body).send().await;
    assert_eq!(reply.status, 200, "{}", reply.body);

    let id = session_id(&reply);
    let room = format!("audio_room_{id}");
    let row = session_row(&project, id).await;
    for (column, value) in [
        ("creator_id", json!(creator.id)),
        ("creator_profile_id", json!(creator.profile_id)),
        ("title", json!("Akşam sohbeti")),
        ("description", json!("Bu akşam")),
        ("thumbnail_url", json!("https://cdn.test/x.jpg")),
        ("session_type", json!("audio_room")),
        ("access_type", json!("pay_per_view")),
        ("ppv_coin_price", json!(50)),
        ("livekit_room_name", json!(room)),
        ("status", json!("live")),
        ("scheduled_at", Value::Null),
        ("chat_enabled", json!(false)),
        ("gifts_enabled", json!(false)),
        ("guest_enabled", json!(false)),
        ("max_guests", json!(1)),
        ("recording_enabled", json!(true)),
    ] {
        assert_eq!(row[column], value, "{column}");
    }
    let hours = ask(
        &project,
        "select extract(epoch from max_ends_at - started_at)::int as seconds from public.live_sessions where id = $1",
        id,
    );
    assert_eq!(hours.await["seconds"], 8 * 3600, "an audio room's longest duration");

    let seat = ask(&project, "select role, is_active from public.live_participants where session_id = $1", id).await;
    assert_eq!(seat, json!({ "role": "host", "is_active": true }));
    assert!(project.has_room(&room).await);
    assert_eq!((&reply.body["role"], &reply.body["roomName"]), (&json!("host"), &json!(room)));
    let (status, text) = project.validate_with_livekit(reply.body["token"].as_str().unwrap()).await;
    assert_eq!(status, 200, "{text}");
}

#[tokio::test]
async fn a_field_that_cannot_be_used_is_named_and_nothing_is_made() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let creator = project.given().creator().await;

    for (field, value) in [
        ("title", json!("")),
        ("title", json!("x".repeat(101))),
        ("title", Value::Null),
        ("title", json!(7)),
        ("sessionType", json!("video")),
        ("sessionType", Value::Null),
        ("accessType", json!("friends")),
        ("ppvCoinPrice", json!(0)),
        ("ppvCoinPrice", json!(-50)),
        ("ppvCoinPrice", json!(1.5)),
        ("ppvCoinPrice", json!(3_000_000_000_u32)),
        ("maxGuests", json!(11)),
        ("scheduledAt", json!("tomorrow")),
        ("scheduledAt", json!("2020-01-01T00:00:00Z")),
        ("chatEnabled", json!("yes")),
    ] {
        let mut body =
            json!({ "title": "Canlı", "sessionType": "video_live", "accessType": "pay_per_view", "ppvCoinPrice": 5 });
        body[field] = value.clone();
        project.rest().reset();
        let reply = api.post("create-live-session").user(&creator).json(body).send().await;
        reply.assert_refused(400, "INVALID_FIELD");
        assert_eq!(reply.body["field"], field, "{value}");
        assert_eq!(project.rest().requests(), 0, "{field}: {value}");
    }
    let without_type = api.post("create-live-session").user(&creator).json(json!({ "title": "x" })).send().await;
    assert_eq!(without_type.body["field"], "sessionType");
    assert_eq!(project.count("public.live_sessions").await, 0);
}

#[tokio::test]
async fn a_second_create_returns_the_session_that_is_live() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes()).at_system_time();
    let creator = project.given().creator().await;

    let first = create(&api, &creator).await;
    assert_eq!(first.body.get("existing"), None);
    let other = json!({ "title": "Başka", "sessionType": "audio_room" });
    let second = api.post("create-live-session").user(&creator).json(other).send().await;

    assert_eq!((second.status, &second.body["existing"]), (200, &json!(true)));
    assert_eq!(second.body["session"], first.body["session"]);
    assert_eq!(second.body["roomName"], first.body["roomName"]);
    let (status, _) = project.validate_with_livekit(second.body["token"].as_str().unwrap()).await;
    assert_eq!(status, 200);
    assert_eq!(project.count("public.live_sessions").await, 1);

    assert_eq!(post(&api, "end-live-session", &creator, session_id(&first)).await.status, 200);
    let third = create(&api, &creator).await;
    assert_ne!(session_id(&third), session_id(&first));
}

#[tokio::test]
async fn simultaneous_creates_make_one_session() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let given = project.given();
    let (creator, other) = (given.creator().await, given.creator().await);

    let replies = futures_util::future::join_all((0..8).map(|_| create(&api, &creator))).await;
    let others = create(&api, &other).await;

    let ids: std::collections::BTreeSet<_> = replies.iter().map(session_id).collect();
    assert_eq!(ids.len(), 1);
    assert_eq!(replies.iter().filter(|reply| reply.body.get("existing").is_none()).count(), 1);
    assert!(replies.iter().all(|reply| reply.status == 200 && reply.body["role"] == "host"));
    assert!(!ids.contains(&session_id(&others)));
    assert_eq!(project.count("public.live_sessions").await, 2);
}

#[tokio::test]
async fn a_session_whose_deadline_has_passed_is_ended_and_does_not_keep_its_creator_from_the_next() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let given = project.given();
    let creator = given.creator().await;
    let endless = given.live_session(&creator).max_ends_at(api.now()).insert().await;

    let reply = create(&api, &creator).await;
    assert_eq!(reply.body.get("existing"), None, "{}", reply.body);
    assert_ne!(session_id(&reply), endless.id);
    let row = session_row(&project, endless.id).await;
    assert_eq!((&row["status"], &row["end_reason"]), (&json!("ended"), &json!("max_duration_reached")));

    // a host who is away has a session until LiveKit has confirmed that they are
    let away = given.creator().await;
    let waiting = given.live_session(&away).host_left_at(api.now() - Duration::seconds(31)).insert().await;
    assert_eq!(session_id(&create(&api, &away).await), waiting.id);
}

#[tokio::test]
async fn the_11th_session_of_an_hour_is_refused() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let creator = project.given().creator().await;
    let tomorrow = (api.now() + Duration::days(1)).format(&Rfc3339).unwrap();
    let scheduled = json!({ "title": "Yarın", "sessionType": "video_live", "scheduledAt": tomorrow });

    for _ in 0..10 {
        let reply = api.post("create-live-session").user(&creator).json(scheduled.clone()).send().await;
        assert_eq!(reply.status, 200, "{}", reply.body);
    }
    let reply = api.post("create-live-session").user(&creator).json(scheduled).send().await;
    reply.assert_refused(429, "RATE_LIMITED");
    assert_eq!(reply.header("retry-after"), Some("360"), "ten an hour is one every six minutes");
}
