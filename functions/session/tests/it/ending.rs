//! `end-live-session`.

use ipelya_test::{Api, LiveSession, Mode, Project};
use serde_json::{Value, json};

use super::support::{ask, create, end, post, session_id, session_row};

#[tokio::test]
async fn the_host_ends_the_session_and_is_told_its_totals_however_often_they_ask() {
    let LiveSession { project, api, host: creator, viewer, session, .. } =
        LiveSession::of(session::routes()).start().await;
    let given = project.given();
    given.coins(&viewer, 100).await;
    post(&api, "join-live-session", &viewer, session.id).await;
    let gift = "select public.live_send_gift(p_user_id => $1, p_auth_session_id => null, p_session_id => $2, p_gift_id => 'star', p_quantity => 2, p_now => $3)";
    let gifted = project.db().execute(gift, &[&viewer.id, &session.id, &api.now()]).await;
    gifted.unwrap();
    let say = "insert into public.live_messages (session_id, sender_id, sender_profile_id, content) values ($1, $2, $3, 'selam')";
    project.db().execute(say, &[&session.id, &viewer.id, &viewer.profile_id]).await.unwrap();

    let reply = end(&api, &creator, &session).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    let told = &reply.body["session"];
    assert_eq!(
        (&told["id"], &told["status"], &told["endReason"]),
        (&json!(session.id), &json!("ended"), &json!("host_ended"))
    );
    assert_eq!((&told["totalGiftsReceived"], &told["totalMessages"]), (&json!(50), &json!(1)));
    for total in ["totalDurationSeconds", "peakViewers", "totalViewers"] {
        assert!(told[total].is_u64(), "{total}: {told}");
    }

    for _ in 0..2 {
        assert_eq!(end(&api, &creator, &session).await.body, reply.body);
    }
    let broadcasts =
        "select count(*) as told from realtime.messages where event = 'session_ended' and topic = 'live:' || $1::uuid";
    assert_eq!(ask(&project, broadcasts, session.id).await["told"], 1);
}

#[tokio::test]
async fn a_session_ends_though_livekit_is_down_and_without_asking_it() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let creator = project.given().creator().await;
    let id = session_id(&create(&api, &creator).await);

    project.livekit().reset();
    project.livekit().set_mode(Mode::Refuse);
    assert_eq!(post(&api, "end-live-session", &creator, id).await.status, 200);
    assert_eq!(project.livekit().requests(), 0);
    let room = format!("live_video_{id}");
    assert!(project.has_room(&room).await, "closed at once, phones would show an admin's intervention");
}

#[tokio::test]
async fn whatever_reason_the_app_sends_along_is_not_believed() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let given = project.given();
    for reason in [json!("host_timeout"), json!("x".repeat(5000)), json!({ "a": 1 }), Value::Null, json!(7)] {
        let creator = given.creator().await;
        let session = given.live_session(&creator).insert().await;
        let body = json!({ "sessionId": session.id, "reason": reason });
        let reply = api.post("end-live-session").user(&creator).json(body).send().await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        assert_eq!(session_row(&project, session.id).await["end_reason"], "host_ended");
    }
}
