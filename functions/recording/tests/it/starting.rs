//! Who has what recorded, and when that is refused. What the database decides is tested there
//! (`ipelya-schema`, `recordings::starting`).

use ipelya_local::egress::EgressEvents;
use ipelya_test::{Mode, Project};
use serde_json::json;

use super::studio::{Studio, project};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_host_records_their_own_session_staff_any_and_nobody_else() {
    let studio = Studio::open().await;
    let given = studio.project.given();
    let (viewer, other, guest, admin) =
        (given.user().await, given.creator().await, given.anonymous_user().await, given.admin().await);
    let body = json!({ "sessionId": studio.session.id });
    for function in ["start-recording", "stop-recording"] {
        for stranger in [&viewer, &other] {
            studio.ask(function, stranger, body.clone()).await.assert_refused(403, "NOT_THE_HOST");
        }
        studio.ask(function, &guest, body.clone()).await.assert_refused(403, "ACCOUNT_REQUIRED");
        let nobodys = json!({ "sessionId": "00000000-0000-4000-8000-000000000001" });
        studio.ask(function, &studio.creator, nobodys).await.assert_refused(404, "SESSION_NOT_FOUND");
        studio.ask(function, &studio.creator, json!({})).await.assert_refused(400, "ONE_ROOM_REQUIRED");
    }
    assert_eq!(studio.project.count("public.recordings").await, 0);
    let started = studio.ask("start-recording", &admin, body.clone()).await;
    assert_eq!(started.status, 200, "{}", started.body);
    assert_eq!(studio.ask("stop-recording", &admin, body).await.status, 200);
    let noted = "select jsonb_agg(l.action order by l.created_at) from public.live_admin_logs l where l.admin_id = $1";
    assert_eq!(studio.project.value(noted, &[&admin.id]).await, json!(["start_recording", "stop_recording"]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_nobody_is_heard_or_seen_there_is_nothing_to_record() {
    let (project, egress, api, _) = project().await;
    let creator = project.given().creator().await;
    let session = project.given().live_session(&creator).host_connected().insert().await;
    let start = || api.post("start-recording").user(&creator).json(json!({ "sessionId": session.id })).send();
    start().await.assert_refused(409, "NO_MEDIA");
    assert!(egress.egress.all().is_empty(), "LiveKit was not asked to");
    let status = "select jsonb_agg(r.status) from public.recordings r";
    assert_eq!(project.value(status, &[]).await, json!(["failed"]));
    let shows = "select to_jsonb(bool_or(s.is_recording)) from public.live_sessions s";
    assert_eq!(project.value(shows, &[]).await, false);

    egress.upstream.set_mode(Mode::Status(500));
    start().await.assert_refused(503, "SERVICE_UNAVAILABLE");
    assert_eq!(project.value(status, &[]).await, json!(["failed", "failed"]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dozen_starts_at_the_same_moment_are_one_recording() {
    let studio = Studio::open().await;
    studio.project.given().setting("recording_rate_count", 100).await;
    let attempts =
        (0..12).map(|_| studio.ask("start-recording", &studio.creator, json!({ "sessionId": studio.session.id })));
    let replies = futures_util::future::join_all(attempts).await;
    let first = &replies[0].body["recording"]["id"];
    assert!(replies.iter().all(|reply| reply.status == 200 && reply.body["recording"]["id"] == *first), "{replies:?}");
    assert_eq!((studio.egress.egress.all().len(), studio.project.count("public.recordings").await), (1, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn starting_asks_the_database_twice_and_livekit_twice_and_a_repeat_the_database_once() {
    let studio = Studio::open().await;
    studio.egress.egress.set_events(EgressEvents::None);
    let counts = || (studio.project.rest().requests(), studio.egress.upstream.paths());
    studio.project.rest().reset();
    studio.egress.upstream.reset();
    studio.start().await;
    let twirp = |service: &str, method: &str| format!("/twirp/livekit.{service}/{method}");
    let asked = vec![twirp("RoomService", "ListParticipants"), twirp("Egress", "StartRoomCompositeEgress")];
    assert_eq!((counts().0, counts().1), (2, asked));
    studio.project.rest().reset();
    studio.egress.upstream.reset();
    studio.start().await;
    assert_eq!(counts(), (1, vec![]));
    studio.project.rest().reset();
    studio.stop().await;
    assert_eq!(counts(), (1, vec![twirp("Egress", "StopEgress")]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_over_is_off_or_too_much_is_refused_before_livekit_is_asked() {
    let studio = Studio::open().await;
    let given = studio.project.given();
    let start = || studio.ask("start-recording", &studio.creator, json!({ "sessionId": studio.session.id }));
    given.setting("recording_enabled", false).await;
    start().await.assert_refused(403, "RECORDING_DISABLED");
    given.setting("recording_enabled", true).await;
    given.setting("recordings_count", 0).await;
    let refused = start().await;
    refused.assert_refused(429, "RECORDING_CAPACITY");
    assert_eq!(refused.header("retry-after"), Some("60"));
    given.setting("recordings_count", 2).await;
    given.end(&studio.session).await;
    start().await.assert_refused(409, "SESSION_ENDED");
    assert!(studio.egress.egress.all().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_audio_room_is_recorded_as_sound_and_a_stream_as_it_is_laid_out() {
    let studio = Studio::open().await;
    let body = json!({ "sessionId": studio.session.id, "layout": "grid" });
    assert_eq!(studio.ask("start-recording", &studio.creator, body).await.status, 200);
    let asked = |studio: &Studio| {
        let info = studio.egress.egress.all().pop().unwrap();
        let Some(livekit_protocol::egress_info::Request::RoomComposite(request)) = info.request else {
            panic!("{info:?}")
        };
        (request.layout, request.audio_only, request.room_name)
    };
    assert_eq!(asked(&studio), ("grid".to_owned(), false, studio.session.room_name.clone()));
    let body = json!({ "sessionId": studio.session.id, "layout": "circle" });
    let refused = studio.ask("start-recording", &studio.creator, body).await;
    refused.assert_refused(400, "INVALID_FIELD");
    assert_eq!(refused.body["field"], "layout");

    let studio = Studio::open().await;
    let audio = "update public.live_sessions set session_type = 'audio_room'";
    studio.project.execute(audio, &[]).await;
    studio.start().await;
    assert_eq!(asked(&studio), (String::new(), true, studio.session.room_name.clone()));
}

#[tokio::test]
async fn while_postgres_is_away_nothing_is_asked_of_livekit() {
    let project = Project::start().await;
    let api = ipelya_test::Api::new(&project, recording::routes()).with_settings(&super::support::STORE);
    let creator = project.given().creator().await;
    project.rest().set_mode(Mode::Status(503));
    for (function, body) in [
        ("start-recording", json!({ "sessionId": creator.id })),
        ("stop-recording", json!({ "sessionId": creator.id })),
        ("get-recording-url", json!({ "recordingId": creator.id })),
        ("list-recordings", json!({})),
        ("buy-recording", json!({ "recordingId": creator.id })),
        ("update-recording", json!({ "recordingId": creator.id })),
        ("delete-recording", json!({ "recordingId": creator.id })),
        ("set-recording-consent", json!({ "callId": creator.id, "recording": true })),
    ] {
        let reply = api.post(function).user(&creator).json(body).send().await;
        reply.assert_refused(503, "SERVICE_UNAVAILABLE");
        assert_eq!(reply.header("retry-after"), Some("1"), "{function}");
    }
    assert_eq!(project.livekit().requests(), 0);
}
